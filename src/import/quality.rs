//! What was looked for in prices and quotes that are well written, found or not.

pub(crate) mod checks;
pub(crate) mod doubts;
pub(crate) mod market;
