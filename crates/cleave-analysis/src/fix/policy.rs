//! What the team decided and says: the policy, waivers, contracts' versions, who may see what.

use super::event::Contract;
use super::{Case, Idea, Pad, list, turn};
use cleave_model::topology::{SelectBy, Selector};
use cleave_model::{Connection, ConnectionKind, Id, Policy, Record, Sensitivity, Version};
use serde_json::json;
use std::collections::BTreeSet;

impl Pad {
    /// Says the policy anew.
    fn decide(&mut self, edit: impl FnOnce(&mut Policy)) {
        let Some(design) = self.model().designs().next() else { return self.refuse() };
        let (id, mut policy) = (design.head.id.clone(), design.policy.clone());
        edit(&mut policy);
        match serde_json::to_value(policy) {
            Ok(policy) => self.say(&id, "policy", policy),
            Err(_) => self.refuse(),
        }
    }
}

pub(super) fn forbidden(case: &Case<'_>) -> Vec<Option<Idea>> {
    let [from, to, ..] = case.finding.subjects.as_slice() else { return Vec::new() };
    let (from_name, to_name) = (case.name(from), case.name(to));
    let ties: Vec<Connection> = case.evidence().cloned().collect();
    let direct = case.finding.path.len() <= 2;
    let mut ideas = Vec::new();
    if direct {
        let mut pad = case.pad();
        let (title, cost) = turn::all(&mut pad, &ties, Contract::Consumer);
        ideas.push(pad.idea("turn-round", cost, title, format!("{from_name} then no longer depends on {to_name}.")));
        let mut gone = case.pad();
        gone.remove(ties.iter().map(|tie| tie.head.id.clone()));
        let about = format!("{from_name} has to do without {to_name}; the connections between them go.");
        ideas.push(gone.idea(
            "remove-dependency",
            3,
            format!("Take the dependency of {from_name} on {to_name} away"),
            about,
        ));
    } else {
        // One step of the way is enough, if there is no other way.
        for step in case.finding.path.windows(2).take(4) {
            let [one, other] = step else { continue };
            let owner = |id: &Id| case.model.service_of(id).map(|service| &service.head.id);
            let own: Vec<Connection> = ties
                .iter()
                .filter(|tie| owner(&tie.from) == Some(one) && owner(&tie.to) == Some(other))
                .cloned()
                .collect();
            let mut pad = case.pad();
            let (title, cost) = turn::all(&mut pad, &own, Contract::Consumer);
            ideas.push(pad.idea(
                "turn-round",
                cost,
                title,
                format!("Nothing leads from {from_name} to {to_name} then."),
            ));
        }
    }
    ideas.push(allowed(case, from, to));
    ideas
}

/// Changes the policy so that it allows what is there: the last way out.
fn allowed(case: &Case<'_>, from: &Id, to: &Id) -> Option<Idea> {
    let mut pad = case.pad();
    let (from, to) = (case.name(from), case.name(to));
    // The rules one by one, until the finding is gone; those that do not matter stay.
    let many = case.model.designs().next()?.policy.forbidden.len();
    let mut dropped: Vec<String> = Vec::new();
    for at in (0..many).rev() {
        let mut tried = pad.clone();
        tried.decide(|policy| drop(policy.forbidden.remove(at)));
        let rule = case.model.designs().next()?.policy.forbidden.get(at)?;
        if case.finding.message.contains(&rule.name) && !rule.name.is_empty() || case.still(&tried).is_none() {
            dropped.push(if rule.name.is_empty() { "a prohibition".into() } else { rule.name.clone() });
            pad = tried;
            if case.still(&pad).is_none() {
                break;
            }
        }
    }
    if !dropped.is_empty() {
        let about = format!("The team then allows what it forbade: {from} may depend on {to}, and so may others.");
        return pad.idea("change-policy", 8, format!("Take {} out of the policy", list(&dropped)), about);
    }
    let selector = Selector { by: SelectBy::Service, value: to.into() };
    pad.decide(|policy| {
        for limit in &mut policy.allowed_only {
            if !limit.to.contains(&selector) {
                limit.to.push(selector.clone());
            }
        }
    });
    let about = format!("Whoever has a list of what it may depend on may then depend on {to} too.");
    pad.idea("change-policy", 8, format!("Put {to} on the list of what is allowed"), about)
}

pub(super) fn vacuous(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(what) = case.finding.subjects.first().and_then(|id| id.as_str().strip_prefix("policy: ")) else {
        return Vec::new();
    };
    let mut gone = case.pad();
    if let Some(rule) = what.strip_prefix("rule ") {
        gone.decide(|policy| drop(policy.rules.remove(rule)));
        let about = format!("There is no rule {rule}, so nothing changes but the policy.");
        return vec![gone.idea("remove-setting", 1, format!("Take the rule {rule} out of the policy"), about)];
    }
    let is = |selector: &Selector| format!("{} {}", selector.by, selector.value) == what;
    let mut ideas = Vec::new();
    for right in alike(case, what) {
        let mut pad = case.pad();
        pad.decide(|policy| {
            for selector in selectors(policy).into_iter().filter(|selector| is(selector)) {
                selector.value.clone_from(&right);
            }
        });
        let about = format!("The policy then speaks of {right}, which is in the design.");
        ideas.push(pad.idea("correct-word", 1, format!("Say {right} in the policy instead of {what}"), about));
    }
    gone.decide(|policy| {
        policy.forbidden.retain(|rule| !is(&rule.from) && !is(&rule.to));
        policy.allowed_only.retain(|limit| !is(&limit.from));
        for limit in &mut policy.allowed_only {
            limit.to.retain(|selector| !is(selector));
        }
        policy.edge_members.retain(|member| !is(member));
    });
    let about = format!("What the policy says of {what} matched nothing, so nothing is watched less.");
    ideas.push(gone.idea("remove-setting", 2, format!("Take {what} out of the policy"), about));
    ideas
}

/// Every selector of a policy.
fn selectors(policy: &mut Policy) -> Vec<&mut Selector> {
    let denied = policy.forbidden.iter_mut().flat_map(|rule| [&mut rule.from, &mut rule.to]);
    let limited =
        policy.allowed_only.iter_mut().flat_map(|limit| std::iter::once(&mut limit.from).chain(&mut limit.to));
    denied.chain(limited).chain(&mut policy.edge_members).collect()
}

/// Words of the design that were probably meant: the same but for large letters, hyphens and a plural.
fn alike(case: &Case<'_>, what: &str) -> BTreeSet<String> {
    let Some((by, value)) = what.split_once(' ') else { return BTreeSet::new() };
    let bare = |word: &str| -> String {
        let letters = word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase);
        letters.collect::<String>().trim_end_matches('s').to_owned()
    };
    let all = by == SelectBy::Any.word();
    let mut words: BTreeSet<String> = BTreeSet::new();
    for record in case.model.records() {
        if all || by == SelectBy::Tag.word() {
            words.extend(record.head().into_iter().flat_map(|head| head.tags.iter().cloned()));
        }
        match record {
            Record::Domain(domain) if all || by == SelectBy::Domain.word() => words.extend([domain.head.name.clone()]),
            Record::Service(service) => {
                if all || by == SelectBy::Service.word() {
                    words.insert(service.head.name.clone());
                }
                if all || by == SelectBy::Team.word() {
                    words.extend(service.team.clone());
                }
            }
            _ => {}
        }
    }
    words.retain(|word| word != value && bare(word) == bare(value));
    words.into_iter().take(3).collect()
}

pub(super) fn stale_waiver(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(waiver) = case.finding.subjects.first().and_then(|id| case.model.get(id)).and_then(Record::as_waiver)
    else {
        return Vec::new();
    };
    let mut gone = case.pad();
    gone.remove([waiver.head.id.clone()]);
    let rule = &waiver.rule;
    let about = "If what it accepted is still there, it counts again.";
    let mut ideas = vec![gone.idea("remove-waiver", 2, format!("Remove the waiver for {rule}"), about)];
    if waiver.owner.is_none()
        && let Some(team) = team_of(case, &waiver.fingerprint)
    {
        let mut pad = case.pad();
        pad.say(&waiver.head.id, "owner", team.clone());
        let about = format!("Team {team} owns what the waiver is about, so it answers for the waiver too.");
        ideas.push(pad.idea("give-waiver-owner", 1, format!("Let team {team} answer for the waiver"), about));
    }
    ideas
}

/// The team of what a finding is about.
fn team_of(case: &Case<'_>, fingerprint: &str) -> Option<String> {
    let finding = case.now.findings.iter().find(|finding| finding.fingerprint == fingerprint)?;
    finding.subjects.iter().find_map(|id| case.model.service_of(id)?.team.clone())
}

pub(super) fn growing_waiver(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(waiver) = case.finding.subjects.first() else { return Vec::new() };
    let now = case.finding.evidence.len();
    let mut anew = case.pad();
    anew.say(waiver, "evidence", now);
    let mut gone = case.pad();
    gone.remove([waiver.clone()]);
    vec![
        anew.idea(
            "approve-again",
            1,
            format!("Accept it anew with {now} connections"),
            "The team looks at what came on top and accepts that too, for the same reason and until the same day.",
        ),
        gone.idea("remove-waiver", 2, "Remove the waiver", "What it accepted counts again."),
    ]
}

pub(super) fn private_operation(case: &Case<'_>) -> Vec<Option<Idea>> {
    let [_, operation, ..] = case.finding.subjects.as_slice() else { return Vec::new() };
    let name = case.name(operation);
    let owner = case.model.service_of(operation).map_or("", |owner| owner.head.name.as_str());
    let mut pad = case.pad();
    pad.say(operation, "published", true);
    let about = format!("{name} becomes part of what {owner} promises to others.");
    let mut ideas = vec![pad.idea("publish-operation", 2, format!("Publish {name}"), about)];
    let published =
        case.model.service_of(operation).into_iter().flat_map(|owner| case.model.operations_of(&owner.head.id));
    let kind = case.model.operation(operation).map(|operation| operation.kind);
    for other in published.filter(|other| other.published == Some(true) && Some(other.kind) == kind).take(2) {
        let mut pad = case.pad();
        for call in case.evidence() {
            pad.reconnect(&call.head.id, &call.from, &other.head.id);
        }
        let other = &other.head.name;
        let about = format!("{owner} promises {other} to others already; {name} stays its own matter.");
        ideas.push(pad.idea("call-published", 3, format!("Call {other} instead of {name}"), about));
    }
    ideas
}

pub(super) fn version_mismatch(case: &Case<'_>) -> Vec<Option<Idea>> {
    let [consumer, contract, ..] = case.finding.subjects.as_slice() else { return Vec::new() };
    let (who, what) = (case.name(consumer), case.name(contract));
    let needed: BTreeSet<u32> = case.evidence().filter_map(|way| way.version).map(|version| version.major).collect();
    let mut ideas = Vec::new();
    match case.model.get(contract) {
        Some(Record::Operation(operation)) => {
            let Some(api) = operation.head.home.as_ref().and_then(|id| case.model.api(id)) else { return Vec::new() };
            let Some(provided) = api.version else { return Vec::new() };
            ideas.push(needing(case, provided, who, what));
            if let [needed] = needed.iter().collect::<Vec<_>>()[..] {
                let mut pad = case.pad();
                pad.say(&api.head.id, "version", json!(Version { major: *needed, minor: 0 }));
                let name = &api.head.name;
                let about = format!("{name} goes on offering what {who} was built for.");
                ideas.push(pad.idea("provide-version", 4, format!("Provide version {needed} of {name}"), about));
            }
        }
        Some(Record::Event(event)) => {
            ideas.push(needing(case, Version { major: event.version, minor: 0 }, who, what));
            if let [needed] = needed.iter().collect::<Vec<_>>()[..] {
                let mut pad = case.pad();
                pad.say(contract, "version", *needed);
                let about = format!("{what} goes on carrying what {who} was built for.");
                ideas.push(pad.idea("provide-version", 4, format!("Publish version {needed} of {what}"), about));
            }
        }
        _ => {}
    }
    ideas
}

fn needing(case: &Case<'_>, provided: Version, who: &str, what: &str) -> Option<Idea> {
    let mut pad = case.pad();
    for way in case.evidence() {
        pad.say(&way.head.id, "version", json!(provided));
    }
    let about = format!("{who} sends and expects what {what} is today.");
    pad.idea("bring-up-to-version", 2, format!("Bring {who} to version {provided} of {what}"), about)
}

pub(super) fn sensitive_data(case: &Case<'_>) -> Vec<Option<Idea>> {
    let [from, to, ..] = case.finding.subjects.as_slice() else { return Vec::new() };
    let mut ideas: Vec<Option<Idea>> = [to, from].into_iter().map(|receiver| cleared(case, receiver)).collect();
    let mut masked = case.pad();
    for way in case.evidence() {
        if !way.data.is_empty() {
            masked.say(&way.head.id, "data", json!([]));
        }
        if let Some(event) = case.model.event(&way.to)
            && way.kind == ConnectionKind::Subscribe
        {
            let open: Vec<_> = event.fields.iter().filter(|field| field.sensitivity == Sensitivity::None).collect();
            let key = event.key.as_ref().filter(|key| open.iter().any(|field| field.name == **key));
            masked.say_all(
                &event.head.id,
                [("key", json!(key)), ("fields", json!(open)), ("sensitivity", json!(Sensitivity::None))],
            );
        }
    }
    let about = "Only what the other side needs travels: what is sensitive is masked, left out or replaced by a token.";
    let title = format!("Mask what travels between {} and {}", case.name(from), case.name(to));
    ideas.push(masked.idea("mask-data", 4, title, about));
    ideas
}

/// Clears whoever gets the data for as little as ends the finding.
fn cleared(case: &Case<'_>, receiver: &Id) -> Option<Idea> {
    let known = match case.model.get(receiver)? {
        Record::Service(service) => service.cleared.clone(),
        Record::External(external) => external.cleared.clone(),
        _ => return None,
    };
    let name = case.name(receiver);
    let classes = [Sensitivity::Personal, Sensitivity::Secret];
    let wanted = [&classes[..1], &classes[1..], &classes[..]];
    for more in wanted {
        let mut pad = case.pad();
        let all: BTreeSet<Sensitivity> = known.iter().chain(more).copied().collect();
        pad.say(receiver, "cleared", json!(all));
        if case.still(&pad).is_none() {
            let words: Vec<&str> = more.iter().map(|class| class.word()).collect();
            let about = format!("{name} may then hold {} data. Link the decision record at {name}.", list(&words));
            return pad.idea("clear-target", 3, format!("Clear {name} for {} data", list(&words)), about);
        }
    }
    None
}

/// Marks what others of the design rely on as published contract.
pub(super) fn stable_abstractions(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(service) = case.finding.subjects.first() else { return Vec::new() };
    let name = case.name(service);
    let mut pad = case.pad();
    let outside = |id: &Id| {
        case.model.incoming(id).any(|way| case.model.service_of(&way.from).is_some_and(|user| user.head.id != *service))
    };
    let mut told = Vec::new();
    for operation in case.model.operations_of(service).filter(|operation| operation.published != Some(true)) {
        if outside(&operation.head.id) {
            pad.say(&operation.head.id, "published", true);
            told.push(operation.head.name.as_str());
        }
    }
    let about = format!("What others rely on is then a promise of {name}, and the rest stays its own matter.");
    let mut ideas = vec![pad.idea("publish-contract", 2, format!("Publish {} of {name}", list(&told)), about)];
    let mut inner = case.pad();
    for operation in case.model.operations_of(service).filter(|operation| operation.published == Some(true)) {
        if !outside(&operation.head.id) {
            inner.say(&operation.head.id, "published", false);
        }
    }
    let about = format!("{name} then promises no more than others use.");
    ideas.push(inner.idea("keep-private", 2, format!("Keep private what nobody outside {name} uses"), about));
    ideas
}
