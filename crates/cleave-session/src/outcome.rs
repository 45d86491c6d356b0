//! What a session answers: what an edit did, and what the rules say now.

use crate::{SessionError, clock};
use cleave_analysis::{Analysis, Memory, analyse_again, analyse_soon};
use cleave_model::{Change, Model};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

/// What one edit, undo or redo did.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The step this made.
    pub step: u32,
    /// What the architect did.
    pub label: String,
    /// What changed.
    pub change: Change,
    /// What the rules say now; none where only the layout changed.
    pub judged: Option<Judged>,
    /// What undo would take back.
    pub undo: Option<String>,
    /// What redo would take again.
    pub redo: Option<String>,
    /// Whether it is on disk; else it waits in memory.
    pub saved: bool,
}

/// What the rules say, and how long they took.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// Findings and numbers.
    pub analysis: Analysis,
    /// ms.
    pub took_ms: f64,
}

/// Runs the rules. A rule that panics is caught: the design is safe, only its judgement is missing.
///
/// # Errors
/// [`SessionError::Panicked`].
pub fn judge(model: &Model) -> Result<Judged, SessionError> {
    judge_on(model, &clock::today())
}

/// [`judge`] as on a day, written `YYYY-MM-DD`.
///
/// # Errors
/// [`SessionError::Panicked`].
pub fn judge_on(model: &Model, today: &str) -> Result<Judged, SessionError> {
    judge_again(&mut Memory::default(), model, today)
}

/// [`judge_on`], sooner after an edit of what the memory judged last.
///
/// # Errors
/// [`SessionError::Panicked`].
pub(crate) fn judge_again(memory: &mut Memory, model: &Model, today: &str) -> Result<Judged, SessionError> {
    timed(|| analyse_again(memory, model, Some(today)))
}

/// [`judge_again`] without what nobody waits for after an edit: see [`analyse_soon`].
///
/// # Errors
/// [`SessionError::Panicked`].
pub(crate) fn judge_soon(memory: &mut Memory, model: &Model, today: &str) -> Result<Judged, SessionError> {
    timed(|| analyse_soon(memory, model, Some(today)))
}

fn timed(judge: impl FnOnce() -> Analysis) -> Result<Judged, SessionError> {
    let start = Instant::now();
    let analysis = guarded("Judging the design", judge)?;
    Ok(Judged { analysis, took_ms: start.elapsed().as_secs_f64() * 1000.0 })
}

/// Runs something that must not take the session down with it.
///
/// # Errors
/// [`SessionError::Panicked`].
pub fn guarded<T>(doing: &'static str, run: impl FnOnce() -> T) -> Result<T, SessionError> {
    // What is run only reads the model, so nothing can be left half done.
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| {
        let said = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let what = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".into());
        tracing::error!("{doing} panicked: {what}");
        SessionError::Panicked { doing, what }
    })
}
