//! The sample, without an import: what it holds is known, only its rows are read.

use chrono::NaiveDate;

use crate::import::packed::{self, Row};
use crate::market::{Bar, Market, Series};

/// What the file was called before it was packed.
pub const FILE: &str = "sp500.csv";
/// What the market is called.
pub const NAME: &str = "S&P 500 1999–2018";

/// The market of the packed sample, as an import of its CSV would give it. `None` if the bytes are
/// not a packed sample.
#[must_use]
pub fn market(packed: &[u8]) -> Option<Market> {
    let rows = packed::rows(packed)?;
    let bars = rows.iter().map(bar).collect::<Option<Vec<Bar>>>()?;
    let mut market = Market::new(NAME, bars);
    let vix = rows.iter().map(|row| row.vix.map(|vix| vix as f64 / 100.0 / 100.0));
    market.set_series(Series::Vix, vix.collect());
    Some(market)
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
    use super::*;
    use crate::import::import;
    use crate::import::sheet::options::Options;
    use crate::import::source::input::SourceFile;

    #[test]
    fn the_sample_is_what_an_import_of_its_csv_gives() {
        let csv = include_str!("../../www/data/sp500.csv");
        let file = SourceFile { name: FILE, role: None, bytes: csv.as_bytes() };
        let options = Options { name: Some(NAME.to_owned()), ..Options::default() };
        let packed = packed::pack(csv).expect("the sample has the form");
        let imported = import(&[file], &options).ok();
        assert_eq!(market(&packed), imported.map(|imported| imported.market));
        assert_eq!(market(&packed[1..]), None);
    }
}
