//! The columns of every sheet and the cells in them.

use crate::engine::Report;
use crate::engine::report::{Exposure, LimitKind};
use crate::profile::Profile;
use crate::units::Contracts;
use crate::view::holding;
use crate::view::table::Cell;
use crate::view::words;

use super::{CellFormat, Column, Index};

pub(super) const TRADES: [Column; 14] = [
    Column::new("Entry", CellFormat::Date),
    Column::new("Profile", CellFormat::Profile),
    Column::new("Net P&L, USD", CellFormat::Profit),
    Column::new("Options P&L", CellFormat::Profit),
    Column::new("Hedge P&L", CellFormat::Profit),
    Column::new("Exit", CellFormat::Date).or("open"),
    Column::new("Return, net", CellFormat::Return),
    Column::new("Reason", CellFormat::Word).or("still open"),
    Column::new("Structure", CellFormat::Text),
    Column::new("Units", CellFormat::Count),
    Column::new("Days", CellFormat::Count),
    Column::new("Weight", CellFormat::Share),
    Column::new("Legs", CellFormat::Text),
    Column::new("Trade", CellFormat::Count),
];

pub(super) const ROTATION: [Column; 8] = [
    Column::new("Date", CellFormat::Date),
    Column::new("Action", CellFormat::Word),
    Column::new("Profile", CellFormat::Profile),
    Column::new("From", CellFormat::Share),
    Column::new("To", CellFormat::Share),
    Column::new("Realised, USD", CellFormat::Profit),
    Column::new("Opened, USD", CellFormat::Money),
    Column::new("Reason", CellFormat::Text),
];

pub(super) const FILLS: [Column; 14] = [
    Column::new("Filled", CellFormat::Date),
    Column::new("Time", CellFormat::Word),
    Column::new("Profile", CellFormat::Profile),
    Column::new("Contract", CellFormat::Text),
    Column::new("Quantity", CellFormat::Count),
    Column::new("Mid", CellFormat::Number),
    Column::new("Price", CellFormat::Number),
    Column::new("Source", CellFormat::Tag),
    Column::new("Spread", CellFormat::Money),
    Column::new("Slippage", CellFormat::Money),
    Column::new("Fees", CellFormat::Money),
    Column::new("Decided", CellFormat::Date),
    Column::new("Side", CellFormat::Word),
    Column::new("Trade", CellFormat::Count),
];

pub(super) const LIMITS: [Column; 8] = [
    Column::new("Date", CellFormat::Date),
    Column::new("Scope", CellFormat::Profile).or("account"),
    Column::new("Limit", CellFormat::Word),
    Column::new("Value", CellFormat::Measure),
    Column::new("Limit value", CellFormat::Measure),
    Column::new("% of limit", CellFormat::Share),
    Column::new("Days in breach", CellFormat::Count),
    Column::new("Action", CellFormat::Text),
];

pub(super) const HEDGES: [Column; 10] = [
    Column::new("Date", CellFormat::Date),
    Column::new("Time", CellFormat::Word),
    Column::new("Scope", CellFormat::Profile).or("account"),
    Column::new("Cause", CellFormat::Word),
    Column::new("Shares", CellFormat::Count),
    Column::new("Held after", CellFormat::Count),
    Column::new("Price", CellFormat::Number),
    Column::new("Amount, USD", CellFormat::Money),
    Column::new("Spread", CellFormat::Money),
    Column::new("Fees", CellFormat::Money),
];

pub(super) const EXPOSURE: [Column; 17] = [
    Column::new("Date", CellFormat::Date),
    Column::new("Delta", CellFormat::Number),
    Column::new("Delta, % of equity", CellFormat::Measure),
    Column::new("Gamma", CellFormat::Number),
    Column::new("Vega", CellFormat::Number),
    Column::new("Theta", CellFormat::Number),
    Column::new("Cash", CellFormat::Money),
    Column::new("Margin", CellFormat::Money),
    Column::new("Buying power", CellFormat::Money),
    Column::new("Hedge value", CellFormat::Money),
    Column::new("Quoted legs", CellFormat::Count),
    Column::new("Traded legs", CellFormat::Count),
    Column::new("Interpolated legs", CellFormat::Count),
    Column::new("Stale legs", CellFormat::Count),
    Column::new("Model legs", CellFormat::Count),
    Column::new("Quoted spot", CellFormat::Number),
    Column::new("Off the close", CellFormat::Measure),
];

pub(super) const DAYS: [Column; 15] = [
    Column::new("Date", CellFormat::Date),
    Column::new("Regime", CellFormat::Regime).or("warm-up"),
    Column::new("Equity", CellFormat::Money),
    Column::new("P&L, USD", CellFormat::Profit),
    Column::new("Drawdown", CellFormat::Return),
    Column::new("LDG", CellFormat::Share),
    Column::new("SDG", CellFormat::Share),
    Column::new("CHARM", CellFormat::Share),
    Column::new("VANNA", CellFormat::Share),
    Column::new("SKEW", CellFormat::Share),
    Column::new("VOV", CellFormat::Share),
    Column::new("Cash", CellFormat::Money),
    Column::new("Margin", CellFormat::Money),
    Column::new("Positions", CellFormat::Count),
    Column::new("Close", CellFormat::Number),
];

pub(super) fn trade(report: &Report, index: &Index, row: usize, column: usize) -> Cell {
    let Some(trade) = report.trades.get(row) else {
        return open_position(report, index, row - report.trades.len(), column);
    };
    let net = trade.net();
    match column {
        0 => Cell::Date(trade.entry),
        1 => profile_cell(Some(trade.profile)),
        2 => Cell::Money(net),
        3 => Cell::Money(trade.realised),
        4 => Cell::Money(trade.hedge),
        5 => Cell::Date(trade.exit),
        6 => trade.return_on_capital().into(),
        7 => words::exit(trade.reason).replace('_', " ").into(),
        8 => index.playbook.structure(usize::from(trade.structure)).name.clone().into(),
        9 => trade.units.into(),
        10 => Cell::Count((trade.exit - trade.entry).num_days()),
        11 => Cell::Number(trade.allocation),
        12 => legs(report, trade.first_fill),
        _ => Cell::Count(i64::from(trade.trade)),
    }
}

fn open_position(report: &Report, index: &Index, row: usize, column: usize) -> Cell {
    let position = &report.open_positions[row];
    let last = report.days.last().map_or(position.entry, |day| day.date);
    match column {
        0 => Cell::Date(position.entry),
        1 => profile_cell(Some(position.profile)),
        2 => Cell::Money(position.net()),
        3 => Cell::Money(position.profit),
        4 => Cell::Money(position.hedge),
        8 => index.playbook.structure(usize::from(position.structure)).name.clone().into(),
        9 => position.units.into(),
        10 => Cell::Count((last - position.entry).num_days()),
        11 => Cell::Number(position.allocation),
        12 => legs(report, position.first_fill),
        13 => Cell::Count(i64::from(position.trade)),
        _ => Cell::Empty,
    }
}

pub(super) fn rotation(report: &Report, row: usize, column: usize) -> Cell {
    let rotation = &report.rotations[row];
    match column {
        0 => Cell::Date(rotation.date),
        1 => match words::rotation(rotation.kind) {
            "roll_leg" => "roll leg".into(),
            word => word.into(),
        },
        2 => profile_cell(Some(rotation.profile)),
        3 => Cell::Number(rotation.old_allocation),
        4 => Cell::Number(rotation.new_allocation),
        5 => Cell::Money(rotation.realised),
        6 => Cell::Money(rotation.entry_cost),
        _ => words::reason(&rotation.reason).into(),
    }
}

pub(super) fn fill(report: &Report, row: usize, column: usize) -> Cell {
    let fill = &report.fills[row];
    match column {
        0 => Cell::Date(fill.filled),
        1 => words::moment(fill.moment).into(),
        2 => profile_cell(Some(fill.profile)),
        3 => format!("{} {}", holding::strike(&fill.contract), fill.contract.expiry).into(),
        4 => fill.contracts.into(),
        5 => Cell::Number(fill.mid.to_dollars_f64()),
        6 => Cell::Number(fill.price.to_dollars_f64()),
        7 => fill.provenance.name().into(),
        8 => Cell::Money(fill.spread),
        9 => Cell::Money(fill.slippage),
        10 => Cell::Money(fill.fees.total()),
        11 => Cell::Date(fill.decided),
        12 => if fill.contracts > Contracts::ZERO { "bought" } else { "sold" }.into(),
        _ => Cell::Count(i64::from(fill.trade)),
    }
}

pub(super) fn limit(report: &Report, row: usize, column: usize) -> Cell {
    let breach = &report.breaches[row];
    let measure = |value: f64| match breach.limit {
        LimitKind::MaximumDays | LimitKind::Event => Cell::Count(value as i64),
        _ => Cell::Number(value),
    };
    match column {
        0 => Cell::Date(breach.date),
        1 => profile_cell(breach.profile),
        2 => words::limit(breach.limit).replace('_', " ").into(),
        3 => measure(breach.value),
        4 => measure(breach.bound),
        // Days before an event are the fewer, the nearer it is.
        5 if breach.limit == LimitKind::Event || breach.bound == 0.0 => Cell::Empty,
        5 => Cell::Number((breach.value / breach.bound).abs()),
        6 => Cell::Count(i64::from(breach.day)),
        _ => words::response(&breach.response).into(),
    }
}

pub(super) fn hedge(report: &Report, row: usize, column: usize) -> Cell {
    let hedge = &report.hedges[row];
    match column {
        0 => Cell::Date(hedge.date),
        1 => words::moment(hedge.moment).into(),
        2 => profile_cell(hedge.profile),
        3 => words::share_cause(hedge.cause).into(),
        4 => Cell::Count(hedge.shares),
        5 => Cell::Count(hedge.held),
        6 => Cell::Number(hedge.price.to_dollars_f64()),
        7 => Cell::Money(hedge.price.each(hedge.shares)),
        8 => Cell::Money((hedge.price - hedge.mid).each(hedge.shares)),
        _ => Cell::Money(hedge.fees),
    }
}

pub(super) fn exposure(report: &Report, row: usize, column: usize) -> Cell {
    let day = &report.days[row];
    let Exposure { delta, gamma, theta, vega } = day.exposure;
    match column {
        0 => Cell::Date(day.date),
        1 => Cell::Number(delta),
        2 => {
            let in_dollars = delta * report.scenario.instrument.spot(day.own_spot());
            Cell::Number(in_dollars / day.equity().to_dollars_f64())
        }
        3 => Cell::Number(gamma),
        4 => Cell::Number(vega),
        5 => Cell::Number(theta),
        6 => Cell::Money(day.cash),
        7 => Cell::Money(day.margin),
        8 => Cell::Money(day.buying_power()),
        9 => Cell::Money(day.hedge_value),
        10 => Cell::Count(i64::from(day.marks.quoted)),
        11 => Cell::Count(i64::from(day.marks.traded)),
        12 => Cell::Count(i64::from(day.marks.interpolated)),
        13 => Cell::Count(i64::from(day.marks.stale)),
        14 => Cell::Count(i64::from(day.marks.model)),
        15 => day.quoted_spot.map_or(Cell::Empty, Cell::Number),
        _ => day.quoted_spot.map_or(Cell::Empty, |spot| Cell::Number(spot / day.spot - 1.0)),
    }
}

pub(super) fn day(report: &Report, index: &Index, row: usize, column: usize) -> Cell {
    let day = &report.days[row];
    let course = &index.course;
    match column {
        0 => Cell::Date(day.date),
        1 => day.regime.map_or(Cell::Empty, |regime| Cell::Count(i64::from(regime.number()))),
        2 => Cell::Money(course.equity[row]),
        3 => Cell::Money(course.profit[row]),
        4 => Cell::Number(course.drawdown[row]),
        5..=10 => day.decision.map(|decision| decision.current[column - 5]).into(),
        11 => Cell::Money(day.cash),
        12 => Cell::Money(day.margin),
        13 => Cell::Count(i64::from(day.open)),
        _ => Cell::Number(day.spot),
    }
}

/// A profile's number; empty for the account itself.
fn profile_cell(profile: Option<Profile>) -> Cell {
    profile.map_or(Cell::Empty, |profile| Cell::Count(i64::from(profile.number())))
}

/// The legs that a trade was opened with.
fn legs(report: &Report, first_fill: u32) -> Cell {
    holding::legs(report, first_fill).map_or(Cell::Empty, Cell::from)
}
