//! Everything the interface can be answered.

use crate::{Analysis, Judgement, Outside, Recovered, Settings};
use cleave_analysis::{
    Advice, Affordance, Boundaries, Cause, Coupling, Difference, Fix, Moment, Predictions, Preview, ServiceMetrics,
};
use cleave_generators::{Class, Counts, DiffLine, Status};
use cleave_model::{Change, Id, Record};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The answer to one request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Reply {
    /// To `Hello`.
    Welcome(Box<Welcome>),
    /// A project is open.
    Opened(Box<Snapshot>),
    /// To `Glimpse` and `GlimpseSample`.
    Glimpse(Box<Glimpse>),
    /// The design was edited.
    Applied(Box<Applied>),
    /// To `Affordances`.
    Affordances {
        /// One for each element that would add a finding as the target.
        targets: Vec<Affordance>,
    },
    /// To `Preview`.
    Preview(Box<Foreseen>),
    /// To `Predict`.
    Predictions(Box<Predictions>),
    /// To `Advise`.
    Advice {
        /// The best first; empty where nothing is better.
        advice: Vec<Advice>,
    },
    /// To `Coupling`.
    Coupling {
        /// What depends on what.
        structure: Box<Coupling>,
        /// All numbers of the judged services.
        services: BTreeMap<Id, ServiceMetrics>,
    },
    /// To `Boundaries`. Others may edit while it is searched for.
    Boundaries {
        /// The step of the design it was found in.
        step: u32,
        /// What was found.
        found: Box<Boundaries>,
    },
    /// To `Fixes`.
    Fixes {
        /// The best first; none where the finding is gone, or nothing ends it without an error.
        fixes: Vec<Fix>,
    },
    /// To `RulePage`.
    RulePage(RulePage),
    /// To `Numbers`.
    Numbers {
        /// Those of the design, of its domains and of its services.
        numbers: Vec<NumberPage>,
    },
    /// To `Text`.
    Text {
        /// The design in its text form.
        source: String,
    },
    /// To `Fragment`.
    Fragment {
        /// What `Command::Paste` takes.
        records: Vec<Record>,
        /// What the text says and cannot say in this design.
        left_out: Vec<String>,
    },
    /// To `Revisions`.
    Revisions {
        /// The oldest first.
        revisions: Vec<RevisionView>,
    },
    /// To `Compare`.
    Comparison(Box<Comparison>),
    /// To `Plan`.
    Plan(Plan),
    /// To `FileDiff`.
    FileDiff(FileDiff),
    /// To `Generate`.
    Generated(Generated),
    /// To `Picture`.
    Picture {
        /// The picture in base 64, where it was not written to a path.
        base64: Option<String>,
    },
    /// A file was written.
    Written {
        /// Where.
        path: String,
    },
    /// It is done and there is nothing to say.
    Done,
}

/// Who answers, and what is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Welcome {
    /// Cleave's version.
    pub version: String,
    /// `desktop` or `browser`.
    pub shell: String,
    /// The open project, if one is.
    pub project: Option<Snapshot>,
    /// What this user chose.
    pub settings: Settings,
    /// Designs opened before, newest first.
    pub recent: Vec<Recent>,
    /// Designs that come with Cleave.
    pub samples: Vec<Sample>,
}

/// A design that was opened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Recent {
    /// Where it is.
    pub path: String,
    /// The design's name.
    pub name: String,
    /// When it was last open, RFC 3339.
    pub at: String,
}

/// A design that comes with Cleave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Sample {
    /// For `OpenSample`.
    pub name: String,
    /// One sentence.
    pub about: String,
}

/// What can be seen of a design at a glance, for a small picture of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Glimpse {
    /// The design's name.
    pub name: String,
    /// How many services.
    pub services: u32,
    /// Findings at error that no waiver accepts.
    pub errors: u32,
    /// Findings at warning that no waiver accepts.
    pub warnings: u32,
    /// What is drawn; of very large designs nothing.
    pub records: Vec<Record>,
    /// The connections of findings at error.
    pub bad: Vec<Id>,
}

/// A state of the design that was kept under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RevisionView {
    /// Unique in the project.
    pub name: String,
    /// When, `YYYY-MM-DDThh:mm:ssZ`.
    pub at: String,
    /// Who.
    pub who: String,
    /// The step it was.
    pub step: u32,
}

impl From<cleave_session::Revision> for RevisionView {
    fn from(revision: cleave_session::Revision) -> Self {
        let cleave_session::Revision { name, at, who, step, accepted: _ } = revision;
        Self { name, at, who, step }
    }
}

/// What changed in the findings from one state of the design to now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Comparison {
    /// How people call the other state.
    pub name: String,
    /// When it was, `YYYY-MM-DD`, where that is known.
    pub day: Option<String>,
    /// What is new, worse and fixed, and the numbers that are watched.
    pub difference: Difference,
    /// The edit behind each finding that is new, worse or fixed, by fingerprint, where it is known.
    pub causes: BTreeMap<String, Cause>,
    /// The saved revisions, the oldest first, and what is now last. Empty without any.
    pub trend: Vec<Moment>,
}

/// An open project, whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Snapshot {
    /// Counts edits, undo and redo included.
    pub step: u32,
    /// The project file.
    pub path: String,
    /// Every record.
    pub records: Vec<Record>,
    /// What the rules say.
    pub analysis: Analysis,
    /// How long that took, ms.
    pub took_ms: f64,
    /// What undo would take back.
    pub undo: Option<String>,
    /// What redo would take again.
    pub redo: Option<String>,
    /// Whether everything is on disk.
    pub saved: bool,
    /// Why it may only be looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub read_only: Option<String>,
    /// What another program did to the files, while it waits for a decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub outside: Option<Outside>,
    /// What was found again after the last session did not close; told once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub recovered: Option<Recovered>,
    /// How this user's window looked at it the last time, as it was remembered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional, type = "unknown"))]
    pub look: Option<serde_json::Value>,
}

/// What one edit did. Where `step` is not one more than the last, the interface asks for a snapshot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Applied {
    /// The step this made.
    pub step: u32,
    /// What the architect did.
    pub label: String,
    /// What changed.
    pub change: Change,
    /// What the rules say now; none where only the layout changed.
    pub judgement: Option<Judgement>,
    /// How long that took, ms.
    pub took_ms: f64,
    /// What undo would take back.
    pub undo: Option<String>,
    /// What redo would take again.
    pub redo: Option<String>,
    /// Whether it is on disk; else it waits in memory.
    pub saved: bool,
}

/// What an edit would change, before anybody makes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Foreseen {
    /// Findings and numbers, now and then.
    pub preview: Preview,
    /// What the edit would be answered if it came now, for those who are at the step before; none where nobody is, or the
    /// design may only be looked at.
    pub applied: Option<Applied>,
}

/// The page of a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RulePage {
    /// The rule's name.
    pub rule: String,
    /// Its page, Markdown.
    pub markdown: String,
    /// What the team may set of it.
    pub thresholds: Vec<Threshold>,
}

/// The page of a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NumberPage {
    /// Its key, which never changes.
    pub key: String,
    /// Its name, with the short form that papers use.
    pub name: String,
    /// How it is made.
    pub definition: String,
    /// What this tool takes where others take something else, or where it is not defined; may be empty.
    pub convention: String,
    /// What is usual; may be empty.
    pub band: String,
    /// Who described it; empty for plain counts.
    pub source: String,
}

/// A threshold of a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Threshold {
    /// Its name in the policy.
    pub name: String,
    /// What the rule takes where the policy says nothing.
    pub usual: f64,
}

/// Something the design lacks before it can be generated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GapView {
    /// The element.
    pub place: Id,
    /// How people speak of it.
    pub path: String,
    /// What is so.
    pub message: String,
    /// What to do.
    pub fix: String,
}

/// One file of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlannedFile {
    /// Relative to the folder, with `/`.
    pub path: String,
    /// Whose it is.
    pub class: Class,
    /// What would happen to it.
    pub status: Status,
    /// Why, where that needs saying.
    pub note: Option<String>,
}

/// What generating would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Plan {
    /// What the design lacks; where any, nothing can be generated and `files` is empty.
    pub gaps: Vec<GapView>,
    /// Every file, by path.
    pub files: Vec<PlannedFile>,
    /// How many of each status.
    pub counts: Counts,
}

/// A planned file against what is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FileDiff {
    /// The file.
    pub path: String,
    /// Lines of both, in order.
    pub lines: Vec<DiffLine>,
}

/// What a generation did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Generated {
    /// Where.
    pub folder: String,
    /// How many of each status.
    pub counts: Counts,
    /// Files that need a look: conflicts and reports of drift.
    pub attention: Vec<PlannedFile>,
    /// How long it took, ms.
    pub took_ms: f64,
}
