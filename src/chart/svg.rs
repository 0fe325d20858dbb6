//! A figure as SVG: for the page, where the page's stylesheet colours it, and as a file of its own.

use std::convert::Infallible;

use plotters::drawing::{DrawingAreaErrorKind, IntoDrawingArea};

use super::backend::SvgElements;
use super::describe::describe;
use super::draw;
use super::figure::Figure;
use super::layout::Layout;
use super::theme;
use crate::view::html::escape;

/// The figure for the page, `width` CSS pixels wide (320 to 2400), as tall as its
/// [`layout`](Figure::layout) says. It is one image to a screen reader, named by its title and a
/// description; all looks come from [`theme::rules_css`].
#[must_use]
pub fn render(figure: &Figure, width: f64) -> String {
    let layout = figure.layout(width);
    let mut out = String::with_capacity(1 << 16);
    open(&mut out, figure, &layout);
    elements(&mut out, figure, &layout, false);
    out.push_str("</svg>");
    out
}

/// The figure as a file: with its own stylesheet, light or dark as the reader prefers, and with
/// title, description and legend above it.
#[must_use]
pub fn standalone(figure: &Figure, width: f64) -> String {
    let inner = figure.layout(width).width;
    let words = (figure.title.as_str(), &*describe(figure));
    let measured = draw::header::<SvgElements>(words, &figure.legend(), inner, None);
    let layout = Layout::new(figure, width, measured.unwrap_or(0.0));
    let mut out = String::with_capacity(1 << 16);
    open(&mut out, figure, &layout);
    out.push_str("<title>");
    escape(words.0, &mut out);
    out.push_str("</title><desc>");
    escape(words.1, &mut out);
    out.push_str("</desc><style>\n");
    out.push_str(&theme::standalone_css());
    out.push_str("</style><rect class=\"paper\" width=\"100%\" height=\"100%\"/>");
    elements(&mut out, figure, &layout, true);
    out.push_str("</svg>\n");
    out
}

fn open(out: &mut String, figure: &Figure, layout: &Layout) {
    let (width, height) = (layout.width, layout.height.ceil());
    out.push_str(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" width=\"{width}\" \
         height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\""
    ));
    escape(&figure.title, out);
    out.push_str(". ");
    escape(&describe(figure), out);
    out.push_str("\">");
}

fn elements(out: &mut String, figure: &Figure, layout: &Layout, with_header: bool) {
    let surface = SvgElements::new(out, layout.width, layout.height).into_drawing_area();
    let draw = || -> Result<(), DrawingAreaErrorKind<Infallible>> {
        if with_header {
            let words = (figure.title.as_str(), &*describe(figure));
            draw::header(words, &figure.legend(), layout.width, Some(&surface))?;
        }
        draw::figure(figure, layout, &surface)?;
        surface.present()
    };
    draw().expect("a backend whose error cannot exist, on a surface drawn by one at a time");
}

#[cfg(test)]
mod tests;
