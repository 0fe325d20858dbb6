//! What the page says about files, asserted as data.

use super::*;
use crate::import::{self, Imported, Input, Options, SourceFile, import};
use crate::protocol::{decode, encode};

const HEADER: &str = "Date,Open,High,Low,Close";

fn read(files: &[(&str, &str)], skips: bool) -> Result<Imported, ImportError> {
    let bad_rows = if skips { import::BadRows::Skip } else { import::BadRows::Refuse };
    let files: Vec<SourceFile<'_>> = files
        .iter()
        .map(|(name, text)| SourceFile { name, role: None, bytes: text.as_bytes() })
        .collect();
    import(&files, &Options { bad_rows, ..Options::default() })
}

fn report_of(files: &[(&str, &str)]) -> ImportReport {
    let Imported { market, summary, .. } = read(files, true).unwrap();
    report(&summary, &market)
}

fn notes_of(report: &ImportReport) -> Vec<(&str, bool)> {
    let notes = report.files.iter().flat_map(|file| &file.notes);
    notes.map(|note| (note.text.as_str(), note.is_warning)).collect()
}

#[test]
fn a_file_says_what_was_read_repaired_and_skipped() {
    let text = format!(
        "\u{feff}{HEADER},Tag,VIX\n2014-01-02,1,2,1,2,x,12\n2014-01-03,-1,2,1,2,x,12\n\
         2014-01-06,1,2,1,2,x,12\n"
    );
    let report = report_of(&[("own.csv", &text)]);
    let file = &report.files[0];
    assert_eq!((file.name.as_str(), file.role.as_str()), ("own.csv", "bars"));
    assert!(file.summary.ends_with("2 of 3 rows, comma-separated, dates YYYY-MM-DD"));
    assert_eq!(
        notes_of(&report),
        [
            ("repaired: byte order mark removed", false),
            ("skipped 1 row: expected a positive price, line 3", true),
        ]
    );
    assert_eq!(file.skipped.len(), 1);
    assert!(file.skipped[0].text.starts_with("line 3, column \"Open\": expected"));
    assert_eq!(file.skipped[0].row.as_deref(), Some("2014-01-03,-1,2,1,2,x,12"));
    assert!(report.has_skipped_rows && report.has_bars && !file.has_more_skipped);
    let columns: Vec<_> = file.columns.iter().map(|own| (own.name.as_str(), own.is_used)).collect();
    assert_eq!(columns[4..], [("Close", true), ("Tag", false), ("VIX", true)]);
    assert!(file.columns.iter().all(|column| column.meaning.is_none()), "no name is said twice");
}

#[test]
fn days_on_which_something_was_found_are_listed_and_drawn() {
    let text = format!("{HEADER}\n2014-01-02,1,2,1,2\n2014-01-03,1,2,1,2\n2014-01-07,1,2,1,2\n");
    let report = report_of(&[("own.csv", &text)]);
    let [missing, closed, ..] = &report.checks[..] else { panic!("two checks at least") };
    assert_eq!(missing.what, "trading days of the exchange without a bar");
    assert_eq!(missing.found.as_deref(), Some("1"));
    assert_eq!(missing.days[0].to_string(), "2014-01-06");
    assert!(!missing.effect.is_empty());
    assert_eq!((&closed.found, closed.effect.as_str(), closed.days.len()), (&None, "", 0));
    assert_eq!(decode(&encode(&report)), Ok(report.clone()));
    let lanes = report.coverage.unwrap().lanes;
    let names: Vec<&str> = lanes.iter().map(|lane| lane.name.as_str()).collect();
    assert_eq!(names, ["Bars", "Found"]);
    assert_eq!(lanes[1].rects[0].title.as_deref(), Some("2014-01-06"));
    assert!(report.findings.iter().any(|finding| finding.text.starts_with("only 3 bars")));
}

#[test]
fn skipped_rows_of_all_files_are_listed_up_to_a_limit() {
    let mut text = format!("{HEADER}\n2014-01-02,1,2,1,2\n");
    for day in 0..LISTED + 7 {
        text += &format!("2015-01-{day},x,2,1,2\n");
    }
    let report = report_of(&[("own.csv", &text)]);
    assert_eq!(report.files[0].skipped.len(), LISTED);
    assert!(report.files[0].has_more_skipped);
}

#[test]
fn bad_rows_are_offered_to_be_skipped_if_some_rows_are_clean() {
    let mut text = format!("{HEADER}\n2014-01-02,1,2,1,2\n2014-01-03,1,2,1,2\n");
    for _ in 0..30 {
        text += "2014-01-06,-1,2,1,2\n";
    }
    let error = read(&[("own.csv", &text)], false).unwrap_err();
    let found = remedies(&error, false, false);
    let [Remedy::SkipBadRows(rows)] = &found[..] else { panic!("{found:?}") };
    assert_eq!((rows.clean, rows.bad, rows.first.len()), (2, 30, FIRST_BAD));
    assert_eq!(decode(&encode(&found)), Ok(found.clone()));
    assert_eq!(found[0].label(), "Use 2 clean rows, skip 30");
    assert_eq!(rows.more().as_deref(), Some("… and 10 more"));
    assert_eq!(remedies(&error, false, true)[0], Remedy::MapColumnsAgain);
}

#[test]
fn a_file_without_a_good_row_offers_what_is_wrong_and_its_columns() {
    let error = read(&[("own.csv", &format!("{HEADER}\n2014-01-06,-1,2,1,2\n"))], false);
    let error = error.unwrap_err();
    assert_eq!(
        error.to_string(),
        "own.csv line 2, column \"Open\": expected a positive price, found \"-1\"; no row could be \
         used: fix the cell"
    );
    let found = remedies(&error, false, false);
    let [Remedy::ShowBadRows(rows)] = &found[..] else { panic!("{found:?}") };
    assert_eq!((rows.clean, rows.bad, rows.first.len()), (0, 1, 1));
    assert_eq!(found[0].label(), "Problems as CSV");
    assert_eq!(remedies(&error, true, false)[1..], [Remedy::MapColumns]);
    assert_eq!(remedies(&error, true, true).len(), 2, "the columns are offered once");
}

#[test]
fn every_other_import_error_has_a_remedy() {
    let several = |more| ImportError::SeveralUnderlyings {
        file: "chain.csv".to_owned(),
        line: 3,
        column: "symbol".to_owned(),
        symbols: vec!["SPX".to_owned(), "BRK B".to_owned()],
        more,
    };
    let minutes = format!("{HEADER}\n2014-01-02 09:30,1,2,1,2\n2014-01-02 09:31,1,2,1,2\n");
    let minutes = read(&[("own.csv", &minutes)], false).unwrap_err();
    let found = remedies(&minutes, false, false);
    assert_eq!(found, [Remedy::AggregateIntraday]);
    assert_eq!(found[0].label(), "Aggregate to daily bars");
    let symbols = vec!["SPX".to_owned(), "BRK B".to_owned()];
    assert_eq!(remedies(&several(0), false, false), [Remedy::ChooseUnderlying(symbols)]);
    assert_eq!(remedies(&several(3), false, false), [Remedy::TypeUnderlying]);
    assert_eq!(remedies(&ImportError::NoFiles, true, false), [Remedy::MapColumns]);
    assert_eq!(remedies(&ImportError::NoFiles, false, true), []);
}

#[test]
fn unknown_columns_are_asked_for_with_samples_and_guesses() {
    let text = "Tag;b\n2014-01-02;2\n2014-01-03;3\n";
    let file = SourceFile { name: "own.csv", role: None, bytes: text.as_bytes() };
    let unknown = import::unknown(vec![Input::from(&file)], &Options::default()).unwrap();
    let mapping = column_mapping(&unknown);
    assert_eq!((mapping.file.as_str(), mapping.columns.len()), ("own.csv", 2));
    assert_eq!(decode(&encode(&mapping)), Ok(mapping.clone()));
    let tag = &mapping.columns[0];
    assert_eq!((tag.name.as_str(), tag.samples.as_str()), ("Tag", "2014-01-02 · 2014-01-03"));
    assert_eq!(tag.guess.as_deref(), Some("date"));
    assert_eq!(tag.basis, "guessed from values");
    assert!(mapping.meanings.iter().any(|meaning| meaning == "open"));
}
