//! One file as a table: its delimiter, header and columns, and passes over its rows.

pub(crate) mod content;
pub(crate) mod filter;
pub(crate) mod header;
pub(crate) mod intraday;
pub(crate) mod kind;
pub(crate) mod layout;
pub(crate) mod options;
pub(crate) mod order;
pub(crate) mod reading;
pub(crate) mod scan;
pub(crate) mod sniff;
pub(crate) mod summarise;
pub(crate) mod symbols;
pub(crate) mod understood;
pub(crate) mod unknown;
pub(crate) mod without_header;
pub(crate) mod writing;
