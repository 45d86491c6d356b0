//! What every synthetic design keeps to.

use super::*;
use crate::{ConnectionKind, Kind, Placement, invariants};
use std::collections::BTreeSet;

const EXTENTS: [(u32, u32); 8] =
    [(1, 0), (2, 0), (7, 9), (50, 90), (51, 60), (300, 1_184), (2_800, 9_300), (10_000, 30_000)];

fn of(services: u32, connections: u32, seed: u64) -> Model {
    design("large", Extent { services, connections, seed })
}

/// Connections whose ends stand in different services.
fn across(model: &Model) -> Vec<&crate::Connection> {
    let home = |id| model.service_of(id).map(|service| service.head.id.clone());
    model.connections().filter(|c| home(&c.from) != home(&c.to)).collect()
}

#[test]
fn there_is_as_much_as_was_asked_for() {
    for (services, connections) in EXTENTS {
        let model = of(services, connections, 1);
        assert_eq!(model.services().count(), services as usize);
        assert_eq!(across(&model).len(), connections as usize, "{services}");
    }
}

#[test]
fn the_same_numbers_give_the_same_design_and_another_seed_another() {
    assert_eq!(of(300, 900, 7), of(300, 900, 7));
    assert_ne!(of(300, 900, 7), of(300, 900, 8));
}

#[test]
fn it_keeps_the_laws_and_every_record_is_called_as_if_drawn() {
    for (services, connections) in EXTENTS {
        let model = of(services, connections, 3);
        assert_eq!(invariants::sweep(&model), Ok(()), "{services}");
        for record in model.records() {
            assert_eq!(record.id(), &model.born_as(record));
        }
    }
}

#[test]
fn one_service_is_the_hub_and_one_domain_the_largest() {
    let model = of(2_800, 9_300, 1);
    let mut ends: BTreeMap<&Id, u32> = BTreeMap::new();
    for connection in across(&model) {
        for end in [&connection.from, &connection.to] {
            let service = model.service_of(end).expect("ends stand in services");
            *ends.entry(&service.head.id).or_insert(0) += 1;
        }
    }
    let hub = model.services().find(|s| s.head.rank == 0 && ends[&s.head.id] == HUB);
    let domain = hub.and_then(|hub| model.domain_of(&hub.head.id)).expect("the hub stands in a domain");
    assert_eq!(model.count(Some(&domain.head.id), Kind::Service), LARGEST_DOMAIN as usize);
    assert_eq!(model.domains().count(), 60);
    assert_eq!(model.domains().filter(|domain| domain.head.home.is_none()).count(), 8);
}

#[test]
fn most_connections_stay_in_their_domain() {
    let model = of(2_800, 9_300, 1);
    let all = across(&model);
    let home = |id| model.domain_of(id).map(|domain| &domain.head.id);
    let within = all.iter().filter(|c| home(&c.from) == home(&c.to)).count();
    assert!((68..=74).contains(&(within * 100 / all.len())), "{within} of {}", all.len());
    let kinds: BTreeSet<ConnectionKind> = all.iter().map(|c| c.kind).collect();
    assert_eq!(kinds.len(), 4, "{kinds:?}");
}

/// How high the canvas draws a service: its header, its API's name, and a row for everything in it.
fn height(model: &Model, service: &Id) -> i32 {
    let own = model.count(Some(service), Kind::Event) + model.count(Some(service), Kind::DataStore);
    let rows = model.operations_of(service).count() + own;
    43 + 20 + 24 * i32::try_from(rows).unwrap_or(i32::MAX / 24) + if own > 0 { 7 } else { 0 } + 5
}

#[test]
fn everything_has_its_place_and_nothing_lies_on_another() {
    for (services, connections) in EXTENTS {
        let model = of(services, connections, 2);
        let place = |id: &Id| model.placement(&Placement::id_of(id, None)).expect("it is placed");
        let frame = |id: &Id| {
            let placement = place(id);
            let at = placement.at.expect("it stands somewhere");
            let (w, h) = placement.size.map_or((196, height(&model, id)), |size| (size.width, size.height));
            (at.x, at.y, at.x + w, at.y + h)
        };
        let apart =
            |a: (i32, i32, i32, i32), b: (i32, i32, i32, i32)| a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1;
        let homes = model.domains().map(|domain| Some(domain.head.id.clone())).chain([None]);
        for home in homes {
            let domains = model.children(home.as_ref(), Kind::Domain);
            let inside: Vec<_> =
                domains.chain(model.children(home.as_ref(), Kind::Service)).map(|record| frame(record.id())).collect();
            let mut sorted = inside.clone();
            sorted.sort_unstable();
            for (at, one) in sorted.iter().enumerate() {
                let near = sorted[at + 1..].iter().take_while(|other| other.0 < one.2);
                assert!(near.into_iter().all(|other| apart(*one, *other)), "{services}: {home:?}");
            }
            if let Some(home) = &home {
                let (x0, y0, x1, y1) = frame(home);
                let held = inside.iter().all(|b| b.0 > x0 && b.1 > y0 && b.2 < x1);
                assert!(held && inside.iter().all(|b| b.1 < y1), "{services}: {home}");
            }
        }
    }
}
