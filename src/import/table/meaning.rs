//! What a column of a file may hold, and how the header of a column is compared.

use std::fmt;

use crate::market::{Right, Series};

/// What a row says of a call or a put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Bid,
    Ask,
    ImpliedVol,
    Delta,
    Volume,
    OpenInterest,
    Theta,
    Vega,
    /// The symbol of the contract.
    Contract,
}

/// What marks a contract that is not standard, as one with another deliverable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Anything but nothing, 0 or false.
    Flag,
    /// How many shares a contract is of.
    Size,
    /// A letter of historicaloptiondata.com's column of exchanges.
    Letter,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Date,
    /// The date where there is no better one, else the time of day.
    Time,
    /// What is in an account after a trade.
    Funds,
    /// What a trade made, after costs.
    Profit,
    Open,
    High,
    Low,
    Close,
    AdjustedClose,
    /// Shares after a split for one before it; nothing, 0 or 1 without one.
    Split,
    Volume,
    Symbol,
    Series(Series),
    Regime,
    /// The score of profile 1 to 6, counted from 0.
    Score(usize),
    EventType,
    EventName,
    Scheduled,
    Expiry,
    Strike,
    Right,
    Bid,
    Ask,
    /// What an option was last traded at, where it has neither bid nor ask.
    Trade,
    ImpliedVol,
    Delta,
    Theta,
    Vega,
    OpenInterest,
    /// The price of the options' underlying; a symbol where another column has the price.
    Underlying,
    UnderlyingBid,
    UnderlyingAsk,
    /// What a contract's symbol begins with, which may tell how it is settled.
    Root,
    /// Whether a contract is settled in the morning (AM) or in the afternoon (PM).
    Settles,
    /// A symbol that has root, expiry, right and strike of a contract.
    Contract,
    /// A part of the call's or the put's quote, where both stand on one row.
    Side(Right, Part),
    /// Whether a contract is not standard.
    Mark(Mark),
    /// What an instrument is, as some files have futures beside options.
    Instrument,
}

impl Meaning {
    /// Open, high, low and close.
    pub(crate) const PRICES: [Self; 4] = [Self::Open, Self::High, Self::Low, Self::Close];
    /// What an event needs.
    pub(crate) const EVENT: [Self; 3] = [Self::Date, Self::EventType, Self::EventName];
    /// What a closed trade of another program needs.
    pub(crate) const TRADE: [Self; 3] = [Self::Date, Self::Funds, Self::Profit];
    /// What a quote of an option needs.
    pub(crate) const QUOTE: [Self; 6] =
        [Self::Date, Self::Expiry, Self::Strike, Self::Right, Self::Bid, Self::Ask];
    /// The six scores.
    pub(crate) const SCORES: [Self; 6] = [
        Self::Score(0),
        Self::Score(1),
        Self::Score(2),
        Self::Score(3),
        Self::Score(4),
        Self::Score(5),
    ];

    /// Whether a file must not have two columns of it.
    pub(crate) const fn is_single(self) -> bool {
        !matches!(
            self,
            Self::Time | Self::AdjustedClose | Self::Split | Self::Volume | Self::Mark(_)
        )
    }
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Date => "date",
            Self::Time => "time",
            Self::Funds => "funds_at_close",
            Self::Profit => "p/l",
            Self::Open => "open",
            Self::High => "high",
            Self::Low => "low",
            Self::Close => "close",
            Self::AdjustedClose => "adj_close",
            Self::Split => "split",
            Self::Volume => "volume",
            Self::Symbol => "symbol",
            Self::Series(series) => series.column(),
            Self::Regime => "regime",
            Self::Score(profile) => return write!(f, "profile_{}_score", profile + 1),
            Self::EventType => "event_type",
            Self::EventName => "event_name",
            Self::Scheduled => "scheduled",
            Self::Expiry => "expiry",
            Self::Strike => "strike",
            Self::Right => "type",
            Self::Bid => "bid",
            Self::Ask => "ask",
            Self::Trade => "price_traded",
            Self::ImpliedVol => "iv",
            Self::Delta => "delta",
            Self::Theta => "theta",
            Self::Vega => "vega",
            Self::OpenInterest => "open_interest",
            Self::Underlying => "underlying",
            Self::UnderlyingBid => "underlying_bid",
            Self::UnderlyingAsk => "underlying_ask",
            Self::Root => "root",
            Self::Settles => "settles",
            Self::Contract => "contract",
            Self::Side(right, part) => {
                let part = match part {
                    Part::Bid => Self::Bid,
                    Part::Ask => Self::Ask,
                    Part::ImpliedVol => Self::ImpliedVol,
                    Part::Delta => Self::Delta,
                    Part::Volume => Self::Volume,
                    Part::OpenInterest => Self::OpenInterest,
                    Part::Theta => Self::Theta,
                    Part::Vega => Self::Vega,
                    Part::Contract => Self::Contract,
                };
                return write!(f, "{right}_{part}");
            }
            Self::Mark(Mark::Flag) => "non_standard",
            Self::Mark(Mark::Size) => "contract_size",
            Self::Mark(Mark::Letter) => "special_type",
            Self::Instrument => "instrument",
        })
    }
}

/// A header cell as the tables below write it: lower case, letters and digits alone.
pub(crate) fn fold(cell: &[u8]) -> String {
    let kept = cell.iter().filter(|byte| byte.is_ascii_alphanumeric());
    kept.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}
