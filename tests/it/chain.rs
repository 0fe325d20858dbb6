//! Runs on option quotes: only quoted contracts trade, at their quotes; positions stay priced.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use rotation::engine::report::{Moment, Reason, RotationKind};
use rotation::engine::{Report, RunError, Scenario, Timing, run};
use rotation::import::{Options, SourceFile, import};
use rotation::market::{AsOf, Chain, ChainQuote, Market, PackedQuote, QuotedDay, Right};
use rotation::math::ln;
use rotation::pricing::black_scholes::{Terms, price};
use rotation::pricing::{Clock, Fitted, Model, Surface, TimeOfDay};
use rotation::signal::ImpliedSource;
use rotation::trade::{
    Contract, Expiries, Expiry, ExpiryRule, ExpirySeries, Instrument, Listing, Provenance, Quoter,
    Settlement, SpreadModel, StrikeRule,
};
use rotation::units::{Money, Price, Rate, Strike, Vol};

use crate::sample::{cut, sp500};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Where options are quoted in the made chain, in calendar days.
const DAYS: [i64; 7] = [2, 7, 10, 21, 30, 60, 75];

/// Quotes at a volatility of 18 % with a skew, on every day of the market from 2016 on, on `scale`
/// times its level.
fn quoted(market: &Market, scale: f64) -> Market {
    let mut days = Vec::new();
    let first = market.bars.partition_point(|bar| bar.date < date("2017-01-01"));
    for index in first..market.bars.len() {
        let today = market.as_of(index);
        let spot = today.bar().close * scale;
        let step = if scale == 1.0 { 25_000 } else { 3_000 };
        let middle = (spot * 1_000.0 / step as f64).round() as i64;
        let expiries: BTreeSet<NaiveDate> =
            DAYS.iter().filter_map(|days| listed(&today, *days)).collect();
        let mut quotes = Vec::new();
        for expiry in expiries {
            let clock =
                Clock::between((today.date(), TimeOfDay::Close), (expiry, TimeOfDay::Close));
            for strike in (middle - 8..=middle + 8).map(|n| Strike::thousandths(n * step)) {
                for right in [Right::Call, Right::Put] {
                    let quote = made(right, spot, strike, &clock, expiry);
                    quotes.push(PackedQuote::new(&quote));
                }
            }
        }
        days.push(QuotedDay::new(today.date(), Some(spot), quotes));
    }
    let mut market = market.clone();
    market.chain = Some(Chain::new(days));
    market
}

fn listed(today: &AsOf<'_>, days: i64) -> Option<NaiveDate> {
    let rule = ExpiryRule { target: days, minimum: (days - 3).max(1), maximum: days + 3 };
    ExpirySeries::MondayWednesdayFriday.expiry(today.date(), &rule)
}

fn made(right: Right, spot: f64, strike: Strike, clock: &Clock, expiry: NaiveDate) -> ChainQuote {
    let strike_price = strike.to_dollars_f64();
    let vol = 0.18 - 0.3 * ln(strike_price / spot);
    let (rate, dividend_yield) = (Rate::ZERO, Rate::ZERO);
    let (years, vol) = (clock.calendar(), clock.to_calendar(Vol::annual(vol)));
    let mid = price(&Terms { right, spot, strike: strike_price, years, rate, dividend_yield, vol });
    let ask = ((mid * 1.01 + spot / 50_000.0) * 100.0).ceil() / 100.0;
    let bid = Some((mid * 0.99 * 100.0).floor() / 100.0).filter(|bid| *bid > 0.0);
    ChainQuote {
        expiry,
        settlement: Settlement::Close,
        strike,
        right,
        bid,
        ask: Some(ask),
        traded: None,
        iv: None,
        delta: None,
        volume: None,
        open_interest: None,
    }
}

fn to_2018() -> Market {
    let market = sp500();
    let end = market.bars.partition_point(|bar| bar.date < date("2018-03-01"));
    cut(market, end)
}

fn scenario() -> Scenario {
    Scenario {
        instrument: Instrument::Index,
        from: Some(date("2017-03-01")),
        capital: 20_000_000.0,
        ..Scenario::default()
    }
}

fn ran(market: &Market) -> Report {
    run(market, &scenario(), |_, _| {}).unwrap()
}

/// Quotes on the level of the bars, and the run on them.
static WHOLE: LazyLock<(Market, Report)> = LazyLock::new(|| {
    let market = quoted(&to_2018(), 1.0);
    let report = ran(&market);
    (market, report)
});

#[test]
fn every_fill_is_a_quote_of_its_day_at_its_close_within_bid_and_ask() {
    let (market, report) = &*WHOLE;
    assert!(report.fills.len() > 100, "{} fills", report.fills.len());
    assert_eq!((report.scenario.timing, report.timing), (Timing::NextOpen, Timing::NextClose));
    let mut closings = 0;
    for fill in report.fills.iter().filter(|fill| fill.provenance != Provenance::Settlement) {
        assert_eq!(fill.moment, Moment::Close);
        let Contract { expiry, settlement, strike, right } = fill.contract;
        let day = market.chain.as_ref().unwrap().day(fill.filled).unwrap();
        let Some((bid, ask)) =
            day.quote((expiry, settlement), strike, right).and_then(|quote| quote.sides())
        else {
            assert_eq!(fill.provenance, Provenance::Interpolated, "{fill:?}");
            closings += 1;
            continue;
        };
        assert_eq!(fill.provenance, Provenance::Quoted);
        assert_eq!(Price::from_dollars_f64((bid + ask) / 2.0), Some(fill.mid), "{fill:?}");
        let price = fill.price.to_dollars_f64();
        assert!(bid - 1e-9 <= price && price <= ask + 1e-9, "{bid} {price} {ask}");
    }
    assert!(closings > 0, "a strike far from where the market went is closed off the surface");
}

/// Positions worked out from the fills alone, at the mids of the quotes.
#[test]
fn positions_are_marked_at_their_quotes() {
    let (market, report) = &*WHOLE;
    let mut held: BTreeMap<Contract, i64> = BTreeMap::new();
    let (mut fills, mut compared) = (report.fills.iter().peekable(), 0);
    for day in &report.days {
        while let Some(fill) = fills.next_if(|fill| fill.filled <= day.date) {
            *held.entry(fill.contract).or_default() += fill.contracts.as_hundredths();
        }
        held.retain(|_, count| *count != 0);
        let legs = day.marks;
        if legs.interpolated + legs.stale + legs.model > 0 || held.is_empty() {
            continue;
        }
        let quotes = market.chain.as_ref().unwrap().day(day.date).unwrap();
        let worth = |(contract, count): (&Contract, &i64)| {
            let Contract { expiry, settlement, strike, right } = *contract;
            let mid = quotes.quote((expiry, settlement), strike, right).unwrap().mid().unwrap();
            let mid = Money::from_dollars_f64(mid).unwrap();
            mid * *count // a hundredth of a contract is one share
        };
        assert_eq!(day.position_value(), held.iter().map(worth).sum::<Money>(), "{}", day.date);
        compared += 1;
    }
    assert!(compared > 10, "{compared} days");
}

#[test]
fn on_a_day_without_quotes_orders_are_postponed_with_a_reason() {
    let (whole, report) = &*WHOLE;
    let busy: BTreeSet<NaiveDate> = report
        .fills
        .iter()
        .filter(|fill| fill.provenance == Provenance::Quoted)
        .map(|fill| fill.filled)
        .step_by(5)
        .collect();
    let mut market = whole.clone();
    market.chain.as_mut().unwrap().retain(|date| !busy.contains(&date));
    let report = ran(&market);
    let traded = report.fills.iter().filter(|fill| busy.contains(&fill.filled));
    assert!(traded.clone().all(|fill| fill.provenance == Provenance::Settlement));
    let put_off = report.rotations.iter().filter(|rotation| rotation.reason == Reason::NoQuotes);
    assert!(put_off.clone().count() > 3);
    assert!(put_off.clone().all(|rotation| {
        rotation.kind == RotationKind::Unfilled && busy.contains(&rotation.date)
    }));
    let on_holes = || report.days.iter().filter(|day| busy.contains(&day.date));
    assert!(on_holes().all(|day| day.marks.quoted + day.marks.interpolated == 0));
    assert!(on_holes().any(|day| day.marks.stale > 0), "held contracts keep a price");
    assert!(on_holes().all(|day| day.signals.iv_source == ImpliedSource::Index { age: 0 }));
}

#[test]
fn quotes_after_a_day_change_nothing_up_to_it() {
    let (market, whole) = &*WHOLE;
    for days in [100, 177] {
        let last = whole.days[days].date;
        let mut short = market.clone();
        short.chain.as_mut().unwrap().retain(|date| date <= last);
        let report = ran(&short);
        assert_eq!(report.days[..=days], whole.days[..=days]);
        assert!(report.days != whole.days);
    }
}

#[test]
fn the_quoted_underlying_is_recognised_by_level_and_name() {
    let bars = "date,open,high,low,close\n2018-01-02,100,100,100,100\n";
    let on = |name: &str, level: f64, chain_level: f64| {
        let bars = bars.replace("100", &level.to_string());
        let chain = format!(
            "date,expiry,strike,type,bid,ask,underlying\n\
             2018-01-02,2018-01-19,{chain_level},C,1,2,{chain_level}\n"
        );
        let files = [(name, &bars), ("chain.csv", &chain)];
        let files =
            files.map(|(name, text)| SourceFile { name, role: None, bytes: text.as_bytes() });
        import(&files, &Options::default()).unwrap().market
    };
    let (fund, index) = (Some(Instrument::Fund), Some(Instrument::Index));
    for (symbol, name, level, expected) in [
        ("SPY", "spx.csv", 2_700.0, fund),
        ("spx", "bars.csv", 270.0, index),
        ("XSP", "spy.csv", 270.0, index),
        ("NVR", "bars.csv", 8_000.0, fund),
        ("I:SPX", "bars.csv", 900.0, index),
        ("S&P 500", "bars.csv", 1_500.0, index),
        ("", "^spx daily.csv", 900.0, index),
        ("", "sp500.csv", 2_700.0, index),
        ("", "spy_2021.csv", 270.0, fund),
        ("", "-.csv", 270.0, fund),
    ] {
        let market = on(name, level, level);
        assert_eq!(Instrument::quoted(&market, symbol), expected, "{symbol} beside {name}");
    }
    let tenth = on("spx.csv", 2_700.0, 270.0);
    assert_eq!(Instrument::quoted(&tenth, "XSP"), Some(Instrument::MiniIndex));
    assert_eq!(Instrument::quoted(&Market::default(), "SPY"), None);
}

#[test]
fn options_on_a_tenth_are_traded_as_the_mini_index() {
    let market = quoted(&to_2018(), 0.1);
    let mini = Scenario { instrument: Instrument::MiniIndex, ..scenario() };
    let report = run(&market, &mini, |_, _| {}).unwrap();
    assert!(report.fills.iter().any(|fill| fill.provenance == Provenance::Quoted));
    let error = run(&market, &scenario(), |_, _| {}).unwrap_err();
    assert!(matches!(error, RunError::OtherInstrument { .. }));
    assert_eq!(
        error.to_string(),
        "the option quotes are on a tenth of the bars' level, the scenario trades on the level of \
         the bars; choose the instrument that is on a tenth of the bars' level, or load the bars \
         without the chain"
    );
}

#[test]
fn the_volatility_of_the_quotes_is_measured() {
    let (_, report) = &*WHOLE;
    for day in &report.days {
        let signals = &day.signals;
        assert_eq!(signals.iv_source, ImpliedSource::Chain);
        for iv in [signals.iv7, signals.iv20, signals.iv60] {
            assert!((iv.unwrap() / 0.18 - 1.0).abs() < 0.02, "{} {iv:?}", day.date);
        }
        assert!(signals.skew_quoted && signals.skew_z.is_some());
    }
}

fn daily() -> Expiries {
    let (market, close) = (Market::default(), Settlement::Close);
    Expiries::of(&market, Instrument::Index, ExpirySeries::Daily, close)
}

/// A quoter on 2018-01-02 with the index at 100 and these quotes.
fn quoter<'a>(chain: &'a Chain, fitted: bool) -> Quoter<'a> {
    let today = date("2018-01-02");
    let day = chain.day(today).unwrap();
    let fitted = Fitted::of(&day, 100.0, Rate::ZERO, Rate::ZERO).filter(|_| fitted).map(Arc::new);
    Quoter {
        without_opens: rotation::market::YearsWithoutOpens::default(),
        date: today,
        time: rotation::pricing::TimeOfDay::Close,
        instrument: Instrument::Index,
        spot: 100.0,
        shares_for_one: 1,
        surface: Surface::flat(Vol::percent(20.0), &Model::default()),
        spread: SpreadModel::Index,
        listing: Listing::Quoted { day, fitted },
    }
}

/// Quotes on 2018-01-02 as (expiry, strike, right, bid, ask), 0 for no bid or ask.
fn chain(rows: &[(&str, i64, Right, f64, f64)]) -> Chain {
    let quotes = rows.iter().map(|(expiry, strike, right, bid, ask)| {
        let side = |price: f64| (price > 0.0).then_some(price);
        let quote = ChainQuote {
            expiry: date(expiry),
            settlement: Settlement::Close,
            strike: Strike::dollars(*strike),
            right: *right,
            bid: side(*bid),
            ask: side(*ask),
            traded: None,
            iv: None,
            delta: None,
            volume: None,
            open_interest: None,
        };
        PackedQuote::new(&quote)
    });
    Chain::new(vec![QuotedDay::new(date("2018-01-02"), Some(100.0), quotes.collect())])
}

fn contract(expiry: &str, strike: i64, right: Right) -> Contract {
    Contract {
        right,
        strike: Strike::dollars(strike),
        expiry: date(expiry),
        settlement: Settlement::Close,
    }
}

const ROWS: [(&str, i64, Right, f64, f64); 7] = [
    ("2018-01-12", 95, Right::Put, 0.0, 0.01),
    ("2018-01-12", 100, Right::Call, 1.9, 2.1),
    ("2018-01-12", 100, Right::Put, 1.8, 2.0),
    ("2018-01-12", 105, Right::Call, 0.4, 0.5),
    ("2018-01-19", 100, Right::Call, 2.5, 2.7),
    ("2018-02-02", 100, Right::Call, 3.3, 3.5),
    ("2018-02-02", 101, Right::Put, 3.8, 4.0),
];

#[test]
fn every_price_has_a_source() {
    use Provenance::{Interpolated, Model, Quoted, Stale};
    let chain = chain(&ROWS);
    let quoter = quoter(&chain, true);
    let quote = quoter.quote(&contract("2018-01-12", 100, Right::Call), true);
    assert_eq!((quote.mid, quote.provenance), (2.0, Quoted));
    assert!((quote.half_spread - 0.1).abs() < 1e-12);
    let mark = quoter.mark(&contract("2018-01-12", 100, Right::Call), None);
    assert_eq!((mark.greeks.price, mark.provenance), (2.0, Quoted));
    let vol = mark.implied.unwrap();
    assert!((vol.decimal() - 0.295).abs() < 0.02, "{vol:?}");

    let held = contract("2018-01-12", 98, Right::Put);
    let other = quoter.quote_held(&held, false, Some(Vol::percent(90.0)));
    assert_eq!(
        other.provenance, Interpolated,
        "the day's surface comes before the last volatility"
    );
    assert!(1.0 < other.mid && other.mid < 1.6 && other.half_spread > 0.0, "{other:?}");
    let worthless = quoter.quote(&contract("2018-01-12", 95, Right::Put), false);
    assert_eq!(
        (worthless.mid, worthless.provenance),
        (0.01, Interpolated),
        "an ask that stands alone"
    );

    let without = self::quoter(&chain, false);
    let stale = without.mark(&held, Some(Vol::percent(40.0)));
    assert_eq!((stale.provenance, stale.implied), (Stale, Some(Vol::percent(40.0))));
    let hole = Quoter { listing: Listing::Hole, ..quoter.clone() };
    let again = hole.mark(&held, stale.implied);
    assert_eq!((again.provenance, again.greeks.price), (Stale, stale.greeks.price));
    let never = hole.mark(&held, None);
    assert_eq!((never.provenance, never.implied), (Model, None));
    assert!(never.greeks.price < stale.greeks.price);
}

#[test]
fn only_contracts_with_bid_and_ask_are_chosen() {
    let chain = chain(&ROWS);
    let quoter = quoter(&chain, true);
    let expiry = |target, minimum, maximum| {
        let rule = ExpiryRule { target, minimum, maximum };
        quoter.expiry(&daily(), &rule).map(|expiry| expiry.date.to_string())
    };
    // 10, 17 and 31 days; the middle one quotes no put.
    assert_eq!(expiry(12, 1, 40).as_deref(), Some("2018-01-12"));
    assert_eq!(expiry(17, 1, 40).as_deref(), Some("2018-01-12"));
    assert_eq!(expiry(21, 1, 40).as_deref(), Some("2018-02-02"));
    assert_eq!(expiry(17, 12, 20), None);
    let near = Expiry::at_close(date("2018-01-12"));
    let strike = |right, rule| quoter.strike(right, rule, near).map(|strike| strike.to_string());
    assert_eq!(strike(Right::Call, StrikeRule::AtTheMoney).as_deref(), Some("100"));
    assert_eq!(strike(Right::Call, StrikeRule::Percent(0.04)).as_deref(), Some("105"));
    assert_eq!(strike(Right::Call, StrikeRule::Delta(0.25)).as_deref(), Some("105"));
    let far = StrikeRule::Percent(-0.05);
    assert_eq!(strike(Right::Put, far).as_deref(), Some("100"), "nobody bids for the 95");
    assert_eq!(quoter.strike(Right::Put, far, Expiry::at_close(date("2018-01-19"))), None);
    let hole = Quoter { listing: Listing::Hole, ..quoter.clone() };
    let rule = ExpiryRule { target: 10, minimum: 1, maximum: 40 };
    assert!(hole.is_hole() && hole.expiry(&daily(), &rule).is_none());
}

#[test]
fn a_file_of_trades_is_traded_at_the_width_of_the_model() {
    let mut market = WHOLE.0.clone();
    let traded = |quote: ChainQuote| {
        let price = quote.mid().map(|mid| (mid * 100.0).round() / 100.0);
        PackedQuote::new(&ChainQuote { bid: None, ask: None, traded: price, ..quote })
    };
    let days = market.chain.as_ref().unwrap().days().map(|day| {
        QuotedDay::new(day.date(), day.underlying(), day.quotes().map(traded).collect())
    });
    market.chain = Some(Chain::new(days.collect()));
    let report = ran(&market);
    let (mut traded, mut others) = (0, 0);
    for fill in report.fills.iter().filter(|fill| fill.provenance != Provenance::Settlement) {
        let Contract { expiry, settlement, strike, right } = fill.contract;
        let day = market.chain.as_ref().unwrap().day(fill.filled).unwrap();
        let Some(price) =
            day.quote((expiry, settlement), strike, right).and_then(|quote| quote.traded)
        else {
            assert_eq!(fill.provenance, Provenance::Interpolated, "{fill:?}");
            others += 1;
            continue;
        };
        assert_eq!(fill.provenance, Provenance::Traded, "{fill:?}");
        assert_eq!(Price::from_dollars_f64(price), Some(fill.mid), "{fill:?}");
        assert!(fill.spread > Money::ZERO, "{fill:?}");
        traded += 1;
    }
    assert!(traded > 100 && others > 0, "{traded} at trades, {others} not");
    let marks = report.days.iter().map(|day| (u32::from(day.marks.traded), day.marks.quoted));
    assert!(marks.clone().all(|(_, quoted)| quoted == 0));
    assert!(marks.map(|(traded, _)| traded).sum::<u32>() > 1_000);
}
