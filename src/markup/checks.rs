//! What was looked for in the data: found or not, on which days, and what the engine makes of it.

use chrono::{Datelike, NaiveDate};

use crate::import::Check;
use crate::view::html::Html;
use crate::view::number::count;

/// How many days are shown before the rest stands behind a line that opens.
const SHOWN: usize = 6;

/// A row for each check; a day leads to it in the result.
pub(super) fn checks(html: &mut Html, checks: &[Check]) {
    html.put("<div class='scroll'><table class='checks'>", &[]);
    html.heads(&["Looked for", "Found", "What the engine does"]);
    html.put("<tbody>", &[]);
    for check in checks {
        let Check { what, effect, count: found, days } = check;
        if *found == 0 {
            html.put("<tr><th scope='row'>{}</th><td>✓ none</td><td></td></tr>", &[what]);
            continue;
        }
        let found = count(*found as i64);
        html.put("<tr class='warn'><th scope='row'>{}</th><td>△ {} ", &[what, &found]);
        let days = days.first();
        let (shown, more) = days.split_at(days.len().min(SHOWN));
        shown.iter().for_each(|date| day(html, *date));
        if !more.is_empty() {
            let more_days = count(more.len() as i64);
            html.put("<details><summary>{} more</summary>", &[&more_days]);
            more.iter().for_each(|date| day(html, *date));
            html.put("</details>", &[]);
        }
        html.put("</td><td>{}</td></tr>", &[effect]);
    }
    html.put("</tbody></table></div>", &[]);
}

fn day(html: &mut Html, date: NaiveDate) {
    let number = date.num_days_from_ce().to_string();
    html.put("<button class='goto' data-do='go {}'>{}</button> ", &[&number, &date.to_string()]);
}
