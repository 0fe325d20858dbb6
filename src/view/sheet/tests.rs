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
            2015-12-28 | VOV | +118.24 | +118.24 | – | open | – | still open | long straddle | 2 | 3 | 4.8 % | +206C +206P 2016-02-10 | 935
            2015-12-30 | SKEW | −46.97 | −46.97 | – | open | – | still open | put backspread | 4 | 1 | 9.7 % | +2×202P −208P 2016-01-29 | 937
            2015-12-24 | VANNA | −395.15 | −395.15 | – | open | – | still open | call diagonal | 5 | 7 | 12.0 % | +206C 2016-02-22, −217C 2015-12-31 | 932
            2015-12-31 | CHARM | −87.94 | −87.94 | – | open | – | still open | short strangle | 9 | 0 | 21.6 % | −209C −202P 2016-01-11 | 938"#]],
    );
    check(
        Sheet::Rotation,
        &expect![[r#"
            Date | Action | Profile | From | To | Realised, USD | Opened, USD | Reason
            2015-12-31 | rebalance | CHARM | 14.4 % | 21.6 % | +86.17 | −1,329.60 | target 22.7 %, held 14.4 %
            2015-12-31 | unfilled | SDG | 0.0 % | 0.0 % | 0.00 | 0.00 | no expiry is listed within the DTE range
            2015-12-30 | settle | SDG | 38.5 % | 0.0 % | +2,432.38 | 0.00 | settled at 206.34
            2015-12-30 | roll leg | VANNA | 12.1 % | 12.1 % | −11.40 | −1.45 | 2 days to expiry"#]],
    );
    check(
        Sheet::Fills,
        &expect![[r#"
            Filled | Time | Profile | Contract | Quantity | Mid | Price | Source | Spread | Slippage | Fees | Decided | Side | Trade
            2015-12-31 | open | CHARM | 202P 2016-01-11 | −9 | 0.78 | 0.77 | model | 9.42 | 1.88 | 6.36 | 2015-12-30 | sold | 938
            2015-12-31 | open | CHARM | 209C 2016-01-11 | −9 | 0.72 | 0.71 | model | 7.63 | 1.53 | 6.36 | 2015-12-30 | sold | 938
            2015-12-31 | open | CHARM | 209C 2016-01-08 | 6 | 0.52 | 0.53 | model | 3.68 | 0.74 | 4.23 | 2015-12-30 | bought | 936
            2015-12-31 | open | CHARM | 203P 2016-01-08 | 6 | 0.76 | 0.77 | model | 5.45 | 1.09 | 4.23 | 2015-12-30 | bought | 936"#]],
    );
    check(
        Sheet::Exposure,
        &expect![[r#"
            Date | Delta | Delta, % of equity | Gamma | Vega | Theta | Cash | Margin | Buying power | Hedge value | Quoted legs | Traded legs | Interpolated legs | Stale legs | Model legs
            2015-12-31 | 170.46 | 4.06 % | −20.68 | 577.85 | 16.75 | 850,242.74 | 40,538.68 | 809,704.07 | 0.00 | 0 | 0 | 0 | 0 | 10
            2015-12-30 | 263.31 | 6.33 % | −3.72 | 640.03 | −4.62 | 849,679.85 | 26,800.08 | 822,879.77 | 0.00 | 0 | 0 | 0 | 0 | 10
            2015-12-29 | 329.41 | 7.99 % | −410.22 | 521.30 | 991.28 | 851,763.74 | 119,727.24 | 732,036.49 | 0.00 | 0 | 0 | 0 | 0 | 12
            2015-12-28 | 230.38 | 5.52 % | −497.30 | 544.29 | 710.61 | 851,769.24 | 92,668.53 | 759,100.71 | 0.00 | 0 | 0 | 0 | 0 | 12"#]],
    );
    check(
        Sheet::Days,
        &expect![[r#"
            Date | Regime | Equity | P&L, USD | Drawdown | LDG | SDG | CHARM | VANNA | SKEW | VOV | Cash | Margin | Positions | Close
            2015-12-31 | Choppy | 858,359.20 | −276.02 | −14.26 % | 14.3 % | 0.0 % | 21.4 % | 11.9 % | 9.5 % | 4.8 % | 850,242.74 | 40,538.68 | 5 | 2,043.94
            2015-12-30 | Choppy | 858,635.22 | +1,590.48 | −14.23 % | 14.4 % | 0.0 % | 14.4 % | 12.0 % | 9.6 % | 4.8 % | 849,679.85 | 26,800.08 | 5 | 2,063.36
            2015-12-29 | Choppy | 857,044.73 | −758.89 | −14.39 % | 14.6 % | 38.8 % | 14.6 % | 12.1 % | 17.0 % | 4.9 % | 851,763.74 | 119,727.24 | 6 | 2,078.36
            2015-12-28 | Choppy | 857,803.62 | +213.61 | −14.31 % | 14.4 % | 38.4 % | 9.6 % | 12.0 % | 16.8 % | 4.8 % | 851,769.24 | 92,668.53 | 6 | 2,056.50"#]],
    );
}

#[test]
fn limits_and_hedges_are_shown_with_their_measures() {
    let mut scenario = Scenario::default();
    scenario.limits.stop_loss = Some(0.04);
    scenario.limits.maximum_days = Some(40.0);
    scenario.limits.value_at_risk = Some(0.01);
    scenario.limits.drawdown = Some(0.1);
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
            2013-12-03 | account | value at risk | 1.08 % | 1.00 % | 107.9 % | 1 | orders × 0.941
            2013-11-19 | account | value at risk | 1.10 % | 1.00 % | 110.2 % | 1 | orders × 0.929
            2013-11-12 | account | value at risk | 1.03 % | 1.00 % | 103.5 % | 1 | within the limit after the day's orders
            2013-11-05 | account | value at risk | 1.09 % | 1.00 % | 108.9 % | 1 | positions × 0.857
        "#]],
    );
    check(
        Sheet::Limits,
        5,
        expect![[r#"
            2014-04-10 | VANNA | stop loss | −40.04 % | −4.00 % | 1,001.1 % | 1 | position closed
            2013-12-11 | VANNA | stop loss | −32.71 % | −4.00 % | 817.7 % | 1 | position closed
            2013-08-27 | VANNA | stop loss | −30.59 % | −4.00 % | 764.7 % | 1 | position closed
            2014-04-04 | VANNA | stop loss | −30.47 % | −4.00 % | 761.7 % | 1 | position closed
        "#]],
    );
    check(
        Sheet::Hedges,
        0,
        expect![[r#"
            2015-12-31 | close | SDG | hedge | −27 | 0 | 204.38 | −5,518.36 | 0.28 | 0.14
            2015-12-30 | close | SDG | hedge | −74 | 27 | 206.33 | −15,268.10 | 0.76 | 0.37
            2015-12-29 | close | SDG | hedge | 101 | 101 | 207.85 | 20,992.49 | 1.05 | 0.51
            2015-12-23 | close | SDG | hedge | 149 | 0 | 206.44 | 30,759.46 | 1.54 | 0.75
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
