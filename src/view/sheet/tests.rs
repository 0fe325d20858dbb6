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
            2015-12-28 | VOV | +7.81 | −20.59 | +28.40 | open | – | still open | long strangle | 2 | 3 | 4.8 % | +216C +191P 2016-02-12 | 875
            2015-12-30 | SKEW | −81.62 | −81.62 | 0.00 | open | – | still open | put backspread | 4 | 1 | 9.6 % | +2×200P −206P 2016-01-29 | 877
            2015-12-24 | VANNA | +28.60 | −413.89 | +442.49 | open | – | still open | call risk reversal | 5 | 7 | 11.9 % | +212C −199P 2016-02-05 | 873
            2015-12-31 | CHARM | −31.43 | −29.53 | −1.90 | open | – | still open | short strangle | 9 | 0 | 21.5 % | −207C −201P 2016-01-08 | 878"#]],
    );
    check(
        Sheet::Rotation,
        &expect![[r#"
            Date | Action | Profile | From | To | Realised, USD | Opened, USD | Reason
            2015-12-31 | rebalance | CHARM | 14.3 % | 21.5 % | −254.10 | −1,151.15 | target 22.7 %, held 14.3 %
            2015-12-31 | settle | SDG | 38.2 % | 0.0 % | +975.43 | 0.00 | settled at 204.39
            2015-12-30 | rebalance | SKEW | 16.9 % | 9.6 % | −144.44 | −28.30 | target 10.3 %, held 16.9 %
            2015-12-29 | rebalance | CHARM | 9.5 % | 14.3 % | +22.20 | −708.69 | target 16.4 %, held 9.5 %"#]],
    );
    check(
        Sheet::Fills,
        &expect![[r#"
            Filled | Time | Profile | Contract | Quantity | Mid | Price | Source | Spread | Slippage | Fees | Decided | Side | Trade
            2015-12-31 | close | CHARM | 201P 2016-01-08 | −9 | 0.74 | 0.73 | model | 8.34 | 1.67 | 6.36 | 2015-12-30 | sold | 878
            2015-12-31 | close | CHARM | 207C 2016-01-08 | −9 | 0.56 | 0.55 | model | 5.66 | 1.13 | 6.36 | 2015-12-30 | sold | 878
            2015-12-31 | close | CHARM | 211C 2016-01-08 | 6 | 0.04 | 0.05 | model | 1.36 | 0.27 | 4.23 | 2015-12-30 | bought | 876
            2015-12-31 | close | CHARM | 204P 2016-01-08 | 6 | 1.51 | 1.53 | model | 7.34 | 1.47 | 4.23 | 2015-12-30 | bought | 876"#]],
    );
    check(
        Sheet::Exposure,
        &expect![[r#"
            Date | Delta | Delta, % of equity | Gamma | Vega | Theta | Cash | Margin | Buying power | Hedge value | Quoted legs | Traded legs | Interpolated legs | Stale legs | Model legs | Quoted spot | Off the close | Oldest mark, days
            2015-12-31 | −19.99 | −0.47 % | −81.41 | 392.07 | 167.32 | 857,002.46 | 42,504.36 | 814,498.09 | 0.00 | 0 | 0 | 0 | 0 | 10 | – | – | –
            2015-12-30 | −8.23 | −0.20 % | −744.28 | 315.91 | 1,730.54 | 859,095.86 | 84,708.76 | 774,387.10 | 0.00 | 0 | 0 | 0 | 0 | 12 | – | – | –
            2015-12-29 | −13.34 | −0.32 % | −396.47 | 312.37 | 698.96 | 859,906.50 | 86,909.61 | 772,996.88 | 0.00 | 0 | 0 | 0 | 0 | 12 | – | – | –
            2015-12-28 | −37.60 | −0.90 % | −475.09 | 293.16 | 649.24 | 860,627.18 | 81,523.69 | 779,103.50 | 0.00 | 0 | 0 | 0 | 0 | 12 | – | – | –"#]],
    );
    check(
        Sheet::Days,
        &expect![[r#"
            Date | Regime | Equity | P&L, USD | Drawdown | LDG | SDG | CHARM | VANNA | SKEW | VOV | Cash | Margin | Positions | Close
            2015-12-31 | Choppy | 862,722.52 | −699.17 | −13.77 % | 14.2 % | 0.0 % | 21.3 % | 11.8 % | 9.5 % | 4.7 % | 857,002.46 | 42,504.36 | 5 | 2,043.94
            2015-12-30 | Choppy | 863,421.69 | +824.51 | −13.70 % | 14.3 % | 38.2 % | 14.3 % | 11.9 % | 9.6 % | 4.8 % | 859,095.86 | 84,708.76 | 6 | 2,063.36
            2015-12-29 | Choppy | 862,597.17 | −1,175.96 | −13.78 % | 14.5 % | 38.6 % | 14.5 % | 12.0 % | 16.9 % | 4.8 % | 859,906.50 | 86,909.61 | 6 | 2,078.36
            2015-12-28 | Choppy | 863,773.13 | +317.99 | −13.66 % | 14.3 % | 38.1 % | 9.5 % | 11.9 % | 16.7 % | 4.8 % | 860,627.18 | 81,523.69 | 6 | 2,056.50"#]],
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
            2014-08-28 | account | value at risk | 1.09 % | 1.00 % | 108.5 % | 1 | positions × 1.000
            2014-08-21 | account | value at risk | 1.03 % | 1.00 % | 102.6 % | 1 | positions × 1.000
            2014-08-14 | account | value at risk | 1.01 % | 1.00 % | 100.6 % | 1 | orders × 1.000
            2014-07-30 | account | value at risk | 1.12 % | 1.00 % | 111.9 % | 1 | positions × 0.867
        "#]],
    );
    check(
        Sheet::Limits,
        5,
        expect![[r#"
            2014-08-22 | VOV | stop loss | −36.12 % | −4.00 % | 902.9 % | 1 | position closed
            2013-10-16 | VOV | stop loss | −33.80 % | −4.00 % | 844.9 % | 1 | position closed
            2014-10-16 | SDG | stop loss | −32.71 % | −4.00 % | 817.7 % | 1 | position closed
            2015-09-03 | SDG | stop loss | −30.02 % | −4.00 % | 750.4 % | 1 | position closed
        "#]],
    );
    check(
        Sheet::Hedges,
        0,
        expect![[r#"
            2015-12-31 | close | CHARM | hedge | −54 | −54 | 204.38 | −11,036.72 | 0.55 | 0.27
            2015-12-31 | close | SDG | hedge | 376 | 0 | 204.40 | 76,855.99 | 3.84 | 1.88
            2015-12-30 | close | SDG | hedge | −348 | −376 | 206.33 | −71,801.34 | 3.59 | 1.74
            2015-12-29 | close | SDG | hedge | −28 | −28 | 207.83 | −5,819.12 | 0.29 | 0.14
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
