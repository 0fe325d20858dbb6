//! A report as strings and tables, ready to show. Page, files and command line share it.

pub mod files;
pub mod table;
pub mod words;

pub use table::{Cell, Table};
