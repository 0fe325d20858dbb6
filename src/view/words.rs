//! Actions, reasons and limits in words.

use crate::engine::report::{
    Action, ExitReason, LimitKind, Moment, Reason, Response, RotationKind, ShareCause,
};
use crate::market::Settlement;

use super::number::{count, counted};

/// A sentence begins with a capital.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// What a rotation did, as one word.
#[must_use]
pub const fn rotation(kind: RotationKind) -> &'static str {
    match kind {
        RotationKind::Open => "open",
        RotationKind::Close => "close",
        RotationKind::Reopen => "rebalance",
        RotationKind::Roll => "roll",
        RotationKind::RollLeg => "roll_leg",
        RotationKind::Resize => "resize",
        RotationKind::Exit => "exit",
        RotationKind::Exercise => "exercise",
        RotationKind::Settle => "settle",
        RotationKind::Unfilled => "unfilled",
        RotationKind::Move => "move",
        RotationKind::Kept => "kept",
        RotationKind::MarginCall => "margin_call",
        RotationKind::Warning => "warning",
        RotationKind::Split => "split",
    }
}

/// Why a position ended, as one word.
#[must_use]
pub const fn exit(reason: ExitReason) -> &'static str {
    match reason {
        ExitReason::Rebalanced => "rebalanced",
        ExitReason::Rolled => "rolled",
        ExitReason::Expired => "expired",
        ExitReason::Exercised => "exercised",
        ExitReason::StopLoss => "stop_loss",
        ExitReason::TakeProfit => "take_profit",
        ExitReason::MaximumDays => "maximum_days",
        ExitReason::DrawdownHalt => "drawdown_halt",
        ExitReason::Ruined => "ruined",
        ExitReason::MarginCall => "margin_call",
    }
}

/// Why a rotation happened, or did not.
#[must_use]
pub fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Moved { current, target } => {
            format!("target {}, held {}", percent(*target), percent(*current))
        }
        Reason::NearExpiry { days: 1 } => "1 day to expiry".to_owned(),
        Reason::NearExpiry { days } => format!("{days} days to expiry"),
        Reason::Expired { settlement } => {
            format!("settled at {:.2}", settlement.to_dollars_f64())
        }
        Reason::LessThanOne { wanted } => {
            format!("the target is {wanted:.2} contracts, less than one")
        }
        Reason::NoExpiry => "nothing listed: no expiry within the DTE range".to_owned(),
        Reason::NoQuotes => "the chain has no quotes that day".to_owned(),
        Reason::NoStrike => "nothing listed: no strike meets the strike rule".to_owned(),
        Reason::BuyingPower { wanted, filled } => {
            format!("buying power allows {filled} of {wanted} units")
        }
        Reason::Exit(reason) => match reason {
            ExitReason::StopLoss => "stop loss reached",
            ExitReason::TakeProfit => "take profit reached",
            ExitReason::MaximumDays => "maximum holding period reached",
            _ => "maximum drawdown reached",
        }
        .to_owned(),
        Reason::OtherStructure => "the regime calls for another structure".to_owned(),
        Reason::NoCredit { price } => {
            let price = price.to_dollars_f64();
            format!("a leg would be sold at {price:.2}, less than a tick and its fees")
        }
        Reason::MarginCall { held, kept } => {
            format!("buying power below zero: {kept} of {held} units kept")
        }
        Reason::Capacity { ordered, most } => {
            format!("an order for {ordered} contracts is above {most:.0}")
        }
        Reason::ShortCallAtDividend { dividend } => {
            format!("a call is short before a dividend of {:.2}", dividend.to_dollars_f64())
        }
        Reason::Limited { factor } => format!("limits on risk: positions × {factor:.3}"),
        Reason::Split { ratio } => format!("split {ratio} for 1"),
        Reason::Exercised { spot } => {
            format!("early exercise at {:.2}", spot.to_dollars_f64())
        }
    }
}

/// What a profile does after a decision, and why nothing if nothing.
#[must_use]
pub const fn action(action: Action) -> &'static str {
    match action {
        Action::Idle => "No target, no position",
        Action::WithinThreshold => "Hold: no weight drifted over the threshold",
        Action::MovedLess => "Hold: drift below the threshold",
        Action::SameContracts => "Hold: the target buys the same number of contracts",
        Action::LessThanOne => "No trade: the target is less than one contract",
        Action::Open => "Open",
        Action::Close => "Close",
        Action::Reopen => "Resize to target",
        Action::Roll => "Roll: near expiry",
        Action::RollLeg => "Roll the near leg",
        Action::Resize => "Resize the legs held",
        Action::Exit => "Close: an exit or a limit was reached",
        Action::Paused => "No trade: pause after an exit",
        Action::LockedOut => "No new position before an event",
        Action::Move => "Move to another structure",
        Action::Limited => "No trade: limits on risk leave no room",
    }
}

/// The time of day of a fill, as one word.
#[must_use]
pub const fn moment(moment: Moment) -> &'static str {
    match moment {
        Moment::Open => "open",
        Moment::Close => "close",
    }
}

/// The price of its last day that settles a contract, as one word.
#[must_use]
pub const fn settlement(settlement: Settlement) -> &'static str {
    match settlement {
        Settlement::Open => "open",
        Settlement::Close => "close",
    }
}

/// Why shares changed hands, as one word.
#[must_use]
pub const fn share_cause(cause: ShareCause) -> &'static str {
    match cause {
        ShareCause::Hedge => "hedge",
        ShareCause::Delivery => "delivery",
        ShareCause::Return => "return",
        ShareCause::Split => "split",
    }
}

/// A limit on risk, as one word.
#[must_use]
pub const fn limit(limit: LimitKind) -> &'static str {
    match limit {
        LimitKind::StopLoss => "stop_loss",
        LimitKind::TakeProfit => "take_profit",
        LimitKind::MaximumDays => "maximum_days",
        LimitKind::Drawdown => "drawdown",
        LimitKind::ValueAtRisk => "value_at_risk",
        LimitKind::Delta => "delta",
        LimitKind::Gamma => "gamma",
        LimitKind::Vega => "vega",
        LimitKind::VolatilityIndex => "volatility_index",
        LimitKind::Event => "event",
        LimitKind::ShockLoss => "shock_loss",
    }
}

/// What was done about a limit.
#[must_use]
pub fn response(response: &Response) -> String {
    match response {
        Response::Closed => "position closed".to_owned(),
        Response::Halted { days: None } => "everything sold, in cash from then on".to_owned(),
        Response::Halted { days: Some(days) } => {
            format!("everything sold, in cash for {}", counted(*days as usize, "day", "days"))
        }
        Response::Scaled { factor } => format!("targets × {factor:.3}"),
        Response::Hedged { shares } => format!("hedged with {} shares", count(*shares)),
        Response::LockedOut => "no new positions".to_owned(),
        Response::OrdersScaled { factor } => format!("orders × {factor:.3}"),
        Response::PositionsScaled { factor } => format!("positions × {factor:.3}"),
        Response::OrdersSuffice => "within the limit after the day's orders".to_owned(),
        Response::NoBasis => "no exit: less than a tick a unit at risk".to_owned(),
    }
}

/// A share as percent with one decimal, a real minus sign and a thin space.
#[must_use]
pub fn percent(share: f64) -> String {
    signed(format!("{:.1}\u{202f}%", share * 100.0))
}

/// Replaces the hyphen of a number by a real minus, and drops it from a rounded zero.
#[must_use]
pub fn signed(number: String) -> String {
    match number.strip_prefix('-') {
        Some(zero) if !zero.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) => zero.to_owned(),
        Some(rest) => format!("−{rest}"),
        None => number,
    }
}

/// The first and last four digits of a hash, enough to compare by eye.
#[must_use]
pub fn short(hash: &str) -> String {
    match (hash.get(..4), hash.get(hash.len().saturating_sub(4)..)) {
        (Some(first), Some(last)) => format!("{first}…{last}"),
        _ => hash.to_owned(),
    }
}
