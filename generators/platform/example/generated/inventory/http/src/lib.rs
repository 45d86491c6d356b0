//! `inventory` over HTTP: its doors and its client.

use std::sync::Arc;

use inventory_contract::{
    GET_STOCK, GetStockError, GetStockRequest, InventoryApi, RELEASE, RESERVE, ReleaseError, ReleaseRequest,
    ReserveError, ReserveRequest, SET_STOCK, SetStockError, SetStockRequest, Stock,
};
use platform_core::{Cx, Failure, Problem, async_trait};
use platform_http::{Answer, Input, Operations, Peer, PublicRoute, answer, no_such_operation};

/// The public routes of `inventory`.
pub const ROUTES: &[PublicRoute] = &[
    PublicRoute { method: "GET", path: "/stock/{sku}", op: "get_stock", status: 200 },
    PublicRoute { method: "PUT", path: "/stock/{sku}", op: "set_stock", status: 204 },
];

/// The services that may call `inventory`.
pub const CALLERS: &[&str] = &["orders"];

/// `inventory` behind its doors.
pub struct InventoryHttp {
    api: Arc<dyn InventoryApi>,
}

impl InventoryHttp {
    /// Puts the guarded implementation behind the doors.
    pub fn new(api: Arc<dyn InventoryApi>) -> Self {
        Self { api }
    }
}

#[async_trait]
impl Operations for InventoryHttp {
    fn service(&self) -> &'static str {
        "inventory"
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
            "get_stock" => answer(cx, self.api.get_stock(cx, input.read().map_err(unfit)?).await),
            "set_stock" => answer(cx, self.api.set_stock(cx, input.read().map_err(unfit)?).await),
            "reserve" => answer(cx, self.api.reserve(cx, input.read().map_err(unfit)?).await),
            "release" => answer(cx, self.api.release(cx, input.read().map_err(unfit)?).await),
            _ => no_such_operation(cx, "inventory", op),
        }
    }
}

/// `inventory` in another process.
pub struct InventoryClient {
    peer: Peer,
}

impl InventoryClient {
    /// A client; `peer` says who calls.
    pub fn new(peer: Peer) -> Self {
        Self { peer }
    }
}

#[async_trait]
impl InventoryApi for InventoryClient {
    async fn get_stock(&self, cx: &Cx, req: GetStockRequest) -> Result<Stock, Failure<GetStockError>> {
        self.peer.call(&GET_STOCK, cx, &req).await
    }

    async fn set_stock(&self, cx: &Cx, req: SetStockRequest) -> Result<(), Failure<SetStockError>> {
        self.peer.call(&SET_STOCK, cx, &req).await
    }

    async fn reserve(&self, cx: &Cx, req: ReserveRequest) -> Result<(), Failure<ReserveError>> {
        self.peer.call(&RESERVE, cx, &req).await
    }

    async fn release(&self, cx: &Cx, req: ReleaseRequest) -> Result<(), Failure<ReleaseError>> {
        self.peer.call(&RELEASE, cx, &req).await
    }
}
