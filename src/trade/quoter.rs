//! The market at one moment: what any contract would be quoted at.
//!
//! Where a chain quotes, its quotes are the market ([`Listing`]); elsewhere the model is.

mod strike;

use chrono::{Datelike, NaiveDate};

use crate::market::{Settlement, YearsWithoutOpens, next_trading_day};
use crate::math::lesser;
use crate::pricing::american::{self, CashDividend, escrowed};
use crate::pricing::black_scholes::{self, Greeks, Terms};
use crate::pricing::{Clock, Smile, Surface, TimeOfDay};
use crate::units::{Price, Vol, Years};

use super::calendar::Expiries;
use super::contract::{Contract, Expiry, Instrument};
use super::cost::{SpreadInputs, SpreadModel};
use super::listing::{Listing, Worth};
use super::position::{Leg, Sensitivities};
use super::quote::{Provenance, Quote};
use super::structure::ExpiryRule;

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
        self.quote_held_in(&self.term(contract.series()), contract, at_the_money, implied)
    }

    /// The same where the contract's term is known.
    #[must_use]
    pub fn quote_held_in(
        &self,
        term: &Term,
        contract: &Contract,
        at_the_money: bool,
        implied: Option<Vol>,
    ) -> Quote {
        self.quote_at(contract, at_the_money, &self.worth(term, contract, implied))
    }

    /// The same with the contract's sensitivities, which are those of its mark at this moment but
    /// for theta, which is nothing.
    #[must_use]
    pub fn quote_with_greeks(
        &self,
        term: &Term,
        contract: &Contract,
        at_the_money: bool,
        implied: Option<Vol>,
    ) -> (Quote, Sensitivities) {
        let listed = self.listing.worth(contract, &term.clock);
        let (terms, provenance) = match &listed {
            Some(worth) => (worth.terms, worth.provenance),
            None => self.modelled(contract, term, implied),
        };
        let is_fund = self.instrument.is_fund();
        let greeks = if is_fund { american::greeks(&terms) } else { black_scholes::greeks(&terms) };
        let worth = listed.unwrap_or_else(|| {
            // A European price is one of the Greeks; an American one is had for less.
            let mid = if is_fund { american::price(&terms) } else { greeks.price };
            Worth { mid, half_spread: None, terms, provenance }
        });
        let greeks = Greeks { theta: 0.0, ..term.clock.unscaled(greeks) };
        (self.quote_at(contract, at_the_money, &worth), greeks.into())
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
        self.price_held(contract, None)
    }

    /// The price of a contract that is held, as in [`quote_held`](Self::quote_held).
    #[must_use]
    pub fn price_held(&self, contract: &Contract, implied: Option<Vol>) -> f64 {
        self.worth(&self.term(contract.series()), contract, implied).mid
    }

    /// The price of a contract, `implied` at its last quotes, after the underlying has moved by
    /// the share `spot` and its volatility has risen by `vol`.
    #[must_use]
    pub fn shocked(&self, contract: &Contract, implied: Option<Vol>, spot: f64, vol: f64) -> f64 {
        let terms = self.worth(&self.term(contract.series()), contract, implied).terms;
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
        let expiry = contract.series();
        let terms = (&self.term(expiry), &self.time_left(self.following_close(), expiry));
        self.mark_in(terms, contract, implied)
    }

    /// Values legs at their marks; neighbours of one expiry share what they have in common.
    ///
    /// # Panics
    /// Where a price is beyond the range of money, as no model's is.
    pub fn value_legs<'l>(&self, legs: impl Iterator<Item = &'l mut Leg>) {
        let following_close = self.following_close();
        let mut last: Option<(Term, Clock)> = None;
        for leg in legs {
            let expiry = leg.contract.series();
            let (term, next) = match last {
                Some(known) if known.0.expiry == expiry => known,
                _ => (self.term(expiry), self.time_left(following_close, expiry)),
            };
            last = Some((term, next));
            let mark = self.mark_in((&term, &next), &leg.contract, leg.implied);
            leg.mark = Price::from_dollars_f64(mark.greeks.price)
                .expect("a model's price is within the range of money");
            (leg.greeks, leg.provenance, leg.implied) =
                (mark.greeks.into(), mark.provenance, mark.implied);
            if mark.provenance.is_of_the_day() {
                leg.quoted_on = Some(self.date);
            }
        }
    }

    /// The mark of a contract of a term; `next` is the time left at the next close. Inlined, so
    /// that who looks at few of the sensitivities pays for few.
    #[inline(always)]
    fn mark_in(
        &self,
        (term, next): (&Term, &Clock),
        contract: &Contract,
        implied: Option<Vol>,
    ) -> Mark {
        let clock = &term.clock;
        let listed = self.listing.worth(contract, clock);
        let (terms, provenance) = match &listed {
            Some(worth) => (worth.terms, worth.provenance),
            None => self.modelled(contract, term, implied),
        };
        // To the next close, while spot and volatility stay.
        let passed = clock.calendar().get() - next.calendar().get();
        let years = Years::new((terms.years.get() - passed).max(0.0));
        let vol = next.to_calendar(clock.to_variance(terms.vol));
        let (greeks, later) = match self.instrument.is_fund() {
            true => (american::greeks(&terms), american::price(&Terms { years, vol, ..terms })),
            false => black_scholes::greeks_and_later(&terms, years, vol),
        };
        let theta = if clock.calendar() == Years::ZERO { 0.0 } else { later - greeks.price };
        let greeks = Greeks { theta, ..clock.unscaled(greeks) };
        match listed {
            // The quote itself, not what its volatility gives back.
            Some(Worth { mid, .. }) => {
                let implied = Some(clock.to_variance(terms.vol));
                Mark { greeks: Greeks { price: mid, ..greeks }, provenance, implied }
            }
            None => Mark { greeks, provenance, implied },
        }
    }

    /// From the contract's quote, else from the day's surface, else from the model.
    fn worth(&self, term: &Term, contract: &Contract, implied: Option<Vol>) -> Worth {
        if let Some(worth) = self.listing.worth(contract, &term.clock) {
            return worth;
        }
        let (terms, provenance) = self.modelled(contract, term, implied);
        Worth { mid: self.value(&terms), half_spread: None, terms, provenance }
    }

    fn value(&self, terms: &Terms) -> f64 {
        match self.instrument.is_fund() {
            true => american::price(terms),
            false => black_scholes::price(terms),
        }
    }

    /// Whether a holder exercises a contract now: its price is what exercising pays, and without
    /// the right to do so it would be worth less by half a cent.
    #[must_use]
    pub fn is_exercised(&self, contract: &Contract, implied: Option<Vol>) -> bool {
        let terms = self.worth(&self.term(contract.series()), contract, implied).terms;
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

    fn terms_with_dividends(&self, contract: &Contract, term: &Term, strike: f64) -> Terms {
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
            years: term.clock.calendar(),
            rate: self.surface.rate(),
            dividend_yield: self.surface.dividend_yield(),
            vol: Vol::ZERO,
        };
        // The smile is that of the spot without all dividends to the expiry.
        let dividends = &dividends[..count];
        let spot = escrowed(&terms, dividends, false).spot;
        let vol = term.clock.to_calendar(term.smile.vol(spot, strike));
        escrowed(&Terms { vol, ..terms }, dividends, self.instrument.is_fund())
    }

    /// The next close.
    fn following_close(&self) -> (NaiveDate, TimeOfDay) {
        let day = next_trading_day(self.date.succ_opt().unwrap_or(self.date));
        (day, TimeOfDay::Close)
    }

    /// What the contracts of an expiry have in common.
    #[must_use]
    pub fn term(&self, expiry: Expiry) -> Term {
        let clock = self.time_left((self.date, self.time), expiry);
        Term { expiry, clock, smile: self.surface.smile(&clock) }
    }

    /// The same, which may be that of another contract of this moment.
    #[must_use]
    pub fn term_like(&self, known: Option<Term>, expiry: Expiry) -> Term {
        known.filter(|term| term.expiry == expiry).unwrap_or_else(|| self.term(expiry))
    }

    /// The time from a moment to an expiry.
    fn time_left(&self, from: (NaiveDate, TimeOfDay), expiry: Expiry) -> Clock {
        let at_open = expiry.settlement == Settlement::Open
            && !self.without_opens.contains(expiry.date.year());
        let settled = if at_open { TimeOfDay::Open } else { TimeOfDay::Close };
        Clock::between(from, (expiry.date, settled))
    }

    /// The model's terms: at the last volatility from quotes, if a chain was loaded and there is
    /// one.
    fn modelled(
        &self,
        contract: &Contract,
        term: &Term,
        implied: Option<Vol>,
    ) -> (Terms, Provenance) {
        let terms = self.terms(contract, term);
        match implied {
            Some(vol) => (Terms { vol: term.clock.to_calendar(vol), ..terms }, Provenance::Stale),
            None => (terms, Provenance::Model),
        }
    }

    /// The model's terms. Of dividends to come until the expiry the spot is free.
    fn terms(&self, contract: &Contract, term: &Term) -> Terms {
        let strike = contract.strike.to_dollars_f64();
        if !self.surface.dividends().is_empty() {
            return self.terms_with_dividends(contract, term, strike);
        }
        Terms {
            right: contract.right,
            spot: self.spot,
            strike,
            years: term.clock.calendar(),
            rate: self.surface.rate(),
            dividend_yield: self.surface.dividend_yield(),
            vol: term.clock.to_calendar(term.smile.vol(self.spot, strike)),
        }
    }
}

/// What the contracts of one expiry have in common at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    expiry: Expiry,
    clock: Clock,
    smile: Smile,
}

/// The most dividends within the life of a contract that are counted.
const MOST_DIVIDENDS: usize = 40;
