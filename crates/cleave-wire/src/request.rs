//! Everything the interface can ask for.

use crate::Settings;
use cleave_analysis::Barriers;
use cleave_model::{Command, Id};
use serde::{Deserialize, Serialize};

/// One question or order. Each has one reply, named at it; any may be answered with a fault instead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Request {
    /// Who is there? Answered by `Welcome`.
    Hello,
    /// Make a new project file at this path and open it. Answered by `Opened`.
    New {
        /// Where; ends in `.cleave`.
        path: String,
        /// The design's name.
        name: String,
    },
    /// Open a project file, or a text form beside which one is made. Answered by `Opened`.
    Open {
        /// Which.
        path: String,
    },
    /// Open a design to look at it, even a damaged one as far as it can be read. Answered by `Opened`.
    OpenReadOnly {
        /// Which.
        path: String,
    },
    /// Copy a sample to this path and open it. Answered by `Opened`.
    OpenSample {
        /// The sample's name.
        sample: String,
        /// Where the copy goes; none is the folder for samples of this user.
        path: Option<String>,
    },
    /// A look at a design that is not open. Answered by `Glimpse`.
    Glimpse {
        /// The design.
        path: String,
    },
    /// A look at a sample. Answered by `Glimpse`.
    GlimpseSample {
        /// The sample's name.
        sample: String,
    },
    /// Close the project. Answered by `Done`.
    Close,
    /// The whole open project again, after the interface lost step. Answered by `Opened`.
    Snapshot,
    /// Try now to write what waits. Answered by `Done`; a fault says why it still waits.
    Save,
    /// Write the design with all that waits into a new project file. Answered by `Written`.
    SaveCopy {
        /// Where; ends in `.cleave`.
        path: String,
        /// Whether that file is the open one from then on; then `Opened` is told to everybody.
        go_on: bool,
    },
    /// Decide about what another program did to the files. Answered by `Opened`.
    SettleOutside {
        /// Take theirs, as one step; else keep what is here.
        theirs: bool,
    },
    /// Remember how the window looks at this design: panes, camera, and whatever else. Answered by `Done`.
    RememberLook {
        /// Kept as it is, and given back in `Snapshot`. At most 64 kB.
        #[cfg_attr(feature = "ts", ts(type = "unknown"))]
        look: serde_json::Value,
    },
    /// Edit the design. Answered by `Applied` once it is durable.
    Apply {
        /// What is asked.
        command: Command,
        /// Edits with the same gesture become one undo step.
        gesture: Option<String>,
    },
    /// Take the last step back. Answered by `Applied`.
    Undo,
    /// Take the last undone step again. Answered by `Applied`.
    Redo,
    /// What connecting from here to each possible target would mean. Answered by `Affordances`.
    Affordances {
        /// Where the connection would start.
        from: Id,
    },
    /// What a command would do to findings and numbers, without doing it. Answered by `Preview`.
    Preview {
        /// What would be asked.
        command: Command,
    },
    /// What a topology means when it runs, and what it would mean after a command. Answered by `Predictions`.
    Predict {
        /// The topology.
        topology: Id,
        /// What would be asked.
        command: Option<Command>,
    },
    /// Groupings of a topology that are worth a look. Answered by `Advice`.
    Advise {
        /// The topology.
        topology: Id,
        /// What they must respect.
        barriers: Barriers,
    },
    /// The structure of the design, for matrix and chains. Answered by `Coupling`.
    Coupling,
    /// The best division of the services that is found, beside the drawn domains. Answered by `Boundaries`.
    Boundaries,
    /// What would end a finding. Answered by `Fixes`.
    Fixes {
        /// The finding's fingerprint.
        finding: String,
    },
    /// Why a rule is a rule. Answered by `RulePage`.
    RulePage {
        /// The rule's name.
        rule: String,
    },
    /// How each number is made. Answered by `Numbers`.
    Numbers,
    /// The text form of the design. Answered by `Text`.
    Text,
    /// These records with everything in them as text, for the clipboard. Answered by `Text`; empty where nothing of them
    /// can be carried.
    Copy {
        /// The records.
        ids: Vec<Id>,
    },
    /// What a text from the clipboard would bring in. Answered by `Fragment`.
    Fragment {
        /// The text.
        text: String,
    },
    /// The named revisions. Answered by `Revisions`.
    Revisions,
    /// Keep the design as it is under a name. Answered by `Done`.
    KeepRevision {
        /// The name; not taken.
        name: String,
    },
    /// Make the design what it was under this name, in one step. Answered by `Applied`.
    Restore {
        /// The revision's name.
        name: String,
    },
    /// What generating into this folder would do. Nothing is written. Answered by `Plan`.
    Plan {
        /// The output folder.
        folder: String,
        /// Topologies by name; empty is all.
        topologies: Vec<String>,
    },
    /// One planned file against what is in the folder. Answered by `FileDiff`.
    FileDiff {
        /// The output folder.
        folder: String,
        /// Topologies by name; empty is all.
        topologies: Vec<String>,
        /// The file, relative to the folder, with `/`.
        path: String,
    },
    /// Generate into this folder. Progress comes as events. Answered by `Generated`.
    Generate {
        /// The output folder.
        folder: String,
        /// Topologies by name; empty is all.
        topologies: Vec<String>,
    },
    /// Write the coupling report. Answered by `Written`.
    Report {
        /// Where; the ending says the form: `.html`, `.md`, `.sarif`, `.xml` (JUnit), `.csv` or `.json`.
        path: String,
        /// What it is told against: a revision by its name, or a file; none tells the design as it is.
        baseline: Option<String>,
        /// The drawing of the whole design, SVG, for the page.
        map: Option<String>,
    },
    /// What changed in the findings since another state of the design. Answered by `Comparison`.
    Compare {
        /// A revision by its name, or a file.
        with: String,
    },
    /// Turn a drawing of the interface into a picture. Answered by `Picture`.
    Picture {
        /// The drawing, SVG.
        svg: String,
        /// As what.
        form: PictureForm,
        /// Pixels for each px of the drawing; PNG only.
        scale: f32,
        /// Where it is written, a picture that is there is replaced; without, it comes with the reply.
        path: Option<String>,
    },
    /// Remember these settings. Answered by `Done`; other windows get an event.
    Remember {
        /// All of them.
        settings: Settings,
    },
}

/// As what a picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum PictureForm {
    /// Text and shapes.
    Svg,
    /// Pixels.
    Png,
    /// A page.
    Pdf,
}

impl Request {
    /// The word that says which request it is, without what it says, for the log.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Hello => "hello",
            Self::New { .. } => "new",
            Self::Open { .. } => "open",
            Self::OpenReadOnly { .. } => "open-read-only",
            Self::Save => "save",
            Self::SaveCopy { .. } => "save-copy",
            Self::SettleOutside { .. } => "settle-outside",
            Self::RememberLook { .. } => "remember-look",
            Self::OpenSample { .. } => "open-sample",
            Self::Glimpse { .. } => "glimpse",
            Self::GlimpseSample { .. } => "glimpse-sample",
            Self::Close => "close",
            Self::Snapshot => "snapshot",
            Self::Apply { .. } => "apply",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::Affordances { .. } => "affordances",
            Self::Preview { .. } => "preview",
            Self::Predict { .. } => "predict",
            Self::Advise { .. } => "advise",
            Self::Coupling => "coupling",
            Self::Boundaries => "boundaries",
            Self::Fixes { .. } => "fixes",
            Self::RulePage { .. } => "rule-page",
            Self::Numbers => "numbers",
            Self::Text => "text",
            Self::Copy { .. } => "copy",
            Self::Fragment { .. } => "fragment",
            Self::Revisions => "revisions",
            Self::KeepRevision { .. } => "keep-revision",
            Self::Restore { .. } => "restore",
            Self::Plan { .. } => "plan",
            Self::FileDiff { .. } => "file-diff",
            Self::Generate { .. } => "generate",
            Self::Report { .. } => "report",
            Self::Compare { .. } => "compare",
            Self::Picture { .. } => "picture",
            Self::Remember { .. } => "remember",
        }
    }
}
