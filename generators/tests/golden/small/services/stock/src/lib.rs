//! The service `stock`: Knows what is left. This file is yours: Cleave only adds what the design adds.

mod migrations;

use platform_core::{Cx, Failure, Fault, async_trait};
use platform_store::Tx;
use stock_contract::*;
use stock_ports::*;

pub use migrations::MIGRATIONS;

/// The service.
pub struct Stock {
    /// What it stands on: its store and the services it calls.
    pub ports: Ports,
}

impl Stock {
    /// Builds the service on what it stands on.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }
}

// Rules of the house: no call to another service while a transaction is open (it would hold the store's only writer);
// whatever must happen together goes into one `Tx`; undo with `cx.without_deadline()`.
#[async_trait]
impl StockApi for Stock {
    /// Reserve.
    async fn reserve(&self, cx: &Cx, req: ReserveRequest) -> Result<(), Failure<ReserveError>> {
        let _ = (cx, req);
        Err(Fault::unimplemented("stock.reserve").into())
    }
}

// What is written through `tx` takes effect once, however often an event comes.
#[async_trait]
impl StockSubscriber for Stock {
    /// `orders`: Order forgotten.
    async fn on_order_forgotten(
        &self,
        cx: &Cx,
        tx: &mut Tx,
        event: orders_contract::OrderForgotten,
    ) -> Result<(), Fault> {
        let _ = (cx, tx, event);
        Err(Fault::unimplemented("stock.on_order_forgotten"))
    }

    /// `orders`: Order placed.
    async fn on_order_placed(&self, cx: &Cx, tx: &mut Tx, event: orders_contract::OrderPlaced) -> Result<(), Fault> {
        let _ = (cx, tx, event);
        Err(Fault::unimplemented("stock.on_order_placed"))
    }
}
