//! Doubtful prices and quotes: that they are told, and that honest ones are not.

use expect_test::{Expect, expect};

use super::{SP500, read};

fn told(files: &[(&str, &str)]) -> String {
    let warnings = read(files).summary.warnings;
    let own = warnings.iter().map(ToString::to_string).filter(|text| !text.starts_with("only "));
    own.collect::<Vec<_>>().join("\n")
}

/// Bars of January 2024 with these closes.
fn bars(closes: &[f64]) -> String {
    let days = [2, 3, 4, 5, 8, 9, 10, 11, 12, 16];
    let rows = closes.iter().zip(days);
    let rows =
        rows.map(|(close, day)| format!("2024-01-{day:02},{close},{close},{close},{close}\n"));
    ["date,open,high,low,close\n".to_owned()].into_iter().chain(rows).collect()
}

fn check(closes: &[f64], expected: Expect) {
    expected.assert_eq(&told(&[("a.csv", &bars(closes))]));
}

#[test]
fn moves_that_may_be_splits_and_other_jumps() {
    check(
        &[100.0, 50.5, 51.0, 17.1, 17.0],
        expect![
            "possible unadjusted splits: 2, the first on 2024-01-03; if the prices are not adjusted, load adjusted ones: the engine takes them for moves"
        ],
    );
    check(
        &[100.0, 79.0, 100.0, 101.0],
        expect![
            "moves of more than 20 % from close to close: 2, the first on 2024-01-03; they are taken as they are"
        ],
    );
    check(&[100.0, 81.0, 96.0, 110.0], expect![[""]]);
}

#[test]
fn bars_that_stand_still() {
    check(
        &[100.0, 100.0, 100.0, 101.0, 101.0],
        expect![[r#"
            opens equal to the previous close: 3, the first on 2024-01-03; in these years they are no prices to trade at
            bars equal to the one before: 3, the first on 2024-01-03; they count as days without a move"#]],
    );
    check(
        &[100.0, 100.0, 100.0, 101.0, 102.0],
        expect![
            "opens equal to the previous close: 2, the first on 2024-01-03; in these years they are no prices to trade at"
        ],
    );
}

/// Calls and puts around 100 on some days, the call at 100 dearer by `more`.
fn chain(days: &[u32], underlying: &str, more: f64) -> String {
    let mut text = "quote_date,expiry,strike,type,bid,ask,underlying\n".to_owned();
    for day in days {
        for strike in [90, 95, 100, 105, 110] {
            let intrinsic = f64::from(100 - strike);
            let more = if strike == 100 { more } else { 0.0 };
            let (call, put) = (3.0 + intrinsic.max(0.0) + more, 3.0 + (-intrinsic).max(0.0));
            for (right, mid) in [('c', call), ('p', put)] {
                let (bid, ask) = (mid - 0.05, mid + 0.05);
                text += &format!(
                    "2024-01-{day:02},2024-02-16,{strike},{right},{bid:.2},{ask:.2},{underlying}\n"
                );
            }
        }
    }
    text
}

#[test]
fn quotes_that_contradict_each_other_or_the_underlying() {
    let bars = bars(&[100.0, 100.5, 101.0]);
    let check = |chain: String, expected: Expect| {
        expected.assert_eq(&told(&[("a.csv", &bars), ("c.csv", &chain)]));
    };
    check(chain(&[2], "100", 0.0), expect![[""]]);
    check(chain(&[2], "100", 1.9), expect![[""]]);
    check(
        chain(&[2], "100", 2.3),
        expect![
            "strikes more than 2 % of the underlying off the put-call-parity level of their expiry: 1, the first on 2024-01-02; each is traded at its own quote"
        ],
    );
    check(
        chain(&[2], "101.5", 0.0),
        expect![
            "days on which the stated underlying is more than 1 % off the put-call-parity level: 1, the first on 2024-01-02; the stated one is used"
        ],
    );
    check(
        chain(&[2, 3, 4], "", 0.0),
        expect![
            "days whose option quotes are all those of the day before: 2, the first on 2024-01-03; they are traded at these quotes"
        ],
    );
}

#[test]
fn the_index_itself_is_beyond_doubt() {
    assert_eq!(told(&[("spx.csv", SP500)]), "");
}

#[test]
fn every_check_is_told_found_or_not() {
    let bars = bars(&[100.0, 100.5, 130.0, 130.0, 130.5, 131.0]);
    let crossed = "2024-01-03,2024-02-16,120,c,2,1,100\n2024-01-03,2024-02-16,120,p,0,1,100\n";
    let again = "2024-01-03,2024-02-16,90,c,1,2,100\n";
    let chain = [&chain(&[2, 3], "100", 9.0), crossed, again].concat();
    let summary = read(&[("a.csv", &bars), ("c.csv", &chain)]).summary;
    let told = |check: &rotation::import::Check| {
        let days: Vec<_> = check.days.first().iter().map(ToString::to_string).collect();
        format!("{} {}: {}", check.count, check.what, days.join(" ")).trim_end().to_owned()
    };
    let told: Vec<_> = summary.checks().iter().map(told).collect();
    expect![[r#"
        0 trading days of the exchange without a bar:
        0 bars on days the exchange was closed:
        0 possible unadjusted splits:
        1 moves of more than 20 % from close to close: 2024-01-04
        0 closes at a hundred times those before or a hundredth, as in another unit:
        0 prices in whole hundreds above 100,000, as in ten-thousandths of a dollar:
        0 bars equal to the one before:
        0 opens that repeat the previous close, in years in which more than a fifth do:
        0 bars between the first and the last day of quotes without any:
        0 days whose quotes stand more than 5 % off the bar's close:
        0 days on which the stated underlying is more than 1 % off the put-call-parity level:
        2 strikes more than 2 % of the underlying off the put-call-parity level of their expiry: 2024-01-02 2024-01-03
        0 days whose option quotes are all those of the day before:
        1 quotes with a bid above the ask:
        2 contracts quoted again on their day:
        1 quotes with no bid or no ask:"#]].assert_eq(&told.join("\n"));
    let beside = summary.warnings.iter().filter(|warning| !warning.is_check());
    let beside: Vec<_> = beside.map(ToString::to_string).collect();
    expect!["only 6 bars: the first 50 warm up the signals, little is left to trade"]
        .assert_eq(&beside.join("\n"));
}
