//! The importer: files as vendors write them, several together, bad rows, broken files, and one
//! market written in many ways.

mod adjusted;
mod as_written;
mod chains;
mod cleaned;
mod containers;
mod contracts;
mod errors;
mod gallery;
mod intraday;
mod layers;
mod layout_page;
mod layouts;
mod levels;
mod parts;
mod quality;
mod rows;
mod shapes;
mod streams;
mod times;
mod together;
mod trade_logs;
mod unknown;
mod vendors;
mod writings;

use expect_test::Expect;
use rotation::import::{Imported, Options, SourceFile, import};
use rotation::market::{Market, Series};

const SP500: &str = include_str!("../data/sp500_2014_01.csv");
const VIX: &str = include_str!("../data/vix_history_2014_01.csv");
const EVENTS: &str = include_str!("../data/events.csv");

const TWO_DAYS: &str = "date,open,high,low,close\n\
                        2014-01-02,1840,1850,1830,1831.98\n\
                        2014-01-03,1833,1838,1829,1831.37\n";

fn file<'a>(name: &'a str, bytes: &'a [u8]) -> SourceFile<'a> {
    SourceFile { name, role: None, bytes }
}

fn read(files: &[(&str, &str)]) -> Imported {
    let files: Vec<_> = files.iter().map(|(name, text)| file(name, text.as_bytes())).collect();
    import(&files, &Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// The bars of a file, and its import messages.
fn check(files: &[(&str, &str)], expected: Expect) {
    let imported = read(files);
    expected.assert_eq(&format!("{}{}", table(&imported.market), imported.summary));
}

fn table(market: &Market) -> String {
    let mut out = String::new();
    for (day, bar) in market.bars.iter().enumerate() {
        let (open, high, low, close) = (bar.open, bar.high, bar.low, bar.close);
        out += &format!("{} {open} {high} {low} {close}", bar.date);
        for series in Series::ALL {
            if let Some(value) = market.series(series).and_then(|values| values[day]) {
                out += &format!(" {} {value}", series.column());
            }
        }
        out += "\n";
    }
    out
}
