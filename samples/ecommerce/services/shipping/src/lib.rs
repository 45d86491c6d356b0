//! The service `shipping`: hands parcels to the carrier.

mod migrations;

use platform_core::{Cx, Failure, Fault, async_trait};
use platform_store::Tx;
use shipping_contract::*;
use shipping_ports::*;

pub use migrations::MIGRATIONS;

/// The service.
pub struct Shipping {
    /// What it stands on: its store and the services it calls.
    pub ports: Ports,
}

impl Shipping {
    /// Builds the service on what it stands on.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }
}

#[async_trait]
impl ShippingApi for Shipping {
    async fn list_shipments(
        &self,
        cx: &Cx,
        req: ListShipmentsRequest,
    ) -> Result<Vec<Shipment>, Failure<ListShipmentsError>> {
        self.ports.list_shipments(cx, req).await
    }

    async fn get_shipment(&self, cx: &Cx, req: GetShipmentRequest) -> Result<Shipment, Failure<GetShipmentError>> {
        self.ports.get_shipment(cx, req).await
    }
}

// What is written through `tx` takes effect once, however often an event comes.
#[async_trait]
impl ShippingSubscriber for Shipping {
    async fn on_order_placed(&self, cx: &Cx, tx: &mut Tx, event: orders_contract::OrderPlaced) -> Result<(), Fault> {
        // The carrier is simulated: it takes every parcel and numbers it after the order.
        let tracking = format!("CV-{}", event.order);
        let (order, customer, status) = (event.order, event.customer, ShipmentStatus::Dispatched);
        ShipmentRows::insert(tx, &ShipmentRow { order, customer, tracking: tracking.clone(), status }).await?;
        tx.publish(cx, &ShipmentDispatched { order, customer, tracking }).await
    }
}
