//! Tradier: the option chain of the moment, without its day.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::{Quirk, VendorFile};

/// The files it writes; with a day, if the user put one beside it.
pub(super) const FILES: &[VendorFile] = &[
    VendorFile::new("Tradier chain", &["expirationdate", "optiontype", "rootsymbol", "date"]),
    VendorFile::new("Tradier chain", &["expirationdate", "optiontype", "rootsymbol", "tradedate"])
        .columns(&[("tradedate", Meaning::Date)])
        .quirk(Quirk::DayOfLatestTrade),
    VendorFile::new("Tradier chain", &["expirationdate", "optiontype", "rootsymbol"]),
];
