//! The subscriber's side of events: handled in one transaction with the note that it was handled, so once in effect.

use std::time::Duration;

use metrics::counter;
use platform_core::{
    CloudEvent, Cx, Delivery, EventSink, Failure, Fault, Unreadable, async_trait, catching_panics, now_ms,
};
use tracing::Instrument;

use crate::store::Store;
use crate::tx::Tx;

/// The same limit that the pushing side has, so that both give up together.
const LIMIT: Duration = Duration::from_secs(10);

/// Generated per subscriber: knows the event types and calls the subscriber's method for each.
#[async_trait]
pub trait Handler: Send + Sync + 'static {
    /// Handles one event inside `tx`. An unreadable event is put aside; after a fault it comes again.
    async fn handle(&self, cx: &Cx, tx: &mut Tx, event: &CloudEvent) -> Result<(), Failure<Unreadable>>;
}

/// Where events for one subscriber arrive.
pub struct Inbox<H> {
    store: Store,
    handler: H,
}

impl<H: Handler> Inbox<H> {
    /// The inbox of the service that owns `store`.
    pub fn new(store: Store, handler: H) -> Self {
        Self { store, handler }
    }

    async fn once(&self, event: &CloudEvent) -> Result<(), Failure<Unreadable>> {
        let cx = event.cx().within(LIMIT);
        let subscriber = self.store.service();
        let mut tx = self.store.begin().await?;
        const NOTE: &str =
            "INSERT INTO inbox (subscriber, event_id, received_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        if tx.run(NOTE, &[subscriber.into(), (&event.id).into(), now_ms().into()]).await? == 0 {
            counter!("events_duplicate_total", "subscriber" => subscriber).increment(1);
            return Ok(());
        }
        self.handler.handle(&cx, &mut tx, event).await?;
        Ok(tx.commit().await?)
    }
}

#[async_trait]
impl<H: Handler> EventSink for Inbox<H> {
    async fn deliver(&self, event: &CloudEvent) -> Delivery {
        let span = tracing::info_span!(
            "event",
            "type" = event.event_type,
            subscriber = self.store.service(),
            request = event.requestid
        );
        let work = tokio::time::timeout(LIMIT, catching_panics(self.once(event))).instrument(span);
        let fault = match work.await {
            Ok(Ok(Ok(()))) => return Delivery::Done,
            Ok(Ok(Err(Failure::Domain(Unreadable(why))))) => return Delivery::Reject(why),
            Ok(Ok(Err(Failure::Fault(fault)))) => fault,
            Ok(Err(panic)) => Fault::internal(format!("the handler panicked: {panic}")),
            Err(_) => Fault::deadline_exceeded("the handler took too long"),
        };
        tracing::warn!(event = event.id, subscriber = self.store.service(), %fault, "event not handled");
        Delivery::Retry(fault.to_string())
    }
}
