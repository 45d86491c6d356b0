//! Telling: the judgement of a design as a page for people and as lines for a terminal.

use cleave_analysis::Analysis;
use cleave_model::Model;

/// What a report says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// The heading, usually the design's name.
    pub title: String,
    /// The version of Cleave that made it.
    pub version: String,
}

/// One self-contained HTML page.
pub fn html(_model: &Model, _analysis: &Analysis, _meta: &Meta) -> String {
    String::new()
}

/// What `cleave check` prints.
pub fn text(_analysis: &Analysis, _model: &Model) -> String {
    String::new()
}
