//! The deployable `inventory` of the topology `split`: inventory.

use std::sync::Arc;

use inventory_http::InventoryHttp;
use platform_http::{App, Config, Door, StartError};
use platform_store::Store;

#[tokio::main]
async fn main() -> Result<(), StartError> {
    let mut config = Config::from_env("split-inventory", 8081, 9081);
    let inventory_db = config.database("inventory");
    let settings = config.start()?;

    let inventory_store =
        Store::open("inventory", &inventory_db, inventory::MIGRATIONS, inventory_ports::ROUTES).await?;
    let inventory = Arc::new(inventory::Inventory::new(inventory_ports::Ports { store: inventory_store.clone() }));
    let inventory_api = inventory_contract::guarded(inventory.clone(), inventory_store.memory());
    let inventory_inbox = inventory_ports::inbox(inventory_store.clone(), inventory);

    App::new(settings)
        .store(inventory_store)
        .service(InventoryHttp::new(inventory_api))
        .door(Door { subscriber: "inventory", publishers: inventory_ports::PUBLISHERS, inbox: inventory_inbox })
        .serve()
        .await
}
