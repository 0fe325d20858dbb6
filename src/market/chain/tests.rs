//! Quotes packed, put in order, cut in parts.

use proptest::prelude::*;

use super::row::QuoteRow;
use super::*;
use crate::market::{Bar, Market};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn quote(strike: i64, right: Right, bid: f64, ask: f64) -> ChainQuote {
    ChainQuote {
        expiry: date("2024-02-16"),
        settlement: Settlement::Close,
        strike: Strike::dollars(strike),
        right,
        bid: (bid > 0.0).then_some(bid),
        ask: Some(ask),
        traded: None,
        iv: Some(Vol::annual(0.125)),
        delta: Some(-0.25),
        volume: Some(0),
        open_interest: Some(17),
    }
}

fn day_of(day: &str, underlying: Option<f64>, quotes: &[ChainQuote]) -> QuotedDay {
    QuotedDay::new(date(day), underlying, quotes.iter().map(PackedQuote::new).collect())
}

#[test]
fn a_quote_survives_its_packing_in_36_bytes() {
    let quoted = quote(480, Right::Put, 1483.6, 1503.25);
    assert_eq!(QuoteRow::pack(&quoted).unpack(), quoted);
    let bare = ChainQuote {
        bid: None,
        ask: None,
        traded: None,
        iv: None,
        delta: None,
        volume: None,
        open_interest: None,
        ..quoted
    };
    assert_eq!(QuoteRow::pack(&bare).unpack(), bare);
    assert_eq!(size_of::<QuoteRow>(), 36);
}

#[test]
fn quotes_are_put_in_order_and_the_first_of_two_stays() {
    let dated = |day: &str, quote| day_of(day, None, &[quote]);
    let chain = Chain::new(vec![
        dated("2024-01-03", quote(480, Right::Put, 2.0, 2.1)),
        dated("2024-01-02", quote(490, Right::Call, 1.0, 1.1)),
        dated("2024-01-03", quote(480, Right::Call, 3.0, 3.1)),
        dated("2024-01-03", quote(480, Right::Put, 9.0, 9.1)),
    ]);
    let found: Vec<_> = chain
        .days()
        .flat_map(|day| day.quotes().map(move |q| (day.date(), q.right, q.bid)))
        .collect();
    let expected = [
        (date("2024-01-02"), Right::Call, Some(1.0)),
        (date("2024-01-03"), Right::Call, Some(3.0)),
        (date("2024-01-03"), Right::Put, Some(2.0)),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_chain_in_parts_is_the_chain() {
    let days: Vec<QuotedDay> = (2..9)
        .map(|day| {
            let quotes: Vec<ChainQuote> =
                (0..day).map(|n| quote(480 + n, Right::Put, 1.0, 2.0)).collect();
            day_of(&format!("2024-01-{day:02}"), None, &quotes)
        })
        .collect();
    let chain = Chain::new(days);
    for most in [1, 5, 12, 100] {
        let mut again = Chain::default();
        chain.clone().parts(most).for_each(|part| again.append(part));
        assert_eq!(again, chain, "{most}");
    }
    assert_eq!(chain.parts(5).map(|part| part.len()).collect::<Vec<_>>(), [2, 2, 1, 1, 1]);
}

#[test]
fn parity_gives_the_level_where_the_file_does_not() {
    let quotes = [(470, 12.0, 2.0), (480, 5.2, 5.0), (490, 1.3, 11.0), (400, 85.0, 0.5)];
    let pair = |(strike, call, put): (i64, f64, f64)| {
        [quote(strike, Right::Call, call, call), quote(strike, Right::Put, put, put)]
    };
    let quotes: Vec<ChainQuote> = quotes.into_iter().flat_map(pair).collect();
    let chain = Chain::new(vec![day_of("2024-01-03", None, &quotes)]);
    // 480.2, 480.0 and 480.3 at the three nearest pairs.
    assert_eq!(chain.day(date("2024-01-03")).unwrap().level(), Some(480.2));
}

#[test]
fn a_view_does_not_reach_beyond_its_day_and_a_chain_has_its_own_fingerprint() {
    let bar = |day: &str| {
        let date = date(day);
        Bar { date, open: 480.0, high: 481.0, low: 479.0, close: 480.0 }
    };
    let mut market = Market::new("m", vec![bar("2024-01-02"), bar("2024-01-03")]);
    let bare = market.fingerprint();
    let dated = |day: &str, bid| day_of(day, Some(480.0), &[quote(480, Right::Put, bid, 3.0)]);
    let mut print = |bid| {
        market.chain = Some(Chain::new(vec![dated("2024-01-02", 2.0), dated("2024-01-03", bid)]));
        market.fingerprint()
    };
    assert!(print(2.0) != bare && print(2.5) != print(2.0));
    let days = |index| market.as_of(index).chain_days().count();
    assert_eq!((days(0), days(1)), (1, 2));
    assert_eq!(market.as_of(0).chain().map(|day| day.date()), Some(date("2024-01-02")));
}

proptest! {
    /// The same order as that of a stable sort, whether expiries are in theirs or not.
    #[test]
    fn quotes_are_put_in_order(
        contracts in prop::collection::vec(
            (0_u64..4, any::<bool>(), 1_i64..6, any::<bool>()), 0..60
        ),
        are_by_expiry in any::<bool>(),
    ) {
        let mut contracts = contracts;
        if are_by_expiry {
            contracts.sort_by_key(|contract| contract.0);
        }
        let quotes: Vec<PackedQuote> = contracts
            .iter()
            .map(|(weeks, at_open, strike, is_put)| {
                let right = if *is_put { Right::Put } else { Right::Call };
                let expiry = date("2024-02-16") + chrono::Days::new(7 * weeks);
                let settlement = if *at_open { Settlement::Open } else { Settlement::Close };
                let quote = quote(1_000_000 * strike, right, 1.0, 2.0);
                PackedQuote::new(&ChainQuote { expiry, settlement, ..quote })
            })
            .collect();
        let mut expected: Vec<u32> = (0..quotes.len() as u32).collect();
        let key = |at: &u32| quotes[*at as usize].0.key();
        expected.sort_by_key(key);
        prop_assert_eq!(PackedQuote::sorted(&quotes), expected);
        for pair in quotes.windows(2) {
            prop_assert_eq!(pair[0].order(&pair[1]), pair[0].0.key().cmp(&pair[1].0.key()));
        }
    }
}
