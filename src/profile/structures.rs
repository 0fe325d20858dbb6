//! Which structure each profile trades in each regime.

use serde::{Deserialize, Serialize};

use crate::pricing::Right::{self, Call, Put};
use crate::regime::Regime;
use crate::trade::{ExpiryRule, ExpirySeries, LegRule, StrikeRule, Structure};

use super::Profile;

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
    /// Long straddle at the money.
    #[default]
    Straddle,
    /// Long 25-delta strangle.
    Strangle,
}

/// The choices among structures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StructureChoices {
    /// Which expiries are listed.
    pub expiries: ExpirySeries,
    /// The skew profile while volatility is breaking out.
    pub skew_in_breaking_vol: SkewInBreakingVol,
    /// The vol-of-vol profile.
    pub vol_of_vol: VolOfVolStructure,
}

/// The structures of a run and who trades which, looked up every day.
#[derive(Clone, Debug)]
pub struct Playbook {
    structures: Vec<Structure>,
    /// Index into `structures`, by profile and regime.
    chosen: [[usize; 6]; 6],
}

impl Playbook {
    /// The playbook of some choices.
    #[must_use]
    pub fn new(choices: &StructureChoices) -> Self {
        let mut playbook = Self { structures: Vec::new(), chosen: [[0; 6]; 6] };
        for profile in Profile::ALL {
            for (regime, structure) in structures(profile, choices) {
                let index = playbook.structures.len();
                playbook.structures.push(structure);
                match regime {
                    None => playbook.chosen[profile.index()] = [index; 6],
                    Some(regime) => playbook.chosen[profile.index()][regime.index()] = index,
                }
            }
        }
        playbook
    }

    /// The number of the structure a profile trades in a regime.
    #[must_use]
    pub fn chosen(&self, profile: Profile, regime: Regime) -> usize {
        self.chosen[profile.index()][regime.index()]
    }

    /// The structure of a number this playbook gave out.
    #[must_use]
    pub fn structure(&self, number: usize) -> &Structure {
        &self.structures[number]
    }
}

/// A profile's structure for every regime, then those of single regimes.
fn structures(profile: Profile, choices: &StructureChoices) -> Vec<(Option<Regime>, Structure)> {
    match profile {
        Profile::LongGamma => vec![(None, straddle(1, days(75, 60, 90), Some(30)))],
        Profile::ShortGamma => vec![
            (None, straddle(1, days(2, 1, 3), None)),
            (Some(Regime::Choppy), straddle(-1, days(2, 1, 3), None)),
        ],
        Profile::Charm => vec![(None, strangle(-1, days(10, 7, 14), Some(5)))],
        Profile::Vanna => vec![(None, diagonal())],
        Profile::Skew => {
            let usual = (None, put_backspread());
            match choices.skew_in_breaking_vol {
                SkewInBreakingVol::Backspread => vec![usual],
                SkewInBreakingVol::RiskReversal => {
                    vec![usual, (Some(Regime::BreakingVol), risk_reversal())]
                }
            }
        }
        Profile::VolOfVol => {
            let expiry = days(45, 30, 60);
            vec![(
                None,
                match choices.vol_of_vol {
                    VolOfVolStructure::Straddle => straddle(1, expiry, Some(20)),
                    VolOfVolStructure::Strangle => strangle(1, expiry, Some(20)),
                },
            )]
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

fn straddle(ratio: i64, expiry: ExpiryRule, roll_below: Option<i64>) -> Structure {
    Structure {
        name: if ratio > 0 { "long straddle" } else { "short straddle" },
        legs: vec![
            leg(Call, ratio, StrikeRule::AtTheMoney, expiry),
            leg(Put, ratio, StrikeRule::AtTheMoney, expiry),
        ],
        roll_below,
    }
}

fn strangle(ratio: i64, expiry: ExpiryRule, roll_below: Option<i64>) -> Structure {
    Structure {
        name: if ratio > 0 { "long strangle" } else { "short strangle" },
        legs: vec![leg(Call, ratio, DELTA_25, expiry), leg(Put, ratio, DELTA_25, expiry)],
        roll_below,
    }
}

/// The near short call rolls alone; it is covered by the long one.
fn diagonal() -> Structure {
    let short = leg(Call, -1, StrikeRule::Percent(0.05), days(7, 5, 9));
    Structure {
        name: "call diagonal",
        legs: vec![
            leg(Call, 1, StrikeRule::AtTheMoney, days(60, 50, 70)),
            LegRule { roll_below: Some(3), ..short },
        ],
        roll_below: None,
    }
}

fn put_backspread() -> Structure {
    let expiry = days(30, 21, 40);
    Structure {
        name: "put backspread",
        legs: vec![leg(Put, 2, DELTA_25, expiry), leg(Put, -1, StrikeRule::AtTheMoney, expiry)],
        roll_below: Some(7),
    }
}

fn risk_reversal() -> Structure {
    let expiry = days(30, 21, 40);
    Structure {
        name: "risk reversal",
        legs: vec![leg(Put, 1, DELTA_25, expiry), leg(Call, -1, DELTA_25, expiry)],
        roll_below: Some(7),
    }
}
