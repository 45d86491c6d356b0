//! The life of a process: two listeners, background work, health, and an orderly end.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use platform_core::{Background, Backing, Stop, Stopper, commands_finished, stop_signal};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::access::Access;
use crate::config::{Settings, StartError};
use crate::events::{Door, redrive};
use crate::gateway::Gateway;
use crate::server::{Operations, internal, no_such_route, public};
use crate::telemetry;

/// Collects what a deployable is made of.
pub struct App {
    settings: Settings,
    services: Vec<Arc<dyn Operations>>,
    stores: Vec<Arc<dyn Backing>>,
    doors: Vec<Door>,
    background: Vec<Box<dyn Background>>,
    openapi: Option<&'static str>,
    gateway: Option<Gateway>,
}

impl App {
    /// An empty process.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            services: Vec::new(),
            stores: Vec::new(),
            doors: Vec::new(),
            background: Vec::new(),
            openapi: None,
            gateway: None,
        }
    }

    /// Serves a service, publicly and internally.
    pub fn service(mut self, service: impl Operations) -> Self {
        self.services.push(Arc::new(service));
        self
    }

    /// Stands on a store: it decides readiness, is kept up, and is closed at the end.
    pub fn store(mut self, store: impl Backing) -> Self {
        self.stores.push(Arc::new(store));
        self
    }

    /// Lets events in.
    pub fn door(mut self, door: Door) -> Self {
        self.doors.push(door);
        self
    }

    /// Runs something beside the listeners: a relay.
    pub fn background(mut self, work: impl Background) -> Self {
        self.background.push(Box::new(work));
        self
    }

    /// The document served at `/openapi.json`.
    pub fn openapi(mut self, document: &'static str) -> Self {
        self.openapi = Some(document);
        self
    }

    /// Forwards public routes to other deployables.
    pub fn gateway(mut self, gateway: Gateway) -> Self {
        self.gateway = Some(gateway);
        self
    }

    /// Runs until the process is told to stop.
    pub async fn serve(self) -> Result<(), StartError> {
        let listening = self.listen().await?;
        listening.until(told_to_stop()).await;
        Ok(())
    }

    /// Opens the listeners and starts everything.
    pub async fn listen(self) -> Result<Listening, StartError> {
        let Settings { deployable, public_addr, internal_addr, token, grace } = self.settings;
        let (stopper, stop) = stop_signal();
        let access = Arc::new(Access::new(token));

        let mut public_router = public(&self.services, self.openapi);
        if let Some(gateway) = &self.gateway {
            let document = self.openapi.map(|_| public(&[], self.openapi).reset_fallback());
            public_router = gateway.router().merge(document.unwrap_or_default());
        }
        let mut internal_router =
            health(self.stores.clone(), stop.clone()).merge(redrive(self.stores.clone(), access.clone()));
        for service in &self.services {
            internal_router = internal_router.merge(internal(service.clone(), access.clone()));
        }
        for door in self.doors {
            internal_router = internal_router.merge(door.router(access.clone()));
        }

        let public = bind("PUBLIC_ADDR", public_addr).await?;
        let internal = bind("INTERNAL_ADDR", internal_addr).await?;
        let (public_addr, internal_addr) = (local(&public)?, local(&internal)?);
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(public, public_router, stop.clone()));
        tasks.spawn(accept(internal, internal_router.fallback(no_such_route), stop.clone()));
        for work in self.background {
            let stop = stop.clone();
            tasks.spawn(async move {
                work.run(stop).await;
                Ok(())
            });
        }
        for store in self.stores.clone() {
            let stop = stop.clone();
            tasks.spawn(async move {
                store.upkeep(stop).await;
                Ok(())
            });
        }
        let metrics = tokio::spawn(telemetry::keep_small());
        tracing::info!(deployable, public = %public_addr, internal = %internal_addr, "listening");
        Ok(Listening {
            public: public_addr,
            internal: internal_addr,
            grace,
            stopper,
            tasks,
            stores: self.stores,
            metrics,
        })
    }
}

/// A process that runs.
pub struct Listening {
    /// Where the public door is.
    pub public: SocketAddr,
    /// Where the internal door is.
    pub internal: SocketAddr,
    grace: Duration,
    stopper: Stopper,
    tasks: JoinSet<io::Result<()>>,
    stores: Vec<Arc<dyn Backing>>,
    metrics: tokio::task::JoinHandle<()>,
}

impl Listening {
    /// Runs until `end` comes, then stops in order: no new requests, running ones and relay batches end, stores close.
    pub async fn until(mut self, end: impl Future<Output = ()>) {
        end.await;
        tracing::info!("stopping");
        self.stopper.stop();
        let finished = async {
            while let Some(done) = self.tasks.join_next().await {
                match done {
                    Ok(Ok(())) => {}
                    Ok(Err(e)) => tracing::error!(%e, "a listener broke"),
                    Err(e) => tracing::error!(%e, "background work broke"),
                }
            }
            commands_finished().await;
        };
        if tokio::time::timeout(self.grace, finished).await.is_err() {
            tracing::warn!("not everything ended in time");
        }
        self.metrics.abort();
        for store in &self.stores {
            store.close().await;
        }
        tracing::info!("stopped");
    }
}

async fn bind(name: &str, addr: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(addr).await.map_err(|e| StartError(format!("{name}: cannot listen at {addr}: {e}")))
}

fn local(listener: &TcpListener) -> Result<SocketAddr, StartError> {
    listener.local_addr().map_err(|e| StartError(e.to_string()))
}

async fn accept(listener: TcpListener, router: Router, mut stop: Stop) -> io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(axum::serve::ListenerExt::tap_io(listener, |stream| drop(stream.set_nodelay(true))), service)
        .with_graceful_shutdown(async move { stop.stopped().await })
        .await
}

fn health(stores: Vec<Arc<dyn Backing>>, stop: Stop) -> Router {
    let ready = move || {
        let (stores, stop) = (stores.clone(), stop.clone());
        async move {
            if stop.is_stopped() {
                return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned());
            }
            for store in &stores {
                if let Err(fault) = store.ready().await {
                    tracing::warn!(store = store.name(), %fault, "not ready");
                    return (StatusCode::SERVICE_UNAVAILABLE, format!("the store of {} is away\n", store.name()));
                }
            }
            (StatusCode::OK, "ready\n".to_owned())
        }
    };
    Router::new()
        .route("/livez", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(|| async { telemetry::render() }))
}

/// Ctrl-C everywhere, and SIGTERM where there are signals.
async fn told_to_stop() {
    let interrupted = async {
        if let Err(e) = tokio::signal::ctrl_c().await {
            tracing::error!(%e, "cannot listen for Ctrl-C");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(e) => {
                tracing::error!(%e, "cannot listen for SIGTERM");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
