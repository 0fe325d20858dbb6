//! What a book is exposed to, and the limits on that: delta, gamma, vega, value at risk, and the
//! loss in the worst of the shocks.
//!
//! Options are linear in their units, so that a book of any size is priced once. Hedges follow
//! the rules of their structures; the account's own hedge comes last.

use std::ops::{Add, Mul};

use crate::math::{self, greater};
use crate::trade::HedgeRule;
use crate::trade::hedge::PortfolioHedge;
use crate::units::Contracts;

use super::super::report::LimitKind;
use super::{FEWEST, Guard, RiskLimits};

/// The limits on a book, in the order of their values.
pub const MEASURED: [LimitKind; 5] = [
    LimitKind::Delta,
    LimitKind::Gamma,
    LimitKind::Vega,
    LimitKind::ValueAtRisk,
    LimitKind::ShockLoss,
];

/// Shares by which a value may be above its limit and still be within: rounding.
const ROUNDING: f64 = 1e-9;

/// Shocks: spot down, spot up, volatility up, and both ways together.
pub(in super::super) const SHOCKS: usize = 5;

/// The shocks of some limits: the move of the underlying and the rise of volatility.
pub(in super::super) fn shocks(limits: &RiskLimits) -> [(f64, f64); SHOCKS] {
    let RiskLimits { shock_spot: spot, shock_vol: vol, .. } = *limits;
    [(-spot, 0.0), (spot, 0.0), (0.0, vol), (-spot, vol), (spot, vol)]
}

/// Sensitivities of options without their hedge: shares, shares per dollar, dollars per point of
/// volatility, and dollars gained in each shock.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in super::super) struct OptionRisk {
    pub(in super::super) delta: f64,
    pub(in super::super) gamma: f64,
    pub(in super::super) vega: f64,
    pub(in super::super) shocks: [f64; SHOCKS],
}

impl Add for OptionRisk {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let mut shocks = self.shocks;
        shocks.iter_mut().zip(other.shocks).for_each(|(sum, more)| *sum += more);
        Self {
            delta: self.delta + other.delta,
            gamma: self.gamma + other.gamma,
            vega: self.vega + other.vega,
            shocks,
        }
    }
}

impl Mul<f64> for OptionRisk {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self {
            delta: self.delta * factor,
            gamma: self.gamma * factor,
            vega: self.vega * factor,
            shocks: self.shocks.map(|gain| gain * factor),
        }
    }
}

/// The options of one profile as they are or would be, and its hedge.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct ProfileRisk {
    /// All its options together.
    pub(in super::super) options: OptionRisk,
    /// Shares it has now, without those that options have delivered.
    pub(in super::super) shares: i64,
    /// How it is hedged after a trade; `None` where nothing trades and the shares stay.
    pub(in super::super) rehedged: Option<(HedgeRule, Contracts)>,
}

impl ProfileRisk {
    fn shares_after(&self) -> i64 {
        let Some((rule, units)) = self.rehedged else { return self.shares };
        let size = units.shares(crate::trade::Instrument::MULTIPLIER);
        self.shares + rule.trade(self.options.delta, self.shares, size)
    }
}

/// The account around a book.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct AccountRisk {
    /// Dollars.
    pub(in super::super) equity: f64,
    /// Dollars of the instrument's underlying.
    pub(in super::super) spot: f64,
    /// Shares of the portfolio's own hedge.
    pub(in super::super) shares: i64,
    /// When that hedge trades.
    pub(in super::super) rule: PortfolioHedge,
    /// Net delta in dollars, share of equity, that it leaves alone.
    pub(in super::super) band: f64,
}

/// The values of [`MEASURED`], shares of equity.
pub(in super::super) type Values = [f64; MEASURED.len()];

/// The limits on them; `None` is off.
pub type Bounds = [Option<f64>; MEASURED.len()];

impl RiskLimits {
    /// Each limit on a book as a share of equity: the tighter of the share and the amount. Delta
    /// that is hedged away is not limited here.
    #[must_use]
    pub fn bounds(&self, equity: f64) -> Bounds {
        let tighter = |share: Option<f64>, dollars: Option<f64>| {
            let amount = dollars.map(|dollars| dollars / equity);
            match (share, amount) {
                (Some(share), Some(amount)) => Some(math::lesser(share, amount)),
                (share, amount) => share.or(amount),
            }
        };
        [
            tighter(self.delta, self.delta_dollars),
            tighter(self.gamma, self.gamma_dollars),
            tighter(self.vega, self.vega_dollars),
            tighter(self.value_at_risk, self.value_at_risk_dollars),
            tighter(self.shock_loss, self.shock_loss_dollars),
        ]
    }

    /// Whether any limit on a book is set.
    pub(in super::super) fn measures_book(&self) -> bool {
        self.bounds(1.0).iter().any(Option::is_some)
    }
}

/// Whether every value is within its limit, to rounding.
pub(in super::super) fn is_within(values: &Values, bounds: &Bounds) -> bool {
    exceeded(values, bounds).iter().all(|exceeded| !exceeded)
}

/// Which values are above their limits.
pub(in super::super) fn exceeded(values: &Values, bounds: &Bounds) -> [bool; MEASURED.len()] {
    std::array::from_fn(|at| {
        bounds[at].is_some_and(|bound| values[at] > bound * (1.0 + ROUNDING) + 1e-12)
    })
}

impl Guard {
    /// Whether value at risk is limited, so that the history of returns is needed.
    pub(in super::super) fn needs_returns(&self) -> bool {
        let limits = &self.limits;
        limits.value_at_risk.or(limits.value_at_risk_dollars).is_some()
    }

    /// The values of a book. Value at risk is historical simulation: the last days' returns
    /// happen to the book, by delta and gamma; 0 where there are too few.
    pub(in super::super) fn values(
        &mut self,
        profiles: &[ProfileRisk],
        account: &AccountRisk,
        returns: &[f64],
        is_now: bool,
    ) -> Values {
        let AccountRisk { equity, spot, .. } = *account;
        let mut options = OptionRisk::default();
        let mut shares = 0;
        for profile in profiles {
            options = options + profile.options;
            shares += profile.shares_after();
        }
        let net = options.delta + shares as f64;
        shares += if is_now { account.shares } else { account.shares_after(net) };
        let delta = (options.delta + shares as f64) * spot / equity;
        // Per 1 % of the underlying.
        let gamma = options.gamma * spot * spot * 0.01 / equity;
        let worst = shocks(&self.limits)
            .iter()
            .zip(options.shocks)
            .map(|((spot_move, _), gain)| -(gain + shares as f64 * spot * spot_move))
            .fold(0.0, greater);
        let needs_returns = self.needs_returns() && returns.len() >= FEWEST;
        let at_risk = if needs_returns { self.quantile(delta, gamma, returns) } else { 0.0 };
        [delta.abs(), gamma.abs(), options.vega.abs() / equity, at_risk, worst / equity]
    }

    /// The loss that one day in a hundred exceeds: the linear quantile.
    fn quantile(&mut self, delta: f64, gamma: f64, returns: &[f64]) -> f64 {
        self.losses.clear();
        // Gamma is per 1 %, so the half of its square is 50 r^2.
        self.losses.extend(returns.iter().map(|r| -(delta * r + 50.0 * gamma * r * r)));
        greater(math::quantile_in_place(&mut self.losses, 0.99).unwrap_or(0.0), 0.0)
    }
}

impl AccountRisk {
    /// The portfolio's own hedge after the next close, for a net delta without it.
    fn shares_after(&self, net: f64) -> i64 {
        let total = net + self.shares as f64;
        let is_near = (total * self.spot).abs() <= self.band * self.equity;
        match self.rule {
            PortfolioHedge::Off => self.shares,
            PortfolioHedge::Band if is_near => self.shares,
            PortfolioHedge::Daily | PortfolioHedge::Band => self.shares - total.round() as i64,
        }
    }
}
