//! What a run amounts to, in one sentence, and what the reader must know of it: which days and
//! contracts it rests on, and when its orders were filled.

use crate::engine::Report;
use crate::engine::report::{Rotation, RotationKind, Ruin};
use crate::market::Underlying;
use crate::profile::Profile;
use crate::trade::{ExpirySeries, Instrument};
use crate::units::Money;

use super::headline::ResultRef;
use super::limit_notes;
use super::number::{counted, decimal, dollars, percent, plus, yearly};
use super::words;

/// Trading days in a year.
const DAYS_PER_YEAR: f64 = 252.0;
/// The gap between the underlying of the quotes and the close of the bar beyond which it is said.
const LARGEST_GAP: f64 = 0.003;

/// What the run amounts to, in one sentence, and what it was filled at if that is not what was
/// chosen.
#[must_use]
pub fn sentence(run: ResultRef<'_>) -> String {
    let has_traded = run.review.metrics.total_return.is_some() && !run.report.fills.is_empty();
    let caveats = [stale_opens(run.report), gaps(run.report)].into_iter().flatten();
    caveats.filter(|_| has_traded).fold(outcome(run), |text, caveat| format!("{text} {caveat}"))
}

/// Why orders are not filled at opens, if the opens are stale.
fn stale_opens(report: &Report) -> Option<String> {
    let (first, last) = (report.stale_opens.first()?, report.stale_opens.last()?);
    let worst = report.stale_opens.iter().map(|own| own.share).fold(0.0, f64::max);
    let years = match first.year == last.year {
        true => first.year.to_string(),
        false => format!("{}–{}", first.year, last.year),
    };
    Some(format!(
        "Filled at the next close: up to {} of a year's opens repeat the previous close ({years}).",
        percent(worst, 0)
    ))
}

/// On how many days the underlying of the quotes differs from the bar.
fn gaps(report: &Report) -> Option<String> {
    let both = report.days.iter().filter_map(|day| Some((day.quoted_spot?, day.spot)));
    let off = both.filter(|(quoted, bar)| (quoted / bar - 1.0).abs() > LARGEST_GAP).count();
    let days = counted(off, "day", "days");
    (off > 0).then(|| {
        format!("On {days} the options are quoted on an underlying more than 0.3 % off the close.")
    })
}

fn outcome(run: ResultRef<'_>) -> String {
    let metrics = &run.review.metrics;
    let Some(total) = metrics.total_return else {
        return String::from("No day of this period could be traded.");
    };
    let years = decimal(run.review.metrics.days as f64 / DAYS_PER_YEAR, 1);
    if run.report.fills.is_empty() {
        let refused = |rotation: &Rotation| rotation.kind == RotationKind::Unfilled;
        let years = decimal(run.report.days.len() as f64 / DAYS_PER_YEAR, 1);
        let first = run.report.rotations.iter().find(|rotation| refused(rotation));
        let why = first.map_or_else(String::new, |rotation| {
            format!(", because {}", words::reason(&rotation.reason))
        });
        return format!("Nothing was traded: the account stayed in cash for {years} years{why}.");
    }
    let capital = run.report.scenario.capital;
    let costs = run.review.costs.total().to_dollars_f64() / capital;
    let before_costs = total + costs;
    let costs = format!("trading costs took {}", percent(costs, 1));
    if let Some(Ruin { date, shortfall }) = run.report.ruined {
        let owed = dollars(shortfall);
        return format!("Ruined on {date}: all is lost and {owed} USD are owed; {costs}.");
    }
    let verb = if total < 0.0 { "Lost" } else { "Gained" };
    let rate = yearly(metrics.cagr, metrics.days)
        .map_or_else(String::new, |rate| format!(" ({} a year)", plus(percent(rate, 1))));
    let total = percent(total.abs(), 1);
    let fall = metrics.deepest_drawdown.map_or_else(
        || String::from("it never fell below a peak"),
        |fall| {
            let from = fall.peak.map_or(String::from("the start"), |day| day.to_string());
            format!("worst fall {}, from {from} to {}", percent(fall.depth, 1), fall.valley)
        },
    );
    let earned = if before_costs < 0.0 { "lost" } else { "earned" };
    let before_costs = percent(before_costs.abs(), 1);
    let most =
        largest_contribution(run.report).map_or_else(String::new, |most| format!("; {most}"));
    format!(
        "{verb} {total} in {years} years{rate}: before costs the positions {earned} \
         {before_costs} of capital, {costs}{most}; {fall}.{}",
        listing(run.report) + &quoted_days(run.report) + &limit_notes::sentence(&run.report.limits)
    )
}

/// How much of the run rests on contracts that did not exist, or of which that is not known.
fn listing(report: &Report) -> String {
    let share = report.hypothetical_share().filter(|share| *share > 0.0);
    let is_as_listed = report.scenario.structures.expiries == ExpirySeries::AsListed;
    let is_unknown = report.listing.underlying == Underlying::Other;
    let is_by_rule = report.listing.days.iter().any(Option::is_some);
    match share {
        Some(share) => {
            format!(" {} of the trades are in contracts that did not exist.", percent(share, 1))
        }
        None if is_as_listed && is_unknown && is_by_rule => {
            String::from(" Which expiries were listed is not known: monthly ones are assumed.")
        }
        None if is_as_listed
            && is_by_rule
            && report.scenario.instrument == Instrument::MiniIndex =>
        {
            String::from(" Contracts on a tenth of the index have the expiries of the index.")
        }
        None => String::new(),
    }
}

/// Which days figures are of, if the quotes of a chain decide: other days have decisions, and
/// nothing could be traded.
fn quoted_days(report: &Report) -> String {
    let measured = &report.measured;
    let decided = report.days.iter().position(|day| day.decision.is_some()).unwrap_or(0);
    let is_part = measured.start > decided + 1 || measured.end < report.days.len();
    match &report.days[measured.clone()] {
        [first, .., last] if is_part && report.ruined.is_none() => {
            let days = counted(measured.len(), "day", "days");
            format!(" Figures are of the {days} with quotes, {} to {}.", first.date, last.date)
        }
        _ => String::new(),
    }
}

/// Which profile lost most if the account lost, or earned most if it earned, after costs.
fn largest_contribution(report: &Report) -> Option<String> {
    let last = report.days.last()?;
    let has_lost = last.equity() < report.scenario.capital();
    let by_profit = |profile: &Profile| last.profits[profile.index()];
    let most = match has_lost {
        true => Profile::ALL.into_iter().min_by_key(by_profit),
        false => Profile::ALL.into_iter().max_by_key(by_profit),
    }?;
    let is_so = (by_profit(&most) < Money::ZERO) == has_lost && by_profit(&most) != Money::ZERO;
    let verb = if has_lost { "lost" } else { "earned" };
    is_so.then(|| format!("{} {verb} most", most.code()))
}
