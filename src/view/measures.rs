//! Every figure of a run in groups, and the returns of its months.

use crate::analysis::{Drawdown, FEWEST_DAYS, Metrics, costs_by_profile};
use crate::profile::Profile;

use super::headline::ResultRef;
use super::number::{UNDEFINED, cents, count, counted, decimal, maybe, percent, plus, yearly};
use super::tone::Tone;

/// Figures that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureGroup {
    /// What they are about.
    pub title: &'static str,
    /// The figures.
    pub lines: Vec<Line>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is.
    pub label: &'static str,
    /// The figure, or "n/a".
    pub value: String,
    /// How it reads.
    pub tone: Tone,
}

/// The returns of one year by month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// The calendar year.
    pub year: i32,
    /// January to December; `None` without a day.
    pub months: [Option<Heat>; 12],
    /// The whole year; `None` with fewer than [`FEWEST_DAYS`] days.
    pub total: Option<Heat>,
    /// Days of the year that are measured.
    pub days: String,
}

/// A return and how strongly it is coloured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heat {
    /// The return in percent with its sign.
    pub text: String,
    /// The class of its colour.
    pub class: &'static str,
}

/// What a profile made and cost.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileLine {
    /// Its position.
    pub profile: usize,
    /// Its code and full name.
    pub name: (&'static str, &'static str),
    /// Profit and loss after costs, and how it reads.
    pub profit: (String, Tone),
    /// Closed trades.
    pub trades: String,
    /// Spread, slippage, fees.
    pub costs: [String; 3],
}

/// All figures of a run.
#[must_use]
pub fn groups(run: ResultRef<'_>) -> Vec<FigureGroup> {
    let metrics = &run.review.metrics;
    vec![
        FigureGroup { title: "Return", lines: returns(metrics) },
        FigureGroup { title: "Risk", lines: risk(metrics) },
        FigureGroup { title: "Ratios and shape", lines: ratios(run) },
        FigureGroup { title: "Drawdowns", lines: drawdowns(metrics) },
        FigureGroup { title: "Trading", lines: trading(run) },
        FigureGroup { title: "Costs, USD", lines: costs(run) },
    ]
}

/// The months of a run, the latest year first.
#[must_use]
pub fn years(run: ResultRef<'_>) -> Vec<Year> {
    let year = |row: &crate::analysis::MonthlyRow| Year {
        year: row.year,
        months: row.months.map(|month| month.map(heat)),
        total: (row.days >= FEWEST_DAYS).then(|| heat(row.total)),
        days: count(row.days as i64),
    };
    run.review.monthly.iter().rev().map(year).collect()
}

/// What each profile made and cost.
#[must_use]
pub fn profiles(run: ResultRef<'_>) -> Vec<ProfileLine> {
    let costs = costs_by_profile(run.report);
    let profits = run.report.days.last().map(|day| day.profits).unwrap_or_default();
    let line = |profile: Profile| {
        let (profit, cost) = (profits[profile.index()], costs[profile.index()]);
        let own = run.report.trades.iter().filter(|trade| trade.profile == profile);
        ProfileLine {
            profile: profile.index(),
            name: (profile.code(), profile.name()),
            profit: (plus(cents(profit)), Tone::of_money(profit)),
            trades: count(own.count() as i64),
            costs: [cost.spread, cost.slippage, cost.fees].map(cents),
        }
    };
    Profile::ALL.into_iter().map(line).collect()
}

fn heat(value: f64) -> Heat {
    let class = match (value.abs(), value > 0.0) {
        (size, _) if size < 0.000_5 => "",
        (size, true) if size < 0.01 => "up-1",
        (size, true) if size < 0.025 => "up-2",
        (size, true) if size < 0.05 => "up-3",
        (_, true) => "up-4",
        (size, _) if size < 0.01 => "down-1",
        (size, _) if size < 0.025 => "down-2",
        (size, _) if size < 0.05 => "down-3",
        _ => "down-4",
    };
    Heat { text: plus(decimal(value * 100.0, 1)), class }
}

fn line(label: &'static str, value: String) -> Line {
    Line { label, value, tone: Tone::Plain }
}

/// A return with its sign, to two decimals.
fn change(label: &'static str, value: Option<f64>) -> Line {
    let tone = Tone::of(value.unwrap_or(0.0));
    Line { label, value: plus(maybe(value, |value| percent(value, 2))), tone }
}

fn share(label: &'static str, value: Option<f64>) -> Line {
    line(label, maybe(value, |value| percent(value, 2)))
}

fn ratio(label: &'static str, value: Option<f64>) -> Line {
    line(label, maybe(value, |value| decimal(value, 2)))
}

fn returns(m: &Metrics) -> Vec<Line> {
    let value = |day: Option<crate::analysis::DatedReturn>| day.map(|day| day.value);
    let date = |day: Option<crate::analysis::DatedReturn>| {
        day.map_or_else(|| UNDEFINED.to_owned(), |day| day.date.to_string())
    };
    vec![
        change("Total return", m.total_return),
        change("CAGR", yearly(m.cagr, m.days)),
        change("Average day", m.mean_return),
        change("Best day", value(m.best_day)),
        line("… on", date(m.best_day)),
        change("Worst day", value(m.worst_day)),
        line("… on", date(m.worst_day)),
        change("Average gain per day", m.average_gain),
        change("Average loss per day", m.average_loss),
        share("Winning days", m.winning_days),
        share("Winning days, flat days left out", m.winning_days_of_moves),
    ]
}

fn risk(m: &Metrics) -> Vec<Line> {
    vec![
        share("Volatility, annualised", m.volatility),
        share("Downside deviation, annualised", m.downside_deviation),
        share("Standard deviation, daily", m.standard_deviation),
        change("VaR 95 %, 1 day", m.value_at_risk_95),
        change("VaR 99 %, 1 day", m.value_at_risk_99),
        change("CVaR 95 %, 1 day", m.conditional_value_at_risk_95),
        change("CVaR 99 %, 1 day", m.conditional_value_at_risk_99),
        share("Ulcer index", m.ulcer_index),
    ]
}

fn ratios(run: ResultRef<'_>) -> Vec<Line> {
    let m = &run.review.metrics;
    let sharpe = if run.review.has_rate { "Sharpe, in excess of the rate" } else { "Sharpe" };
    vec![
        ratio(sharpe, m.sharpe),
        ratio("Sortino", m.sortino),
        ratio("Calmar", yearly(m.calmar, m.days)),
        ratio("Omega", m.omega),
        ratio("Tail ratio", m.tail_ratio),
        ratio("Skew", m.skew),
        ratio("Excess kurtosis", m.kurtosis),
        ratio("Skew, unbiased", m.skew_adjusted),
        ratio("Excess kurtosis, unbiased", m.kurtosis_adjusted),
    ]
}

fn drawdowns(m: &Metrics) -> Vec<Line> {
    let date = |day: Option<chrono::NaiveDate>, none: &str| {
        day.map_or_else(|| none.to_owned(), |day| day.to_string())
    };
    let of = |fall: Option<Drawdown>, write: &dyn Fn(Drawdown) -> String| {
        fall.map_or_else(|| UNDEFINED.to_owned(), write)
    };
    let (deepest, longest) = (m.deepest_drawdown, m.longest_drawdown);
    vec![
        change("Maximum drawdown", m.max_drawdown),
        line("… peak", of(deepest, &|fall| date(fall.peak, "the start"))),
        line("… trough", of(deepest, &|fall| fall.valley.to_string())),
        line("… recovery", of(deepest, &|fall| date(fall.recovery, "not yet"))),
        line("Longest drawdown", of(longest, &|fall| counted(fall.days, "day", "days"))),
        line("… recovery", of(longest, &|fall| date(fall.recovery, "not recovered"))),
        line("Drawdowns", count(m.drawdowns as i64)),
        line("Days underwater", count(m.days_underwater as i64)),
    ]
}

fn trading(run: ResultRef<'_>) -> Vec<Line> {
    let figures = &run.review.trades;
    let (expectancy, days) = (figures.expectancy, run.review.metrics.days);
    vec![
        line("Closed trades", count(figures.closed as i64)),
        share("Winning trades", figures.win_rate),
        ratio("Profit factor", figures.profit_factor),
        Line {
            label: "Expectancy, USD per trade",
            value: plus(maybe(expectancy, |value| decimal(value, 2))),
            tone: Tone::of(expectancy.unwrap_or(0.0)),
        },
        change("Median return on risk", figures.return_on_risk),
        line(
            "Average holding period",
            maybe(figures.holding_days, |days| {
                format!(
                    "{} {}",
                    decimal(days, 1),
                    if decimal(days, 1) == "1.0" { "day" } else { "days" }
                )
            }),
        ),
        line(
            "Turnover per year",
            maybe(yearly(run.review.turnover, days), |times| {
                format!("{} × equity", decimal(times, 1))
            }),
        ),
        share("Time in market", Some(run.review.time_in_market)),
        line("Days measured", count(run.review.metrics.days as i64)),
    ]
}

fn costs(run: ResultRef<'_>) -> Vec<Line> {
    let costs = &run.review.costs;
    let total = costs.total();
    let capital = run.report.scenario.capital;
    let years = run.review.metrics.days as f64 / 252.0;
    let drag = (years > 0.0).then(|| total.to_dollars_f64() / capital / years);
    let drag = yearly(drag, run.review.metrics.days);
    vec![
        line("Spread", cents(costs.spread)),
        line("Slippage", cents(costs.slippage)),
        line("Fees", cents(costs.fees)),
        line("Total costs", cents(total)),
        share("… of starting balance", Some(total.to_dollars_f64() / capital)),
        share("… of starting balance, per year", drag),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Review;
    use crate::view::sample;
    use expect_test::expect;

    fn render(groups: &[FigureGroup]) -> String {
        let group = |group: &FigureGroup| {
            let lines = group.lines.iter().map(|l| format!("  {}: {}\n", l.label, l.value));
            format!("{}\n{}", group.title, lines.collect::<String>())
        };
        groups.iter().map(group).collect()
    }

    #[test]
    fn every_figure_has_a_label_and_a_value() {
        let (report, review) = sample::outcome();
        expect![[r#"
            Return
              Total return: −13.73 %
              CAGR: −5.13 %
              Average day: −0.02 %
              Best day: +0.53 %
              … on: 2014-10-09
              Worst day: −0.65 %
              … on: 2013-10-10
              Average gain per day: +0.05 %
              Average loss per day: −0.08 %
              Winning days: 45.75 %
              Winning days, flat days left out: 45.75 %
            Risk
              Volatility, annualised: 1.66 %
              Downside deviation, annualised: 1.49 %
              Standard deviation, daily: 0.10 %
              VaR 95 %, 1 day: −0.22 %
              VaR 99 %, 1 day: −0.36 %
              CVaR 95 %, 1 day: −0.33 %
              CVaR 99 %, 1 day: −0.48 %
              Ulcer index: 7.73 %
            Ratios and shape
              Sharpe: −3.16
              Sortino: −3.53
              Calmar: −0.37
              Omega: 0.53
              Tail ratio: 0.44
              Skew: −1.35
              Excess kurtosis: 6.55
              Skew, unbiased: −1.35
              Excess kurtosis, unbiased: 6.61
            Drawdowns
              Maximum drawdown: −13.78 %
              … peak: 2013-03-19
              … trough: 2015-12-29
              … recovery: not yet
              Longest drawdown: 703 days
              … recovery: not recovered
              Drawdowns: 2
              Days underwater: 704
            Trading
              Closed trades: 873
              Winning trades: 34.48 %
              Profit factor: 0.49
              Expectancy, USD per trade: −157.72
              Median return on risk: −0.71 %
              Average holding period: 5.1 days
              Turnover per year: 1.9 × equity
              Time in market: 100.00 %
              Days measured: 706
            Costs, USD
              Spread: 60,075.96
              Slippage: 21,271.16
              Fees: 27,209.77
              Total costs: 108,556.89
              … of starting balance: 10.86 %
              … of starting balance, per year: 3.87 %
        "#]]
        .assert_eq(&render(&groups(ResultRef { report, review })));
    }

    #[test]
    fn undefined_figures_show_no_number() {
        let (report, review) = sample::outcome();
        let review = Review {
            metrics: Metrics::default(),
            trades: crate::analysis::TradeFigures::default(),
            turnover: None,
            ..review.clone()
        };
        let text = render(&groups(ResultRef { report, review: &review }));
        assert!(text.contains("Sharpe: n/a\n") && text.contains("Profit factor: n/a\n"));
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    }

    #[test]
    fn profits_of_the_profiles_and_months_are_those_of_the_run() {
        let (report, review) = sample::outcome();
        let run = ResultRef { report, review };
        let lines = profiles(run);
        let text = lines.iter().map(|line| {
            let costs = line.costs.join(" ");
            format!("{} {} {} {costs}\n", line.name.0, line.profit.0, line.trades)
        });
        expect![[r#"
            LDG −26,621.26 127 16,420.10 5,671.13 2,868.03
            SDG −30,774.75 147 5,022.47 2,437.92 4,434.37
            CHARM −28,204.24 276 8,262.12 3,490.17 9,114.05
            VANNA −23,345.28 145 11,648.52 4,296.07 4,088.53
            SKEW −11,630.01 101 9,851.62 3,820.78 2,953.26
            VOV −16,701.95 77 4,243.14 1,555.09 1,273.79
        "#]]
        .assert_eq(&text.collect::<String>());
        let years = years(run);
        assert_eq!(years.iter().map(|year| year.year).collect::<Vec<_>>(), [2015, 2014, 2013]);
        let months = |year: &Year| year.months.iter().flatten().count();
        assert_eq!(years.iter().map(months).collect::<Vec<_>>(), [12, 12, 10], "warm in March");
        assert_eq!((years[2].days.as_str(), years[2].total.is_some()), ("202", true));
        let empty = Review { monthly: vec![], ..review.clone() };
        assert!(super::years(ResultRef { report, review: &empty }).is_empty());
    }

    #[test]
    fn colour_grows_with_the_return() {
        let classes = [-0.06, -0.03, -0.02, -0.001, 0.0, 0.004, 0.02, 0.04, 0.07]
            .map(|value| heat(value).class);
        let expected = ["down-4", "down-3", "down-2", "down-1", "", "up-1", "up-2", "up-3", "up-4"];
        assert_eq!(classes, expected);
        assert_eq!(heat(-0.000_1).text, "0.0");
    }
}
