//! What a developer runs by hand: `cargo xtask run`, `test`, `bundle`, `notices`, `pictures`.

mod bundle;
mod interface;
mod needs;
mod notices;
mod part;
mod pictures;
mod place;
mod run;
mod shell;
mod test;

use place::Place;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask run [DESIGN]      open the app with DESIGN, else with the e-commerce sample;
                              without a display the same interface is served on this computer
cargo xtask test [PART]...    run all tests, or only these parts
cargo xtask parts             list the parts of `test`
cargo xtask bundle [KINDS]    packages for this system (deb,rpm; app,dmg; msi,nsis), in the target folder
cargo xtask notices           write THIRD-PARTY.txt anew, after a dependency came or went
cargo xtask pictures          take the pictures of docs/pictures from the running app";

/// Why a task could not be done, ready to be printed: what is so, then what to do.
type Trouble = String;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["run"] => run::run(&Place::here(), None),
        ["run", design] if !design.starts_with('-') => run::run(&Place::here(), Some(design)),
        ["test", parts @ ..] if parts.iter().all(|part| !part.starts_with('-')) => test::test(&Place::here(), parts),
        ["bundle"] => bundle::bundle(&Place::here(), None),
        ["bundle", kinds] if !kinds.starts_with('-') => bundle::bundle(&Place::here(), Some(kinds)),
        ["notices"] => notices::write(&Place::here()),
        ["pictures"] => pictures::take(&Place::here()),
        ["parts"] => {
            part::list();
            Ok(())
        }
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(format!("There is no such task: {}\n{USAGE}", words.join(" "))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}
