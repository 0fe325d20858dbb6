//! A run leaves the page: tables as files, a scenario as a link.

pub mod address;
pub mod csv;
pub mod link;
