//! What an import says of files: errors, problems of rows, repairs, warnings and summaries.
//!
//! Plain values with their wording; nothing here reads a file.

pub(crate) mod at_fault;
pub(crate) mod contradiction;
pub(crate) mod count;
pub(crate) mod days;
pub(crate) mod doubt;
pub(crate) mod error;
pub(crate) mod form;
pub(crate) mod limits;
pub(crate) mod problem;
pub(crate) mod problems;
pub(crate) mod repair;
pub(crate) mod role;
pub(crate) mod show;
pub(crate) mod summary;
pub(crate) mod warning;
