//! One master for each entity; the others become copies that say where they come from.

use super::event::fact_about;
use super::{Case, Idea, list};
use cleave_model::{ConnectionKind, Entity, Id};
use serde_json::json;

/// Most masters that are proposed.
const MASTERS: usize = 3;

pub(super) fn duplicated_entity(case: &Case<'_>) -> Vec<Option<Idea>> {
    let marked = case.finding.marks.iter().filter_map(|id| case.model.entity(id));
    let entities: Vec<&Entity> = marked.filter(|entity| entity.replica.is_none()).collect();
    let mut masters = entities.clone();
    // Who keeps most of it knows it best.
    masters.sort_by_key(|entity| (usize::MAX - entity.fields.len(), entity.head.id.clone()));
    masters.into_iter().take(MASTERS).map(|master| ruled_by(case, master, &entities)).collect()
}

/// Marks all but one as copies that an event of the master's service feeds.
fn ruled_by(case: &Case<'_>, master: &Entity, entities: &[&Entity]) -> Option<Idea> {
    let owner = case.model.service_of(&master.head.id)?.head.id.clone();
    let mut pad = case.pad();
    let event = fact_about(&mut pad, &owner, master)?;
    pad.connect(ConnectionKind::Publish, &owner, &event);
    let mut copies: Vec<&str> = Vec::new();
    for copy in entities.iter().filter(|entity| entity.head.id != master.head.id) {
        let keeper: Option<Id> = case.model.service_of(&copy.head.id).map(|service| service.head.id.clone());
        let Some(keeper) = keeper.filter(|keeper| *keeper != owner) else { continue };
        pad.say(&copy.head.id, "replica", json!({"entity": master.head.id, "event": event}));
        pad.connect(ConnectionKind::Subscribe, &keeper, &event);
        if !copies.contains(&case.name(&keeper)) {
            copies.push(case.model.service(&keeper).map_or("", |service| service.head.name.as_str()));
        }
    }
    let (owner, entity, event) = (case.name(&owner).to_owned(), &master.head.name, pad.name(&event));
    let keep = if copies.len() == 1 { "keeps a copy" } else { "keep copies" };
    let about = format!("{} {keep} that {event} feeds, and {owner} alone says what is right.", list(&copies));
    pad.idea("choose-master", 4, format!("Make {owner} the master of {entity}"), about)
}
