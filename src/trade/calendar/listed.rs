//! The expiries that an exchange had, as a table that is made once for a run.
//!
//! What is known from where:
//!
//! - *Notices of the exchange.* Weekly contracts on the S&P 500 from 2005-10-28, of the next
//!   Friday, none in the week of a monthly one, settled in the morning (CBOE, press releases of
//!   2005-09-09 and 2006-03-17). Five consecutive weeks from May 2012 (CBOE, 2012-11-09). Six weeks
//!   besides the current one of Fridays from January 2014 (CBOE, Regulatory Circular RG14-010).
//!   Third Fridays settled in the afternoon from 2013-02-19 (RG13-012). Wednesdays from 2016-02-23,
//!   the first of 2016-03-02 (CBOE, 2016-02-22). Mondays from 2016-08-15, the first of 2016-08-22;
//!   on a holiday the next business day, 2016-09-06 among them (CBOE, 2016-08-11 and 08-17).
//!   Mondays of SPY from 2018-02-16, up to five of them, the same on holidays (Cboe). Quarter ends
//!   of funds from July 2006 and of SPX and XSP from 2007-02-21, settled in the afternoon (CBOE,
//!   press release of February 2007), the next four quarters (CBOE, product specifications). Month
//!   ends of SPX from 2014-07-07, settled in the afternoon (CBOE, press release of 2014-05-29); up
//!   to twelve months may be listed, how many were is not known, and the five weeks of the weekly
//!   series are taken.
//! - *Weak sources* (trade press, from memory): settlement of weekly contracts up to 2010-12-03 in
//!   the morning; Tuesdays from 2022-04-18 and Thursdays from 2022-05-11; weekly contracts of funds
//!   from 2010-06-04, their Wednesdays from 2016-08-30, Tuesdays and Thursdays from 2022-11-14 and
//!   -16; 2006-07-10 as the day of July on which quarter ends began; the day of May 2012 and of
//!   January 2014 on which more weeks began, taken for the first of the month.
//! - *Seen in real chains.* SPX on 2004-01-02 had exactly the three nearest months, the quarterly
//!   ones of a year, and June and December of the second. SPY in 2021 had Fridays up to 49 days
//!   ahead, Mondays up to 38, Wednesdays up to 36, quarter ends up to 118, and the four nearest
//!   months; how long before is not known, and until then the rule is that of the index.
//!
//! Left out although they existed, because no notice with their dates was found: month ends further
//! ahead than five weeks, and months beyond the third on an index in later years. That a new
//! weekday began with two weeks and not with five is left out too.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::market::settlement::{FIRST_AFTERNOON_MONTHLY, LAST_MORNING_WEEKLY, is_third};
use crate::market::{Settlement, Underlying, next_trading_day, previous_trading_day};
use crate::trade::contract::Expiry;
use crate::trade::structure::ExpiryRule;

/// A date that is written in the source.
const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

/// A series of one weekday: which, since when it is listed, and its first expiry.
struct Weekdays {
    weekday: Weekday,
    from: NaiveDate,
    first: NaiveDate,
}

const fn weekdays(weekday: Weekday, from: NaiveDate, first: NaiveDate) -> Weekdays {
    Weekdays { weekday, from, first }
}

const INDEX_WEEKS: [Weekdays; 5] = [
    weekdays(Weekday::Fri, day(2005, 10, 28), day(2005, 11, 4)),
    weekdays(Weekday::Wed, day(2016, 2, 23), day(2016, 3, 2)),
    weekdays(Weekday::Mon, day(2016, 8, 15), day(2016, 8, 22)),
    weekdays(Weekday::Tue, day(2022, 4, 18), day(2022, 4, 19)),
    weekdays(Weekday::Thu, day(2022, 5, 11), day(2022, 5, 12)),
];

const FUND_WEEKS: [Weekdays; 5] = [
    weekdays(Weekday::Fri, day(2010, 6, 4), day(2010, 6, 11)),
    weekdays(Weekday::Wed, day(2016, 8, 30), day(2016, 9, 7)),
    weekdays(Weekday::Mon, day(2018, 2, 16), day(2018, 2, 26)),
    weekdays(Weekday::Tue, day(2022, 11, 14), day(2022, 11, 15)),
    weekdays(Weekday::Thu, day(2022, 11, 16), day(2022, 11, 17)),
];

/// From when on a weekly expiry is listed how many days ahead: one week, five, and six besides the
/// current one of Fridays, each from the day of the week before on which it is listed.
const LEADS: [(NaiveDate, u64); 2] = [(NaiveDate::MIN, 8), (day(2012, 5, 1), 36)];
/// Mondays are listed on a Friday.
const MONDAY_LEAD: (NaiveDate, u64) = (day(2012, 5, 1), 38);
const FRIDAY_LEAD: (NaiveDate, u64) = (day(2014, 1, 2), 50);

/// Contracts of the last trading day of a month.
struct MonthEnds {
    /// Of every month, or of every third.
    months: u32,
    /// Since when they are listed.
    from: NaiveDate,
    /// How many days ahead.
    lead: u64,
}

const FUND_ENDS: [MonthEnds; 1] = [MonthEnds { months: 3, from: day(2006, 7, 10), lead: YEAR }];
const INDEX_ENDS: [MonthEnds; 2] = [
    MonthEnds { months: 3, from: day(2007, 2, 21), lead: YEAR },
    MonthEnds { months: 1, from: day(2014, 7, 7), lead: LEADS[1].1 },
];
/// How many months are listed, and from when on how many of funds.
const NEAREST_MONTHS: u32 = 3;
const FUND_MONTHS: (NaiveDate, u32) = (day(2021, 1, 4), 4);
/// Days ahead of the quarterly months, of June and December, and of quarter ends.
const YEAR: u64 = 366;
const TWO_YEARS: u64 = 732;

/// One expiry, and since when it is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Series {
    expiry: Expiry,
    from: NaiveDate,
}

impl Series {
    fn row(&self) -> Row {
        let Self { expiry, from } = *self;
        let [day, from] = [expiry.date, from].map(|date| date.num_days_from_ce());
        Row { day, from, expiry }
    }
}

/// The expiries an exchange had over some years.
#[derive(Clone, Debug)]
pub struct Listed {
    underlying: Underlying,
    rows: Vec<Row>,
    /// The day of the first entry of `starts`.
    first: i32,
    /// For each day the position of the first row that expires on or after it.
    starts: Vec<u32>,
}

/// A row of the table. Rows are in order of their days, of one day those settled in the afternoon
/// first, and each expiry has one. Days are numbers, which compare at once.
#[derive(Clone, Copy, Debug)]
struct Row {
    day: i32,
    /// The first day on which it is traded.
    from: i32,
    expiry: Expiry,
}

impl Row {
    /// Whether it is traded on a day: a contract that is settled in the morning last is on the day
    /// before.
    fn trades(&self, day: i32) -> bool {
        let is_open =
            day < self.day || (day == self.day && self.expiry.settlement == Settlement::Close);
        self.from <= day && is_open
    }
}

impl Listed {
    /// The table of an underlying for the days from the first to the last.
    pub(super) fn between(
        underlying: Underlying,
        is_fund: bool,
        (first, last): (NaiveDate, NaiveDate),
    ) -> Self {
        let last = last.checked_add_days(Days::new(TWO_YEARS)).unwrap_or(last);
        let mut series = Vec::new();
        add_months(&mut series, (underlying, is_fund), (first, last));
        match underlying {
            Underlying::Index => {
                add_weeks(&mut series, &INDEX_WEEKS, is_fund, (first, last));
                add_month_ends(&mut series, &INDEX_ENDS, (first, last));
            }
            Underlying::Fund => {
                add_weeks(&mut series, &FUND_WEEKS, is_fund, (first, last));
                add_month_ends(&mut series, &FUND_ENDS, (first, last));
            }
            Underlying::Other => {}
        }
        series.sort_unstable(); // of two of one expiry the one listed first
        series.dedup_by_key(|series| series.expiry);
        let rows: Vec<Row> = series.iter().map(Series::row).collect();
        let first = first.num_days_from_ce();
        let end = rows.last().map_or(first, |row| row.day + 1);
        let mut at = 0;
        let starts = (first..=end).map(|day| {
            while rows.get(at).is_some_and(|row| row.day < day) {
                at += 1;
            }
            at as u32
        });
        let starts = starts.collect();
        Self { underlying, rows, first, starts }
    }

    /// What the contracts are on: of another underlying it is not known which were listed.
    #[must_use]
    pub const fn underlying(&self) -> Underlying {
        self.underlying
    }

    /// The rows that expire on or after a day.
    fn since(&self, day: i32) -> &[Row] {
        let place = usize::try_from(day.saturating_sub(self.first)).unwrap_or(0);
        let start = self.starts.get(place).map_or(self.rows.len(), |start| *start as usize);
        &self.rows[start..]
    }

    /// Whether an expiry could be traded on a day: it was listed, and a contract that is settled in
    /// the morning last trades on the day before.
    #[must_use]
    pub fn lists(&self, date: NaiveDate, expiry: Expiry) -> bool {
        let (today, day) = (date.num_days_from_ce(), expiry.date.num_days_from_ce());
        let mut rows = self.since(day).iter().take_while(|row| row.day == day);
        rows.any(|row| row.expiry == expiry && row.trades(today))
    }

    /// Every expiry that could be traded on a day, nearest first.
    pub fn on(&self, date: NaiveDate) -> impl Iterator<Item = Expiry> + '_ {
        let today = date.num_days_from_ce();
        let rows = self.since(today).iter().filter(move |row| row.trades(today));
        rows.map(|row| row.expiry)
    }

    /// The rows that could be traded on a day and expire within a rule's bounds.
    fn within(&self, today: i32, rule: &ExpiryRule) -> impl Iterator<Item = &Row> {
        let last = after(today, rule.maximum);
        let rows = self.since(after(today, rule.minimum)).iter();
        rows.take_while(move |row| row.day <= last).filter(move |row| row.trades(today))
    }

    /// The expiry nearest the rule's target within its bounds, the earlier one on a tie.
    #[must_use]
    pub fn nearest(&self, from: NaiveDate, rule: &ExpiryRule) -> Option<Expiry> {
        let today = from.num_days_from_ce();
        let target = after(today, rule.target);
        let rows = self.within(today, rule);
        rows.min_by_key(|row| row.day.abs_diff(target)).map(|row| row.expiry)
    }

    /// Whether any expiry is within the rule's bounds on a day of the common era.
    #[must_use]
    pub fn has(&self, day: i32, rule: &ExpiryRule) -> bool {
        self.within(day, rule).next().is_some()
    }
}

/// The number of a day that is so many after another.
fn after(today: i32, days: i64) -> i32 {
    today.saturating_add(i32::try_from(days).unwrap_or(i32::MAX))
}

/// The day that is so many before a date.
fn before(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

/// The first day on which something that expires on a date is listed, each lead being in force from
/// its own day on.
fn listed_from(expiry: NaiveDate, leads: &[(NaiveDate, u64)]) -> NaiveDate {
    let days = leads.iter().map(|(since, days)| before(expiry, *days).max(*since));
    days.min().unwrap_or(expiry)
}

/// The expiry of a month: its third Friday, or the day before if that is a holiday.
fn monthly(first_of_month: NaiveDate) -> NaiveDate {
    let friday = first_of_month.iter_days().find(|date| is_third(*date));
    previous_trading_day(friday.unwrap_or(first_of_month))
}

fn add_months(
    series: &mut Vec<Series>,
    (underlying, is_fund): (Underlying, bool),
    (first, last): (NaiveDate, NaiveDate),
) {
    let back = |month: NaiveDate, months: u32| {
        let expiry = month.checked_sub_months(Months::new(months)).map(monthly);
        expiry.and_then(|expiry| expiry.succ_opt()).unwrap_or(NaiveDate::MIN)
    };
    let months = first.with_day(1).into_iter().flat_map(|first| {
        (0..).map_while(move |months| first.checked_add_months(Months::new(months)))
    });
    for month in months.take_while(|month| *month <= last) {
        let expiry = monthly(month);
        // The third month from now is listed on the day after an expiry.
        let mut from = back(month, NEAREST_MONTHS);
        if is_fund {
            from = from.min(back(month, FUND_MONTHS.1).max(FUND_MONTHS.0));
        }
        if month.month().is_multiple_of(3) {
            from = from.min(before(expiry, YEAR));
        }
        if month.month().is_multiple_of(6) {
            from = from.min(before(expiry, TWO_YEARS));
        }
        let of = |settlement| Expiry { date: expiry, settlement };
        if is_fund {
            series.push(Series { expiry: of(Settlement::Close), from });
            continue;
        }
        series.push(Series { expiry: of(Settlement::Open), from });
        if underlying == Underlying::Index && expiry > FIRST_AFTERNOON_MONTHLY {
            let from = from.max(FIRST_AFTERNOON_MONTHLY);
            series.push(Series { expiry: of(Settlement::Close), from });
        }
    }
}

fn add_weeks(
    series: &mut Vec<Series>,
    weeks: &[Weekdays],
    is_fund: bool,
    (first, last): (NaiveDate, NaiveDate),
) {
    for Weekdays { weekday, from, first: first_expiry } in weeks {
        let start = before(first.max(*first_expiry), 7).iter_days();
        let dates = start.skip_while(|date| date.weekday() != *weekday).step_by(7);
        for date in dates.take_while(|date| *date <= last) {
            if is_third(date) {
                continue; // the week of a monthly contract
            }
            let (expiry, lead) = match weekday {
                Weekday::Mon => (next_trading_day(date), MONDAY_LEAD),
                Weekday::Fri => (previous_trading_day(date), FRIDAY_LEAD),
                _ => (previous_trading_day(date), LEADS[1]),
            };
            if expiry < *first_expiry {
                continue;
            }
            let is_morning = !is_fund && expiry <= LAST_MORNING_WEEKLY;
            let settlement = if is_morning { Settlement::Open } else { Settlement::Close };
            let expiry = Expiry { date: expiry, settlement };
            let from = listed_from(date, &[LEADS[0], LEADS[1], lead]).max(*from);
            series.push(Series { expiry, from });
        }
    }
}

fn add_month_ends(
    series: &mut Vec<Series>,
    ends: &[MonthEnds],
    (first, last): (NaiveDate, NaiveDate),
) {
    let months = first.with_day(1).into_iter().flat_map(|first| {
        (1..).map_while(move |months| first.checked_add_months(Months::new(months)))
    });
    for next in months.take_while(|month| *month <= last) {
        let Some(end) = next.pred_opt() else { continue };
        let date = previous_trading_day(end);
        let own = ends.iter().filter(|own| end.month().is_multiple_of(own.months));
        for MonthEnds { from, lead, .. } in own.filter(|own| date >= own.from) {
            let expiry = Expiry { date, settlement: Settlement::Close };
            series.push(Series { expiry, from: before(date, *lead).max(*from) });
        }
    }
}
