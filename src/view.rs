//! A report as strings and tables, ready to show. Page, files and command line share it.

pub mod benchmarks;
pub mod changes;
pub mod cleaned;
pub mod course;
pub mod day;
pub mod entries;
pub mod escape;
pub mod exposure;
pub mod field;
pub mod field_notes;
pub mod file_name;
pub mod files;
pub mod folds;
pub mod form;
pub mod headline;
pub mod holding;

pub mod import_report;
pub mod kept;
pub mod limit_notes;
pub mod link_status;
pub mod measures;
pub mod model_version;
pub mod no_effect;
pub mod number;
pub mod payoff;
pub mod price_source;
pub mod regime_fit;
pub mod ruling;
pub mod sheet;
pub mod signal_labels;
pub mod states;
pub mod structure_form;
pub mod structure_json;
pub mod structure_table;
pub mod sweep;
pub mod table;
pub mod tone;
pub mod trade_detail;
pub mod undo;
pub mod window;
pub mod words;
pub mod zoom;

#[cfg(test)]
pub(crate) mod sample;
pub mod sentence;

pub use form::{Control, Form};
pub use table::{Cell, Table};
pub use tone::Tone;
