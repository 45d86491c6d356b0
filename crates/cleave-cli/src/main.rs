//! `cleave`: every capability without a window, and the whole interface for a browser.

mod command;
mod interface;
mod serve;
mod trouble;

use clap::Parser;
use command::Verb;
use std::process::ExitCode;

/// Draw microservices, judge their coupling, generate the Rust workspace.
#[derive(Debug, Parser)]
#[command(name = "cleave", version, about, disable_help_subcommand = true, after_help = AFTER)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

const AFTER: &str = "\
DESIGN is a project (*.cleave) or a text (*.cleave.kdl); both are read directly.

Exit codes: 0 fine; 1 findings at error, or conflicts; 2 it could not be done.";

fn main() -> ExitCode {
    let cli = Cli::parse();
    refuse_nothing_silently();
    if let Some(home) = cleave_session::Home::of_user() {
        cleave_session::log::start(&home);
    }
    match command::run(cli.verb) {
        Ok(code) => ExitCode::from(code),
        Err(trouble) => {
            tracing::warn!("exit 2");
            eprintln!("{trouble}");
            ExitCode::from(2)
        }
    }
}

/// A write beyond the limit on file sizes would end the process without a word; instead the write fails and is told.
fn refuse_nothing_silently() {
    #[cfg(unix)]
    if let Err(error) = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default()) {
        tracing::warn!("{error}");
    }
}
