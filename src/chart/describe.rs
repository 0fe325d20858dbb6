//! A figure in words for screen readers, from the whole series and not from the sampled drawing.

use super::figure::{Figure, Pane, PlotItem};
use super::ticks::{format_tick, grouped};

/// The figure's own description, or the days it shows and, per named series, its first, last,
/// lowest and highest value.
pub(super) fn describe(figure: &Figure) -> String {
    if !figure.description.is_empty() {
        return figure.description.clone();
    }
    let shown = figure.dates.get(figure.visible.clone()).unwrap_or_default();
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return String::from("No data.");
    };
    let count = grouped(shown.len() as f64, 0);
    let days = if shown.len() == 1 { "day" } else { "days" };
    let mut sentences = vec![format!("{count} trading {days} from {first} to {last}.")];
    for panel in &figure.panels {
        sentences.extend(panel.marks.iter().filter_map(|mark| series(figure, panel, mark)));
    }
    sentences.join(" ")
}

fn series(figure: &Figure, panel: &Pane, mark: &PlotItem) -> Option<String> {
    let (name, values) = match mark {
        PlotItem::Line { name, values, .. } | PlotItem::Area { name, values, .. } => (name, values),
        PlotItem::Stack { .. }
        | PlotItem::Ribbon { .. }
        | PlotItem::Points { .. }
        | PlotItem::Rule { .. } => {
            return None;
        }
    };
    let days = figure.visible.clone().filter_map(|day| Some((day, (*values.get(day)?)?)));
    let mut days = days.filter(|(_, value)| value.is_finite());
    let first = days.next()?;
    let (mut last, mut low, mut high) = (first, first, first);
    for day in days {
        last = day;
        low = if day.1 < low.1 { day } else { low };
        high = if day.1 > high.1 { day } else { high };
    }
    let write = |value: f64| format_tick(value, panel.axis.unit);
    let dated = |(day, value)| match figure.dates.get(day) {
        Some(date) => format!("{} on {date}", write(value)),
        None => write(value),
    };
    let name = if name.is_empty() { &panel.label } else { name };
    let subject = if name.is_empty() { String::new() } else { format!("{name}: ") };
    Some(format!(
        "{subject}from {} to {}, lowest {}, highest {}.",
        write(first.1),
        write(last.1),
        dated(low),
        dated(high)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Axis, Class};
    use chrono::NaiveDate;

    fn figure(values: &[f64]) -> Figure {
        let first = NaiveDate::from_ymd_opt(2018, 1, 1).unwrap();
        let dates: Vec<NaiveDate> = first.iter_days().take(values.len()).collect();
        let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        let panel = Pane::new(100.0).label("Equity").axis(Axis::money());
        Figure::new("Equity", dates).panel(panel.line(Class::Equity, "this scenario", values))
    }

    #[test]
    fn a_series_is_described_by_first_last_lowest_and_highest() {
        assert_eq!(
            describe(&figure(&[1e6, 9.5e5, 1.2e6, 1.1e6])),
            "4 trading days from 2018-01-01 to 2018-01-04. this scenario: from 1,000,000 to \
             1,100,000, lowest 950,000 on 2018-01-02, highest 1,200,000 on 2018-01-03."
        );
    }

    #[test]
    fn the_description_covers_only_visible_days() {
        let actual = describe(&figure(&[1e6, 9.5e5, 1.2e6, 1.1e6]).zoom(3..4));
        assert!(actual.starts_with("1 trading day from 2018-01-04 to 2018-01-04."), "{actual}");
        assert!(actual.ends_with("highest 1,100,000 on 2018-01-04."), "{actual}");
        assert_eq!(describe(&figure(&[])), "No data.");
    }

    #[test]
    fn a_given_description_is_used_unchanged() {
        assert_eq!(describe(&figure(&[1.0]).describe("Grew.")), "Grew.");
    }
}
