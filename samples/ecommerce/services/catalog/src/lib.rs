//! The service `catalog`: what is sold, and for how much.

mod migrations;

use catalog_contract::*;
use catalog_ports::*;
use platform_core::{Cx, Failure, async_trait};

pub use migrations::MIGRATIONS;

/// The service.
pub struct Catalog {
    /// What it stands on: its store and the services it calls.
    pub ports: Ports,
}

impl Catalog {
    /// Builds the service on what it stands on.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }
}

#[async_trait]
impl CatalogApi for Catalog {
    async fn list_products(
        &self,
        cx: &Cx,
        req: ListProductsRequest,
    ) -> Result<Vec<Product>, Failure<ListProductsError>> {
        self.ports.list_products(cx, req).await
    }

    async fn get_product(&self, cx: &Cx, req: GetProductRequest) -> Result<Product, Failure<GetProductError>> {
        self.ports.get_product(cx, req).await
    }

    async fn add_product(&self, cx: &Cx, req: AddProductRequest) -> Result<Product, Failure<AddProductError>> {
        self.ports.add_product(cx, req).await
    }

    async fn set_price(&self, cx: &Cx, req: SetPriceRequest) -> Result<Product, Failure<SetPriceError>> {
        let mut tx = self.ports.store.begin().await?;
        let Some(mut row) = ProductRows::lock(&mut tx, &req.sku).await? else {
            return Err(UnknownProduct { sku: req.sku }.into());
        };
        let before = std::mem::replace(&mut row.price, req.price);
        // Said again, the same price is no news.
        if before != row.price {
            ProductRows::put(&mut tx, &row).await?;
            let changed = PriceChanged { sku: row.sku.clone(), before, after: row.price.clone() };
            tx.publish(cx, &changed).await?;
        }
        tx.commit().await?;
        Ok(Product { sku: row.sku, name: row.name, description: row.description, price: row.price })
    }
}
