//! A copy of the model on which a command is tried, with a note of every record it touched.

use crate::{Change, Head, Id, Kind, Model, Record, Refusal, Swap};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a verb writes on. Cloning the model is free, so each step sees what the steps before it did.
pub(super) struct Trial {
    before: Model,
    model: Model,
    touched: Vec<Id>,
}

impl Trial {
    pub(super) fn new(model: &Model) -> Self {
        Self { before: model.clone(), model: model.clone(), touched: Vec::new() }
    }

    pub(super) fn model(&self) -> &Model {
        &self.model
    }

    /// The record, or the refusal that it is not there.
    pub(super) fn need(&self, id: &Id) -> Result<&Arc<Record>, Refusal> {
        self.model.shared(id).ok_or_else(|| Refusal::Unknown { id: id.clone() })
    }

    /// Replaces the record of this id, or makes it.
    pub(super) fn put(&mut self, record: impl Into<Record>) {
        let record = Arc::new(record.into());
        let before = self.model.shared(record.id()).cloned();
        self.touch(record.id().clone());
        self.model.apply(&Change::new([Swap { before, after: Some(record) }]));
    }

    /// Takes the record away, if it is there.
    pub(super) fn drop(&mut self, id: &Id) {
        let Some(before) = self.model.shared(id).cloned() else { return };
        self.touch(id.clone());
        self.model.apply(&Change::new([Swap { before: Some(before), after: None }]));
    }

    /// Changes a record that is there.
    pub(super) fn edit(&mut self, id: &Id, edit: impl FnOnce(&mut Record)) -> Result<(), Refusal> {
        let mut record = self.need(id)?.as_ref().clone();
        edit(&mut record);
        self.put(record);
        Ok(())
    }

    /// A head for a new record at the end of its siblings. The id is given by [`Trial::born`].
    pub(super) fn head(&self, kind: Kind, name: &str, home: Option<&Id>) -> Head {
        let rank = u32::try_from(self.model.count(home, kind)).unwrap_or(u32::MAX);
        Head::new(Id::new(""), name, home.cloned(), rank)
    }

    /// Gives the record its id for life and puts it.
    pub(super) fn born(&mut self, mut record: Record) -> Id {
        let id = self.model.fresh_id(&record);
        if let Some(head) = record.head_mut() {
            head.id = id.clone();
        }
        self.put(record);
        id
    }

    /// Closes the holes in the ranks of the records of `kind` in `home`, keeping their order.
    pub(super) fn close_ranks(&mut self, home: Option<&Id>, kind: Kind) {
        let order: Vec<Id> = self.model.children(home, kind).map(|record| record.id().clone()).collect();
        self.rank(&order);
    }

    /// Gives these siblings the ranks 0, 1, 2 in this order.
    pub(super) fn rank(&mut self, order: &[Id]) {
        for (rank, id) in (0u32..).zip(order) {
            let settled = self.model.get(id).is_none_or(|record| record.rank() == rank);
            if !settled && let Some(mut record) = self.model.get(id).cloned() {
                if let Some(head) = record.head_mut() {
                    head.rank = rank;
                }
                self.put(record);
            }
        }
    }

    /// The model after, and the change that leads there.
    pub(super) fn finish(self) -> (Model, Change) {
        let mut seen = BTreeSet::new();
        let ids = self.touched.into_iter().filter(|id| seen.insert(id.clone()));
        let swap = |id: Id| Swap { before: self.before.shared(&id).cloned(), after: self.model.shared(&id).cloned() };
        let change = Change::new(ids.map(swap).collect::<Vec<_>>());
        (self.model, change)
    }

    fn touch(&mut self, id: Id) {
        self.touched.push(id);
    }
}
