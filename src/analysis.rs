//! What a finished run amounts to.
