//! One trade as it is shown: its legs, the decision before it, its first and last day.

use chrono::NaiveDate;

use crate::engine::Report;
use crate::engine::report::FillRecord;
use crate::market::Settlement;
use crate::pricing::Right;
use crate::profile::Profile;
use crate::trade::Contract;
use crate::units::Money;

use super::number::{cents, plus};
use super::tone::Tone;
use super::words;

/// A trade, closed or still open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TradeSpan {
    /// Its number.
    pub trade: u32,
    /// The profile that holds it.
    pub profile: Profile,
    /// The close it was decided at.
    pub decided: NaiveDate,
    /// When it was opened.
    pub entry: NaiveDate,
    /// When it ended; `None` while open.
    pub exit: Option<NaiveDate>,
    /// Of options and hedge together, realised or at the last marks.
    pub profit: Money,
}

/// The trade of a number.
#[must_use]
pub fn of(report: &Report, trade: u32) -> Option<TradeSpan> {
    let decided = |first: u32| Some(report.fills.get(first as usize)?.decided);
    if let Some(closed) = report.trades.iter().find(|closed| closed.trade == trade) {
        return Some(TradeSpan {
            trade,
            profile: closed.profile,
            decided: decided(closed.first_fill)?,
            entry: closed.entry,
            exit: Some(closed.exit),
            profit: closed.net(),
        });
    }
    let open = report.open_positions.iter().find(|open| open.trade == trade)?;
    Some(TradeSpan {
        trade,
        profile: open.profile,
        decided: decided(open.first_fill)?,
        entry: open.entry,
        exit: None,
        profit: open.net(),
    })
}

impl TradeSpan {
    /// The trade in one line, and how its result reads.
    #[must_use]
    pub fn line(&self) -> (String, String, Tone) {
        let exit = self.exit.map_or(String::from("still open"), |exit| exit.to_string());
        let line =
            format!("Trade {}: {} from {} to {exit}", self.trade, self.profile.code(), self.entry)
                .replace("to still", "and still");
        (line, plus(cents(self.profit)), Tone::of_money(self.profit))
    }
}

/// Strike and right: 263C, 180.5P.
#[must_use]
pub fn strike(contract: &Contract) -> String {
    let right = match contract.right {
        Right::Call => "C",
        Right::Put => "P",
    };
    format!("{}{right}", contract.strike.to_dollars_f64())
}

/// Strike, right and expiry, and AM where the settlement is in the morning: of two contracts of one
/// day the one without it is settled in the afternoon.
///
/// ```
/// use rotation::market::Settlement;
/// use rotation::pricing::Right;
/// use rotation::trade::{Contract, Expiry};
/// use rotation::units::Strike;
/// use rotation::view::holding::contract;
/// let date = "2018-12-21".parse().unwrap();
/// let put = |settlement| {
///     Contract::new(Right::Put, Strike::dollars(2_500), Expiry { date, settlement })
/// };
/// assert_eq!(contract(&put(Settlement::Open)), "2500P 2018-12-21 AM");
/// assert_eq!(contract(&put(Settlement::Close)), "2500P 2018-12-21");
/// ```
#[must_use]
pub fn contract(contract: &Contract) -> String {
    format!("{} {}", strike(contract), expiry((contract.expiry, contract.settlement)))
}

/// The day of an expiry, with AM for the morning.
fn expiry((date, settlement): (NaiveDate, Settlement)) -> String {
    match settlement {
        Settlement::Open => format!("{date} AM"),
        Settlement::Close => date.to_string(),
    }
}

/// When the contracts of a trade's first fills are settled, as one word, and two where they differ;
/// `None` without fills.
pub(super) fn settlement(report: &Report, first_fill: u32) -> Option<&'static str> {
    let opening = opening(report, first_fill)?;
    let has = |settlement| opening.iter().any(|fill| fill.contract.settlement == settlement);
    Some(match (has(Settlement::Open), has(Settlement::Close)) {
        (true, true) => "open and close",
        (true, false) => words::settlement(Settlement::Open),
        _ => words::settlement(Settlement::Close),
    })
}

/// The fills that opened a trade; `None` without any.
fn opening(report: &Report, first_fill: u32) -> Option<Vec<&FillRecord>> {
    let first = report.fills.get(first_fill as usize)?;
    let belongs = |fill: &&FillRecord| (fill.trade, fill.filled) == (first.trade, first.filled);
    Some(report.fills.iter_from(first_fill as usize).take_while(belongs).collect())
}

/// The legs that a trade's first fills opened, per unit of the structure, those of one expiry
/// together; `None` without fills.
pub(super) fn legs(report: &Report, first_fill: u32) -> Option<String> {
    let opening = opening(report, first_fill)?;
    let size = |fill: &FillRecord| fill.contracts.size().as_hundredths();
    let units = opening.iter().map(|fill| size(fill)).min().filter(|size| *size > 0)?;
    let mut expiries: Vec<((NaiveDate, Settlement), Vec<String>)> = Vec::new();
    for fill in opening {
        let sign = if fill.contracts.is_short() { "−" } else { "+" };
        let leg = match size(fill) / units {
            1 => format!("{sign}{}", strike(&fill.contract)),
            ratio => format!("{sign}{ratio}×{}", strike(&fill.contract)),
        };
        let end = (fill.contract.expiry, fill.contract.settlement);
        match expiries.iter_mut().find(|(own, _)| *own == end) {
            Some((_, legs)) => legs.push(leg),
            None => expiries.push((end, vec![leg])),
        }
    }
    let groups = expiries.iter().map(|(end, legs)| format!("{} {}", legs.join(" "), expiry(*end)));
    Some(groups.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample::outcome;

    #[test]
    fn every_trade_is_found_with_the_decision_before_it() {
        let (report, _) = outcome();
        for trade in &report.trades {
            let holding = of(report, trade.trade).unwrap();
            assert!(holding.decided < holding.entry && holding.entry <= trade.exit);
        }
        for open in &report.open_positions {
            assert_eq!(of(report, open.trade).unwrap().exit, None);
        }
        assert_eq!(of(report, 0), None);
    }

    #[test]
    fn legs_are_listed_per_unit() {
        let (report, _) = outcome();
        let describe = |profile: Profile| {
            let trade = report.trades.iter().find(|trade| trade.profile == profile).unwrap();
            legs(report, trade.first_fill).unwrap()
        };
        let found: Vec<String> = Profile::ALL.into_iter().map(describe).collect();
        expect_test::expect![[r#"
            +156C +156P 2013-05-17
            −155C −155P 2013-03-22
            −157C −155P 2013-03-22
            +159C −152P 2013-04-19
            +2×153P −156P 2013-04-12
            +160C +150P 2013-04-19"#]]
        .assert_eq(&found.join("\n"));
    }
}
