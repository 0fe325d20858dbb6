//! Trading costs and margin, in numbers worked out by hand.

use proptest::prelude::*;
use rotation::pricing::Right;
use rotation::trade::cost::SpreadInputs;
use rotation::trade::margin::{MarginLeg, at_most, requirement};
use rotation::trade::{Contract, Costs, Expiry, Fill, Instrument, Provenance, Quote, SpreadModel};
use rotation::units::{Contracts, Money, Price, Strike};

/// An option worth 10 on an underlying at 450, at the money, 30 days out, in calm.
const USUAL: SpreadInputs = SpreadInputs {
    mid: 10.0,
    moneyness: 0.0,
    days: 30,
    spot: 450.0,
    vix_points: 15.0,
    at_the_money: true,
};

#[test]
fn spread_widths_of_each_model() {
    use SpreadModel::{Absolute, Etf, Index, None};
    let out = SpreadInputs { at_the_money: false, ..USUAL };
    for (model, at, width) in [
        (Index, USUAL, 0.30),
        (Index, SpreadInputs { moneyness: 0.1, ..USUAL }, 1.50),
        (Index, SpreadInputs { moneyness: 0.5, ..USUAL }, 2.50), // a quarter of the mid at most
        (Index, SpreadInputs { mid: 0.1, ..USUAL }, 0.02), // 0.02 per 450 of underlying at least
        (Index, SpreadInputs { mid: 0.1, spot: 2_700.0, ..USUAL }, 0.12),
        (Etf, USUAL, 0.06),
        (Etf, SpreadInputs { mid: 1.0, ..USUAL }, 0.01), // a tick at least
        (Absolute, USUAL, 0.20),
        (Absolute, out, 0.30),
        (Absolute, SpreadInputs { moneyness: 0.02, ..out }, 0.33),
        (Absolute, SpreadInputs { days: 6, ..USUAL }, 0.26),
        (Absolute, SpreadInputs { days: 7, ..USUAL }, 0.23),
        (Absolute, SpreadInputs { days: 13, ..USUAL }, 0.23),
        (Absolute, SpreadInputs { days: 14, ..USUAL }, 0.20),
        (Absolute, SpreadInputs { vix_points: 25.0, ..USUAL }, 0.30),
        (Absolute, SpreadInputs { vix_points: 10.0, ..USUAL }, 0.20),
        (Absolute, SpreadInputs { vix_points: 95.0, ..USUAL }, 0.60), // three times at most
        (Absolute, SpreadInputs { spot: 900.0, ..USUAL }, 0.40),
        (Absolute, SpreadInputs { mid: 0.3, ..USUAL }, 0.15), // half the mid at most
        (None, USUAL, 0.0),
    ] {
        let found = model.width(&at);
        assert!((found - width).abs() < 1e-12, "{model:?}: {found}, not {width}: {at:?}");
    }
}

fn fill(costs: &Costs, mid: f64, half_spread: f64, contracts: i64) -> Fill {
    let quote = Quote { mid, half_spread, provenance: Provenance::Model };
    costs.fill(&quote, Contracts::new(contracts), 100)
}

#[test]
fn a_fill_pays_half_the_half_spread_and_slippage_by_size() {
    let costs = Costs::default();
    for (contracts, price, spread, slippage) in [
        (1, "10.090000", "0.075000", "0.015000"),
        (10, "10.090000", "0.075000", "0.015000"),
        (11, "10.112500", "0.075000", "0.037500"),
        (50, "10.112500", "0.075000", "0.037500"),
        (51, "10.150000", "0.075000", "0.075000"),
        (-10, "9.910000", "0.075000", "0.015000"),
        (-51, "9.850000", "0.075000", "0.075000"),
    ] {
        let fill = fill(&costs, 10.0, 0.15, contracts);
        let found = [fill.price, fill.spread, fill.slippage].map(|price| price.to_string());
        assert_eq!(found, [price, spread, slippage], "{contracts} contracts");
    }
}

#[test]
fn fees_per_contract_and_on_the_proceeds_of_sales() {
    let costs = Costs::default();
    let bought = fill(&costs, 10.0, 0.15, 10).fees;
    assert_eq!(bought.commission, Money::micros(6_500_000));
    assert_eq!(bought.clearing, Money::micros(550_000));
    assert_eq!(bought.regulatory, Money::ZERO);
    // 10 x 9.91 x 100 = 9910 of proceeds: 9.91 x 0.00182 = 0.0180362, and 10 x 0.00205.
    let sold = fill(&costs, 10.0, 0.15, -10).fees;
    assert_eq!(sold.regulatory, Money::micros(18_036 + 20_500));
    assert_eq!(sold.total(), Money::micros(6_500_000 + 550_000 + 38_536));
}

#[test]
fn doubling_costs_doubles_each_and_zero_costs_trade_at_the_mid() {
    let twice = fill(&Costs { multiple: 2.0, ..Costs::default() }, 10.0, 0.15, -10);
    assert_eq!(twice.price, Price::micros(9_820_000));
    assert_eq!(twice.fees.commission, Money::dollars(13));
    // 9820 of proceeds: 9.82 x 0.00364 = 0.0357448, and 10 x 0.0041.
    assert_eq!(twice.fees.regulatory, Money::micros(35_745 + 41_000));
    let free = fill(&Costs { multiple: 0.0, ..Costs::default() }, 10.0, 0.15, -10);
    assert_eq!((free.price, free.fees.total()), (Price::micros(10_000_000), Money::ZERO));
    for contracts in [1, -1] {
        let free = fill(&Costs { multiple: 0.0, ..Costs::default() }, 0.001, 0.05, contracts);
        assert_eq!((free.price, free.spread), (free.mid, Price::ZERO), "not even a tick");
    }
}

#[test]
fn a_sale_never_fills_below_zero_nor_a_purchase_below_a_tick() {
    let costs = Costs { spread_fraction: 2.0, ..Costs::default() };
    let sale = fill(&costs, 0.02, 0.05, -1);
    assert_eq!(
        (sale.price, sale.spread, sale.slippage),
        (Price::ZERO, Price::micros(20_000), Price::ZERO)
    );
    let purchase = fill(&costs, 0.001, 0.0, 1);
    assert_eq!((purchase.price, purchase.slippage), (Price::TICK, Price::micros(9_000)));
}

fn leg(right: Right, strike: i64, contracts: i64, cents: i64, days: i64) -> MarginLeg {
    let opened: chrono::NaiveDate = "2018-01-02".parse().unwrap();
    let expiry = opened + chrono::Duration::days(days);
    MarginLeg {
        contract: Contract::new(right, Strike::dollars(strike), Expiry::at_close(expiry)),
        contracts: Contracts::new(contracts),
        mark: Price::micros(cents * 10_000),
    }
}

/// Margin in whole dollars with a fund at 100.
fn check(what: &str, legs: &[MarginLeg], dollars: i64) {
    check_on(Instrument::Fund, 100, what, legs, dollars);
}

fn check_on(instrument: Instrument, spot: i64, what: &str, legs: &[MarginLeg], dollars: i64) {
    let spot = Price::micros(spot * 1_000_000);
    assert_eq!(requirement(legs, spot, instrument), Money::dollars(dollars), "{what}");
    let mut backwards = legs.to_vec();
    backwards.reverse();
    let backwards = requirement(&backwards, spot, instrument);
    assert_eq!(backwards, Money::dollars(dollars), "{what}, backwards");
}

#[test]
fn margin_of_naked_shorts_is_twenty_percent_less_the_out_of_the_money_amount() {
    let call = |strike, count, cents| leg(Right::Call, strike, count, cents, 30);
    let put = |strike, count, cents| leg(Right::Put, strike, count, cents, 30);
    check("nothing", &[], 0);
    check("a long straddle", &[call(100, 1, 300), put(100, 1, 200)], 0);
    check("a call at the money", &[call(100, -1, 300)], 300 + 2_000);
    check("a call 5 out", &[call(105, -1, 120)], 120 + 1_500);
    check("a call far out: 10 % of the underlying", &[call(130, -1, 10)], 10 + 1_000);
    check("a put far out: 10 % of the strike", &[put(70, -1, 10)], 10 + 700);
    check("a put in the money", &[put(104, -1, 500)], 500 + 2_000);
    check("three calls", &[call(105, -3, 120)], 3 * (120 + 1_500));
    // Only one side can be tested: the greater requirement and the other side's value.
    check("a short straddle", &[call(100, -1, 300), put(100, -1, 200)], 2_300 + 200);
    check("a short strangle", &[call(105, -1, 120), put(92, -1, 80)], 1_620 + 80);
}

#[test]
fn margin_of_naked_shorts_on_a_broad_index_is_fifteen_percent() {
    let call = |strike, count, cents| leg(Right::Call, strike, count, cents, 30);
    let put = |strike, count, cents| leg(Right::Put, strike, count, cents, 30);
    for index in [Instrument::Index, Instrument::MiniIndex] {
        let check =
            |what: &str, legs: &[MarginLeg], dollars| check_on(index, 280, what, legs, dollars);
        let strangle = [call(287, -1, 100), put(272, -1, 110)];
        // 15 % of 280 less the 7 out of the money: 3,500, and both options' values.
        check("a strangle", &strangle, 3_500 + 100 + 110);
        check("its call", &strangle[..1], 3_500 + 100);
        check("its put", &strangle[1..], 3_400 + 110);
        check("at the money", &[call(280, -1, 900)], 4_200 + 900);
        check("a call far out: 10 % of the underlying", &[call(330, -1, 10)], 2_800 + 10);
        check("a put far out: 10 % of the strike", &[put(200, -1, 10)], 2_000 + 10);
    }
    let strangle = [call(287, -1, 100), put(272, -1, 110)];
    check_on(Instrument::Fund, 280, "the same on a fund", &strangle, 4_900 + 100 + 110);
}

#[test]
fn a_leg_that_expires_first_covers_nothing_after_it() {
    let put = |strike, count, days| leg(Right::Put, strike, count, 200, days);
    // The spread sold for the 60th day is alone once the put of the 30th has expired.
    let legs = [put(95, -1, 60), put(90, 1, 60), put(95, 1, 30)];
    check("a spread and a put of less time", &legs, 500);
    let legs = [put(95, -1, 60), put(90, 1, 60), put(95, 1, 60)];
    check("a spread and a put of as much time", &legs, 0);
}

#[test]
fn margin_of_covered_shorts_is_the_worst_case_at_expiry() {
    let call = |strike, count| leg(Right::Call, strike, count, 200, 30);
    let put = |strike, count| leg(Right::Put, strike, count, 200, 30);
    check("a put spread sold", &[put(95, -1), put(90, 1)], 500);
    check("a put spread bought", &[put(95, 1), put(90, -1)], 0);
    check("a call spread sold", &[call(105, -2), call(110, 2)], 1_000);
    let condor = [put(90, 1), put(95, -1), call(105, -1), call(110, 1)];
    check("an iron condor loses on one side only", &condor, 500);
    check("a put backspread, worst at the long strike", &[put(95, 2), put(100, -1)], 500);
    check("a ratio: one call covered, one naked", &[call(100, 1), call(105, -2)], 200 + 1_500);
    // A diagonal: the far call covers the near one, up to the difference of the strikes.
    let far = leg(Right::Call, 100, 1, 400, 60);
    check("a diagonal", &[far, leg(Right::Call, 105, -1, 50, 7)], 0);
    check("a diagonal after a fall", &[far, leg(Right::Call, 94, -1, 50, 7)], 600);
    let reversal = [put(95, 1), call(105, -1)];
    check("a risk reversal has a naked call", &reversal, 200 + 1_500);
}

#[test]
fn margin_of_a_covered_call_can_exceed_the_underlying() {
    let sold = leg(Right::Call, 17, -62, 500, 30);
    let bought = leg(Right::Call, 82, 62, 600, 54);
    let spot = Price::micros(20_000_000);
    let margin = requirement(&[sold, bought], spot, Instrument::Index);
    assert_eq!(margin, Money::dollars(62 * (82 - 17) * 100));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..<_>::default() })]

    #[test]
    fn no_margin_is_more_than_its_bound_without_marks(
        legs in prop::collection::vec(
            (any::<bool>(), 1_i64..200, -3_i64..4, 0.0_f64..=1.0, 1_i64..90), 1..=5,
        ),
        spot in 1_i64..200,
    ) {
        let spot = Price::micros(spot * 1_000_000);
        let held = legs.iter().map(|(call, strike, count, worth, days)| {
            let right = if *call { Right::Call } else { Right::Put };
            let mut held = leg(right, *strike, *count, 0, *days);
            let ceiling = if *call { spot } else { held.contract.strike.to_price() };
            held.mark = Price::micros((ceiling.as_micros() as f64 * worth) as i64);
            held
        });
        let held: Vec<MarginLeg> = held.filter(|leg| leg.contracts != Contracts::ZERO).collect();
        let most = at_most(held.iter().map(|leg| (leg.contract, leg.contracts)), spot);
        for instrument in [Instrument::Index, Instrument::Fund] {
            let margin = requirement(&held, spot, instrument);
            prop_assert!(margin <= most, "{margin}");
        }
    }

    /// A position whose payoff is bounded on both tails needs just the worst it can owe.
    #[test]
    fn margin_is_never_below_the_worst_payoff_where_that_is_bounded(
        legs in prop::collection::vec(
            (any::<bool>(), 1_i64..40, -3_i64..4, 1_i64..3), 1..=6,
        ),
        spot in 1_i64..60,
    ) {
        let held = legs.iter().filter(|(_, _, count, _)| *count != 0).map(|(call, strike, count, term)| {
            let right = if *call { Right::Call } else { Right::Put };
            leg(right, *strike, *count, 100, 30 * term)
        });
        let held: Vec<MarginLeg> = held.collect();
        let payoff = |from: &chrono::NaiveDate, at: i64| -> Money {
            let left = held.iter().filter(|leg| leg.contract.expiry >= *from);
            let at = Price::micros(at * 1_000_000);
            left.map(|leg| leg.contract.intrinsic(at).times(leg.contracts, 100)).sum()
        };
        let net = |right: Right, from: &chrono::NaiveDate| -> i64 {
            let own = held.iter().filter(|leg| leg.contract.right == right);
            let left = own.filter(|leg| leg.contract.expiry >= *from);
            left.map(|leg| leg.contracts.as_hundredths()).sum()
        };
        let expiries: Vec<chrono::NaiveDate> =
            held.iter().map(|leg| leg.contract.expiry).collect();
        let bounded = expiries.iter().all(|from| {
            net(Right::Call, from) >= 0 && net(Right::Put, from) >= 0
        });
        if bounded {
            let worst = expiries
                .iter()
                .flat_map(|from| (0..=200).map(|at| payoff(from, at)))
                .min()
                .unwrap_or(Money::ZERO);
            let spot = Price::micros(spot * 1_000_000);
            for instrument in [Instrument::Index, Instrument::Fund] {
                let margin = requirement(&held, spot, instrument);
                prop_assert!(margin >= -worst, "{margin} for {worst}: {held:?}");
                if expiries.iter().all(|expiry| *expiry == expiries[0]) {
                    prop_assert_eq!(margin, (-worst).max(Money::ZERO));
                }
            }
        }
    }
}
