//! What the exchange quotes at one close: which contracts exist to be opened, and what a held one
//! is worth.
//!
//! With a chain, only what was quoted that day is opened, and only with both sides: a bid of zero
//! is no price to sell at, and a contract nobody bids for is no honest entry for a buyer either.
//! Where a file has trades and no quotes, what was traded that day is opened around its last price,
//! at the width of the model. The price of a held contract comes from its own quote or trade, else
//! from the surface fitted to those of the day (never above an ask or below a bid that stands
//! alone), else from the model at the volatility it was last quoted at.

use std::sync::Arc;

use crate::market::{ChainDay, ChainQuote};
use crate::pricing::black_scholes::{self, Terms};
use crate::pricing::implied_vol::implied_vol;
use crate::pricing::{Clock, Fitted, Right, TimeOfDay};
use crate::units::{Strike, Vol};

use super::contract::{Contract, Expiry};
use super::quote::Provenance;
use super::structure::{ExpiryRule, StrikeRule};

/// What is listed and quoted at one moment.
#[derive(Clone, Debug, Default)]
pub enum Listing<'a> {
    /// No chain was loaded: contracts are listed by rule and priced by the model.
    #[default]
    ByRule,
    /// A chain was loaded, but it has nothing at this moment: nothing can be traded.
    Hole,
    /// The quotes of the day.
    Quoted {
        /// Every contract quoted.
        day: ChainDay<'a>,
        /// The surface of the quotes; `None` if no expiry after the day has a usable one.
        fitted: Option<Arc<Fitted>>,
    },
}

/// What is known of a contract's price.
pub(super) struct Worth {
    pub(super) mid: f64,
    pub(super) half_spread: Option<f64>,
    pub(super) terms: Terms,
    pub(super) provenance: Provenance,
}

impl Listing<'_> {
    /// The worth of a contract with the time of `clock` to go by its quote or by the day's surface;
    /// `None` if neither tells.
    pub(super) fn worth(&self, contract: &Contract, clock: &Clock) -> Option<Worth> {
        let Self::Quoted { day, fitted } = self else { return None };
        let fitted = fitted.as_ref()?;
        let strike = contract.strike.to_dollars_f64();
        let mut terms = fitted.terms(contract.right, strike, clock);
        let quote =
            day.quote((contract.expiry, contract.settlement), contract.strike, contract.right);
        let own = |mid: f64| implied_vol(&terms, mid).ok().filter(|vol| *vol > Vol::ZERO);
        if let Some((bid, ask)) = quote.as_ref().and_then(ChainQuote::sides) {
            let mid = (bid + ask) / 2.0;
            let half_spread = Some((ask - bid) / 2.0);
            terms.vol = own(mid).unwrap_or(terms.vol);
            return Some(Worth { mid, half_spread, terms, provenance: Provenance::Quoted });
        }
        if let Some(mid) = quote.as_ref().and_then(|quote| quote.traded) {
            terms.vol = own(mid).unwrap_or(terms.vol);
            return Some(Worth { mid, half_spread: None, terms, provenance: Provenance::Traded });
        }
        let fair = black_scholes::price(&terms);
        let (bid, ask) = quote.map_or((None, None), |quote| (quote.bid, quote.ask));
        let mid = fair.min(ask.unwrap_or(fair)).max(bid.unwrap_or(0.0));
        if mid != fair {
            terms.vol = own(mid).unwrap_or(terms.vol);
        }
        Some(Worth { mid, half_spread: None, terms, provenance: Provenance::Interpolated })
    }

    /// The quoted expiry nearest the rule's target within its bounds, the earlier one on a tie; of
    /// two on one day the one settled in the afternoon, which comes first in a chain.
    /// Only expiries with a call and a put that have a price count, so that the legs of a structure
    /// meet.
    pub(super) fn expiry(&self, rule: &ExpiryRule) -> Option<Expiry> {
        let Self::Quoted { day, .. } = self else { return None };
        let has = |quotes: &ChainDay<'_>, right| {
            quotes.quotes().any(|quote| quote.right == right && quote.mid().is_some())
        };
        let days = |expiry: &Expiry| (expiry.date - day.date()).num_days();
        day.by_expiry()
            .filter(|quotes| has(quotes, Right::Call) && has(quotes, Right::Put))
            .filter_map(|quotes| quotes.series())
            .map(|(date, settlement)| Expiry { date, settlement })
            .filter(|expiry| (rule.minimum..=rule.maximum).contains(&days(expiry)))
            .min_by_key(|expiry| (days(expiry) - rule.target).abs())
    }

    /// The strike with a price that comes nearest to what a rule asks, the higher one on a tie.
    pub(super) fn strike(
        &self,
        right: Right,
        rule: StrikeRule,
        expiry: Expiry,
        spot: f64,
    ) -> Option<Strike> {
        let Self::Quoted { day, fitted } = self else { return None };
        let fitted = fitted.as_ref()?;
        let settled = TimeOfDay::of(expiry.settlement);
        let clock = Clock::between((day.date(), TimeOfDay::Close), (expiry.date, settled));
        let distance = |strike: Strike| {
            let strike = strike.to_dollars_f64();
            match rule {
                StrikeRule::AtTheMoney => (strike - spot).abs(),
                StrikeRule::Percent(percent) => (strike - spot * (1.0 + percent)).abs(),
                StrikeRule::Delta(target) => {
                    let terms = fitted.terms(right, strike, &clock);
                    (black_scholes::delta(&terms).abs() - target).abs()
                }
            }
        };
        let series = Some((expiry.date, expiry.settlement));
        let quotes = day.by_expiry().find(|quotes| quotes.series() == series)?;
        let usable = quotes.quotes().filter(|quote| quote.right == right);
        let strikes = usable.filter(|quote| quote.mid().is_some()).map(|quote| quote.strike);
        let nearest = strikes.map(|strike| (distance(strike), strike));
        nearest.min_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, strike)| strike)
    }
}
