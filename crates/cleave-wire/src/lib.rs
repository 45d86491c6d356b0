//! What shells and the interface say to each other: closed sets of requests, replies, events and faults.
//!
//! Both shells (the desktop app, and `cleave serve` over HTTP) carry these as JSON and nothing else. The TypeScript
//! side is written from these types by this crate's test, so the two cannot part.

pub mod desk;
pub mod desks;
pub mod dispatch;
pub mod event;
pub mod fault;
mod faults;
pub mod judgement;
mod memory;
pub mod outside;
pub mod reply;
pub mod request;
pub mod settings;

pub use desk::{Desk, Shell, Told};
pub use desks::Desks;
pub use event::Event;
pub use fault::{Fault, FaultCode};
pub use judgement::{Analysis, AnalysisPatch, Judgement, Metrics, Stretch, Usage};
pub use outside::{Differs, Happening, How, Outside, Recovered};
pub use reply::{
    Applied, Comparison, FileDiff, Foreseen, GapView, Generated, Glimpse, NumberPage, Plan, PlannedFile, Recent, Reply,
    RevisionView, RulePage, Sample, Snapshot, Threshold, Welcome,
};
pub use request::{PictureForm, Request};
pub use settings::{Preference, Settings, Theme};
