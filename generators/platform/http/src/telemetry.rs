//! Log and metrics of a process.

use std::io::IsTerminal;
use std::sync::OnceLock;
use std::time::Duration;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();

/// Starts both, once per process; a second call changes nothing, which tests rely on.
pub(crate) fn start(filter: Targets, json: bool) {
    let registry = tracing_subscriber::registry().with(filter);
    // An error means that somebody, a test, has set up a log already.
    let _ = if json {
        registry.with(tracing_subscriber::fmt::layer().json().with_writer(std::io::stderr)).try_init()
    } else {
        registry
            .with(
                tracing_subscriber::fmt::layer()
                    .with_ansi(std::io::stderr().is_terminal())
                    .with_writer(std::io::stderr),
            )
            .try_init()
    };
    METRICS.get_or_init(|| {
        let recorder = match PrometheusBuilder::new().set_buckets(&BUCKETS) {
            Ok(builder) => builder.build_recorder(),
            Err(_) => PrometheusBuilder::new().build_recorder(),
        };
        let handle = recorder.handle();
        // An error means that another recorder was there first; then ours shows nothing, and that is all.
        let _ = metrics::set_global_recorder(recorder);
        handle
    });
}

/// The metrics as Prometheus reads them.
pub(crate) fn render() -> String {
    METRICS.get().map(PrometheusHandle::render).unwrap_or_default()
}

/// Folds what was recorded since into the histograms, so that they do not grow while nobody asks.
pub(crate) async fn keep_small() {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        if let Some(handle) = METRICS.get() {
            handle.run_upkeep();
        }
    }
}
