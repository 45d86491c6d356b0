//! What a connection would add, under the policy of the part of the design that it is about.

use crate::graph::DesignGraph;
use crate::policy;
use crate::rules;
use cleave_model::{Id, Severity};

/// A finding that a connection would add, or make heavier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Effect {
    pub(super) rule: &'static str,
    pub(super) severity: Severity,
    /// For example "Closes a cycle with inventory".
    pub(super) text: String,
}

/// What one connection would add.
pub(super) struct Told<'g, 'm> {
    graph: &'g DesignGraph<'m>,
    pub(super) effects: Vec<Effect>,
}

impl<'g, 'm> Told<'g, 'm> {
    pub(super) fn of(graph: &'g DesignGraph<'m>) -> Self {
        Self { graph, effects: Vec::new() }
    }

    /// A new finding about these, as serious as the rule says by itself.
    pub(super) fn add(&mut self, rule: &'static str, own: Severity, subjects: &[&Id], text: impl FnOnce() -> String) {
        self.change(rule, (None, Some(own)), subjects, text);
    }

    /// A finding that may have been there before; nothing where it does not weigh more than it did.
    pub(super) fn change(
        &mut self,
        rule: &'static str,
        (before, after): (Option<Severity>, Option<Severity>),
        subjects: &[&Id],
        text: impl FnOnce() -> String,
    ) {
        let Some(after) = after else { return };
        let subjects: Vec<Id> = subjects.iter().map(|id| (*id).clone()).collect();
        let weighed = |own: Severity| policy::severity_at(self.graph, rule, own, &subjects);
        let severity = weighed(after);
        // Severities are in the order of their weight, the heaviest first.
        let heavier = before.is_none_or(|before| severity < weighed(before));
        if severity != Severity::Off && heavier && rules::is_on(self.graph, rule) {
            self.effects.push(Effect { rule, severity, text: text() });
        }
    }
}
