//! What a report tells of: the design with its judgement and, where they are known, how it was and how it came so.

use cleave_analysis::{Analysis, Cause, Difference, Finding, Moment};
use cleave_model::{Id, Model, Policy};
use std::collections::BTreeMap;

/// A form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One page that needs no network.
    Html,
    /// For a pull request, with drawings in Mermaid.
    Markdown,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For build servers.
    Junit,
    /// For spreadsheets.
    Csv,
    /// For programs: what `cleave check --format json` prints.
    Json,
}

impl Form {
    /// What a file's ending says; a page where it says nothing.
    pub fn of(file: &str) -> Self {
        match file.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase().as_str() {
            "md" | "markdown" => Self::Markdown,
            "sarif" => Self::Sarif,
            "xml" => Self::Junit,
            "csv" => Self::Csv,
            "json" => Self::Json,
            _ => Self::Html,
        }
    }
}

/// Everything a report can be written from. Only the first three are needed.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// The design.
    pub model: &'a Model,
    /// What the rules say of it.
    pub analysis: &'a Analysis,
    /// The version of Cleave that makes it, for example `1.0.0`.
    pub version: String,
    /// The day it is made, `YYYY-MM-DD`; what has no day says none.
    pub day: Option<String>,
    /// The drawing of the whole design, SVG.
    pub map: Option<String>,
    /// What it is compared with.
    pub since: Option<Since>,
    /// The saved revisions, the oldest first, and what is now last. Empty without any.
    pub trend: Vec<Moment>,
    /// When a finding was first seen of those that were there in saved revisions, by fingerprint: `YYYY-MM-DD`.
    pub first_seen: BTreeMap<String, String>,
}

/// The state a report compares with.
#[derive(Debug, Clone)]
pub struct Since {
    /// How people call it: a revision or a file.
    pub name: String,
    /// When it was, `YYYY-MM-DD`, where that is known.
    pub day: Option<String>,
    /// The design as it was.
    pub model: Model,
    /// What the rules said of it.
    pub analysis: Analysis,
    /// What changed.
    pub difference: Difference,
    /// Which edit brought a finding, by fingerprint.
    pub causes: BTreeMap<String, Cause>,
}

/// How a finding stands to the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing to compare with.
    Alone,
    /// It was not there, or was accepted.
    New,
    /// It weighs more.
    Worse,
    /// It is as it was.
    Same,
}

impl<'a> Report<'a> {
    /// A report of a design as it is.
    pub fn new(model: &'a Model, analysis: &'a Analysis, version: impl Into<String>) -> Self {
        Self {
            model,
            analysis,
            version: version.into(),
            day: None,
            map: None,
            since: None,
            trend: Vec::new(),
            first_seen: BTreeMap::new(),
        }
    }

    /// The report in one of its forms. `file` is the design's name, for forms that point at it.
    pub fn told(&self, form: Form, file: &str) -> String {
        match form {
            Form::Html => crate::html(self),
            Form::Markdown => crate::markdown(self),
            Form::Sarif => crate::sarif(self, file),
            Form::Junit => crate::junit(self),
            Form::Csv => crate::csv(self),
            Form::Json => self.json(),
        }
    }

    /// What `cleave check` prints, and the difference where there is a baseline.
    fn json(&self) -> String {
        let mut json = cleave_analysis::check_json_at(self.model, self.day.as_deref());
        if let (Some(since), Some(object)) = (&self.since, json.as_object_mut()) {
            let difference = serde_json::to_value(&since.difference).unwrap_or_default();
            object.insert("difference".into(), difference);
            let changes = serde_json::to_value(crate::Changes::between(&since.model, self.model)).unwrap_or_default();
            object.insert("changes".into(), changes);
        }
        format!("{json:#}\n")
    }

    /// Compares with a state of the same design; the policy of now says how far numbers may rise.
    pub fn compared(&mut self, name: &str, day: Option<String>, before: Model, analysis: Analysis) -> &mut Since {
        let nothing = Policy::default();
        let policy = self.model.design(&Id::new(Model::DESIGN)).map_or(&nothing, |design| &design.policy);
        let difference = Difference::between(&analysis, self.analysis, policy);
        self.since.insert(Since {
            name: name.to_owned(),
            day,
            model: before,
            analysis,
            difference,
            causes: BTreeMap::new(),
        })
    }

    /// The heading.
    pub(crate) fn title(&self) -> &str {
        self.model.design_name()
    }

    /// How a finding stands to the baseline.
    pub(crate) fn standing(&self, finding: &Finding) -> Standing {
        let Some(since) = &self.since else { return Standing::Alone };
        let is = |other: &Finding| other.fingerprint == finding.fingerprint;
        let difference = &since.difference;
        if difference.worsened.iter().any(|worse| is(&worse.now)) {
            Standing::Worse
        } else if difference.new.iter().any(is) {
            Standing::New
        } else {
            Standing::Same
        }
    }

    /// The findings that are not accepted, in their order.
    pub(crate) fn open(&self) -> impl Iterator<Item = &'a Finding> {
        self.analysis.findings.iter().filter(|finding| !finding.waived)
    }

    /// The open findings that lead their group or stand alone. One whose leader is accepted leads by itself.
    pub(crate) fn leading(&self) -> impl Iterator<Item = &'a Finding> {
        self.open().filter(|finding| self.leader(finding).is_none())
    }

    /// The open finding that leads another, if one does.
    pub(crate) fn leader(&self, finding: &Finding) -> Option<&'a Finding> {
        let print = finding.group.as_ref()?;
        self.open().find(|other| other.fingerprint == *print && other.fingerprint != finding.fingerprint)
    }
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn the_ending_says_the_form() {
        let of = ["a.md", "b/a.SARIF", "a.xml", "a.csv", "a.json", "a.html", "a"].map(Form::of);
        let (html, junit) = (Form::Html, Form::Junit);
        assert_eq!(of, [Form::Markdown, Form::Sarif, junit, Form::Csv, Form::Json, html, html]);
    }
}
