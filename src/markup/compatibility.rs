//! Which profile suits which regime: a grid of numbers, tinted by their value.

use super::capital;
use super::form::View;
use crate::engine::fields::{FIELDS, Field, Group};
use crate::profile::Profile;
use crate::regime::Regime;
use crate::view::form::Control;
use crate::view::html::{Html, truth, when};

/// The grid; one stop for the tab key, arrows inside.
pub(super) fn grid(html: &mut Html, view: &View<'_>) {
    html.put("<table class='compat' aria-describedby='compat-help'><thead><tr><td></td>", &[]);
    for profile in Profile::ALL {
        let (name, code) = (profile.name(), profile.code());
        html.put("<th scope='col'><abbr title='{}'>{}</abbr></th>", &[name, code]);
    }
    html.put("</tr></thead><tbody>", &[]);
    let fields = || FIELDS.iter().filter(|field| field.group == Group::Compatibility);
    for (index, field) in fields().enumerate() {
        if index % 6 == 0 {
            let regime = Regime::ALL[index / 6];
            html.put("<tr><th scope='row'>", &[]).dot("r", regime.index());
            html.put("{}</th>", &[regime.name()]);
        }
        cell(html, view, field, index);
        if index % 6 == 5 {
            html.put("</tr>", &[]);
        }
    }
    // One line for all cells: what is wrong, else how it works.
    let error = fields().find_map(|field| view.form.error(Control::Number(field.code)));
    let error = error.map(|error| capital(&error.to_string())).unwrap_or_default();
    html.put(
        "</tbody></table><div class='foot'><small id='compat-help'>0 never, 1 fully; arrow keys \
         move, Delete resets</small></div>\
         <p class='error' id='compat-error' aria-live='polite'>{}</p>",
        &[&error],
    );
}

fn cell(html: &mut Html, view: &View<'_>, field: &'static Field, index: usize) {
    let control = Control::Number(field.code);
    let (was, is_wrong) = (view.was(control), view.is_wrong(control));
    let title = match &was {
        Some(was) => format!("{}: was {was} (Delete resets)", field.label),
        None => format!("{}: 0 to 1", field.label),
    };
    html.put(
        "<td class='{} {}' data-css='--v:{}'><input id='cell-{}' data-cell='{}' \
         data-control='{}' type='text' inputmode='decimal' autocomplete='off' aria-label='{}' \
         aria-describedby='compat-error' aria-invalid='{}' title='{}' tabindex='{}' \
         value='{}'></td>",
        &[
            when(was.is_some(), "changed"),
            when(is_wrong, "wrong"),
            &field.get(&view.form.scenario).to_string(),
            &index.to_string(),
            &index.to_string(),
            &field.code.to_string(),
            &field.label,
            truth(is_wrong),
            &title,
            if view.cell == index { "0" } else { "-1" },
            &view.form.text(control),
        ],
    );
}
