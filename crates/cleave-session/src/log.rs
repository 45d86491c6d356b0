//! The log file: what was asked, what failed, and how long it took. Never the content of a design.

use crate::{Home, disk};
use std::sync::Mutex;
use tracing_subscriber::filter::LevelFilter;

/// A log longer than this is set aside at the next start, so that two of them are the most there is.
const LONGEST: u64 = 2_000_000;

/// Starts writing the log; the first call counts. Without a place to write, nothing is logged.
pub fn start(home: &Home) {
    let path = home.log();
    let Some(folder) = path.parent() else { return };
    if disk::make_folder(folder).is_err() {
        return;
    }
    disk::set_aside(&path, LONGEST);
    let Ok(file) = disk::append(&path) else { return };
    let subscriber = tracing_subscriber::fmt()
        .with_writer(Mutex::new(file))
        .with_ansi(false)
        .with_max_level(LevelFilter::INFO)
        .finish();
    // Somebody else may listen already, for example a test.
    let _ = tracing::subscriber::set_global_default(subscriber);
    tracing::info!("cleave {}", crate::VERSION);
}
