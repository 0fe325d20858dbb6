//! An example of a filter that finds something in the table below it.

use crate::engine::Report;

use super::{CellFormat, Index, RowFilter, Sheet};

impl Sheet {
    /// A filter that the latest row passes; `None` without rows.
    #[must_use]
    pub fn example(self, report: &Report, index: &Index) -> Option<String> {
        let row = match self {
            Self::Trades => report.trades.len().saturating_sub(1),
            _ => self.len(report).checked_sub(1)?,
        };
        if self.is_empty(report) {
            return None;
        }
        let words: &[usize] = match self {
            Self::Trades => &[1, 7],
            Self::Rotation => &[2, 1],
            Self::Fills => &[2, 12],
            Self::Limits | Self::Days => &[1],
            Self::Hedges => &[2, 3],
            Self::Exposure => &[0],
        };
        let compared: Option<(&str, usize)> = match self {
            Self::Trades => Some(("net", 2)),
            Self::Hedges => Some(("shares", 4)),
            Self::Exposure => Some(("delta", 1)),
            Self::Days => Some(("p&l", 3)),
            _ => None,
        };
        let mut terms: Vec<String> =
            words.iter().map(|column| self.word(report, index, row, *column)).collect();
        if let Some((name, column)) = compared {
            let is_loss = self.value(report, index, row, column).is_some_and(|value| value < 0.0);
            let sign = if is_loss { "<0" } else { ">=0" };
            terms.push(format!("{name}{sign}"));
        }
        let example = terms.join(" ");
        RowFilter::parse(self, &example).is_ok().then_some(example)
    }

    /// The text of a cell as a term of a filter.
    fn word(self, report: &Report, index: &Index, row: usize, column: usize) -> String {
        let shown = &self.columns()[column];
        let text = shown.field(&self.cell(report, index, row, column)).text.to_lowercase();
        match shown.shown {
            CellFormat::Date => text.get(..7).unwrap_or(&text).to_owned(),
            _ if text.contains(' ') => format!("\"{text}\""),
            _ => text,
        }
    }
}
