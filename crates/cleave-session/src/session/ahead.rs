//! Looking ahead: what an edit or a topology would mean, with nothing changed.

use super::Session;
use crate::outcome::{Judged, guarded};
use crate::{SessionError, clock};
use cleave_analysis::{Advice, Affordance, Analysis, Barriers, Boundaries, Coupling, Fix, Predictions, Preview};
use cleave_model::{Change, Command, Id, Model, Refusal, decide};

/// An edit that was looked ahead at.
#[derive(Debug)]
pub struct Foreseen {
    /// The step it would come after.
    step: u32,
    day: String,
    /// What it would change.
    pub change: Change,
    /// What the rules would say then.
    pub judged: Judged,
}

impl Session {
    /// What connecting from here would mean for each possible end.
    ///
    /// # Errors
    /// That the analysis panicked.
    pub fn affordances(&self, from: &Id) -> Result<Vec<Affordance>, SessionError> {
        guarded("Looking for targets", || cleave_analysis::affordances(&self.model, from))
    }

    /// The structure of the design, for matrix and chains.
    ///
    /// # Errors
    /// That the analysis panicked.
    pub fn coupling(&self) -> Result<Coupling, SessionError> {
        guarded("Laying out the matrix", || cleave_analysis::coupling(&self.model))
    }

    /// A search for the best division of the services, beside the drawn domains, in the design as it is now. It takes
    /// seconds for a large one and does not need the session.
    pub fn boundaries(&self) -> impl FnOnce() -> Result<Boundaries, SessionError> + use<> {
        let model = self.model.clone();
        move || guarded("Looking for boundaries", || cleave_analysis::boundaries(&model))
    }

    /// What a command would do to findings and numbers, without doing it. `now` is what the rules say of the design as
    /// it is, where somebody knows it. The edit that follows need not be judged again if it is this one.
    ///
    /// # Errors
    /// That the command is refused, or that the analysis panicked.
    pub fn preview(&mut self, command: &Command, now: Option<&Analysis>) -> Result<Preview, SessionError> {
        let change = decide(&self.model, command)?;
        let mut after = self.model.clone();
        after.apply(&change);
        let day = clock::today();
        let asked = if now.is_none() { Some(self.judge_of(&self.model, &day)?) } else { None };
        let now = now.or(asked.as_ref().map(|judged| &judged.analysis));
        let judged = self.judge_of(&after, &day)?;
        let preview = guarded("Looking ahead", || {
            now.map(|now| cleave_analysis::compare((&self.model, now), (&after, &judged.analysis)))
        })?;
        self.foreseen = Some(Foreseen { step: self.step, day, change, judged });
        Ok(preview.unwrap_or_default())
    }

    /// The edit that was looked ahead at last, while the design is as it was then.
    pub fn foreseen(&self) -> Option<&Foreseen> {
        self.foreseen.as_ref().filter(|seen| seen.step == self.step)
    }

    /// What the rules say after a change that was just made.
    pub(super) fn judged_after(&mut self, change: &Change) -> Result<Judged, SessionError> {
        let day = clock::today();
        match self.foreseen.take() {
            Some(seen) if seen.step + 1 == self.step && seen.day == day && seen.change == *change => Ok(seen.judged),
            _ => self.judge_of(&self.model, &day),
        }
    }

    /// What would end the finding with this fingerprint, the best first.
    ///
    /// # Errors
    /// That the analysis panicked.
    pub fn fixes(&self, finding: &str) -> Result<Vec<Fix>, SessionError> {
        guarded("Looking for fixes", || cleave_analysis::fixes_at(&self.model, finding, Some(&clock::today())))
    }

    /// What a topology means when it runs, and what it would mean after a command that changes something: what is carried
    /// may have arrived by the time it is asked for.
    ///
    /// # Errors
    /// That there is no such topology, that the command is refused, or that the analysis panicked.
    pub fn predict(&self, topology: &Id, command: Option<&Command>) -> Result<Predictions, SessionError> {
        let after = match command.map(|command| self.after(command)) {
            Some(Err(SessionError::Refused(Refusal::Nothing))) => None,
            asked => asked.transpose()?,
        };
        let found = guarded("Predicting", || cleave_analysis::predict(&self.model, topology, after.as_ref()))?;
        found.ok_or_else(|| Refusal::Unknown { id: topology.clone() }.into())
    }

    /// Groupings of a topology that are worth a look.
    ///
    /// # Errors
    /// That the analysis panicked.
    pub fn advise(&self, topology: &Id, barriers: Barriers) -> Result<Vec<Advice>, SessionError> {
        guarded("Advising", || cleave_analysis::advise(&self.model, topology, barriers))
    }

    /// The design as a command would leave it.
    fn after(&self, command: &Command) -> Result<Model, SessionError> {
        let change = decide(&self.model, command)?;
        let mut after = self.model.clone();
        after.apply(&change);
        Ok(after)
    }
}

#[cfg(test)]
mod tests {
    use crate::Session;
    use cleave_model::{Command, ConnectionKind, Draft, Kind};

    #[test]
    fn a_move_that_has_been_made_predicts_nothing_and_is_no_mistake() {
        let folder = tempfile::tempdir().unwrap();
        let mut session = Session::create(&folder.path().join("shop.cleave"), "shop").unwrap();
        let mut made = |command: &Command, kind: Kind| {
            let change = session.apply(command, None).unwrap().change;
            change
                .swaps()
                .iter()
                .filter_map(|swap| swap.after.as_ref())
                .find(|record| record.kind() == kind)
                .unwrap()
                .id()
                .clone()
        };
        let topology = made(&Command::add(Draft::new(Kind::Topology, "grouped")), Kind::Topology);
        let service = made(&Command::add(Draft::new(Kind::Service, "orders")), Kind::Service);
        let into = |deployable| Command::Assign { topology: topology.clone(), service: service.clone(), deployable };
        let alone = made(&into(None), Kind::Deployable);
        let again = into(Some(alone));
        assert_eq!(session.predict(&topology, Some(&again)).unwrap().then, None);
    }

    #[test]
    fn what_was_looked_ahead_at_is_judged_as_anything_else() {
        let folder = tempfile::tempdir().unwrap();
        let mut session = Session::create(&folder.path().join("shop.cleave"), "shop").unwrap();
        for name in ["a", "b", "c"] {
            session.apply(&Command::add(Draft::new(Kind::Service, name)), None).unwrap();
        }
        let call = |from: &str, to: &str| {
            Command::connect(ConnectionKind::Call, format!("service:{from}").as_str(), format!("service:{to}").as_str())
        };
        session.apply(&call("a", "b"), None).unwrap();
        // The edit that was looked at, another one, and the one that was looked at before the one in between.
        for (looked, done) in [("b", "a"), ("b", "c"), ("c", "a")].map(|(from, to)| (call("c", "b"), call(from, to))) {
            for seen in [&looked, &done] {
                let now = session.judge().unwrap().analysis;
                let alone = session.preview(seen, None).unwrap();
                assert_eq!(session.preview(seen, Some(&now)).unwrap(), alone);
            }
            session.preview(&looked, None).unwrap();
            for command in [&done, &done] {
                session.preview(&done, None).ok();
                let Ok(outcome) = session.apply(command, None) else { continue };
                assert_eq!(outcome.judged.unwrap().analysis, session.judge().unwrap().analysis);
            }
            let undone = session.undo().unwrap();
            assert_eq!(undone.judged.unwrap().analysis, session.judge().unwrap().analysis);
            session.preview(&looked, None).unwrap();
            let again = session.apply(&done, None).unwrap();
            assert_eq!(again.judged.unwrap().analysis, session.judge().unwrap().analysis);
        }
    }
}
