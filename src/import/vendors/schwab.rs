//! Schwab, before it TD Ameritrade: the option chain of the moment.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("Schwab chain", &["putcall", "strikeprice", "quotetimeinlong"]).columns(&[
        ("quotetimeinlong", Meaning::Date),
        ("volatility", Meaning::ImpliedVol),
        ("totalvolume", Meaning::Volume),
        ("settlementtype", Meaning::Settles),
    ])];
