//! From text to model: the nodes are walked once to learn what there is and what it is called, then read.

mod build;
mod fault;
mod part;

pub(crate) use part::connection_word;

use crate::entries::{Page, a, capital};
use crate::names::Names;
use crate::syntax::{At, Tree, read};
use crate::words::{Block, FIRST, VERSION, Word, find, inside, is_foreign};
use crate::{Problem, Problems};
use cleave_model::{Id, Kind, Model, Record};
use std::collections::{HashMap, HashSet};

/// A text that was understood.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) model: Model,
    pub(crate) tree: Tree,
    /// Which node tells of which record.
    pub(crate) ids: HashMap<At, Id>,
}

/// A record that was seen but not read yet.
#[derive(Debug)]
struct Draft {
    at: At,
    kind: Kind,
    name: String,
    /// The draft it belongs to.
    home: Option<usize>,
    rank: u32,
    /// Empty for connections and placements until their ends are known.
    id: Id,
}

/// Everything that was seen, in the order of the text.
struct Seen {
    drafts: Vec<Draft>,
    names: Names,
    /// Ids that stand in the text.
    written: HashMap<String, At>,
    taken: HashSet<Id>,
}

/// Reads a text and remembers where everything stands.
///
/// # Errors
/// Everything that is wrong with it.
pub(crate) fn reading(source: &str) -> Result<Reading, Problems> {
    if source.trim_start_matches('\u{FEFF}').trim().is_empty() {
        let problem = Problem::new(source, 0..0, "The text is empty");
        return Err(Problems::one(
            problem.hint("A design begins with: cleave 1, and in the next line: design its_name"),
        ));
    }
    let tree = read(source)?;
    let page = Page::new(source, &tree);
    first(&page)?;
    let mut seen = collect(&page, Names::default());
    let (records, ids) = build::records(&page, &mut seen);
    if let Some(problems) = Problems::some(page.take()) {
        return Err(problems);
    }
    let model = Model::from_records(records);
    fault::tell(&page, &model, &ids);
    match Problems::some(page.take()) {
        Some(problems) => Err(problems),
        None => Ok(Reading { model, tree, ids }),
    }
}

/// Reads a piece of a design. What it mentions and does not hold leads to `beyond`, or is left out and named.
///
/// # Errors
/// Everything that is wrong with it.
pub(crate) fn fragment(source: &str, beyond: Names) -> Result<(Vec<Record>, Vec<String>), Problems> {
    let tree = read(source)?;
    let page = Page::of_fragment(source, &tree);
    // Without the first line a piece is a piece all the same; with one of another version it is not.
    if tree.roots.first().is_some_and(|at| page.node(*at).name.value == FIRST) {
        first(&page)?;
    }
    let mut seen = collect(&page, Names::default().before(beyond));
    let (records, ids) = build::records(&page, &mut seen);
    if let Some(problems) = Problems::some(page.take()) {
        return Err(problems);
    }
    fault::tell_names(&page, &Model::from_records(records.clone()), &ids);
    match Problems::some(page.take()) {
        Some(problems) => Err(problems),
        None => Ok((records, page.left_out())),
    }
}

/// Kinds whose records stand at the outermost level of a piece, wherever they stand in a design; and those that belong
/// to one design alone, so that a piece goes without them.
fn in_fragment(word: &str) -> Option<(&'static Word, bool)> {
    let kind = kind_of(word)?;
    let entry = crate::words::WORDS.iter().find(|entry| entry.word == word)?;
    match kind {
        Kind::Design | Kind::Topology | Kind::Deployable | Kind::Waiver | Kind::View => Some((entry, false)),
        Kind::Connection | Kind::Placement => None,
        _ => Some((entry, true)),
    }
}

/// Whether a text begins as one of ours does, however it goes on.
pub(crate) fn begins_like(source: &str) -> bool {
    let lines = source.trim_start_matches('\u{FEFF}').lines().map(str::trim);
    let first = lines.filter(|line| !line.is_empty()).find(|line| !line.starts_with("//")).unwrap_or_default();
    let word: String = first.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
    let behind = first[word.len()..].chars().next();
    (word == FIRST || kind_of(&word).is_some()) && behind.is_some_and(char::is_whitespace)
}

/// The first node says that this is a design, and of which version.
fn first(page: &Page) -> Result<(), Problems> {
    let wrong =
        |span, message: String, hint: &str| Err(Problems::one(Problem::new(page.source, span, message).hint(hint)));
    let Some(node) = page.tree.roots.first().map(|at| page.node(*at)).filter(|node| node.name.value == FIRST) else {
        let span = page.tree.roots.first().map_or(0..0, |at| page.node(*at).name.span.clone());
        return wrong(span, "This is not a design".into(), "The first line of a design is: cleave 1");
    };
    let version = node.entries.first().map(|entry| (&entry.value, entry.at.clone()));
    match version {
        Some((crate::syntax::Value::Whole(VERSION), _)) => Ok(()),
        Some((crate::syntax::Value::Whole(newer), span)) if *newer > VERSION => {
            let message = format!("This design is written in version {newer}; this Cleave reads version {VERSION}");
            wrong(span, message, "Install a newer Cleave")
        }
        Some((_, span)) => wrong(span, "This version does not exist".into(), "Write: cleave 1"),
        None => wrong(node.name.span.clone(), "The version is missing".into(), "Write: cleave 1"),
    }
}

fn kind_of(word: &str) -> Option<Kind> {
    Some(match word {
        "design" => Kind::Design,
        "domain" => Kind::Domain,
        "service" => Kind::Service,
        "api" => Kind::Api,
        "command" | "query" => Kind::Operation,
        "type" | "enum" | "alias" | "error" => Kind::DataType,
        "event" => Kind::Event,
        "store" => Kind::DataStore,
        "entity" => Kind::Entity,
        "external" => Kind::External,
        "actor" => Kind::Actor,
        "note" => Kind::Note,
        "topology" => Kind::Topology,
        "deployable" => Kind::Deployable,
        "waiver" => Kind::Waiver,
        "view" => Kind::View,
        "place" => Kind::Placement,
        word => return part::connection(word).map(|_| Kind::Connection),
    })
}

/// Walks the nodes, checks their words, and gives what needs no reference its id.
fn collect(page: &Page, names: Names) -> Seen {
    let mut seen = Seen { drafts: Vec::new(), names, written: HashMap::new(), taken: HashSet::new() };
    let mut ranks: HashMap<(Option<usize>, Kind), u32> = HashMap::new();
    let mut called: HashMap<(Kind, Option<usize>, &str), At> = HashMap::new();
    let mut ahead: Vec<(At, &str, Option<usize>)> = page.tree.roots.iter().rev().map(|at| (*at, "", None)).collect();
    let mut once: HashSet<(Option<At>, &str)> = HashSet::new();
    while let Some((at, within, home)) = ahead.pop() {
        let node = page.node(at);
        let word = node.name.value.as_str();
        if is_foreign(word) {
            continue;
        }
        let piece = if page.is_fragment() && within.is_empty() { in_fragment(word) } else { None };
        if let Some((_, false)) = piece {
            if word != "design" {
                page.leave_out(&page.source[node.name.span.start..node.head_end]);
            }
            continue;
        }
        let Some(entry) = piece.map(|(entry, _)| entry).or_else(|| find(word, within)) else {
            misplaced(page, at, within);
            continue;
        };
        let alone = matches!(word, FIRST | "design" | "options" | "policy" | "layers" | "input" | "output" | "fails");
        if alone && !once.insert((node.parent, word)) {
            let hint = "Put what it says into the first one";
            page.tell(node.name.span.clone(), format!("{word} stands there twice"), hint);
            continue;
        }
        check(page, at, entry);
        let mut inner = home;
        if let Some(kind) = kind_of(word) {
            inner = Some(seen.drafts.len());
            let draft = draft(page, at, kind, home, &mut ranks);
            twice(page, &seen, &draft, &mut called);
            seen.drafts.push(draft);
        }
        if entry.block == Block::Nodes {
            ahead.extend(node.children.iter().rev().map(|child| (*child, word, inner)));
        }
    }
    if !page.is_fragment() && !seen.drafts.iter().any(|draft| draft.kind == Kind::Design) {
        let end = page.tree.roots.first().map_or(0, |at| page.node(*at).span.end);
        page.tell(0..end, "The design has no name", "Write in the second line: design its_name");
    }
    identify(page, &mut seen);
    seen
}

fn draft(
    page: &Page,
    at: At,
    kind: Kind,
    home: Option<usize>,
    ranks: &mut HashMap<(Option<usize>, Kind), u32>,
) -> Draft {
    let entries = page.entries(at);
    let name = match kind {
        Kind::Placement => None,
        kind if kind.is_named() => entries.argument(0, "name").map(str::to_owned),
        _ => entries.text("name"),
    };
    // A domain in a domain and a service in a domain have a home; a connection has a source.
    let rank = ranks.entry((home, kind)).or_default();
    *rank += 1;
    Draft { at, kind, name: name.unwrap_or_default(), home, rank: *rank - 1, id: Id::new("") }
}

/// Tells of a name that another record of the kind has already.
fn twice<'a>(page: &'a Page, seen: &Seen, draft: &Draft, called: &mut HashMap<(Kind, Option<usize>, &'a str), At>) {
    if !draft.kind.is_named() || draft.kind == Kind::Design {
        return;
    }
    let Some(entry) = page.entries(draft.at).arguments().next() else { return };
    let crate::syntax::Value::Text(name) = &entry.value else { return };
    let scope = match draft.kind {
        Kind::Service | Kind::Domain => None,
        Kind::Operation => {
            let service = |home: usize| seen.drafts[home].home.filter(|up| seen.drafts[*up].kind == Kind::Service);
            draft.home.and_then(service).or(draft.home)
        }
        _ => draft.home,
    };
    if let Some(first) = called.insert((draft.kind, scope, name), draft.at) {
        let line = Problem::new(page.source, page.node(first).span.clone(), "").line;
        let short: String = name.chars().take(60).collect();
        let message = format!("There is already {} called {short}", a(draft.kind.word()));
        page.tell(entry.at.clone(), message, format!("The first one stands in line {line}. Choose another name"));
    }
}

/// Gives every record but connections and placements its id, and makes it known by its name.
fn identify(page: &Page, seen: &mut Seen) {
    for draft in &seen.drafts {
        if draft.kind == Kind::Placement {
            continue;
        }
        let Some(entry) = page.entries(draft.at).property("id") else { continue };
        let Some(id) = page.entries(draft.at).as_text(entry) else { continue };
        if id.is_empty() {
            page.tell(entry.at.clone(), "An id is not empty", "Remove it");
            continue;
        }
        let is_own = draft.kind == Kind::Design && id == Model::DESIGN;
        if draft.kind == Kind::Design && !is_own {
            page.tell(entry.at.clone(), "The design's id is always design", "Remove it");
        } else if seen.written.insert(id.to_owned(), draft.at).is_some() || (id == Model::DESIGN && !is_own) {
            let hint = "Remove it here; it is only needed where something was renamed or moved";
            page.tell(entry.at.clone(), format!("The id {id} stands at something else already"), hint);
        }
    }
    seen.taken = seen.written.keys().map(Id::new).collect();
    for at in 0..seen.drafts.len() {
        let draft = &seen.drafts[at];
        if matches!(draft.kind, Kind::Connection | Kind::Placement) {
            continue;
        }
        let id = match page.entries(draft.at).property("id") {
            Some(crate::syntax::Entry { value: crate::syntax::Value::Text(id), .. }) => Id::new(id),
            _ => fresh(&mut seen.taken, &Id::new(born_as(page, &seen.drafts, at))),
        };
        seen.drafts[at].id = id;
    }
    for draft in seen.drafts.iter().filter(|draft| !draft.id.as_str().is_empty()) {
        let owner = match draft.kind {
            Kind::Entity => draft.home.map(|home| seen.drafts[home].id.clone()),
            Kind::Service | Kind::Domain => None,
            _ => service_of(&seen.drafts, draft.home).map(|service| seen.drafts[service].id.clone()),
        };
        seen.names.add(&draft.id, draft.kind, &draft.name, owner);
    }
    seen.names.link_entities();
}

/// The innermost service a draft is or lives in.
fn service_of(drafts: &[Draft], from: Option<usize>) -> Option<usize> {
    std::iter::successors(from, |at| drafts[*at].home).find(|at| drafts[*at].kind == Kind::Service)
}

/// What [`Model::born_as`] will answer for the record, which is not made yet.
fn born_as(page: &Page, drafts: &[Draft], at: usize) -> String {
    let draft = &drafts[at];
    let argument = |nth: usize| match page.entries(draft.at).arguments().nth(nth).map(|entry| &entry.value) {
        Some(crate::syntax::Value::Text(text)) => text.clone(),
        _ => String::new(),
    };
    let path = match draft.kind {
        Kind::Design => return Model::DESIGN.into(),
        Kind::Domain | Kind::Service => draft.name.clone(),
        Kind::Waiver => format!("{}:{}", argument(0), argument(1)),
        Kind::Note => {
            let words: String = argument(0).chars().filter(|c| c.is_alphanumeric()).take(24).collect();
            if words.is_empty() { "note".into() } else { words }
        }
        kind => {
            let above = std::iter::successors(draft.home, |up| drafts[*up].home).map(|up| &drafts[up]);
            let spoken = above.filter(|up| match up.kind {
                Kind::Domain => false,
                Kind::Api => kind != Kind::Operation,
                _ => true,
            });
            let mut parts: Vec<&str> = spoken.map(|up| up.name.as_str()).collect();
            parts.reverse();
            parts.push(&draft.name);
            parts.join(".")
        }
    };
    format!("{}:{path}", draft.kind.word())
}

/// The id itself, or with the first number that makes it free. It is taken from now on.
fn fresh(taken: &mut HashSet<Id>, plain: &Id) -> Id {
    let mut id = plain.clone();
    let mut number = 2u64;
    while !taken.insert(id.clone()) {
        id = Id::new(format!("{plain}#{number}"));
        number += 1;
    }
    id
}

/// Checks what stands behind a word.
fn check(page: &Page, at: At, word: &Word) {
    let entries = page.entries(at);
    let most = if word.many { usize::MAX } else { word.arguments.len() };
    entries.check(word.properties, most);
    if word.block == Block::None {
        build::no_block(page, page.node(at));
    }
}

/// Tells of a node whose word cannot stand here.
fn misplaced(page: &Page, at: At, within: &str) {
    let name = &page.node(at).name;
    let homes: Vec<&str> = crate::words::WORDS
        .iter()
        .filter(|word| word.word == name.value)
        .flat_map(|word| word.within.iter().copied())
        .collect();
    let place = if within.is_empty() { "at the outermost level".to_owned() } else { format!("inside {within}") };
    if homes.is_empty() {
        let known: Vec<&str> = inside(within).filter(|word| *word != FIRST).collect();
        let what = if within.is_empty() {
            "There is no word".to_owned()
        } else {
            format!("{} has no word", capital(&a(within)))
        };
        page.unknown(name.span.clone(), &what, &name.value, known.into_iter());
    } else {
        let homes: Vec<&str> =
            homes.iter().map(|home| if home.is_empty() { "the outermost level" } else { home }).collect();
        let hint = format!("It belongs in {}", homes.join(" or "));
        page.tell(name.span.clone(), format!("{} cannot stand {place}", name.value), hint);
    }
}

#[cfg(test)]
mod tests;
