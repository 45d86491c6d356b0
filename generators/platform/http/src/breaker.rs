//! A circuit breaker: stops asking who does not answer, and tries again after a while.

use std::sync::Mutex;
use std::time::{Duration, Instant};

const FAILURES: u32 = 5;
const OPEN_FOR: Duration = Duration::from_secs(2);

#[derive(Debug, Default)]
pub(crate) struct Breaker(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    failures: u32,
    /// Set while open: when the next trial may go out.
    trial_at: Option<Instant>,
}

impl Breaker {
    /// Whether a call may go out. While open, one trial at a time may.
    pub(crate) fn admits(&self) -> bool {
        let mut state = self.state();
        match state.trial_at {
            None => true,
            Some(at) if Instant::now() < at => false,
            Some(_) => {
                // Should the trial be dropped half way, the next one may go out after the same time.
                state.trial_at = Some(Instant::now() + OPEN_FOR);
                true
            }
        }
    }

    /// Notes how a call went; answers whether the breaker is open now.
    pub(crate) fn note(&self, healthy: bool) -> bool {
        let mut state = self.state();
        if healthy {
            *state = State::default();
        } else {
            state.failures = state.failures.saturating_add(1);
            if state.failures >= FAILURES {
                state.trial_at = Some(Instant::now() + OPEN_FOR);
            }
        }
        state.trial_at.is_some()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // Nothing in here panics while holding the lock; a poisoned state would still be a valid one.
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
