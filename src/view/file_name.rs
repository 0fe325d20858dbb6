//! Names of files that the page saves: data, period, kind, and the digest of the result.

use chrono::{Datelike, NaiveDate};

/// How many digits of the digest are in a name.
const DIGITS: usize = 8;

/// The name of a file about a result, without characters that some system refuses.
///
/// ```
/// use rotation::view::file_name::file_name;
/// let day = |text: &str| text.parse().unwrap();
/// let span = (day("1999-01-04"), day("2018-12-31"));
/// let digest = "1f8ac10f23c5b5bc";
/// assert_eq!(
///     file_name("S&P 500 1999–2018", span, "trades", digest, "csv"),
///     "sp-500-1999-2018-trades-1f8ac10f.csv"
/// );
/// ```
#[must_use]
pub fn file_name(
    data: &str,
    (first, last): (NaiveDate, NaiveDate),
    what: &str,
    digest: &str,
    extension: &str,
) -> String {
    let period = format!("{}-{}", first.year(), last.year());
    let mut name = slug(data);
    if !name.contains(&period) {
        name = format!("{name}-{period}");
    }
    let digits: String = digest.chars().take(DIGITS).collect();
    format!("{}-{what}-{digits}.{extension}", name.trim_start_matches('-'))
}

/// Letters and digits in lower case, everything between them as one hyphen; `S&P` becomes `sp`.
fn slug(text: &str) -> String {
    let text = text.replace(['&', '\''], "");
    let words: Vec<String> = text
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_letters_gets_a_fallback() {
        let day = |text: &str| text.parse().unwrap();
        let span = (day("2021-01-04"), day("2021-12-31"));
        assert_eq!(file_name("…", span, "chart", "ab", "svg"), "2021-2021-chart-ab.svg");
        let odd = file_name("../SPY daily.csv", span, "fills", "0123456789", "csv");
        assert_eq!(odd, "spy-daily-csv-2021-2021-fills-01234567.csv");
    }
}
