//! `rotation run`, `rotation sweep`, `rotation goal`, `rotation import`, `rotation scenario`,
//! `rotation price`, `rotation iv`, `rotation bench`, `rotation shell`.

#[path = "bench.rs"]
mod bench;
#[path = "contracts.rs"]
mod contracts;
#[path = "import.rs"]
mod import_files;
#[path = "inputs.rs"]
mod inputs;
#[path = "market.rs"]
mod market;
#[path = "price.rs"]
mod price;
#[path = "shell.rs"]
mod shell;
#[path = "summary.rs"]
mod summary;
#[path = "sweep.rs"]
mod sweep;

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use rotation::analysis::{
    Benchmark, LevelOutcome, ModelUncertainty, Review, Span, benchmarks, review,
};
use rotation::engine::{Prepared, Report, Scenario};
use rotation::import::{ImportError, MAX_BYTES, packed};
use rotation::profile::Profile;
use rotation::share::csv;
use rotation::view::files;

use market::{MarketArguments, scenario_of};

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
    /// Run a scenario with some of its numbers changed, over one or two ranges or a sample of many.
    Sweep(sweep::Sweep),
    /// Find the value of a number that keeps a figure within a bound.
    Goal(sweep::GoalArguments),
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
    #[command(flatten)]
    market: MarketArguments,
    /// Folder for the tables; made if it is missing.
    #[arg(long)]
    out: PathBuf,
}

/// Bad input, in words; the program ends with code 2.
type Failure = String;

/// Runs the command line.
pub(super) fn main() -> ExitCode {
    let command = Command::parse();
    let done = match command.task {
        Task::Run(arguments) => arguments.run(),
        Task::Sweep(arguments) => arguments.run(),
        Task::Goal(arguments) => arguments.run(),
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
        let (market, scenario) = self.market.load()?;
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
