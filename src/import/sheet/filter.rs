//! Which option quotes of a file are wanted, so that a large one need not fit in memory.

use crate::import::table::contract::without_market;
use crate::import::table::number::{self, DecimalMark, Number};
use crate::import::table::time;
use crate::market::ChainQuote;

/// The quotes that are kept; what is `None` asks for nothing. A quote that lacks what is asked of
/// it, such as a delta, is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// The symbol of the underlying, of a file that names several.
    pub underlying: Option<String>,
    /// The fewest calendar days to expiry.
    pub min_days: Option<u32>,
    /// The most calendar days to expiry.
    pub max_days: Option<u32>,
    /// The farthest that a strike is from the underlying, percent of the underlying.
    pub moneyness: Option<f64>,
    /// The least absolute delta.
    pub min_delta: Option<f64>,
    /// The greatest absolute delta.
    pub max_delta: Option<f64>,
    /// The lowest bid, dollars, or price of a trade where no bid is; none counts as 0.
    pub min_bid: Option<f64>,
    /// The root of the contracts, such as SPXW for those of SPX that are settled in the afternoon.
    pub root: Option<String>,
    /// The time of day that counts, in seconds since midnight, as the file writes times: of each
    /// day the last quotes up to it. `None` for the last ones of the session.
    pub at: Option<u32>,
}

impl Filter {
    /// What can be asked of a quote where it is typed: the words of its field, and an example.
    pub const FIELDS: [(&str, &str); 9] = [
        ("Underlying", "SPX"),
        ("Min DTE", "0"),
        ("Max DTE", "180"),
        ("Strikes within % of the underlying", "25"),
        ("Min absolute delta", "0.02"),
        ("Max absolute delta", "0.98"),
        ("Min bid, dollars", "0.05"),
        ("Root of the contracts", "SPXW"),
        ("Time of day", "15:45"),
    ];

    /// Which of the fields names the underlying.
    pub const UNDERLYING: usize = 0;

    /// What the texts of all fields ask for; an empty one asks for nothing.
    ///
    /// # Errors
    /// The field whose text is no number it can have, and what to do.
    pub fn typed(texts: &[String]) -> Result<Self, String> {
        let text =
            |at: usize| texts.get(at).map(|text| text.trim()).filter(|text| !text.is_empty());
        let refused = |at: usize, text: &str| {
            let (label, example) = Self::FIELDS[at];
            let what = if at == 8 { "a time" } else { "a number" };
            format!(
                "{label}: expected {what} such as {example}, found {text}; correct or clear the \
                 field"
            )
        };
        let number = |at: usize| match text(at) {
            None => Ok(None),
            Some(text) => match number::read(text.as_bytes(), DecimalMark::Dot) {
                Number::Value(number) | Number::Grouped(number) if number >= 0.0 => {
                    Ok(Some(number))
                }
                _ => Err(refused(at, text)),
            },
        };
        let days = |at: usize| match number(at)? {
            Some(number) if number.fract() != 0.0 || number > 100_000.0 => {
                Err(refused(at, text(at).unwrap_or_default()))
            }
            days => Ok(days.map(|days| days as u32)),
        };
        Ok(Self {
            underlying: text(0).map(str::to_owned),
            min_days: days(1)?,
            max_days: days(2)?,
            moneyness: number(3)?,
            min_delta: number(4)?,
            max_delta: number(5)?,
            min_bid: number(6)?,
            root: text(7).map(str::to_owned),
            at: match text(8) {
                None => None,
                Some(text) => Some(Self::time(text).ok_or_else(|| refused(8, text))?),
            },
        })
    }

    /// A time of day such as `15:45`, in seconds since midnight.
    #[must_use]
    pub fn time(text: &str) -> Option<u32> {
        text.contains(':').then(|| time::of_day(text.trim().as_bytes()))?
    }

    /// Whether contracts of an underlying and a root are wanted. The underlying that is asked for
    /// may be the root: of a file that names neither all are wanted, unless a root is asked for.
    pub(crate) fn wants_contract(&self, symbol: &[u8], root: &[u8], has_name: bool) -> bool {
        let is_root = |asked: &String| is_same(root, asked);
        self.root.as_ref().is_none_or(is_root)
            && (!has_name
                || self.wants_symbol(symbol)
                || self.underlying.as_ref().is_some_and(is_root))
    }

    /// Whether rows of a symbol are wanted. What stands in front of the symbol, as in `^SPX` or
    /// `I:SPX`, may be left away.
    pub(crate) fn wants_symbol(&self, symbol: &[u8]) -> bool {
        self.underlying.as_ref().is_none_or(|wanted| is_same(symbol, wanted))
    }

    /// Whether contracts with some numbers of days to expiry are not wanted.
    pub(crate) fn asks_days(&self) -> bool {
        self.min_days.is_some() || self.max_days.is_some()
    }

    /// Whether contracts with so many days to expiry are wanted.
    pub(crate) fn wants_days(&self, days: i64) -> bool {
        self.min_days.is_none_or(|least| days >= i64::from(least))
            && self.max_days.is_none_or(|most| days <= i64::from(most))
    }

    /// Whether a quote is wanted, besides what its symbol and its expiry say.
    pub(crate) fn wants(&self, quote: &ChainQuote, underlying: Option<f64>) -> bool {
        let is_near = |underlying: f64| {
            let off = || 100.0 * (quote.strike.to_dollars_f64() / underlying - 1.0).abs();
            self.moneyness.is_none_or(|most| off() <= most)
        };
        let is_within = |delta: f64| {
            self.min_delta.is_none_or(|least| delta.abs() >= least)
                && self.max_delta.is_none_or(|most| delta.abs() <= most)
        };
        let bid = quote.bid.or(quote.traded).unwrap_or(0.0);
        underlying.is_none_or(is_near)
            && quote.delta.is_none_or(is_within)
            && self.min_bid.is_none_or(|least| bid >= least)
    }
}

fn is_same(symbol: &[u8], asked: &str) -> bool {
    bare(symbol).eq_ignore_ascii_case(bare(asked.trim().as_bytes()))
}

/// A symbol without a mark or a market in front of it.
fn bare(symbol: &[u8]) -> &[u8] {
    let symbol = without_market(symbol);
    &symbol[symbol.iter().position(u8::is_ascii_alphanumeric).unwrap_or(0)..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::{Right, Settlement};
    use crate::units::Strike;

    #[test]
    fn a_quote_is_wanted_unless_something_speaks_against_it() {
        let quote = ChainQuote {
            expiry: "2024-02-16".parse().unwrap(),
            settlement: Settlement::Close,
            strike: Strike::dollars(90),
            right: Right::Put,
            bid: Some(0.5),
            ask: Some(0.6),
            traded: None,
            iv: None,
            delta: Some(-0.2),
            volume: None,
            open_interest: None,
        };
        let check = |filter: Filter, spot, expected| {
            assert_eq!(filter.wants(&quote, spot), expected, "{filter:?}");
        };
        let open = Filter::default;
        check(open(), Some(100.0), true);
        check(Filter { moneyness: Some(10.0), ..open() }, Some(100.0), true);
        check(Filter { moneyness: Some(9.9), ..open() }, Some(100.0), false);
        check(Filter { moneyness: Some(9.9), ..open() }, None, true);
        check(Filter { min_delta: Some(0.2), max_delta: Some(0.2), ..open() }, None, true);
        check(Filter { min_delta: Some(0.21), ..open() }, None, false);
        check(Filter { max_delta: Some(0.19), ..open() }, None, false);
        check(Filter { min_bid: Some(0.51), ..open() }, None, false);
        check(Filter { min_bid: Some(0.5), ..open() }, None, true);
    }

    #[test]
    fn a_symbol_and_its_days() {
        let spx = Filter { underlying: Some(" spx ".to_owned()), ..Filter::default() };
        for (symbol, expected) in [
            ("SPX", true),
            ("^SPX", true),
            ("I:SPX", true),
            ("SPXW", false),
            ("I:", false),
            ("", false),
        ] {
            assert_eq!(spx.wants_symbol(symbol.as_bytes()), expected, "{symbol}");
        }
        let with_market = Filter { underlying: Some("O:SPX".to_owned()), ..Filter::default() };
        assert!(with_market.wants_symbol(b"SPX") && !with_market.wants_symbol(b"SPXW"));
        let days = Filter { min_days: Some(7), max_days: Some(60), ..Filter::default() };
        for (left, expected) in [(6, false), (7, true), (60, true), (61, false), (-1, false)] {
            assert_eq!(days.wants_days(left), expected, "{left}");
        }
        assert!(Filter::default().wants_symbol(b"any") && Filter::default().wants_days(-1));
    }

    #[test]
    fn what_is_typed_is_what_is_asked_for() {
        let check = |at: usize, text: &str| {
            let mut texts = vec![String::new(); Filter::FIELDS.len()];
            texts[at] = text.to_owned();
            Filter::typed(&texts)
        };
        assert_eq!(Filter::typed(&[]), Ok(Filter::default()));
        let asked = check(0, " SPX ").unwrap();
        assert_eq!(asked, Filter { underlying: Some("SPX".to_owned()), ..Filter::default() });
        assert_eq!(check(2, "60"), Ok(Filter { max_days: Some(60), ..Filter::default() }));
        assert_eq!(check(2, "1,000"), Ok(Filter { max_days: Some(1_000), ..Filter::default() }));
        assert_eq!(check(6, "0.05"), Ok(Filter { min_bid: Some(0.05), ..Filter::default() }));
        for (at, text) in [(1, "x"), (1, "1.5"), (2, "-1"), (3, "many"), (6, "1e999"), (6, "0,05")]
        {
            let error = check(at, text).unwrap_err();
            assert!(error.starts_with(Filter::FIELDS[at].0) && error.contains(text), "{error}");
        }
    }
}
