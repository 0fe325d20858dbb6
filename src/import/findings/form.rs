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
    /// A tar archive, which may have been inside a gzip file.
    Tar,
    /// A document of a word processor.
    RichText,
    /// A data file of another program, such as HDF5, Feather or Stata.
    OtherData,
}

impl FileKind {
    /// What to do about it.
    pub(crate) const fn remedy(self) -> &'static str {
        match self {
            Self::Workbook => "save the sheet as CSV UTF-8",
            Self::Zip | Self::Gzip | Self::Archive | Self::Tar => {
                "unpack it and choose the CSV file inside"
            }
            Self::WebPage => "the download did not give the data; download the CSV file again",
            Self::Parquet | Self::Database | Self::Xml | Self::Json | Self::OtherData => {
                "export the data as CSV"
            }
            Self::RichText => "save it as plain text",
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
            Self::Tar => "a tar archive",
            Self::RichText => "a document of a word processor",
            Self::OtherData => "a data file of another program",
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
    /// `3/1/2014` or `3-1-2014`, day first.
    DayFirstSlashes,
    /// `1-3-2014` or `1.3.2014`, month first.
    MonthFirstDashes,
    /// `1/3/14`, month first; years from 50 are of the twentieth century.
    ShortMonthFirst,
    /// `3/1/14` or `3.1.14`, day first.
    ShortDayFirst,
    /// `14-01-03`, year first.
    ShortYearFirst,
    /// `3-Jan-2014`, `Jan 3, 2014` or `03JAN2014`.
    MonthName,
    /// Days since the end of 1899, as spreadsheets count them.
    Serial,
    /// Days since 1904, as spreadsheets on a Mac counted them.
    DaysSince1904,
    /// Days since 1960, as SAS counts them.
    DaysSince1960,
    /// Days since 1970, as R counts them.
    DaysSince1970,
}

impl fmt::Display for DateForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::YearFirst => "YYYY-MM-DD",
            Self::Compact => "YYYYMMDD",
            Self::MonthFirst => "M/D/YYYY",
            Self::DayFirst => "D.M.YYYY",
            Self::Epoch => "time since 1970",
            Self::DayFirstSlashes => "D/M/YYYY",
            Self::MonthFirstDashes => "M-D-YYYY",
            Self::ShortMonthFirst => "M/D/YY",
            Self::ShortDayFirst => "D/M/YY",
            Self::ShortYearFirst => "YY-MM-DD",
            Self::MonthName => "with the name of the month",
            Self::Serial => "days since 1900 as in Excel",
            Self::DaysSince1904 => "days since 1904 as in Excel on a Mac",
            Self::DaysSince1960 => "days since 1960 as in SAS",
            Self::DaysSince1970 => "days since 1970 as in R",
        })
    }
}
