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
    /// A call and a put of one strike contradict the others of their expiry.
    Parity,
    /// The stated underlying is not where calls and puts have it.
    Level,
    /// Every contract is quoted as on the day before.
    RepeatedDay,
}

impl Doubt {
    /// What was found.
    pub(crate) const fn what(self) -> &'static str {
        match self {
            Self::MayBeSplit => "closes that move as after a split",
            Self::Jump => "moves of more than 20 % from close to close",
            Self::StaleBar => "bars equal to the one before",
            Self::Parity => {
                "calls and puts of one strike more than 2 % of the underlying off the others of \
                 their expiry"
            }
            Self::Level => {
                "days on which the stated underlying is more than 1 % off where calls and puts \
                 have it"
            }
            Self::RepeatedDay => "days whose option quotes are all those of the day before",
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
        }
    }
}
