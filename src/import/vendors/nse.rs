//! National Stock Exchange of India: all futures and options of a day, in both of its layouts.

use crate::import::table::meaning::Meaning;
use crate::import::vendors::VendorFile;

/// The files it writes.
pub(super) const FILES: &[VendorFile] = &[
    VendorFile::new("NSE daily report", &["expirydt", "strikepr", "optiontyp"])
        .columns(&[("contracts", Meaning::Volume), ("openint", Meaning::OpenInterest)]),
    VendorFile::new("NSE daily report", &["tckrsymb", "xprydt", "strkpric", "optntp"]).words(&[
        ("traddt", Meaning::Date),
        ("tckrsymb", Meaning::Symbol),
        ("opnpric", Meaning::Open),
        ("hghpric", Meaning::High),
        ("lwpric", Meaning::Low),
        ("clspric", Meaning::Close),
        ("ttltradgvol", Meaning::Volume),
    ]),
];
