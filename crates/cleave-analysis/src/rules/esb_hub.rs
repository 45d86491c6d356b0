//! Services through which most of the system talks.
//!
#![doc = include_str!("esb-hub.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use crate::measure::tangle::count;
use crate::policy::Limits;
use cleave_model::{Role, Severity};

pub(super) const RULE: Rule =
    Rule { name: "esb-hub", severity: Severity::Warning, page: include_str!("esb-hub.md"), judge };

/// The smallest system that is judged, and the share of the others, in percent, that a hub is connected to.
pub(super) const SERVICES: f64 = 6.0;
pub(super) const PERCENT: f64 = 60.0;

/// The fewest services on each side.
pub(crate) const EACH_SIDE: u32 = 2;

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let limits = Limits::of(graph, RULE.name);
    let (services, percent) = (limits.get("services"), limits.get("percent"));
    let others = graph.n().saturating_sub(1);
    if f64::from(graph.n()) < services.least() || others == 0 {
        return;
    }
    let all = &graph.all.graph;
    for service in 0..graph.n() {
        let (above, below) = (all.ins(service), all.out(service));
        let many = |side: &[u32]| count(side.len()) >= EACH_SIDE;
        if !many(above) || !many(below) {
            continue;
        }
        let twice = below.iter().filter(|node| above.binary_search(node).is_ok()).count();
        let around = count(above.len() + below.len() - twice);
        let few = f64::from(graph.n()) < services.at(service);
        if few || f64::from(around) * 100.0 < percent.at(service) * f64::from(others) {
            continue;
        }
        if exempt(graph.services[service as usize].role) {
            continue;
        }
        let message = format!("{} is connected to {around} of the {others} other services", graph.name(service));
        let consequence = "What belongs to the others gathers in it, and hardly anything can change without it.";
        let fix =
            "Move what it decides to the services at the ends, and leave in the middle only what carries messages.";
        let finding = about(RULE.name, RULE.severity, "Bus", vec![graph.id(service).clone()]);
        let connections = graph.needed(service).chain(graph.needs(service)).map(|found| found.way.connection());
        findings.push(finding.saying(message, consequence, fix).shown_by(connections));
    }
}

/// Whether it is in the middle by its role.
pub(crate) fn exempt(role: Role) -> bool {
    matches!(role, Role::Gateway | Role::Broker | Role::Registry | Role::Config | Role::Monitoring)
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, found, one, said, says, with, with_limits};
    use serde_json::json;

    /// Of six services, `bus` is connected to three: two call it, and it calls two.
    const BUS: &str = "a calls bus; b calls bus; bus calls a; bus calls c; service d; service e";

    #[test]
    fn three_of_five_others_are_enough() {
        let found = found(BUS, "esb-hub");
        assert_eq!(
            (found.severity.word(), found.message.as_str()),
            ("warning", "bus is connected to 3 of the 5 other services")
        );
        assert_eq!((found.subjects.as_slice(), found.evidence.len()), (["service:bus".into()].as_slice(), 4));
    }

    #[test]
    fn a_smaller_system_less_of_it_or_one_side_alone_are_fine() {
        assert!(says(&BUS.replace("; service e", ""), "esb-hub").is_empty());
        assert!(says(&format!("{BUS}; service f"), "esb-hub").is_empty());
        assert!(says("a calls bus; b calls bus; c calls bus; bus calls d; service e", "esb-hub").is_empty());
        assert!(says("bus calls a; bus calls b; bus calls c; d calls bus; service e", "esb-hub").is_empty());
        // An external is none of the others.
        assert!(
            says(
                "a calls bus; b calls bus; bus calls a; bus calls b; bus calls ~x; service c; service d; service e",
                "esb-hub"
            )
            .is_empty()
        );
    }

    #[test]
    fn what_is_in_the_middle_by_its_role_is_fine_but_not_a_load_balancer() {
        for role in ["gateway", "registry", "config", "monitoring"] {
            let model = with(draw(BUS), "service:bus", json!({"role": role}));
            assert!(said(&crate::analyse(&model), "esb-hub").is_empty(), "{role}");
        }
        one("esb-hub", &with(draw(BUS), "service:bus", json!({"role": "load-balancer"})));
    }

    #[test]
    fn a_hub_of_the_same_service_is_led_by_it() {
        let lines = "a calls bus; b calls bus; bus calls a; bus calls c; bus calls d; bus calls e";
        let analysis = crate::analyse(&draw(lines));
        let of = |rule: &str| analysis.findings.iter().find(|found| found.rule == rule).unwrap();
        assert_eq!(of("hub-service").group.as_ref(), Some(&of("esb-hub").fingerprint));
    }

    #[test]
    fn the_team_may_set_its_own_limits() {
        let with = |limits| said(&crate::analyse(&with_limits(draw(BUS), "esb-hub", limits)), "esb-hub").len();
        assert_eq!(
            [with(json!({"percent": 61})), with(json!({"services": 7})), with(json!({"percent": 60}))],
            [0, 0, 1]
        );
    }
}
