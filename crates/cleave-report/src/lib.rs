//! Telling: the judgement of a design as a page for people, as lines for a terminal, and in the forms that pull requests,
//! build servers, code scanning and spreadsheets read.
//!
//! All say the same findings in the same words. All are pure: the same design gives the same bytes.

mod csv;
mod html;
mod junit;
mod markdown;
mod page;
mod sarif;
mod text;
mod words;

pub use csv::csv;
pub use html::html;
pub use junit::junit;
pub use markdown::markdown;
pub use sarif::sarif;
pub use text::text;
pub use words::visible;

/// What a report says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// The heading, usually the design's name.
    pub title: String,
    /// The version of Cleave that made it, for example `1.0.0`.
    pub version: String,
}
