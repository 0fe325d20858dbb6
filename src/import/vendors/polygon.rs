//! Polygon: day aggregates of shares and of options, which have the same header. Options are
//! recognised by their symbols (`O:SPY231110C00435000`); they are trades, not quotes.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// What its files of shares are called.
pub(super) const SHARES: &str = "Polygon day aggregates";

/// Shares and options have the same header; only their symbols differ.
const DAY_AGGREGATES: VendorFile =
    VendorFile::new(SHARES, &["windowstart", "transactions", "close"])
        .words(&[("windowstart", Meaning::Date)]);

/// The same header where the symbols are contracts.
pub(super) const OPTIONS: VendorFile =
    VendorFile { name: "Polygon day aggregates of options", ..DAY_AGGREGATES };

/// The files it writes.
pub(super) const FILES: &[VendorFile] = &[DAY_AGGREGATES];

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::import::vendors::check::{check_bars, check_chain};

    #[test]
    fn shares_are_read_as_bars() {
        check_bars(
            &[(
                "polygon.csv",
                "ticker,volume,open,close,high,low,window_start,transactions\n\
                 SPY,1,10,10.5,11,9,1678680000000000000,7\n",
            )],
            expect![[r#"
                2023-03-13 10 11 9 10.5
                polygon.csv: Polygon day aggregates, 1 of 1 row used, 2023-03-13 to 2023-03-13
                  comma-separated, dates time since 1970
                  columns: ticker = symbol (not used), volume (not used), open, close, high, low, window_start = date, transactions (not used)
                market: 1 bar, 0 events, 2023-03-13 to 2023-03-13
                warning: only 1 bar: the first 50 warm up the signals, little is left to trade
            "#]],
        );
    }

    #[test]
    fn options_are_read_as_trades() {
        let row = |contract: &str, close: &str| {
            format!("O:{contract},12,{close},{close},{close},{close},1678680000000000000,3\n")
        };
        let rows = [
            row("SPXW230327P03850000", "61.5"),
            row("SPXW230327C03850000", "67.25"),
            row("SPX230421C03900000", "80.0"),
            row("SPXW230327P03900000", "85"),
            row("SPXW230327C03900000", "41.05"),
            row("SPXW230327P03950000", "113.2"),
            row("SPXW230327C03950000", "20.1"),
            row("SPXW230327C05000000", "0"),
        ];
        let header = "ticker,volume,open,close,high,low,window_start,transactions\n";
        check_chain(
            ("2023-03-13", "3855.76"),
            "2023-03-13.csv",
            &[header.to_owned(), rows.concat()].concat(),
            expect![[r#"
                2023-03-13.csv: Polygon day aggregates of options, 8 of 8 rows used, 2023-03-13 to 2023-03-13
                  comma-separated, dates time since 1970
                2023-03-13 underlying None
                  2023-03-27 3850 call None None iv None delta None volume 12 open None
                    traded at 67.25
                  2023-03-27 3850 put None None iv None delta None volume 12 open None
                    traded at 61.5
                  2023-03-27 3900 call None None iv None delta None volume 12 open None
                    traded at 41.05
                  2023-03-27 3900 put None None iv None delta None volume 12 open None
                    traded at 85
                  2023-03-27 3950 call None None iv None delta None volume 12 open None
                    traded at 20.1
                  2023-03-27 3950 put None None iv None delta None volume 12 open None
                    traded at 113.2
                  2023-03-27 5000 call None None iv None delta None volume 12 open None
                  2023-04-21 3900 call None None iv None delta None volume 12 open None
                    traded at 80"#]],
        );
    }
}
