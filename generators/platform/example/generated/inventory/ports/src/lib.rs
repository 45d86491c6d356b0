//! What `inventory` stands on: its store with its tables, and the events it subscribes to.

use std::sync::Arc;

use orders_contract::OrderPlaced;
use platform_core::{CloudEvent, Cx, Event, EventSink, Failure, Fault, Unreadable, async_trait};
use platform_store::{Columns, Handler, Inbox, Route, Row, Store, Tx, Value};
use uuid::Uuid;

/// Given to the service when it is built.
#[derive(Clone)]
pub struct Ports {
    /// Its own store.
    pub store: Store,
}

/// Who gets the events of `inventory`.
pub const ROUTES: &[Route] = &[];

/// The services whose events `inventory` subscribes to.
pub const PUBLISHERS: &[&str] = &["orders"];

/// What `inventory` does when something has happened elsewhere.
#[async_trait]
pub trait InventorySubscriber: Send + Sync + 'static {
    /// `orders`: an order was accepted. What is written through `tx` is written once, however often the event comes.
    async fn on_order_placed(&self, cx: &Cx, tx: &mut Tx, event: OrderPlaced) -> Result<(), Fault> {
        let _ = (cx, tx, event);
        Err(Fault::unimplemented("inventory.on_order_placed"))
    }
}

/// Where events for `inventory` arrive.
pub fn inbox(store: Store, subscriber: Arc<dyn InventorySubscriber>) -> Arc<dyn EventSink> {
    Arc::new(Inbox::new(store, Dispatch { subscriber }))
}

struct Dispatch {
    subscriber: Arc<dyn InventorySubscriber>,
}

#[async_trait]
impl Handler for Dispatch {
    async fn handle(&self, cx: &Cx, tx: &mut Tx, event: &CloudEvent) -> Result<(), Failure<Unreadable>> {
        match event.event_type.as_str() {
            OrderPlaced::TYPE => self.subscriber.on_order_placed(cx, tx, event.read()?).await?,
            _ => return Err(Unreadable::unknown(event).into()),
        }
        Ok(())
    }
}

/// A row of the table `stock`.
#[derive(Debug, Clone, PartialEq)]
pub struct StockRow {
    /// Column `sku`.
    pub sku: String,
    /// Column `available`.
    pub available: i64,
    /// Column `orders_seen`.
    pub orders_seen: i64,
}

impl Row for StockRow {
    fn values(&self) -> Result<Vec<Value<'_>>, Fault> {
        Ok(vec![(&self.sku).into(), self.available.into(), self.orders_seen.into()])
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, Fault> {
        Ok(Self { sku: columns.take()?, available: columns.take()?, orders_seen: columns.take()? })
    }
}

/// The table `stock`.
pub struct StockRows;

impl StockRows {
    /// The row with this key.
    pub async fn find(store: &Store, sku: &str) -> Result<Option<StockRow>, Fault> {
        let sql = r#"SELECT "sku", "available", "orders_seen" FROM "stock" WHERE "sku" = $1"#;
        store.one(sql, &[sku.into()]).await
    }

    /// The row with this key; other writers wait until the transaction ends.
    pub async fn lock(tx: &mut Tx, sku: &str) -> Result<Option<StockRow>, Fault> {
        let sql = r#"SELECT "sku", "available", "orders_seen" FROM "stock" WHERE "sku" = $1"#;
        tx.lock(sql, &[sku.into()]).await
    }

    /// Adds a row or replaces the one with its key.
    pub async fn put(tx: &mut Tx, row: &StockRow) -> Result<(), Fault> {
        let sql = r#"INSERT INTO "stock" ("sku", "available", "orders_seen") VALUES ($1, $2, $3) ON CONFLICT ("sku") DO UPDATE SET "available" = excluded."available", "orders_seen" = excluded."orders_seen""#;
        tx.run(sql, &row.values()?).await.map(drop)
    }
}

/// A row of the table `reservation`.
#[derive(Debug, Clone, PartialEq)]
pub struct ReservationRow {
    /// Column `order`.
    pub order: Uuid,
    /// Column `sku`.
    pub sku: String,
    /// Column `quantity`.
    pub quantity: i64,
}

impl Row for ReservationRow {
    fn values(&self) -> Result<Vec<Value<'_>>, Fault> {
        Ok(vec![Value::text(&self.order), (&self.sku).into(), self.quantity.into()])
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, Fault> {
        Ok(Self { order: columns.text()?, sku: columns.take()?, quantity: columns.take()? })
    }
}

/// The table `reservation`.
pub struct ReservationRows;

impl ReservationRows {
    /// The row with this key; other writers wait until the transaction ends.
    pub async fn lock(tx: &mut Tx, order: &Uuid) -> Result<Option<ReservationRow>, Fault> {
        let sql = r#"SELECT "order", "sku", "quantity" FROM "reservation" WHERE "order" = $1"#;
        tx.lock(sql, &[Value::text(order)]).await
    }

    /// Adds a row; answers false if one with its key or a unique value is there.
    pub async fn insert(tx: &mut Tx, row: &ReservationRow) -> Result<bool, Fault> {
        let sql =
            r#"INSERT INTO "reservation" ("order", "sku", "quantity") VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"#;
        Ok(tx.run(sql, &row.values()?).await? > 0)
    }

    /// Removes the row with this key; answers whether one was there.
    pub async fn delete(tx: &mut Tx, order: &Uuid) -> Result<bool, Fault> {
        let sql = r#"DELETE FROM "reservation" WHERE "order" = $1"#;
        Ok(tx.run(sql, &[Value::text(order)]).await? > 0)
    }
}
