//! Events from outbox to inbox: once in effect, again after failures, and nothing lost when a process is killed.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use inventory_ports::InventorySubscriber;
use orders_contract::OrderPlaced;
use orders_ports::OrderRows;
use platform_core::{Backing, CloudEvent, Cx, Delivery, EventSink, Fault, async_trait, stop_signal};
use platform_store::{Store, Tx};
use uuid::Uuid;

use crate::databases::{on_both, sqlite};
use crate::store::{count, order, orders};

async fn publish(store: &Store, sku: &str) -> Uuid {
    let row = order(sku, 1);
    let mut tx = store.begin().await.unwrap();
    OrderRows::insert(&mut tx, &row).await.unwrap();
    tx.publish(&Cx::background(), &OrderPlaced { order: row.id, sku: sku.to_owned(), quantity: 1 }).await.unwrap();
    tx.commit().await.unwrap();
    row.id
}

/// Writes what it sees into the table of the subscriber, and fails as often as it is told to.
#[derive(Default)]
struct Subscriber {
    failures: AtomicUsize,
    panics: AtomicUsize,
}

fn take(counter: &AtomicUsize) -> bool {
    counter.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
}

#[async_trait]
impl InventorySubscriber for Subscriber {
    async fn on_order_placed(&self, _cx: &Cx, tx: &mut Tx, event: OrderPlaced) -> Result<(), Fault> {
        let reservation = inventory_ports::ReservationRow { order: event.order, sku: event.sku, quantity: 1 };
        inventory_ports::ReservationRows::insert(tx, &reservation).await?;
        if take(&self.panics) {
            panic!("in the handler");
        }
        if take(&self.failures) { Err(Fault::unavailable("not now")) } else { Ok(()) }
    }
}

async fn inbox(url: &str) -> (Store, Arc<Subscriber>, Arc<dyn EventSink>) {
    let store = Store::open("inventory", url, inventory::MIGRATIONS, inventory_ports::ROUTES).await.unwrap();
    let subscriber = Arc::new(Subscriber::default());
    let sink = inventory_ports::inbox(store.clone(), subscriber.clone());
    (store, subscriber, sink)
}

const HANDLED: &str = "SELECT COUNT(*) FROM reservation";
const WAITING: &str = "SELECT COUNT(*) FROM outbox_delivery WHERE delivered_at IS NULL AND dead_at IS NULL";
const DEAD: &str = "SELECT COUNT(*) FROM outbox_delivery WHERE dead_at IS NOT NULL";

#[test]
fn an_event_is_handled_once() {
    on_both(|url| async move {
        let publisher = orders(&url).await;
        let (subscriber, told, inbox) = inbox(&sqlite()).await;
        publish(&publisher, "tea").await;
        let relay = publisher.relay("inventory", inbox.clone());
        told.failures.store(1, Ordering::SeqCst);
        told.panics.store(1, Ordering::SeqCst);
        // The panic, the failure, the success; in between the relay waits.
        for (handled, waiting) in [(0, 1), (0, 1), (1, 0)] {
            while relay.deliver_due().await.unwrap() == 0 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            assert_eq!((count(&subscriber, HANDLED).await, count(&publisher, WAITING).await), (handled, waiting));
        }
        assert_eq!(relay.deliver_due().await.unwrap(), 0);
    });
}

#[test]
fn the_same_event_twice_has_one_effect() {
    on_both(|url| async move {
        let (subscriber, _, inbox) = inbox(&url).await;
        let placed = OrderPlaced { order: Uuid::now_v7(), sku: "tea".into(), quantity: 1 };
        let event = CloudEvent::of(&Cx::background(), &placed).unwrap();
        // At the same time: the later one waits for the earlier one's transaction.
        let (a, b) = tokio::join!(inbox.deliver(&event), inbox.deliver(&event));
        assert_eq!((a, b), (Delivery::Done, Delivery::Done));
        assert_eq!(inbox.deliver(&event).await, Delivery::Done);
        assert_eq!(count(&subscriber, HANDLED).await, 1);
        assert_eq!(count(&subscriber, "SELECT COUNT(*) FROM inbox").await, 1);
    });
}

#[test]
fn what_nobody_understands_is_put_aside_until_somebody_asks() {
    on_both(|url| async move {
        let publisher = orders(&url).await;
        let (_, _, inbox) = inbox(&sqlite()).await;
        let mut event =
            CloudEvent::of(&Cx::background(), &OrderPlaced { order: Uuid::nil(), sku: "x".into(), quantity: 1 })
                .unwrap();
        event.data = serde_json::json!({ "order": 7 });
        assert!(matches!(inbox.deliver(&event).await, Delivery::Reject(_)));
        event.event_type = "shop.orders.Other.v1".into();
        assert_eq!(inbox.deliver(&event).await, Delivery::Reject("nobody here knows shop.orders.Other.v1".into()));

        publish(&publisher, "tea").await;
        let rejecting = publisher.relay("inventory", Arc::new(Fixed(Delivery::Reject("no".into()))));
        assert_eq!(rejecting.deliver_due().await.unwrap(), 1);
        assert_eq!(count(&publisher, DEAD).await, 1);
        assert_eq!(publisher.redrive("inventory").await.unwrap(), 1);
        assert_eq!(publisher.relay("inventory", inbox).deliver_due().await.unwrap(), 1);
        assert_eq!((count(&publisher, DEAD).await, count(&publisher, WAITING).await), (0, 0));
    });
}

struct Fixed(Delivery);

#[async_trait]
impl EventSink for Fixed {
    async fn deliver(&self, _: &CloudEvent) -> Delivery {
        self.0.clone()
    }
}

#[test]
fn a_running_relay_wakes_at_a_commit() {
    on_both(|url| async move {
        let publisher = orders(&url).await;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let relay = publisher.relay("inventory", Arc::new(Seen(seen.clone())));
        let (stopper, stop) = stop_signal();
        let running = tokio::spawn(platform_core::Background::run(Box::new(relay), stop));
        tokio::time::sleep(Duration::from_millis(200)).await;
        let mut wanted = Vec::new();
        for _ in 0..100 {
            wanted.push(publish(&publisher, "tea").await.to_string());
        }
        // Far less than the second at which it would look by itself.
        tokio::time::sleep(Duration::from_millis(400)).await;
        assert_eq!(*seen.lock().unwrap(), wanted, "all, and oldest first");
        stopper.stop();
        running.await.unwrap();
    });
}

struct Seen(Arc<Mutex<Vec<String>>>);

#[async_trait]
impl EventSink for Seen {
    async fn deliver(&self, event: &CloudEvent) -> Delivery {
        self.0.lock().unwrap().push(event.subject.clone());
        Delivery::Done
    }
}

const PUBLISHER_URL: &str = "PLATFORM_TEST_PUBLISHER_URL";

/// Not a test by itself: the process that the next test kills. It says which orders it has promised.
#[test]
fn publisher_process() {
    let Ok(url) = std::env::var(PUBLISHER_URL) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = orders(&url).await;
        // A relay that is in the middle of its work when the kill comes.
        let relay = store.relay("inventory", Arc::new(Seen(Arc::default())));
        let (_stopper, stop) = stop_signal();
        tokio::spawn(platform_core::Background::run(Box::new(relay), stop));
        loop {
            println!("\npromised {}", publish(&store, "tea").await);
        }
    });
}

#[test]
fn nothing_promised_is_lost_when_the_publisher_is_killed() {
    on_both(|url| async move {
        let mut promised = Vec::new();
        for _ in 0..3 {
            let mut publisher = Command::new(std::env::current_exe().unwrap())
                .args(["events::publisher_process", "--exact", "--nocapture"])
                .env(PUBLISHER_URL, &url)
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let lines = BufReader::new(publisher.stdout.take().unwrap()).lines().map_while(Result::ok);
            let lines = lines.filter_map(|line| line.strip_prefix("promised ").map(str::to_owned));
            promised.extend(lines.take(20));
            publisher.kill().unwrap();
            publisher.wait().unwrap();
        }
        let store = orders(&url).await;
        let kept: HashSet<_> =
            OrderRows::page(&store, None, 10_000).await.unwrap().iter().map(|row| row.id.to_string()).collect();
        assert!(promised.iter().all(|id| kept.contains(id)));
        // One delivery for each order that took effect, promised or not, and none for any that did not.
        assert_eq!(count(&store, "SELECT COUNT(*) FROM outbox_delivery").await, kept.len() as i64);
        // What was leased when the kill came is due again: at once on SQLite, after the lease on PostgreSQL.
        let seen = Arc::new(Mutex::new(Vec::new()));
        let relay = store.relay("inventory", Arc::new(Seen(seen.clone())));
        for _ in 0..150 {
            while relay.deliver_due().await.unwrap() > 0 {}
            if count(&store, WAITING).await == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(count(&store, WAITING).await, 0);
    });
}
