//! Why a day is in its regime: every rule with the day's own numbers, in the order of the rules.

use crate::engine::Report;
use crate::engine::report::Day;
use crate::regime::{Regime, Thresholds};

use super::number::{UNDEFINED, counted, decimal, maybe, percent};

/// One rule on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegimeRule {
    /// The regime it leads to.
    pub regime: Regime,
    /// Its conditions, all of which must be met.
    pub conditions: Vec<Condition>,
    /// Whether it is the one that decided.
    pub decided: bool,
}

/// One condition with the day's number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What is compared with what.
    pub text: String,
    /// Whether it holds.
    pub met: bool,
}

/// The rules on a day, the first match deciding; `None` while warming up.
#[must_use]
pub fn rules(report: &Report, day: &Day) -> Option<Vec<RegimeRule>> {
    let found = day.regime?;
    let thresholds = &report.scenario.regimes;
    let order = [
        Regime::Event,
        Regime::BreakingVol,
        Regime::TrendDown,
        Regime::TrendUp,
        Regime::Compression,
        Regime::Choppy,
    ];
    let rules = order.map(|regime| RegimeRule {
        regime,
        conditions: conditions(regime, found, day, thresholds),
        decided: regime == found,
    });
    Some(rules.into())
}

/// The regime in one sentence; `None` while warming up.
#[must_use]
pub fn sentence(report: &Report, day: &Day) -> Option<String> {
    let found = rules(report, day)?;
    let rule = found.iter().find(|rule| rule.decided)?;
    let earlier = found.iter().take_while(|rule| !rule.decided);
    let earlier_match = earlier.filter(|rule| rule.regime != Regime::Event).any(holds);
    if !holds(rule) || earlier_match {
        return Some(String::from("Set by the data file; the rules give another regime."));
    }
    let texts: Vec<&str> = rule.conditions.iter().map(|c| c.text.as_str()).collect();
    Some(format!("{}.", texts.join(", ")))
}

fn holds(rule: &RegimeRule) -> bool {
    rule.conditions.iter().all(|condition| condition.met)
}

fn conditions(regime: Regime, found: Regime, day: &Day, t: &Thresholds) -> Vec<Condition> {
    let s = &day.signals;
    let close = Some(day.spot);
    let share = |value: f64| percent(value, 1);
    let rank = |value: f64| decimal(value, 2);
    match regime {
        Regime::Event => {
            let days = counted(t.event_days.max(0.0) as usize, "calendar day", "calendar days");
            let met = found == Regime::Event;
            let text = if met { "An event" } else { "No event" };
            vec![Condition { text: format!("{text} within {days}"), met }]
        }
        Regime::BreakingVol => {
            let multiple = s.rv20.map(|rv20| rv20 * t.breaking_vol_of_vol);
            let high = above("RV20", s.rv20, Some(t.breaking_vol), share);
            let unstable = above("vol of vol", s.vol_of_vol, multiple, share);
            let either = Condition {
                met: high.met || unstable.met,
                text: match (high.met, unstable.met) {
                    (true, _) => high.text,
                    (_, true) => unstable.text,
                    _ => format!("neither {} nor {}", plain(&high), plain(&unstable)),
                },
            };
            vec![above("RV20 rank", s.rv20_rank, Some(t.breaking_rank), rank), either]
        }
        Regime::TrendDown => vec![
            below("20-day return", s.return_20d, Some(-t.trend_return), share),
            below("close", close, s.ma20, rank).of("MA20"),
            below("close", close, s.ma50, rank).of("MA50"),
            below("MA20 slope", s.slope_ma20, Some(0.0), |value| percent(value, 2)),
            above("RV20 rank", s.rv20_rank, Some(t.trend_down_rank), rank),
        ],
        Regime::TrendUp => vec![
            above("20-day return", s.return_20d, Some(t.trend_return), share),
            above("close", close, s.ma20, rank).of("MA20"),
            above("close", close, s.ma50, rank).of("MA50"),
            above("MA20 slope", s.slope_ma20, Some(0.0), |value| percent(value, 2)),
            below("RV20 rank", s.rv20_rank, Some(t.trend_up_rank), rank),
        ],
        Regime::Compression => vec![
            below("10-day range", s.range_10d, Some(t.compression_range), share),
            below("RV20 rank", s.rv20_rank, Some(t.compression_rank), rank),
            below(
                "absolute MA20 slope",
                s.slope_ma20.map(f64::abs),
                Some(t.compression_slope),
                |value| percent(value, 2),
            ),
        ],
        Regime::Choppy => {
            let met = found == Regime::Choppy;
            let text = if met { "No other rule holds" } else { "Another rule holds" };
            vec![Condition { text: text.to_owned(), met }]
        }
    }
}

fn above(
    name: &str,
    value: Option<f64>,
    limit: Option<f64>,
    write: impl Fn(f64) -> String,
) -> Condition {
    condition(name, (value, limit), ">", |value, limit| value > limit, write)
}

fn below(
    name: &str,
    value: Option<f64>,
    limit: Option<f64>,
    write: impl Fn(f64) -> String,
) -> Condition {
    condition(name, (value, limit), "<", |value, limit| value < limit, write)
}

fn condition(
    name: &str,
    (value, limit): (Option<f64>, Option<f64>),
    sign: &str,
    holds: fn(f64, f64) -> bool,
    write: impl Fn(f64) -> String,
) -> Condition {
    let met = value.zip(limit).is_some_and(|(value, limit)| holds(value, limit));
    let bound = limit.map_or_else(|| UNDEFINED.to_owned(), &write);
    let not = if met { "" } else { "not " };
    let comma = if met { "" } else { "," };
    Condition { text: format!("{name} {}{comma} {not}{sign} {bound}", maybe(value, &write)), met }
}

impl Condition {
    /// The same with the name of what it is compared with.
    fn of(self, name: &str) -> Self {
        let text = match self.text.rsplit_once(' ') {
            Some((start, bound)) => format!("{start} {name} {bound}"),
            None => self.text,
        };
        Self { text, ..self }
    }
}

/// A condition that does not hold, without saying so.
fn plain(condition: &Condition) -> String {
    condition.text.replace(", not", "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample::outcome;
    use expect_test::expect;

    #[test]
    fn every_regime_of_the_sample_is_explained_by_its_own_rule() {
        let (report, _) = outcome();
        let mut actual = Vec::new();
        for regime in Regime::ALL {
            let day = report.days.iter().find(|day| day.regime == Some(regime));
            let Some(day) = day else { continue };
            actual.push(format!("{}: {}", regime.name(), sentence(report, day).unwrap()));
        }
        expect![[r#"
            Trend up: 20-day return 4.3 % > 2.0 %, close 1,551.69 > MA20 1,542.42, close 1,551.69 > MA50 1,518.05, MA20 slope 0.69 % > 0.00 %, RV20 rank 0.36 < 0.40.
            Trend down: 20-day return −4.1 % < −2.0 %, close 1,588.19 < MA20 1,634.64, close 1,588.19 < MA50 1,618.25, MA20 slope −0.53 % < 0.00 %, RV20 rank 1.00 > 0.50.
            Compression: 10-day range 1.6 % < 3.5 %, RV20 rank 0.03 < 0.30, absolute MA20 slope 0.37 % < 0.50 %.
            Vol breakout: RV20 rank 1.00 > 0.80, vol of vol 8.8 % > 8.2 %.
            Choppy: No other rule holds."#]].assert_eq(&actual.join("\n"));
        let wrong = report.days.iter().filter_map(|day| sentence(report, day));
        assert_eq!(
            wrong.filter(|sentence_text| sentence_text.starts_with("Set by the")).count(),
            0
        );
    }

    #[test]
    fn the_rules_name_the_conditions_that_failed() {
        let (report, _) = outcome();
        let day = report.days.iter().find(|day| day.regime == Some(Regime::Choppy)).unwrap();
        let lines = rules(report, day).unwrap().into_iter().map(|rule| {
            let mark = |c: &Condition| format!("{}{}", if c.met { "+" } else { "-" }, c.text);
            let conditions: Vec<String> = rule.conditions.iter().map(mark).collect();
            format!("{} {}: {}", rule.decided, rule.regime.name(), conditions.join("; "))
        });
        expect![[r#"
            false Event: -No event within 3 calendar days
            false Vol breakout: -RV20 rank 0.76, not > 0.80; +vol of vol 3.9 % > 3.5 %
            false Trend down: -20-day return 2.8 %, not < −2.0 %; -close 1,563.23, not < MA20 1,528.20; -close 1,563.23, not < MA50 1,505.38; -MA20 slope 0.64 %, not < 0.00 %; +RV20 rank 0.76 > 0.50
            false Trend up: +20-day return 2.8 % > 2.0 %; +close 1,563.23 > MA20 1,528.20; +close 1,563.23 > MA50 1,505.38; +MA20 slope 0.64 % > 0.00 %; -RV20 rank 0.76, not < 0.40
            false Compression: -10-day range 4.0 %, not < 3.5 %; -RV20 rank 0.76, not < 0.30; -absolute MA20 slope 0.64 %, not < 0.50 %
            true Choppy: +No other rule holds"#]].assert_eq(&lines.collect::<Vec<_>>().join("\n"));
        assert_eq!(rules(report, &report.days[0]), None);
    }

    #[test]
    fn an_imported_regime_is_labelled_as_imported() {
        let (report, _) = outcome();
        let day = report.days.iter().find(|day| day.regime == Some(Regime::Choppy)).unwrap();
        let quoted = Day { regime: Some(Regime::BreakingVol), ..day.clone() };
        let sentence_text = sentence(report, &quoted).unwrap();
        assert_eq!(sentence_text, "Set by the data file; the rules give another regime.");
    }
}
