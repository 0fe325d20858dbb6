//! What the page shows of its state. Views do no arithmetic: [`present`](crate::present) says what
//! is written and [`chart`](crate::chart) where things lie.

pub mod choice;
pub mod crosshair;
pub mod day;
pub mod equity;
pub mod grid;
pub mod headline;
pub mod metrics;
pub mod outcome;
pub mod regimes;
pub mod result;
pub mod tabs;
pub mod zooming;

pub use day::Day;
pub use outcome::Outcome;
