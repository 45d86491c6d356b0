//! Business code: operations and subscriptions that the design adds become stubs at the end of the implementation.

use super::Mending;
use super::source::{Forgetting, Source};
use crate::blueprint::Service;
use crate::emit::{contract, ports};
use crate::fill::{Spelling, operation_stub, subscription_stub};
use crate::naming::ident;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::BTreeSet;

/// What a trait wants: names and signatures, in order, and the text of a stub for each.
struct Wanted {
    trait_name: String,
    methods: Vec<(String, TokenStream)>,
}

/// Mends `services/<s>/src/lib.rs`.
pub fn mend(text: &str, service: &Service) -> Mending {
    let _forgetting = Forgetting;
    match mended(text, service) {
        Ok((None, notes)) => Mending::Fits(notes),
        Ok((Some(new), notes)) => match Source::parse(&new) {
            Ok(_) => Mending::Mended(new, notes),
            Err(why) => Mending::Refused(format!("what would be inserted does not fit: {why}")),
        },
        Err(why) => Mending::Refused(why),
    }
}

fn mended(text: &str, service: &Service) -> Result<(Option<String>, Vec<String>), String> {
    let source = Source::parse(text)?;
    let imports = Imports::of(&source.file);
    let api = Wanted {
        trait_name: format!("{}Api", service.pascal),
        methods: service
            .operations
            .iter()
            .map(|operation| (operation.name.clone(), contract::signature(service, operation, None)))
            .collect(),
    };
    let subscriber = Wanted {
        trait_name: format!("{}Subscriber", service.pascal),
        methods: service
            .subscriptions
            .iter()
            .map(|subscription| (subscription.method.clone(), ports::signature(subscription)))
            .collect(),
    };
    let mut notes = Vec::new();
    let mut insertions: Vec<(usize, String)> = Vec::new();

    let found = implementations(&source, &api.trait_name);
    let [implementation] = found.as_slice() else { return Err(not_one(&api.trait_name, found.len())) };
    let missing = compare(&source, implementation, &api, &mut notes);
    let stubs = |names: &[String], indent: &str| -> Vec<String> {
        let operations = service.operations.iter().filter(|operation| names.contains(&operation.name));
        operations.map(|operation| operation_stub(service, operation, indent, &imports)).collect()
    };
    insertions.extend(insertion(&source, implementation, |indent| stubs(&missing, indent)));

    let found = implementations(&source, &subscriber.trait_name);
    let stubs = |names: &[String], indent: &str| -> Vec<String> {
        let subscriptions = service.subscriptions.iter().filter(|subscription| names.contains(&subscription.method));
        subscriptions.map(|subscription| subscription_stub(service, subscription, indent, &imports)).collect()
    };
    match found.as_slice() {
        [] if subscriber.methods.is_empty() => {}
        [] => {
            let names: Vec<String> = subscriber.methods.iter().map(|(name, _)| name.clone()).collect();
            let own = implementation.self_ty.to_token_stream();
            let path = imports.of(&format!("{}_ports::{}", service.module, subscriber.trait_name));
            let attribute = imports.of("platform_core::async_trait");
            let ends = if text.ends_with('\n') || text.is_empty() { "" } else { "\n" };
            let body = stubs(&names, "    ").join("\n");
            insertions.push((text.len(), format!("{ends}\n#[{attribute}]\nimpl {path} for {own} {{\n{body}}}\n")));
        }
        [implementation] => {
            let missing = compare(&source, implementation, &subscriber, &mut notes);
            insertions.extend(insertion(&source, implementation, |indent| stubs(&missing, indent)));
        }
        many => return Err(not_one(&subscriber.trait_name, many.len())),
    }

    if insertions.is_empty() {
        return Ok((None, notes));
    }
    insertions.sort_by_key(|(at, _)| *at);
    let mut new = text.to_owned();
    for (at, insertion) in insertions.into_iter().rev() {
        new.replace_range(at..at, &in_line_ends_of(text, insertion));
    }
    Ok((Some(new), notes))
}

fn in_line_ends_of(text: &str, insertion: String) -> String {
    if text.contains("\r\n") { insertion.replace('\n', "\r\n") } else { insertion }
}

fn not_one(name: &str, count: usize) -> String {
    let found = if count == 0 { "there is no".to_owned() } else { format!("there are {count} times") };
    format!("{found} `impl {name} for …` at the top of this file, so nothing can be added to it")
}

/// The implementations of a trait at the top level, by the last segment of its path.
fn implementations<'s>(source: &'s Source<'_>, name: &str) -> Vec<&'s syn::ItemImpl> {
    let named = |item: &&'s syn::ItemImpl| {
        let path = item.trait_.as_ref().map(|(path, _)| path);
        path.and_then(|path| path.segments.last()).is_some_and(|last| last.ident == name)
    };
    let items = source.file.items.iter().filter_map(|item| match item {
        syn::Item::Impl(item) => Some(item),
        _ => None,
    });
    items.filter(named).collect()
}

/// The names that are wanted and missing; notes what is there and does not fit.
fn compare(source: &Source<'_>, found: &syn::ItemImpl, wanted: &Wanted, notes: &mut Vec<String>) -> Vec<String> {
    let methods = || {
        found.items.iter().filter_map(|item| match item {
            syn::ImplItem::Fn(method) => Some(method),
            _ => None,
        })
    };
    let mut missing = Vec::new();
    for (name, signature) in &wanted.methods {
        let written = ident(name);
        let Some(method) = methods().find(|method| method.sig.ident == written) else {
            missing.push(name.clone());
            continue;
        };
        let Ok(expected) = syn::parse2::<syn::Signature>(signature.clone()) else { continue };
        if plain(&method.sig) != plain(&expected) {
            let line = source.line(method.sig.ident.span());
            let [is, should] = [&method.sig, &expected].map(|signature| short(signature.to_token_stream()));
            notes.push(format!("line {line}: `{is}` is not what the design says: `{should}`"));
        }
    }
    for method in methods() {
        let name = &method.sig.ident;
        if !wanted.methods.iter().any(|(wanted, _)| ident(wanted) == *name) {
            let line = source.line(name.span());
            notes.push(format!("line {line}: the design has no `{name}` in {} any more; remove it", wanted.trait_name));
        }
    }
    missing
}

/// A signature without what may differ: names of arguments, and the paths of types down to their last segment.
fn plain(signature: &syn::Signature) -> String {
    let inputs = signature.inputs.iter().map(|input| match input {
        syn::FnArg::Receiver(receiver) => short(receiver.to_token_stream()),
        syn::FnArg::Typed(typed) => short(typed.ty.to_token_stream()),
    });
    let inputs: Vec<String> = inputs.collect();
    let output = short(signature.output.to_token_stream());
    format!("{} ({}) {output}", signature.asyncness.is_some(), inputs.join(", "))
}

/// Tokens as text, every path cut to its last segment.
fn short(tokens: TokenStream) -> String {
    fn cut(tokens: TokenStream, out: &mut Vec<TokenTree>) {
        // Depth is that of a signature which parsed.
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => {
                    colons += 1;
                    if colons == 2 {
                        colons = 0;
                        out.pop();
                        // A leading `::` has nothing in front of it that belongs to the path.
                        if matches!(out.last(), Some(TokenTree::Ident(_))) {
                            out.pop();
                        }
                        continue;
                    }
                    out.push(TokenTree::Punct(punct));
                }
                TokenTree::Group(group) => {
                    colons = 0;
                    let mut inner = Vec::new();
                    cut(group.stream(), &mut inner);
                    out.push(proc_macro2::Group::new(group.delimiter(), inner.into_iter().collect()).into());
                }
                other => {
                    colons = 0;
                    out.push(other);
                }
            }
        }
    }
    let mut out = Vec::new();
    cut(tokens, &mut out);
    out.into_iter()
        .collect::<TokenStream>()
        .to_string()
        .replace(" ,", ",")
        .replace("< ", "<")
        .replace(" <", "<")
        .replace(" >", ">")
}

/// The place at the end of an implementation, and the stubs to put there.
fn insertion(
    source: &Source<'_>,
    found: &syn::ItemImpl,
    stubs: impl Fn(&str) -> Vec<String>,
) -> Option<(usize, String)> {
    let outer = source.indent(source.range(found.impl_token.span).start);
    let first = found.items.iter().find_map(|item| match item {
        syn::ImplItem::Fn(method) => Some(source.indent(source.range(method.sig.ident.span()).start)),
        _ => None,
    });
    let indent = first.unwrap_or_else(|| format!("{outer}    "));
    let stubs = stubs(&indent);
    if stubs.is_empty() {
        return None;
    }
    let (at, alone) = source.before_close(found.brace_token.span.close());
    let blank = if found.items.is_empty() { "" } else { "\n" };
    let body = stubs.join("\n");
    Some((at, if alone { format!("{blank}{body}") } else { format!("\n{blank}{body}{outer}") }))
}

/// What a file imports, so that a stub names types as they can be named there.
struct Imports {
    names: BTreeSet<String>,
    globs: BTreeSet<String>,
}

impl Imports {
    fn of(file: &syn::File) -> Self {
        let mut imports = Self { names: BTreeSet::new(), globs: BTreeSet::new() };
        let uses = file.items.iter().filter_map(|item| match item {
            syn::Item::Use(item) => Some(&item.tree),
            _ => None,
        });
        let mut open: Vec<(Vec<String>, &syn::UseTree)> = uses.map(|tree| (Vec::new(), tree)).collect();
        while let Some((path, tree)) = open.pop() {
            let full = |name: &proc_macro2::Ident| {
                path.iter().cloned().chain([name.to_string()]).collect::<Vec<_>>().join("::")
            };
            match tree {
                syn::UseTree::Path(inner) => {
                    let mut path = path;
                    path.push(inner.ident.to_string());
                    open.push((path, &inner.tree));
                }
                syn::UseTree::Group(group) => open.extend(group.items.iter().map(|tree| (path.clone(), tree))),
                syn::UseTree::Name(name) => {
                    imports.names.insert(full(&name.ident));
                }
                syn::UseTree::Glob(_) => {
                    imports.globs.insert(path.join("::"));
                }
                _ => {}
            }
        }
        imports
    }
}

impl Spelling for Imports {
    fn of(&self, full: &str) -> String {
        let (path, name) = full.rsplit_once("::").unwrap_or(("", full));
        if self.names.contains(full) || self.globs.contains(path) { name.to_owned() } else { full.to_owned() }
    }
}

#[cfg(test)]
mod tests;
