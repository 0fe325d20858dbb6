//! Tabs over the tables of a result, and the tools of a table: filter, number of rows, files.

use crate::view::html::{Html, digit, truth};
use crate::view::number::count;

/// Names and numbers of rows; one tab is chosen.
#[must_use]
pub fn tabs(names: &[(&str, Option<usize>)], chosen: usize) -> Html {
    let mut html = Html::new();
    html.put("<div class='tabs' role='tablist' aria-label='Tables'>", &[]);
    for (position, (name, rows)) in names.iter().enumerate() {
        let (at, is_chosen) = (digit(position), position == chosen);
        html.put(
            "<button role='tab' id='tab-{}' aria-selected='{}' aria-controls='tabpanel' \
             tabindex='{}' data-do='tab {}'>{}",
            &[at, truth(is_chosen), if is_chosen { "0" } else { "-1" }, at, name],
        );
        if let Some(rows) = rows {
            html.put("<em>{}</em>", &[&count(*rows as i64)]);
        }
        html.put("</button>", &[]);
    }
    html.put("</div>", &[]);
    html
}

/// The tools of a table: how many rows its filter has left, and every table of the run by its
/// name and length.
#[must_use]
pub fn tools(
    filter: &str,
    hint: &str,
    (left, all): (usize, usize),
    files: &[(&str, usize)],
) -> Html {
    let mut html = Html::new();
    let all_rows = count(all as i64);
    let rows = if left == all { all_rows } else { format!("{} of {all_rows}", count(left as i64)) };
    html.put(
        "<div class='tools'><input id='filter' type='search' autocomplete='off' \
         spellcheck='false' aria-label='Filter rows' placeholder='{}' value='{}'>\
         <span class='rows' role='status'>{} rows</span>\
         <button class='btn small' data-do='csv'>CSV</button>\
         <details class='menu'><summary class='btn small'>All files</summary><ul>",
        &[hint, filter, &rows],
    );
    for (position, (name, length)) in files.iter().enumerate() {
        html.put(
            "<li><button data-do='file {}'>{}.csv <small>{} rows</small></button></li>",
            &[digit(position), name, &count(*length as i64)],
        );
    }
    html.put("</ul></details></div>", &[]);
    html
}
