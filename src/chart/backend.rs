//! The drawing library's way to SVG: classes instead of colours, no text measured in a page, no
//! inline styles, and shapes of one class that follow each other merged into one path.
//!
//! Coordinates are tenths of a CSS pixel. The class of a shape comes hidden in its colour, see
//! [`Class`]; strokes, fills and fonts are the stylesheet's, so stroke widths and fill flags from
//! the library are ignored.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::path::{GRID, PathData, decimal};
use super::text;
use super::theme::Class;
use crate::view::html::escape;

/// Appends the elements of a drawing to a string; it cannot fail.
pub(super) struct SvgElements<'a> {
    out: &'a mut String,
    size: (u32, u32),
    path: PathData,
    class: Class,
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl<'a> SvgElements<'a> {
    /// A drawing of that many CSS pixels.
    pub(super) fn new(out: &'a mut String, width: f64, height: f64) -> Self {
        let on_grid = |pixels: f64| (pixels * f64::from(GRID)).ceil() as u32;
        let size = (on_grid(width), on_grid(height));
        Self { out, size, path: PathData::default(), class: Class::Paper }
    }

    /// The path that shapes of this colour go to; the one before, if of another class, is done.
    fn path(&mut self, color: BackendColor) -> &mut PathData {
        let class = Class::of(color);
        if class != self.class {
            self.finish_path();
            self.class = class;
        }
        &mut self.path
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
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        self.finish_path();
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.path(color).stroke([point]);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.path(style.color()).stroke([from, to]);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        _: bool,
    ) -> Drawn {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        self.path(style.color()).shape(corners);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.path(style.color()).stroke(path);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        _: bool,
    ) -> Drawn {
        self.path(style.color()).circle(center, i32::try_from(radius).unwrap_or(i32::MAX / 4));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        self.path(style.color()).shape(corners);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        self.finish_path();
        // Capitals and digits are about 0.72 of the size high, so their middle is 0.36 above the
        // line they stand on. `dominant-baseline` is not understood everywhere.
        let down = match style.anchor().v_pos {
            VPos::Top => 0.8,
            VPos::Center => 0.36,
            VPos::Bottom => -0.2,
        };
        self.out.push_str("<text class=\"");
        self.out.push_str(Class::of(style.color()).name());
        self.out.push_str("\" x=\"");
        decimal(x, self.out);
        self.out.push_str("\" y=\"");
        decimal(y + (style.size() * down).round() as i32, self.out);
        self.out.push_str(match style.anchor().h_pos {
            HPos::Left => "\">",
            HPos::Center => "\" text-anchor=\"middle\">",
            HPos::Right => "\" text-anchor=\"end\">",
        });
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
