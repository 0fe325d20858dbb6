//! Where the options' underlying stands, and whether it was split overnight.

use crate::market::{Chain, ChainDay, Right};
use crate::math;

/// Calendar days to expiry up to which parity says where the underlying stands.
const NEAR: std::ops::RangeInclusive<i64> = 1..=60;
/// Carry beyond what interest less dividends has been is none, per year.
const CARRY: f64 = 0.15;
/// Carry where one expiry alone cannot tell it, per year.
const UNKNOWN_CARRY: f64 = 0.05;
/// What is written and what parity says are one level within this.
const CONFIRMS: f64 = 0.005;

/// The level of the options' underlying: what is written, else what parity says without carry, and
/// whether both say the same. Where they do not, that is doubted elsewhere, and the bar that closes
/// at `close` is not to follow the one that is wrong: the nearer one counts.
pub(super) fn level(day: &ChainDay<'_>, close: f64) -> Option<(f64, bool)> {
    let off = |level: f64| {
        let off = |scale: f64| math::ln(level / (close * scale)).abs();
        off(Chain::WHOLE).min(off(Chain::TENTH))
    };
    match (day.underlying(), implied(day)) {
        (None, implied) => implied,
        (Some(stated), None) => Some((stated, false)),
        (Some(stated), Some((level, _))) => {
            let is_confirmed = (level / stated - 1.0).abs() <= CONFIRMS;
            let nearer = if is_confirmed || off(stated) <= off(level) { stated } else { level };
            Some((nearer, is_confirmed))
        }
    }
}

/// The spot by put-call parity of the two nearest expiries, with their carry taken out; of one
/// alone its forward, which is not sure.
fn implied(day: &ChainDay<'_>) -> Option<(f64, bool)> {
    let near = day.by_expiry().filter_map(|quotes| {
        let days = (quotes.expiry()? - day.date()).num_days();
        NEAR.contains(&days).then_some(())?;
        Some((days as f64 / 365.0, forward(&quotes)?))
    });
    let mut near = near.take(8);
    let first = near.next()?;
    let second = near.find(|next| next.0 > first.0);
    let carry = second.map(|second| math::ln(second.1 / first.1) / (second.0 - first.0));
    Some(match carry.filter(|carry| carry.abs() <= CARRY) {
        Some(carry) => (first.1 * math::exp(-carry * first.0), true),
        None => (first.1, first.0 * UNKNOWN_CARRY < 0.001),
    })
}

/// The forward of an expiry: the median of strike + call - put over the five pairs that are
/// nearest to the money.
fn forward(quotes: &ChainDay<'_>) -> Option<f64> {
    const PAIRS: usize = 3;
    let mut pairs: Vec<(f64, f64)> = quotes
        .pairs()
        .filter_map(|(call, put)| {
            let difference = call.mid()? - put.mid()?;
            Some((difference.abs(), call.strike.to_dollars_f64() + difference))
        })
        .collect();
    if pairs.len() < PAIRS {
        return None;
    }
    math::sort_by_key(&mut pairs, |(difference, _)| *difference);
    let forwards: Vec<f64> = pairs.iter().take(5).map(|(_, forward)| *forward).collect();
    math::quantile(&forwards, 0.5)
}

/// Ratios that splits have.
const RATIOS: [f64; 14] =
    [2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 15.0, 20.0, 25.0, 30.0, 50.0, 1.5];
/// How far the price may move besides on such a day, as a logarithm.
const MOVE: f64 = 0.15;

/// The ratio of a split between two days of quotes, the second of which stands at `1 / fall` of the
/// first: the strikes of expiries that both have are divided by it, hardly one is left as it was,
/// and a call and a put at the money cost the same share of the level.
pub(super) fn split_between(before: &ChainDay<'_>, day: &ChainDay<'_>, fall: f64) -> Option<f64> {
    let both = RATIOS.into_iter().flat_map(|ratio| [ratio, 1.0 / ratio]);
    let near = |ratio: &f64| math::ln(fall / ratio).abs();
    let ratio = both.reduce(|best, next| if near(&next) < near(&best) { next } else { best })?;
    if near(&ratio) > MOVE {
        return None;
    }
    let strikes = |quotes: &ChainDay<'_>| -> Vec<i64> {
        let calls = quotes.quotes().filter(|quote| quote.right == Right::Call);
        calls.map(|quote| quote.strike.as_thousandths()).collect()
    };
    let (mut all, mut kept, mut divided) = (0, 0, 0);
    let mut costs: Vec<f64> = Vec::new();
    for old in before.by_expiry() {
        let Some(new) = day.by_expiry().find(|new| new.series() == old.series()) else { continue };
        let known = strikes(&new);
        for strike in strikes(&old) {
            // The Options Clearing Corporation rounds to cents.
            let after = (strike as f64 / ratio / 10.0).round() as i64 * 10;
            all += 1;
            kept += usize::from(known.binary_search(&strike).is_ok());
            divided += usize::from(known.iter().any(|own| (own - after).abs() <= 10));
        }
        costs.extend(straddle(&old).zip(straddle(&new)).map(|(old, new)| new / old));
    }
    let costs = math::quantile(&costs, 0.5)?;
    let are_divided = 2 * divided > all && 4 * kept < all;
    (are_divided && (0.5..1.6).contains(&costs)).then_some(ratio)
}

/// What a call and a put at the money cost together, as a share of the level.
fn straddle(quotes: &ChainDay<'_>) -> Option<f64> {
    let costs = quotes.pairs().filter_map(|(call, put)| {
        let (call_mid, put_mid) = (call.mid()?, put.mid()?);
        let share = (call_mid + put_mid) / call.strike.to_dollars_f64();
        Some(((call_mid - put_mid).abs(), share))
    });
    let nearest = costs.reduce(|best, next| if next.0 < best.0 { next } else { best });
    nearest.map(|(_, share)| share)
}
