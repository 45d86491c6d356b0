//! Which services the architect put together.

use super::{ById, DesignGraph};
use crate::measure::tangle::count;
use cleave_model::Id;
use rustc_hash::FxHashSet;

/// The boundaries of a design: its innermost domains, and each service that stands in none.
#[derive(Debug)]
pub(crate) struct Division<'m> {
    /// The boundaries that hold a judged service, by id.
    pub(crate) parts: Vec<&'m Id>,
    /// The places of the domains among them; the others are services.
    pub(crate) domains: Vec<u32>,
    /// For each judged service its place among them.
    pub(crate) of: Vec<u32>,
}

pub(super) fn of<'m>(graph: &DesignGraph<'m>) -> Division<'m> {
    let is_alone = |service: &u32| std::ptr::eq(graph.boundary(*service), graph.id(*service));
    let together: Vec<u32> = (0..graph.n()).filter(|service| !is_alone(service)).collect();
    let homes: FxHashSet<&Id> = together.iter().map(|service| graph.boundary(*service)).collect();
    let mut homes: Vec<&Id> = homes.into_iter().collect();
    homes.sort_unstable();
    // Services stand in the order of ids already, and domains are few.
    let mut alone = (0..graph.n()).filter(is_alone).peekable();
    let mut division = Division { parts: Vec::new(), domains: Vec::new(), of: vec![0; graph.services.len()] };
    let mut places: ById<'_, u32> = ById::default();
    for home in homes {
        while let Some(service) = alone.next_if(|service| graph.id(*service) < home) {
            division.add(graph, service);
        }
        let place = count(division.parts.len());
        division.parts.push(home);
        division.domains.push(place);
        places.insert(home, place);
    }
    alone.for_each(|service| division.add(graph, service));
    for service in together {
        division.of[service as usize] = places.get(graph.boundary(service)).copied().unwrap_or(0);
    }
    division
}

impl<'m> Division<'m> {
    /// Adds a service that is a boundary of its own.
    fn add(&mut self, graph: &DesignGraph<'m>, service: u32) {
        self.of[service as usize] = count(self.parts.len());
        self.parts.push(graph.id(service));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::draw;
    use crate::graph::DesignGraph;

    #[test]
    fn parts_stand_by_id_whoever_is_alone() {
        let model = draw("domain x b d; domain y c; service a; service e; domain empty");
        let graph = DesignGraph::of(&model);
        let division = graph.division();
        let parts: Vec<&str> = division.parts.iter().map(|id| id.as_str()).collect();
        assert_eq!(parts, ["domain:x", "domain:y", "service:a", "service:e"]);
        assert_eq!((&division.of[..], &division.domains[..]), (&[2, 0, 1, 0, 3][..], &[0, 1][..]));
    }
}
