//! From days and values to fractions of a plot: plotters draws on these scales, and the crosshair
//! reads them.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use crate::math;

/// A labelled place on a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The value, or the position of the day.
    pub value: f64,
    /// The text beside the axis.
    pub label: String,
}

/// The days from left to right or the values from bottom to top, linear or logarithmic.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
    logarithmic: bool,
    /// The parts of the plot left free below the lowest and above the highest value.
    free: (f64, f64),
    /// The labelled places, ascending. Computed once: plotters asks for them in each pass.
    pub(super) ticks: Vec<Tick>,
}

impl Scale {
    /// The first of the days lies at the left edge, the last at the right one; a single day lies
    /// in the middle.
    #[must_use]
    pub fn days(visible: &Range<usize>) -> Self {
        let (first, last) = (visible.start as f64, visible.end as f64 - 1.0);
        let half = if first < last { 0.0 } else { 0.5 };
        Self::new(first - half, last.max(first) + half, false)
    }

    /// Equal differences are equally high. If the bounds are almost equal, the range is widened.
    #[must_use]
    pub fn linear(low: f64, high: f64) -> Self {
        let (low, high) = widened(low.min(high), low.max(high));
        Self::new(low, high, false)
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
        Some(Self::new(low, wide_high, true))
    }

    fn new(low: f64, high: f64, logarithmic: bool) -> Self {
        Self { low, high, logarithmic, free: (0.0, 0.0), ticks: Vec::new() }
    }

    /// Leaves these parts of the plot free below and above the values.
    pub(super) fn leave_free(&mut self, below: f64, above: f64) {
        self.free = (below, above);
    }

    /// The lowest value.
    #[must_use]
    pub fn low(&self) -> f64 {
        self.low
    }

    /// The highest value.
    #[must_use]
    pub fn high(&self) -> f64 {
        self.high
    }

    /// Whether equal ratios are equally high.
    #[must_use]
    pub fn is_logarithmic(&self) -> bool {
        self.logarithmic
    }

    /// The labelled places, ascending.
    #[must_use]
    pub fn ticks(&self) -> &[Tick] {
        &self.ticks
    }

    /// Where a value lies, from 0 at the left or bottom to 1. A value outside the range lies where
    /// the range ends, since nothing cuts off what is drawn outside the plot.
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
        let (below, above) = self.free;
        below + fraction.clamp(0.0, 1.0) * (1.0 - below - above)
    }

    /// The day nearest to a fraction of the width.
    #[must_use]
    pub fn nearest_day(&self, fraction: f64) -> usize {
        // Of a single day the right edge rounds away from it.
        let position = self.low + fraction.clamp(0.0, 1.0) * (self.high - self.low);
        position.round().min(self.high.floor()) as usize
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

impl Ranged for &Scale {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        from + (self.fraction(*value) * f64::from(to - from)).round() as i32
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }

    /// The ticks; no unlabelled lines between them.
    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        let ticks = if hint.weight().allow_light_points() { &[] } else { &self.ticks[..] };
        ticks.iter().map(|tick| tick.value).collect()
    }
}

impl ValueFormatter<f64> for &Scale {
    fn format_ext(&self, value: &f64) -> String {
        let tick = self.ticks.iter().find(|tick| tick.value == *value);
        tick.map_or_else(String::new, |tick| tick.label.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_day_is_at_the_left_and_the_last_at_the_right() {
        let days = Scale::days(&(10..15));
        for (position, fraction) in [(10.0, 0.0), (12.0, 0.5), (14.0, 1.0), (3.0, 0.0), (99.0, 1.0)]
        {
            assert_eq!(days.fraction(position), fraction);
        }
        assert_eq!([0.0, 0.12, 0.13, 0.9, 2.0].map(|f| days.nearest_day(f)), [10, 10, 11, 14, 14]);
    }

    #[test]
    fn a_single_day_is_in_the_middle() {
        let days = Scale::days(&(7..8));
        assert_eq!([6.5, 7.0, 7.5].map(|day| days.fraction(day)), [0.0, 0.5, 1.0]);
        assert_eq!([0.0, 1.0].map(|fraction| days.nearest_day(fraction)), [7, 7]);
    }

    #[test]
    fn equal_ratios_are_equally_high_on_a_logarithmic_scale() {
        let scale = Scale::logarithmic(1.0, 100.0).unwrap();
        assert!((scale.fraction(10.0) - 0.5).abs() < 1e-15);
        assert_eq!([1.0, 100.0, -5.0, 0.0].map(|v| scale.fraction(v)), [0.0, 1.0, 0.0, 0.0]);
        assert_eq!(Scale::logarithmic(0.0, 10.0), None);
        assert_eq!(Scale::logarithmic(-1.0, 10.0), None);
    }

    #[test]
    fn a_constant_is_centred_on_any_scale() {
        for value in [0.0, 1.0, -3.0, 1e6, 1e-300, 1e300] {
            let fraction = Scale::linear(value, value).fraction(value);
            assert!((fraction - 0.5).abs() < 1e-9, "{value}: {fraction}");
        }
        let scale = Scale::logarithmic(5.0, 5.0).unwrap();
        assert!((scale.fraction(5.0) - 0.5).abs() < 0.01);
    }

    #[test]
    fn the_widest_f64_range_makes_a_valid_scale() {
        let scale = Scale::linear(f64::MIN, f64::MAX);
        assert_eq!([f64::MIN, 0.0, f64::MAX].map(|v| scale.fraction(v)), [0.0, 0.5, 1.0]);
    }

    #[test]
    fn reserved_margins_stay_empty() {
        let mut scale = Scale::linear(1.0, 3.0);
        scale.leave_free(0.1, 0.2);
        for (value, fraction) in [(0.0, 0.1), (1.0, 0.1), (2.0, 0.45), (3.0, 0.8), (9.0, 0.8)] {
            assert!((scale.fraction(value) - fraction).abs() < 1e-12, "{value}");
        }
    }
}
