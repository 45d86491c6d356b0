//! A design of any size that is irregular without randomness: mostly layered, with a few circles.

use cleave_model::{Connection, ConnectionKind, Head, Id, Kind, Model, Record};

/// A design of `services` services with one operation each and `calls` calls between them; every fourth service
/// publishes an event the next one hears, every third has a store.
pub fn design(services: u32, calls: u32) -> Model {
    let mut records: Vec<Record> = Model::new("synthetic").records().cloned().collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(below.max(1))).unwrap_or(0)
    };
    let service_id = |at: u32| Id::new(format!("service:s{at}"));
    let operation_id = |at: u32| Id::new(format!("operation:s{at}.do"));
    for at in 0..services {
        let (service, api) = (service_id(at), Id::new(format!("api:s{at}.api")));
        records.extend(blank(Kind::Service, Head::new(service.clone(), format!("s{at}"), None, at)));
        records.extend(blank(Kind::Api, Head::new(api.clone(), "api", Some(service.clone()), 0)));
        records.extend(blank(Kind::Operation, Head::new(operation_id(at), "do", Some(api), 0)));
        if at % 3 == 0 {
            let store = Id::new(format!("store:s{at}.db"));
            records.extend(blank(Kind::DataStore, Head::new(store.clone(), "db", Some(service.clone()), 0)));
            records.push(connect(ConnectionKind::Write, &operation_id(at), &store, 900_000));
        }
        if at % 4 == 0 {
            let event = Id::new(format!("event:s{at}.Done"));
            records.extend(blank(Kind::Event, Head::new(event.clone(), "Done", Some(service), 0)));
            records.push(connect(ConnectionKind::Publish, &operation_id(at), &event, 900_001));
            records.push(connect(ConnectionKind::Subscribe, &service_id((at + 1) % services), &event, 0));
        }
    }
    // Ten pairs call each other; all other calls run from later services to earlier ones, most of them to a few.
    let pair = services / 10;
    let back = |at: u32| [(at, at + 1), (at + 1, at)];
    let mut drawn: std::collections::BTreeSet<(u32, u32)> =
        (0..10).filter(|_| pair > 1).flat_map(|at| back(at * pair)).collect();
    for _ in 0..calls * 20 {
        let (one, other) = (next(services), next(services).min(next(services)));
        if one != other && drawn.len() < calls as usize {
            drawn.insert((one.max(other), one.min(other)));
        }
    }
    for (rank, (from, to)) in (0u32..).zip(drawn) {
        records.push(connect(ConnectionKind::Call, &operation_id(from), &operation_id(to), rank));
    }
    Model::from_records(records)
}

/// A design of nothing but services and calls, with one tangle of about four tenths of them that holds three tenths of
/// the calls, and that three hundred calls in it tie together: the graph that the goals for this size were set on.
#[allow(dead_code, reason = "the tests share this file and measure no such size")]
pub fn tangled(services: u32, calls: u32) -> Model {
    let mut records: Vec<Record> = Model::new("tangled").records().cloned().collect();
    let id = |at: u32| Id::new(format!("service:{at}"));
    for at in 0..services {
        records.extend(blank(Kind::Service, Head::new(id(at), format!("{at}"), None, at)));
    }
    for (rank, (from, to)) in (0u32..).zip(tangle(services, calls)) {
        records.push(connect(ConnectionKind::Call, &id(from), &id(to), rank));
    }
    Model::from_records(records)
}

/// The same as a neutral graph.
#[allow(dead_code, reason = "the tests share this file and measure no such size")]
pub fn tangled_json(services: u32, calls: u32) -> String {
    let nodes = (0..services).map(|at| format!("{{\"id\":\"s{at}\",\"kind\":\"service\"}}"));
    let edge = |(from, to)| format!("{{\"from\":\"s{from}\",\"to\":\"s{to}\",\"kind\":\"sync\"}}");
    let (nodes, edges): (Vec<_>, Vec<_>) = (nodes.collect(), tangle(services, calls).into_iter().map(edge).collect());
    format!("{{\"id\":\"tangled\",\"nodes\":[{}],\"edges\":[{}]}}", nodes.join(","), edges.join(","))
}

/// Who calls whom there: later ones call earlier ones, but for those three hundred.
fn tangle(services: u32, calls: u32) -> std::collections::BTreeSet<(u32, u32)> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(below.max(1))).unwrap_or(0)
    };
    let knot = services / 100 * 43;
    let (back, inside) = (calls / 100 * 3 / 100, calls / 100 * 31);
    let mut drawn = std::collections::BTreeSet::new();
    while drawn.len() < calls as usize {
        let many = u32::try_from(drawn.len()).unwrap_or(u32::MAX);
        let among = if many < inside { knot } else { services };
        let (one, other) = (next(among), next(among));
        if one == other || many >= inside && one.max(other) < knot {
            continue;
        }
        drawn.insert(if many < back { (one.min(other), one.max(other)) } else { (one.max(other), one.min(other)) });
    }
    drawn
}

fn blank(kind: Kind, head: Head) -> Option<Record> {
    Record::blank(kind, head)
}

fn connect(kind: ConnectionKind, from: &Id, to: &Id, rank: u32) -> Record {
    let id = Id::new(format!("{kind}:{from}->{to}"));
    Connection::new(Head::new(id, "", None, rank), kind, from.clone(), to.clone()).into()
}
