//! Tests through the public doors: against values computed elsewhere, against laws that hold for
//! any market and any scenario, and against the rules of the house.
#![allow(clippy::unwrap_used)]

mod by_hand;
mod import;
mod ledger;
mod lookahead;
mod metrics;
mod pricing;
mod random;
mod sample;
mod signals;
mod tidy;
