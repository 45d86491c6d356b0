//! The runtime crates of a generated workspace: constant text, tested in Cleave's own repository, copied as it is.

/// Path under `generated/platform/` and text of each file.
pub const FILES: &[(&str, &str)] = &[
    ("core/Cargo.toml", include_str!("../platform/core/Cargo.toml")),
    ("core/src/cx.rs", include_str!("../platform/core/src/cx.rs")),
    ("core/src/data.rs", include_str!("../platform/core/src/data.rs")),
    ("core/src/event.rs", include_str!("../platform/core/src/event.rs")),
    ("core/src/failure.rs", include_str!("../platform/core/src/failure.rs")),
    ("core/src/guard.rs", include_str!("../platform/core/src/guard.rs")),
    ("core/src/lib.rs", include_str!("../platform/core/src/lib.rs")),
    ("core/src/operation.rs", include_str!("../platform/core/src/operation.rs")),
    ("core/src/problem.rs", include_str!("../platform/core/src/problem.rs")),
    ("core/src/process.rs", include_str!("../platform/core/src/process.rs")),
    ("store/Cargo.toml", include_str!("../platform/store/Cargo.toml")),
    ("store/src/inbox.rs", include_str!("../platform/store/src/inbox.rs")),
    ("store/src/lib.rs", include_str!("../platform/store/src/lib.rs")),
    ("store/src/relay.rs", include_str!("../platform/store/src/relay.rs")),
    ("store/src/rows.rs", include_str!("../platform/store/src/rows.rs")),
    ("store/src/schema.rs", include_str!("../platform/store/src/schema.rs")),
    ("store/src/store.rs", include_str!("../platform/store/src/store.rs")),
    ("store/src/tx.rs", include_str!("../platform/store/src/tx.rs")),
    ("http/Cargo.toml", include_str!("../platform/http/Cargo.toml")),
    ("http/src/access.rs", include_str!("../platform/http/src/access.rs")),
    ("http/src/app.rs", include_str!("../platform/http/src/app.rs")),
    ("http/src/breaker.rs", include_str!("../platform/http/src/breaker.rs")),
    ("http/src/config.rs", include_str!("../platform/http/src/config.rs")),
    ("http/src/context.rs", include_str!("../platform/http/src/context.rs")),
    ("http/src/events.rs", include_str!("../platform/http/src/events.rs")),
    ("http/src/gateway.rs", include_str!("../platform/http/src/gateway.rs")),
    ("http/src/input.rs", include_str!("../platform/http/src/input.rs")),
    ("http/src/lib.rs", include_str!("../platform/http/src/lib.rs")),
    ("http/src/peer.rs", include_str!("../platform/http/src/peer.rs")),
    ("http/src/server.rs", include_str!("../platform/http/src/server.rs")),
    ("http/src/telemetry.rs", include_str!("../platform/http/src/telemetry.rs")),
];

/// Path under `tests/e2e/` and text of each file of the harness.
pub const HARNESS: &[(&str, &str)] = &[
    ("src/http.rs", include_str!("../platform/e2e/src/http.rs")),
    ("src/lib.rs", include_str!("../platform/e2e/src/lib.rs")),
    ("src/system.rs", include_str!("../platform/e2e/src/system.rs")),
    ("src/transcript.rs", include_str!("../platform/e2e/src/transcript.rs")),
    ("src/workspace.rs", include_str!("../platform/e2e/src/workspace.rs")),
];

/// The lock file of the platform's workspace: the versions its tests ran with.
pub const LOCK: &str = include_str!("../platform/Cargo.lock");

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn the_list_is_what_the_folder_holds() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("platform");
        let mut found = BTreeSet::new();
        for name in ["core", "store", "http"] {
            found.insert(format!("{name}/Cargo.toml"));
            for entry in std::fs::read_dir(root.join(name).join("src")).expect("the folder") {
                let entry = entry.expect("an entry").file_name().into_string().expect("UTF-8");
                found.insert(format!("{name}/src/{entry}"));
            }
        }
        for entry in std::fs::read_dir(root.join("e2e/src")).expect("the folder") {
            found.insert(format!("src/{}", entry.expect("an entry").file_name().into_string().expect("UTF-8")));
        }
        let listed: BTreeSet<String> = FILES.iter().chain(HARNESS).map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(listed, found);
    }
}
