//! Trailing numbers: computed from data up to the close of a day, and nothing later.
//!
//! [`Tape::measure`] takes the days in order, each as an [`AsOf`](crate::market::AsOf) view that
//! ends there, and
//! returns the day's [`Signals`]. Windows end at the day and include it; deviations are of the
//! sample; a value is `None` until its window is full.

mod implied;
mod tape;
mod trailing;

use serde::{Deserialize, Serialize};

pub use implied::{ImpliedSource, Quoted};
pub use tape::Tape;

/// Everything measured at one close. Volatilities are annualised decimals, returns and slopes
/// decimals, prices in points of the underlying; `None` while warming up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Signals {
    /// Realised volatility over 5 returns.
    pub rv5: Option<f64>,
    /// Realised volatility over 10 returns.
    pub rv10: Option<f64>,
    /// Realised volatility over 20 returns.
    pub rv20: Option<f64>,
    /// Realised volatility over 60 returns; only where no volatility index is quoted, which it
    /// stands in for.
    pub rv60: Option<f64>,
    /// Mean true range over 5 days, points.
    pub atr5: Option<f64>,
    /// Mean true range over 10 days, points.
    pub atr10: Option<f64>,
    /// Mean close over 20 days, points.
    pub ma20: Option<f64>,
    /// Mean close over 50 days, points.
    pub ma50: Option<f64>,
    /// Change of the 20-day mean over 5 days.
    pub slope_ma20: Option<f64>,
    /// Change of the 50-day mean over 5 days.
    pub slope_ma50: Option<f64>,
    /// Close against its 20-day mean.
    pub price_to_ma20: Option<f64>,
    /// Close against its 50-day mean.
    pub price_to_ma50: Option<f64>,
    /// Return over 5 days.
    pub return_5d: Option<f64>,
    /// Return over 10 days.
    pub return_10d: Option<f64>,
    /// Return over 20 days.
    pub return_20d: Option<f64>,
    /// Highest high less lowest low of 10 days, as a share of the close.
    pub range_10d: Option<f64>,
    /// Rank of RV20 among the 60 days before.
    pub rv20_rank: Option<f64>,
    /// Deviation of RV10 over 20 days.
    pub vol_of_vol: Option<f64>,
    /// Implied volatility at 7 days.
    pub iv7: Option<f64>,
    /// Implied volatility at 20 days.
    pub iv20: Option<f64>,
    /// Implied volatility at 60 days.
    pub iv60: Option<f64>,
    /// Where the implied volatilities came from.
    pub iv_source: ImpliedSource,
    /// Rank of the 20-day implied volatility among the 59 days before.
    pub iv_rank_20: Option<f64>,
    /// Rank of the 60-day implied volatility among the 89 days before.
    pub iv_rank_60: Option<f64>,
    /// Volatility of volatility: the file's index, else the realised one.
    pub vvix: Option<f64>,
    /// Whether `vvix` is a quoted index.
    pub vvix_quoted: bool,
    /// The 80 % quantile of `vvix` over 60 days.
    pub vvix_80: Option<f64>,
    /// Least-squares slope of `vvix` over 5 days, per day.
    pub vvix_slope: Option<f64>,
    /// Whether `skew_z` compares skews of the chain.
    pub skew_quoted: bool,
    /// How unusual today's skew is, in deviations over 60 days.
    pub skew_z: Option<f64>,
    /// Today's move against the mean true range of 5 days.
    pub move_size: Option<f64>,
}

/// A signal's column name in the reference files, and how to read it.
pub type SignalColumn = (&'static str, fn(&Signals) -> Option<f64>);

impl Signals {
    /// The numeric columns before `iv_source`, in the order of the reference files.
    pub const BEFORE_SOURCE: [SignalColumn; 20] = [
        ("RV5", |s| s.rv5),
        ("RV10", |s| s.rv10),
        ("RV20", |s| s.rv20),
        ("ATR5", |s| s.atr5),
        ("ATR10", |s| s.atr10),
        ("MA20", |s| s.ma20),
        ("MA50", |s| s.ma50),
        ("slope_MA20", |s| s.slope_ma20),
        ("slope_MA50", |s| s.slope_ma50),
        ("price_to_MA20", |s| s.price_to_ma20),
        ("price_to_MA50", |s| s.price_to_ma50),
        ("return_5d", |s| s.return_5d),
        ("return_10d", |s| s.return_10d),
        ("return_20d", |s| s.return_20d),
        ("range_10d", |s| s.range_10d),
        ("RV20_rank", |s| s.rv20_rank),
        ("vol_of_vol", |s| s.vol_of_vol),
        ("IV7", |s| s.iv7),
        ("IV20", |s| s.iv20),
        ("IV60", |s| s.iv60),
    ];

    /// The numeric columns after `iv_source`.
    pub const AFTER_SOURCE: [SignalColumn; 6] = [
        ("IV_rank_20", |s| s.iv_rank_20),
        ("IV_rank_60", |s| s.iv_rank_60),
        ("VVIX_80", |s| s.vvix_80),
        ("VVIX_slope", |s| s.vvix_slope),
        ("skew_z", |s| s.skew_z),
        ("move_size", |s| s.move_size),
    ];
}
