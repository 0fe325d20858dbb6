//! How a figure reads besides its sign: the views turn it into a class.

use crate::units::Money;

/// Good, bad or neither. Never shown by colour alone: a sign or a word is always there too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Just a figure.
    #[default]
    Plain,
    /// Of less weight.
    Soft,
    /// Money made, or better than before.
    Gain,
    /// Money lost, or worse than before.
    Loss,
    /// As it must be.
    Fine,
}

impl Tone {
    /// By the sign of a number.
    #[must_use]
    pub fn of(value: f64) -> Self {
        if value > 0.0 {
            Self::Gain
        } else if value < 0.0 {
            Self::Loss
        } else {
            Self::Plain
        }
    }

    /// By the sign of an amount.
    #[must_use]
    pub fn of_money(amount: Money) -> Self {
        Self::of(amount.as_micros() as f64)
    }

    /// Its class in the stylesheet.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Soft => "soft",
            Self::Gain => "gain",
            Self::Loss => "loss",
            Self::Fine => "fine",
        }
    }
}
