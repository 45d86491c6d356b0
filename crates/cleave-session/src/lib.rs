//! One open project, and everything that touches the world around it: the order of things, time, and the disk.
//!
//! A [`Session`] takes a command through `decide`, the file, the model and the rules, and answers with an [`Outcome`].
//! It notices what other processes did to the same file. [`generation`] carries a design to a folder; [`disk`] is the
//! only place that writes files there.

pub mod clock;
pub mod comparing;
pub mod design;
pub mod disk;
pub mod error;
pub mod generation;
pub mod glimpse;
pub mod graphics;
pub mod home;
mod keeping;
pub mod log;
pub mod outcome;
pub mod outside;
pub mod place;
mod presence;
pub mod samples;
pub mod session;
pub mod written;

pub use cleave_file::{FileError, Revision};
pub use cleave_text::Fragment;
pub use comparing::{Before, Past};
pub use design::{DesignFile, Form};
pub use disk::DiskError;
pub use error::SessionError;
pub use generation::{Making, Progress};
pub use glimpse::Glimpse;
pub use home::Home;
pub use outcome::{Judged, Outcome};
pub use outside::{Differs, Happening, How, Outside};
pub use session::{Recovered, Session};

/// Cleave's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
