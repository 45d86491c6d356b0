//! What the Coupling mode draws of a design: its dependency matrix in partitioned order, and the longest
//! synchronous chains.

mod chains;

pub use chains::Chain;

use crate::graph::{DesignGraph, Tie};
use crate::measure::cut::Parting;
use crate::measure::tangle::count;
use crate::measure::usage::tangled_share;
use crate::metrics::instability;
use cleave_model::{Id, Kind, Model, Record};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The structure of a design, for matrix and list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Coupling {
    /// The judged services in partitioned order: those that others rely on first, by level; the members of a tangle
    /// stand together. What a row uses stands left of the diagonal, but for what points back.
    pub order: Vec<Id>,
    /// Runs of `order` that depend on each other in a circle, from the top.
    pub tangles: Vec<Run>,
    /// Where a row uses a column, by row and column.
    pub cells: Vec<MatrixCell>,
    /// The longest synchronous chains, the longest first; at most 20, none a part of another's end.
    pub chains: Vec<Chain>,
    /// Numbers of the whole that no edit waits for.
    pub further: Further,
}

/// Numbers of the whole that are only looked at where the structure is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Further {
    /// What each service reaches, itself included, added up (CCD; Lakos 1996). Nothing above 100,000 services.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub ccd: Option<u64>,
    /// How many services one reaches on average, itself included (ACD; the same source). Nothing without services, or above
    /// 100,000 of them.
    pub acd: Option<f64>,
    /// Connections behind the cheapest dependencies whose end leaves no tangle, over those behind all, 0 to 1. Nothing
    /// without dependencies, or where a tangle has more than 1,000 services.
    pub tangle_share: Option<f64>,
    /// Services without which what depends on each other would fall apart (articulation points).
    pub parting: u32,
    /// Dependencies without which it would (bridges).
    pub bridges: u32,
}

/// Neighbours in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Run {
    /// The place of the first.
    pub start: u32,
    /// How many.
    pub length: u32,
}

/// One service uses another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MatrixCell {
    /// The place of the one that uses.
    pub row: u32,
    /// The place of the one that is used.
    pub column: u32,
    /// How, each once.
    pub kinds: Vec<CellKind>,
    /// How many connections say so.
    pub weight: u32,
}

/// How a service uses another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum CellKind {
    /// It calls it.
    Call,
    /// It subscribes to its event.
    Event,
    /// It reads or writes its store.
    Data,
    /// It says that it depends on it.
    Depend,
}

/// Takes the structure off the design. Total and pure; the order of drawing does not count.
pub fn coupling(model: &Model) -> Coupling {
    let graph = DesignGraph::of(model);
    let order = order(&graph);
    let mut place = vec![0; order.len()];
    for (at, service) in (0u32..).zip(&order) {
        place[*service as usize] = at;
    }
    let mut tangles: Vec<Run> = graph
        .all
        .tangles
        .tangles()
        .into_iter()
        .filter_map(|members| {
            let start = members.iter().map(|member| place[*member as usize]).min()?;
            Some(Run { start, length: count(members.len()) })
        })
        .collect();
    tangles.sort_by_key(|run| run.start);
    Coupling {
        tangles,
        cells: cells(&graph, &place),
        chains: chains::longest(&graph),
        further: further(&graph),
        order: graph.ids(&order),
    }
}

fn further(graph: &DesignGraph<'_>) -> Further {
    let ccd = graph.all.visibility().map(|seen| seen.ccd());
    let parting = Parting::of(&graph.all.graph);
    Further {
        ccd,
        acd: ccd.filter(|_| graph.n() > 0).map(|ccd| ccd as f64 / f64::from(graph.n())),
        tangle_share: tangled_share(graph).flatten(),
        parting: count(parting.nodes.len()),
        bridges: count(parting.pairs.len()),
    }
}

/// By level, then by domain as the design lists them, then the most used first; in a tangle the most stable first.
fn order(graph: &DesignGraph<'_>) -> Vec<u32> {
    let (all, levels, domains) = (&graph.all.graph, graph.all.levels(), domains(graph.model));
    let domain = |service: u32| domains.get(graph.boundary(service)).copied().unwrap_or(usize::MAX);
    let own = |service: u32| (domain(service), Reverse(all.ins(service).len()), graph.id(service));
    let mut components: Vec<Vec<u32>> = graph.all.tangles.components().map(<[u32]>::to_vec).collect();
    for members in &mut components {
        let share = |service: u32| instability(count(all.ins(service).len()), count(all.out(service).len()));
        members.sort_by(|one, other| {
            let (a, b) = (share(*one).unwrap_or(0.0), share(*other).unwrap_or(0.0));
            let uses = |service: u32| all.out(service).len();
            a.total_cmp(&b).then(uses(*one).cmp(&uses(*other))).then_with(|| own(*one).cmp(&own(*other)))
        });
    }
    components.sort_by_cached_key(|members| {
        let level = members.first().map_or(0, |first| levels[*first as usize]);
        (level, members.iter().map(|member| own(*member)).min())
    });
    components.concat()
}

/// The place of each domain, outer before inner, as the design lists them.
fn domains(model: &Model) -> BTreeMap<&Id, usize> {
    let mut places = BTreeMap::new();
    let mut left: Vec<&Record> = model.children(None, Kind::Domain).rev().collect();
    while let Some(domain) = left.pop() {
        places.insert(domain.id(), places.len());
        left.extend(model.children(Some(domain.id()), Kind::Domain).rev());
    }
    places
}

fn cells(graph: &DesignGraph<'_>, place: &[u32]) -> Vec<MatrixCell> {
    let mut found: BTreeMap<(u32, u32), (Vec<CellKind>, u32)> = BTreeMap::new();
    for dependency in graph.dependencies() {
        let kind = match dependency.tie {
            Tie::Sync => CellKind::Call,
            Tie::Event => CellKind::Event,
            Tie::Data => CellKind::Data,
            Tie::Declared => CellKind::Depend,
        };
        let at = (place[dependency.from as usize], place[dependency.to as usize]);
        let (kinds, weight) = found.entry(at).or_default();
        kinds.push(kind);
        *weight += 1;
    }
    let cell = |((row, column), (mut kinds, weight)): ((u32, u32), (Vec<CellKind>, u32))| {
        kinds.sort_unstable();
        kinds.dedup();
        MatrixCell { row, column, kinds, weight }
    };
    found.into_iter().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::{draw, saying};
    use serde_json::json;

    fn names(ids: &[Id]) -> Vec<&str> {
        ids.iter().map(|id| id.as_str().trim_start_matches("service:")).collect()
    }

    /// orders ⇄ inventory; orders → catalog, customers; shipping hears orders; notes reads the store of customers.
    const SHOP: &str = "domain sales catalog customers orders; domain moves inventory shipping notes; \
        orders.place calls inventory.reserve; inventory.reserve calls orders.get; orders.place calls catalog.get; \
        orders.place calls customers.get; orders.place calls customers.list; shipping subscribes orders.Placed; \
        notes subscribes orders.Placed; notes reads customers.db";

    #[test]
    fn providers_stand_first_and_a_tangle_stands_together() {
        let found = coupling(&draw(SHOP));
        // Levels: catalog and customers 1, the tangle 3, its listeners 4. customers is used by two, of the
        // tangle's halves, both 1/2, inventory uses less.
        assert_eq!(names(&found.order), ["customers", "catalog", "inventory", "orders", "notes", "shipping"]);
        assert_eq!(found.tangles, [Run { start: 2, length: 2 }]);
    }

    #[test]
    fn the_further_numbers_by_hand() {
        let found = coupling(&draw(SHOP)).further;
        // customers and catalog reach themselves, the tangle its two and both of these, notes and shipping one more.
        assert_eq!((found.ccd, found.acd), (Some(2 + 4 + 4 + 5 + 5), Some(20.0 / 6.0)));
        // One of the eight connections behind dependencies closes the circle.
        assert_eq!(found.tangle_share, Some(1.0 / 8.0));
        // Without orders all but notes, which uses customers too, would fall apart: inventory, catalog and shipping.
        assert_eq!((found.parting, found.bridges), (1, 3));
        let nothing = coupling(&draw("")).further;
        assert_eq!((nothing.ccd, nothing.acd, nothing.tangle_share), (Some(0), None, None));
    }

    #[test]
    fn a_row_uses_a_column_and_only_what_points_back_stands_right_of_the_diagonal() {
        let found = coupling(&draw(SHOP));
        let cells: Vec<_> = found.cells.iter().map(|cell| (cell.row, cell.column, cell.weight)).collect();
        assert_eq!(cells, [(2, 3, 1), (3, 0, 2), (3, 1, 1), (3, 2, 1), (4, 0, 1), (4, 3, 1), (5, 3, 1)]);
        let kinds = |row, column| {
            found.cells.iter().find(|cell| (cell.row, cell.column) == (row, column)).map(|cell| cell.kinds.clone())
        };
        assert_eq!(kinds(3, 0), Some(vec![CellKind::Call]));
        assert_eq!(kinds(4, 0), Some(vec![CellKind::Data]));
        assert_eq!(kinds(5, 3), Some(vec![CellKind::Event]));
    }

    #[test]
    fn several_reasons_are_one_cell() {
        let found = coupling(&draw("a.go calls b.x; a reads b.db; a.go subscribes b.E; a depends b; a writes b.db"));
        let [cell] = &found.cells[..] else { panic!("{:?}", found.cells) };
        assert_eq!(cell.kinds, [CellKind::Call, CellKind::Event, CellKind::Data, CellKind::Depend]);
        assert_eq!(cell.weight, 5);
    }

    #[test]
    fn the_order_of_drawing_does_not_count() {
        let mut lines: Vec<&str> = SHOP.split(';').collect();
        let found = coupling(&draw(SHOP));
        lines[2..].reverse();
        assert_eq!(coupling(&draw(&lines.join(";"))), found);
    }

    #[test]
    fn nothing_drawn_is_nothing_said() {
        let further = Further { ccd: Some(0), ..Further::default() };
        assert_eq!(coupling(&Model::new("empty")), Coupling { further, ..Coupling::default() });
    }

    #[test]
    fn a_chain_says_how_long_its_first_caller_may_wait() {
        let mut model = draw("shopper uses a.go; a.go calls b.x; b.x calls ~bank");
        let calls: Vec<Id> = model.connections().map(|call| call.head.id.clone()).collect();
        let within = |ms: u32, retries: u32| json!({"timeout": {"kind": "after", "of": ms}, "retries": retries});
        let call = |from: &str| calls.iter().find(|id| id.as_str().contains(from)).expect("a call").clone();
        let time = |model: &Model| coupling(model).chains[0].time;
        assert_eq!(time(&model), None);
        saying(&mut model, call("b.x->").as_str(), within(300, 0));
        assert_eq!(time(&model), Some(300));
        // Who gives up after its own timeout does not wait for those behind it.
        saying(&mut model, call("a.go->").as_str(), within(100, 1));
        assert_eq!(time(&model), Some(200));
    }
}
