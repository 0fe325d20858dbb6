//! Single fills, trades, weights and breaches: each against the rule it follows.

use std::collections::{BTreeMap, BTreeSet};

use rotation::engine::report::{
    Day, ExitReason, Exposure, FillRecord, LimitKind, Moment, Report, Response, Rotation,
    RotationKind,
};
use rotation::engine::{Scenario, Timing};
use rotation::market::is_trading_day;
use rotation::profile::Profile;
use rotation::trade::{Instrument, Provenance};
use rotation::units::{Contracts, Money, Price};

use super::Today;

/// Weights are never negative, never above the cap, and never more than all.
pub(super) fn weights(day: &Day, scenario: &Scenario) {
    let Some(decision) = &day.decision else { return };
    let limits = &scenario.allocation;
    for weight in decision.target {
        assert!((0.0..=limits.max_profile_weight).contains(&weight), "{}: {weight}", day.date);
        assert!(weight == 0.0 || weight >= limits.min_profile_weight, "{}: {weight}", day.date);
    }
    let sum: f64 = decision.target.iter().sum();
    assert!(sum <= 1.0 + 1e-12, "{}: {sum}", day.date);
}

/// A fill is at its mid plus its costs, at the moment it says.
pub(super) fn fill(fill: &FillRecord, today: Today<'_>) {
    assert!(is_trading_day(fill.contract.expiry), "{fill:?}");
    let scenario = &today.report.scenario;
    let size = fill.contracts.size();
    let whole = fill.contracts.as_hundredths() % 100 == 0;
    assert!(size > Contracts::ZERO && (whole || scenario.sizes.fractional), "{fill:?}");
    let given =
        if fill.contracts.is_short() { fill.mid - fill.price } else { fill.price - fill.mid };
    assert_eq!(given.times(size, Instrument::MULTIPLIER), fill.spread + fill.slippage, "{fill:?}");
    assert!(fill.price >= Price::ZERO && !fill.slippage.is_negative(), "{fill:?}");
    let is_free = scenario.costs.multiple == 0.0;
    assert!(is_free || fill.contracts.is_short() || fill.price >= Price::TICK, "{fill:?}");
    let (decided, moment) = match today.report.timing {
        Timing::NextOpen => (today.index - 1, Moment::Open),
        Timing::NextClose => (today.index - 1, Moment::Close),
        // A margin call was found at the close before.
        Timing::SameClose if fill.decided < fill.filled => {
            let called = |rotation: &Rotation| {
                (rotation.date, rotation.profile) == (fill.filled, fill.profile)
                    && rotation.kind == RotationKind::MarginCall
            };
            assert!(today.report.rotations.iter().any(called), "{fill:?}");
            (today.index - 1, Moment::Close)
        }
        Timing::SameClose => (today.index, Moment::Close),
    };
    let decided = today.market.bars[decided].date;
    assert_eq!((fill.decided, fill.moment), (decided, moment), "{fill:?}");
    let mid = today.quoter(moment).unwrap().quote(&fill.contract, false).mid;
    assert_eq!(fill.mid, Price::from_dollars_f64(mid).unwrap(), "{fill:?}");
}

/// Every closed trade is the sum of its fills, its hedge is what was counted, and the log of
/// rotations tells each dollar once.
pub(super) fn trades(
    report: &Report,
    hedged: &BTreeMap<u32, Money>,
    partly: &BTreeMap<u32, Money>,
) {
    let mut flows: BTreeMap<u32, (Money, Money)> = BTreeMap::new();
    for fill in report.fills.iter() {
        let (flow, fees) = flows.entry(fill.trade).or_default();
        *flow -= fill.price.times(fill.contracts, Instrument::MULTIPLIER);
        *fees += fill.fees.total();
    }
    for trade in &report.trades {
        assert_eq!(trade.realised, trade.exit_value - trade.entry_value - trade.fees, "{trade:?}");
        assert_eq!(flows[&trade.trade], (trade.exit_value - trade.entry_value, trade.fees));
        assert!(trade.entry <= trade.exit && trade.units > Contracts::ZERO, "{trade:?}");
        assert!(trade.capital > Money::ZERO && trade.allocation > 0.0, "{trade:?}");
        if let Some(hedged) = hedged.get(&trade.trade) {
            assert_eq!(trade.hedge, *hedged, "{trade:?}: what its hedge earned");
        }
    }
    let firsts = report.trades.iter().map(|trade| (trade.trade, trade.first_fill));
    for (trade, first) in
        firsts.chain(report.open_positions.iter().map(|o| (o.trade, o.first_fill)))
    {
        let found = report.fills.iter().position(|fill| fill.trade == trade);
        assert_eq!(found, Some(first as usize), "trade {trade}: its first fill");
    }
    let change = report.days.last().unwrap().equity() - report.scenario.capital();
    assert_eq!(report.earned(), change, "all trades, the account's hedge and interest");
    let open: BTreeMap<u32, Money> =
        report.open_positions.iter().map(|open| (open.trade, open.unrealised)).collect();
    let closed: BTreeMap<u32, Money> =
        report.trades.iter().map(|trade| (trade.trade, trade.realised)).collect();
    assert_eq!(open.len() + closed.len(), flows.len(), "a trade is open or closed");
    assert!(flows.keys().all(|trade| open.contains_key(trade) != closed.contains_key(trade)));
    rotations(report, partly);
}

/// Rotations sum to the profits of closed trades and the realised part of open ones.
fn rotations(report: &Report, partly: &BTreeMap<u32, Money>) {
    for profile in Profile::ALL {
        let recorded = report.rotations.iter().filter(|rotation| rotation.profile == profile);
        let recorded: Money = recorded.map(|rotation| rotation.realised).sum();
        let trades = report.trades.iter().filter(|trade| trade.profile == profile);
        let closed: Money = trades.map(|trade| trade.realised).sum();
        let open = report.open_positions.iter().filter(|open| open.profile == profile);
        let open: Money = open.filter_map(|open| partly.get(&open.trade).copied()).sum();
        assert_eq!(
            recorded,
            closed + open,
            "{profile:?}: rotations and trades have the same profits"
        );
    }
    let kinds = |kind| report.rotations.iter().filter(move |rotation| rotation.kind == kind);
    for exit in kinds(RotationKind::Exit) {
        assert_eq!(exit.new_allocation, 0.0, "{exit:?}");
    }
    let on = |rotation: &Rotation| (rotation.date, rotation.profile.index());
    let apart: BTreeSet<_> =
        kinds(RotationKind::MarginCall).chain(kinds(RotationKind::RollLeg)).map(on).collect();
    let orders = report.fills.iter().filter(|fill| fill.provenance != Provenance::Settlement);
    let traded: BTreeSet<_> = orders.map(|fill| (fill.filled, fill.profile.index())).collect();
    for kept in kinds(RotationKind::Kept).filter(|kept| !apart.contains(&on(kept))) {
        assert!(!traded.contains(&on(kept)), "{kept:?}: a position that is kept is not traded");
        assert_eq!((kept.old_allocation, kept.realised), (kept.new_allocation, Money::ZERO));
    }
    for unfilled in kinds(RotationKind::Unfilled) {
        assert_eq!(unfilled.entry_cost, Money::ZERO, "{unfilled:?}");
    }
}

/// Profiles' values at a close sum to the account, and shares match their trades.
pub(super) fn held(report: &Report) {
    assert_eq!(report.held.len(), report.days.len());
    let mut hedges = report.hedges.iter().peekable();
    let mut shares = [0; 7];
    for (day, held) in report.days.iter().zip(report.held.iter()) {
        while let Some(hedge) = hedges.next_if(|hedge| hedge.date <= day.date) {
            shares[hedge.profile.map_or(6, Profile::index)] = hedge.held;
        }
        assert_eq!(held.shares, shares, "{}", day.date);
        let check = |read: fn(&Exposure) -> f64, account: f64| {
            let own = held.exposures.iter().map(read);
            let size = own.clone().map(f64::abs).sum::<f64>() + account.abs();
            let left = own.sum::<f64>() + account - read(&day.exposure);
            assert!(left.abs() <= 1e-9 * (1.0 + size), "{}: {left} of {size}", day.date);
        };
        check(|own| own.delta, shares[6] as f64);
        check(|own| own.gamma, 0.0);
        check(|own| own.vega, 0.0);
        check(|own| own.theta, 0.0);
    }
}

/// Every breach is beyond its bound, on a day of the run, in the order of days.
pub(super) fn breaches(report: &Report) {
    let last = report.days[report.days.len() - 1].date;
    assert!(report.breaches.is_sorted_by_key(|breach| breach.date));
    for breach in &report.breaches {
        let (value, bound) = (breach.value, breach.bound);
        let beyond = match breach.limit {
            _ if breach.response == Response::NoBasis => value == 0.0,
            LimitKind::StopLoss => value <= bound,
            LimitKind::TakeProfit | LimitKind::MaximumDays => value >= bound,
            LimitKind::Delta | LimitKind::Gamma | LimitKind::Vega => value.abs() > bound,
            LimitKind::Drawdown => value >= bound,
            LimitKind::ValueAtRisk | LimitKind::VolatilityIndex | LimitKind::ShockLoss => {
                value > bound
            }
            LimitKind::Event => value <= bound,
        };
        assert!(beyond && breach.date <= last, "{breach:?}");
    }
    let exits = report.trades.iter().filter(|trade| {
        matches!(
            trade.reason,
            ExitReason::StopLoss | ExitReason::TakeProfit | ExitReason::MaximumDays
        )
    });
    for trade in exits {
        let recorded = report.breaches.iter().any(|breach| {
            let limit = match breach.limit {
                LimitKind::StopLoss => ExitReason::StopLoss,
                LimitKind::TakeProfit => ExitReason::TakeProfit,
                LimitKind::MaximumDays => ExitReason::MaximumDays,
                _ => return false,
            };
            breach.profile == Some(trade.profile)
                && limit == trade.reason
                && (trade.entry..=trade.exit).contains(&breach.date)
        });
        assert!(recorded, "{trade:?}: an exit is logged");
    }
}
