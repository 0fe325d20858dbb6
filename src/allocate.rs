//! Scores and compatibility to weights under limits, with the trace of every step.
