//! Public routes: no two the same, and none that a server could not tell apart.

use super::Lowering;
use crate::blueprint::Service;
use crate::gap::shown;
use cleave_model::Id;
use std::collections::BTreeMap;

pub(super) fn check(lowering: &mut Lowering<'_>, services: &[Service]) {
    let mut exact: BTreeMap<(&str, &str), &Id> = BTreeMap::new();
    let mut shapes: BTreeMap<String, (&str, &Id)> = BTreeMap::new();
    for operation in services.iter().flat_map(|service| &service.operations) {
        let Some(route) = &operation.route else { continue };
        if let Some(other) = exact.insert((route.verb, &route.path), &operation.id) {
            let message =
                format!("{} {} leads to {} too", route.verb, shown(&route.path), shown(&lowering.model.path(other)));
            lowering.gap(&operation.id, message, "Give one of the two another path or method");
            continue;
        }
        let shape: Vec<&str> =
            route.path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect();
        match shapes.get(&shape.join("/")) {
            Some((path, other)) if *path != route.path => {
                let message = format!(
                    "its path {} differs from {} of {} only in what a parameter is called",
                    shown(&route.path),
                    shown(path),
                    shown(&lowering.model.path(other)),
                );
                lowering.gap(&operation.id, message, "Call the parameter the same in both");
            }
            _ => {
                shapes.insert(shape.join("/"), (&route.path, &operation.id));
            }
        }
    }
}
