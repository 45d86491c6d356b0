//! The steps of this service's store, in order. Append; never change a step that has been shipped.

/// Number and SQL of each step.
pub const MIGRATIONS: &[(i64, &str)] = &[(1, include_str!("../migrations/0001_initial.sql"))];
