//! What a finished run amounts to.

mod drawdown;
mod metrics;
mod monthly;
mod review;
mod uncertainty;

pub use drawdown::Drawdown;
pub use metrics::{DatedReturn, Metrics, metrics};
pub use monthly::{MonthlyRow, monthly};
pub use review::{
    CostFigures, RegimeFigures, Review, TradeFigures, costs_by_profile, daily_returns, review,
};
pub use uncertainty::{LevelOutcome, ModelUncertainty};
