//! HTTP for generated workspaces: the life of a process, the doors of its services, clients, events and the gateway.

mod access;
mod app;
mod breaker;
mod config;
mod context;
mod events;
mod gateway;
mod input;
mod peer;
mod server;
mod telemetry;

pub use app::{App, Listening};
pub use axum;
pub use config::{Config, Settings, StartError};
pub use events::{Door, HttpSink};
pub use gateway::{Gateway, GatewayRoute};
pub use input::Input;
pub use peer::Peer;
pub use server::{Answer, Operations, PublicRoute, answer, no_such_operation};
