//! The platform against real databases, real processes and real sockets.

mod databases;
mod events;
mod guard;
mod http;
mod store;
mod topologies;
