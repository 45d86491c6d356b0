//! Putting records, with everything in them, somewhere else.

use super::trial::Trial;
use crate::{Id, Kind, Refusal};
use std::collections::BTreeSet;

pub(super) fn run(trial: &mut Trial, ids: &[Id], home: Option<&Id>) -> Result<(), Refusal> {
    let home_kind = home.map(|home| trial.need(home).map(|record| record.kind())).transpose()?;
    let mut left: BTreeSet<(Option<Id>, Kind)> = BTreeSet::new();
    for id in ids {
        let record = trial.need(id)?.clone();
        let kind = record.kind();
        let fits = match home_kind {
            Some(home_kind) => kind.homes().contains(&home_kind),
            None => !kind.needs_home() && !kind.homes().is_empty(),
        };
        if !fits {
            return Err(Refusal::WrongHome { of: kind, home: home_kind });
        }
        if home.is_some_and(|home| trial.model().ancestry(home).any(|above| above.id() == id)) {
            return Err(Refusal::InItself { id: id.clone() });
        }
        if record.home() == home {
            continue;
        }
        left.insert((record.home().cloned(), kind));
        let rank = u32::try_from(trial.model().count(home, kind)).unwrap_or(u32::MAX);
        trial.edit(id, |record| {
            if let Some(head) = record.head_mut() {
                head.home = home.cloned();
                head.rank = rank;
            }
        })?;
    }
    for (home, kind) in left {
        trial.close_ranks(home.as_ref(), kind);
    }
    Ok(())
}
