//! What is doubtful about prices and quotes that are well written: moves that may be splits, prices
//! that stand still, quotes that contradict each other or the underlying beside them.

use crate::import::findings::days::DaysFound;
use crate::import::findings::doubt::Doubt;
use crate::import::findings::warning::Warning;
use crate::market::{Bar, ChainDay, ChainQuote, Market};
use crate::math;

/// A move of the close from one day to the next that is doubted, relative.
const JUMP: f64 = 0.20;
/// What splits make of a price; a move this near to one of them is taken for a split.
const SPLITS: [f64; 10] = [0.5, 1.0 / 3.0, 0.25, 0.2, 0.1, 0.05, 2.0 / 3.0, 2.0, 3.0, 10.0];
const SPLIT_WITHIN: f64 = 0.03;
/// Days on which open, high, low and close are those of the day before.
const STALE_DAYS: usize = 3;
/// Call less put may miss forward less strike by this share of the underlying.
const PARITY: f64 = 0.02;
/// The stated underlying may stand off what calls and puts say by this share of it.
const LEVEL: f64 = 0.01;
/// Calendar days to expiry up to which interest and dividends do not matter to either.
const NEAR: i64 = 90;
/// Pairs of call and put that an expiry needs to say where the underlying stands.
const PAIRS: usize = 3;

/// Everything doubtful.
pub(crate) fn doubts(market: &Market) -> Vec<Warning> {
    let mut warnings = moves(&market.bars);
    warnings.extend(stale(&market.bars));
    warnings.extend(parity(market));
    warnings.extend(repeated_days(market));
    warnings
}

/// The warning of a doubt, if there are any days of it.
fn warn(days: DaysFound, doubt: Doubt) -> Option<Warning> {
    days.any().map(|days| Warning::Doubtful { doubt, days })
}

fn moves(bars: &[Bar]) -> Vec<Warning> {
    let (mut splits, mut jumps) = (DaysFound::default(), DaysFound::default());
    let mut units = DaysFound::default();
    for pair in bars.windows(2) {
        let ratio = pair[1].close / pair[0].close;
        if (ratio - 1.0).abs() <= JUMP {
            continue;
        }
        if [100.0, 1_000.0, 0.01, 0.001].iter().any(|unit| (ratio / unit - 1.0).abs() <= 0.1) {
            units.note(pair[1].date);
            continue;
        }
        let is_split = SPLITS.iter().any(|split| (ratio / split - 1.0).abs() <= SPLIT_WITHIN);
        (if is_split { &mut splits } else { &mut jumps }).note(pair[1].date);
    }
    let splits = warn(splits, Doubt::MayBeSplit);
    let jumps = warn(jumps, Doubt::Jump);
    let units = warn(units, Doubt::OtherUnit);
    splits.into_iter().chain(jumps).chain(units).collect()
}

fn stale(bars: &[Bar]) -> Option<Warning> {
    let prices = |bar: &Bar| [bar.open, bar.high, bar.low, bar.close];
    let mut found = DaysFound::default();
    for pair in bars.windows(2).filter(|pair| prices(&pair[0]) == prices(&pair[1])) {
        found.note(pair[1].date);
    }
    if found.count() < STALE_DAYS { None } else { warn(found, Doubt::StaleBar) }
}

/// Pairs of call and put against each other, and against the stated underlying.
fn parity(market: &Market) -> Vec<Warning> {
    let (mut pairs, mut levels) = (DaysFound::default(), DaysFound::default());
    for day in market.chain.iter().flat_map(|chain| chain.days()) {
        let near = day.by_expiry().filter(|quotes| {
            let days = quotes.expiry().map(|expiry| (expiry - day.date()).num_days());
            days.is_some_and(|days| (1..=NEAR).contains(&days))
        });
        for (place, quotes) in near.enumerate() {
            let Some(implied) = Implied::of(&quotes) else { continue };
            (0..implied.violations).for_each(|_| pairs.note(day.date()));
            let off = day.underlying().map(|stated| (implied.level / stated - 1.0).abs());
            if place == 0 && off.is_some_and(|off| off > LEVEL) {
                levels.note(day.date());
            }
        }
    }
    let pairs = warn(pairs, Doubt::Parity);
    let levels = warn(levels, Doubt::Level);
    pairs.into_iter().chain(levels).collect()
}

/// What the pairs of one expiry say of the underlying.
struct Implied {
    level: f64,
    /// How many pairs say something else.
    violations: usize,
}

impl Implied {
    fn of(quotes: &ChainDay<'_>) -> Option<Self> {
        // How far bid and ask leave it open counts for each pair.
        // Trades are of different moments, and say nothing of that.
        let width = |quote: &ChainQuote| quote.sides().map(|(bid, ask)| (ask - bid) / 2.0);
        let pairs: Vec<(f64, f64)> = quotes
            .pairs()
            .filter_map(|(call, put)| {
                let level = call.strike.to_dollars_f64() + call.mid()? - put.mid()?;
                Some((level, width(&call)? + width(&put)?))
            })
            .collect();
        if pairs.len() < PAIRS {
            return None;
        }
        let levels: Vec<f64> = pairs.iter().map(|(level, _)| *level).collect();
        let level = math::quantile(&levels, 0.5)?;
        let is_off = |(own, open): &&(f64, f64)| (own - level).abs() > PARITY * level + open;
        Some(Self { level, violations: pairs.iter().filter(is_off).count() })
    }
}

/// Days on which every contract is quoted as on the day before.
fn repeated_days(market: &Market) -> Option<Warning> {
    let chain = market.chain.as_ref()?;
    let mut found = DaysFound::default();
    let mut before: Option<ChainDay<'_>> = None;
    for day in chain.days() {
        if before.is_some_and(|before| is_repeated(&before, &day)) {
            found.note(day.date());
        }
        before = Some(day);
    }
    warn(found, Doubt::RepeatedDay)
}

fn is_repeated(before: &ChainDay<'_>, day: &ChainDay<'_>) -> bool {
    /// Fewer quotes may be the same by chance.
    const ENOUGH: usize = 10;
    let prices = |quote: ChainQuote| {
        (quote.expiry, quote.strike, quote.right, quote.bid, quote.ask, quote.traded)
    };
    day.len() >= ENOUGH
        && day.len() == before.len()
        && day.quotes().map(prices).eq(before.quotes().map(prices))
}
