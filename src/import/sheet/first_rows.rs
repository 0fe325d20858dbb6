//! The first rows below a header, to tell what its columns hold.

use crate::import::findings::form::Delimiter;
use crate::import::table::rows::{Next, Row, Rows};

/// As many rows are looked at.
const ROWS: usize = 200;

/// The first rows of a text.
pub(crate) struct FirstRows<'t> {
    body: &'t [u8],
    delimiter: u8,
    width: usize,
}

impl<'t> FirstRows<'t> {
    /// Those of a text below its header, cut into so many cells.
    pub(crate) fn new(body: &'t [u8], delimiter: Delimiter, width: usize) -> Self {
        Self { body, delimiter: delimiter.byte(), width }
    }

    /// Gives each row that is whole.
    pub(crate) fn each(&self, mut take: impl FnMut(&Row<'_>)) {
        let mut rows = Rows::new(self.body, 1, self.delimiter, self.width);
        for _ in 0..ROWS {
            match rows.advance() {
                Next::Row => take(&rows.row()),
                Next::Broken(_) => {}
                Next::End => break,
            }
        }
    }

    /// Whether more cells of a column are something than are not; empty ones do not count.
    pub(crate) fn most_are(&self, column: usize, is_it: impl Fn(&[u8]) -> bool) -> bool {
        let (mut those, mut others) = (0, 0);
        self.each(|row| match row.cell(column) {
            [] => {}
            cell if is_it(cell) => those += 1,
            _ => others += 1,
        });
        those > others
    }
}
