//! Times of day of quotes: which of several of a day counts.

use crate::import::sheet::sniff::Sheet;
use crate::import::table::cut::Key;
use crate::import::table::meaning::Meaning;
use crate::import::table::rows::Row;
use crate::import::table::time;
use crate::import::vendors::Quirk;
use crate::market::PackedQuote;

/// The close of a session in New York, and when the last options on an index stop trading behind
/// it; seconds since midnight.
const CLOSE: u32 = 16 * 3_600;
const LAST_TRADE: u32 = CLOSE + 15 * 60;
/// A session that begins so late is not written in the time of New York.
const LATE_BEGIN: u32 = 13 * 3_600;

/// A time of day, in order; one that is not known comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Time(u32);

impl Time {
    fn of(seconds: Option<u32>) -> Self {
        Self(seconds.map_or(0, |seconds| seconds + 1))
    }

    fn seconds(self) -> Option<u32> {
        self.0.checked_sub(1)
    }

    /// Whether it is known to be after a second of the day.
    pub(crate) fn is_after(self, seconds: u32) -> bool {
        self.seconds().is_some_and(|own| own > seconds)
    }
}

/// Reads the times of the rows of a file.
pub(crate) struct Clock {
    time: Option<usize>,
    date: usize,
    last: Option<(Key, Time)>,
    /// Whether any row has a time.
    pub(crate) has_times: bool,
}

impl Clock {
    /// `None` where the day of quotes is that of the latest trade, whose times are of trades.
    pub(crate) fn of(sheet: &Sheet<'_>) -> Option<Self> {
        let date = sheet.column(Meaning::Date).unwrap_or(0);
        let time = sheet.column(Meaning::Time);
        let clock = Self { time, date, last: None, has_times: false };
        (!sheet.has(Quirk::DayOfLatestTrade)).then_some(clock)
    }

    /// The time of a row.
    #[inline]
    pub(crate) fn time(&mut self, row: &Row<'_>) -> Time {
        let column = self.time.unwrap_or(self.date);
        match &self.last {
            Some((last, time)) if row.is_again(column, last) => *time,
            _ => self.read(row, column),
        }
    }

    #[inline(never)]
    fn read(&mut self, row: &Row<'_>, column: usize) -> Time {
        let cell = row.cell(column);
        let seconds = match self.time {
            Some(_) => time::of_quote(cell),
            None => time::behind_date(cell),
        };
        self.has_times |= seconds.is_some();
        let time = Time::of(seconds);
        self.last = row.key(column).map(|key| (key, time));
        time
    }
}

/// Which quotes of a day count, and their latest time.
pub(crate) struct ChosenTimes {
    pub(crate) kept: Vec<u32>,
    pub(crate) last: Time,
}

/// Of the quotes of a day with several times those that count: of snapshots of the whole chain the
/// last one of the session, or the last one up to a time that is asked for; where each contract has
/// times of its own, the last of each. `None` where no contract is quoted again and nothing is
/// asked for.
pub(crate) fn choose(
    quotes: &[PackedQuote],
    times: &[Time],
    at: Option<u32>,
) -> Option<ChosenTimes> {
    let mut order: Vec<u32> = (0..quotes.len() as u32).collect();
    let quote = |at: u32| &quotes[at as usize];
    let time = |at: u32| times[at as usize];
    order.sort_by(|a, b| quote(*a).order(quote(*b)).then(time(*a).cmp(&time(*b)))); // stable
    let is_same = |a: &u32, b: &u32| quote(*a).order(quote(*b)).is_eq();
    let is_again = |pair: &[u32]| is_same(&pair[0], &pair[1]) && time(pair[0]) != time(pair[1]);
    if at.is_none() && !order.windows(2).any(is_again) {
        return None;
    }
    let limit = at.or_else(|| session_end(times));
    order.retain(|at| limit.is_none_or(|limit| !time(*at).is_after(limit)));
    let last = order.iter().map(|at| time(*at)).max().unwrap_or_default();
    let contracts = order.chunk_by(is_same);
    let (mut all, mut at_last) = (0, 0);
    for contract in contracts {
        all += 1;
        at_last += usize::from(contract.iter().any(|at| time(*at) == last));
    }
    let mut kept: Vec<u32> = if 2 * at_last >= all {
        order.into_iter().filter(|at| time(*at) == last).collect()
    } else {
        let own_last = |contract: &[u32]| contract.last().map(|at| time(*at));
        let latest = |contract: &[u32]| {
            let last = own_last(contract);
            contract.iter().copied().filter(|at| Some(time(*at)) == last).collect::<Vec<_>>()
        };
        order.chunk_by(is_same).flat_map(latest).collect()
    };
    kept.sort_unstable();
    Some(ChosenTimes { kept, last })
}

/// Where the times of a day go on behind the close, the last second that counts.
fn session_end(times: &[Time]) -> Option<u32> {
    let known = || times.iter().filter_map(|time| time.seconds());
    let is_of_new_york = known().min()? < LATE_BEGIN;
    let at_close = known().any(|time| (CLOSE - 60..=LAST_TRADE).contains(&time));
    (is_of_new_york && at_close).then_some(LAST_TRADE)
}

/// What times a file has, where a day has several.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TimesSeen {
    range: Option<(u32, u32)>,
    used: Option<u32>,
}

impl TimesSeen {
    pub(crate) fn note(&mut self, times: &[Time], last: Time) {
        for time in times.iter().filter_map(|time| time.seconds()) {
            let (from, to) = self.range.unwrap_or((time, time));
            self.range = Some((from.min(time), to.max(time)));
        }
        self.used = last.seconds().or(self.used);
    }

    /// The earliest, the latest and the used time in minutes, if there were several.
    pub(crate) fn minutes(&self) -> Option<[u16; 3]> {
        let (from, to) = self.range?;
        Some([from, to, self.used.unwrap_or(to)].map(|seconds| (seconds / 60) as u16))
    }
}
