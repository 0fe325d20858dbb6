//! Which prices a result rests on: what marks the legs that were held, counted over all days.

use crate::engine::Report;
use crate::engine::report::Day;

use super::number::percent;

/// The share of each source among the marks of a report, the most frequent first; empty if nothing
/// was ever held.
///
/// Each leg counts once for every close at which it was held.
#[must_use]
pub fn sources(days: &[Day]) -> Vec<(&'static str, f64)> {
    let mut counts =
        [("quoted", 0), ("traded", 0), ("interpolated", 0), ("stale", 0), ("model", 0)];
    for day in days {
        let marks = day.marks;
        let of_day = [marks.quoted, marks.traded, marks.interpolated, marks.stale, marks.model];
        counts.iter_mut().zip(of_day).for_each(|((_, sum), count)| *sum += u64::from(count));
    }
    let all: u64 = counts.iter().map(|(_, count)| count).sum();
    let mut shares: Vec<_> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(source, count)| (source, count as f64 / all as f64))
        .collect();
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    shares
}

/// The same in words: "90 % quoted, 10 % interpolated".
#[must_use]
pub fn describe(report: &Report) -> String {
    let shares = sources(&report.days);
    if shares.is_empty() {
        return "no positions priced".to_owned();
    }
    let words = shares.iter().map(|(source, share)| match share {
        share if *share < 0.005 => format!("under {} {source}", percent(0.01, 0)),
        share if *share < 1.0 => format!("{} {source}", percent(share.min(0.99), 0)),
        _ => format!("{} {source}", percent(*share, 0)),
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::report::MarkSources;
    use crate::view::sample::outcome;

    fn described(marks: &[MarkSources]) -> String {
        let (report, _) = outcome();
        let mut report = report.clone();
        report.days.truncate(marks.len());
        report.days.iter_mut().zip(marks).for_each(|(day, marks)| day.marks = *marks);
        describe(&report)
    }

    #[test]
    fn marks_of_all_days_are_counted_by_their_source() {
        let quoted = MarkSources { quoted: 9, ..MarkSources::default() };
        let mixed = MarkSources { quoted: 9, interpolated: 2, ..MarkSources::default() };
        let model = MarkSources { model: 1, ..MarkSources::default() };
        assert_eq!(described(&[quoted, mixed]), "90\u{202f}% quoted, 10\u{202f}% interpolated");
        assert_eq!(described(&[model]), "100\u{202f}% model");
        assert_eq!(described(&[MarkSources::default()]), "no positions priced");
    }

    #[test]
    fn small_and_large_shares_are_not_rounded_to_none_or_all() {
        let many = MarkSources { quoted: 250, ..MarkSources::default() };
        let few = MarkSources { stale: 1, ..MarkSources::default() };
        let text = described(&[many, few, many]);
        assert_eq!(text, "99\u{202f}% quoted, under 1\u{202f}% stale");
    }
}
