//! `rotation price` and `rotation iv`: a CSV of contracts in, a CSV of model values out.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use rotation::pricing::american::exact;
use rotation::pricing::black_scholes::{Greeks, greeks};
use rotation::pricing::implied_vol::{ImpliedVolError, implied_vol};
use rotation::units::Vol;

use super::Failure;
use super::contracts::{ContractFile, ContractRow};

#[derive(Args)]
pub(super) struct PriceArguments {
    /// CSV with spot, strike, `t_years`, rate, `dividend_yield`, vol, type [, `cash_dividends`].
    file: PathBuf,
    /// Let the options be exercised before expiry.
    #[arg(long)]
    american: bool,
}

#[derive(Args)]
pub(super) struct ImpliedVol {
    /// CSV with spot, strike, `t_years`, rate, `dividend_yield`, type, price.
    file: PathBuf,
}

const INPUTS: [&str; 9] =
    ["id", "spot", "strike", "t_years", "rate", "dividend_yield", "vol", "type", "cash_dividends"];

/// The inputs that are no decimals.
const TEXTS: [&str; 3] = ["id", "type", "cash_dividends"];

impl PriceArguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let sheet = ContractFile::open(&self.file, &["vol"])?;
        if self.american {
            let titles =
                ["price", "european_price", "early_exercise_premium", "delta", "gamma", "theta"];
            return print(&sheet, &titles, |row| american(&sheet, row));
        }
        let titles = ["price", "delta", "gamma", "vega", "theta", "rho", "vanna", "charm", "volga"];
        print(&sheet, &titles, |row| european(&sheet, row))
    }
}

fn european(sheet: &ContractFile, row: &ContractRow) -> Result<Vec<String>, Failure> {
    let terms = sheet.terms(row, sheet.vol(row)?)?;
    sheet.without_dividends(row, &terms)?;
    let Greeks { price, delta, gamma, vega, theta, rho, vanna, charm, volga } = greeks(&terms);
    let all = [price, delta, gamma, vega, theta, rho, vanna, charm, volga];
    Ok(all.map(digits).to_vec())
}

fn american(sheet: &ContractFile, row: &ContractRow) -> Result<Vec<String>, Failure> {
    let (terms, dividends) = (sheet.terms(row, sheet.vol(row)?)?, sheet.dividends(row)?);
    let exact::Valuation { price, delta, gamma, theta } = exact::value(&terms, &dividends);
    let european = exact::european(&terms, &dividends);
    let all = [price, european, price - european, delta, gamma, theta];
    Ok(all.map(digits).to_vec())
}

impl ImpliedVol {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let sheet = ContractFile::open(&self.file, &["price"])?;
        print(&sheet, &["price", "status", "vol"], |row| {
            let terms = sheet.terms(row, Vol::ZERO)?;
            sheet.without_dividends(row, &terms)?;
            let found = implied_vol(&terms, sheet.quote(row)?);
            let vol = found.map_or_else(|_| String::new(), |vol| digits(vol.decimal()));
            Ok(vec![decimal(sheet.cell(row, "price")), status(found).to_owned(), vol])
        })
    }
}

fn status(found: Result<Vol, ImpliedVolError>) -> &'static str {
    match found {
        Ok(Vol::ZERO) => "at_intrinsic",
        Ok(_) => "ok",
        Err(ImpliedVolError::NegativePrice) => "negative_price",
        Err(ImpliedVolError::BelowIntrinsic) => "below_intrinsic",
        Err(ImpliedVolError::Expired) => "expired",
        Err(ImpliedVolError::AtOrAboveUpperBound) => "at_or_above_upper_bound",
        Err(_) => "no_volatility",
    }
}

/// Prints the inputs as they were written, decimals with a point in every row, and the result of
/// each row; no output if any row is bad.
fn print(
    sheet: &ContractFile,
    titles: &[&str],
    values: impl Fn(&ContractRow) -> Result<Vec<String>, Failure>,
) -> Result<(), Failure> {
    let inputs = INPUTS.iter().copied().filter(|title| sheet.has(title) && !titles.contains(title));
    let inputs: Vec<&str> = inputs.collect();
    let mut text = [&inputs[..], titles].concat().join(",");
    text.push('\n');
    for row in &sheet.rows {
        for title in &inputs {
            let cell = sheet.cell(row, title);
            let cell = if TEXTS.contains(title) { escaped(cell) } else { decimal(cell) };
            let _ = write!(text, "{cell},");
        }
        text.push_str(&values(row)?.join(","));
        text.push('\n');
    }
    super::print(&text)
}

/// The shortest text that reads back as the same number.
fn digits(value: f64) -> String {
    format!("{value:?}")
}

/// A number that was read, as it was written but for the point that it lacks: who reads the column
/// may guess from its first rows what it holds.
fn decimal(cell: &str) -> String {
    let cell = cell.trim();
    let is_whole = cell.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-'));
    if is_whole && !cell.is_empty() { format!("{cell}.0") } else { cell.to_owned() }
}

fn escaped(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell.to_owned()
}
