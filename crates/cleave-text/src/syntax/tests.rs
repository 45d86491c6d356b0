//! The reader against the `kdl` crate, and what it says of texts that are no KDL.

use super::*;
use kdl::{KdlDocument, KdlValue};
use proptest::prelude::*;

/// Whether both read the same nodes and values.
fn same(tree: &Tree, nodes: &[At], document: Option<&KdlDocument>) -> Result<(), String> {
    let theirs = document.map_or(&[] as &[kdl::KdlNode], KdlDocument::nodes);
    if nodes.len() != theirs.len() {
        return Err(format!("{} nodes here, {} there", nodes.len(), theirs.len()));
    }
    for (at, other) in nodes.iter().zip(theirs) {
        let node = &tree.nodes[*at];
        if node.name.value != other.name().value() || node.entries.len() != other.entries().len() {
            return Err(format!("{node:?} is not {other:?}"));
        }
        for (entry, other) in node.entries.iter().zip(other.entries()) {
            let key = entry.key.as_ref().map(|key| key.value.as_str());
            let value = match (&entry.value, other.value()) {
                (Value::Text(ours), KdlValue::String(theirs)) => ours == theirs,
                (Value::Whole(ours), KdlValue::Integer(theirs)) => ours == theirs,
                (Value::Number(ours), KdlValue::Float(theirs)) => ours == theirs || ours.is_nan() && theirs.is_nan(),
                (Value::Truth(ours), KdlValue::Bool(theirs)) => ours == theirs,
                (Value::Null, KdlValue::Null) => true,
                _ => false,
            };
            if key != other.name().map(kdl::KdlIdentifier::value) || !value {
                return Err(format!("{entry:?} is not {other:?}"));
            }
        }
        same(tree, &node.children, other.children())?;
    }
    Ok(())
}

/// What is read here, the authority reads in the same way.
fn check(text: &str) -> bool {
    let Ok(tree) = read(text) else { return false };
    match KdlDocument::parse_v2(text) {
        Ok(document) => same(&tree, &tree.roots, Some(&document)).unwrap_or_else(|why| panic!("{text:?}: {why}")),
        Err(error) => panic!("{text:?} is read here, but: {:?}", error.diagnostics),
    }
    true
}

#[test]
fn kdl_is_read_as_the_authority_reads_it() {
    for text in [
        "",
        "a",
        "a;b; c\n\n d",
        "a 1 -2 +3 0x1F 0o17 0b1_0 1_000 1.5 -1.5e10 1e3",
        "a #true #false #null #inf #-inf #nan",
        "a b=1 c = 2 \"d\"=\"e\" f",
        "a { b { c } }\nd",
        "a { b; c }; d",
        "a {}",
        "a { }\nb {\n\n}\n",
        "a // one\nb /* two /* three */ */ c // four",
        "/- a 1 { b }\nc /- 1 2 /-d=3 { e }",
        "a /- { b } { c }",
        "a { b } /- { c }",
        "a /- { b }\nc",
        "/-\n a\nb",
        "a \\\n  b \\ // more\n  c",
        r#"a "x\n\t\"\\\s\u{1F600}\b\f\r" "\    y""#,
        r###"a #"raw \n "quoted" text"# ##"a "# b"##"###,
        "a \"\"\"\n    one\n      two\n\n    three\n    \"\"\" b",
        "a #\"\"\"\n  raw \\n\n  \"\"\"#",
        "a \"\"\"\n\"\"\"",
        "list<Order>? map<string,T> @x:y->z * - -- +a .b -.c",
        "\"node name\" \"\" é=ü 注文",
        "\u{FEFF}a",
        "a\r\nb\rc\u{85}d\u{2028}e",
        "a\u{A0}b\u{3000}c",
        "a{b}",
    ] {
        assert!(check(text), "{text:?} is refused: {:?}", read(text).map(|_| ()));
    }
}

#[test]
fn what_is_no_kdl_is_told_of_where_it_stands() {
    for (text, message, column) in [
        ("a {", "This { is never closed", 3),
        ("a }", "This } closes nothing", 3),
        ("a \"b", "This text has no closing quote in its line", 3),
        ("a true", "true is written with a # before it", 3),
        ("a 1x", "1x is neither a number nor a text", 3),
        ("a (t)b", "Type annotations are not used in designs", 3),
        ("a /* b", "This comment is never closed", 3),
        ("a \"b\"c", "c cannot follow here", 6),
        ("a=1", "= cannot follow here", 2),
        ("a { b } c", "Nothing may follow a block", 9),
        ("a \"\\q\"", "\\q means nothing", 4),
        ("a \u{202E}", "\u{202E} cannot stand here", 3),
        ("a #maybe", "Behind a # only true, false and null may stand", 3),
        ("a .5", ".5 looks like a number without its first digit", 3),
        ("a\\b", "Only a line break may follow a backslash here", 2),
        ("; a", "; cannot begin a line", 1),
        ("a \"\"\"b\"\"\"", "Behind triple quotes the line ends", 3),
    ] {
        let problems = read(text).expect_err(text);
        assert_eq!((problems.first().message.as_str(), problems.first().column), (message, column), "{text:?}");
    }
}

#[test]
fn deep_texts_neither_crash_nor_take_long() {
    for text in ["a {".repeat(100_000), "/*".repeat(100_000), "/- a {".repeat(100_000), "a /- {".repeat(100_000)] {
        assert!(read(&text).is_err());
    }
    assert!(read(&("/*".repeat(100_000) + &"*/".repeat(100_000))).is_ok());
    assert!(read(&("a {".repeat(DEEPEST) + &"}".repeat(DEEPEST))).is_ok());
    assert!(read(&("a {".repeat(DEEPEST + 1) + &"}".repeat(DEEPEST + 1))).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_read_in_another_way(text in "[ab1\\-+.#\"\\\\/*{};= \n_xu()trueé]{0,14}") {
        check(&text);
    }

    #[test]
    fn no_text_of_pieces_is_read_in_another_way(pieces in proptest::collection::vec(prop_oneof![
        Just("a"), Just(" "), Just("\n"), Just("{"), Just("}"), Just(";"), Just("/-"), Just("//x\n"), Just("/*x*/"),
        Just("\"\"\""), Just("#\"\"\""), Just("\"\"\"#"), Just("\"b\""), Just("b=1"), Just("\\\n"), Just("\\"),
        Just("#true"), Just("1.5"), Just("="), Just("  "), Just("\\n"), Just("#\"c\"#"), Just("\r\n"),
    ], 0..14)) {
        check(&pieces.concat());
    }
}
