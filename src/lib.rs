//! A true rotation of option strategies: six convexity profiles share one cash account.
//!
//! Each trading day the market is measured, the regime classified, the six profiles scored, the
//! capital allocated under limits, and the difference traded with real costs. Every cent is in a
//! two-sided journal whose identities are checked with `==` at the end of every day.
//!
//! Reading order: [`units`] and [`market`] say what is known; [`signal`], [`regime`], [`profile`]
//! and [`allocate`] what is decided; [`pricing`], [`trade`] and [`ledger`] what it costs and
//! where the money goes; [`engine`] is the day. A module uses only the ones above it.
#![forbid(unsafe_code)]

pub mod units;

pub mod math;

pub mod market;

pub mod import;

pub mod signal;

pub mod regime;

pub mod pricing;

pub mod trade;

pub mod ledger;

pub mod profile;

pub mod allocate;

pub mod engine;

pub mod message;

pub mod analysis;

pub mod present;

pub mod chart;

pub mod share;

#[cfg(target_arch = "wasm32")]
pub mod web;
