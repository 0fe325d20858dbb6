//! Which files stay on the user's computer between visits.

/// A set of files that is kept, or may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Names and sizes in bytes, in their order.
    pub files: Vec<(String, u64)>,
    /// Whether bad rows of theirs are left out.
    pub skips_bad_rows: bool,
}

impl Kept {
    /// The set as text: how bad rows are treated, then size and name of each file, a line each.
    ///
    /// ```
    /// use rotation::view::kept::Kept;
    /// let kept = Kept { files: vec![("spy, daily.csv".to_owned(), 120)], skips_bad_rows: true };
    /// assert_eq!(Kept::from_text(&kept.to_text()), Some(kept));
    /// ```
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = if self.skips_bad_rows { "skip" } else { "refuse" }.to_owned();
        for (name, size) in &self.files {
            let name: String = name.chars().filter(|character| !character.is_control()).collect();
            text += &format!("\n{size} {name}");
        }
        text
    }

    /// What [`to_text`](Self::to_text) wrote; `None` for any other text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let skips_bad_rows = match lines.next()? {
            "skip" => true,
            "refuse" => false,
            _ => return None,
        };
        let file = |line: &str| {
            let (size, name) = line.split_once(' ')?;
            Some((name.to_owned(), size.parse().ok()?))
        };
        let files: Vec<(String, u64)> = lines.map(file).collect::<Option<_>>()?;
        (!files.is_empty()).then_some(Self { files, skips_bad_rows })
    }

    /// The names and how much they take together.
    ///
    /// ```
    /// use rotation::view::kept::Kept;
    /// let files = vec![("spy.csv".to_owned(), 120_000), ("vix.csv".to_owned(), 4_500_000)];
    /// let kept = Kept { files, skips_bad_rows: false };
    /// assert_eq!(kept.shown(), "spy.csv, vix.csv (4.6 MB)");
    /// ```
    #[must_use]
    pub fn shown(&self) -> String {
        let names: Vec<String> = self.files.iter().map(|(name, _)| name.clone()).collect();
        let bytes: u64 = self.files.iter().map(|(_, size)| size).sum();
        let size = match bytes {
            ..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
            _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
        };
        format!("{} ({size})", few(&names))
    }
}

/// The first names of a list, and how many more there are.
///
/// ```
/// use rotation::view::kept::few;
/// let names = ["a", "b", "c", "d", "e"].map(str::to_owned);
/// assert_eq!(few(&names[..4]), "a, b, c, d");
/// assert_eq!(few(&names), "a, b, c and 2 more");
/// ```
#[must_use]
pub fn few(names: &[String]) -> String {
    const SHOWN: usize = 3;
    if names.len() <= SHOWN + 1 {
        return names.join(", ");
    }
    format!("{} and {} more", names[..SHOWN].join(", "), names.len() - SHOWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_written_here_is_refused() {
        for text in ["", "skip", "keep\n1 a", "skip\n1", "skip\nx a.csv", "refuse\n1 a\n\n"] {
            assert_eq!(Kept::from_text(text), None, "{text:?}");
        }
        let odd = Kept { files: vec![("a\nb.csv".to_owned(), 1)], skips_bad_rows: false };
        assert_eq!(odd.to_text(), "refuse\n1 ab.csv");
    }
}
