//! The black-box suite: a shopper's and a shopkeeper's day. It knows an address and nothing of processes.

use platform_e2e::{Answer, Client, Database, System, Workspace, request};
use std::path::Path;
use std::time::{Duration, Instant};

/// One conversation, written down as it goes; answers the transcript.
pub fn everything(system: &System) -> String {
    let mut shop = Shop { client: Client::of(system.base()) };
    shop.fill_the_shelves();
    let customer = shop.register();
    let order = shop.order(&customer);
    shop.refuse_orders(&customer);
    shop.undo_what_fails(&customer);
    shop.cancel(&order);
    shop.tell_what_happened(&customer, &order);
    shop.refuse_nonsense();
    shop.client.transcript()
}

struct Shop {
    client: Client,
}

impl Shop {
    /// Asks and checks the status; the rest is compared through the transcript.
    fn ask(&mut self, status: u16, method: &str, path: &str, body: &str) -> Answer {
        self.keyed(status, "", method, path, body)
    }

    fn keyed(&mut self, status: u16, key: &str, method: &str, path: &str, body: &str) -> Answer {
        let headers: &[_] = if key.is_empty() { &[] } else { &[("idempotency-key", key)] };
        let answer = self.client.ask(method, path, headers, body).unwrap();
        assert_eq!(answer.status, status, "{method} {path} {body}: {}", answer.body);
        if status >= 400 {
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
        answer
    }

    fn fill_the_shelves(&mut self) {
        for (sku, name, cents) in [("tea", "Earl Grey", 450), ("mug", "Mug, größer", 1290)] {
            let price = format!(r#"{{"amount":{cents},"currency":"EUR"}}"#);
            self.ask(201, "POST", "/products", &format!(r#"{{"sku":"{sku}","name":"{name}","price":{price}}}"#));
            self.ask(200, "PUT", &format!("/stock/{sku}"), r#"{"available":20}"#);
        }
        let tea = r#"{"sku":"tea","name":"Tea again","price":{"amount":1,"currency":"EUR"}}"#;
        let twice = self.ask(409, "POST", "/products", tea);
        assert_eq!(twice.text("/code"), "catalog.product_exists");
        let wrong = self.ask(400, "POST", "/products", &tea.replace("\"tea\"", "\"Not A Sku\""));
        assert_eq!(wrong.text("/violations/0/field"), "sku");
        self.ask(200, "GET", "/products", "");
        self.ask(200, "GET", "/products/tea", "");
        self.ask(404, "GET", "/products/coffee", "");
        self.ask(200, "PUT", "/products/tea/price", r#"{"price":{"amount":500,"currency":"EUR"}}"#);
        self.ask(404, "PUT", "/products/coffee/price", r#"{"price":{"amount":500,"currency":"EUR"}}"#);
        self.ask(404, "GET", "/stock/coffee", "");
        self.ask(400, "PUT", "/stock/tea", r#"{"available":-1}"#);
    }

    /// The id of a new customer.
    fn register(&mut self) -> String {
        let ada = r#"{"name":"Ada","email":"ada@example.com","address":"1 Mill Lane"}"#;
        let first = self.keyed(201, "c-1", "POST", "/customers", ada);
        let again = self.keyed(201, "c-1", "POST", "/customers", ada);
        assert_eq!(first.body, again.body, "the same key, the same answer");
        self.keyed(409, "c-1", "POST", "/customers", &ada.replace("Ada", "Eve"));
        let taken = self.ask(409, "POST", "/customers", ada);
        assert_eq!(taken.text("/code"), "customers.email_taken");
        let id = first.text("/id");
        self.ask(200, "PUT", &format!("/customers/{id}"), &ada.replace("1 Mill", "2 Mill"));
        self.ask(200, "GET", &format!("/customers/{id}"), "");
        self.ask(404, "GET", "/customers/00000000-0000-0000-0000-000000000000", "");
        self.ask(400, "GET", "/customers/ada", "");
        id
    }

    /// The id of a placed order.
    fn order(&mut self, customer: &str) -> String {
        let cart = cart(customer, &[("tea", 2), ("mug", 1), ("tea", 1)], "tok_visa");
        let placed = self.keyed(201, "o-1", "POST", "/orders", &cart);
        assert_eq!(placed.number("/total/amount"), 3 * 500 + 1290);
        assert_eq!(self.keyed(201, "o-1", "POST", "/orders", &cart).body, placed.body);
        self.keyed(409, "o-1", "POST", "/orders", &cart.replace("tok_visa", "tok_other"));
        let id = placed.text("/id");
        assert_eq!(self.ask(200, "GET", &format!("/orders/{id}"), "").body, placed.body);
        self.ask(200, "GET", "/orders", "");
        assert_eq!(self.ask(200, "GET", "/stock/tea", "").number("/available"), 17);
        let payment = self.ask(200, "GET", &format!("/payments/{}", placed.text("/payment")), "");
        assert_eq!((payment.text("/order"), payment.text("/status")), (id.clone(), "captured".to_owned()));
        id
    }

    fn refuse_orders(&mut self, customer: &str) {
        let nobody = "00000000-0000-0000-0000-000000000000";
        let table = [
            (409, "orders.out_of_stock", cart(customer, &[("mug", 1), ("tea", 18)], "tok_visa")),
            (404, "orders.unknown_product", cart(customer, &[("coffee", 1)], "tok_visa")),
            (404, "orders.unknown_customer", cart(nobody, &[("tea", 1)], "tok_visa")),
            (402, "orders.card_declined", cart(customer, &[("tea", 1)], "tok_declined")),
            (400, "invalid_argument", cart(customer, &[], "tok_visa")),
            (400, "invalid_argument", cart(customer, &[("tea", 0)], "tok_visa")),
            (400, "invalid_argument", cart("ada", &[("tea", 1)], "tok_visa")),
            (400, "invalid_argument", r#"{"customer":"#.to_owned()),
            (400, "invalid_argument", "{}".to_owned()),
        ];
        for (status, code, body) in table {
            assert_eq!(self.ask(status, "POST", "/orders", &body).text("/code"), code, "{body}");
        }
        // Of what was refused nothing stays reserved: not the mug beside the tea, not the tea of the declined card.
        for (sku, available, reserved) in [("tea", 17, 3), ("mug", 19, 1)] {
            let stock = self.ask(200, "GET", &format!("/stock/{sku}"), "");
            assert_eq!((stock.number("/available"), stock.number("/reserved")), (available, reserved), "{sku}");
        }
    }

    /// A callee that panics, and one that does not answer in time.
    fn undo_what_fails(&mut self, customer: &str) {
        for (status, code, card) in [(500, "internal", "tok_panic"), (504, "deadline_exceeded", "tok_slow")] {
            let failed = self.ask(status, "POST", "/orders", &cart(customer, &[("tea", 4)], card));
            assert_eq!(failed.text("/code"), code);
            self.client.until("/stock/tea", |stock| stock.number("/available") == 17).unwrap();
        }
    }

    fn cancel(&mut self, order: &str) {
        let placed = self.ask(200, "GET", &format!("/orders/{order}"), "");
        let cancelled = self.ask(200, "POST", &format!("/orders/{order}/cancel"), "");
        assert_eq!(cancelled.text("/status"), "cancelled");
        let again = self.ask(409, "POST", &format!("/orders/{order}/cancel"), "");
        assert_eq!(again.text("/code"), "orders.already_cancelled");
        let payment = self.ask(200, "GET", &format!("/payments/{}", placed.text("/payment")), "");
        assert_eq!(payment.text("/status"), "refunded");
        let stock = self.ask(200, "GET", "/stock/tea", "");
        assert_eq!((stock.number("/available"), stock.number("/reserved")), (20, 0));
        self.ask(404, "POST", "/orders/00000000-0000-0000-0000-000000000000/cancel", "");
    }

    fn tell_what_happened(&mut self, customer: &str, order: &str) {
        self.client.until(&format!("/shipments/{order}"), |shipment| shipment.status == 200).unwrap();
        self.ask(200, "GET", "/shipments", "");
        self.ask(404, "GET", &format!("/shipments/{customer}"), "");
        // Two services tell of one order, each in its own time, so the list is compared sorted and not written down.
        let subjects = || {
            let messages = self.client.peek("GET", "/messages", &[], "").unwrap().json();
            let messages = messages.as_array().cloned().unwrap_or_default();
            let mine = messages.iter().filter(|message| message["customer"] == customer);
            let mut subjects: Vec<_> = mine.map(|message| message["subject"].as_str().unwrap().to_owned()).collect();
            subjects.sort();
            subjects
        };
        until("both messages", || subjects() == ["Thank you for your order", "Your parcel is on its way"]);
    }

    fn refuse_nonsense(&mut self) {
        let wrong_method = self.ask(405, "DELETE", "/orders", "");
        assert_eq!(wrong_method.header("allow"), "GET, POST");
        for (method, path) in [
            ("GET", "/"),
            ("GET", "/nowhere"),
            ("GET", "/orders/"),
            ("POST", "/internal/orders/get_order"),
            ("GET", "/metrics"),
        ] {
            self.ask(404, method, path, "");
        }
        let hurried = self.client.ask("GET", "/products", &[("x-timeout-ms", "15")], "").unwrap();
        assert_eq!((hurried.status, hurried.text("/code").as_str()), (504, "deadline_exceeded"));
        let long = "x".repeat(2 * 1024 * 1024);
        let long = self.client.peek("POST", "/customers", &[], &format!("{{\"name\":\"{long}\"}}")).unwrap();
        assert_eq!((long.status, long.text("/code").as_str()), (413, "payload_too_large"));
        assert_eq!(self.client.peek("GET", "/openapi.json", &[], "").unwrap().text("/openapi"), "3.1.0");
    }
}

fn cart(customer: &str, lines: &[(&str, u32)], card: &str) -> String {
    let lines = lines.iter().map(|(sku, quantity)| format!(r#"{{"sku":"{sku}","quantity":{quantity}}}"#));
    let lines = lines.collect::<Vec<_>>().join(",");
    format!(r#"{{"customer":"{customer}","lines":[{lines}],"card":"{card}"}}"#)
}

fn until(what: &str, mut so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !so() {
        assert!(began.elapsed() < Duration::from_secs(20), "{what}: not within 20 seconds");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A customer, and an article with so many on its shelf.
fn opened(client: &Client, sku: &str, available: u32) -> String {
    let email = format!("{sku}@example.com");
    let body = format!(r#"{{"name":"Buyer","email":"{email}","address":"Here"}}"#);
    let customer = client.peek("POST", "/customers", &[], &body).unwrap().text("/id");
    let body = format!(r#"{{"sku":"{sku}","name":"{sku}","price":{{"amount":100,"currency":"EUR"}}}}"#);
    assert_eq!(client.peek("POST", "/products", &[], &body).unwrap().status, 201);
    let body = format!(r#"{{"available":{available}}}"#);
    assert_eq!(client.peek("PUT", &format!("/stock/{sku}"), &[], &body).unwrap().status, 200);
    customer
}

/// Forty buyers, ten pieces.
pub fn ten_pieces_are_sold_ten_times(system: &System) {
    let client = Client::of(system.base());
    let customer = opened(&client, "rare", 10);
    let (base, cart) = (system.base(), cart(&customer, &[("rare", 1)], "tok_visa"));
    let buy = || request(base, "POST", "/orders", &[], &cart).unwrap().status;
    let mut answers: Vec<u16> = std::thread::scope(|scope| {
        let buyers: Vec<_> = (0..40).map(|_| scope.spawn(buy)).collect();
        buyers.into_iter().map(|buyer| buyer.join().unwrap()).collect()
    });
    answers.sort_unstable();
    assert_eq!(answers, [vec![201; 10], vec![409; 30]].concat());
    let stock = client.peek("GET", "/stock/rare", &[], "").unwrap();
    assert_eq!((stock.number("/available"), stock.number("/reserved")), (0, 10));
}

/// Orders are taken while those who are to hear of them are dead; after their return, each has heard of each, once.
pub fn killed_subscribers_miss_nothing(workspace: &Workspace, data: &Path) {
    let topology = workspace.build("services").unwrap();
    let mut system = System::start(&topology, data, &Database::Sqlite).unwrap();
    let client = Client::of(system.base());
    let customer = opened(&client, "book", 100);
    let cart = cart(&customer, &[("book", 1)], "tok_visa");
    let mut orders = 0;
    for victims in [["shipping", "notifications"], ["orders", "shipping"]] {
        for victim in victims {
            system.kill(victim).unwrap();
        }
        for _ in 0..10 {
            let answer = client.peek("POST", "/orders", &[], &cart).unwrap();
            assert!(matches!(answer.status, 201 | 503), "{}", answer.body);
            orders += usize::from(answer.status == 201);
        }
        for victim in victims {
            system.start_again(victim).unwrap();
        }
    }
    assert!(orders >= 10, "{orders} orders");
    let count = |path: &str| client.peek("GET", path, &[], "").unwrap().json().as_array().map_or(0, Vec::len);
    until("every shipment and two messages for each", || {
        (count("/orders"), count("/shipments"), count("/messages")) == (orders, orders, 2 * orders)
    });
    println!("{orders} orders, {} messages", count("/messages"));
}
