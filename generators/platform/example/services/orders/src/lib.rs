//! The service `orders`: takes orders and has their stock reserved.

mod migrations;

use inventory_contract::{ReleaseRequest, ReserveError, ReserveRequest};
use orders_contract::{
    ForgetOrderError, ForgetOrderRequest, GetOrderError, GetOrderRequest, ListOrdersError, ListOrdersRequest, Order,
    OrderPlaced, OrderStatus, OrdersApi, OutOfStock, PLACE_ORDER, PlaceOrderError, PlaceOrderRequest, UnknownOrder,
};
use orders_ports::{OrderRow, OrderRows, Ports};
use platform_core::{Cx, Failure, FailureExt, Fault, async_trait, now_ms};
use uuid::Uuid;

pub use migrations::MIGRATIONS;

/// The service.
pub struct Orders {
    ports: Ports,
}

impl Orders {
    /// Builds the service on what it stands on.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    async fn keep(&self, cx: &Cx, row: &OrderRow) -> Result<Order, Fault> {
        let order = order(row.clone());
        let placed = OrderPlaced { order: row.id, sku: row.sku.clone(), quantity: row.quantity };
        let mut tx = self.ports.store.begin().await?;
        OrderRows::insert(&mut tx, row).await?;
        tx.publish(cx, &placed).await?;
        tx.remember(cx, &PLACE_ORDER, &order).await?;
        tx.commit().await?;
        Ok(order)
    }
}

#[async_trait]
impl OrdersApi for Orders {
    async fn place_order(&self, cx: &Cx, req: PlaceOrderRequest) -> Result<Order, Failure<PlaceOrderError>> {
        let id = Uuid::now_v7();
        let reserve = ReserveRequest { order: id, sku: req.sku.clone(), quantity: req.quantity };
        self.ports.inventory.reserve(cx, reserve).await.map_domain(|error| match error {
            ReserveError::NotEnough(left) => {
                OutOfStock { sku: left.sku, requested: req.quantity, available: left.available }.into()
            }
        })?;
        // As precise as the column, so that the answer now and a later one are the same.
        let placed_at = jiff::Timestamp::from_millisecond(now_ms()).unwrap_or_default();
        let row = OrderRow { id, sku: req.sku, quantity: req.quantity, cancelled: false, placed_at, note: req.note };
        match self.keep(cx, &row).await {
            Ok(order) => Ok(order),
            Err(fault) => {
                // What was reserved for an order that does not exist must not stay reserved, whatever time it is.
                self.ports
                    .inventory
                    .release(&cx.without_deadline(), ReleaseRequest { order: id })
                    .await
                    .unexpected()?;
                Err(fault.into())
            }
        }
    }

    async fn get_order(&self, _cx: &Cx, req: GetOrderRequest) -> Result<Order, Failure<GetOrderError>> {
        let row = OrderRows::find(&self.ports.store, &req.id).await?;
        row.map(order).ok_or_else(|| UnknownOrder { id: req.id }.into())
    }

    async fn list_orders(&self, _cx: &Cx, req: ListOrdersRequest) -> Result<Vec<Order>, Failure<ListOrdersError>> {
        let store = &self.ports.store;
        let rows = match &req.sku {
            Some(sku) => OrderRows::by_sku(store, sku).await?,
            None => OrderRows::page(store, req.after.as_ref(), req.limit.unwrap_or(50)).await?,
        };
        Ok(rows.into_iter().map(order).collect())
    }

    async fn forget_order(&self, _cx: &Cx, req: ForgetOrderRequest) -> Result<(), Failure<ForgetOrderError>> {
        let mut tx = self.ports.store.begin().await?;
        OrderRows::delete(&mut tx, &req.id).await?;
        Ok(tx.commit().await?)
    }
}

fn order(row: OrderRow) -> Order {
    let status = if row.cancelled { OrderStatus::Cancelled } else { OrderStatus::Placed };
    Order { id: row.id, sku: row.sku, quantity: row.quantity, status, placed_at: row.placed_at, note: row.note }
}
