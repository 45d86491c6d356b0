//! Mending business code as people really write it.

use super::mend;
use crate::blueprint::Service;
use crate::mend::Mending;

fn service(operations: &str) -> Service {
    let text = format!(
        "cleave 1\ndesign shop\nservice orders {{ type Order {{ id uuid }}; api a {{ {operations} }} }}\n\
         service stock {{ api s {{ query left {{ output int }} }}; event Sold {{ sku string }} }}\n"
    );
    let model = cleave_text::parse(&text).expect("the drawing reads");
    let blueprint = crate::lower(&model).expect("no gaps");
    blueprint.service("orders").expect("orders").clone()
}

const OLD: &str = "command place { output Order }";
const NEW: &str =
    "command place { output Order }; command cancel description=\"Calls it off.\" { input { id uuid }; output Order }";

/// The file as somebody may have written it around what Cleave gave them.
fn written() -> String {
    "//! Mine.\n\nuse orders_contract::*;\nuse platform_core::{Cx, Failure, Fault, async_trait};\n\npub struct Orders;\n\n\
     #[async_trait]\nimpl OrdersApi for Orders {\n    // ümläut and 漢字 and \"}\" in a text\n    async fn place(&self, cx: &Cx, req: PlaceRequest)\n        -> Result<Order, Failure<PlaceError>>\n    {\n        let text = \"}}}\"; /* } */\n        go(cx, req, text)\n    }\n    // the end\n}\n\nfn after() {}\n"
        .to_owned()
}

/// Mends, and checks that taking the insertion out again gives the original byte for byte.
fn inserted(text: &str) -> String {
    let service = service(NEW);
    let Mending::Mended(new, notes) = mend(text, &service) else {
        panic!("not mended: {:?}\n{text}", mend(text, &service))
    };
    assert!(notes.is_empty(), "{notes:?}");
    let common = text.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let added = new.len() - text.len();
    let without = [&new.as_bytes()[..common], &new.as_bytes()[common + added..]].concat();
    assert_eq!(without, text.as_bytes());
    assert!(new.matches("async fn cancel").count() == 1 && new.contains("/// Calls it off."), "{new}");
    assert_eq!(mend(&new, &service), Mending::Fits(Vec::new()), "{new}");
    new
}

#[test]
fn a_stub_stands_at_the_end_whatever_the_file_looks_like() {
    let plain = written();
    assert!(inserted(&plain).contains("    // the end\n\n    /// Calls it off.\n    async fn cancel("));
    let windows = inserted(&plain.replace('\n', "\r\n"));
    assert!(!windows.replace("\r\n", "").contains('\n'));
    inserted(&format!("\u{feff}{plain}"));
    inserted(&format!("#!/usr/bin/env run\n{plain}"));
    inserted(&format!("\u{feff}#!/usr/bin/env run\r\n{}", plain.replace('\n', "\r\n")));
    inserted(plain.trim_end());
    let tabs = inserted(&plain.replace("    ", "\t"));
    assert!(tabs.contains("\n\tasync fn cancel("), "{tabs}");
    inserted(&plain.replace("    // the end\n}", "    /* the end */ }"));
    let one_line = "use orders_contract::*; use platform_core::*; struct O; #[async_trait] impl orders_contract::OrdersApi for O { async fn place(&self, c: &Cx, r: PlaceRequest) -> Result<Order, Failure<PlaceError>> { x() } }";
    inserted(one_line);
}

#[test]
fn an_empty_implementation_is_filled() {
    let new = match mend("struct O; impl orders_contract::OrdersApi for O {}", &service(OLD)) {
        Mending::Mended(new, _) => new,
        other => panic!("{other:?}"),
    };
    // Nothing is imported there, so everything is named with its crate.
    let signature = "async fn place(&self, cx: &platform_core::Cx, req: orders_contract::PlaceRequest) -> Result<orders_contract::Order, platform_core::Failure<orders_contract::PlaceError>> {";
    let flat: Vec<&str> = new.split_whitespace().collect();
    assert!(flat.join(" ").replace("( &self", "(&self").replace(", ) ->", ") ->").contains(signature), "{new}");
    assert!(new.contains("Err(platform_core::Fault::unimplemented("), "{new}");
}

#[test]
fn what_differs_is_told_and_never_changed() {
    let text = written().replace("req: PlaceRequest", "req: OtherRequest");
    let Mending::Fits(notes) = mend(&text, &service(OLD)) else { panic!() };
    assert!(notes[0].starts_with("line 11: ") && notes[0].contains("OtherRequest"), "{notes:?}");
    let Mending::Mended(_, notes) = mend(&written(), &service("command cancel { output Order }")) else { panic!() };
    assert!(notes[0].contains("the design has no `place`"), "{notes:?}");
    // The same types by longer paths and with other names for arguments are the same.
    let text =
        written().replace("cx: &Cx, req: PlaceRequest", "c: &platform_core::Cx, r: ::orders_contract::PlaceRequest");
    assert_eq!(mend(&text, &service(OLD)), Mending::Fits(Vec::new()));
}

#[test]
fn a_file_without_the_implementation_is_left_alone() {
    for text in ["", "fn x() {}", "impl OrdersApi for A {} impl OrdersApi for B {}", "impl Orders {", "#!shebang"] {
        assert!(matches!(mend(text, &service(OLD)), Mending::Refused(_)), "{text}");
    }
    let Mending::Refused(why) = mend("struct A;\nimpl {", &service(OLD)) else { panic!() };
    assert!(why.contains("line 2"), "{why}");
}

#[test]
fn the_first_subscription_brings_an_implementation_with_it() {
    let service = service(&format!("{OLD} }}; subscribes stock.Sold; api more {{ query q {{ output int }}"));
    let text = written();
    let Mending::Mended(new, _) = mend(&text, &service) else { panic!() };
    assert!(new.contains("#[async_trait]\nimpl orders_ports::OrdersSubscriber for Orders {\n"), "{new}");
    assert!(new.contains("tx: &mut platform_store::Tx"), "{new}");
    assert_eq!(mend(&new, &service), Mending::Fits(Vec::new()), "{new}");
}
