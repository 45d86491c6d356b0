//! Every word the text form knows: which nodes stand where, how many arguments they take, and their properties.
//!
//! The reader asks these tables, and a test holds `docs/text-form.md` against them.

/// What the block of a node holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Block {
    /// It has none.
    None,
    /// Nodes of the tables.
    Nodes,
    /// One field of data for each line.
    Fields,
}

/// One node word.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) word: &'static str,
    /// Where it may stand: the words of its parents, empty for the outermost level.
    pub(crate) within: &'static [&'static str],
    /// What its arguments are, in order; the last may repeat where `many`.
    pub(crate) arguments: &'static [&'static str],
    pub(crate) many: bool,
    pub(crate) properties: &'static [&'static str],
    pub(crate) block: Block,
}

/// Properties of every record but a placement.
pub(crate) const COMMON: &[&str] = &["id", "description", "tags", "links"];

/// The first node of a text.
pub(crate) const FIRST: &str = "cleave";

/// The version this Cleave writes, and the newest it reads.
pub(crate) const VERSION: i128 = 1;

const CONNECTION: &[&str] = &[
    "id",
    "description",
    "tags",
    "links",
    "name",
    "version",
    "data",
    "timeout",
    "retries",
    "breaker",
    "discovery",
    "encrypted",
    "authenticated",
    "ordered",
    "optional",
];
const FIELD: &[&str] = &["min", "max", "min-length", "max-length", "pattern", "sensitivity", "description"];
const OPERATION: &[&str] = &[
    "id",
    "description",
    "tags",
    "links",
    "verb",
    "path",
    "status",
    "scope",
    "timeout",
    "idempotent",
    "rate",
    "does",
    "entity",
    "published",
];
const ACTING: &[&str] = &["service", "command", "query"];
const STORING: &[&str] = &["service", "command", "query", "external"];
const OPERATION_HOMES: &[&str] = &["", "api"];

const fn word(
    word: &'static str,
    within: &'static [&'static str],
    arguments: &'static [&'static str],
    properties: &'static [&'static str],
    block: Block,
) -> Word {
    Word { word, within, arguments, many: false, properties, block }
}

const fn many(word: Word) -> Word {
    Word { many: true, ..word }
}

/// The nodes, in the order the canonical form and the documentation have them.
pub(crate) const WORDS: &[Word] = &[
    word(FIRST, &[""], &["version"], &[], Block::None),
    word("design", &[""], &["name"], COMMON, Block::Nodes),
    word("options", &["design"], &[], &["auth", "broker", "tracing", "rate-limit"], Block::None),
    word("policy", &["design"], &[], &["strict-layers"], Block::Nodes),
    many(word("layers", &["policy"], &["layer"], &[], Block::None)),
    word("rule", &["policy"], &["name"], &["severity"], Block::Nodes),
    word("limit", &["rule", "within"], &["name", "number"], &[], Block::None),
    word("within", &["rule"], &["selector"], &["severity"], Block::Nodes),
    word("forbid", &["policy"], &["name"], &["from", "to", "reachable", "why"], Block::None),
    word("allow-only", &["policy"], &["from"], &[], Block::Nodes),
    word("to", &["allow-only"], &["selector"], &[], Block::None),
    many(word("edge", &["policy"], &["selector"], &[], Block::None)),
    word("actor", &[""], &["name"], &["id", "description", "tags", "links", "kind"], Block::Nodes),
    word(
        "external",
        &[""],
        &["name"],
        &["id", "description", "tags", "links", "kind", "base-url", "operations", "cleared"],
        Block::Nodes,
    ),
    word("domain", &["", "domain"], &["name"], &["id", "description", "tags", "links", "hue"], Block::Nodes),
    word(
        "service",
        &["", "domain"],
        &["name"],
        &[
            "id",
            "description",
            "tags",
            "links",
            "team",
            "role",
            "layer",
            "implementation",
            "language",
            "base-url",
            "availability",
            "slo",
            "replicas",
            "cleared",
        ],
        Block::Nodes,
    ),
    word("type", &["service"], &["name"], COMMON, Block::Fields),
    many(word("enum", &["service"], &["name", "value"], COMMON, Block::None)),
    word("alias", &["service"], &["name", "type"], COMMON, Block::None),
    word("error", &["service"], &["name", "message"], &["id", "description", "tags", "links", "status"], Block::Fields),
    word(
        "api",
        &["", "domain", "service"],
        &["name"],
        &["id", "description", "tags", "links", "version", "visibility", "auth", "issuer", "audience"],
        Block::Nodes,
    ),
    word("command", OPERATION_HOMES, &["name"], OPERATION, Block::Nodes),
    word("query", OPERATION_HOMES, &["name"], OPERATION, Block::Nodes),
    word("input", &["command", "query"], &[], &[], Block::Fields),
    word("output", &["command", "query"], &["type"], &[], Block::None),
    many(word("fails", &["command", "query"], &["error"], &[], Block::None)),
    word(
        "event",
        &["", "service"],
        &["name"],
        &["id", "description", "tags", "links", "version", "key", "sensitivity", "public"],
        Block::Fields,
    ),
    word("store", &["", "service"], &["name"], &["id", "description", "tags", "links", "engine"], Block::Nodes),
    word(
        "entity",
        &["store"],
        &["name"],
        &["id", "description", "tags", "links", "key", "replica", "of", "by"],
        Block::Fields,
    ),
    many(word("@index", &["entity"], &["field"], &[], Block::None)),
    many(word("@unique", &["entity"], &["field"], &[], Block::None)),
    word("calls", ACTING, &["operation, service or external system"], CONNECTION, Block::None),
    word("publishes", STORING, &["event"], CONNECTION, Block::None),
    word("subscribes", STORING, &["event"], CONNECTION, Block::None),
    word("reads", STORING, &["store"], CONNECTION, Block::None),
    word("writes", STORING, &["store"], CONNECTION, Block::None),
    word("uses", &["actor", "external"], &["operation or service"], CONNECTION, Block::None),
    word("depends", &["service"], &["service"], CONNECTION, Block::None),
    word("releases-with", &["service"], &["service"], CONNECTION, Block::None),
    word(
        "topology",
        &[""],
        &["name"],
        &["id", "description", "tags", "links", "default", "database", "broker", "tls", "delivery"],
        Block::Nodes,
    ),
    many(word(
        "deployable",
        &["topology"],
        &["name", "service"],
        &["id", "description", "tags", "links", "replicas", "port", "resources", "cpu-millis", "memory-mib"],
        Block::None,
    )),
    word(
        "waiver",
        &[""],
        &["rule", "fingerprint"],
        &["id", "description", "tags", "links", "name", "owner", "reason", "adr", "granted", "expires", "evidence"],
        Block::None,
    ),
    word(
        "view",
        &[""],
        &["name"],
        &["id", "description", "tags", "links", "domain", "service", "flow", "lens", "x", "y", "zoom"],
        Block::None,
    ),
    word("note", &["", "domain"], &["text"], &["id", "description", "tags", "links", "name", "about"], Block::None),
    word(
        "place",
        &[""],
        &["id"],
        &["view", "x", "y", "width", "height", "collapsed", "locked", "order", "points"],
        Block::None,
    ),
];

/// The word that writes a field whose name would be misread.
pub(crate) const FIELD_WORD: &str = "@field";

/// What a field is written with.
pub(crate) const FIELD_PROPERTIES: &[&str] = FIELD;

/// The word, if it may stand inside a node of this word (empty for the outermost level).
pub(crate) fn find(word: &str, within: &str) -> Option<&'static Word> {
    WORDS.iter().find(|entry| entry.word == word && entry.within.contains(&within))
}

/// The words that may stand inside a node of this word.
pub(crate) fn inside(within: &str) -> impl Iterator<Item = &'static str> {
    WORDS.iter().filter(move |entry| entry.within.contains(&within)).map(|entry| entry.word)
}

/// Whether a word or property is somebody else's and only kept.
pub(crate) fn is_foreign(word: &str) -> bool {
    word.starts_with("x-")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../../docs/text-form.md");

    fn examples() -> impl Iterator<Item = String> {
        PAGE.split("```kdl\n").skip(1).filter_map(|rest| rest.split("```").next()).map(|example| {
            let head = if example.starts_with(FIRST) { "" } else { "cleave 1\ndesign example\n" };
            format!("{head}{example}")
        })
    }

    #[test]
    fn every_example_of_the_page_reads() {
        assert!(examples().count() > 10);
        for example in examples() {
            if let Err(problems) = crate::parse(&example) {
                panic!("{}", problems.render("docs/text-form.md", &example));
            }
        }
    }

    #[test]
    fn every_word_is_on_the_page() {
        let said = |word: &str| [' ', '`'].iter().any(|end| PAGE.contains(&format!("`{word}{end}")));
        for word in WORDS {
            assert!(said(word.word), "the node {} is not documented", word.word);
            for property in word.properties {
                let said = said(property) || PAGE.contains(&format!("`{property}="));
                assert!(said, "the property {property} of {} is not documented", word.word);
            }
        }
        for property in FIELD_PROPERTIES {
            assert!(said(property), "the property {property} of fields is not documented");
        }
        assert!(said(FIELD_WORD));
    }

    #[test]
    fn every_word_and_property_is_in_an_example() {
        let all: String = examples().collect();
        let words = all.split(|c: char| c.is_whitespace() || c == '=').collect::<std::collections::BTreeSet<_>>();
        for word in WORDS {
            assert!(words.contains(word.word), "the node {} is in no example", word.word);
            for property in word.properties.iter().filter(|property| !COMMON.contains(property)) {
                assert!(words.contains(property), "the property {property} of {} is in no example", word.word);
            }
        }
    }
}
