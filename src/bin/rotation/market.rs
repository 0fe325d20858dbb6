//! Which market a command works on, and with which scenario.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use rotation::engine::{Scenario, versions};
use rotation::import::{BadRows, ImportError, Imported, MAX_BYTES, Options, Role, import_inputs};
use rotation::market::Market;
use rotation::trade::Instrument;
use rotation::view::model_version;

use super::{Failure, SAMPLE, SAMPLE_NAME, cannot, inputs, read};

/// Files, how they are read, and a scenario.
#[derive(Args)]
pub(super) struct MarketArguments {
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
    /// Leave out bad rows instead of refusing the file, and of several chains those that cannot be
    /// read.
    #[arg(long)]
    skip_bad_rows: bool,
    /// Aggregate intraday bars to daily ones instead of refusing the file.
    #[arg(long)]
    aggregate: bool,
    /// Refuse what is doubtful instead of correcting it and saying so.
    #[arg(long)]
    strict: bool,
}

impl MarketArguments {
    /// Reads the files, says what they were taken for, and reads the scenario; without one the
    /// instrument is what the option quotes are on.
    pub(super) fn load(&self) -> Result<(Market, Scenario), Failure> {
        let mut scenario = scenario_of(self.scenario.as_deref())?;
        let Imported { market, summary, .. } = self.read()?;
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
        Ok((market, scenario))
    }

    fn read(&self) -> Result<Imported, Failure> {
        let beside = [(&self.vix, Role::Volatility), (&self.events, Role::Events)];
        let beside = beside.into_iter().filter_map(|(path, role)| Some((path.as_ref()?, role)));
        let bars = self.bars.iter().map(|path| (path, Role::Bars));
        let chains = self.chain.iter().map(|path| (path, Role::Chain));
        let files = bars.chain(beside).chain(chains);
        let files = files.map(|(path, role)| (path.as_path(), Some(role))).collect();
        let sample = format!("{SAMPLE_NAME}.csv");
        let bars = self.bars.is_none().then_some((sample.as_str(), SAMPLE));
        let mut files = inputs::Together::new(files).beside(bars);
        let bad_rows = if self.skip_bad_rows { BadRows::Skip } else { BadRows::Refuse };
        let options = Options {
            bad_rows,
            aggregate_intraday: self.aggregate,
            strict: self.strict,
            filter: self.quotes.filter(),
            ..Options::default()
        };
        let options = self.writing.add_to(options)?;
        let read = files.read(self.skip_bad_rows, |files| {
            import_inputs(files, &options, &mut inputs::teller())
        })?;
        files.left_out.iter().for_each(|error| eprintln!("rotation: a file is left out: {error}"));
        read.map_err(|error| {
            let hint = match error {
                ImportError::BadRows { total, rows, .. } if total < rows => " (--skip-bad-rows)",
                ImportError::IntradayBars { .. } => " (--aggregate)",
                _ if !self.skip_bad_rows && files.at_fault(&error).is_some() => {
                    " (or leave the file out: --skip-bad-rows)"
                }
                _ => inputs::Writing::hint(&error),
            };
            format!("{error}{hint}")
        })
    }
}

/// The scenario of a file or, as `-`, of what is piped in; the default one without.
/// Says on the way what of an earlier version no longer exists.
pub(super) fn scenario_of(path: Option<&Path>) -> Result<Scenario, Failure> {
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
