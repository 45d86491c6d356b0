//! Whom a connection would tie to another team more than to its own.

use super::{Line, Told};
use crate::graph::DesignGraph;
use crate::rules::{Apart, Party};
use cleave_model::{ConnectionKind, Severity};
use petgraph::graph::NodeIndex;
use std::collections::BTreeMap;

/// Who has a team beside the judged services: found out once.
pub(super) struct Teams<'m>(Apart<'m>);

impl<'m> Teams<'m> {
    pub(super) fn of(graph: &DesignGraph<'m>) -> Self {
        Self(Apart::of(graph))
    }

    /// Each connection counts, as for the rule.
    pub(super) fn tell(&self, graph: &DesignGraph<'m>, line: &Line<'m>, ties: &[(u32, u32)], told: &mut Told<'_, 'm>) {
        let mut added: BTreeMap<Party, Vec<Option<&'m str>>> = BTreeMap::new();
        for (party, team) in self.between(graph, line, ties) {
            added.entry(party).or_default().push(team);
        }
        for (party, others) in added {
            let Some(own) = self.0.team(graph, party) else { continue };
            let mut with: BTreeMap<&str, u32> = BTreeMap::new();
            for (team, _) in self.0.ties(graph, party) {
                team.into_iter().for_each(|team| *with.entry(team).or_default() += 1);
            }
            let was = most(&with, own);
            others.into_iter().flatten().for_each(|team| *with.entry(team).or_default() += 1);
            if let (None, Some(theirs)) = (was, most(&with, own)) {
                let (id, name) = self.0.called(graph, party);
                let text = || format!("{name} then has more to do with {theirs} than with {own}");
                told.add("team-ownership", Severity::Warning, &[id], text);
            }
        }
    }

    /// Who is tied by the connection, and to whose team.
    fn between(&self, graph: &DesignGraph<'m>, line: &Line<'m>, ties: &[(u32, u32)]) -> Vec<(Party, Option<&'m str>)> {
        let place = |id| graph.place(id);
        let Some((from, to)) = place(line.from.record.id()).zip(place(line.to.record.id())) else { return Vec::new() };
        let mut found = self.0.tied(graph, (from, to), line.kind);
        let team = |service: u32| graph.services[service as usize].team.as_deref();
        let mut pair = |one: u32, other: u32| {
            found.extend([(Party::Service(one), team(other)), (Party::Service(other), team(one))]);
        };
        if line.kind != ConnectionKind::Publish {
            ties.iter().filter(|_| !self.0.has(to)).for_each(|(one, other)| pair(*one, *other));
            return found;
        }
        // Who hears of an event that nobody owns is tied to whoever publishes it anew, once for each connection.
        let Some(publisher) = line.from.service.filter(|_| line.to.service.is_none()) else { return found };
        if graph.services_at(to, ConnectionKind::Publish).contains(&publisher) {
            return found;
        }
        let hearing: Vec<NodeIndex> = graph
            .incoming(to)
            .filter(|(_, hears)| hears.kind == ConnectionKind::Subscribe)
            .filter_map(|(by, _)| place(by.record.id()))
            .collect();
        for by in hearing {
            match (graph.drawn[by].service, self.0.own(by)) {
                (_, Some(theirs)) => {
                    found.extend([(Party::Apart(by), team(publisher)), (Party::Service(publisher), Some(theirs))]);
                }
                (Some(service), None) if service != publisher => {
                    let ends = [(service, publisher), (publisher, service)];
                    found.extend(ends.map(|(one, other)| (Party::Service(one), team(other))));
                }
                _ => {}
            }
        }
        found
    }
}

/// The team that has more of the ties than one's own, where one has.
fn most<'m>(with: &BTreeMap<&'m str, u32>, own: &str) -> Option<&'m str> {
    let theirs = with.iter().filter(|(team, _)| **team != own).max_by_key(|(_, many)| **many);
    theirs.filter(|(_, many)| **many > with.get(own).copied().unwrap_or(0)).map(|(team, _)| *team)
}
