//! Time to an expiry by two clocks: the calendar, which pays interest, and the one of variance,
//! which runs while the market is open.
//!
//! A trading session has the weight 1, a calendar day without one 0.05; a quarter of a session's
//! weight has passed at its open. Variance time is the weight from now to the expiry over that of
//! a year, 252 sessions and 113 days without: 257.65. French and Roll (Journal of Financial
//! Economics 17, 1986) found the variance from Friday to Monday to be 1.107 of that of a weekday.
//!
//! Formulas take the calendar; the volatility they take is that per variance time, scaled so that
//! the total variance is the same ([`Clock::scale`]).

use chrono::{Datelike, NaiveDate};

use crate::market::{Settlement, sessions_between_numbers};
use crate::units::{Vol, Years};

use super::black_scholes::Greeks;

/// The weight of a calendar day without a session.
const QUIET_DAY: f64 = 0.05;
/// The share of a session's weight that has passed at its open.
const OVERNIGHT: f64 = 0.25;
/// The weight of a year.
const YEAR: f64 = 257.65;
/// Hours from the open at 9:30 to the close at 16:00.
const SESSION: f64 = 6.5;

/// A moment of a trading day at which options are priced or settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeOfDay {
    /// 9:30.
    Open,
    /// 16:00.
    Close,
}

impl TimeOfDay {
    /// When a contract is settled.
    #[must_use]
    pub const fn of(settlement: Settlement) -> Self {
        match settlement {
            Settlement::Open => Self::Open,
            Settlement::Close => Self::Close,
        }
    }

    const fn hours_to_close(self) -> f64 {
        match self {
            Self::Open => SESSION,
            Self::Close => 0.0,
        }
    }

    /// The share of a day's weight that is still to pass.
    const fn ahead(self) -> f64 {
        match self {
            Self::Open => 1.0 - OVERNIGHT,
            Self::Close => 0.0,
        }
    }
}

/// The time from now to an expiry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    days: i64,
    calendar: Years,
    variance: Years,
    scale: f64,
}

impl Clock {
    /// From a moment of `date` to a moment of `expiry`; nothing once that has passed.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use rotation::pricing::clock::{Clock, TimeOfDay};
    /// let day = |day| NaiveDate::from_ymd_opt(2018, 1, day).unwrap();
    /// let close = TimeOfDay::Close;
    /// // From Friday's close to Monday's: one session and two quiet days.
    /// let weekend = Clock::between((day(5), close), (day(8), close));
    /// assert_eq!(weekend.days(), 3);
    /// assert!((weekend.variance().get() * 257.65 - 1.1).abs() < 1e-12);
    /// // From Monday's open to its close, three quarters of a session.
    /// let session = Clock::between((day(8), TimeOfDay::Open), (day(8), close));
    /// assert!((session.variance().get() * 257.65 - 0.75).abs() < 1e-12);
    /// assert!((session.calendar().get() * 365.0 * 24.0 - 6.5).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn between(now: (NaiveDate, TimeOfDay), expiry: (NaiveDate, TimeOfDay)) -> Self {
        let (today, last) = (now.0.num_days_from_ce(), expiry.0.num_days_from_ce());
        let days = i64::from(last - today);
        let hours = now.1.hours_to_close() - expiry.1.hours_to_close();
        let weight = weight(today, last) + now.1.ahead() * day_weight(now.1, today)
            - expiry.1.ahead() * day_weight(expiry.1, last);
        let is_over = days < 0 || (days == 0 && now.1 >= expiry.1);
        match is_over {
            true => Self::of(days.max(0), Years::ZERO, Years::ZERO),
            false => Self::of(days, Years::days_and_hours(days, hours), Years::new(weight / YEAR)),
        }
    }

    fn of(days: i64, calendar: Years, variance: Years) -> Self {
        let scale = match calendar.get() > 0.0 {
            true => (variance.get() / calendar.get()).sqrt(),
            false => 1.0,
        };
        Self { days, calendar, variance, scale }
    }

    /// So many days of the average weight, for what is not tied to a date.
    #[must_use]
    pub fn average(days: i64) -> Self {
        let years = Years::days(days);
        Self::of(days, years, years)
    }

    /// Calendar days between the two dates.
    #[must_use]
    pub const fn days(&self) -> i64 {
        self.days
    }

    /// Time by the calendar, to the hour.
    #[must_use]
    pub const fn calendar(&self) -> Years {
        self.calendar
    }

    /// Time by the weights of days.
    #[must_use]
    pub const fn variance(&self) -> Years {
        self.variance
    }

    /// What a volatility per variance time is multiplied with to be one per calendar time.
    #[must_use]
    pub const fn scale(&self) -> f64 {
        self.scale
    }

    /// A volatility per variance time as formulas take it, per calendar time.
    #[must_use]
    pub fn to_calendar(&self, vol: Vol) -> Vol {
        Vol::annual(vol.decimal() * self.scale)
    }

    /// The reverse of [`to_calendar`](Self::to_calendar).
    #[must_use]
    pub fn to_variance(&self, vol: Vol) -> Vol {
        Vol::annual(vol.decimal() / self.scale)
    }

    /// Greeks of a formula that was given the scaled volatility: vega, vanna and volga become those
    /// of the volatility itself. Once expired there are none.
    #[must_use]
    pub fn unscaled(&self, greeks: Greeks) -> Greeks {
        if self.calendar.get() <= 0.0 {
            return Greeks { price: greeks.price, ..Greeks::default() };
        }
        let scale = self.scale;
        Greeks {
            vega: greeks.vega * scale,
            vanna: greeks.vanna * scale,
            volga: greeks.volga * scale * scale,
            ..greeks
        }
    }
}

/// The weight of the days after `from` up to `to`, both days of the common era.
fn weight(from: i32, to: i32) -> f64 {
    let sessions = sessions_between_numbers(from, to);
    sessions as f64 + (i64::from(to - from) - sessions) as f64 * QUIET_DAY
}

/// The weight of a day of which a part is left; at the close nothing is, whatever it weighs.
fn day_weight(moment: TimeOfDay, day: i32) -> f64 {
    match moment {
        TimeOfDay::Close => 0.0,
        TimeOfDay::Open => weight(day - 1, day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(from: (&str, TimeOfDay), to: (&str, TimeOfDay)) -> (i64, f64, f64) {
        let day = |text: &str| text.parse().unwrap();
        let clock = Clock::between((day(from.0), from.1), (day(to.0), to.1));
        let rounded = |value: f64| (value * 1e9).round() / 1e9;
        let hours = rounded(clock.calendar().get() * 365.0 * 24.0);
        (clock.days(), rounded(clock.variance().get() * YEAR), hours)
    }

    #[test]
    fn sessions_and_quiet_days_have_their_weights() {
        use TimeOfDay::{Close, Open};
        for (from, to, expected) in [
            (("2018-01-02", Close), ("2018-01-03", Close), (1, 1.0, 24.0)),
            (("2018-01-02", Close), ("2018-01-03", Open), (1, 0.25, 17.5)),
            (("2018-01-02", Open), ("2018-01-03", Close), (1, 1.75, 30.5)),
            (("2018-01-05", Close), ("2018-01-08", Close), (3, 1.1, 72.0)),
            (("2018-01-05", Close), ("2018-01-08", Open), (3, 0.35, 65.5)),
            (("2018-01-12", Close), ("2018-01-16", Close), (4, 1.15, 96.0)), // over a holiday
            (("2018-01-02", Close), ("2018-01-02", Close), (0, 0.0, 0.0)),
            (("2018-01-02", Open), ("2018-01-02", Close), (0, 0.75, 6.5)),
            (("2018-01-02", Open), ("2018-01-02", Open), (0, 0.0, 0.0)),
            (("2018-01-03", Close), ("2018-01-02", Close), (0, 0.0, 0.0)),
        ] {
            assert_eq!(between(from, to), expected, "{from:?} to {to:?}");
        }
    }

    #[test]
    fn a_year_weighs_what_a_year_does() {
        use TimeOfDay::Close;
        let (days, weight, _) = between(("2018-12-31", Close), ("2019-12-31", Close));
        assert_eq!((days, weight), (365, 252.0 + 113.0 * QUIET_DAY));
    }
}
