//! The deployable `orders` of the topology `split`: orders.

use std::sync::Arc;

use inventory_http::InventoryClient;
use orders_http::OrdersHttp;
use platform_http::{App, Config, HttpSink, Peer, StartError};
use platform_store::Store;

#[tokio::main]
async fn main() -> Result<(), StartError> {
    let mut config = Config::from_env("split-orders", 8082, 9082);
    let token = config.internal_token();
    let inventory_url = config.service_url("inventory", 9081);
    let orders_db = config.database("orders");
    let settings = config.start()?;

    let inventory_peer = Peer::new("inventory", &inventory_url, token.as_deref());

    let orders_store = Store::open("orders", &orders_db, orders::MIGRATIONS, orders_ports::ROUTES).await?;
    let orders = Arc::new(orders::Orders::new(orders_ports::Ports {
        store: orders_store.clone(),
        inventory: Arc::new(InventoryClient::new(inventory_peer.called_by("orders"))),
    }));
    let orders_api = orders_contract::guarded(orders, orders_store.memory());

    App::new(settings)
        .store(orders_store.clone())
        .service(OrdersHttp::new(orders_api))
        .background(orders_store.relay("inventory", Arc::new(HttpSink::new(&inventory_peer, "orders", "inventory"))))
        .serve()
        .await
}
