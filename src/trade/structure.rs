//! Structures as data: which legs a strategy trades, when they roll, how they are hedged and when
//! the position is given up.

use serde::{Deserialize, Serialize};

use crate::pricing::Right;

use super::exit::Exits;
use super::hedge::HedgeRule;

/// The legs of a strategy and the rules by which the whole position is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Structure {
    /// The name traders use.
    pub name: String,
    /// The legs, traded together.
    pub legs: Vec<LegRule>,
    /// The position is closed and reopened when its nearest expiry is closer than this many
    /// calendar days; `None` is held to expiry.
    #[serde(default)]
    pub roll_below: Option<i64>,
    /// When its delta is offset with the underlying.
    #[serde(default)]
    pub hedge: HedgeRule,
    /// When it is given up early.
    #[serde(default)]
    pub exits: Exits,
}

/// How one leg is chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    #[serde(default)]
    pub roll_below: Option<i64>,
}

/// Which strike a leg takes, always one of the listed grid.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StrikeRule {
    /// Nearest to the spot.
    AtTheMoney,
    /// Nearest to the spot times one plus this decimal: 0.05 is 5 % above.
    Percent(f64),
    /// Absolute delta nearest to this, on the surface of the moment.
    Delta(f64),
}

/// Calendar days to expiry: the listed one nearest `target` within the bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpiryRule {
    /// Days aimed at.
    pub target: i64,
    /// Fewest days allowed.
    pub minimum: i64,
    /// Most days allowed.
    pub maximum: i64,
}

/// A structure that cannot be traded: the broken rule, the value found and the remedy.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StructureError {
    /// Nothing would be traded.
    #[error("\"{name}\" has no legs; add at least one")]
    NoLegs {
        /// The structure.
        name: String,
    },
    /// More legs than are computed with.
    #[error("\"{name}\" has {found} legs; use at most {}", Structure::MAX_LEGS)]
    TooManyLegs {
        /// The structure.
        name: String,
        /// How many.
        found: usize,
    },
    /// A leg of no contracts, or of too many.
    #[error("\"{name}\", leg {leg}: expected 1 to 100 contracts bought or sold, found {found}")]
    Ratio {
        /// The structure.
        name: String,
        /// The leg, from 1.
        leg: usize,
        /// The ratio.
        found: i64,
    },
    /// A strike that no grid has.
    #[error(
        "\"{name}\", leg {leg}: expected a strike from 90 % below to 900 % above the spot, found \
         {found} %"
    )]
    Percent {
        /// The structure.
        name: String,
        /// The leg, from 1.
        leg: usize,
        /// Percent from the spot.
        found: f64,
    },
    /// A delta that no strike has.
    #[error(
        "\"{name}\", leg {leg}: expected an absolute delta between 0.01 and 0.99, found {found}; \
         no strike has another"
    )]
    Delta {
        /// The structure.
        name: String,
        /// The leg, from 1.
        leg: usize,
        /// The delta.
        found: f64,
    },
    /// An expiry on or before the day of entry, beyond what is listed, or out of order.
    #[error(
        "\"{name}\", leg {leg}: expected days to expiry with 1 ≤ minimum ≤ target ≤ maximum ≤ \
         1,100, found {minimum}, {target}, {maximum}"
    )]
    Expiry {
        /// The structure.
        name: String,
        /// The leg, from 1.
        leg: usize,
        /// Fewest days.
        minimum: i64,
        /// Days aimed at.
        target: i64,
        /// Most days.
        maximum: i64,
    },
    /// A roll that would be due on the day of entry.
    #[error(
        "\"{name}\": expected to roll below at most {longest} days, the fewest a leg may be opened \
         with, found {found}; a position would roll for ever"
    )]
    Roll {
        /// The structure.
        name: String,
        /// The fewest days.
        longest: i64,
        /// The rule.
        found: i64,
    },
    /// An exit that would be due at once.
    #[error("\"{name}\": expected an exit above zero, found {found}; leave it empty for none")]
    Exit {
        /// The structure.
        name: String,
        /// The value.
        found: f64,
    },
    /// A hedge band that is no share.
    #[error("\"{name}\": expected a hedge band from 0 to 10 deltas per unit, found {found}")]
    Band {
        /// The structure.
        name: String,
        /// The band.
        found: f64,
    },
    /// A regime in which two structures of a profile would be traded.
    #[error("\"{name}\": the regime \"{regime}\" has another structure already; leave one out")]
    RegimeTwice {
        /// The structure.
        name: String,
        /// The regime.
        regime: &'static str,
    },
}

impl Structure {
    /// The most legs a structure may have, so that what is computed of them needs no allocation.
    pub const MAX_LEGS: usize = 8;

    /// Whether the structure is a net seller of options, and so of volatility.
    #[must_use]
    pub fn sells_volatility(&self) -> bool {
        self.legs.iter().map(|leg| leg.ratio).sum::<i64>() < 0
    }

    /// Checks what a user may have put together.
    ///
    /// # Errors
    /// The first rule that is broken, in the order of [`StructureError`].
    pub fn check(&self) -> Result<(), StructureError> {
        let name = || self.name.clone();
        if self.legs.is_empty() {
            return Err(StructureError::NoLegs { name: name() });
        }
        if self.legs.len() > Self::MAX_LEGS {
            return Err(StructureError::TooManyLegs { name: name(), found: self.legs.len() });
        }
        for (leg, rule) in (1..).zip(&self.legs) {
            rule.check(name, leg)?;
        }
        let fewest = self.legs.iter().map(|leg| leg.expiry.minimum).min().unwrap_or(0);
        let whole = self.roll_below.map(|found| (found, fewest));
        let alone = self.legs.iter().filter_map(|leg| Some((leg.roll_below?, leg.expiry.minimum)));
        for (found, longest) in whole.into_iter().chain(alone) {
            if !(0..=longest).contains(&found) {
                return Err(StructureError::Roll { name: name(), longest, found });
            }
        }
        let Exits { stop_loss, take_profit, maximum_days } = self.exits;
        let days = maximum_days.map(|days| days as f64);
        for found in [stop_loss, take_profit, days].into_iter().flatten() {
            if !(found > 0.0 && found.is_finite()) {
                return Err(StructureError::Exit { name: name(), found });
            }
        }
        match self.hedge {
            HedgeRule::Band(found) if !(0.0..=10.0).contains(&found) => {
                Err(StructureError::Band { name: name(), found })
            }
            _ => Ok(()),
        }
    }
}

impl LegRule {
    fn check(&self, name: impl Fn() -> String, leg: usize) -> Result<(), StructureError> {
        let ExpiryRule { minimum, target, maximum } = self.expiry;
        if self.ratio == 0 || self.ratio.unsigned_abs() > 100 {
            return Err(StructureError::Ratio { name: name(), leg, found: self.ratio });
        }
        match self.strike {
            StrikeRule::Percent(found) if !(-0.9..=9.0).contains(&found) => {
                return Err(StructureError::Percent { name: name(), leg, found: found * 100.0 });
            }
            StrikeRule::Delta(found) if !(0.01..=0.99).contains(&found) => {
                return Err(StructureError::Delta { name: name(), leg, found });
            }
            _ => {}
        }
        if !(1 <= minimum && minimum <= target && target <= maximum && maximum <= 1_100) {
            return Err(StructureError::Expiry { name: name(), leg, minimum, target, maximum });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn straddle() -> Structure {
        let expiry = ExpiryRule { target: 30, minimum: 20, maximum: 40 };
        let strike = StrikeRule::AtTheMoney;
        let leg = |right| LegRule { right, ratio: 1, strike, expiry, roll_below: None };
        Structure {
            name: "mine".to_owned(),
            legs: vec![leg(Right::Call), leg(Right::Put)],
            roll_below: Some(10),
            hedge: HedgeRule::None,
            exits: Exits::default(),
        }
    }

    fn check(change: impl FnOnce(&mut Structure), expected: Expect) {
        let mut structure = straddle();
        change(&mut structure);
        let found = structure.check().map_or_else(|error| error.to_string(), |()| "fine".into());
        expected.assert_eq(&found);
    }

    #[test]
    fn every_rule_says_what_is_wrong_and_what_to_do() {
        check(|_| {}, expect!["fine"]);
        check(|s| s.legs.clear(), expect![[r#""mine" has no legs; add at least one"#]]);
        check(
            |s| s.legs = vec![s.legs[0].clone(); 9],
            expect![[r#""mine" has 9 legs; use at most 8"#]],
        );
        check(
            |s| s.legs[1].ratio = 0,
            expect![[r#""mine", leg 2: expected 1 to 100 contracts bought or sold, found 0"#]],
        );
        check(
            |s| s.legs[0].strike = StrikeRule::Percent(-1.0),
            expect![[
                r#""mine", leg 1: expected a strike from 90 % below to 900 % above the spot, found -100 %"#
            ]],
        );
        check(
            |s| s.legs[0].strike = StrikeRule::Delta(1.2),
            expect![[
                r#""mine", leg 1: expected an absolute delta between 0.01 and 0.99, found 1.2; no strike has another"#
            ]],
        );
        check(
            |s| s.legs[0].expiry.minimum = 0,
            expect![[
                r#""mine", leg 1: expected days to expiry with 1 ≤ minimum ≤ target ≤ maximum ≤ 1,100, found 0, 30, 40"#
            ]],
        );
        check(
            |s| s.roll_below = Some(21),
            expect![[
                r#""mine": expected to roll below at most 20 days, the fewest a leg may be opened with, found 21; a position would roll for ever"#
            ]],
        );
        check(
            |s| s.exits.stop_loss = Some(0.0),
            expect![[r#""mine": expected an exit above zero, found 0; leave it empty for none"#]],
        );
        check(
            |s| s.hedge = HedgeRule::Band(-0.1),
            expect![[r#""mine": expected a hedge band from 0 to 10 deltas per unit, found -0.1"#]],
        );
    }
}
