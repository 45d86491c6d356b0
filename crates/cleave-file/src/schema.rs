//! The tables of a project file, and one view for each kind of record so that anyone can read them with SQL.

use cleave_model::Kind;
use rusqlite::{Connection, Result};
use std::collections::BTreeMap;

/// `Clve`, in the file's header at byte 68: what tells a project from any other SQLite database.
pub const APPLICATION_ID: u32 = 0x436c_7665;

/// The format this Cleave writes. A change of tables or of a record's JSON raises it and adds a migration.
pub const VERSION: u32 = 2;

const TABLES: &str = "
CREATE TABLE record (
    id       TEXT NOT NULL PRIMARY KEY,
    kind     TEXT NOT NULL,
    json     TEXT NOT NULL,
    checksum BLOB NOT NULL
);
CREATE INDEX record_kind ON record (kind);

-- Ids that were used once and are never given again.
CREATE TABLE retired (id TEXT NOT NULL PRIMARY KEY);

-- Everything that was done, in order. An undo is an entry of its own, so that others can follow.
CREATE TABLE journal (
    step     INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL,
    who      TEXT NOT NULL,
    deed     TEXT NOT NULL CHECK (deed IN ('edit', 'undo', 'redo')),
    label    TEXT NOT NULL,
    gesture  TEXT,
    change   TEXT NOT NULL,
    checksum BLOB NOT NULL
);

-- One row: the digest of all record checksums, and the text the design was last read from or written to.
CREATE TABLE state (
    one           INTEGER PRIMARY KEY CHECK (one = 1),
    digest        BLOB NOT NULL,
    text          TEXT,
    text_checksum BLOB
);

-- Named states of the design; those with accepted findings are baselines.
CREATE TABLE revision (
    name     TEXT NOT NULL PRIMARY KEY,
    at       TEXT NOT NULL,
    who      TEXT NOT NULL,
    step     INTEGER NOT NULL,
    records  TEXT NOT NULL,
    accepted TEXT,
    checksum BLOB NOT NULL
);

-- Remarks about records; an answer names what it answers.
CREATE TABLE remark (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL,
    who      TEXT NOT NULL,
    about    TEXT,
    answers  INTEGER REFERENCES remark (id),
    text     TEXT NOT NULL,
    settled  INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1))
);

-- What was generated, when, from which step, into which folder.
CREATE TABLE delivery (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL,
    who      TEXT NOT NULL,
    step     INTEGER NOT NULL,
    folder   TEXT NOT NULL,
    summary  TEXT NOT NULL
);
";

/// The size of a page in bytes. Small ones waste less, so a flipped bit rarely falls where nothing is.
pub const PAGE: u32 = 1024;

/// What is not as it should be with the tables and views, if anything. What others added is not looked at.
pub fn difference(conn: &Connection) -> Result<Option<String>> {
    let wanted = Connection::open_in_memory()?;
    lay(&wanted)?;
    let read = |conn: &Connection| -> Result<BTreeMap<String, Option<String>>> {
        let mut statement = conn.prepare("SELECT type || ' ' || name || ' of ' || tbl_name, sql FROM sqlite_master")?;
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    };
    let found = read(conn)?;
    Ok(read(&wanted)?.into_iter().find(|(name, sql)| found.get(name) != Some(sql)).map(|(name, _)| name))
}

/// Makes the tables and views of an empty database and marks it as ours.
pub fn lay(conn: &Connection) -> Result<()> {
    conn.execute_batch(TABLES)?;
    conn.execute("INSERT INTO state (one, digest) VALUES (1, zeroblob(16))", [])?;
    lay_views(conn)?;
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    conn.pragma_update(None, "user_version", VERSION)
}

/// Makes one view for each kind, replacing those that are there.
pub fn lay_views(conn: &Connection) -> Result<()> {
    for kind in Kind::ALL {
        let name = view_name(*kind);
        let head: &[&str] =
            if *kind == Kind::Placement { &[] } else { &["name", "description", "home", "rank", "tags", "links"] };
        let head = head.iter().map(|field| format!("json_extract(json, '$.value.head.{field}') AS \"{field}\""));
        let own = fields(*kind).iter().map(|field| format!("json_extract(json, '$.value.{field}') AS \"{field}\""));
        let columns: Vec<String> = std::iter::once("id".to_owned()).chain(head).chain(own).collect();
        conn.execute_batch(&format!(
            "DROP VIEW IF EXISTS \"{name}\"; CREATE VIEW \"{name}\" AS SELECT {} FROM record WHERE kind = '{}';",
            columns.join(", "),
            kind.word()
        ))?;
    }
    Ok(())
}

/// The view's name: the plural of the word people use.
pub fn view_name(kind: Kind) -> String {
    match kind {
        Kind::Entity => "entities".into(),
        Kind::Topology => "topologies".into(),
        other => format!("{}s", other.word()),
    }
}

/// The fields a record of this kind has beside its head (or, for a placement, its id).
fn fields(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Design => &["options", "policy"],
        Kind::Domain => &["hue"],
        Kind::Service => &["team", "role", "layer", "implementation", "availability", "slo", "replicas", "cleared"],
        Kind::Api => &["version", "visibility", "auth"],
        Kind::Operation => &[
            "kind",
            "verb",
            "path",
            "status",
            "input",
            "output",
            "fails",
            "scope",
            "timeout",
            "idempotent",
            "rate",
            "does",
            "entity",
            "published",
        ],
        Kind::DataType => &["shape"],
        Kind::Event => &["version", "key", "fields", "sensitivity", "public"],
        Kind::DataStore => &["engine"],
        Kind::Entity => &["fields", "key", "indexes", "replica"],
        Kind::External => &["kind", "base_url", "operations", "cleared"],
        Kind::Actor => &["kind"],
        Kind::Note => &["text", "about"],
        Kind::Connection => &[
            "kind",
            "from",
            "to",
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
        ],
        Kind::Topology => &["default", "database", "broker", "tls", "delivery"],
        Kind::Deployable => &["services", "rest", "replicas", "port", "resources"],
        Kind::Waiver => &["rule", "fingerprint", "owner", "reason", "adr", "granted", "expires", "evidence"],
        Kind::View => &["filter", "lens", "camera"],
        Kind::Placement => &["element", "view", "at", "size", "collapsed", "locked", "order", "points"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cleave_model::{Connection as Arrow, ConnectionKind, Head, Id, Placement, Record};

    /// A field that is added to a record must be added to its view, which is a migration.
    #[test]
    fn every_field_of_every_kind_is_a_column() {
        for kind in Kind::ALL {
            let head = Head::new(Id::new("x"), "x", None, 0);
            let record: Record = match kind {
                Kind::Placement => Placement::new(Id::new("x"), None).into(),
                Kind::Connection => Arrow::new(head, ConnectionKind::Call, Id::new("a"), Id::new("b")).into(),
                kind => Record::blank(*kind, head).expect("not a connection"),
            };
            let json = serde_json::to_value(&record).expect("records are JSON");
            let value = json["value"].as_object().expect("an object");
            let mut said: Vec<&str> =
                value.keys().map(String::as_str).filter(|k| !["head", "id"].contains(k)).collect();
            let mut known = fields(*kind).to_vec();
            said.sort_unstable();
            known.sort_unstable();
            assert_eq!(said, known, "{kind}");
        }
    }
}
