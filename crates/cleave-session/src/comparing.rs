//! How a design was: the state it is compared with, which edit brought what is new, and its course over the revisions.

use crate::design::{DesignFile, Form};
use crate::outcome::guarded;
use crate::session::Session;
use crate::{SessionError, clock};
use cleave_analysis::{Analysis, Cause, Difference, Finding, Moment, analyse_at};
use cleave_file::{Entry, Project, Revision};
use cleave_model::{Model, Record, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Most edits between two states that are all judged; of more, only some are.
const ALL: usize = 64;
/// Most states that are judged to find the edits behind what is new.
const PROBES: usize = 400;
/// Most revisions in a course: the newest.
const MOMENTS: usize = 24;

/// A state a design is compared with.
#[derive(Debug, Clone)]
pub struct Before {
    /// How people call it: a revision or a file.
    pub name: String,
    /// When it was, `YYYY-MM-DD`, where that is known.
    pub day: Option<String>,
    /// The design as it was.
    pub model: Model,
    /// What the rules say of it, on its day.
    pub analysis: Analysis,
    /// What was done since, the oldest first; none where that is not known.
    entries: Vec<Entry>,
    /// The step of the first of them.
    first: u32,
}

/// The course of a design over its saved revisions.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// The oldest first, and what is now last. Empty where no revision was saved.
    pub trend: Vec<Moment>,
    /// The day of the oldest revision since which a finding of now was always there, by fingerprint.
    pub first_seen: BTreeMap<String, String>,
}

impl Session {
    /// The state under this name of a revision, or else in this file (`FILE`, `FILE@REVISION`).
    ///
    /// # Errors
    /// That there is neither, or what is wrong with the file.
    pub fn before(&self, with: &str) -> Result<Before, SessionError> {
        if let Some(revision) = self.revisions()?.into_iter().find(|revision| revision.name == with) {
            return of_revision(self.project(), &revision, self.waiting());
        }
        let path = Path::new(with);
        let (file, _) = parted(with);
        if !path.exists() && !file.exists() {
            return Err(SessionError::NoRevision { name: with.to_owned() });
        }
        of_file(self.path(), with)
    }

    /// The course of the design over its revisions.
    ///
    /// # Errors
    /// What the disk refused, or that a rule panicked.
    pub fn past(&self) -> Result<Past, SessionError> {
        course(self.project(), &self.judge()?.analysis)
    }
}

/// The state in this file (`FILE`, `FILE@REVISION`), or under this revision of the design itself (`@REVISION`). Where
/// the file is the design's own, the edits since are known.
///
/// # Errors
/// What is wrong with the file, or that it has no such revision.
pub fn of_file(design: &Path, with: &str) -> Result<Before, SessionError> {
    let (file, revision) = parted(with);
    let file = if file.as_os_str().is_empty() { design.to_owned() } else { file };
    let Some(name) = revision else {
        let name = file.file_name().map_or_else(|| with.to_owned(), |name| name.to_string_lossy().into_owned());
        return of_model(&name, DesignFile::read(&file)?.model);
    };
    let (project, _) = Project::open_reading(&file)?;
    let found = project.revisions()?.into_iter().find(|revision| revision.name == name);
    let found = found.ok_or(SessionError::NoRevision { name })?;
    let mut before = of_revision(&project, &found, &[])?;
    let own = |path: &Path| path.canonicalize().ok();
    if own(design).is_none() || own(design) != own(&file) {
        before.entries.clear();
    }
    Ok(before)
}

/// A design that was read already, as a state to compare with; the edits since are not known.
///
/// # Errors
/// That a rule panicked.
pub fn of_model(name: &str, model: Model) -> Result<Before, SessionError> {
    let analysis = judged(&model, &clock::today())?;
    Ok(Before { name: name.to_owned(), day: None, model, analysis, entries: Vec::new(), first: 0 })
}

/// The course of the design in this file; empty for one that is a text.
///
/// # Errors
/// What is wrong with the file, or that a rule panicked.
pub fn past_of(design: &Path, now: &Analysis) -> Result<Past, SessionError> {
    if !matches!(Form::of(design), Ok(Form::Project)) {
        return Ok(Past::default());
    }
    course(&Project::open_reading(design)?.0, now)
}

/// A file and, behind the last `@`, one of its revisions. A file whose own name has an `@` is that file.
fn parted(with: &str) -> (PathBuf, Option<String>) {
    match with.rsplit_once('@') {
        Some((file, revision)) if !Path::new(with).exists() => (PathBuf::from(file), Some(revision.to_owned())),
        _ => (PathBuf::from(with), None),
    }
}

fn of_revision(project: &Project, revision: &Revision, waiting: &[Entry]) -> Result<Before, SessionError> {
    let Revision { name, at, step, .. } = revision;
    let model = project.revision(name)?.ok_or_else(|| SessionError::NoRevision { name: name.clone() })?;
    let day = day(at);
    let analysis = judged(&model, &day)?;
    let mut entries = project.entries_after(*step)?;
    entries.extend_from_slice(waiting);
    Ok(Before { name: name.clone(), day: Some(day), model, analysis, entries, first: step + 1 })
}

fn day(at: &str) -> String {
    at.chars().take(10).collect()
}

/// Judged as on its own day: what a waiver accepted then was accepted.
fn judged(model: &Model, day: &str) -> Result<Analysis, SessionError> {
    guarded("Judging a revision", || analyse_at(model, Some(day)))
}

fn course(project: &Project, now: &Analysis) -> Result<Past, SessionError> {
    let mut revisions = project.revisions()?;
    if revisions.is_empty() {
        return Ok(Past::default());
    }
    revisions.drain(..revisions.len().saturating_sub(MOMENTS));
    let mut trend = Vec::new();
    let mut days: Vec<(String, BTreeSet<String>)> = Vec::new();
    for revision in &revisions {
        let Some(model) = project.revision(&revision.name)? else { continue };
        let analysis = judged(&model, &day(&revision.at))?;
        trend.push(Moment::of(&revision.name, &revision.at, &analysis));
        days.push((day(&revision.at), analysis.findings.iter().map(|finding| finding.fingerprint.clone()).collect()));
    }
    trend.push(Moment::of("Now", "", now));
    let first_seen = now.findings.iter().filter_map(|finding| {
        let there = days.iter().rev().take_while(|(_, held)| held.contains(&finding.fingerprint));
        there.last().map(|(day, _)| (finding.fingerprint.clone(), day.clone()))
    });
    Ok(Past { first_seen: first_seen.collect(), trend })
}

/// What is looked for in a state: a finding that is there, gone, or heavier than it was.
enum Sought<'f> {
    New(&'f Finding),
    Worse { now: &'f Finding, evidence: usize, severity: Option<Severity> },
    Gone(&'f Finding),
}

impl Sought<'_> {
    fn print(&self) -> &str {
        match self {
            Self::New(finding) | Self::Gone(finding) | Self::Worse { now: finding, .. } => &finding.fingerprint,
        }
    }

    fn holds(&self, state: &State) -> bool {
        let found = state.get(self.print());
        match self {
            Self::New(_) => found.is_some(),
            Self::Gone(_) => found.is_none(),
            Self::Worse { evidence, severity, .. } => {
                found.is_some_and(|(many, weight)| many > evidence || severity.is_some_and(|was| *weight < was))
            }
        }
    }
}

/// The findings of a state by fingerprint: how many connections show each, and how serious it is.
type State = BTreeMap<String, (usize, Severity)>;

impl Before {
    /// The edit behind each finding that is new, worse or fixed, by fingerprint. Of few edits since, each is judged; of
    /// many, a search by halves finds one that brought it. Nothing where the edits are not known.
    ///
    /// # Errors
    /// That a rule panicked.
    pub fn causes(&self, difference: &Difference) -> Result<BTreeMap<String, Cause>, SessionError> {
        // What moves no meaning brings no finding.
        let edits: Vec<(u32, &Entry)> =
            (self.first..).zip(&self.entries).filter(|(_, entry)| entry.step.change.touches_meaning()).collect();
        let mut models = vec![self.model.clone()];
        let mut model = self.model.clone();
        for entry in &self.entries {
            model.apply(&entry.step.change);
            if entry.step.change.touches_meaning() {
                models.push(model.clone());
            }
        }
        let mut states: BTreeMap<usize, State> = BTreeMap::new();
        let mut causes = BTreeMap::new();
        let was = |print: &str| self.analysis.findings.iter().find(|finding| finding.fingerprint == print);
        let sought = difference.new.iter().filter(|finding| was(&finding.fingerprint).is_none()).map(Sought::New);
        let worse = difference.worsened.iter().map(|worse| Sought::Worse {
            now: &worse.now,
            evidence: worse.evidence_before as usize,
            severity: was(&worse.now.fingerprint).map(|finding| finding.severity),
        });
        for sought in sought.chain(worse).chain(difference.fixed.iter().map(Sought::Gone)) {
            let Some(place) = turned(&models, &mut states, &sought)? else { continue };
            if let Some((step, entry)) = edits.get(place - 1) {
                let label = described(entry, &models[place - 1], &models[place]);
                let cause = Cause { label, who: entry.who.clone(), at: entry.at.clone(), step: *step };
                causes.insert(sought.print().to_owned(), cause);
            }
        }
        Ok(causes)
    }
}

/// What the architect did and to what: "Connect b → a".
fn described(entry: &Entry, before: &Model, after: &Model) -> String {
    let swaps = entry.step.change.swaps().iter().filter_map(|swap| swap.after.as_ref().or(swap.before.as_ref()));
    let mut names: Vec<String> = swaps
        .filter_map(|record| match &**record {
            Record::Placement(_) => None,
            Record::Connection(connection) => {
                let model = if after.get(&connection.from).is_some() { after } else { before };
                Some(format!("{} → {}", model.path(&connection.from), model.path(&connection.to)))
            }
            other => {
                let model = if after.get(other.id()).is_some() { after } else { before };
                Some(model.path(other.id())).filter(|path| !path.is_empty())
            }
        })
        .collect();
    names.dedup();
    match names.len() {
        0 => entry.step.label.clone(),
        1 | 2 => format!("{} {}", entry.step.label, names.join(", ")),
        more => format!("{} {} and {} more", entry.step.label, names[0], more - 1),
    }
}

/// The first state of the stretch at the end in which what is sought holds.
fn turned(
    models: &[Model],
    states: &mut BTreeMap<usize, State>,
    sought: &Sought<'_>,
) -> Result<Option<usize>, SessionError> {
    let last = models.len() - 1;
    // The same edits may have been made elsewhere; then they are not in this journal.
    if last == 0
        || holds(models, states, sought, 0)? != Some(false)
        || holds(models, states, sought, last)? != Some(true)
    {
        return Ok(None);
    }
    let (mut without, mut with) = (0, last);
    if last <= ALL {
        while holds(models, states, sought, with - 1)? == Some(true) {
            with -= 1;
        }
        return Ok(Some(with));
    }
    while with - without > 1 {
        let middle = without + (with - without) / 2;
        match holds(models, states, sought, middle)? {
            Some(true) => with = middle,
            Some(false) => without = middle,
            None => return Ok(None),
        }
    }
    Ok(Some(with))
}

/// Whether it holds in a state; nothing once too many were judged.
fn holds(
    models: &[Model],
    states: &mut BTreeMap<usize, State>,
    sought: &Sought<'_>,
    at: usize,
) -> Result<Option<bool>, SessionError> {
    if !states.contains_key(&at) {
        if states.len() >= PROBES {
            return Ok(None);
        }
        // Waivers hide no finding here, so the day does not count.
        let analysis = guarded("Looking for the edit behind a finding", || analyse_at(&models[at], None))?;
        let state = analysis.findings.iter().map(|f| (f.fingerprint.clone(), (f.evidence.len(), f.severity))).collect();
        states.insert(at, state);
    }
    Ok(states.get(&at).map(|state| sought.holds(state)))
}

#[cfg(test)]
mod tests {
    use super::{of_file, past_of};
    use crate::Session;
    use cleave_analysis::Difference;
    use cleave_model::{Command, ConnectionKind, Draft, Kind, Policy};

    /// A shop of three services in which two call each other in the end.
    fn shop(folder: &std::path::Path, edits_between: usize) -> Session {
        let mut session = Session::create(&folder.join("shop.cleave"), "shop").unwrap();
        for name in ["a", "b", "c"] {
            session.apply(&Command::add(Draft::new(Kind::Service, name)), None).unwrap();
        }
        session.apply(&Command::connect(ConnectionKind::Call, "service:a", "service:b"), None).unwrap();
        session.keep_revision("main").unwrap();
        for at in 0..edits_between {
            session.apply(&Command::add(Draft::new(Kind::Service, format!("more{at}"))), None).unwrap();
        }
        session.apply(&Command::connect(ConnectionKind::Call, "service:b", "service:a"), None).unwrap();
        session.apply(&Command::connect(ConnectionKind::Call, "service:c", "service:a"), None).unwrap();
        session
    }

    #[test]
    fn the_edit_behind_a_finding_is_found_among_few_and_many() {
        for edits in [0, 3, 90] {
            let folder = tempfile::tempdir().unwrap();
            let session = shop(folder.path(), edits);
            let before = session.before("main").unwrap();
            let now = session.judge().unwrap().analysis;
            let difference = Difference::between(&before.analysis, &now, &Policy::default());
            let circle = difference.new.iter().find(|finding| finding.rule == "cycle-sync").unwrap();
            let causes = before.causes(&difference).unwrap();
            let cause = &causes[&circle.fingerprint];
            assert_eq!((cause.step as usize, cause.label.as_str()), (5 + edits, "Connect b → a"), "{edits}");
        }
    }

    #[test]
    fn the_last_time_it_came_counts_and_what_was_ended_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let mut session = shop(folder.path(), 0);
        session.undo().unwrap();
        session.undo().unwrap();
        session.redo().unwrap();
        let before = session.before("main").unwrap();
        let now = session.judge().unwrap().analysis;
        let difference = Difference::between(&before.analysis, &now, &Policy::default());
        let circle = difference.new.iter().find(|finding| finding.rule == "cycle-sync").unwrap();
        assert_eq!(before.causes(&difference).unwrap()[&circle.fingerprint].step, 9);
        session.keep_revision("with").unwrap();
        session.undo().unwrap();
        let before = session.before("with").unwrap();
        let now = session.judge().unwrap().analysis;
        let difference = Difference::between(&before.analysis, &now, &Policy::default());
        let gone = difference.fixed.iter().find(|finding| finding.rule == "cycle-sync").unwrap();
        assert_eq!(before.causes(&difference).unwrap()[&gone.fingerprint].step, 10);
    }

    #[test]
    fn a_file_and_a_revision_of_it_are_read_and_the_course_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.cleave");
        let session = shop(folder.path(), 2);
        let now = session.judge_whole().unwrap().analysis;
        let past = session.past().unwrap();
        assert_eq!(past.trend.iter().map(|moment| moment.tangles).collect::<Vec<_>>(), [0, 1]);
        assert!(session.before("nothing").is_err());
        drop(session);
        let own = of_file(&path, "@main").unwrap();
        assert_eq!((own.name.as_str(), own.entries.len()), ("main", 4));
        let asked = format!("{}@main", path.display());
        assert_eq!(of_file(&path, &asked).unwrap().entries.len(), 4);
        assert_eq!(of_file(&folder.path().join("other"), &asked).unwrap().entries.len(), 0);
        let whole = of_file(&path, &path.display().to_string()).unwrap();
        assert_eq!((whole.name.as_str(), whole.analysis == now), ("shop.cleave", true));
        assert!(of_file(&path, "@nothing").is_err());
        let past = past_of(&path, &now).unwrap();
        assert_eq!(past.trend.len(), 2);
        assert!(past.first_seen.values().all(|day| day.len() == 10));
    }
}
