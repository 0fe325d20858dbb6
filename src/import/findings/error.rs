//! Why a set of files is no market: one variant per broken rule, in the order they are checked.

use chrono::NaiveDate;
use thiserror::Error;

use crate::import::findings::contradiction::Contradiction;
use crate::import::findings::count::Count;
use crate::import::findings::form::{Delimiter, FileKind};
use crate::import::findings::limits::{MAX_BYTES, MAX_QUOTES, MAX_ROWS, MAX_TOGETHER};
use crate::import::findings::problem::{Problem, Rule, bad_rows};
use crate::import::findings::show::{list, list_of_some};

/// Why files could not be imported.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ImportError {
    /// Nothing was given.
    #[error("expected a file of daily bars, found no file; choose a CSV file")]
    NoFiles,
    /// The bytes of a file cannot be read.
    #[error("{file}: cannot be read; choose a file that exists, and not a folder")]
    Unreadable {
        /// The file.
        file: String,
    },
    /// A file is larger than is read, and has no option quotes.
    #[error(
        "{file}: expected at most {} MiB, found {} MiB; cut the file to the columns and years \
         needed",
        MAX_BYTES >> 20,
        bytes.div_ceil(1 << 20)
    )]
    TooLarge {
        /// The file.
        file: String,
        /// Its size in bytes.
        bytes: u64,
    },
    /// A packed file is cut off or damaged.
    #[error(
        "{file}: expected a whole file, found {kind} that is cut or damaged; download it again"
    )]
    Damaged {
        /// The file.
        file: String,
        /// What it is packed with.
        kind: FileKind,
    },
    /// What a file holds is larger than is read.
    #[error(
        "{file}: expected at most {} MiB{}, found more; cut the data to the days needed",
        if *together { MAX_TOGETHER >> 20 } else { MAX_BYTES >> 20 },
        if *together { " in all files together" } else { " unpacked" }
    )]
    UnpacksTooLarge {
        /// The file.
        file: String,
        /// Whether it is the files together that are too large.
        together: bool,
    },
    /// A file in an archive has a password.
    #[error(
        "{file}: expected an archive without a password, found {member} locked; unpack it first"
    )]
    Locked {
        /// The archive.
        file: String,
        /// The file in it.
        member: String,
    },
    /// An archive has no file that may be data.
    #[error(
        "{file}: expected files named .csv, .txt or .tsv in the archive, found {}; choose the \
         archive with the data",
        if found.is_empty() { "none".to_owned() } else { list(found) }
    )]
    NoDataInArchive {
        /// The archive.
        file: String,
        /// The names in it, at most twelve.
        found: Vec<String>,
    },
    /// A file has no bytes, or only blanks.
    #[error("{file}: expected a header and rows, found an empty file; download it again")]
    Empty {
        /// The file.
        file: String,
    },
    /// A file is of another kind, whatever its name says.
    #[error("{file}: expected text with commas, found {kind}; {}", kind.remedy())]
    NotCsv {
        /// The file.
        file: String,
        /// What it is, from its first bytes.
        kind: FileKind,
    },
    /// A file is not text in UTF-8 (nor UTF-16 with a byte order mark).
    #[error(
        "{file} line {line}: expected UTF-8 text, found the byte 0x{byte:02x}; \
         save the file as CSV in UTF-8"
    )]
    NotText {
        /// The file.
        file: String,
        /// The line.
        line: u64,
        /// The first byte that is none of UTF-8's.
        byte: u8,
    },
    /// The header is separated by something else than comma, semicolon or tab.
    #[error(
        "{file} line {line}: expected cells separated by comma, semicolon or tab, found {found}; \
         save the file with commas"
    )]
    WrongDelimiter {
        /// The file.
        file: String,
        /// The line of the header.
        line: u64,
        /// What separates its cells.
        found: String,
    },
    /// None of the first lines names known columns.
    #[error(
        "{file} line {line}: expected a header such as date,open,high,low,close, found {found}; \
         put the names of the columns on the first line"
    )]
    NoHeader {
        /// The file.
        file: String,
        /// The first line with something on it.
        line: u64,
        /// That line, quoted and cut.
        found: String,
    },
    /// Two columns have one meaning.
    #[error(
        "{file} line {line}, column \"{second}\": expected one column for {meaning}, found it \
         beside \"{first}\"; remove or rename one of them"
    )]
    RepeatedColumn {
        /// The file.
        file: String,
        /// The line of the header.
        line: u64,
        /// What both mean.
        meaning: String,
        /// The first of the two.
        first: String,
        /// The second.
        second: String,
    },
    /// Columns that a file of its kind needs are not there.
    #[error(
        "{file} line {line}: expected the columns {}, found {} separated by {delimiter}; \
         add or rename {}",
        list(needed),
        list(found),
        list(missing)
    )]
    MissingColumns {
        /// The file.
        file: String,
        /// The line of the header.
        line: u64,
        /// The delimiter that was found.
        delimiter: Delimiter,
        /// All that are needed.
        needed: Vec<String>,
        /// Those that are missing.
        missing: Vec<String>,
        /// The names in the header, at most twelve.
        found: Vec<String>,
    },
    /// Two files look like bars of an underlying.
    #[error(
        "{first} and {second}: expected one file of daily bars, found two that cannot be told \
         apart; drop one alone, or name the volatility index in its file name, such as vix.csv"
    )]
    TwoBarFiles {
        /// The first.
        first: String,
        /// The second.
        second: String,
    },
    /// A file of bars goes into the days of another.
    #[error(
        "{first} and {second}: expected one file of daily bars, or several that follow each other, \
         found that the second begins on {date}, before the first ends; drop one alone, or name \
         the volatility index in its file name, such as vix.csv"
    )]
    BarsOverlap {
        /// The one that begins first.
        first: String,
        /// The other.
        second: String,
        /// The first day of the other.
        date: NaiveDate,
    },
    /// A file beside bars is named after a volatility index, but has prices.
    #[error(
        "{first} and {second}: expected one file of daily bars, found two: {second} closes at \
         {close}, above any volatility index; drop one alone"
    )]
    NotAnIndex {
        /// The bars.
        first: String,
        /// The file named after an index.
        second: String,
        /// Its first close.
        close: String,
    },
    /// There are two trade logs to compare with.
    #[error("{first} and {second}: expected one trade log to compare with, found two; remove one")]
    TwoTradeLogs {
        /// The first.
        first: String,
        /// The second.
        second: String,
    },
    /// There are files, but none with bars.
    #[error(
        "{}: expected a file of daily bars, found none; add one with date, open, high, low, close",
        list(files)
    )]
    NoBars {
        /// The files there are.
        files: Vec<String>,
    },
    /// There are option quotes, but no bars of their underlying.
    #[error(
        "{}: expected daily bars of the underlying beside the option quotes, found none; add a \
         file with date, open, high, low, close of the same days and a year before them",
        list(files)
    )]
    ChainAlone {
        /// The files there are.
        files: Vec<String>,
    },
    /// Files of several kinds were to be read for themselves.
    #[error(
        "{first} and {second}: expected files of one kind, found {kinds}; read them one after the \
         other"
    )]
    SeveralKinds {
        /// A file of the one kind.
        first: String,
        /// One of the other.
        second: String,
        /// Both kinds.
        kinds: String,
    },
    /// There is a header and nothing below it.
    #[error("{file} line {line}: expected rows below the header, found none; download it again")]
    HeaderOnly {
        /// The file.
        file: String,
        /// The line of the header.
        line: u64,
    },
    /// A file has more rows than are read.
    #[error(
        "{file} line {line}: expected at most {MAX_ROWS} rows, found more; cut the file to daily \
         bars of one symbol"
    )]
    TooManyRows {
        /// The file.
        file: String,
        /// The line of the first row too many.
        line: u64,
    },
    /// Files have more option quotes than are kept.
    #[error(
        "{file} line {line}: expected at most {MAX_QUOTES} option quotes in all files, found more; \
         keep fewer by their days to expiry, strikes, delta or bid"
    )]
    TooManyQuotes {
        /// The file.
        file: String,
        /// The line of the first row too many.
        line: u64,
    },
    /// A file has quotes or bars of several underlyings.
    #[error(
        "{file} line {line}, column \"{column}\": expected rows of one underlying, found {}{}; \
         choose the underlying to read",
        list_of_some(symbols, *more),
        if symbols.len() < 2 { " and rows without a symbol" } else { "" }
    )]
    SeveralUnderlyings {
        /// The file.
        file: String,
        /// The first line of the second.
        line: u64,
        /// The column of symbols.
        column: String,
        /// The symbols with most quotes, or the first of those with bars.
        symbols: Vec<String>,
        /// How many more there are.
        more: usize,
    },
    /// No quote of a file is among those that were to be kept.
    #[error("{file}: expected quotes that pass the filters, found none of {quotes}; widen them")]
    AllFiltered {
        /// The file.
        file: String,
        /// How many quotes it has.
        quotes: usize,
    },
    /// A file holds more than one symbol.
    #[error(
        "{file} line {line}, column \"{column}\": expected one symbol in the file, found \
         \"{second}\" after \"{first}\"; keep the rows of one"
    )]
    SeveralSymbols {
        /// The file.
        file: String,
        /// The line of the second symbol.
        line: u64,
        /// The column of symbols.
        column: String,
        /// The symbol of the first row.
        first: String,
        /// The other one.
        second: String,
    },
    /// A file has several rows a day, which were not to be aggregated.
    #[error(
        "{file}: expected one row a day, found intraday bars: {rows} rows a day from {from} to \
         {to}; aggregate them to daily bars first"
    )]
    IntradayBars {
        /// The file.
        file: String,
        /// How many rows a day has, the median.
        rows: usize,
        /// The earliest time of day.
        from: String,
        /// The latest time of day.
        to: String,
    },
    /// Rows break rules, and were to be refused. Names the first; the list has the others.
    #[error("{}", bad_rows(file, problems, *total, *rows))]
    BadRows {
        /// The file.
        file: String,
        /// The bad rows in the order of the file, at most
        /// [`MAX_PROBLEMS`](crate::import::MAX_PROBLEMS).
        problems: Vec<Problem>,
        /// How many bad rows there are.
        total: usize,
        /// How many rows there are, good and bad.
        rows: usize,
    },
    /// No quote of a chain falls on a day with a bar.
    #[error(
        "{file}: expected option quotes on the days of the bars, found quotes from {from} to {to} \
         and bars from {first} to {last}; load bars of the same days"
    )]
    ChainOfOtherDays {
        /// The file.
        file: String,
        /// First day of quotes.
        from: NaiveDate,
        /// Last day of quotes.
        to: NaiveDate,
        /// First bar.
        first: NaiveDate,
        /// Last bar.
        last: NaiveDate,
    },
    /// Neither the file nor its quotes tell where the options' underlying stands.
    #[error(
        "{file}: expected the price of the underlying, or three strikes with call and put quoted, \
         found neither; add a column \"underlying\""
    )]
    ChainWithoutLevel {
        /// The file.
        file: String,
    },
    /// The options are not on the underlying of the bars.
    #[error(
        "{file}: expected options on the underlying of the bars or on a tenth of it, found the \
         underlying at {level} where the bars close at {close} ({date}); load the bars of the \
         options' own underlying"
    )]
    OtherUnderlying {
        /// The file.
        file: String,
        /// A day in the middle of the disagreement.
        date: NaiveDate,
        /// What the options are on, dollars.
        level: String,
        /// Where the bars close.
        close: String,
    },
    /// Something is doubtful, and was to be refused for it.
    #[error("{text}; settle it, or read the files without refusing what is doubtful")]
    Doubtful {
        /// What is doubtful.
        text: String,
    },
    /// Rows were to be skipped, and that left none.
    #[error(
        "{file}: expected at least one good row, found {}; load rows that are not left out",
        Count(*skipped, "bad one")
    )]
    NothingLeft {
        /// The file.
        file: String,
        /// How many rows were skipped.
        skipped: usize,
    },
    /// Every quote of a chain breaks a rule.
    #[error("{file}: expected {rule}, found none of {}; {}", Count(*count, "row"), rule.remedy())]
    AllLeftOut {
        /// The file.
        file: String,
        /// How many quotes break it.
        count: usize,
        /// The rule that most of them break.
        rule: Rule,
    },
    /// A time of day was asked for, and a file of quotes has none.
    #[error(
        "{file}: expected quotes with a time of day, as one was asked for, found none; leave the \
         time away"
    )]
    NoTimes {
        /// The file.
        file: String,
    },
    /// Facts in the files contradict what they were read as.
    #[error(transparent)]
    Contradiction(#[from] Contradiction),
}
