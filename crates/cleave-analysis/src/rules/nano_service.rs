//! Services that are hardly more than a function.
//!
#![doc = include_str!("nano-service.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use crate::kept::MadeOf;
use cleave_model::{Role, Severity};

pub(super) const RULE: Rule =
    Rule { name: "nano-service", severity: Severity::Info, page: include_str!("nano-service.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let entries = graph.entries(&graph.sync.graph);
    for (service, owned) in (0..graph.n()).zip(graph.owned()) {
        let users = graph.all.graph.ins(service);
        let small = owned.operations <= 1 && owned.events == 0 && owned.stores == 0 && users.len() <= 1;
        let other = graph.services[service as usize].role != Role::Business;
        if !small || other || entries.binary_search(&service).is_ok() {
            continue;
        }
        let user = users.first().map(|user| graph.services[*user as usize]);
        let uses = || graph.needed(service).map(|found| found.way);
        let made_of = MadeOf::default()
            .record(graph.services[service as usize])
            .records(user)
            .records(uses().map(|way| way.record));
        findings.push(graph.kept.finding(RULE.name, made_of.number(owned.operations as usize), || {
            let operations = if owned.operations == 1 { "one operation" } else { "no operation" };
            let user = user.map(|user| &user.head.name);
            let name = graph.name(service);
            let message = match user {
                Some(user) => format!("{name} owns {operations}, no events and no data, and only {user} uses it"),
                None => format!("{name} owns {operations}, no events and no data, and nobody uses it"),
            };
            let consequence = "It costs a process, a delivery and a way over the network, and could be a function.";
            let fix = match user {
                Some(user) => format!("Merge it into {user}, or draw what else it is for."),
                None => "Merge it into the service it works for, or draw what it is for.".into(),
            };
            let finding = about(RULE.name, RULE.severity, "Too small", vec![graph.id(service).clone()]);
            finding.saying(message, consequence, fix).shown_by(uses().map(|way| way.connection()))
        }));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, element, found, said, says, shown, with};
    use cleave_model::Kind;
    use serde_json::json;

    const SMALL: &str = "shopper uses a; a calls small.x;";

    #[test]
    fn one_operation_and_one_user_are_hardly_a_service() {
        let found = found(SMALL, "nano-service");
        assert_eq!(found.message, "small owns one operation, no events and no data, and only a uses it");
        assert_eq!((found.severity.word(), found.subjects.as_slice()), ("info", ["service:small".into()].as_slice()));
        assert_eq!(shown(&found), ["service:a call operation:small.x"]);
        assert_eq!(found.fix, "Merge it into a, or draw what else it is for.");
        // What it uses itself does not make it larger.
        crate::drawing::found(
            &format!("{SMALL} small reads a.db; small publishes a.Done; small calls ~bank"),
            "nano-service",
        );
    }

    #[test]
    fn without_operation_and_user_it_is_even_less() {
        assert_eq!(
            says("shopper uses a; service b", "nano-service"),
            ["info: b owns no operation, no events and no data, and nobody uses it"]
        );
    }

    #[test]
    fn a_second_operation_or_user_an_event_and_a_store_make_a_service() {
        for more in [
            "a calls small.y",
            "b calls small; shopper uses b",
            "b depends small; shopper uses b",
            "small publishes small.Done",
            "small reads small.db",
        ] {
            assert!(says(&format!("{SMALL} {more}"), "nano-service").is_empty(), "{more}");
        }
        let mut silent = draw(SMALL);
        element(&mut silent, "small.Done", Kind::Event);
        assert!(said(&crate::analyse(&silent), "nano-service").is_empty());
    }

    #[test]
    fn entries_are_fine_by_whatever_makes_them_one() {
        assert!(says(&format!("{SMALL} ~bank uses small.x"), "nano-service").is_empty());
        let tagged = with(draw(SMALL), "service:small", json!({"tags": ["entry"]}));
        assert!(said(&crate::analyse(&tagged), "nano-service").is_empty());
        // Without any, whom nobody calls: a, but not small.
        assert_eq!(found("a calls small.x", "nano-service").subjects, ["service:small"]);
    }

    #[test]
    fn infrastructure_interfaces_and_adapters_may_be_small() {
        for role in ["gateway", "load-balancer", "registry", "config", "monitoring", "ui", "adapter"] {
            let model = with(draw(SMALL), "service:small", json!({"role": role}));
            assert!(said(&crate::analyse(&model), "nano-service").is_empty(), "{role}");
        }
    }
}
