//! The answer first: eight figures, each against the baseline if one is pinned.

use crate::analysis::{LevelOutcome, ModelUncertainty, Review};
use crate::engine::Report;
use crate::units::Money;

use super::number::{UNDEFINED, counted, decimal, dollars, maybe, percent, plus, yearly};
use super::tone::Tone;

/// Trading days in a year.
const DAYS_PER_YEAR: f64 = 252.0;

/// The names of the eight figures, in their order.
pub const LABELS: [&str; 8] = [
    "Final equity",
    "Total return",
    "CAGR",
    "Sharpe",
    "Max drawdown",
    "Volatility",
    "Costs",
    "Ledger residual",
];

/// One of the eight figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFigure {
    /// What it is.
    pub label: &'static str,
    /// The figure, or "n/a".
    pub value: String,
    /// What to know beside it.
    pub note: String,
    /// How the figure reads.
    pub tone: Tone,
    /// Against the baseline.
    pub change: Option<BaselineChange>,
}

/// A difference to the baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaselineChange {
    /// The difference with its sign.
    pub text: String,
    /// "better", "worse" or "same".
    pub word: &'static str,
    /// How it reads.
    pub tone: Tone,
}

/// The result of a run: what figures are made of.
#[derive(Clone, Copy, Debug)]
pub struct ResultRef<'a> {
    /// Its rows.
    pub report: &'a Report,
    /// Its figures.
    pub review: &'a Review,
}

/// The eight figures of a run, against `baseline` if there is one.
#[must_use]
pub fn key_figures(run: ResultRef<'_>, baseline: Option<ResultRef<'_>>) -> [KeyFigure; 8] {
    let metrics = &run.review.metrics;
    let other = baseline.map(|other| &other.review.metrics);
    let against = |own: Option<f64>,
                   read: fn(&crate::analysis::Metrics) -> Option<f64>,
                   better: Better,
                   write: fn(f64) -> String| {
        other.map(|other| change(own, read(other), better, write))
    };
    let points = |value: f64| percent(value, 1).replace('%', "pp");
    let costs = run.review.costs.total();
    let share = costs.to_dollars_f64() / run.report.scenario.capital;
    let cagr = yearly(metrics.cagr, metrics.days);
    [
        final_equity(run, baseline),
        KeyFigure {
            label: LABELS[1],
            value: plus(maybe(metrics.total_return, |value| percent(value, 1))),
            note: format!("on {} capital", dollars(run.report.scenario.capital())),
            tone: Tone::of(metrics.total_return.unwrap_or(0.0)),
            change: against(metrics.total_return, |m| m.total_return, Better::Higher, points),
        },
        KeyFigure {
            label: LABELS[2],
            value: plus(maybe(cagr, |value| percent(value, 1))),
            note: format!("over {} years", decimal(years(run), 1)),
            tone: Tone::of(cagr.unwrap_or(0.0)),
            change: against(cagr, |m| yearly(m.cagr, m.days), Better::Higher, points),
        },
        KeyFigure {
            label: LABELS[3],
            value: maybe(metrics.sharpe, |value| decimal(value, 2)),
            note: String::from(match run.review.has_rate {
                true => "in excess of the interest rate",
                false => "no risk-free rate",
            }),
            tone: Tone::Plain,
            change: against(
                metrics.sharpe,
                |m| m.sharpe,
                Better::Higher,
                |value| decimal(value, 2),
            ),
        },
        KeyFigure {
            label: LABELS[4],
            value: maybe(metrics.max_drawdown, |value| percent(value, 1)),
            note: fall(run.review),
            tone: Tone::of(metrics.max_drawdown.unwrap_or(0.0)),
            change: against(metrics.max_drawdown, |m| m.max_drawdown, Better::Higher, points),
        },
        KeyFigure {
            label: LABELS[5],
            value: maybe(metrics.volatility, |value| percent(value, 1)),
            note: String::from("daily, annualised"),
            tone: Tone::Plain,
            change: against(metrics.volatility, |m| m.volatility, Better::Lower, points),
        },
        KeyFigure {
            label: LABELS[6],
            value: dollars(costs),
            note: format!("{} of capital", percent(share, 1)),
            tone: Tone::Plain,
            change: baseline.map(|other| {
                let theirs = other.review.costs.total().to_dollars_f64();
                let write = |value| decimal(value, 0);
                change(Some(costs.to_dollars_f64()), Some(theirs), Better::Lower, write)
            }),
        },
        residual(run.report),
    ]
}

/// What the total return would be at other levels of the model; what is awaited while it is not
/// known, and nothing where no price is the model's.
#[must_use]
pub fn model_level(report: &Report, found: Option<&ModelUncertainty>) -> String {
    if !ModelUncertainty::concerns(report) {
        return String::new();
    }
    let Some(ModelUncertainty { lower, higher }) = found else {
        return String::from("Model level ±10 %: …");
    };
    let write = |own: &LevelOutcome| plus(percent(own.total_return, 1));
    format!("Model level −10 %: {}, +10 %: {}", write(lower), write(higher))
}

fn final_equity(run: ResultRef<'_>, baseline: Option<ResultRef<'_>>) -> KeyFigure {
    let end = |run: ResultRef<'_>| run.report.days.last().map(crate::engine::report::Day::equity);
    let value = end(run);
    let date = run.report.days.last().map(|day| day.date.to_string()).unwrap_or_default();
    KeyFigure {
        label: LABELS[0],
        value: value.map_or_else(|| UNDEFINED.to_owned(), dollars),
        note: format!("USD on {date}"),
        tone: Tone::Plain,
        change: baseline.map(|other| {
            let theirs = end(other).map(Money::to_dollars_f64);
            let own = value.map(Money::to_dollars_f64);
            change(own, theirs, Better::Higher, |value| decimal(value, 0))
        }),
    }
}

/// What is left when every profile's profit, the account's own hedge and the interest are taken
/// from the account: nothing, to the micro-dollar, on every day.
fn residual(report: &Report) -> KeyFigure {
    let capital = report.scenario.capital();
    let left = |day: &crate::engine::report::Day| {
        let made = day.profits.iter().copied().sum::<Money>() + day.portfolio_hedge + day.interest;
        day.equity() - capital - made
    };
    let worst = report.days.iter().map(left).max_by_key(|left| left.abs()).unwrap_or_default();
    let off = report.days.iter().filter(|day| left(day) != Money::ZERO).count();
    let (tone, note) = match off {
        0 => (Tone::Fine, format!("{} balance", counted(report.days.len(), "day", "days"))),
        _ => (Tone::Loss, format!("{} not balance", counted(off, "day does", "days do"))),
    };
    let value = match worst {
        Money::ZERO => worst.to_string(),
        worst => super::words::signed(worst.to_string()),
    };
    KeyFigure { label: LABELS[7], value, note, tone, change: None }
}

fn years(run: ResultRef<'_>) -> f64 {
    run.review.metrics.days as f64 / DAYS_PER_YEAR
}

fn fall(review: &Review) -> String {
    let Some(fall) = review.metrics.deepest_drawdown else { return String::from("none") };
    let from = fall.peak.map_or(String::from("start"), |day| day.to_string());
    format!("{from} → {}", fall.valley)
}

#[derive(Clone, Copy, PartialEq)]
enum Better {
    Higher,
    Lower,
}

fn change(
    own: Option<f64>,
    other: Option<f64>,
    better: Better,
    write: impl Fn(f64) -> String,
) -> BaselineChange {
    let (Some(own), Some(other)) = (own, other) else {
        return BaselineChange { text: UNDEFINED.to_owned(), word: "", tone: Tone::Soft };
    };
    let difference = own - other;
    let text = plus(write(difference));
    if text.starts_with('0') {
        return BaselineChange { text: String::from("="), word: "same", tone: Tone::Soft };
    }
    if (difference > 0.0) == (better == Better::Higher) {
        BaselineChange { text, word: "better", tone: Tone::Gain }
    } else {
        BaselineChange { text, word: "worse", tone: Tone::Loss }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Scenario;
    use crate::engine::report::Ruin;
    use crate::profile::{Assignment, Playbook, StructureChoices};
    use crate::trade::ExpiryRule;
    use crate::trade::ExpirySeries;
    use crate::view::sample;
    use crate::view::sentence::sentence;
    use expect_test::expect;

    fn render(figures: &[KeyFigure]) -> String {
        let line = |figure: &KeyFigure| {
            let change = figure.change.as_ref();
            let change = change.map_or(String::new(), |c| format!(" | {} {}", c.text, c.word));
            format!("{}: {} ({}){change}\n", figure.label, figure.value, figure.note)
        };
        figures.iter().map(line).collect()
    }

    #[test]
    fn the_headline_is_eight_figures_and_a_sentence() {
        let (report, review) = sample::outcome();
        let run = ResultRef { report, review };
        expect![[r#"
            Final equity: 862,723 (USD on 2015-12-31)
            Total return: −13.7 % (on 1,000,000 capital)
            CAGR: −5.1 % (over 2.8 years)
            Sharpe: −3.16 (no risk-free rate)
            Max drawdown: −13.8 % (2013-03-19 → 2015-12-29)
            Volatility: 1.7 % (daily, annualised)
            Costs: 108,557 (10.9 % of capital)
            Ledger residual: 0.000000 (756 days balance)
        "#]]
        .assert_eq(&render(&key_figures(run, None)));
        expect!["Lost 13.7 % in 2.8 years (−5.1 % a year): before costs the positions lost 2.9 % of capital, trading costs took 10.9 %; SDG lost most; worst fall −13.8 %, from 2013-03-19 to 2015-12-29. Contracts on a tenth of the index have the expiries of the index. Filled at the next close: up to 26 % of a year's opens repeat the previous close (2013)."].assert_eq(&sentence(run));
    }

    #[test]
    fn days_without_quotes_are_not_measured_and_the_sentence_says_so() {
        let (report, review) = sample::outcome();
        let quoted = Report { measured: 300..340, ..report.clone() };
        let found = sentence(ResultRef { report: &quoted, review });
        let expected = " Figures are of the 40 days with quotes, 2014-03-13 to 2014-05-08.";
        assert!(found.contains(expected), "{found}");
    }

    #[test]
    fn a_hedge_of_the_account_and_interest_belong_to_the_balance() {
        let mut scenario = Scenario::default();
        scenario.hedging.portfolio = crate::trade::hedge::PortfolioHedge::Daily;
        (scenario.interest, scenario.model.rate) = (true, 0.03);
        let (report, _) = sample::run(&scenario);
        let last = report.days.last().unwrap();
        assert!(last.portfolio_hedge != Money::ZERO && last.interest != Money::ZERO);
        assert_eq!(residual(&report).value, "0.000000");
    }

    #[test]
    fn a_baseline_without_costs_shows_the_cost_of_trading() {
        let mut free = Scenario::default();
        free.allocation.max_profile_weight = 0.2;
        let (report, review) = sample::outcome();
        let (other_report, other_review) = sample::run(&free);
        let other = ResultRef { report: &other_report, review: &other_review };
        let figures = key_figures(ResultRef { report, review }, Some(other));
        expect![[r#"
            Final equity: 862,723 (USD on 2015-12-31) | −58,965 worse
            Total return: −13.7 % (on 1,000,000 capital) | −5.9 pp worse
            CAGR: −5.1 % (over 2.8 years) | −2.3 pp worse
            Sharpe: −3.16 (no risk-free rate) | −0.37 worse
            Max drawdown: −13.8 % (2013-03-19 → 2015-12-29) | −5.8 pp worse
            Volatility: 1.7 % (daily, annualised) | +0.6 pp worse
            Costs: 108,557 (10.9 % of capital) | +49,617 worse
            Ledger residual: 0.000000 (756 days balance)
        "#]]
        .assert_eq(&render(&figures));
        let same = key_figures(other, Some(other));
        let words: Vec<_> = same.iter().flat_map(|f| &f.change).map(|c| c.word).collect();
        assert_eq!(words, ["same"; 7]);
    }

    #[test]
    fn a_bankrupt_account_is_called_ruined() {
        let (report, review) = sample::outcome();
        let ruin = Ruin { date: report.days[200].date, shortfall: Money::dollars(5_000) };
        let ruined = Report { ruined: Some(ruin), ..report.clone() };
        let actual = sentence(ResultRef { report: &ruined, review });
        assert!(actual.starts_with("Ruined on 2013-10-17: "), "{actual}");
        let (fills, rotations) = (Vec::new().into(), Vec::new().into());
        let idle = Report { fills, rotations, ..report.clone() };
        let actual = sentence(ResultRef { report: &idle, review });
        assert_eq!(actual, "Nothing was traded: the account stayed in cash for 3.0 years.");
        let empty = Review { metrics: crate::analysis::Metrics::default(), ..review.clone() };
        let actual = sentence(ResultRef { report, review: &empty });
        assert_eq!(actual, "No day of this period could be traded.");
        let figures = key_figures(ResultRef { report, review: &empty }, None);
        assert_eq!(figures[3].value, "n/a");
    }

    #[test]
    fn where_nothing_is_listed_the_sentence_says_so() {
        let mut scenario = Scenario::default();
        for own in &mut scenario.structures.custom {
            let mut structure = Playbook::new(&StructureChoices::default()).structure(0).clone();
            for leg in &mut structure.legs {
                leg.expiry = ExpiryRule { target: 1_000, minimum: 990, maximum: 1_010 };
            }
            *own = Some(vec![Assignment { regimes: Vec::new(), structure }]);
        }
        let (report, review) = sample::run(&scenario);
        let actual = sentence(ResultRef { report: &report, review: &review });
        expect!["Nothing was traded: the account stayed in cash for 3.0 years, because nothing listed: no expiry within the DTE range."].assert_eq(&actual);
    }

    #[test]
    fn what_did_not_exist_is_counted() {
        let mut scenario = Scenario::default();
        scenario.structures.expiries = ExpirySeries::Daily;
        let (report, review) = sample::run(&scenario);
        let actual = sentence(ResultRef { report: &report, review: &review });
        let end = actual.rsplit_once(". ").unwrap().1;
        expect!["Filled at the next close: up to 26 % of a year's opens repeat the previous close (2013)."].assert_eq(end);
    }

    #[test]
    fn a_difference_of_one_cent_is_shown() {
        let (report, _) = sample::outcome();
        let mut broken = report.clone();
        broken.days[5].cash += Money::micros(-10_000);
        let figure = residual(&broken);
        assert_eq!((figure.value.as_str(), figure.tone), ("−0.010000", Tone::Loss));
        assert_eq!(figure.note, "1 day does not balance");
    }
}
