//! What is said in words: actions, reasons, sentences.

use crate::engine::report::{
    Action, ExitReason, LimitKind, Moment, Reason, Response, RotationKind, ShareCause,
};

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
    }
}

/// Why a rotation happened, or did not.
#[must_use]
pub fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Moved { current, target } => {
            format!("target {} against {} held", percent(*target), percent(*current))
        }
        Reason::NearExpiry { days: 1 } => "1 day to expiry".to_owned(),
        Reason::NearExpiry { days } => format!("{days} days to expiry"),
        Reason::Expired { settlement } => {
            format!("settled at {:.2}", settlement.to_dollars_f64())
        }
        Reason::LessThanOne { wanted } => {
            format!("the target is {wanted:.2} of one contract")
        }
        Reason::NoExpiry => "no expiry is listed within the bounds".to_owned(),
        Reason::NoQuotes => "the chain has no quotes that day".to_owned(),
        Reason::NoStrike => "no listed strike fits the rule".to_owned(),
        Reason::BuyingPower { wanted, filled } => {
            format!("buying power carries {filled} of {wanted} units")
        }
        Reason::Exit(reason) => match reason {
            ExitReason::StopLoss => "the loss reached its limit",
            ExitReason::TakeProfit => "the profit reached its limit",
            ExitReason::MaximumDays => "held as long as allowed",
            _ => "the account fell too far from its peak",
        }
        .to_owned(),
        Reason::Exercised { spot } => {
            format!("worth more exercised, at {:.2}", spot.to_dollars_f64())
        }
    }
}

/// What a profile does after a decision, and why nothing if nothing.
#[must_use]
pub const fn action(action: Action) -> &'static str {
    match action {
        Action::Idle => "nothing wanted, nothing held",
        Action::WithinThreshold => "holds: no weight moved beyond the threshold",
        Action::MovedLess => "holds: moved less than the threshold",
        Action::SameContracts => "holds: the target buys as many whole contracts",
        Action::LessThanOne => "nothing: the target is less than one contract",
        Action::Open => "opens",
        Action::Close => "closes",
        Action::Reopen => "closes and opens at the target",
        Action::Roll => "rolls: near its expiry",
        Action::RollLeg => "rolls the near leg",
        Action::Resize => "trades the difference in its legs",
        Action::Exit => "closes: an exit or a limit was reached",
        Action::Paused => "nothing: pauses after an exit",
        Action::LockedOut => "nothing new before an event",
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

/// Why shares changed hands, as one word.
#[must_use]
pub const fn share_cause(cause: ShareCause) -> &'static str {
    match cause {
        ShareCause::Hedge => "hedge",
        ShareCause::Delivery => "delivery",
        ShareCause::Return => "return",
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
    }
}

/// What was done about a limit.
#[must_use]
pub fn response(response: &Response) -> String {
    match response {
        Response::Closed => "closes the position".to_owned(),
        Response::Halted { days } => format!("sells everything, in cash for {days} days"),
        Response::Scaled { factor } => format!("targets × {factor:.3}"),
        Response::Hedged { shares } => format!("trades {shares} shares against it"),
        Response::LockedOut => "opens nothing".to_owned(),
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
