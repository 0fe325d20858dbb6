//! Draws a figure with plotters: a chart per panel on the scales of the [`Layout`], with grid,
//! axis labels and marks.
//!
//! Coordinates are tenths of a CSS pixel, since those of plotters are integers.

use std::convert::Infallible;
use std::ops::Range;

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, EmptyElement, PathElement, Polygon, Rectangle, Text};
use plotters::style::colors::TRANSPARENT;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, TextStyle};

use super::backend::SvgElements;
use super::figure::{Figure, LegendEntry, Pane, PlotItem, Shape, Swatch};
use super::layout::{DATES, LABEL_GAP, Layout, PaneLayout, RIGHT};
use super::path::GRID;
use super::sample::{Columns, PlotPoint, StackPart};
use super::scale::Scale;
use super::text;
use super::theme::{Class, HEADING_PX, LABEL_PX, TITLE_PX};

/// The result of drawing; [`SvgElements`] cannot fail.
pub(super) type DrawResult<T = ()> = Result<T, DrawingAreaErrorKind<Infallible>>;

/// Pixels per column of a stack of more days than pixels: shares that swing from day to day would
/// be noise at one.
const STACK_COLUMN: f64 = 3.0;

/// The whole drawing.
pub(super) type Canvas<'a> = DrawingArea<SvgElements<'a>, Shift>;
/// The chart of a panel, in days and values.
type Chart<'a, 's> = ChartContext<'a, SvgElements<'a>, Cartesian2d<&'s Scale, &'s Scale>>;

/// Draws the figure at the places of its layout.
pub(super) fn figure(figure: &Figure, layout: &Layout, surface: &Canvas<'_>) -> DrawResult {
    let last = layout.panels.len().saturating_sub(1);
    for (position, (panel, pane_layout)) in figure.panels.iter().zip(&layout.panels).enumerate() {
        let dates = if position == last { DATES } else { 0.0 };
        let (plot, width) = (pane_layout.plot, px(layout.width));
        // One unit more: the scales of a chart end one unit before its edge.
        let area =
            surface.clone().shrink((0, px(plot.top)), (width + 1, px(plot.height + dates) + 1));
        let mut chart = ChartBuilder::on(&area)
            .margin_right(px(RIGHT))
            .y_label_area_size(px(layout.left))
            .x_label_area_size(px(dates))
            .build_cartesian_2d(&layout.days, &pane_layout.scale)?;
        grid(&mut chart, pane_layout)?;
        marks(&mut chart, panel, layout)?;
        if !panel.label.is_empty() {
            let style = style(Class::Heading, HEADING_PX, HPos::Left, VPos::Bottom);
            surface.draw_text(&panel.label, &style, (px(plot.left), px(plot.top - 5.0)))?;
        }
        let is_empty = !pane_layout.has_values && plot.height > 2.0 * LABEL_PX;
        if let Some(message) = if is_empty { Some("no data") } else { pane_layout.note.as_deref() }
        {
            let style = style(Class::Label, LABEL_PX, HPos::Left, VPos::Top);
            surface.draw_text(message, &style, (px(plot.left + 4.0), px(plot.top + 3.0)))?;
        }
    }
    Ok(())
}

/// The lines and labels of both axes. One pass for each axis, since a mesh has one style for the
/// lines of both; the line of the axis itself is transparent, since without it there are no labels.
fn grid(chart: &mut Chart<'_, '_>, pane_layout: &PaneLayout) -> DrawResult {
    let labels = style(Class::Label, LABEL_PX, HPos::Left, VPos::Center);
    chart
        .configure_mesh()
        .disable_x_axis()
        .disable_x_mesh()
        .axis_style(TRANSPARENT)
        .bold_line_style(Class::Grid)
        .label_style(labels.clone())
        .set_all_tick_mark_size(px(LABEL_GAP / 2.0))
        .draw()?;
    let mut days = chart.configure_mesh();
    if pane_layout.scale.ticks().is_empty() {
        days.disable_x_mesh();
    }
    days.disable_y_axis()
        .disable_y_mesh()
        .axis_style(TRANSPARENT)
        .bold_line_style(Class::GridTime)
        .label_style(labels)
        .set_all_tick_mark_size(px(4.6))
        .draw()
}

fn marks(chart: &mut Chart<'_, '_>, panel: &Pane, layout: &Layout) -> DrawResult {
    let pixels = layout.across();
    let columns = Columns::new(&layout.visible, pixels as usize);
    let is_dense = layout.visible.len() as f64 > pixels;
    let coarse = if is_dense { pixels / STACK_COLUMN } else { pixels };
    let stack_columns = Columns::new(&layout.visible, coarse as usize);
    let forced = marked_days(panel);
    for mark in &panel.marks {
        match mark {
            PlotItem::Line { class, values, .. } => {
                for part in columns.line(values, &forced) {
                    line(chart, *class, &part)?;
                }
            }
            PlotItem::Area { class, edge, values, base, .. } => {
                let parts = columns.line(values, &forced);
                for part in &parts {
                    area(chart, *class, part, *base)?;
                }
                if let Some(edge) = edge {
                    for part in &parts {
                        line(chart, *edge, part)?;
                    }
                }
            }
            PlotItem::Stack { layers } => {
                let parts = stack_columns.stack(layers);
                for (position, layer) in layers.iter().enumerate() {
                    for part in &parts {
                        band(chart, layer.class, part, position)?;
                    }
                }
            }
            PlotItem::Ribbon { runs, .. } => {
                let (low, high) = (chart.y_range().start, chart.y_range().end);
                chart.draw_series(columns.ribbon(runs).into_iter().map(|(class, days)| {
                    Rectangle::new([(days.start, high), (days.end, low)], class.filled())
                }))?;
            }
            PlotItem::Points { class, shape, at, .. } => {
                let shown = at.iter().filter(|(day, _)| layout.visible.contains(day));
                for (day, value) in shown.filter(|(_, value)| value.is_finite()) {
                    let at = chart.backend_coord(&(*day as f64, *value));
                    point(&chart.plotting_area().use_screen_coord(), *class, *shape, at)?;
                }
            }
            PlotItem::Rule { name, value } if value.is_finite() => rule(chart, name, *value)?,
            PlotItem::Rule { .. } => {}
        }
    }
    Ok(())
}

/// The days that must be drawn whatever is thinned out: the marked ones, ascending.
fn marked_days(panel: &Pane) -> Vec<usize> {
    let mut days: Vec<usize> = Vec::new();
    for mark in &panel.marks {
        if let PlotItem::Points { at, .. } = mark {
            for (day, _) in at {
                let place = days.partition_point(|before| before < day);
                days.insert(place, *day);
            }
        }
    }
    days
}

/// plotters' own series copy their points twice and draw them through a trait object: twenty years
/// of the sample at 1000 pixels took 1.47 ms with `LineSeries` and `AreaSeries`, 1.10 ms without.
fn line(chart: &Chart<'_, '_>, class: Class, part: &[PlotPoint]) -> DrawResult {
    match part {
        // A day between two gaps has no line: draw a ring, so that it is seen.
        [alone] => chart.plotting_area().draw(&Circle::new(*alone, px(1.5), class)),
        part => chart.plotting_area().draw(&PathElement::new(part, class)),
    }
}

fn area(chart: &Chart<'_, '_>, class: Class, part: &[PlotPoint], base: f64) -> DrawResult {
    let ends = part.last().into_iter().chain(part.first()).map(|(day, _)| (*day, base));
    let corners: Vec<PlotPoint> = part.iter().copied().chain(ends).collect();
    chart.plotting_area().draw(&Polygon::new(corners, class))
}

/// One layer of a stack between its lower and its upper edge, left out where it has no height.
fn band(chart: &Chart<'_, '_>, class: Class, part: &StackPart, layer: usize) -> DrawResult {
    let (positions, tops) = (&part.positions, &part.tops[layer]);
    let floor = layer.checked_sub(1).map(|below| &part.tops[below]);
    let floor_at = |at: usize| floor.map_or(0.0, |floor| floor[at]);
    let plot = chart.plotting_area();
    if let [alone] = positions[..] {
        let corners = [(alone - 0.5, tops[0]), (alone + 0.5, floor_at(0))];
        return plot.draw(&Rectangle::new(corners, class.filled()));
    }
    let has_height = |at: usize| tops[at] - floor_at(at) > 1e-6;
    let mut start = 0;
    while start < positions.len() {
        if !has_height(start) {
            start += 1;
            continue;
        }
        let end = (start..positions.len()).take_while(|at| has_height(*at)).count() + start;
        // One point more on either side, where it grows from nothing and shrinks to nothing.
        let around = start.saturating_sub(1)..(end + 1).min(positions.len());
        let upper = around.clone().map(|at| (positions[at], tops[at]));
        let lower = around.rev().map(|at| (positions[at], floor_at(at)));
        plot.draw(&Polygon::new(upper.chain(lower).collect::<Vec<PlotPoint>>(), class))?;
        start = end;
    }
    Ok(())
}

/// A marked day: the tip of a triangle keeps off the line it points at.
fn point(surface: &Canvas<'_>, class: Class, shape: Shape, at: (i32, i32)) -> DrawResult {
    let (half, gap, foot) = (px(4.5), px(3.0), px(11.0));
    let down = match shape {
        Shape::Dot => return surface.draw(&Circle::new(at, px(3.0), class.filled())),
        Shape::Up => 1,
        Shape::Down => -1,
    };
    let corners = vec![(0, down * gap), (half, down * foot), (-half, down * foot)];
    surface.draw(&(EmptyElement::at(at) + Polygon::new(corners, class)))
}

/// A level across the plot, its name above the right end, or below where there is no room.
fn rule(chart: &Chart<'_, '_>, name: &str, value: f64) -> DrawResult {
    let Range { start, end } = chart.x_range();
    line(chart, Class::Rule, &[(start, value), (end, value)])?;
    let area = chart.plotting_area().use_screen_coord();
    let (right, y) = chart.backend_coord(&(end, value));
    let above = y - px(LABEL_PX + 2.0) >= area.get_base_pixel().1;
    let (y, side) = if above { (y - px(2.0), VPos::Bottom) } else { (y + px(2.0), VPos::Top) };
    let style = style(Class::Label, LABEL_PX, HPos::Right, side);
    area.draw(&Text::new(name, (right - px(2.0), y), style))
}

/// Draws the title, the description and the legend of a file that stands alone, and returns the
/// height they need.
pub(super) fn header(
    (title, description): (&str, &str),
    legend: &[LegendEntry],
    width: f64,
    surface: &Canvas<'_>,
) -> DrawResult<f64> {
    let (left, right) = (14.0, width - 14.0);
    let write = |class, size, line: &str, x, y| {
        surface.draw_text(line, &style(class, size, HPos::Left, VPos::Center), (px(x), px(y)))
    };
    let mut y = 22.0;
    write(Class::Title, TITLE_PX, title, left, y)?;
    y += 21.0;
    for line in text::wrap(description, LABEL_PX, right - left) {
        write(Class::Label, LABEL_PX, &line, left, y)?;
        y += 15.0;
    }
    let mut x = left;
    y += 4.0;
    for LegendEntry { class, name, swatch } in legend {
        let wide = if *swatch == Swatch::Line { 18.0 } else { 10.0 };
        let across = wide + 6.0 + text::width(name, LABEL_PX);
        if x + across > right && x > left {
            (x, y) = (left, y + 17.0);
        }
        let at = |dx: f64, dy: f64| (px(x + dx), px(y + dy));
        let class = *class;
        match swatch {
            Swatch::Line => {
                surface.draw(&PathElement::new(vec![at(0.0, 0.0), at(wide, 0.0)], class))?;
            }
            Swatch::Square => {
                surface.draw(&Rectangle::new([at(0.0, -5.0), at(wide, 5.0)], class.filled()))?;
            }
            Swatch::Point(shape) => {
                let tip = match shape {
                    Shape::Up => -7.0,
                    Shape::Down => 7.0,
                    Shape::Dot => 0.0,
                };
                point(surface, class, *shape, at(wide / 2.0, tip))?;
            }
        }
        write(Class::Label, LABEL_PX, name, x + wide + 6.0, y)?;
        x += across + 16.0;
    }
    Ok(y + if legend.is_empty() { 2.0 } else { 18.0 })
}

pub(super) fn style(class: Class, size: f64, across: HPos, down: VPos) -> TextStyle<'static> {
    let mut style = TextStyle::from(("sans-serif", size * f64::from(GRID)));
    style.color = class.to_backend_color();
    style.pos(Pos::new(across, down))
}

/// CSS pixels on the drawing's grid.
pub(super) fn px(pixels: f64) -> i32 {
    (pixels * f64::from(GRID)).round() as i32
}
