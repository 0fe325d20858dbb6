//! The sheets of the sample: cells, filters and sorting.

use super::*;
use crate::engine::Scenario;
use crate::trade::hedge::PortfolioHedge;
use crate::view::sample::{outcome, run};
use expect_test::{Expect, expect};

fn render(sheet: Sheet, rows: impl IntoIterator<Item = u32>) -> String {
    let (report, _) = outcome();
    let index = Index::of(report);
    let heads: Vec<&str> = sheet.columns().iter().map(|column| column.name).collect();
    let mut text = heads.join(" | ");
    for row in rows {
        let fields = sheet.row(report, &index, row as usize);
        let fields: Vec<&str> = fields.iter().map(|field| field.text.as_ref()).collect();
        text.push('\n');
        text.push_str(&fields.join(" | "));
    }
    text
}

fn ordered(sheet: Sheet, filter: &str, sort: (usize, Direction)) -> Vec<u32> {
    let (report, _) = outcome();
    let index = Index::of(report);
    let filter = RowFilter::parse(sheet, filter).unwrap();
    let rows = filter.rows(sheet, report, &index, &sheet.texts(report, &index));
    sheet.sorted(report, &index, rows, sort)
}

#[test]
fn the_latest_rows_come_first() {
    fn check(sheet: Sheet, expected: &Expect) {
        let rows = ordered(sheet, "", sheet.first_sort());
        expected.assert_eq(&render(sheet, rows.into_iter().take(4)));
    }
    check(
        Sheet::Trades,
        &expect![[r#"
            Entry | Profile | Net P&L, USD | Options P&L | Hedge P&L | Exit | Return, net | Reason | Structure | Units | Days | Weight | Legs | Trade
            2015-12-28 | VOV | +65.45 | +65.45 | – | open | – | still open | long straddle | 2 | 3 | 4.9 % | +206C +206P 2016-02-10 | 931
            2015-12-30 | SKEW | −45.93 | −45.93 | – | open | – | still open | put backspread | 4 | 1 | 9.8 % | +2×202P −208P 2016-01-29 | 933
            2015-12-24 | VANNA | −433.56 | −433.56 | – | open | – | still open | call diagonal | 5 | 7 | 12.2 % | +206C 2016-02-22, −217C 2015-12-31 | 928
            2015-12-31 | CHARM | +29.23 | +29.23 | – | open | – | still open | short strangle | 9 | 0 | 21.9 % | −209C −202P 2016-01-11 | 934"#]],
    );
    check(
        Sheet::Rotation,
        &expect![[r#"
            Date | Action | Profile | From | To | Realised, USD | Opened, USD | Reason
            2015-12-31 | rebalance | CHARM | 14.6 % | 21.9 % | +162.71 | −1,239.96 | target 22.7 %, held 14.6 %
            2015-12-31 | unfilled | SDG | 0.0 % | 0.0 % | 0.00 | 0.00 | no expiry is listed within the DTE range
            2015-12-30 | settle | SDG | 39.0 % | 0.0 % | +2,518.59 | 0.00 | settled at 206.34
            2015-12-30 | roll leg | VANNA | 12.3 % | 12.3 % | −12.06 | 0.00 | 2 days to expiry"#]],
    );
    check(
        Sheet::Fills,
        &expect![[r#"
            Filled | Time | Profile | Contract | Quantity | Mid | Price | Source | Spread | Slippage | Fees | Decided | Side | Trade
            2015-12-31 | open | CHARM | 202P 2016-01-11 | −9 | 0.79 | 0.77 | model | 9.49 | 1.90 | 6.36 | 2015-12-30 | sold | 934
            2015-12-31 | open | CHARM | 209C 2016-01-11 | −9 | 0.61 | 0.60 | model | 6.49 | 1.30 | 6.36 | 2015-12-30 | sold | 934
            2015-12-31 | open | CHARM | 209C 2016-01-08 | 6 | 0.49 | 0.49 | model | 3.44 | 0.69 | 4.23 | 2015-12-30 | bought | 932
            2015-12-31 | open | CHARM | 202P 2016-01-08 | 6 | 0.67 | 0.68 | model | 5.36 | 1.07 | 4.23 | 2015-12-30 | bought | 932"#]],
    );
    check(
        Sheet::Exposure,
        &expect![[r#"
            Date | Delta | Delta, % of equity | Gamma | Vega | Theta | Cash | Margin | Buying power | Hedge value | Quoted legs | Traded legs | Interpolated legs | Stale legs | Model legs
            2015-12-31 | 165.87 | 4.01 % | −30.86 | 523.12 | 41.08 | 838,720.98 | 41,006.37 | 797,714.61 | 0.00 | 0 | 0 | 0 | 0 | 10
            2015-12-30 | 252.78 | 6.16 % | −7.22 | 567.73 | −11.84 | 838,216.14 | 26,397.94 | 811,818.20 | 0.00 | 0 | 0 | 0 | 0 | 10
            2015-12-29 | 307.09 | 7.55 % | −423.37 | 442.88 | 599.83 | 840,449.62 | 121,677.73 | 718,771.89 | 0.00 | 0 | 0 | 0 | 0 | 12
            2015-12-28 | 210.18 | 5.11 % | −541.14 | 444.33 | 753.94 | 840,452.92 | 92,922.54 | 747,530.38 | 0.00 | 0 | 0 | 0 | 0 | 12"#]],
    );
    check(
        Sheet::Days,
        &expect![[r#"
            Date | Regime | Equity | P&L, USD | Drawdown | LDG | SDG | CHARM | VANNA | SKEW | VOV | Cash | Margin | Positions | Close
            2015-12-31 | Choppy | 846,361.36 | −400.81 | −15.51 % | 12.1 % | 0.0 % | 21.7 % | 12.1 % | 9.7 % | 4.8 % | 838,720.98 | 41,006.37 | 5 | 2,043.94
            2015-12-30 | Choppy | 846,762.17 | +1,173.79 | −15.47 % | 12.2 % | 0.0 % | 14.6 % | 12.2 % | 9.7 % | 4.9 % | 838,216.14 | 26,397.94 | 5 | 2,063.36
            2015-12-29 | Choppy | 845,588.38 | −795.52 | −15.59 % | 12.3 % | 39.3 % | 14.7 % | 12.3 % | 17.2 % | 4.9 % | 840,449.62 | 121,677.73 | 6 | 2,078.36
            2015-12-28 | Choppy | 846,383.90 | +454.76 | −15.51 % | 12.1 % | 38.9 % | 9.7 % | 12.1 % | 17.0 % | 4.9 % | 840,452.92 | 92,922.54 | 6 | 2,056.50"#]],
    );
}

#[test]
fn limits_and_hedges_are_shown_with_their_measures() {
    let mut scenario = Scenario::default();
    scenario.limits.stop_loss = 0.04;
    scenario.limits.maximum_days = 40.0;
    scenario.limits.value_at_risk = 0.01;
    scenario.limits.drawdown = 0.1;
    scenario.hedging.portfolio = PortfolioHedge::Band;
    let (report, _) = run(&scenario);
    let index = Index::of(&report);
    let check = |sheet: Sheet, column: usize, expected: Expect| {
        let rows: Vec<u32> = (0..sheet.len(&report) as u32).collect();
        let rows = sheet.sorted(&report, &index, rows, (column, Direction::Descending));
        let mut text = String::new();
        for row in rows.into_iter().take(4) {
            let fields = sheet.row(&report, &index, row as usize);
            let fields: Vec<&str> = fields.iter().map(|field| field.text.as_ref()).collect();
            text.push_str(&format!("{}\n", fields.join(" | ")));
            let day = sheet.day(&report, &index, row as usize).unwrap();
            assert!(text.contains(&report.days[day].date.to_string()));
        }
        expected.assert_eq(&text);
    };
    check(
        Sheet::Limits,
        2,
        expect![[r#"
            2015-12-30 | account | value at risk | 2.18 % | 1.00 % | 218.4 % | 3 | targets × 0.458
            2015-12-29 | account | value at risk | 1.23 % | 1.00 % | 123.0 % | 2 | targets × 0.813
            2015-12-28 | account | value at risk | 1.36 % | 1.00 % | 136.3 % | 1 | targets × 0.734
            2015-12-10 | account | value at risk | 1.80 % | 1.00 % | 180.0 % | 3 | targets × 0.556
        "#]],
    );
    check(
        Sheet::Limits,
        5,
        expect![[r#"
            2015-12-30 | account | value at risk | 2.18 % | 1.00 % | 218.4 % | 3 | targets × 0.458
            2015-11-25 | account | value at risk | 2.15 % | 1.00 % | 215.2 % | 4 | targets × 0.465
            2015-11-27 | account | value at risk | 2.10 % | 1.00 % | 210.4 % | 5 | targets × 0.475
            2015-11-17 | account | value at risk | 2.05 % | 1.00 % | 205.1 % | 1 | targets × 0.487
        "#]],
    );
    check(
        Sheet::Hedges,
        0,
        expect![[r#"
            2015-12-31 | close | CHARM | hedge | −86 | −107 | 204.38 | −17,577.01 | 0.88 | 0.43
            2015-12-31 | close | LDG | hedge | 26 | 12 | 204.40 | 5,314.51 | 0.27 | 0.13
            2015-12-31 | open | SDG | hedge | −189 | 0 | 206.05 | −38,943.20 | 1.95 | 0.95
            2015-12-30 | close | CHARM | hedge | −104 | −21 | 206.33 | −21,457.87 | 1.07 | 0.52
        "#]],
    );
}

#[test]
fn a_row_passes_a_filter_with_every_word() {
    let all = ordered(Sheet::Trades, " ", (0, Direction::Ascending));
    let (report, _) = outcome();
    assert_eq!(all.len(), Sheet::Trades.len(report));
    let charm = ordered(Sheet::Trades, "charm", (0, Direction::Ascending));
    let rolled = ordered(Sheet::Trades, "CHARM rolled", (0, Direction::Ascending));
    assert!(!rolled.is_empty() && rolled.len() < charm.len() && charm.len() < all.len());
    assert!(rolled.iter().all(|row| charm.contains(row)));
    assert!(ordered(Sheet::Trades, "no such trade", (0, Direction::Ascending)).is_empty());
}

#[test]
fn sorting_goes_by_value_and_keeps_time_where_values_are_equal() {
    let (report, _) = outcome();
    let index = Index::of(report);
    for sheet in Sheet::ALL {
        for column in 0..sheet.columns().len() {
            let up = ordered(sheet, "", (column, Direction::Ascending));
            let pairs = up.windows(2).map(|pair| (pair[0], pair[1]));
            for (a, b) in pairs {
                let value = |row: u32| sheet.cell(report, &index, row as usize, column);
                let order = value(a).compare(&value(b));
                assert!(order.is_lt() || (order.is_eq() && a < b), "{sheet:?} {column}");
            }
            let down = ordered(sheet, "", (column, Direction::Descending));
            assert!(down.into_iter().rev().eq(up));
        }
    }
}

#[test]
fn a_row_leads_to_its_trade_and_its_decision() {
    let (report, _) = outcome();
    let index = Index::of(report);
    let last = Sheet::Trades.len(report) - 1;
    assert_eq!(Sheet::Trades.trade(report, 0), Some(report.trades[0].trade));
    assert_eq!(Sheet::Trades.trade(report, last), report.open_positions.last().map(|p| p.trade));
    assert_eq!(Sheet::Trades.trade(report, last + 1), None);
    assert_eq!(Sheet::Rotation.trade(report, 0), None);
    let first = report.fills[0];
    let day = Sheet::Fills.day(report, &index, 0).unwrap();
    assert_eq!(report.days[day].date, first.decided);
    assert_eq!(Sheet::Trades.day(report, &index, 0), Some(day));
    assert_eq!(Sheet::Days.day(report, &index, 7), Some(7));
}

#[test]
fn column_widths_fit_their_cells() {
    let (report, _) = outcome();
    let index = Index::of(report);
    for sheet in Sheet::ALL {
        let widths = sheet.widths(report, &index);
        for (column, width) in sheet.columns().iter().zip(&widths) {
            let least = CHARACTER * column.name.len() as u32;
            assert!(*width > least && *width <= CHARACTER * 38 + ROOM, "{sheet:?} {}", column.name);
        }
    }
    // Beside scenario and decision 764 pixels are in view on a screen of 1,440, on a phone 348.
    let widths = Sheet::Trades.widths(report, &index);
    let seen = |columns: usize| -> u32 { widths[..columns].iter().sum() };
    assert!(seen(7) <= 764 && seen(3) <= 348, "{} {}", seen(7), seen(3));
}
