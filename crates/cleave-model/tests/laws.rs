//! The laws of the model, over random designs: what a change does, undoes and merges, and what is always true.

use cleave_model::{Change, Command, History, Id, Model, Record, Step, decide, invariants, sketch};
use proptest::collection::vec;
use proptest::prelude::*;

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..600)
}

/// What a command says of where things stand.
fn placed_by(command: &Command) -> Vec<&Id> {
    match command {
        Command::Place { placements } => placements.iter().map(|placement| &placement.element).collect(),
        // A connection with another end has other bends, or none.
        Command::Reconnect { id, .. } => vec![id],
        Command::All { commands, .. } => commands.iter().flat_map(placed_by).collect(),
        _ => Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_invariant_breaks(bytes in bytes()) {
        let model = sketch::design(&bytes);
        prop_assert_eq!(invariants::sweep(&model), Ok(()));
    }

    #[test]
    fn a_change_and_its_inverse_are_nothing(bytes in bytes()) {
        let (end, steps) = sketch::walk(&bytes);
        let mut model = end.clone();
        for (_, change) in steps.iter().rev() {
            let after = model.clone();
            model.apply(&change.inverse());
            let mut again = model.clone();
            again.apply(change);
            prop_assert_eq!(&again, &after);
            prop_assert_eq!(invariants::sweep(&model), Ok(()), "after undoing");
        }
        prop_assert!(model.is_empty());
    }

    #[test]
    fn a_merge_is_both(bytes in bytes()) {
        let (end, steps) = sketch::walk(&bytes);
        let whole = steps.iter().fold(Change::default(), |whole, (_, change)| whole.merge(change.clone()));
        let mut model = end.clone();
        for (_, change) in steps.iter().rev() {
            model.apply(&change.inverse());
        }
        let start = model.clone();
        model.apply(&whole);
        prop_assert_eq!(&model, &end);
        model.apply(&whole.inverse());
        prop_assert_eq!(&model, &start);
    }

    #[test]
    fn a_change_is_complete_and_minimal(bytes in bytes()) {
        let (end, steps) = sketch::walk(&bytes);
        let mut model = end;
        for (_, change) in steps.iter().rev() {
            let after = model.clone();
            model.apply(&change.inverse());
            for swap in change.swaps() {
                let id = swap.id().cloned().expect("a swap is of a record");
                prop_assert_ne!(&swap.before, &swap.after);
                prop_assert_eq!(swap.before.as_deref(), model.get(&id));
                prop_assert_eq!(swap.after.as_deref(), after.get(&id));
            }
        }
    }

    #[test]
    fn a_refused_command_leaves_no_trace_and_a_design_survives_json(bytes in bytes(), more in vec(any::<u8>(), 0..40)) {
        let model = sketch::design(&bytes);
        let asked = sketch::command(&model, &mut sketch::Choices::new(&more));
        let twin = model.clone();
        let _ = decide(&model, &asked);
        prop_assert_eq!(&model, &twin);
        let json = serde_json::to_string(&asked).expect("commands are data");
        prop_assert_eq!(serde_json::from_str::<Command>(&json).expect("and come back"), asked);
        let records: Vec<_> = model.records().cloned().collect();
        let json = serde_json::to_string(&records).expect("records are data");
        let back = Model::from_records(serde_json::from_str::<Vec<_>>(&json).expect("and come back"));
        prop_assert_eq!(back, model);
    }

    #[test]
    fn nothing_that_was_placed_moves_by_itself(bytes in bytes()) {
        let (end, steps) = sketch::walk(&bytes);
        let mut model = end;
        for (command, change) in steps.iter().rev() {
            let meant = placed_by(command);
            let removed: &[Id] = if let Command::Remove { ids } = command { ids } else { &[] };
            for swap in change.swaps() {
                let Some(Record::Placement(before)) = swap.before.as_deref() else { continue };
                let gone = swap.after.is_none()
                    && (removed.contains(&before.id)
                        || model.get(&before.element).is_none()
                        || before.view.as_ref().is_some_and(|view| model.get(view).is_none()));
                prop_assert!(gone || meant.contains(&&before.element), "{:?} moved {}", command, before.element);
            }
            model.apply(&change.inverse());
        }
    }

    #[test]
    fn history_walks_back_and_forth(bytes in bytes()) {
        let (end, steps) = sketch::walk(&bytes);
        let mut history = History::default();
        for (at, (command, change)) in steps.iter().enumerate() {
            let gesture = (at % 3 == 1).then(|| format!("g{}", at / 5));
            history.record(Step { label: command.label(), gesture, change: change.clone() });
        }
        let mut model = end.clone();
        while let Some(step) = history.undo() {
            model.apply(&step.change);
        }
        prop_assert!(model.is_empty());
        while let Some(step) = history.redo() {
            model.apply(&step.change);
        }
        prop_assert_eq!(model, end);
    }
}
