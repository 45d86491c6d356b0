//! What everything in a design is called, and how one thing mentions another: `service.name`, own things bare.
//!
//! One algorithm, [`Names::find`], reads mentions; writing tries the short forms with it and takes the first that leads
//! where it should, else the id behind an `@`. So a mention that is printed always reads as what was meant.

use cleave_model::{Id, Kind, Model, Record};
use std::collections::HashMap;

/// A mention taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mention {
    /// Names from the outside in.
    Path(Vec<String>),
    /// The id itself.
    Id(String),
}

/// What something is called and where.
#[derive(Debug, Clone)]
struct Called {
    kind: Kind,
    name: String,
    /// The service it belongs to; of an entity the store.
    owner: Option<Id>,
}

/// Every named thing of a design.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// By kind, owner and name; none where several have the name.
    by_name: HashMap<(Kind, Option<Id>, String), Option<Id>>,
    by_id: HashMap<Id, Called>,
    /// Where else a mention may lead that none of these answers to.
    beyond: Option<Box<Names>>,
}

impl Names {
    /// The names of a model.
    pub(crate) fn of(model: &Model) -> Self {
        let mut names = Self::default();
        for record in model.records() {
            names.add(record.id(), record.kind(), record.name(), owner(model, record));
        }
        // Entities also by the service their store is in; only now are all stores known.
        names.link_entities();
        names
    }

    /// The names of a model a fragment comes from or goes to, each leading to what [`Id::outside`] makes of its id.
    pub(crate) fn outside(model: &Model) -> Self {
        let mut names = Self::default();
        for record in model.records() {
            let owner = owner(model, record).map(|owner| owner.outside());
            names.add(&record.id().outside(), record.kind(), record.name(), owner);
        }
        names.link_entities();
        names
    }

    /// The same names; what they do not know is looked up in others.
    pub(crate) fn before(self, beyond: Self) -> Self {
        Self { beyond: Some(Box::new(beyond)), ..self }
    }

    /// Adds one thing. `owner` is the service it belongs to, of an entity the store.
    pub(crate) fn add(&mut self, id: &Id, kind: Kind, name: &str, owner: Option<Id>) {
        self.put(kind, owner.clone(), name, id);
        self.by_id.insert(id.clone(), Called { kind, name: name.to_owned(), owner });
    }

    /// Makes entities known by the service of their store, once all stores were added.
    pub(crate) fn link_entities(&mut self) {
        let entities: Vec<(Id, String, Id)> = self
            .by_id
            .iter()
            .filter(|(_, called)| called.kind == Kind::Entity)
            .filter_map(|(id, called)| {
                let service = self.by_id.get(called.owner.as_ref()?)?.owner.clone()?;
                Some((id.clone(), called.name.clone(), service))
            })
            .collect();
        for (id, name, service) in entities {
            self.put(Kind::Entity, Some(service), &name, &id);
        }
    }

    fn put(&mut self, kind: Kind, owner: Option<Id>, name: &str, id: &Id) {
        self.by_name
            .entry((kind, owner, name.to_owned()))
            .and_modify(|known| *known = None)
            .or_insert(Some(id.clone()));
    }

    fn get(&self, kind: Kind, owner: Option<&Id>, name: &str) -> Option<Id> {
        self.by_name.get(&(kind, owner.cloned(), name.to_owned())).cloned().flatten()
    }

    /// The kind of what has this id.
    pub(crate) fn kind(&self, id: &Id) -> Option<Kind> {
        let own = self.by_id.get(id).map(|called| called.kind);
        own.or_else(|| self.beyond.as_ref().and_then(|beyond| beyond.kind(id)))
    }

    /// What a mention inside `service` means, where it may mean these kinds: first own things, then services, external
    /// systems and domains, then what nobody owns.
    pub(crate) fn find(&self, service: Option<&Id>, wanted: &[Kind], mention: &Mention) -> Option<Id> {
        self.find_own(service, wanted, mention).or_else(|| {
            let beyond = self.beyond.as_ref()?;
            match mention {
                Mention::Id(id) => beyond.find(None, wanted, &Mention::Id(Id::new(id).outside().into())),
                Mention::Path(_) => beyond.find(None, wanted, mention),
            }
        })
    }

    fn find_own(&self, service: Option<&Id>, wanted: &[Kind], mention: &Mention) -> Option<Id> {
        let path = match mention {
            Mention::Id(id) => {
                let id = Id::new(id);
                let kind = self.by_id.get(&id).map(|called| called.kind);
                return kind.filter(|kind| wanted.contains(kind)).map(|_| id);
            }
            Mention::Path(path) => path,
        };
        let owned = |kind: &&Kind| !is_outermost(**kind);
        match path.as_slice() {
            [name] => {
                let own =
                    service.and_then(|of| wanted.iter().filter(owned).find_map(|kind| self.get(*kind, Some(of), name)));
                let outer = || wanted.iter().filter(|k| is_outermost(**k)).find_map(|k| self.get(*k, None, name));
                let unowned = || wanted.iter().filter(owned).find_map(|kind| self.get(*kind, None, name));
                own.or_else(outer).or_else(unowned)
            }
            [first, name] if wanted.contains(&Kind::Entity) => {
                let own = service.and_then(|of| self.get(Kind::DataStore, Some(of), first));
                let in_store = |store: Id| self.get(Kind::Entity, Some(&store), name);
                own.and_then(in_store)
                    .or_else(|| self.get(Kind::Entity, Some(&self.get(Kind::Service, None, first)?), name))
                    .or_else(|| in_store(self.get(Kind::DataStore, None, first)?))
            }
            [first, name] => {
                let of = self.get(Kind::Service, None, first)?;
                wanted.iter().filter(owned).find_map(|kind| self.get(*kind, Some(&of), name))
            }
            [first, second, name] if wanted.contains(&Kind::Entity) => {
                let of = self.get(Kind::Service, None, first)?;
                self.get(Kind::Entity, Some(&self.get(Kind::DataStore, Some(&of), second)?), name)
            }
            _ => None,
        }
    }

    /// The shortest mention of `id` that [`Names::find`] understands at this place.
    pub(crate) fn spell(&self, service: Option<&Id>, wanted: &[Kind], id: &Id, quote: fn(&str) -> String) -> String {
        let path = self
            .paths(service, id)
            .into_iter()
            .find(|path| self.find(service, wanted, &Mention::Path(path.clone())).as_ref() == Some(id));
        match path {
            Some(path) => path.iter().map(|segment| quote(segment)).collect::<Vec<_>>().join("."),
            None => format!("@{}", quote_id(id.inside().as_ref().unwrap_or(id).as_str(), quote)),
        }
    }

    /// The ways to call something, the shortest first; an own entity with its store.
    fn paths(&self, service: Option<&Id>, id: &Id) -> Vec<Vec<String>> {
        let Some(called) = self.by_id.get(id) else {
            return self.beyond.as_ref().map_or_else(Vec::new, |beyond| beyond.paths(None, id));
        };
        let owner = called.owner.as_ref().and_then(|owner| self.by_id.get(owner));
        let name = called.name.clone();
        if called.kind != Kind::Entity {
            let own = called.owner.as_ref().is_none_or(|owner| Some(owner) == service);
            let long = owner.map(|owner| vec![owner.name.clone(), name.clone()]);
            return own.then_some(vec![name]).into_iter().chain(long).collect();
        }
        let Some(store) = owner else { return Vec::new() };
        let short = vec![store.name.clone(), name.clone()];
        let service_name = store.owner.as_ref().and_then(|of| self.by_id.get(of)).map(|of| of.name.clone());
        let own = store.owner.as_ref().is_none_or(|of| Some(of) == service);
        let long = service_name.map(|of| vec![of, store.name.clone(), name]);
        own.then_some(short).into_iter().chain(long).collect()
    }

    /// Of everything a mention could mean, the one that is written most like it.
    pub(crate) fn nearest(&self, service: Option<&Id>, wanted: &[Kind], written: &str) -> Option<String> {
        let all = self.by_id.iter().filter(|(_, called)| wanted.contains(&called.kind));
        let mut spelled: Vec<String> = all.map(|(id, _)| self.spell(service, wanted, id, segment)).collect();
        spelled.sort();
        nearest(written, spelled.iter().map(String::as_str)).map(str::to_owned)
    }

    /// The id that is written most like this.
    pub(crate) fn nearest_id(&self, written: &str) -> Option<String> {
        let mut ids: Vec<&str> = self.by_id.keys().map(Id::as_str).collect();
        ids.sort_unstable();
        nearest(written, ids.into_iter()).map(str::to_owned)
    }
}

fn is_outermost(kind: Kind) -> bool {
    matches!(kind, Kind::Service | Kind::External | Kind::Domain | Kind::Actor)
}

/// The service a record belongs to; of an entity the store.
fn owner(model: &Model, record: &Record) -> Option<Id> {
    let home = record.home()?;
    match record.kind() {
        Kind::Entity => Some(home.clone()),
        Kind::Service | Kind::Domain | Kind::Connection | Kind::Placement => None,
        _ => model.service_of(home).map(|service| service.head.id.clone()),
    }
}

/// A name inside a mention: in backquotes where it would be misread.
pub(crate) fn segment(name: &str) -> String {
    let plain = !name.is_empty() && name != "*" && !name.starts_with('@') && !name.contains(['.', '`']);
    if plain { name.to_owned() } else { backquoted(name) }
}

/// The same inside a type, where more characters mean something.
pub(crate) fn type_segment(name: &str) -> String {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    let taken = ["list", "map"].contains(&name) || cleave_model::Scalar::from_word(name).is_some();
    if plain && !taken { name.to_owned() } else { backquoted(name) }
}

fn backquoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// An id behind an `@` takes the whole rest of a mention, but not of a type.
fn quote_id(id: &str, quote: fn(&str) -> String) -> String {
    let in_type = quote("<") != "<";
    if in_type || id.starts_with('`') { backquoted(id) } else { id.to_owned() }
}

/// Takes a mention apart; none where it is none.
pub(crate) fn read(text: &str) -> Option<Mention> {
    if let Some(id) = text.strip_prefix('@') {
        return match id.strip_prefix('`') {
            Some(_) => read_segment(id).filter(|(_, rest)| rest.is_empty()).map(|(id, _)| Mention::Id(id)),
            None => Some(Mention::Id(id.to_owned())),
        };
    }
    let mut path = Vec::new();
    let mut rest = text;
    loop {
        let (segment, after) = read_segment(rest)?;
        path.push(segment);
        match after.strip_prefix('.') {
            Some(next) => rest = next,
            None if after.is_empty() => return Some(Mention::Path(path)),
            None => return None,
        }
    }
}

/// One name at the beginning of a mention, and what follows it.
fn read_segment(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('`') else {
        let end = text.find('.').unwrap_or(text.len());
        return (end > 0).then(|| (text[..end].to_owned(), &text[end..]));
    };
    let mut name = String::new();
    let mut rest = quoted;
    loop {
        let end = rest.find('`')?;
        name.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('`') {
            Some(next) => {
                name.push('`');
                rest = next;
            }
            None => return Some((name, rest)),
        }
    }
}

/// The candidate nearest in spelling, if any is near enough to have been meant.
pub(crate) fn nearest<'a>(written: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let written: Vec<char> = written.chars().take(80).flat_map(char::to_lowercase).collect();
    let reach = (written.len() / 3).max(2);
    let near = candidates.filter_map(|candidate| {
        let other: Vec<char> = candidate.chars().take(80).flat_map(char::to_lowercase).collect();
        if other.len().abs_diff(written.len()) > reach {
            return None;
        }
        let distance = distance(&written, &other);
        (distance <= reach && distance < other.len().max(written.len())).then_some((distance, candidate))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// How many characters must be put in, taken out, replaced or swapped with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_taken_apart() {
        let path = |names: &[&str]| Some(Mention::Path(names.iter().map(|name| (*name).to_owned()).collect()));
        assert_eq!(read("orders.place_order"), path(&["orders", "place_order"]));
        assert_eq!(read("`a.b`.`c``d`"), path(&["a.b", "c`d"]));
        assert_eq!(read("@service:a.b"), Some(Mention::Id("service:a.b".into())));
        assert_eq!(read("@`a``b`"), Some(Mention::Id("a`b".into())));
        for bad in ["", ".", "a.", ".a", "`a", "`a`b", "a..b"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        for name in ["a", "a.b", "`", "@x", "*", "", "注文 1"] {
            assert_eq!(read(&segment(name)), path(&[name]), "{name}");
            assert_eq!(read(&type_segment(name)), path(&[name]), "{name}");
        }
    }

    #[test]
    fn the_nearest_word_is_found() {
        let words = ["service", "store", "event"];
        assert_eq!(nearest("servcie", words.into_iter()), Some("service"));
        assert_eq!(nearest("stor", words.into_iter()), Some("store"));
        assert_eq!(nearest("banana", words.into_iter()), None);
    }
}
