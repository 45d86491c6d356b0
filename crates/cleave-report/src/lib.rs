//! Telling: the judgement of a design as a page for people and as lines for a terminal.
//!
//! Both say the same findings in the same words. Both are pure: the same design gives the same bytes.

mod html;
mod page;
mod text;
mod words;

pub use html::html;
pub use text::text;

/// What a report says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// The heading, usually the design's name.
    pub title: String,
    /// The version of Cleave that made it, for example `1.0.0`.
    pub version: String,
}
