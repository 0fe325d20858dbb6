//! Structures as data: which legs a strategy trades, and when they roll.

use crate::pricing::Right;

/// The legs of a strategy and the rule by which the whole position is renewed.
#[derive(Clone, Debug, PartialEq)]
pub struct Structure {
    /// The name traders use.
    pub name: &'static str,
    /// The legs, traded together.
    pub legs: Vec<LegRule>,
    /// The position is closed and opened anew when its nearest expiry is closer than this many
    /// calendar days; `None` is held to expiry.
    pub roll_below: Option<i64>,
}

/// How one leg is chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct LegRule {
    /// Call or put.
    pub right: Right,
    /// Contracts per unit of the structure: positive buys, negative sells.
    pub ratio: i64,
    /// Which strike.
    pub strike: StrikeRule,
    /// Which expiry.
    pub expiry: ExpiryRule,
    /// This leg alone is renewed when it has fewer calendar days left.
    pub roll_below: Option<i64>,
}

/// Which strike a leg takes, always one of the listed grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StrikeRule {
    /// Nearest to the spot.
    AtTheMoney,
    /// Nearest to the spot times one plus this decimal: 0.05 is 5 % above.
    Percent(f64),
    /// Absolute delta nearest to this, on the surface of the moment.
    Delta(f64),
}

/// Calendar days to expiry: the listed one nearest `target` within the bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpiryRule {
    /// Days aimed at.
    pub target: i64,
    /// Fewest days allowed.
    pub minimum: i64,
    /// Most days allowed.
    pub maximum: i64,
}

impl Structure {
    /// The most legs a structure may have, so that what is computed of them needs no allocation.
    pub const MAX_LEGS: usize = 8;

    /// Whether the structure is a net seller of options, and so of volatility.
    #[must_use]
    pub fn sells_volatility(&self) -> bool {
        self.legs.iter().map(|leg| leg.ratio).sum::<i64>() < 0
    }
}
