//! The service `notifications`: tells shoppers what happens to their orders.

mod migrations;

use jiff::Timestamp;
use notifications_contract::*;
use notifications_ports::*;
use platform_core::{Cx, Failure, Fault, async_trait, now_ms};
use platform_store::Tx;
use uuid::Uuid;

pub use migrations::MIGRATIONS;

/// The service.
pub struct Notifications {
    /// What it stands on: its store and the services it calls.
    pub ports: Ports,
}

impl Notifications {
    /// Builds the service on what it stands on.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }
}

#[async_trait]
impl NotificationsApi for Notifications {
    async fn list_messages(
        &self,
        cx: &Cx,
        req: ListMessagesRequest,
    ) -> Result<Vec<Message>, Failure<ListMessagesError>> {
        self.ports.list_messages(cx, req).await
    }
}

// What is written through `tx` takes effect once, however often an event comes.
#[async_trait]
impl NotificationsSubscriber for Notifications {
    async fn on_order_placed(&self, _cx: &Cx, tx: &mut Tx, event: orders_contract::OrderPlaced) -> Result<(), Fault> {
        let pieces: i64 = event.lines.iter().map(|line| i64::from(line.quantity)).sum();
        let body = format!("Order {}: {pieces} pieces for {}.", event.order, event.total);
        send(tx, event.customer, "Thank you for your order", body).await
    }

    async fn on_shipment_dispatched(
        &self,
        _cx: &Cx,
        tx: &mut Tx,
        event: shipping_contract::ShipmentDispatched,
    ) -> Result<(), Fault> {
        let body = format!("Order {} is on its way; follow it under {}.", event.order, event.tracking);
        send(tx, event.customer, "Your parcel is on its way", body).await
    }
}

/// Keeps the message; sending it by mail is left to the reader.
async fn send(tx: &mut Tx, customer: Uuid, subject: &str, body: String) -> Result<(), Fault> {
    let sent_at = Timestamp::from_millisecond(now_ms()).unwrap_or_default();
    let message = MessageRow { id: Uuid::now_v7(), customer, subject: subject.to_owned(), body, sent_at };
    MessageRows::insert(tx, &message).await.map(drop)
}
