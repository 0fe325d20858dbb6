//! The positions at a close, their sensitivities, and the sources of their prices.
//!
//! Contracts and shares are added up from the trades up to that close, so they are what the journal
//! of the run says and not a second account of it.

use chrono::NaiveDate;

use crate::engine::Report;
use crate::engine::report::{Day, Exposure, ProfileHoldings};
use crate::profile::Profile;
use crate::trade::{Contract, Provenance};
use crate::units::{Contracts, Money};

use super::holding::strike;
use super::number::{count, decimal, dollars, percent, plus};
use super::tone::Tone;
use super::words::signed;

/// What changes the account, and by how much.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// Its name.
    pub label: &'static str,
    /// What its value is counted in.
    pub unit: &'static str,
    /// The value.
    pub value: String,
    /// What it amounts to as the limits measure it, a share of equity.
    pub share: String,
    /// The limit on that share; empty without one.
    pub limit: String,
}

/// What a profile, or the account for itself, has of the market.
#[derive(Clone, Debug, PartialEq)]
pub struct Holder {
    /// Its position; `None` for the account.
    pub profile: Option<usize>,
    /// What it is called.
    pub name: &'static str,
    /// Market value of its options, dollars.
    pub value: String,
    /// Profit and loss since the start, its hedge included, and how it reads.
    pub profit: (String, Tone),
    /// Shares or futures held.
    pub shares: String,
    /// Delta, gamma, vega and theta in the units of [`Sensitivity`], its hedge included; `None` if
    /// all are zero.
    pub greeks: Option<[String; 4]>,
}

/// A leg that is held.
#[derive(Clone, Debug, PartialEq)]
pub struct LegExposure {
    /// Position of the profile.
    pub profile: usize,
    /// Strike, right and expiry.
    pub contract: String,
    /// Calendar days to its expiry.
    pub days: String,
    /// How many contracts, signed.
    pub quantity: String,
}

/// The account's sensitivities at a close.
#[must_use]
pub fn sensitivities(report: &Report, day: &Day) -> Vec<Sensitivity> {
    let Exposure { delta, gamma, theta, vega } = day.exposure;
    let spot = report.scenario.instrument.spot(day.own_spot());
    let equity = day.equity().to_dollars_f64();
    let [delta_limit, gamma_limit, vega_limit, ..] = report.scenario.limits.bounds(equity);
    let row = |label, unit, value: f64, in_dollars: f64, limit: Option<f64>| Sensitivity {
        label,
        unit,
        value: sensitivity(value),
        share: plus(percent(in_dollars / equity, 2)),
        limit: limit.map_or_else(String::new, |limit| format!("of {}", percent(limit, 2))),
    };
    vec![
        row("Delta", "USD per $1", delta, delta * spot, delta_limit),
        row("Gamma", "delta per $1", gamma, gamma * spot * spot * 0.01, gamma_limit),
        row("Vega", "USD per point", vega, vega, vega_limit),
        row("Theta", "USD per day", theta, theta, None),
    ]
}

/// Two decimals where they matter.
fn sensitivity(value: f64) -> String {
    plus(decimal(value, if value.abs() < 100.0 { 2 } else { 0 }))
}

/// Profiles that have held something, then the account if it has hedged.
#[must_use]
pub fn holders(report: &Report, day: usize) -> Vec<Holder> {
    let (Some(day), Some(held)) = (report.days.get(day), report.held.get(day)) else {
        return Vec::new();
    };
    let ProfileHoldings { exposures, shares } = held;
    let holder = |at: usize| {
        let profile = Profile::ALL.get(at);
        let own = |of: &[Money; 6], account: Money| of.get(at).copied().unwrap_or(account);
        let (value, profit) =
            (own(&day.values, Money::ZERO), own(&day.profits, day.portfolio_hedge));
        let is_idle = (value, profit, shares[at]) == (Money::ZERO, Money::ZERO, 0);
        (!is_idle).then(|| Holder {
            profile: profile.map(|profile| profile.index()),
            name: profile.map_or("account", |profile| profile.code()),
            value: dollars(value),
            profit: (plus(dollars(profit)), Tone::of_money(profit)),
            shares: count(shares[at]),
            greeks: match exposures.get(at) {
                Some(own) if *own == Exposure::default() => None,
                Some(own) => Some([own.delta, own.gamma, own.vega, own.theta].map(sensitivity)),
                None => Some([shares[at] as f64, 0.0, 0.0, 0.0].map(sensitivity)),
            },
        })
    };
    (0..7).filter_map(holder).collect()
}

/// Every leg held at a close, by profile and in the order of opening.
#[must_use]
pub fn legs(report: &Report, date: NaiveDate) -> Vec<LegExposure> {
    let mut held: Vec<(Profile, Contract, Contracts)> = Vec::new();
    // Read only the fills of open trades, not every fill of twenty years.
    let closed = report.trades.iter().filter(|trade| trade.entry <= date && date <= trade.exit);
    let closed = closed.map(|trade| (trade.trade, trade.first_fill));
    let open = report.open_positions.iter().map(|own| (own.trade, own.first_fill));
    let (trades, first): (Vec<u32>, Vec<u32>) = closed.chain(open).unzip();
    let Some(first) = first.into_iter().min() else { return Vec::new() };
    let fills = report.fills.iter_from(first as usize).take_while(|fill| fill.filled <= date);
    for fill in fills.filter(|fill| trades.contains(&fill.trade)) {
        let same =
            |own: &(Profile, Contract, Contracts)| (own.0, own.1) == (fill.profile, fill.contract);
        match held.iter().position(same) {
            Some(at) => {
                held[at].2 += fill.contracts;
                if held[at].2 == Contracts::ZERO {
                    held.remove(at);
                }
            }
            None => held.push((fill.profile, fill.contract, fill.contracts)),
        }
    }
    let own = |profile: Profile| held.iter().filter(move |(whose, ..)| *whose == profile);
    let leg = |(profile, contract, contracts): &(Profile, Contract, Contracts)| LegExposure {
        profile: profile.index(),
        contract: format!("{} {}", strike(contract), contract.expiry),
        days: count((contract.expiry - date).num_days()),
        quantity: signed(contracts.to_string()),
    };
    Profile::ALL.into_iter().flat_map(own).map(leg).collect()
}

/// How many legs are marked by what, such as `4 quoted`; nothing without legs.
#[must_use]
pub fn marks(day: &Day) -> Vec<String> {
    let marks = day.marks;
    let by = [
        (marks.quoted, Provenance::Quoted),
        (marks.traded, Provenance::Traded),
        (marks.interpolated, Provenance::Interpolated),
        (marks.stale, Provenance::Stale),
        (marks.model, Provenance::Model),
    ];
    let some = by.into_iter().filter(|(legs, _)| *legs > 0);
    some.map(|(legs, source)| format!("{legs} {}", source.name())).collect()
}

/// Where the marks of a close come from: `Pricing: 4 quoted, 2 interpolated marks`.
#[must_use]
pub fn pricing(day: &Day) -> String {
    let marks = marks(day);
    let is_one = matches!(&marks[..], [one] if one.starts_with("1 "));
    format!("Pricing: {} {}", marks.join(", "), if is_one { "mark" } else { "marks" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Scenario;
    use crate::trade::hedge::PortfolioHedge;
    use crate::view::sample::{outcome, run};
    use expect_test::expect;

    #[test]
    fn every_open_leg_has_a_mark_source() {
        let (report, _) = outcome();
        for day in &report.days {
            let legs = legs(report, day.date);
            let marks = day.marks;
            let quotes = marks.quoted + marks.traded + marks.interpolated;
            let marked = quotes + marks.stale + marks.model;
            assert_eq!(legs.len(), usize::from(marked), "{}", day.date);
            let holders = Profile::ALL.map(|p| legs.iter().any(|leg| leg.profile == p.index()));
            assert_eq!(holders.iter().filter(|holds| **holds).count(), usize::from(day.open));
        }
    }

    #[test]
    fn exposure_lists_legs_holders_and_sensitivities() {
        let mut scenario = Scenario::default();
        scenario.hedging.portfolio = PortfolioHedge::Daily;
        scenario.limits.vega = Some(0.002);
        let (report, _) = run(&scenario);
        let day = report.days.last().unwrap();
        let mut actual: Vec<String> = legs(&report, day.date)
            .into_iter()
            .map(|leg| format!("{} {} {} {}", leg.profile, leg.contract, leg.days, leg.quantity))
            .collect();
        actual.extend(
            holders(&report, report.days.len() - 1)
                .into_iter()
                .map(|own| format!("{}: {} {} {}", own.name, own.value, own.profit.0, own.shares)),
        );
        actual.extend(
            sensitivities(&report, day)
                .into_iter()
                .map(|own| format!("{}: {} {} {}", own.label, own.value, own.share, own.limit)),
        );
        actual.push(pricing(day));
        expect![[r#"
            0 206C 2016-03-18 78 6
            0 206P 2016-03-18 78 6
            2 207C 2016-01-08 8 −9
            2 201P 2016-01-08 8 −9
            3 212C 2016-02-05 36 5
            3 199P 2016-02-05 36 −5
            4 200P 2016-01-29 29 8
            4 206P 2016-01-29 29 −4
            5 216C 2016-02-12 43 2
            5 191P 2016-02-12 43 2
            LDG: 7,245 −25,278 33
            SDG: 0 −29,854 0
            CHARM: −1,168 −28,903 4
            VANNA: −611 −23,249 −246
            SKEW: −101 −12,092 0
            VOV: 356 −16,751 10
            account: 0 +192 20
            Delta: +0.01 0.00 % 
            Gamma: −81.41 −3.94 % 
            Vega: +392 +0.05 % of 0.20 %
            Theta: +167 +0.02 % 
            Pricing: 10 model marks"#]]
        .assert_eq(&actual.join("\n"));
    }

    #[test]
    fn before_the_first_trade_nothing_is_held() {
        let (report, _) = outcome();
        let day = &report.days[0];
        assert_eq!((legs(report, day.date), holders(report, 0)), (vec![], vec![]));
        assert!(marks(day).is_empty());
    }
}
