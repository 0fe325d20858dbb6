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
            2015-12-28 | VOV | −19.82 | −19.82 | – | open | – | still open | long straddle | 2 | 3 | 4.9 % | +206C +206P 2016-02-10 | 937
            2015-12-30 | SKEW | −73.15 | −73.15 | – | open | – | still open | put backspread | 4 | 1 | 10.0 % | +2×200P −206P 2016-01-29 | 939
            2015-12-24 | VANNA | −356.39 | −356.39 | – | open | – | still open | call diagonal | 5 | 7 | 12.4 % | +206C 2016-02-22, −216C 2015-12-31 | 934
            2015-12-31 | CHARM | −20.49 | −20.49 | – | open | – | still open | short strangle | 9 | 0 | 22.3 % | −207C −201P 2016-01-11 | 940"#]],
    );
    check(
        Sheet::Rotation,
        &expect![[r#"
            Date | Action | Profile | From | To | Realised, USD | Opened, USD | Reason
            2015-12-31 | rebalance | CHARM | 14.8 % | 22.3 % | −254.10 | −1,405.87 | target 22.7 %, held 14.8 %
            2015-12-31 | unfilled | SDG | 0.0 % | 0.0 % | 0.00 | 0.00 | no expiry is listed within the DTE range
            2015-12-30 | roll leg | VANNA | 12.5 % | 12.5 % | −12.06 | 0.00 | 2 days to expiry
            2015-12-30 | rebalance | SKEW | 17.5 % | 10.0 % | −144.44 | −28.30 | target 10.3 %, held 17.5 %"#]],
    );
    check(
        Sheet::Fills,
        &expect![[r#"
            Filled | Time | Profile | Contract | Quantity | Mid | Price | Source | Spread | Slippage | Fees | Decided | Side | Trade
            2015-12-31 | close | CHARM | 201P 2016-01-11 | −9 | 0.88 | 0.87 | model | 9.93 | 1.99 | 6.36 | 2015-12-30 | sold | 940
            2015-12-31 | close | CHARM | 207C 2016-01-11 | −9 | 0.70 | 0.69 | model | 7.15 | 1.43 | 6.36 | 2015-12-30 | sold | 940
            2015-12-31 | close | CHARM | 211C 2016-01-08 | 6 | 0.04 | 0.05 | model | 1.36 | 0.27 | 4.23 | 2015-12-30 | bought | 938
            2015-12-31 | close | CHARM | 204P 2016-01-08 | 6 | 1.51 | 1.53 | model | 7.34 | 1.47 | 4.23 | 2015-12-30 | bought | 938"#]],
    );
    check(
        Sheet::Exposure,
        &expect![[r#"
            Date | Delta | Delta, % of equity | Gamma | Vega | Theta | Cash | Margin | Buying power | Hedge value | Quoted legs | Traded legs | Interpolated legs | Stale legs | Model legs | Quoted spot | Off the close
            2015-12-31 | 186.05 | 4.56 % | −51.21 | 477.16 | 91.13 | 826,441.14 | 39,171.21 | 787,269.93 | 0.00 | 0 | 0 | 0 | 0 | 10 | – | –
            2015-12-30 | 261.60 | 6.47 % | −4.74 | 562.00 | −26.80 | 825,725.52 | 29,450.13 | 796,275.39 | 0.00 | 0 | 0 | 0 | 0 | 10 | – | –
            2015-12-29 | 307.62 | 7.67 % | −422.70 | 449.83 | 586.02 | 827,821.41 | 117,056.92 | 710,764.48 | 0.00 | 0 | 0 | 0 | 0 | 12 | – | –
            2015-12-28 | 210.26 | 5.18 % | −551.15 | 435.49 | 769.43 | 828,130.28 | 92,362.16 | 735,768.12 | 0.00 | 0 | 0 | 0 | 0 | 12 | – | –"#]],
    );
    check(
        Sheet::Days,
        &expect![[r#"
            Date | Regime | Equity | P&L, USD | Drawdown | LDG | SDG | CHARM | VANNA | SKEW | VOV | Cash | Margin | Positions | Close
            2015-12-31 | Choppy | 833,893.16 | −466.52 | −16.62 % | 12.3 % | 0.0 % | 22.1 % | 12.3 % | 9.8 % | 4.9 % | 826,441.14 | 39,171.21 | 5 | 2,043.94
            2015-12-30 | Choppy | 834,359.68 | +1,117.03 | −16.57 % | 12.4 % | 0.0 % | 14.8 % | 12.4 % | 9.9 % | 4.9 % | 825,725.52 | 29,450.13 | 5 | 2,063.36
            2015-12-29 | Choppy | 833,242.65 | −738.08 | −16.68 % | 12.5 % | 39.9 % | 15.0 % | 12.5 % | 17.5 % | 5.0 % | 827,821.41 | 117,056.92 | 6 | 2,078.36
            2015-12-28 | Choppy | 833,980.73 | +174.15 | −16.61 % | 12.3 % | 39.5 % | 9.9 % | 12.3 % | 17.3 % | 4.9 % | 828,130.28 | 92,362.16 | 6 | 2,056.50"#]],
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
            2015-12-30 | account | value at risk | 2.04 % | 1.00 % | 204.1 % | 3 | targets × 0.490
            2015-12-29 | account | value at risk | 1.59 % | 1.00 % | 158.9 % | 2 | targets × 0.629
            2015-12-28 | account | value at risk | 1.36 % | 1.00 % | 135.9 % | 1 | targets × 0.736
            2015-12-16 | account | value at risk | 1.37 % | 1.00 % | 137.2 % | 2 | targets × 0.729
        "#]],
    );
    check(
        Sheet::Limits,
        5,
        expect![[r#"
            2015-11-25 | account | value at risk | 2.75 % | 1.00 % | 274.7 % | 4 | targets × 0.364
            2015-12-04 | account | value at risk | 2.51 % | 1.00 % | 250.9 % | 1 | targets × 0.399
            2015-11-24 | account | value at risk | 2.46 % | 1.00 % | 246.4 % | 3 | targets × 0.406
            2015-11-27 | account | value at risk | 2.42 % | 1.00 % | 242.0 % | 5 | targets × 0.413
        "#]],
    );
    check(
        Sheet::Hedges,
        0,
        expect![[r#"
            2015-12-31 | close | CHARM | hedge | −130 | −102 | 204.38 | −26,569.89 | 1.33 | 0.65
            2015-12-31 | close | LDG | hedge | −30 | −10 | 204.38 | −6,131.51 | 0.31 | 0.15
            2015-12-31 | close | SDG | hedge | −157 | 0 | 204.38 | −32,088.25 | 1.60 | 0.79
            2015-12-30 | close | CHARM | hedge | −113 | 28 | 206.33 | −23,314.80 | 1.17 | 0.57
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
