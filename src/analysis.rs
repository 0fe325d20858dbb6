//! What a finished run amounts to.

mod drawdown;
mod metrics;
mod monthly;

pub use drawdown::Drawdown;
pub use metrics::{DatedReturn, Metrics, metrics};
pub use monthly::{MonthlyRow, monthly};
