//! The six convexity profiles: how strongly each one's edge is on.
