//! What an option is worth: model prices, implied volatility, and the volatility surface.

pub mod american;
pub mod black_scholes;
pub mod fitted;
pub mod implied_vol;
mod mills;
mod surface;

pub use crate::market::Right;
pub use fitted::Fitted;
pub use surface::{Model, Surface, rates};
