//! What of a long series is drawn: as much as the pixel columns can show, no more.
//!
//! Of a line each column keeps its first, lowest, highest and last day, so every peak and valley
//! survives; marked days are kept too. Of a stack each column keeps the mean of every layer, so
//! that the layers still add up. Of a ribbon each column keeps its most frequent class. Only
//! drawing reads this: figures in numbers come from the whole series.

use std::ops::Range;

use super::figure::{ClassSpan, Layer};
use super::theme::Class;

/// A point of a drawing: position of the day, value.
pub(super) type PlotPoint = (f64, f64);

/// The days shown and the pixel columns they fall into.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    visible: Range<usize>,
    count: usize,
}

/// An unbroken part of a stack.
#[derive(Debug, Default, PartialEq)]
pub(super) struct StackPart {
    /// Where its points lie.
    pub(super) positions: Vec<f64>,
    /// Per layer the upper edge at each position, from the bottom layer up.
    pub(super) tops: Vec<Vec<f64>>,
}

impl Columns {
    /// The visible days in `count` columns of pixels.
    pub(super) fn new(visible: &Range<usize>, count: usize) -> Self {
        Self { visible: visible.clone(), count: count.max(1) }
    }

    /// The column of a visible day. Where there is room each day has its own.
    fn of(&self, day: usize) -> usize {
        if self.visible.len() <= self.count {
            return day;
        }
        (day - self.visible.start) * self.count / self.visible.len()
    }

    fn days<'a, T>(&self, values: &'a [T]) -> impl Iterator<Item = (usize, &'a T)> {
        let end = self.visible.end.min(values.len());
        let start = self.visible.start.min(end);
        (start..end).zip(&values[start..end])
    }

    /// The unbroken parts of a line. `forced` days, ascending, are kept whatever their value.
    pub(super) fn line(&self, values: &[Option<f64>], forced: &[usize]) -> Vec<Vec<PlotPoint>> {
        let mut parts: Vec<Vec<PlotPoint>> = Vec::new();
        let mut part: Vec<PlotPoint> = Vec::new();
        let mut column = Extremes::default();
        let mut current = usize::MAX;
        for (day, value) in self.days(values) {
            let value = value.filter(|value| value.is_finite());
            if value.is_none() || self.of(day) != current {
                column.flush(&mut part);
                current = self.of(day);
            }
            match value {
                Some(value) => column.add((day, value), forced),
                None if part.is_empty() => {}
                None => parts.push(std::mem::take(&mut part)),
            }
        }
        column.flush(&mut part);
        if !part.is_empty() {
            parts.push(part);
        }
        parts
    }

    /// The unbroken parts of a stack; a day on which a layer has no value breaks all of them.
    pub(super) fn stack(&self, layers: &[Layer]) -> Vec<StackPart> {
        let empty = || StackPart { positions: Vec::new(), tops: vec![Vec::new(); layers.len()] };
        let mut parts = Vec::new();
        let mut part = empty();
        let mut mean = ColumnMean { sums: vec![0.0; layers.len()], ..ColumnMean::default() };
        let mut current = usize::MAX;
        for day in self.visible.clone() {
            let at_edge = day == self.visible.start || day + 1 == self.visible.end;
            let heights = layers.iter().map(|layer| {
                layer.values.get(day).copied().flatten().filter(|height| height.is_finite())
            });
            let is_whole = heights.clone().all(|height| height.is_some());
            if !is_whole || at_edge || self.of(day) != current {
                mean.flush(&mut part);
                current = if at_edge { usize::MAX } else { self.of(day) };
            }
            if is_whole {
                mean.add(day, heights.flatten());
            } else if !part.positions.is_empty() {
                parts.push(std::mem::replace(&mut part, empty()));
            }
        }
        mean.flush(&mut part);
        if !part.positions.is_empty() {
            parts.push(part);
        }
        parts
    }

    /// Stretches of one class with their edges halfway between days, grouped by class.
    pub(super) fn ribbon(&self, runs: &[ClassSpan]) -> Vec<(Class, Range<f64>)> {
        let mut days: Vec<Option<Class>> = vec![None; self.visible.len()];
        for run in runs {
            let from = run.days.start.max(self.visible.start);
            for day in from..run.days.end.min(self.visible.end) {
                days[day - self.visible.start] = Some(run.class);
            }
        }
        let mut stretches: Vec<(Class, Range<f64>)> = Vec::new();
        let mut start = 0;
        while start < days.len() {
            let column = self.of(start + self.visible.start);
            let same = |day: &usize| self.of(day + self.visible.start) == column;
            let end = (start..days.len()).take_while(same).count() + start;
            let edge = |day: usize| (day + self.visible.start) as f64 - 0.5;
            if let Some(class) = most_frequent(&days[start..end]) {
                match stretches.last_mut() {
                    Some(last) if last.0 == class && last.1.end == edge(start) => {
                        last.1.end = edge(end);
                    }
                    _ => stretches.push((class, edge(start)..edge(end))),
                }
            }
            start = end;
        }
        let of_class = |&(class, _): &(Class, &str)| {
            stretches.iter().filter(move |stretch| stretch.0 == class).cloned()
        };
        Class::ALL.iter().flat_map(of_class).collect()
    }
}

/// A handful, which is put in order one by one.
fn by_day(points: &mut [(usize, f64)]) {
    for end in 1..points.len() {
        let sorted = points[..end].partition_point(|(day, _)| *day <= points[end].0);
        points[sorted..=end].rotate_right(1);
    }
}

/// The days of one column worth drawing.
#[derive(Default)]
struct Extremes {
    kept: Option<[(usize, f64); 4]>,
    forced: Vec<(usize, f64)>,
}

impl Extremes {
    fn add(&mut self, point: (usize, f64), forced: &[usize]) {
        if forced.binary_search(&point.0).is_ok() {
            self.forced.push(point);
        }
        let Some([_, low, high, last]) = &mut self.kept else {
            self.kept = Some([point; 4]);
            return;
        };
        if point.1 < low.1 {
            *low = point;
        }
        if point.1 > high.1 {
            *high = point;
        }
        *last = point;
    }

    /// Appends the kept days in their order, each once, and forgets them.
    fn flush(&mut self, part: &mut Vec<PlotPoint>) {
        let Some(mut kept) = self.kept.take() else { return };
        by_day(&mut kept);
        if !self.forced.is_empty() {
            self.forced.extend(kept);
            by_day(&mut self.forced);
            self.forced.dedup_by_key(|(day, _)| *day);
            part.extend(self.forced.drain(..).map(|(day, value)| (day as f64, value)));
            return;
        }
        let mut before = usize::MAX;
        for (day, value) in kept {
            if day != before {
                part.push((day as f64, value));
                before = day;
            }
        }
    }
}

#[derive(Default)]
struct ColumnMean {
    sums: Vec<f64>,
    days: f64,
    positions: f64,
}

impl ColumnMean {
    fn add(&mut self, day: usize, heights: impl Iterator<Item = f64>) {
        self.days += 1.0;
        self.positions += day as f64;
        self.sums.iter_mut().zip(heights).for_each(|(sum, height)| *sum += height.max(0.0));
    }

    fn flush(&mut self, part: &mut StackPart) {
        if self.days == 0.0 {
            return;
        }
        part.positions.push(self.positions / self.days);
        let mut top = 0.0;
        for (sum, tops) in self.sums.iter_mut().zip(&mut part.tops) {
            top += *sum / self.days;
            tops.push(top);
            *sum = 0.0;
        }
        self.days = 0.0;
        self.positions = 0.0;
    }
}

fn most_frequent(days: &[Option<Class>]) -> Option<Class> {
    let mut counts = [0_usize; Class::ALL.len()];
    for class in days.iter().flatten() {
        counts[*class as usize] += 1;
    }
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    days.iter().flatten().find(|class| counts[**class as usize] == most).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[Option<f64>], columns: usize, forced: &[usize], expected: &[&[usize]]) {
        let parts = Columns::new(&(0..values.len()), columns).line(values, forced);
        let days: Vec<Vec<usize>> = parts
            .iter()
            .map(|part| part.iter().map(|(position, _)| *position as usize).collect())
            .collect();
        assert_eq!(days, expected);
        for (position, value) in parts.concat() {
            assert_eq!(values[position as usize], Some(value));
        }
    }

    #[test]
    fn a_column_keeps_its_first_lowest_highest_and_last_day() {
        let values = [5.0, 6.0, 1.0, 7.0, 9.0, 8.0, 2.0, 4.0].map(Some);
        check(&values, 1, &[], &[&[0, 2, 4, 7]]);
        check(&values, 1, &[3, 4], &[&[0, 2, 3, 4, 7]]);
        check(&values, 2, &[], &[&[0, 2, 3, 4, 6, 7]]);
        check(&values, 8, &[], &[&[0, 1, 2, 3, 4, 5, 6, 7]]);
        check(&values, 900, &[], &[&[0, 1, 2, 3, 4, 5, 6, 7]]);
    }

    #[test]
    fn a_constant_series_keeps_its_first_and_last_day() {
        check(&[Some(3.0); 6], 1, &[], &[&[0, 5]]);
    }

    #[test]
    fn missing_values_break_the_line() {
        let (some, none) = (Some(1.0), None);
        check(&[none, some, some, none, none, some, none], 100, &[], &[&[1, 2], &[5]]);
        check(&[none, some, some, none, none, some, none], 1, &[], &[&[1, 2], &[5]]);
        check(&[some, Some(f64::NAN), some], 3, &[], &[&[0], &[2]]);
        check(&[none; 4], 2, &[], &[]);
        check(&[], 2, &[], &[]);
    }

    #[test]
    fn a_zoomed_range_is_sampled_on_its_own() {
        let values = [9.0, 1.0, 2.0, 3.0, 9.0].map(Some);
        let parts = Columns::new(&(1..4), 10).line(&values, &[]);
        assert_eq!(parts, [vec![(1.0, 1.0), (2.0, 2.0), (3.0, 3.0)]]);
        assert_eq!(Columns::new(&(3..9), 10).line(&values, &[]).concat().len(), 2);
    }

    fn layer(values: &[Option<f64>]) -> Layer {
        Layer { class: Class::Profile1, name: String::new(), values: values.into() }
    }

    #[test]
    fn thinned_layers_still_add_up() {
        let lower = layer(&[0.1, 0.2, 0.4, 0.3, 0.5, 0.1].map(Some));
        let upper = layer(&[0.5, 0.2, 0.2, 0.3, 0.1, 0.9].map(Some));
        let parts = Columns::new(&(0..6), 1).stack(&[lower, upper]);
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].positions, [0.0, 2.5, 5.0], "the ends stay, the middle is one column");
        assert!((parts[0].tops[0][1] - 0.35).abs() < 1e-12);
        assert!((parts[0].tops[1][1] - 0.55).abs() < 1e-12);
    }

    #[test]
    fn one_missing_layer_breaks_the_whole_stack() {
        let lower = layer(&[0.1, 0.1, 0.1, 0.1].map(Some));
        let upper = layer(&[Some(0.1), None, Some(0.1), Some(0.1)]);
        let parts = Columns::new(&(0..4), 100).stack(&[lower, upper]);
        let positions: Vec<&[f64]> = parts.iter().map(|part| &part.positions[..]).collect();
        assert_eq!(positions, [&[0.0][..], &[2.0, 3.0]]);
    }

    #[test]
    fn a_column_of_the_ribbon_has_its_most_frequent_class() {
        let [calm, wild, ..] = Class::REGIMES;
        let runs = [
            ClassSpan { class: calm, days: 0..3 },
            ClassSpan { class: wild, days: 3..5 },
            ClassSpan { class: calm, days: 5..6 },
        ];
        let columns = |visible, count| Columns::new(&visible, count).ribbon(&runs);
        assert_eq!(columns(0..6, 1), [(calm, -0.5..5.5)]);
        assert_eq!(columns(0..6, 2), [(calm, -0.5..2.5), (wild, 2.5..5.5)]);
        assert_eq!(columns(0..6, 99), [(calm, -0.5..2.5), (calm, 4.5..5.5), (wild, 2.5..4.5)]);
        assert_eq!(columns(4..8, 99), [(calm, 4.5..5.5), (wild, 3.5..4.5)]);
        assert_eq!(columns(0..0, 9), []);
    }
}
