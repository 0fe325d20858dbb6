//! The parts of the scenario form that fold: which fields and choices each one holds, and what is
//! changed or wrong inside it.

use crate::engine::Scenario;
use crate::engine::choices::{CHOICES, Choice, ChoiceGroup};
use crate::engine::fields::{FIELDS, Field, FieldGroup};
use crate::profile::Profile;

use super::form::{Control, Form};
use super::number::counted;

/// The controls of the first and the last day traded.
pub const DAYS: [Control; 2] = [Control::From, Control::To];

/// A part of the form that folds.
#[derive(Debug, PartialEq, Eq)]
pub struct Fold {
    /// Its heading.
    pub title: &'static str,
    /// Its numbers.
    pub numbers: Option<FieldGroup>,
    /// Its choices.
    pub choices: &'static [ChoiceGroup],
    /// Whether it is unfolded at first.
    pub is_open: bool,
}

/// Every part, in the order of the form.
pub static FOLDS: [Fold; 11] = [
    Fold::open("Capital and period", FieldGroup::Capital),
    Fold::open("Allocation limits", FieldGroup::Allocation),
    Fold::open("Regime fit", FieldGroup::Compatibility),
    Fold::closed("Costs and execution", Some(FieldGroup::Costs), &[ChoiceGroup::Execution]),
    Fold::closed("Sizing", Some(FieldGroup::Sizing), &[ChoiceGroup::Sizing]),
    Fold::closed("Hedging", Some(FieldGroup::Hedging), &[ChoiceGroup::Hedging]),
    Fold::closed("Risk limits", Some(FieldGroup::Risk), &[ChoiceGroup::Risk]),
    Fold::closed("Pricing", Some(FieldGroup::Pricing), &[]),
    Fold::closed("Structures", None, &[ChoiceGroup::Structures]),
    Fold::closed("Regime rules", Some(FieldGroup::Regimes), &[]),
    Fold::closed("Overlays", None, &[ChoiceGroup::Overlays, ChoiceGroup::Data]),
];

impl Fold {
    const fn open(title: &'static str, numbers: FieldGroup) -> Self {
        Self { title, numbers: Some(numbers), choices: &[], is_open: true }
    }

    const fn closed(
        title: &'static str,
        numbers: Option<FieldGroup>,
        choices: &'static [ChoiceGroup],
    ) -> Self {
        Self { title, numbers, choices, is_open: false }
    }

    /// Its numbers.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> {
        FIELDS.iter().filter(|field| Some(field.group) == self.numbers)
    }

    /// Its choices.
    pub fn choices(&self) -> impl Iterator<Item = &'static Choice> {
        CHOICES.iter().filter(|choice| self.choices.contains(&choice.group))
    }

    /// Its numbers and days, as controls.
    pub fn controls(&self) -> impl Iterator<Item = Control> {
        let days = if self.has_days() { &DAYS[..] } else { &[] };
        self.fields().map(|field| Control::Number(field.code)).chain(days.iter().copied())
    }

    /// Whether the first and the last day are here.
    #[must_use]
    pub fn has_days(&self) -> bool {
        self.numbers == Some(FieldGroup::Capital)
    }

    /// Whether the grid of regimes and profiles is here.
    #[must_use]
    pub fn has_grid(&self) -> bool {
        self.numbers == Some(FieldGroup::Compatibility)
    }

    /// Whether the structures of the profiles are here.
    #[must_use]
    pub fn has_structures(&self) -> bool {
        self.choices.contains(&ChoiceGroup::Structures)
    }

    fn holds(&self, control: Control) -> bool {
        match control {
            Control::Structure(_) => self.has_structures(),
            control => self.controls().any(|own| own == control),
        }
    }

    /// What is changed or wrong in it.
    #[must_use]
    pub fn summary(&self, form: &Form, reference: &Scenario) -> FoldSummary {
        let now = &form.scenario;
        let wrong = form.entries.iter().filter(|(_, entry)| entry.error.is_some());
        let errors = wrong.filter(|(control, _)| self.holds(*control)).count();
        let numbers =
            self.controls().filter(|control| control.show(now) != control.show(reference));
        let choices = self.choices().filter(|choice| choice.get(now) != choice.get(reference));
        let custom = |scenario: &Scenario, profile: Profile| {
            self.has_structures().then(|| scenario.structures.custom[profile.index()].clone())
        };
        let structures =
            Profile::ALL.iter().filter(|own| custom(now, **own) != custom(reference, **own));
        FoldSummary { errors, changed: numbers.count() + choices.count() + structures.count() }
    }
}

/// How much in a fold is changed or wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FoldSummary {
    /// Controls with text that cannot be run.
    pub errors: usize,
    /// Values that differ from the reference.
    pub changed: usize,
}

impl FoldSummary {
    /// The words of its badge; nothing if there is nothing to say.
    #[must_use]
    pub fn text(&self) -> String {
        match (self.errors, self.changed) {
            (0, 0) => String::new(),
            (0, changed) => format!("{changed} changed"),
            (errors, _) => counted(errors, "error", "errors"),
        }
    }
}

/// Which profiles trade structures of the user's own, in words.
#[must_use]
pub fn customised(scenario: &Scenario) -> String {
    let is_own = |profile: &Profile| scenario.structures.custom[profile.index()].is_some();
    let own: Vec<_> = Profile::ALL.into_iter().filter(is_own).map(Profile::code).collect();
    match own.is_empty() {
        true => "Every profile trades its default structures".to_owned(),
        false => format!("Customised: {}", own.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(title: &str) -> &'static Fold {
        FOLDS.iter().find(|fold| fold.title == title).unwrap()
    }

    #[test]
    fn every_field_and_choice_is_in_one_fold() {
        let numbers: usize = FOLDS.iter().map(|fold| fold.fields().count()).sum();
        let choices: usize = FOLDS.iter().map(|fold| fold.choices().count()).sum();
        assert_eq!((numbers, choices), (FIELDS.len(), CHOICES.len()));
    }

    #[test]
    fn a_badge_counts_changes_and_names_errors_first() {
        let reference = Scenario::default();
        let mut form = Form::default();
        let text = |form: &Form, title| fold(title).summary(form, &reference).text();
        assert_eq!(text(&form, "Allocation limits"), "");
        form.enter(Control::Number(2), "35", None);
        form.enter(Control::From, "2014-01-03", None);
        assert_eq!(text(&form, "Allocation limits"), "1 changed");
        assert_eq!(text(&form, "Capital and period"), "1 changed");
        form.enter(Control::Number(4), "x", None);
        assert_eq!(text(&form, "Allocation limits"), "1 error");
        form.enter(Control::Number(5), "y", None);
        assert_eq!(text(&form, "Allocation limits"), "2 errors");
        form.enter(Control::named("s.6.0.0.ratio").unwrap(), "2", None);
        assert_eq!(text(&form, "Structures"), "1 changed");
        assert_eq!(customised(&form.scenario), "Customised: VOV");
        assert_eq!(customised(&reference), "Every profile trades its default structures");
    }
}
