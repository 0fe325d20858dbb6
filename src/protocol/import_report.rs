//! Converts an import summary into the page's view model.

use crate::import::{
    ChainSummary, Check, FileSummary, Guess, ImportError, Merged, Problem, Role, SkippedRows,
    Summary, Unknown, UnknownColumn, Warning,
};
use crate::market::Market;
use crate::view::import_report::{
    BadRow, BadRows, CheckRow, ColumnMapping, ColumnReport, Coverage, FileReport, Finding,
    ImportReport, Note, Remedy, UnmappedColumn,
};
use crate::view::number::{count, counted};

/// How many skipped rows of all files are listed one by one; the file for download has more.
const LISTED: usize = 200;
/// How many bad rows of a refused file are listed.
const FIRST_BAD: usize = 20;

/// How the files of a market were read.
#[must_use]
pub fn report(summary: &Summary, market: &Market) -> ImportReport {
    let checks = summary.checks();
    let found: Vec<_> = checks.iter().flat_map(|check| check.days.first()).copied().collect();
    let quotes = |ChainSummary { days, quotes, .. }: &ChainSummary| {
        format!("{} quotes on {}", count(*quotes as i64), counted(*days, "day", "days"))
    };
    let mut room = LISTED;
    ImportReport {
        quotes: summary.chain.as_ref().map(quotes),
        extra_columns: extra_columns(summary),
        coverage: Coverage::of(market, &found),
        findings: summary.warnings.iter().filter(|own| !own.is_check()).map(finding).collect(),
        checks: checks.iter().map(check_row).collect(),
        files: summary.files.iter().map(|file| file_report(file, &mut room)).collect(),
        has_skipped_rows: has_skipped_rows(summary),
        has_bars: summary.bars > 0,
    }
}

/// How a trade log was read that came alone.
#[must_use]
pub fn trade_log(file: &FileSummary) -> FileReport {
    file_report(file, &mut LISTED.clone())
}

/// Whether rows of any file were skipped.
#[must_use]
pub fn has_skipped_rows(summary: &Summary) -> bool {
    summary.files.iter().any(|file| !file.skipped.is_empty())
}

/// What was read besides bars, the VIX and quotes.
fn extra_columns(summary: &Summary) -> Vec<String> {
    let series = summary.series.iter().filter(|series| series.series != "vix");
    let mut extra: Vec<String> = series
        .map(|series| format!("{} on {} days", series.series, count(series.values as i64)))
        .collect();
    if summary.events > 0 {
        extra.push(counted(summary.events, "event", "events"));
    }
    let columns = || summary.files.iter().flat_map(|file| &file.columns);
    let has = |name: &str| {
        columns().any(|column| column.is_used && column.meaning.as_deref() == Some(name))
    };
    extra.extend(has("regime").then(|| "regimes".to_owned()));
    extra.extend(has("profile_1_score").then(|| "scores".to_owned()));
    extra
}

fn finding(warning: &Warning) -> Finding {
    let days = match warning.days() {
        [] | [_] => Vec::new(), // the sentence names it
        days => days.to_vec(),
    };
    Finding { text: warning.to_string(), days }
}

fn check_row(check: &Check) -> CheckRow {
    let is_found = check.count > 0;
    CheckRow {
        what: check.what.to_owned(),
        found: is_found.then(|| count(check.count as i64)),
        days: check.days.first().to_vec(),
        effect: if is_found { check.effect.to_owned() } else { String::new() },
    }
}

/// The report of a file; `room` is how many skipped rows may still be listed.
fn file_report(file: &FileSummary, room: &mut usize) -> FileReport {
    let role = match file.role {
        Role::Bars => "bars",
        Role::Volatility => "series",
        Role::Events => "events",
        Role::TradeLog => "trades to compare with",
        Role::Chain => "option quotes",
    };
    let forms: Vec<String> = file.date_forms.iter().map(ToString::to_string).collect();
    let summary = format!(
        "{}, {} of {}, {}-separated, dates {}",
        file.recognised,
        count(file.rows_kept as i64),
        counted(file.rows_read, "row", "rows"),
        file.delimiter,
        forms.join(" and "),
    );
    let columns = file.columns.iter().map(|column| ColumnReport {
        name: column.name.clone(),
        meaning: column.meaning.clone().filter(|own| !column.name.eq_ignore_ascii_case(own)),
        is_used: column.is_used,
    });
    let listed = file.problems.len().min(*room);
    *room -= listed;
    FileReport {
        name: file.name.clone(),
        role: role.to_owned(),
        summary,
        columns: columns.collect(),
        notes: notes(file),
        skipped: file.problems[..listed].iter().map(bad_row).collect(),
        has_more_skipped: file.problems.len() > listed,
        is_mapped: file.is_told,
    }
}

fn notes(file: &FileSummary) -> Vec<Note> {
    let note = |text: String| Note { text, is_warning: false };
    let filtered = (file.filtered > 0).then(|| {
        let others = match file.role {
            Role::Bars => counted(file.filtered, "row of another symbol", "rows of other symbols"),
            _ => counted(file.filtered, "option quote", "option quotes"),
        };
        note(format!("{others} filtered out"))
    });
    let repaired = file.repairs.iter().map(|repair| note(format!("repaired: {repair}")));
    let skipped = file.skipped.iter().map(|rows| Note { text: skipped(rows), is_warning: true });
    let merged = file.merged.iter().map(|own| note(merged(own)));
    filtered.into_iter().chain(repaired).chain(skipped).chain(merged).collect()
}

fn skipped(rows: &SkippedRows) -> String {
    let lines: Vec<String> = rows.lines.iter().map(ToString::to_string).collect();
    let more = if rows.count > lines.len() { " …" } else { "" };
    let number = counted(rows.count, "row", "rows");
    format!("skipped {number}: expected {}, line {}{more}", rows.rule, lines.join(", "))
}

fn merged(merged: &Merged) -> String {
    let number = |number: usize| count(number as i64);
    format!(
        "{}: {} filled, {} replaced, {} equal, {} left empty, {} without a bar",
        merged.series,
        counted(merged.filled, "day", "days"),
        number(merged.replaced),
        number(merged.confirmed),
        number(merged.empty),
        number(merged.unused)
    )
}

fn bad_row(problem: &Problem) -> BadRow {
    BadRow { text: problem.to_string(), row: problem.row.clone() }
}

/// What the user can do about files that were refused. `can_map` says whether the columns of a file
/// can be asked for, `has_mappings` whether the user has mapped columns before.
#[must_use]
pub fn remedies(error: &ImportError, can_map: bool, has_mappings: bool) -> Vec<Remedy> {
    let mut remedies = Vec::new();
    if has_mappings && matches!(error, ImportError::BadRows { .. }) {
        remedies.push(Remedy::MapColumnsAgain);
    }
    remedies.extend(match error {
        ImportError::BadRows { problems, total, rows, .. } => {
            let first = problems.iter().take(FIRST_BAD).map(bad_row).collect();
            let clean = rows.saturating_sub(*total);
            let rows = BadRows { clean, bad: *total, first };
            Some(if clean > 0 { Remedy::SkipBadRows(rows) } else { Remedy::ShowBadRows(rows) })
        }
        ImportError::IntradayBars { .. } => Some(Remedy::AggregateIntraday),
        ImportError::SeveralUnderlyings { more: 1.., .. } => Some(Remedy::TypeUnderlying),
        ImportError::SeveralUnderlyings { symbols, .. } => {
            Some(Remedy::ChooseUnderlying(symbols.clone()))
        }
        ImportError::TooManyQuotes { .. } | ImportError::AllFiltered { .. } => {
            Some(Remedy::FilterQuotes)
        }
        _ => None,
    });
    if can_map && !remedies.iter().any(Remedy::may_make_readable) {
        remedies.push(Remedy::MapColumns);
    }
    remedies
}

/// The columns of a file that is not understood.
#[must_use]
pub fn column_mapping(unknown: &Unknown) -> ColumnMapping {
    let column = |column: &UnknownColumn| UnmappedColumn {
        name: column.name.clone(),
        samples: column.cells.join(" · "),
        guess: column.guess.clone(),
        basis: match column.by {
            Guess::Name => "known name",
            Guess::LikeName => "guessed from name",
            Guess::Cells => "guessed from values",
            Guess::Nothing => "",
        }
        .to_owned(),
    };
    ColumnMapping {
        file: unknown.file.clone(),
        header: unknown.header.clone(),
        columns: unknown.columns.iter().map(column).collect(),
        meanings: Unknown::offered().collect(),
    }
}

#[cfg(test)]
mod tests;
