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
            2015-12-28 | VOV | −15.46 | −15.46 | – | open | – | still open | long straddle | 2 | 3 | 4.9 % | +206C +206P 2016-02-12 | 823
            2015-12-30 | SKEW | −73.15 | −73.15 | – | open | – | still open | put backspread | 4 | 1 | 9.8 % | +2×200P −206P 2016-01-29 | 825
            2015-12-24 | VANNA | −360.99 | −360.99 | – | open | – | still open | call diagonal | 5 | 7 | 12.2 % | +206C 2016-02-19, −216C 2015-12-31 | 820
            2015-12-31 | CHARM | −16.80 | −16.80 | – | open | – | still open | short strangle | 9 | 0 | 21.9 % | −207C −201P 2016-01-08 | 826"#]],
    );
    check(
        Sheet::Rotation,
        &expect![[r#"
            Date | Action | Profile | From | To | Realised, USD | Opened, USD | Reason
            2015-12-31 | rebalance | CHARM | 14.6 % | 21.9 % | −254.10 | −1,151.15 | target 22.7 %, held 14.6 %
            2015-12-31 | settle | SDG | 38.9 % | 0.0 % | +975.43 | 0.00 | settled at 204.39
            2015-12-30 | roll leg | VANNA | 12.3 % | 12.3 % | −12.06 | 0.00 | 2 days to expiry
            2015-12-30 | rebalance | SKEW | 17.2 % | 9.8 % | −144.44 | −28.30 | target 10.3 %, held 17.2 %"#]],
    );
    check(
        Sheet::Fills,
        &expect![[r#"
            Filled | Time | Profile | Contract | Quantity | Mid | Price | Source | Spread | Slippage | Fees | Decided | Side | Trade
            2015-12-31 | close | CHARM | 201P 2016-01-08 | −9 | 0.74 | 0.73 | model | 8.34 | 1.67 | 6.36 | 2015-12-30 | sold | 826
            2015-12-31 | close | CHARM | 207C 2016-01-08 | −9 | 0.56 | 0.55 | model | 5.66 | 1.13 | 6.36 | 2015-12-30 | sold | 826
            2015-12-31 | close | CHARM | 211C 2016-01-08 | 6 | 0.04 | 0.05 | model | 1.36 | 0.27 | 4.23 | 2015-12-30 | bought | 824
            2015-12-31 | close | CHARM | 204P 2016-01-08 | 6 | 1.51 | 1.53 | model | 7.34 | 1.47 | 4.23 | 2015-12-30 | bought | 824"#]],
    );
    check(
        Sheet::Exposure,
        &expect![[r#"
            Date | Delta | Delta, % of equity | Gamma | Vega | Theta | Cash | Margin | Buying power | Hedge value | Quoted legs | Traded legs | Interpolated legs | Stale legs | Model legs | Quoted spot | Off the close
            2015-12-31 | 186.36 | 4.50 % | −56.66 | 610.63 | 100.23 | 837,374.24 | 38,769.73 | 798,604.51 | 0.00 | 0 | 0 | 0 | 0 | 10 | – | –
            2015-12-30 | 261.13 | 6.35 % | −726.08 | 510.30 | 1,681.15 | 839,966.42 | 96,882.59 | 743,083.83 | 0.00 | 0 | 0 | 0 | 0 | 12 | – | –
            2015-12-29 | 306.82 | 7.52 % | −381.69 | 486.07 | 656.63 | 841,202.83 | 113,282.77 | 727,920.06 | 0.00 | 0 | 0 | 0 | 0 | 12 | – | –
            2015-12-28 | 210.65 | 5.11 % | −453.89 | 504.49 | 599.82 | 841,374.44 | 93,297.81 | 748,076.63 | 0.00 | 0 | 0 | 0 | 0 | 12 | – | –"#]],
    );
    check(
        Sheet::Days,
        &expect![[r#"
            Date | Regime | Equity | P&L, USD | Drawdown | LDG | SDG | CHARM | VANNA | SKEW | VOV | Cash | Margin | Positions | Close
            2015-12-31 | Choppy | 846,918.68 | −1,233.86 | −15.35 % | 14.5 % | 0.0 % | 21.7 % | 12.1 % | 9.7 % | 4.8 % | 837,374.24 | 38,769.73 | 5 | 2,043.94
            2015-12-30 | Choppy | 848,152.54 | +372.71 | −15.23 % | 14.6 % | 38.9 % | 14.6 % | 12.2 % | 9.7 % | 4.9 % | 839,966.42 | 96,882.59 | 6 | 2,063.36
            2015-12-29 | Choppy | 847,779.83 | −583.81 | −15.26 % | 14.7 % | 39.2 % | 14.7 % | 12.3 % | 17.2 % | 4.9 % | 841,202.83 | 113,282.77 | 6 | 2,078.36
            2015-12-28 | Choppy | 848,363.64 | +264.60 | −15.21 % | 14.5 % | 38.8 % | 9.7 % | 12.1 % | 17.0 % | 4.8 % | 841,374.44 | 93,297.81 | 6 | 2,056.50"#]],
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
            2015-12-30 | account | value at risk | 1.97 % | 1.00 % | 196.7 % | 3 | targets × 0.508
            2015-12-29 | account | value at risk | 1.11 % | 1.00 % | 111.4 % | 2 | targets × 0.898
            2015-12-28 | account | value at risk | 1.02 % | 1.00 % | 102.0 % | 1 | targets × 0.981
            2015-12-17 | account | value at risk | 1.50 % | 1.00 % | 150.0 % | 1 | targets × 0.667
        "#]],
    );
    check(
        Sheet::Limits,
        5,
        expect![[r#"
            2015-11-25 | account | value at risk | 2.38 % | 1.00 % | 238.2 % | 2 | targets × 0.420
            2015-12-10 | account | value at risk | 2.03 % | 1.00 % | 203.4 % | 3 | targets × 0.492
            2015-12-30 | account | value at risk | 1.97 % | 1.00 % | 196.7 % | 3 | targets × 0.508
            2014-08-21 | account | value at risk | 1.79 % | 1.00 % | 179.0 % | 2 | targets × 0.559
        "#]],
    );
    check(
        Sheet::Hedges,
        0,
        expect![[r#"
            2015-12-31 | close | CHARM | hedge | 123 | 2 | 204.40 | 25,141.72 | 1.26 | 0.62
            2015-12-31 | close | LDG | hedge | 9 | −10 | 204.40 | 1,839.64 | 0.09 | 0.05
            2015-12-31 | close | SDG | hedge | −220 | 0 | 204.38 | −44,964.43 | 2.25 | 1.10
            2015-12-30 | close | account | hedge | −228 | −253 | 206.33 | −47,042.26 | 2.35 | 1.14
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
