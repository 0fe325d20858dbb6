//! The structures of a profile as tables to edit: columns, rules, and what each cell shows.

use crate::engine::Scenario;
use crate::profile::{Assignment, Profile};
use crate::regime::Regime;
use crate::trade::{HedgeRule, StrikeRule, Structure};

use super::form::{Control, Form};
use super::structure_form::{LegValue, StructureCell, StructureValue};
use super::words::capital;

/// Options of a cell: the value entered, and its label. Empty where a number or a name is typed.
pub type CellOptions = &'static [(&'static str, &'static str)];

const SIDES: CellOptions = &[("buy", "buy"), ("sell", "sell")];
const RIGHTS: CellOptions = &[("call", "call"), ("put", "put")];
const RULES_OF_STRIKE: CellOptions =
    &[("money", "at the money"), ("percent", "% from spot"), ("delta", "delta")];
const HEDGES: CellOptions = &[("none", "none"), ("daily", "daily"), ("band", "beyond a band")];

/// A column of the table of legs.
#[derive(Debug, PartialEq, Eq)]
pub struct LegColumn {
    /// What it shows.
    pub value: LegValue,
    /// Its head.
    pub head: &'static str,
    /// What the head means.
    pub help: &'static str,
    /// The options of its cells.
    pub options: CellOptions,
}

/// The columns of the table of legs.
pub static COLUMNS: [LegColumn; 9] = [
    column(LegValue::Side, "Side", "Buy or sell", SIDES),
    column(LegValue::Ratio, "Contracts", "Per unit of the structure, 1 to 100", &[]),
    column(LegValue::Right, "Right", "Call or put", RIGHTS),
    column(LegValue::Rule, "Strike rule", "How the strike is chosen", RULES_OF_STRIKE),
    column(
        LegValue::Strike,
        "Strike value",
        "Percent from spot, or delta: 25 and 0.25 are the same",
        &[],
    ),
    column(LegValue::Target, "DTE target", "Calendar days to expiry, nearest to this", &[]),
    column(LegValue::Minimum, "DTE min", "Fewest calendar days to expiry", &[]),
    column(LegValue::Maximum, "DTE max", "Most calendar days to expiry", &[]),
    column(
        LegValue::Roll,
        "Roll at DTE",
        "This leg alone rolls with fewer days to expiry; blank = never",
        &[],
    ),
];

/// A rule of the whole structure.
#[derive(Debug, PartialEq, Eq)]
pub struct StructureRule {
    /// What it sets.
    pub value: StructureValue,
    /// Its unit.
    pub unit: &'static str,
    /// What it does.
    pub help: &'static str,
    /// Its options.
    pub options: CellOptions,
}

/// The rules of the whole structure.
pub static RULES: [StructureRule; 6] = [
    rule(
        StructureValue::Roll,
        "days",
        "The whole structure rolls with fewer days to expiry; blank = held to expiry",
        &[],
    ),
    rule(StructureValue::StopLoss, "%", "Of its capital; blank = the scenario's stop loss", &[]),
    rule(
        StructureValue::TakeProfit,
        "%",
        "Of its capital; blank = the scenario's take profit",
        &[],
    ),
    rule(StructureValue::MaximumDays, "days", "Then it is closed; blank = the scenario's", &[]),
    rule(StructureValue::Hedge, "", "With shares or futures, at the close", HEDGES),
    rule(StructureValue::Band, "", "No hedge while net delta per 100 units is within this", &[]),
];

const fn column(
    value: LegValue,
    head: &'static str,
    help: &'static str,
    options: CellOptions,
) -> LegColumn {
    LegColumn { value, head, help, options }
}

const fn rule(
    value: StructureValue,
    unit: &'static str,
    help: &'static str,
    options: CellOptions,
) -> StructureRule {
    StructureRule { value, unit, help, options }
}

/// What a cell shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellView {
    /// Its text, as typed or chosen.
    pub text: String,
    /// Whether it differs from the reference.
    pub is_changed: bool,
    /// Whether its text is invalid; an invalid cell is not marked as changed.
    pub is_wrong: bool,
    /// Whether the value applies to the structure: a band needs a hedge by band.
    pub is_shown: bool,
}

impl CellView {
    /// The view of a part.
    #[must_use]
    pub fn new(form: &Form, reference: &Scenario, part: StructureCell) -> Self {
        let control = Control::Structure(part);
        let is_wrong = form.error(control).is_some();
        let is_changed = !is_wrong && part.show(&form.scenario) != part.show(reference);
        let is_shown = is_shown(&form.scenario, part);
        Self { text: form.text(control), is_changed, is_wrong, is_shown }
    }
}

fn is_shown(scenario: &Scenario, part: StructureCell) -> bool {
    if !matches!(part.value, StructureValue::Band | StructureValue::Leg(_, LegValue::Strike)) {
        return true;
    }
    let assignments = scenario.structures.assignments(part.profile);
    let Some(own) = assignments.get(part.structure) else { return false };
    match part.value {
        StructureValue::Leg(leg, _) => {
            let leg = own.structure.legs.get(leg);
            leg.is_some_and(|leg| leg.strike != StrikeRule::AtTheMoney)
        }
        _ => matches!(own.structure.hedge, HedgeRule::Band(_)),
    }
}

/// What a cell is called where its column and row are not seen.
#[must_use]
pub fn label(part: StructureCell) -> String {
    match part.value {
        StructureValue::Leg(leg, _) => format!("Leg {}, {}", leg + 1, part.label()),
        _ => capital(part.label()),
    }
}

/// The errors of one structure's cells, a sentence each.
#[must_use]
pub fn errors(form: &Form, profile: Profile, structure: usize) -> Vec<String> {
    let entries = form.entries.iter().filter_map(|(control, entry)| match control {
        Control::Structure(part) if part.profile == profile && part.structure == structure => {
            entry.error.as_ref()
        }
        _ => None,
    });
    entries.map(|error| capital(&error.to_string())).collect()
}

/// The state of the buttons of one profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// The number of legs of each structure.
    pub legs: Vec<usize>,
    /// Whether a regime is left for another structure.
    pub can_add: bool,
    /// Whether the structures are the user's own.
    pub is_own: bool,
}

impl Outline {
    /// The outline of a profile's structures.
    #[must_use]
    pub fn new(scenario: &Scenario, profile: Profile) -> Self {
        let assignments = scenario.structures.assignments(profile);
        let is_taken =
            |regime| assignments.iter().any(|own: &Assignment| own.regimes.contains(&regime));
        Self {
            legs: assignments.iter().map(|own| own.structure.legs.len()).collect(),
            can_add: !Regime::ALL.into_iter().all(is_taken),
            is_own: scenario.structures.custom[profile.index()].is_some(),
        }
    }

    /// The number of legs of a structure.
    #[must_use]
    pub fn legs_of(&self, structure: usize) -> usize {
        self.legs.get(structure).copied().unwrap_or(0)
    }

    /// Whether a structure may have another leg.
    #[must_use]
    pub fn can_add_leg(&self, structure: usize) -> bool {
        self.legs_of(structure) < Structure::MAX_LEGS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(form: &Form, name: &str) -> CellView {
        CellView::new(form, &Scenario::default(), StructureCell::named(name).unwrap())
    }

    #[test]
    fn an_invalid_cell_is_not_marked_as_changed() {
        let mut form = Form::default();
        let mut enter = |name, text| form.enter(Control::named(name).unwrap(), text, None);
        enter("s.5.0.0.strike", "30");
        enter("s.5.0.0.ratio", "1.5");
        let strike = view(&form, "s.5.0.0.strike");
        assert!(strike.is_changed && !strike.is_wrong);
        let ratio = view(&form, "s.5.0.0.ratio");
        assert!(ratio.is_wrong && !ratio.is_changed);
        assert_eq!(ratio.text, "1.5");
        assert_eq!(
            errors(&form, Profile::Skew, 0),
            ["Contracts: expected a whole number from 1 to 100, found 1.5; type a whole number"]
        );
        assert!(errors(&form, Profile::Skew, 1).is_empty());
    }

    #[test]
    fn cells_without_a_value_are_not_shown() {
        let mut form = Form::default();
        assert!(!view(&form, "s.5.0.1.strike").is_shown, "at the money");
        assert!(view(&form, "s.5.0.0.strike").is_shown);
        assert!(!view(&form, "s.5.0.band").is_shown);
        form.enter(Control::named("s.5.0.hedge").unwrap(), "band", None);
        assert!(view(&form, "s.5.0.band").is_shown);
    }

    #[test]
    fn every_cell_of_a_structure_has_a_label_of_its_own() {
        let part = |value| StructureCell { profile: Profile::Skew, structure: 0, value };
        let cells = [0, 1].into_iter().flat_map(|leg| {
            COLUMNS.iter().map(move |column| StructureValue::Leg(leg, column.value))
        });
        let mut labels: Vec<String> = cells
            .chain(RULES.iter().map(|rule| rule.value))
            .chain(Regime::ALL.map(StructureValue::In))
            .chain([StructureValue::Name])
            .map(|value| label(part(value)))
            .collect();
        let count = labels.len();
        labels.sort();
        labels.dedup();
        assert_eq!(labels.len(), count);
        assert!(labels.iter().all(|label| !label.is_empty()));
    }

    #[test]
    fn an_outline_lists_available_additions() {
        let scenario = Scenario::default();
        let outline = Outline::new(&scenario, Profile::ShortGamma);
        assert_eq!(outline, Outline { legs: vec![2, 2], can_add: true, is_own: false });
        assert_eq!((outline.legs_of(1), outline.legs_of(2)), (2, 0));
        assert!(outline.can_add_leg(0));
    }
}
