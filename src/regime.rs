//! Which of six market states a day is in. One predicate per rule, the first match wins.

use serde::{Deserialize, Serialize};

use crate::market::AsOf;
use crate::signal::Signals;

/// A market state. The number is the one used in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Regime {
    /// Rising above its averages in calm.
    TrendUp = 1,
    /// Falling below its averages, volatility in its upper half.
    TrendDown = 2,
    /// A narrow range in calm.
    Compression = 3,
    /// Volatility high for its own history and high or unstable outright.
    BreakingVol = 4,
    /// Everything else.
    Choppy = 5,
    /// Around an event of the calendar.
    Event = 6,
}

impl Regime {
    /// Every regime, by number.
    pub const ALL: [Self; 6] = [
        Self::TrendUp,
        Self::TrendDown,
        Self::Compression,
        Self::BreakingVol,
        Self::Choppy,
        Self::Event,
    ];

    /// The regime's number in files, 1 to 6.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The position in tables, 0 to 5.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize - 1
    }

    /// The regime of a number 1 to 6.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }

    /// The name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TrendUp => "Trend up",
            Self::TrendDown => "Trend down",
            Self::Compression => "Compression",
            Self::BreakingVol => "Vol breakout",
            Self::Choppy => "Choppy",
            Self::Event => "Event",
        }
    }
}

/// Where one regime ends and the next begins. Shares and returns are decimals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// Calendar days before and after a scheduled event that count as event days.
    pub event_days: f64,
    /// Vol breakout: rank of RV20 above this.
    pub breaking_rank: f64,
    /// Vol breakout: RV20 above this, ...
    pub breaking_vol: f64,
    /// ... or vol of vol above this multiple of RV20.
    pub breaking_vol_of_vol: f64,
    /// Trend down: 20-day return below the negative of this; trend up: above it.
    pub trend_return: f64,
    /// Trend down: rank of RV20 above this.
    pub trend_down_rank: f64,
    /// Trend up: rank of RV20 below this.
    pub trend_up_rank: f64,
    /// Compression: 10-day range below this share of the close.
    pub compression_range: f64,
    /// Compression: rank of RV20 below this.
    pub compression_rank: f64,
    /// Compression: slope of the 20-day average within this.
    pub compression_slope: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            event_days: 3.0,
            breaking_rank: 0.80,
            breaking_vol: 0.40,
            breaking_vol_of_vol: 0.3,
            trend_return: 0.02,
            trend_down_rank: 0.50,
            trend_up_rank: 0.40,
            compression_range: 0.035,
            compression_rank: 0.30,
            compression_slope: 0.005,
        }
    }
}

/// The regime of a day, or `None` while a signal it needs is still warming up.
#[must_use]
pub fn classify(today: &AsOf<'_>, signals: &Signals, thresholds: &Thresholds) -> Option<Regime> {
    let inputs = Inputs::of(today.bar().close, signals)?;
    Some(if near_event(today, thresholds) {
        Regime::Event
    } else if breaking_vol(&inputs, thresholds) {
        Regime::BreakingVol
    } else if trend_down(&inputs, thresholds) {
        Regime::TrendDown
    } else if trend_up(&inputs, thresholds) {
        Regime::TrendUp
    } else if compression(&inputs, thresholds) {
        Regime::Compression
    } else {
        Regime::Choppy
    })
}

/// The signals a classification needs, all of them present.
struct Inputs {
    close: f64,
    ma20: f64,
    ma50: f64,
    slope_ma20: f64,
    return_20d: f64,
    range_10d: f64,
    rv20: f64,
    rv20_rank: f64,
    vol_of_vol: f64,
}

impl Inputs {
    fn of(close: f64, signals: &Signals) -> Option<Self> {
        Some(Self {
            close,
            ma20: signals.ma20?,
            ma50: signals.ma50?,
            slope_ma20: signals.slope_ma20?,
            return_20d: signals.return_20d?,
            range_10d: signals.range_10d?,
            rv20: signals.rv20?,
            rv20_rank: signals.rv20_rank?,
            vol_of_vol: signals.vol_of_vol?,
        })
    }
}

/// A scheduled event counts on both sides of its day, an unscheduled one only from it on.
fn near_event(today: &AsOf<'_>, t: &Thresholds) -> bool {
    let days = t.event_days as i64;
    today.events_within(days, days).next().is_some()
}

fn breaking_vol(i: &Inputs, t: &Thresholds) -> bool {
    i.rv20_rank > t.breaking_rank
        && (i.rv20 > t.breaking_vol || i.vol_of_vol > t.breaking_vol_of_vol * i.rv20)
}

fn trend_down(i: &Inputs, t: &Thresholds) -> bool {
    i.return_20d < -t.trend_return
        && i.close < i.ma20
        && i.close < i.ma50
        && i.slope_ma20 < 0.0
        && i.rv20_rank > t.trend_down_rank
}

fn trend_up(i: &Inputs, t: &Thresholds) -> bool {
    i.return_20d > t.trend_return
        && i.close > i.ma20
        && i.close > i.ma50
        && i.slope_ma20 > 0.0
        && i.rv20_rank < t.trend_up_rank
}

fn compression(i: &Inputs, t: &Thresholds) -> bool {
    i.range_10d < t.compression_range
        && i.rv20_rank < t.compression_rank
        && i.slope_ma20.abs() < t.compression_slope
}
