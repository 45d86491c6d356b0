//! The memory of a design: a project file (`*.cleave`) that keeps its records, and how they came to be.
//!
//! A project file is a SQLite database with an application id of its own. Every edit is one transaction that writes
//! the records it touches and one row of the journal, so a process that dies between two edits loses nothing and one
//! that dies within an edit loses only that edit. A file that is not ours, is cut short or damaged is refused with a
//! [`FileError`] and left exactly as it was.

mod checksum;
mod delivery;
mod error;
mod journal;
mod migration;
mod project;
mod record;
mod review;
mod revision;
mod schema;
mod seal;

pub use delivery::Delivered;
pub use error::FileError;
pub use journal::{Deed, Entry};
pub use project::{Loaded, Project};
pub use record::Salvaged;
pub use review::Remark;
pub use revision::Revision;
