//! `orders` over HTTP: its doors and its client.

use std::sync::Arc;

use orders_contract::{
    FORGET_ORDER, ForgetOrderError, ForgetOrderRequest, GET_ORDER, GetOrderError, GetOrderRequest, LIST_ORDERS,
    ListOrdersError, ListOrdersRequest, Order, OrdersApi, PLACE_ORDER, PlaceOrderError, PlaceOrderRequest,
};
use platform_core::{Cx, Failure, Problem, async_trait};
use platform_http::{Answer, Input, Operations, Peer, PublicRoute, answer, no_such_operation};

/// The public routes of `orders`.
pub const ROUTES: &[PublicRoute] = &[
    PublicRoute { method: "POST", path: "/orders", op: "place_order", status: 201 },
    PublicRoute { method: "GET", path: "/orders/{id}", op: "get_order", status: 200 },
    PublicRoute { method: "GET", path: "/orders", op: "list_orders", status: 200 },
    PublicRoute { method: "DELETE", path: "/orders/{id}", op: "forget_order", status: 204 },
];

/// The services that may call `orders`.
pub const CALLERS: &[&str] = &[];

/// `orders` behind its doors.
pub struct OrdersHttp {
    api: Arc<dyn OrdersApi>,
}

impl OrdersHttp {
    /// Puts the guarded implementation behind the doors.
    pub fn new(api: Arc<dyn OrdersApi>) -> Self {
        Self { api }
    }
}

#[async_trait]
impl Operations for OrdersHttp {
    fn service(&self) -> &'static str {
        "orders"
    }

    fn routes(&self) -> &'static [PublicRoute] {
        ROUTES
    }

    fn callers(&self) -> &'static [&'static str] {
        CALLERS
    }

    async fn call(&self, cx: &Cx, op: &str, input: Input) -> Answer {
        let unfit = |fault| Problem::of_fault(cx, &fault);
        match op {
            "place_order" => answer(cx, self.api.place_order(cx, input.read().map_err(unfit)?).await),
            "get_order" => answer(cx, self.api.get_order(cx, input.read().map_err(unfit)?).await),
            "list_orders" => answer(cx, self.api.list_orders(cx, input.read().map_err(unfit)?).await),
            "forget_order" => answer(cx, self.api.forget_order(cx, input.read().map_err(unfit)?).await),
            _ => no_such_operation(cx, "orders", op),
        }
    }
}

/// `orders` in another process.
pub struct OrdersClient {
    peer: Peer,
}

impl OrdersClient {
    /// A client; `peer` says who calls.
    pub fn new(peer: Peer) -> Self {
        Self { peer }
    }
}

#[async_trait]
impl OrdersApi for OrdersClient {
    async fn place_order(&self, cx: &Cx, req: PlaceOrderRequest) -> Result<Order, Failure<PlaceOrderError>> {
        self.peer.call(&PLACE_ORDER, cx, &req).await
    }

    async fn get_order(&self, cx: &Cx, req: GetOrderRequest) -> Result<Order, Failure<GetOrderError>> {
        self.peer.call(&GET_ORDER, cx, &req).await
    }

    async fn list_orders(&self, cx: &Cx, req: ListOrdersRequest) -> Result<Vec<Order>, Failure<ListOrdersError>> {
        self.peer.call(&LIST_ORDERS, cx, &req).await
    }

    async fn forget_order(&self, cx: &Cx, req: ForgetOrderRequest) -> Result<(), Failure<ForgetOrderError>> {
        self.peer.call(&FORGET_ORDER, cx, &req).await
    }
}
