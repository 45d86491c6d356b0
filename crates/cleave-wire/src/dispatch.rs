//! Every request and what answers it: one closed match.

use crate::desk::Desk;
use crate::faults::fault;
use crate::{
    Comparison, Event, Fault, FaultCode, FileDiff, GapView, Generated, Glimpse, NumberPage, PictureForm, Plan,
    PlannedFile, Reply, Request, RulePage, Sample, Threshold, Welcome,
};
use base64::prelude::{BASE64_STANDARD, Engine};
use cleave_analysis::Difference;
use cleave_generators::{Delivery, Planned, Status};
use cleave_picture::PictureError;
use cleave_report::{Form, Report};
use cleave_session::{Before, Fragment, Making, Progress, Session, SessionError, disk, glimpse, outcome, samples};
use std::path::Path;
use std::time::Instant;

/// Answers one request of a client.
///
/// # Errors
/// The fault the client is told.
pub fn dispatch(desk: &Desk, client: &str, request: Request) -> Result<Reply, Fault> {
    match request {
        Request::Hello => Ok(Reply::Welcome(Box::new(welcome(desk)))),
        Request::New { path, name } => opened(desk, client, Session::create(Path::new(&path), &name)),
        Request::Open { path } => opened(desk, client, Session::open(Path::new(&path))),
        Request::OpenReadOnly { path } => opened(desk, client, Session::open_read_only(Path::new(&path))),
        Request::Save => desk.save().map(|()| Reply::Done),
        Request::SaveCopy { path, go_on } => save_copy(desk, path, go_on),
        Request::SettleOutside { theirs } => settle_outside(desk, client, theirs),
        Request::RememberLook { look } => remember_look(desk, &look),
        Request::OpenSample { sample, path } => {
            let path = path.map_or_else(|| desk.memory.sample_path(&sample), Into::into);
            opened(desk, client, Session::create_sample(&path, &sample))
        }
        Request::Glimpse { path } => glimpse(glimpse::of_file(Path::new(&path))),
        Request::GlimpseSample { sample } => glimpse(glimpse::of_sample(&sample)),
        Request::Close => {
            desk.settle()?;
            desk.put(None);
            desk.tell(Event::Closed, Some(client));
            Ok(Reply::Done)
        }
        Request::Snapshot => desk.with(|session| Ok(Reply::Opened(Box::new(desk.snapshot(session))))),
        Request::Apply { command, gesture } => {
            let gesture = gesture.map(|gesture| desk.gesture(client, &gesture));
            desk.edit(client, |session| session.apply(&command, gesture))
        }
        Request::Undo => desk.edit(client, Session::undo),
        Request::Redo => desk.edit(client, Session::redo),
        Request::Affordances { from } => desk.with(|session| {
            let mut targets = session.affordances(&from)?;
            // Of thousands most add nothing.
            targets.retain(|target| target.severity.is_some());
            Ok(Reply::Affordances { targets })
        }),
        Request::Preview { command } => Ok(Reply::Preview(Box::new(desk.preview(&command)?))),
        Request::Predict { topology, command } => {
            let predictions = desk.with(|session| session.predict(&topology, command.as_ref()))?;
            Ok(Reply::Predictions(Box::new(predictions)))
        }
        Request::Advise { topology, barriers } => {
            desk.with(|session| Ok(Reply::Advice { advice: session.advise(&topology, barriers)? }))
        }
        Request::Coupling => desk.with(|session| {
            let structure = Box::new(session.coupling()?);
            Ok(Reply::Coupling { structure, services: session.judge_whole()?.analysis.metrics.services })
        }),
        Request::Boundaries => {
            // Nobody waits for the search: it has a design of its own, and the answer says of which step.
            let (step, search) = desk.with(|session| Ok((session.step(), session.boundaries())))?;
            let found = search().map_err(|error| fault(&error))?;
            Ok(Reply::Boundaries { step, found: Box::new(found) })
        }
        Request::Fixes { finding } => desk.with(|session| Ok(Reply::Fixes { fixes: session.fixes(&finding)? })),
        Request::RulePage { rule } => rule_page(&rule),
        Request::Numbers => Ok(Reply::Numbers { numbers: cleave_analysis::NUMBERS.iter().map(number_page).collect() }),
        Request::Text => desk.with(|session| Ok(Reply::Text { source: session.to_text()? })),
        Request::Copy { ids } => desk.with(|session| Ok(Reply::Text { source: session.copied(&ids)? })),
        Request::Fragment { text } => desk.with(|session| {
            let Fragment { records, left_out } = session.read_fragment(&text)?;
            Ok(Reply::Fragment { records, left_out })
        }),
        Request::Revisions => desk.with(|session| {
            let revisions = session.revisions()?.into_iter().map(Into::into).collect();
            Ok(Reply::Revisions { revisions })
        }),
        Request::KeepRevision { name } => desk.with(|session| session.keep_revision(&name).map(|()| Reply::Done)),
        Request::Restore { name } => desk.edit(client, |session| session.restore(&name)),
        Request::Plan { folder, topologies } => plan(desk, &folder, &topologies),
        Request::FileDiff { folder, topologies, path } => {
            let making = desk.with(|session| session.making(&topologies))?;
            let lines = making.diff(Path::new(&folder), &path).map_err(|error| fault(&error))?;
            Ok(Reply::FileDiff(FileDiff { path, lines }))
        }
        Request::Generate { folder, topologies } => generate(desk, &folder, &topologies),
        Request::Report { path, baseline, map } => report(desk, path, baseline.as_deref(), map),
        Request::Compare { with } => compare(desk, &with),
        Request::Picture { svg, form, scale, path } => picture(desk, svg, form, scale, path),
        Request::Remember { settings } => {
            desk.memory.keep_settings(&settings)?;
            desk.tell(Event::Settings(settings), Some(client));
            Ok(Reply::Done)
        }
    }
}

fn welcome(desk: &Desk) -> Welcome {
    Welcome {
        version: cleave_session::VERSION.into(),
        shell: desk.shell().word().into(),
        project: desk.with(|session| Ok(desk.greeting(session))).ok(),
        settings: desk.memory.settings(),
        recent: desk.memory.recent(),
        samples: samples::all().iter().map(|s| Sample { name: s.name.into(), about: s.about.into() }).collect(),
    }
}

/// Puts a project on the desk in place of what was there, and tells everybody.
fn opened(desk: &Desk, client: &str, session: Result<Session, SessionError>) -> Result<Reply, Fault> {
    let session = session.map_err(|error| fault(&error))?;
    desk.settle()?;
    if session.read_only().is_none() {
        desk.memory.note_opened(&session);
    }
    desk.put(Some(session));
    // A shell that opens a design before anybody looks takes nothing that is told once.
    let greet = |session: &Session| if client.is_empty() { desk.snapshot(session) } else { desk.greeting(session) };
    let (shown, greeting) = desk.with(|session| Ok((desk.snapshot(session), greet(session))))?;
    desk.tell(Event::Opened(Box::new(shown)), Some(client));
    Ok(Reply::Opened(Box::new(greeting)))
}

fn save_copy(desk: &Desk, path: String, go_on: bool) -> Result<Reply, Fault> {
    let shown = desk.with(|session| {
        session.save_copy(Path::new(&path), go_on)?;
        Ok(desk.snapshot(session))
    })?;
    if go_on {
        desk.with(|session| {
            desk.memory.note_opened(session);
            desk.memory.attend(session);
            Ok(())
        })?;
        desk.tell(Event::Opened(Box::new(shown)), None);
    }
    Ok(Reply::Written { path })
}

fn settle_outside(desk: &Desk, client: &str, theirs: bool) -> Result<Reply, Fault> {
    let shown = desk.with(|session| {
        session.settle_outside(theirs)?;
        Ok(desk.snapshot(session))
    })?;
    desk.tell(Event::Opened(Box::new(shown.clone())), Some(client));
    Ok(Reply::Opened(Box::new(shown)))
}

fn glimpse(seen: Result<cleave_session::Glimpse, SessionError>) -> Result<Reply, Fault> {
    let seen = seen.map_err(|error| fault(&error))?;
    let cleave_session::Glimpse { name, services, errors, warnings, records, bad } = seen;
    Ok(Reply::Glimpse(Box::new(Glimpse { name, services, errors, warnings, records, bad })))
}

/// The longest look that is remembered, in bytes of JSON.
const LONGEST_LOOK: usize = 64 << 10;

fn remember_look(desk: &Desk, look: &serde_json::Value) -> Result<Reply, Fault> {
    if look.to_string().len() > LONGEST_LOOK {
        let message = "The look of this window is too long to be remembered".into();
        return Err(Fault { code: FaultCode::BadRequest, message, hint: None });
    }
    let path = desk.path().ok_or_else(crate::faults::nothing_open)?;
    desk.memory.keep_look(&path, look).map(|()| Reply::Done)
}

fn rule_page(rule: &str) -> Result<Reply, Fault> {
    let pages = cleave_analysis::rule_pages().iter().map(|page| (page.name, page.markdown));
    let mut pages = pages.chain([(cleave_analysis::GATE, cleave_analysis::GATE_PAGE)]);
    let (name, markdown) = pages.find(|(name, _)| *name == rule).ok_or_else(|| Fault {
        code: FaultCode::NotFound,
        message: format!("There is no rule {rule}"),
        hint: None,
    })?;
    let threshold = |(name, usual): &(&str, f64)| Threshold { name: (*name).into(), usual: *usual };
    let thresholds = cleave_analysis::thresholds(name).iter().map(threshold).collect();
    Ok(Reply::RulePage(RulePage { rule: name.into(), markdown: markdown.into(), thresholds }))
}

fn number_page(page: &cleave_analysis::NumberPage) -> NumberPage {
    NumberPage {
        key: page.key.into(),
        name: page.name.into(),
        definition: page.definition.into(),
        convention: page.convention.into(),
        band: page.band.into(),
        source: page.source.into(),
    }
}

fn plan(desk: &Desk, folder: &str, topologies: &[String]) -> Result<Reply, Fault> {
    let making = desk.with(|session| session.making(topologies))?;
    match making.plan(Path::new(folder), &mut |progress| tell_progress(desk, progress)) {
        Ok(Delivery { files, counts }) => {
            let files = files.iter().map(planned).collect();
            Ok(Reply::Plan(Plan { gaps: Vec::new(), files, counts }))
        }
        // Gaps are shown like findings, so here they are an answer.
        Err(SessionError::Gaps(gaps)) => {
            let view = |gap: cleave_generators::Gap| GapView {
                place: gap.place,
                path: gap.path,
                message: gap.message,
                fix: gap.fix,
            };
            let gaps = gaps.into_iter().map(view).collect();
            Ok(Reply::Plan(Plan { gaps, files: Vec::new(), counts: cleave_generators::Counts::default() }))
        }
        Err(error) => Err(fault(&error)),
    }
}

fn planned(file: &Planned) -> PlannedFile {
    let Planned { path, class, status, note, before: _, after: _ } = file;
    PlannedFile { path: path.clone(), class: *class, status: *status, note: note.clone() }
}

fn generate(desk: &Desk, folder: &str, topologies: &[String]) -> Result<Reply, Fault> {
    let start = Instant::now();
    let making: Making = desk.with(|session| session.making(topologies))?;
    let into = Path::new(folder);
    let delivery =
        making.generate(into, &mut |progress| tell_progress(desk, progress)).map_err(|error| fault(&error))?;
    let summary = serde_json::to_string(&delivery.counts).unwrap_or_default();
    // The project may have been closed in the meantime; then there is nothing to record it in.
    let _ = desk.with(|session| {
        session.record_delivery(into, summary);
        Ok(())
    });
    let needs_a_look = |file: &&Planned| file.status == Status::Conflict || file.note.is_some();
    Ok(Reply::Generated(Generated {
        folder: folder.to_owned(),
        counts: delivery.counts,
        attention: delivery.files.iter().filter(needs_a_look).map(planned).collect(),
        took_ms: start.elapsed().as_secs_f64() * 1000.0,
    }))
}

fn tell_progress(desk: &Desk, progress: Progress) {
    // Of thousands of files a bar shows a hundred.
    let Progress { step, done, of } = progress;
    if of < 100 || done == of || done % (of / 100) == 0 {
        desk.tell(Event::Progress { step: step.into(), done, of }, None);
    }
}

fn picture(desk: &Desk, svg: String, form: PictureForm, scale: f32, path: Option<String>) -> Result<Reply, Fault> {
    let title = desk.with(|session| Ok(session.model().design_name().to_owned()))?;
    let drawn = outcome::guarded("Drawing the picture", || match form {
        PictureForm::Svg => Ok(svg.into_bytes()),
        PictureForm::Png => cleave_picture::png(&svg, scale),
        PictureForm::Pdf => cleave_picture::pdf(&svg, &title),
    });
    let bytes = drawn.map_err(|error| fault(&error))?.map_err(|error| Fault {
        code: if matches!(error, PictureError::Failed(_)) { FaultCode::Internal } else { FaultCode::BadRequest },
        message: error.to_string(),
        hint: error.hint(),
    })?;
    let Some(path) = path else { return Ok(Reply::Picture { base64: Some(BASE64_STANDARD.encode(bytes)) }) };
    disk::replace(Path::new(&path), &bytes).map_err(|error| fault(&SessionError::Disk(error)))?;
    Ok(Reply::Picture { base64: None })
}

fn report(desk: &Desk, path: String, baseline: Option<&str>, map: Option<String>) -> Result<Reply, Fault> {
    let told = desk.with(|session| {
        let judged = session.judge_whole()?;
        let mut report = Report::new(session.model(), &judged.analysis, cleave_session::VERSION);
        report.day = Some(cleave_session::clock::today());
        report.map = map;
        let past = session.past()?;
        (report.trend, report.first_seen) = (past.trend, past.first_seen);
        if let Some(with) = baseline {
            let before = session.before(with)?;
            let since =
                report.compared(&before.name, before.day.clone(), before.model.clone(), before.analysis.clone());
            since.causes = before.causes(&since.difference)?;
        }
        let name = session.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let form = Form::of(&path);
        outcome::guarded("Writing the report", || report.told(form, &name))
    })?;
    disk::replace(Path::new(&path), told.as_bytes()).map_err(|error| fault(&SessionError::Disk(error)))?;
    Ok(Reply::Written { path })
}

fn compare(desk: &Desk, with: &str) -> Result<Reply, Fault> {
    desk.with(|session| {
        let before = session.before(with)?;
        let judged = session.judge()?;
        let difference = Difference::between(&before.analysis, &judged.analysis, session.policy());
        let causes = before.causes(&difference)?;
        let trend = session.past()?.trend;
        let Before { name, day, .. } = before;
        Ok(Reply::Comparison(Box::new(Comparison { name, day, difference, causes, trend })))
    })
}
