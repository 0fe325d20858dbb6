//! `rotation run`, `rotation import`, `rotation scenario`, `rotation price`, `rotation iv`,
//! `rotation bench`, `rotation shell`.

#[path = "bench.rs"]
mod bench;
#[path = "contracts.rs"]
mod contracts;
#[path = "import.rs"]
mod import_files;
#[path = "inputs.rs"]
mod inputs;
#[path = "price.rs"]
mod price;
#[path = "shell.rs"]
mod shell;
#[path = "summary.rs"]
mod summary;

use std::fs;
use std::io::{ErrorKind, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use rotation::analysis::{
    Benchmark, LevelOutcome, ModelUncertainty, Review, Span, benchmarks, review,
};
use rotation::engine::{Prepared, Report, Scenario, versions};
use rotation::import::{
    BadRows, ImportError, Imported, Input, MAX_BYTES, Options, Role, import_inputs, packed,
};
use rotation::profile::Profile;
use rotation::share::csv;
use rotation::trade::Instrument;
use rotation::view::{files, model_version};

/// The data the app shows first; its source is in www/data/README.md.
pub(super) const SAMPLE: &[u8] = include_bytes!("../../../www/data/sp500.csv");
pub(super) const SAMPLE_NAME: &str = "S&P 500 1999-2018";

/// A rotation of six option profiles on one cash account.
#[derive(Parser)]
#[command(name = "rotation", version)]
struct Command {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run a scenario over daily bars and write every table as CSV, and report.json.
    Run(RunArguments),
    /// Read files as vendors write them, and write one in the canonical layout.
    Import(import_files::Import),
    /// Print the default scenario as JSON, to be edited and given to `run --scenario`.
    Scenario {
        /// Write every structure out as well, so that legs can be changed.
        #[arg(long)]
        structures: bool,
    },
    /// Price the options of a CSV by Black-Scholes-Merton and print them with their Greeks as CSV.
    Price(price::PriceArguments),
    /// Find the volatilities at which the options of a CSV have their prices; print them as CSV.
    Iv(price::ImpliedVol),
    /// Pack the sample as the page fetches it; a step of the build.
    #[command(hide = true)]
    PackSample {
        /// CSV of the sample.
        csv: PathBuf,
        /// The file to write.
        to: PathBuf,
    },
    /// Print the median milliseconds of each stage on the sample as JSON; with files, of the first
    /// run on them and of one after a changed limit.
    Bench {
        /// Files that are one market, as vendors write them.
        files: Vec<PathBuf>,
        /// How many times each stage is run.
        #[arg(long, default_value_t = 21)]
        runs: usize,
        /// JSON of a scenario, `-` for what is piped in; what it does not name has its default.
        #[arg(long)]
        scenario: Option<PathBuf>,
    },
    /// Print the sample's outcome as the HTML that the page shows before its app has started.
    #[command(hide = true)]
    Shell,
}

#[derive(Args)]
struct RunArguments {
    /// CSV of daily bars: date, open, high, low, close and what stands beside them.
    #[arg(long, required_unless_present = "sample")]
    bars: Option<PathBuf>,
    /// Use the sample instead: the S&P 500 1999-2018, with the VIX.
    #[arg(long, conflicts_with = "bars")]
    sample: bool,
    /// CSV of a volatility index, merged by date.
    #[arg(long)]
    vix: Option<PathBuf>,
    /// CSV of events: `date,event_type,event_name[,scheduled]`.
    #[arg(long)]
    events: Option<PathBuf>,
    /// CSV of option quotes: `quote_date,expiry,strike,type,bid,ask[,...]`, or a vendor's layout;
    /// may be given several times, and be packed as .gz or .zip.
    #[arg(long)]
    chain: Vec<PathBuf>,
    #[command(flatten)]
    quotes: inputs::Quotes,
    #[command(flatten)]
    writing: inputs::Writing,
    /// JSON of a scenario, `-` for what is piped in; what it does not name has its default.
    #[arg(long)]
    scenario: Option<PathBuf>,
    /// Folder for the tables; made if it is missing.
    #[arg(long)]
    out: PathBuf,
    /// Leave out bad rows instead of refusing the file.
    #[arg(long)]
    skip_bad_rows: bool,
    /// Aggregate intraday bars to daily ones instead of refusing the file.
    #[arg(long)]
    aggregate: bool,
    /// Refuse what is doubtful instead of correcting it and saying so.
    #[arg(long)]
    strict: bool,
}

/// Bad input, in words; the program ends with code 2.
type Failure = String;

/// Runs the command line.
pub(super) fn main() -> ExitCode {
    let command = Command::parse();
    let done = match command.task {
        Task::Run(arguments) => arguments.run(),
        Task::Import(arguments) => arguments.run(),
        Task::Scenario { structures } => print_scenario(structures),
        Task::Price(arguments) => arguments.run(),
        Task::Iv(arguments) => arguments.run(),
        Task::PackSample { csv, to } => pack_sample(&csv, &to),
        Task::Bench { files, runs, scenario } => scenario_of(scenario.as_deref())
            .and_then(|scenario| bench::print(runs, &scenario, &files)),
        Task::Shell => shell::print_outcome(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("rotation: {message}");
            ExitCode::from(2)
        }
    }
}

fn pack_sample(csv: &Path, to: &Path) -> Result<(), Failure> {
    let packed = std::str::from_utf8(&read(csv)?).ok().and_then(packed::pack);
    let packed = packed.ok_or_else(|| format!("{} does not come back from packing", csv.display()));
    fs::write(to, packed?).map_err(|error| cannot("write", to, &error))
}

fn print_scenario(structures: bool) -> Result<(), Failure> {
    let mut scenario = Scenario::default();
    if structures {
        let usual = Profile::ALL.map(|profile| scenario.structures.assignments(profile));
        scenario.structures.custom = usual.map(Some);
    }
    let json = serde_json::to_string_pretty(&scenario);
    print(&format!("{}\n", json.map_err(|error| error.to_string())?))
}

/// Writes to the terminal or a pipe. One that is closed has read as much as it wanted.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}

impl RunArguments {
    fn run(&self) -> Result<(), Failure> {
        let mut scenario = scenario_of(self.scenario.as_deref())?;
        let Imported { market, summary, .. } = self.market()?;
        for file in &summary.files {
            match file.skipped.is_empty() {
                true => eprintln!("rotation: {}", file.headline()),
                false => eprint!("rotation: {file}"),
            }
        }
        for file in summary.files.iter().filter(|file| file.skipped.is_empty()) {
            for repair in file.repairs.iter().filter(|repair| repair.decides()) {
                eprintln!("rotation: {}: {repair}", file.name);
            }
        }
        for warning in &summary.warnings {
            eprintln!("rotation: {warning}");
        }
        if self.scenario.is_none()
            && let Some(instrument) = Instrument::quoted(&market, summary.underlying())
        {
            scenario.instrument = instrument;
            let name = serde_json::to_string(&instrument).map_err(|error| error.to_string())?;
            eprintln!("rotation: the instrument is {name}, what the option quotes are on");
        }
        let fingerprint = market.fingerprint();
        let mut market = Prepared::new(market);
        let report = market.run(&scenario, |_, _| {}).map_err(|error| error.to_string())?;
        let review = review(&report, fingerprint);
        let span = Span::of(&report);
        let others = span.map(|span| benchmarks(&mut market, &scenario, span)).transpose();
        let others = others.map_err(|error| error.to_string())?.unwrap_or_default();
        let uncertainty = uncertainty(&mut market, &report)?;
        self.write(&report, &review, uncertainty.as_ref(), &others)?;
        print(&format!("{}\n", summary::sentence(&report, &review, &self.out)))
    }

    fn market(&self) -> Result<Imported, Failure> {
        let mut opened = Vec::new();
        let beside = [(&self.vix, Role::Volatility), (&self.events, Role::Events)];
        let beside = beside.into_iter().filter_map(|(path, role)| Some((path.as_ref()?, role)));
        let bars = self.bars.iter().map(|path| (path, Role::Bars));
        let chains = self.chain.iter().map(|path| (path, Role::Chain));
        for (path, role) in bars.chain(beside).chain(chains) {
            opened.push(inputs::OpenedFile::new(path, Some(role))?);
        }
        let sample = format!("{SAMPLE_NAME}.csv");
        let mut files = Vec::new();
        if self.bars.is_none() {
            let content = Box::new(std::io::Cursor::new(SAMPLE));
            files.push(Input { name: &sample, role: Some(Role::Bars), content });
        }
        files.extend(opened.iter().map(inputs::OpenedFile::input));
        let bad_rows = if self.skip_bad_rows { BadRows::Skip } else { BadRows::Refuse };
        let options = Options {
            bad_rows,
            aggregate_intraday: self.aggregate,
            strict: self.strict,
            filter: self.quotes.filter(),
            ..Options::default()
        };
        let options = self.writing.add_to(options)?;
        import_inputs(files, &options, &mut inputs::teller()).map_err(|error| {
            let hint = match error {
                ImportError::BadRows { total, rows, .. } if total < rows => " (--skip-bad-rows)",
                ImportError::IntradayBars { .. } => " (--aggregate)",
                _ => inputs::Writing::hint(&error),
            };
            format!("{error}{hint}")
        })
    }

    fn write(
        &self,
        report: &Report,
        review: &Review,
        uncertainty: Option<&ModelUncertainty>,
        others: &[Benchmark],
    ) -> Result<(), Failure> {
        fs::create_dir_all(&self.out).map_err(|error| cannot("make", &self.out, &error))?;
        let put = |name: String, text: String| {
            let path = self.out.join(name);
            fs::write(&path, text).map_err(|error| cannot("write", &path, &error))
        };
        let figures = [
            files::benchmarks(report, others),
            files::metrics(review),
            files::metrics_wide(review),
            files::regimes(review),
        ];
        for table in files::all(report).into_iter().chain(figures) {
            put(format!("{}.csv", table.name), csv::write(&table))?;
        }
        put("report.json".to_owned(), summary::json(report, review, uncertainty, others))
    }
}

/// The result at other levels of the model, if any price is the model's.
pub(super) fn uncertainty(
    market: &mut Prepared,
    report: &Report,
) -> Result<Option<ModelUncertainty>, Failure> {
    if !ModelUncertainty::concerns(report) {
        return Ok(None);
    }
    let [lower, higher] = ModelUncertainty::scenarios(&report.scenario);
    let mut at = |scenario: &Scenario| {
        let report = market.run(scenario, |_, _| {}).map_err(|error| error.to_string())?;
        Ok::<LevelOutcome, Failure>(LevelOutcome::of(&report))
    };
    Ok(Some(ModelUncertainty { lower: at(&lower)?, higher: at(&higher)? }))
}

/// The scenario of a file or, as `-`, of what is piped in; the default one without.
/// Says on the way what of an earlier version no longer exists.
fn scenario_of(path: Option<&Path>) -> Result<Scenario, Failure> {
    let Some(path) = path else { return Ok(Scenario::default()) };
    let text = if path == Path::new("-") {
        let mut text = Vec::new();
        let piped = std::io::stdin().take(MAX_BYTES as u64).read_to_end(&mut text);
        piped.map_err(|error| cannot("read", path, &error))?;
        text
    } else {
        read(path)?
    };
    let (scenario, removed) = versions::from_json(&text).map_err(|error| {
        format!("{}: {error}; see `rotation scenario` for every field", path.display())
    })?;
    if scenario.model_version < versions::MODEL_VERSION {
        eprintln!("rotation: {}", model_version::message(&removed));
    }
    Ok(scenario)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let size = fs::metadata(path).map_err(|error| cannot("read", path, &error))?.len();
    if size > MAX_BYTES as u64 {
        return Err(ImportError::TooLarge { file: name(path), bytes: size }.to_string());
    }
    fs::read(path).map_err(|error| cannot("read", path, &error))
}

fn name(path: &Path) -> String {
    path.file_name()
        .map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned())
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> Failure {
    format!("cannot {what} {}: {error}; check the path", path.display())
}
