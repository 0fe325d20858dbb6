//! Which mark the numbers of a file have between units and tenths.

use crate::import::table::number::DecimalMark;

/// What the numbers of a file say.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    /// Numbers that can only have a decimal comma, and only a decimal dot.
    commas: usize,
    dots: usize,
    /// Numbers such as `4,447` and `4.447`, which may have either, and the first of each.
    open_commas: usize,
    open_dots: usize,
    first: [Option<Vec<u8>>; 2],
    /// Numbers without a mark.
    bare: usize,
}

/// The mark of a file, and a number that may be read in two ways where nothing tells which.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) mark: DecimalMark,
    pub(crate) doubt: Option<Vec<u8>>,
}

impl Evidence {
    /// Whether there is a number that can be read in one way alone.
    pub(crate) fn is_sure(&self) -> bool {
        self.commas + self.dots > 0
    }

    /// Takes a trimmed cell of prices or of the like; one without digits says nothing. One without
    /// a mark tells how large others are if they are of one size, as the prices of a day are.
    ///
    /// A cell with both marks has the last one as its decimal mark. One that repeats a mark has the
    /// other. A single mark that is not between one to three digits and exactly three is the
    /// decimal one, and so is one behind a 0 or behind thousands that stand apart by a blank.
    pub(crate) fn note(&mut self, cell: &[u8], are_of_one_size: bool) {
        let count = |mark: u8| cell.iter().filter(|byte| **byte == mark).count();
        let Some(start) = cell.iter().position(u8::is_ascii_digit) else { return };
        let is_mark = |byte: &u8| matches!(byte, b'.' | b',');
        let Some(last) = cell.iter().rposition(is_mark) else {
            let is_some = cell.iter().any(|byte| matches!(byte, b'1'..=b'9'));
            self.bare += usize::from(are_of_one_size && is_some);
            return;
        };
        let (commas, dots) = (count(b','), count(b'.'));
        let is_comma = cell[last] == b',';
        let sure = if commas > 0 && dots > 0 {
            Some(is_comma)
        } else if commas + dots > 1 {
            Some(!is_comma)
        } else {
            let before = last.saturating_sub(start);
            let behind = cell[last + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            let is_open = behind == 3
                && (1..=3).contains(&before)
                && cell[start] != b'0'
                && cell[start..last].iter().all(u8::is_ascii_digit);
            (!is_open).then_some(is_comma)
        };
        match sure {
            Some(true) => self.commas += 1,
            Some(false) => self.dots += 1,
            None => {
                let open = if is_comma { &mut self.open_commas } else { &mut self.open_dots };
                *open += 1;
                self.first[usize::from(!is_comma)].get_or_insert_with(|| cell.to_vec());
            }
        }
    }

    /// Takes a cell of counts, which are whole: `109,812,891` tells, `109,812` does not.
    pub(crate) fn note_count(&mut self, cell: &[u8]) {
        let count = |mark: u8| cell.iter().filter(|byte| **byte == mark).count();
        if count(b',') + count(b'.') > 1 {
            self.note(cell, false);
        }
    }

    /// The mark. `usual_comma` is whether a comma is rather that of decimals in such a file;
    /// `are_small` whether numbers in thousands cannot be what the file holds.
    pub(crate) fn settle(mut self, usual_comma: bool, are_small: bool) -> Found {
        let sure = |is_comma: bool| Found {
            mark: if is_comma { DecimalMark::Comma } else { DecimalMark::Dot },
            doubt: None,
        };
        if self.commas != self.dots {
            return sure(self.commas > self.dots);
        }
        let is_comma = self.open_commas > self.open_dots;
        if self.open_commas + self.open_dots == 0 || (!is_comma && !usual_comma) {
            return sure(self.commas > 0 && usual_comma);
        }
        if are_small {
            return sure(is_comma);
        }
        // Beside whole numbers without a mark those with one are in thousands: what is read next
        // to 998 as 1.002 would fall to a thousandth.
        if self.bare > 0 {
            return sure(!is_comma);
        }
        if !is_comma {
            return sure(false);
        }
        let doubt = self.first[0].take();
        Found { doubt, ..sure(usual_comma) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(cells: &[&str], usual_comma: bool, are_small: bool) -> Found {
        let mut evidence = Evidence::default();
        cells.iter().for_each(|cell| evidence.note(cell.as_bytes(), true));
        evidence.settle(usual_comma, are_small)
    }

    #[test]
    fn the_decimal_mark_is_found_in_the_cells() {
        let check = |cells: &[&str], mark| {
            for usual_comma in [false, true] {
                let expected = Found { mark, doubt: None };
                assert_eq!(found(cells, usual_comma, false), expected, "{cells:?}");
            }
        };
        check(&["1228,10", "1300"], DecimalMark::Comma);
        check(&["1228.10", "1300"], DecimalMark::Dot);
        check(&["1.234,5"], DecimalMark::Comma);
        check(&["1,234.5", "1,234"], DecimalMark::Dot);
        check(&["1.234.567"], DecimalMark::Comma);
        check(&["1,234,567"], DecimalMark::Dot);
        check(&["0,123", "1,234"], DecimalMark::Comma);
        check(&["1234,567"], DecimalMark::Comma);
        check(&["4 446,900"], DecimalMark::Comma);
        check(&["4'446.900"], DecimalMark::Dot);
        check(&["998", "1,002"], DecimalMark::Dot);
        check(&["1300"], DecimalMark::Dot);
        check(&["$4,446.90", "n/a"], DecimalMark::Dot);
    }

    #[test]
    fn a_number_with_two_readings_is_doubted() {
        let doubt = |cell: &str, mark| Found { mark, doubt: Some(cell.into()) };
        assert_eq!(found(&["4,447", "4,469"], false, false), doubt("4,447", DecimalMark::Dot));
        assert_eq!(found(&["4,447", "4,469"], true, false), doubt("4,447", DecimalMark::Comma));
        let sure = |mark| Found { mark, doubt: None };
        assert_eq!(found(&["13,760"], false, true), sure(DecimalMark::Comma));
        assert_eq!(found(&["444.690", "446.920"], false, false), sure(DecimalMark::Dot));
        assert_eq!(found(&["998", "1.002"], true, false), sure(DecimalMark::Comma));
    }

    #[test]
    fn counts_tell_only_what_they_must() {
        let mut evidence = Evidence::default();
        evidence.note_count(b"109,812");
        evidence.note_count(b"0");
        assert!(!evidence.is_sure());
        evidence.note_count(b"109,812,891");
        assert!(evidence.is_sure());
        assert_eq!(evidence.settle(true, false).mark, DecimalMark::Dot);
    }
}
