//! The rows of a table on screen as a file: filtered and sorted as they are shown, under the
//! published column names.

use std::borrow::Cow;

use crate::engine::Report;
use crate::engine::report::Trade;
use crate::profile::Profile;
use crate::regime::Regime;
use crate::units::Money;
use crate::view::files;
use crate::view::holding;
use crate::view::table::{Cell, Table, columns};
use crate::view::words;

use super::{Index, Sheet};

impl Sheet {
    /// These rows as a file, in this order.
    #[must_use]
    pub fn file<'a>(self, report: &'a Report, index: &'a Index, rows: &'a [u32]) -> Table<'a> {
        let whole = match self {
            Self::Trades => return trades(report, index, rows),
            Self::Rotation => files::rebalance_log(report),
            Self::Fills => files::fills(report),
            Self::Limits => files::limit_log(report),
            Self::Hedges => files::hedges(report),
            Self::Exposure => files::exposure(report),
            Self::Days => files::daily_results(report),
        };
        let all = plain(whole);
        Table::new(self.name(), all.columns.clone(), rows.len(), move |at| {
            all.row(rows[at] as usize)
        })
    }
}

/// A table for a spreadsheet: the codes of profiles and regimes beside their numbers, and neither
/// narrow spaces nor real minus signs in its texts.
#[must_use]
pub fn plain(table: Table<'_>) -> Table<'_> {
    let mut names: Vec<Cow<'static, str>> = Vec::new();
    // For each column of the file: that of the table, and whether it is shown by its code.
    let mut sources: Vec<(usize, Code)> = Vec::new();
    for (at, name) in table.columns.iter().enumerate() {
        names.push(with_code(name));
        sources.push((at, Code::None));
        let code = match name.as_ref() {
            "profile_id" => Code::Profile,
            "regime" => Code::Regime,
            _ => continue,
        };
        if table.columns.iter().any(|name| name == code.column()) {
            continue;
        }
        names.push(code.column().into());
        sources.push((at, code));
    }
    Table::new(table.name, names, table.len(), move |row| {
        let cells = table.row(row);
        sources.iter().map(|(at, code)| code.cell(&cells[*at])).collect()
    })
}

#[derive(Clone, Copy)]
enum Code {
    None,
    Profile,
    Regime,
}

impl Code {
    const fn column(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Profile => "profile",
            Self::Regime => "regime_name",
        }
    }

    fn cell(self, cell: &Cell) -> Cell {
        match (self, cell) {
            (Self::Profile, Cell::Count(number)) => {
                let found = Profile::ALL.into_iter().find(|p| i64::from(p.number()) == *number);
                found.map_or(Cell::Empty, |profile| profile.code().into())
            }
            (Self::Regime, Cell::Count(number)) => {
                let found = u8::try_from(*number).ok().and_then(Regime::from_number);
                found.map_or(Cell::Empty, |regime| regime.name().into())
            }
            (Self::None, Cell::Text(text)) => {
                Cell::Text(text.replace('\u{202f}', " ").replace('−', "-").into())
            }
            (_, cell) => cell.clone(),
        }
    }
}

/// `profile_2_target` becomes `profile_2_sdg_target`.
fn with_code(name: &str) -> Cow<'static, str> {
    let rest = name.strip_prefix("profile_");
    let number = rest.and_then(|rest| rest.get(..1)).and_then(|digit| digit.parse::<u8>().ok());
    let profile = Profile::ALL.into_iter().find(|profile| Some(profile.number()) == number);
    match profile {
        Some(profile) => {
            let (head, tail) = name.split_at("profile_1".len());
            format!("{head}_{}{tail}", profile.code().to_lowercase()).into()
        }
        None => name.to_owned().into(),
    }
}

/// Closed and open trades as they are on screen, with legs, options, hedge and net apart.
fn trades<'a>(report: &'a Report, index: &'a Index, rows: &'a [u32]) -> Table<'a> {
    let names = columns(&[
        "trade_id",
        "profile_id",
        "profile",
        "status",
        "structure",
        "legs",
        "units",
        "entry_date",
        "exit_date",
        "days_held",
        "entry_value",
        "exit_value",
        "options_pnl",
        "hedge_pnl",
        "net_pnl",
        "net_return_pct",
        "allocation_pct",
        "fees",
        "exit_reason",
        "return_on_risk_pct",
        "settlement",
        "hypothetical",
    ]);
    Table::new(Sheet::Trades.name(), names, rows.len(), move |at| {
        let row = rows[at] as usize;
        let shown = |column: usize| Sheet::Trades.cell(report, index, row, column);
        let percent = |cell: Cell| match cell {
            Cell::Number(share) => Cell::Number(share * 100.0),
            cell => cell,
        };
        let closed = report.trades.get(row);
        let open = || report.open_positions.get(row - report.trades.len());
        let money = |amount: Option<Money>| amount.map_or(Cell::Empty, Cell::Money);
        let first_fill = closed.map(|own| own.first_fill).or_else(|| Some(open()?.first_fill));
        let legs = first_fill.and_then(|first| holding::legs(report, first));
        let entry = closed.map(|own| own.entry_value).or_else(|| Some(open()?.entry_value));
        let exit = closed.map(|own| own.exit_value).or_else(|| Some(open()?.value));
        let code = Code::Profile.cell(&shown(1));
        vec![
            shown(13),
            shown(1),
            code,
            if closed.is_some() { "closed" } else { "open" }.into(),
            shown(8),
            legs.map_or(Cell::Empty, |legs| describe_legs(&legs).into()),
            shown(9),
            shown(0),
            shown(5),
            shown(10),
            money(entry),
            money(exit),
            shown(3),
            shown(4),
            shown(2),
            percent(shown(6)),
            percent(shown(11)),
            money(closed.map(|own| own.fees)),
            closed.map_or(Cell::Empty, |own| words::exit(own.reason).into()),
            percent(closed.and_then(Trade::return_on_risk).into()),
            files::settlement(report, first_fill),
            files::yes_or_no(
                closed.map(|own| own.hypothetical).or_else(|| Some(open()?.hypothetical)),
            ),
        ]
    })
}

/// A cell that begins with a plus would be taken for a formula.
fn describe_legs(legs: &str) -> String {
    legs.replace('+', "long ").replace('−', "short ").replace('×', "x")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample::outcome;
    use crate::view::sheet::RowFilter;
    use expect_test::{Expect, expect};

    fn render(sheet: Sheet, filter: &str, rows: usize) -> String {
        let (report, _) = outcome();
        let index = Index::of(report);
        let filter = RowFilter::parse(sheet, filter).unwrap();
        let found = filter.rows(sheet, report, &index, &sheet.texts(report, &index));
        let sorted = sheet.sorted(report, &index, found, sheet.first_sort());
        let table = sheet.file(report, &index, &sorted[..rows.min(sorted.len())]);
        let cell = |cell: &Cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.to_string(),
            Cell::Date(date) => date.to_string(),
            Cell::Money(amount) => amount.to_string(),
            Cell::Count(count) => count.to_string(),
            Cell::Number(number) => number.to_string(),
        };
        let mut lines = vec![table.columns.join("|")];
        lines.extend(table.rows().map(|row| row.iter().map(cell).collect::<Vec<_>>().join("|")));
        lines.join("\n")
    }

    #[test]
    fn a_csv_has_the_visible_rows_in_their_order() {
        fn check(sheet: Sheet, filter: &str, expected: &Expect) {
            expected.assert_eq(&render(sheet, filter, 3));
        }
        check(
            Sheet::Trades,
            "vanna",
            &expect![[r#"
                trade_id|profile_id|profile|status|structure|legs|units|entry_date|exit_date|days_held|entry_value|exit_value|options_pnl|hedge_pnl|net_pnl|net_return_pct|allocation_pct|fees|exit_reason|return_on_risk_pct|settlement|hypothetical
                873|4|VANNA|open|call risk reversal|long 212C short 199P 2016-02-05|5|2015-12-24||7|-204.596500|-611.424500|-413.889742|442.493016|28.603274||11.94291950187979||||close|no
                859|4|VANNA|closed|call risk reversal|long 212C short 197P 2016-01-22|4|2015-12-10|2015-12-18|8|-169.408400|-971.677200|-813.566977|803.371323|-10.195654|-0.012448176419452825|9.400312953870575|11.298177|rebalanced|-0.10527385823446071|close|no
                856|4|VANNA|closed|call risk reversal|long 214C short 200P 2016-01-22|7|2015-12-07|2015-12-10|3|-283.164000|-1202.992000|-939.600248|862.658714|-76.941534|-0.052549123982453025|16.817573364581317|19.772248|rebalanced|-0.44276325003176087|close|no"#]],
        );
        check(
            Sheet::Rotation,
            "charm rebalance",
            &expect![[r#"
                date|action|profile_id|profile|old_allocation|new_allocation|realized_pnl|entry_cost|reason
                2015-12-31|rebalance|3|CHARM|0.14338486261168926|0.21507729391753388|-254.103090|-1151.152200|target 22.7 %, held 14.3 %
                2015-12-29|rebalance|3|CHARM|0.09523333984865506|0.1428500097729826|22.201212|-708.691200|target 16.4 %, held 9.5 %
                2015-12-17|rebalance|3|CHARM|0.21521144541645912|0.09564953129620406|683.864748|-541.422800|target 11.0 %, held 21.5 %"#]],
        );
        check(
            Sheet::Fills,
            "vov sold",
            &expect![[r#"
                decision_date|fill_date|fill_time|profile_id|profile|trade_id|type|strike|expiry|quantity|mid|price|spread|slippage|commission|clearing|regulatory|provenance|settlement
                2015-12-23|2015-12-24|close|6|VOV|868|C|211|2016-01-29|-9|1.165325|1.144861|15.347700|3.069900|5.850000|0.495000|0.020325|model|close
                2015-12-23|2015-12-24|close|6|VOV|868|P|185|2016-01-29|-9|0.446467|0.425994|15.354000|3.071700|5.850000|0.495000|0.019148|model|close
                2015-12-17|2015-12-18|close|6|VOV|866|C|214|2016-01-29|-2|0.422789|0.40878|2.334800|0.467000|1.300000|0.110000|0.004249|model|close"#]],
        );
    }

    #[test]
    fn a_csv_is_plain_text_with_codes_beside_numbers() {
        for sheet in Sheet::ALL {
            let text = render(sheet, "", usize::MAX);
            assert!(!text.contains(['\u{202f}', '−', '×', '–']), "{sheet:?}");
        }
        let days = render(Sheet::Days, "", 1);
        assert!(days.starts_with("date|regime|regime_name|spot|"), "{days}");
        assert!(days.contains("profile_1_ldg_allocation|profile_2_sdg_allocation"), "{days}");
        assert!(days.lines().nth(1).unwrap().contains("|5|Choppy|"), "{days}");
    }
}
