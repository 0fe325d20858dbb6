//! A link that was made with other data: which files are missing, and the sender's figures beside
//! those shown.

use super::headline::ResultRef;
use super::number::{UNDEFINED, count, counted, decimal, dollars, maybe, percent, plus};
use super::words::short;
use crate::market::{DataKind, Fingerprint, LoadedFile};
use crate::units::Money;

/// The fingerprint of the sample before the VIX of 1999 to 2013 was added to it.
pub const SAMPLE_BEFORE_VIX: &str =
    "2eb831a2a5b1a4387fc092038e515dae66bde75c1b99ccfc436b63fdb5b389d7";

/// What a link made with the user's own data says of the page that it was made on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sender {
    /// The key figures, if the scenario had been run.
    pub figures: Option<SharedFigures>,
    /// The files of the market.
    pub files: Vec<LoadedFile>,
    /// How many more there were than a link names.
    pub other_files: u32,
}

/// Key figures that travel in a link: money to the cent, ratios to the millionth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SharedFigures {
    /// Equity after the last day.
    pub final_equity: Money,
    /// Product of 1 + r, less one.
    pub total_return: Option<f64>,
    /// Compound annual growth rate.
    pub cagr: Option<f64>,
    /// Sharpe ratio.
    pub sharpe: Option<f64>,
    /// Lowest wealth over the highest before it, less one.
    pub max_drawdown: Option<f64>,
    /// Trading days of the run.
    pub days: u32,
}

impl SharedFigures {
    /// The figures of a run; `None` without a day.
    #[must_use]
    pub fn of(run: ResultRef<'_>) -> Option<Self> {
        let metrics = &run.review.metrics;
        Some(Self {
            final_equity: to_cents(run.report.days.last()?.equity()),
            total_return: metrics.total_return.map(to_millionths),
            cagr: metrics.cagr.map(to_millionths),
            sharpe: metrics.sharpe.map(to_millionths),
            max_drawdown: metrics.max_drawdown.map(to_millionths),
            days: run.report.days.len() as u32,
        })
    }

    /// The figures as they are read, in the order of [`LABELS`].
    fn texts(&self) -> [String; 6] {
        let rate = |value| plus(maybe(value, |value| percent(value, 1)));
        [
            dollars(self.final_equity),
            rate(self.total_return),
            rate(self.cagr),
            maybe(self.sharpe, |value| decimal(value, 2)),
            maybe(self.max_drawdown, |value| percent(value, 1)),
            count(i64::from(self.days)),
        ]
    }
}

fn to_cents(amount: Money) -> Money {
    const MICROS_PER_CENT: i64 = 10_000;
    let micros = amount.as_micros();
    let cents = (micros + micros.signum() * (MICROS_PER_CENT / 2)) / MICROS_PER_CENT;
    Money::micros(cents * MICROS_PER_CENT)
}

fn to_millionths(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// The names of the figures.
const LABELS: [&str; 6] =
    ["Final equity, USD", "Total return", "CAGR", "Sharpe", "Max drawdown", "Days"];

/// What the page says of a link that was made with other data.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkMismatch {
    /// What is different, as a sentence.
    pub summary: String,
    /// The link's files, and whether they are loaded.
    pub files: Vec<FileLine>,
    /// The sender's figures and those shown; empty if the link has none.
    pub figures: Vec<FigureLine>,
    /// What to do.
    pub advice: String,
    /// Whether the link was made with the sample alone, so that a button loads its data.
    pub is_sample: bool,
}

/// A file of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLine {
    /// What it holds.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// What identifies its content.
    pub fingerprint: String,
    /// "missing", "loaded", or that a file of this name has other content.
    pub state: &'static str,
}

/// A figure of the sender and the same figure as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureLine {
    /// What it is.
    pub label: &'static str,
    /// As the link says.
    pub sender: String,
    /// As it is on this page.
    pub here: String,
}

/// The data of a link.
#[derive(Clone, Copy, Debug)]
pub struct LinkedData<'a> {
    /// Its name.
    pub name: &'a str,
    /// What identifies the market.
    pub fingerprint: Fingerprint,
    /// Files and figures; `None` in links of the sample and in older ones.
    pub sender: Option<&'a Sender>,
    /// Whether the bars are those of the sample.
    pub is_sample: bool,
}

/// The data of the page.
#[derive(Clone, Copy, Debug)]
pub struct PageData<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its files.
    pub files: &'a [LoadedFile],
    /// The figures shown.
    pub figures: Option<SharedFigures>,
}

impl LinkMismatch {
    /// Compares the data of a link with that of the page.
    #[must_use]
    pub fn new(linked: LinkedData<'_>, page: PageData<'_>) -> Self {
        let nothing = Sender::default();
        let sender = linked.sender.unwrap_or(&nothing);
        let files: Vec<FileLine> =
            sender.files.iter().map(|file| file_line(file, page.files)).collect();
        let is_sample = linked.is_sample && files.is_empty();
        Self {
            summary: summary(linked, page.name),
            advice: advice(linked, sender, &files),
            files,
            figures: sender.figures.map_or_else(Vec::new, |own| figure_lines(own, page.figures)),
            is_sample,
        }
    }
}

fn summary(linked: LinkedData<'_>, page: &str) -> String {
    let fingerprint = short(&linked.fingerprint.to_string());
    format!(
        "This link was made with other data: {} (fingerprint {fingerprint}). The figures on this \
         page are its scenario on {page}.",
        linked.name
    )
}

fn file_line(file: &LoadedFile, loaded: &[LoadedFile]) -> FileLine {
    let state = if loaded.iter().any(|other| other.fingerprint == file.fingerprint) {
        "loaded"
    } else if loaded.iter().any(|other| other.name == file.name) {
        "missing: the loaded file of this name has other content"
    } else {
        "missing"
    };
    FileLine {
        kind: kind_name(file.kind),
        name: file.name.clone(),
        fingerprint: file.fingerprint.to_string(),
        state,
    }
}

const fn kind_name(kind: DataKind) -> &'static str {
    match kind {
        DataKind::Bars => "Daily bars",
        DataKind::Volatility => "VIX or other series",
        DataKind::Chain => "Option quotes",
        DataKind::Events => "Events",
    }
}

fn figure_lines(sender: SharedFigures, here: Option<SharedFigures>) -> Vec<FigureLine> {
    let undefined = || [(); 6].map(|()| UNDEFINED.to_owned());
    let here = here.map_or_else(undefined, |here| here.texts());
    let both = sender.texts().into_iter().zip(here);
    let lines = LABELS.into_iter().zip(both);
    lines.map(|(label, (sender, here))| FigureLine { label, sender, here }).collect()
}

fn advice(linked: LinkedData<'_>, sender: &Sender, files: &[FileLine]) -> String {
    if linked.fingerprint.to_string() == SAMPLE_BEFORE_VIX {
        return "The link was made on the sample before VIX was added for 1999 to 2013: its result \
                cannot be reproduced, the scenario is the same."
            .to_owned();
    }
    if linked.is_sample && files.is_empty() {
        return "Load the sample to reproduce its result.".to_owned();
    }
    if files.is_empty() {
        return format!("Drop the files of {} on this page to reproduce its result.", linked.name);
    }
    let missing = files.iter().filter(|file| file.state != "loaded").count();
    if missing == 0 && sender.other_files == 0 {
        return "These files are loaded but were read differently: compare the option-quote \
                filters, and whether bad rows were skipped."
            .to_owned();
    }
    let first = if linked.is_sample { "Load the sample, then drop " } else { "Drop " };
    let files = match (files.len() + sender.other_files as usize, sender.other_files) {
        (1, _) => "this file".to_owned(),
        (_, 0) => "these files together".to_owned(),
        (_, others) => {
            format!("these files and {} together", counted(others as usize, "other", "others"))
        }
    };
    format!("{first}{files} on this page to reproduce its result.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::FileFingerprint;

    fn file(name: &str, kind: DataKind, byte: u8) -> LoadedFile {
        LoadedFile { name: name.to_owned(), kind, fingerprint: FileFingerprint([byte; 8]) }
    }

    fn figures(cents: i64) -> SharedFigures {
        SharedFigures {
            final_equity: Money::micros(cents * 10_000),
            total_return: Some(0.214_31),
            cagr: Some(0.039),
            sharpe: None,
            max_drawdown: Some(-0.123),
            days: 2_514,
        }
    }

    fn linked(sender: Option<&Sender>, is_sample: bool) -> LinkedData<'_> {
        let name = if is_sample { "S&P 500" } else { "spy" };
        LinkedData { name, fingerprint: Fingerprint([0xab; 32]), sender, is_sample }
    }

    fn page(files: &[LoadedFile]) -> PageData<'_> {
        PageData { name: "S&P 500", files, figures: Some(figures(90_000_050)) }
    }

    #[test]
    fn files_are_known_by_content_not_by_name() {
        let sender = Sender {
            figures: Some(figures(121_431_000)),
            files: vec![
                file("spy.csv", DataKind::Bars, 1),
                file("vix.csv", DataKind::Volatility, 2),
                file("chain.csv.gz", DataKind::Chain, 3),
                file("fomc.csv", DataKind::Events, 4),
            ],
            other_files: 0,
        };
        let loaded = [file("renamed.csv", DataKind::Bars, 1), file("vix.csv", DataKind::Bars, 9)];
        let actual = LinkMismatch::new(linked(Some(&sender), false), page(&loaded));
        assert_eq!(
            actual.summary,
            "This link was made with other data: spy (fingerprint abab…abab). The figures on this \
             page are its scenario on S&P 500."
        );
        let lines: Vec<_> =
            actual.files.iter().map(|file| (file.kind, file.name.as_str(), file.state)).collect();
        let other = "missing: the loaded file of this name has other content";
        assert_eq!(
            lines,
            [
                ("Daily bars", "spy.csv", "loaded"),
                ("VIX or other series", "vix.csv", other),
                ("Option quotes", "chain.csv.gz", "missing"),
                ("Events", "fomc.csv", "missing"),
            ]
        );
        assert_eq!(actual.files[1].fingerprint, "0202020202020202");
        assert_eq!(
            actual.advice,
            "Drop these files together on this page to reproduce its result."
        );
        assert!(!actual.is_sample);
    }

    #[test]
    fn the_figures_of_the_sender_stand_beside_those_shown() {
        let sender = Sender { figures: Some(figures(121_431_000)), ..Sender::default() };
        let actual = LinkMismatch::new(linked(Some(&sender), false), page(&[]));
        let lines: Vec<_> = actual
            .figures
            .iter()
            .map(|line| format!("{}: {} | {}", line.label, line.sender, line.here))
            .collect();
        assert_eq!(
            lines,
            [
                "Final equity, USD: 1,214,310 | 900,001",
                "Total return: +21.4\u{202f}% | +21.4\u{202f}%",
                "CAGR: +3.9\u{202f}% | +3.9\u{202f}%",
                "Sharpe: n/a | n/a",
                "Max drawdown: −12.3\u{202f}% | −12.3\u{202f}%",
                "Days: 2,514 | 2,514",
            ]
        );
        let unrun = PageData { figures: None, ..page(&[]) };
        assert_eq!(LinkMismatch::new(linked(Some(&sender), false), unrun).figures[0].here, "n/a");
    }

    #[test]
    fn the_advice_matches_the_missing_files() {
        fn check(sender: Option<&Sender>, is_sample: bool, loaded: &[LoadedFile], advice: &str) {
            assert_eq!(LinkMismatch::new(linked(sender, is_sample), page(loaded)).advice, advice);
        }
        let spy = || file("spy.csv", DataKind::Bars, 1);
        let one = Sender { files: vec![spy()], ..Sender::default() };
        let many = Sender { files: vec![spy(), spy()], other_files: 1, figures: None };
        check(None, true, &[], "Load the sample to reproduce its result.");
        check(None, false, &[], "Drop the files of spy on this page to reproduce its result.");
        check(Some(&one), false, &[], "Drop this file on this page to reproduce its result.");
        check(
            Some(&one),
            true,
            &[],
            "Load the sample, then drop this file on this page to reproduce its result.",
        );
        check(
            Some(&many),
            false,
            &[],
            "Drop these files and 1 other together on this page to reproduce its result.",
        );
        check(
            Some(&one),
            false,
            &[spy()],
            "These files are loaded but were read differently: compare the option-quote filters, \
             and whether bad rows were skipped.",
        );
    }

    #[test]
    fn money_is_rounded_to_the_cent_and_ratios_to_the_millionth() {
        assert_eq!(to_millionths(0.123_456_789), 0.123_457);
        assert_eq!(to_millionths(-0.123_456_4), -0.123_456);
        assert_eq!(to_cents(Money::micros(1_234_995_000)), Money::micros(1_235_000_000));
        assert_eq!(to_cents(Money::micros(-1_234_994_999)), Money::micros(-1_234_990_000));
    }
}
