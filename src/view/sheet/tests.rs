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
            2015-12-30 | SKEW | −46.97 | −46.97 | – | open | – | still open | put backspread | 4 | 1 | 10.3 % | +2×202P −208P 2016-01-29 | 830
            2015-12-24 | VANNA | −325.04 | −325.04 | – | open | – | still open | call diagonal | 4 | 7 | 10.2 % | +206C 2016-02-19, −217C 2015-12-31 | 825
            2015-12-31 | CHARM | −158.21 | −158.21 | – | open | – | still open | short strangle | 8 | 0 | 20.4 % | −209C −203P 2016-01-08 | 831
            2015-12-24 | LDG | +418.79 | +418.79 | – | open | – | still open | long straddle | 5 | 7 | 12.7 % | +206C +206P 2016-03-18 | 823"#]],
    );
    check(
        Sheet::Rotation,
        &expect![[r#"
            Date | Action | Profile | From | To | Realised, USD | Opened, USD | Reason
            2015-12-31 | settle | SDG | 38.2 % | 0.0 % | +758.92 | 0.00 | settled at 204.39
            2015-12-31 | rebalance | CHARM | 15.3 % | 20.4 % | +86.17 | −1,009.49 | target 22.7 %, held 15.3 %
            2015-12-30 | roll leg | VANNA | 10.3 % | 10.3 % | −9.12 | −3.06 | 2 days to expiry
            2015-12-30 | rebalance | SKEW | 15.4 % | 10.3 % | −88.73 | −210.31 | target 10.3 %, held 15.4 %"#]],
    );
    check(
        Sheet::Fills,
        &expect![[r#"
            Filled | Time | Profile | Contract | Quantity | Mid | Price | Source | Spread | Slippage | Fees | Decided | Side | Trade
            2015-12-31 | close | SDG | 206P 2015-12-31 | 15 | 1.61 | 1.61 | settlement | 0.00 | 0.00 | 0.00 | 2015-12-31 | bought | 827
            2015-12-31 | close | SDG | 206C 2015-12-31 | 15 | 0.00 | 0.00 | settlement | 0.00 | 0.00 | 0.00 | 2015-12-31 | bought | 827
            2015-12-31 | open | CHARM | 203P 2016-01-08 | −8 | 0.76 | 0.75 | model | 7.26 | 1.45 | 5.66 | 2015-12-30 | sold | 831
            2015-12-31 | open | CHARM | 209C 2016-01-08 | −8 | 0.52 | 0.51 | model | 4.91 | 0.98 | 5.66 | 2015-12-30 | sold | 831"#]],
    );
    check(
        Sheet::Exposure,
        &expect![[r#"
            Date | Delta | Delta, % of equity | Gamma | Vega | Theta | Cash | Margin | Buying power | Hedge value | Quoted legs | Traded legs | Interpolated legs | Stale legs | Model legs
            2015-12-31 | 146.60 | 3.70 % | −49.47 | 444.90 | 50.13 | 803,134.74 | 38,609.80 | 764,524.93 | 0.00 | 0 | 0 | 0 | 0 | 8
            2015-12-30 | 201.34 | 5.13 % | −617.64 | 322.05 | 1,215.19 | 805,709.10 | 94,671.87 | 711,037.23 | 0.00 | 0 | 0 | 0 | 0 | 10
            2015-12-29 | 271.44 | 6.97 % | −366.84 | 389.96 | 646.65 | 805,436.93 | 111,659.98 | 693,776.96 | 0.00 | 0 | 0 | 0 | 0 | 12
            2015-12-28 | 182.89 | 4.64 % | −422.46 | 451.22 | 559.59 | 805,299.10 | 88,744.43 | 716,554.67 | 0.00 | 0 | 0 | 0 | 0 | 12"#]],
    );
    check(
        Sheet::Days,
        &expect![[r#"
            Date | Regime | Equity | P&L, USD | Drawdown | LDG | SDG | CHARM | VANNA | SKEW | VOV | Cash | Margin | Positions | Close
            2015-12-31 | Choppy | 808,935.71 | −665.03 | −19.11 % | 12.6 % | 0.0 % | 20.2 % | 10.1 % | 10.1 % | 0.0 % | 803,134.74 | 38,609.80 | 4 | 2,043.94
            2015-12-30 | Choppy | 809,600.74 | +184.70 | −19.04 % | 12.7 % | 38.2 % | 15.3 % | 10.2 % | 10.2 % | 0.0 % | 805,709.10 | 94,671.87 | 5 | 2,063.36
            2015-12-29 | Choppy | 809,416.04 | −798.10 | −19.06 % | 12.8 % | 38.5 % | 15.4 % | 10.3 % | 15.4 % | 5.1 % | 805,436.93 | 111,659.98 | 6 | 2,078.36
            2015-12-28 | Choppy | 810,214.14 | +179.63 | −18.98 % | 12.7 % | 38.1 % | 10.2 % | 10.2 % | 15.2 % | 5.1 % | 805,299.10 | 88,744.43 | 6 | 2,056.50"#]],
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
            2015-12-30 | account | value at risk | 1.69 % | 1.00 % | 169.4 % | 1 | targets × 0.590
            2015-12-28 | account | value at risk | 1.11 % | 1.00 % | 111.3 % | 1 | targets × 0.899
            2015-12-17 | account | value at risk | 1.22 % | 1.00 % | 122.4 % | 1 | targets × 0.817
            2015-12-15 | account | value at risk | 1.04 % | 1.00 % | 103.7 % | 1 | targets × 0.965
        "#]],
    );
    check(
        Sheet::Limits,
        5,
        expect![[r#"
            2015-12-10 | account | value at risk | 1.94 % | 1.00 % | 194.1 % | 3 | targets × 0.515
            2015-12-30 | account | value at risk | 1.69 % | 1.00 % | 169.4 % | 1 | targets × 0.590
            2015-12-08 | account | value at risk | 1.60 % | 1.00 % | 159.8 % | 1 | targets × 0.626
            2015-12-09 | account | value at risk | 1.55 % | 1.00 % | 155.5 % | 2 | targets × 0.643
        "#]],
    );
    check(
        Sheet::Hedges,
        0,
        expect![[r#"
            2015-12-31 | close | CHARM | hedge | −132 | −125 | 204.38 | −26,978.66 | 1.35 | 0.66
            2015-12-31 | close | LDG | hedge | 31 | 12 | 204.40 | 6,336.53 | 0.32 | 0.16
            2015-12-31 | open | SDG | hedge | −191 | 0 | 206.05 | −39,355.30 | 1.97 | 0.96
            2015-12-30 | close | CHARM | hedge | −101 | 7 | 206.33 | −20,838.89 | 1.04 | 0.51
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
