//! Structures in the form: every cell of the table of legs has a name, shows a value and takes
//! text. What is typed becomes the scenario's only if the whole structure can then be traded.

use crate::engine::{Scenario, ScenarioError};
use crate::math::decimal;
use crate::profile::{Assignment, Profile, structures};
use crate::regime::Regime;
use crate::trade::{HedgeRule, LegRule, StrikeRule};

mod typing;

#[cfg(test)]
mod tests;

/// One cell: the profile, its structure and the value of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StructureCell {
    /// The profile that trades it.
    pub profile: Profile,
    /// Which of the profile's structures.
    pub structure: usize,
    /// Which value.
    pub value: StructureValue,
}

/// A value of a structure or of one of its legs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StructureValue {
    /// The structure's name.
    Name,
    /// Days below which the whole is renewed.
    Roll,
    /// When its delta is hedged: `none`, `daily` or `band`.
    Hedge,
    /// The band of the hedge, deltas per 100.
    Band,
    /// Loss that closes it, percent of its capital.
    StopLoss,
    /// Profit that closes it, percent of its capital.
    TakeProfit,
    /// Days after which it is closed.
    MaximumDays,
    /// Whether it is traded in a regime: `true` or `false`.
    In(Regime),
    /// A value of a leg.
    Leg(usize, LegValue),
}

/// A value of a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LegValue {
    /// `buy` or `sell`.
    Side,
    /// Contracts per unit.
    Ratio,
    /// `call` or `put`.
    Right,
    /// `money`, `percent` or `delta`.
    Rule,
    /// The strike's percent from the spot, or its delta in hundredths.
    Strike,
    /// Days to expiry aimed at.
    Target,
    /// Fewest days to expiry.
    Minimum,
    /// Most days to expiry.
    Maximum,
    /// Days below which this leg alone is renewed.
    Roll,
}

/// An edit of a profile's structures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StructureEdit {
    /// Another leg like the last.
    AddLeg,
    /// Takes a leg out.
    RemoveLeg(usize),
    /// Another structure like this, traded in no regime that another has.
    AddStructure,
    /// Takes the structure out.
    RemoveStructure,
    /// What the profile trades by default.
    Reset,
}

const LEG_VALUES: [(&str, LegValue, &str); 9] = [
    ("side", LegValue::Side, "side"),
    ("ratio", LegValue::Ratio, "contracts"),
    ("right", LegValue::Right, "call or put"),
    ("rule", LegValue::Rule, "strike rule"),
    ("strike", LegValue::Strike, "strike value"),
    ("target", LegValue::Target, "DTE target"),
    ("min", LegValue::Minimum, "DTE min"),
    ("max", LegValue::Maximum, "DTE max"),
    ("roll", LegValue::Roll, "roll at DTE"),
];

const VALUES: [(&str, StructureValue, &str); 7] = [
    ("name", StructureValue::Name, "name of the structure"),
    ("roll", StructureValue::Roll, "roll at DTE"),
    ("hedge", StructureValue::Hedge, "delta hedge"),
    ("band", StructureValue::Band, "no-hedge band"),
    ("stop", StructureValue::StopLoss, "stop loss"),
    ("take", StructureValue::TakeProfit, "take profit"),
    ("days", StructureValue::MaximumDays, "maximum holding period"),
];

impl StructureCell {
    /// The part of a name such as `s.5.0.roll` or `s.5.0.1.ratio`: profile, structure, leg, value.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut words = name.strip_prefix("s.")?.split('.');
        let number: usize = words.next()?.parse().ok()?;
        let profile = *Profile::ALL.get(number.checked_sub(1)?)?;
        let structure = words.next()?.parse().ok()?;
        let (first, second) = (words.next()?, words.next());
        let value = match second {
            None => VALUES.iter().find(|(name, ..)| *name == first)?.1,
            Some(number) if first == "in" => {
                StructureValue::In(Regime::from_number(number.parse().ok()?)?)
            }
            Some(second) => {
                let value = LEG_VALUES.iter().find(|(name, ..)| *name == second)?.1;
                StructureValue::Leg(first.parse().ok()?, value)
            }
        };
        Some(Self { profile, structure, value })
    }

    /// The name of a part.
    #[must_use]
    pub fn name(self) -> String {
        let start = format!("s.{}.{}", self.profile.number(), self.structure);
        match self.value {
            StructureValue::In(regime) => format!("{start}.in.{}", regime.number()),
            StructureValue::Leg(leg, _) => format!("{start}.{leg}.{}", self.words().0),
            _ => format!("{start}.{}", self.words().0),
        }
    }

    /// A number that is its own, to tell changes apart.
    #[must_use]
    pub fn code(self) -> u32 {
        let value = match self.value {
            StructureValue::In(regime) => 10 + u32::from(regime.number()),
            StructureValue::Leg(leg, value) => {
                let at = LEG_VALUES.iter().position(|(_, other, _)| *other == value);
                20 + 10 * leg as u32 + at.unwrap_or(0) as u32
            }
            value => VALUES.iter().position(|(_, other, _)| *other == value).unwrap_or(0) as u32,
        };
        1_000 * (10 * u32::from(self.profile.number()) + self.structure as u32) + value
    }

    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.words().1
    }

    fn words(self) -> (&'static str, &'static str) {
        let named = match self.value {
            StructureValue::In(regime) => return ("in", regime.name()),
            StructureValue::Leg(_, value) => {
                LEG_VALUES.iter().find(|(_, other, _)| *other == value).map(|(n, _, l)| (*n, *l))
            }
            value => VALUES.iter().find(|(_, other, _)| *other == value).map(|(n, _, l)| (*n, *l)),
        };
        named.unwrap_or(("", ""))
    }

    /// The scenario's value as it is shown in the cell; nothing where there is none.
    #[must_use]
    pub fn show(self, scenario: &Scenario) -> String {
        let assignments = scenario.structures.assignments(self.profile);
        let Some(own) = assignments.get(self.structure) else { return String::new() };
        let structure = &own.structure;
        let share =
            |value: Option<f64>| value.map_or_else(String::new, |value| tidy(value * 100.0));
        let days = |value: Option<i64>| value.map_or_else(String::new, |days| days.to_string());
        match self.value {
            StructureValue::Name => structure.name.clone(),
            StructureValue::Roll => days(structure.roll_below),
            StructureValue::Hedge => match structure.hedge {
                HedgeRule::None => "none",
                HedgeRule::Daily => "daily",
                HedgeRule::Band(_) => "band",
            }
            .to_owned(),
            StructureValue::Band => match structure.hedge {
                HedgeRule::Band(band) => tidy(band * 100.0),
                _ => String::new(),
            },
            StructureValue::StopLoss => share(structure.exits.stop_loss),
            StructureValue::TakeProfit => share(structure.exits.take_profit),
            StructureValue::MaximumDays => days(structure.exits.maximum_days),
            StructureValue::In(regime) => {
                trades_in(&assignments, self.structure, regime).to_string()
            }
            StructureValue::Leg(leg, value) => {
                structure.legs.get(leg).map_or_else(String::new, |leg| show_leg(leg, value))
            }
        }
    }

    /// The number shown, stepped up (1) or down (-1); `None` for a cell without a number.
    #[must_use]
    pub fn step_text(self, scenario: &Scenario, direction: f64) -> Option<String> {
        decimal::parse(&self.show(scenario)).map(|number| tidy(number + direction))
    }

    /// Sets what `text` means, on structures of the user's own.
    ///
    /// # Errors
    /// Text that is no value, or a structure that could not be traded.
    pub fn set(self, scenario: &mut Scenario, text: &str) -> Result<(), ScenarioError> {
        let mut assignments = scenario.structures.assignments(self.profile);
        let Some(own) = assignments.get_mut(self.structure) else { return Ok(()) };
        let text = text.trim();
        match self.value {
            StructureValue::In(regime) => {
                trade_in(&mut assignments, self.structure, regime, text == "true")
            }
            StructureValue::Leg(leg, value) => {
                if let Some(leg) = own.structure.legs.get_mut(leg) {
                    self.set_leg(leg, value, text)?;
                }
            }
            value => self.set_value(&mut own.structure, value, text)?,
        }
        adopt(scenario, self.profile, assignments)
    }
}

impl StructureEdit {
    /// The cell to focus after the edit: the first of the edited leg or structure.
    #[must_use]
    pub fn cell_to_focus(
        self,
        scenario: &Scenario,
        profile: Profile,
        structure: usize,
    ) -> StructureCell {
        let assignments = scenario.structures.assignments(profile);
        let last = assignments.len().saturating_sub(1);
        let structure = match self {
            Self::AddStructure => last,
            Self::Reset => 0,
            _ => structure.min(last),
        };
        let legs = assignments.get(structure).map_or(0, |own| own.structure.legs.len());
        let value = match self {
            Self::AddLeg => StructureValue::Leg(legs.saturating_sub(1), LegValue::Side),
            Self::RemoveLeg(leg) => {
                StructureValue::Leg(leg.min(legs.saturating_sub(1)), LegValue::Side)
            }
            _ => StructureValue::Name,
        };
        StructureCell { profile, structure, value }
    }
}

/// Does what a button says to one structure of a profile.
///
/// # Errors
/// What would be left could not be traded.
pub fn change(
    scenario: &mut Scenario,
    profile: Profile,
    structure: usize,
    change: StructureEdit,
) -> Result<(), ScenarioError> {
    if change == StructureEdit::Reset {
        scenario.structures.custom[profile.index()] = None;
        return Ok(());
    }
    let mut assignments = scenario.structures.assignments(profile);
    let Some(own) = assignments.get_mut(structure) else { return Ok(()) };
    let legs = &mut own.structure.legs;
    match change {
        StructureEdit::AddLeg => legs.extend(legs.last().cloned()),
        StructureEdit::RemoveLeg(leg) if leg < legs.len() => drop(legs.remove(leg)),
        StructureEdit::AddStructure => {
            let copy = own.structure.clone();
            let free = Regime::ALL
                .into_iter()
                .find(|regime| !assignments.iter().any(|own| own.regimes.contains(regime)));
            if let Some(regime) = free {
                assignments.push(Assignment { regimes: vec![regime], structure: copy });
            }
        }
        StructureEdit::RemoveStructure => drop(assignments.remove(structure)),
        StructureEdit::RemoveLeg(_) | StructureEdit::Reset => {}
    }
    adopt(scenario, profile, assignments)
}

/// Makes structures the scenario's, if they can be traded; the usual ones need no copy.
///
/// # Errors
/// The first that cannot be traded, or is traded in a regime that another has.
pub fn adopt(
    scenario: &mut Scenario,
    profile: Profile,
    assignments: Vec<Assignment>,
) -> Result<(), ScenarioError> {
    structures::check(&assignments)
        .map_err(|problem| ScenarioError::Structure { profile, problem })?;
    let own = &mut scenario.structures.custom[profile.index()];
    *own = None;
    if scenario.structures.assignments(profile) != assignments {
        scenario.structures.custom[profile.index()] = Some(assignments);
    }
    Ok(())
}

/// Whether a structure is traded in a regime: named there, or everywhere no other is named.
fn trades_in(assignments: &[Assignment], structure: usize, regime: Regime) -> bool {
    let regimes = &assignments[structure].regimes;
    let others = || assignments.iter().any(|own| own.regimes.contains(&regime));
    if regimes.is_empty() { !others() } else { regimes.contains(&regime) }
}

/// Adds or takes away a regime; another structure that had it gives it up.
fn trade_in(assignments: &mut [Assignment], structure: usize, regime: Regime, traded: bool) {
    for at in 0..assignments.len() {
        let mut regimes: Vec<Regime> =
            Regime::ALL.into_iter().filter(|other| trades_in(assignments, at, *other)).collect();
        regimes.retain(|other| *other != regime);
        if traded && at == structure {
            let place = regimes.partition_point(|other| *other < regime);
            regimes.insert(place, regime);
        }
        // No regime named would mean every regime: a structure keeps its last one.
        if !regimes.is_empty() {
            assignments[at].regimes = regimes;
        }
    }
}

fn show_leg(leg: &LegRule, value: LegValue) -> String {
    match value {
        LegValue::Side => if leg.ratio < 0 { "sell" } else { "buy" }.to_owned(),
        LegValue::Ratio => leg.ratio.abs().to_string(),
        LegValue::Right => leg.right.to_string(),
        LegValue::Rule => match leg.strike {
            StrikeRule::AtTheMoney => "money",
            StrikeRule::Percent(_) => "percent",
            StrikeRule::Delta(_) => "delta",
        }
        .to_owned(),
        LegValue::Strike => match leg.strike {
            StrikeRule::AtTheMoney => String::new(),
            StrikeRule::Percent(value) | StrikeRule::Delta(value) => tidy(value * 100.0),
        },
        LegValue::Target => leg.expiry.target.to_string(),
        LegValue::Minimum => leg.expiry.minimum.to_string(),
        LegValue::Maximum => leg.expiry.maximum.to_string(),
        LegValue::Roll => leg.roll_below.map_or_else(String::new, |days| days.to_string()),
    }
}

/// A number without the dust that scaling leaves behind.
fn tidy(number: f64) -> String {
    ((number * 1e6).round() / 1e6).to_string()
}
