//! Services that others rely on, and that rely on less stable ones.
//!
#![doc = include_str!("unstable-dependency.md")]

use super::{Rule, about, list};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use crate::kept::MadeOf;
use crate::measure::tangle::count;
use crate::metrics::instability;
use crate::policy::Limits;
use cleave_model::Severity;

pub(super) const RULE: Rule =
    Rule { name: "unstable-dependency", severity: Severity::Info, page: include_str!("unstable-dependency.md"), judge };

/// The fewest services on each side.
pub(crate) const EACH_SIDE: u32 = 2;

/// How much less stable a dependency has to be, and how many of a service's dependencies, in percent, may be so.
pub(super) const MARGIN: f64 = 0.1;
pub(super) const PERCENT: f64 = 30.0;

/// Fractions that are equal on paper are equal here.
pub(crate) const EXACT: f64 = 1e-9;

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let limits = Limits::of(graph, RULE.name);
    let (margin, percent) = (limits.get("margin"), limits.get("percent"));
    let all = &graph.all.graph;
    let instability = |service: u32| instability(count(all.ins(service).len()), count(all.out(service).len()));
    for service in 0..graph.n() {
        let (above, below) = (all.ins(service), all.out(service));
        let many = |side: &[u32]| count(side.len()) >= EACH_SIDE;
        let Some(own) = instability(service).filter(|_| many(above) && many(below)) else { continue };
        let (margin, percent) = (margin.at(service), percent.at(service));
        let loose = |to: &u32| instability(*to).is_some_and(|other| other >= own + margin - EXACT);
        let looser: Vec<u32> = below.iter().copied().filter(loose).collect();
        if f64::from(count(looser.len())) * 100.0 <= percent * f64::from(count(below.len())) {
            continue;
        }
        let ties = || {
            let ties = graph.needs(service).filter(|found| looser.binary_search(&found.to).is_ok());
            ties.map(|found| found.way)
        };
        let ends = looser.iter().map(|service| graph.services[*service as usize]);
        let made_of = MadeOf::default()
            .record(graph.services[service as usize])
            .records(ends)
            .records(ties().map(|way| way.record));
        findings.push(graph.kept.finding(RULE.name, made_of.number(above.len()), || {
            let names: Vec<&str> = looser.iter().map(|service| graph.name(*service)).collect();
            let (change, its) = if names.len() == 1 { ("changes", "its") } else { ("change", "their") };
            let name = graph.name(service);
            let message = format!("{name} depends on {}, which {change} more easily than {name}", list(&names));
            let consequence =
                format!("{} services rely on {name}, and each change below comes up to them.", above.len());
            let fix = format!("Turn a dependency round, or let {} fix {its} contract.", list(&names));
            let finding = about(RULE.name, RULE.severity, "Unstable", vec![graph.id(service).clone()]);
            finding.saying(message, consequence, fix).shown_by(ties().map(|way| way.connection()))
        }));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, found, one, said, says, shown, with_limits};
    use serde_json::json;

    /// `core` has I = 2/4: two depend on it, and it on `loose`, with I = 2/3, and `firm`, with I = 0.
    const CORE: &str = "a calls core; b calls core; core calls loose; core calls firm; loose calls x; loose calls y;";

    #[test]
    fn a_service_that_others_rely_on_should_not_rely_on_a_looser_one() {
        let found = found(CORE, "unstable-dependency");
        assert_eq!(found.message, "core depends on loose, which changes more easily than core");
        assert_eq!((found.severity.word(), found.subjects.as_slice()), ("info", ["service:core".into()].as_slice()));
        assert_eq!(shown(&found), ["service:core call service:loose"]);
    }

    #[test]
    fn one_user_or_one_dependency_is_not_enough() {
        assert!(says(&CORE.replace("b calls core;", ""), "unstable-dependency").is_empty());
        assert!(says(&CORE.replace("core calls firm;", ""), "unstable-dependency").is_empty());
    }

    #[test]
    fn three_of_ten_are_not_above_thirty_percent_and_four_are() {
        // I of core is 10/12; a looser one has one user and many dependencies.
        let core = |loose: usize| -> String {
            let below = |at: usize| match at < loose {
                true => (0..20).map(|to| format!("s{at} calls t{at}x{to};")).collect(),
                false => String::new(),
            };
            let each = (0..10).map(|at| format!("core calls s{at};{}", below(at)));
            "a calls core; b calls core;".to_owned() + &each.collect::<String>()
        };
        assert!(says(&core(3), "unstable-dependency").is_empty());
        assert_eq!(found(&core(4), "unstable-dependency").evidence.len(), 4);
    }

    #[test]
    fn exactly_the_margin_counts_and_less_does_not() {
        // core: eight users and two dependencies, I = 0.2. loose: seven users and three dependencies, I = 0.3.
        let users: String = (0..8).map(|at| format!("u{at} calls core;")).collect();
        let more: String = (0..6).map(|at| format!("v{at} calls loose;")).collect();
        let below = "core calls loose; core calls firm; loose calls x; loose calls y;";
        found(&format!("{users} {more} {below} loose calls z"), "unstable-dependency");
        // With another user it is 3/11.
        assert!(
            says(&format!("{users} {more} {below} loose calls z; v9 calls loose"), "unstable-dependency").is_empty()
        );
    }

    #[test]
    fn the_team_may_set_its_own_limits() {
        for limits in [json!({"margin": 0.2}), json!({"percent": 50})] {
            let model = with_limits(draw(CORE), "unstable-dependency", limits);
            assert!(said(&crate::analyse(&model), "unstable-dependency").is_empty());
        }
        one("unstable-dependency", &with_limits(draw(CORE), "unstable-dependency", json!({"percent": 49})));
    }
}
