//! A run leaves the page: links and tables.
