//! Whole generations: from a drawing in text form to a folder, and again over what stands there.

use cleave_generators::{Class, Delivery, Gap, PlanRequest, Snapshot, Status, Write, plan};
use std::path::Path;

const VERSION: &str = "0.0.0-test";

fn request_of(text: &str, topologies: Option<&[&str]>, folder: &Snapshot) -> Result<Delivery, Vec<Gap>> {
    let model = cleave_text::parse(text).expect("the drawing reads");
    let topologies = topologies.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    plan(&PlanRequest { model: &model, design_text: text, topologies, version: VERSION }, folder)
}

fn generated(text: &str, folder: &Snapshot) -> Delivery {
    request_of(text, None, folder).unwrap_or_else(|gaps| panic!("gaps: {gaps:#?}"))
}

/// What the folder holds after a delivery.
fn delivered(mut folder: Snapshot, delivery: &Delivery) -> Snapshot {
    for write in delivery.writes() {
        match write {
            Write::Put { path, bytes, .. } => {
                folder.insert(path.to_owned(), bytes.to_vec());
            }
            Write::Remove { path } => {
                folder.remove(path);
            }
        }
    }
    folder
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn the_sample_is_settled_after_one_generation() {
    let text = read("../samples/ecommerce/ecommerce.cleave.kdl");
    let first = generated(&text, &Snapshot::new());
    assert!(first.files.iter().all(|file| file.status == Status::New));
    let folder = delivered(Snapshot::new(), &first);
    let second = generated(&text, &folder);
    assert!(second.is_settled(), "{:?}", second.writes().collect::<Vec<_>>());
    let still = |status| matches!(status, Status::Unchanged | Status::KeptYours);
    assert!(second.files.iter().all(|file| still(file.status) && file.note.is_none()));
    assert!(second.files.iter().any(|file| file.class == Class::Mended));
}

fn small() -> String {
    read("tests/small.cleave.kdl")
}

/// The paths and bytes below a prefix.
fn below<'f>(folder: &'f Snapshot, prefixes: &[&str]) -> Vec<(&'f String, &'f Vec<u8>)> {
    folder.iter().filter(|(path, _)| prefixes.iter().any(|prefix| path.starts_with(prefix))).collect()
}

fn file<'d>(delivery: &'d Delivery, path: &str) -> &'d cleave_generators::Planned {
    delivery.files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no {path}"))
}

fn text_of<'f>(folder: &'f Snapshot, path: &str) -> &'f str {
    std::str::from_utf8(folder.get(path).unwrap_or_else(|| panic!("no {path}"))).expect("UTF-8")
}

/// Every Rust file of a folder parses.
fn all_rust_parses(folder: &Snapshot) {
    for (path, bytes) in folder.iter().filter(|(path, _)| path.ends_with(".rs")) {
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        assert!(text.ends_with("}\n") || text.ends_with(";\n"), "{path} ends oddly");
        if let Err(e) = syn::parse_file(text) {
            panic!("{path}: {e}\n{text}");
        }
    }
}

/// The golden workspace: real files, without the copies of the platform. `UPDATE_GOLDEN=1` writes them anew.
#[test]
fn the_small_design_gives_the_golden_workspace() {
    let folder = delivered(Snapshot::new(), &generated(&small(), &Snapshot::new()));
    all_rust_parses(&folder);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/small");
    let copied = ["generated/platform/", "tests/e2e/src/", "Cargo.lock", ".cleave/"];
    let wanted: Snapshot =
        folder.into_iter().filter(|(path, _)| !copied.iter().any(|prefix| path.starts_with(prefix))).collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let _ = std::fs::remove_dir_all(&root);
        for (path, bytes) in &wanted {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, bytes).expect("a file");
        }
    }
    let mut open = vec![root.clone()];
    let mut found = Snapshot::new();
    while let Some(at) = open.pop() {
        for entry in std::fs::read_dir(&at).expect("the golden folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let relative = path.strip_prefix(&root).expect("inside").to_string_lossy().replace('\\', "/");
                found.insert(relative, std::fs::read(&path).expect("a file"));
            }
        }
    }
    assert_eq!(found.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
    for (path, bytes) in &wanted {
        let [is, should] = [bytes, &found[path]].map(|bytes| String::from_utf8_lossy(bytes).replace("\r\n", "\n"));
        assert_eq!(is, should, "{path}; UPDATE_GOLDEN=1 writes the golden files anew");
    }
}

#[test]
fn services_and_generated_do_not_depend_on_topologies() {
    let both = delivered(Snapshot::new(), &generated(&small(), &Snapshot::new()));
    for name in ["monolith", "split"] {
        let delivery = request_of(&small(), Some(&[name]), &Snapshot::new()).expect("no gaps");
        let one = delivered(Snapshot::new(), &delivery);
        let same = ["services/", "generated/", "openapi/", "tests/"];
        assert_eq!(below(&one, &same), below(&both, &same));
        assert!(
            below(&one, &["deployables/"]).iter().all(|(path, _)| path.starts_with(&format!("deployables/{name}/")))
        );
    }
}

#[test]
fn another_topology_joins_what_an_earlier_run_wrote() {
    let first = request_of(&small(), Some(&["monolith"]), &Snapshot::new()).expect("no gaps");
    let folder = delivered(Snapshot::new(), &first);
    let second = request_of(&small(), Some(&["split"]), &folder).expect("no gaps");
    assert_eq!((second.counts.gone, second.counts.conflict), (0, 0));
    let folder = delivered(folder, &second);
    let members = text_of(&folder, "Cargo.toml");
    for member in ["deployables/monolith/shop", "deployables/split/orders", "deployables/split/gateway"] {
        assert!(members.contains(&format!("\"{member}\"")) && folder.contains_key(&format!("{member}/src/main.rs")));
    }
    // Both together are what all at once would have been.
    assert_eq!(folder, delivered(Snapshot::new(), &generated(&small(), &Snapshot::new())));
    let third = request_of(&small(), Some(&["monolith"]), &folder).expect("no gaps");
    assert!(third.is_settled(), "{:?}", third.writes().collect::<Vec<_>>());
    let gaps = request_of(&small(), Some(&["nope"]), &folder).expect_err("no such topology");
    assert!(gaps[0].message.contains("nope") && gaps[0].fix.contains("monolith, split"), "{gaps:?}");
}

const WRITTEN: &str = "        // written by hand: ümläut, 漢字\n        let _ = cx;\n        todo(req)\n";

fn with_code(folder: &Snapshot) -> Snapshot {
    let mut folder = folder.clone();
    let path = "services/orders/src/lib.rs";
    let code = text_of(&folder, path).replace(
        "        let _ = (cx, req);\n        Err(Fault::unimplemented(\"orders.place_order\").into())\n",
        WRITTEN,
    );
    assert!(code.contains(WRITTEN));
    folder
        .insert(path.into(), format!("{code}\nfn todo<T>(_: T) -> ! {{\n    std::process::abort()\n}}\n").into_bytes());
    folder
}

fn grown() -> String {
    small()
        .replace(
            "        command forget_order",
            "        command cancel_order { input { id uuid }; output Order; fails no_such_order; calls billing.bill; publishes OrderCancelled }\n        command forget_order",
        )
        .replace(
            "service stock team",
            "service billing { api billing { command bill { input { order uuid } } }; subscribes stock.Sold }\nservice stock team",
        )
        .replace("    subscribes orders.OrderPlaced\n", "    subscribes orders.OrderPlaced\n    subscribes orders.OrderCancelled\n    event Sold { sku string }\n")
        .replace("    event OrderPlaced", "    event OrderCancelled key=order { order uuid }\n    event OrderPlaced")
        .replace("left long; price money", "left long; reserved int; note text?; price money")
}

#[test]
fn what_the_design_adds_is_added_and_every_byte_written_by_hand_stays() {
    let folder = with_code(&delivered(Snapshot::new(), &generated(&small(), &Snapshot::new())));
    let delivery = generated(&grown(), &folder);
    assert_eq!(delivery.counts.conflict, 0, "{delivery:?}");
    let code = file(&delivery, "services/orders/src/lib.rs");
    assert_eq!((code.status, code.class), (Status::Mended, Class::Mended));
    let (before, after) = (code.before.as_deref().unwrap_or_default(), code.after.as_deref().unwrap_or_default());
    let common = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let added = after.len() - before.len();
    assert_eq!(format!("{}{}", &after[..common], &after[common + added..]), before);
    for part in [
        "async fn cancel_order(&self, cx: &Cx, req: CancelOrderRequest) -> Result<Order, Failure<CancelOrderError>> {",
        "//   1. calls billing.bill",
        "Err(Fault::unimplemented(\"orders.cancel_order\").into())",
    ] {
        assert!(after.contains(part), "{part} in\n{after}");
    }
    let subscriber = file(&delivery, "services/stock/src/lib.rs").after.as_deref().unwrap_or_default();
    assert!(subscriber.contains("async fn on_order_cancelled(") && subscriber.contains("async fn on_order_placed("));
    let manifest = file(&delivery, "services/orders/Cargo.toml");
    assert_eq!(manifest.status, Status::Mended);
    assert!(manifest.after.as_deref().unwrap_or_default().contains("billing-contract.workspace = true"));
    let sql = file(&delivery, "services/stock/migrations/0002_design_change.sql");
    let sql = sql.after.as_deref().unwrap_or_default();
    assert!(sql.contains("ALTER TABLE \"item\" ADD COLUMN \"reserved\" BIGINT NOT NULL DEFAULT 0;\n"), "{sql}");
    assert!(sql.contains("ALTER TABLE \"item\" ADD COLUMN \"note\" TEXT;\n"), "{sql}");
    let steps = file(&delivery, "services/stock/src/migrations.rs").after.as_deref().unwrap_or_default();
    assert!(steps.contains("(1, include_str!") && steps.contains("(2, include_str!"), "{steps}");

    let folder = delivered(folder, &delivery);
    all_rust_parses(&folder);
    let again = generated(&grown(), &folder);
    assert!(again.is_settled(), "{:?}", again.writes().collect::<Vec<_>>());

    // And back: nothing of the user's goes, and what does not fit any more is told.
    let back = generated(&small(), &folder);
    let code = file(&back, "services/orders/src/lib.rs");
    assert_eq!(code.status, Status::KeptYours);
    assert!(code.note.as_deref().unwrap_or_default().contains("the design has no `cancel_order`"), "{:?}", code.note);
    let left = file(&back, "services/billing/src/lib.rs");
    assert_eq!(left.status, Status::KeptYours);
    assert!(left.note.is_some());
    assert_eq!(file(&back, "generated/billing/contract/src/lib.rs").status, Status::Gone);
    let folder = delivered(folder, &back);
    assert!(!text_of(&folder, "Cargo.toml").contains("services/billing"));
    assert!(generated(&small(), &folder).is_settled());
}

#[test]
fn a_file_of_cleaves_that_was_edited_is_left_alone_and_the_rest_goes_on() {
    let mut folder = delivered(Snapshot::new(), &generated(&small(), &Snapshot::new()));
    let path = "generated/orders/contract/src/lib.rs";
    let edited = format!("{}// mine\n", text_of(&folder, path));
    folder.insert(path.into(), edited.clone().into_bytes());
    let delivery = generated(&grown(), &folder);
    let conflict = file(&delivery, path);
    assert_eq!(conflict.status, Status::Conflict);
    assert!(conflict.note.as_deref().unwrap_or_default().contains("by hand"));
    assert_eq!(delivery.counts.conflict, 1);
    let folder = delivered(folder, &delivery);
    assert_eq!(text_of(&folder, path), edited);
    assert!(folder.contains_key("services/billing/src/lib.rs"));
    let again = generated(&grown(), &folder);
    assert_eq!(again.counts.conflict, 1);
    assert!(again.is_settled());
}

#[test]
fn a_checkout_with_other_line_ends_is_no_edit() {
    let folder = delivered(Snapshot::new(), &generated(&small(), &Snapshot::new()));
    let windows: Snapshot = folder
        .into_iter()
        .map(|(path, bytes)| {
            let text = String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n").replace('\n', "\r\n");
            (path, text.into_bytes())
        })
        .collect();
    let delivery = generated(&grown(), &windows);
    assert_eq!(
        delivery.counts.conflict,
        0,
        "{:#?}",
        delivery.files.iter().filter(|f| f.status == Status::Conflict).map(|f| (&f.path, &f.note)).collect::<Vec<_>>()
    );
    let code = file(&delivery, "services/orders/src/lib.rs").after.as_deref().unwrap_or_default();
    assert!(!code.replace("\r\n", "").contains('\n'));
}

#[test]
fn code_that_cannot_be_read_is_left_alone() {
    let mut folder = delivered(Snapshot::new(), &generated(&small(), &Snapshot::new()));
    folder.insert("services/orders/src/lib.rs".into(), b"fn half( {".to_vec());
    folder.insert("Cargo.toml".into(), b"[workspace\n".to_vec());
    let delivery = generated(&grown(), &folder);
    for path in ["services/orders/src/lib.rs", "Cargo.toml"] {
        assert_eq!(file(&delivery, path).status, Status::Conflict, "{path}");
    }
    let note = file(&delivery, "services/orders/src/lib.rs").note.as_deref().unwrap_or_default();
    assert!(note.contains("line 1, column"), "{note}");
    assert_eq!(text_of(&delivered(folder, &delivery), "services/orders/src/lib.rs"), "fn half( {");
}

#[test]
fn what_cannot_become_code_is_a_gap_with_place_reason_and_fix() {
    let two = |a: &str, b: &str| format!("cleave 1\ndesign d\n{a}\n{b}\n");
    let api = |inner: &str| format!("cleave 1\ndesign d\nservice s {{ api a visibility=public {{ {inner} }} }}\n");
    let entity = "store s { entity item key=sku { sku string; left int } }";
    let stored = |inner: &str| {
        format!(
            "cleave 1\ndesign d\nservice s {{ type Item {{ sku string; left int }}; api a {{ {inner} }}; {entity} }}\n"
        )
    };
    let mut cases: Vec<(String, &str)> = vec![
        (two("service my-orders", "service my_orders"), "its crate would be called my-orders"),
        (two("service a { api a { command x { calls b.y } } }", "service b { api b { command y { calls a.x } } }"), "circle: a → b → a"),
        (api("command x path=\"/p\"; command y path=\"/p\""), "POST /p leads to s.x too"),
        (api("query x path=\"/p/{a}\" { input { a int } }; query y path=\"/p/{b}/q\" { input { b int } }; query z path=\"/p/{b}\" { input { b int } }"), "only in what a parameter is called"),
        (api("query x path=\"/p/{id}\""), "names {id} and there is no such input"),
        (api("query x path=\"no\""), "does not begin with a slash"),
        (api("query x path=\"/a b\""), "characters that no path can hold"),
        (api("query x { input { a-b int; a_b int } }"), "would both be called a_b"),
        (api("query x { input { a string pattern=\"(\" } }"), "not a regular expression"),
        (api("command x does=create"), "does not say to which entity"),
        (stored("query x does=get entity=s.item { output Item }"), "no input sku"),
        (stored("query x does=get entity=s.item { input { sku string } }"), "has no output"),
        (stored("command x does=create entity=s.item { input { sku string } }"), "needs left"),
        (stored("query x does=list entity=s.item { input { nope string }; output list<Item> }"), "no field of item"),
        ("cleave 1\ndesign d\nservice s { store s { entity item { sku string } } }".into(), "it has no key"),
        ("cleave 1\ndesign d\nservice s { type A { b B }; type B { a A } }".into(), "contains itself"),
        ("cleave 1\ndesign d\nservice s { type Vec { a int } }".into(), "generated code uses itself"),
        ("cleave 1\ndesign d\nservice s { store s { entity inbox key=a { a int } } }\ntopology t { deployable d \"*\" replicas=2 }".into(), "inbox is there already"),
        (format!("cleave 1\ndesign d\nservice s {{ {entity} }}\ntopology t {{ deployable d \"*\" replicas=2 }}"), "same SQLite files"),
        (two("service a", "service b\ntopology t { deployable a a port=8081; deployable b b port=8081 }"), "both listen at port 8081"),
    ];
    for name in ["type", "crate", "../../etc", "\\\"; rm -rf", "tokio", "platform-x", "a-http", "con"] {
        cases.push((format!("cleave 1\ndesign d\nservice \"{name}\"\n"), "the name "));
    }
    cases.push((format!("cleave 1\ndesign d\nservice \"{}\"\n", "🚀".repeat(200)), "the name holds"));
    for (text, expected) in cases {
        let gaps = request_of(&text, None, &Snapshot::new()).expect_err(&text);
        assert!(gaps.iter().any(|gap| gap.message.contains(expected)), "{text}\n{expected}\n{gaps:#?}");
        for gap in &gaps {
            assert!(!gap.fix.is_empty() && !gap.path.is_empty() && gap.to_string().len() < 600, "{gap:?}");
        }
    }
}

#[test]
fn what_is_not_said_every_day_becomes_rust_too() {
    let delivery = generated(&read("tests/odd.cleave.kdl"), &Snapshot::new());
    let folder = delivered(Snapshot::new(), &delivery);
    all_rust_parses(&folder);
    assert!(generated(&read("tests/odd.cleave.kdl"), &folder).is_settled());
    // Written elsewhere: a contract and a client, and nothing that would have to run here.
    assert!(folder.contains_key("generated/legacy-billing/http/src/lib.rs"));
    assert!(!folder.contains_key("services/legacy-billing/src/lib.rs"));
    // No topology is drawn, so there is one process.
    assert!(folder.contains_key("deployables/monolith/odd-shop/src/main.rs"));
}

#[test]
fn a_design_without_services_is_a_gap() {
    let gaps = request_of("cleave 1\ndesign d\n", None, &Snapshot::new()).expect_err("nothing to generate");
    assert_eq!(gaps.len(), 1);
}

#[test]
fn hostile_texts_stay_texts() {
    let evil = "*/ \\\" #\\\"# ${X} `id` {{ x }} {y} <b> | \\\\ \\u{202e} %s";
    let text = format!(
        "cleave 1\ndesign \"My \\\"Shop\\\" {{x}}\" description=\"{evil}\"\nservice s description=\"{evil}\\nsecond\" {{\n\
         type T description=\"{evil}\" {{ type string description=\"{evil}\"; self int; source string; \"camelCase\" int }}\n\
         enum E \"a b\" \"C/D\" \"3\" self\n\
         error failed status=400 \"{{self}} of {{type}}: \\\" }} %s\" {{ self int; type string; source string }}\n\
         api a visibility=public {{ command match description=\"{evil}\" {{ input {{ type T; fa2 string max-length=3; e E?; m \"map<string, list<T>>\" }}; output E; fails failed }} }}\n\
         store s {{ entity type key=self {{ self int; type string; order E; at datetime?; m money?; b bytes; d duration; j json?; @index order; @unique type }} }}\n}}\n"
    );
    let model = cleave_text::parse(&text);
    let Ok(model) = model else { panic!("{:?}", model.err()) };
    let request = PlanRequest { model: &model, design_text: &text, topologies: None, version: VERSION };
    match plan(&request, &Snapshot::new()) {
        Ok(delivery) => {
            if let Some(into) = std::env::var_os("HOSTILE_INTO") {
                std::fs::write(into, &text).expect("written");
            }
            all_rust_parses(&delivered(Snapshot::new(), &delivery));
        }
        Err(gaps) => panic!("{gaps:#?}"),
    }
}
