//! What each possible end of a connection would mean, before it is drawn.
//!
//! Told are the findings of the rules that one more connection can break, as long as a few walks answer for all targets
//! together: circles (`walks`), what is counted (`counts`, `teams`), what is said at both ends (`ends`) and what is locked
//! into one release (`locked`). Single points of failure and availability need another graph algorithm for each target:
//! they are told where the design is small enough to try each (`standing`), else by the preview of one connection. A
//! connection that is only drawn says no timeout, no version and no encryption yet, so rules about these cannot speak.

mod counts;
mod ends;
mod forbidding;
mod locked;
mod standing;
mod teams;
mod told;
mod walks;

use crate::graph::{DesignGraph, Element};
use cleave_model::{ConnectionKind, Id, Kind, Model, Severity, command::fits};
use counts::Counts;
use ends::Ends;
use locked::Locked;
use serde::{Deserialize, Serialize};
use standing::Standing;
use std::collections::BTreeSet;
use teams::Teams;
use told::{Effect, Told};
use walks::Walks;

/// The rules whose findings are told before a connection is drawn, by name; two of them, single points of failure and low
/// availability, only of designs of up to some hundred services.
pub const FORETOLD: &[&str] = &[
    "chatty-pair",
    "cycle-mixed",
    "cycle-sync",
    "deep-sync-chain",
    "distributed-monolith",
    "esb-hub",
    "event-loop",
    "event-without-publisher",
    "event-without-subscriber",
    "forbidden-dependency",
    "foreign-store-access",
    "hub-service",
    "layer-violation",
    "low-availability-path",
    "low-boundary-cohesion",
    "mixed-sync-async",
    "multiple-publishers",
    "no-gateway",
    "private-operation",
    "sensitive-data-crossing",
    "shared-store",
    "single-point-of-failure",
    "sync-fan-out",
    "team-ownership",
    "unauthenticated-api",
    "unstable-dependency",
];

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
    let of_target = |(line, effects): (Line<'_>, Vec<Effect>)| {
        let worst = effects.into_iter().min_by_key(|effect| effect.severity);
        let (severity, text) = worst.map_or((None, String::new()), |effect| (Some(effect.severity), effect.text));
        Affordance { target: line.target.record.id().clone(), severity, text }
    };
    let mut found: Vec<Affordance> = foretold(&graph, from).into_iter().map(of_target).collect();
    found.sort_by(|a, b| a.target.cmp(&b.target));
    found
}

/// Every line that can be drawn from an element, with what it would add.
fn foretold<'m>(graph: &DesignGraph<'m>, from: &Id) -> Vec<(Line<'m>, Vec<Effect>)> {
    let Some(start) = graph.element(from) else { return Vec::new() };
    let twins = twins(graph, from);
    let (walks, counts, ends) = (Walks::of(graph, start), Counts::of(graph, start), Ends::of(graph, start));
    let (teams, locked, standing) = (Teams::of(graph), Locked::of(graph, start), Standing::of(graph, start));
    let all = graph.drawn.elements().filter_map(|target| {
        let line = Line::natural(start, *target)?;
        if twins.contains(&(line.kind, line.from.record.id(), line.to.record.id())) {
            return None;
        }
        let ties = ties(graph, &line);
        let mut told = Told::of(graph);
        walks.tell(graph, &line, &ties, &mut told);
        counts.tell(graph, &line, &ties, &mut told);
        ends.tell(graph, &line, &ties, &mut told);
        teams.tell(graph, &line, &ties, &mut told);
        locked.tell(graph, &line, &ties, &mut told);
        standing.tell(graph, &line, &ties, &mut told);
        Some((line, told.effects))
    });
    all.collect()
}

/// What is connected already: kind and ends of every connection at this element.
fn twins<'m>(graph: &DesignGraph<'m>, id: &Id) -> BTreeSet<(ConnectionKind, &'m Id, &'m Id)> {
    let place = graph.place(id).into_iter();
    let ways = place.flat_map(|place| graph.leaving(place).chain(graph.arriving(place)));
    ways.map(|way| way.connection()).map(|connection| (connection.kind, &connection.from, &connection.to)).collect()
}

/// The connection that is meant when a line is drawn between two elements.
struct Line<'m> {
    kind: ConnectionKind,
    /// Where the connection starts and ends; the line may have been drawn the other way.
    from: Element<'m>,
    to: Element<'m>,
    /// Where the line ends.
    target: Element<'m>,
}

impl<'m> Line<'m> {
    fn natural(start: Element<'m>, target: Element<'m>) -> Option<Self> {
        let (from, to) = (start.record.kind(), target.record.kind());
        let own = start.service.is_some() && start.service == target.service;
        if start.record.id() == target.record.id() || (own && from != Kind::Event && to == Kind::Service) {
            return None;
        }
        if matches!(from, Kind::Event | Kind::DataStore) {
            let kind = ending_at(from, target, start);
            return fits(kind, to, from).then_some(Self { kind, from: target, to: start, target });
        }
        let kind = match to {
            Kind::Event | Kind::DataStore => ending_at(to, start, target),
            _ if matches!(from, Kind::Actor | Kind::External) => ConnectionKind::Use,
            _ => ConnectionKind::Call,
        };
        fits(kind, from, to).then_some(Self { kind, from: start, to: target, target })
    }
}

/// What `who` means to do with an event or a store.
fn ending_at(kind: Kind, who: Element<'_>, what: Element<'_>) -> ConnectionKind {
    match kind {
        Kind::DataStore => ConnectionKind::Read,
        _ if what.service.is_none() || what.service == who.service => ConnectionKind::Publish,
        _ => ConnectionKind::Subscribe,
    }
}

/// The services between which the connection would be a dependency, from and to. Where it publishes an event that
/// nobody owns, all who subscribe to that depend on the publisher from then on.
fn ties(graph: &DesignGraph<'_>, line: &Line<'_>) -> Vec<(u32, u32)> {
    let Some(from) = line.from.service else { return Vec::new() };
    let to = match (line.kind, line.to.service) {
        (ConnectionKind::Use, _) => return Vec::new(),
        (ConnectionKind::Publish, None) => {
            let Some(event) = graph.place(line.to.record.id()) else { return Vec::new() };
            // One that publishes it already is depended on already.
            if graph.services_at(event, ConnectionKind::Publish).contains(&from) {
                return Vec::new();
            }
            let heard = graph.services_at(event, ConnectionKind::Subscribe).into_iter();
            return heard.filter(|by| *by != from).map(|by| (by, from)).collect();
        }
        (ConnectionKind::Publish, Some(_)) => return Vec::new(),
        (_, to) => to,
    };
    to.filter(|to| *to != from).map(|to| (from, to)).into_iter().collect()
}

#[cfg(test)]
mod comes_true;

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
            "warning: Closes a cycle of contracts with b"
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
        assert_eq!(says(lines, "actor:shopper", "service:b"), "warning: Comes to b past every gateway");
        assert_eq!(says(lines, "operation:a.x", "service:a"), "no end");
        assert_eq!(says(lines, "operation:c.z", "event:a.Done"), "");
        assert!(affordances(&draw(lines), &"nothing".into()).is_empty());
    }

    /// What is told of one target, and of the same drawing with this more.
    fn then(lines: &str, more: &str, from: &str, to: &str) -> [String; 2] {
        [says(lines, from, to), says(&format!("{lines};{more}"), from, to)]
    }

    fn of_model(model: &cleave_model::Model, from: &str, to: &str) -> String {
        let (severity, text) = effect(model, from, to).expect("an end");
        severity.map_or(text.clone(), |severity| format!("{severity}: {text}"))
    }

    #[test]
    fn too_many_calls_are_told() {
        let six: String = (0..6).map(|at| format!("desk.show calls s{at}.get;")).collect();
        let lines = format!("{six} service s6; service s7");
        assert_eq!(
            then(&lines, "desk.show calls s6.get", "service:desk", "service:s7"),
            ["", "warning: desk then calls 8 other services"]
        );
        // One that it calls already is no other.
        assert_eq!(says(&format!("{lines}; desk.show calls s6.get"), "service:desk", "operation:s6.get"), "");
        let four: String = (0..4).map(|at| format!("a.x calls b.op{at};")).collect();
        assert_eq!(
            then(&format!("{four} c.z calls b.last"), "a.x calls b.op4", "operation:a.x", "operation:b.last"),
            ["warning: a then calls 5 operations of b", ""]
        );
        assert_eq!(says(&format!("{four} service c"), "operation:a.x", "service:b"), "");
    }

    #[test]
    fn a_chain_that_gets_too_long_is_told_for_its_entry() {
        let lines = "shopper uses web; web calls a; b calls c; c calls d; service e";
        assert_eq!(
            then(lines, "e calls b", "service:a", "service:b"),
            ["warning: Makes a chain of 4 calls from web", "warning: Makes a chain of 4 calls from web"]
        );
        assert!(!says(lines, "service:a", "service:c").contains("chain"));
        // Of those that are long already nothing is new.
        assert_eq!(says(&format!("{lines}; a calls b; b calls e"), "service:d", "service:e"), "");
        // Nobody comes in there; then the actor does, and it is an entry with a chain below.
        let below = "p calls q; q calls r; r calls s; s calls t; shopper uses o";
        assert!(says(below, "actor:shopper", "service:p").starts_with("warning:"));
        assert_eq!(
            says(&format!("{below}; r calls gate"), "service:gate", "service:p"),
            "error: Closes a cycle with p"
        );
    }

    #[test]
    fn layers_and_prohibitions_through_others_are_told() {
        let layered = |from: &str, to: &str| {
            let mut model = draw("service a; service b; service c");
            for (service, layer) in [("a", "edge"), ("b", "core"), ("c", "data")] {
                crate::drawing::saying(&mut model, &format!("service:{service}"), json!({"layer": layer}));
            }
            let policy = json!({"layers": ["edge", "core", "data"], "strict_layers": true});
            of_model(&with_policy(model, policy), &format!("service:{from}"), &format!("service:{to}"))
        };
        assert_eq!(layered("a", "b"), "");
        assert_eq!(layered("b", "a"), "error: Runs up from layer core to edge");
        assert_eq!(layered("a", "c"), "error: Skips the layer core");
        let kept = |lines: &str, from: &str, to: &str| {
            let rule = json!({"name": "FD7", "from": {"by": "service", "value": "web"},
                "to": {"by": "service", "value": "ledger"}, "reachable": true, "why": null});
            of_model(&with_policy(draw(lines), json!({"forbidden": [rule]})), from, to)
        };
        let lines = "web calls a; b calls ledger; service c";
        assert_eq!(kept(lines, "service:a", "service:b"), "error: FD7 keeps web from ledger");
        assert_eq!(kept(lines, "service:a", "service:c"), "");
        assert_eq!(kept(lines, "service:c", "service:b"), "");
        // What is so already is not new.
        assert_eq!(kept(&format!("{lines}; a calls b"), "service:web", "service:b"), "");
    }

    #[test]
    fn the_outside_is_told_where_it_comes_in() {
        let mut model = draw("shopper uses gate; web.show calls gate; service b");
        crate::drawing::saying(&mut model, "service:gate", json!({"role": "gateway"}));
        assert_eq!(of_model(&model, "actor:shopper", "service:b"), "warning: Comes to b past every gateway");
        let worst = |auth: serde_json::Value, visibility: &str| {
            let mut model = draw("shopper uses web; web.show calls gate");
            crate::drawing::saying(&mut model, "service:web", json!({"role": "ui"}));
            crate::drawing::saying(&mut model, "api:web.api", json!({"auth": auth, "visibility": visibility}));
            of_model(&model, "actor:shopper", "operation:web.show")
        };
        assert_eq!(worst(json!({"kind": "none"}), "internal"), "error: Anybody outside may call it");
        assert_eq!(
            worst(json!({"kind": "not-said"}), "internal"),
            "warning: Nothing says how callers prove who they are"
        );
        // A public one is told without anybody drawn.
        assert_eq!(worst(json!({"kind": "none"}), "public"), "");
    }

    #[test]
    fn private_operations_and_second_channels_are_told() {
        let private = |lines: &str| {
            let mut model = draw(lines);
            crate::drawing::saying(&mut model, "operation:b.y", json!({"published": false}));
            of_model(&model, "service:a", "operation:b.y")
        };
        assert_eq!(private("service a; b.y calls c.z"), "error: Private to the domain of b");
        assert_eq!(private("domain one a b; b.y calls c.z"), "");
        let lines = "a publishes a.Done; b subscribes a.Done; service c";
        assert_eq!(
            then(lines, "a calls c", "service:a", "service:b"),
            ["warning: Closes a cycle of contracts with b", "warning: Closes a cycle of contracts with b"]
        );
        assert_eq!(
            says(
                "a publishes Done; b subscribes Done; a.x calls c; c publishes c.Far; c subscribes Done",
                "service:c",
                "event:Done"
            ),
            "warning: a publishes it already"
        );
    }

    #[test]
    fn events_that_lead_nowhere_or_round_are_told() {
        let lines = "a publishes a.Done; b subscribes a.Done; b publishes b.Back";
        let told = says(lines, "service:a", "event:b.Back");
        assert!(told.starts_with("warning: Closes a"), "{told}");
        assert_eq!(says("a publishes a.Done; b subscribes c.Never; service d", "service:d", "event:c.Never"), "");
        let lines = "a publishes a.Done; b subscribes a.Done; x.y calls b.z";
        assert_eq!(says(lines, "service:x", "event:a.Done"), "");
    }

    #[test]
    fn one_release_one_way_and_a_broken_promise_are_told() {
        assert_eq!(
            then("a writes lost; service b; service c", "b writes lost", "service:c", "store:lost"),
            ["error: Shares the lost store with a", "error: Locks it into one release with all who use lost"]
        );
        let lines = "shopper uses door; door calls a; door calls b; service c; a calls b";
        assert_eq!(
            then(lines, "a calls c; b calls c", "service:door", "service:c"),
            ["warning: Only door then leads to 3 others, and it runs once", ""]
        );
        let promised = |objective: f64| {
            let mut model = draw("shopper uses door; service c");
            for service in ["service:door", "service:c"] {
                crate::drawing::saying(&mut model, service, json!({"availability": 0.99, "slo": objective}));
            }
            of_model(&model, "service:door", "service:c")
        };
        assert_eq!([promised(0.985), promised(0.98)], ["error: door then cannot answer as often as it must", ""]);
    }

    #[test]
    fn a_store_with_a_team_of_its_own_and_a_broker_are_told() {
        let mut model = draw("a calls b; c calls b; d calls mq; b calls d");
        for (service, team) in [("a", "red"), ("b", "red"), ("c", "blue"), ("d", "blue"), ("mq", "blue")] {
            crate::drawing::saying(&mut model, &format!("service:{service}"), json!({"team": team}));
        }
        crate::drawing::saying(&mut model, "service:mq", json!({"role": "broker"}));
        assert_eq!(of_model(&model, "service:a", "service:mq"), "", "one connection with each team is a tie");
        let more = "warning: a then has more to do with blue than with red";
        let tied = crate::drawing::with(model.clone(), "service:b", json!({"team": null}));
        assert_eq!(of_model(&tied, "service:a", "service:mq"), more);
    }

    #[test]
    fn teams_and_the_middle_are_told() {
        let teamed = |lines: &str| {
            let mut model = draw(lines);
            for (service, team) in [("a", "red"), ("b", "red"), ("c", "blue"), ("d", "blue")] {
                crate::drawing::saying(&mut model, &format!("service:{service}"), json!({"team": team}));
            }
            of_model(&model, "service:a", "service:d")
        };
        assert_eq!(
            teamed("a calls b; c calls b; d calls c; a calls c"),
            "warning: a then has more to do with blue than with red"
        );
        assert_eq!(teamed("a calls b; c calls d; b calls c"), "");
        let hub = "x calls h; y calls h; h calls p; h calls q; h calls r; service s; p calls q; q calls r; r calls s; x calls y";
        assert_eq!(says(hub, "service:h", "service:s"), "warning: Makes h a hub: 2 depend on it, and it on 4");
        assert_eq!(says(hub, "service:x", "service:s"), "");
    }
}
