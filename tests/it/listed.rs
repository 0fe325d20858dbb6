//! Contracts as they were listed: the calendar against notices and real chains, and runs against
//! the calendar.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate, Weekday};
use proptest::prelude::*;
use rotation::engine::report::{FillRecord, Moment};
use rotation::engine::{Report, Scenario, Timing, run};
use rotation::import::{Cleaned, Options, SourceFile, clean, import};
use rotation::market::{
    Bar, Chain, ChainQuote, Market, PackedQuote, QuotedDay, YearsWithoutOpens, previous_trading_day,
};
use rotation::pricing::{Fitted, Model, Right, Surface, TimeOfDay};
use rotation::profile::Profile;
use rotation::trade::{
    Contract, Expiries, Expiry, ExpiryRule, ExpirySeries, Instrument, Listing, Provenance, Quoter,
    Settlement, SpreadModel,
};
use rotation::units::{Contracts, Price, Rate, Strike, Vol};

use crate::random::{scenario, wishes, worlds};
use crate::sample::{load, sp500};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn expiries(name: &str, instrument: Instrument) -> Expiries {
    let bar = |date| {
        let [open, high, low, close] = [100.0; 4];
        Bar { date: day(date), open, high, low, close }
    };
    let market = Market::new(name, vec![bar("1990-01-02"), bar("2024-12-31")]);
    Expiries::of(&market, instrument, ExpirySeries::AsListed, Settlement::Close)
}

fn written(expiry: Expiry) -> String {
    let settled = if expiry.settlement == Settlement::Open { "AM" } else { "PM" };
    format!("{} {settled}", expiry.date)
}

#[test]
fn the_expiry_nearest_the_target_is_one_that_was_listed() {
    use Instrument::{Fund, Index, MiniIndex};
    let check = |name: &str, instrument, from: &str, days: (i64, i64, i64), expected: &str| {
        let (target, minimum, maximum) = days;
        let rule = ExpiryRule { target, minimum, maximum };
        let found = expiries(name, instrument).nearest(day(from), &rule);
        let found = found.map_or("none".into(), written);
        assert_eq!(found, expected, "{name} {instrument:?} from {from}, {days:?}");
    };
    // The call of seven days of the audit: the Monday was Labor Day.
    check("sp500", MiniIndex, "2016-08-30", (7, 5, 9), "2016-09-06 PM");
    // Only monthly contracts, settled in the morning.
    check("sp500", MiniIndex, "2004-01-06", (2, 1, 3), "none");
    check("sp500", MiniIndex, "2004-01-14", (2, 1, 3), "2004-01-16 AM");
    check("sp500", Index, "2004-01-05", (10, 7, 14), "2004-01-16 AM");
    check("sp500", Index, "2004-01-20", (75, 60, 90), "2004-04-16 AM");
    // It last trades on the day before.
    check("sp500", Index, "2004-01-15", (1, 1, 3), "2004-01-16 AM");
    check("sp500", Index, "2004-01-16", (1, 0, 3), "none");
    // The first weekly contract, listed on a Friday for the next; none in the week of a monthly.
    check("sp500", Index, "2005-10-27", (8, 5, 9), "none");
    check("sp500", Index, "2005-10-28", (7, 5, 9), "2005-11-04 AM");
    check("sp500", Index, "2005-11-11", (7, 5, 9), "2005-11-18 AM");
    check("sp500", Index, "2005-11-04", (21, 20, 22), "none");
    // The last weekly contract of the morning, and the first of the afternoon.
    check("sp500", Index, "2010-12-01", (2, 1, 3), "2010-12-03 AM");
    check("sp500", Index, "2010-12-08", (2, 1, 3), "2010-12-10 PM");
    // Five weeks from May 2012 on.
    check("sp500", Index, "2012-04-02", (25, 24, 26), "none");
    check("sp500", Index, "2012-05-03", (22, 22, 22), "2012-05-25 PM");
    // Third Fridays of the afternoon.
    check("sp500", Index, "2013-02-13", (2, 1, 3), "2013-02-15 AM");
    check("sp500", Index, "2013-03-13", (2, 1, 3), "2013-03-15 PM");
    // Wednesdays and Mondays.
    check("sp500", Index, "2016-02-22", (9, 9, 9), "none");
    check("sp500", Index, "2016-02-23", (8, 8, 8), "2016-03-02 PM");
    check("sp500", Index, "2016-08-12", (10, 10, 10), "none");
    check("sp500", Index, "2016-08-15", (7, 7, 7), "2016-08-22 PM");
    check("sp500", Index, "2022-06-06", (1, 1, 1), "2022-06-07 PM");
    check("sp500", Index, "2022-06-08", (1, 1, 1), "2022-06-09 PM");
    // Quarter ends, in the afternoon also where the weekly contract of that Friday is not.
    check("sp500", Index, "2007-02-20", (38, 38, 38), "none");
    check("sp500", Index, "2007-02-21", (37, 37, 37), "2007-03-30 PM");
    check("sp500", Index, "2008-12-29", (2, 1, 3), "2008-12-31 PM");
    check("sp500", MiniIndex, "2010-03-30", (1, 1, 2), "2010-03-31 PM");
    // Month ends.
    check("sp500", Index, "2014-07-03", (28, 28, 28), "none");
    check("sp500", Index, "2014-07-07", (24, 24, 24), "2014-07-31 PM");
    check("sp500", Index, "2015-04-28", (2, 2, 2), "2015-04-30 PM");
    check("ndx.csv", Index, "2015-04-28", (2, 2, 2), "none");
    // Good Friday: the Thursday before.
    check("sp500", Index, "2021-03-31", (2, 1, 3), "2021-04-01 PM");
    check("sp500", Index, "2008-03-18", (2, 1, 3), "2008-03-20 AM");
    // A fund is settled at the close.
    check("SPY.csv", Fund, "2004-01-14", (2, 1, 3), "2004-01-16 PM");
    check("SPY.csv", Fund, "2010-06-09", (2, 1, 3), "2010-06-11 PM");
    check("SPY.csv", Fund, "2018-02-15", (11, 11, 11), "none");
    check("SPY.csv", Fund, "2018-02-20", (6, 6, 6), "2018-02-26 PM");
    check("SPY.csv", Fund, "2021-07-01", (5, 5, 5), "2021-07-06 PM");
    check("SPY.csv", Fund, "2021-09-28", (2, 2, 2), "2021-09-30 PM");
    // Of others only monthly ones are assumed.
    check("aapl.csv", Fund, "2018-02-20", (3, 1, 7), "none");
    check("aapl.csv", Fund, "2018-03-14", (2, 1, 3), "2018-03-16 PM");
    check("ndx.csv", Index, "2018-03-14", (2, 1, 3), "2018-03-16 AM");
    check("ndx.csv", Index, "2018-03-21", (2, 1, 3), "none");
}

#[test]
fn good_friday_is_never_an_expiry_and_no_expiry_is_a_day_off() {
    for (name, instrument) in [("sp500", Instrument::Index), ("spy", Instrument::Fund)] {
        let expiries = expiries(name, instrument);
        for date in day("1999-01-04").iter_days().step_by(7).take(1_300) {
            for expiry in expiries.listed().on(date) {
                assert_eq!(previous_trading_day(expiry.date), expiry.date);
                assert_ne!(expiry.date, day("2021-04-02"));
            }
        }
    }
}

/// Every expiry in the real chains, with its first and its last quote: SPX by Cboe on 2004-01-02,
/// SPXW in January and February 2018, SPY in 2021 (a sample of its contracts).
const CHAINS: &str = include_str!("../data/listed_expiries.csv");

#[test]
fn every_expiry_of_the_real_chains_was_listed_while_it_was_quoted() {
    let mut missing = Vec::new();
    for line in CHAINS.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (name, instrument) = match cells[0] {
            "SPY" => ("SPY.csv", Instrument::Fund),
            _ => ("sp500", Instrument::Index),
        };
        let expiry = day(cells[1]);
        // The monthly ones were written as the Saturday after.
        let date =
            if expiry.weekday() == Weekday::Sat { previous_trading_day(expiry) } else { expiry };
        let settlement = match cells[0] {
            "SPX" => Settlement::Open,
            _ => Settlement::Close,
        };
        let expiries = expiries(name, instrument);
        for quoted in [day(cells[2]), day(cells[3])] {
            if !expiries.listed().lists(quoted, Expiry { date, settlement }) {
                missing.push(format!("{line} on {quoted}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn in_january_2004_the_index_had_just_the_months_of_the_real_chain() {
    let expiries = expiries("sp500", Instrument::Index);
    let listed: Vec<String> = expiries.listed().on(day("2004-01-02")).map(written).collect();
    let rows = CHAINS.lines().filter(|line| line.starts_with("SPX,200"));
    let quoted = rows.map(|line| previous_trading_day(day(line.split(',').nth(1).unwrap())));
    let quoted: Vec<String> = quoted.map(|date| format!("{date} AM")).collect();
    assert_eq!(listed, quoted);
}

/// Fills that open or add to a contract of a trade.
fn openings(report: &Report) -> Vec<&FillRecord> {
    let mut held: BTreeMap<(u32, Contract), Contracts> = BTreeMap::new();
    let mut found = Vec::new();
    for fill in report.fills.iter() {
        let count = held.entry((fill.trade, fill.contract)).or_default();
        let before = *count;
        *count += fill.contracts;
        let is_end = fill.provenance == Provenance::Settlement;
        if !is_end && count.size() > before.size() {
            found.push(fill);
        }
    }
    found
}

/// Every contract that is opened is listed on its day, and ends once.
fn check_run(market: &Market, report: &Report) {
    let choices = &report.scenario.structures;
    let instrument = report.scenario.instrument;
    let expiries = Expiries::of(market, instrument, choices.expiries, choices.third_fridays);
    for fill in openings(report) {
        assert!(expiries.existed(fill.filled, &fill.contract), "{fill:?}");
    }
    assert!(report.hypothetical_share().is_none_or(|share| share == 0.0));
    check_endings(report);
}

/// No contract is traded after its end, and nothing of it is left.
fn check_endings(report: &Report) {
    let last = report.days.last().unwrap().date;
    let mut held: BTreeMap<(u32, Contract), (Contracts, Option<NaiveDate>)> = BTreeMap::new();
    let mut prices: BTreeMap<(NaiveDate, Settlement), Price> = BTreeMap::new();
    for fill in report.fills.iter() {
        let (count, end) = held.entry((fill.trade, fill.contract)).or_default();
        assert!(end.is_none_or(|date| date == fill.filled), "{fill:?} after the end");
        *count += fill.contracts;
        let is_end = fill.provenance == Provenance::Settlement;
        *end = (is_end && *count == Contracts::ZERO).then_some(fill.filled);
        if is_end && fill.filled == fill.contract.expiry && report.ruined.is_none() {
            // One price settles all contracts of an expiry.
            if fill.price > Price::ZERO {
                let Contract { right, strike, expiry, settlement } = fill.contract;
                let pays = if right == Right::Call { 1 } else { -1 } * fill.price.as_micros();
                let spot = Price::micros(strike.to_price().as_micros() + pays);
                assert_eq!(*prices.entry((expiry, settlement)).or_insert(spot), spot, "{fill:?}");
            }
            let at_open = fill.contract.settlement == Settlement::Open;
            // Where the opens are stale a morning settlement is at the close.
            assert!(fill.moment == Moment::Close || at_open, "{fill:?}");
        }
    }
    for ((trade, contract), (count, _)) in held {
        let is_over = contract.expiry <= last;
        assert!(!is_over || count == Contracts::ZERO, "{count} of {contract:?}, trade {trade}");
    }
}

#[test]
fn the_sample_trades_only_what_was_listed() {
    for instrument in [Instrument::MiniIndex, Instrument::Index] {
        let scenario = Scenario { instrument, capital: 1e7, ..Scenario::default() };
        let report = run(sp500(), &scenario, |_, _| {}).unwrap();
        assert!(report.trades.len() > 200, "{} trades", report.trades.len());
        check_run(sp500(), &report);
        let settled = |settlement| {
            report.fills.iter().any(|fill| {
                fill.provenance == Provenance::Settlement && fill.contract.settlement == settlement
            })
        };
        assert!(settled(Settlement::Open) && settled(Settlement::Close));
    }
}

#[test]
fn an_assumed_calendar_says_how_much_of_it_never_existed() {
    let mut scenario = Scenario::default();
    scenario.structures.expiries = ExpirySeries::MondayWednesdayFriday;
    let report = run(sp500(), &scenario, |_, _| {}).unwrap();
    let share = report.hypothetical_share().unwrap();
    assert!((0.5..0.95).contains(&share), "{share}");
    let weekly = day("2005-10-28");
    let early = Scenario { to: Some(weekly), ..Scenario::default() };
    let report = run(sp500(), &early, |_, _| {}).unwrap();
    let days = |profile: Profile| report.listing.days[profile.index()].unwrap();
    let short = days(Profile::ShortGamma);
    assert!((0.13..0.15).contains(&short), "SDG {short}: about three days of a month");
    let charm = days(Profile::Charm);
    assert!((0.26..0.30).contains(&charm), "CHARM {charm}");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..<_>::default()
    })]

    #[test]
    fn whatever_is_run_as_listed_was_listed_and_ends_once(world in worlds(), wishes in wishes()) {
        let market = world.market();
        let mut scenario = scenario(wishes, &market);
        scenario.structures.expiries = ExpirySeries::AsListed;
        if let Ok(report) = run(&market, &scenario, |_, _| {}) {
            check_run(&market, &report);
        }
        scenario.structures.expiries = ExpirySeries::Daily;
        if let Ok(report) = run(&market, &scenario, |_, _| {}) {
            check_endings(&report);
        }
    }
}

/// The real chain of one day, and its bars: what is opened at its close has no quotes later and
/// is held until it is settled.
#[test]
fn a_monthly_contract_written_as_a_saturday_settles_at_the_open_of_friday() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let (bars, chain) = ("data/sp500.csv", "chains/cboe_eod_2004-01-02.csv");
    let paths = [shared.join(bars), shared.join(chain)];
    if !paths.iter().all(|path| path.exists()) {
        return;
    }
    let market = load(&[&paths[0], &paths[1]]);
    let scenario = Scenario {
        instrument: Instrument::Index,
        timing: Timing::SameClose,
        trust_opens: true,
        from: Some(day("2004-01-02")),
        to: Some(day("2004-04-30")),
        capital: 5e7,
        ..Scenario::default()
    };
    let report = run(&market, &scenario, |_, _| {}).unwrap();
    let friday = day("2004-03-19");
    let settled: Vec<&FillRecord> =
        report.fills.iter().filter(|fill| fill.contract.expiry == friday).collect();
    assert!(!settled.is_empty(), "{:?}", report.fills.iter().collect::<Vec<_>>());
    let open = market.bars.iter().find(|bar| bar.date == friday).unwrap().open;
    let ends = settled.iter().filter(|fill| fill.provenance == Provenance::Settlement);
    for fill in ends.clone() {
        assert_eq!((fill.filled, fill.moment), (friday, Moment::Open), "{fill:?}");
        let open = rotation::units::Price::from_dollars_f64(open).unwrap();
        assert_eq!(fill.price, fill.contract.intrinsic(open));
    }
    assert!(ends.count() > 0);
    check_endings(&report);
}

/// Contracts of one chain by date, with how they are settled.
fn read(bars: &str, close: &str, chain: &str) -> Vec<String> {
    let date = chain.lines().nth(1).unwrap().split(',').nth(1).unwrap();
    let text = format!("date,open,high,low,close\n{date},{close},{close},{close},{close}\n");
    let files = [(bars, &*text), ("chain.csv", chain)];
    let files = files.map(|(name, text)| SourceFile { name, role: None, bytes: text.as_bytes() });
    let market = import(&files, &Options::default()).unwrap().market;
    let chain = market.chain.unwrap();
    let quotes = chain.days().next().unwrap().quotes();
    let expiry = |date, settlement| written(Expiry { date, settlement });
    quotes.map(|quote| expiry(quote.expiry, quote.settlement)).collect()
}

#[test]
fn a_chain_says_by_root_or_by_date_how_its_contracts_are_settled() {
    let check = |bars: &str, close: &str, symbol: &str, date: &str, expected: &str| {
        let (date, expiry) = date.split_once(' ').unwrap();
        let strike = close.split('.').next().unwrap();
        let chain = format!(
            "symbol,quote_date,expiry,strike,type,bid,ask,underlying\n\
             {symbol},{date},{expiry},{strike},C,10,11,{close}\n"
        );
        assert_eq!(read(bars, close, &chain), [expected], "{symbol} beside {bars}, {date}");
    };
    check("spx.csv", "1108.48", "SPX", "2004-01-02 2004-03-20", "2004-03-19 AM");
    check("spx.csv", "1325.00", "SPX", "2008-01-02 2008-03-22", "2008-03-20 AM");
    check("spx.csv", "1600.00", "SPX", "2013-04-02 2013-05-18", "2013-05-17 AM");
    check("spx.csv", "2695.79", "SPX", "2018-01-02 2018-01-19", "2018-01-19 AM");
    check("spx.csv", "2695.79", "SPXW", "2018-01-02 2018-01-19", "2018-01-19 PM");
    check("spx.csv", "2695.79", "SPX", "2018-01-02 2018-01-26", "2018-01-26 PM");
    check("spx.csv", "1200.00", "SPX", "2010-11-24 2010-12-03", "2010-12-03 AM");
    check("spx.csv", "1200.00", "SPX", "2010-12-01 2010-12-10", "2010-12-10 PM");
    // On a fund a Saturday is a Friday as well, and every contract is settled at the close.
    check("spy.csv", "110.80", "SPY", "2004-01-02 2004-03-20", "2004-03-19 PM");
    check("spy.csv", "268.80", "", "2018-01-02 2018-01-19", "2018-01-19 PM");
}

#[test]
fn contracts_of_both_series_of_one_day_stay_apart_and_are_read_back_after_cleaning() {
    let header = "underlying_symbol,quote_date,root,expiration,strike,option_type,bid_1545,\
                  ask_1545,bid_eod,ask_eod,underlying_bid_eod,underlying_ask_eod,trade_volume\n";
    let row = |root: &str, bid: &str| {
        format!("^SPX,2018-01-02,{root},2018-01-19,2700,C,1,2,{bid},21,2695.79,2695.79,5\n")
    };
    let chain = header.to_owned() + &row("SPX", "19") + &row("SPXW", "20");
    assert_eq!(read("spx.csv", "2695.79", &chain), ["2018-01-19 PM", "2018-01-19 AM"]);
    let cleaned = |name, text: &str| {
        let file = SourceFile { name, role: None, bytes: text.as_bytes() };
        let Ok((Cleaned::Chain(chain), _)) = clean(&[file], &Options::default()) else {
            panic!("no chain")
        };
        chain
    };
    let first = cleaned("a.csv", &chain);
    let text = rotation::share::csv::write(&rotation::view::cleaned::chain(&first));
    assert_eq!(cleaned("b.csv", &text), first, "{text}");
}

#[test]
fn greeks_on_the_day_of_expiry_are_finite() {
    for instrument in [Instrument::Index, Instrument::Fund] {
        for time in [TimeOfDay::Open, TimeOfDay::Close] {
            let without_opens = YearsWithoutOpens::default();
            let date = day("2018-01-19");
            let surface = Surface::flat(Vol::annual(0.2), &Model::default());
            let (listing, spread) = (Listing::ByRule, SpreadModel::Index);
            #[rustfmt::skip]
            let quoter = Quoter {
        shares_for_one: 1,
                date, time, instrument, spot: 270.0, surface, spread, without_opens, listing,
            };
            for settlement in [Settlement::Open, Settlement::Close] {
                for (right, strike) in [(Right::Call, 260), (Right::Put, 270), (Right::Put, 280)] {
                    let strike = Strike::dollars(strike);
                    let contract = Contract { right, strike, expiry: date, settlement };
                    let greeks = quoter.greeks(&contract);
                    let all = [greeks.price, greeks.delta, greeks.gamma, greeks.theta, greeks.vega];
                    assert!(all.iter().all(|greek| greek.is_finite()), "{contract:?} {greeks:?}");
                }
            }
        }
    }
}

#[test]
fn of_two_series_of_one_day_the_afternoon_one_is_opened_and_the_other_keeps_its_quotes() {
    let quote = |settlement, right, bid: f64| ChainQuote {
        expiry: day("2018-01-19"),
        settlement,
        strike: Strike::dollars(100),
        right,
        bid: Some(bid),
        ask: Some(bid + 0.1),
        traded: None,
        iv: None,
        delta: None,
        volume: None,
        open_interest: None,
    };
    let all = [(Settlement::Open, 1.5), (Settlement::Close, 1.6)];
    let quotes = all.iter().flat_map(|(settlement, bid)| {
        [Right::Call, Right::Put].map(|right| PackedQuote::new(&quote(*settlement, right, *bid)))
    });
    let quoted = QuotedDay::new(day("2018-01-02"), Some(100.0), quotes.collect());
    let chain = Chain::new(vec![quoted]);
    let today = chain.day(day("2018-01-02")).unwrap();
    let fitted = Fitted::of(&today, 100.0, Rate::ZERO, Rate::ZERO).map(Arc::new);
    let quoter = Quoter {
        shares_for_one: 1,
        date: today.date(),
        time: TimeOfDay::Close,
        instrument: Instrument::Index,
        spot: 100.0,
        surface: Surface::flat(Vol::annual(0.2), &Model::default()),
        spread: SpreadModel::Index,
        without_opens: YearsWithoutOpens::default(),
        listing: Listing::Quoted { day: today, fitted },
    };
    let rule = ExpiryRule { target: 17, minimum: 10, maximum: 20 };
    let found = quoter.expiry(&expiries("sp500", Instrument::Index), &rule).unwrap();
    assert_eq!(found, Expiry::at_close(day("2018-01-19")));
    for (settlement, bid) in all {
        let right = Right::Call;
        let (strike, expiry) = (Strike::dollars(100), day("2018-01-19"));
        let mid = quoter.price(&Contract { right, strike, expiry, settlement });
        assert!((mid - bid - 0.05).abs() < 1e-9, "{settlement:?} {mid}");
    }
}
