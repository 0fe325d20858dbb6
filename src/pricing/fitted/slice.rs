//! One expiry's total variance by log-moneyness, and its fit to points under constraints.

use std::cell::Cell;

use crate::math;

/// The smile that a slice with few points leans on, about that of index options: volatility over
/// that at the money is 1 + skew z + bend z^2 at z deviations.
const TYPICAL: (f64, f64) = (-0.15, 0.06);
/// Where the typical smile counts, in deviations, and how much, against 1 for a quote at the money.
const LEAN: [f64; 4] = [-1.5, -0.75, 0.75, 1.5];
const LEAN_WEIGHT: f64 = 0.005;
/// Where the search starts, and its steps at first: the place of the least variance and the width
/// of the bend, in deviations and as a logarithm of them.
const START: (f64, f64) = (0.5, 0.0);
const STEPS: (f64, f64) = (0.5, 0.5);
/// How often the steps are halved, and how many places are looked at in all.
const HALVINGS: usize = 6;
const PLACES: usize = 200;
/// The width of the bend stays within these, in deviations: the logarithm.
const WIDTHS: (f64, f64) = (-1.5, 2.5);
/// How far the density is looked at, in deviations to either side, and in how many places.
const REACH: f64 = 16.0;
const GRID: usize = 64;
const FINE_GRID: usize = 1024;
/// The density stays above this on the grid, so that it is not negative between its places.
const LEAST_DENSITY: f64 = 1e-3;
/// How far volatility stays from rising as fast as the distance from the money, of 1.
const LEAST_ROOM: f64 = 0.02;
/// Total variance rises by less than this per log-moneyness (Lee 2004: at most 2).
const STEEPEST: f64 = 1.98;

/// A quoted volatility: log-moneyness ln(K/F), and total variance above zero.
#[derive(Clone, Copy, Debug)]
pub(super) struct SmilePoint {
    pub(super) k: f64,
    pub(super) variance: f64,
}

/// w(k) = level + slope (k - middle) + bend sqrt((k - middle)^2 + width^2).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Slice {
    level: f64,
    slope: f64,
    bend: f64,
    middle: f64,
    width: f64,
}

impl Slice {
    /// Total variance at a log-moneyness.
    pub(super) fn variance(&self, k: f64) -> f64 {
        let y = k - self.middle;
        self.level + self.slope * y + self.bend * (y * y + self.width * self.width).sqrt()
    }

    /// The slice nearest the points, with a density that is nowhere negative; `None` without any.
    ///
    /// For a middle and a width the rest is linear (De Marco and Martini 2009, "quasi-explicit"),
    /// so that the search has two dimensions: the eight neighbours of a place, in steps that are
    /// halved where none is better.
    pub(super) fn fit(points: &[SmilePoint]) -> Option<Self> {
        let target = Target::new(points)?;
        let mut place = START;
        // Steps are powers of two, so that places met twice are equal to the bit. What was no
        // nearer once is no nearer later.
        let mut known = vec![place];
        let mut best = target.best(place, f64::MAX)?;
        let (mut step, mut halved, mut looked) = (STEPS, 0, 0);
        while halved < HALVINGS && looked < PLACES {
            let around = (0..9_i32).filter(|neighbour| *neighbour != 4).map(|neighbour| {
                let (right, up) = (f64::from(neighbour % 3 - 1), f64::from(neighbour / 3 - 1));
                let width = (place.1 + up * step.1).clamp(WIDTHS.0, WIDTHS.1);
                (place.0 + right * step.0, width)
            });
            looked += 8;
            let mut next = None;
            for at in around.collect::<Vec<_>>() {
                if known.contains(&at) {
                    continue;
                }
                known.push(at);
                if let Some(found) = target.best(at, best.0) {
                    (best, next) = (found, Some(at));
                }
            }
            match next {
                Some(at) => place = at,
                None => {
                    step = (step.0 / 2.0, step.1 / 2.0);
                    halved += 1;
                }
            }
        }
        Some(target.possible(best.1, FINE_GRID))
    }

    /// The density at a log-moneyness, but for a factor above zero; minus infinity where
    /// volatility rises faster than the distance from the money: scaled to an earlier time the
    /// variance there would be the larger one.
    fn density(&self, k: f64) -> f64 {
        let y = k - self.middle;
        let root = (y * y + self.width * self.width).sqrt();
        let variance = self.level + self.slope * y + self.bend * root;
        let first = self.slope + self.bend * y / root;
        let second = self.bend * self.width * self.width / (root * root * root);
        // Without branches, so that several places are computed at once.
        let is_steep = k * first > 2.0 * variance * (1.0 - LEAST_ROOM);
        let density = density(k, variance, first, second);
        if (variance <= 0.0) | is_steep { f64::NEG_INFINITY } else { density }
    }

    /// The slice `share` of the way from a flat one.
    fn blend(&self, flat: f64, share: f64) -> Self {
        Self {
            level: flat + share * (self.level - flat),
            slope: share * self.slope,
            bend: share * self.bend,
            ..*self
        }
    }
}

/// The density at a log-moneyness but for a factor above zero, from total variance and its first
/// two derivatives: Gatheral and Jacquier, *Arbitrage-free SVI volatility surfaces* (2014),
/// equation 2.1.
pub(super) fn density(k: f64, variance: f64, first: f64, second: f64) -> f64 {
    let a = 1.0 - k * first / (2.0 * variance);
    a * a - first * first / 4.0 * (1.0 / variance + 0.25) + second / 2.0
}

/// Points with weights, and what the typical smile adds where they are few.
struct Target {
    points: Vec<Weighted>,
    /// At-the-money deviation, about.
    deviation: f64,
    /// Where the density is looked at.
    range: (f64, f64),
    /// The place of a grid where a slice failed last: the next one mostly fails there too.
    failed: Cell<(usize, usize)>,
}

struct Weighted {
    k: f64,
    variance: f64,
    weight: f64,
}

impl Target {
    fn new(points: &[SmilePoint]) -> Option<Self> {
        let nearest = points.iter().min_by(|a, b| a.k.abs().total_cmp(&b.k.abs()))?;
        let typical = |z: f64| {
            let share = 1.0 + TYPICAL.0 * z + TYPICAL.1 * z * z;
            share * share
        };
        // The nearest point may be away from the money.
        let guess = nearest.variance.sqrt();
        let deviation = guess / typical((nearest.k / guess).clamp(-3.0, 3.0)).sqrt();
        // The square of the error of volatility is that of total variance over it, but for a
        // factor; quotes further out count less.
        let weighted = |point: &SmilePoint| {
            let z = point.k / deviation;
            let weight = 1.0 / ((1.0 + z * z) * point.variance);
            Weighted { k: point.k, variance: point.variance, weight }
        };
        let lean = LEAN.iter().map(|z| {
            let variance = deviation * deviation * typical(*z);
            Weighted { k: z * deviation, variance, weight: LEAN_WEIGHT / variance }
        });
        let reach = REACH * deviation;
        let range = points
            .iter()
            .fold((-reach, reach), |(low, high), point| (low.min(point.k), high.max(point.k)));
        let points = points.iter().map(weighted).chain(lean).collect();
        Some(Self { points, deviation, range, failed: Cell::new((0, GRID)) })
    }

    /// The best slice with its middle and width at a place, and how far it is from the points;
    /// `None` if that is not nearer than `known`.
    fn best(&self, (middle, width): (f64, f64), known: f64) -> Option<(f64, Slice)> {
        let middle = middle * self.deviation;
        let width = math::exp(width) * self.deviation;
        let slice = self.linear(middle, width);
        let miss = self.miss(&slice);
        if miss >= known {
            return None;
        }
        let slice = self.possible(slice, GRID);
        let miss = self.miss(&slice);
        (miss < known).then_some((miss, slice))
    }

    /// A slice, if it passes on a grid; else as much of it as does, beside a flat one, which does.
    fn possible(&self, slice: Slice, grid: usize) -> Slice {
        if self.passes(&slice, grid) {
            return slice;
        }
        let flat = self.deviation * self.deviation;
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..8 {
            let share = (low + high) / 2.0;
            let passes = self.passes(&slice.blend(flat, share), grid);
            *(if passes { &mut low } else { &mut high }) = share;
        }
        slice.blend(flat, low)
    }

    fn miss(&self, slice: &Slice) -> f64 {
        let square = |point: &Weighted| {
            let error = slice.variance(point.k) - point.variance;
            point.weight * error * error
        };
        self.points.iter().map(square).sum()
    }

    /// Least squares for level, slope and bend; the smile opens upwards and is not steeper than
    /// its bend.
    fn linear(&self, middle: f64, width: f64) -> Slice {
        let mut sums = [[0.0; 4]; 3];
        for Weighted { k, variance, weight } in &self.points {
            let y = k - middle;
            let row = [1.0, y, (y * y + width * width).sqrt(), *variance];
            for (i, sums) in sums.iter_mut().enumerate() {
                for (j, sum) in sums.iter_mut().enumerate() {
                    *sum += weight * row[i] * row[j];
                }
            }
        }
        let slice = |level: f64, slope: f64, bend: f64| Slice { level, slope, bend, middle, width };
        let free = solved(sums).filter(|[_, slope, bend]| slope.abs() <= *bend);
        if let Some([level, slope, bend]) = free {
            return slice(level, slope, bend);
        }
        // On the edge one wing is flat: slope = -bend or +bend.
        let edge = |sign: f64| {
            let [one, slope, bend] = sums;
            let cross = bend[0] + sign * slope[0];
            let square = bend[2] + 2.0 * sign * slope[2] + slope[1];
            let value = bend[3] + sign * slope[3];
            let determinant = one[0] * square - cross * cross;
            let bend = ((one[0] * value - cross * one[3]) / determinant).max(0.0);
            let level = (one[3] - cross * bend) / one[0];
            // What is gained over no smile at all.
            (bend * (value - cross * one[3] / one[0]), slice(level, sign * bend, bend))
        };
        let (down, up) = (edge(-1.0), edge(1.0));
        if down.0 >= up.0 { down.1 } else { up.1 }
    }

    /// Whether a slice has variance, a density and wings that are possible.
    fn passes(&self, slice: &Slice, grid: usize) -> bool {
        /// So many places are looked at together.
        const TOGETHER: usize = 8;
        let (low, high) = self.range;
        let is_dense = |place: usize| {
            let k = low + (high - low) * place as f64 / grid as f64;
            slice.density(k) >= LEAST_DENSITY
        };
        let steep = slice.bend + slice.slope.abs();
        let (failed, of) = self.failed.get();
        if steep >= STEEPEST || (of == grid && !is_dense(failed)) {
            return false;
        }
        let is_thin = |density: &f64| density.is_nan() || *density < LEAST_DENSITY;
        let mut from = 0;
        while from + TOGETHER <= grid {
            let densities: [f64; TOGETHER] = std::array::from_fn(|at| {
                let place = (from + at) as i32; // which a vector of numbers is made of
                slice.density(low + (high - low) * f64::from(place) / grid as f64)
            });
            if let Some(at) = densities.iter().position(is_thin) {
                self.failed.set((from + at, grid));
                return false;
            }
            from += TOGETHER;
        }
        (from..=grid).all(is_dense)
    }
}

/// Solves three linear equations, by elimination with pivots; `None` if they are too nearly
/// dependent.
fn solved(mut rows: [[f64; 4]; 3]) -> Option<[f64; 3]> {
    for column in 0..3 {
        let size = |row: &usize| rows[*row][column].abs();
        let pivot = (column..3).max_by(|a, b| size(a).total_cmp(&size(b)))?;
        rows.swap(column, pivot);
        if rows[column][column].abs() < 1e-300 {
            return None;
        }
        let known = rows[column];
        for row in &mut rows[column + 1..] {
            let share = row[column] / known[column];
            row.iter_mut().zip(known).for_each(|(entry, known)| *entry -= share * known);
        }
    }
    let mut solution = [0.0; 3];
    for row in (0..3).rev() {
        let known: f64 = (row + 1..3).map(|entry| rows[row][entry] * solution[entry]).sum();
        solution[row] = (rows[row][3] - known) / rows[row][row];
    }
    solution.iter().all(|value| value.is_finite()).then_some(solution)
}
