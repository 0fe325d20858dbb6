//! What is traded and what trading costs: contracts, structures, quotes, fills, positions, margin.

pub mod calendar;
mod capacity;
pub mod contract;
pub mod cost;
pub mod exit;
pub mod hedge;
mod holding;
pub mod listing;
pub mod margin;
pub mod position;
pub mod quote;
pub mod quoter;
pub mod sizing;
pub mod structure;

pub use crate::market::Settlement;
pub use calendar::{Expiries, ExpirySeries};
pub use capacity::Capacity;
pub use contract::{Contract, Expiry, Instrument};
pub use cost::{Costs, Fees, Fill, Side, SpreadModel};
pub use exit::Exits;
pub use hedge::{HedgeRule, Hedging};
pub use holding::Holding;
pub use listing::Listing;
pub use position::{Leg, Position};
pub use quote::{Provenance, Quote};
pub use quoter::{Mark, Quoter, Term};
pub use structure::{ExpiryRule, LegRule, StrikeRule, Structure, StructureError};
