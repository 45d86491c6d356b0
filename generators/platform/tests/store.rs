//! The store on both databases: rows, transactions, steps, remembered answers, races.

use orders_ports::{OrderRow, OrderRows};
use platform_core::{Backing, Cx, Fault, FaultKind, Idempotency, Memory, OpMeta};
use platform_store::{Columns, Row, Store, Value, fault, sqlx};
use uuid::Uuid;

use crate::databases::on_both;

pub async fn orders(url: &str) -> Store {
    Store::open("orders", url, orders::MIGRATIONS, orders_ports::ROUTES).await.unwrap()
}

pub fn order(sku: &str, quantity: i64) -> OrderRow {
    let placed_at = "2026-11-25T16:00:00.123Z".parse().unwrap();
    OrderRow { id: Uuid::now_v7(), sku: sku.to_owned(), quantity, cancelled: false, placed_at, note: None }
}

#[test]
fn rows_come_back_as_they_went() {
    on_both(|url| async move {
        let store = orders(&url).await;
        let (tea, mut mugs) = (order("tea", i64::MAX), order("mug", -1));
        mugs.note = Some("für \"dich\"; 'x' \u{1F375}".to_owned());
        mugs.cancelled = true;
        let mut tx = store.begin().await.unwrap();
        assert!(OrderRows::insert(&mut tx, &tea).await.unwrap());
        assert!(OrderRows::insert(&mut tx, &mugs).await.unwrap());
        assert!(!OrderRows::insert(&mut tx, &mugs).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(OrderRows::find(&store, &mugs.id).await.unwrap(), Some(mugs.clone()));
        assert_eq!(OrderRows::find(&store, &Uuid::nil()).await.unwrap(), None);
        assert_eq!(OrderRows::by_sku(&store, "tea").await.unwrap(), std::slice::from_ref(&tea));
        assert_eq!(OrderRows::page(&store, None, 1).await.unwrap(), std::slice::from_ref(&tea));
        assert_eq!(OrderRows::page(&store, Some(&tea.id), 5).await.unwrap(), [mugs.clone()]);

        let mut tx = store.begin().await.unwrap();
        let mut locked = OrderRows::lock(&mut tx, &tea.id).await.unwrap().unwrap();
        locked.quantity = 3;
        OrderRows::put(&mut tx, &locked).await.unwrap();
        assert!(OrderRows::delete(&mut tx, &mugs.id).await.unwrap());
        assert!(!OrderRows::delete(&mut tx, &mugs.id).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(OrderRows::page(&store, None, 5).await.unwrap(), [locked]);
    });
}

#[derive(Debug, PartialEq)]
struct Every {
    text: Option<String>,
    small: i32,
    flag: Option<bool>,
    real: f64,
    bytes: Vec<u8>,
    list: Vec<String>,
}

impl Row for Every {
    fn values(&self) -> Result<Vec<Value<'_>>, Fault> {
        let text = self.text.as_ref().into();
        let list = Value::json(&self.list)?;
        Ok(vec![text, self.small.into(), self.flag.into(), self.real.into(), (&self.bytes).into(), list])
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, Fault> {
        Ok(Self {
            text: columns.take()?,
            small: columns.take()?,
            flag: columns.take()?,
            real: columns.take()?,
            bytes: columns.take()?,
            list: columns.json()?,
        })
    }
}

#[test]
fn every_kind_of_column_works_on_both() {
    const STEP: &str = "CREATE TABLE every (text TEXT, small BIGINT NOT NULL, flag BIGINT, real DOUBLE PRECISION NOT NULL, \
        bytes BYTEA NOT NULL, list TEXT NOT NULL)";
    on_both(|url| async move {
        let store = Store::open("every", &url, &[(1, STEP)], &[]).await.unwrap();
        let (null, full) = (
            Every { text: None, small: i32::MIN, flag: None, real: 0.1, bytes: vec![], list: vec![] },
            Every {
                text: Some(String::new()),
                small: 1,
                flag: Some(true),
                real: -2.5e300,
                bytes: vec![0, 255],
                list: vec!["a".into()],
            },
        );
        let mut tx = store.begin().await.unwrap();
        for row in [&null, &full] {
            tx.run("INSERT INTO every VALUES ($1, $2, $3, $4, $5, $6)", &row.values().unwrap()).await.unwrap();
        }
        tx.commit().await.unwrap();
        let all: Vec<Every> = store.all("SELECT * FROM every ORDER BY small", &[]).await.unwrap();
        assert_eq!(all, [null, full]);
    });
}

#[test]
fn a_dropped_transaction_leaves_nothing() {
    on_both(|url| async move {
        let store = orders(&url).await;
        let mut tx = store.begin().await.unwrap();
        let row = order("tea", 1);
        OrderRows::insert(&mut tx, &row).await.unwrap();
        let event = orders_contract::OrderPlaced { order: row.id, sku: "tea".into(), quantity: 1 };
        tx.publish(&Cx::background(), &event).await.unwrap();
        drop(tx);
        assert_eq!(OrderRows::page(&store, None, 5).await.unwrap(), []);
        assert_eq!(count(&store, "SELECT COUNT(*) FROM outbox_delivery").await, 0);
    });
}

pub async fn count(store: &Store, sql: &'static str) -> i64 {
    use sqlx::Row as _;
    sqlx::query(sql).fetch_one(store.reader()).await.map_err(fault).unwrap().get(0)
}

#[test]
fn steps_run_once_and_in_order() {
    on_both(|url| async move {
        let first: &[(i64, &str)] = &[(1, "CREATE TABLE a (x BIGINT)")];
        let second: &[(i64, &str)] = &[first[0], (2, "INSERT INTO a VALUES (1); INSERT INTO a VALUES (2);")];
        Store::open("steps", &url, first, &[]).await.unwrap().close().await;
        for _ in 0..2 {
            let store = Store::open("steps", &url, second, &[]).await.unwrap();
            assert_eq!(count(&store, "SELECT COUNT(*) FROM a").await, 2);
            store.close().await;
        }
        let older = Store::open("steps", &url, first, &[]).await.err().unwrap();
        assert_eq!(older.detail, "store of steps: the store has step 2, which this program does not know");
        let broken: &[(i64, &str)] = &[second[0], second[1], (3, "CREATE TABLE b (x BIGINT); SELECT nonsense;")];
        assert!(Store::open("steps", &url, broken, &[]).await.is_err());
        let store = Store::open("steps", &url, second, &[]).await.unwrap();
        let left = sqlx::query("SELECT COUNT(*) FROM b").fetch_one(store.reader()).await;
        assert!(left.is_err(), "a step that fails leaves nothing");
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn replicas_may_start_together() {
    let url = crate::databases::postgres();
    let starts = (0..5).map(|_| {
        let url = url.clone();
        tokio::spawn(async move { orders(&url).await })
    });
    for start in starts.collect::<Vec<_>>() {
        assert!(start.await.unwrap().ready().await.is_ok());
    }
}

#[test]
fn nobody_loses_an_update() {
    on_both(|url| async move {
        let store = orders(&url).await;
        let row = order("tea", 0);
        let mut tx = store.begin().await.unwrap();
        OrderRows::insert(&mut tx, &row).await.unwrap();
        tx.commit().await.unwrap();
        let writers = (0..20).map(|_| {
            let (store, id) = (store.clone(), row.id);
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let mut row = OrderRows::lock(&mut tx, &id).await.unwrap().unwrap();
                row.quantity += 1;
                OrderRows::put(&mut tx, &row).await.unwrap();
                tx.commit().await.unwrap();
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        assert_eq!(OrderRows::find(&store, &row.id).await.unwrap().unwrap().quantity, 20);
    });
}

static KEYED: OpMeta = OpMeta::command("orders", "keyed", 2000, Idempotency::Keyed);

#[test]
fn an_answer_is_remembered_with_its_effect() {
    on_both(|url| async move {
        let store = orders(&url).await;
        let api = orders_contract::guarded(
            std::sync::Arc::new(orders::Orders::new(orders_ports::Ports {
                store: store.clone(),
                inventory: std::sync::Arc::new(Plenty),
            })),
            store.memory(),
        );
        let place = |quantity| {
            let (api, cx) = (api.clone(), Cx::builder().idempotency_key(Some("k")).build());
            let req = orders_contract::PlaceOrderRequest { sku: "tea".into(), quantity, note: None };
            tokio::spawn(async move { api.place_order(&cx, req).await })
        };
        // Twins at the same time, and one later: one order, one answer.
        let (a, b) = (place(2), place(2));
        let (a, b) = (a.await.unwrap().unwrap(), b.await.unwrap().unwrap());
        assert_eq!(a, b);
        assert_eq!(place(2).await.unwrap().unwrap(), a);
        assert_eq!(OrderRows::page(&store, None, 5).await.unwrap().len(), 1);
        assert!(place(3).await.unwrap().is_err());
        assert!(store.recall(&KEYED, "k").await.unwrap().is_none(), "keys are kept per operation");
    });
}

/// An inventory that never runs out: the five lines that a fake takes.
pub struct Plenty;

#[platform_core::async_trait]
impl inventory_contract::InventoryApi for Plenty {
    async fn reserve(
        &self,
        _: &Cx,
        _: inventory_contract::ReserveRequest,
    ) -> Result<(), platform_core::Failure<inventory_contract::ReserveError>> {
        Ok(())
    }

    async fn release(
        &self,
        _: &Cx,
        _: inventory_contract::ReleaseRequest,
    ) -> Result<(), platform_core::Failure<inventory_contract::ReleaseError>> {
        Ok(())
    }
}

#[test]
fn a_unique_value_that_is_taken_is_a_conflict() {
    on_both(|url| async move {
        const STEP: &str = "CREATE TABLE once (a TEXT PRIMARY KEY, b TEXT UNIQUE)";
        let store = Store::open("once", &url, &[(1, STEP)], &[]).await.unwrap();
        for (a, b, wanted) in
            [("1", "1", None), ("1", "2", Some(FaultKind::Conflict)), ("2", "1", Some(FaultKind::Conflict))]
        {
            let mut tx = store.begin().await.unwrap();
            let done = tx.run("INSERT INTO once VALUES ($1, $2)", &[a.into(), b.into()]).await;
            assert_eq!(done.err().map(|fault| fault.kind), wanted);
            if wanted.is_none() {
                tx.commit().await.unwrap();
            }
        }
    });
}

#[tokio::test]
async fn a_store_that_cannot_be_opened_says_why() {
    let gone = Store::open("orders", "postgres://nobody@127.0.0.1:1/x", &[], &[]).await.err().unwrap();
    assert_eq!(gone.kind, FaultKind::Unavailable);
    assert!(gone.detail.starts_with("store of orders: "), "{}", gone.detail);
}
