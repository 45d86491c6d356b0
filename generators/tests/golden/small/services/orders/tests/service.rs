//! How to test the service alone: give it fakes of the services it calls and a store of its own. Yours to fill.

use std::sync::Arc;

use orders::Orders;
use orders_contract::OrdersApi;
use orders_ports::Ports;
use platform_core::async_trait;
use platform_store::Store;

/// Answers "not implemented" to everything; write the methods that a test needs.
struct StockFake;

#[async_trait]
impl stock_contract::StockApi for StockFake {}

#[tokio::test]
async fn it_is_built_on_fakes() {
    let file = std::env::temp_dir().join(format!("orders-{}.db", std::process::id()));
    let url = format!("sqlite://{}?mode=rwc", file.display());
    let store = Store::open("orders", &url, orders::MIGRATIONS, orders_ports::ROUTES).await.expect("a store");
    let ports = Ports { store, stock: Arc::new(StockFake) };
    let service: Arc<dyn OrdersApi> = Arc::new(Orders::new(ports));
    // Call it: `service.some_operation(&platform_core::Cx::background(), request).await`.
    drop(service);
}
