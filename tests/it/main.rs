//! Tests through the public doors: against values computed elsewhere, against laws that hold for
//! any market and any scenario, and against the rules of the house.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "tests read files and stop at the first surprise"
)]

mod allocation;
mod american;
mod bad_file;
mod book_limits;
mod by_hand;
mod chain;
mod command_line;
mod contracts;
mod costs;
mod deleted_quotes;
mod digests;
mod dividends;
mod extremes;
mod figures;
mod fitted;
mod golden;
mod implied_vol;
mod import;
mod ledger;
mod limits;
mod listed;
mod lookahead;
mod market_model;
mod metrics;
mod mistakes;
mod permuted;
mod prepared;
mod pricing;
mod random;
mod regimes;
mod rotation;
mod sample;
mod scaling;
mod scenario;
mod signals;
mod stylesheet;
mod sweep;
mod tidy;
mod versions;
mod written;
