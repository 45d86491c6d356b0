//! The guard: rules, deadlines, panics, remembered answers; and failures on their way over a wire and back.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use platform_core::{
    Cx, DeclaredError, Failure, FailureExt, Fault, FaultKind, Guard, Idempotency, Memory, Never, OpMeta, Problem,
    Remembered, Request, Violation, async_trait, commands_finished, fingerprint, rfc3339,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Ask {
    amount: i64,
}

impl Request for Ask {
    fn check(&self) -> Result<(), Fault> {
        Fault::check(if self.amount < 0 { vec![Violation::new("amount", "must be at least 0")] } else { vec![] })
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", content = "data")]
enum AskError {
    #[error("only {left} left")]
    #[serde(rename = "test.too_much")]
    TooMuch { left: i64 },
}

impl DeclaredError for AskError {
    fn type_uri(&self) -> &'static str {
        "urn:problem:test:too_much"
    }
    fn title(&self) -> &'static str {
        "Too much"
    }
    fn status(&self) -> u16 {
        409
    }
}

static QUERY: OpMeta = OpMeta::query("test", "query", 100);
static COMMAND: OpMeta = OpMeta::command("test", "command", 100, Idempotency::No);
static KEYED: OpMeta = OpMeta::command("test", "keyed", 1000, Idempotency::Keyed);

fn kind<T: std::fmt::Debug, E: std::fmt::Debug>(answer: Result<T, Failure<E>>) -> FaultKind {
    match answer {
        Err(Failure::Fault(fault)) => fault.kind,
        other => panic!("not a fault: {other:?}"),
    }
}

#[tokio::test]
async fn rules_come_before_the_body() {
    let answer: Result<(), Failure<Never>> = Guard::default()
        .run(&QUERY, &Cx::background(), Ask { amount: -1 }, |_, _| async { panic!("the body must not run") })
        .await;
    let Err(Failure::Fault(fault)) = answer else { panic!("{answer:?}") };
    assert_eq!(fault.kind, FaultKind::InvalidArgument);
    assert_eq!(fault.violations, [Violation::new("amount", "must be at least 0")]);
}

#[tokio::test]
async fn a_query_is_dropped_at_its_deadline() {
    let ended = Arc::new(AtomicUsize::new(0));
    let seen = ended.clone();
    let started = Instant::now();
    let answer: Result<(), Failure<Never>> = Guard::default()
        .run(&QUERY, &Cx::background(), Ask { amount: 1 }, move |_, _| async move {
            tokio::time::sleep(Duration::from_millis(300)).await;
            seen.fetch_add(1, Ordering::SeqCst);
            Ok(())
        })
        .await;
    assert_eq!(kind(answer), FaultKind::DeadlineExceeded);
    assert!(started.elapsed() < Duration::from_millis(250));
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(ended.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_command_runs_to_its_end_and_learns_that_time_is_up() {
    let (tell, told) = tokio::sync::oneshot::channel();
    let answer: Result<(), Failure<Never>> = Guard::default()
        .run(&COMMAND, &Cx::background(), Ask { amount: 1 }, |cx, _| async move {
            tokio::time::sleep(Duration::from_millis(200)).await;
            let next: Result<(), Failure<Never>> =
                Guard::default().run(&QUERY, &cx, Ask { amount: 1 }, |_, _| async { Ok(()) }).await;
            let undo: Result<(), Failure<Never>> =
                Guard::default().run(&QUERY, &cx.without_deadline(), Ask { amount: 1 }, |_, _| async { Ok(()) }).await;
            let _ = tell.send((kind(next), undo.is_ok()));
            Ok(())
        })
        .await;
    assert_eq!(kind(answer), FaultKind::DeadlineExceeded);
    commands_finished().await;
    assert_eq!(told.await, Ok((FaultKind::DeadlineExceeded, true)));
}

#[tokio::test]
async fn a_command_outlives_its_asker() {
    let (tell, told) = tokio::sync::oneshot::channel();
    let asker = tokio::spawn(async move {
        let answer: Result<(), Failure<Never>> = Guard::default()
            .run(&COMMAND, &Cx::background(), Ask { amount: 1 }, |_, _| async move {
                tokio::time::sleep(Duration::from_millis(60)).await;
                let _ = tell.send(());
                Ok(())
            })
            .await;
        answer
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    asker.abort();
    assert_eq!(told.await, Ok(()));
}

#[tokio::test]
async fn a_callee_leaves_its_caller_time_to_answer() {
    let outer = Cx::background().within(Duration::from_millis(80));
    let inner = outer.within(Duration::from_secs(5));
    let (outer, inner) = (outer.deadline().unwrap(), inner.deadline().unwrap());
    assert_eq!(outer - inner, Duration::from_millis(20));
    assert!(Cx::background().within(Duration::from_millis(5)).within(Duration::from_millis(5)).expired());
}

#[tokio::test]
async fn a_panic_becomes_a_fault() {
    for meta in [&QUERY, &COMMAND] {
        let answer: Result<(), Failure<Never>> =
            Guard::default().run(meta, &Cx::background(), Ask { amount: 1 }, |_, _| async { panic!("no {}", 7) }).await;
        let Err(Failure::Fault(fault)) = answer else { panic!("{answer:?}") };
        assert_eq!(fault.kind, FaultKind::Internal);
        assert!(fault.detail.ends_with("panicked: no 7"), "{}", fault.detail);
    }
}

#[derive(Default)]
struct Shelf(Mutex<HashMap<String, Remembered>>);

#[async_trait]
impl Memory for Shelf {
    async fn recall(&self, _: &'static OpMeta, key: &str) -> Result<Option<Remembered>, Fault> {
        Ok(self.0.lock().unwrap().get(key).cloned())
    }
}

#[tokio::test]
async fn a_keyed_request_is_answered_from_memory() {
    let shelf = Arc::new(Shelf::default());
    let guard = Guard::new(Some(shelf.clone()));
    let bodies = Arc::new(AtomicUsize::new(0));
    let ask = |key: Option<&str>, amount: i64| {
        let cx = Cx::builder().idempotency_key(key).build();
        let (guard, shelf, bodies) = (guard.clone(), shelf.clone(), bodies.clone());
        async move {
            let answer: Result<i64, Failure<Never>> = guard
                .run(&KEYED, &cx, Ask { amount }, move |cx, ask: Ask| async move {
                    bodies.fetch_add(1, Ordering::SeqCst);
                    if let Some(keyed) = cx.keyed_request() {
                        assert_eq!(keyed.fingerprint, fingerprint(&ask)?);
                        let response = (ask.amount * 2).to_string();
                        let kept = Remembered { fingerprint: keyed.fingerprint, response };
                        shelf.0.lock().unwrap().insert(keyed.key, kept);
                    }
                    Ok(ask.amount * 2)
                })
                .await;
            answer
        }
    };
    assert_eq!(ask(Some("a"), 1).await, Ok(2));
    assert_eq!(ask(Some("a"), 1).await, Ok(2));
    assert_eq!(bodies.load(Ordering::SeqCst), 1);
    assert_eq!(kind(ask(Some("a"), 5).await), FaultKind::Conflict);
    assert_eq!(ask(Some("b"), 5).await, Ok(10));
    assert_eq!(ask(None, 5).await, Ok(10));
    assert_eq!(bodies.load(Ordering::SeqCst), 3);
}

#[test]
fn failures_survive_the_wire() {
    let cx = Cx::background();
    let declared = Failure::Domain(AskError::TooMuch { left: 3 });
    let faults = [FaultKind::InvalidArgument, FaultKind::Conflict, FaultKind::Internal, FaultKind::DeadlineExceeded];
    let faults = faults.map(|kind| Failure::Fault(Fault::new(kind, "why")));
    for failure in [declared].iter().chain(&faults) {
        let json = serde_json::to_vec(&Problem::of(&cx, failure)).unwrap();
        let problem: Problem = serde_json::from_slice(&json).unwrap();
        assert_eq!(problem.into_failure::<AskError>(), *failure);
    }
}

#[test]
fn a_declared_error_reads_as_a_problem() {
    let cx = Cx::builder().request_id(Some("r-1")).build();
    let problem = Problem::of(&cx, &Failure::Domain(AskError::TooMuch { left: 3 }));
    let wanted = r#"{"type":"urn:problem:test:too_much","title":"Too much","status":409,"detail":"only 3 left","instance":"urn:request:r-1","code":"test.too_much","data":{"left":3}}"#;
    assert_eq!(serde_json::to_string(&problem).unwrap(), wanted);
}

#[test]
fn the_public_reads_no_inner_names() {
    let cx = Cx::background();
    let problem = Problem::of_fault(&cx, &Fault::unavailable("inventory cannot be reached")).for_public();
    assert_eq!(problem.detail, "Temporarily unavailable; try again.");
    let problem = Problem::of_fault(&cx, &Fault::conflict("key used")).for_public();
    assert_eq!(problem.detail, "key used");
}

#[test]
fn an_error_that_is_not_declared_here_is_a_bug() {
    let problem = Problem::of(&Cx::background(), &Failure::Domain(AskError::TooMuch { left: 3 }));
    assert_eq!(kind(Err::<(), _>(problem.into_failure::<Never>())), FaultKind::Internal);
    let unexpected = Err::<(), _>(Failure::Domain(AskError::TooMuch { left: 3 })).unexpected();
    assert_eq!(unexpected.map_err(|fault| fault.kind), Err(FaultKind::Internal));
}

#[test]
fn a_context_takes_over_only_what_fits() {
    let cx = Cx::builder().request_id(Some("a b")).trace(Some("nonsense"), None).idempotency_key(Some("")).build();
    assert_eq!(cx.request_id().len(), 36);
    assert_eq!(cx.traceparent().len(), 55);
    assert_eq!(cx.idempotency_key(), None);
    let kept = Cx::builder().request_id(Some("r-1")).trace(Some(cx.traceparent()), None).build();
    assert_eq!((kept.request_id(), kept.traceparent()), ("r-1", cx.traceparent()));
}

#[test]
fn instants_print_as_rfc3339() {
    let table = [
        (0, "1970-01-01T00:00:00.000Z"),
        (951_782_399_999, "2000-02-28T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_764_086_400_123, "2025-11-25T16:00:00.123Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    ];
    for (ms, text) in table {
        assert_eq!(rfc3339(ms), text);
    }
}
