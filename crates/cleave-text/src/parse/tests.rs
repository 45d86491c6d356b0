//! What is told of drawings that are wrong, in five lines each.

/// What the first problem says and hints, and where: line, column and the text it underlines.
fn told(text: &str) -> (String, String, usize, usize, String) {
    let problems = crate::parse(text).expect_err(text);
    let first = problems.first().clone();
    let under = text[first.span.clone()].to_owned();
    (first.message, first.hint.unwrap_or_default(), first.line, first.column, under)
}

fn check(drawing: &str, message: &str, hint: &str, line: usize, under: &str) {
    let text = format!("cleave 1\ndesign shop\n{drawing}");
    let (said, hinted, at, _, marked) = told(&text);
    assert_eq!((said.as_str(), hinted.as_str(), at, marked.as_str()), (message, hint, line + 2, under), "{text}");
}

#[test]
fn unknown_words_name_the_nearest() {
    check("servcie orders", "There is no word servcie", "Did you mean service?", 1, "servcie");
    check("service orders tema=a", "A service has no property tema", "Did you mean team?", 1, "tema");
    check("service orders role=gatway", "role cannot be gatway", "Did you mean gateway?", 1, "gatway");
    check("service a {\n api a {\n comand b\n }\n}", "An api has no word comand", "Did you mean command?", 3, "comand");
    check("input", "input cannot stand at the outermost level", "It belongs in command or query", 1, "input");
    check(
        "service a x-mine=1 {\n x-note 1\n}\nx-list 1\nevent",
        "The name is missing",
        "Write it after event",
        5,
        "event",
    );
}

#[test]
fn unknown_mentions_name_the_nearest() {
    let two = "service orders {\n api a {\n command place\n }\n}\n";
    let call = format!("{two}service web {{\n calls orders.plaec\n}}");
    let message = "There is no operation, service or external system called orders.plaec";
    check(&call, message, "Did you mean orders.place?", 7, "orders.plaec");
    check("service a {\n type T {\n x strng\n }\n}", "There is no type strng", "Did you mean string?", 3, "strng");
    check(
        "service a\nplace service:b x=1 y=2",
        "There is nothing with the id service:b",
        "Did you mean service:a?",
        2,
        "service:b",
    );
    let hint = "Own things are called by their name, others service.name";
    let event = "service a {\n event Done\n calls Done\n}";
    check(event, "Done is an event, not an operation, service or external system", hint, 3, "Done");
    check("service a {\n reads ledger\n}", "There is no store called ledger", hint, 2, "ledger");
}

#[test]
fn names_are_taken_once() {
    let hint = "The first one stands in line 3. Choose another name";
    check("service a\ndomain b {\n service a\n}", "There is already a service called a", hint, 3, "a");
    let hint = "The first one stands in line 5. Choose another name";
    let twice = "service a {\n api x {\n command go\n }\n api y {\n query go\n }\n}";
    check(twice, "There is already an operation called go", hint, 6, "go");
    check(
        "service a {\n type T {\n x int\n x int\n }\n}",
        "There is already a field called x",
        "Choose another name",
        4,
        "x",
    );
    check("service a team=x team=y", "team stands there twice", "Remove one of the two", 1, "team=y");
    check(
        "service a id=q\nservice b id=q",
        "The id q stands at something else already",
        "Remove it here; it is only needed where something was renamed or moved",
        2,
        "q",
    );
}

#[test]
fn values_are_checked_where_they_stand() {
    let timeout = "service a {\n api a {\n command b timeout=soon\n }\n}";
    let hint = "Write for example \"500ms\", \"2s\" or \"1min\"";
    check(timeout, "This is not a span of time", hint, 3, "soon");
    check(
        "service a slo=1.5",
        "slo: it is a share from 0 to 1",
        "Correct the value; nothing was changed",
        1,
        "slo=1.5",
    );
    check("service a slo=much", "much is not a number", "Write it without quotes", 1, "much");
    check("service 42", "42 is not a text", "Write it in quotes", 1, "42");
    check(
        "event e {\n x list<int\n}",
        "list<int is not a type",
        "For example string, int, Order?, list<Order> or \"map<string, money>\"",
        2,
        "list<int",
    );
    check(
        "service a\ntopology t {\n deployable d\n}",
        "Topology t: a stands in no deployable",
        "Put each generated service in exactly one deployable",
        2,
        "t",
    );
    check(
        "service a\nservice b {\n calls a { x }\n}",
        "Nothing may stand inside calls",
        "Write it in one line, without braces",
        3,
        "x",
    );
}

#[test]
fn the_first_lines_are_needed() {
    assert_eq!(told("").0, "The text is empty");
    assert_eq!(told(" \n\t\n").0, "The text is empty");
    assert_eq!(told("design shop").0, "This is not a design");
    assert!(crate::parse("SQLite format 3\u{0}").is_err());
    assert_eq!(told("cleave 2\ndesign shop").0, "This design is written in version 2; this Cleave reads version 1");
    assert_eq!(told("cleave 1").0, "The design has no name");
    assert_eq!(told("cleave 1\ndesign a\ndesign b").0, "design stands there twice");
}

#[test]
fn several_problems_are_told_at_once() {
    let text = "cleave 1\ndesign shop\nservice a rol=x\nservice a\nservice b {\n calls c\n}\n";
    let problems = crate::parse(text).expect_err("three things are wrong");
    assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [3, 4, 6]);
}

#[test]
fn strange_names_are_names() {
    for name in ["type", "crate", "\"../../etc\"", "\"\\\"; rm -rf\"", "\"true\"", "注文"] {
        let text = format!(
            "cleave 1\ndesign shop\nservice {name} {{\n    event {name}\n}}\ntopology {name} {{\n    deployable {name} \"*\"\n}}\n"
        );
        assert!(crate::parse(&text).is_ok(), "{text}");
    }
    let long = format!("cleave 1\ndesign shop\nservice {}\n", "🛒".repeat(2500));
    let (message, hint, line, _, _) = told(&long);
    assert!(message.ends_with("cannot be a name: it is longer than 200 characters"), "{message}");
    assert_eq!((hint.as_str(), line), ("Give it a name of 1 to 200 characters without line breaks", 3));
    assert!(crate::parse(&long).expect_err("too long").render("x", &long).len() < 2000);
}

#[test]
fn a_problem_shows_its_line() {
    let text = "cleave 1\ndesign shop\nservice orders tema=checkout\n";
    let shown = crate::parse(text).expect_err("tema").render("shop.cleave.kdl", text);
    assert_eq!(
        shown,
        "error: A service has no property tema\n \
         --> shop.cleave.kdl:3:16\n  \
         |\n\
         3 | service orders tema=checkout\n  \
         |                ^^^^\n  \
         = hint: Did you mean team?\n"
    );
}

#[test]
fn shadowed_and_dotted_names_are_mentioned() {
    let text = "cleave 1\ndesign shop\nexternal pay\nservice a {\n api a {\n command pay\n }\n calls pay\n calls \"@external:pay\"\n}\nservice \"b.c\" {\n event \"d.e\"\n}\nservice f {\n subscribes \"`b.c`.`d.e`\"\n}\n";
    let model = crate::parse(text).expect("all is known");
    let ends: Vec<String> = model.connections().map(|connection| connection.to.to_string()).collect();
    assert_eq!(ends, ["external:pay", "operation:a.pay", "event:b.c.d.e"]);
    assert_eq!(crate::parse(&crate::print(&model)), Ok(model));
}
