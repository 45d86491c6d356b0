//! The desktop app's process: reads its arguments and opens the window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    cleave_desktop::run(std::env::args_os().skip(1))
}
