//! The wire as both sides see it: a desk asked as a shell asks it, and the TypeScript written from the Rust types.

#[path = "wire/ahead.rs"]
mod ahead;
#[path = "wire/desk.rs"]
mod desk;
#[path = "wire/desks.rs"]
mod desks;
#[path = "wire/judgement.rs"]
mod judgement;
#[path = "wire/manners.rs"]
mod manners;
#[cfg(feature = "ts")]
#[path = "wire/typescript.rs"]
mod typescript;
