//! How the account rotates over the sample: hedges, changes of direction, credits, margin calls,
//! and whether each profile has the exposure it is named after. Cases of an audit of the engine.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::NaiveDate;
use rotation::engine::report::{
    Day, FillRecord, HedgeRecord, Moment, Reason, Report, Rotation, RotationKind,
};
use rotation::engine::{Scenario, Timing, run};
use rotation::market::Settlement;
use rotation::pricing::Right;
use rotation::pricing::black_scholes::Greeks;
use rotation::profile::structures::Assignment;
use rotation::profile::{Playbook, Profile, VannaStructure};
use rotation::trade::sizing::Sizing;
use rotation::trade::{
    Contract, Exits, ExpiryRule, ExpirySeries, HedgeRule, LegRule, Provenance, Quoter, StrikeRule,
    Structure,
};
use rotation::units::{Contracts, Money, Price};

use crate::by_hand::quoter;
use crate::sample::sp500;

/// Filled at opens, so that a hedge traded with its options is told from one of the close.
static REPORT: LazyLock<Report> = LazyLock::new(|| {
    let scenario = Scenario { trust_opens: true, ..Scenario::default() };
    run(sp500(), &scenario, |_, _| {}).unwrap()
});

/// The market at a fill.
fn at_fill(report: &Report, fill: &FillRecord) -> Quoter<'static> {
    let index = sp500().bars.partition_point(|bar| bar.date < fill.filled);
    quoter(sp500(), index, fill.moment, &report.scenario).unwrap()
}

/// The fills with which each trade was opened, by profile and trade.
fn openings(report: &Report) -> Vec<(Profile, Vec<&FillRecord>)> {
    let mut openings: BTreeMap<u32, (Profile, NaiveDate, Vec<&FillRecord>)> = BTreeMap::new();
    for fill in report.fills.iter() {
        let opening =
            openings.entry(fill.trade).or_insert_with(|| (fill.profile, fill.filled, Vec::new()));
        if opening.1 == fill.filled && fill.provenance != Provenance::Settlement {
            opening.2.push(fill);
        }
    }
    openings.into_values().map(|(profile, _, fills)| (profile, fills)).collect()
}

/// Today the mean delta that stood open until the close was 17 % of equity for SDG.
#[test]
fn what_is_opened_is_hedged_with_its_fill() {
    let report = &*REPORT;
    let mut hedged = [0; 6];
    let mut hedges = report.hedges.iter().peekable();
    let mut shares = [0; 6];
    for (profile, fills) in openings(report) {
        if profile == Profile::Skew {
            continue; // It has no hedge.
        }
        let quoter = at_fill(report, fills[0]);
        let delta: f64 = fills
            .iter()
            .map(|f| f.contracts.shares(100) as f64 * quoter.greeks(&f.contract).delta)
            .sum();
        let date = fills[0].filled;
        let by_then = |hedge: &&HedgeRecord| {
            hedge.date < date || hedge.date == date && hedge.moment == Moment::Open
        };
        while let Some(hedge) = hedges.next_if(by_then) {
            if let Some(owner) = hedge.profile {
                shares[owner.index()] = hedge.held;
            }
        }
        let held = shares[profile.index()] as f64;
        assert!((delta + held).abs() < 0.51, "{date}, {profile:?}: {delta} and {held}");
        hedged[profile.index()] += 1;
    }
    assert!(hedged.iter().filter(|count| **count > 500).count() == 5, "{hedged:?}");
}

/// A contract and how many of it are held.
type Held = (Contract, Contracts);

/// What each profile still holds when contracts of its own are settled in the morning, by day.
fn settled_in_the_morning(report: &Report) -> BTreeMap<(NaiveDate, Profile), Vec<Held>> {
    let mut held: BTreeMap<(Profile, Contract), Contracts> = BTreeMap::new();
    let mut settled = BTreeMap::new();
    for fill in report.fills.iter() {
        *held.entry((fill.profile, fill.contract)).or_default() += fill.contracts;
        held.retain(|_, count| *count != Contracts::ZERO);
        if (fill.provenance, fill.moment) == (Provenance::Settlement, Moment::Open) {
            let own = held.iter().filter(|((owner, _), _)| *owner == fill.profile);
            let left = own.map(|((_, contract), count)| (*contract, *count)).collect();
            settled.insert((fill.filled, fill.profile), left);
        }
    }
    settled
}

/// Before, the hedge of a position that was settled at the open stood until the close.
#[test]
fn the_hedge_of_a_morning_settlement_goes_at_the_same_open() {
    let mut scenario = Scenario {
        from: "2014-01-02".parse().ok(),
        timing: Timing::NextClose,
        ..Scenario::default()
    };
    scenario.structures.expiries = ExpirySeries::Monthly;
    scenario.structures.third_fridays = Settlement::Open;
    // Legs of two months, of which the nearer is settled first.
    let expiry = |target| ExpiryRule { target, minimum: target - 20, maximum: target + 20 };
    let leg = |ratio, target| LegRule {
        right: Right::Put,
        ratio,
        strike: StrikeRule::AtTheMoney,
        expiry: expiry(target),
        roll_below: None,
    };
    let calendar = Structure {
        name: "calendar".to_owned(),
        legs: vec![leg(-1, 25), leg(1, 70)],
        roll_below: None,
        hedge: HedgeRule::Daily,
        exits: Exits::default(),
    };
    let own = Assignment { regimes: Vec::new(), structure: calendar };
    scenario.structures.custom[Profile::Skew.index()] = Some(vec![own]);
    let report = run(sp500(), &scenario, |_, _| {}).unwrap();
    let (mut given_up, mut adjusted) = (0, 0);
    for ((date, profile), left) in settled_in_the_morning(&report) {
        let own = || report.hedges.iter().filter(move |hedge| hedge.profile == Some(profile));
        let at_open = |hedge: &HedgeRecord| hedge.date == date && hedge.moment == Moment::Open;
        let before = own().filter(|hedge| hedge.date < date).last().map_or(0, |hedge| hedge.held);
        let after = own().filter(|hedge| at_open(hedge)).last();
        let at = sp500().bars.partition_point(|bar| bar.date < date);
        let open = quoter(sp500(), at, Moment::Open, &report.scenario).unwrap();
        let shares = |count: Contracts| count.shares(100) as f64;
        let delta = left.iter().map(|(own, count)| shares(*count) * open.greeks(own).delta);
        let (delta, held) = (delta.sum::<f64>(), after.map_or(before, |hedge| hedge.held));
        assert!((delta + held as f64).abs() < 0.51, "{date}, {profile:?}: {delta} and {held}");
        given_up += usize::from(left.is_empty() && before != 0);
        adjusted += usize::from(!left.is_empty() && after.is_some());
    }
    assert!(given_up > 50 && adjusted > 4, "{given_up} given up, {adjusted} adjusted");
}

/// Today SDG was long at 167 closes after the regime had asked for short.
#[test]
fn short_dated_gamma_has_the_direction_of_the_last_decision() {
    let report = &*REPORT;
    let playbook = Playbook::new(&report.scenario.structures);
    let profile = Profile::ShortGamma;
    let closed = report.trades.iter().map(|t| (t.profile, t.structure, t.entry, Some(t.exit)));
    let open = report.open_positions.iter().map(|t| (t.profile, t.structure, t.entry, None));
    let own: Vec<_> = closed.chain(open).filter(|(owner, ..)| *owner == profile).collect();
    let (mut compared, mut moved) = (0, BTreeSet::new());
    for pair in report.days.windows(2) {
        let Some(regime) = pair[0].regime.filter(|_| pair[0].decision.is_some()) else { continue };
        let date = pair[1].date;
        let held = own
            .iter()
            .find(|(_, _, entry, exit)| *entry <= date && exit.is_none_or(|exit| exit > date));
        let Some((_, structure, entry, _)) = held else { continue };
        let chosen = playbook.chosen(profile, regime).map(|chosen| playbook.structure(chosen));
        let held = playbook.structure(usize::from(*structure));
        assert_eq!(Some(held), chosen, "{date}: {regime:?} was decided, opened on {entry}");
        compared += 1;
    }
    for rotation in report.rotations.iter().filter(|r| r.kind == RotationKind::Move) {
        assert_eq!(rotation.profile, profile, "only SDG has two structures");
        moved.insert(rotation.date);
    }
    assert!(compared > 1_000 && moved.len() > 20, "{compared} closes, {} moves", moved.len());
}

/// Today 41 % of the diagonal's short calls filled at 0.00.
#[test]
fn no_leg_is_sold_for_less_than_a_tick_and_its_fees() {
    let mut scenario = Scenario::default();
    scenario.structures.vanna = VannaStructure::CallDiagonal;
    let report = run(sp500(), &scenario, |_, _| {}).unwrap();
    let refused = |r: &&Rotation| matches!(r.reason, Reason::NoCredit { price } if price < Price::micros(20_000));
    let refusals: Vec<_> = report.rotations.iter().filter(refused).collect();
    assert!(refusals.iter().all(|r| r.profile == Profile::Vanna) && refusals.len() > 20);
    let mut sold = 0;
    for fill in report.fills.iter().filter(|fill| fill.provenance != Provenance::Settlement) {
        let opens = fill.profile == Profile::Vanna
            && fill.contract.days_left(fill.filled) <= 9
            && fill.contracts.is_short();
        if opens {
            let size = fill.contracts.size();
            let least = Price::TICK.times(size, 100) + fill.fees.total();
            assert!(fill.price.times(size, 100) >= least, "{fill:?}");
            sold += 1;
        }
    }
    assert!(sold > 100, "{sold}");
}

/// Today 10,081 dollars were paid, for purchases below a tick.
#[test]
fn costs_times_zero_are_nothing() {
    let mut scenario = Scenario::default();
    scenario.costs.multiple = 0.0;
    let report = run(sp500(), &scenario, |_, _| {}).unwrap();
    let costs: Money = report.fills.iter().map(|f| f.spread + f.slippage + f.fees.total()).sum();
    let hedges = report.hedges.iter().map(|h| (h.price - h.mid).each(h.shares) + h.fees);
    assert_eq!((costs, hedges.sum::<Money>()), (Money::ZERO, Money::ZERO));
    assert!(report.fills.iter().all(|fill| fill.price == fill.mid));
}

/// Today buying power stood below zero on 206 days, down to -774,684.
#[test]
fn buying_power_below_zero_is_a_margin_call() {
    let mut scenario = Scenario::default();
    scenario.sizes.by = Sizing::Premium;
    let report = run(sp500(), &scenario, |_, _| {}).unwrap();
    let called: BTreeSet<NaiveDate> = report
        .rotations
        .iter()
        .filter(|rotation| rotation.kind == RotationKind::MarginCall)
        .map(|rotation| rotation.date)
        .collect();
    let power: Vec<Money> = report.days.iter().map(Day::buying_power).collect();
    let below = (0..power.len()).filter(|at| power[*at].is_negative());
    let mut unanswered = 0;
    for at in below.clone() {
        // The open may have restored it.
        let next = report.days.get(at + 1);
        unanswered += usize::from(next.is_some_and(|next| !called.contains(&next.date)));
    }
    let (worst, below) = (*power.iter().min().unwrap(), below.count());
    assert!((1..100).contains(&below) && unanswered <= 5, "{below} below, {unanswered} unanswered");
    assert!(worst > Money::dollars(-200_000), "{worst}");
    for date in &called {
        let at = report.days.iter().position(|day| day.date == *date).unwrap();
        assert!(power[at - 1].is_negative(), "{date}: called without need");
    }
}

/// Sum over the legs of what each adds, in units of the underlying.
fn sum(fills: &[&FillRecord], quoter: &Quoter<'_>, read: impl Fn(&Greeks) -> f64) -> f64 {
    let own = |fill: &&FillRecord| {
        fill.contracts.shares(100) as f64 * read(&quoter.greeks(&fill.contract))
    };
    fills.iter().map(own).sum()
}

/// Whether a trade has the exposure that its profile is named after, at its entry.
fn is_true_to_its_name(profile: Profile, fills: &[&FillRecord], quoter: &Quoter<'_>) -> bool {
    let leg = |right: Right, short: bool| {
        fills.iter().find(move |f| (f.contract.right, f.contracts.is_short()) == (right, short))
    };
    match profile {
        Profile::LongGamma => sum(fills, quoter, |greeks| greeks.gamma) > 0.0,
        Profile::ShortGamma => {
            let direction = if fills[0].contracts.is_short() { -1.0 } else { 1.0 };
            sum(fills, quoter, |greeks| greeks.gamma) * direction > 0.0
        }
        // Charm times the sign of delta is the change of its size as time passes.
        Profile::Charm => sum(fills, quoter, |greeks| greeks.charm * greeks.delta.signum()) > 0.0,
        Profile::Vanna => sum(fills, quoter, |greeks| greeks.vanna) > 0.0,
        Profile::Skew => {
            let (Some(wing), Some(middle)) = (leg(Right::Put, false), leg(Right::Put, true)) else {
                return false;
            };
            let greeks = quoter.greeks(&wing.contract);
            (0.15..=0.35).contains(&-greeks.delta)
                && wing.contract.strike < middle.contract.strike
                && (middle.contract.strike.to_dollars_f64() / quoter.spot - 1.0).abs() < 0.02
        }
        Profile::VolOfVol => sum(fills, quoter, |greeks| greeks.volga) > 0.0,
    }
}

#[test]
fn every_profile_has_the_exposure_it_is_named_after() {
    let report = &*REPORT;
    let mut counts = [(0, 0); 6];
    for (profile, fills) in openings(report) {
        let count = &mut counts[profile.index()];
        count.0 += usize::from(is_true_to_its_name(profile, &fills, &at_fill(report, fills[0])));
        count.1 += 1;
    }
    for profile in Profile::ALL {
        let (right, all) = counts[profile.index()];
        assert!(all > 30 && right * 100 >= all * 95, "{profile:?}: {right} of {all}");
    }
}
