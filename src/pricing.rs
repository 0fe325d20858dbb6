//! What an option is worth: model prices and the volatility surface.

mod black_scholes;
mod right;

pub use black_scholes::{Greeks, Terms, delta, greeks, price};
pub use right::Right;
