//! Bars on another level than the option quotes beside them: dividends, splits, units.

use std::fmt::Write as _;

use chrono::NaiveDate;
use rotation::import::{ImportError, Imported, Options, SourceFile, import};
use rotation::market::{Series, is_trading_day};

const FIRST: &str = "2023-09-05";
const SPLIT: &str = "2023-10-02";

fn days() -> Vec<NaiveDate> {
    let first: NaiveDate = FIRST.parse().unwrap();
    first.iter_days().filter(|date| is_trading_day(*date)).take(40).collect()
}

fn is_before_split(date: NaiveDate) -> bool {
    date < SPLIT.parse().unwrap()
}

/// A close in whole cents that goes up and down.
fn close(day: usize) -> f64 {
    400.0 + ((day * 7919) % 23) as f64 + ((day * 37) % 100) as f64 / 100.0
}

/// Bars whose prices are the closes times what a day is given.
fn bars(
    head: &str,
    times: impl Fn(NaiveDate) -> f64,
    more: impl Fn(NaiveDate) -> String,
) -> String {
    let mut text = format!("date,open,high,low,close{head}\n");
    for (day, date) in days().into_iter().enumerate() {
        let close = close(day) * times(date);
        let [high, low] = [close * 1.01, close * 0.99];
        writeln!(text, "{date},{close:.6},{high:.6},{low:.6},{close:.6}{}", more(date)).unwrap();
    }
    text
}

fn plain(times: impl Fn(NaiveDate) -> f64) -> String {
    bars("", times, |_| String::new())
}

fn splits(times: impl Fn(NaiveDate) -> f64, ratio: f64) -> String {
    let more = move |date: NaiveDate| {
        if date.to_string() == SPLIT { format!(",{ratio}") } else { ",0".to_owned() }
    };
    bars(",Stock Splits", times, more)
}

/// Quotes of nine strikes of two expiries on every third day and around the split, with the strikes
/// and prices of a day times what it is given.
fn chain(has_underlying: bool, times: impl Fn(NaiveDate) -> f64) -> String {
    let head = if has_underlying { ",underlying" } else { "" };
    let mut text = format!("quote_date,expiry,strike,type,bid,ask{head}\n");
    for (day, date) in days().into_iter().enumerate() {
        let (times, spot) = (times(date), close(day));
        for expiry in ["2023-11-17", "2023-12-15"] {
            let left = (expiry.parse::<NaiveDate>().unwrap() - date).num_days() as f64;
            let value = 1.0 + left / 20.0;
            for strike in (380..=440).step_by(5) {
                let intrinsic = spot - f64::from(strike);
                for (right, worth) in [("C", intrinsic.max(0.0)), ("P", (-intrinsic).max(0.0))] {
                    let mid = (worth + value) * times;
                    let strike = f64::from(strike) * times;
                    write!(text, "{date},{expiry},{strike},{right},{},{}", mid - 0.01, mid + 0.01)
                        .unwrap();
                    let underlying = format!(",{:.4}", spot * times);
                    writeln!(text, "{}", if has_underlying { &underlying } else { "" }).unwrap();
                }
            }
        }
    }
    text
}

fn asked(bars: &str, chain: &str, strict: bool) -> Result<Imported, ImportError> {
    let files = [("bars.csv", bars), ("chain.csv", chain)].map(|(name, text)| SourceFile {
        name,
        role: None,
        bytes: text.as_bytes(),
    });
    import(&files, &Options { strict, ..Options::default() })
}

fn read(bars: &str, chain: &str) -> Imported {
    asked(bars, chain, false).unwrap_or_else(|error| panic!("{error}"))
}

fn words(imported: &Imported) -> String {
    let warnings = imported.summary.warnings.iter().map(|warning| format!("{warning}\n"));
    warnings.filter(|warning| !warning.starts_with("only 40 bars")).collect()
}

/// That closes are those of the quotes' underlying, and splits as many as are given.
fn check(imported: &Imported, splits: &[u32]) {
    for (day, bar) in imported.market.bars.iter().enumerate() {
        let off = bar.close / close(day) - 1.0;
        assert!(off.abs() < 1e-5, "{}: {} for {}", bar.date, bar.close, close(day));
    }
    let found: Vec<u32> = imported.market.splits.iter().map(|split| split.ratio).collect();
    assert_eq!(found, splits);
    for split in &imported.market.splits {
        assert_eq!(split.date.to_string(), SPLIT);
    }
}

#[test]
fn bars_on_the_level_of_the_quotes_stay_as_they_are() {
    for has_underlying in [true, false] {
        let same = read(&plain(|_| 1.0), &chain(has_underlying, |_| 1.0));
        assert_eq!(words(&same), "");
        check(&same, &[]);
        // A fifth of a percent may be the quarter of an hour between quotes and close.
        let near = read(&plain(|_| 0.998), &chain(has_underlying, |_| 1.0));
        assert_eq!(words(&near), "");
        assert!((near.market.bars[0].close / close(0) - 0.998).abs() < 1e-6);
    }
}

#[test]
fn adjusted_bars_are_scaled_to_the_quotes_and_that_is_said() {
    for has_underlying in [true, false] {
        let quotes = chain(has_underlying, |_| 1.0);
        for (times, said) in [
            (0.97, "3.00 % below"),
            (0.88, "12.00 % below"),
            (1.03, "3.00 % above"),
            (0.995, "0.50 % below"),
            (100.0, "at 100 times the level"),
            (0.01, "at 1/100 of the level"),
        ] {
            let scaled = read(&plain(|_| times), &quotes);
            check(&scaled, &[]);
            // Parity tells nothing of expiries further than two months away.
            let days = if has_underlying {
                "40, the first on 2023-09-05"
            } else {
                "31, the first on 2023-09-18"
            };
            let expected = format!(
                "bars on another level than the underlying of the option quotes, as prices \
                 adjusted for dividends are: closes stand {said}, days: {days}; the bars were \
                 scaled to the quotes\n"
            );
            assert_eq!(words(&scaled), expected);
            assert!(scaled.summary.warnings.iter().any(|warning| !warning.is_note()));
            let refused = asked(&plain(|_| times), &quotes, true).unwrap_err();
            assert!(matches!(refused, ImportError::OtherLevel { .. }), "{refused}");
        }
    }
}

#[test]
fn the_gap_of_dividends_grows_from_ex_date_to_ex_date() {
    let times = |date: NaiveDate| match date.to_string() {
        date if *date < *"2023-09-20" => 0.985,
        date if *date < *"2023-10-16" => 0.993,
        _ => 1.0,
    };
    let scaled = read(&plain(times), &chain(true, |_| 1.0));
    check(&scaled, &[]);
    assert!(words(&scaled).contains("closes stand 0.70 % below to 1.50 % below"));
}

#[test]
fn another_underlying_is_not_scaled() {
    // As high, but with moves of its own.
    let first: NaiveDate = FIRST.parse().unwrap();
    let other = |date: NaiveDate| 1.0 + ((date - first).num_days() * 13 % 7) as f64 / 100.0;
    let imported = read(&plain(other), &chain(true, |_| 1.0));
    assert!(!words(&imported).contains("scaled"), "{}", words(&imported));
}

#[test]
fn what_is_held_goes_through_splits_however_they_are_told() {
    let raw = |ratio: f64| move |date| if is_before_split(date) { ratio } else { 1.0 };
    let held = "splits beside option quotes: 1, the first on 2023-10-02; contracts and shares held \
                then are exchanged for as many as the ratio says\n";
    for (ratio, whole) in [(2.0, 2), (3.0, 3), (4.0, 4), (10.0, 10)] {
        for has_underlying in [true, false] {
            let quotes = chain(has_underlying, raw(ratio));
            let files = [
                splits(raw(ratio), ratio), // prices of their day, and a column
                splits(|_| 1.0, ratio),    // adjusted prices, and a column
                plain(|_| 1.0),            // adjusted prices alone
                plain(raw(ratio)),         // prices of their day alone
            ];
            for bars in files {
                let imported = read(&bars, &quotes);
                check(&imported, &[whole]);
                assert!(words(&imported).contains(held), "{}", words(&imported));
                assert_eq!(imported.market.chain_scale(), Some(1.0));
            }
        }
        // Quotes that are adjusted as the bars are go on without a split.
        let adjusted = read(&splits(|_| 1.0, ratio), &chain(true, |_| 1.0));
        check(&adjusted, &[]);
    }
}

#[test]
fn splits_that_cannot_be_held_through_are_refused_with_their_day() {
    for ratio in [1.5, 0.25] {
        let raw = move |date| if is_before_split(date) { ratio } else { 1.0 };
        for bars in [splits(raw, ratio), plain(raw), splits(|_| 1.0, ratio)] {
            let error = asked(&bars, &chain(true, raw), false).unwrap_err().to_string();
            assert!(error.contains("2023-10-02"), "{error}");
        }
    }
    // The column says 4, the quotes say 3.
    let raw = |date| if is_before_split(date) { 3.0 } else { 1.0 };
    let error = asked(&splits(|_| 1.0, 4.0), &chain(true, raw), false).unwrap_err();
    assert_eq!(
        error.to_string(),
        "chain.csv: expected the underlying of the option quotes to move with the bars on \
         2023-10-02, where a split of 4 for 1 would be, found a level 3.00 times as high; add a \
         column \"split\" to the bars with the shares for one on its day, or load quotes and bars \
         from that day on"
    );
}

/// Dividends of the last day of September, and the factor that yfinance takes off before it.
const PAID: f64 = 2.0;

fn dividends(contains: bool, layout: &str, digits: usize) -> String {
    let ex: NaiveDate = "2023-09-29".parse().unwrap();
    let last = days().iter().rposition(|date| *date < ex).unwrap();
    let factor = if contains { 1.0 - PAID / close(last) } else { 1.0 };
    let mut text = format!("Date,Open,High,Low,Close,Volume,{layout}\n");
    for (day, date) in days().into_iter().enumerate() {
        let close = close(day) * if date < ex { factor } else { 1.0 };
        let [high, low] = [close * 1.01, close * 0.99];
        let paid = if date == ex { PAID } else { 0.0 };
        let split = if layout.contains("Splits") { ",0.0" } else { "" };
        writeln!(
            text,
            "{date},{close:.digits$},{high:.digits$},{low:.digits$},{close:.digits$},1,{paid}{split}"
        )
        .unwrap();
    }
    text
}

fn alone(text: &str) -> Imported {
    super::read(&[("spy.csv", text)])
}

#[test]
fn dividends_that_prices_contain_are_put_back() {
    let said = "prices that are adjusted for the dividends beside them: 1, the first on \
                2023-09-29; the dividends were put back into the prices before, and are paid on \
                their days";
    for layout in ["Dividends,Stock Splits", "Dividends"] {
        let restored = alone(&dividends(true, layout, 8));
        check(&restored, &[]);
        assert!(words(&restored).contains(said), "{}", words(&restored));
        let paid = restored.market.series(Series::Dividend).unwrap();
        assert_eq!(paid.iter().flatten().sum::<f64>(), PAID);
    }
}

#[test]
fn prices_in_whole_cents_are_those_that_were_traded() {
    let traded = alone(&dividends(false, "Dividends", 2));
    check(&traded, &[]);
    assert_eq!(words(&traded), "");
}
