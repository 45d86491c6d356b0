//! The service `orders`: Takes orders. This file is yours: Cleave only adds what the design adds.

mod migrations;

use orders_contract::*;
use orders_ports::*;
use platform_core::{Cx, Failure, Fault, async_trait};

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
}

// Rules of the house: no call to another service while a transaction is open (it would hold the store's only writer);
// whatever must happen together goes into one `Tx`; undo with `cx.without_deadline()`.
#[async_trait]
impl OrdersApi for Orders {
    /// Place order.
    //
    // The design draws these steps:
    //   1. calls stock.reserve (timeout 500 ms, 1 retry)
    //   2. writes orders
    //   3. publishes OrderPlaced
    async fn place_order(&self, cx: &Cx, req: PlaceOrderRequest) -> Result<Order, Failure<PlaceOrderError>> {
        let _ = (cx, req);
        Err(Fault::unimplemented("orders.place_order").into())
    }

    /// Get order.
    // Plain CRUD: generated from the design. Replace the body to do it yourself.
    async fn get_order(&self, cx: &Cx, req: GetOrderRequest) -> Result<Order, Failure<GetOrderError>> {
        self.ports.get_order(cx, req).await
    }

    /// List orders.
    // Plain CRUD: generated from the design. Replace the body to do it yourself.
    async fn list_orders(&self, cx: &Cx, req: ListOrdersRequest) -> Result<Vec<Order>, Failure<ListOrdersError>> {
        self.ports.list_orders(cx, req).await
    }

    /// Forget order.
    // Plain CRUD: generated from the design. Replace the body to do it yourself.
    //
    // The design draws these steps:
    //   1. publishes OrderForgotten
    async fn forget_order(&self, cx: &Cx, req: ForgetOrderRequest) -> Result<(), Failure<ForgetOrderError>> {
        self.ports.forget_order(cx, req).await
    }
}
