//! What the app and its worker say to each other, as bytes.
