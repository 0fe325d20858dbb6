//! The closed trades by the reason they ended.

use crate::engine::report::{ExitReason, Trade};
use crate::units::Money;

use super::headline::ResultRef;
use super::number::{cents, count, maybe, percent, plus};
use super::tone::Tone;
use super::words;

/// The trades that ended for one reason.
#[derive(Clone, Debug, PartialEq)]
pub struct ExitLine {
    /// The reason as one word.
    pub reason: &'static str,
    /// How many trades.
    pub trades: String,
    /// Share of them that made money, their hedges included.
    pub won: String,
    /// Profit and loss of them, their hedges included, and how it reads.
    pub profit: (String, Tone),
}

/// The reasons of a run, in the order in which they first occurred.
#[must_use]
pub fn exits(run: ResultRef<'_>) -> Vec<ExitLine> {
    let mut reasons: Vec<ExitReason> = Vec::new();
    for trade in &run.report.trades {
        if !reasons.contains(&trade.reason) {
            reasons.push(trade.reason);
        }
    }
    reasons.into_iter().map(|reason| line(&run.report.trades, reason)).collect()
}

fn line(trades: &[Trade], reason: ExitReason) -> ExitLine {
    let own = trades.iter().filter(|trade| trade.reason == reason);
    let profits: Vec<Money> = own.map(|trade| trade.realised + trade.hedge).collect();
    let won = profits.iter().filter(|profit| **profit > Money::ZERO).count() as f64;
    let profit = profits.iter().copied().sum();
    ExitLine {
        reason: words::exit(reason),
        trades: count(profits.len() as i64),
        won: maybe(Some(won / profits.len() as f64), |share| percent(share, 1)),
        profit: (plus(cents(profit)), Tone::of_money(profit)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample;

    #[test]
    fn every_closed_trade_has_one_reason() {
        let (report, review) = sample::outcome();
        let lines = exits(ResultRef { report, review });
        let trades: usize = lines.iter().map(|line| line.trades.parse::<usize>().unwrap()).sum();
        assert_eq!(trades, report.trades.len());
        assert!(lines.iter().any(|line| line.reason == "expired"));
    }
}
