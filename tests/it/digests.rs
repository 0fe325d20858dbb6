//! Twelve scenarios over three markets: their digests as this program makes them, with the links
//! that open them on the page. The browser tests read the same file, so that every browser is held
//! to the digests of the native program.
//!
//! `UPDATE_EXPECT=1 cargo test --test it digests` rewrites the file; the commit says why.

use std::collections::BTreeSet;

use expect_test::expect_file;
use rotation::allocate::Compatibility;
use rotation::engine::{RebalanceStyle, Scenario, Timing, run, versions};
use rotation::import::{Options, SourceFile, import};
use rotation::market::Market;
use rotation::pricing::Right;
use rotation::profile::Profile;
use rotation::profile::structures::Assignment;
use rotation::regime::Regime;
use rotation::share::link::{Link, encode};
use rotation::trade::hedge::{HedgeInstrument, PortfolioHedge};
use rotation::trade::sizing::Sizing;
use rotation::trade::{
    Exits, ExpiryRule, ExpirySeries, HedgeRule, Instrument, LegRule, Settlement, SpreadModel,
    StrikeRule, Structure,
};

use crate::sample::sp500;

/// A market of the file, and the instrument that its option quotes demand.
struct TestMarket {
    name: &'static str,
    market: Market,
    instrument: Option<Instrument>,
}

/// The sample, the last three years of its bars alone, and a fund with option quotes.
fn markets() -> [TestMarket; 3] {
    let read = |name: &str| std::fs::read_to_string(name).unwrap();
    let of = |files: &[(&str, String)]| {
        let files: Vec<SourceFile<'_>> = files
            .iter()
            .map(|(name, text)| SourceFile { name, role: None, bytes: text.as_bytes() })
            .collect();
        import(&files, &Options::default()).unwrap().market
    };
    let sample = read("www/data/sp500.csv");
    let rows = sample.trim().lines().enumerate();
    let recent = rows.filter(|(index, row)| *index == 0 || *row >= "2016");
    let prices = recent.map(|(_, row)| row.split(',').take(5).collect::<Vec<_>>().join(","));
    let bars = prices.collect::<Vec<_>>().join("\n");
    let fund = of(&[
        ("spy_2021_bars.csv", read("tests/e2e/data/spy_2021_bars.csv")),
        ("spy_2021_chain.csv", read("tests/e2e/data/spy_2021_chain.csv")),
    ]);
    [
        TestMarket { name: "sample", market: sp500().clone(), instrument: None },
        TestMarket { name: "bars alone", market: of(&[("bars.csv", bars)]), instrument: None },
        TestMarket { name: "fund", market: fund, instrument: Some(Instrument::Fund) },
    ]
}

type Change = fn(&mut Scenario, &Market);

/// Between them every part of the engine.
const SCENARIOS: [(&str, Change); 12] = [
    ("default", |_, _| ()),
    ("resized within a lower cap", |own, _| {
        own.allocation.max_profile_weight = 0.31;
        own.allocation.rebalance_threshold = 0.08;
        own.style = RebalanceStyle::Resize;
    }),
    ("interest, dividends, hedged with shares", |own, _| {
        (own.model.rate, own.model.dividend_yield, own.interest) = (0.03, 0.015, true);
        own.hedging.instrument = HedgeInstrument::Shares;
        own.hedging.portfolio = PortfolioHedge::Daily;
    }),
    ("fund options at a rate", |own, _| {
        (own.model.rate, own.capital) = (0.04, 5_000_000.0);
        own.instrument = Instrument::Fund;
        own.costs.spread = SpreadModel::Etf;
    }),
    ("vega, shock and drawdown limits, by maximum loss", |own, _| {
        own.limits.stop_loss = Some(0.25);
        own.limits.drawdown = Some(0.25);
        own.limits.vega = Some(0.002);
        own.limits.shock_loss = Some(0.3);
        (own.sizes.by, own.sizes.fractional) = (Sizing::MaximumLoss, true);
    }),
    ("value at risk and hedged delta, monthly, morning", |own, _| {
        own.limits.value_at_risk = Some(0.01);
        (own.limits.delta, own.limits.hedge_delta) = (Some(0.1), true);
        own.structures.expiries = ExpirySeries::Monthly;
        own.structures.third_fridays = Settlement::Open;
        own.timing = Timing::NextClose;
    }),
    ("portfolio hedged beyond a band, no position hedge", |own, _| {
        own.hedging.structures = false;
        (own.hedging.portfolio, own.hedging.portfolio_band) = (PortfolioHedge::Band, 0.1);
        own.allocation.no_charm_when_realised_leads = true;
    }),
    ("version 1", |own, _| *own = versions::version_1_defaults()),
    ("free of costs at the same close, expiries daily", |own, _| {
        (own.costs.multiple, own.costs.spread) = (0.0, SpreadModel::None);
        own.timing = Timing::SameClose;
        own.structures.expiries = ExpirySeries::Daily;
    }),
    ("one profile, by vega", |own, _| {
        own.allocation.max_profile_weight = 1.0;
        own.allocation.compatibility = Compatibility([[0.0, 0.0, 0.0, 0.0, 0.0, 1.0]; 6]);
        (own.sizes.by, own.sizes.vega_budget) = (Sizing::Vega, 0.002);
    }),
    ("opens trusted, Monday, Wednesday, Friday, fear", |own, _| {
        own.trust_opens = true;
        own.structures.expiries = ExpirySeries::MondayWednesdayFriday;
        (own.limits.scale_in_fear, own.limits.fear_level) = (true, 0.2);
        own.limits.maximum_days = Some(20.0);
    }),
    ("own structures within dates, by premium", |own, market| {
        let last = market.bars.len() - 1;
        (own.from, own.to) = (Some(market.bars[last / 3].date), Some(market.bars[last - 5].date));
        own.sizes.by = Sizing::Premium;
        let weights = &mut own.allocation;
        (weights.min_profile_weight, weights.max_profile_weight) = (0.005, 0.02);
        weights.rebalance_threshold = 0.005;
        own.structures.custom[Profile::Charm.index()] = Some(condor_and_butterfly());
    }),
];

/// Condors hedged within a band, with exits; in trends a straddle sold against another expiry.
fn condor_and_butterfly() -> Vec<Assignment> {
    let near = ExpiryRule { target: 14, minimum: 7, maximum: 21 };
    let leg =
        |right, ratio, strike| LegRule { right, ratio, strike, expiry: near, roll_below: None };
    let condor = Structure {
        name: "iron condor".to_owned(),
        legs: vec![
            leg(Right::Put, 1, StrikeRule::Percent(-0.06)),
            leg(Right::Put, -1, StrikeRule::Percent(-0.03)),
            leg(Right::Call, -1, StrikeRule::Delta(0.2)),
            leg(Right::Call, 1, StrikeRule::Percent(0.06)),
        ],
        roll_below: Some(2),
        hedge: HedgeRule::Band(0.1),
        exits: Exits { stop_loss: Some(1.5), take_profit: Some(0.5), maximum_days: Some(12) },
    };
    let far = ExpiryRule { target: 45, minimum: 25, maximum: 70 };
    let calendar = Structure {
        name: "put calendar".to_owned(),
        legs: vec![
            leg(Right::Put, -1, StrikeRule::AtTheMoney),
            LegRule {
                expiry: far,
                roll_below: Some(10),
                ..leg(Right::Put, 1, StrikeRule::AtTheMoney)
            },
        ],
        roll_below: None,
        hedge: HedgeRule::None,
        exits: Exits::default(),
    };
    let trends = vec![Regime::TrendUp, Regime::TrendDown];
    vec![
        Assignment { regimes: trends, structure: calendar },
        Assignment { regimes: Vec::new(), structure: condor },
    ]
}

#[test]
fn twelve_scenarios_over_three_markets_have_the_digests_of_the_golden_file() {
    let mut rows = Vec::new();
    for TestMarket { name, market, instrument } in &markets() {
        let mut digests = BTreeSet::new();
        for (title, change) in SCENARIOS {
            let mut scenario = Scenario::default();
            change(&mut scenario, market);
            scenario.instrument = instrument.unwrap_or(scenario.instrument);
            let report = run(market, &scenario, |_, _| {}).unwrap();
            assert!(report.fills.len() > 10, "{title} on {name}: {} fills", report.fills.len());
            let digest = report.digest().to_string();
            assert!(digests.insert(digest.clone()), "{title} on {name} is like another");
            let link = encode(&Link {
                scenario,
                data_name: market.name.clone(),
                fingerprint: market.fingerprint(),
                digest: None,
                sender: None,
                benchmark: None,
                removed: Vec::new(),
            });
            rows.push(format!(
                "  {{\n    \"market\": \"{name}\", \"scenario\": \"{title}\",\n    \"fills\": {}, \
                 \"equity\": \"{}\",\n    \"link\": \"{link}\",\n    \"digest\": \"{digest}\"\n  }}",
                report.fills.len(),
                report.days[report.days.len() - 1].equity(),
            ));
        }
    }
    let text = format!("[\n{}\n]\n", rows.join(",\n"));
    expect_file!["../golden/digests.json"].assert_eq(&text);
}
