//! The policy of a neutral graph: what its configuration says, in the words of ours.

use super::boundary;
use super::form::{Config, Graph, NamedLimit, NamedPair};
use cleave_model::topology::{AllowedOnly, Forbidden, SelectBy, Selector};
use cleave_model::{Kind, Policy, Role};
use std::collections::{BTreeMap, BTreeSet};

/// The configuration as a policy; objectives are said by the services.
pub(super) fn of(graph: &Graph) -> Policy {
    let Config { layers, strict_layers, forbidden, allowed_only, availability_slo: _, edge_members } = &graph.config;
    let names = Names::of(graph);
    let forbid = |pair: &NamedPair| -> Vec<Forbidden> {
        let to = names.selectors(&pair.to.0);
        let one = |from: Selector| {
            let pair = |to: &Selector| Forbidden {
                name: String::new(),
                from: from.clone(),
                to: to.clone(),
                reachable: false,
                why: None,
            };
            to.iter().map(pair).collect::<Vec<_>>()
        };
        names.selectors(&pair.from.0).into_iter().flat_map(one).collect()
    };
    let limit = |limit: &NamedLimit| -> Vec<AllowedOnly> {
        let to: Vec<Selector> = limit.to.iter().flat_map(|name| names.selectors(&name.0)).collect();
        names.selectors(&limit.from.0).into_iter().map(|from| AllowedOnly { from, to: to.clone() }).collect()
    };
    Policy {
        rules: BTreeMap::new(),
        layers: layers.iter().map(|layer| layer.0.clone()).collect(),
        strict_layers: *strict_layers,
        forbidden: forbidden.iter().flat_map(forbid).collect(),
        allowed_only: allowed_only.iter().flat_map(limit).collect(),
        edge_members: edge_members.iter().map(|id| Selector { by: SelectBy::Service, value: id.0.clone() }).collect(),
    }
}

/// What a name in the configuration can mean: it does not say.
struct Names<'g> {
    tags: BTreeSet<&'g str>,
    boundaries: BTreeSet<&'g str>,
    teams: BTreeSet<&'g str>,
}

impl<'g> Names<'g> {
    fn of(graph: &'g Graph) -> Self {
        let nodes = || graph.nodes.iter();
        Self {
            tags: nodes().flat_map(|node| &node.tags).map(|tag| tag.0.as_str()).collect(),
            boundaries: nodes().filter_map(boundary).collect(),
            teams: nodes().filter_map(|node| Some(node.team.as_ref()?.0.as_str())).collect(),
        }
    }

    /// A selector for each thing the name means here; by kind where it means nothing else.
    fn selectors(&self, name: &str) -> Vec<Selector> {
        let meant = [(SelectBy::Tag, &self.tags), (SelectBy::Domain, &self.boundaries), (SelectBy::Team, &self.teams)];
        let known = meant.into_iter().filter(|(_, names)| names.contains(name)).map(|(by, _)| by);
        let mut known: Vec<SelectBy> = known.collect();
        let is_kind = Kind::from_word(name).is_some() || Role::from_word(name).is_some();
        if known.is_empty() || is_kind {
            known.push(SelectBy::Kind);
        }
        known.into_iter().map(|by| Selector { by, value: name.to_owned() }).collect()
    }
}
