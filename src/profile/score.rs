//! The scores: geometric means of logistic factors over the day's signals.

use crate::math;
use crate::signal::Signals;

use super::PerProfile;

/// How strongly each profile's edge is on, 0 to 1; `None` while a signal it needs warms up.
pub type Scores = PerProfile<Option<f64>>;

/// Weight of the newest value in the 7-day exponential average: 2 / (7 + 1).
const EMA7: f64 = 0.25;

/// Scores one day after the other. It remembers the two smoothed scores, nothing else.
#[derive(Clone, Debug, Default)]
pub struct Scorer {
    short_gamma: Smoothed,
    skew: Smoothed,
}

impl Scorer {
    /// The scores of the next day. Days are given in order, each once.
    pub fn score(&mut self, signals: &Signals) -> Scores {
        let shared = Shared::of(signals);
        [
            long_gamma(signals, &shared),
            self.short_gamma.next(short_gamma(signals, &shared)),
            charm(signals, &shared),
            vanna(signals, &shared),
            self.skew.next(skew(signals, &shared)),
            vol_of_vol(signals, &shared),
        ]
    }
}

/// An exponential average, seeded with the first value it is given.
#[derive(Clone, Debug, Default)]
struct Smoothed(Option<f64>);

impl Smoothed {
    fn next(&mut self, value: Option<f64>) -> Option<f64> {
        let value = value?;
        let smoothed = self.0.map_or(value, |last| EMA7 * value + (1.0 - EMA7) * last);
        self.0 = Some(smoothed);
        self.0
    }
}

/// The factors that several profiles have in common.
struct Shared {
    /// The trend points up.
    uptrend: Option<f64>,
    /// Volatility of volatility rises ...
    vvix_rises: Option<f64>,
    /// ... or falls.
    vvix_falls: Option<f64>,
}

impl Shared {
    fn of(s: &Signals) -> Self {
        // A quoted index moves about ten times as far as the stand-in from realised volatility.
        let steepness = if s.vvix_quoted { 100.0 } else { 1000.0 };
        let vvix = s.vvix_slope.map(|slope| math::logistic_both_ways(steepness * slope));
        Self {
            uptrend: s.slope_ma20.map(|slope| logistic(100.0, slope)),
            vvix_rises: vvix.map(|(rises, _)| rises),
            vvix_falls: vvix.map(|(_, falls)| falls),
        }
    }
}

fn long_gamma(s: &Signals, shared: &Shared) -> Option<f64> {
    geometric_mean([
        logistic(5.0, s.rv10? / s.iv60? - 0.9),
        logistic(5.0, 0.4 - s.iv_rank_60?),
        shared.uptrend?,
    ])
}

fn short_gamma(s: &Signals, shared: &Shared) -> Option<f64> {
    geometric_mean([
        logistic(5.0, s.rv5? / s.iv7? - 0.8),
        logistic(3.0, s.move_size? - 1.0),
        shared.vvix_rises?,
    ])
}

fn charm(s: &Signals, shared: &Shared) -> Option<f64> {
    geometric_mean([
        logistic(5.0, s.iv20? / s.rv10? - 1.4),
        logistic(100.0, 0.035 - s.range_10d?),
        shared.vvix_falls?,
    ])
}

fn vanna(s: &Signals, shared: &Shared) -> Option<f64> {
    geometric_mean([logistic(5.0, 0.3 - s.iv_rank_20?), shared.uptrend?, shared.vvix_falls?])
}

fn skew(s: &Signals, shared: &Shared) -> Option<f64> {
    geometric_mean([
        logistic(2.0, s.skew_z? - 1.0),
        shared.vvix_rises?,
        logistic(5.0, s.rv5? / s.iv20? - 1.0),
    ])
}

fn vol_of_vol(s: &Signals, shared: &Shared) -> Option<f64> {
    geometric_mean([
        logistic(5.0, s.vvix? / s.vvix_80? - 1.0),
        shared.vvix_rises?,
        logistic(5.0, 0.5 - s.iv_rank_20?),
        logistic(5.0, 1.0 - s.rv10? / s.iv20?),
    ])
}

fn logistic(steepness: f64, x: f64) -> f64 {
    math::logistic(steepness * x)
}

/// Factors lie between 0 and 1, so their product neither overflows nor changes sign; a factor that
/// is not a number leaves no score.
fn geometric_mean<const N: usize>(factors: [f64; N]) -> Option<f64> {
    let product: f64 = factors.iter().product();
    let mean = if N == 3 { math::cbrt(product) } else { product.sqrt().sqrt() };
    mean.is_finite().then_some(mean)
}
