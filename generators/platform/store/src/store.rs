//! Opening a store, reading from it, and its upkeep.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use metrics::gauge;
use platform_core::{Backing, Fault, FaultKind, Memory, OpMeta, Remembered, Stop, async_trait, now_ms};
use sqlx::AnyPool;
use sqlx::any::{AnyPoolOptions, AnyRow};
use tokio::sync::Notify;

use crate::rows::{Columns, Row, Value, query};
use crate::schema::{Migration, migrate};
use crate::tx::Tx;

const DAY_MS: i64 = 86_400_000;
const ACQUIRE: Duration = Duration::from_secs(5);

/// Who gets an event. Names services, so it does not depend on who runs where.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// `Event::TYPE`.
    pub event: &'static str,
    /// The services that subscribe.
    pub subscribers: &'static [&'static str],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// The store of one service; a clone is a handle to the same store.
#[derive(Clone)]
pub struct Store(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) service: &'static str,
    pub(crate) dialect: Dialect,
    pub(crate) writer: AnyPool,
    pub(crate) reader: AnyPool,
    pub(crate) routes: &'static [Route],
    /// Wakes the relays after a commit that published something.
    pub(crate) published: Notify,
}

impl Store {
    /// Opens the store, makes what is missing and brings it to the newest step.
    pub async fn open(
        service: &'static str,
        url: &str,
        migrations: &[Migration],
        routes: &'static [Route],
    ) -> Result<Self, Fault> {
        Self::connect(service, url, migrations, routes)
            .await
            .map_err(|e| Fault { detail: format!("store of {service}: {}", e.detail), ..e })
    }

    async fn connect(
        service: &'static str,
        url: &str,
        migrations: &[Migration],
        routes: &'static [Route],
    ) -> Result<Self, Fault> {
        sqlx::any::install_default_drivers();
        let dialect = if url.starts_with("sqlite:") { Dialect::Sqlite } else { Dialect::Postgres };
        let (writer, reader) = match dialect {
            Dialect::Sqlite => {
                make_folder(url)?;
                // One writer: writers queue here instead of spinning on a busy file, and a read that turns into a
                // write half way, which SQLite refuses at once in WAL mode, cannot happen.
                (sqlite(1).connect(url).await.map_err(fault)?, sqlite(4).connect_lazy(url).map_err(fault)?)
            }
            Dialect::Postgres => {
                let pool = AnyPoolOptions::new().max_connections(10).acquire_timeout(ACQUIRE).connect(url).await;
                let pool = pool.map_err(fault)?;
                (pool.clone(), pool)
            }
        };
        let store = Self(Arc::new(Inner { service, dialect, writer, reader, routes, published: Notify::new() }));
        let mut tx = store.begin().await?;
        migrate(tx.conn(), dialect, migrations).await?;
        if dialect == Dialect::Sqlite {
            // The file has one owner, so a lease that is still open belongs to a process that died.
            const FREE: &str = "UPDATE outbox_delivery SET next_at = 0 WHERE delivered_at IS NULL AND dead_at IS NULL";
            tx.run(FREE, &[]).await?;
        }
        tx.commit().await?;
        Ok(store)
    }

    /// The service it belongs to.
    pub fn service(&self) -> &'static str {
        self.0.service
    }

    /// Starts a transaction. While it is open, call no other service: on SQLite it holds the only writer.
    pub async fn begin(&self) -> Result<Tx, Fault> {
        let begun = match self.0.dialect {
            Dialect::Sqlite => self.0.writer.begin_with("BEGIN IMMEDIATE").await,
            Dialect::Postgres => self.0.writer.begin().await,
        };
        Ok(Tx::new(begun.map_err(fault)?, self.clone()))
    }

    /// The pool for reading; for SQL that the repositories do not have.
    pub fn reader(&self) -> &AnyPool {
        &self.0.reader
    }

    /// The first row that the query finds.
    pub async fn one<R: Row>(&self, sql: &'static str, values: &[Value<'_>]) -> Result<Option<R>, Fault> {
        let row = query(sql, values).fetch_optional(&self.0.reader).await.map_err(fault)?;
        row.as_ref().map(read).transpose()
    }

    /// All rows that the query finds.
    pub async fn all<R: Row>(&self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<R>, Fault> {
        let rows = query(sql, values).fetch_all(&self.0.reader).await.map_err(fault)?;
        rows.iter().map(read).collect()
    }

    /// Where the guard finds the answers to keyed requests.
    pub fn memory(&self) -> Option<Arc<dyn Memory>> {
        Some(Arc::new(self.clone()))
    }

    async fn tidy(&self) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        let (week, month) = (now_ms() - 7 * DAY_MS, now_ms() - 30 * DAY_MS);
        tx.run("DELETE FROM outbox_delivery WHERE delivered_at < $1", &[week.into()]).await?;
        const ORPHANS: &str = "DELETE FROM outbox_event WHERE created_at < $1 \
            AND NOT EXISTS (SELECT 1 FROM outbox_delivery d WHERE d.event_id = outbox_event.event_id)";
        tx.run(ORPHANS, &[week.into()]).await?;
        tx.run("DELETE FROM inbox WHERE received_at < $1", &[month.into()]).await?;
        tx.run("DELETE FROM idempotency WHERE created_at < $1", &[week.into()]).await?;
        tx.commit().await
    }

    async fn measure(&self) -> Result<(), Fault> {
        const WAITING: &str = "SELECT d.subscriber, COUNT(*), MIN(e.created_at) FROM outbox_delivery d \
            JOIN outbox_event e ON e.event_id = d.event_id \
            WHERE d.delivered_at IS NULL AND d.dead_at IS NULL GROUP BY d.subscriber";
        let rows = sqlx::query(WAITING).fetch_all(&self.0.reader).await.map_err(fault)?;
        let mut waiting = Vec::new();
        for row in &rows {
            let mut columns = Columns::of(row);
            waiting.push((columns.take::<String>()?, columns.take::<i64>()?, columns.take::<i64>()?));
        }
        for subscriber in self.0.routes.iter().flat_map(|route| route.subscribers) {
            let found = waiting.iter().find(|(name, ..)| name == subscriber);
            let (count, seconds) = found.map_or((0, 0), |(_, count, since)| (*count, (now_ms() - since) / 1000));
            gauge!("outbox_pending", "service" => self.0.service, "subscriber" => *subscriber).set(count as f64);
            gauge!("outbox_oldest_seconds", "service" => self.0.service, "subscriber" => *subscriber)
                .set(seconds as f64);
        }
        let used = |pool: &AnyPool| f64::from(pool.size()) - pool.num_idle() as f64;
        gauge!("db_pool_in_use", "service" => self.0.service).set(used(&self.0.writer).max(used(&self.0.reader)));
        Ok(())
    }
}

#[async_trait]
impl Memory for Store {
    async fn recall(&self, meta: &'static OpMeta, key: &str) -> Result<Option<Remembered>, Fault> {
        const RECALL: &str = "SELECT request_hash, response FROM idempotency WHERE op = $1 AND idem_key = $2";
        let found = query(RECALL, &[meta.op.into(), key.into()]).fetch_optional(&self.0.reader).await.map_err(fault)?;
        let Some(row) = found else { return Ok(None) };
        let mut columns = Columns::of(&row);
        Ok(Some(Remembered { fingerprint: columns.take()?, response: columns.take()? }))
    }
}

#[async_trait]
impl Backing for Store {
    fn name(&self) -> &str {
        self.0.service
    }

    async fn ready(&self) -> Result<(), Fault> {
        sqlx::query("SELECT 1").execute(&self.0.reader).await.map(drop).map_err(fault)
    }

    async fn upkeep(&self, mut stop: Stop) {
        let mut hourly = tokio::time::interval(Duration::from_secs(3600));
        let mut often = tokio::time::interval(Duration::from_secs(5));
        loop {
            let done = tokio::select! {
                _ = stop.stopped() => return,
                _ = hourly.tick() => self.tidy().await,
                _ = often.tick() => self.measure().await,
            };
            if let Err(fault) = done {
                tracing::warn!(service = self.0.service, detail = fault.detail, "upkeep of the store failed");
            }
        }
    }

    async fn redrive(&self, subscriber: &str) -> Result<u64, Fault> {
        const REDRIVE: &str = "UPDATE outbox_delivery SET dead_at = NULL, attempts = 0, next_at = 0 \
            WHERE subscriber = $1 AND dead_at IS NOT NULL";
        let mut tx = self.begin().await?;
        let count = tx.run(REDRIVE, &[subscriber.into()]).await?;
        tx.commit().await?;
        self.0.published.notify_waiters();
        Ok(count)
    }

    async fn close(&self) {
        self.0.reader.close().await;
        self.0.writer.close().await;
    }
}

pub(crate) fn read<R: Row>(row: &AnyRow) -> Result<R, Fault> {
    R::read(&mut Columns::of(row))
}

/// What the database says, as a fault: away, in conflict with another transaction, or a bug.
pub fn fault(error: sqlx::Error) -> Fault {
    let kind = match &error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
            FaultKind::Unavailable
        }
        sqlx::Error::Database(e) => match e.code().as_deref() {
            // Serialization failure and deadlock on PostgreSQL; SQLITE_BUSY after its timeout.
            Some("40001" | "40P01" | "5") => FaultKind::Conflict,
            // A unique value that is taken: PostgreSQL, then SQLite for unique indexes and primary keys.
            Some("23505" | "2067" | "1555") => FaultKind::Conflict,
            // The server is starting, stopping, or full.
            Some("57P01" | "57P02" | "57P03" | "53300") => FaultKind::Unavailable,
            _ => FaultKind::Internal,
        },
        _ => FaultKind::Internal,
    };
    Fault::new(kind, error.to_string())
}

fn sqlite(connections: u32) -> AnyPoolOptions {
    // FULL by default: with NORMAL a power cut may lose the last commits.
    let synchronous = match std::env::var("SQLITE_SYNCHRONOUS").as_deref() {
        Ok("NORMAL") => "PRAGMA synchronous = NORMAL",
        _ => "PRAGMA synchronous = FULL",
    };
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE)
        .idle_timeout(None)
        .max_lifetime(None)
        .after_connect(move |conn, _| {
            Box::pin(async move {
                sqlx::raw_sql("PRAGMA busy_timeout = 5000").execute(&mut *conn).await?;
                sqlx::raw_sql("PRAGMA journal_mode = WAL").execute(&mut *conn).await?;
                sqlx::raw_sql(synchronous).execute(&mut *conn).await?;
                sqlx::raw_sql("PRAGMA foreign_keys = ON").execute(&mut *conn).await?;
                Ok(())
            })
        })
}

fn make_folder(url: &str) -> Result<(), Fault> {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//").split('?').next().unwrap_or_default();
    match Path::new(path).parent() {
        Some(folder) if !path.starts_with(':') && !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder)
            .map_err(|e| Fault::internal(format!("cannot make the folder {}: {e}", folder.display()))),
        _ => Ok(()),
    }
}
