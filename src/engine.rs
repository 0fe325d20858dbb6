//! The run: a market and a scenario in, a report out.
//!
//! [`run`] is a function: no clock, disk, randomness or global below it. The same market and the
//! same scenario give the same bytes everywhere.

mod book;
pub mod choices;
mod decide;
mod error;
pub mod fields;
pub mod limits;
mod order;
mod prepared;
pub mod report;
mod run;
pub mod scenario;
pub mod versions;
#[doc = include_str!("engine/worked_trade.md")]
pub mod worked_trade {}

pub use error::{RunError, ScenarioError};
pub use limits::{ExitBasis, RiskLimits};
pub use prepared::Prepared;
pub use report::Report;
pub use run::run;
pub use scenario::{RebalanceStyle, Scenario, Timing};
