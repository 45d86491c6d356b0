//! The dependency matrix and the plane of the main sequence, as pictures.

use super::hue;
use crate::Report;
use crate::draw::matrix::{self, matrix};
use crate::draw::plane::{Point, plane};
use crate::words::{counted, spoken};
use cleave_analysis::{domain_structure, structure};

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
            matrix: if drawable { matrix(&shown, &names, &says) } else { String::new() },
            legend: if drawable { matrix::legend() } else { String::new() },
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
