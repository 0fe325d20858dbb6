//! The text typed into the scenario's form, and the scenario it describes.
//!
//! Text that is no valid value stays as it was typed, with its error beside it, and changes
//! nothing; all else becomes the scenario. Text that is valid only together with another entry
//! waits for it.

use chrono::NaiveDate;

use crate::engine::fields::{self, Unit};
use crate::engine::{Scenario, ScenarioError};

use super::entries::Entries;
use super::structure_form::StructureCell;

/// First and last day of the data.
pub type DataRange = (NaiveDate, NaiveDate);

/// A control that takes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Control {
    /// The number with this code in [`fields::FIELDS`].
    Number(u16),
    /// The first day traded; nothing for the first of the data.
    From,
    /// The last day traded; nothing for the last of the data.
    To,
    /// A value of a structure.
    Structure(StructureCell),
}

/// The codes of the two limits that bound each other.
const MAXIMUM: Control = Control::Number(2);
const MINIMUM: Control = Control::Number(3);
/// The codes of the two parameters of the smile, of which not every pair has a price for all.
const SKEW: Control = Control::Number(60);
const CURVATURE: Control = Control::Number(61);
/// Controls that are valid only together.
const PAIRS: [[Control; 2]; 3] =
    [[MAXIMUM, MINIMUM], [Control::From, Control::To], [SKEW, CURVATURE]];

/// Text in a control.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlText {
    /// As typed.
    pub text: String,
    /// Why it is not part of the scenario; `None` if it is.
    pub error: Option<FormError>,
}

/// Why an entry is not part of the scenario.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FormError {
    /// A rule of the scenario.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// A day that the data does not reach.
    #[error(
        "{label}: expected a day from {} to {}, found {found}; choose a day of the data or leave \
         it empty", span.0, span.1
    )]
    OutsideData {
        /// The control's label.
        label: &'static str,
        /// First and last day of the data.
        span: DataRange,
        /// What was typed.
        found: NaiveDate,
    },
}

/// The scenario, and the text typed into its controls.
///
/// ```
/// use rotation::view::{Control, Form};
/// let (maximum, mut form) = (Control::Number(2), Form::default());
/// form.enter(maximum, "140", None);
/// assert_eq!(form.scenario.allocation.max_profile_weight, 0.4); // as it was
/// assert_eq!(form.text(maximum), "140"); // not lost
/// form.enter(maximum, "14", None);
/// assert_eq!(form.scenario.allocation.max_profile_weight, 0.14);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    /// Every choice that can be run.
    pub scenario: Scenario,
    /// Text that is not (yet) the scenario's, and text of the control in use.
    pub entries: Entries,
}

impl Control {
    /// The control of a name: a number's code, `from` or `to`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "from" => Some(Self::From),
            "to" => Some(Self::To),
            part if part.starts_with("s.") => StructureCell::named(part).map(Self::Structure),
            code => code.parse().ok().map(Self::Number),
        }
    }

    /// What the control is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Number(code) => fields::by_code(code).map_or("", |field| &field.label),
            Self::From => "first day",
            Self::To => "last day",
            Self::Structure(part) => part.label(),
        }
    }

    /// The scenario's value as it is shown in the control.
    #[must_use]
    pub fn show(self, scenario: &Scenario) -> String {
        let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        match self {
            Self::Number(code) => fields::by_code(code)
                .map_or_else(String::new, |field| field.show(field.get(scenario))),
            Self::From => day(scenario.from),
            Self::To => day(scenario.to),
            Self::Structure(part) => part.show(scenario),
        }
    }

    /// Takes the control's value over from another scenario.
    pub fn copy(self, from: &Scenario, to: &mut Scenario) {
        match self {
            Self::Number(code) => {
                if let Some(field) = fields::by_code(code) {
                    field.set(to, field.get(from));
                }
            }
            Self::From => to.from = from.from,
            Self::To => to.to = from.to,
            Self::Structure(part) => {
                let index = part.profile.index();
                to.structures.custom[index].clone_from(&from.structures.custom[index]);
            }
        }
    }

    /// Sets the value that `text` means.
    fn set(
        self,
        scenario: &mut Scenario,
        text: &str,
        span: Option<DataRange>,
    ) -> Result<(), FormError> {
        match self {
            Self::Number(code) => {
                if let Some(field) = fields::by_code(code) {
                    field.set(scenario, field.parse(text)?);
                }
            }
            Self::From => scenario.from = self.day(text, span)?,
            Self::To => scenario.to = self.day(text, span)?,
            Self::Structure(part) => part.set(scenario, text)?,
        }
        Ok(())
    }

    fn day(self, text: &str, span: Option<DataRange>) -> Result<Option<NaiveDate>, FormError> {
        let (label, text) = (self.label(), text.trim());
        if text.is_empty() {
            return Ok(None);
        }
        let found = iso(text).ok_or_else(|| ScenarioError::NotADate {
            label,
            found: text.chars().take(40).collect(),
        })?;
        match span {
            Some(span) if !(span.0..=span.1).contains(&found) => {
                Err(FormError::OutsideData { label, span, found })
            }
            _ => Ok(Some(found)),
        }
    }
}

/// The day of a text such as 2014-01-03.
fn iso(text: &str) -> Option<NaiveDate> {
    let number = |from: usize, to: usize| {
        let digits = text.get(from..to)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let is_whole = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(|_| is_whole)
}

impl Form {
    /// The form of a scenario from outside, which is checked but for its smile. A smile that cannot
    /// be run stays in its fields, marked; the scenario gets the nearest one that can.
    #[must_use]
    pub fn open(scenario: Scenario) -> Self {
        let Err(ScenarioError::Smile { nearest: (skew, curvature), .. }) = scenario.check_smile()
        else {
            return Self { scenario, ..Self::default() };
        };
        let asked = [SKEW, CURVATURE].map(|control| (control, control.show(&scenario)));
        let mut form = Self { scenario, ..Self::default() };
        (form.scenario.model.skew, form.scenario.model.curvature) = (skew, curvature);
        for (control, text) in asked {
            form.entries.insert(control, ControlText { text, error: None });
        }
        form.settle(None);
        form
    }

    /// What is said of a smile that was opened and is not run; `None` where all is run.
    #[must_use]
    pub fn smile_not_run(&self) -> Option<String> {
        self.error(SKEW)?;
        let run = [SKEW, CURVATURE].map(|control| control.show(&self.scenario));
        let [skew, curvature] = [SKEW, CURVATURE].map(|control| self.text(control));
        Some(format!(
            "The smile of this link, skew {skew} with curvature {curvature}, leaves room for \
             arbitrage and is not run. The figures are of skew {} with curvature {}, the nearest \
             smile without; both fields are marked.",
            run[0], run[1]
        ))
    }

    /// Takes text from a control; every entry that waits is tried again with it.
    pub fn enter(&mut self, control: Control, text: &str, span: Option<DataRange>) {
        self.entries.insert(control, ControlText { text: text.to_owned(), error: None });
        self.settle(span);
    }

    /// The control is left: text that has become the scenario's is shown as the scenario shows it.
    pub fn leave(&mut self, control: Control) {
        self.entries.retain(|other, entry| other != control || entry.error.is_some());
    }

    /// Gives a control the value of another scenario, whatever is typed in it.
    pub fn reset(&mut self, control: Control, to: &Scenario, span: Option<DataRange>) {
        let text = control.show(to);
        self.enter(control, &text, span);
        self.leave(control);
    }

    /// Tries every entry, as after other data was loaded.
    pub fn settle(&mut self, span: Option<DataRange>) {
        let mut candidate = self.scenario.clone();
        for (control, entry) in self.entries.iter_mut() {
            entry.error = control.set(&mut candidate, &entry.text, span).err();
        }
        let error = |form: &Self, control| form.entries.get(control).map(|e| e.error.is_some());
        for [one, other] in PAIRS {
            let shown = |scenario: &Scenario| [one, other].map(|own| own.show(scenario));
            if shown(&candidate) == shown(&self.scenario) {
                continue; // it holds as before
            }
            let Err(broken) = check(&candidate, one) else { continue };
            for control in [one, other] {
                control.copy(&self.scenario, &mut candidate);
                if error(self, control) == Some(false) {
                    let entry = self.entries.get_mut(control).expect("it has an entry");
                    entry.error = Some(broken.clone().into());
                }
            }
        }
        self.scenario = candidate;
    }

    /// The text in a control.
    #[must_use]
    pub fn text(&self, control: Control) -> String {
        let entry = self.entries.get(control);
        entry.map_or_else(|| control.show(&self.scenario), |entry| entry.text.clone())
    }

    /// Why a control's text is not the scenario's.
    #[must_use]
    pub fn error(&self, control: Control) -> Option<&FormError> {
        self.entries.get(control)?.error.as_ref()
    }

    /// How many controls hold text that cannot be run.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.entries.iter().filter(|(_, entry)| entry.error.is_some()).count()
    }
}

/// The rule between the control and its partner.
fn check(scenario: &Scenario, control: Control) -> Result<(), ScenarioError> {
    let limits = &scenario.allocation;
    match (control, scenario.from, scenario.to) {
        (MAXIMUM, ..) if limits.min_profile_weight > limits.max_profile_weight => {
            let percent = |weight| Unit::Percent.show(weight);
            Err(ScenarioError::MinimumAboveMaximum {
                minimum: percent(limits.min_profile_weight),
                maximum: percent(limits.max_profile_weight),
            })
        }
        (Control::From, Some(from), Some(to)) if to < from => {
            Err(ScenarioError::EndBeforeStart { from, to })
        }
        (SKEW, ..) => scenario.check_smile(),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAPITAL: Control = Control::Number(1);

    fn span() -> Option<DataRange> {
        Some(("1999-01-04".parse().ok()?, "2018-12-31".parse().ok()?))
    }

    fn form(entries: &[(Control, &str)]) -> Form {
        let mut form = Form::default();
        entries.iter().for_each(|(control, text)| form.enter(*control, text, span()));
        form
    }

    /// Put prices of this smile fall as the strike rises.
    fn with_arbitrage() -> Scenario {
        let mut scenario = Scenario::default();
        (scenario.model.skew, scenario.model.curvature) = (-0.20, 0.2);
        scenario
    }

    #[test]
    fn a_smile_that_cannot_be_run_is_opened_marked_and_the_nearest_is_run() {
        let mut form = Form::open(with_arbitrage());
        assert_eq!([form.text(SKEW), form.text(CURVATURE)], ["-0.2", "0.2"]);
        assert!(form.error(SKEW).is_some() && form.error(CURVATURE).is_some());
        assert_eq!(form.scenario.check(), Ok(()));
        assert!(form.scenario.model.curvature < 0.2);
        expect_test::expect!["The smile of this link, skew -0.2 with curvature 0.2, leaves room for arbitrage and is not run. The figures are of skew -0.2 with curvature 0.09, the nearest smile without; both fields are marked."].assert_eq(&form.smile_not_run().unwrap());
        // The data arrives, another field is changed: the marks stay until the smile is.
        form.settle(span());
        form.enter(CAPITAL, "2000000", span());
        assert_eq!(form.errors(), 2);
        assert_eq!(form.scenario.capital, 2e6);
        form.enter(CURVATURE, "0.06", span());
        assert_eq!((form.errors(), form.smile_not_run()), (0, None));
        assert_eq!((form.scenario.model.skew, form.scenario.model.curvature), (-0.2, 0.06));
        let good = Form::open(Scenario::default());
        assert_eq!((good, form.smile_not_run()), (Form::default(), None));
    }

    #[test]
    fn a_smile_that_is_typed_waits_for_the_other_parameter() {
        let mut form = Form::default();
        form.enter(CURVATURE, "0.2", span());
        assert!(form.error(CURVATURE).is_some());
        assert_eq!(form.scenario, Scenario::default());
    }

    #[test]
    fn invalid_text_is_kept_with_its_error_and_leaves_the_scenario() {
        let check = |control: Control, text: &str, error: &str| {
            let form = form(&[(control, text)]);
            assert_eq!(form.scenario, Scenario::default(), "{text}");
            assert_eq!(form.text(control), text);
            assert_eq!(form.error(control).map(ToString::to_string).as_deref(), Some(error));
        };
        let capital = "initial capital: expected 1,000 to 10,000,000,000 USD, found ";
        check(CAPITAL, " ", &format!("{capital}nothing; type a number"));
        check(CAPITAL, "x", &format!("{capital}\"x\"; type digits and a decimal point"));
        check(CAPITAL, "0", &format!("{capital}0; choose a value in that range"));
        check(
            MAXIMUM,
            "101",
            "maximum per profile: expected 1 to 100 %, found 101; choose a value in that range",
        );
        let day = "expected a date such as 2014-01-03, found";
        for text in ["2014", "3.1.2014", "+2014-1-3", "2014-02-30", "0024-01-0x"] {
            let error = format!("first day: {day} \"{text}\"; use year-month-day");
            check(Control::From, text, &error);
        }
        check(
            Control::To,
            "2019-01-01",
            "last day: expected a day from 1999-01-04 to 2018-12-31, found 2019-01-01; choose a \
             day of the data or leave it empty",
        );
    }

    #[test]
    fn contradicting_fields_wait_while_others_are_applied() {
        let mut form = form(&[(MINIMUM, "50"), (CAPITAL, "2,000,000")]);
        assert_eq!(form.scenario.capital, 2_000_000.0);
        assert_eq!(form.scenario.allocation.min_profile_weight, 0.05);
        let error = "minimum per profile (50 %) is above maximum per profile (40 %); lower the \
                     minimum or raise the maximum";
        assert_eq!(form.error(MINIMUM).map(ToString::to_string).as_deref(), Some(error));
        form.enter(MAXIMUM, "60", span());
        assert_eq!(form.errors(), 0);
        assert_eq!(form.scenario.allocation.min_profile_weight, 0.5);
        assert_eq!(form.scenario.allocation.max_profile_weight, 0.6);
    }

    #[test]
    fn an_end_date_waits_for_an_earlier_start_date() {
        let mut form = form(&[(Control::From, "2014-01-03"), (Control::To, "2010-01-04")]);
        let error = "the period ends on 2010-01-04, before it starts on 2014-01-03; swap the dates";
        assert_eq!(form.error(Control::To).map(ToString::to_string).as_deref(), Some(error));
        form.enter(Control::From, "", span());
        assert_eq!((form.scenario.from, form.errors()), (None, 0));
        assert_eq!(form.scenario.to.map(|to| to.to_string()).as_deref(), Some("2010-01-04"));
    }

    #[test]
    fn a_valid_field_is_reformatted_when_it_loses_focus() {
        let mut form = form(&[(CAPITAL, "2500000."), (MAXIMUM, "abc")]);
        assert_eq!(form.text(CAPITAL), "2500000.");
        form.leave(CAPITAL);
        form.leave(MAXIMUM);
        assert_eq!(form.text(CAPITAL), "2,500,000");
        assert_eq!(form.text(MAXIMUM), "abc");
    }

    #[test]
    fn a_reset_restores_the_reference_value_and_drops_typed_text() {
        let mut form = form(&[(MAXIMUM, "abc"), (Control::From, "2014-01-03")]);
        form.reset(MAXIMUM, &Scenario::default(), span());
        form.reset(Control::From, &Scenario::default(), span());
        assert_eq!(form, Form::default());
    }
}
