//! The scenario's form, made from the tables of fields and choices.
//!
//! A control names itself in an attribute: `data-control` what takes text, `data-choice` what has
//! options. Its `value` is what the scenario says, or what was typed while that is no value.

use super::{capital, compatibility};
use crate::engine::choices::{CHOICES, Choice, Group as ChoiceGroup};
use crate::engine::fields::{FIELDS, Field, Group, Unit};
use crate::engine::{Scenario, Timing};
use crate::math::decimal;
use crate::profile::Profile;
use crate::view::form::{Control, Form, Span};
use crate::view::html::{Html, truth, when};

/// What the form shows.
#[derive(Clone, Debug)]
pub struct View<'a> {
    /// What is chosen and what is typed.
    pub form: &'a Form,
    /// The scenario that changes are measured against.
    pub reference: &'a Scenario,
    /// Whether there are steps to undo and to redo.
    pub reach: (bool, bool),
    /// First and last day of the data.
    pub span: Option<Span>,
    /// Whether the file brings regimes and scores of its own.
    pub quoted: (bool, bool),
    /// Whether to say what to try first.
    pub hint: bool,
    /// The cell of the grid that the tab key reaches.
    pub cell: usize,
}

/// A part of the form that folds.
struct Fold {
    title: &'static str,
    numbers: Option<Group>,
    choices: &'static [ChoiceGroup],
    is_open: bool,
}

const FOLDS: [Fold; 11] = [
    Fold::open("Capital and period", Group::Capital),
    Fold::open("Allocation limits", Group::Allocation),
    Fold::open("Compatibility", Group::Compatibility),
    Fold::closed("Costs and execution", Some(Group::Costs), &[ChoiceGroup::Execution]),
    Fold::closed("Sizing", Some(Group::Sizing), &[ChoiceGroup::Sizing]),
    Fold::closed("Hedging", Some(Group::Hedging), &[ChoiceGroup::Hedging]),
    Fold::closed("Limits on risk", Some(Group::Risk), &[ChoiceGroup::Risk]),
    Fold::closed("Pricing", Some(Group::Pricing), &[]),
    Fold::closed("Structures", None, &[ChoiceGroup::Structures]),
    Fold::closed("Regimes", Some(Group::Regimes), &[]),
    Fold::closed("Overlays", None, &[ChoiceGroup::Overlays, ChoiceGroup::Data]),
];

const DAYS: [(Control, &str, &str); 2] =
    [(Control::From, "from", "Empty: from the start"), (Control::To, "to", "Empty: to the end")];

impl Fold {
    const fn open(title: &'static str, numbers: Group) -> Self {
        Self { title, numbers: Some(numbers), choices: &[], is_open: true }
    }

    const fn closed(
        title: &'static str,
        numbers: Option<Group>,
        choices: &'static [ChoiceGroup],
    ) -> Self {
        Self { title, numbers, choices, is_open: false }
    }

    fn fields(&self) -> impl Iterator<Item = &'static Field> {
        FIELDS.iter().filter(|field| Some(field.group) == self.numbers)
    }

    fn controls(&self) -> Vec<Control> {
        let mut controls: Vec<_> = self.fields().map(|f| Control::Number(f.code)).collect();
        if self.numbers == Some(Group::Capital) {
            controls.extend(DAYS.map(|(control, ..)| control));
        }
        controls
    }

    fn choices(&self) -> impl Iterator<Item = &'static Choice> {
        CHOICES.iter().filter(|choice| self.choices.contains(&choice.group))
    }
}

impl View<'_> {
    /// What the control was, if it is another now or holds what is no value.
    pub(super) fn was(&self, control: Control) -> Option<String> {
        let was = control.show(self.reference);
        let is_changed = was != control.show(&self.form.scenario) || self.is_wrong(control);
        is_changed.then_some(was)
    }

    pub(super) fn is_wrong(&self, control: Control) -> bool {
        self.form.error(control).is_some()
    }
}

/// Every choice of a run, in groups that fold.
#[must_use]
pub fn form(view: &View<'_>) -> Html {
    let mut html = Html::new();
    head(&mut html, view);
    for fold in &FOLDS {
        html.put(
            "<details class='fold' {}><summary><span>{}</span>",
            &[when(fold.is_open, "open"), fold.title],
        );
        summary(&mut html, view, fold);
        html.put("</summary>", &[]);
        // The only choices above numbers are those of what is traded, and when.
        fold.choices().for_each(|choice| choice_field(&mut html, view, choice));
        if fold.choices == [ChoiceGroup::Structures] {
            own_structures(&mut html, view);
        }
        if fold.numbers == Some(Group::Compatibility) {
            compatibility::grid(&mut html, view);
        } else {
            fold.fields().for_each(|field| number_field(&mut html, view, field));
        }
        if fold.numbers == Some(Group::Capital) {
            html.put("<div class='two'>", &[]);
            DAYS.iter().for_each(|day| day_field(&mut html, view, day));
            html.put("</div>", &[]);
        }
        html.put("</details>", &[]);
    }
    html
}

/// The way to the table of legs, and who trades structures of their own.
fn own_structures(html: &mut Html, view: &View<'_>) {
    let custom = &view.form.scenario.structures.custom;
    let own = Profile::ALL.into_iter().filter(|profile| custom[profile.index()].is_some());
    let own: Vec<&str> = own.map(Profile::code).collect();
    let told = match own.is_empty() {
        true => "Every profile trades its usual structures".to_owned(),
        false => format!("Of your own: {}", own.join(", ")),
    };
    html.put(
        "<div class='field {}'><button class='btn small' data-do='open-book'>Edit legs …</button>\
         <div class='foot'><small>{}</small></div></div>",
        &[when(!own.is_empty(), "changed"), &told],
    );
}

fn head(html: &mut Html, view: &View<'_>) {
    let is_changed = view.form.errors() > 0 || view.form.scenario != *view.reference;
    html.put(
        "<div class='formhead'><h2>Scenario</h2><span class='grow'></span>\
         <button class='icon' aria-label='Undo' title='Undo (z)' data-do='undo' {}>↶</button>\
         <button class='icon' aria-label='Redo' title='Redo (y)' data-do='redo' {}>↷</button>\
         <button class='btn small' title='Every value as it was' data-do='reset-all' {}>Reset\
         </button><button class='btn small primary only-narrow' id='close-scenario' \
         data-do='close'>Done</button></div>",
        &[
            when(!view.reach.0, "disabled"),
            when(!view.reach.1, "disabled"),
            when(!is_changed, "disabled"),
        ],
    );
}

/// What is changed or wrong inside a fold.
fn summary(html: &mut Html, view: &View<'_>, fold: &Fold) {
    if view.hint && fold.numbers == Some(Group::Allocation) {
        html.put("<span class='hint'>move a limit ↓</span>", &[]);
    }
    let (now, was) = (&view.form.scenario, view.reference);
    let controls = fold.controls();
    let wrong = controls.iter().filter(|control| view.is_wrong(**control)).count();
    let differs = |control: &&Control| control.show(now) != control.show(was);
    let changed = controls.iter().filter(differs).count()
        + fold.choices().filter(|choice| choice.get(now) != choice.get(was)).count();
    match (wrong, changed) {
        (0, 0) => html,
        (0, changed) => html.put("<em class='badge'>{} changed</em>", &[&changed.to_string()]),
        (wrong, _) => html.put("<em class='badge bad'>{} wrong</em>", &[&wrong.to_string()]),
    };
}

/// The slider of a number: from, to and step in the field's unit. Only numbers whose useful range
/// is small have one; every number has its text.
fn slider(code: u16) -> Option<(f64, f64, f64)> {
    Some(match code {
        2 => (5.0, 100.0, 1.0),
        3 | 4 => (0.0, 40.0, 1.0),
        5 => (5.0, 100.0, 1.0),
        6 | 41 => (0.0, 100.0, 5.0),
        40 => (0.0, 3.0, 0.1),
        _ => return None,
    })
}

/// What a key up or down adds, in the field's unit.
fn step(field: &Field) -> f64 {
    match (slider(field.code), field.unit) {
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

/// The text of a number turned up (1.0) or down (-1.0) by a step.
#[must_use]
pub fn turned(field: &Field, scenario: &Scenario, direction: f64) -> String {
    let shown = |value: f64| decimal::parse(&plain(field, value)).unwrap_or(0.0);
    let turned = (shown(field.get(scenario)) + direction * step(field))
        .clamp(shown(field.minimum), shown(field.maximum));
    // The text of a sum of decimals has dust behind it that nobody typed.
    let text = format!("{turned:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn number_field(html: &mut Html, view: &View<'_>, field: &'static Field) {
    let (control, code) = (Control::Number(field.code), field.code.to_string());
    let (label, unit) = (capital(&field.label), field.unit.sign());
    let range = format!("{}: {}", field.label, field.expected());
    open_field(html, view, control, "", &code, &label);
    html.put("inputmode='decimal' title='{}'><em>{}</em></span>", &[&range, unit]);
    if let Some((low, high, step)) = slider(field.code) {
        html.put(
            "<input class='slider' type='range' data-control='{}' min='{}' max='{}' step='{}' \
             tabindex='-1' aria-label='{}, slider' value='{}'>",
            &[
                &code,
                &low.to_string(),
                &high.to_string(),
                &step.to_string(),
                &field.label,
                &plain(field, field.get(&view.form.scenario)),
            ],
        );
    }
    foot(html, view, control, &code, field.help, unit);
}

fn day_field(
    html: &mut Html,
    view: &View<'_>,
    (control, code, help): &(Control, &str, &'static str),
) {
    let label = control.label();
    let [first, last] = match view.span {
        Some((first, last)) => [first.to_string(), last.to_string()],
        None => [String::new(), String::new()],
    };
    let bound = if *control == Control::From { &first } else { &last };
    open_field(html, view, *control, "day-field", code, &capital(label));
    html.put(
        "inputmode='numeric' maxlength='40' placeholder='{}'><input class='calendar' type='date' \
         data-control='{}' aria-label='{} from a calendar' min='{}' max='{}' tabindex='-1' \
         value='{}'></span>",
        &[bound, code, label, &first, &last, &view.form.text(*control)],
    );
    foot(html, view, *control, code, help, "");
}

/// Label and text of a control, up to the attributes that only some have.
fn open_field(
    html: &mut Html,
    view: &View<'_>,
    control: Control,
    class: &'static str,
    code: &str,
    label: &str,
) {
    let is_wrong = view.is_wrong(control);
    html.put(
        "<div class='field {} {} {}'><label for='field-{}'>{}</label><span class='in'>\
         <input id='field-{}' type='text' autocomplete='off' spellcheck='false' value='{}' \
         data-control='{}' aria-invalid='{}' aria-describedby='field-{}-error field-{}-help' ",
        &[
            class,
            when(view.was(control).is_some(), "changed"),
            when(is_wrong, "wrong"),
            code,
            label,
            code,
            &view.form.text(control),
            code,
            truth(is_wrong),
            code,
            code,
        ],
    );
}

/// Below a control: help, what the value was, what is wrong.
fn foot(
    html: &mut Html,
    view: &View<'_>,
    control: Control,
    code: &str,
    help: &'static str,
    unit: &'static str,
) {
    html.put("<div class='foot'><small id='field-{}-help'>{}</small>", &[code, help]);
    if let Some(was) = view.was(control) {
        let was = if was.is_empty() { "all" } else { &was };
        let text = format!("was {was}\u{202f}{unit}");
        was_button(html, control.label(), &text, &format!("reset {code}"));
    }
    let error = view.form.error(control).map(|error| capital(&error.to_string()));
    html.put(
        "</div><p class='error' id='field-{}-error' aria-live='polite'>{}</p></div>",
        &[code, &error.unwrap_or_default()],
    );
}

fn was_button(html: &mut Html, label: &str, text: &str, does: &str) {
    html.put(
        "<button class='was' aria-label='{} {}: reset it' title='Reset' data-do='{}'>{}</button>",
        &[label, text, does, text],
    );
}

fn choice_field(html: &mut Html, view: &View<'_>, choice: &'static Choice) {
    let scenario = &view.form.scenario;
    let (chosen, was) = (choice.get(scenario), choice.get(view.reference));
    let (code, is_switch) = (choice.code.to_string(), choice.options == ["off", "on"]);
    html.put(
        "<div class='field {} {}' {}>",
        &[
            if is_switch { "switch" } else { "choice" },
            when(chosen != was, "changed"),
            when(!is_offered(view, choice), "hidden"),
        ],
    );
    let label = capital(choice.label);
    if is_switch {
        html.put(
            "<input id='choice-{}' type='checkbox' data-choice='{}' \
             aria-describedby='choice-{}-help' {}><label for='choice-{}'>{}</label>",
            &[&code, &code, &code, when(chosen == 1, "checked"), &code, &label],
        );
    } else {
        html.put(
            "<label for='choice-{}'>{}</label><select id='choice-{}' data-choice='{}' \
             aria-describedby='choice-{}-help'>",
            &[&code, &label, &code, &code, &code],
        );
        for (option, label) in choice.options.iter().enumerate() {
            html.put(
                "<option value='{}' {}>{}</option>",
                &[&option.to_string(), when(option == chosen, "selected"), label],
            );
        }
        html.put("</select>", &[]);
    }
    html.put("<div class='foot'><small id='choice-{}-help'>{}</small>", &[&code, choice.help]);
    if chosen != was {
        let text = format!("was {}", choice.options[was]);
        was_button(html, choice.label, &text, &format!("choose {code} {was}"));
    }
    html.put("</div>", &[]);
    if scenario.timing == Timing::SameClose && is_on(choice, |s| s.timing = Timing::SameClose) {
        html.put(
            "<p class='caution'>Looks ahead: orders fill at the close they were decided on. For \
             comparison only.</p>",
            &[],
        );
    }
    html.put("</div>", &[]);
}

/// What only some files have is offered with them, and where it is on.
fn is_offered(view: &View<'_>, choice: &Choice) -> bool {
    let (regimes, scores) = view.quoted;
    choice.group != ChoiceGroup::Data
        || choice.get(&view.form.scenario) != 0
        || if is_on(choice, |s| s.use_quoted_regimes = true) { regimes } else { scores }
}

/// Whether the choice is the one that this change is about.
fn is_on(choice: &Choice, change: impl FnOnce(&mut Scenario)) -> bool {
    let mut scenario = Scenario::default();
    change(&mut scenario);
    choice.get(&scenario) != 0
}
