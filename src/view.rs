//! A report as strings and tables, ready to show. Page, files and command line share it.

pub mod cleaned;
pub mod course;
pub mod day;
pub mod entries;
pub mod exposure;
pub mod file_name;
pub mod files;
pub mod form;
pub mod headline;
pub mod holding;
pub mod html;
pub mod kept;
pub mod link_status;
pub mod measures;
pub mod number;
pub mod payoff;
pub mod price_source;
pub mod ruling;
pub mod sheet;
pub mod states;
pub mod structure_form;
pub mod structure_json;
pub mod table;
pub mod tone;
pub mod undo;
pub mod window;
pub mod words;
pub mod zoom;

#[cfg(test)]
pub(crate) mod sample;

pub use form::{Control, Form};
pub use table::{Cell, Table};
pub use tone::Tone;
