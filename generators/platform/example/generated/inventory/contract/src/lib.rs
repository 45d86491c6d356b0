//! The contract of `inventory`: what it is asked, what it answers, what it publishes.

use std::sync::Arc;

use platform_core::{
    Cx, DeclaredError, Failure, Fault, Guard, Idempotency, Memory, Never, OpMeta, Request, Violation, async_trait,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How much there is of an article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stock {
    /// The article.
    pub sku: String,
    /// How many can be reserved.
    pub available: i64,
    /// How many orders for it were seen.
    pub orders_seen: i64,
}

/// The request of `get_stock`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GetStockRequest {
    /// The article.
    pub sku: String,
}

impl Request for GetStockRequest {}

/// The request of `set_stock`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SetStockRequest {
    /// The article.
    pub sku: String,
    /// How many there are.
    pub available: i64,
}

impl Request for SetStockRequest {
    fn check(&self) -> Result<(), Fault> {
        let mut violations = Vec::new();
        if self.available < 0 {
            violations.push(Violation::new("available", "must be at least 0"));
        }
        Fault::check(violations)
    }
}

/// The request of `reserve`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReserveRequest {
    /// For which order.
    pub order: Uuid,
    /// The article.
    pub sku: String,
    /// How many.
    pub quantity: i64,
}

impl Request for ReserveRequest {}

/// The request of `release`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReleaseRequest {
    /// Of which order.
    pub order: Uuid,
}

impl Request for ReleaseRequest {}

/// Fewer are left than were asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("{sku}: only {available} left")]
pub struct NotEnough {
    /// The article.
    pub sku: String,
    /// How many are left.
    pub available: i64,
}

/// What `reserve` may answer instead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", content = "data")]
pub enum ReserveError {
    /// Fewer are left than were asked for.
    #[error(transparent)]
    #[serde(rename = "inventory.not_enough")]
    NotEnough(#[from] NotEnough),
}

impl DeclaredError for ReserveError {
    fn type_uri(&self) -> &'static str {
        match self {
            Self::NotEnough(_) => "urn:problem:shop:inventory:not_enough",
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::NotEnough(_) => "Not enough",
        }
    }

    fn status(&self) -> u16 {
        match self {
            Self::NotEnough(_) => 409,
        }
    }
}

impl From<NotEnough> for Failure<ReserveError> {
    fn from(error: NotEnough) -> Self {
        Self::Domain(error.into())
    }
}

/// `get_stock` declares no errors.
pub type GetStockError = Never;

/// `set_stock` declares no errors.
pub type SetStockError = Never;

/// `release` declares no errors.
pub type ReleaseError = Never;

/// What is known of `get_stock`.
pub static GET_STOCK: OpMeta = OpMeta::query("inventory", "get_stock", 1000);

/// What is known of `set_stock`.
pub static SET_STOCK: OpMeta = OpMeta::command("inventory", "set_stock", 1000, Idempotency::Yes);

/// What is known of `reserve`.
pub static RESERVE: OpMeta = OpMeta::command("inventory", "reserve", 500, Idempotency::Yes);

/// What is known of `release`.
pub static RELEASE: OpMeta = OpMeta::command("inventory", "release", 500, Idempotency::Yes);

/// The operations of `inventory`.
#[async_trait]
pub trait InventoryApi: Send + Sync + 'static {
    /// How much there is.
    async fn get_stock(&self, cx: &Cx, req: GetStockRequest) -> Result<Stock, Failure<GetStockError>> {
        let _ = (cx, req);
        Err(Fault::unimplemented("inventory.get_stock").into())
    }

    /// Says how much there is.
    async fn set_stock(&self, cx: &Cx, req: SetStockRequest) -> Result<(), Failure<SetStockError>> {
        let _ = (cx, req);
        Err(Fault::unimplemented("inventory.set_stock").into())
    }

    /// Keeps so many for an order.
    async fn reserve(&self, cx: &Cx, req: ReserveRequest) -> Result<(), Failure<ReserveError>> {
        let _ = (cx, req);
        Err(Fault::unimplemented("inventory.reserve").into())
    }

    /// Gives back what was kept for an order.
    async fn release(&self, cx: &Cx, req: ReleaseRequest) -> Result<(), Failure<ReleaseError>> {
        let _ = (cx, req);
        Err(Fault::unimplemented("inventory.release").into())
    }
}

/// Puts the guard around an implementation. `memory` is the store that remembers answers to keyed requests.
pub fn guarded(api: Arc<dyn InventoryApi>, memory: Option<Arc<dyn Memory>>) -> Arc<dyn InventoryApi> {
    Arc::new(Guarded { api, guard: Guard::new(memory) })
}

struct Guarded {
    api: Arc<dyn InventoryApi>,
    guard: Guard,
}

#[async_trait]
impl InventoryApi for Guarded {
    async fn get_stock(&self, cx: &Cx, req: GetStockRequest) -> Result<Stock, Failure<GetStockError>> {
        let api = self.api.clone();
        self.guard.run(&GET_STOCK, cx, req, |cx, req| async move { api.get_stock(&cx, req).await }).await
    }

    async fn set_stock(&self, cx: &Cx, req: SetStockRequest) -> Result<(), Failure<SetStockError>> {
        let api = self.api.clone();
        self.guard.run(&SET_STOCK, cx, req, |cx, req| async move { api.set_stock(&cx, req).await }).await
    }

    async fn reserve(&self, cx: &Cx, req: ReserveRequest) -> Result<(), Failure<ReserveError>> {
        let api = self.api.clone();
        self.guard.run(&RESERVE, cx, req, |cx, req| async move { api.reserve(&cx, req).await }).await
    }

    async fn release(&self, cx: &Cx, req: ReleaseRequest) -> Result<(), Failure<ReleaseError>> {
        let api = self.api.clone();
        self.guard.run(&RELEASE, cx, req, |cx, req| async move { api.release(&cx, req).await }).await
    }
}
