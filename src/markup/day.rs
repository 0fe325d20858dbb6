//! The decision of a day: why its regime, every step from score to target, what is done.

use super::lines;
use crate::profile::Profile;
use crate::view::Tone;
use crate::view::day::{Doing, Explained, Step};
use crate::view::exposure::{Holder, Leg, Sensitivity};
use crate::view::html::{Html, when};
use crate::view::ruling::Rule;

/// Everything below the column's head.
#[must_use]
pub fn day(day: &Explained) -> Html {
    let mut html = Html::new();
    html.put("<p class='regime'><b>", &[]);
    match day.regime {
        Some((position, name)) => html.dot("r", position).put("{}", &[name]),
        None => html.put("Warm-up", &[]),
    };
    html.put("</b><span>{}</span></p>", &[&day.why]);
    if !day.rules.is_empty() {
        rules(&mut html, &day.rules);
    }
    if !day.steps.is_empty() {
        steps(&mut html, &day.steps);
        html.put("<h3>What happens <small>{}</small></h3><ul class='doings'>", &[day.timing]);
        day.actions.iter().for_each(|action| doing(&mut html, action));
        html.put("</ul><h3>How it came about</h3><ol class='told'>", &[]);
        for line in &day.words {
            html.put("<li>{}</li>", &[line]);
        }
        html.put("</ol>", &[]);
    }
    exposure(&mut html, &day.exposure);
    if !day.legs.is_empty() {
        legs(&mut html, &day.legs, &day.marks);
    }
    if !day.holders.is_empty() {
        holders(&mut html, &day.holders);
    }
    html.put("<h3>Account, USD</h3>", &[]);
    lines(&mut html, day.account.iter().map(|(label, value, tone)| (*label, &**value, *tone)));
    html.put("<details class='more'><summary>All signals of the day</summary>", &[]);
    let signals = day.signals.iter().map(|(name, value)| (*name, &**value, Tone::Plain));
    lines(&mut html, signals);
    html.put("</details>", &[]);
    html
}

/// What the account is sensitive to, and how much of it the limits allow.
fn exposure(html: &mut Html, sensitivities: &[Sensitivity]) {
    html.put(
        "<h3>Exposure <small>and as a share of equity</small></h3><table class='held'><tbody>",
        &[],
    );
    for Sensitivity { label, unit, value, share, limit } in sensitivities {
        html.put(
            "<tr><th scope='row'>{} <small>{}</small></th><td>{}</td>\
             <td>{} <small>{}</small></td></tr>",
            &[label, unit, value, share, limit],
        );
    }
    html.put("</tbody></table>", &[]);
}

fn holders(html: &mut Html, holders: &[Holder]) {
    html.put("<h3>By profile, USD</h3><table class='held'>", &[]);
    html.heads(&["Since the start", "P&L", "Options", "Shares"]).put("<tbody>", &[]);
    for holder in holders {
        let Holder { profit, value, shares, .. } = holder;
        whose(html, holder).put(
            "<td class='{}'>{}</td><td>{}</td><td>{}</td></tr>",
            &[profit.1.class(), &profit.0, value, shares],
        );
    }
    html.put("</tbody></table><table class='held'>", &[]);
    html.heads(&["Exposure", "Delta", "Gamma", "Vega", "Theta"]).put("<tbody>", &[]);
    for holder in holders {
        if let Some([delta, gamma, vega, theta]) = &holder.greeks {
            whose(html, holder).put(
                "<td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                &[delta, gamma, vega, theta],
            );
        }
    }
    html.put("</tbody></table>", &[]);
}

/// Begins the row of a profile or of the account.
fn whose<'h>(html: &'h mut Html, holder: &Holder) -> &'h mut Html {
    html.put("<tr><th scope='row'>", &[]);
    if let Some(profile) = holder.profile {
        html.dot("p", profile);
    }
    html.put("{}</th>", &[holder.name])
}

/// The legs held, and where their marks come from.
fn legs(html: &mut Html, legs: &[Leg], marks: &[String]) {
    html.put("<h3>Held at the close</h3><p class='help'>Marked by", &[]);
    for marks in marks {
        html.put(" <span class='tag'>{}</span>", &[marks]);
    }
    html.put("</p><table class='held'>", &[]);
    html.heads(&["Contract", "Days left", "Quantity"]).put("<tbody>", &[]);
    for Leg { profile, contract, days, quantity } in legs {
        html.put("<tr><th scope='row'>", &[]).dot("p", *profile);
        html.put("{}</th><td>{}</td><td>{}</td></tr>", &[contract, days, quantity]);
    }
    html.put("</tbody></table>", &[]);
}

fn rules(html: &mut Html, rules: &[Rule]) {
    html.put(
        "<details class='more'><summary>The six rules, first match decides</summary>\
         <ol class='rules'>",
        &[],
    );
    for rule in rules {
        html.put("<li class='{}'><b>", &[when(rule.decided, "decided")]);
        html.dot("r", rule.regime.index()).put("{}</b><ul>", &[rule.regime.name()]);
        for condition in &rule.conditions {
            let class = if condition.met { "met" } else { "unmet" };
            html.put("<li class='{}'>{}</li>", &[class, &condition.text]);
        }
        html.put("</ul></li>", &[]);
    }
    html.put("</ol></details>", &[]);
}

fn steps(html: &mut Html, steps: &[Step]) {
    html.put("<div class='scroll'><table class='trace'><thead><tr><th scope='col'>%</th>", &[]);
    for profile in Profile::ALL {
        html.put("<th scope='col' title='{}'>", &[profile.name()]);
        html.dot("p", profile.index()).put("{}</th>", &[profile.code()]);
    }
    html.put("</tr></thead><tbody>", &[]);
    for step in steps {
        let strong = when(step.strong, "strong");
        html.put(
            "<tr class='{}'><th scope='row' title='{}'>{}</th>",
            &[strong, step.help, step.label],
        );
        for (text, changed) in &step.cells {
            html.put("<td class='{}'>{}</td>", &[when(*changed, "changed"), text]);
        }
        html.put("</tr>", &[]);
    }
    html.put("</tbody></table></div>", &[]);
}

fn doing(html: &mut Html, doing: &Doing) {
    html.put("<li class='{}'><span class='who'>", &[when(doing.trades, "trades")]);
    for (position, code) in &doing.profiles {
        html.put("<b>", &[]).dot("p", *position).put("{}</b>", &[code]);
    }
    html.put("</span><span>{}</span></li>", &[doing.text]);
}
