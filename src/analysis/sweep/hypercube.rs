//! A Latin hypercube from a seed.

use super::Axis;

/// The values of one cell: each range is cut into as many parts as there are cells; the cell has
/// the middle of one part of each.
pub(super) fn point(axes: &[Axis], cells: usize, seed: u64, cell: usize) -> Vec<f64> {
    let mut noise = SplitMix(seed);
    let middle = |axis: &Axis, part: usize| axis.at((part as f64 + 0.5) / cells as f64);
    axes.iter().map(|axis| middle(axis, shuffled(cells, &mut noise)[cell])).collect()
}

/// The numbers below `count` in a random order (Fisher and Yates; Durstenfeld 1964).
fn shuffled(count: usize, noise: &mut SplitMix) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        order.swap(last, noise.below(last + 1));
    }
    order
}

/// Numbers from a seed (Steele, Lea and Flood 2014, SplitMix64).
struct SplitMix(u64);

impl SplitMix {
    /// A number below `end`; the bias of the remainder is below 10^-15 for ends of thousands.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_each_range_is_met_once() {
        let axis = |code| Axis { code, from: 0.0, to: 10.0, steps: 0 };
        let axes = [axis(1), axis(2), axis(3)];
        let points: Vec<Vec<f64>> = (0..10).map(|cell| point(&axes, 10, 7, cell)).collect();
        for at in 0..axes.len() {
            let mut values: Vec<f64> = points.iter().map(|values| values[at]).collect();
            values.sort_by(f64::total_cmp);
            let middles: Vec<f64> = (0..10).map(|part| f64::from(part) + 0.5).collect();
            assert_eq!(values, middles);
        }
        assert_ne!(points, (0..10).map(|cell| point(&axes, 10, 8, cell)).collect::<Vec<_>>());
    }
}
