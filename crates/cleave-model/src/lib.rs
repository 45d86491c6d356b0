//! What a drawing means: the records of a design, the commands that ask for edits, and the changes that tell of them.
//!
//! The crate is pure: no IO, no clock, no randomness. `decide` may refuse and never changes anything; a [`Change`]
//! applies without failing and inverts mechanically. Ids are stable: findings, generated code, waivers and merges hang
//! on them, so they survive renames and are never used twice.

pub mod change;
pub mod command;
pub mod field;
pub mod history;
pub mod id;
pub mod invariants;
pub mod layout;
mod mentions;
pub mod model;
pub mod name;
pub mod record;
pub mod refusal;
#[cfg(feature = "sketch")]
pub mod sketch;
#[cfg(any(test, feature = "synthetic"))]
pub mod synthetic;
pub mod topology;
pub mod vocabulary;

pub use change::{Change, Pair, Swap};
pub use command::{Command, Draft, decide, excerpt};
pub use field::{Constraints, Field, Scalar, TypeExpr};
pub use history::{History, Step};
pub use id::Id;
pub use layout::{Camera, Filter, Lens, Placement, Point, Size, View};
pub use model::Model;
pub use record::{
    Actor, Api, Auth, COMPUTE, Connection, DataStore, DataType, Design, Domain, Entity, Event, External, Head,
    Implementation, Index, Kind, Link, Note, OWNER, Operation, Record, Replica, Service, Shape, TEAM, Timeout, Waiver,
};
pub use refusal::Refusal;
pub use topology::{Deployable, Options, Policy, Resources, Topology};
pub use vocabulary::*;
