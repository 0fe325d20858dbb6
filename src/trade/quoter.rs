//! The market at one moment: what any contract would be quoted at.
//!
//! Where a chain quotes, its quotes are the market ([`Listing`]); elsewhere the model is.

use chrono::{Datelike, NaiveDate};

use crate::market::{Settlement, YearsWithoutOpens, next_trading_day};
use crate::math::{lesser, near_quantile};
use crate::pricing::american::{self, CashDividend, escrowed};
use crate::pricing::black_scholes::{self, Greeks, Terms};
use crate::pricing::{Clock, Right, Surface, TimeOfDay};
use crate::units::{Strike, Vol, Years};

use super::calendar::Expiries;
use super::contract::{Contract, Expiry, Instrument};
use super::cost::{SpreadInputs, SpreadModel};
use super::listing::{Listing, Worth};
use super::quote::{Provenance, Quote};
use super::structure::{ExpiryRule, StrikeRule};

/// Everything a quote depends on at one moment.
#[derive(Clone, Debug)]
pub struct Quoter<'a> {
    /// The day.
    pub date: NaiveDate,
    /// The moment of the day.
    pub time: TimeOfDay,
    /// The instrument traded.
    pub instrument: Instrument,
    /// The instrument's underlying, dollars.
    pub spot: f64,
    /// Shares of the bars for one share of the day, by later splits.
    pub shares_for_one: u32,
    /// Volatility and rates, as known at this moment.
    pub surface: Surface,
    /// How wide the market is where nothing is quoted.
    pub spread: SpreadModel,
    /// The years in which morning settlements are at the closes of the bars, not at the opens.
    pub without_opens: YearsWithoutOpens,
    /// What is listed and quoted.
    pub listing: Listing<'a>,
}

/// The value of a held contract, per unit, and how it is known.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// Price and sensitivities, at the volatility of the price; vega, vanna and volga are per unit
    /// of the volatility of the surface, theta is the change of the price to the next close while
    /// spot and volatility stay, dollars.
    pub greeks: Greeks,
    /// Where the price comes from.
    pub provenance: Provenance,
    /// The volatility to remember, per variance time: that of the last price from quotes.
    pub implied: Option<Vol>,
}

impl Quoter<'_> {
    /// What a level or a dividend of the bars is in dollars of the instrument's underlying.
    #[must_use]
    pub fn dollars(&self, level: f64) -> f64 {
        self.instrument.spot(level) * f64::from(self.shares_for_one)
    }

    /// Whether nothing can be traded: a chain was loaded that has no quotes at this moment.
    #[must_use]
    pub fn is_hole(&self) -> bool {
        matches!(self.listing, Listing::Hole)
    }

    /// Whether contracts are listed by rule, no chain having been loaded.
    #[must_use]
    pub fn is_by_rule(&self) -> bool {
        matches!(self.listing, Listing::ByRule)
    }

    /// Whether a call is worth at most its underlying and a put at most its strike: not what a
    /// chain quotes, which may be anything, nor where money or the underlying costs to hold.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        let rates = [self.surface.rate(), self.surface.dividend_yield()];
        self.is_by_rule() && rates.iter().all(|rate| rate.decimal() >= 0.0)
    }

    /// The quote of a contract that is to be opened.
    #[must_use]
    pub fn quote(&self, contract: &Contract, at_the_money: bool) -> Quote {
        self.quote_held(contract, at_the_money, None)
    }

    /// The quote of a contract that is held, and was `implied` when it was last marked by quotes.
    #[must_use]
    pub fn quote_held(
        &self,
        contract: &Contract,
        at_the_money: bool,
        implied: Option<Vol>,
    ) -> Quote {
        self.quote_at(contract, at_the_money, &self.worth(contract, implied))
    }

    /// The same with the contract's sensitivities, which are those of its mark at this moment but
    /// for theta, which is nothing.
    #[must_use]
    pub fn quote_with_greeks(
        &self,
        contract: &Contract,
        at_the_money: bool,
        implied: Option<Vol>,
    ) -> (Quote, Greeks) {
        let (worth, clock) = (self.worth(contract, implied), self.clock(contract));
        let greeks = self.sensitivities(&worth.terms, &clock);
        (self.quote_at(contract, at_the_money, &worth), greeks)
    }

    fn quote_at(&self, contract: &Contract, at_the_money: bool, worth: &Worth) -> Quote {
        let Worth { mid, half_spread, provenance, .. } = *worth;
        let half_spread = half_spread.unwrap_or_else(|| {
            let standing = SpreadInputs {
                mid,
                moneyness: (contract.strike.to_dollars_f64() / self.spot - 1.0).abs(),
                days: contract.days_left(self.date),
                spot: self.spot,
                vix_points: self.surface.index_level().decimal() * 100.0,
                at_the_money,
            };
            self.spread.width(&standing) / 2.0
        });
        Quote { mid, half_spread, provenance }
    }

    /// The price of a contract per unit, dollars.
    #[must_use]
    pub fn price(&self, contract: &Contract) -> f64 {
        self.worth(contract, None).mid
    }

    /// The price of a contract that is held, as in [`quote_held`](Self::quote_held).
    #[must_use]
    pub fn price_held(&self, contract: &Contract, implied: Option<Vol>) -> f64 {
        self.worth(contract, implied).mid
    }

    /// The price of a contract, `implied` at its last quotes, after the underlying has moved by
    /// the share `spot` and its volatility has risen by `vol`.
    #[must_use]
    pub fn shocked(&self, contract: &Contract, implied: Option<Vol>, spot: f64, vol: f64) -> f64 {
        let terms = self.worth(contract, implied).terms;
        let terms = Terms {
            spot: terms.spot * (1.0 + spot),
            vol: Vol::annual(lesser(terms.vol.decimal() + vol, 5.0)),
            ..terms
        };
        match self.instrument.is_fund() {
            true => american::price(&terms),
            false => black_scholes::price(&terms),
        }
    }

    /// Price and Greeks of a contract per unit.
    #[must_use]
    pub fn greeks(&self, contract: &Contract) -> Greeks {
        self.mark(contract, None).greeks
    }

    /// The mark of a contract that was `implied` when it was last marked by quotes.
    #[must_use]
    pub fn mark(&self, contract: &Contract, implied: Option<Vol>) -> Mark {
        let clock = self.clock(contract);
        if let Some(Worth { mid, terms, provenance, .. }) = self.listing.worth(contract, &clock) {
            // The quote itself, not what its volatility gives back.
            let greeks = self.sensitivities(&terms, &clock);
            let theta = self.theta(contract, &terms, &clock, greeks.price);
            let greeks = Greeks { price: mid, theta, ..greeks };
            return Mark { greeks, provenance, implied: Some(clock.to_variance(terms.vol)) };
        }
        let (terms, provenance) = modelled(self.terms(contract, &clock), &clock, implied);
        let greeks = self.sensitivities(&terms, &clock);
        let theta = self.theta(contract, &terms, &clock, greeks.price);
        Mark { greeks: Greeks { theta, ..greeks }, provenance, implied }
    }

    /// From the contract's quote, else from the day's surface, else from the model.
    fn worth(&self, contract: &Contract, implied: Option<Vol>) -> Worth {
        let clock = self.clock(contract);
        if let Some(worth) = self.listing.worth(contract, &clock) {
            return worth;
        }
        let (terms, provenance) = modelled(self.terms(contract, &clock), &clock, implied);
        Worth { mid: self.value(&terms), half_spread: None, terms, provenance }
    }

    fn value(&self, terms: &Terms) -> f64 {
        match self.instrument.is_fund() {
            true => american::price(terms),
            false => black_scholes::price(terms),
        }
    }

    /// All but theta, which is nothing here.
    fn sensitivities(&self, terms: &Terms, clock: &Clock) -> Greeks {
        let greeks = match self.instrument.is_fund() {
            true => american::greeks(terms),
            false => black_scholes::greeks(terms),
        };
        Greeks { theta: 0.0, ..clock.unscaled(greeks) }
    }

    /// The change of a price to the next close while spot and volatility stay.
    fn theta(&self, contract: &Contract, terms: &Terms, clock: &Clock, price: f64) -> f64 {
        if clock.calendar() == Years::ZERO {
            return 0.0;
        }
        let next = self.clock_from((self.following_close(), TimeOfDay::Close), contract);
        let vol = next.to_calendar(clock.to_variance(terms.vol));
        let passed = clock.calendar().get() - next.calendar().get();
        let years = Years::new((terms.years.get() - passed).max(0.0));
        self.value(&Terms { years, vol, ..*terms }) - price
    }

    /// Whether a holder exercises a contract now: its price is what exercising pays, and without
    /// the right to do so it would be worth less by half a cent.
    #[must_use]
    pub fn is_exercised(&self, contract: &Contract, implied: Option<Vol>) -> bool {
        let terms = self.worth(contract, implied).terms;
        let pays = terms.right.payoff(self.spot, terms.strike);
        self.instrument.is_fund()
            && pays > 0.0
            && black_scholes::price(&terms) < pays - 0.005
            && american::price(&terms) <= pays + 1e-9
    }

    /// The listed expiry a rule chooses: among the quoted ones where a chain quotes, else among
    /// `expiries`.
    #[must_use]
    pub fn expiry(&self, expiries: &Expiries, rule: &ExpiryRule) -> Option<Expiry> {
        match &self.listing {
            Listing::ByRule => expiries.nearest(self.date, rule),
            listing => listing.expiry(rule),
        }
    }

    /// The quoted expiry a rule chooses; `None` without quotes.
    #[must_use]
    pub fn quoted_expiry(&self, rule: &ExpiryRule) -> Option<Expiry> {
        self.listing.expiry(rule)
    }

    /// The listed strike a rule chooses for an expiry.
    ///
    /// `None` when no listed strike is above zero, or none is quoted.
    #[must_use]
    pub fn strike(&self, right: Right, rule: StrikeRule, expiry: Expiry) -> Option<Strike> {
        if !matches!(self.listing, Listing::ByRule) {
            return self.listing.strike(right, rule, expiry, self.spot);
        }
        let step = self.instrument.strike_step(self.spot);
        let nearest = |dollars: f64| (dollars / step as f64).round() as i64;
        let steps = match rule {
            StrikeRule::AtTheMoney => nearest(self.spot),
            StrikeRule::Percent(percent) => nearest(self.spot * (1.0 + percent)),
            StrikeRule::Delta(delta) => self.steps_at_delta(right, delta, expiry, step),
        };
        (steps >= 1).then(|| Strike::dollars(steps * step))
    }

    /// How many strike steps up the grid the absolute delta comes nearest to `target`.
    ///
    /// Absolute delta falls with the strike for calls and rises for puts: the strike wanted is the
    /// last on the near side of the target, or the first on the far side.
    fn steps_at_delta(&self, right: Right, target: f64, expiry: Expiry, step: i64) -> i64 {
        let contract = Contract::new(right, Strike::dollars(step), expiry);
        let clock = self.clock(&contract);
        let terms = self.terms(&contract, &clock);
        let smile = self.surface.smile(&clock);
        let delta = |steps: i64| {
            let strike = (steps * step) as f64;
            let vol = clock.to_calendar(smile.vol(self.spot, strike));
            black_scholes::delta(&Terms { strike, vol, ..terms }).abs()
        };
        let is_before = |steps: i64| match right {
            Right::Call => delta(steps) >= target,
            Right::Put => delta(steps) < target,
        };
        let guess = smile.strike_near(self.spot, right.sign() * near_quantile(target));
        let end = (self.spot * 4.0 / step as f64) as i64 + 2;
        let low = last_before(is_before, (guess / step as f64) as i64, end);
        let high = low + 1;
        match low {
            0 => high,
            _ if (delta(high) - target).abs() < (delta(low) - target).abs() => high,
            _ => low,
        }
    }

    fn terms_with_dividends(&self, contract: &Contract, clock: &Clock, strike: f64) -> Terms {
        let mut dividends = [CashDividend { years: Years::ZERO, amount: 0.0 }; MOST_DIVIDENDS];
        let mut count = 0;
        let expected = self.surface.dividends().between(self.date, contract.expiry);
        for (date, amount) in expected.take(MOST_DIVIDENDS) {
            let until = Clock::between((self.date, self.time), (date, TimeOfDay::Open));
            let amount = self.dollars(amount);
            dividends[count] = CashDividend { years: until.calendar(), amount };
            count += 1;
        }
        let terms = Terms {
            right: contract.right,
            spot: self.spot,
            strike,
            years: clock.calendar(),
            rate: self.surface.rate(),
            dividend_yield: self.surface.dividend_yield(),
            vol: Vol::ZERO,
        };
        // The smile is that of the spot without all dividends to the expiry.
        let dividends = &dividends[..count];
        let spot = escrowed(&terms, dividends, false).spot;
        let vol = clock.to_calendar(self.surface.vol(spot, strike, clock));
        escrowed(&Terms { vol, ..terms }, dividends, self.instrument.is_fund())
    }

    /// The day of the next close.
    fn following_close(&self) -> NaiveDate {
        next_trading_day(self.date.succ_opt().unwrap_or(self.date))
    }

    /// The time left to a contract.
    fn clock(&self, contract: &Contract) -> Clock {
        self.clock_from((self.date, self.time), contract)
    }

    fn clock_from(&self, now: (NaiveDate, TimeOfDay), contract: &Contract) -> Clock {
        let has_open = !self.without_opens.contains(contract.expiry.year());
        let at_open = has_open && contract.settlement == Settlement::Open;
        let settled = if at_open { TimeOfDay::Open } else { TimeOfDay::Close };
        Clock::between(now, (contract.expiry, settled))
    }

    /// The model's terms. Of dividends to come until the expiry the spot is free.
    fn terms(&self, contract: &Contract, clock: &Clock) -> Terms {
        let strike = contract.strike.to_dollars_f64();
        if !self.surface.dividends().is_empty() {
            return self.terms_with_dividends(contract, clock, strike);
        }
        Terms {
            right: contract.right,
            spot: self.spot,
            strike,
            years: clock.calendar(),
            rate: self.surface.rate(),
            dividend_yield: self.surface.dividend_yield(),
            vol: clock.to_calendar(self.surface.vol(self.spot, strike, clock)),
        }
    }
}

/// The most dividends within the life of a contract that are counted.
const MOST_DIVIDENDS: usize = 40;

/// The last number above 0 and below `end` that is before something, 0 if none is, where all
/// before it are: looked for from a guess on in steps that double, then by halving.
fn last_before(is_before: impl Fn(i64) -> bool, guess: i64, end: i64) -> i64 {
    let guess = guess.clamp(1, end - 1);
    let (mut low, mut high, mut width) = (0, end, 1);
    if is_before(guess) {
        low = guess;
        while low + width < end && is_before(low + width) {
            low += width;
            width *= 2;
        }
        high = high.min(low + width);
    } else {
        high = guess;
        while high - width > 0 && !is_before(high - width) {
            high -= width;
            width *= 2;
        }
        low = low.max(high - width);
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        *(if is_before(middle) { &mut low } else { &mut high }) = middle;
    }
    low
}

/// The model's terms: at the last volatility from quotes, if a chain was loaded and there
/// is one.
fn modelled(terms: Terms, clock: &Clock, implied: Option<Vol>) -> (Terms, Provenance) {
    match implied {
        Some(vol) => (Terms { vol: clock.to_calendar(vol), ..terms }, Provenance::Stale),
        None => (terms, Provenance::Model),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_number_before_something_is_found_from_any_guess() {
        for end in [2, 3, 40] {
            for last in 0..end {
                for guess in [i64::MIN, -1, 0, 1, 7, 38, 39, 40, i64::MAX] {
                    let found = last_before(|number| number <= last, guess, end);
                    assert_eq!(found, last, "of {end} from {guess}");
                }
            }
        }
    }
}
