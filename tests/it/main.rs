//! Tests through the public doors, against values computed elsewhere.
#![allow(clippy::unwrap_used)]

mod import;
mod metrics;
mod pricing;
