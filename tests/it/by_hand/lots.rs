//! Legs held, by trade, as the fills say: bought, sold in part or whole, renewed.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rotation::engine::report::{ExitReason, FillRecord, Reason, Report, RotationKind};
use rotation::market::Market;
use rotation::profile::{Playbook, Profile};
use rotation::trade::{Contract, Expiries, Instrument, LegRule, Quoter, Structure};
use rotation::units::{Contracts, Money};

/// An open leg: contracts bought or sold and not yet closed, at their average price.
pub(super) struct Lot {
    pub(super) rule: usize,
    pub(super) contract: Contract,
    pub(super) contracts: Contracts,
    pub(super) basis: Money,
}

/// The kind of change that a group of fills of one trade made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Did {
    /// Opened a position.
    Open,
    /// Closed it, for another or for good.
    Close,
    /// Traded the difference in the legs held; `true` is more.
    Resize(bool),
    /// Renewed legs; `true` if the last fill opened one.
    Roll(bool),
}

impl Did {
    pub(super) fn opens(self) -> bool {
        matches!(self, Self::Open | Self::Resize(true) | Self::Roll(true))
    }
}

/// The trades and rotations of the report, without the fills.
pub(super) struct Index {
    playbook: Playbook,
    structures: BTreeMap<u32, usize>,
    expiries: Expiries,
    ends: BTreeMap<u32, (NaiveDate, ExitReason)>,
    rolls: BTreeSet<(NaiveDate, usize)>,
    /// Days on which a profile gave up its position for good.
    closes: BTreeSet<(NaiveDate, usize)>,
    /// Days on which a margin call took units of a profile, until they are taken in.
    calls: RefCell<BTreeSet<(NaiveDate, usize)>>,
    instrument: Instrument,
}

impl Index {
    pub(super) fn new(market: &Market, report: &Report) -> Self {
        let (instrument, choices) = (report.scenario.instrument, &report.scenario.structures);
        let closed = report.trades.iter().map(|t| (t.trade, usize::from(t.structure)));
        let open = report.open_positions.iter().map(|t| (t.trade, usize::from(t.structure)));
        let ruined = Reason::Exit(ExitReason::Ruined);
        let on = |kinds: &[RotationKind]| {
            let recorded = report
                .rotations
                .iter()
                .filter(|rotation| kinds.contains(&rotation.kind) && rotation.reason != ruined);
            recorded.map(|rotation| (rotation.date, rotation.profile.index())).collect()
        };
        Self {
            playbook: Playbook::new(&report.scenario.structures),
            structures: closed.chain(open).collect(),
            expiries: Expiries::of(market, instrument, choices.expiries, choices.third_fridays),
            ends: report.trades.iter().map(|t| (t.trade, (t.exit, t.reason))).collect(),
            rolls: on(&[RotationKind::RollLeg]),
            closes: on(&[RotationKind::Close, RotationKind::Exit]),
            calls: RefCell::new(on(&[RotationKind::MarginCall])),
            instrument: report.scenario.instrument,
        }
    }

    pub(super) fn structure(&self, trade: u32) -> &Structure {
        self.playbook.structure(self.structures[&trade])
    }

    /// The contract a rule chooses of those that are listed.
    fn listed(&self, quoter: &Quoter<'_>, rule: &LegRule) -> Option<Contract> {
        let expiry = quoter.expiry(&self.expiries, &rule.expiry)?;
        let strike = quoter.strike(rule.right, rule.strike, expiry)?;
        Some(Contract::new(rule.right, strike, expiry))
    }

    /// Why a trade ended, if it was on that day.
    pub(super) fn ends(&self, trade: u32, date: NaiveDate) -> Option<ExitReason> {
        self.ends.get(&trade).filter(|(exit, _)| *exit == date).map(|(_, reason)| *reason)
    }

    /// Whether a trade that ended on a day gave up its hedge.
    pub(super) fn closes(&self, trade: u32, date: NaiveDate, profile: Profile) -> bool {
        self.closes.contains(&(date, profile.index()))
            || self.ends(trade, date) == Some(ExitReason::MarginCall)
    }

    /// Whether a fill is the first of a margin call that was not taken in yet.
    pub(super) fn takes_call(&self, fill: &FillRecord) -> bool {
        self.calls.borrow_mut().remove(&(fill.filled, fill.profile.index()))
    }

    pub(super) fn instrument(&self) -> Instrument {
        self.instrument
    }

    /// How a group of fills changed the open lots.
    pub(super) fn did(&self, group: &[&FillRecord], lots: &[Lot], called: bool) -> Did {
        let first = group[0];
        let date = first.filled;
        if called && self.ends(first.trade, date) != Some(ExitReason::MarginCall) {
            return Did::Resize(false);
        }
        let by_itself = [ExitReason::Expired, ExitReason::Exercised, ExitReason::Ruined];
        let ends = self.ends(first.trade, date).is_some_and(|reason| !by_itself.contains(&reason));
        if lots.is_empty() {
            Did::Open
        } else if ends {
            Did::Close
        } else if self.rolls.contains(&(date, first.profile.index())) {
            Did::Roll(false)
        } else {
            Did::Resize(first.contracts.is_short() == lots[0].contracts.is_short())
        }
    }
}

impl Lot {
    fn buy(&mut self, fill: &FillRecord) {
        self.contracts += fill.contracts;
        self.basis += fill.price.times(fill.contracts, Instrument::MULTIPLIER);
    }

    /// Closes the contracts of a fill; returns the realised profit.
    fn sell(&mut self, fill: &FillRecord) -> Money {
        let given = -fill.contracts;
        assert_eq!((given.is_short(), self.contract), (self.contracts.is_short(), fill.contract));
        assert!(given.size() <= self.contracts.size(), "{fill:?}: not more than is held");
        let (part, whole) = (given.size().as_hundredths(), self.contracts.size().as_hundredths());
        let cost = self.basis.scaled(part, whole);
        self.contracts = self.contracts - given;
        self.basis -= cost;
        fill.price.times(given, Instrument::MULTIPLIER) - cost
    }
}

/// Books a group of fills of one trade; returns its kind and the realised profit.
pub(super) fn book(
    index: &Index,
    quoter: &Quoter<'_>,
    (group, called): (&[&FillRecord], bool),
    lots: &mut Vec<Lot>,
) -> (Did, Money) {
    let structure = || index.structure(group[0].trade);
    let did = index.did(group, lots, called);
    let listed = |rule: &LegRule| index.listed(quoter, rule);
    let mut realised = Money::ZERO;
    match did {
        Did::Open => open(structure(), listed, group, lots),
        Did::Close => {
            for fill in group {
                realised += lots.pop().unwrap().sell_all(fill);
            }
            assert!(lots.is_empty(), "{group:?}: every leg is closed");
        }
        Did::Resize(more) => {
            assert_eq!(group.len(), lots.len(), "{group:?}: every leg is resized");
            for (lot, fill) in lots.iter_mut().zip(group) {
                assert_eq!(lot.contract, fill.contract);
                if more {
                    lot.buy(fill);
                } else {
                    realised += lot.sell(fill);
                }
            }
        }
        Did::Roll(_) => {
            let (gain, opened) = roll(structure(), listed, group, lots);
            return (Did::Roll(opened), gain);
        }
    }
    (did, realised)
}

impl Lot {
    fn sell_all(mut self, fill: &FillRecord) -> Money {
        let gain = self.sell(fill);
        assert_eq!((self.contracts, self.basis), (Contracts::ZERO, Money::ZERO), "{fill:?}");
        gain
    }
}

/// Every leg of the structure, in its order and its ratio.
fn open(
    structure: &Structure,
    listed: impl Fn(&LegRule) -> Option<Contract>,
    group: &[&FillRecord],
    lots: &mut Vec<Lot>,
) {
    assert_eq!(group.len(), structure.legs.len(), "{group:?}: all legs of {structure:?}");
    let units = group[0].contracts.as_hundredths() / structure.legs[0].ratio;
    for (number, (fill, rule)) in group.iter().zip(&structure.legs).enumerate() {
        assert_eq!(Some(fill.contract), listed(rule), "{fill:?}");
        assert_eq!(fill.contracts, Contracts::hundredths(units) * rule.ratio, "{fill:?}");
        lots.push(new(number, fill));
    }
}

fn new(rule: usize, fill: &FillRecord) -> Lot {
    let (contract, contracts, basis) = (fill.contract, Contracts::ZERO, Money::ZERO);
    let mut lot = Lot { rule, contract, contracts, basis };
    lot.buy(fill);
    lot
}

/// Legs renewed one after the other, in the order of their rules: each is closed, unless it has
/// expired, and opened anew, unless cash does not carry it.
fn roll(
    structure: &Structure,
    listed: impl Fn(&LegRule) -> Option<Contract>,
    group: &[&FillRecord],
    lots: &mut Vec<Lot>,
) -> (Money, bool) {
    let units = lots[0].contracts.as_hundredths() / structure.legs[lots[0].rule].ratio;
    let mut realised = Money::ZERO;
    let mut fills = group.iter().peekable();
    let mut opened = false;
    for (number, rule) in structure.legs.iter().enumerate() {
        let Some(below) = rule.roll_below else { continue };
        let held = lots.iter().position(|lot| lot.rule == number);
        if held.is_some_and(|at| lots[at].contract.days_left(group[0].decided) >= below) {
            continue;
        }
        // A covering leg must expire no earlier than the leg it covers.
        let outlives = |new: &Contract| {
            lots.iter().any(|lot| lot.rule != number && lot.contract.expiry > new.expiry)
        };
        let Some(successor) = listed(rule).filter(outlives) else { continue };
        if let Some(at) = held {
            realised += lots.remove(at).sell_all(fills.next().unwrap());
            opened = false;
        }
        let contracts = Contracts::hundredths(units) * rule.ratio;
        let opens = |fill: &&&FillRecord| (fill.contract, fill.contracts) == (successor, contracts);
        if let Some(fill) = fills.next_if(opens) {
            lots.insert(held.unwrap_or(lots.len()), new(number, fill));
            opened = true;
        }
    }
    assert!(fills.next().is_none(), "{group:?}: every fill renews a leg");
    (realised, opened)
}
