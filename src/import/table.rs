//! Text to cells: rows, numbers, dates, symbols of contracts, and what a column may hold.

pub(crate) mod bytes;
pub(crate) mod contract;
pub(crate) mod cut;
pub(crate) mod date;
pub(crate) mod indices;
pub(crate) mod marks;
pub(crate) mod meaning;
pub(crate) mod number;
pub(crate) mod rows;
pub(crate) mod time;
pub(crate) mod words;
