//! How much a result depends on the level of the model: the same run at nine and eleven tenths.
//!
//! The level is known to about a tenth: by era the modelled buy-write meets Cboe's BXM at 0.795 to
//! 0.853 instead of 0.82.

use serde::{Deserialize, Serialize};

use crate::engine::{Report, Scenario};
use crate::units::Money;

/// The result at both ends.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelUncertainty {
    /// Options at nine tenths of the level.
    pub lower: LevelOutcome,
    /// Options at eleven tenths of it.
    pub higher: LevelOutcome,
}

/// What the account comes to at one level.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelOutcome {
    /// At-the-money volatility at 30 days as a share of the volatility index.
    pub level: f64,
    /// What the account is worth at the end.
    pub final_equity: Money,
    /// The same against the capital, a decimal.
    pub total_return: f64,
}

impl ModelUncertainty {
    /// The shares of the level that are run.
    pub const SHARES: [f64; 2] = [0.9, 1.1];

    /// The scenarios to run; `None` for a report in which no price is the model's.
    ///
    /// ```
    /// use rotation::analysis::ModelUncertainty;
    /// use rotation::engine::Scenario;
    /// let [lower, higher] = ModelUncertainty::scenarios(&Scenario::default());
    /// assert!(lower.model.level < 0.82 && higher.model.level > 0.82);
    /// ```
    #[must_use]
    pub fn scenarios(scenario: &Scenario) -> [Scenario; 2] {
        Self::SHARES.map(|share| {
            let mut scenario = scenario.clone();
            scenario.model.level *= share;
            scenario
        })
    }

    /// Whether any position of a report was marked by the model.
    #[must_use]
    pub fn concerns(report: &Report) -> bool {
        report.days.iter().any(|day| day.marks.model > 0)
    }
}

impl LevelOutcome {
    /// What a report comes to.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let capital = report.scenario.capital();
        let final_equity = report.days.last().map_or(capital, crate::engine::report::Day::equity);
        Self {
            level: report.scenario.model.level,
            final_equity,
            total_return: final_equity.to_dollars_f64() / capital.to_dollars_f64() - 1.0,
        }
    }
}
