//! The workspace: which topologies it has, and building their programs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// A generated workspace on disk.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
    plan: Value,
    target: Option<PathBuf>,
}

/// One way to put the services into processes, with its programs built.
#[derive(Debug, Clone)]
pub struct Topology {
    /// As in the design.
    pub name: String,
    pub(crate) programs: Vec<Program>,
}

#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) deployable: String,
    pub(crate) path: PathBuf,
    pub(crate) services: Vec<String>,
    /// Whether this is the door that the outside knows.
    pub(crate) door: bool,
}

impl Workspace {
    /// The workspace in this folder; reads `deploy/topologies.json`.
    pub fn at(root: impl Into<PathBuf>) -> Result<Self, String> {
        let root = root.into();
        let path = root.join("deploy/topologies.json");
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let plan = serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(Self { root, plan, target: None })
    }

    /// The same workspace, built into another folder than Cargo would choose.
    pub fn built_in(self, target: impl Into<PathBuf>) -> Self {
        Self { target: Some(target.into()), ..self }
    }

    /// Cargo, in this workspace.
    pub fn cargo(&self) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.root);
        if let Some(target) = &self.target {
            cargo.env("CARGO_TARGET_DIR", target);
        }
        cargo
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The names of the topologies, in the order of the design.
    pub fn topologies(&self) -> Vec<String> {
        self.each("topologies").iter().map(|topology| text(topology, "name")).collect()
    }

    /// The topology that a plain `cargo run` starts.
    pub fn default_topology(&self) -> String {
        text(&self.plan, "default")
    }

    /// Builds the programs of a topology with Cargo.
    pub fn build(&self, name: &str) -> Result<Topology, String> {
        let topologies = self.each("topologies");
        let topology = topologies.iter().find(|topology| text(topology, "name") == name);
        let topology = topology.ok_or_else(|| format!("there is no topology {name}"))?;
        let deployables = topology.get("deployables").and_then(Value::as_array).cloned().unwrap_or_default();
        let gateway = topology.get("gateway").filter(|gateway| !gateway.is_null());
        let built = self.executables(deployables.iter().chain(gateway).map(|one| text(one, "package")).collect())?;
        let program = |one: &Value, deployable: String, door| {
            let package = text(one, "package");
            let path = built.get(&package).cloned().ok_or_else(|| format!("Cargo built no program for {package}"))?;
            let services = one.get("services").and_then(Value::as_array).cloned().unwrap_or_default();
            let services = services.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            Ok::<_, String>(Program { deployable, path, services, door })
        };
        let mut programs = Vec::new();
        for one in &deployables {
            programs.push(program(one, text(one, "name"), gateway.is_none())?);
        }
        if let Some(one) = gateway {
            programs.push(program(one, "gateway".to_owned(), true)?);
        }
        Ok(Topology { name: name.to_owned(), programs })
    }

    fn executables(&self, packages: Vec<String>) -> Result<BTreeMap<String, PathBuf>, String> {
        let mut cargo = self.cargo();
        cargo.args(["build", "--message-format", "json-render-diagnostics"]);
        for package in &packages {
            cargo.args(["--package", package]);
        }
        let output = cargo.stderr(Stdio::inherit()).output().map_err(|e| format!("cargo: {e}"))?;
        if !output.status.success() {
            return Err(format!("cargo build of {packages:?} failed"));
        }
        let messages = String::from_utf8_lossy(&output.stdout);
        let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let built = messages.filter_map(|message| {
            let path = message.get("executable")?.as_str()?;
            Some((message.pointer("/target/name")?.as_str()?.to_owned(), PathBuf::from(path)))
        });
        Ok(built.collect())
    }

    fn each(&self, list: &str) -> Vec<Value> {
        self.plan.get(list).and_then(Value::as_array).cloned().unwrap_or_default()
    }
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}
