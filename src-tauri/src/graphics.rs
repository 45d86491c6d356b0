//! Whether a window can be shown here, and starting again with what makes it draw well.

use cleave_session::graphics::Remedy;

/// Whether a window can be shown; asked before GTK does, which would not come back.
pub fn has_display() -> bool {
    let said = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || said("DISPLAY") || said("WAYLAND_DISPLAY")
}

/// Starts this program again, in place of itself, with the variable set: the environment of a running process cannot
/// be changed safely. Comes back only where that fails, with the reason.
#[cfg(unix)]
pub fn start_again(remedy: Remedy) -> std::io::Error {
    use std::os::unix::process::CommandExt;
    match std::env::current_exe() {
        Ok(exe) => std::process::Command::new(exe).args(std::env::args_os().skip(1)).env(remedy.variable, "1").exec(),
        Err(error) => error,
    }
}

/// Nothing to do: no other system has a remedy.
#[cfg(not(unix))]
pub fn start_again(_: Remedy) -> std::io::Error {
    std::io::ErrorKind::Unsupported.into()
}
