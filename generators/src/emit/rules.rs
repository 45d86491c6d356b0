//! The rules of the design for values, as plain `if`s that collect violations.

use super::print::{number, parsed};
use crate::blueprint::{Field, Ty, TypeRef, is_text};
use crate::lower::{has_form, ty_has_rules, whole};
use crate::naming::ident;
use cleave_model::{Constraints, Scalar};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use std::collections::BTreeSet;

/// Where checks are written: in a request, whose fields stand at the top, or in a type that is used somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// `impl Request for …`
    Request,
    /// `fn check(&self, at: &str, violations: &mut Vec<Violation>)`
    Type,
}

/// A value that is checked: how it is written as a place, as a receiver, and where it stands in the JSON.
struct Checked {
    place: TokenStream,
    receiver: TokenStream,
    path: Path,
}

/// The path of a value: a format string and what its holes are filled with.
#[derive(Clone)]
struct Path {
    format: String,
    holes: Vec<TokenStream>,
}

impl Path {
    fn owned(&self) -> TokenStream {
        let Self { format, holes } = self;
        if holes.is_empty() {
            let plain = format.replace("{{", "{").replace("}}", "}");
            return quote! { #plain };
        }
        quote! { format!(#format #(, #holes)*) }
    }

    fn borrowed(&self) -> TokenStream {
        let owned = self.owned();
        if self.holes.is_empty() {
            owned
        } else {
            quote! { &#owned }
        }
    }

    fn within(&self, hole: TokenStream) -> Self {
        let mut holes = self.holes.clone();
        holes.push(hole);
        Self { format: format!("{}.{{}}", self.format), holes }
    }
}

/// The checks of all fields, one after the other.
pub fn checks(fields: &[Field], within: Within, ruled: &BTreeSet<TypeRef>) -> TokenStream {
    fields.iter().map(|field| field_checks(field, within, ruled)).collect()
}

fn field_checks(field: &Field, within: Within, ruled: &BTreeSet<TypeRef>) -> TokenStream {
    let name = ident(&field.name);
    let json = field.json.replace('{', "{{").replace('}', "}}");
    let path = match within {
        Within::Request => Path { format: json, holes: Vec::new() },
        Within::Type => Path { format: format!("{{}}.{json}"), holes: vec![quote! { at }] },
    };
    let (of, optional) = field.ty.required();
    if !optional {
        let value = Checked { place: quote! { self.#name }, receiver: quote! { self.#name }, path };
        return value_checks(of, &field.rules, &value, within, ruled);
    }
    let value = Checked { place: quote! { *value }, receiver: quote! { value }, path };
    let inner = value_checks(of, &field.rules, &value, within, ruled);
    if inner.is_empty() {
        inner
    } else {
        quote! { if let Some(value) = &self.#name { #inner } }
    }
}

fn value_checks(
    of: &Ty,
    rules: &Constraints,
    value: &Checked,
    within: Within,
    ruled: &BTreeSet<TypeRef>,
) -> TokenStream {
    let mut found = TokenStream::new();
    let Checked { receiver, path, .. } = value;
    let mut rule = |broken: TokenStream, message: String| {
        let at = path.owned();
        found.extend(quote! {
            if #broken { violations.push(platform_core::Violation::new(#at, #message)); }
        });
    };
    match of.plain() {
        Ty::Scalar(scalar) => {
            for (limit, sign, word) in [(rules.min, "<", "least"), (rules.max, ">", "most")] {
                if let Some((limit, broken)) =
                    limit.and_then(|limit| Some((limit, beyond(*scalar, limit, sign, value)?)))
                {
                    rule(broken, format!("must be at {word} {limit}"));
                }
            }
            if is_text(*scalar) {
                for (limit, sign, word) in [(rules.min_length, "<", "least"), (rules.max_length, ">", "most")] {
                    if let Some(limit) = limit {
                        let (sign, number): (TokenStream, _) = (parsed(sign), number(limit));
                        let s = if limit == 1 { "" } else { "s" };
                        rule(
                            quote! { #receiver.chars().count() #sign #number },
                            format!("must be at {word} {limit} character{s} long"),
                        );
                    }
                }
                if let Some(pattern) = &rules.pattern {
                    let whole = whole(pattern);
                    let text = if receiver.to_string() == "value" {
                        quote! { value }
                    } else {
                        quote! { &#receiver }
                    };
                    let at = path.owned();
                    let message = format!("must match {pattern}");
                    found.extend(quote! {{
                        static PATTERN: std::sync::LazyLock<Option<regex_lite::Regex>> =
                            std::sync::LazyLock::new(|| regex_lite::Regex::new(#whole).ok());
                        if PATTERN.as_ref().is_some_and(|pattern| !pattern.is_match(#text)) {
                            violations.push(platform_core::Violation::new(#at, #message));
                        }
                    }});
                }
            }
            if has_form(*scalar) {
                let at = path.owned();
                let text = if receiver.to_string() == "value" {
                    quote! { value }
                } else {
                    quote! { &#receiver }
                };
                let (form, message) = match scalar {
                    Scalar::Email => ("is_email", "must be an e-mail address"),
                    Scalar::Url => ("is_url", "must be a URL"),
                    _ => ("is_decimal", "must be a decimal number"),
                };
                let form = format_ident!("{form}");
                found.extend(quote! {
                    if !#form(#text) { violations.push(platform_core::Violation::new(#at, #message)); }
                });
            }
        }
        Ty::List(_) | Ty::Map(_) => {
            for (limit, sign, word) in [(rules.min_length, "<", "least"), (rules.max_length, ">", "most")] {
                if let Some(limit) = limit {
                    let empty = sign == "<" && limit == 1;
                    let (sign, number): (TokenStream, _) = (parsed(sign), number(limit));
                    let broken = if empty {
                        quote! { #receiver.is_empty() }
                    } else {
                        quote! { #receiver.len() #sign #number }
                    };
                    let s = if limit == 1 { "" } else { "s" };
                    rule(broken, format!("must hold at {word} {limit} item{s}"));
                }
            }
        }
        _ => {}
    }
    found.extend(parts(of, value, within, ruled));
    found
}

/// The checks of what a value is made of.
fn parts(of: &Ty, value: &Checked, within: Within, ruled: &BTreeSet<TypeRef>) -> TokenStream {
    if !ty_has_rules(of, ruled) {
        return TokenStream::new();
    }
    let Checked { receiver, path, .. } = value;
    let items = if receiver.to_string() == "value" {
        quote! { value }
    } else {
        quote! { &#receiver }
    };
    let inner = |path: Path, of: &Ty| {
        let (of, optional) = of.required();
        let value = Checked { place: quote! { *value }, receiver: quote! { value }, path };
        let checks = value_checks(of, &Constraints::default(), &value, within, ruled);
        if optional {
            quote! { if let Some(value) = value { #checks } }
        } else {
            checks
        }
    };
    match of.plain() {
        Ty::Struct(..) => {
            let at = path.borrowed();
            let violations = if within == Within::Request {
                quote! { &mut violations }
            } else {
                quote! { violations }
            };
            quote! { #receiver.check(#at, #violations); }
        }
        Ty::List(of) => {
            // The name carries the depth, so that lists in lists do not hide each other's.
            let index = format_ident!("index{}", path.holes.len());
            let checks = inner(path.within(quote! { #index }), of);
            quote! { for (#index, value) in #receiver.iter().enumerate() { #checks } }
        }
        Ty::Map(of) => {
            let key = format_ident!("key{}", path.holes.len());
            let checks = inner(path.within(quote! { #key }), of);
            quote! { for (#key, value) in #items { #checks } }
        }
        _ => TokenStream::new(),
    }
}

/// Whether a number is beyond a limit; none where the scalar has no order that a number could limit.
fn beyond(scalar: Scalar, limit: f64, sign: &str, value: &Checked) -> Option<TokenStream> {
    let Checked { place, receiver, .. } = value;
    let sign: TokenStream = parsed(sign);
    let exact =
        |most: f64| (limit.fract() == 0.0 && limit.abs() <= most).then(|| Literal::i64_unsuffixed(limit as i64));
    let real = Literal::f64_unsuffixed(limit);
    Some(match scalar {
        Scalar::Int => match exact(f64::from(i32::MAX)) {
            Some(limit) => quote! { #place #sign #limit },
            None => quote! { f64::from(#place) #sign #real },
        },
        Scalar::Long => match exact(9e15) {
            Some(limit) => quote! { #place #sign #limit },
            None => quote! { (#place as f64) #sign #real },
        },
        Scalar::Money => match exact(9e15) {
            Some(limit) => quote! { #receiver.amount #sign #limit },
            None => quote! { (#receiver.amount as f64) #sign #real },
        },
        Scalar::Decimal => quote! { #receiver.parse::<f64>().is_ok_and(|number| number #sign #real) },
        _ => return None,
    })
}

/// The functions for forms that Rust has no type for, as far as they are used.
pub fn forms(used: &TokenStream) -> TokenStream {
    let used = used.to_string();
    let mut found = TokenStream::new();
    if used.contains("is_email") {
        found.extend(quote! {
            fn is_email(text: &str) -> bool {
                text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
                    && !text.contains(char::is_whitespace)
            }
        });
    }
    if used.contains("is_url") {
        found.extend(quote! {
            fn is_url(text: &str) -> bool {
                let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
                rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
            }
        });
    }
    if used.contains("is_decimal") {
        found.extend(quote! {
            fn is_decimal(text: &str) -> bool {
                let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
                let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
                digits(whole.strip_prefix('-').unwrap_or(whole)) && digits(fraction)
            }
        });
    }
    found
}
