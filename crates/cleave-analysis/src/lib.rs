//! Judgement: what a design's connections mean for the services that have to live with them.
//!
//! [`analyse`] is total, whole and pure. It derives one compact graph per run and every rule and every number reads
//! that; nothing recurses, so a chain of 100,000 services is as safe as one of three.

pub mod affordance;
pub mod analysis;
pub mod boundaries;
pub mod check;
pub mod coupling;
pub mod coverage;
pub mod difference;
#[cfg(test)]
mod drawing;
pub mod finding;
pub mod fix;
mod graph;
mod kept;
mod measure;
pub mod metrics;
pub mod numbers;
mod policy;
pub mod prediction;
pub mod preview;
pub mod rules;
mod stamp;
pub mod structure;
mod waiver;

pub use affordance::{Affordance, FORETOLD, affordances};
pub use analysis::{Analysis, Memory, analyse, analyse_again, analyse_at, analyse_by_stages, analyse_soon};
pub use boundaries::{Boundaries, Move, SuggestedGroup, boundaries};
pub use check::{Check, check_json, check_json_at};
pub use coupling::{Coupling, Further, coupling};
pub use coverage::{Coverage, Said};
pub use difference::{Cause, Difference, GATE, GATE_PAGE, Gate, Moment, Worsened};
pub use finding::{Content, Evidence, Finding, fingerprint};
pub use fix::{Fix, fixes, fixes_at};
pub use metrics::{CorePlace, DomainMetrics, Metrics, ServiceMetrics, SystemMetrics};
pub use numbers::{NUMBERS, NumberPage, SaidOf};
pub use prediction::{
    Advice, Assumptions, Barriers, PREDICTION, Prediction, Predictions, SinglePoint, advise, predict,
};
pub use preview::{Number, Preview, compare, preview};
pub use rules::{RulePage, rule_pages, thresholds};
pub use stamp::{Stamp, stamp};
pub use structure::{Bond, Structure, domain_structure, structure};
