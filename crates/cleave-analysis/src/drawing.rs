//! Designs for tests in a line per connection, made by the commands an architect gives.

use crate::{Analysis, Finding, analyse};
use cleave_model::{Command, ConnectionKind, Draft, Id, Kind, Model, decide};
use serde_json::json;

/// The design these lines draw. A line is `orders.place calls inventory.reserve`, with the verbs `calls`, `publishes`,
/// `subscribes`, `reads`, `writes`, `uses` (by an actor), `depends`, `released`; `domain sales orders catalog` puts
/// services in a domain and `service orders` draws one alone; `orders.db holds Order` gives a store an entity, and
/// `copies` one that is a replica. Elements are made when they are first named; an event or
/// store without a dot has no owner, `~` marks an external, and `!` ends the name of a public event.
pub(crate) fn draw(lines: &str) -> Model {
    let mut model = Model::new("test");
    for line in lines.split([';', '\n']).map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["domain", name, services @ ..] => {
                let home = add(&mut model, Draft::new(Kind::Domain, *name));
                for service in services {
                    let id = element(&mut model, service, Kind::Service);
                    run(&mut model, &Command::Rehome { ids: vec![id], home: Some(home.clone()) });
                }
            }
            ["service", name] => drop(element(&mut model, name, Kind::Service)),
            [store, verb @ ("holds" | "copies"), name] => {
                let home = element(&mut model, store, Kind::DataStore);
                let entity = Draft::new(Kind::Entity, *name).within(home);
                let copy = json!({"entity": null, "event": null});
                add(&mut model, if *verb == "copies" { entity.with("replica", copy) } else { entity });
            }
            [from, verb, to] => {
                let (kind, source, target) = match *verb {
                    "calls" => (ConnectionKind::Call, Kind::Operation, Kind::Operation),
                    "publishes" => (ConnectionKind::Publish, Kind::Operation, Kind::Event),
                    "subscribes" => (ConnectionKind::Subscribe, Kind::Operation, Kind::Event),
                    "reads" => (ConnectionKind::Read, Kind::Operation, Kind::DataStore),
                    "writes" => (ConnectionKind::Write, Kind::Operation, Kind::DataStore),
                    "uses" => (ConnectionKind::Use, Kind::Actor, Kind::Operation),
                    "depends" => (ConnectionKind::Depend, Kind::Operation, Kind::Operation),
                    "released" => (ConnectionKind::ReleaseWith, Kind::Operation, Kind::Operation),
                    other => panic!("not a verb of a drawing: {other}"),
                };
                let (from, to) = (element(&mut model, from, source), element(&mut model, to, target));
                run(&mut model, &Command::connect(kind, from, to));
            }
            other => panic!("not a line of a drawing: {other:?}"),
        }
    }
    model
}

/// The element of this name, made where it is not there yet.
pub(crate) fn element(model: &mut Model, name: &str, kind: Kind) -> Id {
    let (kind, name) = match name.strip_prefix('~') {
        Some(name) => (Kind::External, name),
        None => (kind, name),
    };
    let (plain, public) = (name.trim_end_matches('!'), name.ends_with('!'));
    let (home, name) = match plain.split_once('.') {
        Some((service, name)) => (Some(element(model, service, Kind::Service)), name),
        None if kind == Kind::Operation => (None, plain),
        None => (None, plain),
    };
    let kind = if kind == Kind::Operation && home.is_none() { Kind::Service } else { kind };
    let home = match (kind, home) {
        (Kind::Operation, Some(service)) => {
            let known = model.named(Kind::Api, Some(&service), "api").next().map(|api| api.id().clone());
            Some(known.unwrap_or_else(|| add(model, Draft::new(Kind::Api, "api").within(service))))
        }
        (_, home) => home,
    };
    if let Some(known) = model.named(kind, home.as_ref(), name).next() {
        return known.id().clone();
    }
    let mut draft = Draft { home, ..Draft::new(kind, name) };
    if public {
        draft = draft.with("public", json!(true));
    }
    add(model, draft)
}

/// Makes a record and answers its id.
pub(crate) fn add(model: &mut Model, draft: Draft) -> Id {
    let (kind, home, name) = (draft.kind, draft.home.clone(), draft.name.clone());
    run(model, &Command::add(draft));
    model.named(kind, home.as_ref(), &name).next().expect("it was just made").id().clone()
}

/// Does what a command asks for.
pub(crate) fn run(model: &mut Model, command: &Command) {
    let change = decide(model, command).unwrap_or_else(|refusal| panic!("{command:?}: {refusal}"));
    model.apply(&change);
}

/// Says this of the record with this id, whether or not it says so already.
pub(crate) fn saying(model: &mut Model, id: &str, fields: serde_json::Value) {
    let fields =
        fields.as_object().expect("fields").iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    match decide(model, &Command::Change { id: Id::new(id), fields }) {
        Ok(change) => model.apply(&change),
        Err(refusal) => assert_eq!(refusal, cleave_model::Refusal::Nothing, "{id}"),
    }
}

/// Says something else of the design's policy.
pub(crate) fn with_policy(mut model: Model, policy: serde_json::Value) -> Model {
    let fields = [("policy".to_owned(), policy)].into_iter().collect();
    run(&mut model, &Command::Change { id: Id::new(Model::DESIGN), fields });
    model
}

/// The findings of one rule, each as "severity: fact".
pub(crate) fn says(lines: &str, rule: &str) -> Vec<String> {
    said(&analyse(&draw(lines)), rule)
}

/// The findings of one rule in an analysis, each as "severity: fact".
pub(crate) fn said(analysis: &Analysis, rule: &str) -> Vec<String> {
    let line = |finding: &Finding| format!("{}: {}", finding.severity, finding.message);
    analysis.findings.iter().filter(|finding| finding.rule == rule).map(line).collect()
}

/// The one finding that a rule has about a design.
pub(crate) fn found(lines: &str, rule: &str) -> Finding {
    one(rule, &draw(lines))
}

/// The one finding of a rule in a design that is drawn already.
pub(crate) fn one(rule: &str, model: &Model) -> Finding {
    let mut findings = analyse(model).findings;
    findings.retain(|finding| finding.rule == rule);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    findings.remove(0)
}

/// What a rule shows as evidence, each as "from kind to".
pub(crate) fn shown(finding: &Finding) -> Vec<String> {
    finding.evidence.iter().map(|shown| format!("{} {} {}", shown.from, shown.kind, shown.to)).collect()
}

/// Says more of the element with this id.
pub(crate) fn with(mut model: Model, id: &str, fields: serde_json::Value) -> Model {
    saying(&mut model, id, fields);
    model
}

/// The same design with these limits of a rule.
pub(crate) fn with_limits(model: Model, rule: &str, limits: serde_json::Value) -> Model {
    with_policy(model, json!({"rules": {rule: {"limits": limits}}}))
}
