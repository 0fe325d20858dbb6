//! OptionMetrics, by way of WRDS: strikes in thousandths of a dollar, -99.99 for nothing.

use crate::import::vendors::{Quirk, VendorFile};

/// The files it writes.
pub(super) const FILES: &[VendorFile] =
    &[VendorFile::new("OptionMetrics chain", &["exdate", "cpflag", "strikeprice", "bestbid"])
        .quirk(Quirk::ThousandthStrikes)];
