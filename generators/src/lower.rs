//! From the design to the blueprint, or to everything in the design that cannot become code.

mod crud;
mod cycles;
mod operations;
mod routes;
mod tables;
mod topologies;
mod types;
mod wiring;

pub(crate) use topologies::folder_name;
pub(crate) use types::{has_form, ty_has_rules, whole};
pub(crate) use wiring::ports_need;

use crate::blueprint::{Blueprint, Service, System};
use crate::gap::{Gap, shown};
use crate::naming::{self, Misfit, Words};
use cleave_model::{Auth, Id, Implementation, Kind, Model};
use std::collections::{BTreeMap, BTreeSet};

/// Lowers the whole design.
///
/// # Errors
/// Every gap that was found, by place.
pub fn lower(model: &Model) -> Result<Blueprint, Vec<Gap>> {
    let mut lowering = Lowering::new(model);
    let services = lowering.services();
    if lowering.gaps.is_empty() && !services.iter().any(Service::is_hosted) {
        let message = "there is no service whose code could be generated";
        lowering.gap(&Id::new(Model::DESIGN), message, "Draw a service");
    }
    let topologies = topologies::lower(&mut lowering, &services);
    if !lowering.gaps.is_empty() {
        return Err(lowering.gaps.into_iter().collect());
    }
    let design = model.design(&Id::new(Model::DESIGN));
    let system = System {
        title: lowering.title(),
        slug: lowering.slug.clone(),
        description: design.and_then(|design| design.head.description.clone()),
        wants_auth: model.apis().any(|api| matches!(api.auth, Auth::Bearer { .. }))
            || model.operations().any(|operation| operation.scope.is_some()),
    };
    Ok(Blueprint { system, services, topologies })
}

/// What every part of lowering needs: the design, the names that are settled, and the gaps that were found.
pub(crate) struct Lowering<'m> {
    model: &'m Model,
    slug: String,
    /// The words of each service with a contract.
    names: BTreeMap<Id, Words>,
    gaps: BTreeSet<Gap>,
}

impl<'m> Lowering<'m> {
    fn new(model: &'m Model) -> Self {
        let slug = Words::lenient(model.design_name()).kebab();
        let slug = if slug.is_empty() { "system".to_owned() } else { slug };
        Self { model, slug, names: BTreeMap::new(), gaps: BTreeSet::new() }
    }

    fn title(&self) -> String {
        let name = self.model.design_name();
        if name.is_empty() { "The system".to_owned() } else { name.to_owned() }
    }

    /// Notes a gap.
    fn gap(&mut self, place: &Id, message: impl Into<String>, fix: impl Into<String>) {
        let path = self.model.path(place);
        let path = if path.is_empty() { place.to_string() } else { path };
        self.gaps.insert(Gap { place: place.clone(), path, message: message.into(), fix: fix.into() });
    }

    /// The words, or a gap at this place.
    fn words(&mut self, place: &Id, words: Result<Words, Misfit>) -> Option<Words> {
        words.map_err(|misfit| self.gap(place, misfit.message, misfit.fix)).ok()
    }

    /// The words of something inside a record, such as a field, or a gap that names it.
    fn inner_words(&mut self, place: &Id, what: &str, name: &str, words: Result<Words, Misfit>) -> Option<Words> {
        let named = |misfit: Misfit| {
            let message = misfit.message.replacen("the name", &format!("the name of the {what} {}", shown(name)), 1);
            self.gap(place, message, misfit.fix);
        };
        words.map_err(named).ok()
    }

    /// The package of a service that has a contract.
    fn package(&self, service: &Id) -> Option<String> {
        self.names.get(service).map(Words::kebab)
    }

    fn services(&mut self) -> Vec<Service> {
        self.name_services();
        let mut services = types::lower(self);
        operations::lower(self, &mut services);
        tables::lower(self, &mut services);
        wiring::lower(self, &mut services);
        crud::lower(self, &mut services);
        routes::check(self, &services);
        cycles::check(self, &mut services);
        services
    }

    /// Settles the names of all services with a contract: those that are generated, and those elsewhere.
    fn name_services(&mut self) {
        let mut by_package: BTreeMap<String, Id> = BTreeMap::new();
        for service in self.model.services().filter(|service| !service.role.is_infrastructure()) {
            let id = &service.head.id;
            let Some(words) = self.words(id, naming::service(&service.head.name)) else { continue };
            if let Some(other) = by_package.get(&words.kebab()) {
                let message =
                    format!("its crate would be called {}, as that of {}", words.kebab(), self.model.path(other));
                self.gap(id, message, "Rename one of the two");
                continue;
            }
            by_package.insert(words.kebab(), id.clone());
            self.names.insert(id.clone(), words);
        }
    }

    /// Where a service answers whose code is written elsewhere.
    fn elsewhere(&mut self, id: &Id) -> Option<String> {
        let service = self.model.service(id)?;
        let Implementation::Elsewhere { base_url, .. } = &service.implementation else { return None };
        let called = self.model.operations_of(id).any(|op| self.model.incoming(&op.head.id).next().is_some());
        match base_url {
            Some(url) => {
                let rest = url.strip_prefix("http://");
                if rest.is_none_or(|rest| rest.is_empty() || !rest.bytes().all(|b| b.is_ascii_graphic() && b != b'"')) {
                    self.gap(
                        id,
                        "its base URL is not one that generated code can call",
                        "Write it as http://host:port",
                    );
                }
                Some(url.clone())
            }
            None => {
                if called {
                    let message = "it is implemented elsewhere and the design does not say where it answers";
                    self.gap(id, message, "Give it a base URL such as http://billing:9080");
                }
                Some(String::new())
            }
        }
    }

    /// The service a record is in or is, where that has a contract.
    fn contract_of(&self, id: &Id) -> Option<&'m Id> {
        self.model.service_of(id).map(|service| &service.head.id).filter(|id| self.names.contains_key(*id))
    }
}

/// What generated names belong to; notes a gap where two records want the same one.
#[derive(Default)]
pub(crate) struct Taken(BTreeMap<String, Id>);

impl Taken {
    /// Takes a name for a record; false, with a gap, where another has it.
    pub(crate) fn take(&mut self, lowering: &mut Lowering<'_>, name: &str, by: &Id) -> bool {
        match self.0.get(name) {
            Some(other) => {
                let other = match lowering.model.get(other).map(|record| record.kind()) {
                    Some(kind) if other != by => {
                        format!("the {} {}", word(kind), shown(lowering.model.get(other).map_or("", |r| r.name())))
                    }
                    _ => "a name that is made for itself".to_owned(),
                };
                lowering.gap(by, format!("in Rust it would be called {name}, as {other}"), "Rename one of the two");
                false
            }
            None => {
                self.0.insert(name.to_owned(), by.clone());
                true
            }
        }
    }

    /// Whether nobody has the name.
    pub(crate) fn is_free(&self, name: &str) -> bool {
        !self.0.contains_key(name)
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::DataType => "type",
        other => other.word(),
    }
}
