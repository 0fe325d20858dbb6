//! IVolatility: end-of-day chains, the underlying's price that its volatilities are of beside them.

use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("IVolatility chain", &["optionsymbol", "callput", "stockpriceforiv"])];
