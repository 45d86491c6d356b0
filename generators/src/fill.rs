//! Fixed shapes with holes: what a person would write once, README, scripts. Filled by askama, never parsed back.

mod readme;
mod scripts;

pub use readme::readme;
pub use scripts::{database_url, run_scripts, variable_name};

use crate::blueprint::{Blueprint, Operation, Service};
use crate::emit::contract::{self, operation_docs};
use crate::emit::ports::{self, subscription_docs};
use crate::emit::print::clean;
use crate::naming::ident_text;
use askama::Template;
use proc_macro2::TokenStream;
use quote::quote;

/// `rust-toolchain.toml`
pub const TOOLCHAIN: &str = "# The compiler that the pinned versions were tested with.\n[toolchain]\nchannel = \"1.95.0\"\nprofile = \"minimal\"\ncomponents = [\"rustfmt\", \"clippy\"]\n";
/// `rustfmt.toml`
pub const RUSTFMT: &str = "max_width = 120\nuse_small_heuristics = \"Max\"\n";
/// `clippy.toml`
pub const CLIPPY: &str = "allow-unwrap-in-tests = true\n";
/// `.cargo/config.toml`
pub const CARGO_CONFIG: &str = "[alias]\ne2e = \"test --package e2e\"\nall = \"build --workspace\"\n";
/// `.gitignore`
pub const GITIGNORE: &str = "/target\n/data\n";
/// `tests/e2e/tests/behaviour.rs`
pub const BEHAVIOUR: &str = include_str!("../templates/behaviour.txt");

/// The longest line that the workspace's rustfmt leaves whole.
const LINE: usize = 120;

/// A template that cannot be filled is a mistake in it.
fn filled(template: &impl Template) -> String {
    // askama takes the last line end of a template away.
    template.render().map(|text| text + "\n").unwrap_or_default()
}

#[derive(Template)]
#[template(path = "service_lib.txt", escape = "none")]
struct ServiceLib<'f> {
    title: String,
    imports: Vec<String>,
    pascal: &'f str,
    main_type: &'f str,
    operations: String,
    subscriptions: String,
    subscribes: bool,
}

/// `services/<s>/src/lib.rs`
pub fn service_lib(service: &Service) -> String {
    let title = service.description.as_deref().map(first_line).filter(|line| !line.is_empty());
    let mut imports = vec![
        format!("use {}_contract::*;", service.module),
        format!("use {}_ports::*;", service.module),
        format!("use platform_core::{};", braced(&from_core(service))),
    ];
    if !service.subscriptions.is_empty() {
        imports.push("use platform_store::Tx;".to_owned());
    }
    imports.sort();
    let title = title.map_or_else(String::new, |line| format!(": {}", clean(line.trim_end_matches('.'))));
    filled(&ServiceLib {
        title: format!("The service `{}`{title}", service.package),
        imports,
        pascal: &service.pascal,
        main_type: &service.main_type,
        operations: joined(
            service.operations.iter().map(|operation| operation_stub(service, operation, "    ", &Short)),
        ),
        subscriptions: joined(
            service.subscriptions.iter().map(|subscription| subscription_stub(service, subscription, "    ", &Short)),
        ),
        subscribes: !service.subscriptions.is_empty(),
    })
}

/// What the first text of a service needs of the platform; stubs that come later name what is missing with its crate.
fn from_core(service: &Service) -> Vec<&'static str> {
    let (operations, subscriptions) = (&service.operations, &service.subscriptions);
    let stubs = operations.iter().any(|operation| operation.crud.is_none());
    let names = [
        ("Cx", !operations.is_empty() || !subscriptions.is_empty()),
        ("Failure", !operations.is_empty()),
        ("Fault", stubs || !subscriptions.is_empty()),
        ("async_trait", true),
    ];
    names.iter().filter(|(_, used)| *used).map(|(name, _)| *name).collect()
}

fn braced(names: &[&str]) -> String {
    match names {
        [one] => (*one).to_owned(),
        many => format!("{{{}}}", many.join(", ")),
    }
}

fn joined(stubs: impl Iterator<Item = String>) -> String {
    let stubs: Vec<String> = stubs.collect();
    if stubs.is_empty() { "{}".to_owned() } else { format!("{{\n{}}}", stubs.join("\n")) }
}

/// How the types of a stub are written: short where the file imports them, with their crate where it does not.
pub trait Spelling {
    /// The path of a type as it is to be written, from its full path.
    fn of(&self, full: &str) -> String;
}

/// Everything is imported, as in a fresh scaffold.
pub struct Short;

impl Spelling for Short {
    fn of(&self, full: &str) -> String {
        // Types of other services' contracts stay qualified: only the own contract is imported whole.
        full.rsplit("::").next().unwrap_or(full).to_owned()
    }
}

/// A method that is drawn and not written yet, with what the design draws as comments.
pub fn operation_stub(service: &Service, operation: &Operation, indent: &str, spelling: &dyn Spelling) -> String {
    let mut text = comment_lines(operation_docs(operation), indent);
    if operation.crud.is_some() {
        text.push_str(&format!(
            "{indent}// Plain {}: generated from the design. Replace the body to do it yourself.\n",
            "CRUD"
        ));
    }
    if !operation.steps.is_empty() {
        text.push_str(&format!("{indent}//\n{indent}// The design draws these steps:\n"));
        for (i, step) in operation.steps.iter().enumerate() {
            text.push_str(&format!("{indent}//   {}. {step}\n", i + 1));
        }
    }
    let signature = spelled(service, contract::signature(service, operation, None), spelling);
    let name = ident_text(&operation.name);
    let body = match &operation.crud {
        Some(_) => format!("{indent}    self.ports.{name}(cx, req).await\n"),
        None => format!(
            "{indent}    let _ = (cx, req);\n{indent}    Err({}::unimplemented(\"{}.{}\").into())\n",
            spelling.of("platform_core::Fault"),
            service.package,
            operation.name
        ),
    };
    text.push_str(&format!("{}\n{body}{indent}}}\n", opening(&signature, indent)));
    text
}

/// The head of a method as rustfmt would have it: one argument to a line where it is too long for one.
fn opening(signature: &str, indent: &str) -> String {
    let line = format!("{indent}{signature} {{");
    if line.chars().count() <= LINE {
        return line;
    }
    let Some((head, rest)) = signature.split_once("(&self, ") else { return line };
    let Some((arguments, output)) = rest.split_once(") -> ") else { return line };
    let arguments: String = arguments.split(", ").map(|argument| format!("{indent}    {argument},\n")).collect();
    format!("{indent}{head}(\n{indent}    &self,\n{arguments}{indent}) -> {output} {{")
}

/// A subscriber's method that is not written yet.
pub fn subscription_stub(
    service: &Service,
    subscription: &crate::blueprint::Subscription,
    indent: &str,
    spelling: &dyn Spelling,
) -> String {
    let docs = crate::emit::print::docs(None, subscription_docs(subscription));
    let signature = spelled(service, ports::signature(subscription), spelling);
    let fault = spelling.of("platform_core::Fault");
    format!(
        "{}{}\n{indent}    let _ = (cx, tx, event);\n{indent}    Err({fault}::unimplemented(\"{}.{}\"))\n{indent}}}\n",
        comment_lines(docs, indent),
        opening(&signature, indent),
        service.package,
        subscription.method
    )
}

/// Doc attributes as comment lines.
fn comment_lines(docs: TokenStream, indent: &str) -> String {
    let printed = print_method(&quote! { #docs fn f() {} });
    let lines = printed.lines().map(str::trim_start).take_while(|line| line.starts_with("///"));
    lines.map(|line| format!("{indent}{line}\n")).collect()
}

/// A signature as text, on one line, its types spelled as asked.
fn spelled(service: &Service, signature: TokenStream, spelling: &dyn Spelling) -> String {
    let printed = print_method(&quote! { #signature {} });
    let line: Vec<&str> = printed.split_whitespace().collect();
    let line = line.join(" ");
    let line = line.trim_end_matches('}').trim_end().trim_end_matches('{').trim_end();
    // A signature that was broken over lines has a trailing comma and spaces inside its parentheses.
    let line =
        line.replace("( &self", "(&self").replace(", )", ")").replace("< ", "<").replace(", >", ">").replace(" >", ">");
    let own = format!("{}_contract::", service.module);
    let mut out = String::new();
    let mut rest = line.as_str();
    while let Some(at) = next_path(rest, &own) {
        out.push_str(&rest[..at]);
        let end = rest[at + own.len()..].find(|c: char| !c.is_alphanumeric() && c != '_');
        let end = end.map_or(rest.len(), |end| at + own.len() + end);
        out.push_str(&spelling.of(&rest[at..end]));
        rest = &rest[end..];
    }
    out.push_str(rest);
    for (short, full) in [
        ("Cx", "platform_core::Cx"),
        ("Failure", "platform_core::Failure"),
        ("Fault", "platform_core::Fault"),
        ("Tx", "platform_store::Tx"),
    ] {
        let wanted = spelling.of(full);
        if wanted != short {
            out = replace_word(&out, short, &wanted);
        }
    }
    let map = spelling.of("std::collections::BTreeMap");
    replace_word(&out, "BTreeMap", if map == "BTreeMap" { "std::collections::BTreeMap" } else { &map })
}

fn next_path(text: &str, path: &str) -> Option<usize> {
    text.match_indices(path).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

fn replace_word(text: &str, word: &str, with: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let before = rest[..at].chars().next_back().or(out.chars().next_back());
        let after = rest[at + word.len()..].chars().next();
        let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':');
        let whole = !inside(before) && !after.is_some_and(|c| c.is_alphanumeric() || c == '_');
        out.push_str(&rest[..at]);
        out.push_str(if whole { with } else { word });
        rest = &rest[at + word.len()..];
    }
    out.push_str(rest);
    out
}

fn print_method(method: &TokenStream) -> String {
    let file: Result<syn::File, _> = syn::parse2(quote! { impl X { #method } });
    let printed = file.map(|file| prettyplease::unparse(&file)).unwrap_or_default();
    let body = printed.split_once('\n').map_or("", |(_, rest)| rest);
    body.trim_end().trim_end_matches('}').to_owned()
}

fn first_line(text: &str) -> &str {
    text.trim().lines().next().unwrap_or_default()
}

struct Fake<'f> {
    pascal: &'f str,
    module: &'f str,
    field: String,
}

#[derive(Template)]
#[template(path = "service_test.txt", escape = "none")]
struct ServiceTest<'f> {
    package: &'f str,
    pascal: &'f str,
    main_type: &'f str,
    has_store: bool,
    fakes: Vec<Fake<'f>>,
    imports: Vec<String>,
    open: String,
    given: String,
}

/// `services/<s>/tests/service.rs`
pub fn service_test(blueprint: &Blueprint, service: &Service) -> String {
    let fakes = service.calls.iter().filter_map(|callee| blueprint.service(callee)).map(|callee| Fake {
        pascal: &callee.pascal,
        module: &callee.module,
        field: ident_text(&callee.module),
    });
    let fakes: Vec<Fake<'_>> = fakes.collect();
    let module = &service.module;
    let mut imports = vec![
        format!("use {module}::{};", service.main_type),
        format!("use {module}_contract::{}Api;", service.pascal),
        format!("use {module}_ports::Ports;"),
    ];
    if !fakes.is_empty() {
        imports.push("use platform_core::async_trait;".into());
    }
    if service.has_store {
        imports.push("use platform_store::Store;".into());
    }
    imports.sort();
    let arguments = [
        "\"".to_owned() + &service.package + "\"",
        "&url".into(),
        format!("{module}::MIGRATIONS"),
        format!("{module}_ports::ROUTES"),
    ];
    let open = format!("    let store = Store::open({}).await.expect(\"a store\");", arguments.join(", "));
    // As rustfmt breaks a chain that is too long.
    let open = if open.len() > LINE {
        format!("    let store = Store::open({})\n        .await\n        .expect(\"a store\");", arguments.join(", "))
    } else {
        open
    };
    let mut given: Vec<String> =
        fakes.iter().map(|fake| format!("{}: Arc::new({}Fake)", fake.field, fake.pascal)).collect();
    if service.has_store {
        given.insert(0, "store".into());
    }
    let line = match given.as_slice() {
        [] => "    let ports = Ports {};".to_owned(),
        given => format!("    let ports = Ports {{ {} }};", given.join(", ")),
    };
    let given = if line.len() > LINE {
        let lines: String = given.iter().map(|field| format!("        {field},\n")).collect();
        format!("    let ports = Ports {{\n{lines}    }};")
    } else {
        line
    };
    filled(&ServiceTest {
        package: &service.package,
        pascal: &service.pascal,
        main_type: &service.main_type,
        has_store: service.has_store,
        fakes,
        imports,
        open,
        given,
    })
}
