//! The payoff of a structure as a small drawing: profit against the move of the underlying.
//!
//! Two curves over one line of zero and a mark per strike. It has no dates, so it is drawn here
//! and not through a figure; classes carry the colours, as in every drawing.

use std::fmt::Write;

use crate::view::payoff::Payoff;

/// Size of the drawing in its own units.
const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 140.0;
/// Room for labels left of and below the plot.
const LEFT: f64 = 44.0;
const BELOW: f64 = 18.0;
/// Height of a line of text.
const LINE: f64 = 12.0;

/// The drawing, with its sentence as description.
///
/// ```
/// use rotation::chart::payoff::svg;
/// use rotation::view::payoff;
/// use rotation::pricing::Model;
/// use rotation::profile::{Profile, StructureChoices};
/// let straddle = &StructureChoices::default().assignments(Profile::LongGamma)[0].structure;
/// let drawing = svg(&payoff::of(straddle, &Model::default()));
/// assert!(drawing.starts_with("<svg") && drawing.matches("<polyline").count() == 2);
/// ```
#[must_use]
pub fn svg(payoff: &Payoff) -> String {
    let scale = PayoffScale::of(payoff);
    let mut out = format!(
        "<svg class=\"payoff\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\"><title>{}</title>",
        payoff.sentence()
    );
    let zero = scale.y(0.0);
    line(&mut out, "rule", [(LEFT, zero), (WIDTH, zero)]);
    for (by, bought) in &payoff.strikes {
        let x = scale.x(*by);
        let class = if *bought { "bought" } else { "sold" };
        line(&mut out, class, [(x, 0.0), (x, HEIGHT - BELOW)]);
    }
    curve(&mut out, "today", payoff, &payoff.today, &scale);
    curve(&mut out, "expiry", payoff, &payoff.at_expiry, &scale);
    for by in [-0.2, -0.1, 0.0, 0.1, 0.2] {
        label(&mut out, "middle", (scale.x(by), HEIGHT - 4.0), &share(by));
    }
    // Zero has its line; a label so near to it would lie on the other.
    let far = |profit: &f64| *profit == 0.0 || (scale.y(*profit) - zero).abs() > LINE;
    for profit in [scale.high, 0.0, scale.low].into_iter().filter(far) {
        label(&mut out, "end", (LEFT - 4.0, scale.y(profit) + 4.0), &share(profit));
    }
    out + "</svg>"
}

/// A share as whole percent with its sign; zero has none.
fn share(value: f64) -> String {
    let percent = (value * 100.0).round();
    let sign = if percent > 0.0 { "+" } else { "" };
    format!("{sign}{percent:.0} %")
}

/// From moves and profits to the drawing's units.
struct PayoffScale {
    furthest: f64,
    low: f64,
    high: f64,
}

impl PayoffScale {
    fn of(payoff: &Payoff) -> Self {
        let both = payoff.today.iter().chain(&payoff.at_expiry).copied();
        let furthest = payoff.moves.last().copied().unwrap_or(1.0);
        let least = 0.01; // a payoff of nothing at all still has an axis
        let high = both.clone().fold(least, f64::max);
        let low = both.fold(-least, f64::min);
        Self { furthest, low, high }
    }

    fn x(&self, by: f64) -> f64 {
        LEFT + (WIDTH - LEFT) * (by / self.furthest + 1.0) / 2.0
    }

    fn y(&self, profit: f64) -> f64 {
        6.0 + (HEIGHT - BELOW - 12.0) * (self.high - profit) / (self.high - self.low)
    }
}

fn curve(out: &mut String, class: &str, payoff: &Payoff, profits: &[f64], scale: &PayoffScale) {
    let _ = write!(out, "<polyline class=\"{class}\" points=\"");
    for (by, profit) in payoff.moves.iter().zip(profits) {
        let _ = write!(out, "{:.1},{:.1} ", scale.x(*by), scale.y(*profit));
    }
    out.push_str("\"></polyline>");
}

fn line(out: &mut String, class: &str, [from, to]: [(f64, f64); 2]) {
    let _ = write!(
        out,
        "<line class=\"{class}\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"></line>",
        from.0, from.1, to.0, to.1
    );
}

fn label(out: &mut String, anchor: &str, (x, y): (f64, f64), text: &str) {
    let text = text.replace('-', "−");
    let _ = write!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>");
}
