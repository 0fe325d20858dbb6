//! Draws a figure through the drawing library: grid, marks and labels of each panel, then the axis
//! of days.
//!
//! Places come from the [`Layout`]; the library's own ticks and label areas are not used, since
//! they keep neither labels inside the frame nor nice numbers on every scale. Coordinates are
//! tenths of a CSS pixel, for the library's are integers.

use std::ops::Range;

use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, TextStyle};
use plotters_backend::DrawingBackend;

use super::figure::{Figure, LegendEntry, Mark, Panel, Shape, Swatch};
use super::layout::{Layout, PanelLayout, Rect};
use super::path::GRID;
use super::sample::{Columns, Point};
use super::scale::{Days, Values};
use super::text;
use super::theme::{Class, HEADING_PX, LABEL_PX, TITLE_PX};

/// What drawing on some backend gives.
pub(super) type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

/// Pixels per column of a stack of more days than pixels: shares that swing from day to day would
/// be noise at one.
const STACK_COLUMN: f64 = 3.0;

/// The whole surface.
type Surface<B> = DrawingArea<B, Shift>;
/// The plot of a panel, in days and values.
type Plot<B> = DrawingArea<B, Cartesian2d<Days, Values>>;

/// Draws the figure at the places of its layout.
pub(super) fn figure<B: DrawingBackend>(
    figure: &Figure,
    layout: &Layout,
    surface: &Surface<B>,
) -> Drawn<B> {
    for (panel, laid) in figure.panels.iter().zip(&layout.panels) {
        grid(layout, laid, surface)?;
        marks(panel, laid, layout, surface)?;
        labels(panel, laid, surface)?;
    }
    day_labels(layout, surface)
}

/// The title, the description and the legend of a file that stands alone; gives the height they
/// need. Without a surface nothing is drawn, only measured.
pub(super) fn header<B: DrawingBackend>(
    (title, description): (&str, &str),
    legend: &[LegendEntry],
    width: f64,
    surface: Option<&Surface<B>>,
) -> Result<f64, DrawingAreaErrorKind<B::ErrorType>> {
    let (left, right) = (14.0, width - 14.0);
    let write = |class, line: &str, x, y, size| match surface {
        Some(surface) => label(surface, class, line, (x, y), (HPos::Left, VPos::Center), size),
        None => Ok(()),
    };
    let mut y = 22.0;
    write(Class::Title, title, left, y, TITLE_PX)?;
    y += 21.0;
    for line in text::wrap(description, LABEL_PX, right - left) {
        write(Class::Label, &line, left, y, LABEL_PX)?;
        y += 15.0;
    }
    let mut x = left;
    y += 4.0;
    for entry in legend {
        let swatch = if entry.swatch == Swatch::Line { 18.0 } else { 10.0 };
        let across = swatch + 6.0 + text::width(&entry.name, LABEL_PX);
        if x + across > right && x > left {
            (x, y) = (left, y + 17.0);
        }
        if let Some(surface) = surface {
            let at = |dx: f64, dy: f64| (px(x + dx), px(y + dy));
            let class = entry.class;
            match entry.swatch {
                Swatch::Line => {
                    let ends = vec![at(0.0, 0.0), at(swatch, 0.0)];
                    surface.draw(&PathElement::new(ends, class))?;
                }
                Swatch::Square => {
                    let corners = [at(0.0, -5.0), at(swatch, 5.0)];
                    surface.draw(&Rectangle::new(corners, class.filled()))?;
                }
                Swatch::Point(shape) => {
                    let tip = match shape {
                        Shape::Up => -7.0,
                        Shape::Down => 7.0,
                        Shape::Dot => 0.0,
                    };
                    point(surface, class, shape, at(swatch / 2.0, tip))?;
                }
            }
        }
        write(Class::Label, &entry.name, x + swatch + 6.0, y, LABEL_PX)?;
        x += across + 16.0;
    }
    Ok(y + if legend.is_empty() { 2.0 } else { 18.0 })
}

fn grid<B: DrawingBackend>(layout: &Layout, laid: &PanelLayout, surface: &Surface<B>) -> Drawn<B> {
    let Rect { left, top, .. } = laid.plot;
    for tick in &laid.ticks {
        let y = px(laid.y_of(tick.value));
        surface.draw(&PathElement::new(
            vec![(px(left), y), (px(laid.plot.right()), y)],
            Class::Grid,
        ))?;
    }
    if laid.ticks.is_empty() {
        return Ok(());
    }
    for tick in &layout.day_ticks {
        let x = px(layout.x_of(tick.index));
        surface.draw(&PathElement::new(
            vec![(x, px(top)), (x, px(laid.plot.bottom()))],
            Class::GridTime,
        ))?;
    }
    Ok(())
}

fn marks<B: DrawingBackend>(
    panel: &Panel,
    laid: &PanelLayout,
    layout: &Layout,
    surface: &Surface<B>,
) -> Drawn<B> {
    let Rect { left, top, .. } = laid.area;
    let limits = (px(left)..px(laid.area.right()), px(laid.area.bottom())..px(top));
    let plot: Plot<B> = surface.apply_coord_spec(Cartesian2d::new(layout.days, laid.scale, limits));
    let pixels = layout.across();
    let columns = Columns::new(&layout.visible, pixels as usize);
    let is_dense = layout.visible.len() as f64 > pixels;
    let coarse = if is_dense { pixels / STACK_COLUMN } else { pixels };
    let stack_columns = Columns::new(&layout.visible, coarse as usize);
    let forced = marked_days(panel);
    for mark in &panel.marks {
        match mark {
            Mark::Line { class, values, .. } => {
                line(&plot, *class, &columns.line(values, &forced))?;
            }
            Mark::Area { class, edge, values, base, .. } => {
                let parts = columns.line(values, &forced);
                area(&plot, *class, &parts, *base)?;
                if let Some(edge) = edge {
                    line(&plot, *edge, &parts)?;
                }
            }
            Mark::Stack { layers } => {
                let classes: Vec<Class> = layers.iter().map(|layer| layer.class).collect();
                let parts = stack_columns.stack(layers);
                for (layer, class) in classes.into_iter().enumerate() {
                    for part in &parts {
                        let floor = layer.checked_sub(1).map(|below| &part.tops[below][..]);
                        band(&plot, class, &part.positions, floor, &part.tops[layer])?;
                    }
                }
            }
            Mark::Ribbon { runs, .. } => {
                for (class, days) in columns.ribbon(runs) {
                    stretch(&plot, class, days, &laid.scale)?;
                }
            }
            Mark::Points { class, shape, at, .. } => {
                let shown = at.iter().filter(|(day, _)| layout.visible.contains(day));
                for (day, value) in shown.filter(|(_, value)| value.is_finite()) {
                    point(surface, *class, *shape, (px(layout.x_of(*day)), px(laid.y_of(*value))))?;
                }
            }
            Mark::Rule { name, value } => rule(surface, laid, name, *value)?,
        }
    }
    Ok(())
}

/// The days that must be drawn whatever is thinned out: the marked ones, ascending.
fn marked_days(panel: &Panel) -> Vec<usize> {
    let mut days: Vec<usize> = Vec::new();
    for mark in &panel.marks {
        if let Mark::Points { at, .. } = mark {
            for (day, _) in at {
                let place = days.partition_point(|before| before < day);
                days.insert(place, *day);
            }
        }
    }
    days
}

fn line<B: DrawingBackend>(plot: &Plot<B>, class: Class, parts: &[Vec<Point>]) -> Drawn<B> {
    for part in parts {
        match part.as_slice() {
            // A day between two gaps has no line: a ring, not to be overlooked.
            [alone] => plot.draw(&Circle::new(*alone, px(1.5), class))?,
            part => plot.draw(&PathElement::new(part, class))?,
        }
    }
    Ok(())
}

fn area<B: DrawingBackend>(
    plot: &Plot<B>,
    class: Class,
    parts: &[Vec<Point>],
    base: f64,
) -> Drawn<B> {
    for part in parts {
        let mut corners = Vec::with_capacity(part.len() + 2);
        corners.extend(part.first().map(|(first, _)| (*first, base)));
        corners.extend(part);
        corners.extend(part.last().map(|(last, _)| (*last, base)));
        plot.draw(&Polygon::new(corners, class))?;
    }
    Ok(())
}

/// One layer between its lower and its upper edge, left out where it has no height.
fn band<B: DrawingBackend>(
    plot: &Plot<B>,
    class: Class,
    positions: &[f64],
    floor: Option<&[f64]>,
    tops: &[f64],
) -> Drawn<B> {
    if let [alone] = positions {
        let low = floor.map_or(0.0, |floor| floor[0]);
        let corners = [(alone - 0.5, tops[0]), (alone + 0.5, low)];
        return plot.draw(&Rectangle::new(corners, class.filled()));
    }
    let floor_at = |at: usize| floor.map_or(0.0, |floor| floor[at]);
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
        plot.draw(&Polygon::new(upper.chain(lower).collect::<Vec<Point>>(), class))?;
        start = end;
    }
    Ok(())
}

fn stretch<B: DrawingBackend>(
    plot: &Plot<B>,
    class: Class,
    days: Range<f64>,
    scale: &Values,
) -> Drawn<B> {
    let corners = [(days.start, scale.high()), (days.end, scale.low())];
    plot.draw(&Rectangle::new(corners, class.filled()))
}

fn point<B: DrawingBackend>(
    surface: &Surface<B>,
    class: Class,
    shape: Shape,
    (x, y): (i32, i32),
) -> Drawn<B> {
    // The tip keeps off the line it points at.
    let (half, gap, high) = (px(4.5), px(3.0), px(8.0));
    let down = match shape {
        Shape::Dot => return surface.draw(&Circle::new((x, y), px(3.0), class.filled())),
        Shape::Up => 1,
        Shape::Down => -1,
    };
    let (tip, foot) = (y + down * gap, y + down * (gap + high));
    let corners = vec![(x, tip), (x + half, foot), (x - half, foot)];
    surface.draw(&Polygon::new(corners, class))
}

fn rule<B: DrawingBackend>(
    surface: &Surface<B>,
    laid: &PanelLayout,
    name: &str,
    value: f64,
) -> Drawn<B> {
    if !value.is_finite() {
        return Ok(());
    }
    let (y, right) = (laid.y_of(value), laid.plot.right());
    surface.draw(&PathElement::new(
        vec![(px(laid.plot.left), px(y)), (px(right), px(y))],
        Class::Rule,
    ))?;
    let above = y - LABEL_PX - 2.0 >= laid.plot.top;
    let (y, side) = if above { (y - 2.0, VPos::Bottom) } else { (y + 2.0, VPos::Top) };
    label(surface, Class::Label, name, (right - 2.0, y), (HPos::Right, side), LABEL_PX)
}

fn labels<B: DrawingBackend>(panel: &Panel, laid: &PanelLayout, surface: &Surface<B>) -> Drawn<B> {
    let plot = laid.plot;
    if !panel.label.is_empty() {
        let at = (plot.left, plot.top - 5.0);
        let anchor = (HPos::Left, VPos::Bottom);
        label(surface, Class::Heading, &panel.label, at, anchor, HEADING_PX)?;
    }
    for tick in &laid.ticks {
        // Inside the height of its own plot, so that no two panels' labels meet.
        let half = LABEL_PX / 2.0;
        let y = laid.y_of(tick.value).min(plot.bottom() - half).max(plot.top + half);
        let anchor = (HPos::Right, VPos::Center);
        label(surface, Class::Label, &tick.label, (plot.left - 7.0, y), anchor, LABEL_PX)?;
    }
    let is_empty = !laid.has_values && panel.height > 2.0 * LABEL_PX;
    let message = if is_empty { Some("no data") } else { laid.note.as_deref() };
    if let Some(message) = message {
        let at = (plot.left + 4.0, plot.top + 3.0);
        label(surface, Class::Label, message, at, (HPos::Left, VPos::Top), LABEL_PX)?;
    }
    Ok(())
}

/// The labels of the days, each inside the frame, none upon another.
fn day_labels<B: DrawingBackend>(layout: &Layout, surface: &Surface<B>) -> Drawn<B> {
    let y = layout.height - 8.0;
    let mut free_from = 0.0;
    for tick in &layout.day_ticks {
        let half = text::width(&tick.label, LABEL_PX) / 2.0;
        let x = layout.x_of(tick.index).min(layout.width - half).max(half);
        if x - half >= free_from {
            let anchor = (HPos::Center, VPos::Center);
            label(surface, Class::Label, &tick.label, (x, y), anchor, LABEL_PX)?;
            free_from = x + half + 8.0;
        }
    }
    Ok(())
}

fn label<B: DrawingBackend>(
    surface: &Surface<B>,
    class: Class,
    text: &str,
    (x, y): (f64, f64),
    (across, down): (HPos, VPos),
    size: f64,
) -> Drawn<B> {
    if text.is_empty() {
        return Ok(());
    }
    let style = TextStyle::from(("sans-serif", size * f64::from(GRID)))
        .color(&class)
        .pos(Pos::new(across, down));
    surface.draw(&Text::new(text, (px(x), px(y)), style))
}

/// CSS pixels on the drawing's grid.
fn px(pixels: f64) -> i32 {
    (pixels * f64::from(GRID)).round() as i32
}
