//! Puts days in order: oldest first, each once.

use chrono::NaiveDate;

use crate::import::findings::problem::{Fault, Rule};
use crate::import::findings::repair::Repair;
use crate::import::sheet::scan::Scan;
use crate::import::sheet::sniff::Sheet;
use crate::import::table::meaning::Meaning;

/// A row that stands elsewhere than its date says is taken to have a wrong one if no other is
/// within so many days of it, while those around it are of days so close.
const LONELY_DAYS: i64 = 10;
/// And if there are only so many of them among a hundred.
const LONELY_ROWS: usize = 1;

/// The rows to keep, as indices into the scan, oldest first. Of two rows with one date the first in
/// the file stays; the other is noted among the scan's problems.
///
/// Vendors that write the newest day first are common: a file that never goes forward is turned
/// round as a whole. One in another order is sorted. The scan's repairs say so. A single row that
/// stands among days of another time is left out: its date is wrong, and where it belongs is not
/// known.
pub(crate) fn in_order(sheet: &Sheet<'_>, scan: &mut Scan) -> Vec<usize> {
    let dates = &scan.dates;
    let is_reversed =
        dates.first() > dates.last() && dates.windows(2).all(|pair| pair[0] >= pair[1]);
    let mut order: Vec<usize> = (0..dates.len()).collect();
    order.sort_by_key(|row| dates[*row]); // stable
    let is_sorted = order.is_sorted();
    let misplaced = if is_sorted || is_reversed { Vec::new() } else { misplaced(dates, &order) };
    order.retain(|row| !misplaced.contains(row));
    let column = sheet.column(Meaning::Date);
    scan.problems.next_pass();
    for row in &misplaced {
        let found = || format!("{} after {}", dates[*row], dates[row.saturating_sub(1)]);
        let rule = Rule::LaterDate;
        scan.problems.note(scan.lines[*row], rule, || Fault { column, rule, found: found() });
    }
    let mut kept: Vec<usize> = Vec::with_capacity(order.len());
    for row in &order {
        if kept.last().is_some_and(|last| dates[*last] == dates[*row]) {
            let rule = Rule::NewDate;
            let found = || format!("{} again", dates[*row]);
            scan.problems.note(scan.lines[*row], rule, || Fault { column, rule, found: found() });
        } else {
            kept.push(*row);
        }
    }
    if is_reversed {
        scan.repairs.push(Repair::NewestFirst);
    } else if !order.is_sorted() {
        scan.repairs.push(Repair::Sorted);
    }
    kept
}

/// Rows of a file that is not in order whose dates must be wrong.
fn misplaced(dates: &[NaiveDate], order: &[usize]) -> Vec<usize> {
    let apart = |row: usize, other: usize| (dates[row] - dates[other]).num_days().abs();
    let is_lonely = |place: usize| {
        let before = place.checked_sub(1).map(|before| order[before]);
        let around = [before, order.get(place + 1).copied()];
        around.into_iter().flatten().all(|other| apart(order[place], other) > LONELY_DAYS)
    };
    let is_elsewhere = |row: &usize| {
        let (Some(before), Some(after)) = (row.checked_sub(1), dates.get(row + 1)) else {
            return false;
        };
        let (before_date, own) = (dates[before], dates[*row]);
        let is_between = own >= before_date.min(*after) && own <= before_date.max(*after);
        !is_between && apart(before, row + 1) <= LONELY_DAYS
    };
    let lonely = (0..order.len()).filter(|place| is_lonely(*place)).map(|place| order[place]);
    let mut found: Vec<usize> = lonely.filter(is_elsewhere).collect();
    found.sort_unstable();
    if found.len() * 100 > dates.len().max(100) * LONELY_ROWS { Vec::new() } else { found }
}

/// The values of the kept rows, in their order.
pub(crate) fn pick<T: Copy>(values: &[T], kept: &[usize]) -> Vec<T> {
    kept.iter().map(|row| values[*row]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::findings::error::ImportError;
    use crate::import::findings::role::BadRows;
    use crate::import::sheet::options::Options;
    use crate::import::sheet::{scan, sniff};
    use crate::import::source::encoding;

    fn order(days: &[u32]) -> (Vec<NaiveDate>, Vec<Repair>, String) {
        let rows: String = days.iter().map(|day| format!("2014-01-{day:02}\n")).collect();
        let bytes = format!("date\n{rows}");
        let text = encoding::decode("a.csv", None, Vec::new(), bytes.into()).unwrap();
        let sheet = sniff::sniff(&text, &Options::default()).unwrap();
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
    fn days_in_any_order_are_sorted() {
        check(&[2, 6, 3, 7], &[2, 3, 6, 7], "");
        check(
            &[10, 13, 2, 3, 6, 10],
            &[2, 3, 6, 10, 13],
            "line 7, column \"date\": expected one row per date, found 2014-01-10 again",
        );
    }

    #[test]
    fn a_row_of_another_time_is_left_out() {
        check(
            &[2, 3, 28, 6, 7],
            &[2, 3, 6, 7],
            "line 4, column \"date\": expected a date after the one before it, \
             found 2014-01-28 after 2014-01-03",
        );
        // Two of five are no slip.
        check(&[2, 28, 3, 18, 6], &[2, 3, 6, 18, 28], "");
    }

    #[test]
    fn turning_a_file_round_is_a_repair() {
        assert_eq!(order(&[3, 2]).1, [Repair::NewestFirst]);
        assert_eq!(order(&[2, 6, 3]).1, [Repair::Sorted]);
        assert_eq!(order(&[2, 3]).1, []);
        assert_eq!(order(&[2]).1, []);
    }
}
