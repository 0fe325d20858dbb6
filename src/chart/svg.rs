//! A figure as SVG: for the page, where the page's stylesheet colours it, and as a file of its own.

use plotters::drawing::IntoDrawingArea;

use super::backend::SvgElements;
use super::describe::describe;
use super::draw::{self, Canvas, DrawResult};
use super::figure::Figure;
use super::layout::Layout;
use super::theme;
use crate::view::escape::escape;

/// The figure for the page, drawn for a width of `width` CSS pixels (320 to 2400), as tall as its
/// [`layout`](Figure::layout) says. It has no size of its own, so that it fills the width it is
/// given, on paper as well. To a screen reader it is one image, named by its title and a
/// description; all looks come from [`theme::rules_css`].
#[must_use]
pub fn render(figure: &Figure, width: f64) -> String {
    let layout = figure.layout(width);
    let mut out = String::with_capacity(1 << 16);
    open(&mut out, &figure.title, &describe(figure), &layout, "");
    draw(&mut out, layout.width, layout.height, |surface| draw::figure(figure, &layout, surface));
    out.push_str("</svg>");
    out
}

/// The figure as a file: with its own stylesheet, light or dark as the reader prefers, and with
/// title, description and legend above it. Its size is the one a viewer shows it at first.
#[must_use]
pub fn standalone(figure: &Figure, width: f64) -> String {
    let width = figure.layout(width).width;
    let words = (figure.title.as_str(), &*describe(figure));
    let mut header = String::new();
    let top = draw(&mut header, width, 1e6, |surface| {
        draw::header(words, &figure.legend(), width, surface)
    });
    let layout = Layout::new(figure, width, top);
    let mut out = String::with_capacity(1 << 16);
    let size = format!(" width=\"{}\" height=\"{}\"", layout.width, layout.height.ceil());
    open(&mut out, words.0, words.1, &layout, &size);
    out.push_str("<title>");
    escape(words.0, &mut out);
    out.push_str("</title><desc>");
    escape(words.1, &mut out);
    out.push_str("</desc><style>\n");
    out.push_str(&theme::standalone_css());
    out.push_str("</style><rect class=\"paper\" width=\"100%\" height=\"100%\"/>");
    out.push_str(&header);
    draw(&mut out, layout.width, layout.height, |surface| draw::figure(figure, &layout, surface));
    out.push_str("</svg>\n");
    out
}

fn open(out: &mut String, title: &str, description: &str, layout: &Layout, size: &str) {
    let (width, height) = (layout.width, layout.height.ceil());
    out.push_str(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\"{size} \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\""
    ));
    escape(title, out);
    out.push_str(". ");
    escape(description, out);
    out.push_str("\">");
}

fn draw<T>(
    out: &mut String,
    width: f64,
    height: f64,
    shapes: impl FnOnce(&Canvas<'_>) -> DrawResult<T>,
) -> T {
    let surface = SvgElements::new(out, width, height).into_drawing_area();
    shapes(&surface).expect("the error of the backend cannot exist, and only one draws on it")
}

#[cfg(test)]
mod tests;
