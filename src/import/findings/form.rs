//! How a file is written: its kind, what separates its cells, and its dates.

use std::fmt;

/// A kind of file that is not delimited text, known by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FileKind {
    /// A PNG, JPEG, GIF or WebP image.
    Image,
    /// An Excel workbook, old or new.
    Workbook,
    /// A ZIP archive.
    Zip,
    /// A file compressed by gzip.
    Gzip,
    /// An archive of another kind.
    Archive,
    /// A PDF document.
    Pdf,
    /// A Parquet file.
    Parquet,
    /// An SQLite database.
    Database,
    /// A web page.
    WebPage,
    /// XML.
    Xml,
    /// JSON.
    Json,
}

impl FileKind {
    /// What to do about it.
    pub(crate) const fn remedy(self) -> &'static str {
        match self {
            Self::Workbook => "save the sheet as CSV UTF-8",
            Self::Zip | Self::Gzip | Self::Archive => "unpack it and choose the CSV file inside",
            Self::WebPage => "the download did not give the data; download the CSV file again",
            Self::Parquet | Self::Database | Self::Xml | Self::Json => "export the data as CSV",
            Self::Image | Self::Pdf => "choose the CSV file",
        }
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Image => "an image",
            Self::Workbook => "an Excel workbook",
            Self::Zip => "a ZIP archive",
            Self::Gzip => "a gzip file",
            Self::Archive => "an archive",
            Self::Pdf => "a PDF document",
            Self::Parquet => "a Parquet file",
            Self::Database => "an SQLite database",
            Self::WebPage => "a web page",
            Self::Xml => "XML",
            Self::Json => "JSON",
        })
    }
}

/// What separates the cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`, which often goes with a decimal comma.
    Semicolon,
    /// The tabulator.
    Tab,
}

impl Delimiter {
    pub(crate) const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    pub(crate) const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        })
    }
}

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateForm {
    /// `2014-01-03`, also with `/` or `.` between.
    YearFirst,
    /// `20140103`.
    Compact,
    /// `1/3/2014`, month first.
    MonthFirst,
    /// `3.1.2014`, day first.
    DayFirst,
    /// Seconds, milliseconds, microseconds or nanoseconds since 1970, in UTC.
    Epoch,
}

impl fmt::Display for DateForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::YearFirst => "YYYY-MM-DD",
            Self::Compact => "YYYYMMDD",
            Self::MonthFirst => "M/D/YYYY",
            Self::DayFirst => "D.M.YYYY",
            Self::Epoch => "time since 1970",
        })
    }
}
