//! A gap that stays the same but for steps on ex-dates, told from noise.

use super::DayLevel;
use crate::math;

/// A step of the gap, relative; less is noise.
const STEP: f64 = 0.001_5;
/// So many days decide whether there is one.
const DAYS: usize = 5;
/// The share of a step's days that lie within `STEP` of it for it to be steady.
const STEADY: f64 = 0.6;
/// Fewer days between two steps tell nothing, unless there are no more.
const SHORTEST: usize = 3;

/// The gap of each day, by the median of the days since its last step.
pub(super) struct Steps {
    factors: Vec<f64>,
}

impl Steps {
    /// Cuts gaps into steps; those within `least` of none are none.
    pub(super) fn of(gaps: &[f64], least: f64) -> Self {
        let mut known: Vec<Option<f64>> = Vec::with_capacity(gaps.len());
        let mut start = 0;
        for at in 1..=gaps.len() {
            if at < gaps.len() && !steps_at(gaps, start, at) {
                continue;
            }
            let own = &gaps[start..at];
            let gap = math::quantile(own, 0.5).unwrap_or(1.0);
            let near = own.iter().filter(|own| (*own / gap - 1.0).abs() <= STEP).count();
            let is_steady =
                near as f64 >= STEADY * own.len() as f64 && own.len() >= SHORTEST.min(gaps.len());
            let factor = if (gap - 1.0).abs() > least { gap } else { 1.0 };
            known.extend(own.iter().map(|_| is_steady.then_some(factor)));
            start = at;
        }
        // Days that tell nothing have the gap of those before them, the first that of the next.
        let first = known.iter().flatten().next().copied().unwrap_or(1.0);
        let factors = known.iter().scan(first, |last, factor| {
            *last = factor.unwrap_or(*last);
            Some(*last)
        });
        let factors = factors.collect();
        Self { factors }
    }

    /// What the bar of a day is multiplied by.
    pub(super) fn factor(&self, place: usize) -> f64 {
        self.factors.get(place).copied().unwrap_or(1.0)
    }
}

/// Whether the gap is another from a day on than since `start`.
fn steps_at(gaps: &[f64], start: usize, at: usize) -> bool {
    let next = &gaps[at..(at + DAYS).min(gaps.len())];
    let last = &gaps[start.max(at.saturating_sub(DAYS))..at];
    let (Some(before), Some(after)) = (math::quantile(last, 0.5), math::quantile(next, 0.5)) else {
        return false;
    };
    // The first day of the new gap itself has stepped, and no later one has a larger part in it.
    let is_first = (gaps[at] / after - 1.0).abs() < (gaps[at] / before - 1.0).abs();
    is_first && (after / before - 1.0).abs() > STEP
}

/// The median ratio of some days.
pub(super) fn median<'d>(days: impl Iterator<Item = &'d DayLevel>) -> Option<f64> {
    math::quantile(&days.map(|day| day.ratio).collect::<Vec<_>>(), 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(gaps: &[f64], expected: &[f64]) {
        assert_eq!(Steps::of(gaps, 0.003).factors, expected, "{gaps:?}");
    }

    #[test]
    fn a_steady_gap_is_told_from_noise_and_from_none() {
        check(&[1.03; 4], &[1.03; 4]);
        check(&[1.002; 4], &[1.0; 4]);
        check(&[1.0, 1.004, 0.995, 1.01, 0.99, 1.0], &[1.0; 6]);
        check(&[], &[]);
    }

    #[test]
    fn a_gap_changes_on_ex_dates() {
        let gaps = [[1.01; 6], [1.005; 6], [1.0; 6]].concat();
        check(&gaps, &gaps);
    }

    #[test]
    fn a_day_off_the_others_is_no_step() {
        let mut gaps = [1.03; 12];
        gaps[5] = 1.2;
        check(&gaps, &[1.03; 12]);
    }
}
