//! Listed contracts: what exists on the exchange to be traded.

use chrono::{Datelike, Duration, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::market::{Chain, Market, day_number, is_trading_day};
use crate::pricing::Right;
use crate::units::{Price, Strike};

use super::structure::ExpiryRule;

/// One listed option series. It is neither a quote nor a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Contract {
    /// Call or put.
    pub right: Right,
    /// The strike, dollars of the instrument's underlying.
    pub strike: Strike,
    /// The trading day at whose close it expires.
    #[serde(with = "day_number")]
    pub expiry: NaiveDate,
}

impl Contract {
    /// Calendar days left on `date`; negative once expired.
    #[must_use]
    pub fn days_left(&self, date: NaiveDate) -> i64 {
        i64::from(self.expiry.num_days_from_ce() - date.num_days_from_ce())
    }

    /// What the contract is worth per unit if it expires with the underlying at `settlement`.
    #[must_use]
    pub fn intrinsic(&self, settlement: Price) -> Price {
        let strike = self.strike.to_price();
        match self.right {
            Right::Call => (settlement - strike).max(Price::ZERO),
            Right::Put => (strike - settlement).max(Price::ZERO),
        }
    }
}

/// Which listed product on the index is traded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instrument {
    /// A tenth of the index; European, settled in cash.
    #[default]
    MiniIndex,
    /// The index itself; European, settled in cash.
    Index,
    /// A fund at its own price; American, settled in shares, with dividends.
    #[serde(rename = "etf")]
    Fund,
}

/// Indices with options of European style that are settled in cash, as Cboe, Nasdaq and
/// Eurex list them.
const INDICES: [&str; 16] = [
    "SPX", "SPXW", "SPXPM", "XSP", "XSPW", "XEO", "NDX", "NDXP", "XND", "RUT", "RUTW", "MRUT",
    "DJX", "VIX", "VIXW", "DAX",
];
/// The level from which an underlying without a symbol is taken for an index: of all that there are
/// options on, few shares stand higher, and few indices lower.
const INDEX_LEVEL: f64 = 1_000.0;

impl Instrument {
    /// What the option quotes of a market are on, `None` without any: by the level at which they
    /// stand, and what their symbol says, or if it is empty the market's name or its level.
    ///
    /// ```
    /// use rotation::import::{Options, SourceFile, import};
    /// use rotation::trade::Instrument;
    /// let bars = b"date,open,high,low,close\n2018-01-02,266.8,268.9,266.7,268.8\n";
    /// let chain = b"date,expiry,strike,type,bid,ask,underlying\n\
    ///               2018-01-02,2018-01-19,270,C,1.9,2,268.8\n";
    /// let [bars, chain] = [("spy.csv", &bars[..]), ("chain.csv", chain)]
    ///     .map(|(name, bytes)| SourceFile { name, role: None, bytes });
    /// let market = import(&[bars, chain], &Options::default())?.market;
    /// assert_eq!(Instrument::quoted(&market, "SPY"), Some(Instrument::Fund));
    /// assert_eq!(Instrument::quoted(&market, "XSP"), Some(Instrument::Index));
    /// assert_eq!(Instrument::quoted(&market, ""), Some(Instrument::Fund));
    /// # Ok::<(), rotation::import::ImportError>(())
    /// ```
    #[must_use]
    pub fn quoted(market: &Market, symbol: &str) -> Option<Self> {
        if market.chain_scale()? == Chain::TENTH {
            return Some(Self::MiniIndex);
        }
        let name = if symbol.is_empty() { &market.name } else { symbol };
        let bare = name.rsplit(':').next().unwrap_or_default(); // a market may stand before it
        let mut words = bare.split(|c: char| !c.is_ascii_alphanumeric());
        let named = words.find(|word| !word.is_empty()).unwrap_or_default().to_ascii_uppercase();
        let is_ticker = !symbol.is_empty() && symbol.bytes().all(|c| c.is_ascii_alphabetic());
        let is_high = market.bars.last().is_some_and(|bar| bar.close >= INDEX_LEVEL);
        match INDICES.contains(&&*named) || (!is_ticker && is_high) {
            true => Some(Self::Index),
            false => Some(Self::Fund),
        }
    }

    /// Units of the underlying per contract.
    pub const MULTIPLIER: i64 = 100;

    /// The underlying of the instrument at an index level, dollars.
    #[must_use]
    pub fn spot(self, level: f64) -> f64 {
        match self {
            Self::MiniIndex => level / 10.0,
            Self::Index | Self::Fund => level,
        }
    }

    /// Whether it is a fund: options may be exercised early and deliver shares.
    #[must_use]
    pub const fn is_fund(self) -> bool {
        matches!(self, Self::Fund)
    }

    /// Distance between listed strikes around `spot`.
    #[must_use]
    pub fn strike_step(self, spot: f64) -> i64 {
        match self {
            Self::Index if spot >= 1_000.0 => 5,
            _ => 1,
        }
    }
}

/// When contracts of a third Friday, or of the day before if that is a holiday, are settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// At the close, like all others (PM).
    #[default]
    Close,
    /// At the open (AM), as the monthly contracts on an index are; those on a fund never.
    Open,
}

impl Settlement {
    /// Whether a contract of an expiry is settled at that day's open.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use rotation::trade::Instrument;
    /// use rotation::trade::contract::Settlement;
    /// let day = |day| NaiveDate::from_ymd_opt(2018, 1, day).unwrap();
    /// assert!(Settlement::Open.settles_at_open(Instrument::Index, day(19)));
    /// assert!(!Settlement::Open.settles_at_open(Instrument::Index, day(26)));
    /// assert!(!Settlement::Close.settles_at_open(Instrument::Index, day(19)));
    /// ```
    #[must_use]
    pub fn settles_at_open(self, instrument: Instrument, expiry: NaiveDate) -> bool {
        self == Self::Open && !instrument.is_fund() && ExpirySeries::Monthly.expires_on(expiry)
    }
}

/// Which weekdays expiries are listed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpirySeries {
    /// Monday, Wednesday and Friday.
    #[default]
    MondayWednesdayFriday,
    /// Fridays.
    Weekly,
    /// Third Fridays.
    Monthly,
    /// Every trading day.
    Daily,
}

impl ExpirySeries {
    fn lists(self, date: NaiveDate) -> bool {
        match (self, date.weekday()) {
            (Self::Daily, day) => !matches!(day, Weekday::Sat | Weekday::Sun),
            (Self::MondayWednesdayFriday, Weekday::Mon | Weekday::Wed | Weekday::Fri)
            | (Self::Weekly, Weekday::Fri) => true,
            (Self::Monthly, Weekday::Fri) => (15..=21).contains(&date.day()),
            _ => false,
        }
    }

    /// The listed expiry nearest the rule's target within its bounds, the earlier one on a tie.
    /// A listed day that is a holiday expires on the business day before.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use rotation::trade::{ExpiryRule, ExpirySeries};
    /// let monday = NaiveDate::from_ymd_opt(2021, 3, 29).unwrap();
    /// let rule = ExpiryRule { target: 4, minimum: 1, maximum: 5 };
    /// let expiry = ExpirySeries::Weekly.expiry(monday, &rule).unwrap();
    /// assert_eq!(expiry.to_string(), "2021-04-01"); // Good Friday was on the 2nd
    /// ```
    #[must_use]
    pub fn expiry(self, from: NaiveDate, rule: &ExpiryRule) -> Option<NaiveDate> {
        let widest = (rule.target - rule.minimum).max(rule.maximum - rule.target);
        let outwards = (0..=widest).flat_map(|distance| {
            let further = (distance > 0).then_some(rule.target + distance);
            [Some(rule.target - distance), further].into_iter().flatten()
        });
        outwards
            .filter(|days| (rule.minimum..=rule.maximum).contains(days))
            .map(|days| from + Duration::days(days))
            .find(|date| self.expires_on(*date))
    }

    /// Whether `date` is a trading day that is listed itself, or the last one before a listed
    /// holiday.
    fn expires_on(self, date: NaiveDate) -> bool {
        is_trading_day(date)
            && (self.lists(date)
                || date
                    .iter_days()
                    .skip(1)
                    .take_while(|next| !is_trading_day(*next))
                    .any(|next| self.lists(next)))
    }
}
