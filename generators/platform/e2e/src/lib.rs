//! Runs a topology of this workspace as real processes and talks to it over plain HTTP, knowing nothing but its address.

mod http;
mod system;
mod transcript;
mod workspace;

pub use http::{Answer, request};
pub use system::{Database, System};
pub use transcript::{Client, masked};
pub use workspace::{Topology, Workspace};
