//! What a process runs and closes, so that its life can be led without knowing what a store or a relay is.

use async_trait::async_trait;
use tokio::sync::watch;

use crate::Fault;

/// Something that runs beside the listeners until the process stops.
#[async_trait]
pub trait Background: Send + 'static {
    /// Runs until `stop` says so; ends what it began first.
    async fn run(self: Box<Self>, stop: Stop);
}

/// Something the process stands on and closes at its end: a store.
#[async_trait]
pub trait Backing: Send + Sync + 'static {
    /// Its name in `readyz`.
    fn name(&self) -> &str;
    /// Whether requests can be served with it.
    async fn ready(&self) -> Result<(), Fault>;
    /// Runs its own upkeep until `stop` says so.
    async fn upkeep(&self, stop: Stop);
    /// Makes dead deliveries to a subscriber due again; answers how many.
    async fn redrive(&self, subscriber: &str) -> Result<u64, Fault>;
    /// Closes it.
    async fn close(&self);
}

/// Tells when the process stops.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<bool>);

/// Makes the process stop. Dropping it stops as well.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// The two ends of a stop signal.
pub fn stop_signal() -> (Stopper, Stop) {
    let (sender, receiver) = watch::channel(false);
    (Stopper(sender), Stop(receiver))
}

impl Stopper {
    /// Tells all who listen.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Whether it was said.
    pub fn is_stopped(&self) -> bool {
        *self.0.borrow() || self.0.has_changed().is_err()
    }

    /// Waits until it is said.
    pub async fn stopped(&mut self) {
        // An error means that the stopper is gone, which also means stop.
        let _ = self.0.wait_for(|stopped| *stopped).await;
    }
}
