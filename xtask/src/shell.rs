//! Running other programs.

use crate::Trouble;
use std::collections::VecDeque;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How many of a failed program's last lines its trouble repeats: runners tell at their end what failed.
const REPEATED: usize = 120;

/// Runs a program with this one's terminal, and wants it to succeed. Without a terminal, where somebody reads a log
/// afterwards, the trouble repeats what the program said last.
pub fn must(command: &mut Command) -> Result<(), Trouble> {
    let line = line(command);
    println!("$ {line}");
    let unstarted = |error| format!("`{line}` could not be started: {error}");
    let (status, last) = if std::io::stdout().is_terminal() {
        (command.status().map_err(unstarted)?, String::new())
    } else {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(unstarted)?;
        overheard(&mut child).map_err(|error| format!("`{line}` could not be followed: {error}"))?
    };
    if status.success() { Ok(()) } else { Err(format!("`{line}` failed ({status})\n{last}")) }
}

/// Passes on what a program prints until it ends, with its last lines.
fn overheard(child: &mut Child) -> std::io::Result<(ExitStatus, String)> {
    let last = Arc::new(Mutex::new(VecDeque::with_capacity(REPEATED)));
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let (of_out, of_err) = (Arc::clone(&last), Arc::clone(&last));
    let both = [
        std::thread::spawn(move || out.map(|pipe| pass_on(pipe, std::io::stdout(), &of_out))),
        std::thread::spawn(move || err.map(|pipe| pass_on(pipe, std::io::stderr(), &of_err))),
    ];
    let status = child.wait()?;
    // A program that it left running may hold the pipes open for ever.
    let patience = Instant::now() + Duration::from_secs(5);
    while both.iter().any(|one| !one.is_finished()) && Instant::now() < patience {
        std::thread::sleep(Duration::from_millis(20));
    }
    let lines: Vec<String> = last.lock().map(|mut lines| lines.drain(..).collect()).unwrap_or_default();
    Ok((status, lines.concat()))
}

/// Copies line by line, and keeps the last ones.
fn pass_on(pipe: impl Read, mut to: impl Write, last: &Mutex<VecDeque<String>>) {
    let mut pipe = BufReader::new(pipe);
    let mut bytes = Vec::new();
    while pipe.read_until(b'\n', &mut bytes).is_ok_and(|read| read > 0) {
        // Whoever no longer reads what we print does not keep the program from going on.
        let _ = to.write_all(&bytes);
        if let Ok(mut last) = last.lock() {
            if last.len() == REPEATED {
                last.pop_front();
            }
            last.push_back(String::from_utf8_lossy(&bytes).into_owned());
        }
        bytes.clear();
    }
}

/// Whether a program runs and succeeds; what it prints is dropped.
pub fn succeeds(command: &mut Command) -> bool {
    let silent = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    silent.status().is_ok_and(|status| status.success())
}

/// What a program prints, where it succeeds.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Cargo, as it was called for this task.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// npm, which is a script on Windows.
pub fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Where a program is, looked for as the system does.
pub fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&path).map(|folder| folder.join(&file)).find(|candidate| candidate.is_file())
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).map(|word| quoted(&word)).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    if word.contains([' ', '"', '\'', '$']) { format!("{word:?}") } else { word.to_owned() }
}
