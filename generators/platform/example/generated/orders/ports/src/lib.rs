//! What `orders` stands on: its store with its tables, and the services it calls.

use std::sync::Arc;

use inventory_contract::InventoryApi;
use orders_contract::OrderPlaced;
use platform_core::{Event, Fault};
use platform_store::{Columns, Route, Row, Store, Tx, Value};
use uuid::Uuid;

/// Given to the service when it is built.
#[derive(Clone)]
pub struct Ports {
    /// Its own store.
    pub store: Store,
    /// The service `inventory`.
    pub inventory: Arc<dyn InventoryApi>,
}

/// Who gets the events of `orders`.
pub const ROUTES: &[Route] = &[Route { event: OrderPlaced::TYPE, subscribers: &["inventory"] }];

/// A row of the table `order`.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderRow {
    /// Column `id`.
    pub id: Uuid,
    /// Column `sku`.
    pub sku: String,
    /// Column `quantity`.
    pub quantity: i64,
    /// Column `cancelled`.
    pub cancelled: bool,
    /// Column `placed_at`.
    pub placed_at: jiff::Timestamp,
    /// Column `note`.
    pub note: Option<String>,
}

impl Row for OrderRow {
    fn values(&self) -> Result<Vec<Value<'_>>, Fault> {
        Ok(vec![
            Value::text(&self.id),
            (&self.sku).into(),
            self.quantity.into(),
            self.cancelled.into(),
            self.placed_at.as_millisecond().into(),
            self.note.as_ref().into(),
        ])
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, Fault> {
        Ok(Self {
            id: columns.text()?,
            sku: columns.take()?,
            quantity: columns.take()?,
            cancelled: columns.take()?,
            placed_at: columns.with(jiff::Timestamp::from_millisecond)?,
            note: columns.take()?,
        })
    }
}

/// The table `order`.
pub struct OrderRows;

impl OrderRows {
    /// The row with this key.
    pub async fn find(store: &Store, id: &Uuid) -> Result<Option<OrderRow>, Fault> {
        let sql = r#"SELECT "id", "sku", "quantity", "cancelled", "placed_at", "note" FROM "order" WHERE "id" = $1"#;
        store.one(sql, &[Value::text(id)]).await
    }

    /// The row with this key; other writers wait until the transaction ends.
    pub async fn lock(tx: &mut Tx, id: &Uuid) -> Result<Option<OrderRow>, Fault> {
        let sql = r#"SELECT "id", "sku", "quantity", "cancelled", "placed_at", "note" FROM "order" WHERE "id" = $1"#;
        tx.lock(sql, &[Value::text(id)]).await
    }

    /// Up to `limit` rows in the order of their keys, beginning after `after`.
    pub async fn page(store: &Store, after: Option<&Uuid>, limit: i64) -> Result<Vec<OrderRow>, Fault> {
        let all =
            r#"SELECT "id", "sku", "quantity", "cancelled", "placed_at", "note" FROM "order" ORDER BY "id" LIMIT $1"#;
        let rest = r#"SELECT "id", "sku", "quantity", "cancelled", "placed_at", "note" FROM "order" WHERE "id" > $2 ORDER BY "id" LIMIT $1"#;
        match after {
            None => store.all(all, &[limit.into()]).await,
            Some(after) => store.all(rest, &[limit.into(), Value::text(after)]).await,
        }
    }

    /// Adds a row; answers false if one with its key or a unique value is there.
    pub async fn insert(tx: &mut Tx, row: &OrderRow) -> Result<bool, Fault> {
        let sql = r#"INSERT INTO "order" ("id", "sku", "quantity", "cancelled", "placed_at", "note") VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING"#;
        Ok(tx.run(sql, &row.values()?).await? > 0)
    }

    /// Adds a row or replaces the one with its key.
    pub async fn put(tx: &mut Tx, row: &OrderRow) -> Result<(), Fault> {
        let sql = r#"INSERT INTO "order" ("id", "sku", "quantity", "cancelled", "placed_at", "note") VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT ("id") DO UPDATE SET "sku" = excluded."sku", "quantity" = excluded."quantity", "cancelled" = excluded."cancelled", "placed_at" = excluded."placed_at", "note" = excluded."note""#;
        tx.run(sql, &row.values()?).await.map(drop)
    }

    /// Removes the row with this key; answers whether one was there.
    pub async fn delete(tx: &mut Tx, id: &Uuid) -> Result<bool, Fault> {
        let sql = r#"DELETE FROM "order" WHERE "id" = $1"#;
        Ok(tx.run(sql, &[Value::text(id)]).await? > 0)
    }

    /// All rows with this `sku`.
    pub async fn by_sku(store: &Store, sku: &str) -> Result<Vec<OrderRow>, Fault> {
        let sql = r#"SELECT "id", "sku", "quantity", "cancelled", "placed_at", "note" FROM "order" WHERE "sku" = $1 ORDER BY "id""#;
        store.all(sql, &[sku.into()]).await
    }
}
