//! A look at a design that is not open: as much of it as a small picture needs.

use crate::{DesignFile, SessionError, outcome};
use cleave_analysis::Finding;
use cleave_model::{Id, Model, Record, Severity};
use std::collections::BTreeSet;
use std::path::Path;

/// Of larger designs only domains and services are told; a small picture shows no more.
const IN_FULL: usize = 300;
/// Of still larger ones only the numbers.
const AT_ALL: usize = 3000;

/// What can be seen of a design at a glance.
#[derive(Debug, Clone, PartialEq)]
pub struct Glimpse {
    /// The design's name.
    pub name: String,
    /// How many services.
    pub services: u32,
    /// Findings at error that no waiver accepts.
    pub errors: u32,
    /// Findings at warning that no waiver accepts.
    pub warnings: u32,
    /// What is drawn, without what a small picture does not show.
    pub records: Vec<Record>,
    /// The connections of findings at error.
    pub bad: Vec<Id>,
}

/// Looks at a file. Nothing is opened or written.
///
/// # Errors
/// What is wrong with the file.
pub fn of_file(path: &Path) -> Result<Glimpse, SessionError> {
    of_model(&DesignFile::read(path)?.model)
}

/// Looks at a sample that comes with Cleave.
///
/// # Errors
/// [`SessionError::NoSample`].
pub fn of_sample(name: &str) -> Result<Glimpse, SessionError> {
    let sample = crate::samples::find(name).ok_or_else(|| SessionError::NoSample { name: name.to_owned() })?;
    of_model(&crate::design::parse(Path::new(sample.name), sample.text)?)
}

fn of_model(model: &Model) -> Result<Glimpse, SessionError> {
    let judged = outcome::judge(model)?;
    let counts: Vec<&Finding> = judged.analysis.findings.iter().filter(|finding| !finding.waived).collect();
    let at = |severity| small(counts.iter().filter(|finding| finding.severity == severity).count());
    let services = model.services().count();
    let records = model.records().filter(|record| is_seen(record, services)).cloned().map(slimmed).collect();
    let wrong = counts.iter().filter(|finding| finding.severity == Severity::Error);
    let bad: BTreeSet<_> = wrong.flat_map(|finding| &finding.marks).filter(|id| is_connection(model, id)).collect();
    Ok(Glimpse {
        name: model.design_name().to_owned(),
        services: small(services),
        errors: at(Severity::Error),
        warnings: at(Severity::Warning),
        records,
        bad: bad.into_iter().cloned().collect(),
    })
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn is_connection(model: &Model, id: &Id) -> bool {
    model.get(id).is_some_and(|record| record.as_connection().is_some())
}

fn is_seen(record: &Record, services: usize) -> bool {
    match record {
        Record::Design(_) => true,
        Record::Domain(_) | Record::Service(_) => services <= AT_ALL,
        Record::Placement(placement) => services <= AT_ALL && placement.view.is_none(),
        Record::Api(_)
        | Record::Operation(_)
        | Record::Event(_)
        | Record::DataStore(_)
        | Record::External(_)
        | Record::Actor(_)
        | Record::Connection(_) => services <= IN_FULL,
        _ => false,
    }
}

/// Without what is never drawn.
fn slimmed(mut record: Record) -> Record {
    if let Some(head) = record.head_mut() {
        head.description = None;
        head.tags.clear();
        head.links.clear();
    }
    match &mut record {
        Record::Operation(operation) => {
            operation.input.clear();
            operation.output = None;
            operation.does = None;
        }
        Record::Event(event) => event.fields.clear(),
        Record::External(external) => external.operations.clear(),
        _ => {}
    }
    record
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOP: &str = r#"cleave 1
design shop
domain sales {
    service orders {
        api orders {
            command place {
                input {
                    sku string
                }
                calls stock.reserve
            }
        }
    }
    service stock {
        api stock {
            command reserve {
                calls orders.place
            }
        }
    }
}
"#;

    #[test]
    fn it_tells_what_is_drawn_and_what_is_wrong() {
        let model = cleave_text::parse(SHOP).unwrap_or_else(|problems| panic!("{problems:?}"));
        let seen = of_model(&model).expect("a glimpse");
        assert_eq!((seen.name.as_str(), seen.services), ("shop", 2));
        assert!(seen.errors > 0 && seen.bad.len() == 2, "{seen:?}");
        assert!(seen.records.iter().any(|record| record.as_connection().is_some()));
        let inputs = seen.records.iter().filter_map(Record::as_operation).map(|operation| operation.input.len());
        assert_eq!(inputs.sum::<usize>(), 0);
    }

    #[test]
    fn samples_can_be_looked_at() {
        for sample in crate::samples::all() {
            assert!(of_sample(sample.name).expect("a glimpse").services > 1, "{}", sample.name);
        }
        assert!(matches!(of_sample("nothing"), Err(SessionError::NoSample { .. })));
    }

    #[test]
    fn what_is_broken_says_why() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shop.cleave");
        std::fs::write(&path, "nonsense").expect("written");
        assert!(of_file(&path).is_err());
        assert!(of_file(&folder.path().join("gone.cleave")).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing was written");
    }
}
