//! Figures of merit of a series of daily returns.
//!
//! Conventions are those of the `empyrical` package: simple returns, 252 trading days in a year,
//! drawdowns counted from the starting capital. A figure that the series does
//! not define is `None`, never zero, infinite or not a number.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Drawdown;
use super::drawdown::Underwater;
use crate::market::day_number;
use crate::math::{mean, powf, quantile, sample_standard_deviation, sort};

/// Trading days in a year.
const DAYS_PER_YEAR: f64 = 252.0;

/// What a series of daily simple returns amounts to. Returns and rates are decimals: 0.01 is 1 %.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// Days in the series, n.
    pub days: usize,
    /// Product of 1 + r, less one.
    pub total_return: Option<f64>,
    /// Compound annual growth rate: (1 + total return)^(252 / n) - 1.
    pub cagr: Option<f64>,
    /// Arithmetic mean of the daily returns.
    pub mean_return: Option<f64>,
    /// Sample standard deviation of the daily returns; undefined below two days.
    pub standard_deviation: Option<f64>,
    /// Standard deviation x sqrt(252).
    pub volatility: Option<f64>,
    /// Mean / standard deviation x sqrt(252) of the returns in excess of the risk-free rate;
    /// undefined when they are all equal.
    pub sharpe: Option<f64>,
    /// Root of the mean of min(r, 0)^2 over all days, x sqrt(252).
    pub downside_deviation: Option<f64>,
    /// Mean x 252 / downside deviation; undefined without a losing day.
    pub sortino: Option<f64>,
    /// Lowest wealth over the highest before it, less one; zero or negative.
    pub max_drawdown: Option<f64>,
    /// CAGR over the size of the maximum drawdown; undefined without one.
    pub calmar: Option<f64>,
    /// Sum of gains over sum of losses (threshold zero): the profit factor of days.
    pub omega: Option<f64>,
    /// Historical value at risk: the 5 % quantile of returns, linear between neighbours.
    pub value_at_risk_95: Option<f64>,
    /// The 1 % quantile of returns.
    pub value_at_risk_99: Option<f64>,
    /// Conditional value at risk: the mean of the worst n/20 returns, rounded up to whole days.
    pub conditional_value_at_risk_95: Option<f64>,
    /// The mean of the worst n/100 returns, rounded up to whole days.
    pub conditional_value_at_risk_99: Option<f64>,
    /// Third central moment over the second to the power 3/2 (of the population).
    pub skew: Option<f64>,
    /// Fourth central moment over the second squared, less three (of the population).
    pub kurtosis: Option<f64>,
    /// Skew corrected for bias: x sqrt(n (n - 1)) / (n - 2); undefined below three days.
    pub skew_adjusted: Option<f64>,
    /// Kurtosis corrected for bias: (n - 1) ((n + 1) k + 6) / ((n - 2) (n - 3)); from four days.
    pub kurtosis_adjusted: Option<f64>,
    /// Size of the 95 % quantile over that of the 5 % quantile.
    pub tail_ratio: Option<f64>,
    /// Share of all days with a gain.
    pub winning_days: Option<f64>,
    /// Share of days with a gain among those that moved at all.
    pub winning_days_of_moves: Option<f64>,
    /// Mean return of the days with a gain.
    pub average_gain: Option<f64>,
    /// Mean return of the days with a loss; negative.
    pub average_loss: Option<f64>,
    /// The highest return, the first of equals.
    pub best_day: Option<DatedReturn>,
    /// The lowest return, the first of equals.
    pub worst_day: Option<DatedReturn>,
    /// The drawdown with the lowest valley; `None` when wealth never fell below a peak.
    pub deepest_drawdown: Option<Drawdown>,
    /// The drawdown of most days from its peak to its end.
    pub longest_drawdown: Option<Drawdown>,
    /// How many drawdowns there were.
    pub drawdowns: usize,
    /// Days that ended below the peak.
    pub days_underwater: usize,
    /// Root of the mean squared drawdown over all days (Martin and McCann 1989), as a decimal.
    pub ulcer_index: Option<f64>,
}

/// A return and its day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DatedReturn {
    /// The day.
    #[serde(with = "day_number")]
    pub date: NaiveDate,
    /// Its simple return.
    pub value: f64,
}

/// Measures daily simple `returns`, one date per return, in ascending order.
///
/// # Panics
/// When there are more or fewer dates than returns.
///
/// ```
/// use chrono::NaiveDate;
/// use rotation::analysis::metrics;
/// let dates: Vec<_> = NaiveDate::from_ymd_opt(2024, 1, 2).unwrap().iter_days().take(3).collect();
/// let found = metrics(&dates, &[0.10, -0.50, 0.20]);
/// assert_eq!(found.max_drawdown, Some(-0.5));
/// assert_eq!(found.worst_day.map(|worst| worst.date), Some(dates[1]));
/// assert_eq!(metrics(&dates[..1], &[0.01]).sharpe, None);
/// ```
#[must_use]
pub fn metrics(dates: &[NaiveDate], returns: &[f64]) -> Metrics {
    metrics_in_excess(dates, returns, &[])
}

/// The same, with the Sharpe ratio in excess of daily risk-free `rates`; none are zero.
///
/// # Panics
/// When there are more or fewer dates, or rates, than returns.
#[must_use]
pub fn metrics_in_excess(dates: &[NaiveDate], returns: &[f64], rates: &[f64]) -> Metrics {
    assert!(rates.is_empty() || rates.len() == returns.len(), "one rate per return");
    assert_eq!(dates.len(), returns.len(), "one date per return");
    if returns.is_empty() {
        return Metrics::default();
    }
    let days = returns.len() as f64;
    let root_year = DAYS_PER_YEAR.sqrt();
    let wealth: f64 = returns.iter().map(|value| 1.0 + value).product();
    let cagr = (wealth >= 0.0).then(|| powf(wealth, DAYS_PER_YEAR / days) - 1.0);
    let mean_return = mean(returns);
    let standard_deviation = standard_deviation(returns);
    let downside_deviation = root_mean_square(returns.iter().map(|value| value.min(0.0)));
    let downside_deviation = downside_deviation.map(|deviation| deviation * root_year);
    let moments = Moments::of(returns);
    let underwater = Underwater::of(dates, returns);
    let max_drawdown = underwater.deepest().map_or(0.0, |drawdown| drawdown.depth);
    let gains = subset(returns, |value| value > 0.0);
    let losses = subset(returns, |value| value < 0.0);
    let ascending = ascending(returns);

    Metrics {
        days: returns.len(),
        total_return: Some(wealth - 1.0),
        cagr,
        mean_return,
        standard_deviation,
        volatility: standard_deviation.map(|deviation| deviation * root_year),
        sharpe: sharpe(returns, rates),
        downside_deviation,
        sortino: divide(mean_return.map(|value| value * DAYS_PER_YEAR), downside_deviation),
        max_drawdown: Some(max_drawdown),
        calmar: divide(cagr, Some(-max_drawdown)),
        omega: divide(Some(sum(&gains)), Some(-sum(&losses))),
        value_at_risk_95: quantile(returns, 0.05),
        value_at_risk_99: quantile(returns, 0.01),
        conditional_value_at_risk_95: mean(&ascending[..returns.len().div_ceil(20)]),
        conditional_value_at_risk_99: mean(&ascending[..returns.len().div_ceil(100)]),
        skew: moments.as_ref().map(Moments::skew),
        kurtosis: moments.as_ref().map(Moments::kurtosis),
        skew_adjusted: moments.as_ref().and_then(Moments::skew_adjusted),
        kurtosis_adjusted: moments.as_ref().and_then(Moments::kurtosis_adjusted),
        tail_ratio: divide(
            quantile(returns, 0.95).map(f64::abs),
            quantile(returns, 0.05).map(f64::abs),
        ),
        winning_days: Some(gains.len() as f64 / days),
        winning_days_of_moves: divide(
            Some(gains.len() as f64),
            Some((gains.len() + losses.len()) as f64),
        ),
        average_gain: mean(&gains),
        average_loss: mean(&losses),
        best_day: first_where(dates, returns, |value, best| value > best),
        worst_day: first_where(dates, returns, |value, worst| value < worst),
        deepest_drawdown: underwater.deepest(),
        longest_drawdown: underwater.longest(),
        drawdowns: underwater.drawdowns.len(),
        days_underwater: underwater.depths.iter().filter(|depth| **depth < 0.0).count(),
        ulcer_index: root_mean_square(underwater.depths.iter().copied()),
    }
}

/// What cash earns at the rate differs from it by the rounding of money, which is no deviation.
const ROUNDING: f64 = 1e-9;

/// Mean over deviation of the returns in excess of the rates, a year.
fn sharpe(returns: &[f64], rates: &[f64]) -> Option<f64> {
    let excess: Vec<f64> = match rates.iter().all(|rate| *rate == 0.0) {
        true => returns.to_vec(),
        false => returns.iter().zip(rates).map(|(value, rate)| value - rate).collect(),
    };
    if !rates.is_empty() && excess.iter().all(|value| value.abs() < ROUNDING) {
        return None;
    }
    divide(mean(&excess), standard_deviation(&excess)).map(|ratio| ratio * DAYS_PER_YEAR.sqrt())
}

/// The sum; nothing sums to zero, which floats write as minus zero.
fn sum(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |sum, value| sum + value)
}

/// The sample standard deviation, exactly zero when all returns are equal: their mean may be off
/// by a rounding, which would otherwise pass for a deviation.
fn standard_deviation(returns: &[f64]) -> Option<f64> {
    let deviation = sample_standard_deviation(returns)?;
    Some(if all_equal(returns) { 0.0 } else { deviation })
}

fn all_equal(returns: &[f64]) -> bool {
    returns.windows(2).all(|pair| pair[0] == pair[1])
}

fn root_mean_square(values: impl ExactSizeIterator<Item = f64>) -> Option<f64> {
    let count = values.len() as f64;
    divide(Some(values.map(|value| value * value).sum()), Some(count)).map(f64::sqrt)
}

/// `numerator / denominator`; undefined when either is, and over nothing.
fn divide(numerator: Option<f64>, denominator: Option<f64>) -> Option<f64> {
    let denominator = denominator.filter(|value| *value != 0.0)?;
    Some(numerator? / denominator)
}

fn subset(returns: &[f64], belongs: impl Fn(f64) -> bool) -> Vec<f64> {
    returns.iter().copied().filter(|value| belongs(*value)).collect()
}

fn ascending(returns: &[f64]) -> Vec<f64> {
    let mut sorted = returns.to_vec();
    sort(&mut sorted);
    sorted
}

/// The first day whose return `beats` that of every other day.
fn first_where(
    dates: &[NaiveDate],
    returns: &[f64],
    beats: impl Fn(f64, f64) -> bool,
) -> Option<DatedReturn> {
    dates
        .iter()
        .zip(returns)
        .map(|(&date, &value)| DatedReturn { date, value })
        .reduce(|best, day| if beats(day.value, best.value) { day } else { best })
}

/// Central moments of a series whose values are not all equal.
struct Moments {
    count: f64,
    second: f64,
    third: f64,
    fourth: f64,
}

impl Moments {
    fn of(returns: &[f64]) -> Option<Self> {
        if all_equal(returns) {
            return None;
        }
        let count = returns.len() as f64;
        let centre = mean(returns)?;
        let (mut second, mut third, mut fourth) = (0.0, 0.0, 0.0);
        for value in returns {
            let distance = value - centre;
            let square = distance * distance;
            second += square;
            third += square * distance;
            fourth += square * square;
        }
        Some(Self { count, second: second / count, third: third / count, fourth: fourth / count })
    }

    fn skew(&self) -> f64 {
        self.third / (self.second * self.second.sqrt())
    }

    fn kurtosis(&self) -> f64 {
        self.fourth / (self.second * self.second) - 3.0
    }

    fn skew_adjusted(&self) -> Option<f64> {
        let n = self.count;
        (n > 2.0).then(|| self.skew() * (n * (n - 1.0)).sqrt() / (n - 2.0))
    }

    fn kurtosis_adjusted(&self) -> Option<f64> {
        let n = self.count;
        let scaled = (n - 1.0) * ((n + 1.0) * self.kurtosis() + 6.0);
        (n > 3.0).then(|| scaled / ((n - 2.0) * (n - 3.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(returns: &[f64]) -> Metrics {
        let first = NaiveDate::from_ymd_opt(2024, 1, 2).unwrap();
        let dates: Vec<_> = first.iter_days().take(returns.len()).collect();
        metrics(&dates, returns)
    }

    #[test]
    fn nothing_amounts_to_nothing() {
        assert_eq!(measure(&[]), Metrics::default());
    }

    #[test]
    fn equal_returns_have_no_ratio_to_their_deviation() {
        let found = measure(&[0.001; 252]);
        assert_eq!(found.standard_deviation, Some(0.0));
        assert_eq!((found.sharpe, found.sortino, found.calmar), (None, None, None));
        assert_eq!((found.skew, found.kurtosis, found.omega), (None, None, None));
        assert_eq!(found.average_loss, None);
    }

    #[test]
    fn a_lost_capital_grows_by_minus_one_and_a_debt_has_no_rate() {
        assert_eq!(measure(&[-1.0, 0.1]).cagr, Some(-1.0));
        assert_eq!(measure(&[-1.5, 0.1]).cagr, None);
        assert_eq!(measure(&[-1.5, 0.1]).max_drawdown, Some(-1.55));
    }

    #[test]
    fn days_without_a_move_are_neither_won_nor_lost() {
        let found = measure(&[0.0, 0.02, 0.0, -0.01]);
        assert_eq!(found.winning_days, Some(0.25));
        assert_eq!(found.winning_days_of_moves, Some(0.5));
        assert_eq!(found.omega, Some(2.0));
        assert_eq!(measure(&[0.0, 0.0]).winning_days_of_moves, None);
    }

    #[test]
    fn the_sharpe_ratio_is_in_excess_of_the_rate() {
        let first = NaiveDate::from_ymd_opt(2024, 1, 2).unwrap();
        let dates: Vec<_> = first.iter_days().take(3).collect();
        let (returns, rates) = ([0.02, 0.00, 0.04], [0.01, 0.01, 0.01]);
        let found = metrics_in_excess(&dates, &returns, &rates).sharpe.unwrap();
        assert!((found - 0.01 / 0.02 * DAYS_PER_YEAR.sqrt()).abs() < 1e-12, "{found}");
        // What cash alone earns has no excess at all.
        assert_eq!(metrics_in_excess(&dates, &rates, &rates).sharpe, None);
        assert_eq!(metrics_in_excess(&dates, &returns, &[0.0; 3]), metrics(&dates, &returns));
    }

    #[test]
    fn no_figure_is_minus_zero() {
        for returns in [&[0.0, 0.0, 0.0][..], &[-0.01, 0.0, -0.02], &[0.01, 0.02, 0.0]] {
            let text = format!("{:?}", measure(returns));
            assert!(!text.contains("-0.0,") && !text.contains("-0.0)"), "{text}");
        }
    }

    #[test]
    fn of_equal_days_the_first_is_the_best_and_the_worst() {
        let found = measure(&[0.01, 0.02, 0.02, -0.01, -0.01]);
        let days = |day: Option<DatedReturn>| day.map(|day| day.date.to_string());
        assert_eq!(days(found.best_day).as_deref(), Some("2024-01-03"));
        assert_eq!(days(found.worst_day).as_deref(), Some("2024-01-05"));
    }

    #[test]
    fn the_tail_beyond_the_value_at_risk_is_counted_in_whole_days() {
        let returns: Vec<_> = (0..21).map(|day| f64::from(day) / 100.0).collect();
        let found = measure(&returns);
        assert_eq!(found.value_at_risk_95, Some(0.01));
        assert_eq!(found.conditional_value_at_risk_95, Some(0.005));
        assert_eq!(found.conditional_value_at_risk_99, Some(0.0));
    }
}
