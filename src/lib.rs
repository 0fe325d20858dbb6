//! A true rotation of option strategies: six convexity profiles share one cash account.
//!
//! Each trading day the market is measured, the regime classified, the six profiles scored, the
//! capital allocated under limits, and the difference traded with real costs. Every cent is in a
//! two-sided journal whose identities are checked with `==` at the end of every day.
//!
//! ```
//! use rotation::analysis::review;
//! use rotation::engine::{Scenario, run};
//! use rotation::import::{Options, SourceFile, import};
//!
//! // A quarter of daily bars as a vendor writes them; the first 50 warm the signals up.
//! let mut csv = String::from("Date,Open,High,Low,Close\n");
//! let mut day = chrono::NaiveDate::from_ymd_opt(2024, 1, 2).unwrap();
//! for number in 0..66 {
//!     while !rotation::market::is_trading_day(day) {
//!         day = day.succ_opt().unwrap();
//!     }
//!     let close = 4_700 + number * 4 + (number * 37 % 11) * 9;
//!     csv += &format!("{day},{},{},{},{close}\n", close - 6, close + 15, close - 21);
//!     day = day.succ_opt().unwrap();
//! }
//! let file = SourceFile { name: "quarter.csv", role: None, bytes: csv.as_bytes() };
//! let market = import(&[file], &Options::default())?.market;
//!
//! let report = run(&market, &Scenario::default(), |_done, _all| {})?;
//! let last = report.days.last().unwrap();
//! assert_eq!(last.equity(), report.scenario.capital() + last.realised + last.unrealised);
//!
//! let review = review(&report, market.fingerprint());
//! assert_eq!(review.metrics.days, 16); // the others warm up the signals
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Reading order: [`units`] and [`market`] are the data, [`import`] reads it;
//! [`signal`], [`regime`], [`profile`] and [`allocate`] what is decided; [`pricing`], [`trade`]
//! and [`ledger`] what it costs and where the money goes. [`engine`] is the day. [`analysis`],
//! [`view`], [`chart`] and [`share`] tell what came of it. A module uses only the ones before
//! it; `ARCHITECTURE.md` draws the arrows.
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

pub mod analysis;

pub mod view;

pub mod chart;

pub mod share;

pub mod protocol;

#[cfg(target_os = "unknown")]
pub mod worker;

#[cfg(all(target_os = "unknown", feature = "page"))]
#[allow(clippy::too_many_lines, reason = "a view may be as long as its markup")]
pub mod app;
