//! The rules of the house (ARCHITECTURE.md): each fence is a check over the source tree.

mod manifest;
mod tree;

use manifest::Manifest;
use tree::{Source, root, sources};

/// Our own Rust, without what is generated or hand-written business code of samples.
const OURS: &[&str] = &["crates", "generators/src", "generators/platform", "src-tauri", "tests", "xtask"];

/// Which crates of ours a crate may know. Tests may write drawings with `cleave-text` as well.
const KNOWS: &[(&str, &[&str])] = &[
    ("crates/cleave-model", &[]),
    ("crates/cleave-text", &["cleave-model"]),
    ("crates/cleave-analysis", &["cleave-model"]),
    ("crates/cleave-file", &["cleave-model"]),
    ("crates/cleave-report", &["cleave-model", "cleave-analysis"]),
    ("crates/cleave-picture", &[]),
    ("generators", &["cleave-model"]),
    (
        "crates/cleave-session",
        &["cleave-model", "cleave-text", "cleave-analysis", "cleave-file", "cleave-report", "cleave-generators"],
    ),
    (
        "crates/cleave-wire",
        &["cleave-model", "cleave-analysis", "cleave-generators", "cleave-report", "cleave-picture", "cleave-session"],
    ),
    (
        "crates/cleave-cli",
        &[
            "cleave-model",
            "cleave-text",
            "cleave-analysis",
            "cleave-file",
            "cleave-report",
            "cleave-picture",
            "cleave-generators",
            "cleave-session",
            "cleave-wire",
        ],
    ),
    ("src-tauri", &["cleave-session", "cleave-wire"]),
    ("xtask", &[]),
];

/// Crates of others that only some of ours may use.
const FENCED: &[(&str, &[&str])] = &[
    ("tauri", &["src-tauri"]),
    ("tauri-build", &["src-tauri"]),
    ("rusqlite", &["crates/cleave-file"]),
    ("petgraph", &["crates/cleave-analysis"]),
    ("quote", &["generators"]),
    ("syn", &["generators"]),
    ("prettyplease", &["generators"]),
    ("askama", &["generators", "crates/cleave-report"]),
    ("kdl", &["crates/cleave-text"]),
    ("resvg", &["crates/cleave-picture"]),
    ("krilla", &["crates/cleave-picture"]),
    ("krilla-svg", &["crates/cleave-picture"]),
    ("rquickjs", &["crates/cleave-cli"]),
];

/// Crates that think and do nothing else.
const PURE: &[&str] = &[
    "crates/cleave-model",
    "crates/cleave-text",
    "crates/cleave-analysis",
    "crates/cleave-report",
    "crates/cleave-picture",
    "generators/src",
];

/// Words that touch the world: files, clock, environment, threads, network, chance.
const WORLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::thread",
    "std::process",
    "std::net",
    "SystemTime",
    "Instant::now",
    "rand::",
    "getrandom",
];

/// Words that write files.
const WRITING: &[&str] = &[
    "fs::write",
    "fs::rename",
    "fs::remove_file",
    "fs::remove_dir",
    "fs::create_dir",
    "fs::copy",
    "fs::hard_link",
    "File::create",
    "OpenOptions",
];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "mod"];

/// Fails with all complaints at once.
fn nothing_wrong(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

fn manifests() -> Vec<Manifest> {
    let all = sources(&["crates", "generators", "src-tauri", "tests", "xtask"], &["Cargo.toml"]);
    let ours = all.iter().filter(|source| !is_another_workspace(&source.path));
    ours.map(Manifest::read).collect()
}

/// The runtime crates of generated workspaces, and golden ones, are workspaces of their own.
fn is_another_workspace(path: &str) -> bool {
    ["generators/platform", "generators/templates", "generators/tests/golden", "/fuzz/"]
        .iter()
        .any(|at| path.contains(at))
}

#[test]
fn crates_know_only_whom_they_may() {
    let complain = |manifest: &Manifest| -> Vec<String> {
        let known = KNOWS.iter().find(|(folder, _)| *folder == manifest.folder).map(|(_, known)| *known);
        let Some(known) = known else {
            let is_tests = manifest.folder == "tests";
            return if is_tests {
                Vec::new()
            } else {
                vec![format!("{}: who may this crate know? Say it in tests/house.rs.", manifest.folder)]
            };
        };
        // A crate's tests may ask for its own features.
        let own = |name: &&String| name.starts_with("cleave-") && !manifest.folder.ends_with(name.as_str());
        let product = manifest.needs.iter().filter(own).filter(|name| !known.contains(&name.as_str()));
        let tests = manifest.tests_need.iter().filter(own);
        let tests = tests.filter(|name| !known.contains(&name.as_str()) && *name != "cleave-text");
        product.chain(tests).map(|name| format!("{} may not know {name}.", manifest.folder)).collect()
    };
    nothing_wrong(manifests().iter().flat_map(complain).collect());
}

#[test]
fn fenced_crates_stay_behind_their_fences() {
    let complain = |manifest: &Manifest| -> Vec<String> {
        let fenced = FENCED.iter().filter(|(name, _)| manifest.needs.iter().any(|need| need == name));
        let outside = fenced.filter(|(_, places)| !places.contains(&manifest.folder.as_str()));
        outside
            .map(|(name, places)| format!("{}: {name} belongs in {} only.", manifest.folder, places.join(", ")))
            .collect()
    };
    nothing_wrong(manifests().iter().flat_map(complain).collect());
}

#[test]
fn the_lints_of_the_workspace_hold_everywhere() {
    let lax = manifests().into_iter().filter(|manifest| !manifest.linted && manifest.folder != "generators/platform");
    nothing_wrong(lax.map(|manifest| format!("{}: `[lints] workspace = true` is missing.", manifest.folder)).collect());
}

#[test]
fn pure_crates_do_not_touch_the_world() {
    // What stands in emitters may be code that is being made; what they use themselves is fenced by their parents.
    // One file of the analysis uses a second core; what comes out does not depend on it.
    let may =
        |path: &str| path.starts_with("generators/src/emit/") || path == "crates/cleave-analysis/src/measure/beside.rs";
    nothing_wrong(uses(PURE, WORLD, may));
}

#[test]
fn the_project_file_is_told_the_time() {
    nothing_wrong(uses(
        &["crates/cleave-file"],
        &["SystemTime", "Instant::now", "std::thread", "std::env", "rand::"],
        |_| false,
    ));
}

#[test]
fn files_are_written_in_one_place() {
    let may =
        |path: &str| path == "crates/cleave-session/src/disk.rs" || path.starts_with("crates/cleave-session/src/disk/");
    nothing_wrong(uses(
        &["crates/cleave-session", "crates/cleave-wire", "crates/cleave-cli", "src-tauri"],
        WRITING,
        may,
    ));
}

/// Where the product uses one of these words, outside places that may.
fn uses(folders: &[&str], words: &[&str], may: fn(&str) -> bool) -> Vec<String> {
    let files = sources(folders, &[".rs"]).into_iter().filter(|file| !file.is_test() && !may(&file.path));
    let complain = |file: Source| -> Vec<String> {
        let hit = |line: &str| words.iter().find(|word| line.contains(**word)).copied();
        let hits = file.code().filter_map(|(at, line)| hit(line).map(|word| (at, word)));
        hits.map(|(at, word)| format!("{}:{at}: {word} does not belong here.", file.path)).collect()
    };
    files.flat_map(complain).collect()
}

#[test]
fn files_are_short_or_say_why_not() {
    let limits = [(".rs", 500), (".ts", 300), (".svelte", 250)];
    let files = sources(&[OURS, &["ui/src", "ui/e2e"]].concat(), &[".rs", ".ts", ".svelte"]);
    let long = files.iter().filter(|file| {
        let limit =
            limits.iter().find(|(ending, _)| file.path.ends_with(ending)).map_or(usize::MAX, |(_, limit)| *limit);
        let excused = file.text.lines().take(20).any(|line| line.contains("Long because: "));
        // Written by a test from the Rust types.
        let written = file.path.starts_with("ui/src/wire/");
        file.text.lines().count() > limit && !excused && !written
    });
    nothing_wrong(
        long.map(|file| format!("{}: {} lines and no `Long because: `.", file.path, file.text.lines().count()))
            .collect(),
    );
}

#[test]
fn names_say_what_is_inside() {
    let files =
        sources(&["crates", "generators/src", "src-tauri", "tests", "xtask", "ui/src"], &[".rs", ".ts", ".svelte"]);
    let empty = files.iter().filter(|file| {
        let parts = file.path.split(['/', '.']);
        parts.into_iter().any(|part| EMPTY_NAMES.contains(&part))
    });
    nothing_wrong(empty.map(|file| format!("{}: name it after what it is about.", file.path)).collect());
}

#[test]
fn files_begin_with_what_they_are_about() {
    let silent = sources(OURS, &[".rs"]).into_iter().filter(|file| !file.text.starts_with("//! "));
    nothing_wrong(silent.map(|file| format!("{}: begin with one sentence, `//! …`.", file.path)).collect());
}

#[test]
fn rules_have_their_page() {
    let files = sources(&["crates/cleave-analysis/src/rules"], &[".rs", ".md"]);
    // A rule's name has dashes, its module has underscores.
    let names = |ending: &'static str| {
        files.iter().filter_map(move |file| file.path.strip_suffix(ending)).map(|name| name.replace('-', "_"))
    };
    let alone = names(".rs").filter(|name| !names(".md").any(|page| page == *name) && !name.ends_with("/tests"));
    let nothing = names(".md").filter(|name| !names(".rs").any(|rule| rule == *name));
    let alone = alone.map(|name| format!("{name}.rs has no page."));
    nothing_wrong(alone.chain(nothing.map(|name| format!("{name}.md has no rule."))).collect());
}

#[test]
fn a_crate_has_one_integration_test_binary() {
    let crates = manifests().into_iter().filter(|manifest| manifest.folder != "tests");
    let many = crates.filter(|manifest| {
        let folder = format!("{}/tests/", manifest.folder);
        let files = sources(&[&folder], &[".rs"]);
        files.iter().filter(|file| file.path.strip_prefix(&folder).is_some_and(|rest| !rest.contains('/'))).count() > 1
    });
    nothing_wrong(
        many.map(|manifest| format!("{}/tests: one file, others as its modules.", manifest.folder)).collect(),
    );
}

#[test]
fn the_desktop_shell_is_thin() {
    let lines: usize = sources(&["src-tauri"], &[".rs"]).iter().map(|file| file.text.lines().count()).sum();
    assert!(lines < 500, "src-tauri has {lines} lines of Rust; what it does belongs in cleave-session.");
}

#[test]
fn no_file_speaks_of_somebodys_machine() {
    // Put together here, so that this file does not speak of one.
    let places = ["work", "root", "shared"].map(|folder| format!("/{folder}/"));
    let endings = [".rs", ".toml", ".md", ".ts", ".svelte", ".json", ".kdl", ".css", ".html", ".sh", ".ps1", ".yml"];
    let folders = [OURS, &["generators", "samples", "ui", ".ci", ".cargo"]].concat();
    let complain = |file: Source| -> Option<String> {
        let line = file.text.lines().position(|line| places.iter().any(|place| speaks_of(line, place)))?;
        Some(format!("{}:{}: names a folder of one machine.", file.path, line + 1))
    };
    nothing_wrong(sources(&folders, &endings).into_iter().filter_map(complain).collect());
}

/// Whether a path in this line starts with `place`.
fn speaks_of(line: &str, place: &str) -> bool {
    let starts = line.match_indices(place).map(|(at, _)| line[..at].chars().next_back());
    starts.into_iter().any(|before| before.is_none_or(|c| !c.is_alphanumeric() && !"._-/*}~".contains(c)))
}

#[test]
fn the_root_has_what_one_looks_for() {
    let wanted = ["README.md", "ARCHITECTURE.md", "LICENSE-MIT", "LICENSE-APACHE", "rust-toolchain.toml", ".ci/run"];
    nothing_wrong(
        wanted.iter().filter(|name| !root().join(name).is_file()).map(|name| format!("{name} is missing.")).collect(),
    );
}

#[test]
fn the_window_stays_on_the_second_major() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let version = lock.split("name = \"tauri\"\nversion = \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert!(version.starts_with("2."), "tauri is {version}");
}
