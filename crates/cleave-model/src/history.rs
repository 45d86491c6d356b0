//! Undo and redo as a walk along the steps that were taken.

use crate::Change;
use serde::{Deserialize, Serialize};

/// One undoable step: all changes of one gesture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What the architect did, for example `Rename service`.
    pub label: String,
    /// Changes with the same gesture become one step; none stands alone.
    pub gesture: Option<String>,
    /// What happened.
    pub change: Change,
}

/// The steps that were taken and those that were taken back.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// A history that continues after a restart: the steps as they stand in the journal.
    pub fn resume(done: Vec<Step>, undone: Vec<Step>) -> Self {
        Self { done, undone }
    }

    /// Remembers a change that was applied. Returns whether it joined the last step instead of becoming its own.
    pub fn record(&mut self, step: Step) -> bool {
        self.undone.clear();
        if let (Some(last), Some(_)) = (self.done.last_mut(), &step.gesture)
            && last.gesture == step.gesture
        {
            last.change = std::mem::take(&mut last.change).merge(step.change);
            return true;
        }
        self.done.push(step);
        false
    }

    /// The change that takes the last step back, which then can be redone.
    pub fn undo(&mut self) -> Option<Step> {
        let step = self.done.pop()?;
        let back = Step { change: step.change.inverse(), ..step.clone() };
        self.undone.push(step);
        Some(back)
    }

    /// The change that takes the last undone step again.
    pub fn redo(&mut self) -> Option<Step> {
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        Some(step)
    }

    /// What undo would take back.
    pub fn undoable(&self) -> Option<&Step> {
        self.done.last()
    }

    /// What redo would take again.
    pub fn redoable(&self) -> Option<&Step> {
        self.undone.last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Command, Draft, Kind, Model, decide};

    fn step(model: &mut Model, name: &str, gesture: Option<&str>) -> Step {
        let change = decide(model, &Command::add(Draft::new(Kind::Service, name))).expect("a fresh name");
        model.apply(&change);
        Step { label: format!("Add {name}"), gesture: gesture.map(str::to_owned), change }
    }

    #[test]
    fn undo_and_redo_walk_the_steps() {
        let mut model = Model::new("shop");
        let empty = model.clone();
        let mut history = History::default();
        history.record(step(&mut model, "a", Some("g1")));
        assert!(history.record(step(&mut model, "b", Some("g1"))), "one gesture is one step");
        assert!(!history.record(step(&mut model, "c", None)));
        let full = model.clone();
        model.apply(&history.undo().expect("c").change);
        model.apply(&history.undo().expect("a and b").change);
        assert_eq!(model, empty);
        assert!(history.undo().is_none());
        model.apply(&history.redo().expect("a and b").change);
        model.apply(&history.redo().expect("c").change);
        assert_eq!(model, full);
    }
}
