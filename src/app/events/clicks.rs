//! What a click does: the words in `data-do`.

use chrono::Datelike;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlDialogElement, HtmlElement, HtmlSelectElement};

use super::{close, focus, tables, told};
use crate::app::desk::Desk;
use crate::app::download;
use crate::app::later::before_drawing;
use crate::app::parts::{self, TABS};
use crate::app::signal::untrack;
use crate::app::state::Panel;
use crate::app::storage;
use crate::chart::svg;
use crate::engine::choices;
use crate::profile::Profile;
use crate::view::form::Control;
use crate::view::structure_form::Change;
use crate::view::structure_json;
use crate::view::zoom::{self, Span};
use crate::view::{Table, files};

/// The width of a downloaded chart in pixels.
const FILE_WIDTH: f64 = 1200.0;

pub(super) fn clicked(desk: Desk, event: &Event, target: &Element) {
    // A click on the dialog itself, and not on what is in it, is one beside it.
    if target.has_type::<HtmlDialogElement>() {
        return close(desk);
    }
    let Some(words) = told(target, "data-do") else { return };
    let mut words = words.split(' ');
    let mut word = || words.next().unwrap_or_default();
    let (verb, first, second) = (word(), word(), word());
    if verb == "skip" {
        event.prevent_default(); // the fragment stays the scenario's
    }
    session(desk, verb, first, second);
    if verb == "use-columns" {
        columns(desk, target);
    }
    structures(desk, verb, first);
    look(desk, verb, first, second);
    leave(desk, verb, first);
}

/// What changes the scenario or the data.
fn session(desk: Desk, verb: &str, first: &str, second: &str) {
    let (state, session) = (desk.state, desk.session);
    match verb {
        "undo" => session.undo(),
        "redo" => session.redo(),
        "reset-all" => session.reset_all(),
        "reset" => {
            if let Some(control) = Control::named(first) {
                session.reset(control);
            }
        }
        "choose" => {
            let choice = first.parse().ok().and_then(choices::by_code);
            if let (Some(choice), Ok(option)) = (choice, second.parse()) {
                session.choose(choice, option);
            }
        }
        "run" => session.run(),
        "cancel" => session.cancel(),
        "pin" => session.pin(),
        "share" => session.share(),
        "sample" => session.sample(),
        "keep" => session.keep(),
        "forget-kept" => session.forget_kept(),
        "forget-log" => session.forget_log(),
        "skip-bad-rows" => session.skip_bad_rows(),
        "read-again" => session.read_again(),
        "underlying" => session.read_underlying(first),
        "save-cleaned" => session.save_cleaned(first),
        "forget-refused" => session.forget_refused(),
        "ask-columns" => session.ask_for_columns(),
        "hush" => state.hush(first),
        "hide-failure" => state.is_failure_hidden.set(true),
        _ => {}
    }
}

/// Reads a file again whose columns were told.
fn columns(desk: Desk, button: &Element) {
    let Some(section) = button.closest("[data-header]").ok().flatten() else { return };
    let Ok(chosen) = section.query_selector_all("select") else { return };
    let chosen = (0..chosen.length()).filter_map(|at| chosen.get(at));
    let chosen = chosen.map(|select| select.unchecked_into::<HtmlSelectElement>().value());
    let header = section.get_attribute("data-header").unwrap_or_default();
    storage::remember_layout(&header, &chosen.collect::<Vec<_>>().join(","));
    desk.session.read_again();
}

/// What changes the structures of the profile looked at; `at` is a structure, or one and its leg.
fn structures(desk: Desk, verb: &str, at: &str) {
    let profile = Profile::ALL[desk.look.book.get_untracked().min(5)];
    let mut places = at.split('.').map(|place| place.parse().unwrap_or(0));
    let (structure, leg) = (places.next().unwrap_or(0), places.next().unwrap_or(0));
    let change = match verb {
        "book-export" => {
            let own = desk.state.scenario.with_untracked(|own| own.structures.assignments(profile));
            let name = format!("{}.json", profile.code());
            return download::save(&name, "application/json", &structure_json::write(&own));
        }
        "book-add-leg" => Change::AddLeg,
        "book-remove-leg" => Change::RemoveLeg(leg),
        "book-add-structure" => Change::AddStructure,
        "book-remove" => Change::RemoveStructure,
        "book-reset" => Change::Reset,
        _ => return,
    };
    desk.session.change_structure(profile, structure, change);
    // What was pressed may be gone or at rest; the focus goes on where the change was.
    let beside = desk.state.scenario.with_untracked(|own| change.beside(own, profile, structure));
    before_drawing(move || focus(&beside.name()));
}

/// What changes how the result is looked at.
fn look(desk: Desk, verb: &str, first: &str, second: &str) {
    let (state, look) = (desk.state, desk.look);
    let is_on = first == "true";
    match verb {
        "open-data" => state.open.set(Some(Panel::Data)),
        "open-book" => state.open.set(Some(Panel::Structures)),
        "book" => look.book.set(first.parse().unwrap_or(0)),
        "open-keys" => state.open.set(Some(Panel::Shortcuts)),
        "open-scenario" => {
            state.open.set(Some(Panel::Scenario));
            before_drawing(|| focus("close-scenario"));
        }
        "close" => close(desk),
        "skip" => focus("outcome"),
        "theme" => {
            let next = look.theme.get_untracked().next();
            look.theme.set(next);
            next.apply();
        }
        "log" => look.logarithmic.set(is_on),
        "targets" => look.targets.set(is_on),
        "as-table" => look.as_table.update(|shown| *shown = !*shown),
        "explain" => explain(desk),
        "span" => {
            let span = first.parse().ok().and_then(|at: usize| Span::OFFERED.get(at).copied());
            if let Some(span) = span {
                state.visible.set(untrack(|| span.ending_with(&desk.shown(), desk.days())));
            }
        }
        "pan" => state.visible.set(untrack(|| zoom::panned(&desk.shown(), is_on, desk.days()))),
        "walk" => walk(desk, first.parse().unwrap_or(0)),
        "go" => go(desk, first.parse().unwrap_or(0)),
        "tab" => open_tab(desk, first.parse().unwrap_or(0)),
        "sort" => tables::sort(desk, first, second.parse().unwrap_or(0)),
        "row" => tables::choose(desk, first, second.parse().unwrap_or(0)),
        "let-go" => tables::let_go(desk),
        _ => {}
    }
}

/// What leaves the page, or brings something to it.
fn leave(desk: Desk, verb: &str, first: &str) {
    match verb {
        "svg" => {
            if let Some(figure) = untrack(|| desk.zoomed()) {
                let svg = svg::standalone(&figure, FILE_WIDTH);
                download::save("equity.svg", "image/svg+xml", &svg);
            }
        }
        "csv" => {
            let sheet = TABS.get(desk.look.tab.get_untracked()).and_then(|(_, sheet, _)| *sheet);
            desk.state.outcome.with_untracked(|own| {
                if let (Some(own), Some(sheet)) = (own, sheet) {
                    download::save_table(&sheet.file(own.report()));
                }
            });
        }
        "file" => desk.state.outcome.with_untracked(|own| {
            let tables = own.as_ref().map(|own| files::all(own.report())).unwrap_or_default();
            save(first.parse().ok().and_then(|at: usize| tables.into_iter().nth(at)));
        }),
        "save-problems" => {
            let refused = desk.state.refused.get_untracked();
            let text = refused.map(|refused| refused.problems.clone()).unwrap_or_default();
            download::save("problems.csv", "text/csv", &text);
        }
        "save-left-out" => {
            let market = desk.state.market.get_untracked();
            let text = market.map(|market| market.skipped_rows.clone()).unwrap_or_default();
            download::save("skipped.csv", "text/csv", &text);
        }
        "pick" => press("picker"),
        "pick-folder" => press("folder-picker"),
        // A browser that does not reload says so itself.
        "reload" => drop(crate::app::window().location().reload()),
        _ => {}
    }
}

fn save(table: Option<Table<'_>>) {
    if let Some(table) = table {
        download::save_table(&table);
    }
}

/// Opens a tab; its table begins at the top.
pub(super) fn open_tab(desk: Desk, tab: usize) {
    desk.look.tab.set(tab);
    desk.look
        .ports
        .iter()
        .for_each(|port| port.update(|port| (port.top, port.active) = (0.0, None)));
}

/// Opens the drawer of the day or closes it; the focus goes along.
pub(super) fn explain(desk: Desk) {
    desk.state.explaining.update(|open| *open = !*open);
    let target = if desk.state.explaining.get_untracked() { "day-title" } else { "explain" };
    // The drawer is shown in the frame to come; what is not shown cannot be focused.
    before_drawing(move || focus(target));
}

/// Shows a day of the data, or the last one before it that the result has, if it is of this data.
fn go(desk: Desk, number: i32) {
    if desk.state.shows_other_data() {
        return;
    }
    let days = desk.state.outcome.with_untracked(|own| {
        let days = own.as_ref().map_or(&[][..], |own| &own.report().days);
        days.partition_point(|day| day.date.num_days_from_ce() <= number)
    });
    if let Some(day) = days.checked_sub(1) {
        desk.state.cursor.set(Some(day));
        walk(desk, 0);
        if desk.state.open.get_untracked().is_some() {
            close(desk);
        }
    }
}

/// Some days on, or back.
fn walk(desk: Desk, days: isize) {
    untrack(|| {
        let Some(day) = parts::day(desk) else { return };
        let shown = desk.shown();
        let (day, seen) = zoom::stepped(day, days, &shown, desk.days());
        desk.state.cursor.set(Some(day));
        desk.state.held.set(true);
        if seen != shown {
            desk.state.visible.set(seen);
        }
    });
}

/// Clicks an element that is out of sight.
fn press(id: &str) {
    if let Some(element) = crate::app::document().get_element_by_id(id) {
        element.unchecked_into::<HtmlElement>().click();
    }
}
