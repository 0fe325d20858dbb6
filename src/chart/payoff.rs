//! The payoff of a structure as a small drawing: profit against the move of the underlying.
//!
//! Two curves over one line of zero and a mark per strike.

use plotters::chart::ChartBuilder;
use plotters::drawing::IntoDrawingArea;
use plotters::element::PathElement;
use plotters::style::colors::TRANSPARENT;
use plotters::style::text_anchor::{HPos, VPos};

use super::backend::SvgElements;
use super::draw::{Canvas, DrawResult, px, style};
use super::theme::{Class, LABEL_PX};
use crate::view::escape::escape;
use crate::view::payoff::Payoff;

/// Size of the drawing in CSS pixels.
const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 150.0;
/// Room for labels left of and below the plot, and for half a label above and behind it.
const LEFT: f64 = 44.0;
const BELOW: f64 = 20.0;
const EDGE: f64 = 8.0;
/// From the plot to its labels.
const TICK: f64 = 5.0;
/// About as many labels has each axis.
const LABELS: usize = 5;
/// A payoff of nothing at all still has an axis.
const LEAST_RANGE: f64 = 0.01;

/// The drawing, with its sentence as description.
///
/// ```
/// use rotation::chart::payoff::svg;
/// use rotation::view::payoff;
/// use rotation::pricing::Model;
/// use rotation::profile::{Profile, StructureChoices};
/// let straddle = &StructureChoices::default().assignments(Profile::LongGamma)[0].structure;
/// let drawing = svg(&payoff::of(straddle, &Model::default()));
/// assert!(drawing.starts_with("<svg") && drawing.contains("class=\"eq\""));
/// ```
#[must_use]
pub fn svg(payoff: &Payoff) -> String {
    let mut out = format!(
        "<svg class=\"chart payoff\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\"><title>"
    );
    escape(&payoff.sentence(), &mut out);
    out.push_str("</title>");
    let canvas = SvgElements::new(&mut out, WIDTH, HEIGHT).into_drawing_area();
    draw(payoff, &canvas).expect("the backend has no error, and only one draws on it");
    drop(canvas);
    out + "</svg>"
}

fn draw(payoff: &Payoff, canvas: &Canvas<'_>) -> DrawResult {
    let both = || payoff.today.iter().chain(&payoff.at_expiry).copied();
    let (low, high) = (both().fold(-LEAST_RANGE, f64::min), both().fold(LEAST_RANGE, f64::max));
    let ends = payoff.moves.first().zip(payoff.moves.last());
    let (first, last) = ends.map_or((-1.0, 1.0), |(first, last)| (*first, *last));
    let mut chart = ChartBuilder::on(canvas)
        .margin_top(px(EDGE))
        .margin_right(px(EDGE))
        .y_label_area_size(px(LEFT))
        .x_label_area_size(px(BELOW))
        .build_cartesian_2d(first..last, low..high)?;
    chart
        .configure_mesh()
        .disable_mesh()
        .axis_style(TRANSPARENT)
        .label_style(style(Class::Label, LABEL_PX, HPos::Left, VPos::Center))
        .set_all_tick_mark_size(px(TICK))
        .x_labels(LABELS)
        .y_labels(LABELS)
        .x_label_formatter(&|by| share(*by))
        .y_label_formatter(&|profit| share(*profit))
        .draw()?;
    let area = chart.plotting_area();
    area.draw(&PathElement::new([(first, 0.0), (last, 0.0)], Class::Rule))?;
    for (by, is_bought) in &payoff.strikes {
        let class = if *is_bought { Class::Bought } else { Class::Sold };
        area.draw(&PathElement::new([(*by, low), (*by, high)], class))?;
    }
    for (class, profits) in [(Class::Baseline, &payoff.today), (Class::Equity, &payoff.at_expiry)] {
        let points: Vec<(f64, f64)> =
            payoff.moves.iter().copied().zip(profits.iter().copied()).collect();
        area.draw(&PathElement::new(points, class))?;
    }
    Ok(())
}

/// A share as whole percent with its sign; zero has none.
fn share(value: f64) -> String {
    let percent = (value * 100.0).round();
    let sign = match percent {
        above if above > 0.0 => "+",
        below if below < 0.0 => "\u{2212}",
        _ => "",
    };
    format!("{sign}{:.0} %", percent.abs())
}
