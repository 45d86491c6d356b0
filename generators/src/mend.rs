//! Mending files that are the user's: insertions only, at places found by parsing; nothing is printed anew.

pub mod code;
pub mod dependencies;
pub mod source;
pub mod steps;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mending {
    /// Nothing was missing; what else does not fit the design, one line each.
    Fits(Vec<String>),
    /// The new text, and what else does not fit the design.
    Mended(String, Vec<String>),
    /// It was left alone, and why.
    Refused(String),
}
