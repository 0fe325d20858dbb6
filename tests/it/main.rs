//! Tests through the public doors, against values computed elsewhere.
#![allow(clippy::unwrap_used)]

mod import;
mod import_errors;
mod metrics;
mod pricing;
