//! Databento: quotes of options by the second or the minute; times are UTC.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes. Where both times stand, that of receipt is of the quote and the other of
/// the last event.
pub(super) const FILES: &[VendorFile] = &[
    VendorFile::new("Databento quotes", &["tsrecv", "bidpx00", "askpx00"])
        .columns(&[("tsrecv", Meaning::Date)]),
    VendorFile::new("Databento quotes", &["tsevent", "bidpx00", "askpx00"])
        .columns(&[("tsevent", Meaning::Date)]),
];
