//! Putting domains and services in a new domain.

use super::{Draft, add, rehome, trial::Trial};
use crate::{Id, Kind, Refusal};

pub(super) fn run(trial: &mut Trial, ids: &[Id], name: &str) -> Result<(), Refusal> {
    let first = ids.first().ok_or(Refusal::Nothing)?;
    // The new domain stands where the first of them stood.
    let home = trial.need(first)?.home().cloned();
    let draft = Draft { home, ..Draft::new(Kind::Domain, name) };
    let domain = add::run(trial, &draft, None)?;
    rehome::run(trial, ids, Some(&domain))
}
