//! Which structure each profile trades in each regime.

use serde::{Deserialize, Serialize};

use crate::pricing::Right::{self, Call, Put};
use crate::regime::Regime;
use crate::trade::{
    Exits, ExpiryRule, ExpirySeries, HedgeRule, LegRule, Settlement, StrikeRule, Structure,
    StructureError,
};

use super::{PerProfile, Profile};

/// What the skew profile trades while volatility is breaking out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkewInBreakingVol {
    /// The put backspread of every other regime.
    #[default]
    Backspread,
    /// Long 25-delta put, short 25-delta call.
    RiskReversal,
}

/// What the vol-of-vol profile trades.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VolOfVolStructure {
    /// Long straddle at the money, not hedged.
    Straddle,
    /// Long 25-delta strangle, not hedged.
    Strangle,
    /// Long 15-delta strangle, hedged: far from the money most of its vega is volga.
    #[default]
    WideStrangle,
    /// Long straddle at the money, hedged.
    HedgedStraddle,
}

/// What the vanna profile trades.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VannaStructure {
    /// Long 25-delta call, short 25-delta put, hedged: vanna is positive in both legs.
    #[default]
    RiskReversal,
    /// Long call at the money against a short call of a week 5 % above, not hedged.
    CallDiagonal,
}

/// The choices among structures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StructureChoices {
    /// Which expiries are listed.
    pub expiries: ExpirySeries,
    /// When those of third Fridays are settled, under a calendar that is not as listed.
    pub third_fridays: Settlement,
    /// The skew profile while volatility is breaking out.
    pub skew_in_breaking_vol: SkewInBreakingVol,
    /// The vol-of-vol profile.
    pub vol_of_vol: VolOfVolStructure,
    /// The vanna profile.
    pub vanna: VannaStructure,
    /// What a profile trades instead, in the profiles' order; `None` trades the usual.
    pub custom: PerProfile<Option<Vec<Assignment>>>,
}

/// A structure, and the regimes in which a profile trades it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// The regimes; none named means every regime that no other structure of the profile names.
    #[serde(default)]
    pub regimes: Vec<Regime>,
    /// What is traded.
    pub structure: Structure,
}

/// A structure of a profile that cannot be traded.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaybookError {
    /// Whose.
    pub profile: Profile,
    /// What is wrong with it.
    pub problem: StructureError,
}

impl StructureChoices {
    /// What a profile trades: its own structures, else the usual ones.
    #[must_use]
    pub fn assignments(&self, profile: Profile) -> Vec<Assignment> {
        self.custom[profile.index()].clone().unwrap_or_else(|| default_assignments(profile, self))
    }

    /// Checks every structure of the user's own.
    ///
    /// # Errors
    /// The first that cannot be traded, or is traded in a regime that another has.
    pub fn check(&self) -> Result<(), PlaybookError> {
        for profile in Profile::ALL {
            let Some(own) = &self.custom[profile.index()] else { continue };
            check(own).map_err(|problem| PlaybookError { profile, problem })?;
        }
        Ok(())
    }
}

/// Checks the structures of one profile, alone and against each other.
///
/// # Errors
/// The first that cannot be traded, or is traded in a regime that another has.
pub fn check(assignments: &[Assignment]) -> Result<(), StructureError> {
    let mut taken = [false; 6];
    let mut everywhere = false;
    for Assignment { regimes, structure } in assignments {
        structure.check()?;
        let twice = |regime: &'static str| StructureError::RegimeTwice {
            name: structure.name.clone(),
            regime,
        };
        if regimes.is_empty() && std::mem::replace(&mut everywhere, true) {
            return Err(twice("every other"));
        }
        for regime in regimes {
            if std::mem::replace(&mut taken[regime.index()], true) {
                return Err(twice(regime.name()));
            }
        }
    }
    Ok(())
}

/// The structures of a run and who trades which, looked up every day.
#[derive(Clone, Debug)]
pub struct Playbook {
    structures: Vec<Structure>,
    /// Index into `structures`, by profile and regime.
    chosen: [[Option<usize>; 6]; 6],
}

impl Playbook {
    /// The playbook of some choices.
    #[must_use]
    pub fn new(choices: &StructureChoices) -> Self {
        let mut playbook = Self { structures: Vec::new(), chosen: [[None; 6]; 6] };
        for profile in Profile::ALL {
            let chosen = &mut playbook.chosen[profile.index()];
            let mut everywhere = None;
            for Assignment { regimes, structure } in choices.assignments(profile) {
                let index = playbook.structures.len();
                playbook.structures.push(structure);
                if regimes.is_empty() {
                    everywhere = Some(index);
                }
                for regime in regimes {
                    chosen[regime.index()] = Some(index);
                }
            }
            *chosen = chosen.map(|named| named.or(everywhere));
        }
        playbook
    }

    /// The number of the structure a profile trades in a regime; `None` where it trades nothing.
    #[must_use]
    pub fn chosen(&self, profile: Profile, regime: Regime) -> Option<usize> {
        self.chosen[profile.index()][regime.index()]
    }

    /// The structure of a number this playbook gave out.
    #[must_use]
    pub fn structure(&self, number: usize) -> &Structure {
        &self.structures[number]
    }
}

/// What a profile trades unless the user says otherwise.
fn default_assignments(profile: Profile, choices: &StructureChoices) -> Vec<Assignment> {
    let always = |structure| vec![Assignment { regimes: Vec::new(), structure }];
    let within = |regimes: &[Regime], structure| Assignment { regimes: regimes.into(), structure };
    match profile {
        Profile::LongGamma => always(hedged(straddle(1, days(75, 60, 90), Some(30)))),
        Profile::ShortGamma => vec![
            within(
                &[Regime::TrendDown, Regime::BreakingVol, Regime::Event],
                hedged(straddle(1, days(2, 1, 3), None)),
            ),
            within(&[Regime::Choppy], hedged(straddle(-1, days(2, 1, 3), None))),
        ],
        Profile::Charm => always(hedged(strangle(-1, DELTA_25, days(10, 7, 14), Some(5)))),
        Profile::Vanna => always(match choices.vanna {
            VannaStructure::RiskReversal => hedged(call_risk_reversal()),
            VannaStructure::CallDiagonal => diagonal(),
        }),
        Profile::Skew => match choices.skew_in_breaking_vol {
            SkewInBreakingVol::Backspread => always(put_backspread()),
            SkewInBreakingVol::RiskReversal => {
                let usual = Assignment { regimes: Vec::new(), structure: put_backspread() };
                vec![usual, within(&[Regime::BreakingVol], risk_reversal())]
            }
        },
        Profile::VolOfVol => {
            let expiry = days(45, 30, 60);
            always(match choices.vol_of_vol {
                VolOfVolStructure::Straddle => straddle(1, expiry, Some(20)),
                VolOfVolStructure::Strangle => strangle(1, DELTA_25, expiry, Some(20)),
                VolOfVolStructure::WideStrangle => {
                    hedged(strangle(1, StrikeRule::Delta(0.15), expiry, Some(20)))
                }
                VolOfVolStructure::HedgedStraddle => hedged(straddle(1, expiry, Some(20))),
            })
        }
    }
}

const DELTA_25: StrikeRule = StrikeRule::Delta(0.25);

const fn days(target: i64, minimum: i64, maximum: i64) -> ExpiryRule {
    ExpiryRule { target, minimum, maximum }
}

fn leg(right: Right, ratio: i64, strike: StrikeRule, expiry: ExpiryRule) -> LegRule {
    LegRule { right, ratio, strike, expiry, roll_below: None }
}

fn structure(name: &str, legs: Vec<LegRule>, roll_below: Option<i64>) -> Structure {
    let (hedge, exits) = (HedgeRule::None, Exits::default());
    Structure { name: name.to_owned(), legs, roll_below, hedge, exits }
}

fn hedged(structure: Structure) -> Structure {
    Structure { hedge: HedgeRule::Daily, ..structure }
}

fn straddle(ratio: i64, expiry: ExpiryRule, roll_below: Option<i64>) -> Structure {
    let name = if ratio > 0 { "long straddle" } else { "short straddle" };
    let legs = [Call, Put].map(|right| leg(right, ratio, StrikeRule::AtTheMoney, expiry));
    structure(name, legs.into(), roll_below)
}

fn strangle(
    ratio: i64,
    strike: StrikeRule,
    expiry: ExpiryRule,
    roll_below: Option<i64>,
) -> Structure {
    let name = if ratio > 0 { "long strangle" } else { "short strangle" };
    let legs = [Call, Put].map(|right| leg(right, ratio, strike, expiry));
    structure(name, legs.into(), roll_below)
}

fn call_risk_reversal() -> Structure {
    let expiry = days(45, 30, 60);
    let (long, short) = (leg(Call, 1, DELTA_25, expiry), leg(Put, -1, DELTA_25, expiry));
    structure("call risk reversal", vec![long, short], Some(14))
}

/// The near short call rolls alone; it is covered by the long one.
fn diagonal() -> Structure {
    let long = leg(Call, 1, StrikeRule::AtTheMoney, days(60, 50, 70));
    let short = leg(Call, -1, StrikeRule::Percent(0.05), days(7, 5, 9));
    structure("call diagonal", vec![long, LegRule { roll_below: Some(3), ..short }], None)
}

fn put_backspread() -> Structure {
    let expiry = days(30, 21, 40);
    let (long, short) =
        (leg(Put, 2, DELTA_25, expiry), leg(Put, -1, StrikeRule::AtTheMoney, expiry));
    structure("put backspread", vec![long, short], Some(7))
}

fn risk_reversal() -> Structure {
    let expiry = days(30, 21, 40);
    let (long, short) = (leg(Put, 1, DELTA_25, expiry), leg(Call, -1, DELTA_25, expiry));
    structure("risk reversal", vec![long, short], Some(7))
}
