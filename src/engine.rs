//! The run: a market and a scenario in, a report out.
