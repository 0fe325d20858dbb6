//! EODHD: end-of-day option chains.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("EODHD chain", &["contract", "expdate", "strike", "tradetime"])
        .columns(&[("tradetime", Meaning::Date), ("volatility", Meaning::ImpliedVol)])];
