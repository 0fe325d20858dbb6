//! Which expiries can be opened on a day: as they were listed, or by a calendar that assumes more.
//!
//! [`Listed`] is what the exchange had; the other choices of [`ExpirySeries`] list a weekday
//! through all years, and [`Expiries`] knows of each contract whether it existed. Days to expiry
//! are differences of dates. Nothing here is looked up by name in the loop over days.

mod listed;

use chrono::{Datelike, Duration, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::market::{Market, Settlement, Underlying, is_trading_day};

use super::contract::{Contract, Expiry, Instrument};
use super::structure::ExpiryRule;

pub use listed::Listed;

/// Which expiries are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpirySeries {
    /// Monday, Wednesday and Friday.
    MondayWednesdayFriday,
    /// Fridays.
    Weekly,
    /// Third Fridays.
    Monthly,
    /// Every trading day.
    Daily,
    /// As the exchange listed them in their time.
    #[default]
    AsListed,
}

impl ExpirySeries {
    /// Whether a weekday is one of a series that lists it through all years.
    fn lists(self, date: NaiveDate) -> bool {
        match (self, date.weekday()) {
            (Self::Daily, day) => !matches!(day, Weekday::Sat | Weekday::Sun),
            (Self::MondayWednesdayFriday, Weekday::Mon | Weekday::Wed | Weekday::Fri)
            | (Self::Weekly, Weekday::Fri) => true,
            (Self::Monthly, Weekday::Fri) => (15..=21).contains(&date.day()),
            _ => false,
        }
    }

    /// Whether `date` is a trading day that is listed itself, or takes the place of a listed
    /// holiday: the next one of a Monday's, the one before of every other's.
    fn expires_on(self, date: NaiveDate) -> bool {
        is_trading_day(date)
            && (self.lists(date)
                || date
                    .iter_days()
                    .skip(1)
                    .take_while(|next| !is_trading_day(*next))
                    .any(|next| next.weekday() != Weekday::Mon && self.lists(next))
                || date.pred_opt().is_some_and(|before| {
                    before.weekday() == Weekday::Mon
                        && !is_trading_day(before)
                        && self.lists(before)
                }))
    }

    /// The expiry of an assumed calendar nearest the rule's target within its bounds, the earlier
    /// one on a tie. A listed day that is a holiday expires on the business day before, a Monday on
    /// the one after. `None` as listed, which depends on the market: see [`Expiries`].
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
}

/// The expiries of a run.
#[derive(Clone, Debug)]
pub struct Expiries {
    series: ExpirySeries,
    /// Whether an assumed calendar settles third Fridays in the morning.
    third_fridays_at_open: bool,
    listed: Listed,
}

impl Expiries {
    /// The expiries of an instrument on a market. `third_fridays` says when contracts of these are
    /// settled under a calendar that assumes its expiries; a fund's are always settled at the
    /// close.
    ///
    /// ```
    /// use rotation::market::{Bar, Market};
    /// use rotation::trade::{Expiries, ExpiryRule, ExpirySeries, Instrument, Settlement};
    /// let date = |text: &str| text.parse().unwrap();
    /// let bar = |day| Bar { date: date(day), open: 1.0, high: 1.0, low: 1.0, close: 1.0 };
    /// let market = Market::new("sp500", vec![bar("2016-08-01"), bar("2016-09-30")]);
    /// let close = Settlement::Close;
    /// let listed = Expiries::of(&market, Instrument::MiniIndex, ExpirySeries::AsListed, close);
    /// let rule = ExpiryRule { target: 7, minimum: 5, maximum: 9 };
    /// // The Monday was Labor Day: its contracts expired on Tuesday.
    /// let found = listed.nearest(date("2016-08-30"), &rule).unwrap();
    /// assert_eq!(found.date, date("2016-09-06"));
    /// ```
    #[must_use]
    pub fn of(
        market: &Market,
        instrument: Instrument,
        series: ExpirySeries,
        third_fridays: Settlement,
    ) -> Self {
        let underlying = Underlying::of(&market.name, instrument.is_fund());
        let span = market.span().unwrap_or_default();
        Self {
            series,
            third_fridays_at_open: third_fridays == Settlement::Open && !instrument.is_fund(),
            listed: Listed::between(underlying, instrument.is_fund(), span),
        }
    }

    /// What the exchange had.
    #[must_use]
    pub const fn listed(&self) -> &Listed {
        &self.listed
    }

    /// The expiry nearest the rule's target within its bounds, the earlier one on a tie; of two on
    /// one day the one that is settled in the afternoon.
    #[must_use]
    pub fn nearest(&self, from: NaiveDate, rule: &ExpiryRule) -> Option<Expiry> {
        if self.series == ExpirySeries::AsListed {
            return self.listed.nearest(from, rule);
        }
        let date = self.series.expiry(from, rule)?;
        let at_open = self.third_fridays_at_open && ExpirySeries::Monthly.expires_on(date);
        let settlement = if at_open { Settlement::Open } else { Settlement::Close };
        Some(Expiry { date, settlement })
    }

    /// Whether the exchange had a contract on a day.
    #[must_use]
    pub fn existed(&self, date: NaiveDate, contract: &Contract) -> bool {
        let Contract { expiry, settlement, .. } = *contract;
        self.listed.lists(date, Expiry { date: expiry, settlement })
    }
}
