//! Where the quotes of a row stand: those of one option, or of a call and a put side by side.

use crate::import::sheet::sniff::Sheet;
use crate::import::table::meaning::{Meaning, Part};
use crate::import::vendors::Quirk;
use crate::market::Right;

/// Where the parts of one option's quote stand; delta may be the call's for both.
pub(crate) struct Side {
    /// `None` where a column or a symbol tells.
    pub(crate) right: Option<Right>,
    pub(crate) bid: Option<usize>,
    pub(crate) ask: Option<usize>,
    pub(crate) trade: Option<usize>,
    pub(crate) iv: Option<usize>,
    pub(crate) delta: Option<usize>,
    pub(crate) volume: Option<usize>,
    pub(crate) open_interest: Option<usize>,
    pub(crate) theta: Option<usize>,
    pub(crate) vega: Option<usize>,
    /// Added to what the column of deltas has.
    pub(crate) delta_shift: f64,
}

impl Side {
    pub(crate) fn each(sheet: &Sheet<'_>) -> Vec<Self> {
        if is_wide(sheet) {
            return vec![Self::wide(sheet, Right::Call), Self::wide(sheet, Right::Put)];
        }
        vec![Self {
            right: None,
            bid: sheet.column(Meaning::Bid),
            ask: sheet.column(Meaning::Ask),
            trade: sheet.column(Meaning::Trade),
            iv: sheet.column(Meaning::ImpliedVol),
            delta: sheet.column(Meaning::Delta),
            volume: sheet.column(Meaning::Volume),
            open_interest: sheet.column(Meaning::OpenInterest),
            theta: sheet.column(Meaning::Theta),
            vega: sheet.column(Meaning::Vega),
            delta_shift: 0.0,
        }]
    }

    pub(crate) fn numbers(&self) -> impl Iterator<Item = Option<usize>> + use<> {
        let Self { bid, ask, trade, iv, delta, volume, open_interest, .. } = *self;
        [bid, ask, trade, iv, delta, volume, open_interest].into_iter()
    }

    fn wide(sheet: &Sheet<'_>, right: Right) -> Self {
        let column = |part| sheet.column(Meaning::Side(right, part));
        let shared = sheet.has(Quirk::DeltaOfCall);
        let delta = if shared { sheet.column(Meaning::Delta) } else { column(Part::Delta) };
        Self {
            right: Some(right),
            bid: column(Part::Bid),
            ask: column(Part::Ask),
            trade: None,
            iv: column(Part::ImpliedVol),
            delta,
            volume: column(Part::Volume),
            open_interest: column(Part::OpenInterest),
            theta: column(Part::Theta).or(sheet.column(Meaning::Theta)),
            vega: column(Part::Vega).or(sheet.column(Meaning::Vega)),
            // Without dividends a put's delta is one below that of the call.
            delta_shift: if shared && right == Right::Put { -1.0 } else { 0.0 },
        }
    }
}

/// Whether a row has a call and a put.
pub(crate) fn is_wide(sheet: &Sheet<'_>) -> bool {
    sheet.column(Meaning::Side(Right::Call, Part::Bid)).is_some()
}
