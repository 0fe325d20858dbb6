//! Nodes and points: how finely a boundary and its integrals are cut.

use crate::math::{cos, sin};

/// Where the boundary is computed and where its integrals are evaluated.
pub(super) struct Scheme<'a> {
    /// Square roots of the share of time at the nodes, from 0 at expiry to 1.
    pub(super) roots: &'a [f64],
    /// Points of the integrals that the boundary solves, in the first sweep.
    pub(super) first: &'a [QuadraturePoint],
    /// The same in all other sweeps.
    pub(super) inner: &'a [QuadraturePoint],
    /// Points of the integral that the premium is.
    pub(super) outer: &'a [QuadraturePoint],
    /// The most fixed-point sweeps.
    pub(super) sweeps: usize,
}

/// A point of an integral over the share of time, which is sine^2, and its weight in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct QuadraturePoint {
    pub(super) sine: f64,
    pub(super) cosine: f64,
    pub(super) cosecant: f64,
    pub(super) weight: f64,
}

impl QuadraturePoint {
    const fn at(sine: f64, cosine: f64, weight: f64) -> Self {
        Self { sine, cosine, cosecant: 1.0 / sine, weight }
    }
}

/// For interest up to a twentieth of the strike: three nodes.
pub(super) const SHORT: Scheme<'static> =
    Scheme { roots: &ROOTS_3, first: &INNER_2, inner: &INNER_4, outer: &OUTER_6, sweeps: 2 };

/// For more: four nodes.
pub(super) const LONG: Scheme<'static> =
    Scheme { roots: &ROOTS_4, first: &INNER_3, inner: &INNER_4, outer: &OUTER_6, sweeps: 2 };

/// For interest that outweighs the movement of the underlying: one sweep more.
pub(super) const STEEP: Scheme<'static> =
    Scheme { roots: &ROOTS_4, first: &INNER_4, inner: &INNER_5, outer: &OUTER_8, sweeps: 3 };

/// The roots of the share of time at Chebyshev nodes.
pub(super) fn chebyshev_roots(nodes: usize) -> Vec<f64> {
    let angle = std::f64::consts::PI / nodes as f64;
    (0..=nodes).map(|node| 0.5 * (1.0 - cos(angle * node as f64))).collect()
}

/// Points of Gauss and Legendre for an integrand that is smooth in the sine, as it is at the
/// boundary itself.
pub(super) fn inner_points(count: usize) -> Vec<QuadraturePoint> {
    let place = |(x, weight): (f64, f64)| {
        let sine = 0.5 * (1.0 + x);
        QuadraturePoint::at(sine, (1.0 - sine * sine).sqrt(), weight * sine)
    };
    legendre(count).map(place).collect()
}

/// The same for one that is smooth in the angle: at expiry the boundary moves as the cosine.
pub(super) fn outer_points(count: usize) -> Vec<QuadraturePoint> {
    let quarter = std::f64::consts::FRAC_PI_4;
    let place = |(x, weight): (f64, f64)| {
        let angle = quarter * (1.0 + x);
        let (sine, cosine) = (sin(angle), cos(angle));
        QuadraturePoint::at(sine, cosine, 2.0 * sine * cosine * quarter * weight)
    };
    legendre(count).map(place).collect()
}

/// Roots of Legendre's polynomial by Newton's method, and their weights on [-1, 1]
/// (Press et al., *Numerical Recipes*, 4.6).
fn legendre(count: usize) -> impl Iterator<Item = (f64, f64)> {
    let size = count as f64;
    (0..count).map(move |index| {
        let mut x = -cos(std::f64::consts::PI * (index as f64 + 0.75) / (size + 0.5));
        let mut slope = 1.0;
        for _ in 0..8 {
            let (mut before, mut value) = (1.0, x);
            for degree in 1..count {
                let k = degree as f64;
                (before, value) = (value, ((2.0 * k + 1.0) * x * value - k * before) / (k + 1.0));
            }
            slope = size * (x * value - before) / (x * x - 1.0);
            x -= value / slope;
        }
        (x, 2.0 / ((1.0 - x * x) * slope * slope))
    })
}

// The small ones, written out: making them takes longer than a price.

const ROOTS_3: [f64; 4] = [0.0, 0.25, 0.75, 1.0];
const ROOTS_4: [f64; 5] = [0.0, 0.146_446_609_406_726, 0.5, 0.853_553_390_593_274, 1.0];

const INNER_2: [QuadraturePoint; 2] = [
    QuadraturePoint::at(0.211_324_865_405_187, 0.977_415_879_378_619, 0.211_324_865_405_187),
    QuadraturePoint::at(0.788_675_134_594_813, 0.614_810_159_375_928, 0.788_675_134_594_813),
];

const INNER_3: [QuadraturePoint; 3] = [
    QuadraturePoint::at(0.112_701_665_379_258, 0.993_628_871_672_287, 0.062_612_036_321_810),
    QuadraturePoint::at(0.500_000_000_000_000, 0.866_025_403_784_439, 0.444_444_444_444_444),
    QuadraturePoint::at(0.887_298_334_620_742, 0.461_195_907_808_448, 0.492_943_519_233_745),
];

const INNER_4: [QuadraturePoint; 4] = [
    QuadraturePoint::at(0.069_431_844_202_974, 0.997_586_697_490_786, 0.024_152_203_412_833),
    QuadraturePoint::at(0.330_009_478_207_572, 0.943_977_618_534_023, 0.215_214_082_271_785),
    QuadraturePoint::at(0.669_990_521_792_428, 0.742_369_652_335_216, 0.436_931_072_590_761),
    QuadraturePoint::at(0.930_568_155_797_026, 0.366_118_706_728_462, 0.323_702_641_724_620),
];

const INNER_5: [QuadraturePoint; 5] = [
    QuadraturePoint::at(0.046_910_077_030_668, 0.998_899_116_364_098, 0.011_114_258_428_622),
    QuadraturePoint::at(0.230_765_344_947_158, 0.973_009_432_416_469, 0.110_450_910_249_386),
    QuadraturePoint::at(0.500_000_000_000_000, 0.866_025_403_784_439, 0.284_444_444_444_444),
    QuadraturePoint::at(0.769_234_655_052_841, 0.638_966_388_369_323, 0.368_177_760_249_980),
    QuadraturePoint::at(0.953_089_922_969_332, 0.302_687_295_297_165, 0.225_812_626_627_567),
];

const OUTER_6: [QuadraturePoint; 6] = [
    QuadraturePoint::at(0.053_013_456_323_508, 0.998_593_798_022_317, 0.014_246_701_175_782),
    QuadraturePoint::at(0.262_956_746_291_482, 0.964_807_623_093_743, 0.143_768_980_328_137),
    QuadraturePoint::at(0.562_980_006_687_356, 0.826_470_514_943_095, 0.341_984_318_365_399),
    QuadraturePoint::at(0.826_470_514_943_095, 0.562_980_006_687_356, 0.341_984_318_365_399),
    QuadraturePoint::at(0.964_807_623_093_743, 0.262_956_746_291_482, 0.143_768_980_328_137),
    QuadraturePoint::at(0.998_593_798_022_317, 0.053_013_456_323_508, 0.014_246_701_175_782),
];

const OUTER_8: [QuadraturePoint; 8] = [
    QuadraturePoint::at(0.031_183_217_838_231, 0.999_513_685_211_590, 0.004_956_013_807_543),
    QuadraturePoint::at(0.159_019_834_770_982, 0.987_275_388_202_000, 0.054_841_235_667_608),
    QuadraturePoint::at(0.364_081_076_990_117, 0.931_367_258_055_444, 0.167_094_698_072_744),
    QuadraturePoint::at(0.598_260_844_489_288, 0.801_301_417_664_392, 0.273_108_052_452_104),
    QuadraturePoint::at(0.801_301_417_664_392, 0.598_260_844_489_288, 0.273_108_052_452_104),
    QuadraturePoint::at(0.931_367_258_055_444, 0.364_081_076_990_117, 0.167_094_698_072_744),
    QuadraturePoint::at(0.987_275_388_202_000, 0.159_019_834_770_982, 0.054_841_235_667_608),
    QuadraturePoint::at(0.999_513_685_211_590, 0.031_183_217_838_231, 0.004_956_013_807_543),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_out_is_what_is_made() {
        let check = |written: &[QuadraturePoint], made: Vec<QuadraturePoint>| {
            assert_eq!(written.len(), made.len());
            for (a, b) in written.iter().zip(made) {
                let same = |x: f64, y: f64| (x - y).abs() < 1e-14;
                assert!(same(a.sine, b.sine) && same(a.cosine, b.cosine), "{a:?} {b:?}");
                assert!(same(a.weight, b.weight), "{a:?} {b:?}");
            }
        };
        check(&INNER_2, inner_points(2));
        check(&INNER_3, inner_points(3));
        check(&INNER_4, inner_points(4));
        check(&INNER_5, inner_points(5));
        check(&OUTER_6, outer_points(6));
        check(&OUTER_8, outer_points(8));
        for (written, nodes) in [(&ROOTS_3[..], 3), (&ROOTS_4[..], 4)] {
            for (a, b) in written.iter().zip(chebyshev_roots(nodes)) {
                assert!((a - b).abs() < 1e-14, "{a} {b}");
            }
        }
    }

    #[test]
    fn the_weights_measure_the_whole_time() {
        for points in [inner_points(16), outer_points(24)] {
            let whole: f64 = points.iter().map(|point| point.weight).sum();
            assert!((whole - 1.0).abs() < 1e-13, "{whole}");
        }
    }
}
