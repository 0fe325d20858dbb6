//! The footer of the trades: their sums, and the reconciliation with the account's change.

use crate::engine::Report;
use crate::units::Money;
use crate::view::number::{cents, counted, plus};
use crate::view::tone::Tone;

use super::Sheet;

/// An amount of the foot.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// What it is.
    pub label: String,
    /// The amount with its sign, USD.
    pub value: String,
    /// How it reads.
    pub tone: Tone,
}

impl Sum {
    fn new(label: impl Into<String>, amount: Money) -> Self {
        let label = label.into();
        Self { label, value: plus(cents(amount)), tone: Tone::of_money(amount) }
    }
}

/// The amounts that reconcile the sum of all trades with the change of the account.
struct Reconciliation {
    account_hedge: Money,
    interest: Money,
    /// What a lender bore when the account was lost.
    borne: Money,
    change: Money,
}

impl Sheet {
    /// What `rows` add up to; with all rows, also how their sum leads to the account's change.
    /// Empty for tables without amounts that can be added.
    #[must_use]
    pub fn sums(self, report: &Report, rows: &[u32]) -> Vec<Sum> {
        if self != Self::Trades || rows.is_empty() {
            return Vec::new();
        }
        let (mut options, mut hedge) = (Money::ZERO, Money::ZERO);
        for row in rows {
            let (own, hedged) = profit(report, *row as usize);
            (options, hedge) = (options + own, hedge + hedged);
        }
        let net = options + hedge;
        let label = format!("Net of {}", counted(rows.len(), "trade", "trades"));
        let mut sums =
            vec![Sum::new("Options", options), Sum::new("Hedges", hedge), Sum::new(label, net)];
        if rows.len() == self.len(report) {
            sums.extend(reconcile(&rest(report), net));
        }
        sums
    }
}

/// Options and hedge of a trade, closed or open.
fn profit(report: &Report, row: usize) -> (Money, Money) {
    match report.trades.get(row) {
        Some(trade) => (trade.realised, trade.hedge),
        None => {
            let open = report.open_positions.get(row - report.trades.len());
            open.map_or_else(Default::default, |open| (open.profit, open.hedge))
        }
    }
}

fn rest(report: &Report) -> Reconciliation {
    let capital = report.scenario.capital();
    let Some(day) = report.days.last() else {
        let zero = Money::ZERO;
        return Reconciliation { account_hedge: zero, interest: zero, borne: zero, change: zero };
    };
    Reconciliation {
        account_hedge: day.portfolio_hedge,
        interest: day.interest,
        borne: report.ruined.map_or(Money::ZERO, |ruin| ruin.shortfall),
        change: day.equity() - capital,
    }
}

fn reconcile(rest: &Reconciliation, net: Money) -> Vec<Sum> {
    let parts = [
        ("Account hedge", rest.account_hedge),
        ("Interest", rest.interest),
        ("Borne by the lender", rest.borne),
    ];
    let mut sums: Vec<Sum> = parts
        .into_iter()
        .filter(|(_, amount)| *amount != Money::ZERO)
        .map(|(label, amount)| Sum::new(label, amount))
        .collect();
    sums.push(Sum::new("Account's change", rest.change));
    let difference = rest.change - net - rest.account_hedge - rest.interest - rest.borne;
    if difference != Money::ZERO {
        sums.push(Sum::new("Difference", difference));
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Scenario;
    use crate::trade::hedge::PortfolioHedge;
    use crate::view::sample::{outcome, run};
    use expect_test::expect;

    fn render(sums: &[Sum]) -> String {
        sums.iter().map(|sum| format!("{}: {}\n", sum.label, sum.value)).collect()
    }

    #[test]
    fn all_trades_add_up_to_the_change_of_the_account() {
        let (report, _) = outcome();
        let all: Vec<u32> = (0..Sheet::Trades.len(report) as u32).collect();
        expect![[r#"
            Options: −127,329.93
            Hedges: −9,947.55
            Net of 878 trades: −137,277.48
            Account's change: −137,277.48
        "#]]
        .assert_eq(&render(&Sheet::Trades.sums(report, &all)));
        expect![[r#"
            Options: −167.91
            Hedges: +207.47
            Net of 2 trades: +39.57
        "#]]
        .assert_eq(&render(&Sheet::Trades.sums(report, &all[..2])));
        assert!(Sheet::Trades.sums(report, &[]).is_empty());
        assert!(Sheet::Fills.sums(report, &[0]).is_empty());
    }

    #[test]
    fn the_account_hedge_and_interest_have_lines_of_their_own() {
        let mut scenario = Scenario::default();
        scenario.hedging.portfolio = PortfolioHedge::Daily;
        (scenario.interest, scenario.model.rate) = (true, 0.03);
        let (report, _) = run(&scenario);
        let all: Vec<u32> = (0..Sheet::Trades.len(&report) as u32).collect();
        let sums = Sheet::Trades.sums(&report, &all);
        let has = |label: &str| sums.iter().any(|sum| sum.label == label);
        assert!(has("Account hedge") && has("Interest") && !has("Difference"), "{sums:?}");
    }
}
