//! After any edits and undos a judgement that remembers the one before is the judgement from nothing.

use cleave_analysis::{Memory, analyse, analyse_again, analyse_soon};
use cleave_model::sketch::{Choices, command};
use cleave_model::{Change, Model, decide};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_remembered_changes_no_digit(bytes in proptest::collection::vec(any::<u8>(), 0..900)) {
        let mut choices = Choices::new(&bytes);
        let mut memory = Memory::default();
        let mut model = Model::new("again");
        let mut done: Vec<Change> = Vec::new();
        while !choices.spent() {
            // Some edits at once, of which some take the last one back.
            for _ in 0..1 + choices.below(3) {
                let back = choices.once_in(5).then(|| done.pop()).flatten().map(|change| change.inverse());
                let asked = command(&model, &mut choices);
                let Some(change) = back.or_else(|| decide(&model, &asked).ok().inspect(|change| done.push(change.clone()))) else {
                    continue;
                };
                model.apply(&change);
            }
            let mut whole = analyse(&model);
            // What is not counted now is counted when it is asked for.
            if choices.once_in(2) {
                prop_assert_eq!(analyse_again(&mut memory, &model, None), whole);
            } else {
                whole.metrics.services.values_mut().for_each(|row| row.betweenness = None);
                prop_assert_eq!(analyse_soon(&mut memory, &model, None), whole);
            }
        }
    }
}
