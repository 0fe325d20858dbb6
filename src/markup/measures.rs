//! Every figure of the run, its months, and what each profile made.

use super::lines;
use crate::view::headline::Run;
use crate::view::html::Html;
use crate::view::measures::{self, Heat, ProfileLine, Year};

const MONTHS: [&str; 14] = [
    "Year", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    "Year",
];
const PROFILES: [&str; 6] =
    ["Profile", "P&L after costs", "Closed trades", "Spread", "Slippage", "Fees"];

/// Monthly returns, groups of figures, profit and cost by profile.
#[must_use]
pub fn measures(run: Run<'_>) -> Html {
    let mut html = Html::new();
    html.put("<div class='sheetbox'><h3>Monthly returns, %</h3><div class='scroll'>", &[]);
    months(&mut html, &measures::years(run));
    html.put("</div><div class='groups'>", &[]);
    for group in measures::groups(run) {
        html.put("<section><h3>{}</h3>", &[group.title]);
        lines(&mut html, group.lines.iter().map(|line| (line.label, &*line.value, line.tone)));
        html.put("</section>", &[]);
    }
    html.put("</div><h3>By profile, USD</h3><div class='scroll'>", &[]);
    profiles(&mut html, &measures::profiles(run));
    html.put(
        "</div><p class='digest'>Digest <code>{}</code></p></div>",
        &[&run.review.digest.to_string()],
    );
    html
}

fn months(html: &mut Html, years: &[Year]) {
    html.put("<table class='heat'>", &[]).heads(&MONTHS).put("<tbody>", &[]);
    for row in years {
        html.put("<tr><th scope='row'>{}</th>", &[&row.year.to_string()]);
        for month in &row.months {
            let (class, text) =
                month.as_ref().map_or(("", ""), |Heat { class, text }| (class, text));
            html.put("<td class='{}'>{}</td>", &[class, text]);
        }
        html.put("<td class='total {}'>{}</td></tr>", &[row.total.class, &row.total.text]);
    }
    html.put("</tbody></table>", &[]);
}

fn profiles(html: &mut Html, lines: &[ProfileLine]) {
    html.put("<table class='plain'>", &[]).heads(&PROFILES).put("<tbody>", &[]);
    for ProfileLine { profile, name, profit, trades, costs } in lines {
        html.put("<tr><th scope='row'>", &[]).dot("p", *profile);
        html.put(
            "{}<small>{}</small></th><td class='{}'>{}</td><td>{}</td>\
             <td>{}</td><td>{}</td><td>{}</td></tr>",
            &[name.0, name.1, profit.1.class(), &profit.0, trades, &costs[0], &costs[1], &costs[2]],
        );
    }
    html.put("</tbody></table>", &[]);
}
