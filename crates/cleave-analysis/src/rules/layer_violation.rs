//! Dependencies that run up the layers, or skip one where that is not allowed.
//!
#![doc = include_str!("layer-violation.md")]

use super::{Rule, about, dependencies_between};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use cleave_model::Severity;
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule { name: "layer-violation", severity: Severity::Error, page: include_str!("layer-violation.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let layers = &graph.policy.layers;
    if layers.is_empty() {
        return;
    }
    for ((from, to), connections) in dependencies_between(graph, |_| true) {
        let Some((own, other)) = breach(graph, from, to) else { continue };
        let skips = other > own;
        let (source, target) = (graph.name(from), graph.name(to));
        let finding = about(RULE.name, RULE.severity, "Layers", vec![graph.id(from).clone(), graph.id(to).clone()]);
        let (message, consequence, fix) = if skips {
            (
                format!(
                    "{source} in layer {} depends on {target} in {}, past {}",
                    layers[own],
                    layers[other],
                    layers[own + 1]
                ),
                format!("What {} is there to hide from {source} is no longer hidden.", layers[own + 1]),
                format!("Go through a service of layer {}.", layers[own + 1]),
            )
        } else {
            (
                format!(
                    "{source} in layer {} depends on {target} in {}, which stands above it",
                    layers[own], layers[other]
                ),
                format!("{source} can no longer be understood, tested or used without what stands on top of it."),
                format!("Turn it round with an event of {source}, or move one of the two to the layer it belongs to."),
            )
        };
        findings.push(finding.saying(message, consequence, fix).shown_by(connections));
    }
}

/// The places of both layers where a dependency is against their order.
pub(crate) fn breach(graph: &DesignGraph<'_>, from: u32, to: u32) -> Option<(usize, usize)> {
    let layers = &graph.policy.layers;
    let depth = |service: u32| {
        let layer = graph.services[service as usize].layer.as_ref()?;
        layers.iter().position(|other| other == layer)
    };
    let (own, other) = depth(from).zip(depth(to))?;
    let skips = graph.policy.strict_layers && other > own + 1;
    (other < own || skips).then_some((own, other))
}

/// The layers of the policy that no service is in, in their order.
pub(crate) fn empty_layers<'m>(graph: &DesignGraph<'m>) -> Vec<&'m str> {
    let services = graph.drawn.elements().filter_map(|element| element.record.as_service());
    let used: BTreeSet<&str> = services.filter_map(|service| service.layer.as_deref()).collect();
    graph.policy.layers.iter().map(String::as_str).filter(|layer| !used.contains(layer)).collect()
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, said, saying, with_policy};
    use serde_json::json;

    fn judged(lines: &str, strict: bool) -> Vec<String> {
        let mut model = with_policy(draw(lines), json!({"layers": ["ui", "process", "data"], "strict_layers": strict}));
        for (service, layer) in
            [("service:u", "ui"), ("service:p", "process"), ("service:q", "process"), ("service:d", "data")]
        {
            if model.get(&service.into()).is_some() {
                saying(&mut model, service, json!({"layer": layer}));
            }
        }
        said(&crate::analyse(&model), "layer-violation")
    }

    #[test]
    fn up_is_never_allowed() {
        assert_eq!(judged("d calls u.x", false), ["error: d in layer data depends on u in ui, which stands above it"]);
        assert_eq!(judged("d subscribes p.Done", false).len(), 1, "contracts count like calls");
    }

    #[test]
    fn skipping_counts_where_it_is_said() {
        assert!(judged("u calls d.x; u calls p.x; p calls q.x", false).is_empty());
        assert_eq!(
            judged("u calls d.x; u calls p.x; p calls q.x", true),
            ["error: u in layer ui depends on d in data, past process"]
        );
    }

    #[test]
    fn without_a_layer_nothing_is_judged() {
        assert!(judged("d calls other.x; other calls u.x", false).is_empty());
    }
}
