//! Which file an error is about.

use crate::import::findings::error::ImportError;
use crate::import::findings::problem::Problem;

impl ImportError {
    /// That no row of a file is left: with the bad rows, if there are any.
    pub(crate) fn nothing_left(file: String, problems: Vec<Problem>, skipped: usize) -> Self {
        match problems.is_empty() {
            true => Self::NothingLeft { file, skipped },
            false => Self::BadRows { file, problems, total: skipped, rows: skipped },
        }
    }

    /// The file that cannot be read whatever stands beside it; `None` if no single file is at
    /// fault: files are missing, contradict each other, or are too large together.
    ///
    /// ```
    /// use rotation::import::{Options, SourceFile, import};
    /// let bars = SourceFile {
    ///     name: "spy.csv",
    ///     role: None,
    ///     bytes: b"date,open,high,low,close\n2014-01-02,1,2,1,2\n",
    /// };
    /// let picture = SourceFile { name: "picture.csv", role: None, bytes: b"\x89PNG\r\n\x1a\n" };
    /// let error = import(&[bars, picture], &Options::default()).unwrap_err();
    /// assert_eq!(error.file(), Some("picture.csv"));
    /// let error = import(&[bars, bars], &Options::default()).unwrap_err();
    /// assert_eq!(error.file(), None);
    /// ```
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Unreadable { file }
            | Self::TooLarge { file, .. }
            | Self::Damaged { file, .. }
            | Self::UnpacksTooLarge { file, together: false }
            | Self::Locked { file, .. }
            | Self::NoDataInArchive { file, .. }
            | Self::Empty { file }
            | Self::NotCsv { file, .. }
            | Self::NotText { file, .. }
            | Self::WrongDelimiter { file, .. }
            | Self::NoHeader { file, .. }
            | Self::RepeatedColumn { file, .. }
            | Self::MissingColumns { file, .. }
            | Self::HeaderOnly { file, .. }
            | Self::TooManyRows { file, .. }
            | Self::SeveralUnderlyings { file, .. }
            | Self::AllFiltered { file, .. }
            | Self::SeveralSymbols { file, .. }
            | Self::IntradayBars { file, .. }
            | Self::BadRows { file, .. }
            | Self::ChainWithoutLevel { file }
            | Self::NothingLeft { file, .. }
            | Self::AllLeftOut { file, .. }
            | Self::NoTimes { file } => Some(file),
            Self::Contradiction(found) => Some(found.file()),
            Self::NoFiles
            | Self::Doubtful { .. }
            | Self::UnpacksTooLarge { together: true, .. }
            | Self::TwoBarFiles { .. }
            | Self::BarsOverlap { .. }
            | Self::NotAnIndex { .. }
            | Self::TwoTradeLogs { .. }
            | Self::NoBars { .. }
            | Self::ChainAlone { .. }
            | Self::SeveralKinds { .. }
            | Self::TooManyQuotes { .. }
            | Self::ChainOfOtherDays { .. }
            | Self::OtherUnderlying { .. } => None,
        }
    }
}
