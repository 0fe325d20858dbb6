//! The values a panel shows, and the scale that holds them.

use std::ops::Range;

use chrono::NaiveDate;

use super::figure::{Axis, Pane, PlotItem};
use super::scale::Scale;
use super::ticks::format_tick;

/// The visible values of a panel.
pub(super) struct Extent {
    low: f64,
    high: f64,
    /// The day of the lowest value, where it has one.
    low_day: Option<usize>,
    /// Levels that areas stand on; the plot ends there without air.
    bases: Vec<f64>,
}

impl Extent {
    /// Of everything in the panel on the visible days.
    pub(super) fn of(panel: &Pane, visible: &Range<usize>) -> Self {
        let mut extent =
            Self { low: f64::INFINITY, high: f64::NEG_INFINITY, low_day: None, bases: Vec::new() };
        for mark in &panel.marks {
            match mark {
                PlotItem::Line { values, .. } => extent.column(values, visible),
                PlotItem::Area { values, base, .. } => {
                    extent.column(values, visible);
                    extent.base(*base);
                }
                PlotItem::Stack { layers } => {
                    extent.base(0.0);
                    for day in visible.clone() {
                        let heights = layers.iter().map(|layer| layer.values.get(day).copied()?);
                        extent
                            .add(Some(day), heights.flatten().map(|height| height.max(0.0)).sum());
                    }
                }
                PlotItem::Points { at, .. } => {
                    let shown = at.iter().filter(|(day, _)| visible.contains(day));
                    shown.for_each(|(day, value)| extent.add(Some(*day), *value));
                }
                PlotItem::Rule { value, .. } => extent.add(None, *value),
                PlotItem::Ribbon { .. } => {}
            }
        }
        extent
    }

    /// There is at least one.
    pub(super) fn has_values(&self) -> bool {
        self.low <= self.high
    }

    /// Areas stand on this level, so the plot ends there.
    pub(super) fn is_base(&self, level: f64) -> bool {
        self.bases.contains(&level)
    }

    /// The scale the axis asks for, or a linear one and the reason.
    pub(super) fn scale(&self, axis: &Axis, dates: &[NaiveDate]) -> (Scale, Option<String>) {
        let fixed = axis.range.filter(|(low, high)| low.is_finite() && high.is_finite());
        let with_bases = || {
            let low = self.bases.iter().fold(self.low, |low, base| low.min(*base));
            (low, self.bases.iter().fold(self.high, |high, base| high.max(*base)))
        };
        let fitted = || self.has_values().then(with_bases);
        let (low, high) = fixed.or_else(fitted).unwrap_or((0.0, 1.0));
        if !axis.logarithmic {
            return (Scale::linear(low, high), None);
        }
        if let Some(scale) = Scale::logarithmic(low, high) {
            return (scale, None);
        }
        let day = self.low_day.filter(|_| fixed.is_none() && low == self.low);
        let on = day.and_then(|day| dates.get(day)).map(|date| format!(" on {date}"));
        let found = format_tick(low, axis.unit);
        let note = format!(
            "linear: a log axis needs values above zero, found {found}{}",
            on.unwrap_or_default()
        );
        (Scale::linear(low, high), self.has_values().then_some(note))
    }

    fn column(&mut self, values: &[Option<f64>], visible: &Range<usize>) {
        let end = visible.end.min(values.len());
        let shown = visible.start.min(end)..end;
        for (day, value) in shown.clone().zip(&values[shown]) {
            if let Some(value) = *value {
                self.add(Some(day), value);
            }
        }
    }

    fn base(&mut self, base: f64) {
        if base.is_finite() {
            self.bases.push(base);
        }
    }

    fn add(&mut self, day: Option<usize>, value: f64) {
        if !value.is_finite() {
            return;
        }
        if value < self.low {
            (self.low, self.low_day) = (value, day);
        }
        self.high = self.high.max(value);
    }
}
