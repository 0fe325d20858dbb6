//! Trailing numbers: what was known at the close of a day, and nothing later.
