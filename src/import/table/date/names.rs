//! Dates with the name of a month, such as `05-Sep-2023`, `Sept. 5, 2023` or `08NOV2023`.
//!
//! Nothing in them is open: the number beside the name that has four digits, or stands last, is the
//! year. Names of the languages that exports come in are known, whole or cut to three letters.

/// Names of the months without letters that are not ASCII. What is cut from one is known by it.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "janvier", "janeiro", "enero", "gennaio", "styczen", "stycze", "sty"],
    &["february", "februar", "fevrier", "fvrier", "fevereiro", "febbraio", "luty"],
    &["march", "mars", "marzo", "marco", "maro", "maerz", "mrz", "maart", "mrt", "marzec"],
    &["april", "avril", "abril", "aprile", "kwiecien", "kwiecie"],
    &["may", "mai", "mayo", "maio", "maggio", "mei", "maj"],
    &["june", "juni", "juin", "junio", "junho", "giugno", "czerwiec"],
    &["july", "juli", "juillet", "julio", "julho", "luglio", "lipiec"],
    &["august", "aout", "aot", "agosto", "augustus", "sierpien", "sierpie"],
    &["september", "septembre", "septiembre", "setembro", "settembre", "wrzesien", "wrzesie"],
    &[
        "october",
        "oktober",
        "octobre",
        "octubre",
        "outubro",
        "ottobre",
        "pazdziernik",
        "padziernik",
    ],
    &["november", "novembre", "noviembre", "novembro", "listopad"],
    &[
        "december",
        "dezember",
        "decembre",
        "dcembre",
        "diciembre",
        "dezembro",
        "dicembre",
        "grudzien",
    ],
];
/// Names that are cut shorter than three letters once those that are not ASCII are left away.
const SHORT: [(&str, u32); 5] = [("mr", 3), ("fv", 2), ("dc", 12), ("pa", 10), ("ao", 8)];
const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MOST_BETWEEN: usize = 3;

/// Year, month and day, how many digits the year has, and what stands behind them.
pub(super) struct Named<'c> {
    pub(super) year: u32,
    pub(super) month: u32,
    pub(super) day: u32,
    pub(super) year_digits: usize,
    pub(super) behind: &'c [u8],
}

/// Reads a date with the name of a month.
pub(super) fn read(cell: &[u8]) -> Option<Named<'_>> {
    let mut rest = without_weekday(cell);
    let (mut month, mut first, mut second) = (None, None, None);
    for part in 0..3 {
        if part > 0 {
            rest = without_separators(rest)?;
        }
        let (digits, behind) = run(rest, |byte| byte.is_ascii_digit());
        if digits.is_empty() {
            let (name, behind) = run(rest, is_letter);
            if month.is_some() {
                return None;
            }
            month = Some(month_of(name)?);
            rest = behind;
            continue;
        }
        let number = (digits.len() <= 4).then(|| number(digits))?;
        let slot = if first.is_none() { &mut first } else { &mut second };
        *slot = Some((number, digits.len())).filter(|_| second_is_free(part, &month));
        rest = if digits.len() <= 2 { without_ordinal(behind) } else { behind };
    }
    let (month, first, second) = (month?, first?, second?);
    let ((year, year_digits), (day, day_digits)) =
        if first.1 == 4 { (first, second) } else { (second, first) };
    let is_date = matches!(year_digits, 2 | 4) && day_digits <= 2;
    is_date.then_some(Named { year, month, day, year_digits, behind: rest })
}

/// Of three parts the last is a number only beside a name before it.
fn second_is_free(part: usize, month: &Option<u32>) -> bool {
    part < 2 || month.is_some()
}

/// What follows the name of a day of the week.
fn without_weekday(cell: &[u8]) -> &[u8] {
    let (name, behind) = run(cell, is_letter);
    let name = folded(name);
    let is_day = name.len() >= 3 && WEEKDAYS.iter().any(|day| day.starts_with(&name));
    if is_day { without_separators(behind).unwrap_or(cell) } else { cell }
}

/// The month that a name means, if it is the only one.
fn month_of(name: &[u8]) -> Option<u32> {
    let name = folded(name);
    if let Some((_, month)) = SHORT.iter().find(|(short, _)| *short == name) {
        return Some(*month);
    }
    let is_it = |names: &[&str]| names.iter().any(|known| known.starts_with(&name));
    let mut months = (1..).zip(MONTHS).filter(|(_, names)| is_it(names)).map(|(month, _)| month);
    let found = months.next().filter(|_| name.len() >= 3 || name == "sept")?;
    months.next().is_none().then_some(found)
}

fn folded(name: &[u8]) -> String {
    let kept = name.iter().filter(|byte| byte.is_ascii_alphabetic());
    kept.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

/// Letters, also those that are not ASCII, in whatever encoding.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

/// What stands behind blanks, dashes, slashes, dots and commas; `None` if there are too many.
fn without_separators(text: &[u8]) -> Option<&[u8]> {
    let (separators, rest) = run(text, |byte| b" -/.,".contains(&byte));
    (separators.len() <= MOST_BETWEEN).then_some(rest)
}

/// What stands behind the letters of `5th`.
fn without_ordinal(text: &[u8]) -> &[u8] {
    let (letters, rest) = run(text, |byte| byte.is_ascii_alphabetic());
    let is_ordinal =
        [b"st", b"nd", b"rd", b"th"].iter().any(|ending| letters.eq_ignore_ascii_case(*ending));
    if is_ordinal { rest } else { text }
}

/// The bytes at the start that are so, and what is behind them.
fn run(text: &[u8], is: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    text.split_at(text.iter().take_while(|byte| is(**byte)).count())
}

fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_months_are_read_wherever_they_stand() {
        let check = |cell: &str, expected: (u32, u32, u32), behind: &str| {
            let found = read(cell.as_bytes()).unwrap_or_else(|| panic!("{cell}"));
            assert_eq!((found.year, found.month, found.day), expected, "{cell}");
            assert_eq!(found.behind, behind.as_bytes(), "{cell}");
        };
        check("05-Sep-2023", (2023, 9, 5), "");
        check("5-SEP-23", (23, 9, 5), "");
        check("08NOV2023", (2023, 11, 8), "");
        check("08NOV2023:16:00:00", (2023, 11, 8), ":16:00:00");
        check("Sep 05, 2023", (2023, 9, 5), "");
        check("Sept. 5, 2023 16:00", (2023, 9, 5), " 16:00");
        check("September 5th, 2023", (2023, 9, 5), "");
        check("Fri Nov 10 2023", (2023, 11, 10), "");
        check("Friday, 10 November 2023", (2023, 11, 10), "");
        check("2023-Sep-05", (2023, 9, 5), "");
        check("05. März 2023", (2023, 3, 5), "");
        check("05 mrt 2023", (2023, 3, 5), "");
        check("5 déc. 2023", (2023, 12, 5), "");
        check("05-Okt-2023", (2023, 10, 5), "");
        check("12 août 2023", (2023, 8, 12), "");
    }

    #[test]
    fn what_names_no_day_is_none() {
        for cell in [
            "",
            "Sep",
            "Sep 2023",
            "Sep 05",
            "05-Xyz-2023",
            "05 jui 2023",
            "Ma 5 2023",
            "2023 2023 Sep",
            "5 6 2023",
            "Sep Sep 2023",
            "Sep ---- 5 2023",
            "05Sep223",
        ] {
            assert!(read(cell.as_bytes()).is_none(), "{cell}");
        }
    }
}
