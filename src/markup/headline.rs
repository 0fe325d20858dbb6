//! The eight figures that come first.

use crate::view::headline::{KeyFigure, LABELS};
use crate::view::html::Html;

/// Eight figures, each with its difference to the baseline when one is pinned; only their names
/// until there is a result.
#[must_use]
pub fn headline(figures: Option<&[KeyFigure; 8]>) -> Html {
    let mut html = Html::new();
    html.put("<dl class='kpis' aria-label='Key figures'>", &[]);
    for (position, label) in LABELS.iter().enumerate() {
        let figure = figures.map(|figures| &figures[position]);
        let (value, tone, note) = figure
            .map_or(("", "", ""), |figure| (&figure.value, figure.tone.class(), &figure.note));
        html.put(
            "<div class='kpi'><dt>{}</dt><dd class='value {}'>{}</dd><dd class='note'>{}</dd>",
            &[label, tone, value, note],
        );
        if let Some(change) = figure.and_then(|figure| figure.change.as_ref()) {
            html.put(
                "<dd class='change {}'><b>{}</b> {}<span class='unseen'> than the baseline</span>\
                 </dd>",
                &[change.tone.class(), &change.text, change.word],
            );
        }
        html.put("</div>", &[]);
    }
    html.put("</dl>", &[]);
    html
}
