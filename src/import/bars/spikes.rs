//! Prices that are a multiple of those of the days around: a vendor's error, not a move.

use crate::import::bars::prices::DayPrices;
use crate::import::findings::problem::{Fault, Rule};
use crate::import::sheet::scan::Scan;
use crate::import::sheet::sniff::Sheet;
use crate::import::table::meaning::Meaning;
use crate::math;

/// A price off by this factor from those around it, which agree, is none.
const SPIKE: f64 = 3.0;
/// How near those around agree, as a logarithm.
const AGREE: f64 = 0.3;
/// The first and the last day have neighbours on one side alone: no price moves by this factor.
const EDGE: f64 = 30.0;
/// Factors between units.
const POWERS: [f64; 4] = [10.0, 100.0, 1_000.0, 10_000.0];
/// The most days in a row that are off together.
const RUN: usize = 10;

/// Leaves out the days whose prices are a multiple of those around them, each noted as a problem.
/// `kept` are rows in the order of their days, `prices` those of every row.
pub(super) fn leave_out(
    sheet: &Sheet<'_>,
    scan: &mut Scan,
    kept: Vec<usize>,
    prices: &[DayPrices],
) -> Vec<usize> {
    let day = |row: &usize| {
        let DayPrices { open, high, low, close } = prices[*row];
        [open.unwrap_or(close), high, low, close]
    };
    let days: Vec<[f64; 4]> = kept.iter().map(day).collect();
    let off = off(&days);
    if off.iter().all(Option::is_none) {
        return kept;
    }
    scan.problems.next_pass();
    let column = sheet.column(Meaning::Close);
    let mut by_line: Vec<(u64, usize, f64)> = Vec::new();
    for (at, times) in off.iter().enumerate() {
        by_line.extend(times.map(|times| (scan.lines[kept[at]], at, times)));
    }
    by_line.sort_by_key(|(line, ..)| *line);
    for (line, at, times) in by_line {
        let (rule, date) = (Rule::Neighbours, scan.dates[kept[at]]);
        let found = || format!("{} on {date}, {} its neighbours", days[at][3], said(times));
        scan.problems.note(line, rule, || Fault { column, rule, found: found() });
    }
    kept.into_iter().zip(off).filter(|(_, off)| off.is_none()).map(|(row, _)| row).collect()
}

/// How many times a price is those around it; to a power of ten where it is near to one, since
/// prices move as well.
fn said(times: f64) -> String {
    let size = if times >= 1.0 { times } else { 1.0 / times };
    let power = POWERS.into_iter().find(|power| math::ln(size / power).abs() < 0.2);
    let size = power.map_or_else(|| format!("{size:.1}"), |power| format!("about {power:.0}"));
    if times >= 1.0 { format!("{size} times") } else { format!("{size} times below") }
}

/// By what factor each day is off those around it, if it is.
fn off(days: &[[f64; 4]]) -> Vec<Option<f64>> {
    let mut off = vec![None; days.len()];
    let close = |day: usize| days[day][3];
    let mut day = 0;
    while day < days.len() {
        // The last day before that is not off itself.
        let before = (0..day).rev().find(|day| off[*day].is_none());
        let run = (1..=RUN).find_map(|length| {
            let (from, after) = (before?, day + length);
            (after < days.len()).then_some(())?;
            let factors = (day..after).map(|day| close(day) / close(from));
            // First what is cheap and hardly ever true.
            let all = factors.clone().all(|factor| is_off(factor, SPIKE));
            if !all {
                return None;
            }
            let agrees = math::ln(close(after) / close(from)).abs() < AGREE;
            let alike = factors.map(|factor| math::ln(factor / (close(day) / close(from))).abs());
            let alike = alike.fold(0.0, f64::max) < AGREE;
            // Several days in a row are in another unit; one may be anything.
            let is_unit = length == 1 || is_power_of_ten(close(day) / close(from));
            (agrees && alike && is_unit).then_some((length, close(day) / close(from)))
        });
        if let Some((length, factor)) = run {
            (day..day + length).for_each(|day| off[day] = Some(factor));
            day += length;
            continue;
        }
        off[day] = edge(days, day).or_else(|| within(&days[day]));
        day += 1;
    }
    off
}

/// The first day against those after it, the last against those before it, of which most have to
/// say the same.
fn edge(days: &[[f64; 4]], day: usize) -> Option<f64> {
    let others = match day {
        0 => &days[1..days.len().min(RUN + 1)],
        _ if day + 1 == days.len() => &days[day.saturating_sub(RUN)..day],
        _ => return None,
    };
    let factors = others.iter().map(|other| days[day][3] / other[3]);
    let off: Vec<f64> = factors.filter(|factor| is_off(*factor, EDGE)).collect();
    let ends = off.first().zip(off.last());
    let agree = ends.is_some_and(|(first, last)| math::ln(first / last).abs() < AGREE);
    let are_most = others.len() > 1 && 10 * off.len() >= 7 * others.len();
    (are_most && agree).then(|| off[off.len() - 1])
}

/// A high or a low that is a multiple of the other prices of its day.
fn within([open, high, low, close]: &[f64; 4]) -> Option<f64> {
    let middle = (open * close).sqrt();
    if math::ln(open / close).abs() > AGREE {
        return None;
    }
    [high, low].into_iter().map(|price| price / middle).find(|factor| is_off(*factor, EDGE))
}

fn is_off(factor: f64, by: f64) -> bool {
    factor >= by || factor <= 1.0 / by
}

fn is_power_of_ten(factor: f64) -> bool {
    POWERS.into_iter().any(|power| (math::ln(factor).abs() - math::ln(power)).abs() < 0.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(closes: &[f64], expected: &[usize]) {
        let days: Vec<[f64; 4]> = closes.iter().map(|close| [*close; 4]).collect();
        let off = off(&days);
        let found: Vec<usize> = (0..off.len()).filter(|day| off[*day].is_some()).collect();
        assert_eq!(found, expected, "{closes:?}");
    }

    #[test]
    fn a_price_that_returns_is_no_move() {
        check(&[450.0, 451.0, 45_100.0, 452.0, 453.0], &[2]);
        check(&[450.0, 451.0, 4.51, 452.0, 453.0], &[2]);
        check(&[450.0, 451.0, 2_000.0, 452.0, 453.0], &[2]);
        check(&[450.0, 45_100.0, 45_200.0, 452.0, 453.0], &[1, 2]);
    }

    #[test]
    fn the_first_and_the_last_day_have_one_neighbour() {
        check(&[45_000.0, 451.0, 452.0], &[0]);
        check(&[450.0, 451.0, 45_200.0], &[2]);
        check(&[450.0, 451.0, 900.0], &[]);
    }

    #[test]
    fn moves_that_last_are_left() {
        check(&[450.0, 451.0, 225.0, 226.0, 227.0], &[]);
        check(&[450.0, 451.0, 110.0, 112.0, 111.0], &[]);
        check(&[1.0, 2.0, 4.0, 8.0, 16.0], &[]);
        check(&[10.0, 11.0, 40.0, 38.0, 12.0, 11.0], &[]);
        check(&[], &[]);
    }

    #[test]
    fn a_high_of_another_unit_is_off() {
        let days = [[450.0, 451.0, 449.0, 450.5], [450.0, 45_100.0, 449.0, 450.5]];
        assert!(off(&days)[0].is_none() && off(&days)[1].is_some());
    }
}
