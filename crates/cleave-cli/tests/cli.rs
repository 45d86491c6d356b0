//! The command line as people use it: every verb, every broken input, and the server with a real connection.

#[path = "cli/broken.rs"]
mod broken;
#[path = "cli/export.rs"]
mod export;
#[path = "cli/full.rs"]
mod full;
#[path = "cli/serve.rs"]
mod serve;
#[path = "cli/verbs.rs"]
mod verbs;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const CLEAVE: &str = env!("CARGO_BIN_EXE_cleave");

/// A design that is whole and has nothing at error.
const SHOP: &str = r#"cleave 1
design shop // the comment stays
domain sales {
    service orders {
        api orders visibility=public {
            command place_order {
                input {
                    sku string
                }
                calls stock.reserve timeout="1s"
            }
        }
    }
    service stock {
        api stock {
            command reserve {
                input {
                    sku string
                }
            }
        }
    }
}
topology monolith default=#true {
    deployable shop "*"
}
topology split {
    deployable front orders
    deployable back stock
}
"#;

/// A folder for one test, with `work` to work in and a home beside it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("work")).expect("made");
        Self { folder }
    }

    fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    fn put(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.work().join(name);
        fs::write(&path, content).expect("written");
        path
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.work()).env("CLEAVE_HOME", self.folder.path().join("home"));
        command
    }

    fn cleave(&self, arguments: &[&str]) -> Output {
        self.command(CLEAVE).args(arguments).output().expect("starts")
    }

    /// Everything that lies in the folder to work in.
    fn all(&self) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        let mut found = BTreeMap::new();
        let mut left = vec![self.work()];
        while let Some(at) = left.pop() {
            for entry in fs::read_dir(at).expect("lists") {
                let path = entry.expect("an entry").path();
                let content = if path.is_dir() { None } else { Some(fs::read(&path).expect("reads")) };
                if content.is_none() {
                    left.push(path.clone());
                }
                found.insert(path, content);
            }
        }
        found
    }

    /// Runs and expects exit code 0; answers what was printed.
    fn fine(&self, arguments: &[&str]) -> String {
        let output = self.cleave(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", err(&output));
        out(&output)
    }

    /// Runs and expects a clear message, exit code 2, and nothing written; answers the message.
    fn refused(&self, arguments: &[&str]) -> String {
        let before = self.all();
        let output = self.cleave(arguments);
        let message = err(&output);
        let short: Vec<String> = arguments.iter().map(|argument| argument.chars().take(60).collect()).collect();
        assert_eq!(output.status.code(), Some(2), "{short:?}: {message}{}", out(&output));
        assert!(message.contains("error: "), "{short:?}: {message}");
        assert!(!message.contains("panicked"), "{short:?}: {message}");
        assert!(message.len() < 20_000, "{short:?}: a message of {} bytes", message.len());
        assert_eq!(out(&output), "", "{short:?}");
        assert!(self.all() == before, "{short:?} wrote something: {:?}", self.all().keys());
        message
    }
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}
