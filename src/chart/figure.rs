//! A chart as data: panels of marks over one axis of trading days.
//!
//! The axis has no gaps: day `i` of the dates lies at position `i`, whatever weekend or holiday
//! lies before it. Every column of values is as long as the dates; a missing value is `None` and
//! breaks the line.

use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;

use super::layout::Layout;
use super::theme::Class;

/// One value per day, shared between copies of a figure.
pub type DailyValues = Arc<[Option<f64>]>;

/// Panels that share one axis of days.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What it shows, in a few words.
    pub title: String,
    /// One sentence on what it says; empty for one generated from the data.
    pub description: String,
    /// The trading days, ascending.
    pub dates: Arc<[NaiveDate]>,
    /// The positions shown, within the dates.
    pub visible: Range<usize>,
    /// From top to bottom.
    pub panels: Vec<Pane>,
}

/// One strip of a figure with its own value axis.
#[derive(Clone, Debug, Default)]
pub struct Pane {
    /// The height of the plot itself in CSS pixels.
    pub height: f64,
    /// Its name, written above it; empty for none.
    pub label: String,
    /// How values are placed and labelled.
    pub axis: Axis,
    /// What is drawn, later ones on top.
    pub marks: Vec<PlotItem>,
}

/// How the values of a panel are placed and labelled.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Axis {
    /// What the numbers are.
    pub unit: AxisUnit,
    /// Equal ratios, not equal differences, are equally high. Where a visible value is not above
    /// zero the axis falls back to a linear one, and [`Layout::note`] says so.
    pub logarithmic: bool,
    /// A fixed range instead of one fitted to the visible values.
    pub range: Option<(f64, f64)>,
}

/// What the numbers of an axis are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AxisUnit {
    /// No labels and no grid.
    #[default]
    Hidden,
    /// Currency: 1.1M, 250k.
    Money,
    /// Decimals shown as percent: 0.07 is 7 %.
    Percent,
    /// Numbers as they are.
    Plain,
}

/// Something drawn in a panel. Every name goes to the legend, unless it is empty.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // class, name and values mean the same in each
pub enum PlotItem {
    /// A line through the values.
    Line { class: Class, name: String, values: DailyValues },
    /// The area between the values and `base`, with an edge along the values.
    Area { class: Class, edge: Option<Class>, name: String, values: DailyValues, base: f64 },
    /// Areas on top of each other, the first at the bottom; values at or above zero.
    Stack { layers: Vec<Layer> },
    /// Coloured stretches of days over the whole height of the panel.
    Ribbon { runs: Vec<ClassSpan>, names: Vec<(Class, String)> },
    /// Single days marked at a value: (position of the day, value).
    Points { class: Class, name: String, shape: Shape, at: Vec<(usize, f64)> },
    /// A level line across the panel, with a label at its right end.
    Rule { name: String, value: f64 },
}

/// One area of a stack.
#[derive(Clone, Debug)]
pub struct Layer {
    /// How it looks.
    pub class: Class,
    /// Its name in the legend.
    pub name: String,
    /// Its own height on each day, not the sum up to it.
    pub values: DailyValues,
}

/// A stretch of days of one class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassSpan {
    /// How it looks.
    pub class: Class,
    /// The positions of its days.
    pub days: Range<usize>,
}

/// The shape of a marked day, so that marks differ without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A triangle below the point, its tip at it.
    Up,
    /// A triangle above the point, its tip at it.
    Down,
    /// A disc.
    Dot,
}

/// A name of the legend and how its swatch looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendEntry {
    /// The class of the swatch.
    pub class: Class,
    /// The name.
    pub name: String,
    /// The shape of the swatch.
    pub swatch: Swatch,
}

/// The shape of a legend's swatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swatch {
    /// A stroke.
    Line,
    /// A filled square.
    Square,
    /// The shape of a marked day.
    Point(Shape),
}

impl Figure {
    /// A figure without panels that shows all its days.
    #[must_use]
    pub fn new(title: impl Into<String>, dates: impl Into<Arc<[NaiveDate]>>) -> Self {
        let dates = dates.into();
        Self {
            title: title.into(),
            description: String::new(),
            visible: 0..dates.len(),
            dates,
            panels: Vec::new(),
        }
    }

    /// The same with one more panel below.
    #[must_use]
    pub fn panel(mut self, panel: Pane) -> Self {
        self.panels.push(panel);
        self
    }

    /// The same with this sentence for screen readers.
    #[must_use]
    pub fn describe(mut self, sentence: impl Into<String>) -> Self {
        self.description = sentence.into();
        self
    }

    /// The same figure showing only the days at these positions; those past the last are ignored.
    #[must_use]
    pub fn zoom(mut self, days: Range<usize>) -> Self {
        let end = days.end.min(self.dates.len());
        self.visible = days.start.min(end)..end;
        self
    }

    /// Where everything lies when drawn `width` CSS pixels wide (320 to 2400).
    #[must_use]
    pub fn layout(&self, width: f64) -> Layout {
        Layout::new(self, width, 0.0)
    }

    /// The names in it, in the order of drawing, each class once.
    #[must_use]
    pub fn legend(&self) -> Vec<LegendEntry> {
        let mut entries: Vec<LegendEntry> = Vec::new();
        let mut add = |class: Class, name: &str, swatch: Swatch| {
            if !name.is_empty() && !entries.iter().any(|entry| entry.class == class) {
                entries.push(LegendEntry { class, name: String::from(name), swatch });
            }
        };
        for mark in self.panels.iter().flat_map(|panel| &panel.marks) {
            match mark {
                PlotItem::Line { class, name, .. } => add(*class, name, Swatch::Line),
                PlotItem::Area { class, name, .. } => add(*class, name, Swatch::Square),
                PlotItem::Points { class, name, shape, .. } => {
                    add(*class, name, Swatch::Point(*shape));
                }
                PlotItem::Stack { layers } => {
                    layers.iter().for_each(|layer| add(layer.class, &layer.name, Swatch::Square));
                }
                PlotItem::Ribbon { names, .. } => {
                    names.iter().for_each(|(class, name)| add(*class, name, Swatch::Square));
                }
                PlotItem::Rule { .. } => {}
            }
        }
        entries
    }
}

impl Pane {
    /// An empty panel, its plot `height` CSS pixels high.
    #[must_use]
    pub fn new(height: f64) -> Self {
        Self { height, ..Self::default() }
    }

    /// The same with a name above it.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same with this value axis.
    #[must_use]
    pub fn axis(mut self, axis: Axis) -> Self {
        self.axis = axis;
        self
    }

    /// The same with a line on top.
    #[must_use]
    pub fn line(self, class: Class, name: &str, values: impl Into<DailyValues>) -> Self {
        self.mark(PlotItem::Line { class, name: String::from(name), values: values.into() })
    }

    /// The same with the area between the values and zero; that of a drawdown has an edge.
    #[must_use]
    pub fn area(self, class: Class, name: &str, values: impl Into<DailyValues>) -> Self {
        let edge = (class == Class::Drawdown).then_some(Class::DrawdownEdge);
        let (name, values) = (String::from(name), values.into());
        self.mark(PlotItem::Area { class, edge, name, values, base: 0.0 })
    }

    /// The same with areas on top of each other: class, name and height of each, from the bottom.
    #[must_use]
    pub fn stack<'a, C: Into<DailyValues>>(
        self,
        layers: impl IntoIterator<Item = (Class, &'a str, C)>,
    ) -> Self {
        let layers = layers
            .into_iter()
            .map(|(class, name, values)| Layer { class, name: name.into(), values: values.into() })
            .collect();
        self.mark(PlotItem::Stack { layers })
    }

    /// The same with a ribbon of one class per day; a day without one stays blank.
    #[must_use]
    pub fn ribbon(self, days: &[Option<Class>], names: &[(Class, &str)]) -> Self {
        let mut runs: Vec<ClassSpan> = Vec::new();
        for (day, class) in days.iter().enumerate() {
            let Some(class) = *class else { continue };
            match runs.last_mut() {
                Some(run) if run.class == class && run.days.end == day => run.days.end = day + 1,
                _ => runs.push(ClassSpan { class, days: day..day + 1 }),
            }
        }
        let names = names.iter().map(|(class, name)| (*class, String::from(*name))).collect();
        self.mark(PlotItem::Ribbon { runs, names })
    }

    /// The same with single days marked: (position of the day, value).
    #[must_use]
    pub fn points(self, class: Class, name: &str, shape: Shape, at: Vec<(usize, f64)>) -> Self {
        self.mark(PlotItem::Points { class, name: String::from(name), shape, at })
    }

    /// The same with a level line.
    #[must_use]
    pub fn rule(self, name: &str, value: f64) -> Self {
        self.mark(PlotItem::Rule { name: String::from(name), value })
    }

    /// The same with any mark on top.
    #[must_use]
    pub fn mark(mut self, mark: PlotItem) -> Self {
        self.marks.push(mark);
        self
    }
}

impl Axis {
    /// Currency: 1.1M, 250k.
    #[must_use]
    pub fn money() -> Self {
        Self { unit: AxisUnit::Money, ..Self::default() }
    }

    /// Decimals shown as percent: 0.07 is 7 %.
    #[must_use]
    pub fn percent() -> Self {
        Self { unit: AxisUnit::Percent, ..Self::default() }
    }

    /// Numbers as they are.
    #[must_use]
    pub fn plain() -> Self {
        Self { unit: AxisUnit::Plain, ..Self::default() }
    }

    /// The same with equal ratios equally high, or not.
    #[must_use]
    pub fn logarithmic(mut self, logarithmic: bool) -> Self {
        self.logarithmic = logarithmic;
        self
    }

    /// The same over a fixed range.
    #[must_use]
    pub fn within(mut self, low: f64, high: f64) -> Self {
        self.range = Some((low, high));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(count: u64) -> Vec<NaiveDate> {
        let first = NaiveDate::from_ymd_opt(2018, 1, 1).unwrap();
        (0..count).map(|day| first + chrono::Days::new(day)).collect()
    }

    #[test]
    fn a_ribbon_merges_equal_days_and_skips_missing_ones() {
        let [up, down, ..] = Class::REGIMES;
        let panel = Pane::new(8.0)
            .ribbon(&[Some(up), Some(up), None, Some(up), Some(down), Some(down)], &[]);
        let PlotItem::Ribbon { runs, .. } = &panel.marks[0] else { panic!("a ribbon") };
        assert_eq!(
            *runs,
            [
                ClassSpan { class: up, days: 0..2 },
                ClassSpan { class: up, days: 3..4 },
                ClassSpan { class: down, days: 4..6 }
            ]
        );
    }

    #[test]
    fn zooming_stays_within_the_days() {
        let figure = Figure::new("", days(10));
        assert_eq!(figure.visible, 0..10);
        for (asked, shown) in [(2..5, 2..5), (8..99, 8..10), (50..99, 10..10), (4..4, 4..4)] {
            assert_eq!(figure.clone().zoom(asked.clone()).visible, shown, "{asked:?}");
        }
    }

    #[test]
    fn the_legend_names_each_class_once_and_skips_the_nameless() {
        let figure = Figure::new("", days(1)).panel(
            Pane::new(10.0)
                .line(Class::Baseline, "", [Some(1.0)])
                .line(Class::Equity, "this scenario", [Some(1.0)])
                .line(Class::Equity, "again", [Some(1.0)])
                .stack([(Class::PROFILES[0], "LDG", [Some(0.1)])])
                .rule("start", 1.0),
        );
        let names: Vec<(String, Swatch)> =
            figure.legend().into_iter().map(|entry| (entry.name, entry.swatch)).collect();
        let expected = [("this scenario", Swatch::Line), ("LDG", Swatch::Square)];
        assert_eq!(names, expected.map(|(name, swatch)| (String::from(name), swatch)));
    }
}
