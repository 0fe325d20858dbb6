//! From days and values to fractions of a plot: the same arithmetic for drawing and for the
//! crosshair.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged};

use crate::math;

/// The visible days; the first lies at the left edge, the last at the right one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Days {
    first: f64,
    last: f64,
}

impl Days {
    /// The days at these positions.
    #[must_use]
    pub fn new(visible: &Range<usize>) -> Self {
        let first = visible.start as f64;
        Self { first, last: (visible.end.max(visible.start + 1) - 1) as f64 }
    }

    /// Where a position lies, from 0 at the left to 1 at the right, cut off there; halves lie
    /// between two days. A single day lies in the middle and its halves at the edges.
    #[must_use]
    pub fn fraction(&self, position: f64) -> f64 {
        let span = self.last - self.first;
        let from_first = position - self.first;
        if span > 0.0 { from_first / span } else { from_first + 0.5 }.clamp(0.0, 1.0)
    }

    /// The day nearest to a fraction of the width.
    #[must_use]
    pub fn nearest(&self, fraction: f64) -> usize {
        (self.first + fraction.clamp(0.0, 1.0) * (self.last - self.first)).round() as usize
    }
}

/// The values from the bottom of a plot to its top, linear or logarithmic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Values {
    low: f64,
    high: f64,
    logarithmic: bool,
}

impl Values {
    /// Equal differences are equally high. The bounds are finite and differ, or the plot is
    /// widened around them.
    #[must_use]
    pub fn linear(low: f64, high: f64) -> Self {
        let (low, high) = widened(low.min(high), low.max(high));
        Self { low, high, logarithmic: false }
    }

    /// Equal ratios are equally high; `None` unless both bounds are above zero.
    #[must_use]
    pub fn logarithmic(low: f64, high: f64) -> Option<Self> {
        let (low, high) = (low.min(high), low.max(high));
        if low <= 0.0 {
            return None;
        }
        let (wide_low, wide_high) = widened(low, high);
        let low = if wide_low > 0.0 { wide_low } else { low / 2.0 };
        Some(Self { low, high: wide_high, logarithmic: true })
    }

    /// The value at the bottom.
    #[must_use]
    pub fn low(&self) -> f64 {
        self.low
    }

    /// The value at the top.
    #[must_use]
    pub fn high(&self) -> f64 {
        self.high
    }

    /// Equal ratios are equally high.
    #[must_use]
    pub fn is_logarithmic(&self) -> bool {
        self.logarithmic
    }

    /// Where a value lies, from 0 at the bottom to 1 at the top, cut off there.
    #[must_use]
    pub fn fraction(&self, value: f64) -> f64 {
        let fraction = if !self.logarithmic {
            // Halves, so that even the widest range has a finite width.
            (value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0)
        } else if value > 0.0 {
            math::ln(value / self.low) / math::ln(self.high / self.low)
        } else {
            0.0
        };
        fraction.clamp(0.0, 1.0)
    }
}

/// A range a ten-thousandth of its values wide at least: a constant series lies in the middle.
fn widened(low: f64, high: f64) -> (f64, f64) {
    let size = low.abs().max(high.abs());
    let least = if size > 0.0 { size * 1e-4 } else { 1e-4 };
    if high / 2.0 - low / 2.0 >= least / 2.0 {
        return (low, high);
    }
    let middle = low / 2.0 + high / 2.0;
    let half = if size > 0.0 { (size / 100.0).max(f64::MIN_POSITIVE) } else { 1.0 };
    ((middle - half).max(f64::MIN), (middle + half).min(f64::MAX))
}

impl Ranged for Days {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        on_grid(self.fraction(*value), limit)
    }

    fn range(&self) -> Range<f64> {
        self.first..self.last
    }

    /// None: the ticks are the layout's.
    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        Vec::new()
    }
}

impl Ranged for Values {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        on_grid(self.fraction(*value), limit)
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }

    /// None: the ticks are the layout's.
    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        Vec::new()
    }
}

fn on_grid(fraction: f64, (from, to): (i32, i32)) -> i32 {
    from + (fraction * f64::from(to - from)).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_day_is_at_the_left_and_the_last_at_the_right() {
        let days = Days::new(&(10..15));
        for (position, fraction) in [(10.0, 0.0), (12.0, 0.5), (14.0, 1.0), (3.0, 0.0), (99.0, 1.0)]
        {
            assert_eq!(days.fraction(position), fraction);
        }
        assert_eq!([0.0, 0.12, 0.13, 0.9, 2.0].map(|f| days.nearest(f)), [10, 10, 11, 14, 14]);
    }

    #[test]
    fn a_single_day_is_in_the_middle() {
        let days = Days::new(&(7..8));
        assert_eq!([6.5, 7.0, 7.5].map(|day| days.fraction(day)), [0.0, 0.5, 1.0]);
        assert_eq!([0.0, 1.0].map(|fraction| days.nearest(fraction)), [7, 7]);
    }

    #[test]
    fn equal_ratios_are_equally_high_on_a_logarithmic_scale() {
        let scale = Values::logarithmic(1.0, 100.0).unwrap();
        assert!((scale.fraction(10.0) - 0.5).abs() < 1e-15);
        assert_eq!([1.0, 100.0, -5.0, 0.0].map(|v| scale.fraction(v)), [0.0, 1.0, 0.0, 0.0]);
        assert_eq!(Values::logarithmic(0.0, 10.0), None);
        assert_eq!(Values::logarithmic(-1.0, 10.0), None);
    }

    #[test]
    fn a_constant_lies_in_the_middle_of_any_scale() {
        for value in [0.0, 1.0, -3.0, 1e6, 1e-300, 1e300] {
            let fraction = Values::linear(value, value).fraction(value);
            assert!((fraction - 0.5).abs() < 1e-9, "{value}: {fraction}");
        }
        let scale = Values::logarithmic(5.0, 5.0).unwrap();
        assert!((scale.fraction(5.0) - 0.5).abs() < 0.01);
    }

    #[test]
    fn the_widest_range_is_still_a_range() {
        let scale = Values::linear(f64::MIN, f64::MAX);
        assert_eq!([f64::MIN, 0.0, f64::MAX].map(|v| scale.fraction(v)), [0.0, 0.5, 1.0]);
    }
}
