//! What no single crate can test, in one binary.

#![allow(clippy::unwrap_used, reason = "all of it is tests; the lint sees only functions marked as such")]

mod desktop;
mod generated;
mod house;
mod journeys;
mod samples;
