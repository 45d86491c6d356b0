//! A project file under every kind of use and harm: random edits, undo across restarts, two processes, kill, damage.

#[path = "file/damage.rs"]
mod damage;
#[path = "file/formats.rs"]
mod formats;
#[path = "file/killed.rs"]
mod killed;
#[path = "file/laws.rs"]
mod laws;
#[path = "file/together.rs"]
mod together;

use cleave_file::{Deed, Entry, Project};
use cleave_model::{Command, ConnectionKind, Draft, History, Id, Kind, Model, Placement, Point, Record, Step, decide};

/// What a pair of numbers asks for: the same pair always asks for the same thing of the same design.
fn command(model: &Model, what: u8, which: u32) -> Command {
    let ids: Vec<&Id> = model.records().map(Record::id).collect();
    let any = |shift: u32| ids[(which.wrapping_mul(2_654_435_761).rotate_left(shift) as usize) % ids.len()].clone();
    let of = |kind: Kind| {
        let all: Vec<&Record> = model.of_kind(kind).collect();
        all.get(which as usize % all.len().max(1)).map_or_else(|| Id::new("nothing"), |record| record.id().clone())
    };
    let name =
        ["orders", "注文", "type", "../../etc", "\"; rm -rf", "🛒🛒🛒", "payments", "O'Brien"][which as usize % 8];
    match what % 12 {
        0 | 1 => Command::add(Draft::new(Kind::Service, name)),
        2 => Command::add(Draft::new(Kind::Api, name).within(of(Kind::Service))),
        3 => Command::add(Draft::new(Kind::Operation, name).within(of(Kind::Api))),
        4 => Command::add(Draft::new(Kind::Event, name).within(of(Kind::Service))),
        5 => Command::add(Draft::new(Kind::Domain, name)),
        6 => Command::Rename { id: any(3), name: format!("{name} {which}") },
        7 => Command::connect(ConnectionKind::Call, of(Kind::Service), any(7)),
        8 => Command::Remove { ids: vec![any(5)] },
        9 => {
            let at = Point { x: which as i32 % 5000, y: 7 };
            Command::Place { placements: vec![Placement { at: Some(at), ..Placement::new(any(9), None) }] }
        }
        10 => Command::Rehome { ids: vec![of(Kind::Service)], home: Some(of(Kind::Domain)) },
        _ => Command::add(Draft::new(Kind::Topology, name)),
    }
}

/// A design in use: what the session does with a file, in small.
struct Desk {
    project: Project,
    model: Model,
    history: History,
}

impl Desk {
    fn note(&mut self, deed: Deed, step: Step) {
        let entry = Entry { at: "2026-01-02T03:04:05Z".into(), who: "test".into(), deed, step };
        self.project.append(std::slice::from_ref(&entry)).expect("the disk takes it");
        self.model.apply(&entry.step.change);
    }

    /// Does what the numbers ask for; a refusal does nothing.
    fn act(&mut self, what: u8, which: u32) {
        match what {
            200..=229 => {
                if let Some(step) = self.history.undo() {
                    self.note(Deed::Undo, step);
                }
            }
            230..=255 => {
                if let Some(step) = self.history.redo() {
                    self.note(Deed::Redo, step);
                }
            }
            what => {
                let command = command(&self.model, what, which);
                if let Ok(change) = decide(&self.model, &command) {
                    let gesture = which.is_multiple_of(3).then(|| format!("g{}", which % 2));
                    let step = Step { label: command.label(), gesture, change };
                    self.history.record(step.clone());
                    self.note(Deed::Edit, step);
                }
            }
        }
    }
}
