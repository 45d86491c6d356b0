//! How well the domains hold together, and who owns which data.

use super::{hue, number, percent};
use crate::Report;
use crate::words::{spoken, visible};
use cleave_model::{ConnectionKind, Id, Model, OWNER};
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) struct Boundary {
    pub(crate) hue: &'static str,
    pub(crate) name: String,
    pub(crate) services: usize,
    pub(crate) cohesion: String,
    pub(crate) bar: u32,
    pub(crate) teams: String,
}

/// One store with who reaches it.
pub(crate) struct Owned {
    pub(crate) store: String,
    pub(crate) owner: String,
    pub(crate) writers: Vec<User>,
    pub(crate) readers: Vec<User>,
}

/// A service that uses a store.
pub(crate) struct User {
    pub(crate) name: String,
    /// Whether the store is not its own.
    pub(crate) foreign: bool,
}

pub(crate) struct Boundaries {
    pub(crate) domains: Vec<Boundary>,
    /// One sentence on the modularity.
    pub(crate) modularity: String,
    pub(crate) stores: Vec<Owned>,
    pub(crate) more: usize,
}

/// Most stores in the table.
const STORES: usize = 200;

impl Boundaries {
    pub(crate) fn of(report: &Report<'_>, numbers: &Value) -> Self {
        let model = report.model;
        let mut stores: Vec<Owned> = stores(model);
        let more = stores.len().saturating_sub(STORES);
        stores.truncate(STORES);
        Self { domains: domains(report, numbers), modularity: modularity(numbers), stores, more }
    }
}

fn domains(report: &Report<'_>, numbers: &Value) -> Vec<Boundary> {
    let model = report.model;
    let mut services: BTreeMap<&Id, Vec<&Id>> = BTreeMap::new();
    for id in report.analysis.metrics.services.keys() {
        if let Some(home) = model.service(id).and_then(|service| service.head.home.as_ref()) {
            services.entry(home).or_default().push(id);
        }
    }
    let mut rows: Vec<Boundary> = services
        .into_iter()
        .filter(|(id, _)| model.domain(id).is_some())
        .map(|(id, members)| {
            let cohesion = number(numbers, &["metrics", "domain", "D", "cohesion", id.as_str()]);
            let teams = super::teams(model, members.iter().copied());
            Boundary {
                hue: hue(model, id),
                name: spoken(model, id),
                services: members.len(),
                cohesion: cohesion.map_or("–".into(), |share| format!("{:.0} %", share * 100.0)),
                bar: cohesion.map_or(0, percent),
                teams: if teams.is_empty() { "–".into() } else { teams.join(", ") },
            }
        })
        .collect();
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    rows
}

fn modularity(numbers: &Value) -> String {
    let Some(own) = number(numbers, &["metrics", "modularity"]) else {
        return "The modularity of the domains is not defined: nothing depends on anything yet.".into();
    };
    match number(numbers, &["metrics", "modularity_best"]) {
        Some(best) if best - own > 0.1 => {
            format!(
                "The domains have a modularity of {own:.2}. A search found a division with {best:.2}: a better cut exists."
            )
        }
        Some(best) => {
            format!("The domains have a modularity of {own:.2}; the best division a search found has {best:.2}.")
        }
        None => format!("The domains have a modularity of {own:.2}."),
    }
}

fn stores(model: &Model) -> Vec<Owned> {
    let mut rows: Vec<Owned> = model
        .stores()
        .map(|store| {
            let owner = model.service_of(&store.head.id).map(|service| &service.head.id);
            let outside = store.head.tags.iter().find_map(|tag| tag.strip_prefix(OWNER));
            let users = |kind: ConnectionKind| {
                let ends = model.incoming(&store.head.id).filter(|connection| connection.kind == kind);
                let mut services: Vec<&Id> =
                    ends.map(|c| model.service_of(&c.from).map_or(&c.from, |service| &service.head.id)).collect();
                services.sort();
                services.dedup();
                let user = |id: &Id| User { name: spoken(model, id), foreign: Some(id) != owner };
                services.into_iter().map(user).collect::<Vec<_>>()
            };
            Owned {
                store: visible(&store.head.name),
                owner: match (owner, outside) {
                    (Some(id), _) => spoken(model, id),
                    (None, Some(name)) => visible(name),
                    (None, None) => "nobody".into(),
                },
                writers: users(ConnectionKind::Write),
                readers: users(ConnectionKind::Read),
            }
        })
        .collect();
    // Where others reach in, it is looked at first.
    let shared = |row: &Owned| row.writers.iter().chain(&row.readers).any(|user| user.foreign);
    rows.sort_by(|one, other| {
        (!shared(one), &one.owner, &one.store).cmp(&(!shared(other), &other.owner, &other.store))
    });
    rows
}
