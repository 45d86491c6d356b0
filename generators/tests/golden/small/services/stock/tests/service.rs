//! How to test the service alone: give it fakes of the services it calls and a store of its own. Yours to fill.

use std::sync::Arc;

use platform_store::Store;
use stock::Stock;
use stock_contract::StockApi;
use stock_ports::Ports;

#[tokio::test]
async fn it_is_built_on_fakes() {
    let file = std::env::temp_dir().join(format!("stock-{}.db", std::process::id()));
    let url = format!("sqlite://{}?mode=rwc", file.display());
    let store = Store::open("stock", &url, stock::MIGRATIONS, stock_ports::ROUTES).await.expect("a store");
    let ports = Ports { store };
    let service: Arc<dyn StockApi> = Arc::new(Stock::new(ports));
    // Call it: `service.some_operation(&platform_core::Cx::background(), request).await`.
    drop(service);
}
