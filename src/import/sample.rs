//! The sample, without an import: what it holds is known, only its rows are read.

use crate::import::packed::{self, PackedBar};
use crate::market::{Bar, Market, Series};

/// What the file was called before it was packed.
pub const FILE: &str = "sp500.csv";
/// What the market is called.
pub const NAME: &str = "S&P 500 1999–2018";

/// The market of the packed sample, as an import of its CSV would give it. `None` if the bytes are
/// not a packed sample.
#[must_use]
pub fn market(packed: &[u8]) -> Option<Market> {
    let packed = packed::bars(packed)?;
    let bars = packed.iter().map(bar).collect::<Option<Vec<Bar>>>()?;
    let mut market = Market::new(NAME, bars);
    let vix = packed.iter().map(|bar| bar.vix.map(|vix| vix as f64 / 100.0 / 100.0));
    market.set_series(Series::Vix, vix.collect());
    Some(market)
}

/// A market's prices are above zero.
fn bar(packed: &PackedBar) -> Option<Bar> {
    let PackedBar { date, open, high, low, close, .. } = *packed;
    let [open, high, low, close] = [open, high, low, close].map(|cents| cents as f64 / 100.0);
    (low > 0.0).then_some(Bar { date, open, high, low, close })
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
