//! What of a scenario differs from a reference, each with the element that shows it in the form.

use crate::engine::Scenario;
use crate::engine::choices::Choice;
use crate::engine::fields::{self, FieldGroup};
use crate::profile::Profile;

use super::field::{describe_day_bound, show_number};
use super::folds::{FOLDS, Fold};
use super::form::Control;
use super::number::counted;
use super::words::capital;

/// The `id` of the button that opens the structures.
pub const STRUCTURES_ID: &str = "edit-structures";

/// A value that differs from the reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedField {
    /// The `id` of the control in the form.
    pub element_id: String,
    /// What it is called.
    pub label: String,
    /// The value now.
    pub now: String,
    /// The value of the reference.
    pub was: String,
}

/// The `id` of a control in the form; a cell of the grid counts from 0.
#[must_use]
pub fn element_id(control: Control) -> String {
    match control {
        Control::Number(code) => match cell_of(code) {
            Some(cell) => cell_id(cell),
            None => format!("field-{code}"),
        },
        Control::From => "field-from".to_owned(),
        Control::To => "field-to".to_owned(),
        Control::Structure(part) => part.name(),
    }
}

/// The `id` of a cell of the grid of regimes and profiles.
#[must_use]
pub fn cell_id(cell: usize) -> String {
    format!("cell-{cell}")
}

/// The `id` of a choice in the form.
#[must_use]
pub fn choice_id(choice: &Choice) -> String {
    format!("choice-{}", choice.code)
}

fn cell_of(code: u16) -> Option<usize> {
    let is_cell = fields::by_code(code)?.group == FieldGroup::Compatibility;
    is_cell.then(|| usize::from(code) - 100)
}

/// Every value that differs from the reference, in the order of the form.
///
/// ```
/// use rotation::engine::Scenario;
/// use rotation::view::changes::changes;
/// let mut scenario = Scenario::default();
/// scenario.allocation.max_profile_weight = 0.25;
/// let changed = changes(&scenario, &Scenario::default());
/// assert_eq!(changed[0].label, "Maximum per profile");
/// assert_eq!((changed[0].now.as_str(), changed[0].was.as_str()), ("25\u{202f}%", "40\u{202f}%"));
/// assert_eq!(changed[0].element_id, "field-2");
/// ```
#[must_use]
pub fn changes(scenario: &Scenario, reference: &Scenario) -> Vec<ChangedField> {
    FOLDS.iter().flat_map(|fold| changes_in(fold, scenario, reference)).collect()
}

fn changes_in(fold: &Fold, scenario: &Scenario, reference: &Scenario) -> Vec<ChangedField> {
    let mut changed = Vec::new();
    for choice in fold.choices() {
        let (now, was) = (choice.get(scenario), choice.get(reference));
        if now != was {
            changed.push(ChangedField {
                element_id: choice_id(choice),
                label: capital(choice.label),
                now: choice.options[now].to_owned(),
                was: choice.options[was].to_owned(),
            });
        }
    }
    for control in fold.controls() {
        let (now, was) = (show(control, scenario), show(control, reference));
        if now != was {
            let (element_id, label) = (element_id(control), capital(control.label()));
            changed.push(ChangedField { element_id, label, now, was });
        }
    }
    if fold.has_structures() {
        changed.extend(Profile::ALL.into_iter().filter_map(|profile| {
            let [now, was] =
                [scenario, reference].map(|own| &own.structures.custom[profile.index()]);
            let word = |is_own: bool| if is_own { "customised" } else { "default" }.to_owned();
            (now != was).then(|| ChangedField {
                element_id: STRUCTURES_ID.to_owned(),
                label: format!("Structures of {}", profile.code()),
                now: word(now.is_some()),
                was: if was.is_some() && now.is_some() {
                    "others".to_owned()
                } else {
                    word(was.is_some())
                },
            })
        }));
    }
    changed
}

fn show(control: Control, scenario: &Scenario) -> String {
    let text = control.show(scenario);
    match control {
        Control::Number(code) => {
            let unit = fields::by_code(code).map_or("", |field| field.unit.sign());
            show_number(&text, unit)
        }
        _ => describe_day_bound(control, text),
    }
}

/// How many values differ, in words.
#[must_use]
pub fn count_of_changes(changed: usize, has_baseline: bool) -> String {
    let from = if has_baseline { "from the pinned baseline" } else { "from default" };
    match changed {
        0 => format!("No changes {from}"),
        changed => format!("{} {from}", counted(changed, "change", "changes")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::choices;
    use crate::view::Form;
    use expect_test::expect;

    #[test]
    fn changes_are_listed_in_the_order_of_the_form_with_the_element_that_shows_them() {
        let mut form = Form::default();
        for (name, text) in [
            ("s.6.0.0.ratio", "2"),
            ("124", "0.7"),
            ("93", "4"),
            ("to", "2014-01-03"),
            ("1", "2000000"),
        ] {
            form.enter(Control::named(name).unwrap(), text, None);
        }
        choices::by_code(19).unwrap().set(&mut form.scenario, 1);
        let actual: Vec<String> = changes(&form.scenario, &Scenario::default())
            .iter()
            .map(|own| format!("{} {}: {}, was {}", own.element_id, own.label, own.now, own.was))
            .collect();
        expect![[r#"
            field-1 Initial capital: 2,000,000 USD, was 1,000,000 USD
            field-to Last day: 2014-01-03, was last bar
            cell-24 Choppy, LDG: 0.7, was 0.2
            choice-19 Interest on cash: on, was off
            field-93 Pause after an exit: 4 days, was 5 days
            edit-structures Structures of VOV: customised, was default"#]]
        .assert_eq(&actual.join("\n").replace('\u{202f}', " "));
        assert_eq!(count_of_changes(actual.len(), false), "6 changes from default");
        assert_eq!(count_of_changes(1, true), "1 change from the pinned baseline");
        assert_eq!(count_of_changes(0, false), "No changes from default");
    }
}
