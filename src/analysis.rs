//! What a finished run amounts to.

mod benchmark;
pub mod deflated;
mod drawdown;
mod excess;
mod metrics;
mod monthly;
mod review;
pub mod sweep;
mod uncertainty;
mod write;

pub use benchmark::{Benchmark, BenchmarkKind, Span, benchmarks};
pub use drawdown::Drawdown;
pub use excess::{Excess, excess};
pub use metrics::{DatedReturn, Metrics, metrics, metrics_in_excess};
pub use monthly::{MonthlyRow, monthly};
pub use review::{
    CostFigures, FEWEST_DAYS, RegimeFigures, Review, TradeFigures, costs_by_profile, daily_rates,
    daily_returns, review,
};
pub use uncertainty::{LevelOutcome, ModelUncertainty};
