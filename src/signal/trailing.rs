//! A series that grows by one value a day, and the statistics of its tail.

use crate::math;

/// The values of a series that were available, with the days they belong to.
///
/// Days without a value are left out, so that a window is a plain slice of what there is.
#[derive(Clone, Debug, Default)]
pub(super) struct Trailing {
    values: Vec<f64>,
    days: Vec<usize>,
    length: usize,
    /// The window whose quantile was asked for last, in order, and its bounds in `values`.
    ordered: Vec<f64>,
    bounds: (usize, usize),
}

impl Trailing {
    pub(super) fn with_capacity(days: usize) -> Self {
        let (values, days) = (Vec::with_capacity(days), Vec::with_capacity(days));
        Self { values, days, ..Self::default() }
    }

    /// Appends today's value. What is not finite counts as not available.
    pub(super) fn push(&mut self, value: Option<f64>) {
        if let Some(value) = value.filter(|value| value.is_finite()) {
            self.values.push(value);
            self.days.push(self.length);
        }
        self.length += 1;
    }

    /// The value `age` days ago, 0 is today's.
    pub(super) fn ago(&self, age: usize) -> Option<f64> {
        let day = self.length.checked_sub(age + 1)?;
        // Without gaps the value lies as many places from the end as its day.
        let guess = self.days.len().checked_sub(age + 1);
        match guess.filter(|place| self.days[*place] == day) {
            Some(place) => Some(self.values[place]),
            None => self.days.binary_search(&day).ok().map(|place| self.values[place]),
        }
    }

    /// Mean of the last `n` values, all of them needed.
    pub(super) fn mean(&self, n: usize) -> Option<f64> {
        math::mean(self.window(0, n, n)?)
    }

    /// Sample deviation of the last `n` values, of which `minimum` are needed.
    pub(super) fn deviation(&self, n: usize, minimum: usize) -> Option<f64> {
        math::sample_standard_deviation(self.window(0, n, minimum)?)
    }

    /// Share of the `n` values before today's strictly below it; at least 10 are needed.
    pub(super) fn rank(&self, n: usize) -> Option<f64> {
        let today = self.ago(0)?;
        let before = self.window(1, n, 10)?;
        let below = before.iter().filter(|value| **value < today).count();
        Some(below as f64 / before.len() as f64)
    }

    /// The quantile of the last `n` values, of which `minimum` are needed.
    pub(super) fn quantile(&mut self, n: usize, minimum: usize, q: f64) -> Option<f64> {
        self.ago(0)?;
        let end = self.values.len();
        let start = end - self.window(0, n, minimum)?.len();
        self.order(start, end);
        math::quantile_of_ordered(&self.ordered, q)
    }

    /// Keeps a window in order: from one day to the next a value leaves and another comes.
    fn order(&mut self, start: usize, end: usize) {
        let (first, last) = self.bounds;
        let is_next = end == last + 1 && (first..=first + 1).contains(&start) && last > first;
        if is_next {
            for gone in first..start {
                let place = self.place(self.values[gone]);
                self.ordered.remove(place);
            }
            let new = self.values[last];
            self.ordered.insert(self.place(new), new);
        } else {
            self.ordered.clear();
            self.ordered.extend_from_slice(&self.values[start..end]);
            math::sort(&mut self.ordered);
        }
        self.bounds = (start, end);
    }

    /// Where a value stands among the ordered ones, or would.
    fn place(&self, value: f64) -> usize {
        self.ordered.partition_point(|other| other.total_cmp(&value).is_lt())
    }

    /// How far today's value lies from the mean of the last `n`, in sample deviations.
    pub(super) fn z_score(&self, n: usize, minimum: usize) -> Option<f64> {
        let today = self.ago(0)?;
        let window = self.window(0, n, minimum)?;
        let (mean, deviation) = math::mean_and_deviation(window)?;
        Some((today - mean) / deviation)
    }

    /// Least-squares slope per day of the last `n` values, all of them needed.
    pub(super) fn slope(&self, n: usize) -> Option<f64> {
        math::least_squares_slope(self.window(0, n, n)?)
    }

    /// What there is of the `n` days that end `age` days ago, if it is at least `minimum` values.
    fn window(&self, age: usize, n: usize, minimum: usize) -> Option<&[f64]> {
        let last = self.length.checked_sub(age)?;
        let first = last.saturating_sub(n);
        let end = self.place_of(last);
        let start = match end.checked_sub(n) {
            Some(start) if self.days[start] == first => start,
            _ => self.days.partition_point(|day| *day < first),
        };
        (end - start >= minimum).then(|| &self.values[start..end])
    }

    /// How many values belong to days before `day`, which is near the end.
    fn place_of(&self, day: usize) -> usize {
        let later = self.days.iter().rev().take_while(|known| **known >= day).count();
        self.days.len() - later
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(values: &[Option<f64>]) -> Trailing {
        let mut series = Trailing::default();
        values.iter().for_each(|value| series.push(*value));
        series
    }

    #[test]
    fn a_value_is_found_by_its_age_across_gaps() {
        let series = series(&[Some(1.0), None, Some(3.0), Some(f64::NAN), Some(5.0)]);
        let found: Vec<_> = (0..6).map(|age| series.ago(age)).collect();
        assert_eq!(found, [Some(5.0), None, Some(3.0), None, Some(1.0), None]);
    }

    #[test]
    fn a_window_counts_days_not_values() {
        let series = series(&[Some(1.0), Some(2.0), None, Some(4.0)]);
        assert_eq!(series.window(0, 3, 2), Some(&[2.0, 4.0][..]));
        assert_eq!(series.window(0, 3, 3), None);
        assert_eq!(series.window(1, 2, 1), Some(&[2.0][..]));
        assert_eq!(series.mean(2), None, "a mean needs every day");
    }

    #[test]
    fn a_quantile_follows_its_window_across_gaps() {
        let mut series = Trailing::default();
        for step in 0..300_u32 {
            let value = (step % 7 != 3).then(|| f64::from(step * 7_919 % 1_009));
            series.push(value);
            let window = series.window(0, 60, 20).map(<[f64]>::to_vec);
            let expected = value.and(window).and_then(|window| math::quantile(&window, 0.8));
            assert_eq!(series.quantile(60, 20, 0.8), expected, "{step}");
        }
    }

    #[test]
    fn a_rank_leaves_today_out() {
        let mut values: Vec<_> = (1..=10).map(|value| Some(f64::from(value))).collect();
        values.push(Some(5.5));
        assert_eq!(series(&values).rank(60), Some(0.5));
        assert_eq!(series(&values[..10]).rank(60), None, "nine earlier values are too few");
    }
}
