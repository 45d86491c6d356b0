//! `cargo xtask test`: everything that must pass, from a fresh clone.

use crate::Trouble;
use crate::needs;
use crate::part::{PARTS, Part};
use crate::place::Place;
use std::time::{Duration, Instant};

/// How a part went.
enum Outcome {
    Passed,
    Failed(Trouble),
    Skipped(&'static str),
}

/// Runs the parts named, or all, each to its end; a failing part does not keep the others from telling what they find.
pub fn test(place: &Place, names: &[&str]) -> Result<(), Trouble> {
    if let Some(unknown) = names.iter().find(|name| PARTS.iter().all(|part| part.name != **name)) {
        let known: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        return Err(format!("There is no part {unknown:?}. There are: {}", known.join(", ")));
    }
    needs::to_test()?;
    std::fs::create_dir_all(place.artefacts()).map_err(|error| format!("{}: {error}", place.artefacts().display()))?;
    let begun = Instant::now();
    let mut done: Vec<(&Part, Outcome, Duration)> = Vec::new();
    for part in PARTS.iter().filter(|part| names.is_empty() || names.contains(&part.name)) {
        println!("\n──── {}: {}", part.name, part.about);
        let start = Instant::now();
        let broken =
            |name: &&&str| done.iter().any(|(other, how, _)| other.name == **name && !matches!(how, Outcome::Passed));
        let outcome = match part.after.iter().find(broken) {
            Some(other) => Outcome::Skipped(other),
            None => (part.run)(place).map_or_else(Outcome::Failed, |()| Outcome::Passed),
        };
        done.push((part, outcome, start.elapsed()));
    }
    tell(&done, begun.elapsed());
    let bad = done.iter().filter(|(_, outcome, _)| !matches!(outcome, Outcome::Passed)).count();
    if bad == 0 { Ok(()) } else { Err(format!("{bad} of {} parts did not pass.", done.len())) }
}

/// What failed, and the table of all parts: last, because that is where a log is read first.
fn tell(done: &[(&Part, Outcome, Duration)], whole: Duration) {
    for (part, outcome, _) in done {
        if let Outcome::Failed(trouble) = outcome {
            println!("\n──── what failed in {}: {trouble}", part.name);
        }
    }
    println!("\n{:<10} {:>8}", "part", "time");
    for (part, outcome, took) in done {
        let word = match outcome {
            Outcome::Passed => "passed".to_owned(),
            Outcome::Failed(trouble) => format!("FAILED  {}", trouble.lines().next().unwrap_or_default()),
            Outcome::Skipped(other) => format!("skipped, needs {other}"),
        };
        println!("{:<10} {:>8}  {word}", part.name, clock(*took));
    }
    println!("{:<10} {:>8}", "all", clock(whole));
}

/// Minutes and seconds.
fn clock(took: Duration) -> String {
    format!("{}:{:02}", took.as_secs() / 60, took.as_secs() % 60)
}
