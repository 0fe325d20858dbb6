//! Quantities with units. What they are, how they are made, how they print; nothing else.
//!
//! A constructor names the unit it takes, so that 24 % can never be read as 2400 %:
//!
//! ```
//! use rotation::units::{Money, Vol};
//! assert_eq!(Vol::percent(24.0), Vol::annual(0.24));
//! assert_eq!(Money::dollars(3) - Money::micros(2_050), Money::micros(2_997_950));
//! ```
//!
//! Money, prices, strikes and contract counts are integers and exact. Volatilities, rates and years
//! belong to models and are floats.

mod contracts;
mod money;
mod price;
mod rate;
mod strike;
mod vol;
mod years;

pub use contracts::Contracts;
pub use money::Money;
pub use price::Price;
pub use rate::Rate;
pub use strike::Strike;
pub use vol::Vol;
pub use years::Years;
