//! Domains whose services have more to do with others than with each other.
//!
#![doc = include_str!("low-boundary-cohesion.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use crate::measure::modularity;
use crate::policy::Limits;
use cleave_model::{Connection, Severity};

pub(super) const RULE: Rule = Rule {
    name: "low-boundary-cohesion",
    severity: Severity::Info,
    page: include_str!("low-boundary-cohesion.md"),
    judge,
};

/// The least share of dependencies that stay inside, in percent, and the smallest domain that is judged.
pub(super) const PERCENT: f64 = 50.0;
pub(super) const SERVICES: f64 = 3.0;

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let limits = Limits::of(graph, RULE.name);
    let division = graph.division();
    let parts = modularity::parts(&graph.all.graph, &division.of, division.parts.len());
    let mut sizes = vec![0u32; parts.len()];
    division.of.iter().for_each(|part| sizes[*part as usize] += 1);
    let is_low = |at: usize| {
        let (part, size, id) = (&parts[at], &sizes[at], division.parts[at]);
        let limit = |name: &str| limits.for_id(graph, id, name);
        let touching = part.touching();
        f64::from(*size) >= limit("services")
            && touching > 0
            && f64::from(part.inside) * 100.0 < limit("percent") * f64::from(touching)
    };
    let mut low = vec![false; parts.len()];
    division.domains.iter().for_each(|at| low[*at as usize] = is_low(*at as usize));
    if !low.contains(&true) {
        return;
    }
    let mut crossing: Vec<Vec<&Connection>> = vec![Vec::new(); parts.len()];
    for found in graph.dependencies() {
        let (from, to) = (division.of[found.from as usize] as usize, division.of[found.to as usize] as usize);
        for end in [from, to].into_iter().filter(|end| from != to && low[*end]) {
            crossing[end].push(found.way.connection());
        }
    }
    for (at, crossing) in crossing.into_iter().enumerate().filter(|(at, _)| low[*at]) {
        let (id, part) = (division.parts[at], parts[at]);
        let Some(domain) = graph.model.domain(id) else { continue };
        let stay = if part.inside == 1 { "stays" } else { "stay" };
        let message =
            format!("{} of {} dependencies of {} {stay} inside", part.inside, part.touching(), domain.head.name);
        let consequence =
            "Its services have more to do with others than with each other, so it protects nobody from change.";
        let fix = "Move the service that belongs elsewhere, or draw the boundary around what works together.";
        let finding = about(RULE.name, RULE.severity, "Low cohesion", vec![id.clone()]);
        findings.push(finding.saying(message, consequence, fix).shown_by(crossing));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, element, found, one, run, said, says, with_limits};
    use cleave_model::{Command, Kind};
    use serde_json::json;

    const SALES: &str = "domain sales a b c;";

    #[test]
    fn less_than_half_inside_is_low() {
        let lines = format!(
            "{SALES} a calls b; b calls x; b.one calls x.two; y subscribes c.Done; c publishes c.Done; b calls a; z calls a; c reads z.db"
        );
        let found = found(&lines, "low-boundary-cohesion");
        // Inside: a → b and b → a. Across: b → x, y → c, z → a, c → z.
        assert_eq!(found.message, "2 of 6 dependencies of sales stay inside");
        assert_eq!((found.severity.word(), found.subjects.as_slice()), ("info", ["domain:sales".into()].as_slice()));
        assert_eq!(found.evidence.len(), 5);
    }

    #[test]
    fn half_is_fine_and_so_are_two_services_and_none_that_touch() {
        assert!(says(&format!("{SALES} a calls b; b calls x; b.one calls x.two"), "low-boundary-cohesion").is_empty());
        assert!(says("domain sales a b; a calls x; b calls x; x calls a", "low-boundary-cohesion").is_empty());
        assert!(
            says(&format!("{SALES} a calls ~bank; shopper uses a; a calls a.x"), "low-boundary-cohesion").is_empty()
        );
        assert!(says("a calls x; b calls x; c calls x", "low-boundary-cohesion").is_empty());
    }

    #[test]
    fn two_domains_share_what_crosses() {
        let lines = format!("{SALES} domain stock x y z; a calls x; x calls y");
        assert_eq!(says(&lines, "low-boundary-cohesion"), ["info: 0 of 1 dependencies of sales stay inside"]);
        assert_eq!(says(&format!("{lines}; b calls z"), "low-boundary-cohesion").len(), 2);
    }

    #[test]
    fn the_innermost_domain_counts() {
        let mut model = draw("domain sales a b c; domain web d; a calls b; c calls d");
        let (sales, web) = (element(&mut model, "sales", Kind::Domain), element(&mut model, "web", Kind::Domain));
        run(&mut model, &Command::Rehome { ids: vec![web], home: Some(sales) });
        // c → d leaves sales for the domain within it: one of two stays.
        assert!(said(&crate::analyse(&model), "low-boundary-cohesion").is_empty());
        let stricter = with_limits(model, "low-boundary-cohesion", json!({"percent": 51}));
        assert_eq!(one("low-boundary-cohesion", &stricter).message, "1 of 2 dependencies of sales stays inside");
    }

    #[test]
    fn a_domain_may_have_its_own_limits() {
        let part = json!({"at": {"by": "domain", "value": "sales"}, "limits": {"percent": 0}});
        let policy = json!({"rules": {"low-boundary-cohesion": {"within": [part]}}});
        let model = draw(&format!("{SALES} domain stock x y z; a calls x; b calls y; c calls z"));
        let model = crate::drawing::with_policy(model, policy);
        assert_eq!(one("low-boundary-cohesion", &model).subjects, ["domain:stock"]);
    }

    #[test]
    fn the_team_may_set_its_own_limits() {
        let model = draw("domain sales a b; a calls x; b calls x");
        one("low-boundary-cohesion", &with_limits(model, "low-boundary-cohesion", json!({"services": 2})));
    }
}
