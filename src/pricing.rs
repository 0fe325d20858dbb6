//! What an option is worth: model prices and the volatility surface.

pub mod black_scholes;
mod right;
mod surface;

pub use right::Right;
pub use surface::{Model, Surface};
