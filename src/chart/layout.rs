//! Where everything of a figure lies, in CSS pixels from its upper left corner: plain geometry for
//! the drawing, the crosshair and the zoom alike.

use std::ops::Range;

use super::calendar_ticks::day_ticks;
use super::extent::Extent;
use super::figure::{AxisUnit, Figure, Pane, PlotItem};
use super::scale::Scale;
use super::text;
use super::theme::{HEADING_PX, LABEL_PX};
use super::ticks::value_ticks;

/// Room left and right of the plots; the left one grows with the labels.
const LEFT_AT_LEAST: f64 = 46.0;
pub(super) const RIGHT: f64 = 10.0;
/// Between a label and the plot.
pub(super) const LABEL_GAP: f64 = 7.0;
/// Between two panels, and below the last one for the dates.
const PANEL_GAP: f64 = 10.0;
const HEADING: f64 = HEADING_PX + 6.0;
pub(super) const DATES: f64 = 22.0;
/// Free pixels above and below fitted values, so that a stroke is not cut.
const AIR: f64 = 5.0;
/// The same where days are marked, whose triangles stand off their values.
const AIR_FOR_POINTS: f64 = 13.0;
/// Pixels of height per value tick.
const TICK_EVERY: f64 = 46.0;

/// A rectangle in CSS pixels, y downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct PlotRect {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

impl PlotRect {
    /// Its right edge.
    #[must_use]
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Its lower edge.
    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }
}

/// The geometry of one panel.
#[derive(Clone, Debug)]
pub struct PaneLayout {
    /// The plot, without labels.
    pub plot: PlotRect,
    /// From values to fractions of the plot's height, with the labelled values.
    pub scale: Scale,
    /// Why the axis is not the one asked for.
    pub note: Option<String>,
    /// Something in the panel has a visible value.
    pub has_values: bool,
}

/// The geometry of a figure drawn at some width.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The width of the whole figure.
    pub width: f64,
    /// The height of the whole figure, which follows from its panels.
    pub height: f64,
    /// The positions of the days shown.
    pub visible: Range<usize>,
    /// From top to bottom.
    pub panels: Vec<PaneLayout>,
    /// From positions of days to fractions of a plot's width, with the labelled days.
    pub days: Scale,
    pub(super) left: f64,
}

impl Layout {
    /// The geometry of `figure`, `width` pixels wide, with `top` pixels left free above it.
    pub(super) fn new(figure: &Figure, width: f64, top: f64) -> Self {
        let width = if width.is_finite() { width.clamp(120.0, 10_000.0).round() } else { 860.0 };
        let visible = figure.visible.start..figure.visible.end.min(figure.dates.len());
        let mut y = top;
        let mut panels: Vec<PaneLayout> = Vec::new();
        for panel in &figure.panels {
            y += if panels.is_empty() { 0.0 } else { PANEL_GAP };
            y += if panel.label.is_empty() { 0.0 } else { HEADING };
            panels.push(PaneLayout::new(figure, panel, &visible, y));
            y += panel.height;
        }
        let widest = panels
            .iter()
            .flat_map(|panel| panel.scale.ticks())
            .map(|tick| text::width(&tick.label, LABEL_PX))
            .fold(0.0, f64::max);
        let left = (widest + LABEL_GAP + 3.0).ceil().max(LEFT_AT_LEAST);
        let across = width - left - RIGHT;
        for panel in &mut panels {
            (panel.plot.left, panel.plot.width) = (left, across);
        }
        let mut days = Scale::days(&visible);
        days.ticks = day_ticks(&figure.dates, &visible, (across, RIGHT));
        Self { width, height: y + DATES, visible, panels, days, left }
    }

    /// The plot of a panel, counted from the top; an empty one for a panel that is not there.
    #[must_use]
    pub fn plot(&self, panel: usize) -> PlotRect {
        self.panels.get(panel).map_or_else(PlotRect::default, |panel| panel.plot)
    }

    /// All plots together: where a crosshair may go.
    #[must_use]
    pub fn plots(&self) -> PlotRect {
        let top = self.panels.first().map_or(0.0, |panel| panel.plot.top);
        let bottom = self.panels.last().map_or(0.0, |panel| panel.plot.bottom());
        PlotRect { left: self.left, top, width: self.across(), height: bottom - top }
    }

    /// The position of the day nearest to a point `x` pixels from the left; `None` outside the
    /// plots and where there are no days.
    #[must_use]
    pub fn index_at(&self, x: f64) -> Option<usize> {
        let fraction = (x - self.left) / self.across();
        let inside = !self.visible.is_empty() && (0.0..=1.0).contains(&fraction);
        inside.then(|| self.days.nearest_day(fraction))
    }

    /// How many pixels from the left a day lies; at the nearest edge if it is not shown.
    #[must_use]
    pub fn x_of(&self, index: usize) -> f64 {
        self.left + self.days.fraction(index as f64) * self.across()
    }

    /// How many pixels from the top a value of a panel lies, cut off at the edges of its plot; 0
    /// for a panel that is not there.
    #[must_use]
    pub fn y_of(&self, panel: usize, value: f64) -> f64 {
        self.panels.get(panel).map_or(0.0, |panel| panel.y_of(value))
    }

    /// Why the axis of a panel is not the one asked for, to be shown beside it.
    #[must_use]
    pub fn note(&self, panel: usize) -> Option<&str> {
        self.panels.get(panel)?.note.as_deref()
    }

    /// The length of the axis of days in pixels.
    pub(super) fn across(&self) -> f64 {
        self.width - self.left - RIGHT
    }
}

impl PaneLayout {
    fn new(figure: &Figure, panel: &Pane, visible: &Range<usize>, top: f64) -> Self {
        let height = if panel.height.is_finite() { panel.height.clamp(1.0, 10_000.0) } else { 1.0 };
        let extent = Extent::of(panel, visible);
        let (mut scale, note) = extent.scale(&panel.axis, &figure.dates);
        if panel.axis.unit != AxisUnit::Hidden && panel.axis.range.is_none() {
            let has_points = panel.marks.iter().any(|mark| matches!(mark, PlotItem::Points { .. }));
            let air = if has_points { AIR_FOR_POINTS } else { AIR }.min(height / 4.0) / height;
            let free = |edge: f64| if extent.is_base(edge) { 0.0 } else { air };
            scale.leave_free(free(scale.low()), free(scale.high()));
        }
        if extent.has_values() || panel.axis.range.is_some() {
            let wanted = (height / TICK_EVERY).round() as usize;
            scale.ticks = value_ticks(&scale, panel.axis.unit, wanted);
            let mut last = f64::NEG_INFINITY;
            let ticks = std::mem::take(&mut scale.ticks).into_iter();
            scale.ticks = ticks
                .filter(|tick| {
                    let y = scale.fraction(tick.value) * height;
                    let has_room = y - last >= LABEL_PX + 3.0;
                    last = if has_room { y } else { last };
                    has_room
                })
                .collect();
        }
        let plot = PlotRect { left: 0.0, top, width: 0.0, height };
        Self { plot, scale, note, has_values: extent.has_values() }
    }

    /// How many pixels from the top of the figure a value lies, cut off at the edges.
    #[must_use]
    pub fn y_of(&self, value: f64) -> f64 {
        self.plot.bottom() - self.scale.fraction(value) * self.plot.height
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Axis, Class};
    use chrono::NaiveDate;

    fn figure(days: usize, axis: Axis, values: &[f64]) -> Figure {
        let first = NaiveDate::from_ymd_opt(2018, 1, 1).unwrap();
        let dates: Vec<NaiveDate> = first.iter_days().take(days).collect();
        let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        Figure::new("test", dates)
            .panel(Pane::new(10.0))
            .panel(Pane::new(200.0).label("Equity").axis(axis).line(Class::Equity, "", values))
    }

    #[test]
    fn every_day_is_found_where_it_is_drawn() {
        let values: Vec<f64> = (0..300).map(f64::from).collect();
        for width in [320.0, 860.0, 2400.0] {
            for visible in [0..300, 100..140, 299..300, 17..19] {
                let layout =
                    figure(300, Axis::plain(), &values).zoom(visible.clone()).layout(width);
                for index in visible {
                    assert_eq!(layout.index_at(layout.x_of(index)), Some(index));
                }
            }
        }
    }

    #[test]
    fn outside_the_plots_there_is_no_day() {
        let layout = figure(3, Axis::plain(), &[1.0, 2.0, 3.0]).layout(400.0);
        let plot = layout.plot(1);
        assert_eq!(layout.index_at(plot.left - 0.1), None);
        assert_eq!(layout.index_at(plot.left), Some(0));
        assert_eq!(layout.index_at(plot.right()), Some(2));
        assert_eq!(layout.index_at(plot.right() + 0.1), None);
        assert_eq!(layout.index_at(f64::NAN), None);
        assert_eq!(figure(0, Axis::plain(), &[]).layout(400.0).index_at(200.0), None);
    }

    #[test]
    fn panes_are_stacked_inside_the_frame() {
        let layout = figure(3, Axis::money(), &[1e6, 2e6, 3e6]).layout(400.0);
        assert!(layout.plot(0).bottom() < layout.plot(1).top);
        assert!(layout.plot(1).bottom() < layout.height);
        assert_eq!(layout.plot(1).right(), layout.width - RIGHT);
        assert_eq!(layout.plots().top, layout.plot(0).top);
        assert_eq!(layout.plots().bottom(), layout.plot(1).bottom());
        assert_eq!(layout.plot(7), PlotRect::default());
    }

    #[test]
    fn values_fill_the_plot_except_for_a_margin() {
        let layout = figure(3, Axis::plain(), &[1.0, 2.0, 3.0]).layout(400.0);
        let plot = layout.plot(1);
        assert_eq!(layout.y_of(1, 3.0), plot.top + AIR);
        assert_eq!(layout.y_of(1, 1.0), plot.bottom() - AIR);
        assert_eq!(layout.y_of(1, 2.0), plot.top + plot.height / 2.0);
        assert_eq!(layout.y_of(1, 99.0), plot.top + AIR, "cut off at the edge");
    }

    #[test]
    fn the_range_fits_what_is_visible() {
        let layout = figure(4, Axis::plain(), &[1.0, 2.0, 3.0, 1000.0]).zoom(0..3).layout(400.0);
        assert_eq!((layout.panels[1].scale.low(), layout.panels[1].scale.high()), (1.0, 3.0));
    }

    #[test]
    fn a_log_axis_over_non_positive_values_gives_a_reason() {
        let log = Axis::money().logarithmic(true);
        let layout = figure(3, log, &[5.0, -3.0, 4.0]).layout(400.0);
        assert_eq!(
            layout.note(1),
            Some("linear: a log axis needs values above zero, found \u{2212}3 on 2018-01-02")
        );
        assert!(!layout.panels[1].scale.is_logarithmic());
        assert_eq!(figure(3, log, &[5.0, 3.0, 4.0]).layout(400.0).note(1), None);
        assert_eq!(figure(3, log, &[]).layout(400.0).note(1), None);
    }

    #[test]
    fn log_ticks_keep_a_minimum_distance() {
        let values: Vec<f64> = (1..50).map(f64::from).collect();
        for high in [1.5, 4.0, 5.5, 90.0, 1e9] {
            let mut values = values.clone();
            values.push(high);
            let layout = figure(50, Axis::plain().logarithmic(true), &values).layout(400.0);
            let heights: Vec<f64> = layout.panels[1]
                .scale
                .ticks()
                .iter()
                .map(|tick| layout.y_of(1, tick.value))
                .collect();
            assert!(heights.len() >= 2);
            assert!(heights.windows(2).all(|pair| pair[0] - pair[1] >= LABEL_PX + 2.9));
        }
    }

    #[test]
    fn an_empty_figure_has_a_layout() {
        for (days, values) in [(0, &[][..]), (1, &[5.0][..]), (2, &[5.0, 5.0][..]), (3, &[][..])] {
            let layout = figure(days, Axis::money(), values).layout(400.0);
            assert!(layout.height.is_finite() && layout.x_of(0).is_finite());
            assert!(layout.y_of(1, 5.0).is_finite());
            assert_eq!(layout.panels[1].scale.ticks().is_empty(), values.is_empty());
        }
    }
}
