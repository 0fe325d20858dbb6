//! The columns of tables on screen: how a cell is written, aligned and coloured.

use std::borrow::Cow;

use crate::profile::Profile;
use crate::regime::Regime;
use crate::view::number::{cents, count, counted, decimal, percent, plus};
use crate::view::table::Cell;
use crate::view::tone::Tone;

/// A column on screen.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its head.
    pub name: &'static str,
    /// How its cells are shown, which decides its width as well.
    pub shown: CellFormat,
    /// What an empty cell says.
    pub empty: &'static str,
}

/// How a cell is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellFormat {
    /// A day.
    Date,
    /// A short word.
    Word,
    /// Words of any length.
    Text,
    /// A word in a frame.
    Tag,
    /// A profile's number as its dot and code.
    Profile,
    /// A regime's number as its dot and name.
    Regime,
    /// A whole number.
    Count,
    /// A number with two decimals.
    Number,
    /// An amount to the cent.
    Money,
    /// An amount made or lost, with its sign.
    Profit,
    /// A share as percent with one decimal.
    Share,
    /// A return as percent with two decimals and its sign.
    Return,
    /// A share as percent with two decimals, or a number of days: what a limit is held against.
    Measure,
}

/// One cell as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetCell {
    /// Its text.
    pub text: Cow<'static, str>,
    /// Its tone.
    pub tone: Tone,
    /// The position of the profile whose dot stands before it.
    pub profile: Option<usize>,
    /// The position of the regime whose dot stands before it.
    pub regime: Option<usize>,
}

impl Column {
    pub(super) const fn new(name: &'static str, shown: CellFormat) -> Self {
        Self { name, shown, empty: "–" }
    }

    pub(super) const fn or(self, empty: &'static str) -> Self {
        Self { empty, ..self }
    }

    /// Whether its cells stand at the right.
    #[must_use]
    pub const fn is_numeric(&self) -> bool {
        use CellFormat::{Date, Profile, Regime, Tag, Text, Word};
        !matches!(self.shown, Date | Profile | Regime | Tag | Text | Word)
    }

    /// What an average character of its cells and the room around them need at least, characters.
    #[must_use]
    pub const fn least_width(&self) -> usize {
        match self.shown {
            CellFormat::Date => 10,
            CellFormat::Profile => 8,
            CellFormat::Count => 4,
            _ => 6,
        }
    }

    /// A cell as it is shown in this column.
    #[must_use]
    pub fn field(&self, cell: &Cell) -> SheetCell {
        let (mut tone, mut profile, mut regime) = (Tone::Plain, None, None);
        let text: Cow<'static, str> = match (cell, self.shown) {
            (Cell::Empty, _) => {
                tone = Tone::Soft;
                self.empty.into()
            }
            (Cell::Text(text), _) => text.clone(),
            (Cell::Date(date), _) => date.to_string().into(),
            (Cell::Money(amount), CellFormat::Profit) => {
                tone = Tone::of_money(*amount);
                plus(cents(*amount)).into()
            }
            (Cell::Money(amount), _) => cents(*amount).into(),
            (Cell::Count(number), CellFormat::Profile) => {
                let found = Profile::ALL.into_iter().find(|p| i64::from(p.number()) == *number);
                profile = found.map(Profile::index);
                found.map_or("", Profile::code).into()
            }
            (Cell::Count(number), CellFormat::Regime) => {
                let found = u8::try_from(*number).ok().and_then(Regime::from_number);
                regime = found.map(Regime::index);
                found.map_or("", Regime::name).into()
            }
            (Cell::Count(days), CellFormat::Measure) => {
                counted(*days as usize, "day", "days").into()
            }
            (Cell::Count(number), _) => count(*number).into(),
            (Cell::Number(value), CellFormat::Measure) => percent(*value, 2).into(),
            (Cell::Number(value), CellFormat::Share) => percent(*value, 1).into(),
            (Cell::Number(value), CellFormat::Return) => {
                tone = Tone::of(*value);
                plus(percent(*value, 2)).into()
            }
            (Cell::Number(value), _) => decimal(*value, 2).into(),
        };
        SheetCell { text, tone, profile, regime }
    }
}
