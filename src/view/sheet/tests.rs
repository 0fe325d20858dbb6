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
            2015-12-28 | VOV | +56.21 | +56.21 | – | open | – | still open | long strangle | 2 | 3 | 4.7 % | +215C +194P 2016-02-10 | 953
            2015-12-30 | SKEW | −46.97 | −46.97 | – | open | – | still open | put backspread | 4 | 1 | 9.5 % | +2×202P −208P 2016-01-29 | 955
            2015-12-24 | VANNA | −495.42 | −495.42 | – | open | – | still open | call risk reversal | 5 | 7 | 11.8 % | +212C −200P 2016-02-08 | 951
            2015-12-31 | CHARM | −87.94 | −87.94 | – | open | – | still open | short strangle | 9 | 0 | 21.2 % | −209C −202P 2016-01-11 | 956"#]],
    );
    check(
        Sheet::Rotation,
        &expect![[r#"
            Date | Action | Profile | From | To | Realised, USD | Opened, USD | Reason
            2015-12-31 | unfilled | SDG | 0.0 % | 0.0 % | 0.00 | 0.00 | nothing listed: no expiry within the DTE range
            2015-12-31 | rebalance | CHARM | 14.1 % | 21.2 % | +86.17 | −1,329.60 | target 22.7 %, held 14.1 %
            2015-12-30 | settle | SDG | 40.0 % | 0.0 % | +2,584.40 | 0.00 | settled at 206.34
            2015-12-30 | rebalance | SKEW | 16.6 % | 9.5 % | −103.52 | −210.31 | target 10.3 %, held 16.6 %"#]],
    );
    check(
        Sheet::Fills,
        &expect![[r#"
            Filled | Time | Profile | Contract | Quantity | Mid | Price | Source | Spread | Slippage | Fees | Decided | Side | Trade
            2015-12-31 | open | CHARM | 202P 2016-01-11 | −9 | 0.78 | 0.77 | model | 9.42 | 1.88 | 6.36 | 2015-12-30 | sold | 956
            2015-12-31 | open | CHARM | 209C 2016-01-11 | −9 | 0.72 | 0.71 | model | 7.63 | 1.53 | 6.36 | 2015-12-30 | sold | 956
            2015-12-31 | open | CHARM | 209C 2016-01-08 | 6 | 0.52 | 0.53 | model | 3.68 | 0.74 | 4.23 | 2015-12-30 | bought | 954
            2015-12-31 | open | CHARM | 203P 2016-01-08 | 6 | 0.76 | 0.77 | model | 5.45 | 1.09 | 4.23 | 2015-12-30 | bought | 954"#]],
    );
    check(
        Sheet::Exposure,
        &expect![[r#"
            Date | Delta | Delta, % of equity | Gamma | Vega | Theta | Cash | Margin | Buying power | Hedge value | Quoted legs | Traded legs | Interpolated legs | Stale legs | Model legs
            2015-12-31 | −32.73 | −0.76 % | −46.28 | 354.85 | 50.77 | 873,709.72 | 43,507.21 | 830,202.51 | 0.00 | 0 | 0 | 0 | 0 | 10
            2015-12-30 | −5.66 | −0.13 % | −23.79 | 440.40 | 24.34 | 872,662.22 | 33,376.29 | 839,285.93 | 0.00 | 0 | 0 | 0 | 0 | 10
            2015-12-29 | 6.60 | 0.16 % | −451.72 | 338.19 | 1,077.36 | 874,435.74 | 91,818.67 | 782,617.07 | 0.00 | 0 | 0 | 0 | 0 | 12
            2015-12-28 | −15.55 | −0.36 % | −553.14 | 316.84 | 786.82 | 874,994.11 | 84,448.17 | 790,545.93 | 0.00 | 0 | 0 | 0 | 0 | 12"#]],
    );
    check(
        Sheet::Days,
        &expect![[r#"
            Date | Regime | Equity | P&L, USD | Drawdown | LDG | SDG | CHARM | VANNA | SKEW | VOV | Cash | Margin | Positions | Close
            2015-12-31 | Choppy | 878,107.33 | +165.45 | −12.34 % | 14.0 % | 0.0 % | 20.9 % | 11.6 % | 9.3 % | 4.7 % | 873,709.72 | 43,507.21 | 5 | 2,043.94
            2015-12-30 | Choppy | 877,941.88 | +2,109.69 | −12.36 % | 14.1 % | 0.0 % | 14.1 % | 11.8 % | 9.4 % | 4.7 % | 872,662.22 | 33,376.29 | 5 | 2,063.36
            2015-12-29 | Choppy | 875,832.19 | −1,357.36 | −12.57 % | 14.2 % | 40.3 % | 14.2 % | 11.9 % | 16.6 % | 4.7 % | 874,435.74 | 91,818.67 | 6 | 2,078.36
            2015-12-28 | Choppy | 877,189.55 | +259.62 | −12.43 % | 14.1 % | 39.9 % | 9.4 % | 11.7 % | 16.4 % | 4.7 % | 874,994.11 | 84,448.17 | 6 | 2,056.50"#]],
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
            2015-12-30 | account | value at risk | 1.42 % | 1.00 % | 141.7 % | 3 | targets × 0.706
            2015-12-29 | account | value at risk | 1.14 % | 1.00 % | 114.3 % | 2 | targets × 0.875
            2015-12-28 | account | value at risk | 1.30 % | 1.00 % | 129.9 % | 1 | targets × 0.770
            2015-12-16 | account | value at risk | 1.08 % | 1.00 % | 107.9 % | 3 | targets × 0.927
        "#]],
    );
    check(
        Sheet::Limits,
        5,
        expect![[r#"
            2015-12-10 | account | value at risk | 1.80 % | 1.00 % | 180.3 % | 3 | targets × 0.555
            2015-12-08 | account | value at risk | 1.77 % | 1.00 % | 176.9 % | 1 | targets × 0.565
            2015-11-17 | account | value at risk | 1.73 % | 1.00 % | 173.1 % | 1 | targets × 0.578
            2015-11-25 | account | value at risk | 1.63 % | 1.00 % | 162.8 % | 4 | targets × 0.614
        "#]],
    );
    check(
        Sheet::Hedges,
        0,
        expect![[r#"
            2015-12-31 | close | VANNA | hedge | −2 | −208 | 204.38 | −408.77 | 0.02 | 0.01
            2015-12-31 | close | CHARM | hedge | −165 | −282 | 204.38 | −33,723.32 | 1.69 | 0.83
            2015-12-31 | close | SDG | hedge | 962 | 0 | 204.40 | 196,636.86 | 9.83 | 4.81
            2015-12-31 | close | LDG | hedge | 28 | 19 | 204.40 | 5,723.32 | 0.29 | 0.14
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
