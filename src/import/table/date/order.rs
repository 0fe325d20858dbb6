//! In which order day, month and year stand in dates such as `05/09/2023`.
//!
//! No date tells it alone, all dates of a file together mostly do: the 13th of a month has only one
//! place. Where none does, a second fact decides: quotes and bars are not of weekends, those of
//! every day follow each other closely, and no contract expires before it is quoted.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::import::table::date::serial::Serials;

/// What three numbers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    MonthDayYear,
    DayMonthYear,
    /// Of years with two digits; those with four are never doubted.
    YearMonthDay,
}

impl Order {
    const ALL: [Self; 3] = [Self::MonthDayYear, Self::DayMonthYear, Self::YearMonthDay];

    /// Year, month and day of three numbers.
    pub(crate) const fn sort(self, [a, b, c]: [u32; 3]) -> (u32, u32, u32) {
        match self {
            Self::MonthDayYear => (c, a, b),
            Self::DayMonthYear => (c, b, a),
            Self::YearMonthDay => (a, b, c),
        }
    }
}

/// Three numbers, what stands between them, and which of them may be a year of two digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Triple {
    pub(crate) separator: u8,
    pub(crate) numbers: [u32; 3],
    pub(crate) may_be_year_first: bool,
    pub(crate) has_short_year: bool,
}

impl Triple {
    /// The date in an order, if it is one.
    pub(crate) fn date(&self, order: Order) -> Option<NaiveDate> {
        if order == Order::YearMonthDay && !self.may_be_year_first {
            return None;
        }
        let (year, month, day) = order.sort(self.numbers);
        let year = if self.has_short_year { full_year(year)? } else { year };
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
    }
}

/// The year that two digits mean; `None` from 40 to 49, which may be of either century.
pub(crate) const fn full_year(year: u32) -> Option<u32> {
    match year {
        0..=39 => Some(2000 + year),
        50..=99 => Some(1900 + year),
        _ => None,
    }
}

/// The orders that a file was found to have, by what stands between the numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Orders {
    found: [Option<Order>; SEPARATORS.len()],
    /// What days that are counted are counted from.
    pub(crate) serials: Serials,
}

const SEPARATORS: [u8; 3] = *b"/-.";

impl Orders {
    /// The order of a separator: what was found, else what is usual.
    pub(crate) fn of(self, separator: u8) -> Order {
        let found = SEPARATORS.iter().position(|other| *other == separator);
        let usual = if separator == b'/' { Order::MonthDayYear } else { Order::DayMonthYear };
        found.and_then(|at| self.found[at]).unwrap_or(usual)
    }

    /// Whether a date is not to be read: its two digits of a year may stand first or last, and
    /// nothing tells.
    pub(crate) fn cannot_read(self, triple: &Triple) -> bool {
        let at = SEPARATORS.iter().position(|other| *other == triple.separator);
        let is_found = at.is_some_and(|at| self.found[at].is_some());
        !is_found && triple.date(Order::YearMonthDay).is_some()
    }

    /// The order of all where the user said it.
    pub(crate) fn told(order: Order) -> Self {
        Self { found: [Some(order); SEPARATORS.len()], serials: Serials::default() }
    }
}

/// What the dates of a column say of their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    by_separator: [Tally; SEPARATORS.len()],
    /// The last date: one on many rows tells once, whether it could be read or not.
    last: Option<Triple>,
}

/// How often each order made no date, and the first such cell.
#[derive(Clone, Debug, Default)]
struct Tally {
    fails: [usize; Order::ALL.len()],
    /// Line and cell of the first date that the order cannot have.
    first: [Option<(u64, String)>; Order::ALL.len()],
    cells: usize,
    /// Some of the dates that all orders may have, and the cell of the first.
    open: BTreeSet<(bool, Triple)>,
    open_cell: Option<String>,
}

/// What all dates of a file say.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) orders: Orders,
    /// A cell that has two readings, of which the one that is usual was taken.
    pub(crate) doubt: Option<(String, Order)>,
    /// Line and cell of a date that can only be day first, and one that can only be month first.
    pub(crate) contradiction: Option<[(u64, String); 2]>,
}

/// As many dates of two readings are looked at.
const OPEN: usize = 500;
/// One date of another order beside so many that tell the order is a bad cell.
const ONE_IN: usize = 20;

impl Evidence {
    /// Whether there were dates whose order is to be found.
    pub(crate) fn is_some(&self) -> bool {
        self.by_separator.iter().any(|tally| tally.cells > 0)
    }

    /// Takes a date. `is_expiry` tells dates of contracts from those of rows.
    pub(crate) fn note(
        &mut self,
        triple: Triple,
        is_expiry: bool,
        cell: impl FnOnce() -> (u64, String),
    ) {
        let Some(at) = SEPARATORS.iter().position(|other| *other == triple.separator) else {
            return;
        };
        if self.last.replace(triple) == Some(triple) {
            return;
        }
        let tally = &mut self.by_separator[at];
        let fails = Order::ALL.map(|order| triple.date(order).is_none());
        let fitting = fails.iter().filter(|fails| !**fails).count();
        if fitting == 0 {
            return; // a date in no order
        }
        if fitting > 1 && tally.is_open() {
            if tally.open.len() < OPEN {
                tally.open.insert((is_expiry, triple));
            }
            tally.open_cell = tally.open_cell.take().or_else(|| Some(cell().1));
        } else if (0..fails.len()).any(|at| fails[at] && tally.first[at].is_none()) {
            let found = cell();
            for at in (0..fails.len()).filter(|at| fails[*at]) {
                tally.first[at].get_or_insert_with(|| found.clone());
            }
        }
        tally.cells += 1;
        for (count, fails) in tally.fails.iter_mut().zip(fails) {
            *count += usize::from(fails);
        }
    }

    /// Adds what another column of the file says.
    pub(crate) fn add(&mut self, other: &Self) {
        for (own, other) in self.by_separator.iter_mut().zip(&other.by_separator) {
            own.cells += other.cells;
            own.open.extend(other.open.iter().copied());
            own.open_cell = own.open_cell.take().or_else(|| other.open_cell.clone());
            for at in 0..Order::ALL.len() {
                own.fails[at] += other.fails[at];
                own.first[at] = own.first[at].take().or_else(|| other.first[at].clone());
            }
        }
    }

    /// The order of all dates; `first_day` is that of the rows, where it is known.
    pub(crate) fn verdict(&self, first_day: Option<NaiveDate>) -> Verdict {
        let mut verdict = Verdict::default();
        for (at, tally) in self.by_separator.iter().enumerate().filter(|(_, t)| t.cells > 0) {
            let usual = Orders::default().of(SEPARATORS[at]);
            match tally.found(usual, first_day) {
                Ok((_, false)) if tally.may_be_year_first() => {}
                Ok((order, is_sure)) => {
                    verdict.orders.found[at] = Some(order);
                    let cell = tally.open_cell.clone().filter(|_| !is_sure);
                    verdict.doubt = verdict.doubt.or(cell.map(|cell| (cell, order)));
                }
                Err(cells) => verdict.contradiction = verdict.contradiction.or(Some(cells)),
            }
        }
        verdict
    }
}

impl Tally {
    /// Whether years of two digits may stand first.
    fn may_be_year_first(&self) -> bool {
        self.fails[Order::YearMonthDay as usize] == 0
    }

    /// Whether more than one order is still possible.
    fn is_open(&self) -> bool {
        self.fails.iter().filter(|fails| **fails == 0).count() > 1
    }

    /// The order, and whether it is sure; or two dates of which each excludes the other.
    fn found(
        &self,
        usual: Order,
        first_day: Option<NaiveDate>,
    ) -> Result<(Order, bool), [(u64, String); 2]> {
        let fits = |order: &Order| self.fails[*order as usize] == 0;
        let fitting: Vec<Order> = Order::ALL.into_iter().filter(fits).collect();
        match fitting[..] {
            [] => {
                let [month_first, day_first, _] = self.fails;
                let best = match month_first <= day_first {
                    true => Order::MonthDayYear,
                    false => Order::DayMonthYear,
                };
                // What speaks against the order, and what for it.
                let [against, for_it] = [month_first.min(day_first), month_first.max(day_first)];
                match self.first.clone() {
                    [Some(day_first), Some(month_first), _] if against * ONE_IN > for_it => {
                        Err([day_first, month_first])
                    }
                    _ => Ok((best, true)),
                }
            }
            [order] => Ok((order, true)),
            _ => Ok(match self.by_other_facts(&fitting, first_day) {
                Some(order) => (order, true),
                None if fitting.contains(&usual) => (usual, false),
                None => (fitting[0], false),
            }),
        }
    }

    /// The order of dates that have several readings, if something else tells it.
    fn by_other_facts(&self, fitting: &[Order], first_day: Option<NaiveDate>) -> Option<Order> {
        let read = |order: Order, of_expiries: bool| {
            let own = self.open.iter().filter(move |(is_expiry, _)| *is_expiry == of_expiries);
            own.filter_map(move |(_, triple)| triple.date(order))
        };
        // Days of contracts that were over before the first row, and weekends: monthly contracts
        // were once dated by a Saturday.
        let oddities = |order: Order| {
            let over = |date: &NaiveDate| first_day.is_some_and(|first| *date < first);
            let sundays = |date: &NaiveDate| date.weekday() == Weekday::Sun;
            let weekends = |date: &NaiveDate| matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
            read(order, true).filter(|date| over(date) || sundays(date)).count()
                + read(order, false).filter(weekends).count()
        };
        // Days of rows lie close together.
        let days = self.open.iter().filter(|(is_expiry, _)| !is_expiry).count() as i64;
        let span = |order: Order| {
            let (first, last) = (read(order, false).min()?, read(order, false).max()?);
            Some((last - first).num_days())
        };
        let mut by_oddities = fitting.to_vec();
        by_oddities.sort_by_key(|order| oddities(*order)); // stable
        let [best, next, ..] = by_oddities[..] else { return None };
        let by_weekends = (oddities(best) == 0 && oddities(next) > 0).then_some(best);
        let mut by_span = fitting.to_vec();
        by_span.sort_by_key(|order| span(*order));
        let [narrow, wide, ..] = by_span[..] else { return by_weekends };
        let is_dense = |order| span(order).is_some_and(|span| span <= 2 * days + 7);
        let by_density = (days >= 3 && is_dense(narrow) && !is_dense(wide)).then_some(narrow);
        match (by_weekends, by_density) {
            (Some(one), Some(other)) if one != other => None,
            (one, other) => one.or(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn triple(cell: &str) -> Triple {
        let separator = cell.bytes().find(|byte| !byte.is_ascii_digit()).unwrap();
        let parts: Vec<&str> = cell.split(char::from(separator)).collect();
        let numbers = [0, 1, 2].map(|part| parts[part].parse().unwrap());
        Triple {
            separator,
            numbers,
            may_be_year_first: parts[0].len() == 2 && parts[2].len() == 2,
            has_short_year: parts[2].len() == 2,
        }
    }

    fn verdict(dates: &[&str], expiries: &[&str], first_day: Option<&str>) -> Verdict {
        let mut evidence = Evidence::default();
        for (cells, is_expiry) in [(dates, false), (expiries, true)] {
            let mut own = Evidence::default();
            for (line, cell) in (1..).zip(cells) {
                own.note(triple(cell), is_expiry, || (line, (*cell).to_owned()));
            }
            evidence.add(&own);
        }
        evidence.verdict(first_day.map(|day| day.parse().unwrap()))
    }

    #[test]
    fn dates_of_a_file_have_one_order() {
        use Order::{DayMonthYear, MonthDayYear, YearMonthDay};
        let check = |dates: &[&str], expected: Order, is_sure: bool| {
            let found = verdict(dates, &[], None);
            let separator = triple(dates[0]).separator;
            let order = (found.orders.of(separator), found.doubt.is_none());
            assert_eq!(order, (expected, is_sure), "{dates:?}");
            assert_eq!(found.contradiction, None);
        };
        check(&["05/09/2023", "13/09/2023"], DayMonthYear, true);
        check(&["05/09/2023", "09/13/2023"], MonthDayYear, true);
        check(&["05-09-2023", "13-09-2023"], DayMonthYear, true);
        check(&["05-09-2023", "09-13-2023"], MonthDayYear, true);
        check(&["5.9.2023", "9.13.2023"], MonthDayYear, true);
        check(&["25/09/23", "22/09/23", "21/09/23"], DayMonthYear, true);
        check(&["09/25/23", "09/22/23"], MonthDayYear, true);
        check(&["99-09-22"], YearMonthDay, true);
        check(&["23-09-05", "23-09-06", "23-09-07"], YearMonthDay, true);
        check(&["05-09-23", "06-09-23", "07-09-23"], DayMonthYear, true);
        // A day of the weekend under one reading.
        check(&["02/01/2024"], MonthDayYear, false);
        check(&["01/09/2024", "01/08/2024"], MonthDayYear, true);
        check(&["09/01/2024", "08/01/2024"], DayMonthYear, true);
        // Days that follow each other.
        check(&["04/09/2023", "05/09/2023", "06/09/2023", "07/09/2023"], DayMonthYear, true);
        check(&["09/05/2023", "09/06/2023", "09/07/2023", "09/11/2023"], MonthDayYear, true);
    }

    #[test]
    fn expiries_tell_the_order_of_all() {
        let check = |dates: &[&str], expiries: &[&str], first: Option<&str>, expected: Order| {
            let found = verdict(dates, expiries, first);
            assert_eq!((found.orders.of(b'/'), found.doubt), (expected, None), "{expiries:?}");
        };
        check(&["02/01/2024"], &["19/01/2024", "05/01/2024"], None, Order::DayMonthYear);
        check(&["02/01/2024"], &["02/16/2024", "05/01/2024"], None, Order::MonthDayYear);
        check(&[], &["04/05/2024", "07/05/2024"], Some("2024-05-02"), Order::DayMonthYear);
        check(&[], &["12/01/2024", "02/02/2024"], Some("2024-01-02"), Order::DayMonthYear);
    }

    #[test]
    fn orders_that_exclude_each_other_are_told() {
        let found = verdict(&["12/13/2014", "13/12/2014"], &[], None);
        let cell = |line, cell: &str| (line, cell.to_owned());
        assert_eq!(found.contradiction, Some([cell(2, "13/12/2014"), cell(1, "12/13/2014")]));
        // A single one among many is a bad cell.
        let days = (1..=2).flat_map(|month| (13..=28).map(move |day| (month, day)));
        let many: Vec<String> = days.map(|(month, day)| format!("{month}/{day}/2014")).collect();
        let mut many: Vec<&str> = many.iter().map(String::as_str).collect();
        many.push("13/12/2014");
        let found = verdict(&many, &[], None);
        assert_eq!((found.orders.of(b'/'), found.contradiction), (Order::MonthDayYear, None));
        // How many rows a date stands on tells nothing.
        let found = verdict(&["12/13/2014"; 100], &[], None);
        assert_eq!(found.contradiction, None);
        let rows = [&["13/12/2014"][..], &["12/13/2014"; 100]].concat();
        assert!(verdict(&rows, &[], None).contradiction.is_some());
        assert!(verdict(&["13/13/2014"], &[], None).contradiction.is_none());
    }
}
