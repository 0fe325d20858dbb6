//! The structures of one profile: a table of legs to edit, with its payoff beside it.

use super::form::View;
use super::{button, capital};
use crate::chart::payoff;
use crate::profile::{Assignment, Profile};
use crate::regime::Regime;
use crate::trade::{HedgeRule, StrikeRule, Structure};
use crate::view::form::Control;
use crate::view::html::{Html, digit, truth, when};
use crate::view::payoff as worth;
use crate::view::structure_form::{LegValue, Part, Value};

/// Options of a cell: what is written in the scenario's text, and what is read.
type Options = &'static [(&'static str, &'static str)];

const SIDES: Options = &[("buy", "buy"), ("sell", "sell")];
const RIGHTS: Options = &[("call", "call"), ("put", "put")];
const RULES: Options = &[("money", "at the money"), ("percent", "% from spot"), ("delta", "delta")];
const HEDGES: Options = &[("none", "none"), ("daily", "daily"), ("band", "beyond a band")];

/// What a column of the legs shows, its head and its options if it has any.
const COLUMNS: [(LegValue, &str, Options); 9] = [
    (LegValue::Side, "Side", SIDES),
    (LegValue::Ratio, "Contracts", &[]),
    (LegValue::Right, "Right", RIGHTS),
    (LegValue::Rule, "Strike", RULES),
    (LegValue::Strike, "at", &[]),
    (LegValue::Target, "Days", &[]),
    (LegValue::Minimum, "from", &[]),
    (LegValue::Maximum, "to", &[]),
    (LegValue::Roll, "Rolls below", &[]),
];

/// The rules of the whole structure: what, its unit, and what it does.
const RULES_OF_ALL: [(Value, &str, &str); 4] = [
    (Value::Roll, "days", "The whole is renewed; empty: held to expiry"),
    (Value::StopLoss, "%", "Of its capital; empty: the scenario's"),
    (Value::TakeProfit, "%", "Of its capital; empty: the scenario's"),
    (Value::MaximumDays, "days", "Then it is closed; empty: the scenario's"),
];

/// The editor, opened on one profile.
#[must_use]
pub fn structures(view: &View<'_>, profile: Profile) -> Html {
    let mut html = Html::new();
    profiles(&mut html, view, profile);
    let assignments = view.form.scenario.structures.assignments(profile);
    for (number, own) in assignments.iter().enumerate() {
        structure(&mut html, view, profile, number, own, assignments.len());
    }
    let is_own = view.form.scenario.structures.custom[profile.index()].is_some();
    let is_taken = |regime| assignments.iter().any(|own| own.regimes.contains(&regime));
    html.put(
        "<div class='row'><button class='btn small' data-do='book-add-structure' \
         title='Traded in a regime that none is named for' {}>Another structure</button>\
         <button class='btn small' data-do='book-reset' {}>As usual</button>\
         <span class='grow'></span>\
         <button class='btn small' data-do='book-export'>Download JSON</button>\
         <label class='btn small'>Load JSON<input class='visually-hidden' type='file' \
         accept='.json,application/json' data-file='structures'></label></div>",
        &[when(Regime::ALL.into_iter().all(is_taken), "disabled"), when(!is_own, "disabled")],
    );
    html
}

fn profiles(html: &mut Html, view: &View<'_>, chosen: Profile) {
    html.put("<div class='seg' role='group' aria-label='Profile'>", &[]);
    for profile in Profile::ALL {
        let is_own = view.form.scenario.structures.custom[profile.index()].is_some();
        html.put(
            "<button data-do='book {}' aria-pressed='{}' title='{}'>",
            &[digit(profile.index()), truth(profile == chosen), profile.name()],
        );
        html.dot("p", profile.index())
            .put("{}{}</button>", &[profile.code(), if is_own { " *" } else { "" }]);
    }
    html.put("</div>", &[]);
}

fn structure(
    html: &mut Html,
    view: &View<'_>,
    profile: Profile,
    number: usize,
    own: &Assignment,
    count: usize,
) {
    let part = |value| Part { profile, structure: number, value };
    let structure = &own.structure;
    html.put(
        "<section class='card structure' id='structure-{}' aria-label='{}'><div class='row'>",
        &[digit(number), &format!("Structure {}, {}", number + 1, structure.name)],
    );
    text(html, view, part(Value::Name), "wide");
    html.put("<span class='grow'></span>", &[]);
    if count > 1 {
        let does = format!("book-remove {number}");
        button(html, "btn small", &does, "Remove");
    }
    html.put("</div>", &[]);
    regimes(html, view, part);
    legs(html, view, structure, part, number);
    rules(html, view, structure, part);
    errors(html, view, profile, number);
    let worth = worth::of(structure, &view.form.scenario.model);
    html.put("<figure class='payoff'>", &[]).add(&payoff::svg(&worth));
    html.put("<figcaption>{}</figcaption></figure></section>", &[&worth.sentence()]);
}

/// The regimes in which it is traded.
fn regimes(html: &mut Html, view: &View<'_>, part: impl Fn(Value) -> Part) {
    html.put("<div class='regimes' role='group' aria-label='Traded in'>", &[]);
    for regime in Regime::ALL {
        let own = part(Value::In(regime));
        let is_on = own.show(&view.form.scenario) == "true";
        html.put(
            "<label class='check'><input type='checkbox' data-control='{}' {}>",
            &[&own.name(), when(is_on, "checked")],
        );
        html.dot("r", regime.index()).put("{}</label>", &[regime.name()]);
    }
    html.put("</div>", &[]);
}

fn legs(
    html: &mut Html,
    view: &View<'_>,
    structure: &Structure,
    part: impl Fn(Value) -> Part,
    number: usize,
) {
    html.put("<div class='scroll'><table class='legs'><thead><tr><th scope='col'>Leg</th>", &[]);
    for (_, head, _) in COLUMNS {
        html.put("<th scope='col'>{}</th>", &[head]);
    }
    html.put("<td></td></tr></thead><tbody>", &[]);
    for (leg, rule) in structure.legs.iter().enumerate() {
        html.put("<tr><th scope='row'>{}</th>", &[digit(leg + 1)]);
        for (value, _, options) in COLUMNS {
            let own = part(Value::Leg(leg, value));
            html.put("<td>", &[]);
            let has_strike = rule.strike != StrikeRule::AtTheMoney;
            match (value, options) {
                (LegValue::Strike, _) if !has_strike => {}
                (_, []) => text(html, view, own, "narrow"),
                (_, options) => select(html, view, own, options),
            }
            html.put("</td>", &[]);
        }
        html.put(
            "<td><button class='icon' aria-label='Remove leg {}' title='Remove this leg' \
             data-do='book-remove-leg {}.{}' {}>×</button></td></tr>",
            &[
                digit(leg + 1),
                digit(number),
                digit(leg),
                when(structure.legs.len() == 1, "disabled"),
            ],
        );
    }
    html.put(
        "</tbody></table></div><div class='row'><button class='btn small' \
         data-do='book-add-leg {}' {}>Add a leg</button></div>",
        &[digit(number), when(structure.legs.len() >= Structure::MAX_LEGS, "disabled")],
    );
}

fn rules(html: &mut Html, view: &View<'_>, structure: &Structure, part: impl Fn(Value) -> Part) {
    html.put("<div class='rules'>", &[]);
    for (value, unit, help) in RULES_OF_ALL {
        labelled(html, view, part(value), unit, help, &[]);
    }
    labelled(html, view, part(Value::Hedge), "", "With shares or futures, at the close", HEDGES);
    if matches!(structure.hedge, HedgeRule::Band(_)) {
        let help = "Net delta per 100 of its units that is left alone";
        labelled(html, view, part(Value::Band), "", help, &[]);
    }
    html.put("</div>", &[]);
}

fn labelled(
    html: &mut Html,
    view: &View<'_>,
    part: Part,
    unit: &str,
    help: &str,
    options: Options,
) {
    let label = capital(part.label());
    html.put("<label class='rule' title='{}'><span>{}</span>", &[help, &label]);
    match options {
        [] => text(html, view, part, "narrow"),
        options => select(html, view, part, options),
    }
    html.put("<em>{}</em></label>", &[unit]);
}

/// What a cell is called where its column and row are not seen.
fn label(part: Part) -> String {
    match part.value {
        Value::Leg(leg, _) => format!("Leg {}, {}", leg + 1, part.label()),
        _ => capital(part.label()),
    }
}

fn text(html: &mut Html, view: &View<'_>, part: Part, class: &'static str) {
    let control = Control::Part(part);
    let name = part.name();
    html.put(
        "<input id='{}' class='{} {} {}' type='text' autocomplete='off' spellcheck='false' \
         aria-label='{}' aria-invalid='{}' aria-describedby='wrong-{}' data-control='{}' \
         value='{}'>",
        &[
            &name,
            class,
            when(view.was(control).is_some(), "changed"),
            when(view.is_wrong(control), "wrong"),
            &label(part),
            truth(view.is_wrong(control)),
            digit(part.structure),
            &name,
            &view.form.text(control),
        ],
    );
}

fn select(html: &mut Html, view: &View<'_>, part: Part, options: Options) {
    let (name, shown) = (part.name(), part.show(&view.form.scenario));
    html.put(
        "<select id='{}' class='{}' aria-label='{}' data-control='{}'>",
        &[&name, when(view.was(Control::Part(part)).is_some(), "changed"), &label(part), &name],
    );
    for (value, label) in options {
        html.put(
            "<option value='{}' {}>{}</option>",
            &[value, when(*value == shown, "selected"), label],
        );
    }
    html.put("</select>", &[]);
}

/// What is wrong with what was typed here.
fn errors(html: &mut Html, view: &View<'_>, profile: Profile, structure: usize) {
    html.put("<div class='error' id='wrong-{}' aria-live='polite'>", &[digit(structure)]);
    for (control, entry) in view.form.entries.iter() {
        if let (Control::Part(part), Some(error)) = (control, &entry.error)
            && part.profile == profile
            && part.structure == structure
        {
            html.put("<p>{}</p>", &[&capital(&error.to_string())]);
        }
    }
    html.put("</div>", &[]);
}
