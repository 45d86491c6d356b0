//! Broken inputs: each with a clear message and exit code 2, and nothing written.

use crate::{Place, SHOP, text};
use std::fs;
use std::path::Path;

/// Every verb that reads a design refuses it; answers the messages.
fn refused_by_all(place: &Place, design: &Path) -> Vec<String> {
    let design = text(design);
    let other = if design.ends_with(".kdl") { "converted.cleave" } else { "converted.cleave.kdl" };
    [
        vec!["check", design],
        vec!["check", design, "--format", "json"],
        vec!["report", design, "--out", "report.html"],
        vec!["generate", design, "--out", "out"],
        vec!["generate", design, "--out", "out", "--plan"],
        vec!["convert", design, other],
        vec!["fmt", design],
        vec!["open", design],
        vec!["serve", design],
    ]
    .iter()
    .map(|arguments| place.refused(arguments))
    .collect()
}

fn all_say(place: &Place, design: &Path, words: &[&str]) {
    for message in refused_by_all(place, design) {
        let said = words.iter().all(|word| message.to_lowercase().contains(&word.to_lowercase()));
        // `fmt` takes no project, and says so before it looks inside.
        assert!(said || message.contains("this is a project") || message.contains("not text"), "{words:?}: {message}");
    }
}

#[test]
fn a_missing_or_empty_file() {
    let place = Place::new();
    for name in ["missing.cleave", "missing.cleave.kdl"] {
        all_say(&place, Path::new(name), &["no such file", name]);
    }
    for name in ["empty.cleave", "empty.cleave.kdl"] {
        place.put(name, "");
        all_say(&place, Path::new(name), &["empty", name]);
    }
    fs::create_dir(place.work().join("folder.cleave")).expect("made");
    place.refused(&["check", "folder.cleave"]);
    place.refused(&["check", "shop.docx"]);
    place.put("shop.docx", "x");
    assert!(place.refused(&["check", "shop.docx"]).contains(".cleave"));
}

#[test]
fn a_project_that_is_cut_short_or_flipped_or_no_project() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    place.fine(&["convert", "shop.cleave.kdl", "shop.cleave"]);
    let whole = fs::read(place.work().join("shop.cleave")).expect("there");
    for (name, share) in [("half.cleave", 2), ("tenth.cleave", 10)] {
        place.put(name, &whole[..whole.len() / share]);
        all_say(&place, Path::new(name), &["cut short", name]);
    }
    let at = whole.windows(11).position(|window| window == b"place_order").expect("the operation's row");
    let mut flipped = whole.clone();
    flipped[at] ^= 4;
    place.put("flipped.cleave", &flipped);
    all_say(&place, Path::new("flipped.cleave"), &["damaged", "flipped.cleave", "backup"]);
    place.put("text.cleave", SHOP);
    for message in refused_by_all(&place, Path::new("text.cleave")) {
        assert!(message.contains("not a Cleave project") || message.contains("this is a project"), "{message}");
    }
    place.put("picture.cleave.kdl", [0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]);
    refused_by_all(&place, Path::new("picture.cleave.kdl"));
    // What is whole of the damaged one can be saved.
    place.fine(&["convert", "--salvage", "flipped.cleave", "saved.cleave.kdl"]);
    assert!(fs::read_to_string(place.work().join("saved.cleave.kdl")).expect("saved").contains("service stock"));
}

#[test]
fn a_text_with_mistakes() {
    let place = Place::new();
    let deep = format!("cleave 1\ndesign deep\n{}{}", "domain a {\n".repeat(100_000), "}\n".repeat(100_000));
    let long = "🛒".repeat(2_500);
    for (name, source, words) in [
        ("syntax", SHOP.replace("api stock {", "api stock { {"), vec!["syntax.cleave.kdl:", "^"]),
        ("open", "cleave 1\ndesign \"shop".into(), vec!["open.cleave.kdl:2"]),
        ("reference", SHOP.replace("stock.reserve", "stock.reserved"), vec!["reference.cleave.kdl:", "reserved", "^"]),
        ("double", SHOP.replace("service stock", "service orders"), vec!["double.cleave.kdl:", "orders"]),
        ("word", SHOP.replace("topology split", "topologie split"), vec!["topologie", "topology"]),
        ("deep", deep, vec!["deep.cleave.kdl:", "32"]),
        ("emoji", format!("cleave 1\ndesign shop\nservice \"{long}\"\n"), vec!["200 characters"]),
        ("newer", SHOP.replace("cleave 1", "cleave 2"), vec!["newer.cleave.kdl:1"]),
        ("prose", "Dear Sir or Madam,\n".into(), vec!["prose.cleave.kdl:1"]),
    ] {
        let path = place.put(&format!("{name}.cleave.kdl"), source);
        let relative = path.file_name().expect("a name").to_owned();
        for message in refused_by_all(&place, Path::new(&relative)) {
            // `fmt` asks for less: it does not follow references.
            assert!(words.iter().all(|word| message.contains(word)), "{words:?}: {message}");
        }
    }
}

#[test]
fn places_that_are_no_places_and_domains_too_deep() {
    let place = Place::new();
    for (at, word) in [
        ("x=1e999 y=0", "1e999"),
        ("x=#nan y=0", "nan"),
        ("x=NaN y=0", "NaN"),
        ("x=#inf y=0", "inf"),
        ("x=0 y=#-inf", "inf"),
        ("x=99999999999999999999 y=0", "99999999999999999999"),
        ("x=10000001 y=0", "10 million"),
        ("x=0 y=-10000001", "10 million"),
        ("x=0 y=0 width=0 height=60", "1 px"),
        ("x=0 y=0 width=-5 height=60", "1 px"),
    ] {
        place.put("far.cleave.kdl", format!("{SHOP}place service:orders {at}\n"));
        let message = place.refused(&["check", "far.cleave.kdl"]);
        assert!(message.contains("far.cleave.kdl:") && message.contains(word), "{at}: {message}");
    }
    // As far and as small as it may be.
    place.put("edge.cleave.kdl", format!("{SHOP}place service:orders x=10000000 y=-10000000 width=1 height=1\n"));
    place.fine(&["check", "edge.cleave.kdl"]);
    let nested = |levels: usize| {
        let open: String = (0..levels).map(|level| format!("domain d{level} {{\n")).collect();
        format!("cleave 1\ndesign deep\n{open}{}", "}\n".repeat(levels))
    };
    place.put("sixteen.cleave.kdl", nested(16));
    place.fine(&["check", "sixteen.cleave.kdl"]);
    place.put("fifty.cleave.kdl", nested(50));
    let message = place.refused(&["check", "fifty.cleave.kdl"]);
    assert!(message.contains("fifty.cleave.kdl:") && message.contains("deep"), "{message}");
}

#[test]
fn names_that_cannot_become_rust_are_drawn_and_judged_but_not_generated() {
    let place = Place::new();
    for name in ["type", "crate", "../../etc", "\\\"; rm -rf", "con", "🛒", "std"] {
        let design =
            format!("cleave 1\ndesign shop\nservice \"{name}\"\ntopology all {{\n deployable shop \"*\"\n}}\n");
        place.put("named.cleave.kdl", design);
        let checked = place.cleave(&["check", "named.cleave.kdl"]);
        assert_ne!(checked.status.code(), Some(2), "{name}: {}", crate::err(&checked));
        let output = place.cleave(&["generate", "named.cleave.kdl", "--out", "out"]);
        assert_eq!(output.status.code(), Some(2), "{name}: {}{}", crate::out(&output), crate::err(&output));
        let message = place.refused(&["generate", "named.cleave.kdl", "--out", "out"]);
        assert!(message.contains("cannot be generated"), "{name}: {message}");
        place.refused(&["generate", "named.cleave.kdl", "--out", "out", "--plan"]);
    }
    let twins = SHOP.replace("service stock", "service \"order-s\"").replace("service orders", "service order_s");
    let twins = twins
        .replace("calls stock.reserve timeout=\"1s\"", "")
        .replace("front orders", "front order_s")
        .replace("back stock", "back \"order-s\"");
    place.put("twins.cleave.kdl", twins);
    let message = place.refused(&["generate", "twins.cleave.kdl", "--out", "out"]);
    assert!(message.contains("order_s") && message.contains("order-s"), "{message}");
    // A circle of calls as well.
    place
        .put("cycle.cleave.kdl", SHOP.replace("command reserve {\n", "command reserve {\n calls orders.place_order\n"));
    place.refused(&["generate", "cycle.cleave.kdl", "--out", "out"]);
}

#[test]
fn an_output_that_cannot_be() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    place.put("letter.txt", "Dear");
    for plan in [&["--plan"][..], &[]] {
        let generate = |out: &str| place.refused(&[&["generate", "shop.cleave.kdl", "--out", out], plan].concat());
        assert!(generate("letter.txt").contains("a file, not a folder"));
        // Root may write anywhere, but not under a file.
        assert!(generate("letter.txt/out").contains("letter.txt"));
        assert!(generate("letter.txt/a/b/c").contains("letter.txt"));
        assert!(generate(".").contains("something else"));
        generate("");
    }
    for out in ["letter.txt/report.html", "."] {
        place.refused(&["report", "shop.cleave.kdl", "--out", out]);
    }
    place.refused(&["convert", "shop.cleave.kdl", "letter.txt/x.cleave"]);
    place.refused(&["new", "letter.txt/x.cleave"]);
    place.refused(&["new", "letter.txt/x.cleave.kdl"]);
    fs::create_dir(place.work().join("mine")).expect("made");
    place.put("mine/thesis.tex", "ten years");
    let message = place.refused(&["generate", "shop.cleave.kdl", "--out", "mine"]);
    assert!(message.contains("thesis.tex"), "{message}");
}
