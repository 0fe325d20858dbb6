//! The choices of an import.

use crate::import::findings::role::BadRows;
use crate::import::sheet::filter::Filter;
use crate::import::sheet::layout::Layout;

/// The choices of an import.
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
