//! Saying where things stand.

use super::trial::Trial;
use crate::{Placement, Refusal};

pub(super) fn run(trial: &mut Trial, placements: &[Placement]) -> Result<(), Refusal> {
    for placement in placements {
        trial.need(&placement.element)?;
        let id = Placement::id_of(&placement.element, placement.view.as_ref());
        if placement.is_empty() {
            trial.drop(&id);
        } else {
            trial.put(Placement { id, ..placement.clone() });
        }
    }
    Ok(())
}
