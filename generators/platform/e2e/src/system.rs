//! A topology that runs: processes on free ports with data of their own.

use std::collections::BTreeMap;
use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::http::request;
use crate::workspace::{Program, Topology};

const READY_WITHIN: Duration = Duration::from_secs(30);
const STOPPED_WITHIN: Duration = Duration::from_secs(25);

/// Where the stores are.
#[derive(Debug, Clone)]
pub enum Database {
    /// A file for each service, in the system's own folder.
    Sqlite,
    /// A schema for each service in the database at this URL (without a query part); names begin with the prefix.
    Postgres {
        /// For example `postgres://me@127.0.0.1/shop`.
        url: String,
        /// Keeps runs apart that share a database.
        prefix: String,
    },
}

/// The processes of a topology. Dropping it kills them.
pub struct System {
    base: String,
    members: Vec<Member>,
}

struct Member {
    program: Program,
    environment: BTreeMap<String, String>,
    internal: String,
    log: PathBuf,
    running: Option<Child>,
}

impl System {
    /// Starts a topology in a folder, in the reverse of its order, because no process may wait for another; returns
    /// when all are ready.
    pub fn start(topology: &Topology, folder: &Path, database: &Database) -> Result<Self, String> {
        std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let ports = free_ports(topology.programs.len() * 2)?;
        let address = |index: usize| format!("127.0.0.1:{}", ports[index]);
        let mut shared = BTreeMap::from([
            ("INTERNAL_TOKEN".to_owned(), "between-deployables".to_owned()),
            ("DATA_DIR".to_owned(), folder.join("data").display().to_string()),
        ]);
        let mut base = String::new();
        for (index, program) in topology.programs.iter().enumerate() {
            let public = format!("http://{}", address(2 * index));
            shared.insert(variable(&program.deployable, "PUBLIC_URL"), public.clone());
            for service in &program.services {
                shared.insert(variable(service, "URL"), format!("http://{}", address(2 * index + 1)));
                if let Database::Postgres { url, prefix } = database {
                    let url = format!("{url}?options=-c%20search_path%3D{prefix}_{service}");
                    shared.insert(variable(service, "DATABASE_URL"), url);
                }
            }
            if program.door {
                base = public;
            }
        }
        let members = topology.programs.iter().enumerate().map(|(index, program)| {
            let mut environment = shared.clone();
            environment.insert("PUBLIC_ADDR".to_owned(), address(2 * index));
            environment.insert("INTERNAL_ADDR".to_owned(), address(2 * index + 1));
            let log = folder.join(format!("{}.log", program.deployable));
            let internal = format!("http://{}", address(2 * index + 1));
            Member { program: program.clone(), environment, internal, log, running: None }
        });
        let mut system = Self { base, members: members.collect() };
        for member in system.members.iter_mut().rev() {
            member.start()?;
        }
        system.wait_until_ready()?;
        Ok(system)
    }

    /// The address that clients know.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The names of the deployables; the gateway is called `gateway`.
    pub fn deployables(&self) -> Vec<&str> {
        self.members.iter().map(|member| member.program.deployable.as_str()).collect()
    }

    /// The deployable that a service is in.
    pub fn deployable_of(&self, service: &str) -> Option<&str> {
        let home = self.members.iter().find(|member| member.program.services.iter().any(|name| name == service));
        home.map(|member| member.program.deployable.as_str())
    }

    /// The address of a deployable's internal door: `/readyz`, `/metrics`.
    pub fn internal(&self, deployable: &str) -> Result<&str, String> {
        self.members
            .iter()
            .find(|member| member.program.deployable == deployable)
            .map(|member| member.internal.as_str())
            .ok_or_else(|| format!("there is no deployable {deployable}"))
    }

    /// Kills a deployable, without a word.
    pub fn kill(&mut self, deployable: &str) -> Result<(), String> {
        self.member(deployable)?.kill();
        Ok(())
    }

    /// Starts a deployable again, with its data and ports, and waits until it is ready.
    pub fn start_again(&mut self, deployable: &str) -> Result<(), String> {
        let member = self.member(deployable)?;
        member.kill();
        member.start()?;
        member.wait_until_ready()
    }

    /// Asks all processes to stop and waits for them; answers those that did not end well.
    pub fn stop(mut self) -> Vec<String> {
        for member in &self.members {
            if let Some(child) = &member.running {
                ask_to_stop(child);
            }
        }
        let mut bad = Vec::new();
        for member in &mut self.members {
            let Some(child) = &mut member.running else { continue };
            let began = Instant::now();
            let ended = loop {
                match child.try_wait() {
                    Ok(None) if began.elapsed() < STOPPED_WITHIN => std::thread::sleep(Duration::from_millis(20)),
                    Ok(Some(status)) => break cfg!(not(unix)) || status.success(),
                    _ => break false,
                }
            };
            if !ended {
                bad.push(format!("{} did not stop well:\n{}", member.program.deployable, member.end_of_log()));
            }
        }
        bad
    }

    fn wait_until_ready(&self) -> Result<(), String> {
        self.members.iter().try_for_each(Member::wait_until_ready)
    }

    fn member(&mut self, deployable: &str) -> Result<&mut Member, String> {
        let found = self.members.iter_mut().find(|member| member.program.deployable == deployable);
        found.ok_or_else(|| format!("there is no deployable {deployable}"))
    }
}

impl Drop for System {
    fn drop(&mut self) {
        self.members.iter_mut().for_each(Member::kill);
    }
}

impl Member {
    fn start(&mut self) -> Result<(), String> {
        let failed = |e: std::io::Error| format!("{}: {e}", self.program.path.display());
        let log = File::options().create(true).append(true).open(&self.log).map_err(failed)?;
        let mut command = Command::new(&self.program.path);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        command.env("RUST_LOG", std::env::var("RUST_LOG").unwrap_or_else(|_| "warn".to_owned()));
        command.env("RUST_BACKTRACE", "0").envs(&self.environment);
        self.running = Some(command.spawn().map_err(failed)?);
        Ok(())
    }

    fn kill(&mut self) {
        if let Some(mut child) = self.running.take() {
            // An error says that it has ended already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    fn wait_until_ready(&self) -> Result<(), String> {
        let began = Instant::now();
        while began.elapsed() < READY_WITHIN {
            if request(&self.internal, "GET", "/readyz", &[], "").is_ok_and(|answer| answer.status == 200) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err(format!("{} does not get ready:\n{}", self.program.deployable, self.end_of_log()))
    }

    fn end_of_log(&self) -> String {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<_> = log.lines().rev().take(20).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

#[cfg(unix)]
fn ask_to_stop(child: &Child) {
    // The standard library knows only SIGKILL.
    let _ = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
}

#[cfg(not(unix))]
fn ask_to_stop(child: &Child) {
    let _ = Command::new("taskkill").args(["/F", "/PID", &child.id().to_string()]).status();
}

/// All held at once, so that they differ; a moment later they are free for the processes.
fn free_ports(count: usize) -> Result<Vec<u16>, String> {
    let held: Result<Vec<_>, _> = (0..count).map(|_| TcpListener::bind("127.0.0.1:0")).collect();
    let ports: Result<Vec<_>, _> = held.map_err(|e| e.to_string())?.iter().map(TcpListener::local_addr).collect();
    Ok(ports.map_err(|e| e.to_string())?.iter().map(std::net::SocketAddr::port).collect())
}

fn variable(name: &str, suffix: &str) -> String {
    format!("{}_{suffix}", name.to_uppercase().replace('-', "_"))
}
