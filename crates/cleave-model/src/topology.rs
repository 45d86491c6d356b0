//! How services are grouped into processes, what generated code may contain, and which coupling the team allows.

use crate::{Delivery, Head, Id, Severity, vocabulary::words};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A partition of the generated services into deployables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Topology {
    /// Id, name and the rest that every record has.
    pub head: Head,
    /// The one that a plain `cargo run` starts; at most one of a design.
    pub default: bool,
    /// Database address written to the deployment files; SQLite files beside the process where none is said.
    pub database: Option<String>,
    /// Broker address; events travel by HTTP push where none is said.
    pub broker: Option<String>,
    /// Whether deployables speak TLS.
    pub tls: Option<bool>,
    /// What is written beside the code.
    pub delivery: Vec<Delivery>,
}

/// What one process may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Resources {
    /// Thousandths of a core.
    pub cpu_millis: Option<u32>,
    /// Mebibytes.
    pub memory_mib: Option<u32>,
}

/// One process: a set of services. Its home is the topology.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Deployable {
    /// Id, name and the rest that every record has.
    pub head: Head,
    /// The services that are named, in this order.
    pub services: Vec<Id>,
    /// Also holds every generated service that no deployable of the topology names; at most one of a topology.
    pub rest: bool,
    /// How many copies run; 1 where nothing is said.
    pub replicas: Option<u32>,
    /// Public port; the internal one is 1000 higher. Given by position where nothing is said.
    pub port: Option<u16>,
    /// What it may use.
    pub resources: Option<Resources>,
}

/// What changes generated code: the union over the whole design, whatever topology is written. One for a design.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Options {
    /// Bearer tokens are verified.
    pub auth: bool,
    /// Events may travel through a broker.
    pub broker: bool,
    /// Traces are exported.
    pub tracing: bool,
    /// Requests at the edge are limited.
    pub rate_limit: bool,
}

words! {
    /// What a selector compares.
    SelectBy {
        /// Any of the below.
        Any = "any",
        /// A tag.
        Tag = "tag",
        /// A domain's name.
        Domain = "domain",
        /// A team.
        Team = "team",
        /// A kind: service, operation, event, store, external, actor; or a role.
        Kind = "kind",
        /// A service's name.
        Service = "service",
    }
}

/// Picks elements for a dependency rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Selector {
    /// What is compared.
    pub by: SelectBy,
    /// The word it must equal.
    pub value: String,
}

/// Another severity and other thresholds of a rule for a part of the design: findings whose elements the selector all picks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Within {
    /// Which part.
    pub at: Selector,
    /// How serious the rule is there, whatever the rule itself says.
    pub severity: Option<Severity>,
    /// Replaces thresholds by name there.
    #[serde(default)]
    pub limits: BTreeMap<String, f64>,
}

/// Severity and thresholds of one rule.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RuleSetting {
    /// Replaces the rule's own severity.
    pub severity: Option<Severity>,
    /// Replaces thresholds by name.
    pub limits: BTreeMap<String, f64>,
    /// Replaces severity and thresholds in parts of the design; of those that say one, the first that fits counts.
    pub within: Vec<Within>,
}

/// A dependency that is not allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Forbidden {
    /// What the rule is called in findings, for example `FD1`; may be empty.
    pub name: String,
    /// Who may not depend.
    pub from: Selector,
    /// On whom.
    pub to: Selector,
    /// Whether a path through others counts too.
    pub reachable: bool,
    /// Why; often a link to an ADR.
    pub why: Option<String>,
}

/// Elements that may depend only on these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AllowedOnly {
    /// Who is limited.
    pub from: Selector,
    /// What they may depend on.
    pub to: Vec<Selector>,
}

/// Which coupling the team allows. One for a design.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Policy {
    /// Settings by rule name.
    pub rules: BTreeMap<String, RuleSetting>,
    /// Layers, top first.
    pub layers: Vec<String>,
    /// Whether skipping a layer counts too.
    pub strict_layers: bool,
    /// What is not allowed.
    pub forbidden: Vec<Forbidden>,
    /// Who may depend only on what.
    pub allowed_only: Vec<AllowedOnly>,
    /// Services that are reached from outside, though nobody outside is drawn.
    pub edge_members: Vec<Selector>,
}
