//! Fits a day's orders to the limits on the book that they lead to.
//!
//! The target book is what is held plus the orders, in the contracts that the close of the
//! decision would choose, hedges included. If it exceeds a limit, what is opened or increased
//! shrinks by one common factor. If what stays exceeds it all the same, every position shrinks.
//! Within the limits nothing changes.

use crate::profile::{PerProfile, Profile};
use crate::trade::HedgeRule;
use crate::units::Contracts;

use super::super::book::{Book, MarketMoment};
use super::super::limits::Guard;
use super::super::limits::exposure::{
    AccountRisk, Bounds, MEASURED, OptionRisk, ProfileRisk, Values, exceeded, is_within, shocks,
};
use super::super::order::{Opening, Order, OrderAction};
use super::super::report::{Action, Breach, ExitReason, LimitKind, Reason, Response};
use super::{Decisions, Situation};

/// Halvings of the interval in which a factor lies: to a millionth.
const HALVINGS: u32 = 20;

/// Positions that exceed a limit shrink until the book is at this share of it.
const MARGIN: f64 = 0.95;

/// The book and the market at the close of a decision.
pub(in super::super) struct FitInputs<'a> {
    pub(in super::super) book: &'a Book<'a>,
    pub(in super::super) market: MarketMoment<'a>,
    pub(in super::super) account: AccountRisk,
    /// Simple returns of the underlying up to today, the newest last.
    pub(in super::super) returns: &'a [f64],
    /// What a margin call will leave of the called profiles' units before any order is filled.
    pub(in super::super) called: PerProfile<Option<Contracts>>,
}

/// In which contracts a profile's units are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Legs {
    /// Those held.
    Held,
    /// Those chosen at the close.
    New,
    /// Those chosen at the close where there are to be more units than are held.
    NewIfMore,
    /// Those with the due legs renewed where no order changes the units.
    NewIfSame,
}

/// What a profile holds and is to hold, and what a unit of either risks.
struct Line {
    held: Contracts,
    /// The same after a margin call.
    left: Contracts,
    /// What is left of its units if nothing is opened or increased.
    base: Contracts,
    /// Its units after all orders.
    full: Contracts,
    legs: Legs,
    /// The fewest units that an increase is worth trading for.
    least: f64,
    now: OptionRisk,
    held_unit: OptionRisk,
    new_unit: OptionRisk,
    rules: [HedgeRule; 2],
    shares: i64,
}

impl Line {
    /// Its units when what is opened or increased is multiplied by a factor.
    fn increased_by(&self, factor: f64, fractional: bool) -> Contracts {
        if factor >= 1.0 {
            return self.full;
        }
        let more = Contracts::at_most((self.full - self.base).count() * factor, fractional);
        if more.count() < self.least { self.base } else { self.base + more }
    }

    /// Its units when all positions are multiplied by a factor.
    fn reduced_to(&self, factor: f64, fractional: bool) -> Contracts {
        if factor >= 1.0 {
            return self.base;
        }
        Contracts::at_most(self.base.count() * factor, fractional)
    }

    fn is_in_new(&self, units: Contracts) -> bool {
        match self.legs {
            Legs::Held => false,
            Legs::New => true,
            Legs::NewIfMore => units > self.held,
            Legs::NewIfSame => units == self.left,
        }
    }

    fn risk(&self, units: Contracts) -> ProfileRisk {
        let is_in_new = self.is_in_new(units);
        let unit = if is_in_new { self.new_unit } else { self.held_unit };
        let is_traded = is_in_new || units != self.held || units == Contracts::ZERO;
        let rehedged = is_traded.then_some((self.rules[usize::from(is_in_new)], units));
        ProfileRisk { options: unit * units.count(), shares: self.shares, rehedged }
    }

    fn risk_now(&self) -> ProfileRisk {
        ProfileRisk { options: self.now, shares: self.shares, rehedged: None }
    }
}

/// Shrinks a day's orders, or all positions, until the target book is within every limit. Returns
/// whether the account's own hedge is to be given up, because it exceeds a limit without them.
pub(in super::super) fn fit(
    situation: &Situation<'_>,
    decided: &mut Decisions,
    inputs: &FitInputs<'_>,
    guard: &mut Guard,
) -> bool {
    let bounds = bounds(guard, inputs.account.equity);
    Profile::ALL.into_iter().for_each(|profile| take_out(situation, decided, profile, inputs));
    let lines = Profile::ALL.map(|profile| line(situation, decided, profile, inputs, guard));
    let FitInputs { account, returns, .. } = inputs;
    let now = lines.each_ref().map(Line::risk_now);
    let now = guard.values(&now, account, returns, true);
    count_above(guard, &now, account.equity);
    let mut values = |units: PerProfile<Contracts>| {
        let risks = Profile::ALL.map(|profile| {
            let at = profile.index();
            lines[at].risk(units[at])
        });
        guard.values(&risks, account, returns, false)
    };
    let fractional = situation.fractional;
    let increased = |factor| lines.each_ref().map(|line| line.increased_by(factor, fractional));
    let full = values(increased(1.0));
    let mut is_hedge_above = false;
    let (units, response) = if is_within(&full, &bounds) {
        (increased(1.0), Response::OrdersSuffice)
    } else {
        let base = values(increased(0.0));
        if is_within(&base, &bounds) {
            let factor = largest(|factor| is_within(&values(increased(factor)), &bounds));
            (increased(factor), Response::OrdersScaled { factor })
        } else {
            let (above, mut lower) = (exceeded(&base, &bounds), bounds);
            for (bound, above) in lower.iter_mut().zip(above) {
                *bound = bound.map(|bound| if above { bound * MARGIN } else { bound });
            }
            let reduced = |factor| lines.each_ref().map(|own| own.reduced_to(factor, fractional));
            let factor = largest(|factor| is_within(&values(reduced(factor)), &lower));
            is_hedge_above = factor == 0.0 && !is_within(&values(reduced(factor)), &lower);
            (reduced(factor), Response::PositionsScaled { factor })
        }
    };
    log(guard, situation, &bounds, [&now, &full], response);
    if response != Response::OrdersSuffice {
        for profile in Profile::ALL {
            let (line, units) = (&lines[profile.index()], units[profile.index()]);
            if units != line.full {
                change(situation, decided, profile, line, units, response);
            }
        }
    }
    is_hedge_above && account.shares != 0
}

/// The limits on the book; delta that is hedged at the close does not scale positions.
fn bounds(guard: &Guard, equity: f64) -> Bounds {
    let mut bounds = guard.limits.bounds(equity);
    if guard.limits.hedge_delta {
        bounds[0] = None;
    }
    bounds
}

/// The largest factor below 1 that fits, if 0 does.
fn largest(mut fits: impl FnMut(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        *(if fits(middle) { &mut low } else { &mut high }) = middle;
    }
    low
}

/// Takes out what the quotes of the close refuse: contracts that are not listed, sales that bring
/// no credit. What cannot be had is not part of the target book: a position that nothing can
/// replace is measured as the one that stays. A structure that is to change is closed all the same.
fn take_out(
    situation: &Situation<'_>,
    decided: &mut Decisions,
    profile: Profile,
    inputs: &FitInputs<'_>,
) {
    let order = decided.orders.iter().find(|order| order.profile == profile);
    let Some(order) = order.copied() else { return };
    let Some(reason) = inputs.book.refusal(&order, inputs.market) else { return };
    let (task, action) = match (order.task, situation.position(profile)) {
        (OrderAction::Move(_), Some(_)) => {
            (OrderAction::Close(ExitReason::Rebalanced), Action::Close)
        }
        _ => (OrderAction::Keep, refused(&reason)),
    };
    decided.replace(Order { reason, ..order }, Some(task), action);
}

/// The action of a profile that the quotes refuse what it would trade.
const fn refused(reason: &Reason) -> Action {
    match reason {
        Reason::NoCredit { .. } => Action::NoCredit,
        _ => Action::NotListed,
    }
}

fn line(
    situation: &Situation<'_>,
    decided: &Decisions,
    profile: Profile,
    inputs: &FitInputs<'_>,
    guard: &Guard,
) -> Line {
    let FitInputs { book, market, .. } = *inputs;
    let moves = shocks(&guard.limits);
    let is_shocked = guard.limits.shock_loss.or(guard.limits.shock_loss_dollars).is_some();
    let moves = is_shocked.then_some(&moves[..]);
    let position = situation.position(profile);
    let task = decided.task(profile);
    let held = position.map_or(Contracts::ZERO, |position| position.units);
    let called = inputs.called[profile.index()];
    let left = called.map_or(held, |left| left.min(held));
    let mut line = Line {
        held,
        left,
        base: left,
        full: left,
        legs: Legs::Held,
        least: 0.0,
        now: OptionRisk::default(),
        held_unit: OptionRisk::default(),
        new_unit: OptionRisk::default(),
        rules: [HedgeRule::None; 2],
        shares: book.hedge_shares(profile),
    };
    if let Some(position) = position {
        line.now = book.held_risk(position, market, moves);
        line.held_unit = line.now * (1.0 / held.count());
        line.rules[0] = book.hedge_rule(position.structure);
        if task == Some(OrderAction::RollLeg) {
            line.new_unit = book.rolled_risk(position, market, moves) * (1.0 / held.count());
            (line.legs, line.rules[1]) = (Legs::NewIfSame, line.rules[0]);
        }
    }
    let (opening, legs) = match task {
        None | Some(OrderAction::RollLeg | OrderAction::Keep) => return line,
        Some(OrderAction::Close(_) | OrderAction::Roll(None)) => {
            (line.base, line.full) = (Contracts::ZERO, Contracts::ZERO);
            return line;
        }
        Some(OrderAction::Resize(opening)) => (opening, Legs::Held),
        Some(
            OrderAction::Open(opening)
            | OrderAction::Move(opening)
            | OrderAction::Roll(Some(opening)),
        ) => (opening, Legs::New),
        Some(OrderAction::Reopen(opening)) => (opening, situation.reopened(profile, &opening)),
    };
    let is_move = matches!(task, Some(OrderAction::Move(_)));
    // A called profile does not grow, and what is opened anew is in new contracts at any size.
    line.full = called.map_or(opening.units, |left| opening.units.min(left));
    line.base = if is_move { Contracts::ZERO } else { left.min(opening.units) };
    let legs = if called.is_some() && legs == Legs::NewIfMore { Legs::New } else { legs };
    line.legs = legs;
    if legs != Legs::New {
        line.least = situation.threshold / opening.unit_weight;
    }
    if legs != Legs::Held {
        line.rules[1] = book.hedge_rule(opening.structure);
        // What is not listed now has no risk to be measured, and was taken out of the orders.
        line.new_unit = book.unit_risk(opening.structure, market, moves).unwrap_or_default();
    }
    line
}

impl Situation<'_> {
    /// The contracts of a position that is closed and opened again at another size.
    fn reopened(&self, profile: Profile, opening: &Opening) -> Legs {
        let stays = self
            .position(profile)
            .is_some_and(|held| held.structure == opening.structure && opening.units > held.units);
        let is_due = self.hold_or_roll(profile) != Action::WithinThreshold;
        if stays && !is_due { Legs::NewIfMore } else { Legs::New }
    }

    /// An order for a number of units in the legs held.
    fn resizing(&self, profile: Profile, units: Contracts) -> Option<Opening> {
        let position = self.position(profile)?;
        let unit_weight = self.current[profile.index()] / position.units.count();
        let unit_capital = unit_weight * self.equity.to_dollars_f64();
        Some(Opening { structure: position.structure, units, unit_capital, unit_weight })
    }
}

impl Decisions {
    fn task(&self, profile: Profile) -> Option<OrderAction> {
        let order = self.orders.iter().find(|order| order.profile == profile);
        order.map(|order| order.task)
    }

    /// Replaces what a profile is to do; `None` takes its order back.
    fn replace(&mut self, order: Order, task: Option<OrderAction>, action: Action) {
        let profile = order.profile;
        self.actions[profile.index()] = action;
        let at = self.orders.partition_point(|order| order.profile < profile);
        if self.orders.get(at).is_some_and(|order| order.profile == profile) {
            self.orders.remove(at);
        }
        if let Some(task) = task {
            self.orders.insert(at, Order { task, ..order });
        }
    }
}

/// Gives a profile another number of units than its order, or than it holds without one.
fn change(
    situation: &Situation<'_>,
    decided: &mut Decisions,
    profile: Profile,
    line: &Line,
    units: Contracts,
    response: Response,
) {
    let (at, before) = (profile.index(), decided.task(profile));
    let (current, target) = (situation.current[at], situation.target(profile));
    let reason = match response {
        Response::PositionsScaled { factor } => Reason::Limited { factor },
        _ => Reason::Moved { current, target },
    };
    let in_new = |task: OrderAction| match task {
        OrderAction::Open(own) => OrderAction::Open(Opening { units, ..own }),
        OrderAction::Move(own) => OrderAction::Move(Opening { units, ..own }),
        OrderAction::Reopen(own) => OrderAction::Reopen(Opening { units, ..own }),
        OrderAction::Roll(Some(own)) => OrderAction::Roll(Some(Opening { units, ..own })),
        other => other,
    };
    let is_held = line.held > Contracts::ZERO;
    let (task, action) = if units == Contracts::ZERO {
        match is_held {
            true => (Some(OrderAction::Close(ExitReason::Rebalanced)), Action::Close),
            false => (None, Action::Limited),
        }
    } else if line.is_in_new(units) {
        (before.map(in_new), decided.actions[at])
    } else if units == line.held {
        (None, Action::Limited)
    } else {
        (situation.resizing(profile, units).map(OrderAction::Resize), Action::Resize)
    };
    let decided_on = situation.date;
    let task = task.filter(|_| is_held || units > Contracts::ZERO);
    let order = Order { profile, decided: decided_on, task: OrderAction::RollLeg, reason, current };
    decided.replace(order, task, action);
}

/// Counts the closes at which what is held is above each limit, delta before it is hedged.
fn count_above(guard: &mut Guard, now: &Values, equity: f64) {
    let bounds = guard.limits.bounds(equity);
    let above = exceeded(now, &bounds);
    let counts = &mut guard.counts.closes_above;
    if counts.is_empty() {
        let set = MEASURED.iter().zip(bounds).filter(|(_, bound)| bound.is_some());
        counts.extend(set.map(|(limit, _)| (*limit, 0)));
    }
    for (limit, closes) in counts {
        let at = MEASURED.iter().position(|measured| measured == limit);
        *closes += u32::from(at.is_some_and(|at| above[at]));
    }
}

/// Logs every limit that what is held, or the target book with all orders, exceeds.
fn log(
    guard: &mut Guard,
    situation: &Situation<'_>,
    bounds: &Bounds,
    [now, full]: [&Values; 2],
    response: Response,
) {
    let held_above = exceeded(now, bounds);
    let full_above = exceeded(full, bounds);
    for at in 0..MEASURED.len() {
        let Some(bound) = bounds[at].filter(|_| held_above[at] || full_above[at]) else { continue };
        let (limit, profile): (LimitKind, Option<Profile>) = (MEASURED[at], None);
        let value = if held_above[at] { now[at] } else { full[at] };
        let date = situation.date;
        guard.record_breach(Breach { date, day: 1, limit, profile, value, bound, response });
    }
}
