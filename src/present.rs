//! A report as strings and tables, ready to show.
