//! A table of any length: only the rows in sight are written.

use crate::engine::Report;
use crate::view::html::{Html, truth, when};
use crate::view::sheet::{Column, Direction, Field, Index, Sheet, Shown};
use crate::view::window::Window;

/// A table as it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// What it shows.
    pub sheet: Sheet,
    /// Whose rows.
    pub report: &'a Report,
    /// What its cells are looked up in.
    pub index: &'a Index,
    /// Which rows, in their order.
    pub rows: &'a [u32],
    /// Which of those are in sight.
    pub window: &'a Window,
    /// By which column they are sorted, and which way.
    pub sort: (usize, Direction),
    /// The place among the rows that keys have led to.
    pub active: Option<usize>,
    /// The trade that is chosen.
    pub chosen: Option<u32>,
}

/// A table with a sticky head, sortable by its columns; its box scrolls.
#[must_use]
pub fn sheet(view: View<'_>) -> Html {
    let View { sheet, rows, window, .. } = view;
    let (name, label) = (name(sheet), label(sheet));
    let mut html = Html::new();
    let active = view.active.map(|place| format!("{name}-{place}")).unwrap_or_default();
    let count = (rows.len() + 1).to_string();
    html.put(
        "<div class='port' id='port-{}' data-sheet='{}'><table class='data {}' role='grid' \
         tabindex='0' aria-label='{}' aria-rowcount='{}' aria-activedescendant='{}' \
         data-sheet='{}'><colgroup>",
        &[name, name, name, label, &count, &active, name],
    );
    for column in sheet.columns() {
        html.put("<col class='{}'>", &[column.class()]);
    }
    html.put("</colgroup><thead><tr aria-rowindex='1'>", &[]);
    heads(&mut html, view);
    html.put("</tr></thead><tbody>", &[]);
    spacer(&mut html, window.above);
    for place in window.rows.clone() {
        if let Some(at) = rows.get(place) {
            row(&mut html, view, place, *at as usize);
        }
    }
    spacer(&mut html, window.below);
    html.put("</tbody></table>", &[]);
    if rows.is_empty() {
        let why =
            if sheet.is_empty(view.report) { nothing(sheet) } else { "No row has these words." };
        html.put("<p class='nothing'>{}</p>", &[why]);
    }
    html.put("</div>", &[]);
    html
}

/// The sheet's name in markup.
#[must_use]
pub const fn name(sheet: Sheet) -> &'static str {
    match sheet {
        Sheet::Trades => "trades",
        Sheet::Rotation => "rotation",
        Sheet::Fills => "fills",
        Sheet::Limits => "limits",
        Sheet::Hedges => "hedges",
        Sheet::Exposure => "exposure",
        Sheet::Days => "days",
    }
}

/// What the sheet is called on screen.
#[must_use]
pub const fn label(sheet: Sheet) -> &'static str {
    match sheet {
        Sheet::Trades => "Trades",
        Sheet::Rotation => "Rotation",
        Sheet::Fills => "Fills",
        Sheet::Limits => "Limits",
        Sheet::Hedges => "Hedges",
        Sheet::Exposure => "Exposure",
        Sheet::Days => "Every day",
    }
}

/// Why a sheet has no rows, and what would fill it.
const fn nothing(sheet: Sheet) -> &'static str {
    match sheet {
        Sheet::Limits => {
            "No limit was reached. Limits are set in the scenario under Limits on risk, and as \
             exits of a structure."
        }
        Sheet::Hedges => {
            "No shares were traded. Hedges are set in the scenario under Hedging, and for each \
             structure under Structures; options on a fund deliver shares when they expire in the \
             money."
        }
        _ => "Nothing was traded. The weights of profiles are set under Allocation limits.",
    }
}

fn heads(html: &mut Html, view: View<'_>) {
    for (position, column) in view.sheet.columns().iter().enumerate() {
        let sorted = match view.sort {
            (by, _) if by != position => "none",
            (_, Direction::Ascending) => "ascending",
            (_, Direction::Descending) => "descending",
        };
        html.put(
            "<th scope='col' class='{}' aria-sort='{}'><button tabindex='0' \
             data-do='sort {} {}'>{}<span class='arrow' aria-hidden='true'></span></button></th>",
            &[
                when(column.is_numeric(), "n"),
                sorted,
                name(view.sheet),
                &position.to_string(),
                column.name,
            ],
        );
    }
}

/// Free room in place of rows that are not in the page.
fn spacer(html: &mut Html, height: f64) {
    let height = height.to_string();
    html.put("<tr class='spacer' aria-hidden='true' data-css='height:{}px'></tr>", &[&height]);
}

fn row(html: &mut Html, view: View<'_>, place: usize, row: usize) {
    let sheet = view.sheet;
    let trade = sheet.trade(view.report, row);
    let is_chosen = trade.is_some() && trade == view.chosen;
    let (name, at, number) = (name(sheet), place.to_string(), (place + 2).to_string());
    html.put(
        "<tr id='{}-{}' class='{}' aria-rowindex='{}' aria-selected='{}' data-do='row {} {}'>",
        &[
            name,
            &at,
            when(view.active == Some(place), "active"),
            &number,
            truth(is_chosen),
            name,
            &at,
        ],
    );
    let fields = sheet.row(view.report, view.index, row);
    sheet.columns().iter().zip(&fields).for_each(|(column, field)| cell(html, column, field));
    html.put("</tr>", &[]);
}

fn cell(html: &mut Html, column: &Column, field: &Field) {
    let numeric = if column.is_numeric() { "n " } else { "" };
    html.put("<td class='{}{}'>", &[numeric, field.tone.class()]);
    if let Some(profile) = field.profile {
        html.dot("p", profile);
    }
    if let Some(regime) = field.regime {
        html.dot("r", regime);
    }
    match column.shown {
        Shown::Tag => html.put("<span class='tag'>{}</span></td>", &[&field.text]),
        _ => html.put("{}</td>", &[&field.text]),
    };
}
