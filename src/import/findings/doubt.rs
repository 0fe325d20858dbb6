//! What may be doubtful about prices and quotes that are well written.

/// What may be doubted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The close moved as a split would have it.
    MayBeSplit,
    /// The close moved by more than a fifth in a day.
    Jump,
    /// A bar is the same as the one before.
    StaleBar,
    /// A strike is off the put-call-parity level of its expiry.
    Parity,
    /// The stated underlying is off the level of put-call parity.
    Level,
    /// Every contract is quoted as on the day before.
    RepeatedDay,
    /// Prices are whole numbers that may be parts of a dollar.
    Parts,
    /// The close is at a hundred times that of the day before, or at a hundredth, and stays there.
    OtherUnit,
}

impl Doubt {
    /// What was found.
    pub(crate) const fn what(self) -> &'static str {
        match self {
            Self::MayBeSplit => "possible unadjusted splits",
            Self::Jump => "moves of more than 20 % from close to close",
            Self::StaleBar => "bars equal to the one before",
            Self::Parity => {
                "strikes more than 2 % of the underlying off the put-call-parity level of their \
                 expiry"
            }
            Self::Level => {
                "days on which the stated underlying is more than 1 % off the put-call-parity level"
            }
            Self::RepeatedDay => "days whose option quotes are all those of the day before",
            Self::Parts => {
                "prices in whole hundreds above 100,000, as in ten-thousandths of a dollar"
            }
            Self::OtherUnit => {
                "closes at a hundred times those before or a hundredth, as in another unit"
            }
        }
    }

    /// What the engine makes of it.
    pub(crate) const fn effect(self) -> &'static str {
        match self {
            Self::MayBeSplit => {
                "if the prices are not adjusted, load adjusted ones: the engine takes them for \
                 moves"
            }
            Self::Jump => "they are taken as they are",
            Self::StaleBar => "they count as days without a move",
            Self::Parity => "each is traded at its own quote",
            Self::Level => "the stated one is used",
            Self::RepeatedDay => "they are traded at these quotes",
            Self::Parts => "they are read as dollars: divide them by 10,000 if they are not",
            Self::OtherUnit => "write all prices in one unit: the engine takes it for a move",
        }
    }
}
