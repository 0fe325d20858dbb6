//! The sample that the product ships, read by its own importer.

use std::path::Path;
use std::sync::LazyLock;

use rotation::import::{Options, SourceFile, import};
use rotation::market::Market;

/// The files of `paths` as one market.
pub(crate) fn load(paths: &[&Path]) -> Market {
    let contents: Vec<(String, Vec<u8>)> = paths
        .iter()
        .map(|path| (path.display().to_string(), std::fs::read(path).unwrap()))
        .collect();
    let files: Vec<SourceFile<'_>> =
        contents.iter().map(|(name, bytes)| SourceFile { name, role: None, bytes }).collect();
    import(&files, &Options::default()).unwrap().market
}

/// The S&P 500 from 1999 to 2018, with the VIX.
pub(crate) fn sp500() -> &'static Market {
    static SAMPLE: LazyLock<Market> = LazyLock::new(|| load(&[Path::new("www/data/sp500.csv")]));
    &SAMPLE
}

/// The same days with the VIX from 2014 only, as the oracles of the signals have it.
pub(crate) fn sp500_with_vix_from_2014() -> &'static Market {
    static SAMPLE: LazyLock<Market> =
        LazyLock::new(|| load(&[Path::new("tests/data/sp500_vix_from_2014.csv")]));
    &SAMPLE
}

/// The same days without any volatility index.
pub(crate) fn sp500_without_vix() -> Market {
    Market::new("S&P 500", sp500().bars.clone())
}

/// The first days of a market: what stands beside them is cut too, events stay.
pub(crate) fn cut(market: &Market, days: usize) -> Market {
    let mut cut = Market::new(&market.name, market.bars[..days].to_vec());
    for series in rotation::market::Series::ALL {
        if let Some(values) = market.series(series) {
            cut.set_series(series, values[..days].to_vec());
        }
    }
    cut.quoted_regimes = market.quoted_regimes.as_ref().map(|all| all[..days].to_vec());
    cut.quoted_scores = market.quoted_scores.as_ref().map(|all| all[..days].to_vec());
    cut.events.clone_from(&market.events);
    cut
}
