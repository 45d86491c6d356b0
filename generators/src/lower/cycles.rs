//! Circles that cannot be built: of calls, of contracts, and of types that contain themselves.

use super::Lowering;
use crate::blueprint::{Service, Shape, Ty, TypeRef};
use std::collections::BTreeMap;

pub(super) fn check(lowering: &mut Lowering<'_>, services: &mut [Service]) {
    let place: BTreeMap<String, usize> = services.iter().enumerate().map(|(i, s)| (s.package.clone(), i)).collect();
    let at = |packages: &mut dyn Iterator<Item = &String>| packages.filter_map(|p| place.get(p).copied()).collect();
    let calls: Vec<Vec<usize>> = services.iter().map(|service| at(&mut service.calls.iter())).collect();
    for circle in circles(&calls) {
        let names: Vec<&str> = circle.iter().map(|i| services[*i].title.as_str()).collect();
        let around = match names.as_slice() {
            [one] => format!("{one} calls itself"),
            [first, ..] => format!("the calls go in a circle: {} → {first}", names.join(" → ")),
            [] => continue,
        };
        let fix = "Turn one of the calls into an event that the other subscribes to, or move what is called";
        lowering.gap(&services[circle[0]].id, around, fix);
    }
    let needs: Vec<Vec<usize>> = services.iter().map(|service| at(&mut service.contract_needs.iter())).collect();
    for circle in circles(&needs) {
        let names: Vec<&str> = circle.iter().map(|i| services[*i].title.as_str()).collect();
        let message = format!("the contracts use each other's types in a circle: {}", names.join(" → "));
        lowering.gap(&services[circle[0]].id, message, "Give one of the services a type of its own");
    }
    types(lowering, services);
}

/// Boxes what would contain itself where it may be absent; where it may not, nothing could ever be built.
fn types(lowering: &mut Lowering<'_>, services: &mut [Service]) {
    let mut names: Vec<TypeRef> = Vec::new();
    for service in services.iter() {
        let of = |name: &String| TypeRef { module: service.module.clone(), name: name.clone() };
        names.extend(service.types.iter().map(|data_type| of(&data_type.name)));
    }
    names.sort();
    let index = |named: &TypeRef| names.binary_search(named).ok();
    let edges = |services: &[Service], optional: bool| -> Vec<Vec<usize>> {
        let mut edges = vec![Vec::new(); names.len()];
        for (service, data_type) in services.iter().flat_map(|s| s.types.iter().map(move |t| (s, t))) {
            let from = index(&TypeRef { module: service.module.clone(), name: data_type.name.clone() });
            let (Some(from), Shape::Struct(fields)) = (from, &data_type.shape) else { continue };
            let held = fields.iter().filter_map(|field| match field.ty.required() {
                (of, is_optional) if optional || !is_optional => held(of),
                _ => None,
            });
            edges[from].extend(held.filter_map(index));
        }
        edges
    };
    let mut component: BTreeMap<TypeRef, usize> = BTreeMap::new();
    for (i, circle) in circles(&edges(services, true)).iter().enumerate() {
        component.extend(circle.iter().map(|at| (names[*at].clone(), i)));
    }
    for circle in circles(&edges(services, false)) {
        let named = &names[circle[0]];
        let Some(service) = services.iter().find(|service| service.module == named.module) else { continue };
        let message = format!("the type {} contains itself, so no value of it could ever be written down", named.name);
        lowering.gap(&service.id, message, "Make the field optional or a list");
    }
    for service in services {
        for data_type in &mut service.types {
            let own = TypeRef { module: service.module.clone(), name: data_type.name.clone() };
            let (Some(circle), Shape::Struct(fields)) = (component.get(&own).copied(), &mut data_type.shape) else {
                continue;
            };
            for field in fields {
                if let Ty::Optional(of) = &mut field.ty
                    && let Ty::Struct(named, boxed) = of.as_mut()
                {
                    *boxed = component.get(named) == Some(&circle);
                } else if let Ty::Alias(alias, of) = &field.ty
                    && let Some(named) = held(of.required().0)
                    && component.get(named) == Some(&circle)
                {
                    let message = format!("{} contains itself by way of the alias {}", own.name, alias.name);
                    lowering.gap(&service.id, message, "Use the type itself in place of the alias");
                }
            }
        }
    }
}

/// The struct that a value of the type holds in itself, not in a list or map.
fn held(of: &Ty) -> Option<&TypeRef> {
    match of.plain() {
        Ty::Struct(named, _) => Some(named),
        _ => None,
    }
}

/// The strongly connected parts with more than one node, or with a node that leads to itself; each in the order of its
/// nodes, smallest first. Iterative, so that no design is too deep (Tarjan with an explicit stack).
pub(crate) fn circles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let count = edges.len();
    let (mut index, mut low, mut on_stack) = (vec![NEW; count], vec![0; count], vec![false; count]);
    let (mut next, mut stack, mut found) = (0, Vec::new(), Vec::new());
    for root in 0..count {
        if index[root] != NEW {
            continue;
        }
        let mut work = vec![(root, 0)];
        while let Some((at, edge)) = work.pop() {
            if edge == 0 {
                (index[at], low[at]) = (next, next);
                next += 1;
                stack.push(at);
                on_stack[at] = true;
            } else {
                let child = edges[at][edge - 1];
                low[at] = low[at].min(low[child]);
            }
            let pending = (edge..edges[at].len()).find(|e| {
                let to = edges[at][*e];
                if on_stack[to] && index[to] != NEW {
                    low[at] = low[at].min(index[to]);
                }
                index[to] == NEW
            });
            if let Some(edge) = pending {
                work.push((at, edge + 1));
                work.push((edges[at][edge], 0));
                continue;
            }
            if low[at] == index[at] {
                let mut part = Vec::new();
                while let Some(node) = stack.pop() {
                    on_stack[node] = false;
                    part.push(node);
                    if node == at {
                        break;
                    }
                }
                if part.len() > 1 || edges[at].contains(&at) {
                    part.sort_unstable();
                    found.push(part);
                }
            }
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn circles_are_found_and_trees_are_not() {
        assert!(circles(&[vec![1, 2], vec![2], vec![]]).is_empty());
        assert_eq!(circles(&[vec![1], vec![2], vec![0, 3], vec![]]), [vec![0, 1, 2]]);
        assert_eq!(circles(&[vec![0]]), [vec![0]]);
        assert_eq!(circles(&[vec![1], vec![0], vec![3], vec![2, 0]]), [vec![0, 1], vec![2, 3]]);
        let long: Vec<Vec<usize>> = (0..100_000).map(|i| vec![(i + 1) % 100_000]).collect();
        assert_eq!(circles(&long).len(), 1);
    }
}
