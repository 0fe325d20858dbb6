//! Which rows of a long table are in the page: those in sight and a few around them.

use std::ops::Range;

/// The height of a row in CSS pixels; the stylesheet gives rows the same.
pub const ROW: f64 = 30.0;
/// Rows kept above and below those in sight, so that scrolling does not show a gap.
const SPARE: usize = 10;

/// Rows in the page and the free room in place of the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// Positions of the rows.
    pub rows: Range<usize>,
    /// Pixels in place of the rows before.
    pub above: f64,
    /// Pixels in place of the rows after.
    pub below: f64,
}

/// The rows in the page of a table of `total` rows, `scrolled` pixels down, seen through `height`
/// pixels; none where nothing is in sight.
///
/// ```
/// use rotation::view::window::window;
/// let seen = window(3_000.0, 300.0, 10_000);
/// assert_eq!(seen.rows, 90..121);
/// assert_eq!((seen.above, seen.below), (2_700.0, 296_370.0));
/// ```
#[must_use]
pub fn window(scrolled: f64, height: f64, total: usize) -> Window {
    if height <= 0.0 {
        return Window { rows: 0..0, above: 0.0, below: total as f64 * ROW };
    }
    let first = (scrolled.max(0.0) / ROW) as usize;
    let in_sight = (height / ROW) as usize + 1;
    let end = (first + in_sight + SPARE).min(total);
    let start = first.saturating_sub(SPARE).min(end);
    Window { rows: start..end, above: start as f64 * ROW, below: (total - end) as f64 * ROW }
}

/// How far to scroll so that a row is in sight below a head of one row's height; `None` if it is.
#[must_use]
pub fn scroll_to_row(row: usize, scrolled: f64, height: f64) -> Option<f64> {
    let (top, bottom) = (row as f64 * ROW, (row + 2) as f64 * ROW);
    if top < scrolled {
        Some(top)
    } else if bottom > scrolled + height {
        Some(bottom - height)
    } else {
        None
    }
}

/// The row that a key leads to from `row`, or from none; `None` for keys that lead nowhere.
#[must_use]
pub fn row_after_key(key: &str, row: Option<usize>, height: f64, total: usize) -> Option<usize> {
    let last = total.checked_sub(1)?;
    let page = (height / ROW) as usize;
    let from = row.unwrap_or(0);
    let to = match key {
        "ArrowDown" => row.map_or(0, |row| row + 1),
        "ArrowUp" => from.saturating_sub(1),
        "PageDown" => from + page,
        "PageUp" => from.saturating_sub(page),
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    Some(to.min(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_near_the_viewport_are_rendered() {
        for (scrolled, total) in [(0.0, 0), (0.0, 5), (-40.0, 100), (1e9, 100), (600.0, 10_000)] {
            let Window { rows, above, below } = window(scrolled, 400.0, total);
            assert!(rows.len() <= 40 && rows.end <= total);
            assert_eq!(above + below + rows.len() as f64 * ROW, total as f64 * ROW);
        }
        assert_eq!(window(0.0, 400.0, 5).rows, 0..5);
        assert_eq!(window(1e9, 400.0, 100).rows.end, 100);
    }

    #[test]
    fn a_hidden_row_is_scrolled_into_view() {
        assert_eq!(scroll_to_row(3, 0.0, 300.0), None);
        assert_eq!(scroll_to_row(3, 200.0, 300.0), Some(90.0));
        assert_eq!(scroll_to_row(20, 0.0, 300.0), Some(360.0));
        assert_eq!(scroll_to_row(20, scroll_to_row(20, 0.0, 300.0).unwrap(), 300.0), None);
    }

    #[test]
    fn arrow_keys_move_between_rows() {
        assert_eq!(row_after_key("ArrowDown", None, 300.0, 50), Some(0));
        assert_eq!(row_after_key("ArrowDown", Some(0), 300.0, 50), Some(1));
        assert_eq!(row_after_key("ArrowUp", Some(0), 300.0, 50), Some(0));
        assert_eq!(row_after_key("PageDown", Some(45), 300.0, 50), Some(49));
        assert_eq!(row_after_key("PageUp", Some(45), 300.0, 50), Some(35));
        assert_eq!(row_after_key("End", None, 300.0, 50), Some(49));
        assert_eq!(row_after_key("Home", Some(9), 300.0, 50), Some(0));
        assert_eq!(row_after_key("x", Some(9), 300.0, 50), None);
        assert_eq!(row_after_key("End", None, 300.0, 0), None);
    }
}
