//! Suggested boundaries: the best division that is found beside the domains as they are drawn, and for each service
//! that stands elsewhere in it the reasons.

mod reasons;

use crate::graph::DesignGraph;
use crate::measure::leiden;
use crate::measure::modularity::{modularity, parts};
use crate::measure::tangle::count;
use cleave_model::{Command, Id, Model};
use reasons::Reasons;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A better division exists if it is better by more than this (coupling catalogue, M18).
const WORTH: f64 = 0.1;

/// How well the drawn domains follow the dependencies, and what would follow them better.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Boundaries {
    /// Directed modularity of the domains as drawn, at most 1; a service without one counts as its own. None without
    /// dependencies.
    pub own: Option<f64>,
    /// That of the best division found, never less; none without dependencies, and above 20,000 services.
    pub best: Option<f64>,
    /// Whether the best is so much better that a better division exists.
    pub better: bool,
    /// The parts of the best division; empty where nothing would move.
    pub groups: Vec<SuggestedGroup>,
    /// The services that stand elsewhere in it, in the order of their groups.
    pub moves: Vec<Move>,
    /// All of it as one edit.
    pub command: Option<Command>,
}

/// Services that belong together by their dependencies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SuggestedGroup {
    /// What stands in it.
    pub services: Vec<Id>,
    /// The domain most of them are in now; none where another group has more of it, or none is drawn.
    pub domain: Option<Id>,
    /// The name of that domain, or else of its most used service.
    pub name: String,
    /// Draws it, where it is a new domain.
    pub command: Option<Command>,
}

/// A service that would stand in another domain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Move {
    /// The service.
    pub service: Id,
    /// The domain it stands in now.
    pub from: Option<Id>,
    /// Where it would stand: a place among the groups.
    pub to: u32,
    /// Why, in words.
    pub reasons: Vec<String>,
    /// Does it; none where the group is a new domain, which is drawn as a whole.
    pub command: Option<Command>,
}

/// Looks for a better division of the services. Total and pure; the order of drawing does not count.
pub fn boundaries(model: &Model) -> Boundaries {
    let graph = DesignGraph::of(model);
    let (all, division) = (&graph.all.graph, graph.division());
    let own = modularity(&parts(all, &division.of, division.parts.len()));
    let Some(quality) = own.filter(|_| graph.n() <= leiden::LARGEST) else {
        return Boundaries { own, ..Boundaries::default() };
    };
    let found = leiden::best(all, &division.of);
    let best = found.quality.map(|best| best.max(quality));
    let better = best.is_some_and(|best| best - quality > WORTH);
    let suggested = Suggested::of(&graph, &found.of);
    let moves = suggested.moves(&graph);
    if moves.is_empty() {
        return Boundaries { own, best: own, ..Boundaries::default() };
    }
    Boundaries { own, best, better, command: suggested.command(&graph), groups: suggested.groups(&graph), moves }
}

/// The domain of a service, if it stands in one.
fn domain<'m>(graph: &DesignGraph<'m>, service: u32) -> Option<&'m Id> {
    Some(graph.boundary(service)).filter(|home| *home != graph.id(service))
}

/// A division, and the drawn domain each part stands for.
struct Suggested<'m> {
    /// For each service its part; what depends on nothing and is not used has no place in a division.
    of: Vec<Option<u32>>,
    /// The services of each part, ascending.
    members: Vec<Vec<u32>>,
    domains: Vec<Option<&'m Id>>,
}

impl<'m> Suggested<'m> {
    fn of(graph: &DesignGraph<'m>, found: &[u32]) -> Self {
        let all = &graph.all.graph;
        let connected = |service: u32| !all.out(service).is_empty() || !all.ins(service).is_empty();
        let mut members: Vec<Vec<u32>> = Vec::new();
        let mut parts = BTreeMap::new();
        let mut of = vec![None; found.len()];
        for service in (0..graph.n()).filter(|service| connected(*service)) {
            let part = *parts.entry(found[service as usize]).or_insert(count(members.len()));
            if part as usize == members.len() {
                members.push(Vec::new());
            }
            members[part as usize].push(service);
            of[service as usize] = Some(part);
        }
        let mut shares: BTreeMap<(u32, &'m Id), u32> = BTreeMap::new();
        for (part, members) in (0u32..).zip(&members) {
            for home in members.iter().filter_map(|service| domain(graph, *service)) {
                *shares.entry((part, home)).or_default() += 1;
            }
        }
        // The part that holds most of a domain keeps it.
        let mut shares: Vec<((u32, &'m Id), u32)> = shares.into_iter().collect();
        shares.sort_by_key(|(key, many)| (Reverse(*many), *key));
        let mut domains: Vec<Option<&'m Id>> = vec![None; members.len()];
        let mut taken = BTreeSet::new();
        for ((part, home), _) in shares {
            let place = &mut domains[part as usize];
            if place.is_none() && taken.insert(home) {
                *place = Some(home);
            }
        }
        // What stands alone and in no domain is a part as it is; what would stand alone needs no domain.
        Self { of, members, domains }
    }

    /// Whether a part would be a domain that is not drawn yet.
    fn is_new(&self, part: usize) -> bool {
        self.domains[part].is_none() && self.members[part].len() > 1
    }

    /// The services that would move, by part.
    fn movers(&self, graph: &DesignGraph<'m>, part: usize) -> Vec<u32> {
        let goes = |service: &u32| self.is_new(part) || domain(graph, *service) != self.domains[part];
        self.members[part].iter().copied().filter(goes).collect()
    }

    fn moves(&self, graph: &DesignGraph<'m>) -> Vec<Move> {
        let reasons = Reasons::of(graph, &self.of);
        let mut moves = Vec::new();
        for part in 0..self.members.len() {
            for service in self.movers(graph, part) {
                let home = self.domains[part].cloned();
                let alone = || Command::Rehome { ids: vec![graph.id(service).clone()], home };
                moves.push(Move {
                    service: graph.id(service).clone(),
                    from: domain(graph, service).cloned(),
                    to: count(part),
                    reasons: reasons.why(service, &self.name(graph, part)),
                    command: (!self.is_new(part)).then(alone),
                });
            }
        }
        moves
    }

    fn name(&self, graph: &DesignGraph<'m>, part: usize) -> String {
        if let Some(domain) = self.domains[part].and_then(|id| graph.model.get(id)) {
            return domain.name().to_owned();
        }
        let used = |service: &&u32| (graph.all.graph.ins(**service).len(), Reverse(graph.id(**service)));
        self.members[part].iter().max_by_key(used).map_or_else(String::new, |most| graph.name(*most).to_owned())
    }

    fn groups(&self, graph: &DesignGraph<'m>) -> Vec<SuggestedGroup> {
        let group = |part: usize| SuggestedGroup {
            services: graph.ids(&self.members[part]),
            domain: self.domains[part].cloned(),
            name: self.name(graph, part),
            command: self.is_new(part).then(|| {
                let label = format!("Put in a domain: {}", self.name(graph, part));
                Command::all(self.steps(graph, part)).called(label)
            }),
        };
        (0..self.members.len()).map(group).collect()
    }

    /// What brings the services of a part together.
    fn steps(&self, graph: &DesignGraph<'m>, part: usize) -> Vec<Command> {
        let ids = graph.ids(&self.movers(graph, part));
        if ids.is_empty() {
            return Vec::new();
        }
        let rehome = Command::Rehome { ids: ids.clone(), home: self.domains[part].cloned() };
        // A new domain stands in no other: it would be a part of what its services leave.
        let group = self.is_new(part).then(|| Command::Group { ids, name: self.name(graph, part) });
        std::iter::once(rehome).chain(group).collect()
    }

    fn command(&self, graph: &DesignGraph<'m>) -> Option<Command> {
        let commands: Vec<Command> = (0..self.members.len()).flat_map(|part| self.steps(graph, part)).collect();
        (!commands.is_empty()).then(|| Command::all(commands).called("Apply suggested boundaries"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::{draw, run, saying};
    use serde_json::json;

    /// Two triangles; `f` of the second is drawn in the first.
    const ASTRAY: &str = "domain Sales a b c f; domain Stock d e;
        a.x calls b.x; b.x calls c.x; c.x calls a.x; d.x calls e.x; e.x calls f.x; f.x calls d.x; f.x calls d.y";

    fn name(model: &Model, id: &Id) -> String {
        model.get(id).unwrap().name().to_owned()
    }

    #[test]
    fn the_one_service_in_the_wrong_domain_moves_with_its_reasons() {
        let model = draw(ASTRAY);
        let found = boundaries(&model);
        // Six dependencies. Drawn: 3 + 1 inside; Sales begins 4 and ends 4, Stock 2 and 2. Best: 3 + 3 inside, 3 and 3.
        assert!((found.own.unwrap() - (4.0 / 6.0 - (16.0 + 4.0) / 36.0)).abs() < 1e-12);
        assert!((found.best.unwrap() - 0.5).abs() < 1e-12);
        assert!(found.better);
        let [only] = found.moves.as_slice() else { panic!("{:?}", found.moves) };
        assert_eq!(name(&model, &only.service), "f");
        assert_eq!(only.from.as_ref().map(|id| name(&model, id)).as_deref(), Some("Sales"));
        assert_eq!(found.groups[only.to as usize].name, "Stock");
        assert_eq!(only.reasons, ["calls d 2 times", "is called by e", "shares no connection with the rest of Sales"]);
        let mut after = model.clone();
        run(&mut after, only.command.as_ref().unwrap());
        let again = boundaries(&after);
        assert_eq!((again.own, again.moves.len()), (found.best, 0));
    }

    #[test]
    fn the_same_team_and_the_same_data_are_reasons() {
        let mut model =
            draw(&format!("{ASTRAY}; f.x writes stock; e.x reads stock; f.x subscribes Paid; d.x subscribes Paid"));
        let services: Vec<Id> = model.services().map(|service| service.head.id.clone()).collect();
        for id in
            services.iter().filter(|id| ["d", "f"].contains(&name(&model, id).as_str())).cloned().collect::<Vec<_>>()
        {
            saying(&mut model, id.as_str(), json!({"team": "Warehouse"}));
        }
        let found = boundaries(&model);
        assert_eq!(
            found.moves[0].reasons[3..],
            ["has the same team as d: Warehouse", "uses the same data as e: stock", "hears the same event as d: Paid"]
        );
    }

    #[test]
    fn the_best_is_left_alone_and_nothing_is_not_defined() {
        let best = boundaries(&draw(
            "domain Sales a b c; domain Stock d e f; service g;
            a.x calls b.x; b.x calls c.x; c.x calls a.x; d.x calls e.x; e.x calls f.x; f.x calls d.x",
        ));
        assert_eq!((best.own, best.best, best.better), (Some(0.5), Some(0.5), false));
        assert_eq!((best.moves, best.groups, best.command), (Vec::new(), Vec::new(), None));
        assert_eq!(boundaries(&draw("domain Sales a b; service c")), Boundaries::default());
    }

    #[test]
    fn without_domains_new_ones_are_drawn_in_one_step() {
        let mut model = draw(
            "a.x calls b.x; b.x calls c.x; c.x calls a.x; d.x calls e.x; e.x calls f.x; f.x calls d.x;
            a.x calls e.x; service g",
        );
        let found = boundaries(&model);
        assert_eq!((found.moves.len(), found.groups.len()), (6, 2));
        assert!(found.moves.iter().all(|one| one.command.is_none() && one.from.is_none()));
        assert!(found.groups.iter().any(|group| group.name == "e" && group.command.is_some()));
        run(&mut model, found.command.as_ref().unwrap());
        let again = boundaries(&model);
        assert_eq!((again.own, again.moves.len()), (found.best, 0));
    }

    #[test]
    fn a_domain_of_two_halves_is_kept_by_the_larger() {
        let mut model = draw(
            "domain All a b c d e f g; a.x calls b.x; b.x calls c.x; c.x calls a.x; c.x calls g.x;
            g.x calls a.x; d.x calls e.x; e.x calls f.x; f.x calls d.x",
        );
        let found = boundaries(&model);
        assert!(found.own.unwrap().abs() < 1e-12 && found.better);
        let moved: Vec<String> = found.moves.iter().map(|one| name(&model, &one.service)).collect();
        assert_eq!(moved, ["d", "e", "f"]);
        run(&mut model, found.command.as_ref().unwrap());
        let again = boundaries(&model);
        assert!((again.own.unwrap() - found.best.unwrap()).abs() < 1e-12);
        // It stands beside what it was parted from, not in it.
        assert!(model.domains().all(|domain| domain.head.home.is_none()));
    }
}
