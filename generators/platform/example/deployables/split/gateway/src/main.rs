//! The gateway of the topology `split`: one door in front of its deployables.

use platform_http::{App, Config, Gateway, GatewayRoute, StartError};

const ROUTES: &[GatewayRoute] = &[
    GatewayRoute { method: "GET", path: "/stock/{sku}", deployable: "inventory" },
    GatewayRoute { method: "PUT", path: "/stock/{sku}", deployable: "inventory" },
    GatewayRoute { method: "POST", path: "/orders", deployable: "orders" },
    GatewayRoute { method: "GET", path: "/orders/{id}", deployable: "orders" },
    GatewayRoute { method: "GET", path: "/orders", deployable: "orders" },
    GatewayRoute { method: "DELETE", path: "/orders/{id}", deployable: "orders" },
];

#[tokio::main]
async fn main() -> Result<(), StartError> {
    let mut config = Config::from_env("split-gateway", 8080, 9080);
    let inventory_url = config.public_url("inventory", 8081);
    let orders_url = config.public_url("orders", 8082);
    let settings = config.start()?;

    let gateway = Gateway::new(ROUTES).to("inventory", inventory_url).to("orders", orders_url);
    App::new(settings).gateway(gateway).serve().await
}
