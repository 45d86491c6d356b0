//! From the blueprint to Rust: everything whose shape depends on the drawing, built as tokens and printed.

pub mod columns;
pub mod contract;
pub mod crud;
pub mod http;
pub mod openapi;
pub mod ports;
pub mod print;
pub mod process;
pub mod repository;
pub mod rules;
pub mod smoke;
pub mod ty;
