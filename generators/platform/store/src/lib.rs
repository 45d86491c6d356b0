//! A service's own store: SQLite or PostgreSQL by URL, with outbox, inbox and remembered answers in the same transactions.

mod inbox;
mod relay;
mod rows;
mod schema;
mod store;
mod tx;

pub use inbox::{Handler, Inbox};
pub use relay::Relay;
pub use rows::{Column, Columns, Row, Value};
pub use schema::Migration;
pub use sqlx;
pub use store::{Route, Store, fault};
pub use tx::Tx;
