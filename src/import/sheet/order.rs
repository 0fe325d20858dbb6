//! Puts days in order: oldest first, each once.

use crate::import::findings::problem::{Fault, Rule};
use crate::import::findings::repair::Repair;
use crate::import::sheet::scan::Scan;
use crate::import::sheet::sniff::Sheet;
use crate::import::table::meaning::Meaning;

/// The rows to keep, as indices into the scan, oldest first. What breaks the order is noted among
/// the scan's problems: of two rows with one date the first in the file stays, and rows that go
/// back are left out.
///
/// Vendors that write the newest day first are common: a file that never goes forward is turned
/// round as a whole, and the scan's repairs say so.
pub(crate) fn in_order(sheet: &Sheet<'_>, scan: &mut Scan) -> Vec<usize> {
    let dates = &scan.dates;
    let is_reversed =
        dates.first() > dates.last() && dates.windows(2).all(|pair| pair[0] >= pair[1]);
    let column = sheet.column(Meaning::Date);
    let mut kept: Vec<usize> = Vec::with_capacity(dates.len());
    scan.problems.next_pass();
    for (row, date) in dates.iter().enumerate() {
        let rule = match kept.last().map(|last| dates[*last].cmp(date)) {
            Some(std::cmp::Ordering::Equal) => Rule::NewDate,
            Some(std::cmp::Ordering::Greater) if !is_reversed => {
                let is_known = kept.binary_search_by_key(date, |row| dates[*row]).is_ok();
                if is_known { Rule::NewDate } else { Rule::LaterDate }
            }
            _ => {
                kept.push(row);
                continue;
            }
        };
        let found = || match rule {
            Rule::NewDate => format!("{date} again"),
            _ => kept
                .last()
                .map_or_else(String::new, |last| format!("{date} after {}", dates[*last])),
        };
        scan.problems.note(scan.lines[row], rule, || Fault { column, rule, found: found() });
    }
    if is_reversed {
        kept.reverse();
        scan.repairs.push(Repair::NewestFirst);
    }
    kept
}

/// The values of the kept rows, in their order.
pub(crate) fn pick<T: Copy>(values: &[T], kept: &[usize]) -> Vec<T> {
    kept.iter().map(|row| values[*row]).collect()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::import::findings::error::ImportError;
    use crate::import::findings::role::BadRows;
    use crate::import::sheet::{scan, sniff};
    use crate::import::source::encoding;

    fn order(days: &[u32]) -> (Vec<NaiveDate>, Vec<Repair>, String) {
        let rows: String = days.iter().map(|day| format!("2014-01-{day:02}\n")).collect();
        let bytes = format!("date\n{rows}");
        let text = encoding::decode("a.csv", None, Vec::new(), bytes.into()).unwrap();
        let sheet = sniff::sniff(&text, &[]).unwrap();
        let mut scan = scan::scan(&sheet, |_| Ok(())).unwrap();
        let kept = in_order(&sheet, &mut scan);
        let settled = scan.problems.settle("a.csv", &sheet.columns, 0, BadRows::Refuse);
        let problems = match settled {
            Err(ImportError::BadRows { problems, .. }) => problems,
            _ => Vec::new(),
        };
        let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
        (pick(&scan.dates, &kept), scan.repairs, problems.join("; "))
    }

    fn check(days: &[u32], expected: &[u32], problems: &str) {
        let (kept, _, found) = order(days);
        let kept: Vec<u32> = kept.iter().map(chrono::Datelike::day).collect();
        assert_eq!((kept.as_slice(), found.as_str()), (expected, problems));
    }

    #[test]
    fn days_in_order_stay_as_they_are() {
        check(&[2, 3, 6], &[2, 3, 6], "");
        check(&[6, 3, 2], &[2, 3, 6], "");
    }

    #[test]
    fn the_first_of_two_rows_with_one_date_stays() {
        let again = "line 3, column \"date\": expected one row per date, found 2014-01-02 again";
        check(&[2, 2, 3], &[2, 3], again);
        check(&[6, 6, 3], &[3, 6], &again.replace("-02", "-06"));
        check(&[2, 3, 2, 6], &[2, 3, 6], &again.replace('3', "4"));
    }

    #[test]
    fn a_row_that_goes_back_is_left_out() {
        check(
            &[2, 6, 3, 7],
            &[2, 6, 7],
            "line 4, column \"date\": expected a date after the one before it, \
             found 2014-01-03 after 2014-01-06",
        );
    }

    #[test]
    fn turning_a_file_round_is_a_repair() {
        assert_eq!(order(&[3, 2]).1, [Repair::NewestFirst]);
        assert_eq!(order(&[2, 3]).1, []);
        assert_eq!(order(&[2]).1, []);
    }
}
