//! Services in the middle of very many dependencies.
//!
#![doc = include_str!("hub-service.md")]

use super::{Rule, about};
use crate::finding::{Finding, fingerprint};
use crate::graph::DesignGraph;
use crate::kept::MadeOf;
use crate::measure::tangle::count;
use crate::policy::Limits;
use cleave_model::Severity;

pub(super) const RULE: Rule =
    Rule { name: "hub-service", severity: Severity::Warning, page: include_str!("hub-service.md"), judge };

/// The fewest services on each side, and on both together.
pub(super) const EACH_SIDE: f64 = 2.0;
pub(super) const DEGREE: f64 = 6.0;

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let all = &graph.all.graph;
    let degrees: Vec<u32> = (0..all.n()).map(|node| count(all.ins(node).len() + all.out(node).len())).collect();
    let limits = Limits::of(graph, RULE.name);
    let (used_by, uses) = (limits.get("used-by"), limits.get("uses"));
    let (degree, usual) = (limits.get("degree"), f64::from(usual(&degrees)));
    for service in 0..graph.n() {
        let (above, below) = (count(all.ins(service).len()), count(all.out(service).len()));
        let few = f64::from(above) < used_by.at(service) || f64::from(below) < uses.at(service);
        if few || f64::from(degrees[service as usize]) < degree.at(service).max(usual) {
            continue;
        }
        if graph.is_infrastructure(service) {
            continue;
        }
        let connections = || graph.needed(service).chain(graph.needs(service)).map(|found| found.way);
        let made_of =
            MadeOf::default().record(graph.services[service as usize]).records(connections().map(|way| way.record));
        findings.push(graph.kept.finding(RULE.name, made_of.number(above as usize).number(below as usize), || {
            let id = graph.id(service);
            let message = format!("{above} services depend on {}, and it on {below}", graph.name(service));
            let consequence =
                "Each change of it is felt on one side, and each trouble of the other side comes through it.";
            let fix = "Split it by the groups of services that use it, so that each part stands between fewer.";
            let mut finding = about(RULE.name, RULE.severity, "Hub", vec![id.clone()]);
            finding.group = Some(fingerprint("esb-hub", std::slice::from_ref(id)));
            finding.saying(message, consequence, fix).shown_by(connections().map(|way| way.connection()))
        }));
    }
}

/// The degree at the quantile max(0.75, 1 − 30/n) by nearest rank, so that large systems have at most thirty above it.
pub(crate) fn usual(degrees: &[u32]) -> u32 {
    let mut sorted = degrees.to_vec();
    sorted.sort_unstable();
    sorted.get(rank(sorted.len()).saturating_sub(1)).copied().unwrap_or(0)
}

/// The place of that degree among those of `n` services, from 1.
pub(crate) fn rank(n: usize) -> usize {
    // 1 − 30/n is the larger one from 120 on; in whole numbers, so that no rounding moves the rank.
    if n >= 120 { n - 30 } else { (3 * n).div_ceil(4) }
}

#[cfg(test)]
mod tests {
    use super::usual;
    use crate::drawing::{draw, found, one, said, says, shown, with, with_limits};
    use serde_json::json;

    /// A service `hub` that so many depend on, and that depends on so many.
    fn hub(above: usize, below: usize) -> String {
        let above = (0..above).map(|at| format!("a{at} calls hub;"));
        above.chain((0..below).map(|at| format!("hub calls b{at};"))).collect()
    }

    #[test]
    fn six_around_it_and_two_on_each_side_make_a_hub() {
        let found = found(&hub(4, 2), "hub-service");
        assert_eq!(
            (found.severity.word(), found.message.as_str()),
            ("warning", "4 services depend on hub, and it on 2")
        );
        assert_eq!((found.subjects.as_slice(), found.evidence.len()), (["service:hub".into()].as_slice(), 6));
        crate::drawing::found(&hub(2, 4), "hub-service");
    }

    #[test]
    fn one_less_on_either_side_or_in_all_makes_none() {
        for (above, below) in [(3, 2), (2, 3), (5, 1), (1, 5), (9, 0), (0, 7)] {
            assert!(says(&hub(above, below), "hub-service").is_empty(), "{above} {below}");
        }
    }

    #[test]
    fn parallel_connections_count_once_and_events_and_data_count() {
        let again = "a0.x calls hub.y; hub.y calls b0.z; b1 calls ~bank; shopper uses hub;";
        assert!(says(&(hub(3, 2) + again), "hub-service").is_empty());
        let found = found(&(hub(3, 2) + "hub subscribes c.Done; c publishes c.Done"), "hub-service");
        assert!(shown(&found).contains(&"service:hub subscribe event:c.Done".into()));
        crate::drawing::found(&(hub(3, 2) + "c reads hub.db"), "hub-service");
        // One that both depends and is depended on counts on both sides.
        crate::drawing::found(&(hub(3, 2) + "b0 depends hub"), "hub-service");
    }

    #[test]
    fn infrastructure_is_no_hub() {
        let model = with(draw(&hub(4, 2)), "service:hub", json!({"role": "registry"}));
        assert!(said(&crate::analyse(&model), "hub-service").is_empty());
        one("hub-service", &with(draw(&hub(4, 2)), "service:hub", json!({"role": "adapter"})));
    }

    #[test]
    fn where_many_are_as_connected_none_is_a_hub() {
        // Twelve services in a ring that each depend on the next four: all have 8, so the quantile does too.
        let ring = |each: usize| -> String {
            (0..12).flat_map(|at| (1..=each).map(move |step| format!("r{at} calls r{};", (at + step) % 12))).collect()
        };
        assert_eq!(says(&ring(4), "hub-service").len(), 12);
        // Four of twelve have more: then the quantile, the ninth, is theirs.
        let more = "r0 calls r6; r3 calls r9";
        assert_eq!(says(&(ring(4) + more), "hub-service").len(), 4);
    }

    #[test]
    fn the_quantile_by_nearest_rank() {
        assert_eq!(usual(&[]), 0);
        assert_eq!(usual(&[5]), 5);
        assert_eq!(usual(&[4, 3, 2, 1]), 3);
        assert_eq!(usual(&[1, 2, 3, 4, 5]), 4);
        // Up to 120 the upper quarter, then the upper thirty.
        assert_eq!(usual(&(1..=119).collect::<Vec<_>>()), 90);
        assert_eq!(usual(&(1..=120).collect::<Vec<_>>()), 90);
        assert_eq!(usual(&(1..=1000).collect::<Vec<_>>()), 970);
    }

    #[test]
    fn the_team_may_set_its_own_limits() {
        let model = with_limits(draw(&hub(4, 2)), "hub-service", json!({"degree": 7}));
        assert!(said(&crate::analyse(&model), "hub-service").is_empty());
        one("hub-service", &with_limits(draw(&hub(5, 1)), "hub-service", json!({"uses": 1})));
    }
}
