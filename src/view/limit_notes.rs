//! How often limits on risk were at work, in words.

use crate::engine::report::LimitCounts;

use super::number::counted;
use super::words;

/// The sentences behind the headline, each with a space before it; nothing without a limit.
///
/// ```
/// use rotation::engine::report::{LimitCounts, LimitKind};
/// use rotation::view::limit_notes::sentence;
/// let counts = LimitCounts {
///     closes_above: vec![(LimitKind::Vega, 3)],
///     days_scaled: 12,
///     halts: 1,
///     in_cash_since: "2008-10-10".parse().ok(),
/// };
/// assert_eq!(
///     sentence(&counts),
///     " The drawdown scaled targets on 12 days. It reached its maximum once, and the account has \
///      been in cash since 2008-10-10. Closes above a limit: 3 (vega)."
/// );
/// assert_eq!(sentence(&LimitCounts::default()), "");
/// ```
#[must_use]
pub fn sentence(counts: &LimitCounts) -> String {
    let mut text = String::new();
    if counts.days_scaled > 0 {
        let days = counted(counts.days_scaled as usize, "day", "days");
        text += &format!(" The drawdown scaled targets on {days}.");
    }
    if counts.halts > 0 {
        let times = match counts.halts {
            1 => "once".to_owned(),
            halts => counted(halts as usize, "time", "times"),
        };
        text += &format!(" It reached its maximum {times}");
        if let Some(since) = counts.in_cash_since {
            text += &format!(", and the account has been in cash since {since}");
        }
        text += ".";
    }
    if !counts.closes_above.is_empty() {
        let above = counts.closes_above.iter().map(|(limit, closes)| {
            format!("{closes} ({})", words::limit(*limit).replace('_', " "))
        });
        text += &format!(" Closes above a limit: {}.", above.collect::<Vec<_>>().join(", "));
    }
    text
}
