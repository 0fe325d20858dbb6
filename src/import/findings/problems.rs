//! The bad rows of one file: counted, and the first of them kept.

use crate::import::findings::error::ImportError;
use crate::import::findings::limits::MAX_PROBLEMS;
use crate::import::findings::problem::{Fault, Problem, Rule, SkippedRows};
use crate::import::findings::role::BadRows;
use crate::import::findings::show::show_row;

/// The bad rows of one file: all counted, the first [`MAX_PROBLEMS`] of each pass kept.
#[derive(Default)]
pub(crate) struct Problems {
    kept: Vec<(u64, Fault, Option<String>)>,
    counts: Vec<(Rule, usize)>,
    in_pass: usize,
    total: usize,
}

impl Problems {
    /// Notes a bad row. The fault is only made if it is kept.
    pub(crate) fn note(&mut self, line: u64, rule: Rule, fault: impl FnOnce() -> Fault) {
        self.note_row(line, None, rule, fault);
    }

    /// The same with the row itself.
    pub(crate) fn note_row(
        &mut self,
        line: u64,
        row: Option<&[u8]>,
        rule: Rule,
        fault: impl FnOnce() -> Fault,
    ) {
        if self.in_pass < MAX_PROBLEMS {
            self.kept.push((line, fault(), row.map(show_row)));
        }
        self.in_pass += 1;
        self.total += 1;
        match self.counts.iter_mut().find(|(seen, _)| *seen == rule) {
            Some((_, count)) => *count += 1,
            None => self.counts.push((rule, 1)),
        }
    }

    /// Begins another pass over the same rows, which again keeps its first problems: so the first
    /// of all of them is among those kept.
    pub(crate) fn next_pass(&mut self) {
        self.in_pass = 0;
    }

    /// How many rows are bad.
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    /// The error if bad rows are refused, else what was skipped: by rule, and the first rows one by
    /// one.
    pub(crate) fn settle(
        mut self,
        file: &str,
        columns: &[String],
        rows: usize,
        bad_rows: BadRows,
    ) -> Result<(Vec<SkippedRows>, Vec<Problem>), ImportError> {
        self.kept.sort_by_key(|(line, ..)| *line);
        self.kept.truncate(MAX_PROBLEMS);
        let problems = self.kept.into_iter().map(|(line, fault, row)| Problem {
            line,
            row,
            column: fault.column.and_then(|index| columns.get(index).cloned()),
            rule: fault.rule,
            found: fault.found,
        });
        let problems: Vec<Problem> = problems.collect();
        if self.total > 0 && bad_rows == BadRows::Refuse {
            let file = file.to_owned();
            return Err(ImportError::BadRows { file, problems, total: self.total, rows });
        }
        let mut skipped: Vec<SkippedRows> = Vec::new();
        for problem in &problems {
            match skipped.iter_mut().find(|group| group.rule == problem.rule) {
                Some(group) if group.lines.len() < SkippedRows::MAX_LINES => {
                    group.lines.push(problem.line);
                }
                Some(_) => {}
                None => skipped.push(SkippedRows {
                    rule: problem.rule,
                    count: 0,
                    lines: vec![problem.line],
                }),
            }
        }
        // A rule whose every row lies beyond the kept ones has no line to show, but is counted.
        for (rule, count) in self.counts {
            match skipped.iter_mut().find(|group| group.rule == rule) {
                Some(group) => group.count = count,
                None => skipped.push(SkippedRows { rule, count, lines: Vec::new() }),
            }
        }
        Ok((skipped, problems))
    }
}
