//! The market states of a run: how often, how long, how well, and what followed.

use crate::regime::Regime;
use crate::view::html::Html;
use crate::view::states::StateLine;

const FIGURES: [&str; 6] = ["Regime", "Days", "Frequency", "Mean stay, days", "Sharpe", "P&L, USD"];

/// One row per regime, then the shares of moves between them.
#[must_use]
pub fn states(lines: &[StateLine]) -> Html {
    let mut html = Html::new();
    html.put(
        "<div class='sheetbox'><h3>How often, how long, how well</h3><div class='scroll'>\
         <table class='plain'>",
        &[],
    );
    html.heads(&FIGURES).put("<tbody>", &[]);
    for line in lines {
        name(&mut html, line);
        html.put(
            "<td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class='{}'>{}</td></tr>",
            &[
                &line.days,
                &line.frequency,
                &line.duration,
                &line.sharpe,
                line.profit.1.class(),
                &line.profit.0,
            ],
        );
    }
    html.put(
        "</tbody></table></div><h3>From one day's regime to the next day's, %</h3>\
         <div class='scroll'><table class='heat moves'>",
        &[],
    );
    let names = Regime::ALL.map(Regime::name);
    html.heads(&[&["From \\ to"], &names[..]].concat()).put("<tbody>", &[]);
    for line in lines {
        name(&mut html, line);
        for (share, class) in &line.next {
            html.put("<td class='{}'>{}</td>", &[class, share]);
        }
        html.put("</tr>", &[]);
    }
    html.put(
        "</tbody></table></div><p class='note'>A day's profit and return belong to the regime \
         known at the close before it. Sharpe is annualised.</p></div>",
        &[],
    );
    html
}

/// The beginning of a regime's row.
fn name(html: &mut Html, line: &StateLine) {
    html.put("<tr><th scope='row'>", &[]).dot("r", line.regime).put("{}</th>", &[line.name]);
}
