//! The text of every file that a blueprint asks for, before anything is compared with a folder.

use crate::blueprint::{Blueprint, Service, Topology};
use crate::cargo::{self, OPTIONAL_CRATES, Root};
use crate::emit::print::NotRust;
use crate::emit::{contract, http, openapi, ports, process, smoke};
use crate::lower::ports_need;
use crate::schema::{self, Schema, Step};
use crate::{Snapshot, fill, platform};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What is wanted at a path.
#[derive(Debug, Clone, PartialEq)]
pub enum Want {
    /// This text, whatever stands there.
    Rewritten(String),
    /// This text, where nothing stands there.
    Once(String),
    /// The workspace's manifest, merged with what stands there.
    Root(Root),
    /// Business code: the scaffold where nothing stands there, else what is missing is inserted.
    Code {
        /// The whole file as it is written at first.
        scaffold: String,
        /// Index of the service in the blueprint.
        service: usize,
    },
    /// A service's manifest: its dependencies on crates of the workspace follow the design.
    Manifest {
        /// The whole file as it is written at first.
        scaffold: String,
        /// The crates of the workspace that it needs.
        needs: BTreeSet<String>,
    },
    /// The list of steps of a store: new ones are appended.
    Steps {
        /// The whole file as it is written at first.
        scaffold: String,
        /// Steps that must be in the list.
        steps: Vec<Step>,
    },
}

/// Everything that is wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct FileTree {
    /// By path.
    pub files: BTreeMap<String, Want>,
    /// The schema of each service's store, for the next generation.
    pub schemas: BTreeMap<String, Schema>,
    /// Packages of the workspace.
    pub packages: BTreeSet<String>,
}

/// What rendering needs besides the blueprint.
pub struct Setting<'s> {
    /// The design in its text form.
    pub design_text: &'s str,
    /// Cleave's version.
    pub version: &'s str,
    /// Names of the topologies that are written.
    pub selected: BTreeSet<String>,
    /// Names of those that an earlier run wrote, which stay.
    pub present: BTreeSet<String>,
    /// Schemas as they were after the last generation.
    pub schemas: &'s BTreeMap<String, Schema>,
    /// What stands in the folder.
    pub folder: &'s Snapshot,
}

/// Renders every file.
///
/// # Errors
/// A mistake in an emitter.
pub fn render(blueprint: &Blueprint, setting: &Setting<'_>) -> Result<FileTree, NotRust> {
    let mut tree =
        Tree { blueprint, setting, files: BTreeMap::new(), schemas: BTreeMap::new(), crates: BTreeMap::new() };
    tree.platform();
    for index in 0..blueprint.services.len() {
        tree.contract_crates(&blueprint.services[index])?;
        if blueprint.services[index].is_hosted() {
            tree.service(index);
        }
    }
    let shown: Vec<&Topology> = blueprint
        .topologies
        .iter()
        .filter(|topology| setting.selected.contains(&topology.name) || setting.present.contains(&topology.name))
        .collect();
    for topology in shown.iter().filter(|topology| setting.selected.contains(&topology.name)) {
        tree.topology(topology)?;
    }
    tree.whole(&shown)?;
    let packages = tree.crates.keys().cloned().collect();
    Ok(FileTree { files: tree.files, schemas: tree.schemas, packages })
}

struct Tree<'t> {
    blueprint: &'t Blueprint,
    setting: &'t Setting<'t>,
    files: BTreeMap<String, Want>,
    schemas: BTreeMap<String, Schema>,
    /// Packages that others depend on, and their folders.
    crates: BTreeMap<String, String>,
}

impl Tree<'_> {
    fn rewritten(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.files.insert(path.into(), Want::Rewritten(text.into()));
    }

    fn once(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.files.insert(path.into(), Want::Once(text.into()));
    }

    /// All packages that generated code may name.
    fn candidates(&self) -> impl Iterator<Item = String> {
        let services = self.blueprint.services.iter().map(|service| service.package.as_str());
        let made = services
            .flat_map(|package| ["", "-contract", "-ports", "-http"].iter().map(move |end| format!("{package}{end}")));
        let platform = ["platform-core", "platform-store", "platform-http"].map(str::to_owned);
        made.chain(platform).chain(cargo::externals())
    }

    /// A crate of Cleave's: its text, and a manifest that says what the text names.
    fn generated_crate(&mut self, package: &str, folder: &str, file: &str, text: String) {
        let mut needs = cargo::named_in(&text, self.candidates());
        needs.remove(package);
        self.rewritten(format!("{folder}/Cargo.toml"), cargo::crate_manifest(package, &needs));
        self.rewritten(format!("{folder}/src/{file}"), text);
    }

    fn platform(&mut self) {
        for (path, text) in platform::FILES {
            self.rewritten(format!("generated/platform/{path}"), *text);
        }
        for (path, text) in platform::HARNESS {
            self.rewritten(format!("tests/e2e/{path}"), *text);
        }
        for name in ["core", "store", "http"] {
            self.crates.insert(format!("platform-{name}"), format!("generated/platform/{name}"));
        }
    }

    fn contract_crates(&mut self, service: &Service) -> Result<(), NotRust> {
        let package = &service.package;
        let mut texts = vec![("contract", contract::emit(self.blueprint, service)?), ("http", http::emit(service)?)];
        if service.is_hosted() {
            texts.push(("ports", ports::emit(self.blueprint, service)?));
        }
        for (part, text) in texts {
            let (name, folder) = (format!("{package}-{part}"), format!("generated/{package}/{part}"));
            self.generated_crate(&name, &folder, "lib.rs", text);
            self.crates.insert(name, folder);
        }
        if service.is_hosted() {
            let document = openapi::of_service(self.blueprint, service);
            self.rewritten(format!("openapi/{package}.json"), pretty(&document));
        }
        Ok(())
    }

    fn service(&mut self, index: usize) {
        let service = &self.blueprint.services[index];
        let (package, folder) = (&service.package, format!("services/{}", service.package));
        self.crates.insert(package.clone(), folder.clone());

        let mut needs: BTreeSet<String> = ["platform-core", "platform-store"].map(str::to_owned).into();
        needs.extend([format!("{package}-contract"), format!("{package}-ports")]);
        needs.extend(
            service.contract_needs.iter().chain(&ports_need(service)).map(|package| format!("{package}-contract")),
        );
        let mut dependencies = needs.clone();
        // What the types of its contracts are made of, so that business code can name it too.
        let texts = ["contract", "ports"].map(|part| format!("generated/{package}/{part}/src/lib.rs"));
        let texts: Vec<&str> = texts
            .iter()
            .filter_map(|path| match self.files.get(path) {
                Some(Want::Rewritten(text)) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        dependencies.extend(cargo::named_in(&texts.join("\n"), ["uuid", "jiff", "serde_json"].map(str::to_owned)));
        let scaffold = cargo::plain_manifest(package, &dependencies, &["tokio".to_owned()].into());
        self.files.insert(format!("{folder}/Cargo.toml"), Want::Manifest { scaffold, needs });

        let scaffold = fill::service_lib(service);
        self.files.insert(format!("{folder}/src/lib.rs"), Want::Code { scaffold, service: index });
        self.once(format!("{folder}/tests/service.rs"), fill::service_test(self.blueprint, service));

        let before = self.setting.schemas.get(package);
        let (schema, step) = schema::step(self.blueprint, service, before, self.setting.folder);
        if let Some(step) = &step {
            self.once(format!("{folder}/migrations/{}", step.file), step.sql.clone());
        }
        let steps: Vec<Step> = step.into_iter().collect();
        let scaffold = crate::mend::steps::scaffold(&steps);
        self.files.insert(format!("{folder}/src/migrations.rs"), Want::Steps { scaffold, steps });
        self.schemas.insert(package.clone(), schema);
    }

    fn topology(&mut self, topology: &Topology) -> Result<(), NotRust> {
        for deployable in &topology.deployables {
            let text = process::deployable(self.blueprint, topology, deployable)?;
            let folder = format!("deployables/{}/{}", topology.name, deployable.process.name);
            self.generated_crate(&deployable.process.package, &folder, "main.rs", text);
        }
        if let Some(gateway) = &topology.gateway {
            let text = process::gateway(self.blueprint, topology, gateway)?;
            let folder = format!("deployables/{}/{}", topology.name, gateway.name);
            self.generated_crate(&gateway.package, &folder, "main.rs", text);
        }
        let (sh, ps1) = fill::run_scripts(self.blueprint, topology);
        self.rewritten(format!("deploy/{}/run.sh", topology.name), sh);
        self.rewritten(format!("deploy/{}/run.ps1", topology.name), ps1);
        Ok(())
    }

    fn whole(&mut self, shown: &[&Topology]) -> Result<(), NotRust> {
        let blueprint = self.blueprint;
        let document = openapi::of_system(blueprint);
        self.rewritten(format!("openapi/{}.json", blueprint.document_name()), pretty(&document));
        self.rewritten("deploy/topologies.json", pretty(&topologies(blueprint, shown)));
        self.rewritten("README.md", fill::readme(blueprint, shown));
        let text = self.setting.design_text.replace("\r\n", "\n");
        let banner =
            format!("// The design this workspace was made from. Generated by Cleave {}.\n", self.setting.version);
        self.rewritten("design.cleave.kdl", format!("{banner}{text}"));
        let mut needs: BTreeSet<String> = ["serde_json".to_owned()].into();
        self.rewritten("tests/e2e/Cargo.toml", cargo::crate_manifest("e2e", &needs));
        needs.clear();
        self.rewritten("tests/e2e/tests/smoke.rs", smoke::emit(blueprint)?);
        self.once("tests/e2e/tests/behaviour.rs", fill::BEHAVIOUR);
        self.once("rust-toolchain.toml", fill::TOOLCHAIN);
        self.once("rustfmt.toml", fill::RUSTFMT);
        self.once("clippy.toml", fill::CLIPPY);
        self.once(".cargo/config.toml", fill::CARGO_CONFIG);
        self.once(".gitignore", fill::GITIGNORE);
        self.once("Cargo.lock", platform::LOCK);
        self.files.insert("Cargo.toml".into(), Want::Root(self.root(shown)));
        Ok(())
    }

    fn root(&self, shown: &[&Topology]) -> Root {
        let mut members: BTreeSet<String> = self.crates.values().cloned().collect();
        members.insert("tests/e2e".into());
        let folders = |topology: &Topology| -> BTreeSet<String> {
            let processes = topology.deployables.iter().map(|deployable| &deployable.process).chain(&topology.gateway);
            processes.map(|process| format!("deployables/{}/{}", topology.name, process.name)).collect()
        };
        shown.iter().for_each(|topology| members.extend(folders(topology)));
        let default = shown.iter().find(|topology| topology.is_default).or(shown.first());
        let manifests = self.files.iter().filter(|(path, _)| path.ends_with("/Cargo.toml"));
        let optional = OPTIONAL_CRATES.iter().filter(|name| {
            let line = format!("{name}.workspace");
            manifests.clone().any(|(_, want)| match want {
                Want::Rewritten(text) | Want::Manifest { scaffold: text, .. } => {
                    text.lines().any(|text| text.starts_with(&line))
                }
                _ => false,
            })
        });
        Root {
            members,
            default_members: default.map(|topology| folders(topology)).unwrap_or_default(),
            crates: self.crates.clone(),
            optional: optional.map(|name| (*name).to_owned()).collect(),
        }
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// What the harness and scripts read: who runs where.
fn topologies(blueprint: &Blueprint, shown: &[&Topology]) -> Value {
    let one = |topology: &&Topology| {
        let deployables: Vec<Value> = topology
            .deployables
            .iter()
            .map(|deployable| {
                let services: Vec<&Service> =
                    deployable.services.iter().map(|index| &blueprint.services[*index]).collect();
                let env: BTreeMap<String, String> = services
                    .iter()
                    .filter(|service| service.has_store)
                    .filter_map(|service| {
                        let url = fill::database_url(topology, service)?;
                        Some((fill::variable_name(&service.package, "DATABASE_URL"), url))
                    })
                    .collect();
                let names: Vec<&str> = services.iter().map(|service| service.package.as_str()).collect();
                json!({
                    "name": deployable.process.name, "package": deployable.process.package,
                    "publicPort": deployable.process.public, "internalPort": deployable.process.internal,
                    "services": names, "env": env,
                })
            })
            .collect();
        let gateway = topology.gateway.as_ref().map(|gateway| {
            json!({
                "package": gateway.package, "publicPort": gateway.public, "internalPort": gateway.internal, "env": {},
            })
        });
        json!({ "name": topology.name, "gateway": gateway, "deployables": deployables })
    };
    let default = shown.iter().find(|topology| topology.is_default).or(shown.first());
    json!({
        "system": blueprint.system.slug,
        "default": default.map(|topology| &topology.name),
        "topologies": shown.iter().map(one).collect::<Vec<Value>>(),
    })
}
