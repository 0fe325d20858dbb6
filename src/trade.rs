//! Contracts, structures, positions, costs, margin.
