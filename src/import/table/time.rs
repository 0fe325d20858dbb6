//! Cells to times of day.

/// The time of day that stands behind a date, or is counted in a number of seconds since 1970 (UTC)
/// or parts of them; in seconds.
pub(crate) fn behind_date(cell: &[u8]) -> Option<u32> {
    if cell.iter().all(u8::is_ascii_digit) {
        let per_second = match cell.len() {
            9 | 10 => 1,
            12 | 13 => 1_000,
            15 | 16 => 1_000_000,
            18 | 19 => 1_000_000_000,
            _ => return None,
        };
        let count: u64 = std::str::from_utf8(cell).ok()?.parse().ok()?;
        return u32::try_from(count / per_second % 86_400).ok();
    }
    let is_behind = |pair: &[u8]| pair[0].is_ascii_digit() && matches!(pair[1], b'T' | b't' | b' ');
    let at = cell.windows(2).position(is_behind)?;
    of_day(cell[at + 2..].trim_ascii_start())
}

/// The time of a quote: behind a date, of the day, in hours with decimals (`9.5`), or in
/// milliseconds since midnight.
pub(crate) fn of_quote(cell: &[u8]) -> Option<u32> {
    let is_digits = cell.iter().all(u8::is_ascii_digit);
    if is_digits && (7..=8).contains(&cell.len()) {
        let milliseconds: u32 = std::str::from_utf8(cell).ok()?.parse().ok()?;
        return Some(milliseconds / 1_000).filter(|seconds| *seconds < 86_400);
    }
    let is_decimal = cell.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    if is_decimal && !is_digits {
        let hours: f64 = std::str::from_utf8(cell).ok()?.parse().ok()?;
        return (0.0..24.0).contains(&hours).then_some((hours * 3_600.0 + 0.5) as u32);
    }
    behind_date(cell).or_else(|| of_day(cell))
}

/// A time of day such as `09:30`, `9:30:00 AM` or `093000`, in seconds; what stands behind it, as a
/// fraction of a second or a zone, says nothing.
pub(crate) fn of_day(text: &[u8]) -> Option<u32> {
    let (hour, mut rest) = digits(text);
    let whole =
        |digits: &[u8]| digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    let (mut hour, mut seconds) = match hour.len() {
        1 | 2 => (whole(hour), 0),
        3 | 4 => (whole(hour) / 100, whole(hour) % 100 * 60),
        5 | 6 => (whole(hour) / 10_000, whole(hour) / 100 % 100 * 60 + whole(hour) % 100),
        _ => return None,
    };
    for unit in [60, 1] {
        let Some(behind) = rest.strip_prefix(b":") else { break };
        let (number, behind) = digits(behind);
        if !matches!(number.len(), 1 | 2) {
            return None;
        }
        seconds += whole(number) * unit;
        rest = behind;
    }
    let half = rest.trim_ascii_start().get(..2).unwrap_or_default();
    match half.to_ascii_lowercase().as_slice() {
        b"pm" if hour < 12 => hour += 12,
        b"am" if hour == 12 => hour = 0,
        _ => {}
    }
    let seconds = hour * 3_600 + seconds;
    (seconds < 86_400).then_some(seconds)
}

/// Leading digits, and what is behind them.
fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().take_while(|byte| byte.is_ascii_digit()).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_the_forms_that_files_use() {
        let check = |text: &str, hour: u32, minute: u32, second: u32| {
            let expected = hour * 3_600 + minute * 60 + second;
            assert_eq!(of_day(text.as_bytes()), Some(expected), "{text}");
            let behind = format!("2021-01-04 {text}");
            assert_eq!(behind_date(behind.as_bytes()), Some(expected), "{behind}");
        };
        check("09:30", 9, 30, 0);
        check("9:30:15", 9, 30, 15);
        check("16:00:00.000-05:00", 16, 0, 0);
        check("4:00 PM", 16, 0, 0);
        check("12:05 am", 0, 5, 0);
        check("093015", 9, 30, 15);
        check("153000", 15, 30, 0);
        check("1530", 15, 30, 0);
        assert_eq!(behind_date(b"2021-01-04T14:30:00Z"), Some(14 * 3_600 + 1_800));
        assert_eq!(behind_date(b"20210104 093000"), Some(9 * 3_600 + 1_800));
        assert_eq!(behind_date(b"1609770600"), Some(14 * 3_600 + 1_800));
        assert_eq!(behind_date(b"1609770600000"), Some(14 * 3_600 + 1_800));
        for (text, seconds) in [
            ("9.500000", 34_200),
            ("16.0", 57_600),
            ("57600000", 57_600),
            ("2021-01-04 16:00", 57_600),
            ("16:00:00", 57_600),
        ] {
            assert_eq!(of_quote(text.as_bytes()), Some(seconds), "{text}");
        }
        for text in ["2021-01-04", "20210104", "2021-01-04 x", "2021-01-04 24:00", ""] {
            assert_eq!(behind_date(text.as_bytes()), None, "{text}");
        }
    }
}
