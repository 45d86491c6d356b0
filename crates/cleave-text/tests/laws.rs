//! The laws of the text form, tried on random designs and on broken texts.

use cleave_model::{Command, Id, Model, Record, decide, sketch};
use cleave_text::{begins_like_one, format, parse, parse_fragment, print, print_fragment, splice};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const SAMPLE: &str = include_str!("../../../samples/ecommerce/ecommerce.cleave.kdl");

fn read(text: &str) -> Model {
    parse(text).unwrap_or_else(|problems| panic!("{}\n{text}", problems.render("text", text)))
}

/// Differences told by record, which is readable where two models are not.
fn assert_same(left: &Model, right: &Model, text: &str) {
    if left == right {
        return;
    }
    for record in left.records().filter(|record| right.get(record.id()) != Some(record)) {
        println!("left  {record:?}\nright {:?}", right.get(record.id()));
    }
    for record in right.records().filter(|record| left.get(record.id()).is_none()) {
        println!("only right {record:?}");
    }
    panic!("the models differ:\n{text}");
}

fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..most)
}

/// A design, and the same after one command that may be done.
fn edited(bytes: &[u8], edit: &[u8]) -> Option<(Model, Model)> {
    let before = sketch::design(bytes);
    let command = sketch::command(&before, &mut sketch::Choices::new(edit));
    let change = decide(&before, &command).ok()?;
    let mut after = before.clone();
    after.apply(&change);
    Some((before, after))
}

/// The canonical text with a numbered comment before every node and behind some.
fn commented(model: &Model) -> String {
    let mut text = String::new();
    for (nth, line) in print(model).lines().enumerate() {
        let body = line.trim_start();
        let pad = &line[..line.len() - body.len()];
        if body.is_empty() {
            text += "\n";
            continue;
        }
        text += &match nth % 4 {
            _ if body == "}" => format!("{pad}// end {nth}.\n{line}\n"),
            0 => format!("{pad}// before {nth}.\n{line}\n"),
            1 => format!("{line} // behind {nth}.\n"),
            2 => format!("{pad}/* before {nth}. */\n{line}\n"),
            _ => format!("{line}\n"),
        };
    }
    text
}

fn comments(text: &str) -> BTreeSet<String> {
    let found = text.match_indices([' ', '\n']).filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        let is_ours = ["before ", "behind ", "end "].iter().any(|word| rest.starts_with(word));
        let end = rest.find('.').filter(|end| is_ours && *end < 16)?;
        rest[..end].split_once(' ').filter(|(_, number)| number.parse::<u32>().is_ok())?;
        Some(rest[..end].to_owned())
    });
    found.collect()
}

/// How many of the lines that say something are not in the other text, counting repetitions. An empty line is none: it
/// stands between blocks, so each text may have its own.
fn missing(lines: &str, other: &str) -> usize {
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    other.lines().for_each(|line| *left.entry(line.to_owned()).or_default() += 1);
    let is_missing = |line: &&str| match left.get_mut(*line) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    lines.lines().filter(|line| !line.is_empty()).filter(is_missing).count()
}

#[test]
fn the_sample_is_in_canonical_form() {
    let model = read(SAMPLE);
    assert_eq!(model.services().count(), 8);
    assert_same(&model, &read(&print(&model)), SAMPLE);
    assert_eq!(format(SAMPLE).as_deref(), Ok(SAMPLE));
}

/// The design as a piece brings it into an empty one; none where the piece speaks of what belongs to one design alone.
fn carried(text: &str) -> Option<Model> {
    let mut empty = Model::new("empty");
    let fragment = parse_fragment(text, &empty).unwrap_or_else(|p| panic!("{}\n{text}", p.render("text", text)));
    if !fragment.left_out.is_empty() {
        return None;
    }
    let paste = Command::Paste { records: fragment.records, home: None, at: None };
    empty.apply(&decide(&empty, &paste).unwrap_or_else(|refusal| panic!("{refusal}\n{text}")));
    Some(empty)
}

/// What both forms of a piece say: its own text again, whatever ids it has.
fn everything(model: &Model) -> Vec<Id> {
    model.records().filter(|record| record.home().is_none()).map(|record| record.id().clone()).collect()
}

#[test]
fn a_piece_of_the_sample_finds_what_stayed_behind() {
    let model = read(SAMPLE);
    let text = print_fragment(&model, &[Id::new("operation:orders.place_order")]);
    assert!(text.starts_with("cleave 1\n") && text.contains("calls ") && !text.contains("id="), "{text}");
    let here = parse_fragment(&text, &model).expect("it reads");
    assert!(here.left_out.is_empty(), "{:?}", here.left_out);
    let there = parse_fragment(&text, &Model::new("empty")).expect("it reads");
    assert!(!there.left_out.is_empty());
    let paste = Command::Paste { records: there.records, home: None, at: None };
    decide(&Model::new("empty"), &paste).expect("what leads nowhere is left out");
}

#[test]
fn a_piece_needs_no_first_line_and_says_where_it_is_wrong() {
    let model = read(SAMPLE);
    let plain = parse_fragment("service pasted {\n  calls orders.place_order\n}", &model).expect("it reads");
    assert_eq!(plain.records.len(), 2);
    let wrong = parse_fragment("service pasted {\n  calz orders.place_order\n}", &model).expect_err("calz");
    assert_eq!((wrong.first().line, wrong.first().column), (2, 3));
    assert!(parse_fragment("cleave 9\nservice a", &model).is_err());
    for ours in ["service a", "// one\ncleave 1", "command b {}"] {
        assert!(begins_like_one(ours), "{ours}");
    }
    for other in ["{\"openapi\": \"3.1.0\"}", "openapi: 3.1.0", "Hello there", "", "service: a"] {
        assert!(!begins_like_one(other), "{other}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_piece_carries_a_design_into_an_empty_one(bytes in bytes(400)) {
        let model = sketch::design(&bytes);
        let text = print_fragment(&model, &everything(&model));
        let Some(copy) = (!text.is_empty()).then(|| carried(&text)).flatten() else { return Ok(()) };
        let again = print_fragment(&copy, &everything(&copy));
        prop_assert_eq!(text, again);
    }

    #[test]
    fn a_piece_is_refused_or_read_whatever_it_is(text in "[a-z{}\"=#.\\n <>/*^@`-]{0,200}", cut in 0usize..4000) {
        let model = read(SAMPLE);
        let _ = parse_fragment(&text, &model);
        let end = (0..=cut.min(SAMPLE.len())).rev().find(|at| SAMPLE.is_char_boundary(*at)).unwrap_or(0);
        if let Ok(fragment) = parse_fragment(&SAMPLE[..end], &model) {
            let _ = decide(&model, &Command::Paste { records: fragment.records, home: None, at: None });
        }
    }

    #[test]
    fn what_is_printed_reads_as_it_was(bytes in bytes(900)) {
        let model = sketch::design(&bytes);
        let text = print(&model);
        assert_same(&model, &read(&text), &text);
        prop_assert_eq!(format(&text), Ok(text));
    }

    #[test]
    fn formatting_twice_is_formatting_once(bytes in bytes(500)) {
        let model = sketch::design(&bytes);
        let text = commented(&model);
        let once = format(&text).expect("a commented design reads");
        assert_same(&model, &read(&once), &once);
        prop_assert_eq!(comments(&once), comments(&text), "{}", once);
        prop_assert_eq!(format(&once), Ok(once));
    }

    #[test]
    fn a_spliced_text_says_what_it_should(bytes in bytes(500), edit in bytes(60)) {
        let Some((before, after)) = edited(&bytes, &edit) else { return Ok(()) };
        let text = print(&before);
        let spliced = splice(&text, &before, &after);
        assert_same(&after, &read(&spliced), &spliced);
        // No line is touched that the canonical form does not change as well.
        let touched = missing(&text, &spliced);
        let needed = missing(&text, &print(&after));
        prop_assert!(touched <= needed, "{touched} lines touched, {needed} needed\n{text}\n=>\n{spliced}");
    }

    #[test]
    fn comments_stay_where_things_are_edited(bytes in bytes(500), edit in bytes(60)) {
        let Some((before, after)) = edited(&bytes, &edit) else { return Ok(()) };
        let text = commented(&before);
        let spliced = splice(&text, &before, &after);
        assert_same(&after, &read(&spliced), &spliced);
        // Comments inside what goes go with it: records, and parts of the policy.
        let policy = |model: &Model| model.designs().next().map(|design| design.policy.clone());
        let gone = before.records().any(|record| after.get(record.id()).is_none()) || policy(&before) != policy(&after);
        if !gone {
            let lost: Vec<String> = comments(&text).difference(&comments(&spliced)).cloned().collect();
            prop_assert!(lost.is_empty(), "{lost:?} are lost\n{text}\n=>\n{spliced}");
        }
    }

    #[test]
    fn texts_in_one_line_are_spliced_too(bytes in bytes(300), edit in bytes(60)) {
        let Some((before, after)) = edited(&bytes, &edit) else { return Ok(()) };
        let text = in_one_line(&print(&before));
        assert_same(&before, &read(&text), &text);
        let spliced = splice(&text, &before, &after);
        assert_same(&after, &read(&spliced), &spliced);
    }

    #[test]
    fn broken_texts_are_told_of_and_nothing_panics(bytes in bytes(300), cuts in bytes(40)) {
        let text = if cuts.first().is_some_and(|first| first % 2 == 0) {
            SAMPLE.to_owned()
        } else {
            commented(&sketch::design(&bytes))
        };
        try_text(&mutated(&text, &cuts));
    }

    #[test]
    fn garbage_is_told_of_and_nothing_panics(text in "\\PC{0,200}", marks in "[a-z{}\"#/*\\-\\\\;= \n]{0,200}") {
        try_text(&text);
        try_text(&marks);
        try_text(&format!("cleave 1\ndesign a\n{marks}"));
    }
}

/// The canonical text with every block of the outermost level in one line.
fn in_one_line(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let body = line.trim_start();
        let deep = line.len() > body.len();
        let closes = body == "}";
        if closes && out.ends_with("; ") {
            out.truncate(out.len() - 2);
            out.push(' ');
        }
        out += body;
        out += match (deep, body.ends_with(" {")) {
            (_, true) => " ",
            (true, false) => "; ",
            (false, false) => "\n",
        };
    }
    out
}

/// The text with bytes flipped, pieces cut out, repeated and swapped.
fn mutated(text: &str, cuts: &[u8]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for cut in cuts.chunks(4) {
        let [how, high, low, length] = [0, 1, 2, 3].map(|at| usize::from(cut.get(at).copied().unwrap_or(0)));
        if bytes.is_empty() {
            break;
        }
        let at = (high * 256 + low) % bytes.len();
        let end = (at + length).min(bytes.len());
        match how % 6 {
            0 => bytes[at] ^= 1 << (length % 8),
            1 => bytes.truncate(at.max(30)),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            4 => bytes[at] = b"{}\"#/-\\;=\n*"[length % 11],
            _ => bytes.insert(at, b"{}\"#/-\\;=\n*"[length % 11]),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whatever the text is, it is read or told of; what is read keeps the laws.
fn try_text(text: &str) {
    match parse(text) {
        Err(problems) => {
            for problem in &problems {
                assert!(text.get(problem.span.clone()).is_some(), "{problem:?}");
                assert!(!problem.message.is_empty() && problem.line > 0 && problem.column > 0);
            }
            assert!(problems.render("x.cleave.kdl", text).contains("x.cleave.kdl:"));
        }
        Ok(model) => {
            assert_same(&model, &read(&print(&model)), text);
            let formatted = format(text).expect("it reads");
            assert_same(&model, &read(&formatted), text);
            assert_eq!(format(&formatted).as_ref(), Ok(&formatted), "{text}");
            let mut after = model.clone();
            if let Some(Record::Design(mut design)) = model.get(&Id::new(Model::DESIGN)).cloned() {
                design.head.description = Some("spliced".into());
                let swap = cleave_model::Swap {
                    before: model.shared(&design.head.id).cloned(),
                    after: Some(std::sync::Arc::new((*design).into())),
                };
                after.apply(&cleave_model::Change::new([swap]));
            }
            assert_same(&after, &read(&splice(text, &model, &after)), text);
        }
    }
}
