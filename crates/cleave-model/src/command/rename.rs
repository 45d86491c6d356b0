//! Calling a record something else. Its id stays, so everything that refers to it still does.

use super::trial::Trial;
use crate::{Id, Refusal};

pub(super) fn run(trial: &mut Trial, id: &Id, name: &str) -> Result<(), Refusal> {
    if trial.need(id)?.head().is_none() {
        return Err(Refusal::Fixed { id: id.clone(), reason: "it has no name".into() });
    }
    trial.edit(id, |record| {
        if let Some(head) = record.head_mut() {
            head.name = name.to_owned();
        }
    })
}
