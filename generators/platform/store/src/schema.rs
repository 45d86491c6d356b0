//! Bringing a store's tables to where the code expects them.

use sqlx::{AnyConnection, AssertSqlSafe, Row as _};

use platform_core::{Fault, now_ms};

use crate::store::{Dialect, fault};

/// Version and SQL of one step. Steps are only ever appended.
pub type Migration = (i64, &'static str);

// The platform's own tables. No auto-increment: the ids sort by time, and the text is the same for both databases.
const OWN: &str = "
CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS outbox_event (
  event_id TEXT PRIMARY KEY, event_type TEXT NOT NULL, event_key TEXT NOT NULL, body TEXT NOT NULL,
  created_at BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS outbox_delivery (
  event_id TEXT NOT NULL, subscriber TEXT NOT NULL, attempts BIGINT NOT NULL, next_at BIGINT NOT NULL,
  delivered_at BIGINT, dead_at BIGINT, last_error TEXT, PRIMARY KEY (event_id, subscriber));
CREATE INDEX IF NOT EXISTS outbox_due ON outbox_delivery (subscriber, next_at)
  WHERE delivered_at IS NULL AND dead_at IS NULL;
CREATE TABLE IF NOT EXISTS inbox (
  subscriber TEXT NOT NULL, event_id TEXT NOT NULL, received_at BIGINT NOT NULL, PRIMARY KEY (subscriber, event_id));
CREATE TABLE IF NOT EXISTS idempotency (
  op TEXT NOT NULL, idem_key TEXT NOT NULL, request_hash BIGINT NOT NULL, response TEXT NOT NULL,
  created_at BIGINT NOT NULL, PRIMARY KEY (op, idem_key));
";

// Two replicas may start at once on PostgreSQL; the lock falls with the transaction.
const ONE_AT_A_TIME: &str = "DO $$ BEGIN PERFORM pg_advisory_xact_lock(20261125); END $$";

/// Runs, in the caller's transaction, the steps that this store has not seen yet.
pub(crate) async fn migrate(conn: &mut AnyConnection, dialect: Dialect, steps: &[Migration]) -> Result<(), Fault> {
    if dialect == Dialect::Postgres {
        run(conn, ONE_AT_A_TIME.to_owned()).await?;
        create_schema(conn).await?;
    }
    run(conn, OWN.to_owned()).await?;
    let rows = sqlx::query("SELECT version FROM schema_version").fetch_all(&mut *conn).await.map_err(fault)?;
    let seen = rows.iter().map(|row| row.try_get(0)).collect::<Result<Vec<i64>, _>>().map_err(fault)?;
    if let Some(newer) = seen.iter().find(|version| steps.iter().all(|(step, _)| step != *version)) {
        return Err(Fault::internal(format!("the store has step {newer}, which this program does not know")));
    }
    for (version, sql) in steps.iter().filter(|(version, _)| !seen.contains(version)) {
        // The one column type whose name differs.
        let sql = if dialect == Dialect::Sqlite { sql.replace("BYTEA", "BLOB") } else { (*sql).to_owned() };
        run(conn, sql).await.map_err(|e| Fault::internal(format!("step {version}: {}", e.detail)))?;
        sqlx::query("INSERT INTO schema_version (version, applied_at) VALUES ($1, $2)")
            .bind(*version)
            .bind(now_ms())
            .execute(&mut *conn)
            .await
            .map_err(fault)?;
    }
    Ok(())
}

/// The URL may name a schema (`search_path`) that is not there yet.
async fn create_schema(conn: &mut AnyConnection) -> Result<(), Fault> {
    let row = sqlx::query("SELECT current_setting('search_path'), CAST(current_schema() AS TEXT)")
        .fetch_one(&mut *conn)
        .await
        .map_err(fault)?;
    let (path, current): (String, Option<String>) = (row.try_get(0).map_err(fault)?, row.try_get(1).map_err(fault)?);
    let wanted = path.split(',').next().unwrap_or_default().trim().trim_matches('"').replace('"', "\"\"");
    if current.is_none() && !wanted.is_empty() {
        run(conn, format!("CREATE SCHEMA IF NOT EXISTS \"{wanted}\"")).await?;
    }
    Ok(())
}

async fn run(conn: &mut AnyConnection, sql: String) -> Result<(), Fault> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *conn).await.map(drop).map_err(fault)
}
