//! The ticks of a value axis and their labels.
//!
//! Ticks are 1, 2 or 5 times a power of ten apart, found through decimal digits rather than
//! logarithms, so that no rounding picks another step on another machine.

use super::figure::AxisUnit;
use super::scale::{Scale, Tick};
use crate::math::decimal;
use crate::view::number;

/// About `wanted` ticks within the scale.
#[must_use]
pub fn value_ticks(scale: &Scale, unit: AxisUnit, wanted: usize) -> Vec<Tick> {
    let wanted = wanted.max(2);
    if unit == AxisUnit::Hidden {
        Vec::new()
    } else if scale.is_logarithmic() && scale.high() / scale.low() > 5.0 {
        logarithmic(scale, unit, wanted)
    } else {
        linear(scale, unit, wanted)
    }
}

/// A number as it is read in a sentence: money to the unit, percent to a tenth.
#[must_use]
pub fn format_tick(value: f64, unit: AxisUnit) -> String {
    match unit {
        AxisUnit::Percent => format!("{}\u{2009}%", grouped(value * 100.0, 1)),
        AxisUnit::Money => grouped(value, 0),
        AxisUnit::Plain | AxisUnit::Hidden => {
            grouped(value, if value.abs() < 100.0 { 2 } else { 0 })
        }
    }
}

/// A step of `digit` times ten to the `exponent`.
#[derive(Clone, Copy)]
struct TickStep {
    digit: u32,
    exponent: i32,
}

impl TickStep {
    /// The smallest step not below `least`.
    fn at_least(least: f64) -> Self {
        let (mantissa, exponent) = decimal_parts(least);
        match [1, 2, 5].into_iter().find(|&digit| mantissa <= f64::from(digit)) {
            Some(digit) => Self { digit, exponent },
            None => Self { digit: 1, exponent: exponent + 1 },
        }
    }

    fn finer(self) -> Self {
        match self.digit {
            1 => Self { digit: 5, exponent: self.exponent - 1 },
            2 => Self { digit: 1, ..self },
            _ => Self { digit: 2, ..self },
        }
    }

    /// The multiple `times` of the step; the division keeps 3 x 0.1 at 0.3.
    fn times(self, times: f64) -> f64 {
        let digits = times * f64::from(self.digit);
        if self.exponent < 0 {
            digits / power_of_ten(-self.exponent)
        } else {
            digits * power_of_ten(self.exponent)
        }
    }

    fn within(self, scale: &Scale) -> Vec<f64> {
        let step = self.times(1.0);
        let slack = 1e-9;
        let (first, last) =
            ((scale.low() / step - slack).ceil(), (scale.high() / step + slack).floor());
        let count = (last - first + 1.0).clamp(0.0, 40.0) as u32;
        (0..count).map(|k| self.times(first + f64::from(k))).filter(|v| v.is_finite()).collect()
    }
}

fn linear(scale: &Scale, unit: AxisUnit, wanted: usize) -> Vec<Tick> {
    let span = scale.high() / wanted as f64 - scale.low() / wanted as f64;
    let mut step = TickStep::at_least(span);
    let mut values = step.within(scale);
    for _ in 0..2 {
        if values.len() < 2 {
            step = step.finer();
            values = step.within(scale);
        }
    }
    let largest = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let label = |value: &f64| label(*value, unit, step.exponent, largest);
    values.iter().map(|value| Tick { value: *value, label: label(value) }).collect()
}

fn logarithmic(scale: &Scale, unit: AxisUnit, wanted: usize) -> Vec<Tick> {
    let first = decimal_parts(scale.low()).1;
    let last = decimal_parts(scale.high()).1;
    let within = |every: i32, digits: &[u32]| -> Vec<Tick> {
        let decades = (first..=last).filter(|decade| decade % every == 0);
        let steps = decades
            .flat_map(|exponent| digits.iter().map(move |&digit| TickStep { digit, exponent }));
        let values = steps.map(|step| (step.exponent, step.times(1.0)));
        values
            .filter(|(_, value)| (scale.low()..=scale.high()).contains(value))
            .map(|(exponent, value)| Tick { value, label: label(value, unit, exponent, value) })
            .collect()
    };
    let choices: [(i32, &[u32]); 8] = [
        (1, &[1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (1, &[1, 2, 5]),
        (1, &[1, 3]),
        (1, &[1]),
        (2, &[1]),
        (5, &[1]),
        (10, &[1]),
        (20, &[1]),
    ];
    let fitting = choices.iter().map(|(every, digits)| within(*every, digits));
    fitting.into_iter().find(|ticks| ticks.len() <= wanted + 1).unwrap_or_else(|| within(100, &[1]))
}

/// A tick's label: as many decimals as a step of ten to the `exponent` needs, in the unit that
/// the `largest` value of the axis calls for.
fn label(value: f64, unit: AxisUnit, exponent: i32, largest: f64) -> String {
    if unit == AxisUnit::Percent {
        return format!("{}\u{2009}%", grouped(value * 100.0, (-exponent - 2).max(0)));
    }
    if value == 0.0 {
        return String::from("0");
    }
    let from_thousand = if unit == AxisUnit::Money { 1e4 } else { 1e6 };
    let (power, suffix) = match largest {
        _ if !(1e-6..1e18).contains(&largest) => return scientific(value),
        _ if largest >= 1e12 => (12, "T"),
        _ if largest >= 1e9 => (9, "B"),
        _ if largest >= 1e6 => (6, "M"),
        _ if largest >= from_thousand => (3, "k"),
        _ => (0, ""),
    };
    let digits = grouped(value / power_of_ten(power), (power - exponent).clamp(0, 12));
    format!("{digits}{suffix}")
}

/// With thousands separated by commas and a real minus; never a negative zero.
pub(super) fn grouped(value: f64, decimals: i32) -> String {
    if value.abs() >= 1e18 {
        return scientific(value);
    }
    number::decimal(value, decimals.clamp(0, 12) as usize)
}

fn scientific(value: f64) -> String {
    format!("{value:.0e}").replace('-', "\u{2212}")
}

/// The decimal digits of a positive number as a value from 1 to 10, and its power of ten.
fn decimal_parts(value: f64) -> (f64, i32) {
    let text = format!("{value:e}");
    let parts = text
        .split_once('e')
        .and_then(|(mantissa, exponent)| Some((decimal::parse(mantissa)?, exponent.parse().ok()?)));
    parts.unwrap_or((1.0, 0))
}

/// Exactly rounded, unlike a product of tens.
fn power_of_ten(exponent: i32) -> f64 {
    decimal::parse(&format!("1e{exponent}")).unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(scale: Scale, unit: AxisUnit, wanted: usize, expected: &[&str]) {
        let labels: Vec<String> =
            value_ticks(&scale, unit, wanted).into_iter().map(|tick| tick.label).collect();
        assert_eq!(labels, expected, "{scale:?}");
    }

    #[test]
    fn money_ticks_share_one_unit_per_axis() {
        let money = AxisUnit::Money;
        check(Scale::linear(0.93e6, 1.12e6), money, 3, &["1.0M", "1.1M"]);
        check(Scale::linear(0.93e6, 1.12e6), money, 5, &["0.95M", "1.00M", "1.05M", "1.10M"]);
        check(Scale::linear(0.0, 4.2e6), money, 5, &["0", "1M", "2M", "3M", "4M"]);
        check(Scale::linear(9e3, 21e3), money, 3, &["10k", "15k", "20k"]);
        check(Scale::linear(-400.0, 900.0), money, 3, &["0", "500"]);
        check(Scale::linear(-1.1e9, 1.1e9), money, 4, &["\u{2212}1B", "0", "1B"]);
    }

    #[test]
    fn percents_have_a_real_minus_and_a_thin_space() {
        let percent = AxisUnit::Percent;
        check(Scale::linear(-0.075, 0.0), percent, 2, &["\u{2212}5\u{2009}%", "0\u{2009}%"]);
        check(Scale::linear(0.0, 1.0), percent, 3, &["0\u{2009}%", "50\u{2009}%", "100\u{2009}%"]);
        check(
            Scale::linear(0.0, 0.004),
            percent,
            2,
            &["0.0\u{2009}%", "0.2\u{2009}%", "0.4\u{2009}%"],
        );
    }

    #[test]
    fn plain_numbers_keep_the_decimals_of_their_step() {
        check(Scale::linear(0.0, 0.31), AxisUnit::Plain, 4, &["0", "0.1", "0.2", "0.3"]);
        check(Scale::linear(0.0, 2500.0), AxisUnit::Plain, 3, &["0", "1,000", "2,000"]);
        check(Scale::linear(0.0, 9.0), AxisUnit::Hidden, 3, &[]);
    }

    #[test]
    fn ratios_are_labelled_by_decade_and_narrow_ones_like_differences() {
        let log = |low, high| Scale::logarithmic(low, high).unwrap();
        check(log(0.9, 1500.0), AxisUnit::Plain, 4, &["1", "10", "100", "1,000"]);
        check(log(8e5, 2.5e7), AxisUnit::Money, 5, &["1M", "2M", "5M", "10M", "20M"]);
        check(log(0.9e6, 1.3e6), AxisUnit::Money, 3, &["1.0M", "1.2M"]);
        check(
            log(1e-200, 1e200),
            AxisUnit::Plain,
            4,
            &["1e\u{2212}200", "1e\u{2212}100", "1", "1e100", "1e200"],
        );
    }

    #[test]
    fn extreme_ranges_have_ticks() {
        for scale in [Scale::linear(f64::MIN, f64::MAX), Scale::linear(5e5, 5e5)] {
            let count = value_ticks(&scale, AxisUnit::Money, 5).len();
            assert!((2..=8).contains(&count), "{count} ticks on {scale:?}");
        }
    }

    #[test]
    fn sentences_have_separators_and_no_negative_zero() {
        assert_eq!(format_tick(1_214_310.4, AxisUnit::Money), "1,214,310");
        assert_eq!(format_tick(-0.0723, AxisUnit::Percent), "\u{2212}7.2\u{2009}%");
        assert_eq!(format_tick(-0.0001, AxisUnit::Percent), "0.0\u{2009}%");
        assert_eq!(format_tick(1.5, AxisUnit::Plain), "1.50");
    }
}
