//! Stamps of another time zone: days that are one too early or too late.
//!
//! A bar stamped with its midnight in Mumbai is of 18:30 UTC the day before; a quote of the evening
//! in New York is stamped 00:15 UTC the day after. What tells is the week: such days include
//! Sundays and no Fridays, or Saturdays and no Mondays, and are Monday to Friday once moved.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::market::is_trading_day;

/// Seconds of the slots in which times are told apart; zones differ by quarters of an hour.
const SLOT: u32 = 900;
const NOON: u32 = 43_200;
/// From midnight to here in UTC it is the evening before in New York.
const EVENING: std::ops::Range<u32> = 1..14_400;
/// Fewer days tell nothing by their weekdays.
const FEW: usize = 5;

/// Days and times of day, and whether all stamps are in UTC.
#[derive(Default)]
pub(crate) struct Stamps {
    /// `None` for days without a time.
    of: BTreeSet<(NaiveDate, Option<u32>)>,
    is_local: bool,
    times: Option<(u32, u32)>,
    last: Option<(NaiveDate, Option<u32>)>,
}

/// Which days are moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shift {
    /// Those stamped at this second of the day or later are of the next day.
    Next(u32),
    /// Those stamped before this second of the day are of the day before.
    Previous(u32),
}

impl Stamps {
    /// Takes the day and the time of a row, and whether its zone is UTC.
    pub(crate) fn note(&mut self, date: NaiveDate, time: Option<u32>, is_utc: bool) {
        self.is_local |= !is_utc;
        if self.last != Some((date, time)) {
            self.last = Some((date, time));
            if let Some(time) = time {
                let (from, to) = self.times.unwrap_or((time, time));
                self.times = Some((from.min(time), to.max(time)));
            }
            // Midnight is no time: days alone are written so as well.
            let slot = time.filter(|time| *time > 0).map(|time| (time - time % SLOT).max(1));
            self.of.insert((date, slot));
        }
    }

    /// The times of day that there are, the earliest and the latest.
    pub(crate) fn times(&self) -> Option<(u32, u32)> {
        self.times
    }

    /// What brings the days to where they belong, if they are elsewhere. `is_evening` allows for
    /// few days whose stamps are of the evening in New York.
    pub(crate) fn shift(&self, is_evening: bool) -> Option<Shift> {
        let has = |weekday: Weekday| self.of.iter().any(|(date, _)| date.weekday() == weekday);
        let in_evening = |time: &Option<u32>| time.is_some_and(|time| EVENING.contains(&time));
        if is_evening
            && !self.is_local
            && !self.of.is_empty()
            && self.of.iter().all(|(_, time)| in_evening(time))
            && !has(Weekday::Mon)
            && !has(Weekday::Sun)
        {
            return Some(Shift::Previous(EVENING.end));
        }
        let weekend = self.weekend(None);
        if self.of.len() < FEW || weekend < 2 || 20 * weekend < self.of.len() {
            return None;
        }
        let slots: BTreeSet<u32> = self.of.iter().filter_map(|(_, time)| *time).collect();
        let next = slots.iter().filter(|slot| **slot >= NOON).map(|slot| Shift::Next(*slot));
        let before = slots.iter().filter(|slot| **slot < NOON);
        let before = before.map(|slot| Shift::Previous(slot - slot % SLOT + SLOT));
        let plain = [Shift::Next(0), Shift::Previous(86_400)];
        let all = next.chain(before).chain(plain);
        let best = all.min_by_key(|shift| self.weekend(Some(*shift)))?;
        self.fits(best).then_some(best)
    }

    /// Days on a weekend once they are moved.
    fn weekend(&self, shift: Option<Shift>) -> usize {
        self.moved(shift)
            .filter(|date| matches!(date.weekday(), Weekday::Sat | Weekday::Sun))
            .count()
    }

    fn moved(&self, shift: Option<Shift>) -> impl Iterator<Item = NaiveDate> + '_ {
        self.of.iter().map(move |(date, time)| shift.map_or(*date, |shift| shift.of(*date, *time)))
    }

    /// Whether moved days are those of a week from Monday to Friday. Days without a time, and local
    /// times, may be of an exchange that trades on Sundays: they have to keep New York's holidays.
    fn fits(&self, shift: Shift) -> bool {
        let days: BTreeSet<NaiveDate> = self.moved(Some(shift)).collect();
        let workdays = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        let has = |weekday: &Weekday| days.iter().any(|date| date.weekday() == *weekday);
        let is_week = 50 * self.weekend(Some(shift)) <= self.of.len()
            && (days.len() < 2 * FEW || workdays.iter().all(has));
        let is_stamped = match shift {
            Shift::Next(from) => from > 0 && !self.is_local,
            Shift::Previous(until) => until <= NOON,
        };
        let open = days.iter().filter(|date| is_trading_day(**date)).count();
        is_week && (is_stamped || 50 * (days.len() - open) <= days.len())
    }
}

impl Shift {
    /// The day that a stamp is of.
    pub(crate) fn of(self, date: NaiveDate, time: Option<u32>) -> NaiveDate {
        let time = time.unwrap_or(0);
        let moved = match self {
            Self::Next(from) if time >= from => date.succ_opt(),
            Self::Previous(until) if time < until => date.pred_opt(),
            _ => None,
        };
        moved.unwrap_or(date)
    }

    /// Whether days are moved on.
    pub(crate) fn is_next(self) -> bool {
        matches!(self, Self::Next(_))
    }
}

/// Whether a stamp is in UTC: it says so, or counts seconds since 1970.
pub(crate) fn is_utc(cell: &[u8]) -> bool {
    let ends = [&b"Z"[..], b"z", b"+00:00", b"+0000", b"+00", b"UTC", b"GMT"];
    cell.iter().all(u8::is_ascii_digit) && cell.len() > 8
        || ends.iter().any(|end| cell.len() > 11 && cell.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The stamps of trading days, moved by so many days, at a second of the day.
    fn check(
        moved: i64,
        time: impl Fn(NaiveDate) -> Option<u32>,
        is_utc: bool,
        expected: Option<Shift>,
    ) {
        let first: NaiveDate = "2023-09-05".parse().unwrap();
        let days = first.iter_days().filter(|date| is_trading_day(*date)).take(60);
        let mut stamps = Stamps::default();
        for date in days {
            stamps.note(date + chrono::Duration::days(moved), time(date), is_utc);
        }
        assert_eq!(stamps.shift(false), expected);
    }

    #[test]
    fn midnights_of_the_east_are_of_the_next_day() {
        check(-1, |_| Some(66_600), true, Some(Shift::Next(66_600)));
        // Without a zone it has to be the calendar of New York, which these days keep.
        check(-1, |_| Some(66_600), false, Some(Shift::Next(66_600)));
        check(-1, |_| None, false, Some(Shift::Next(0)));
    }

    #[test]
    fn evenings_of_the_west_are_of_the_day_before() {
        check(1, |_| Some(900), true, Some(Shift::Previous(1_800)));
        check(1, |_| None, false, Some(Shift::Previous(86_400)));
    }

    #[test]
    fn summer_time_moves_some_days_alone() {
        // 23:00 of the day before in summer, midnight of the day itself in winter.
        let first: NaiveDate = "2023-09-05".parse().unwrap();
        let mut stamps = Stamps::default();
        for date in first.iter_days().filter(|date| is_trading_day(*date)).take(70) {
            match date < "2023-10-29".parse().unwrap() {
                true => stamps.note(date.pred_opt().unwrap(), Some(82_800), true),
                false => stamps.note(date, Some(0), true),
            }
        }
        assert_eq!(stamps.shift(false), Some(Shift::Next(82_800)));
    }

    #[test]
    fn right_days_stay() {
        check(0, |_| Some(72_900), true, None);
        check(0, |_| None, false, None);
        check(0, |_| Some(0), true, None);
        // Coins are traded on all days.
        let first: NaiveDate = "2023-09-05".parse().unwrap();
        let mut stamps = Stamps::default();
        first.iter_days().take(60).for_each(|date| stamps.note(date, Some(66_600), true));
        assert_eq!(stamps.shift(false), None);
    }

    #[test]
    fn an_exchange_of_sundays_keeps_its_days() {
        let first: NaiveDate = "2023-01-01".parse().unwrap();
        let mut stamps = Stamps::default();
        let closed = [Weekday::Fri, Weekday::Sat];
        for date in first.iter_days().filter(|date| !closed.contains(&date.weekday())).take(200) {
            stamps.note(date, None, false);
        }
        assert_eq!(stamps.shift(false), None);
    }

    #[test]
    fn few_evenings_of_new_york_are_moved_where_that_is_asked() {
        let mut stamps = Stamps::default();
        stamps.note("2023-11-09".parse().unwrap(), Some(900), true);
        assert_eq!(stamps.shift(true), Some(Shift::Previous(14_400)));
        assert_eq!(stamps.shift(false), None);
        // A Sunday evening has no quotes.
        stamps.note("2023-11-13".parse().unwrap(), Some(900), true);
        assert_eq!(stamps.shift(true), None);
    }
}
