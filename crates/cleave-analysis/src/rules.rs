//! The coupling rules: one file and one page each.

use cleave_model::Severity;

/// The page of a rule: why it is there, a drawing that breaks it and one that does not.
#[derive(Debug, Clone, Copy)]
pub struct RulePage {
    /// The rule's name.
    pub name: &'static str,
    /// The page, in Markdown.
    pub markdown: &'static str,
    /// The rule's own severity, its worst where it has two.
    pub severity: Severity,
}

/// The pages of all rules, by name.
pub fn rule_pages() -> &'static [RulePage] {
    &[]
}
