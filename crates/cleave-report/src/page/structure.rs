//! The dependency matrix and the plane of the main sequence, as pictures.

use super::hue;
use crate::Report;
use crate::draw::matrix::{self, Marks, matrix};
use crate::draw::plane::{Point, plane};
use crate::words::{counted, spoken};
use cleave_analysis::{Structure, domain_structure, structure};
use cleave_model::{Id, Model};
use std::collections::BTreeSet;

pub(crate) struct Structured {
    pub(crate) matrix: String,
    pub(crate) legend: String,
    /// What the matrix shows, or why there is none.
    pub(crate) matrix_note: String,
    /// Whether it is small enough to stand beside the plane.
    pub(crate) beside: bool,
    pub(crate) plane: String,
    pub(crate) plane_note: String,
    /// Each tangle as a line.
    pub(crate) tangles: Vec<String>,
}

/// Most members of a tangle that are named.
const NAMED: usize = 20;

impl Structured {
    pub(crate) fn of(report: &Report<'_>) -> Self {
        let model = report.model;
        let services = structure(model);
        let (shown, of) = if services.order.len() <= matrix::MOST {
            (services.clone(), "services")
        } else {
            (domain_structure(model), "domains")
        };
        let names: Vec<String> = shown.order.iter().map(|id| spoken(model, id)).collect();
        let drawable = (1..=matrix::MOST).contains(&names.len());
        let tangles: Vec<String> = services
            .tangles
            .iter()
            .map(|(first, many)| {
                let members = services.order.iter().skip(*first as usize).take(*many as usize);
                let mut named: Vec<String> = members.take(NAMED).map(|id| spoken(model, id)).collect();
                if *many as usize > NAMED {
                    named.push(format!("and {} more", *many as usize - NAMED));
                }
                named.join(", ")
            })
            .collect();
        let marks = marks(report, &shown, of == "domains");
        let backwards = shown.bonds.iter().filter(|bond| bond.to > bond.from).count();
        let says = format!(
            "Dependency matrix of {} {of}: {}, {}",
            names.len(),
            counted(super::count(shown.bonds.len()), "dependency", "dependencies"),
            counted(super::count(backwards), "points backwards", "point backwards")
        );
        let points: Vec<Point> = services
            .order
            .iter()
            .zip(&services.contract_share)
            .filter_map(|(id, share)| {
                let instability = report.analysis.metrics.services.get(id)?.instability?;
                Some(Point { name: spoken(model, id), instability, contract: *share, hue: hue(model, id) })
            })
            .collect();
        let said = services.contract_share.iter().any(|share| *share > 0.0);
        Self {
            matrix: if drawable { matrix(&shown, &names, &marks, &says) } else { String::new() },
            legend: if drawable { matrix::legend(&marks) } else { String::new() },
            matrix_note: match (names.len(), of) {
                (0, _) => "There is nothing to show.".into(),
                (many, of) if many > matrix::MOST => {
                    format!("A matrix of {many} {of} cannot be read on a page; the app shows it.")
                }
                (_, "domains") => "The services are too many for a page, so these are their domains. A row uses a column. Marks above the diagonal point backwards.".into(),
                _ => "A row uses a column. Marks above the diagonal point backwards.".into(),
            },
            beside: names.len() <= 8,
            plane: if points.is_empty() { String::new() } else { plane(&points, &format!("{} on the plane of instability and contract share", counted(super::count(points.len()), "service", "services"))) },
            plane_note: if said {
                "Services near the dashed line balance stability and contracts.".into()
            } else {
                "No operation or event is marked as published contract yet, so all stand at the bottom.".into()
            },
            tangles,
        }
    }
}

/// Of each bond whether the policy forbids it and whether it is new.
fn marks(report: &Report<'_>, shown: &Structure, of_domains: bool) -> Vec<Marks> {
    // A service stands for its innermost domain, where those are shown.
    let part = |model: &Model, id: &Id| match model.domain_of(id) {
        Some(domain) if of_domains => domain.head.id.clone(),
        _ => id.clone(),
    };
    let against = |rule: &str| matches!(rule, "forbidden-dependency" | "layer-violation");
    let findings = report.analysis.findings.iter().filter(|finding| against(&finding.rule));
    let forbidden: BTreeSet<(Id, Id)> = findings
        .filter_map(|finding| match finding.subjects.as_slice() {
            [from, to] => Some((part(report.model, from), part(report.model, to))),
            _ => None,
        })
        .collect();
    let before = report.since.as_ref().map(|since| {
        let was = if of_domains { domain_structure(&since.model) } else { structure(&since.model) };
        let ends = |place: u32| was.order.get(place as usize).cloned();
        was.bonds.iter().filter_map(|bond| ends(bond.from).zip(ends(bond.to))).collect::<BTreeSet<(Id, Id)>>()
    });
    let of_bond = |bond: &cleave_analysis::Bond| {
        let ends = shown.order.get(bond.from as usize).cloned().zip(shown.order.get(bond.to as usize).cloned());
        ends.map_or_else(Marks::default, |ends| Marks {
            forbidden: forbidden.contains(&ends),
            new: before.as_ref().is_some_and(|before| !before.contains(&ends)),
        })
    };
    shown.bonds.iter().map(of_bond).collect()
}
