//! The books: two-sided entries, balances derived from them, identities asserted.
//!
//! Every movement of value is an [`Entry`] that debits one account and credits another by the
//! same integer amount. A balance is the sum of its entries; nothing sets it. What the positions
//! say of themselves is compared with the books by [`audit`] at the end of every day.

mod account;
mod audit;
mod journal;

pub use account::Account;
pub use audit::{AccountTotals, Identity, Imbalance, audit};
pub use journal::{Cause, Entry, Journal};
