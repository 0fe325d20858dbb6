//! Early exits: stop loss, take profit, maximum days.

use serde::{Deserialize, Serialize};

use crate::units::Money;

/// The exits of a structure; `None` never exits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Exits {
    /// Loss at which it is closed, as a multiple of the capital at entry.
    pub stop_loss: Option<f64>,
    /// Profit at which it is closed, as a multiple of the capital at entry.
    pub take_profit: Option<f64>,
    /// Calendar days after which it is closed.
    pub maximum_days: Option<i64>,
}

/// What ended a position early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExitCause {
    /// It lost too much.
    StopLoss,
    /// It won enough.
    TakeProfit,
    /// It was held long enough.
    MaximumDays,
}

/// An exit that is due, with the value that reached its limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DueExit {
    /// Which exit.
    pub cause: ExitCause,
    /// What was measured: a multiple of the capital, or days.
    pub value: f64,
    /// The limit it reached.
    pub limit: f64,
}

impl Exits {
    /// The first exit that is due, for a profit since entry on the capital at entry.
    ///
    /// ```
    /// use rotation::trade::exit::{ExitCause, Exits};
    /// use rotation::units::Money;
    /// let exits = Exits { stop_loss: Some(0.02), ..Exits::default() };
    /// let due = exits.due(Money::dollars(-2_500), Money::dollars(100_000), 4).unwrap();
    /// assert_eq!((due.cause, due.value), (ExitCause::StopLoss, -0.025));
    /// assert_eq!(exits.due(Money::dollars(-1_500), Money::dollars(100_000), 4), None);
    /// ```
    #[must_use]
    pub fn due(&self, profit: Money, capital: Money, days: i64) -> Option<DueExit> {
        let multiple = profit.to_dollars_f64() / capital.to_dollars_f64();
        let held = days as f64;
        let stop = self.stop_loss.filter(|limit| multiple <= -limit);
        let take = self.take_profit.filter(|limit| multiple >= *limit);
        let old = self.maximum_days.filter(|limit| days >= *limit);
        let due = |cause, value, limit| DueExit { cause, value, limit };
        stop.map(|limit| due(ExitCause::StopLoss, multiple, -limit))
            .or(take.map(|limit| due(ExitCause::TakeProfit, multiple, limit)))
            .or(old.map(|limit| due(ExitCause::MaximumDays, held, limit as f64)))
    }
}
