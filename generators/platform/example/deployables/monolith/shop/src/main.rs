//! The deployable `shop` of the topology `monolith`: inventory, orders.

use std::sync::Arc;

use inventory_http::InventoryHttp;
use orders_http::OrdersHttp;
use platform_http::{App, Config, Door, StartError};
use platform_store::Store;

#[tokio::main]
async fn main() -> Result<(), StartError> {
    let mut config = Config::from_env("monolith-shop", 8080, 9080);
    let inventory_db = config.database("inventory");
    let orders_db = config.database("orders");
    let settings = config.start()?;

    let inventory_store =
        Store::open("inventory", &inventory_db, inventory::MIGRATIONS, inventory_ports::ROUTES).await?;
    let inventory = Arc::new(inventory::Inventory::new(inventory_ports::Ports { store: inventory_store.clone() }));
    let inventory_api = inventory_contract::guarded(inventory.clone(), inventory_store.memory());
    let inventory_inbox = inventory_ports::inbox(inventory_store.clone(), inventory);

    let orders_store = Store::open("orders", &orders_db, orders::MIGRATIONS, orders_ports::ROUTES).await?;
    let orders = Arc::new(orders::Orders::new(orders_ports::Ports {
        store: orders_store.clone(),
        inventory: inventory_api.clone(),
    }));
    let orders_api = orders_contract::guarded(orders, orders_store.memory());

    App::new(settings)
        .store(inventory_store)
        .store(orders_store.clone())
        .service(InventoryHttp::new(inventory_api))
        .service(OrdersHttp::new(orders_api))
        .door(Door { subscriber: "inventory", publishers: inventory_ports::PUBLISHERS, inbox: inventory_inbox.clone() })
        .background(orders_store.relay("inventory", inventory_inbox))
        .serve()
        .await
}
