//! A series that grows by one value a day, and the statistics of its tail.

use crate::math;

/// No window is longer than this, so that its finite values fit a buffer on the stack.
const LONGEST: usize = 90;

/// One value a day, `None` where it was not available yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Trailing(Vec<Option<f64>>);

impl Trailing {
    /// Appends today's value. What is not finite counts as not available.
    pub(super) fn push(&mut self, value: Option<f64>) {
        self.0.push(value.filter(|value| value.is_finite()));
    }

    /// The value `age` days ago, 0 is today's.
    pub(super) fn ago(&self, age: usize) -> Option<f64> {
        *self.0.get(self.0.len().checked_sub(age + 1)?)?
    }

    /// Mean of the last `n` values, all of them needed.
    pub(super) fn mean(&self, n: usize) -> Option<f64> {
        self.window(0, n, n, |values| math::mean(values))
    }

    /// Sample deviation of the last `n` values, of which `minimum` are needed.
    pub(super) fn deviation(&self, n: usize, minimum: usize) -> Option<f64> {
        self.window(0, n, minimum, |values| math::sample_standard_deviation(values))
    }

    /// Share of the `n` values before today's strictly below it; at least 10 are needed.
    pub(super) fn rank(&self, n: usize) -> Option<f64> {
        let today = self.ago(0)?;
        self.window(1, n, 10, |values| {
            let below = values.iter().filter(|value| **value < today).count();
            Some(below as f64 / values.len() as f64)
        })
    }

    /// The quantile of the last `n` values, of which `minimum` are needed.
    pub(super) fn quantile(&self, n: usize, minimum: usize, q: f64) -> Option<f64> {
        self.ago(0)?;
        self.window(0, n, minimum, |values| math::quantile(values, q))
    }

    /// How far today's value lies from the mean of the last `n`, in sample deviations.
    pub(super) fn z_score(&self, n: usize, minimum: usize) -> Option<f64> {
        let today = self.ago(0)?;
        self.window(0, n, minimum, |values| {
            Some((today - math::mean(values)?) / math::sample_standard_deviation(values)?)
        })
    }

    /// Least-squares slope per day of the last `n` values, all of them needed.
    pub(super) fn slope(&self, n: usize) -> Option<f64> {
        self.window(0, n, n, |values| math::least_squares_slope(values))
    }

    /// Applies a statistic to the finite values of a window of `n` that ends `age` days ago.
    fn window(
        &self,
        age: usize,
        n: usize,
        minimum: usize,
        statistic: impl Fn(&mut [f64]) -> Option<f64>,
    ) -> Option<f64> {
        let end = self.0.len().checked_sub(age)?;
        let mut buffer = [0.0; LONGEST];
        let mut count = 0;
        for value in self.0[end.saturating_sub(n)..end].iter().flatten() {
            buffer[count] = *value;
            count += 1;
        }
        if count < minimum {
            return None;
        }
        statistic(&mut buffer[..count])
    }
}
