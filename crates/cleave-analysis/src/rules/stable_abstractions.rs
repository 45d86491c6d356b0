//! Services whose share of published contract does not fit how many rely on them.
//!
#![doc = include_str!("stable-abstractions.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::{DesignGraph, Owned};
use crate::measure::tangle::count;
use crate::metrics::{abstractness, instability};
use crate::policy::Limits;
use cleave_model::Severity;

/// Off until the policy says how serious it is: most designs do not say what is published.
pub(super) const RULE: Rule =
    Rule { name: "stable-abstractions", severity: Severity::Off, page: include_str!("stable-abstractions.md"), judge };

/// How far from the main sequence, and the fewest services that depend on it.
pub(super) const DISTANCE: f64 = 0.7;
pub(super) const USED_BY: f64 = 3.0;

/// Fractions that are equal on paper are equal here.
const EXACT: f64 = 1e-9;

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let limits = Limits::of(graph, RULE.name);
    let (most, used_by) = (limits.get("distance"), limits.get("used-by"));
    let all = &graph.all.graph;
    for (service, owned) in (0..graph.n()).zip(graph.owned()) {
        let (above, below) = (count(all.ins(service).len()), count(all.out(service).len()));
        let used = f64::from(above) >= used_by.at(service);
        let Some(instability) = instability(above, below).filter(|_| used) else { continue };
        let signed = abstractness(*owned) + instability - 1.0;
        if signed.abs() <= most.at(service) + EXACT {
            continue;
        }
        let name = graph.name(service);
        let Owned { contracts, .. } = *owned;
        let (message, consequence, fix) = if signed < 0.0 {
            (
                format!(
                    "{above} services depend on {name}, and {contracts} of its {} elements are published contract",
                    owned.all()
                ),
                "They rely on how it works inside, so it can hardly change.",
                "Mark what they may rely on as published contract, and keep the rest private.",
            )
        } else {
            (
                format!("{name} promises {contracts} of {} elements and depends on {below} services", owned.all()),
                "It promises much that others decide.",
                "Publish less, or let it depend on less.",
            )
        };
        let finding = about(RULE.name, RULE.severity, "Balance", vec![graph.id(service).clone()]);
        let connections = graph.needed(service).chain(graph.needs(service)).map(|found| found.way.connection());
        findings.push(finding.saying(message, consequence, fix).shown_by(connections));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, said, with, with_policy};
    use cleave_model::Model;
    use serde_json::{Value, json};

    fn judged(model: Model, limits: Value) -> Vec<String> {
        let setting = json!({"severity": "info", "limits": limits});
        said(
            &crate::analyse(&with_policy(model, json!({"rules": {"stable-abstractions": setting}}))),
            "stable-abstractions",
        )
    }

    /// Three depend on `base`, which depends on nobody: I = 0. It owns an operation, an event and two stores.
    const BASE: &str =
        "a calls base.x; b calls base.x; c subscribes base.Done!; base reads base.db; base reads base.more;";

    fn published(model: Model) -> Model {
        with(model, "operation:base.x", json!({"published": true}))
    }

    #[test]
    fn it_is_off_until_the_policy_says_otherwise() {
        let analysis = crate::analyse(&draw("a calls base; b calls base; c calls base"));
        assert!(said(&analysis, "stable-abstractions").is_empty());
        assert!(analysis.coverage.off.contains(&"stable-abstractions".into()));
        assert_eq!(judged(draw("a calls base; b calls base; c calls base"), json!({})).len(), 1);
    }

    #[test]
    fn relied_on_and_nothing_published_is_pain() {
        // A = 1/4 (the event is public), I = 0: D = 0.75.
        assert_eq!(
            judged(draw(BASE), json!({})),
            ["info: 3 services depend on base, and 1 of its 4 elements are published contract"]
        );
    }

    #[test]
    fn half_published_or_two_users_are_fine() {
        // A = 2/4: D = 0.5.
        assert!(judged(published(draw(BASE)), json!({})).is_empty());
        assert!(judged(draw(&BASE.replace("b calls base.x;", "")), json!({})).is_empty());
    }

    #[test]
    fn exactly_the_distance_is_fine() {
        // A = 0, I = 3/10, D = 0.7.
        let users: String = (0..7).map(|at| format!("u{at} calls base;")).collect();
        assert!(judged(draw(&(users.clone() + "base calls x; base calls y; base calls z")), json!({})).is_empty());
        assert_eq!(judged(draw(&(users + "base calls x; base calls y")), json!({})).len(), 1);
    }

    #[test]
    fn all_published_and_much_needed_is_useless() {
        // A = 1, I = 8/11: D = 0.727…
        let below: String = (0..8).map(|at| format!("base calls s{at};")).collect();
        let model = draw(&("a calls base.x; b calls base.x; c calls base.x;".to_owned() + &below));
        assert_eq!(
            judged(published(model), json!({})),
            ["info: base promises 1 of 1 elements and depends on 8 services"]
        );
    }

    #[test]
    fn the_team_may_set_its_own_limits() {
        assert!(judged(draw(BASE), json!({"distance": 0.75})).is_empty());
        assert!(judged(draw(BASE), json!({"used-by": 4})).is_empty());
    }
}
