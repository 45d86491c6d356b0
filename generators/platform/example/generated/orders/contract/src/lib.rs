//! The contract of `orders`: what it is asked, what it answers, what it publishes.

use std::sync::{Arc, LazyLock};

use platform_core::{
    Cx, DeclaredError, Event, Failure, Fault, Guard, Idempotency, Memory, Never, OpMeta, Request, Violation,
    async_trait,
};
use regex_lite::Regex;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a customer has ordered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Its id.
    pub id: Uuid,
    /// What was ordered.
    pub sku: String,
    /// How many.
    pub quantity: i64,
    /// How far it is.
    pub status: OrderStatus,
    /// When it was accepted.
    pub placed_at: jiff::Timestamp,
    /// What the customer asked for besides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Accepted, with its stock reserved.
    Placed,
    /// Called off.
    Cancelled,
}

/// The request of `place_order`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceOrderRequest {
    /// What to order.
    pub sku: String,
    /// How many.
    pub quantity: i64,
    /// Anything besides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Request for PlaceOrderRequest {
    fn check(&self) -> Result<(), Fault> {
        let mut violations = Vec::new();
        if self.sku.chars().count() > 40 {
            violations.push(Violation::new("sku", "must be at most 40 characters long"));
        }
        static SKU: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("^[a-z0-9-]+$").ok());
        if SKU.as_ref().is_some_and(|pattern| !pattern.is_match(&self.sku)) {
            violations.push(Violation::new("sku", "must match ^[a-z0-9-]+$"));
        }
        if self.quantity < 1 {
            violations.push(Violation::new("quantity", "must be at least 1"));
        }
        Fault::check(violations)
    }
}

/// The request of `get_order`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GetOrderRequest {
    /// Its id.
    pub id: Uuid,
}

impl Request for GetOrderRequest {}

/// The request of `list_orders`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListOrdersRequest {
    /// Only orders of this article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Begin after this order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Uuid>,
    /// At most so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}

impl Request for ListOrdersRequest {}

/// The request of `forget_order`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForgetOrderRequest {
    /// Its id.
    pub id: Uuid,
}

impl Request for ForgetOrderRequest {}

/// There is not enough of an article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("{sku}: {requested} asked, {available} left")]
pub struct OutOfStock {
    /// The article.
    pub sku: String,
    /// How many were asked for.
    pub requested: i64,
    /// How many are left.
    pub available: i64,
}

/// No order has this id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("no order {id}")]
pub struct UnknownOrder {
    /// The id.
    pub id: Uuid,
}

/// What `place_order` may answer instead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", content = "data")]
pub enum PlaceOrderError {
    /// There is not enough of an article.
    #[error(transparent)]
    #[serde(rename = "orders.out_of_stock")]
    OutOfStock(#[from] OutOfStock),
}

impl DeclaredError for PlaceOrderError {
    fn type_uri(&self) -> &'static str {
        match self {
            Self::OutOfStock(_) => "urn:problem:shop:orders:out_of_stock",
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::OutOfStock(_) => "Out of stock",
        }
    }

    fn status(&self) -> u16 {
        match self {
            Self::OutOfStock(_) => 409,
        }
    }
}

impl From<OutOfStock> for Failure<PlaceOrderError> {
    fn from(error: OutOfStock) -> Self {
        Self::Domain(error.into())
    }
}

/// What `get_order` may answer instead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", content = "data")]
pub enum GetOrderError {
    /// No order has this id.
    #[error(transparent)]
    #[serde(rename = "orders.unknown_order")]
    UnknownOrder(#[from] UnknownOrder),
}

impl DeclaredError for GetOrderError {
    fn type_uri(&self) -> &'static str {
        match self {
            Self::UnknownOrder(_) => "urn:problem:shop:orders:unknown_order",
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::UnknownOrder(_) => "Unknown order",
        }
    }

    fn status(&self) -> u16 {
        match self {
            Self::UnknownOrder(_) => 404,
        }
    }
}

impl From<UnknownOrder> for Failure<GetOrderError> {
    fn from(error: UnknownOrder) -> Self {
        Self::Domain(error.into())
    }
}

/// `list_orders` declares no errors.
pub type ListOrdersError = Never;

/// `forget_order` declares no errors.
pub type ForgetOrderError = Never;

/// What is known of `place_order`.
pub static PLACE_ORDER: OpMeta = OpMeta::command("orders", "place_order", 2000, Idempotency::Keyed);

/// What is known of `get_order`.
pub static GET_ORDER: OpMeta = OpMeta::query("orders", "get_order", 1000);

/// What is known of `list_orders`.
pub static LIST_ORDERS: OpMeta = OpMeta::query("orders", "list_orders", 1000);

/// What is known of `forget_order`.
pub static FORGET_ORDER: OpMeta = OpMeta::command("orders", "forget_order", 1000, Idempotency::Yes);

/// The operations of `orders`.
#[async_trait]
pub trait OrdersApi: Send + Sync + 'static {
    /// Reserves the stock and accepts the order.
    async fn place_order(&self, cx: &Cx, req: PlaceOrderRequest) -> Result<Order, Failure<PlaceOrderError>> {
        let _ = (cx, req);
        Err(Fault::unimplemented("orders.place_order").into())
    }

    /// One order.
    async fn get_order(&self, cx: &Cx, req: GetOrderRequest) -> Result<Order, Failure<GetOrderError>> {
        let _ = (cx, req);
        Err(Fault::unimplemented("orders.get_order").into())
    }

    /// Orders, oldest first.
    async fn list_orders(&self, cx: &Cx, req: ListOrdersRequest) -> Result<Vec<Order>, Failure<ListOrdersError>> {
        let _ = (cx, req);
        Err(Fault::unimplemented("orders.list_orders").into())
    }

    /// Deletes an order.
    async fn forget_order(&self, cx: &Cx, req: ForgetOrderRequest) -> Result<(), Failure<ForgetOrderError>> {
        let _ = (cx, req);
        Err(Fault::unimplemented("orders.forget_order").into())
    }
}

/// Puts the guard around an implementation. `memory` is the store that remembers answers to keyed requests.
pub fn guarded(api: Arc<dyn OrdersApi>, memory: Option<Arc<dyn Memory>>) -> Arc<dyn OrdersApi> {
    Arc::new(Guarded { api, guard: Guard::new(memory) })
}

struct Guarded {
    api: Arc<dyn OrdersApi>,
    guard: Guard,
}

#[async_trait]
impl OrdersApi for Guarded {
    async fn place_order(&self, cx: &Cx, req: PlaceOrderRequest) -> Result<Order, Failure<PlaceOrderError>> {
        let api = self.api.clone();
        self.guard.run(&PLACE_ORDER, cx, req, |cx, req| async move { api.place_order(&cx, req).await }).await
    }

    async fn get_order(&self, cx: &Cx, req: GetOrderRequest) -> Result<Order, Failure<GetOrderError>> {
        let api = self.api.clone();
        self.guard.run(&GET_ORDER, cx, req, |cx, req| async move { api.get_order(&cx, req).await }).await
    }

    async fn list_orders(&self, cx: &Cx, req: ListOrdersRequest) -> Result<Vec<Order>, Failure<ListOrdersError>> {
        let api = self.api.clone();
        self.guard.run(&LIST_ORDERS, cx, req, |cx, req| async move { api.list_orders(&cx, req).await }).await
    }

    async fn forget_order(&self, cx: &Cx, req: ForgetOrderRequest) -> Result<(), Failure<ForgetOrderError>> {
        let api = self.api.clone();
        self.guard.run(&FORGET_ORDER, cx, req, |cx, req| async move { api.forget_order(&cx, req).await }).await
    }
}

/// An order was accepted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderPlaced {
    /// The order.
    pub order: Uuid,
    /// What was ordered.
    pub sku: String,
    /// How many.
    pub quantity: i64,
}

impl Event for OrderPlaced {
    const TYPE: &'static str = "shop.orders.OrderPlaced.v1";
    const SOURCE: &'static str = "/shop/orders";

    fn key(&self) -> String {
        self.order.to_string()
    }
}
