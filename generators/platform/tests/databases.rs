//! Databases to test with: a SQLite file each, and a PostgreSQL cluster of our own with a schema each.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Runs a test on SQLite and on PostgreSQL; the test gets the URL of an empty database.
pub fn on_both<F: Future<Output = ()>>(test: impl Fn(String) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let folder = folder();
    let sqlite = format!("sqlite://{}/store.db?mode=rwc", folder.display());
    println!("on {sqlite}");
    runtime.block_on(test(sqlite));
    // Only after a success: a failed test leaves its store to be looked at.
    let _ = std::fs::remove_dir_all(folder);
    let postgres = postgres();
    println!("on {postgres}");
    runtime.block_on(test(postgres));
}

/// A file that does not exist yet.
pub fn sqlite() -> String {
    format!("sqlite://{}/store.db?mode=rwc", folder().display())
}

/// A schema that does not exist yet.
pub fn postgres() -> String {
    let base = std::env::var("TEST_POSTGRES_URL").unwrap_or_else(|_| CLUSTER.url.clone());
    format!("{base}?options=-c%20search_path%3Dtest_{}_{}", std::process::id(), number())
}

/// An empty folder of this test run.
pub fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("cleave-platform-{}-{}", std::process::id(), number()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn number() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

struct Cluster {
    url: String,
    // While this pipe is open the cluster runs. It closes with this process, however that ends.
    _alive: ChildStdin,
    _keeper: Child,
}

#[expect(clippy::zombie_processes, reason = "the keeper ends when this process has ended, so nobody is left to wait")]
static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| {
    let programs = programs();
    let folder = folder();
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let mut keeper = Command::new("sh");
    keeper
        .arg("-c")
        .arg(
            "set -e; \"$1/initdb\" -D \"$2/data\" -U postgres -A trust -E UTF8 --no-locale --no-sync >\"$2/log\" 2>&1
             \"$1/postgres\" -D \"$2/data\" -p \"$3\" -k '' -c listen_addresses=127.0.0.1 -c fsync=off >>\"$2/log\" 2>&1 &
             cat >/dev/null; kill -INT $!; wait; rm -rf \"$2\"",
        )
        .arg("sh")
        .args([programs.as_os_str(), folder.as_os_str()])
        .arg(port.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    as_nobody(&mut keeper, &folder);
    let mut keeper = keeper.spawn().unwrap();
    for _ in 0..600 {
        // The port opens before the server takes logins; a store retries nothing, so ask the server itself.
        let asked =
            Command::new(programs.join("pg_isready")).args(["-h", "127.0.0.1", "-p", &port.to_string()]).output();
        if asked.is_ok_and(|answer| answer.status.success()) {
            let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
            return Cluster { url, _alive: keeper.stdin.take().unwrap(), _keeper: keeper };
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("PostgreSQL did not start: {}", std::fs::read_to_string(folder.join("log")).unwrap_or_default());
});

/// The folder with `initdb` and `postgres`.
fn programs() -> PathBuf {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<_> = debian.chain(std::env::split_paths(&path)).collect();
    folders.retain(|folder| folder.join("initdb").exists() && folder.join("postgres").exists());
    folders.into_iter().next().expect(
        "these tests need PostgreSQL: install it (Debian: apt install postgresql-15), put initdb and postgres on PATH, \
         or set TEST_POSTGRES_URL",
    )
}

/// PostgreSQL refuses to run as root.
#[cfg(unix)]
fn as_nobody(command: &mut Command, folder: &Path) {
    use std::os::unix::fs::{MetadataExt, chown};
    use std::os::unix::process::CommandExt;
    if std::fs::metadata(folder).unwrap().uid() != 0 {
        return;
    }
    let users = std::fs::read_to_string("/etc/passwd").unwrap();
    let user = ["postgres:", "nobody:"].iter().find_map(|name| users.lines().find(|line| line.starts_with(name)));
    let fields: Vec<_> = user.expect("a user postgres or nobody").split(':').collect();
    let (uid, gid) = (fields[2].parse().unwrap(), fields[3].parse().unwrap());
    chown(folder, Some(uid), Some(gid)).unwrap();
    command.uid(uid).gid(gid).current_dir(folder);
}

#[cfg(not(unix))]
fn as_nobody(_: &mut Command, _: &Path) {}
