//! The six convexity profiles: what each one waits for, and how strongly its edge is on.
//!
//! A score is the geometric mean of logistic factors, each between 0 and 1; two of the six are
//! smoothed. Nothing here knows of money.

mod score;
pub mod structures;

use serde::{Deserialize, Serialize};

pub use score::{Scorer, Scores};
pub use structures::{
    Assignment, Playbook, PlaybookError, SkewInBreakingVol, StructureChoices, VannaStructure,
    VolOfVolStructure,
};

/// A convexity strategy. At most one position per profile is open at any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Profile {
    /// Long-dated gamma.
    LongGamma = 1,
    /// Short-dated gamma.
    ShortGamma = 2,
    /// Charm: decay of delta in a quiet market.
    Charm = 3,
    /// Vanna: delta that moves with volatility.
    Vanna = 4,
    /// Skew between puts and at-the-money options.
    Skew = 5,
    /// Volatility of volatility.
    VolOfVol = 6,
}

/// One value per profile, in the profiles' order.
pub type PerProfile<T> = [T; 6];

impl Profile {
    /// Every profile, by number.
    pub const ALL: PerProfile<Self> =
        [Self::LongGamma, Self::ShortGamma, Self::Charm, Self::Vanna, Self::Skew, Self::VolOfVol];

    /// The number in files, 1 to 6.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The position in arrays, 0 to 5.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize - 1
    }

    /// The short name, as a column head.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::LongGamma => "LDG",
            Self::ShortGamma => "SDG",
            Self::Charm => "CHARM",
            Self::Vanna => "VANNA",
            Self::Skew => "SKEW",
            Self::VolOfVol => "VOV",
        }
    }

    /// The full name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LongGamma => "Long-dated gamma",
            Self::ShortGamma => "Short-dated gamma",
            Self::Charm => "Charm",
            Self::Vanna => "Vanna",
            Self::Skew => "Skew",
            Self::VolOfVol => "Vol of vol",
        }
    }
}
