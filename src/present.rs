//! A report as strings and tables, ready to show. Page, files and command line share it.

pub mod files;
pub mod form;
pub mod table;
pub mod undo;
pub mod words;

pub use form::{Control, Form};
pub use table::{Cell, Table};
