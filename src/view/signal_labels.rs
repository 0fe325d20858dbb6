//! The signals of a day under names that can be read, with their units.

use crate::signal::Signals;

use super::number::{decimal, maybe, percent};

/// What a signal is counted in.
#[derive(Clone, Copy)]
enum SignalUnit {
    /// A decimal share, shown as percent.
    Percent,
    /// Points of the underlying.
    Points,
    /// A number without a unit.
    Ratio,
}

/// The label of a signal by its name in the files, and its unit.
fn label(name: &str) -> (&'static str, SignalUnit) {
    use SignalUnit::{Percent, Points, Ratio};
    match name {
        "RV5" => ("RV5, annualised", Percent),
        "RV10" => ("RV10, annualised", Percent),
        "RV20" => ("RV20, annualised", Percent),
        "ATR5" => ("ATR5, points", Points),
        "ATR10" => ("ATR10, points", Points),
        "MA20" => ("MA20, points", Points),
        "MA50" => ("MA50, points", Points),
        "slope_MA20" => ("MA20 slope, change over 5 days", Percent),
        "slope_MA50" => ("MA50 slope, change over 5 days", Percent),
        "price_to_MA20" => ("Close above MA20", Percent),
        "price_to_MA50" => ("Close above MA50", Percent),
        "return_5d" => ("5-day return", Percent),
        "return_10d" => ("10-day return", Percent),
        "return_20d" => ("20-day return", Percent),
        "range_10d" => ("10-day range, of close", Percent),
        "RV20_rank" => ("RV20 rank over 60 days, 0 to 1", Ratio),
        "vol_of_vol" => ("Vol of vol: deviation of RV10 over 20 days", Percent),
        "IV7" => ("IV at 7 days, annualised", Percent),
        "IV20" => ("IV at 20 days, annualised", Percent),
        "IV60" => ("IV at 60 days, annualised", Percent),
        "IV_rank_20" => ("IV20 rank over 59 days, 0 to 1", Ratio),
        "IV_rank_60" => ("IV60 rank over 89 days, 0 to 1", Ratio),
        "VVIX_80" => ("Vol of vol index, 80 % quantile over 60 days", Ratio),
        "VVIX_slope" => ("Vol of vol index, slope per day over 5 days", Ratio),
        "skew_z" => ("Skew, z-score over 60 days", Ratio),
        "move_size" => ("Move of the day, in ATR5", Ratio),
        _ => ("Other signal", Ratio),
    }
}

/// What is missing of a signal, by its name in the files.
#[must_use]
pub(super) fn short(name: &'static str) -> &'static str {
    label(name).0.split(',').next().unwrap_or(name)
}

/// Every signal of a day: label and value.
#[must_use]
pub fn signals(signals: &Signals) -> Vec<(&'static str, String)> {
    let read = |&(name, read): &crate::signal::SignalColumn| {
        let (label, unit) = label(name);
        let write = |value: f64| match unit {
            SignalUnit::Percent => percent(value, 2),
            SignalUnit::Points => decimal(value, 2),
            SignalUnit::Ratio => decimal(value, if value.abs() < 0.1 { 4 } else { 2 }),
        };
        (label, maybe(read(signals), write))
    };
    let mut all: Vec<_> = Signals::BEFORE_SOURCE.iter().map(read).collect();
    all.push(("Source of IV", signals.iv_source.to_string()));
    all.extend(Signals::AFTER_SOURCE.iter().map(read));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample::outcome;
    use expect_test::expect;

    #[test]
    fn every_signal_has_a_label_of_its_own() {
        let (report, _) = outcome();
        let all = signals(&report.days.last().unwrap().signals);
        let lines: Vec<String> =
            all.iter().map(|(label, value)| format!("{label}: {value}")).collect();
        for (at, (label, _)) in all.iter().enumerate() {
            assert!(*label != "Other signal", "{at}");
            assert!(!all[at + 1..].iter().any(|(other, _)| other == label), "{label} twice");
        }
        expect![[r#"
            RV5, annualised: 12.33 %
            RV10, annualised: 17.41 %
            RV20, annualised: 18.55 %
            ATR5, points: 17.32
            ATR10, points: 22.32
            MA20, points: 2,050.38
            MA50, points: 2,066.90
            MA20 slope, change over 5 days: −0.34 %
            MA50 slope, change over 5 days: 0.18 %
            Close above MA20: −0.31 %
            Close above MA50: −1.11 %
            5-day return: −0.99 %
            10-day return: −1.41 %
            20-day return: −1.71 %
            10-day range, of close: 3.73 %
            RV20 rank over 60 days, 0 to 1: 0.92
            Vol of vol: deviation of RV10 over 20 days: 2.32 %
            IV at 7 days, annualised: 15.48 %
            IV at 20 days, annualised: 17.30 %
            IV at 60 days, annualised: 19.67 %
            Source of IV: vix
            IV20 rank over 59 days, 0 to 1: 0.80
            IV60 rank over 89 days, 0 to 1: 0.53
            Vol of vol index, 80 % quantile over 60 days: 0.0356
            Vol of vol index, slope per day over 5 days: −0.0035
            Skew, z-score over 60 days: −1.58
            Move of the day, in ATR5: 1.11"#]]
        .assert_eq(&lines.join("\n"));
    }
}
