//! Placing an order: look up, reserve, charge, keep; and undo in the opposite direction when a step fails.

use catalog_contract::{GetProductError, GetProductRequest};
use customers_contract::{GetCustomerError, GetCustomerRequest};
use inventory_contract::{ReservationLine, ReserveError, ReserveRequest};
use jiff::Timestamp;
use orders_contract::*;
use orders_ports::*;
use payments_contract::{ChargeError, ChargeRequest, Payment, RefundRequest};
use platform_core::{Cx, Failure, FailureExt, Fault, Money, now_ms};
use uuid::Uuid;

use crate::{Orders, order};

pub(crate) async fn place(orders: &Orders, cx: &Cx, req: PlaceOrderRequest) -> Result<Order, Failure<PlaceOrderError>> {
    let ports = &orders.ports;
    let customer = GetCustomerRequest { id: req.customer };
    ports.customers.get_customer(cx, customer).await.map_domain(|error| match error {
        GetCustomerError::UnknownCustomer(unknown) => UnknownCustomer { customer: unknown.id }.into(),
    })?;
    let lines = priced(orders, cx, req.lines).await?;
    let total = total(&lines)?;

    let id = Uuid::now_v7();
    reserve(orders, cx, id, &lines).await?;
    let payment = match charge(orders, cx, id, &total, &req.card).await {
        Ok(payment) => payment,
        Err(failure) => {
            let taken = match failure {
                Failure::Domain(_) => None,
                // Whether the card was charged is not known: ask once more, without hurry, to have what to give back.
                Failure::Fault(_) => charge(orders, &cx.without_deadline(), id, &total, &req.card).await.ok(),
            };
            undo(orders, cx, id, taken).await;
            return Err(failure);
        }
    };
    // As precise as the column, so that the answer now and the one of `get_order` are the same.
    let placed_at = Timestamp::from_millisecond(now_ms()).unwrap_or_default();
    let (customer, status) = (req.customer, OrderStatus::Placed);
    let row = OrderRow { id, customer, lines, total, payment: payment.id, status, placed_at };
    match keep(orders, cx, row).await {
        Ok(order) => Ok(order),
        Err(fault) => {
            undo(orders, cx, id, Some(payment)).await;
            Err(fault.into())
        }
    }
}

/// The cart with the prices of this moment; two lines of one article become one.
async fn priced(orders: &Orders, cx: &Cx, cart: Vec<CartLine>) -> Result<Vec<OrderLine>, Failure<PlaceOrderError>> {
    let mut lines: Vec<OrderLine> = Vec::with_capacity(cart.len());
    for line in cart {
        if let Some(known) = lines.iter_mut().find(|known| known.sku == line.sku) {
            known.quantity += line.quantity;
            continue;
        }
        let product = GetProductRequest { sku: line.sku };
        let product = orders.ports.catalog.get_product(cx, product).await.map_domain(|error| match error {
            GetProductError::UnknownProduct(unknown) => UnknownProduct { sku: unknown.sku }.into(),
        })?;
        lines.push(OrderLine { sku: product.sku, quantity: line.quantity, price: product.price });
    }
    Ok(lines)
}

fn total(lines: &[OrderLine]) -> Result<Money, Fault> {
    let mut total = Money::new(0, lines.first().map_or("EUR", |line| line.price.currency.as_str()));
    for line in lines {
        if line.price.currency != total.currency {
            return Err(Fault::internal(format!("{} is priced in {}", line.sku, line.price.currency)));
        }
        let amount = line.price.amount.checked_mul(i64::from(line.quantity));
        let sum = amount.and_then(|amount| total.amount.checked_add(amount));
        total.amount = sum.ok_or_else(|| Fault::internal("the total is too large for a number"))?;
    }
    Ok(total)
}

async fn reserve(orders: &Orders, cx: &Cx, id: Uuid, lines: &[OrderLine]) -> Result<(), Failure<PlaceOrderError>> {
    let lines = lines.iter().map(|line| ReservationLine { sku: line.sku.clone(), quantity: line.quantity });
    let request = ReserveRequest { order: id, lines: lines.collect() };
    match orders.ports.inventory.reserve(cx, request).await {
        Ok(_) => Ok(()),
        Err(Failure::Domain(ReserveError::OutOfStock(out))) => {
            Err(OutOfStock { sku: out.sku, requested: out.requested, available: out.available }.into())
        }
        // Sold, but never put on a shelf: for the shopper it is the same as none left.
        Err(Failure::Domain(ReserveError::UnknownSku(unknown))) => {
            Err(OutOfStock { sku: unknown.sku, requested: 1, available: 0 }.into())
        }
        Err(Failure::Fault(fault)) => {
            // Whether it was reserved is not known.
            undo(orders, cx, id, None).await;
            Err(fault.into())
        }
    }
}

/// The order's id is the key of the charge: asked twice, the card is charged once. The key that our own caller gave
/// would not do, because a second try of the shopper is another order.
async fn charge(
    orders: &Orders,
    cx: &Cx,
    id: Uuid,
    amount: &Money,
    card: &str,
) -> Result<Payment, Failure<PlaceOrderError>> {
    let request = ChargeRequest { order: id, amount: amount.clone(), card: card.to_owned() };
    let cx = cx.with_idempotency_key(id.to_string());
    orders.ports.payments.charge(&cx, request).await.map_domain(|error| match error {
        ChargeError::CardDeclined(declined) => CardDeclined { reason: declined.reason }.into(),
    })
}

async fn keep(orders: &Orders, cx: &Cx, row: OrderRow) -> Result<Order, Fault> {
    let placed =
        OrderPlaced { order: row.id, customer: row.customer, lines: row.lines.clone(), total: row.total.clone() };
    let mut tx = orders.ports.store.begin().await?;
    OrderRows::insert(&mut tx, &row).await?;
    tx.publish(cx, &placed).await?;
    let order = order(row);
    tx.remember(cx, &PLACE_ORDER, &order).await?;
    tx.commit().await?;
    Ok(order)
}

/// Gives money and stock back, whatever time it is: nobody may pay for an order that does not exist. What cannot be
/// given back now stands in the log, for people.
async fn undo(orders: &Orders, cx: &Cx, id: Uuid, payment: Option<Payment>) {
    let cx = cx.without_deadline();
    if let Some(payment) = payment
        && let Err(failure) = orders.ports.payments.refund(&cx, RefundRequest { id: payment.id }).await
    {
        tracing::error!(order = %id, payment = %payment.id, %failure, "not refunded");
    }
    if let Err(fault) = orders.release(&cx, id).await {
        tracing::error!(order = %id, %fault, "stock not released");
    }
}
