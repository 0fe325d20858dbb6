//! Selling one option at the money every month: puts against cash, calls against the underlying.

use crate::pricing::Right;
use crate::trade::{Contract, Expiry, ExpiryRule, ExpirySeries, Quoter, StrikeRule};
use crate::units::{Price, Strike, Vol};

/// An account that sells one option a month, from one dollar.
pub(super) struct OptionWrite {
    right: Right,
    /// Its value at each close.
    pub(super) values: Vec<f64>,
    cash: f64,
    shares: f64,
    sold: Option<Sold>,
}

/// The option that is sold.
struct Sold {
    contract: Contract,
    units: f64,
    implied: Option<Vol>,
}

impl OptionWrite {
    pub(super) fn new(right: Right) -> Self {
        Self { right, values: Vec::new(), cash: 1.0, shares: 0.0, sold: None }
    }

    /// Values the account at a close, with what cash and shares have earned since the last, and
    /// sells the next option when there is none or it expires.
    pub(super) fn day(&mut self, close: &Quoter<'_>, interest: f64, dividends: f64) {
        self.cash *= 1.0 + interest;
        self.shares *= 1.0 + dividends;
        let assets = self.cash + self.shares * close.spot;
        let is_over = self.sold.as_ref().is_none_or(|sold| sold.contract.expiry <= close.date);
        let owed = self.sold.as_mut().map_or(0.0, |sold| sold.owed(close));
        let value = assets - owed;
        self.values.push(value);
        if is_over {
            self.renew(value, close);
        }
    }

    /// Counts the shares after a split of so many for one.
    pub(super) fn split(&mut self, ratio: u32) {
        let by = f64::from(ratio);
        self.shares *= by;
        if let Some(sold) = &mut self.sold {
            let strike = sold.contract.strike.as_thousandths() as f64 / by;
            sold.contract.strike = Strike::thousandths(strike.round() as i64);
            sold.units *= by;
        }
    }

    fn renew(&mut self, value: f64, close: &Quoter<'_>) {
        (self.cash, self.shares) = match self.right {
            Right::Put => (value, 0.0),
            Right::Call => (0.0, value / close.spot),
        };
        self.sold = next_monthly(self.right, close).map(|contract| {
            let price = close.price(&contract);
            let years = (contract.expiry - close.date).num_days() as f64 / 365.0;
            let discount =
                1.0 / (1.0 + crate::math::exp_m1(close.surface.rate().decimal() * years));
            // Puts: cash with its interest and the premiums is what all of them can owe.
            // Calls: one on each share, which the premiums help to buy.
            let units = match self.right {
                Right::Put => value / (contract.strike.to_dollars_f64() * discount - price),
                Right::Call => value / (close.spot - price),
            };
            match self.right {
                Right::Put => self.cash += units * price,
                Right::Call => self.shares = units,
            }
            Sold { contract, units, implied: None }
        });
    }
}

impl Sold {
    fn owed(&mut self, close: &Quoter<'_>) -> f64 {
        let price = if self.contract.expiry <= close.date {
            let spot = Price::from_dollars_f64(close.spot).unwrap_or_default();
            self.contract.intrinsic(spot).to_dollars_f64()
        } else {
            let mark = close.mark(&self.contract, self.implied);
            self.implied = mark.implied;
            mark.greeks.price
        };
        self.units * price
    }
}

/// The option at the money that expires on the next third Friday; where a chain has none, within
/// three days of it, else nearest to 30 days. `None` where none is listed.
fn next_monthly(right: Right, close: &Quoter<'_>) -> Option<Contract> {
    let next = ExpiryRule { target: 1, minimum: 1, maximum: 40 };
    let third_friday = ExpirySeries::Monthly.expiry(close.date, &next)?;
    let days = (third_friday - close.date).num_days();
    let within = |slack: i64| ExpiryRule {
        target: days,
        minimum: (days - slack).max(1),
        maximum: days + slack,
    };
    let quoted = |slack| close.quoted_expiry(&within(slack));
    let a_month = ExpiryRule { target: 30, minimum: 7, maximum: 45 };
    let expiry = match close.is_by_rule() {
        true => Expiry::at_close(third_friday),
        false => quoted(0).or_else(|| quoted(3)).or_else(|| close.quoted_expiry(&a_month))?,
    };
    let strike = close.strike(right, StrikeRule::AtTheMoney, expiry)?;
    Some(Contract::new(right, strike, expiry))
}
