//! The choices of an import.

use crate::import::findings::role::BadRows;
use crate::import::sheet::filter::Filter;
use crate::import::sheet::layout::Layout;

/// The choices of an import.
///
/// ```
/// use rotation::import::Options;
/// let mut options = Options::default();
/// options.choose(&["comma".to_owned(), String::new(), "refused".to_owned()]);
/// assert_eq!((options.decimal_comma, options.day_first), (Some(true), None));
/// assert!(options.strict);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// What to do with bad rows.
    pub bad_rows: BadRows,
    /// Whether the rows of a day become one, where a file has several with different times: first
    /// open, highest high, lowest low, last close, and the last value of a series.
    pub aggregate_intraday: bool,
    /// Whether what is doubtful is refused, with what to do about it, where it would else be
    /// corrected and told.
    pub strict: bool,
    /// The market's name; `None` for the name of the bars file without its extension.
    pub name: Option<String>,
    /// Which option quotes are kept.
    pub filter: Filter,
    /// What columns hold that no header tells.
    pub layouts: Vec<Layout>,
    /// Whether numbers have a decimal comma; `None` to find it out.
    pub decimal_comma: Option<bool>,
    /// Whether the day stands before the month in dates such as `05/09/2023`; `None` to find it
    /// out.
    pub day_first: Option<bool>,
    /// How many bytes of a file of quotes are read at a time, `None` for 1 MiB. What is read does
    /// not depend on it.
    pub piece: Option<usize>,
}

impl Options {
    /// How files are read where their rows leave it open: what is chosen, what happens unless
    /// something is chosen, and the names of what can be chosen.
    pub const CHOICES: [(&str, &str, &[&str]); 3] = [
        ("Decimal mark", "find out", &["dot", "comma"]),
        ("Order of dates", "find out", &["day first", "month first"]),
        ("What is doubtful", "correct and show", &["refused"]),
    ];

    /// Takes over the names of what was chosen, in the order of [`Self::CHOICES`]. A name that is
    /// none of them chooses nothing.
    pub fn choose(&mut self, names: &[String]) {
        let name = |at: usize| names.get(at).map_or("", String::as_str);
        self.decimal_comma = match name(0) {
            "dot" => Some(false),
            "comma" => Some(true),
            _ => None,
        };
        self.day_first = match name(1) {
            "day first" => Some(true),
            "month first" => Some(false),
            _ => None,
        };
        self.strict = name(2) == "refused";
    }
}
