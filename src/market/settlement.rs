//! When a contract is settled on its last day, and what its root and its date say of it.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::calendar::is_trading_day;

/// The price of its last day that a contract is settled at. It belongs to the contract: two
/// contracts of one strike and one day may differ in nothing else.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// The close (PM).
    #[default]
    Close,
    /// The open (AM), as the monthly contracts on an index are; those on a fund never. Such a
    /// contract last trades on the day before.
    Open,
}

/// The last expiry of weekly contracts on an index that was settled in the morning. Source: Cboe's
/// announcement of December 2010 as quoted by a weak source: "the last AM-settled Weeklys will
/// expire on Friday, December 3".
pub const LAST_MORNING_WEEKLY: NaiveDate = NaiveDate::from_ymd_opt(2010, 12, 3).expect("a day");

/// The first day on which contracts of third Fridays that are settled in the afternoon traded
/// beside the monthly ones. Source: Cboe, Regulatory Circular RG13-012, 2013-01-18.
pub const FIRST_AFTERNOON_MONTHLY: NaiveDate = NaiveDate::from_ymd_opt(2013, 2, 19).expect("a day");

/// Roots of contracts on an index that are always settled at the close.
const AFTERNOON: [&str; 6] = ["SPXW", "SPXPM", "SPXQ", "NDXP", "RUTW", "XSPW"];
/// Roots of contracts that are always settled in the morning.
const MORNING: [&str; 2] = ["VIX", "VIXW"];

impl Settlement {
    /// How a quoted contract on an index is settled: as its root says (SPXW and its like in the
    /// afternoon), else by its date. A monthly contract and a weekly one up to 2010-12-03 are
    /// settled in the morning, every other one in the afternoon.
    ///
    /// A contract of a third Friday without a root that says otherwise is taken for the monthly
    /// one, also after 2013-02-19, when both were traded: files that write no root have the class
    /// SPX. Of the mini index it is taken for the one settled in the afternoon from then on (a weak
    /// source: Cboe's page of the product, without a date).
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use rotation::market::Settlement;
    /// let of = |root: &str, date: &str| {
    ///     Settlement::of_index_option(root.as_bytes(), date.parse().unwrap())
    /// };
    /// assert_eq!(of("SPX", "2018-01-19"), Settlement::Open);
    /// assert_eq!(of("SPXW", "2018-01-19"), Settlement::Close);
    /// assert_eq!(of("SPX", "2018-01-26"), Settlement::Close);
    /// assert_eq!(of("", "2008-03-20"), Settlement::Open); // the third Friday was Good Friday
    /// ```
    #[must_use]
    pub fn of_index_option(root: &[u8], expiry: NaiveDate) -> Self {
        let is_one_of =
            |roots: &[&str]| roots.iter().any(|own| root.eq_ignore_ascii_case(own.as_bytes()));
        if is_one_of(&AFTERNOON) {
            return Self::Close;
        }
        if is_one_of(&MORNING) {
            return Self::Open;
        }
        match friday_of(expiry) {
            Some(friday) if is_third(friday) => {
                let is_mini = is_one_of(&["XSP"]) && expiry >= FIRST_AFTERNOON_MONTHLY;
                if is_mini { Self::Close } else { Self::Open }
            }
            Some(_) if expiry <= LAST_MORNING_WEEKLY => Self::Open,
            _ => Self::Close,
        }
    }
}

/// Whether a Friday is the third of its month.
pub fn is_third(friday: NaiveDate) -> bool {
    friday.weekday() == Weekday::Fri && (15..=21).contains(&friday.day())
}

/// The Friday whose contracts expire on a trading day: itself, or the next day if it is a holiday.
fn friday_of(expiry: NaiveDate) -> Option<NaiveDate> {
    match expiry.weekday() {
        Weekday::Fri => Some(expiry),
        Weekday::Thu => {
            expiry.checked_add_days(Days::new(1)).filter(|friday| !is_trading_day(*friday))
        }
        _ => None,
    }
}
