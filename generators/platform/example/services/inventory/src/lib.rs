//! The service `inventory`: knows how much there is, and keeps some of it for orders.

mod migrations;

use inventory_contract::{
    GetStockError, GetStockRequest, InventoryApi, NotEnough, ReleaseError, ReleaseRequest, ReserveError,
    ReserveRequest, SetStockError, SetStockRequest, Stock,
};
use inventory_ports::{InventorySubscriber, Ports, ReservationRow, ReservationRows, StockRow, StockRows};
use orders_contract::OrderPlaced;
use platform_core::{Cx, Failure, Fault, async_trait};
use platform_store::Tx;

pub use migrations::MIGRATIONS;

/// The service.
pub struct Inventory {
    ports: Ports,
}

impl Inventory {
    /// Builds the service on what it stands on.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }
}

#[async_trait]
impl InventoryApi for Inventory {
    async fn get_stock(&self, _cx: &Cx, req: GetStockRequest) -> Result<Stock, Failure<GetStockError>> {
        let row = StockRows::find(&self.ports.store, &req.sku).await?;
        let row = row.unwrap_or(StockRow { sku: req.sku, available: 0, orders_seen: 0 });
        Ok(Stock { sku: row.sku, available: row.available, orders_seen: row.orders_seen })
    }

    async fn set_stock(&self, _cx: &Cx, req: SetStockRequest) -> Result<(), Failure<SetStockError>> {
        let mut tx = self.ports.store.begin().await?;
        let orders_seen = StockRows::lock(&mut tx, &req.sku).await?.map_or(0, |row| row.orders_seen);
        StockRows::put(&mut tx, &StockRow { sku: req.sku, available: req.available, orders_seen }).await?;
        Ok(tx.commit().await?)
    }

    async fn reserve(&self, cx: &Cx, req: ReserveRequest) -> Result<(), Failure<ReserveError>> {
        // Two articles that make trouble, for the tests of what the guard does about it.
        match req.sku.as_str() {
            "panic" => panic!("the shelf fell over"),
            "slow" => tokio::time::sleep(std::time::Duration::from_secs(2)).await,
            _ => {}
        }
        let _ = cx;
        let mut tx = self.ports.store.begin().await?;
        let nothing = || StockRow { sku: req.sku.clone(), available: 0, orders_seen: 0 };
        let mut stock = StockRows::lock(&mut tx, &req.sku).await?.unwrap_or_else(nothing);
        if stock.available < req.quantity {
            return Err(NotEnough { sku: req.sku, available: stock.available }.into());
        }
        let reservation = ReservationRow { order: req.order, sku: req.sku.clone(), quantity: req.quantity };
        // Asked twice for one order: the second time it is done already.
        if ReservationRows::insert(&mut tx, &reservation).await? {
            stock.available -= req.quantity;
            StockRows::put(&mut tx, &stock).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn release(&self, _cx: &Cx, req: ReleaseRequest) -> Result<(), Failure<ReleaseError>> {
        let mut tx = self.ports.store.begin().await?;
        if let Some(kept) = ReservationRows::lock(&mut tx, &req.order).await? {
            ReservationRows::delete(&mut tx, &req.order).await?;
            if let Some(mut stock) = StockRows::lock(&mut tx, &kept.sku).await? {
                stock.available += kept.quantity;
                StockRows::put(&mut tx, &stock).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}

#[async_trait]
impl InventorySubscriber for Inventory {
    async fn on_order_placed(&self, _cx: &Cx, tx: &mut Tx, event: OrderPlaced) -> Result<(), Fault> {
        if let Some(mut stock) = StockRows::lock(tx, &event.sku).await? {
            stock.orders_seen += 1;
            StockRows::put(tx, &stock).await?;
        }
        Ok(())
    }
}
