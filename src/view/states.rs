//! How often, how long and how well each regime was, and which followed which.

use crate::regime::Regime;

use super::headline::ResultRef;
use super::number::{cents, count, decimal, maybe, percent, plus};
use super::tone::Tone;

/// One regime of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct StateLine {
    /// Its position.
    pub regime: usize,
    /// Its name.
    pub name: &'static str,
    /// Days in it.
    pub days: String,
    /// Of all days with a regime.
    pub frequency: String,
    /// Mean length of a stay in trading days.
    pub duration: String,
    /// Days measured that began in it.
    pub measured: String,
    /// Sharpe ratio of these days; "n/a" for too few.
    pub sharpe: String,
    /// Profit and loss of those days, and how it reads.
    pub profit: (String, Tone),
    /// Share of moves to each regime's next day, with the class of its colour.
    pub next: [(String, &'static str); 6],
}

/// The regimes of a run, in their order.
#[must_use]
pub fn states(run: ResultRef<'_>) -> Vec<StateLine> {
    let figures = &run.review.regimes;
    let all: usize = figures.days.iter().sum();
    let line = |regime: Regime| {
        let i = regime.index();
        let frequency = (all > 0).then(|| figures.days[i] as f64 / all as f64);
        StateLine {
            regime: i,
            name: regime.name(),
            days: count(figures.days[i] as i64),
            frequency: maybe(frequency, |share| percent(share, 1)),
            duration: maybe(figures.mean_duration[i], |days| decimal(days, 1)),
            measured: count(figures.measured[i] as i64),
            sharpe: maybe(figures.sharpe[i], |ratio| decimal(ratio, 2)),
            profit: (plus(cents(figures.profit[i])), Tone::of_money(figures.profit[i])),
            next: figures.transitions[i].map(|share| {
                (maybe(share, |share| decimal(share * 100.0, 1)), shade(share.unwrap_or(0.0)))
            }),
        }
    };
    Regime::ALL.into_iter().map(line).collect()
}

fn shade(share: f64) -> &'static str {
    match share {
        share if share <= 0.0 => "",
        share if share < 0.05 => "shade-1",
        share if share < 0.20 => "shade-2",
        share if share < 0.60 => "shade-3",
        _ => "shade-4",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::RegimeFigures;
    use crate::analysis::Review;
    use crate::view::sample;
    use expect_test::expect;

    fn render(lines: &[StateLine]) -> String {
        let line = |line: &StateLine| {
            let next: Vec<&str> = line.next.iter().map(|(share, _)| share.as_str()).collect();
            let StateLine { name, days, frequency, duration, measured, sharpe, profit, .. } = line;
            let next = next.join(" ");
            format!(
                "{name}: {days} {frequency} {duration} n {measured} {sharpe} {} | {next}\n",
                profit.0
            )
        };
        lines.iter().map(line).collect()
    }

    #[test]
    fn regimes_have_counts_durations_and_successors() {
        let (report, review) = sample::outcome();
        expect![[r#"
            Trend up: 144 20.4 % 5.5 n 144 −2.45 −15,996.56 | 81.9 0.0 2.8 0.0 15.3 0.0
            Trend down: 55 7.8 % 3.4 n 55 n/a −14,221.89 | 0.0 70.9 0.0 1.8 27.3 0.0
            Compression: 70 9.9 % 3.5 n 70 −5.06 −22,580.34 | 8.6 1.4 71.4 0.0 18.6 0.0
            Vol breakout: 13 1.8 % 13.0 n 13 n/a −6,380.16 | 0.0 0.0 0.0 92.3 7.7 0.0
            Choppy: 425 60.1 % 8.2 n 424 −3.02 −78,098.53 | 4.7 3.5 3.8 0.0 88.0 0.0
            Event: 0 0.0 % n/a n 0 n/a 0.00 | n/a n/a n/a n/a n/a n/a
        "#]]
        .assert_eq(&render(&states(ResultRef { report, review })));
    }

    #[test]
    fn a_regime_that_never_occurred_has_no_figures() {
        let (report, review) = sample::outcome();
        let review = Review { regimes: RegimeFigures::default(), ..review.clone() };
        let lines = states(ResultRef { report, review: &review });
        assert_eq!(lines[0].frequency, "n/a");
        assert_eq!(lines[0].next[0], ("n/a".to_owned(), ""));
    }
}
