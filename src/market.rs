//! What is known of the world: bars, volatility indices, option quotes, events, the exchange's
//! calendar.
//!
//! [`Market`] is everything that was loaded; [`AsOf`] is the part of it that was known at the
//! close of one day. Signals only ever receive the latter.

mod bar;
mod calendar;
mod chain;
pub mod day_number;
mod event;
mod history;
mod loaded_file;
mod opens;
mod right;
mod sessions;
pub mod settlement;
mod split;
mod trade_log;
mod underlying;

pub use bar::Bar;
pub use calendar::{is_trading_day, next_trading_day, previous_trading_day};
pub use chain::{Chain, ChainDay, ChainQuote, PackedQuote, QuotedDay};
pub use event::Event;
pub use history::{AsOf, Fingerprint, Market, Series};
pub use loaded_file::{DataKind, FileFingerprint, LoadedFile};
pub use opens::{YearOfOpens, YearsWithoutOpens, is_stale_open};
pub use right::Right;
pub use sessions::sessions_between;
pub use settlement::Settlement;
pub use split::Split;
pub use trade_log::{Funds, TradeLog};
pub use underlying::Underlying;
pub(crate) use underlying::{is_index, is_unknown};
