//! What an option is worth: model prices and the volatility surface.
