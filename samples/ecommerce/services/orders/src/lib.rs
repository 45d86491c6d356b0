//! The service `orders`: from cart to placed order.

mod migrations;
mod placing;

use inventory_contract::ReleaseRequest;
use orders_contract::*;
use orders_ports::*;
use payments_contract::{RefundError, RefundRequest};
use platform_core::{Cx, Failure, FailureExt, Fault, async_trait};
use uuid::Uuid;

pub use migrations::MIGRATIONS;

/// The service.
pub struct Orders {
    /// What it stands on: its store and the services it calls.
    pub ports: Ports,
}

impl Orders {
    /// Builds the service on what it stands on.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Gives back what was reserved for an order. Nothing reserved is as good: then somebody gave it back before.
    async fn release(&self, cx: &Cx, order: Uuid) -> Result<(), Fault> {
        match self.ports.inventory.release(cx, ReleaseRequest { order }).await {
            Ok(()) | Err(Failure::Domain(inventory_contract::ReleaseError::UnknownReservation(_))) => Ok(()),
            Err(Failure::Fault(fault)) => Err(fault),
        }
    }
}

// Rules of the house: no call to another service while a transaction is open (it would hold the store's only writer);
// whatever must happen together goes into one `Tx`; undo with `cx.without_deadline()`.
#[async_trait]
impl OrdersApi for Orders {
    async fn place_order(&self, cx: &Cx, req: PlaceOrderRequest) -> Result<Order, Failure<PlaceOrderError>> {
        placing::place(self, cx, req).await
    }

    async fn get_order(&self, cx: &Cx, req: GetOrderRequest) -> Result<Order, Failure<GetOrderError>> {
        self.ports.get_order(cx, req).await
    }

    async fn list_orders(&self, cx: &Cx, req: ListOrdersRequest) -> Result<Vec<Order>, Failure<ListOrdersError>> {
        self.ports.list_orders(cx, req).await
    }

    async fn cancel_order(&self, cx: &Cx, req: CancelOrderRequest) -> Result<Order, Failure<CancelOrderError>> {
        let row = OrderRows::find(&self.ports.store, &req.id).await?.ok_or(OrderNotFound { id: req.id })?;
        if row.status == OrderStatus::Cancelled {
            return Err(AlreadyCancelled { id: req.id }.into());
        }
        // Both may be said twice, so a second try after a failure here does no harm.
        self.ports.payments.refund(cx, RefundRequest { id: row.payment }).await.map_domain(|error| match error {
            RefundError::PaymentNotFound(lost) => Fault::internal(lost.to_string()).into(),
        })?;
        self.release(cx, row.id).await?;

        let mut tx = self.ports.store.begin().await?;
        let mut row = OrderRows::lock(&mut tx, &req.id).await?.ok_or(OrderNotFound { id: req.id })?;
        if row.status == OrderStatus::Cancelled {
            return Err(AlreadyCancelled { id: req.id }.into());
        }
        row.status = OrderStatus::Cancelled;
        OrderRows::put(&mut tx, &row).await?;
        tx.publish(cx, &OrderCancelled { order: row.id, customer: row.customer }).await?;
        tx.commit().await?;
        Ok(order(row))
    }
}

/// What the outside sees of a row.
fn order(row: OrderRow) -> Order {
    let OrderRow { id, customer, lines, total, payment, status, placed_at } = row;
    Order { id, customer, lines, total, payment, status, placed_at }
}
