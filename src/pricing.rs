//! What an option is worth: model prices and the volatility surface.

pub mod american;
pub mod black_scholes;
pub mod implied_vol;
mod mills;
mod right;
mod surface;

pub use right::Right;
pub use surface::{Model, Surface};
