//! MarketData.app: option chains, each quote with the second it was updated.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("MarketData.app chain", &["optionsymbol", "side", "strike", "updated"])
        .columns(&[("side", Meaning::Right), ("updated", Meaning::Date)])];
