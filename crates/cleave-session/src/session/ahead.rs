//! Looking ahead: what an edit or a topology would mean, with nothing changed.

use super::Session;
use crate::outcome::guarded;
use crate::{SessionError, clock};
use cleave_analysis::{Advice, Affordance, Barriers, Boundaries, Coupling, Fix, Predictions, Preview};
use cleave_model::{Command, Id, Model, Refusal, decide};

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

    /// The best division of the services that is found, beside the drawn domains.
    ///
    /// # Errors
    /// That the analysis panicked.
    pub fn boundaries(&self) -> Result<Boundaries, SessionError> {
        guarded("Looking for boundaries", || cleave_analysis::boundaries(&self.model))
    }

    /// What a command would do to findings and numbers, without doing it.
    ///
    /// # Errors
    /// That the command is refused, or that the analysis panicked.
    pub fn preview(&self, command: &Command) -> Result<Preview, SessionError> {
        let after = self.after(command)?;
        guarded("Looking ahead", || cleave_analysis::preview(&self.model, &after))
    }

    /// What would end the finding with this fingerprint, the best first.
    ///
    /// # Errors
    /// That the analysis panicked.
    pub fn fixes(&self, finding: &str) -> Result<Vec<Fix>, SessionError> {
        guarded("Looking for fixes", || cleave_analysis::fixes_at(&self.model, finding, Some(&clock::today())))
    }

    /// What a topology means when it runs, and what it would mean after a command.
    ///
    /// # Errors
    /// That there is no such topology, that the command is refused, or that the analysis panicked.
    pub fn predict(&self, topology: &Id, command: Option<&Command>) -> Result<Predictions, SessionError> {
        let after = command.map(|command| self.after(command)).transpose()?;
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
