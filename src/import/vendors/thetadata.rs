//! ThetaData: option chains of its second interface, with strikes in thousandths of a dollar and
//! times in milliseconds, and of its third.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::{Quirk, VendorFile};

/// The files it writes.
pub(super) const FILES: &[VendorFile] = &[
    VendorFile::new("ThetaData chain", &["expiration", "strike", "right", "msofday"])
        .quirk(Quirk::ThousandthStrikes),
    // The day of the quote is that of the report, not of the last trade.
    VendorFile::new("ThetaData chain", &["expiration", "strike", "right", "created", "lasttrade"])
        .columns(&[("created", Meaning::Date)]),
    VendorFile::new("ThetaData chain", &["expiration", "strike", "right", "bidcondition"]),
];
