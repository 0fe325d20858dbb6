//! A CSV of option contracts, one a row: columns by name in any order, others left alone.

use std::path::Path;

use rotation::pricing::Right;
use rotation::pricing::american::CashDividend;
use rotation::pricing::black_scholes::Terms;
use rotation::units::{Rate, Vol, Years};

use super::{Failure, name, read};

/// Contracts as they were read.
pub(super) struct ContractFile {
    file: String,
    /// The names of the columns, trimmed, in lower case.
    header: Vec<String>,
    pub(super) rows: Vec<ContractRow>,
}

/// The cells of one contract.
pub(super) struct ContractRow {
    line: u64,
    cells: csv::StringRecord,
}

/// What a number must be.
struct NumberRule {
    words: &'static str,
    holds: fn(f64) -> bool,
    remedy: &'static str,
}

const POSITIVE: NumberRule = NumberRule {
    words: "a positive number of dollars",
    holds: |value| value > 0.0,
    remedy: "fix the cell or remove the row",
};
const TIME: NumberRule = NumberRule {
    words: "a number of years of at least 0",
    holds: |value| (0.0..=1_000.0).contains(&value),
    remedy: "write days divided by 365",
};
const RATE: NumberRule = NumberRule {
    words: "a decimal between -1 and 1",
    holds: |value| (-1.0..=1.0).contains(&value),
    remedy: "write 5 % as 0.05",
};
const VOLATILITY: NumberRule = NumberRule {
    words: "a decimal between 0 and 100",
    holds: |value| (0.0..=100.0).contains(&value),
    remedy: "write 24 % as 0.24",
};
const NUMBER: NumberRule = NumberRule {
    words: "a number of dollars",
    holds: |_| true,
    remedy: "fix the cell or remove the row",
};

impl ContractFile {
    /// Reads the file at `path`, which must have the columns of [`Self::terms`] and `needed`.
    pub(super) fn open(path: &Path, needed: &[&str]) -> Result<Self, Failure> {
        let bytes = read(path)?;
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let file = name(path);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text);
        let mut records = reader.records();
        let first = match records.next() {
            Some(first) => first.map_err(|error| unreadable(&file, &error))?,
            None => {
                return Err(format!(
                    "{file}: expected a header and rows, found an empty file; download it again"
                ));
            }
        };
        let header: Vec<String> = first.iter().map(str::to_lowercase).collect();
        let mut rows = Vec::new();
        for record in records {
            let cells = record.map_err(|error| unreadable(&file, &error))?;
            let line = cells.position().map_or(0, csv::Position::line);
            if cells.len() != header.len() {
                let (expected, found) = (header.len(), cells.len());
                return Err(format!(
                    "{file} line {line}: expected {expected} cells as in the header, found \
                     {found}; fix the row or remove it"
                ));
            }
            rows.push(ContractRow { line, cells });
        }
        let sheet = Self { file, header, rows };
        sheet.check_header(needed)?;
        Ok(sheet)
    }

    fn check_header(&self, needed: &[&str]) -> Result<(), Failure> {
        let file = &self.file;
        let known = INPUTS.iter().chain(needed).chain(&OPTIONAL);
        for column in known {
            if self.header.iter().filter(|title| title == column).count() > 1 {
                return Err(format!(
                    "{file} line 1, column \"{column}\": expected it once, found it again; remove \
                     or rename one of them"
                ));
            }
        }
        let all: Vec<&str> = INPUTS.iter().chain(needed).copied().collect();
        let missing: Vec<&str> = all.iter().copied().filter(|title| !self.has(title)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let found = self.header.iter().take(12).map(|title| quoted(title)).collect::<Vec<_>>();
        Err(format!(
            "{file} line 1: expected the columns {}, found {}; add or rename {}",
            all.join(", "),
            found.join(", "),
            missing.join(", ")
        ))
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.header.iter().any(|title| title == column)
    }

    /// The text of a cell, empty where there is no such column.
    pub(super) fn cell<'r>(&self, row: &'r ContractRow, column: &str) -> &'r str {
        let place = self.header.iter().position(|title| title == column);
        place.and_then(|place| row.cells.get(place)).unwrap_or_default()
    }

    /// The terms of a contract but for its volatility, which is `vol`.
    pub(super) fn terms(&self, row: &ContractRow, vol: Vol) -> Result<Terms, Failure> {
        Ok(Terms {
            right: self.right(row)?,
            spot: self.number(row, "spot", &POSITIVE)?,
            strike: self.number(row, "strike", &POSITIVE)?,
            years: Years::new(self.number(row, "t_years", &TIME)?),
            rate: Rate::continuous(self.number(row, "rate", &RATE)?),
            dividend_yield: Rate::continuous(self.number(row, "dividend_yield", &RATE)?),
            vol,
        })
    }

    pub(super) fn vol(&self, row: &ContractRow) -> Result<Vol, Failure> {
        self.number(row, "vol", &VOLATILITY).map(Vol::annual)
    }

    /// What the contract was quoted at: any number.
    pub(super) fn quote(&self, row: &ContractRow) -> Result<f64, Failure> {
        self.number(row, "price", &NUMBER)
    }

    /// Cash dividends as `days:dollars`, separated by semicolons; none where the cell is empty.
    pub(super) fn dividends(&self, row: &ContractRow) -> Result<Vec<CashDividend>, Failure> {
        let cell = self.cell(row, "cash_dividends");
        let parts = cell.split(';').map(str::trim).filter(|part| !part.is_empty());
        let read = |part: &str| {
            let (days, amount) = part.split_once(':')?;
            let days: f64 = finite(days)?;
            let amount = finite(amount).filter(|amount| *amount >= 0.0)?;
            Some(CashDividend { years: Years::new(days / 365.0), amount })
        };
        parts.map(read).collect::<Option<_>>().ok_or_else(|| {
            self.fault(
                row,
                "cash_dividends",
                "days and dollars such as 20:1.75;111:1.75",
                "fix the cell or leave it empty",
            )
        })
    }

    /// Refuses a row with a cash dividend in the option's life, which only American options and
    /// the European ones beside them are priced with.
    pub(super) fn without_dividends(
        &self,
        row: &ContractRow,
        terms: &Terms,
    ) -> Result<(), Failure> {
        let is_due = |own: &CashDividend| {
            own.amount > 0.0 && own.years > Years::ZERO && own.years <= terms.years
        };
        if !self.dividends(row)?.iter().any(is_due) {
            return Ok(());
        }
        Err(self.fault(
            row,
            "cash_dividends",
            "no dividend before the expiry, which is not priced here",
            "leave the cell empty and write a dividend_yield, or see european_price of \
             `price --american`",
        ))
    }

    fn right(&self, row: &ContractRow) -> Result<Right, Failure> {
        match self.cell(row, "type").to_lowercase().as_str() {
            "call" | "c" => Ok(Right::Call),
            "put" | "p" => Ok(Right::Put),
            _ => Err(self.fault(row, "type", "call or put", "fix the cell or remove the row")),
        }
    }

    fn number(&self, row: &ContractRow, column: &str, rule: &NumberRule) -> Result<f64, Failure> {
        finite(self.cell(row, column))
            .filter(|value| (rule.holds)(*value))
            .ok_or_else(|| self.fault(row, column, rule.words, rule.remedy))
    }

    fn fault(&self, row: &ContractRow, column: &str, expected: &str, remedy: &str) -> Failure {
        let Self { file, .. } = self;
        let (line, found) = (row.line, quoted(self.cell(row, column)));
        format!(
            "{file} line {line}, column \"{column}\": expected {expected}, found {found}; {remedy}"
        )
    }
}

/// The columns that every contract has.
const INPUTS: [&str; 6] = ["spot", "strike", "t_years", "rate", "dividend_yield", "type"];

/// Columns that are used where there are any.
const OPTIONAL: [&str; 4] = ["id", "vol", "price", "cash_dividends"];

fn finite(cell: &str) -> Option<f64> {
    cell.trim().parse().ok().filter(|value: &f64| value.is_finite())
}

/// A cell as a message shows it: cut short, nothing in it can move the cursor.
fn quoted(cell: &str) -> String {
    const MOST: usize = 40;
    if cell.is_empty() {
        return "an empty cell".to_owned();
    }
    let cut: String = cell.chars().take(MOST).collect();
    let more = if cell.chars().nth(MOST).is_some() { "…" } else { "" };
    format!("{:?}", cut + more)
}

fn unreadable(file: &str, error: &csv::Error) -> Failure {
    let line = error.position().map_or(0, csv::Position::line);
    format!(
        "{file} line {line}: expected UTF-8 text, found other bytes; save the file as CSV in UTF-8"
    )
}
