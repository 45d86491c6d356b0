//! The publisher's side of events: one relay per subscriber takes them from the outbox and hands them on until they are in.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use metrics::counter;
use platform_core::{Background, CloudEvent, Delivery, EventSink, Fault, Stop, async_trait, now_ms};

use crate::rows::{Columns, query};
use crate::store::{Dialect, Store, fault};

const BATCH: i64 = 64;
const ATTEMPTS: i64 = 20;
const LOOK_EVERY: Duration = Duration::from_secs(1);

// One atomic statement: what it returns is ours until `next_at`. Replicas on PostgreSQL share the work by skipping
// what another one is taking.
const LEASE_SQLITE: &str = "UPDATE outbox_delivery SET next_at = $1, attempts = attempts + 1 \
    WHERE subscriber = $2 AND event_id IN (SELECT event_id FROM outbox_delivery \
      WHERE subscriber = $2 AND next_at <= $3 AND delivered_at IS NULL AND dead_at IS NULL ORDER BY event_id LIMIT $4) \
    RETURNING event_id, attempts, (SELECT body FROM outbox_event e WHERE e.event_id = outbox_delivery.event_id)";
const LEASE_POSTGRES: &str = "UPDATE outbox_delivery SET next_at = $1, attempts = attempts + 1 \
    WHERE subscriber = $2 AND event_id IN (SELECT event_id FROM outbox_delivery \
      WHERE subscriber = $2 AND next_at <= $3 AND delivered_at IS NULL AND dead_at IS NULL ORDER BY event_id LIMIT $4 \
      FOR UPDATE SKIP LOCKED) \
    RETURNING event_id, attempts, (SELECT body FROM outbox_event e WHERE e.event_id = outbox_delivery.event_id)";

/// Delivers the events of one store to one subscriber.
pub struct Relay {
    store: Store,
    subscriber: &'static str,
    sink: Arc<dyn EventSink>,
}

struct Leased {
    event_id: String,
    attempts: i64,
    body: String,
}

impl Store {
    /// The relay from this store to a subscriber.
    pub fn relay(&self, subscriber: &'static str, sink: Arc<dyn EventSink>) -> Relay {
        Relay { store: self.clone(), subscriber, sink }
    }
}

impl Relay {
    /// Delivers one batch of what is due; answers how many events it took.
    pub async fn deliver_due(&self) -> Result<usize, Fault> {
        let batch = self.lease().await?;
        if batch.is_empty() {
            return Ok(0);
        }
        let mut marks = Vec::with_capacity(batch.len());
        for leased in &batch {
            let outcome = match serde_json::from_str::<CloudEvent>(&leased.body) {
                Ok(event) => self.sink.deliver(&event).await,
                Err(e) => Delivery::Reject(format!("not an event: {e}")),
            };
            marks.push((leased, outcome));
        }
        self.mark(&marks).await?;
        Ok(batch.len())
    }

    async fn lease(&self) -> Result<Vec<Leased>, Fault> {
        // A crash gives the lease back. On SQLite that happens at the next start, so there it may be long.
        let (sql, lease_ms) = match self.store.0.dialect {
            Dialect::Sqlite => (LEASE_SQLITE, 30_000),
            Dialect::Postgres => (LEASE_POSTGRES, 10_000),
        };
        let now = now_ms();
        let values = [(now + lease_ms).into(), self.subscriber.into(), now.into(), BATCH.into()];
        let rows = query(sql, &values).fetch_all(&self.store.0.writer).await.map_err(fault)?;
        let mut batch = Vec::with_capacity(rows.len());
        for row in &rows {
            let mut columns = Columns::of(row);
            batch.push(Leased { event_id: columns.take()?, attempts: columns.take()?, body: columns.take()? });
        }
        batch.sort_by(|a, b| a.event_id.cmp(&b.event_id));
        Ok(batch)
    }

    // One commit for the whole batch: on SQLite, relay and business code share the only writer.
    async fn mark(&self, marks: &[(&Leased, Delivery)]) -> Result<(), Fault> {
        let mut tx = self.store.begin().await?;
        let now = now_ms();
        for (leased, outcome) in marks {
            let id = &leased.event_id;
            let (name, sql, at, why) = match outcome {
                Delivery::Done => ("ok", DELIVERED, now, None),
                Delivery::Retry(why) if leased.attempts < ATTEMPTS => {
                    ("retry", AGAIN, now + pause_ms(leased.attempts, id), Some(why))
                }
                Delivery::Retry(why) | Delivery::Reject(why) => {
                    tracing::error!(event = id, subscriber = self.subscriber, why, "event put aside as dead");
                    ("dead", DEAD, now, Some(why))
                }
            };
            tx.run(sql, &[at.into(), why.into(), id.into(), self.subscriber.into()]).await?;
            counter!("events_delivered_total", "service" => self.store.service(), "subscriber" => self.subscriber, "outcome" => name)
                .increment(1);
        }
        tx.commit().await
    }
}

const DELIVERED: &str =
    "UPDATE outbox_delivery SET delivered_at = $1, last_error = $2 WHERE event_id = $3 AND subscriber = $4";
const AGAIN: &str = "UPDATE outbox_delivery SET next_at = $1, last_error = $2 WHERE event_id = $3 AND subscriber = $4";
const DEAD: &str = "UPDATE outbox_delivery SET dead_at = $1, last_error = $2 WHERE event_id = $3 AND subscriber = $4";

/// 200 ms, doubling up to a minute, plus up to a quarter so that many events do not come back in one instant.
fn pause_ms(attempts: i64, event_id: &str) -> i64 {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(9);
    let pause = (200_i64 << doublings).min(60_000);
    // The end of a UUIDv7 is random: as good as dice.
    let dice = event_id.get(event_id.len().saturating_sub(4)..).and_then(|end| i64::from_str_radix(end, 16).ok());
    pause + pause * dice.unwrap_or(0) / (4 * 0xffff)
}

#[async_trait]
impl Background for Relay {
    async fn run(self: Box<Self>, mut stop: Stop) {
        let store = self.store.clone();
        while !stop.is_stopped() {
            // Listen before looking, or a commit in between would wake nobody.
            let mut woken = pin!(store.0.published.notified());
            woken.as_mut().enable();
            match self.deliver_due().await {
                Ok(0) => {}
                Ok(_) => continue,
                Err(fault) => {
                    tracing::warn!(service = store.service(), subscriber = self.subscriber, %fault, "relay failed");
                    // Not at once again, whatever wakes us: the store needs a moment.
                    tokio::time::sleep(LOOK_EVERY).await;
                }
            }
            tokio::select! {
                _ = stop.stopped() => return,
                _ = woken => {}
                _ = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }
}
