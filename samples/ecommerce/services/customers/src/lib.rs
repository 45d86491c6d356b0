//! The service `customers`: who buys.

mod migrations;

use customers_contract::*;
use customers_ports::*;
use platform_core::{Cx, Failure, async_trait};
use uuid::Uuid;

pub use migrations::MIGRATIONS;

/// The service.
pub struct Customers {
    /// What it stands on: its store and the services it calls.
    pub ports: Ports,
}

impl Customers {
    /// Builds the service on what it stands on.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }
}

#[async_trait]
impl CustomersApi for Customers {
    async fn register(&self, cx: &Cx, req: RegisterRequest) -> Result<Customer, Failure<RegisterError>> {
        let row =
            CustomerRow { id: Uuid::now_v7(), name: req.name, email: req.email.to_lowercase(), address: req.address };
        let customer =
            Customer { id: row.id, name: row.name.clone(), email: row.email.clone(), address: row.address.clone() };
        let mut tx = self.ports.store.begin().await?;
        // The id is new, so only the address of the mail can be taken.
        if !CustomerRows::insert(&mut tx, &row).await? {
            return Err(EmailTaken { email: row.email }.into());
        }
        tx.remember(cx, &REGISTER, &customer).await?;
        tx.commit().await?;
        Ok(customer)
    }

    async fn get_customer(&self, cx: &Cx, req: GetCustomerRequest) -> Result<Customer, Failure<GetCustomerError>> {
        self.ports.get_customer(cx, req).await
    }

    async fn update_customer(
        &self,
        cx: &Cx,
        req: UpdateCustomerRequest,
    ) -> Result<Customer, Failure<UpdateCustomerError>> {
        self.ports.update_customer(cx, req).await
    }
}
