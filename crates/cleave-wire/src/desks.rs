//! The desks of an app with several windows: each window has one of its own, and a design is open in one window only.

use crate::{Desk, Fault, FaultCode, Reply, Request, Settings, Shell, Told};
use cleave_session::{Home, design};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// A window's desk, and the design that is being put on it while the window opens.
struct Seat {
    desk: Arc<Desk>,
    opening: Option<JoinHandle<()>>,
    design: Option<PathBuf>,
}

/// The desks of all windows, by the windows' labels.
pub struct Desks {
    home: Option<Home>,
    /// Never has anything on it; the others share its memory.
    first: Arc<Desk>,
    seats: Mutex<Seats>,
}

#[derive(Default)]
struct Seats {
    /// How many there ever were: labels are not used twice.
    made: u32,
    by_window: BTreeMap<String, Seat>,
}

impl Desks {
    /// No window yet.
    pub fn new(home: Option<Home>, shell: Shell) -> Self {
        let first = Desk::new(home.clone(), shell, |_| {});
        Self { home, first, seats: Mutex::default() }
    }

    /// Sets a desk up for another window, and begins to open its design. `tell` carries events to the window whose
    /// label it is given; `trouble` is told why the design could not be opened. Answers the window's label: the first
    /// is `main`.
    pub fn add(
        &self,
        design: Option<PathBuf>,
        tell: impl Fn(&str, Told) + Send + Sync + 'static,
        trouble: impl FnOnce(&Path, &Fault) + Send + 'static,
    ) -> String {
        let mut seats = self.seats();
        seats.made += 1;
        let label = if seats.made == 1 { "main".to_owned() } else { format!("window-{}", seats.made) };
        let to = label.clone();
        let desk = self.first.another(move |told| tell(&to, told));
        let opening = design.clone().map(|path| {
            let desk = Arc::clone(&desk);
            std::thread::spawn(move || desk.open(&path).unwrap_or_else(|fault| trouble(&path, &fault)))
        });
        let design = design.map(|path| project(&path));
        seats.by_window.insert(label.clone(), Seat { desk, opening, design });
        label
    }

    /// The window that shows this design.
    pub fn window_with(&self, design: &Path) -> Option<String> {
        let wanted = Some(project(design));
        let seats = self.seats();
        let shows = |seat: &Seat| seat.desk.path().map(|path| project(&path)) == wanted;
        seats.by_window.iter().find(|(_, seat)| shows(seat)).map(|(label, _)| label.clone())
    }

    /// The design a window shows, by its project's path.
    pub fn design(&self, window: &str) -> Option<PathBuf> {
        let seats = self.seats();
        let seat = seats.by_window.get(window)?;
        seat.desk.path().map(|path| project(&path)).or_else(|| seat.design.clone())
    }

    /// Where what belongs to this user is kept.
    pub fn home(&self) -> Option<&Home> {
        self.home.as_ref()
    }

    /// What this user chose.
    pub fn settings(&self) -> Settings {
        self.first.settings()
    }

    /// The other window that already shows what this request of `window` wants to open.
    pub fn elsewhere(&self, window: &str, request: &Request) -> Option<String> {
        let Request::Open { path } = request else { return None };
        self.window_with(Path::new(path)).filter(|other| other != window)
    }

    /// Answers one request of a window; the first ones wait for its design.
    ///
    /// # Errors
    /// The fault the window is told; a design that another window shows is refused.
    pub fn handle(&self, window: &str, request: Request) -> Result<Reply, Fault> {
        if self.elsewhere(window, &request).is_some() {
            let message = "This design is open in another window".into();
            return Err(Fault { code: FaultCode::Refused, message, hint: Some("It is in front now".into()) });
        }
        let opening = self.seats().by_window.get_mut(window).and_then(|seat| seat.opening.take());
        if let Some(thread) = opening {
            // If it panicked nothing is open, and that is what the answer says.
            let _ = thread.join();
        }
        let desk = self.seats().by_window.get(window).map(|seat| Arc::clone(&seat.desk));
        desk.unwrap_or_else(|| Arc::clone(&self.first)).handle(window, request)
    }

    /// Puts away what a closed window had open.
    pub fn remove(&self, window: &str) {
        let seat = self.seats().by_window.remove(window);
        if let Some(seat) = seat {
            let _ = seat.desk.handle("", Request::Close);
        }
    }

    /// Puts everything away; to be called last.
    pub fn close(&self) {
        let labels: Vec<String> = self.seats().by_window.keys().cloned().collect();
        labels.iter().for_each(|label| self.remove(label));
    }

    fn seats(&self) -> MutexGuard<'_, Seats> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The project file of a design, named as the system names it.
fn project(design: &Path) -> PathBuf {
    let path = design::project_beside(design);
    path.canonicalize().or_else(|_| std::path::absolute(&path)).unwrap_or(path)
}
