//! Edits of a text with a layout of its own, and exactly what becomes of it.

use cleave_model::{Command, ConnectionKind, Draft, Id, Kind, Model, Placement, Point, decide};
use serde_json::json;

const TEXT: &str = r#"// The shop.
cleave 1
design shop

domain sales {  // what earns
  // Takes orders.
  service orders team="checkout" x-cost=3 {
    api orders {
      command place { input { customer uuid; note text }; output uuid } // the one
      // Cancels.
      command cancel
    }
    store orders engine=relational { entity order key=id { id uuid } }
    x-runbook "https://runbook"
    // The end.
  }
}
service stock { api stock { command reserve } }

place service:orders x=1 y=2
"#;

/// The text after a command, which must say what the command did.
fn edit(commands: impl IntoIterator<Item = Command>) -> String {
    let before = crate::parse(TEXT).unwrap_or_else(|problems| panic!("{}", problems.render("text", TEXT)));
    let mut after = before.clone();
    for command in commands {
        let change = decide(&after, &command).expect("it may be done");
        after.apply(&change);
    }
    let text = crate::splice(TEXT, &before, &after);
    assert_eq!(crate::parse(&text), Ok(after), "{text}");
    text
}

/// The lines that went, and those that came, as one hunk.
fn hunk(text: &str) -> (Vec<&str>, Vec<&str>) {
    let (old, new): (Vec<&str>, Vec<&str>) = (TEXT.lines().collect(), text.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[same..].iter().rev().zip(new[same..].iter().rev()).take_while(|(a, b)| a == b).count();
    (old[same..old.len() - tail].to_vec(), new[same..new.len() - tail].to_vec())
}

fn check(command: Command, went: &[&str], came: &[&str]) {
    let text = edit([command]);
    assert_eq!(hunk(&text), (went.to_vec(), came.to_vec()), "{text}");
}

fn change(id: &str, field: &str, value: serde_json::Value) -> Command {
    Command::Change { id: Id::new(id), fields: [(field.to_owned(), value)].into() }
}

#[test]
fn a_change_touches_its_line() {
    check(
        change("service:orders", "team", json!("sales")),
        &["  service orders team=\"checkout\" x-cost=3 {"],
        &["  service orders team=\"sales\" x-cost=3 {"],
    );
    check(
        change("store:orders.orders", "engine", json!("document")),
        &["    store orders engine=relational { entity order key=id { id uuid } }"],
        &["    store orders engine=document { entity order key=id { id uuid } }"],
    );
    check(
        change("operation:orders.cancel", "timeout", json!(2000)),
        &["      command cancel"],
        &["      command cancel timeout=\"2s\""],
    );
    check(
        change(
            "operation:orders.place",
            "input",
            json!([{"name": "customer", "type": {"kind": "scalar", "of": "uuid"}}]),
        ),
        &["      command place { input { customer uuid; note text }; output uuid } // the one"],
        &["      command place { input { customer uuid }; output uuid } // the one"],
    );
    check(
        Command::Place {
            placements: vec![Placement {
                at: Some(Point { x: 5, y: 6 }),
                ..Placement::new(Id::new("service:orders"), None)
            }],
        },
        &["place service:orders x=1 y=2"],
        &["place service:orders x=5 y=6"],
    );
}

#[test]
fn what_is_born_stands_behind_its_siblings() {
    check(
        Command::add(Draft::new(Kind::Operation, "find").within("api:orders.orders").with("kind", "query")),
        &[],
        &["      query find"],
    );
    check(
        Command::Connect {
            connection: ConnectionKind::Call,
            from: Id::new("operation:orders.cancel"),
            to: Id::new("operation:stock.reserve"),
            fields: [("retries".to_owned(), json!(2))].into(),
        },
        &["      command cancel"],
        &["      command cancel {", "        calls stock.reserve retries=2", "      }"],
    );
    check(
        Command::add(Draft::new(Kind::Operation, "release").within("api:stock.stock")),
        &["service stock { api stock { command reserve } }"],
        &["service stock { api stock { command reserve; command release } }"],
    );
    check(Command::add(Draft::new(Kind::Event, "Placed").within("service:orders")), &[], &["    event Placed"]);
    check(Command::add(Draft::new(Kind::Service, "web").within("domain:sales")), &[], &["  service web"]);
    check(Command::add(Draft::new(Kind::Actor, "shopper")), &[], &["actor shopper", ""]);
    check(
        Command::Place {
            placements: vec![Placement {
                at: Some(Point { x: 5, y: 6 }),
                ..Placement::new(Id::new("service:stock"), None)
            }],
        },
        &[],
        &["place service:stock x=5 y=6"],
    );
}

#[test]
fn what_goes_takes_its_lines_and_leaves_comments() {
    check(Command::Remove { ids: vec![Id::new("operation:orders.cancel")] }, &["      command cancel"], &[]);
    let text = edit([Command::Remove { ids: vec![Id::new("service:orders")] }]);
    assert!(text.contains("domain sales {  // what earns\n  // Takes orders.\n}\nservice stock"), "{text}");
}

#[test]
fn what_moves_takes_its_text_along() {
    let text = edit([Command::Reorder { id: Id::new("operation:orders.cancel"), rank: 0 }]);
    let moved = "    api orders {\n      // Cancels.\n      command cancel\n      command place { input";
    assert!(text.contains(moved), "{text}");
    let text = edit([Command::Rehome { ids: vec![Id::new("service:orders")], home: None }]);
    assert!(
        text.contains("\n// Takes orders.\nservice orders team=\"checkout\" x-cost=3 {\n  api orders {\n"),
        "{text}"
    );
    assert!(text.contains("  x-runbook \"https://runbook\"\n  // The end.\n}\n"), "{text}");
}

#[test]
fn a_rename_writes_the_id() {
    check(
        Command::Rename { id: Id::new("operation:orders.cancel"), name: "undo".into() },
        &["      command cancel"],
        &["      command undo id=\"operation:orders.cancel\""],
    );
}

#[test]
fn mentions_in_the_long_form_follow_a_rename() {
    let text = "cleave 1\ndesign shop\nservice a {\n    // Its own.\n    publishes a.Done\n    event Done\n}\n";
    let before = crate::parse(text).expect("it reads");
    let rename = Command::Rename { id: Id::new("service:a"), name: "b".into() };
    let mut after = before.clone();
    after.apply(&decide(&before, &rename).expect("it may be done"));
    let spliced = crate::splice(text, &before, &after);
    assert_eq!(crate::parse(&spliced), Ok(after));
    assert!(spliced.contains("    // Its own.\n    publishes Done\n"), "{spliced}");
}

#[test]
fn an_unreadable_text_is_replaced() {
    let model = Model::new("shop");
    assert_eq!(crate::splice("nothing {", &Model::new("other"), &model), crate::print(&model));
}
