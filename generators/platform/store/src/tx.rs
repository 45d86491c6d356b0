//! A transaction: rows, published events and remembered answers take effect together or not at all.

use metrics::counter;
use platform_core::{CloudEvent, Cx, Event, Fault, OpMeta, now_ms};
use serde::Serialize;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Transaction};

use crate::rows::{Row, Value, bind, query};
use crate::store::{Dialect, Store, fault, read};

/// An open transaction. Dropped without a commit, it is rolled back.
pub struct Tx {
    inner: Transaction<'static, Any>,
    store: Store,
    published: Vec<&'static str>,
}

impl Tx {
    pub(crate) fn new(inner: Transaction<'static, Any>, store: Store) -> Self {
        Self { inner, store, published: Vec::new() }
    }

    /// The connection, for SQL that the repositories do not have.
    pub fn conn(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }

    /// Runs a statement; answers how many rows it touched.
    pub async fn run(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, Fault> {
        query(sql, values).execute(self.conn()).await.map(|done| done.rows_affected()).map_err(fault)
    }

    /// Finds a row and keeps other writers away from it until the end of the transaction.
    pub async fn lock<R: Row>(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Option<R>, Fault> {
        // On SQLite, BEGIN IMMEDIATE has excluded all other writers already.
        let query = match self.store.0.dialect {
            Dialect::Sqlite => sqlx::query(sql),
            Dialect::Postgres => sqlx::query(AssertSqlSafe(format!("{sql} FOR UPDATE"))),
        };
        let row = bind(query, values).fetch_optional(self.conn()).await.map_err(fault)?;
        row.as_ref().map(read).transpose()
    }

    /// All rows that the query finds, as this transaction sees them.
    pub async fn all<R: Row>(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<R>, Fault> {
        let rows = query(sql, values).fetch_all(self.conn()).await.map_err(fault)?;
        rows.iter().map(read).collect()
    }

    /// Publishes an event: it is delivered to each subscriber if, and only if, the transaction commits.
    pub async fn publish<E: Event>(&mut self, cx: &Cx, event: &E) -> Result<(), Fault> {
        let subscribers = self.store.0.routes.iter().filter(|route| route.event == E::TYPE);
        let subscribers: Vec<_> = subscribers.flat_map(|route| route.subscribers).collect();
        self.published.push(E::TYPE);
        if subscribers.is_empty() {
            return Ok(());
        }
        let event = CloudEvent::of(cx, event)?;
        let body = serde_json::to_string(&event).map_err(|e| Fault::internal(format!("{}: {e}", E::TYPE)))?;
        const EVENT: &str =
            "INSERT INTO outbox_event (event_id, event_type, event_key, body, created_at) VALUES ($1, $2, $3, $4, $5)";
        let now = now_ms();
        let id = &event.id;
        self.run(EVENT, &[id.into(), E::TYPE.into(), (&event.subject).into(), body.into(), now.into()]).await?;
        for subscriber in subscribers {
            const DELIVERY: &str =
                "INSERT INTO outbox_delivery (event_id, subscriber, attempts, next_at) VALUES ($1, $2, 0, $3)";
            self.run(DELIVERY, &[id.into(), (*subscriber).into(), now.into()]).await?;
        }
        Ok(())
    }

    /// Keeps the answer to a keyed request, so that asking again gives the same answer and no second effect.
    /// Does nothing for a request without a key. The last line before `commit`.
    pub async fn remember<T: Serialize>(&mut self, cx: &Cx, meta: &'static OpMeta, answer: &T) -> Result<(), Fault> {
        let Some(request) = cx.keyed_request() else { return Ok(()) };
        let json = serde_json::to_string(answer).map_err(|e| Fault::internal(format!("{}: {e}", meta.name())))?;
        const REMEMBER: &str = "INSERT INTO idempotency (op, idem_key, request_hash, response, created_at) \
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        let values = [meta.op.into(), request.key.into(), request.fingerprint.into(), json.into(), now_ms().into()];
        match self.run(REMEMBER, &values).await? {
            0 => Err(Fault::conflict("a request with the same idempotency key was faster")),
            _ => Ok(()),
        }
    }

    /// Makes everything take effect, and wakes the relays if events were published.
    pub async fn commit(self) -> Result<(), Fault> {
        self.inner.commit().await.map_err(fault)?;
        for event in &self.published {
            counter!("events_published_total", "type" => *event).increment(1);
        }
        if !self.published.is_empty() {
            self.store.0.published.notify_waiters();
        }
        Ok(())
    }

    /// Undoes everything now; dropping does the same a little later.
    pub async fn rollback(self) -> Result<(), Fault> {
        self.inner.rollback().await.map_err(fault)
    }
}
