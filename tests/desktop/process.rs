//! Programs a test starts, and that end with it, whatever happens.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running program. Dropping it ends it and everything it started, each by its id.
pub struct Process(Child);

impl Process {
    /// Starts it.
    pub fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        Self(
            command
                .spawn()
                .unwrap_or_else(|error| panic!("{name} does not start: {error}. `cargo xtask test` installs it.")),
        )
    }

    /// Its id.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// What it prints first, of which there must be one line.
    pub fn first_line(&mut self) -> String {
        use std::io::BufRead;
        let output = self.0.stdout.take().expect("started with a piped output");
        let mut line = String::new();
        std::io::BufReader::new(output).read_line(&mut line).unwrap();
        line.trim().to_owned()
    }

    /// Everything below it that runs now, parents before children.
    pub fn descendants(&self) -> Vec<u32> {
        let mut found = children(self.id());
        let mut next = 0;
        while let Some(parent) = found.get(next) {
            let below = children(*parent);
            found.extend(below);
            next += 1;
        }
        found
    }
}

/// What any thread of a process started.
fn children(parent: u32) -> Vec<u32> {
    let threads = std::fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
    let lists = threads.map(|thread| std::fs::read_to_string(thread.path().join("children")).unwrap_or_default());
    lists.flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<u32>>()).collect()
}

impl Drop for Process {
    fn drop(&mut self) {
        let below = self.descendants();
        let _ = self.0.kill();
        let _ = self.0.wait();
        for id in below {
            let _ = Command::new("kill").args(["-KILL", &id.to_string()]).stderr(Stdio::null()).status();
        }
    }
}

/// Asks again and again until there is an answer; after `limit` it is the test that fails, saying what it waited for.
pub fn wait_for<T>(what: &str, limit: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begun.elapsed() < limit, "waited {} s for {what}", limit.as_secs());
        std::thread::sleep(Duration::from_millis(50));
    }
}
