//! One trade in detail: when and why it was opened and closed, its fills, its profit and its costs.

use crate::engine::Report;
use crate::engine::report::{FillRecord, RotationKind};
use crate::profile::{Playbook, Profile};
use crate::units::Money;

use super::holding;
use super::number::{cents, counted, decimal, maybe, percent, plus};
use super::tone::Tone;
use super::words::{self, signed};

/// A trade with all its details.
#[derive(Clone, Debug, PartialEq)]
pub struct TradeDetail {
    /// Its number, as a title.
    pub title: String,
    /// Position, code and full name of its profile.
    pub profile: (usize, &'static str, &'static str),
    /// The structure and its legs.
    pub structure: String,
    /// Label, value and how it reads.
    pub lines: Vec<(&'static str, String, Tone)>,
    /// Every fill, the first one first.
    pub fills: Vec<FillLine>,
}

/// One fill of a trade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FillLine {
    /// The day it was filled.
    pub date: String,
    /// Whether at the open or the close.
    pub time: &'static str,
    /// Strike, right and expiry.
    pub contract: String,
    /// How many contracts, signed.
    pub quantity: String,
    /// The price per unit.
    pub price: String,
    /// Where the price comes from.
    pub source: &'static str,
}

/// The fields that closed and open trades share.
struct TradeSummary {
    profile: Profile,
    structure: usize,
    first_fill: u32,
    lines: Vec<(&'static str, String, Tone)>,
}

/// The detail of the trade of a number; `None` if the report has no such trade.
#[must_use]
pub fn detail(report: &Report, trade: u32) -> Option<TradeDetail> {
    let TradeSummary { profile, structure, first_fill, mut lines } =
        closed(report, trade).or_else(|| open(report, trade))?;
    let fills = fills(report, trade, first_fill);
    lines.extend(costs(&fills));
    let playbook = Playbook::new(&report.scenario.structures);
    let legs = holding::legs(report, first_fill);
    let name = &playbook.structure(structure).name;
    Some(TradeDetail {
        title: format!("Trade {trade}"),
        profile: (profile.index(), profile.code(), profile.name()),
        structure: legs.map_or_else(|| name.clone(), |legs| format!("{name}: {legs}")),
        lines,
        fills: fills.into_iter().map(line).collect(),
    })
}

fn closed(report: &Report, trade: u32) -> Option<TradeSummary> {
    let own = report.trades.iter().find(|own| own.trade == trade)?;
    let net = own.net();
    let days = (own.exit - own.entry).num_days();
    let profit = |amount: Money| (plus(cents(amount)), Tone::of_money(amount));
    let (options, hedge, total) = (profit(own.realised), profit(own.hedge), profit(net));
    let share = |value: Option<f64>| {
        let tone = Tone::of(value.unwrap_or(0.0));
        (plus(maybe(value, |value| percent(value, 2))), tone)
    };
    let (on_capital, on_risk) = (share(own.return_on_capital()), share(own.return_on_risk()));
    let lines = vec![
        ("Entry", own.entry.to_string(), Tone::Plain),
        ("Entry reason", entry_reason(report, own.profile, own.entry), Tone::Plain),
        ("Exit", own.exit.to_string(), Tone::Plain),
        ("Exit reason", words::exit(own.reason).replace('_', " "), Tone::Plain),
        ("Held", counted(days.unsigned_abs() as usize, "day", "days"), Tone::Plain),
        ("Units", signed(own.units.to_string()), Tone::Plain),
        ("Weight at entry", percent(own.allocation, 1), Tone::Plain),
        ("Options P&L, USD", options.0, options.1),
        ("Hedge P&L, USD", hedge.0, hedge.1),
        ("Net P&L, USD", total.0, total.1),
        ("Net return on capital", on_capital.0, on_capital.1),
        ("Net return on risk", on_risk.0, on_risk.1),
    ];
    let structure = usize::from(own.structure);
    Some(TradeSummary { profile: own.profile, structure, first_fill: own.first_fill, lines })
}

fn open(report: &Report, trade: u32) -> Option<TradeSummary> {
    let own = report.open_positions.iter().find(|own| own.trade == trade)?;
    let last = report.days.last().map_or(own.entry, |day| day.date);
    let days = (last - own.entry).num_days();
    let profit = |amount: Money| (plus(cents(amount)), Tone::of_money(amount));
    let (options, hedge, net) = (profit(own.profit), profit(own.hedge), profit(own.net()));
    let lines = vec![
        ("Entry", own.entry.to_string(), Tone::Plain),
        ("Entry reason", entry_reason(report, own.profile, own.entry), Tone::Plain),
        ("Exit", String::from("still open"), Tone::Plain),
        ("Held", counted(days.unsigned_abs() as usize, "day", "days"), Tone::Plain),
        ("Units", signed(own.units.to_string()), Tone::Plain),
        ("Weight at entry", percent(own.allocation, 1), Tone::Plain),
        ("Options P&L at the last marks, USD", options.0, options.1),
        ("Hedge P&L at the last marks, USD", hedge.0, hedge.1),
        ("Net P&L at the last marks, USD", net.0, net.1),
    ];
    let structure = usize::from(own.structure);
    Some(TradeSummary { profile: own.profile, structure, first_fill: own.first_fill, lines })
}

/// Why a profile opened a position on a day.
fn entry_reason(report: &Report, profile: Profile, entry: chrono::NaiveDate) -> String {
    use RotationKind::{Move, Open, Reopen, Roll};
    let opened = report.rotations.iter().find(|rotation| {
        (rotation.date, rotation.profile) == (entry, profile)
            && matches!(rotation.kind, Open | Reopen | Roll | Move)
    });
    opened.map_or_else(String::new, |rotation| {
        format!("{}: {}", words::rotation(rotation.kind), words::reason(&rotation.reason))
    })
}

fn fills(report: &Report, trade: u32, first: u32) -> Vec<&FillRecord> {
    let exit = report.trades.iter().find(|own| own.trade == trade).map(|own| own.exit);
    let fills = report.fills.iter_from(first as usize);
    let until = fills.take_while(|fill| exit.is_none_or(|exit| fill.filled <= exit));
    until.filter(|fill| fill.trade == trade).collect()
}

fn costs(fills: &[&FillRecord]) -> [(&'static str, String, Tone); 3] {
    let sum = |read: fn(&FillRecord) -> Money| cents(fills.iter().map(|fill| read(fill)).sum());
    [
        ("Spread, USD", sum(|fill| fill.spread), Tone::Plain),
        ("Slippage, USD", sum(|fill| fill.slippage), Tone::Plain),
        ("Fees, USD", sum(|fill| fill.fees.total()), Tone::Plain),
    ]
}

fn line(fill: &FillRecord) -> FillLine {
    FillLine {
        date: fill.filled.to_string(),
        time: words::moment(fill.moment),
        contract: holding::contract(&fill.contract),
        quantity: plus(signed(fill.contracts.to_string())),
        price: decimal(fill.price.to_dollars_f64(), 2),
        source: fill.provenance.name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample::outcome;
    use expect_test::expect;

    fn render(detail: &TradeDetail) -> String {
        let mut text = format!("{}, {}, {}\n", detail.title, detail.profile.1, detail.structure);
        for (label, value, _) in &detail.lines {
            text.push_str(&format!("{label}: {value}\n"));
        }
        for fill in &detail.fills {
            let FillLine { date, time, contract, quantity, price, source } = fill;
            text.push_str(&format!("{date} {time} {quantity} {contract} {price} {source}\n"));
        }
        text
    }

    #[test]
    fn a_closed_trade_has_entry_exit_fills_profit_and_costs() {
        let (report, _) = outcome();
        let hedged = report.trades.iter().find(|own| own.hedge != Money::ZERO).unwrap();
        expect![[r#"
            Trade 2, CHARM, short strangle: −157C −155P 2013-03-22
            Entry: 2013-03-15
            Entry reason: open: target 21.5 %, held 0.0 %
            Exit: 2013-03-19
            Exit reason: rebalanced
            Held: 4 days
            Units: 13
            Weight at entry: 20.3 %
            Options P&L, USD: −233.21
            Hedge P&L, USD: +160.11
            Net P&L, USD: −73.10
            Net return on capital: −0.04 %
            Net return on risk: −0.25 %
            Spread, USD: 18.67
            Slippage, USD: 9.34
            Fees, USD: 36.71
            2013-03-15 close −13 157C 2013-03-22 0.30 model
            2013-03-15 close −13 155P 2013-03-22 0.39 model
            2013-03-19 close +13 155P 2013-03-22 0.79 model
            2013-03-19 close +13 157C 2013-03-22 0.05 model
        "#]]
        .assert_eq(&render(&detail(report, hedged.trade).unwrap()));
    }

    #[test]
    fn an_open_trade_is_marked_at_the_last_close() {
        let (report, _) = outcome();
        let open = report.open_positions.last().unwrap();
        expect![[r#"
            Trade 875, VOV, long strangle: +216C +191P 2016-02-12
            Entry: 2015-12-28
            Entry reason: open: target 5.2 %, held 0.0 %
            Exit: still open
            Held: 3 days
            Units: 2
            Weight at entry: 4.8 %
            Options P&L at the last marks, USD: −20.59
            Hedge P&L at the last marks, USD: +28.40
            Net P&L at the last marks, USD: +7.81
            Spread, USD: 9.65
            Slippage, USD: 1.93
            Fees, USD: 2.82
            2015-12-28 close +2 216C 2016-02-12 0.66 model
            2015-12-28 close +2 191P 2016-02-12 1.21 model
        "#]]
        .assert_eq(&render(&detail(report, open.trade).unwrap()));
        assert_eq!(detail(report, 0), None);
    }

    #[test]
    fn every_trade_opens_and_closes_what_it_holds() {
        let (report, _) = outcome();
        for trade in &report.trades {
            let fills = fills(report, trade.trade, trade.first_fill);
            let left: f64 = fills.iter().map(|fill| fill.contracts.count()).sum();
            assert!(fills.len() >= 2 && left == 0.0, "trade {}", trade.trade);
        }
    }
}
