//! What an option is worth: model prices, implied volatility, and the volatility surface.

pub mod american;
pub mod black_scholes;
pub mod clock;
pub mod fitted;
pub mod implied_vol;
mod mills;
pub mod smile_bounds;
mod surface;

pub use crate::market::Right;
pub use clock::{Clock, TimeOfDay};
pub use fitted::Fitted;
pub use surface::{Model, Realised, Smile, Surface, rates};
