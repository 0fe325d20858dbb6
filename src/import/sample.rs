//! The sample, without an import: what it holds is known, only its rows are read.

use chrono::NaiveDate;

use super::packed::{self, Row};
use super::summary;
use super::{ColumnSummary, DateForm, Delimiter, FileSummary, Imported, Role};
use crate::market::{Bar, Market, Series};

/// What the file was called before it was packed.
pub const FILE: &str = "sp500.csv";
/// What the market is called.
pub const NAME: &str = "S&P 500 1999–2018";

/// The market of the packed sample, and the summary that an import of its CSV would give. `None`
/// if the bytes are not a packed sample.
#[must_use]
pub fn imported(packed: &[u8]) -> Option<Imported> {
    let rows = packed::rows(packed)?;
    let bars = rows.iter().map(bar).collect::<Option<Vec<Bar>>>()?;
    let mut market = Market::new(NAME, bars);
    let vix = rows.iter().map(|row| row.vix.map(|vix| vix as f64 / 100.0 / 100.0));
    market.set_series(Series::Vix, vix.collect());
    let column = |name: &str| ColumnSummary {
        name: name.to_owned(),
        meaning: Some(name.to_owned()),
        is_used: true,
    };
    let file = FileSummary {
        name: FILE.to_owned(),
        role: Role::Bars,
        recognised: "plain bars".to_owned(),
        delimiter: Delimiter::Comma,
        date_forms: vec![DateForm::YearFirst],
        columns: packed::COLUMNS.map(column).into(),
        rows_read: rows.len(),
        rows_kept: rows.len(),
        filtered: 0,
        skipped: Vec::new(),
        problems: Vec::new(),
        repairs: Vec::new(),
        span: market.span(),
        merged: Vec::new(),
    };
    let summary = summary::whole(&market, vec![file], Vec::new());
    Some(Imported { market, summary })
}

/// A market's prices are above zero.
fn bar(row: &Row) -> Option<Bar> {
    if row.low <= 0 {
        return None;
    }
    let (year, month, day) = row.date();
    let date = NaiveDate::from_ymd_opt(year.try_into().ok()?, month as u32, day as u32)?;
    let [open, high, low, close] =
        [row.open, row.high, row.low, row.close].map(|hundredths| hundredths as f64 / 100.0);
    Some(Bar { date, open, high, low, close })
}

#[cfg(test)]
mod tests {
    use super::super::{Options, SourceFile, import};
    use super::*;

    #[test]
    fn the_sample_is_what_an_import_of_its_csv_gives() {
        let csv = include_str!("../../www/data/sp500.csv");
        let file = SourceFile { name: FILE, role: None, bytes: csv.as_bytes() };
        let options = Options { name: Some(NAME.to_owned()), ..Options::default() };
        let packed = packed::pack(csv).expect("the sample has the form");
        assert_eq!(imported(&packed), import(&[file], &options).ok());
        assert_eq!(imported(&packed[1..]), None);
    }
}
