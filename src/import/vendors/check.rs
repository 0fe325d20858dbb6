//! Reads a vendor's sample with the whole importer, and shows what became of it.

use expect_test::Expect;

use crate::import::{Cleaned, Options, SourceFile, Summary, clean, import};
use crate::market::{Chain, Market, Series};

/// The bars of some files, and the summary of the import.
pub(super) fn check_bars(files: &[(&str, &str)], expected: Expect) {
    let files = files.iter();
    let files: Vec<_> =
        files.map(|(name, text)| SourceFile { name, role: None, bytes: text.as_bytes() }).collect();
    let imported = import(&files, &Options::default()).unwrap_or_else(|error| panic!("{error}"));
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

/// Reads a chain beside one bar that closes at `close` on `date`.
pub(super) fn check_chain((date, close): (&str, &str), name: &str, chain: &str, expected: Expect) {
    let bars = format!("date,open,high,low,close\n{date},{close},{close},{close},{close}\n");
    let files = [("bars.csv", bars.as_str()), (name, chain)];
    let files = files.map(|(name, text)| SourceFile { name, role: None, bytes: text.as_bytes() });
    let imported = import(&files, &Options::default()).unwrap_or_else(|error| panic!("{error}"));
    show(&imported.summary, imported.market.chain.as_ref(), name, expected);
}

/// Reads a chain by itself.
pub(super) fn check_alone(name: &str, chain: &str, expected: Expect) {
    let file = SourceFile { name, role: None, bytes: chain.as_bytes() };
    let read = clean(&[file], &Options::default()).unwrap_or_else(|error| panic!("{error}"));
    let (Cleaned::Chain(chain), summary) = read else { panic!("{name} is no chain") };
    show(&summary, Some(&chain), name, expected);
}

fn show(summary: &Summary, chain: Option<&Chain>, name: &str, expected: Expect) {
    let summary = summary.to_string();
    let own = summary.lines().skip_while(|line| !line.starts_with(name));
    let mut told: Vec<String> = own
        .take_while(|line| !line.starts_with("market:"))
        .filter(|line| !line.starts_with("  columns:"))
        .map(str::to_owned)
        .collect();
    for day in chain.iter().flat_map(|chain| chain.days()) {
        told.push(format!("{} underlying {:?}", day.date(), day.underlying()));
        for q in day.quotes() {
            let iv = q.iv.map(|vol| vol.decimal());
            told.push(format!(
                "  {} {} {} {:?} {:?} iv {iv:?} delta {:?} volume {:?} open {:?}",
                q.expiry, q.strike, q.right, q.bid, q.ask, q.delta, q.volume, q.open_interest
            ));
            told.extend(q.traded.map(|price| format!("    traded at {price}")));
        }
    }
    expected.assert_eq(&told.join("\n").replace("Some(", "").replace(')', ""));
}
