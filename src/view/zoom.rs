//! Which days a chart shows and where its crosshair is, as positions of days, not pixels.

use std::ops::Range;

/// Trading days in a year.
const YEAR: usize = 252;
/// Fewer days are not shown.
const LEAST: usize = 10;
/// Days around a chosen trade, at least.
const AROUND: usize = 42;

/// A period that a zoom button selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoomPeriod {
    /// This many years of 252 trading days.
    Years(usize),
    /// All days.
    All,
}

impl ZoomPeriod {
    /// The periods offered.
    pub const OFFERED: [Self; 4] = [Self::Years(1), Self::Years(3), Self::Years(5), Self::All];

    /// The label of its button.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Years(1) => "1Y",
            Self::Years(3) => "3Y",
            Self::Years(_) => "5Y",
            Self::All => "All",
        }
    }

    /// The days it shows of `total`, ending where `visible_days` ends as far as possible.
    #[must_use]
    pub fn ending_with(self, shown: &Range<usize>, total: usize) -> Range<usize> {
        match self {
            Self::All => 0..total,
            Self::Years(years) => {
                placed(shown.end.saturating_sub(years * YEAR), years * YEAR, total)
            }
        }
    }

    /// Whether these are the days it shows.
    #[must_use]
    pub fn is(self, shown: &Range<usize>, total: usize) -> bool {
        match self {
            Self::All => shown.len() == total,
            Self::Years(years) => shown.len() == years * YEAR && shown.len() < total,
        }
    }
}

/// The days shown when `wanted` are asked for: all if none are, or none of those exist.
///
/// ```
/// use rotation::view::zoom::visible_days;
/// assert_eq!(visible_days(&(0..0), 500), 0..500);
/// assert_eq!(visible_days(&(400..900), 500), 400..500);
/// ```
#[must_use]
pub fn visible_days(wanted: &Range<usize>, total: usize) -> Range<usize> {
    let end = wanted.end.min(total);
    if wanted.start + 1 >= end { 0..total } else { wanted.start..end }
}

/// Half a view earlier or later.
#[must_use]
pub fn panned(shown: &Range<usize>, later: bool, total: usize) -> Range<usize> {
    let half = (shown.len() / 2).max(1);
    let start = if later { shown.start + half } else { shown.start.saturating_sub(half) };
    placed(start, shown.len(), total)
}

/// Half as many days around one of them, or twice as many.
#[must_use]
pub fn scaled(shown: &Range<usize>, around: usize, closer: bool, total: usize) -> Range<usize> {
    let length = if closer { shown.len() / 2 } else { shown.len() * 2 };
    let length = length.max(LEAST);
    let before = around.clamp(shown.start, shown.end).saturating_sub(shown.start);
    let before = before * length / shown.len().max(1);
    placed(around.saturating_sub(before), length, total)
}

/// The days between two that were dragged over, in either direction.
#[must_use]
pub fn between(a: usize, b: usize, total: usize) -> Range<usize> {
    let (first, last) = (a.min(b), a.max(b));
    placed(first, (last + 1 - first).max(LEAST), total)
}

/// The days around a trade.
#[must_use]
pub fn around(entry: usize, exit: usize, total: usize) -> Range<usize> {
    let length = exit.max(entry) + 1 - entry;
    let room = length.max(AROUND);
    placed(entry.saturating_sub(room), length + 2 * room, total)
}

/// The crosshair after a step of `days`, and the days shown so that it can be seen.
#[must_use]
pub fn step_cursor(
    cursor: usize,
    days: isize,
    shown: &Range<usize>,
    total: usize,
) -> (usize, Range<usize>) {
    let cursor = cursor.saturating_add_signed(days).min(total.saturating_sub(1));
    let start = if cursor < shown.start {
        cursor
    } else if cursor >= shown.end {
        cursor + 1 - shown.len()
    } else {
        shown.start
    };
    (cursor, placed(start, shown.len(), total))
}

/// `length` days from `start`, moved into those that exist.
fn placed(start: usize, length: usize, total: usize) -> Range<usize> {
    let length = length.min(total);
    let start = start.min(total - length);
    start..start + length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zoom_periods_keep_the_end_of_the_view() {
        assert_eq!(ZoomPeriod::Years(1).ending_with(&(0..1000), 1000), 748..1000);
        assert_eq!(ZoomPeriod::Years(1).ending_with(&(100..400), 1000), 148..400);
        assert_eq!(ZoomPeriod::Years(3).ending_with(&(100..400), 1000), 0..756);
        assert_eq!(ZoomPeriod::Years(5).ending_with(&(100..400), 1000), 0..1000);
        assert_eq!(ZoomPeriod::All.ending_with(&(100..400), 1000), 0..1000);
        assert!(
            ZoomPeriod::Years(1).is(&(148..400), 1000)
                && !ZoomPeriod::Years(3).is(&(148..400), 1000)
        );
        assert!(ZoomPeriod::All.is(&(0..100), 100) && !ZoomPeriod::Years(1).is(&(0..252), 252));
    }

    #[test]
    fn panning_stops_at_the_ends() {
        assert_eq!(panned(&(100..200), true, 1000), 150..250);
        assert_eq!(panned(&(20..120), false, 1000), 0..100);
        assert_eq!(panned(&(880..980), true, 1000), 900..1000);
    }

    #[test]
    fn zooming_keeps_the_anchor_day_in_place() {
        assert_eq!(scaled(&(0..400), 100, true, 1000), 50..250);
        assert_eq!(scaled(&(50..250), 100, false, 1000), 0..400);
        assert_eq!(scaled(&(0..12), 6, true, 1000).len(), LEAST);
        assert_eq!(scaled(&(0..900), 450, false, 1000), 0..1000);
    }

    #[test]
    fn a_drag_in_either_direction_shows_the_same_days() {
        assert_eq!(between(10, 60, 1000), 10..61);
        assert_eq!(between(60, 10, 1000), 10..61);
        assert_eq!(between(999, 999, 1000), 990..1000);
        assert_eq!(between(1, 2, 4), 0..4);
    }

    #[test]
    fn zooming_to_a_trade_leaves_margins() {
        assert_eq!(around(500, 505, 1000), 458..548);
        assert_eq!(around(500, 599, 1000), 400..700);
        assert_eq!(around(2, 4, 1000), 0..87);
    }

    #[test]
    fn the_view_pans_with_the_crosshair() {
        assert_eq!(step_cursor(150, 1, &(100..200), 1000), (151, 100..200));
        assert_eq!(step_cursor(199, 1, &(100..200), 1000), (200, 101..201));
        assert_eq!(step_cursor(100, -21, &(100..200), 1000), (79, 79..179));
        assert_eq!(step_cursor(5, isize::MIN, &(0..100), 1000), (0, 0..100));
        assert_eq!(step_cursor(5, isize::MAX, &(0..100), 1000), (999, 900..1000));
        assert_eq!(step_cursor(0, 1, &(0..0), 0), (0, 0..0));
    }
}
