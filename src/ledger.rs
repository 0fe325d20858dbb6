//! The books: two-sided entries, balances derived from them, identities asserted.
