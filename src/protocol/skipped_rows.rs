//! Rows of files that were refused or skipped, as tables to save.

use std::borrow::Cow;

use crate::import::{ImportError, Problem, SkippedRows, Summary};
use crate::view::{Cell, Table};

/// The bad rows of a refused file, if they are why it was refused.
#[must_use]
pub fn bad_rows(error: &ImportError) -> Option<Table<'_>> {
    let ImportError::BadRows { file, problems, .. } = error else { return None };
    let row = |index: usize| problem_row(file, &problems[index]);
    Some(Table::new("problems", problem_columns(), problems.len(), row))
}

/// Why files were refused, as the only row of the same table.
#[must_use]
pub fn refusal(error: &ImportError) -> Table<'static> {
    let row = refusal_row(error);
    Table::new("problems", problem_columns(), 1, move |_| row.clone())
}

fn refusal_row(error: &ImportError) -> Vec<Cell> {
    let (file, text) = (error.file().unwrap_or_default().to_owned(), error.to_string());
    vec![Cell::from(file), Cell::Empty, Cell::Empty, Cell::from(text), Cell::Empty]
}

fn problem_columns() -> Vec<Cow<'static, str>> {
    ["file", "line", "column", "expected", "found"].map(Into::into).to_vec()
}

fn problem_row(file: &str, problem: &Problem) -> Vec<Cell> {
    vec![
        Cell::from(file.to_owned()),
        Cell::Count(problem.line as i64),
        problem.column.clone().map_or(Cell::Empty, Cell::from),
        Cell::from(problem.rule.to_string()),
        Cell::from(problem.found.clone()),
    ]
}

/// The skipped rows, one by one: of each file those that are listed, and by rule how many more.
#[must_use]
pub fn skipped_rows(summary: &Summary) -> Table<'static> {
    left_out(summary, &[])
}

/// The same below the files that were left out, and why.
#[must_use]
pub fn left_out(summary: &Summary, files: &[ImportError]) -> Table<'static> {
    let mut rows: Vec<Vec<Cell>> = files.iter().map(refusal_row).collect();
    for file in &summary.files {
        rows.extend(file.problems.iter().map(|problem| problem_row(&file.name, problem)));
        for SkippedRows { rule, count, .. } in &file.skipped {
            let listed = file.problems.iter().filter(|problem| problem.rule == *rule).count();
            if *count > listed {
                let found = Cell::from(format!("{} more rows", count - listed));
                let rule = Cell::from(rule.to_string());
                rows.push(vec![
                    Cell::from(file.name.clone()),
                    Cell::Empty,
                    Cell::Empty,
                    rule,
                    found,
                ]);
            }
        }
    }
    Table::new("skipped", problem_columns(), rows.len(), move |index| rows[index].clone())
}
