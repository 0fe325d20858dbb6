//! One file as a table: its delimiter, header and columns, and passes over its rows.

pub(crate) mod dated;
pub(crate) mod filter;
pub(crate) mod first_rows;
pub(crate) mod header;
pub(crate) mod intraday;
pub(crate) mod kind;
pub(crate) mod layout;
pub(crate) mod options;
pub(crate) mod order;
pub(crate) mod quotes;
pub(crate) mod reading;
pub(crate) mod repeated;
pub(crate) mod scan;
pub(crate) mod sniff;
pub(crate) mod summarise;
pub(crate) mod symbols;
pub(crate) mod understood;
pub(crate) mod unknown;
pub(crate) mod unnamed;
pub(crate) mod without_header;
pub(crate) mod writing;
pub(crate) mod zone;
