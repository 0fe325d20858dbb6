//! The backend of plotters that writes SVG elements: classes instead of colours, estimated widths
//! of text, no inline styles, and shapes of one class that follow each other merged into one path.
//!
//! Coordinates are tenths of a CSS pixel. A colour carries a [`Class`]; the stylesheet decides on
//! strokes, fills and fonts, so stroke widths and fill flags are ignored. What is transparent is
//! not drawn. Text is moved into the frame.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::path::{GRID, PathData, decimal};
use super::text;
use super::theme::Class;
use crate::view::escape::escape;

/// Appends the elements of a drawing to a string; it cannot fail.
pub(super) struct SvgElements<'a> {
    out: &'a mut String,
    size: [i32; 2],
    path: PathData,
    class: Class,
}

type BackendResult = Result<(), DrawingErrorKind<Infallible>>;

impl<'a> SvgElements<'a> {
    /// A drawing of that many CSS pixels.
    pub(super) fn new(out: &'a mut String, width: f64, height: f64) -> Self {
        let size = [width, height].map(|pixels| (pixels * f64::from(GRID)).ceil() as i32);
        Self { out, size, path: PathData::default(), class: Class::Paper }
    }

    /// Adds a shape to the path of its class; the path of another class ends before it.
    fn add(&mut self, color: BackendColor, shape: impl FnOnce(&mut PathData)) -> BackendResult {
        if color.alpha == 0.0 {
            return Ok(());
        }
        let class = Class::of(color);
        if class != self.class {
            self.finish_path();
            self.class = class;
        }
        shape(&mut self.path);
        Ok(())
    }

    fn finish_path(&mut self) {
        let data = self.path.take();
        if !data.is_empty() {
            let class = self.class.name();
            self.out.push_str("<path class=\"");
            self.out.push_str(class);
            self.out.push_str("\" d=\"");
            self.out.push_str(&data);
            self.out.push_str("\"/>");
        }
    }
}

impl Drop for SvgElements<'_> {
    fn drop(&mut self) {
        self.finish_path();
    }
}

impl DrawingBackend for SvgElements<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.size[0].unsigned_abs(), self.size[1].unsigned_abs())
    }

    fn ensure_prepared(&mut self) -> BackendResult {
        Ok(())
    }

    fn present(&mut self) -> BackendResult {
        self.finish_path();
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> BackendResult {
        self.add(color, |path| path.stroke([point]))
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> BackendResult {
        // plotters draws vertical lines upwards; downwards they need no sign.
        self.add(style.color(), |path| path.stroke([from.min(to), from.max(to)]))
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        _: bool,
    ) -> BackendResult {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        self.add(style.color(), |path| path.shape(corners))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> BackendResult {
        self.add(style.color(), |path| path.stroke(points))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        _: bool,
    ) -> BackendResult {
        self.add(style.color(), |path| path.circle(center, radius.cast_signed()))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> BackendResult {
        self.add(style.color(), |path| path.shape(corners))
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> BackendResult {
        if text.is_empty() {
            return Ok(());
        }
        self.finish_path();
        let size = style.size();
        let (left_share, anchor) = match style.anchor().h_pos {
            HPos::Left => (0.0, "\">"),
            HPos::Center => (0.5, "\" text-anchor=\"middle\">"),
            HPos::Right => (1.0, "\" text-anchor=\"end\">"),
        };
        // Capitals and digits are about 0.72 of the size high, so their middle is 0.36 above the
        // line they stand on. `dominant-baseline` is not understood everywhere.
        let down = match style.anchor().v_pos {
            VPos::Top => 0.8,
            VPos::Center => 0.36,
            VPos::Bottom => -0.2,
        };
        let width = text::width(text, size);
        let before = (width * left_share).ceil() as i32;
        let x = x.min(self.size[0] - (width.ceil() as i32 - before)).max(before);
        let y = y + (size * down).round() as i32;
        self.out.push_str("<text class=\"");
        self.out.push_str(Class::of(style.color()).name());
        self.out.push_str("\" x=\"");
        decimal(x, self.out);
        self.out.push_str("\" y=\"");
        decimal(y.max((size * 0.8) as i32).min(self.size[1]), self.out);
        self.out.push_str(anchor);
        escape(text, self.out);
        self.out.push_str("</text>");
        Ok(())
    }

    /// Estimated from the characters: there is no page to measure it in a worker or natively.
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((text::width(text, style.size()).ceil() as u32, style.size().ceil() as u32))
    }
}
