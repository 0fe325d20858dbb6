//! Fields and choices of the scenario form, ready to show.

use crate::engine::choices::{Choice, ChoiceGroup};
use crate::engine::fields::{self, Field, OFF, Unit};
use crate::engine::{Scenario, Timing};
use crate::math::decimal;

use super::field_notes;
use super::form::{Control, DataRange, Form};
use super::no_effect::{self, DataFacts};
use super::words::capital;

/// A number or a day of the form.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldView {
    /// What it is called, with a capital.
    pub label: String,
    /// The sign behind the number.
    pub unit: &'static str,
    /// The text in the field, as typed.
    pub text: String,
    /// The value of the reference with its unit, if the field is changed or wrong.
    pub was: Option<String>,
    /// Why the text is no valid value, as a sentence; empty if it is one.
    pub error: String,
    /// The slider, of fields that have one.
    pub slider: Option<Slider>,
    /// One line on its effect.
    pub help: &'static str,
    /// The formula behind it and where that comes from; empty without one.
    pub note: &'static str,
    /// The values allowed, in words.
    pub range: String,
    /// What an empty field means; nothing where it is an error.
    pub placeholder: &'static str,
    /// Why it has no effect as things stand; empty if it has one.
    pub caution: String,
}

/// A slider, in the field's unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Slider {
    /// Its left end.
    pub low: f64,
    /// Its right end.
    pub high: f64,
    /// The distance of two positions.
    pub step: f64,
    /// Its position.
    pub value: String,
}

impl FieldView {
    /// The view of a control. The days of the data and what it has are asked for only where they
    /// are shown.
    #[must_use]
    pub fn new(
        form: &Form,
        reference: &Scenario,
        span: impl Fn() -> Option<DataRange>,
        data: impl Fn() -> DataFacts,
        control: Control,
    ) -> Self {
        let error = form.error(control).map(|error| capital(&error.to_string()));
        let was = control.show(reference);
        let is_changed = was != control.show(&form.scenario) || error.is_some();
        let view = Self {
            label: capital(control.label()),
            unit: "",
            text: form.text(control),
            was: None,
            error: error.unwrap_or_default(),
            slider: None,
            help: "",
            note: "",
            range: String::new(),
            placeholder: "",
            caution: String::new(),
        };
        match control {
            Control::Number(code) => {
                let Some(field) = fields::by_code(code) else { return view };
                let unit = field.unit.sign();
                Self {
                    unit,
                    was: is_changed.then(|| show_number(&was, unit)),
                    caution: no_effect::number(code, &form.scenario, data).to_owned(),
                    placeholder: if field.is_optional() { OFF } else { "" },
                    slider: Slider::new(field, &form.scenario),
                    help: field.help,
                    note: field_notes::note(code),
                    range: field.expected(),
                    ..view
                }
            }
            Control::From | Control::To => Self {
                was: is_changed.then(|| describe_day_bound(control, was)),
                help: match control {
                    Control::From => "Blank = first bar",
                    _ => "Blank = last bar",
                },
                range: span().map_or_else(String::new, |(from, to)| format!("{from} to {to}")),
                ..view
            },
            Control::Structure(_) => Self { was: is_changed.then_some(was), ..view },
        }
    }

    /// Whether the value differs from the reference, or the text is no value.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.was.is_some()
    }

    /// Whether the text is no valid value.
    #[must_use]
    pub fn is_wrong(&self) -> bool {
        !self.error.is_empty()
    }

    /// The words of the button that resets the field; empty if there is nothing to reset.
    #[must_use]
    pub fn was_text(&self) -> String {
        self.was.as_ref().map(|was| format!("was {was}")).unwrap_or_default()
    }
}

impl Slider {
    fn new(field: &Field, scenario: &Scenario) -> Option<Self> {
        let (low, high, step) = slider_range(field.code)?;
        Some(Self { low, high, step, value: plain(field, field.get(scenario)?) })
    }
}

/// The slider of a number: from, to and step in the field's unit. Only numbers with a small useful
/// range have one.
fn slider_range(code: u16) -> Option<(f64, f64, f64)> {
    Some(match code {
        2 => (5.0, 100.0, 1.0),
        3 | 4 => (0.0, 40.0, 1.0),
        5 => (5.0, 100.0, 1.0),
        6 | 41 => (0.0, 100.0, 5.0),
        40 => (0.0, 3.0, 0.1),
        _ => return None,
    })
}

/// What an arrow key adds, in the field's unit.
fn step(field: &Field) -> f64 {
    match (slider_range(field.code), field.unit) {
        (Some((.., step)), _) => step,
        (None, Unit::Percent | Unit::Days) => 1.0,
        (None, Unit::Times) => 0.1,
        (None, Unit::Dollars) if field.maximum > 1_000.0 => 10_000.0,
        (None, _) => 0.01,
    }
}

/// A held value in the field's unit, without separators.
fn plain(field: &Field, value: f64) -> String {
    field.show(value).replace(',', "")
}

/// The text of a control after an arrow key: a step up (1) or down (-1); `None` where there is no
/// next number.
///
/// ```
/// use rotation::engine::Scenario;
/// use rotation::view::{Control, field::step_text};
/// let scenario = Scenario::default();
/// assert_eq!(step_text(Control::Number(40), &scenario, 1.0).as_deref(), Some("1.1"));
/// assert_eq!(step_text(Control::From, &scenario, 1.0), None);
/// ```
#[must_use]
pub fn step_text(control: Control, scenario: &Scenario, direction: f64) -> Option<String> {
    match control {
        Control::Number(code) => Some(step_number(fields::by_code(code)?, scenario, direction)),
        Control::Structure(part) => part.step_text(scenario, direction),
        Control::From | Control::To => None,
    }
}

fn step_number(field: &Field, scenario: &Scenario, direction: f64) -> String {
    let shown = |value: f64| decimal::parse(&plain(field, value)).unwrap_or(0.0);
    // From off, a step leads to the first step above nothing.
    let now = field.get(scenario).map_or(0.0, shown);
    let next = (now + direction * step(field)).clamp(shown(field.minimum), shown(field.maximum));
    // A sum of decimals has rounding digits that were not typed.
    let text = format!("{next:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A number with its unit; "off" for none.
#[must_use]
pub fn show_number(number: &str, unit: &str) -> String {
    if number.is_empty() { OFF.to_owned() } else { with_unit(number, unit) }
}

/// A number with the sign of its unit behind a thin space.
#[must_use]
pub fn with_unit(number: &str, unit: &str) -> String {
    if unit.is_empty() { number.to_owned() } else { format!("{number}\u{202f}{unit}") }
}

/// A date bound as shown; an empty one means the first or last bar.
#[must_use]
pub fn describe_day_bound(control: Control, day: String) -> String {
    match (control, day.is_empty()) {
        (Control::From, true) => "first bar".to_owned(),
        (Control::To, true) => "last bar".to_owned(),
        _ => day,
    }
}

/// A choice of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceView {
    /// The option chosen.
    pub chosen: usize,
    /// The option of the reference and its words, if another is chosen.
    pub was: Option<(usize, String)>,
    /// Whether it is offered: what only some files have is offered with them, and where it is on.
    pub is_offered: bool,
    /// A warning about the chosen option; empty if there is none.
    pub caution: &'static str,
}

impl ChoiceView {
    /// The view of a choice; `quoted` is whether the file has regimes and scores of its own.
    #[must_use]
    pub fn new(
        choice: &Choice,
        scenario: &Scenario,
        reference: &Scenario,
        quoted: (bool, bool),
        data: impl Fn() -> DataFacts,
    ) -> Self {
        let (chosen, was) = (choice.get(scenario), choice.get(reference));
        let is_quoted = match is_set_by(choice, |own| own.use_quoted_regimes = true) {
            true => quoted.0,
            false => quoted.1,
        };
        let looks_ahead = scenario.timing == Timing::SameClose
            && is_set_by(choice, |own| own.timing = Timing::SameClose);
        Self {
            chosen,
            was: (chosen != was).then(|| (was, format!("was {}", choice.options[was]))),
            is_offered: choice.group != ChoiceGroup::Data || chosen != 0 || is_quoted,
            caution: match looks_ahead {
                true => {
                    "Looks ahead: orders fill at the close they were decided on. For comparison \
                     only."
                }
                false => no_effect::choice(choice, scenario, data),
            },
        }
    }
}

/// Whether a choice is a switch, shown as a box to tick.
#[must_use]
pub fn is_switch(choice: &Choice) -> bool {
    choice.options == ["off", "on"]
}

/// Whether the choice is the one that this change is about.
fn is_set_by(choice: &Choice, change: impl FnOnce(&mut Scenario)) -> bool {
    let default = Scenario::default();
    let mut scenario = default.clone();
    change(&mut scenario);
    choice.get(&scenario) != choice.get(&default)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::choices::{self, CHOICES};
    use crate::engine::fields::FIELDS;

    const MAXIMUM: Control = Control::Number(2);

    fn view(form: &Form, control: Control) -> FieldView {
        FieldView::new(form, &Scenario::default(), || None, DataFacts::default, control)
    }

    #[test]
    fn a_field_keeps_typed_text_and_shows_the_previous_value() {
        let mut form = Form::default();
        assert_eq!(view(&form, MAXIMUM).was, None);
        form.enter(MAXIMUM, "6.", None);
        let shown = view(&form, MAXIMUM);
        assert_eq!((shown.text.as_str(), shown.was_text().as_str()), ("6.", "was 40\u{202f}%"));
        assert!(!shown.is_wrong());
        form.leave(MAXIMUM);
        assert_eq!(view(&form, MAXIMUM).text, "6");
        form.enter(MAXIMUM, "x", None);
        let shown = view(&form, MAXIMUM);
        assert!(shown.error.starts_with("Maximum per profile: expected 1 to 100 %"));
        assert_eq!(shown.slider.unwrap().value, "6", "the slider shows the value in use");
    }

    #[test]
    fn typing_in_one_field_changes_no_other() {
        let mut form = Form::default();
        let views = |form: &Form| -> Vec<FieldView> {
            FIELDS.iter().map(|field| view(form, Control::Number(field.code))).collect()
        };
        let before = views(&form);
        form.enter(MAXIMUM, "25", None);
        let changed = before.iter().zip(views(&form)).filter(|(before, after)| *before != after);
        assert_eq!(changed.count(), 1);
    }

    #[test]
    fn an_empty_limit_is_off_and_a_step_leads_to_the_first() {
        let stop_loss = Control::Number(90);
        let mut form = Form::default();
        let shown = view(&form, stop_loss);
        assert_eq!((shown.text.as_str(), shown.placeholder, shown.unit), ("", "off", "%"));
        form.enter(stop_loss, "50", None);
        assert_eq!(form.scenario.limits.stop_loss, Some(0.5));
        assert_eq!(view(&form, stop_loss).was_text(), "was off");
        form.enter(stop_loss, "", None);
        assert_eq!((form.scenario.limits.stop_loss, form.errors()), (None, 0));
        form.enter(stop_loss, "4", None);
        form.reset(stop_loss, &Scenario::default(), None);
        assert_eq!(form, Form::default());
        let up = step_text(stop_loss, &Scenario::default(), 1.0);
        assert_eq!(up.as_deref(), Some("1"));
    }

    #[test]
    fn an_empty_date_shows_the_bar_it_stands_for() {
        let span = "1999-01-04".parse().ok().zip("2018-12-31".parse().ok());
        let mut form = Form::default();
        form.enter(Control::From, "2014-01-03", span);
        let shown =
            FieldView::new(&form, &Scenario::default(), || span, DataFacts::default, Control::From);
        assert_eq!(shown.was_text(), "was first bar");
        assert_eq!(shown.range, "1999-01-04 to 2018-12-31");
        assert_eq!(shown.help, "Blank = first bar");
    }

    #[test]
    fn arrow_keys_stay_in_the_range_and_on_whole_days() {
        let check = |code: u16, value: f64, direction: f64, expected: &str| {
            let mut scenario = Scenario::default();
            fields::by_code(code).unwrap().set(&mut scenario, value);
            let text = step_text(Control::Number(code), &scenario, direction);
            assert_eq!(text.as_deref(), Some(expected), "{code}");
        };
        check(2, 0.4, 1.0, "41");
        check(2, 1.0, 1.0, "100");
        check(40, 0.0, -1.0, "0");
        check(1, 1e6, 1.0, "1010000");
        check(20, 3.0, -1.0, "2");
        check(100, 0.3, 1.0, "0.31");
    }

    #[test]
    fn every_slider_stays_within_its_field() {
        for field in FIELDS.iter() {
            let Some((low, high, step)) = slider_range(field.code) else { continue };
            let shown = |value: f64| decimal::parse(&plain(field, value)).unwrap();
            assert!(shown(field.minimum) <= low && high <= shown(field.maximum), "{}", field.label);
            assert!(low < high && step > 0.0);
        }
    }

    #[test]
    fn optional_sources_are_offered_when_present_or_selected() {
        let offered = |scenario: &Scenario, quoted| -> Vec<u16> {
            let is_offered = |choice: &&Choice| {
                let (default, data) = (Scenario::default(), DataFacts::default);
                ChoiceView::new(choice, scenario, &default, quoted, data).is_offered
            };
            let data = |choice: &&Choice| choice.group == ChoiceGroup::Data;
            CHOICES.iter().filter(data).filter(is_offered).map(|choice| choice.code).collect()
        };
        let mut scenario = Scenario::default();
        assert!(offered(&scenario, (false, false)).is_empty());
        assert_eq!(offered(&scenario, (true, false)), [9]);
        assert_eq!(offered(&scenario, (false, true)), [10]);
        scenario.use_quoted_scores = true;
        assert_eq!(offered(&scenario, (false, false)), [10]);
    }

    #[test]
    fn a_choice_that_looks_ahead_carries_a_warning() {
        let mut scenario = Scenario::default();
        let timing = choices::by_code(2).unwrap();
        timing.set(&mut scenario, 2);
        let view = |code| {
            let choice = choices::by_code(code).unwrap();
            let (default, data) = (Scenario::default(), DataFacts::default);
            ChoiceView::new(choice, &scenario, &default, (false, false), data)
        };
        assert!(view(2).caution.ends_with("For comparison only."));
        assert_eq!(view(2).was, Some((0, "was next open".to_owned())));
        assert_eq!(view(1).caution, "");
    }
}
