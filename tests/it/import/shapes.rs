//! What the rows of a file tell of it: days of another zone, weeks, units, spikes, symbols, other
//! indices.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};
use expect_test::expect;
use rotation::import::{
    BadRows, Cleaned, Contradiction, ImportError, Imported, Options, Role, SourceFile, clean,
    import,
};
use rotation::market::{Series, is_trading_day};

use super::{TWO_DAYS, read};

fn days(count: usize) -> Vec<NaiveDate> {
    let first: NaiveDate = "2023-09-05".parse().unwrap();
    first.iter_days().filter(|date| is_trading_day(*date)).take(count).collect()
}

fn bars(stamps: impl Iterator<Item = String>, price: impl Fn(usize) -> f64) -> String {
    let mut text = "date,open,high,low,close\n".to_owned();
    for (day, stamp) in stamps.enumerate() {
        let price = price(day);
        let [high, low] = [price * 1.01, price * 0.99];
        writeln!(text, "{stamp},{price},{high},{low},{price}").unwrap();
    }
    text
}

fn level(day: usize) -> f64 {
    450.0 + (day % 7) as f64
}

fn asked(files: &[(&str, Option<Role>, &str)], options: &Options) -> Result<Imported, ImportError> {
    let files: Vec<_> = files
        .iter()
        .map(|(name, role, text)| SourceFile { name, role: *role, bytes: text.as_bytes() })
        .collect();
    import(&files, options)
}

fn refused(files: &[(&str, Option<Role>, &str)]) -> String {
    asked(files, &Options::default()).unwrap_err().to_string()
}

fn strict() -> Options {
    Options { strict: true, ..Options::default() }
}

fn dates(imported: &Imported) -> Vec<NaiveDate> {
    imported.market.bars.iter().map(|bar| bar.date).collect()
}

#[test]
fn days_of_another_zone_are_moved_and_that_is_said() {
    let before = |date: &NaiveDate| date.pred_opt().unwrap();
    let all = days(60);
    let seconds =
        |date: NaiveDate| (date.and_hms_opt(18, 30, 0).unwrap().and_utc().timestamp()).to_string();
    for stamps in [
        all.iter().map(|date| format!("{}T18:30:00.000Z", before(date))).collect::<Vec<_>>(),
        all.iter().map(|date| format!("{} 18:30:00+00:00", before(date))).collect(),
        all.iter().map(|date| seconds(before(date))).collect(),
    ] {
        let text = bars(stamps.into_iter(), level);
        let moved = read(&[("spy.csv", &text)]);
        assert_eq!(dates(&moved), all);
        assert_eq!(
            moved.summary.files[0].repairs[0].to_string(),
            "days of another time zone (stamps of 18:30): 60 rows read as of the day after"
        );
        let error = asked(&[("spy.csv", None, &text)], &strict()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "spy.csv: expected the days of the exchange, found Sundays and no Fridays, as stamps \
             of another time zone (18:30) are; write the day of the exchange, or let the days be \
             moved"
        );
    }
    // Days without a time are moved where they keep New York's holidays once they are.
    let text = bars(all.iter().map(|date| before(date).to_string()), level);
    assert_eq!(dates(&read(&[("spy.csv", &text)])), all);
    // Stamps of the right days say nothing.
    let text = bars(all.iter().map(|date| format!("{date}T20:15:00Z")), level);
    let right = read(&[("spy.csv", &text)]);
    assert_eq!((dates(&right), right.summary.files[0].repairs.len()), (all, 0));
}

#[test]
fn quotes_of_the_evening_are_of_the_day_before() {
    let mut text = "timestamp,expiration,strike,type,bid,ask,underlying\n".to_owned();
    for (day, date) in days(30).into_iter().enumerate() {
        let stamp = date.succ_opt().unwrap();
        // Those of the last day expire on it, before the stamp.
        for strike in [440, 450, 460] {
            for right in ["C", "P"] {
                let row = format!("{date},{strike},{right},1,1.1,{}", level(day));
                writeln!(text, "{stamp}T00:15:00Z,{row}").unwrap();
            }
        }
    }
    let prices = bars(days(30).iter().map(ToString::to_string), level);
    let imported = read(&[("spy.csv", &prices), ("chain.csv", &text)]);
    let chain = imported.market.chain.as_ref().unwrap();
    assert_eq!(chain.len(), 180);
    assert_eq!(chain.days().map(|day| day.date()).collect::<Vec<_>>(), days(30));
    let said = &imported.summary.files[1].repairs;
    let said: Vec<_> = said.iter().map(ToString::to_string).collect();
    let expected =
        "days of another time zone (stamps of 00:15): 180 rows read as of the day before";
    assert!(said.iter().any(|repair| repair == expected), "{said:?}");
}

#[test]
fn weeks_and_months_are_not_days() {
    let every = |gap: u64| {
        let first: NaiveDate = "2021-01-08".parse().unwrap();
        (0..20).map(move |number| (first + Days::new(gap * number)).to_string())
    };
    for (gap, said) in
        [(7, "one bar a week"), (30, "one bar a month"), (91, "one bar every 91 days")]
    {
        let error = refused(&[("spy.csv", None, &bars(every(gap), level))]);
        assert!(error.contains(said) && error.contains("load daily bars"), "{error}");
    }
}

#[test]
fn a_price_of_another_unit_is_a_bad_row() {
    let spike = |day: usize| if day == 20 { level(day) * 100.0 } else { level(day) };
    let text = bars(days(40).iter().map(ToString::to_string), spike);
    expect![[r#"spy.csv line 22, column "close": expected a price like those of its neighbours, found 45600 on 2023-10-03, about 100 times its neighbours; fix the cell or skip the bad rows"#]]
        .assert_eq(&refused(&[("spy.csv", None, &text)]));
    let skip = Options { bad_rows: BadRows::Skip, ..Options::default() };
    let imported = asked(&[("spy.csv", None, &text)], &skip).unwrap();
    assert_eq!(imported.market.bars.len(), 39);
    assert_eq!(imported.summary.files[0].skipped[0].count, 1);
    let said: Vec<_> = imported.summary.warnings.iter().map(ToString::to_string).collect();
    assert!(!said.iter().any(|warning| warning.contains("20 %")), "{said:?}");
}

#[test]
fn prices_in_ten_thousandths_are_divided_or_doubted() {
    let parts = |day: usize| level(day) * 10_000.0;
    let whole = |stamps: Vec<String>| {
        let mut text = "date,open,high,low,close\n".to_owned();
        for (day, stamp) in stamps.iter().enumerate() {
            let price = parts(day);
            writeln!(text, "{stamp},{price},{},{},{price}", price + 1e4, price - 1e4).unwrap();
        }
        text
    };
    let lean = days(10).iter().map(|date| date.format("%Y%m%d 00:00").to_string()).collect();
    let divided = read(&[("spy.csv", &whole(lean))]);
    assert_eq!(divided.market.bars[3].close, level(3));
    assert_eq!(
        divided.summary.files[0].repairs.last().unwrap().to_string(),
        "whole numbers of ten-thousandths of a dollar divided by 10,000"
    );
    let plain = whole(days(10).iter().map(ToString::to_string).collect());
    let doubted = read(&[("won.csv", &plain)]);
    assert_eq!(doubted.market.bars[3].close, parts(3));
    let said: Vec<_> = doubted.summary.warnings.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|warning| warning.contains("ten-thousandths of a dollar")), "{said:?}");
    let error = asked(&[("won.csv", None, &plain)], &strict()).unwrap_err();
    assert!(
        matches!(error, ImportError::Contradiction(Contradiction::PricesInParts { .. })),
        "{error}"
    );
}

#[test]
fn a_text_that_repeats_within_days_is_a_symbol() {
    for (name, first, second) in
        [("Name", "AAL", "AAPL"), ("stock", "aal", "aapl"), ("PERMNO", "10107", "14593")]
    {
        let mut both = format!("date,open,high,low,close,{name}\n");
        let mut apart = both.clone();
        for (symbol, add) in [(first, 0.0), (second, 100.0)] {
            for (day, date) in days(12).into_iter().enumerate() {
                let price = level(day) + add;
                writeln!(apart, "{date},{price},{price},{price},{price},{symbol}").unwrap();
            }
        }
        let mut rows: Vec<&str> = apart.lines().skip(1).collect();
        rows.sort_unstable();
        both += &rows.join("\n");
        for text in [&both, &apart] {
            let error = refused(&[("stocks.csv", None, text)]);
            assert!(error.contains("rows of one underlying, found"), "{error}");
            let mut options = Options::default();
            options.filter.underlying = Some(second.to_owned());
            let chosen = asked(&[("stocks.csv", None, text)], &options).unwrap();
            assert_eq!(chosen.market.bars.len(), 12);
            assert_eq!(chosen.market.bars[0].close, level(0) + 100.0);
        }
    }
    // A remark is none: it does not tell rows of one day apart.
    let text = "date,open,high,low,close,note\n2014-01-02,1,2,1,2,half day\n\
                2014-01-02,1,2,1,2,half day\n2014-01-03,1,2,1,2,\n";
    assert!(refused(&[("a.csv", None, text)]).contains("one row per date"));
}

#[test]
fn columns_of_options_are_never_bars() {
    let text = "date,strike,open,high,low,close\n2014-01-02,1,2,3,1,2\n";
    assert_eq!(
        refused(&[("a.csv", Some(Role::Bars), text)]),
        "a.csv line 1, column \"strike\": expected bars of an underlying, found prices of \
         options; load it as option quotes, with expiry, strike, type, bid and ask"
    );
    let error = refused(&[("a.csv", None, text)]);
    assert!(error.contains("add or rename expiry"), "{error}");
}

/// An index of the first two days of 2014 in a file by a name.
fn index(file: &str, column: &str, values: [f64; 2]) -> Result<Imported, ImportError> {
    let [first, second] = values;
    let text = format!("DATE,{column}\n01/02/2014,{first}\n01/03/2014,{second}\n");
    let role = Some(Role::Volatility);
    asked(&[("spx.csv", Some(Role::Bars), TWO_DAYS), (file, role, &text)], &Options::default())
}

#[test]
fn other_indices_are_not_the_vix() {
    for (file, column, level, named) in [
        ("VIX1D_History.csv", "CLOSE", 8.0, "VIX1D, the volatility of one day"),
        ("VIX6M_History.csv", "CLOSE", 18.0, "VIX6M, the volatility of six months"),
        ("VIX1Y.csv", "CLOSE", 20.0, "VIX1Y, the volatility of a year"),
        ("VX_2014-01-22.csv", "CLOSE", 15.0, "VIX futures, futures on the VIX"),
        ("SKEW_History.csv", "SKEW", 133.0, "SKEW, the Cboe SKEW index"),
        ("SKEW_History.csv", "CLOSE", 133.0, "SKEW, the Cboe SKEW index"),
        ("data.csv", "SKEW", 133.0, "SKEW, the Cboe SKEW index"),
    ] {
        let error = index(file, column, [level, level + 1.0]).unwrap_err().to_string();
        let expected = format!("{file}: expected the VIX, VIX9D, VIX3M or VVIX, found {named}");
        assert!(error.starts_with(&expected), "{error}");
    }
    let read = index("VXN_History.csv", "CLOSE", [18.0, 19.0]).unwrap();
    assert_eq!(
        read.summary.files[1].recognised,
        "closes of VXN, the volatility index of the Nasdaq-100, as VIX"
    );
    assert_eq!(read.market.series(Series::Vix).unwrap()[0], Some(0.18));
    let read = index("skew.csv", "SKEW", [3.5, 4.0]).unwrap();
    assert_eq!(read.market.series(Series::Skew).unwrap(), [Some(0.035), Some(0.04)]);
}

#[test]
fn a_file_of_another_index_is_left_out_beside_others() {
    let skew = "DATE,SKEW\n01/02/2014,133.1\n01/03/2014,134.2\n";
    let one_day = "DATE,OPEN,HIGH,LOW,CLOSE\n01/02/2014,8,9,7,8\n01/03/2014,8,9,7,8\n";
    let files = [("spx.csv", TWO_DAYS), ("SKEW_History.csv", skew), ("VIX1D_History.csv", one_day)];
    let imported = read(&files);
    assert_eq!(imported.market.bars.len(), 2);
    assert_eq!(imported.market.series(Series::Skew), None);
    assert_eq!(imported.market.series(Series::Vix), None);
    let said: Vec<_> = imported.summary.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        said[..2],
        [
            "SKEW_History.csv was left out: it has SKEW, the Cboe SKEW index, not a volatility; \
             only the VIX, VIX9D, VIX3M and VVIX are read",
            "VIX1D_History.csv was left out: it has VIX1D, the volatility of one day; only the \
             VIX, VIX9D, VIX3M and VVIX are read",
        ]
    );
    let beside =
        "date,open,high,low,close,skew\n2014-01-02,1,2,1,2,133.1\n2014-01-03,1,2,1,2,134\n";
    let imported = read(&[("spx.csv", beside)]);
    assert_eq!(imported.market.series(Series::Skew), None);
    assert!(imported.summary.warnings[0].to_string().contains("SKEW index was left out"));
}

#[test]
fn prices_are_not_a_volatility_index() {
    let text = bars(days(10).iter().map(ToString::to_string), level);
    let files = [("spx.csv", Some(Role::Bars), &*text), ("spy.csv", Some(Role::Volatility), &text)];
    let error = refused(&files);
    assert!(error.starts_with("spy.csv: expected a volatility index in percent points"), "{error}");
}

#[test]
fn a_list_of_events_needs_a_date_and_what_happens() {
    let text = "Date,Event\n2023-11-01,FOMC\n2023-12-13,CPI\n";
    let file = SourceFile { name: "fomc.csv", role: None, bytes: text.as_bytes() };
    let (cleaned, _) = clean(&[file], &Options::default()).unwrap();
    let Cleaned::Events(events) = cleaned else { panic!("events") };
    let said: Vec<_> = events.iter().map(|event| (&*event.kind, &*event.name)).collect();
    assert_eq!(said, [("FOMC", "FOMC"), ("CPI", "CPI")]);
}

#[test]
fn years_before_1990_are_not_compared_with_the_calendar() {
    // Saturdays were trading days until 1952.
    let first: NaiveDate = "1951-12-03".parse().unwrap();
    let all = first.iter_days().filter(|date| date.format("%a").to_string() != "Sun").take(50);
    let imported = read(&[("spx.csv", &bars(all.map(|date| date.to_string()), level))]);
    let said: Vec<_> = imported.summary.warnings.iter().map(ToString::to_string).collect();
    let early = "bars before 1990, when the exchange kept other holidays: 50";
    assert!(said.iter().any(|warning| warning.starts_with(early)), "{said:?}");
    assert!(!said.iter().any(|warning| warning.contains("exchange was closed")), "{said:?}");
}

#[test]
fn bars_named_after_an_index_that_stands_far_lower_are_bars() {
    for name in ["SKEW_History.bars.csv", "VIX1D_History.bars.csv", "bars beside VX futures.csv"] {
        let imported = read(&[(name, TWO_DAYS)]);
        assert_eq!(imported.market.bars.len(), 2, "{name}");
        assert_eq!(imported.market.bars[0].close, 1831.98, "{name}");
    }
    // Together with the index itself, which alone is left out.
    let one_day = "DATE,OPEN,HIGH,LOW,CLOSE\n01/02/2014,8,8,8,8\n01/03/2014,9,9,9,9\n";
    let files = [("VIX1D_History.bars.csv", TWO_DAYS), ("VIX1D_History.csv", one_day)];
    let imported = read(&files);
    assert_eq!(imported.market.bars.len(), 2);
    let warnings = imported.summary.warnings.iter().map(ToString::to_string);
    let left_out: Vec<String> = warnings.filter(|words| words.contains("left out")).collect();
    assert_eq!(left_out.len(), 1, "{left_out:?}");
    assert!(left_out[0].starts_with("VIX1D_History.csv was left out"), "{left_out:?}");
}
