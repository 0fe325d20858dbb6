//! Listed contracts: what exists on the exchange to be traded.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::market::{Chain, Market, Settlement, day_number, is_index};
use crate::pricing::Right;
use crate::units::{Price, Strike};

/// One listed option series. It is neither a quote nor a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Contract {
    /// Call or put.
    pub right: Right,
    /// The strike, dollars of the instrument's underlying.
    pub strike: Strike,
    /// The trading day on which it expires.
    #[serde(with = "day_number")]
    pub expiry: NaiveDate,
    /// What price of that day settles it.
    pub settlement: Settlement,
}

/// When a contract expires, and how: of all contracts of a structure the same, or one for each leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expiry {
    /// The trading day.
    pub date: NaiveDate,
    /// What price of that day settles.
    pub settlement: Settlement,
}

impl Expiry {
    /// The afternoon of a day.
    #[must_use]
    pub const fn at_close(date: NaiveDate) -> Self {
        Self { date, settlement: Settlement::Close }
    }
}

impl Contract {
    /// The contract of a strike and an expiry.
    #[must_use]
    pub const fn new(right: Right, strike: Strike, expiry: Expiry) -> Self {
        let Expiry { date, settlement } = expiry;
        Self { right, strike, expiry: date, settlement }
    }

    /// When it expires, and how.
    #[must_use]
    pub const fn series(&self) -> Expiry {
        Expiry { date: self.expiry, settlement: self.settlement }
    }

    /// When it ends, to compare with others: of one day the morning comes first.
    #[must_use]
    pub fn end(&self) -> (NaiveDate, bool) {
        (self.expiry, self.settlement == Settlement::Close)
    }

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
        let level = market.bars.last().map(|bar| bar.close);
        match is_index(symbol, &market.name, level) {
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
