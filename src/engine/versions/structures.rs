//! Structures as links write them, and those that version 1 traded by default.
//!
//! These types never change: a link's bytes have no names. What a structure may hold some day
//! besides this is a payload of its own.

use serde::{Deserialize, Serialize};

use crate::pricing::Right;
use crate::profile::{Assignment, Profile, SkewInBreakingVol, StructureChoices, VolOfVolStructure};
use crate::regime::Regime;
use crate::trade::{Exits, ExpiryRule, HedgeRule, LegRule, StrikeRule, Structure};

/// [`Assignment`] in a link; regimes by number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssignmentPayload {
    regimes: Vec<RegimePayload>,
    structure: StructurePayload,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum RegimePayload {
    TrendUp,
    TrendDown,
    Compression,
    BreakingVol,
    Choppy,
    Event,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct StructurePayload {
    name: String,
    legs: Vec<LegPayload>,
    roll_below: Option<i64>,
    hedge: HedgePayload,
    exits: ExitsPayload,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct LegPayload {
    right: RightPayload,
    ratio: i64,
    strike: StrikePayload,
    expiry: ExpiryPayload,
    roll_below: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum RightPayload {
    Call,
    Put,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum StrikePayload {
    AtTheMoney,
    Percent(f64),
    Delta(f64),
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct ExpiryPayload {
    target: i64,
    minimum: i64,
    maximum: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum HedgePayload {
    None,
    Daily,
    Band(f64),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct ExitsPayload {
    stop_loss: Option<f64>,
    take_profit: Option<f64>,
    maximum_days: Option<i64>,
}

/// The regimes in the order of their numbers in links.
const REGIMES: [(RegimePayload, Regime); 6] = [
    (RegimePayload::TrendUp, Regime::TrendUp),
    (RegimePayload::TrendDown, Regime::TrendDown),
    (RegimePayload::Compression, Regime::Compression),
    (RegimePayload::BreakingVol, Regime::BreakingVol),
    (RegimePayload::Choppy, Regime::Choppy),
    (RegimePayload::Event, Regime::Event),
];

impl AssignmentPayload {
    /// As a link writes it.
    #[must_use]
    pub fn of(own: &Assignment) -> Self {
        let regime = |regime: &Regime| {
            let place = REGIMES.iter().find(|(_, other)| other == regime);
            place.map(|(payload, _)| *payload)
        };
        let Structure { name, legs, roll_below, hedge, exits } = &own.structure;
        Self {
            regimes: own.regimes.iter().filter_map(regime).collect(),
            structure: StructurePayload {
                name: name.clone(),
                legs: legs.iter().map(LegPayload::of).collect(),
                roll_below: *roll_below,
                hedge: match *hedge {
                    HedgeRule::None => HedgePayload::None,
                    HedgeRule::Daily => HedgePayload::Daily,
                    HedgeRule::Band(band) => HedgePayload::Band(band),
                },
                exits: ExitsPayload {
                    stop_loss: exits.stop_loss,
                    take_profit: exits.take_profit,
                    maximum_days: exits.maximum_days,
                },
            },
        }
    }

    /// As the engine knows it.
    #[must_use]
    pub fn assignment(&self) -> Assignment {
        let regime = |payload: &RegimePayload| {
            REGIMES.iter().find(|(own, _)| own == payload).map(|(_, regime)| *regime)
        };
        let StructurePayload { name, legs, roll_below, hedge, exits } = &self.structure;
        Assignment {
            regimes: self.regimes.iter().filter_map(regime).collect(),
            structure: Structure {
                name: name.clone(),
                legs: legs.iter().map(LegPayload::rule).collect(),
                roll_below: *roll_below,
                hedge: match *hedge {
                    HedgePayload::None => HedgeRule::None,
                    HedgePayload::Daily => HedgeRule::Daily,
                    HedgePayload::Band(band) => HedgeRule::Band(band),
                },
                exits: Exits {
                    stop_loss: exits.stop_loss,
                    take_profit: exits.take_profit,
                    maximum_days: exits.maximum_days,
                },
            },
        }
    }
}

impl LegPayload {
    fn of(rule: &LegRule) -> Self {
        let LegRule { right, ratio, strike, expiry, roll_below } = *rule;
        let ExpiryRule { target, minimum, maximum } = expiry;
        Self {
            right: match right {
                Right::Call => RightPayload::Call,
                Right::Put => RightPayload::Put,
            },
            ratio,
            strike: match strike {
                StrikeRule::AtTheMoney => StrikePayload::AtTheMoney,
                StrikeRule::Percent(percent) => StrikePayload::Percent(percent),
                StrikeRule::Delta(delta) => StrikePayload::Delta(delta),
            },
            expiry: ExpiryPayload { target, minimum, maximum },
            roll_below,
        }
    }

    fn rule(&self) -> LegRule {
        let Self { right, ratio, strike, expiry, roll_below } = *self;
        let ExpiryPayload { target, minimum, maximum } = expiry;
        LegRule {
            right: match right {
                RightPayload::Call => Right::Call,
                RightPayload::Put => Right::Put,
            },
            ratio,
            strike: match strike {
                StrikePayload::AtTheMoney => StrikeRule::AtTheMoney,
                StrikePayload::Percent(percent) => StrikeRule::Percent(percent),
                StrikePayload::Delta(delta) => StrikeRule::Delta(delta),
            },
            expiry: ExpiryRule { target, minimum, maximum },
            roll_below,
        }
    }
}

/// What a profile of version 1 traded unless the user said otherwise.
#[must_use]
pub fn version_1_assignments(profile: Profile, choices: &StructureChoices) -> Vec<Assignment> {
    use RegimePayload::{BreakingVol, Choppy, Event, TrendDown};
    use RightPayload::{Call, Put};
    use StrikePayload::{AtTheMoney, Delta, Percent};
    let quarter = Delta(0.25);
    let payloads = match profile {
        Profile::LongGamma => {
            vec![both("long straddle", 1, AtTheMoney, days(75, 60, 90), Some(30)).hedged()]
        }
        Profile::ShortGamma => {
            let near = days(2, 1, 3);
            vec![
                both("long straddle", 1, AtTheMoney, near, None).hedged().within(&[
                    TrendDown,
                    BreakingVol,
                    Event,
                ]),
                both("short straddle", -1, AtTheMoney, near, None).hedged().within(&[Choppy]),
            ]
        }
        Profile::Charm => {
            vec![both("short strangle", -1, quarter, days(10, 7, 14), Some(5)).hedged()]
        }
        Profile::Vanna => {
            let near =
                LegPayload { roll_below: Some(3), ..leg(Call, -1, Percent(0.05), days(7, 5, 9)) };
            let far = leg(Call, 1, AtTheMoney, days(60, 50, 70));
            vec![everywhere("call diagonal", vec![far, near], None)]
        }
        Profile::Skew => {
            let expiry = days(30, 21, 40);
            let legs = vec![leg(Put, 2, quarter, expiry), leg(Put, -1, AtTheMoney, expiry)];
            let mut own = vec![everywhere("put backspread", legs, Some(7))];
            if choices.skew_in_breaking_vol == SkewInBreakingVol::RiskReversal {
                let legs = vec![leg(Put, 1, quarter, expiry), leg(Call, -1, quarter, expiry)];
                own.push(everywhere("risk reversal", legs, Some(7)).within(&[BreakingVol]));
            }
            own
        }
        Profile::VolOfVol => {
            let is_strangle = choices.vol_of_vol == VolOfVolStructure::Strangle;
            let (name, strike) = if is_strangle {
                ("long strangle", quarter)
            } else {
                ("long straddle", AtTheMoney)
            };
            vec![both(name, 1, strike, days(45, 30, 60), Some(20))]
        }
    };
    payloads.iter().map(AssignmentPayload::assignment).collect()
}

const fn days(target: i64, minimum: i64, maximum: i64) -> ExpiryPayload {
    ExpiryPayload { target, minimum, maximum }
}

const fn leg(
    right: RightPayload,
    ratio: i64,
    strike: StrikePayload,
    expiry: ExpiryPayload,
) -> LegPayload {
    LegPayload { right, ratio, strike, expiry, roll_below: None }
}

fn everywhere(name: &str, legs: Vec<LegPayload>, roll_below: Option<i64>) -> AssignmentPayload {
    let (hedge, exits) = (HedgePayload::None, ExitsPayload::default());
    let structure = StructurePayload { name: name.to_owned(), legs, roll_below, hedge, exits };
    AssignmentPayload { regimes: Vec::new(), structure }
}

/// A call and a put of the same rule.
fn both(
    name: &str,
    ratio: i64,
    strike: StrikePayload,
    expiry: ExpiryPayload,
    roll_below: Option<i64>,
) -> AssignmentPayload {
    let legs = [RightPayload::Call, RightPayload::Put];
    let legs = legs.map(|right| leg(right, ratio, strike, expiry));
    everywhere(name, legs.into(), roll_below)
}

impl AssignmentPayload {
    fn hedged(mut self) -> Self {
        self.structure.hedge = HedgePayload::Daily;
        self
    }

    fn within(mut self, regimes: &[RegimePayload]) -> Self {
        self.regimes = regimes.into();
        self
    }
}
