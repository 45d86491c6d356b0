//! `cleave export`: pictures, where the interface has been built; else what to do.

use super::{Place, SHOP};
use std::fs;
use std::path::Path;

/// The drawing code, if somebody built the interface.
fn is_built() -> bool {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist/picture.js").is_file()
}

#[test]
fn without_the_drawing_code_it_says_how_to_build_it() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    let told = place.refused(&["export", "shop.cleave.kdl", "--out", "shop.svg", "--ui", "nowhere"]);
    assert!(told.contains("npm run build"), "{told}");
}

#[test]
fn the_ending_must_be_one_of_a_picture() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    let told = place.refused(&["export", "shop.cleave.kdl", "--out", "shop.jpeg"]);
    assert!(told.contains(".svg, .png or .pdf"), "{told}");
}

#[test]
fn a_design_becomes_a_picture_of_each_kind() {
    if !is_built() {
        eprintln!("skipped: ui/dist is not built");
        return;
    }
    let place = Place::new();
    place.put(
        "shop.cleave.kdl",
        format!("{SHOP}view selling domain=front\n")
            .replace("    service stock", "}\ndomain back {\n    service stock")
            .replace("domain sales", "domain front"),
    );
    let export = |out: &str, more: &[&str]| {
        assert_eq!(place.fine(&[&["export", "shop.cleave.kdl", "--out", out], more].concat()), format!("{out}\n"));
        fs::read(place.work().join(out)).expect("written")
    };
    let words = |out: &str, more: &[&str]| String::from_utf8(export(out, more)).expect("text");
    let svg = words("shop.svg", &[]);
    for name in ["orders", "stock", "front", "back"] {
        assert!(svg.contains(&format!(">{name}</text>")), "{name}");
    }
    assert_ne!(svg, words("dark.svg", &["--theme", "dark"]));
    let part = words("part.svg", &["--select", "orders"]);
    assert!(part.contains(">orders</text>") && !part.contains(">stock</text>"));
    let view = words("view.svg", &["--view", "selling"]);
    assert!(view.contains(">orders</text>") && !view.contains(">stock</text>"));
    let (small, large) = (export("small.png", &["--scale", "1"]), export("large.png", &["--scale", "2"]));
    assert!(small.starts_with(b"\x89PNG\r\n\x1a\n"));
    let width = |png: &[u8]| u32::from_be_bytes([png[16], png[17], png[18], png[19]]);
    assert_eq!(width(&large), 2 * width(&small));
    assert!(export("shop.pdf", &[]).starts_with(b"%PDF-"));
}

#[test]
fn what_cannot_be_drawn_is_told() {
    if !is_built() {
        eprintln!("skipped: ui/dist is not built");
        return;
    }
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    place.put("empty.cleave.kdl", "cleave 1\ndesign empty\n");
    for (arguments, words) in [
        (&["export", "shop.cleave.kdl", "--out", "x.svg", "--select", "nobody"][..], "nobody"),
        (&["export", "shop.cleave.kdl", "--out", "x.svg", "--view", "nowhere"], "nowhere"),
        (&["export", "empty.cleave.kdl", "--out", "x.svg"], "nothing to draw"),
        (&["export", "shop.cleave.kdl", "--out", "x.png", "--scale", "1000"], "memory"),
        (&["export", "shop.cleave.kdl", "--out", "x.png", "--scale", "0"], "scale"),
    ] {
        let told = place.refused(arguments);
        assert!(told.contains(words), "{told}");
    }
}
