//! The desk: one open project, the clients that look at it, and what each of them is told.

use crate::faults::{fault, nothing_open};
use crate::memory::Memory;
use crate::{
    AnalysisPatch, Applied, Event, Fault, FaultCode, Foreseen, Judgement, Recovered, Reply, Request, Settings,
    Snapshot, dispatch,
};
use cleave_model::Command;
use cleave_session::outcome::{Judged, guarded};
use cleave_session::{Home, Outcome, Session};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// How often the desk looks whether other processes edited the project, and whether what waits can be written.
const PULSE: Duration = Duration::from_millis(400);

/// Which kind of shell the desk stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// The desktop app.
    Desktop,
    /// A browser.
    Browser,
}

impl Shell {
    /// The word the interface is told.
    pub fn word(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Browser => "browser",
        }
    }
}

/// An event on its way to the clients.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What happened.
    pub event: Event,
    /// The client that is not told, because the reply tells it.
    pub except: Option<String>,
}

impl Told {
    /// Whether this client is to hear it.
    pub fn reaches(&self, client: &str) -> bool {
        self.except.as_deref() != Some(client)
    }
}

type Sink = Box<dyn Fn(Told) + Send + Sync>;

/// What both shells drive. All methods may be called from any thread; a request is answered when it is durable.
pub struct Desk {
    shell: Shell,
    started: u128,
    sink: Sink,
    open: Mutex<Option<Session>>,
    pub(crate) memory: Arc<Memory>,
    /// What was recovered and nobody was told yet.
    recovered: Mutex<Option<Recovered>>,
    /// What the rules said at a step, as everybody knows it who is at that step. Locked only while the project is.
    known: Mutex<Option<Known>>,
}

struct Known {
    step: u32,
    judged: Judged,
}

impl Desk {
    /// A desk with nothing on it. `sink` carries events to the clients: it must be quick, and must not ask the desk.
    /// A thread looks for what other processes do, until the last reference is dropped.
    pub fn new(home: Option<Home>, shell: Shell, sink: impl Fn(Told) + Send + Sync + 'static) -> Arc<Self> {
        Self::with_memory(Arc::new(Memory::new(home)), shell, sink)
    }

    /// Another desk of the same user, for another window: it remembers what this one remembers.
    pub fn another(&self, sink: impl Fn(Told) + Send + Sync + 'static) -> Arc<Self> {
        Self::with_memory(Arc::clone(&self.memory), self.shell, sink)
    }

    fn with_memory(memory: Arc<Memory>, shell: Shell, sink: impl Fn(Told) + Send + Sync + 'static) -> Arc<Self> {
        let desk = Arc::new(Self {
            shell,
            started: cleave_session::clock::moment(),
            sink: Box::new(sink),
            open: Mutex::new(None),
            memory,
            recovered: Mutex::new(None),
            known: Mutex::new(None),
        });
        let weak = Arc::downgrade(&desk);
        std::thread::spawn(move || follow(&weak));
        desk
    }

    /// Answers one request of a client. The client's name is whatever its shell calls it.
    ///
    /// # Errors
    /// The fault the client is told.
    pub fn handle(&self, client: &str, request: Request) -> Result<Reply, Fault> {
        let (word, start) = (request.word(), Instant::now());
        // Commands are decided before anything is touched, so a panic leaves the design as it was.
        let answer = guarded("Answering", || dispatch::dispatch(self, client, request));
        let answer = answer.unwrap_or_else(|error| Err(fault(&error)));
        let took = start.elapsed().as_millis();
        match &answer {
            Ok(_) => tracing::info!(client, "{word} took {took} ms"),
            Err(fault) => tracing::warn!(client, "{word} took {took} ms: {:?}", fault.code),
        }
        answer
    }

    /// Answers one request as JSON: a reply, or a fault.
    pub fn handle_json(&self, client: &str, request: &str) -> Result<String, Fault> {
        let request: Request = serde_json::from_str(request).map_err(|error| Fault {
            code: FaultCode::BadRequest,
            message: format!("The request could not be understood: {error}"),
            hint: Some("Reload the interface; it may be older than Cleave".into()),
        })?;
        let reply = self.handle(client, request)?;
        serde_json::to_string(&reply).map_err(|error| Fault {
            code: FaultCode::Internal,
            message: format!("The reply could not be written: {error}"),
            hint: None,
        })
    }

    /// Opens a design before any client asks, as a shell does with the one it was started with.
    ///
    /// # Errors
    /// The fault that a client would be told.
    pub fn open(&self, path: &Path) -> Result<(), Fault> {
        let path = path.to_string_lossy().into_owned();
        self.handle("", Request::Open { path }).map(drop)
    }

    /// Where the open design lies.
    pub fn path(&self) -> Option<PathBuf> {
        self.lock().as_ref().map(|session| session.path().to_owned())
    }

    /// What this user chose.
    pub fn settings(&self) -> Settings {
        self.memory.settings()
    }

    /// The shell it stands in.
    pub fn shell(&self) -> Shell {
        self.shell
    }

    /// Tells every client but the one named.
    pub(crate) fn tell(&self, event: Event, except: Option<&str>) {
        (self.sink)(Told { event, except: except.map(str::to_owned) });
    }

    /// A gesture's name that no other client, and no earlier start of Cleave, can have used.
    pub(crate) fn gesture(&self, client: &str, gesture: &str) -> String {
        format!("{:x}/{client}/{gesture}", self.started)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Session>> {
        // Whoever panicked with it did not leave it half changed: commands are decided before anything is touched.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with the open project.
    pub(crate) fn with<T>(
        &self,
        run: impl FnOnce(&mut Session) -> Result<T, cleave_session::SessionError>,
    ) -> Result<T, Fault> {
        let mut open = self.lock();
        let session = open.as_mut().ok_or_else(nothing_open)?;
        let answer = run(session).map_err(|error| fault(&error));
        self.tell_news(session);
        answer
    }

    /// What a command would do, and what it would be answered; what the rules say now is known here mostly.
    pub(crate) fn preview(&self, command: &Command) -> Result<Foreseen, Fault> {
        self.with(|session| {
            let known = self.known();
            let now = known.as_ref().filter(|known| known.step == session.step()).map(|known| &known.judged.analysis);
            let preview = session.preview(command, now)?;
            let foreseen = session.foreseen().filter(|_| session.read_only().is_none());
            let applied = now.zip(foreseen).map(|(now, then)| Applied {
                step: session.step() + 1,
                label: command.label(),
                change: then.change.clone(),
                judgement: then.change.touches_meaning().then(|| patch(now, &then.judged.analysis)),
                took_ms: then.judged.took_ms,
                undo: Some(command.label()),
                redo: None,
                saved: session.trouble().is_none(),
            });
            Ok(Foreseen { preview, applied })
        })
    }

    /// Tries now to write what waits.
    pub(crate) fn save(&self) -> Result<(), Fault> {
        let mut open = self.lock();
        let session = open.as_mut().ok_or_else(nothing_open)?;
        let was_saved = session.trouble().is_none();
        let done = session.save();
        self.tell_news(session);
        self.tell_saved(session, was_saved);
        if done {
            return Ok(());
        }
        let message = session.trouble().unwrap_or("What waits could not be written").to_owned();
        Err(Fault {
            code: FaultCode::CannotWrite,
            message,
            hint: Some("Save it elsewhere, or make room and try again".into()),
        })
    }

    /// Makes sure that the open project can be put away without losing anything.
    pub(crate) fn settle(&self) -> Result<(), Fault> {
        let mut open = self.lock();
        let Some(session) = open.as_mut() else { return Ok(()) };
        if session.trouble().is_none() || session.save() {
            return Ok(());
        }
        Err(Fault {
            code: FaultCode::CannotWrite,
            message: format!("Edits still wait to be written. {}", session.trouble().unwrap_or_default()),
            hint: Some("Keep the design open until they are on disk".into()),
        })
    }

    /// Puts a project on the desk, or takes it away.
    pub(crate) fn put(&self, session: Option<Session>) {
        let mut open = self.lock();
        // The old one is closed first: it may be the same design.
        *open = None;
        *open = session;
        *self.known() = None;
        let recovered = open.as_mut().and_then(|session| self.memory.attend(session));
        *self.recovered.lock().unwrap_or_else(PoisonError::into_inner) = recovered;
    }

    /// The whole open project, with what one who just came wants to know.
    pub(crate) fn greeting(&self, session: &Session) -> Snapshot {
        let recovered = self.recovered.lock().unwrap_or_else(PoisonError::into_inner).take();
        Snapshot { recovered, look: self.memory.look(session.path()), ..self.snapshot(session) }
    }

    /// An edit by a client: told to all others.
    pub(crate) fn edit(
        &self,
        client: &str,
        run: impl FnOnce(&mut Session) -> Result<Outcome, cleave_session::SessionError>,
    ) -> Result<Reply, Fault> {
        let mut open = self.lock();
        let session = open.as_mut().ok_or_else(nothing_open)?;
        let was_saved = session.trouble().is_none();
        let answer = run(session);
        self.tell_news(session);
        let applied = answer.map(|outcome| self.applied(outcome)).map_err(|error| fault(&error))?;
        // Told while the project is held, so that clients hear steps in order.
        self.tell(Event::Applied(Box::new(applied.clone())), Some(client));
        self.tell_saved(session, was_saved);
        Ok(Reply::Applied(Box::new(applied)))
    }

    fn known(&self) -> MutexGuard<'_, Option<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An outcome as the wire spells it.
    fn applied(&self, outcome: Outcome) -> Applied {
        let Outcome { step, label, change, judged, undo, redo, saved } = outcome;
        let took_ms = judged.as_ref().map_or(0.0, |judged| judged.took_ms);
        Applied { step, label, change, judgement: self.judgement(step, judged), took_ms, undo, redo, saved }
    }

    /// What is told of the judgement after a step: what is new in it to those who know the step before.
    fn judgement(&self, step: u32, judged: Option<Judged>) -> Option<Judgement> {
        let mut known = self.known();
        let follows = known.as_ref().is_some_and(|known| known.step + 1 == step);
        let Some(judged) = judged else {
            // Only the layout changed.
            if let Some(known) = known.as_mut().filter(|_| follows) {
                known.step = step;
            }
            return None;
        };
        let told = match known.as_ref().filter(|_| follows) {
            Some(before) => patch(&before.judged.analysis, &judged.analysis),
            None => Judgement::Whole(Box::new((&judged.analysis).into())),
        };
        // A snapshot may already have told of later steps.
        if known.as_ref().is_none_or(|known| known.step < step) {
            *known = Some(Known { step, judged });
        }
        Some(told)
    }

    /// The whole open project.
    pub(crate) fn snapshot(&self, session: &Session) -> Snapshot {
        whole(session, &self.judged(session))
    }

    /// What the rules say now, which from then on everybody may know. Where a rule panics, nothing.
    fn judged(&self, session: &Session) -> Judged {
        let mut known = self.known();
        let judged = match known.as_ref().filter(|known| known.step == session.step()) {
            Some(known) => known.judged.clone(),
            None => session.judge().unwrap_or_default(),
        };
        *known = Some(Known { step: session.step(), judged: judged.clone() });
        judged
    }

    fn tell_news(&self, session: &mut Session) {
        for outcome in session.news() {
            self.tell(Event::Applied(Box::new(self.applied(outcome))), None);
        }
    }

    fn tell_saved(&self, session: &Session, was_saved: bool) {
        let saved = session.trouble().is_none();
        if saved != was_saved {
            self.tell(Event::Saved { saved, reason: session.trouble().map(str::to_owned) }, None);
        }
    }

    /// One look at what others did, and one try to write what waits.
    fn pulse(&self) {
        let mut open = self.lock();
        let Some(session) = open.as_mut() else { return };
        let was_saved = session.trouble().is_none();
        if !was_saved {
            session.save();
        }
        if session.look_outside() {
            self.tell(Event::Outside(session.outside().map(Into::into)), None);
        }
        self.tell_news(session);
        self.tell_saved(session, was_saved);
    }
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("shell", &self.shell).finish_non_exhaustive()
    }
}

fn follow(desk: &Weak<Desk>) {
    while let Some(desk) = desk.upgrade() {
        desk.pulse();
        drop(desk);
        std::thread::sleep(PULSE);
    }
}

/// What leads from one judgement to the next.
fn patch(before: &cleave_analysis::Analysis, now: &cleave_analysis::Analysis) -> Judgement {
    Judgement::Patch(Box::new(AnalysisPatch::between(before, now)))
}

fn whole(session: &Session, judged: &Judged) -> Snapshot {
    Snapshot {
        step: session.step(),
        path: session.path().to_string_lossy().into_owned(),
        records: session.model().records().cloned().collect(),
        analysis: (&judged.analysis).into(),
        took_ms: judged.took_ms,
        undo: session.undo_label(),
        redo: session.redo_label(),
        saved: session.trouble().is_none(),
        read_only: session.read_only().map(str::to_owned),
        outside: session.outside().map(Into::into),
        recovered: None,
        look: None,
    }
}
