//! A gallery of broken files: each with the exact words said about it.

use rotation::import::{MAX_BYTES, Options, Role, SourceFile, import};

pub(super) fn said(files: &[(&str, &[u8])], options: &Options) -> String {
    let files: Vec<_> =
        files.iter().map(|(name, bytes)| SourceFile { name, role: None, bytes }).collect();
    import(&files, options).map(|_| ()).unwrap_err().to_string()
}

/// One file alone.
pub(super) fn check(text: &str, expected: &str) {
    check_bytes(text.as_bytes(), expected);
}

pub(super) fn check_bytes(bytes: &[u8], expected: &str) {
    assert_eq!(said(&[("spy.csv", bytes)], &Options::default()), expected);
}

#[test]
fn no_file() {
    assert_eq!(
        said(&[], &Options::default()),
        "expected a file of daily bars, found no file; choose a CSV file"
    );
}

#[test]
fn a_file_too_large() {
    let bytes = [b"date,open,high,low,close\n", &vec![b'\n'; MAX_BYTES][..]].concat();
    check_bytes(
        &bytes,
        "spy.csv: expected at most 64 MiB, found 65 MiB; cut the file to the columns and years \
         needed",
    );
    // The limit itself is read, and fails for another reason.
    let error = said(&[("spy.csv", &bytes[..MAX_BYTES])], &Options::default());
    assert!(error.starts_with("spy.csv line 1: expected rows below"), "{error}");
}

#[test]
fn an_empty_file() {
    let expected = "spy.csv: expected a header and rows, found an empty file; download it again";
    for text in ["", "\n\n", "\u{feff}", " \r\n\t"] {
        check(text, expected);
    }
}

#[test]
fn a_file_of_another_kind() {
    let kinds: [(&[u8], &str, &str); 7] = [
        (b"\x89PNG\r\n\x1a\n\0\0", "an image", "choose the CSV file"),
        (b"PK\x03\x04\0[Content_Types].xml", "an Excel workbook", "save the sheet as CSV UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1", "an Excel workbook", "save the sheet as CSV UTF-8"),
        (b"%PDF-1.7", "a PDF document", "choose the CSV file"),
        (
            b"<!doctype html><title>date,open</title>",
            "a web page",
            "the download did not give the data; download the CSV file again",
        ),
        (b"PAR1\x15", "a Parquet file", "export the data as CSV"),
        (b"{\"chart\": {\"result\": []}}", "JSON", "export the data as CSV"),
    ];
    for (bytes, kind, remedy) in kinds {
        check_bytes(bytes, &format!("spy.csv: expected text with commas, found {kind}; {remedy}"));
    }
}

#[test]
fn no_text() {
    check_bytes(
        b"date,open\n\0\0",
        "spy.csv line 2: expected UTF-8 text, found the byte 0x00; save the file as CSV in UTF-8",
    );
    check_bytes(
        b"ab\xe9,cd\n1,2\n",
        "spy.csv line 1: expected UTF-8 text, found the byte 0xe9; save the file as CSV in UTF-8",
    );
    check_bytes(
        b"d\0a\0te,\0",
        "spy.csv line 1: expected UTF-8 text, found the byte 0x00; save the file as CSV in UTF-8",
    );
}

#[test]
fn the_wrong_delimiter() {
    let check = |delimiter: &str, found: &str| {
        let header = ["date", "open", "high", "low", "close"].join(delimiter);
        check(
            &format!("{header}\n"),
            &format!(
                "spy.csv line 1: expected cells separated by comma, semicolon or tab, found \
                 {found}; save the file with commas"
            ),
        );
    };
    check("|", "\"|\"");
    check(" ", "blanks");
    check(":", "\":\"");
}

#[test]
fn no_header() {
    check(
        "\n2014-01-02,10,11,9\n",
        "spy.csv line 2: expected a header such as date,open,high,low,close, found \
         \"2014-01-02,10,11,9\"; put the names of the columns on the first line",
    );
    check(
        "lorem ipsum\x1b[31m dolor sit amet, consectetur adipiscing",
        "spy.csv line 1: expected a header such as date,open,high,low,close, found \
         \"lorem ipsum\\u{1b}[31m dolor sit amet, consect…\"; put the names of the columns on \
         the first line",
    );
}

#[test]
fn a_missing_column() {
    check(
        "Date,Open,High,Close,Volume\n2014-01-02,1,1,1,1\n",
        "spy.csv line 1: expected the columns date, open, high, low, close, found Date, Open, \
         High, Close, Volume separated by comma; add or rename low",
    );
    check(
        "open;high;low;close\n",
        "spy.csv line 1: expected the columns date, open, high, low, close, found open, high, \
         low, close separated by semicolon; add or rename date",
    );
    check(
        "date,event_type\n",
        "spy.csv line 1: expected the columns date, event_type, event_name, found date, \
         event_type separated by comma; add or rename event_name",
    );
    let file = SourceFile {
        name: "vix.csv",
        role: Some(Role::Volatility),
        bytes: b"date,value\n2014-01-02,14\n",
    };
    assert_eq!(
        import(&[file], &Options::default()).unwrap_err().to_string(),
        "vix.csv line 1: expected the columns date, close, found date, value separated by comma; add \
         or rename close"
    );
}

#[test]
fn a_column_twice() {
    check(
        "date,open,high,low,close,Close/Last\n",
        "spy.csv line 1, column \"Close/Last\": expected one column for close, found it beside \
         \"close\"; remove or rename one of them",
    );
}

#[test]
fn two_files_of_bars_or_none() {
    let bars: &[u8] = b"date,open,high,low,close\n2014-01-02,1000,1100,900,1000\n";
    assert_eq!(
        said(&[("a.csv", bars), ("b.csv", bars)], &Options::default()),
        "a.csv and b.csv: expected one file of daily bars, or several that follow each other, \
         found that the second begins on 2014-01-02, before the first ends; drop one alone, or \
         name the volatility index in its file name, such as vix.csv"
    );
    let with_vix: &[u8] = b"date,open,high,low,close,vix\n2014-01-02,10,11,9,10,14\n";
    let both = said(&[("a.csv", with_vix), ("vix.csv", with_vix)], &Options::default());
    assert!(both.starts_with("a.csv and vix.csv: expected one file of daily bars"), "{both}");
    assert_eq!(
        said(&[("v.csv", b"date,vix\n2014-01-02,14\n")], &Options::default()),
        "v.csv: expected a file of daily bars, found none; add one with date, open, high, low, \
         close"
    );
}

#[test]
fn a_header_only() {
    check(
        "\ndate,open,high,low,close\n\n",
        "spy.csv line 2: expected rows below the header, found none; download it again",
    );
}

#[test]
fn more_rows_than_are_read() {
    let mut text = "date,open,high,low,close\n".to_owned();
    text.extend(std::iter::repeat_n("x\n", 200_001));
    check(
        &text,
        "spy.csv line 200002: expected at most 200000 rows, found more; cut the file to daily \
         bars of one symbol",
    );
}

#[test]
fn several_symbols() {
    check(
        "ticker,date,open,high,low,close\nSPY,2014-01-02,1,1,1,1\nQQQ,2014-01-02,1,1,1,1\n",
        "spy.csv line 3, column \"ticker\": expected rows of one underlying, found QQQ, SPY; choose \
         the underlying to read",
    );
    let bars: &[u8] = b"date,open,high,low,close\n2014-01-02,1000,1100,900,1000\n";
    let series: &[u8] = b"ticker,date,vix\nVIX,2014-01-02,14\nVXN,2014-01-02,15\n";
    assert_eq!(
        said(&[("spy.csv", bars), ("vix.csv", series)], &Options::default()),
        "vix.csv line 3, column \"ticker\": expected one symbol in the file, found \"VXN\" after \
         \"VIX\"; keep the rows of one"
    );
}

#[test]
fn dates_of_two_orders() {
    check(
        "date,open,high,low,close\n02/01/2014,1,1,1,1\n13/01/2014,1,1,1,1\n01/14/2014,1,1,1,1\n",
        "spy.csv line 3: expected day and month in one order in all dates, found \"13/01/2014\", \
         which is day first, and \"01/14/2014\" on line 4, which is month first; write them as \
         YYYY-MM-DD",
    );
}

#[test]
fn a_hostile_file_name_is_shown_harmlessly() {
    assert_eq!(
        said(&[("\u{202e}\x1b[2J.csv", b"")], &Options::default()),
        "\\u{202e}\\u{1b}[2J.csv: expected a header and rows, found an empty file; download it \
         again"
    );
}
