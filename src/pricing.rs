//! What an option is worth: model prices and the volatility surface.

pub mod black_scholes;
mod surface;

pub use crate::market::Right;
pub use surface::{Model, Surface};
