//! What each possible end of a connection would mean, before it is drawn.

use crate::graph::{DesignGraph, Element};
use crate::policy;
use crate::rules::{Verdict, store_words, verdict};
use cleave_model::{ConnectionKind, Id, Kind, Model, Severity, command::fits};
use petgraph::Direction;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One element a connection could end at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Affordance {
    /// The element.
    pub target: Id,
    /// How serious the finding would be that the connection adds; nothing where it adds none.
    pub severity: Option<Severity>,
    /// What it would do, for example "Closes a cycle with inventory"; empty where it adds no finding.
    pub text: String,
}

/// Answers for every element that a connection drawn from `from` may end at, by id; empty where none may start there.
///
/// What is drawn follows from the ends: to an operation, service or external a call (from an actor or external: a use),
/// to one's own event a publication and to another's a subscription, to a store a reading. Drawn from an event or store
/// the connection belongs to the other end: it subscribes, publishes or reads.
pub fn affordances(model: &Model, from: &Id) -> Vec<Affordance> {
    let graph = DesignGraph::of(model);
    let Some(start) = graph.element(from) else { return Vec::new() };
    let twins = twins(&graph, from);
    let reach = Reach::of(&graph, start);
    let mut found: Vec<Affordance> = graph
        .drawn
        .node_weights()
        .filter_map(|target| {
            let drawn = natural(start, *target)?;
            let (one, other) = if drawn.turned { (*target, start) } else { (start, *target) };
            if twins.contains(&(drawn.kind, one.record.id(), other.record.id())) {
                return None;
            }
            let worst = reach.effects(&graph, &drawn, one, other).into_iter().min_by_key(|(severity, _)| *severity);
            let (severity, text) = worst.map_or((None, String::new()), |(severity, text)| (Some(severity), text));
            Some(Affordance { target: target.record.id().clone(), severity, text })
        })
        .collect();
    found.sort_by(|a, b| a.target.cmp(&b.target));
    found
}

/// What is connected already: kind and ends of every connection at this element.
fn twins<'m>(graph: &DesignGraph<'m>, id: &Id) -> BTreeSet<(ConnectionKind, &'m Id, &'m Id)> {
    let ways = [Direction::Outgoing, Direction::Incoming];
    let place = graph.place(id).into_iter();
    let edges = place.flat_map(|place| ways.into_iter().flat_map(move |way| graph.drawn.edges_directed(place, way)));
    edges.map(|edge| edge.weight()).map(|connection| (connection.kind, &connection.from, &connection.to)).collect()
}

/// The connection that is meant when a line is drawn between two elements.
struct Drawn {
    kind: ConnectionKind,
    /// Whether it runs from the target to where the line began.
    turned: bool,
}

fn natural(start: Element<'_>, target: Element<'_>) -> Option<Drawn> {
    let (from, to) = (start.record.kind(), target.record.kind());
    let own = start.service.is_some() && start.service == target.service;
    if start.record.id() == target.record.id() || (own && from != Kind::Event && to == Kind::Service) {
        return None;
    }
    if matches!(from, Kind::Event | Kind::DataStore) {
        let kind = ending_at(from, target, start);
        return fits(kind, to, from).then_some(Drawn { kind, turned: true });
    }
    let kind = match to {
        Kind::Event | Kind::DataStore => ending_at(to, start, target),
        _ if matches!(from, Kind::Actor | Kind::External) => ConnectionKind::Use,
        _ => ConnectionKind::Call,
    };
    fits(kind, from, to).then_some(Drawn { kind, turned: false })
}

/// What `who` means to do with an event or a store.
fn ending_at(kind: Kind, who: Element<'_>, what: Element<'_>) -> ConnectionKind {
    match kind {
        Kind::DataStore => ConnectionKind::Read,
        _ if what.service.is_none() || what.service == who.service => ConnectionKind::Publish,
        _ => ConnectionKind::Subscribe,
    }
}

/// Who leads to the service where the line begins, and where it leads to: one walk each, whatever the targets.
struct Reach {
    calls_it: Vec<bool>,
    needs_it: Vec<bool>,
    it_needs: Vec<bool>,
}

impl Reach {
    fn of(graph: &DesignGraph<'_>, start: Element<'_>) -> Self {
        let Some(service) = start.service else {
            return Self { calls_it: Vec::new(), needs_it: Vec::new(), it_needs: Vec::new() };
        };
        Self {
            calls_it: graph.sync.graph.reach(service, true),
            needs_it: graph.all.graph.reach(service, true),
            it_needs: graph.all.graph.reach(service, false),
        }
    }

    /// What a connection would add, each with its severity under the policy.
    fn effects(
        &self,
        graph: &DesignGraph<'_>,
        drawn: &Drawn,
        one: Element<'_>,
        other: Element<'_>,
    ) -> Vec<(Severity, String)> {
        let mut effects = Vec::new();
        let mut add = |rule: &str, own: Severity, text: String| match policy::severity(graph.policy, rule, own) {
            Severity::Off => {}
            severity => effects.push((severity, text)),
        };
        let depends = !matches!(drawn.kind, ConnectionKind::Publish | ConnectionKind::Use);
        let between = one.service.zip(other.service).filter(|(from, to)| depends && from != to);
        if let Some((from, to)) = between {
            let far = if drawn.turned { from } else { to };
            let closes_calls = drawn.kind == ConnectionKind::Call
                && self.calls_it[far as usize]
                && !graph.sync.tangles.together(from, to);
            let back = if drawn.turned { &self.it_needs } else { &self.needs_it };
            if closes_calls {
                add("cycle-sync", Severity::Error, format!("Closes a cycle with {}", graph.name(far)));
            } else if back[far as usize] && !graph.all.tangles.together(from, to) {
                add("cycle-mixed", Severity::Warning, format!("Closes a cycle of contracts with {}", graph.name(far)));
            }
            if drawn.kind == ConnectionKind::Read {
                let words = store_words(graph, other.record.name(), other.service);
                add("foreign-store-access", Severity::Warning, format!("Reads {words}"));
            }
        }
        if between.is_some() || (one.service.is_some() && other.record.kind() == Kind::External) {
            let text = match verdict(graph, &graph.whole(one), &graph.whole(other)) {
                Some(Verdict::Forbidden(rule)) if !rule.name.is_empty() => format!("{} forbids it", rule.name),
                Some(Verdict::Forbidden(_)) => "The policy forbids it".into(),
                Some(Verdict::NotAllowed) => "Not on the list of what it may depend on".into(),
                None => return effects,
            };
            add("forbidden-dependency", Severity::Error, text);
        }
        effects
    }
}

#[cfg(test)]
mod tests {
    use super::affordances;
    use crate::drawing::{draw, with_policy};
    use serde_json::json;

    fn effect(model: &cleave_model::Model, from: &str, to: &str) -> Option<(Option<String>, String)> {
        let found = affordances(model, &from.into()).into_iter().find(|found| found.target == to)?;
        Some((found.severity.map(|severity| severity.to_string()), found.text))
    }

    fn says(lines: &str, from: &str, to: &str) -> String {
        match effect(&draw(lines), from, to) {
            None => "no end".into(),
            Some((None, text)) => text,
            Some((Some(severity), text)) => format!("{severity}: {text}"),
        }
    }

    #[test]
    fn a_call_back_closes_a_cycle_also_through_others() {
        let lines = "orders.place calls stock.reserve; stock.reserve calls inventory.take";
        assert_eq!(
            says(lines, "operation:inventory.take", "operation:orders.place"),
            "error: Closes a cycle with orders"
        );
        assert_eq!(says(lines, "service:inventory", "service:orders"), "error: Closes a cycle with orders");
        assert_eq!(says(lines, "operation:orders.place", "operation:inventory.take"), "");
    }

    #[test]
    fn what_is_tangled_already_adds_nothing() {
        assert_eq!(says("a.x calls b.y; b.y calls a.x; service c", "service:a", "operation:b.y"), "");
    }

    #[test]
    fn a_call_against_a_subscription_ties_contracts() {
        let lines = "b subscribes a.Done; a publishes a.Done; b.x calls c.z";
        assert_eq!(says(lines, "service:a", "operation:b.x"), "warning: Closes a cycle of contracts with b");
        assert_eq!(
            says("a.x calls b.y; a publishes a.Done", "event:a.Done", "service:b"),
            "warning: Closes a cycle of contracts with a".replace("with a", "with b")
        );
    }

    #[test]
    fn a_foreign_store_and_a_prohibition_are_told() {
        let lines = "a writes a.db; b.x calls c.y";
        assert_eq!(says(lines, "operation:b.x", "store:a.db"), "warning: Reads the db store of a");
        assert_eq!(says(lines, "store:a.db", "operation:b.x"), "warning: Reads the db store of a");
        let policy = json!({"forbidden": [{"name": "FD1", "from": {"by": "service", "value": "b"},
            "to": {"by": "service", "value": "a"}, "reachable": false, "why": null}]});
        let model = with_policy(draw(lines), policy);
        assert_eq!(effect(&model, "service:b", "service:a").unwrap().1, "FD1 forbids it");
    }

    #[test]
    fn only_fitting_ends_are_offered() {
        let lines = "shopper uses a.x; b subscribes a.Done; a publishes a.Done; c.z calls a.x";
        assert_eq!(says(lines, "actor:shopper", "event:a.Done"), "no end");
        assert_eq!(says(lines, "actor:shopper", "operation:a.x"), "no end");
        assert_eq!(says(lines, "actor:shopper", "service:b"), "");
        assert_eq!(says(lines, "operation:a.x", "service:a"), "no end");
        assert_eq!(says(lines, "operation:c.z", "event:a.Done"), "");
        assert!(affordances(&draw(lines), &"nothing".into()).is_empty());
    }

    #[test]
    fn what_is_told_comes_true() {
        use crate::{analyse, drawing::run};
        use cleave_model::{Command, ConnectionKind};
        let model =
            draw("a.x calls b.y; b.y calls c.z; c publishes c.Done; d subscribes c.Done; d.w calls a.x; service e");
        let foretold = |model: &cleave_model::Model| {
            let rules = ["cycle-mixed", "cycle-sync", "foreign-store-access", "forbidden-dependency"];
            let mut found = analyse(model).findings;
            found.retain(|found| rules.contains(&found.rule.as_str()));
            found
        };
        let before = foretold(&model).len();
        for from in ["a", "b", "c", "d", "e"] {
            for to in ["a", "b", "c", "d", "e"] {
                let Some((severity, _)) = effect(&model, &format!("service:{from}"), &format!("service:{to}")) else {
                    continue;
                };
                let mut after = model.clone();
                let ends = (format!("service:{from}"), format!("service:{to}"));
                run(&mut after, &Command::connect(ConnectionKind::Call, ends.0.as_str(), ends.1.as_str()));
                let added = foretold(&after);
                assert_eq!(severity.is_some(), added.len() > before, "{from} → {to}: {severity:?} {added:#?}");
            }
        }
    }
}
