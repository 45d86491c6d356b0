//! The verbs of the command line, one file each.

mod check;
mod convert;
mod diff;
mod export;
mod fmt;
mod generate;
mod new;
mod open;
mod report;

use crate::serve;
use crate::trouble::Trouble;
use clap::{Args, Subcommand, ValueEnum};
use cleave_session::DesignFile;
use std::io::Write;
use std::path::{Path, PathBuf};

/// In which form findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// What is read in place of a design.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum From {
    /// A neutral graph: {"nodes": [{"id", "kind"}], "edges": [{"from", "to", "kind"}]}
    GraphJson,
}

/// In what form the design is.
#[derive(Debug, Clone, Copy, Args)]
pub struct Source {
    /// Read something else than a design
    #[arg(long, value_enum)]
    from: Option<From>,
    /// Refuse keys and words that are not known, rather than to tell of them
    #[arg(long, requires = "from")]
    strict: bool,
}

/// Reads the design, or what stands in its place.
fn read(design: &Path, source: Source) -> Result<DesignFile, Trouble> {
    let Some(From::GraphJson) = source.from else { return Ok(DesignFile::read(design)?) };
    let (file, unread) = DesignFile::read_graph_json(design)?;
    let lines: Vec<String> = unread.iter().map(ToString::to_string).collect();
    if source.strict && !lines.is_empty() {
        let message = format!("{} says what is not known\n  {}", design.display(), lines.join("\n  "));
        return Err(Trouble::new(message, "Correct or remove it, or leave --strict out"));
    }
    for line in lines {
        eprintln!("warning: {}: {line}", design.display());
    }
    Ok(file)
}

/// What can be asked.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Make a new design, empty or made up
    New {
        /// Where; ends in .cleave or .cleave.kdl
        file: PathBuf,
        /// Fill it with a made-up design of this size, to try Cleave on: services=2800,connections=9300,seed=1
        #[arg(long, value_name = "EXTENT")]
        synthetic: Option<String>,
    },
    /// Open a design in the desktop app
    Open {
        /// The design
        file: PathBuf,
    },
    /// Judge a design and print the findings
    Check {
        /// The design
        design: PathBuf,
        /// For people or for programs
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        #[command(flatten)]
        source: Source,
        /// Judge only what changed since this state: another file, FILE@REVISION, or @REVISION of the design itself
        #[arg(long, value_name = "FILE[@REVISION]")]
        baseline: Option<String>,
    },
    /// Compare the findings of two states of a design; exits with 1 where errors are new or a number rose too far
    Diff {
        /// The design as it was: a file, FILE@REVISION, or @REVISION of the other one
        before: String,
        /// The design as it is
        now: PathBuf,
        /// For people or for programs
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        #[command(flatten)]
        source: Source,
    },
    /// Write the coupling report: a page, or what pull requests, build servers and spreadsheets read
    Report(report::Ask),
    /// Write the drawing as a picture: SVG, PNG or PDF
    Export(export::Export),
    /// Generate the Rust workspace of a design
    Generate {
        /// The design
        design: PathBuf,
        /// The folder: a new or empty one, or one that was generated before
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Write the deployables of this topology only; what earlier runs wrote for others stays
        #[arg(long, value_name = "NAME")]
        topology: Vec<String>,
        /// Write nothing; list what would happen
        #[arg(long)]
        plan: bool,
    },
    /// Turn a project into a text or a text into a project
    Convert {
        /// The design
        input: PathBuf,
        /// Where to; the ending says which form
        output: PathBuf,
        /// Replace a text that is there; its comments stay
        #[arg(long)]
        force: bool,
        /// Save what can still be read of a damaged project
        #[arg(long, conflicts_with = "from")]
        salvage: bool,
        #[command(flatten)]
        source: Source,
    },
    /// Bring a text into its canonical form
    Fmt {
        /// The text, *.cleave.kdl
        file: PathBuf,
        /// Write nothing; exit with 1 where it is not in canonical form
        #[arg(long)]
        check: bool,
    },
    /// Give the whole interface to a browser on this computer
    Serve {
        /// The design
        design: PathBuf,
        /// Where to answer; port 0 takes a free one
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
        listen: String,
        /// The built interface, where it does not lie in its usual place
        #[arg(long, value_name = "DIR", env = "CLEAVE_UI")]
        ui: Option<PathBuf>,
    },
}

/// Does what was asked and answers the exit code.
pub fn run(verb: Verb) -> Result<u8, Trouble> {
    match verb {
        Verb::New { file, synthetic } => new::run(&file, synthetic.as_deref()),
        Verb::Open { file } => open::run(&file),
        Verb::Check { design, format, source, baseline: Some(before) } => diff::run(&before, &design, format, source),
        Verb::Check { design, format, source, baseline: None } => check::run(&design, format, source),
        Verb::Diff { before, now, format, source } => diff::run(&before, &now, format, source),
        Verb::Report(asked) => report::run(asked),
        Verb::Export(asked) => export::run(asked),
        Verb::Generate { design, out, topology, plan } => generate::run(&design, &out, &topology, plan),
        Verb::Convert { input, output, force, salvage, source } => {
            convert::run(&input, &output, force, salvage, source)
        }
        Verb::Fmt { file, check } => fmt::run(&file, check),
        Verb::Serve { design, listen, ui } => serve::run(&design, &listen, ui),
    }
}

/// Prints to standard output. That a reader went away is no trouble of ours.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints JSON to standard output as it is made, so that a very large one is never held.
fn say_json(json: &impl serde::Serialize) {
    let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let _ = serde_json::to_writer_pretty(&mut out, json);
    let _ = out.write_all(b"\n").and_then(|()| out.flush());
}
