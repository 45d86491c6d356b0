//! Putting a record at another place among its siblings; for a connection this is the order of the steps.

use super::trial::Trial;
use crate::{Id, Refusal};

pub(super) fn run(trial: &mut Trial, id: &Id, rank: u32) -> Result<(), Refusal> {
    let record = trial.need(id)?.clone();
    let siblings = trial.model().children(record.home(), record.kind());
    let mut order: Vec<Id> = siblings.map(|sibling| sibling.id().clone()).filter(|other| other != id).collect();
    let place = usize::try_from(rank).unwrap_or(usize::MAX).min(order.len());
    order.insert(place, id.clone());
    trial.rank(&order);
    Ok(())
}
