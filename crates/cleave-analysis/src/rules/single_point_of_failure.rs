//! Services that run once and stand in every way to many others.
//!
#![doc = include_str!("single-point-of-failure.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::{DesignGraph, Tie};
use crate::measure::dominance::Dominance;
use crate::policy::Limits;
use cleave_model::Severity;

pub(super) const RULE: Rule = Rule {
    name: "single-point-of-failure",
    severity: Severity::Warning,
    page: include_str!("single-point-of-failure.md"),
    judge,
};

/// This many services behind it are too many, and not less than this share of all, in percent.
pub(super) const MIN: f64 = 3.0;
pub(super) const PERCENT: f64 = 10.0;

/// The services that run once with how many can only be reached through them, where these are too many.
pub(crate) fn single_points(graph: &DesignGraph<'_>, ways: &Dominance) -> Vec<(u32, u32)> {
    let limits = Limits::of(graph, RULE.name);
    let (percent, least) = (limits.get("percent"), limits.get("min"));
    let min = |service: u32| {
        let share = (percent.at(service) * f64::from(graph.n()) / 100.0).ceil();
        least.at(service).max(share).max(1.0)
    };
    let many = ways.dominated.iter().copied();
    many.filter(|(service, behind)| f64::from(*behind) >= min(*service) && graph.replicas(*service) < 2).collect()
}

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let ways = graph.dominance();
    for (service, behind) in single_points(graph, ways) {
        let name = graph.name(service);
        let message = format!("{behind} services can only be reached through {name}, which runs once");
        let consequence = format!("When {name} is down they are as good as down, however many of them run.");
        let fix = "Run two of it, lead a second way past it, or let events carry what can wait.";
        // The calls to those that nobody else leads to; `nearest` is sorted by service.
        let only_through = |to: u32| {
            let at = ways.nearest.binary_search_by_key(&to, |(node, _)| *node);
            at.is_ok_and(|at| ways.nearest[at].1 == Some(service))
        };
        let calls = graph.needs(service).filter(|found| found.tie == Tie::Sync && only_through(found.to));
        let finding = about(RULE.name, RULE.severity, "Single point", vec![graph.id(service).clone()]);
        findings.push(finding.saying(message, consequence, fix).shown_by(calls.map(|found| found.way.connection())));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{add, draw, found, one, said, says, shown, with, with_limits};
    use cleave_model::{Draft, Kind, Model};
    use serde_json::json;

    /// Behind `door` are three services, from `web` four.
    const DOOR: &str = "shopper uses web; web calls door; door calls a; door calls b; b calls c.x;";

    #[test]
    fn three_behind_one_that_runs_once() {
        // web and door: from the entry itself everything is behind it too.
        let analysis = crate::analyse(&draw(DOOR));
        assert_eq!(said(&analysis, "single-point-of-failure").len(), 2);
        let found = analysis.findings.iter().find(|found| found.subjects == ["service:door"]).unwrap();
        assert_eq!(found.message, "3 services can only be reached through door, which runs once");
        assert_eq!(
            (found.severity.word(), shown(found)),
            ("warning", vec!["service:door call service:a".to_owned(), "service:door call service:b".to_owned(),])
        );
    }

    #[test]
    fn two_behind_it_and_a_second_way_are_fine() {
        assert!(
            says(
                "shopper uses door; door calls a; door calls b; b calls ~bank; door publishes door.Done; \
                      c subscribes door.Done",
                "single-point-of-failure"
            )
            .is_empty()
        );
        // c is an entry itself, so only two are behind door, and three behind web.
        let second = format!("{DOOR} shopper uses c.x");
        assert_eq!(found(&second, "single-point-of-failure").subjects, ["service:web"]);
        let around = format!("{DOOR} web calls b");
        assert_eq!(found(&around, "single-point-of-failure").subjects, ["service:web"]);
    }

    #[test]
    fn a_tenth_of_the_system_at_least_rounded_up() {
        let system =
            |others: usize| DOOR.to_owned() + &(0..others).map(|at| format!("shopper uses s{at};")).collect::<String>();
        // 30 services: three are a tenth. 31: four are needed. 41: five.
        assert_eq!(says(&system(25), "single-point-of-failure").len(), 2);
        assert_eq!(found(&system(26), "single-point-of-failure").subjects, ["service:web"]);
        assert!(says(&system(36), "single-point-of-failure").is_empty());
    }

    #[test]
    fn what_runs_twice_is_fine() {
        let run = |replicas: u32| -> Model {
            let mut model = draw("shopper uses door; door calls a; door calls b; door calls c");
            let topology = add(&mut model, Draft::new(Kind::Topology, "split").with("default", json!(true)));
            let services = Draft::new(Kind::Deployable, "door").within(topology);
            add(&mut model, services.with("services", json!(["service:door"])).with("replicas", json!(replicas)));
            model
        };
        one("single-point-of-failure", &run(1));
        assert!(said(&crate::analyse(&run(2)), "single-point-of-failure").is_empty());
        // What the service says itself counts more.
        one("single-point-of-failure", &with(run(2), "service:door", json!({"replicas": 1})));
        assert!(
            said(&crate::analyse(&with(run(1), "service:door", json!({"replicas": 2}))), "single-point-of-failure")
                .is_empty()
        );
    }

    #[test]
    fn what_no_entry_reaches_is_not_judged() {
        assert!(says("shopper uses a; b calls c; b calls d; b calls e", "single-point-of-failure").is_empty());
        assert_eq!(found("b calls c; b calls d; b calls e", "single-point-of-failure").subjects, ["service:b"]);
    }

    #[test]
    fn the_team_may_set_its_own_limits() {
        let model = with_limits(draw(DOOR), "single-point-of-failure", json!({"min": 4}));
        assert_eq!(one("single-point-of-failure", &model).subjects, ["service:web"]);
        let model = with_limits(draw(DOOR), "single-point-of-failure", json!({"percent": 81}));
        assert!(said(&crate::analyse(&model), "single-point-of-failure").is_empty());
    }
}
