//! The service alone: on a store of its own, with fakes of the services it calls that note what they were asked.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use catalog_contract::{CatalogApi, GetProductError, GetProductRequest, Product};
use customers_contract::{Customer, CustomersApi, GetCustomerError, GetCustomerRequest};
use inventory_contract::{InventoryApi, ReleaseError, ReleaseRequest, Reservation, ReserveError, ReserveRequest};
use orders::Orders;
use orders_contract::*;
use orders_ports::Ports;
use payments_contract::{ChargeError, ChargeRequest, Payment, PaymentStatus, PaymentsApi, RefundError, RefundRequest};
use platform_core::{Cx, Failure, Fault, Money, async_trait};
use platform_store::Store;
use uuid::Uuid;

/// All neighbours in one: what they were asked, and how the card answers.
#[derive(Default)]
struct Neighbours {
    asked: Mutex<Vec<&'static str>>,
    charges: Mutex<Vec<Result<(), Failure<ChargeError>>>>,
}

impl Neighbours {
    fn note(&self, what: &'static str) {
        self.asked.lock().expect("no test panics here").push(what);
    }
}

#[async_trait]
impl CustomersApi for Neighbours {
    async fn get_customer(&self, _: &Cx, req: GetCustomerRequest) -> Result<Customer, Failure<GetCustomerError>> {
        let (name, email, address) = ("Ada".into(), "ada@example.com".into(), "1 Mill Lane".into());
        Ok(Customer { id: req.id, name, email, address })
    }
}

#[async_trait]
impl CatalogApi for Neighbours {
    async fn get_product(&self, _: &Cx, req: GetProductRequest) -> Result<Product, Failure<GetProductError>> {
        Ok(Product { sku: req.sku, name: "Tea".into(), description: None, price: Money::new(450, "EUR") })
    }
}

#[async_trait]
impl InventoryApi for Neighbours {
    async fn reserve(&self, _: &Cx, req: ReserveRequest) -> Result<Reservation, Failure<ReserveError>> {
        self.note("reserve");
        Ok(Reservation { order: req.order, lines: req.lines })
    }

    async fn release(&self, _: &Cx, _: ReleaseRequest) -> Result<(), Failure<ReleaseError>> {
        self.note("release");
        Ok(())
    }
}

#[async_trait]
impl PaymentsApi for Neighbours {
    async fn charge(&self, cx: &Cx, req: ChargeRequest) -> Result<Payment, Failure<ChargeError>> {
        self.note("charge");
        assert_eq!(cx.idempotency_key(), Some(req.order.to_string().as_str()), "one order is charged once");
        self.charges.lock().expect("no test panics here").pop().unwrap_or(Ok(()))?;
        Ok(Payment { id: Uuid::now_v7(), order: req.order, amount: req.amount, status: PaymentStatus::Captured })
    }

    async fn refund(&self, _: &Cx, req: RefundRequest) -> Result<Payment, Failure<RefundError>> {
        self.note("refund");
        let amount = Money::new(450, "EUR");
        Ok(Payment { id: req.id, order: Uuid::nil(), amount, status: PaymentStatus::Refunded })
    }
}

/// Places one order; `charges` are the answers of the card, the last one first.
async fn place(
    name: &str,
    charges: Vec<Result<(), Failure<ChargeError>>>,
) -> (Result<Order, Failure<PlaceOrderError>>, Vec<&'static str>) {
    let file: PathBuf = std::env::temp_dir().join(format!("orders-{name}-{}.db", std::process::id()));
    let url = format!("sqlite://{}?mode=rwc", file.display());
    let store = Store::open("orders", &url, orders::MIGRATIONS, orders_ports::ROUTES).await.expect("a store");
    let all = Arc::new(Neighbours { charges: Mutex::new(charges), ..Neighbours::default() });
    let ports =
        Ports { store, catalog: all.clone(), customers: all.clone(), inventory: all.clone(), payments: all.clone() };
    let lines = vec![CartLine { sku: "tea".into(), quantity: 2 }, CartLine { sku: "tea".into(), quantity: 1 }];
    let request = PlaceOrderRequest { customer: Uuid::nil(), lines, card: "tok_visa".into() };
    let answer = Orders::new(ports).place_order(&Cx::background(), request).await;
    let asked = all.asked.lock().expect("no test panics here").clone();
    (answer, asked)
}

#[tokio::test]
async fn an_order_is_reserved_and_charged() {
    let (answer, asked) = place("fine", vec![]).await;
    let order = answer.expect("an order");
    assert_eq!((order.total, order.lines.len(), order.lines[0].quantity), (Money::new(1350, "EUR"), 1, 3));
    assert_eq!(asked, ["reserve", "charge"]);
}

#[tokio::test]
async fn a_declined_card_gives_the_stock_back() {
    let declined = payments_contract::CardDeclined { reason: "no".into() };
    let (answer, asked) = place("declined", vec![Err(declined.into())]).await;
    assert_eq!(answer, Err(CardDeclined { reason: "no".into() }.into()));
    assert_eq!(asked, ["reserve", "charge", "release"]);
}

#[tokio::test]
async fn a_charge_of_unknown_outcome_is_settled() {
    let late = || Err(Fault::deadline_exceeded("no answer").into());
    let (answer, asked) = place("unknown", vec![late()]).await;
    assert_eq!(answer, Err(Fault::deadline_exceeded("no answer").into()));
    assert_eq!(asked, ["reserve", "charge", "charge", "refund", "release"]);
    let (_, asked) = place("gone", vec![late(), late()]).await;
    assert_eq!(asked, ["reserve", "charge", "charge", "release"]);
}
