//! Bytes to a `Market`: what was read, skipped and repaired is part of the result.
