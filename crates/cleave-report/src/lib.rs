//! Telling: the judgement of a design as a page for people, as lines for a terminal, and in the forms that pull requests,
//! build servers, code scanning and spreadsheets read.
//!
//! All say the same findings in the same words. All are pure: the same design gives the same bytes.

mod changes;
mod csv;
mod draw;
mod html;
mod junit;
mod markdown;
mod page;
mod remedy;
mod report;
mod sanitise;
mod sarif;
mod text;
mod words;

pub use changes::{Changed, Changes, What};
pub use csv::csv;
pub use html::html;
pub use junit::junit;
pub use markdown::markdown;
pub use page::MAPPED;
pub use report::{Form, Report, Since};
pub use sarif::sarif;
pub use text::text;
pub use words::visible;
