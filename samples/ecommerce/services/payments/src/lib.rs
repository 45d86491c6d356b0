//! The service `payments`: charges cards and pays money back.

mod card_gateway;
mod migrations;

use payments_contract::*;
use payments_ports::*;
use platform_core::{Cx, Failure, Fault, async_trait};
use uuid::Uuid;

pub use migrations::MIGRATIONS;

/// The service.
pub struct Payments {
    /// What it stands on: its store and the services it calls.
    pub ports: Ports,
}

impl Payments {
    /// Builds the service on what it stands on.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }
}

// Rules of the house: no call to another service while a transaction is open (it would hold the store's only writer);
// whatever must happen together goes into one `Tx`; undo with `cx.without_deadline()`.
#[async_trait]
impl PaymentsApi for Payments {
    async fn charge(&self, cx: &Cx, req: ChargeRequest) -> Result<Payment, Failure<ChargeError>> {
        // One order is paid once, whoever asks and under whatever key.
        if let Some(paid) = PaymentRows::by_order(&self.ports.store, &req.order).await? {
            return Ok(payment(paid));
        }
        card_gateway::authorise(&req.order, &req.card, &req.amount).await.map_err(|reason| CardDeclined { reason })?;

        let (id, order, status) = (Uuid::now_v7(), req.order, PaymentStatus::Captured);
        let row = PaymentRow { id, order, amount: req.amount, status };
        let mut tx = self.ports.store.begin().await?;
        if !PaymentRows::insert(&mut tx, &row).await? {
            tx.rollback().await?;
            // Somebody who asked at the same time was faster, and the gateway took the money for one of us only.
            let paid = PaymentRows::by_order(&self.ports.store, &order).await?;
            return paid.map(payment).ok_or_else(|| Fault::conflict("this payment is being changed").into());
        }
        tx.publish(cx, &PaymentCaptured { payment: id, order, amount: row.amount.clone() }).await?;
        let payment = payment(row);
        tx.remember(cx, &CHARGE, &payment).await?;
        tx.commit().await?;
        Ok(payment)
    }

    async fn refund(&self, _cx: &Cx, req: RefundRequest) -> Result<Payment, Failure<RefundError>> {
        let row = PaymentRows::find(&self.ports.store, &req.id).await?.ok_or(PaymentNotFound { id: req.id })?;
        if row.status == PaymentStatus::Refunded {
            return Ok(payment(row));
        }
        card_gateway::refund(&row.id).await;
        let mut tx = self.ports.store.begin().await?;
        let mut row = PaymentRows::lock(&mut tx, &req.id).await?.ok_or(PaymentNotFound { id: req.id })?;
        row.status = PaymentStatus::Refunded;
        PaymentRows::put(&mut tx, &row).await?;
        tx.commit().await?;
        Ok(payment(row))
    }

    async fn get_payment(&self, cx: &Cx, req: GetPaymentRequest) -> Result<Payment, Failure<GetPaymentError>> {
        self.ports.get_payment(cx, req).await
    }
}

fn payment(row: PaymentRow) -> Payment {
    Payment { id: row.id, order: row.order, amount: row.amount, status: row.status }
}
