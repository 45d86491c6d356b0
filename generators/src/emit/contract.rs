//! The contract of a service: types, requests, errors, the trait, the guard, what is known of operations, events.

use super::print::{Document, NotRust, docs, number};
use super::rules::{self, Within};
use super::ty;
use crate::blueprint::{
    Blueprint, DataType, ErrorShape, Event, Field, MessagePart, Operation, Service, Shape, Ty, TypeRef,
};
use crate::naming::{Words, ident, ident_text};
use cleave_model::{Idempotency, Scalar};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use std::collections::BTreeSet;

/// `generated/<s>/contract/src/lib.rs`
///
/// # Errors
/// A mistake in this emitter.
pub fn emit(blueprint: &Blueprint, service: &Service) -> Result<String, NotRust> {
    let ruled = ruled(blueprint);
    let mut document = Document::new(format!(
        "The contract of `{}`: what it is asked, what it answers, what it publishes.",
        service.package
    ));
    let mut body = Vec::new();
    body.extend(service.types.iter().map(|data_type| self::data_type(service, data_type, &ruled)));
    for operation in &service.operations {
        body.push(request(service, operation, &ruled));
        body.push(errors(service, operation));
    }
    body.extend(service.operations.iter().map(|operation| meta(service, operation)));
    body.push(api(service));
    body.push(guard(service));
    body.extend(service.events.iter().map(|event| self::event(service, event)));
    let forms = rules::forms(&body.iter().cloned().collect());
    body.into_iter().for_each(|items| document.push(items));
    document.push(forms);
    document.import(&[
        ("std::collections", "BTreeMap"),
        ("std::sync", "Arc"),
        ("platform_core", "Cx"),
        ("platform_core", "Failure"),
        ("platform_core", "Fault"),
        ("platform_core", "OpMeta"),
        ("platform_core", "async_trait"),
        ("serde", "Deserialize"),
        ("serde", "Serialize"),
    ]);
    document.print()
}

/// All types whose values must satisfy something.
fn ruled(blueprint: &Blueprint) -> BTreeSet<TypeRef> {
    let of = |service: &Service, data_type: &DataType| TypeRef {
        module: service.module.clone(),
        name: data_type.name.clone(),
    };
    let all = blueprint.services.iter().flat_map(|service| service.types.iter().map(move |of| (service, of)));
    all.filter(|(_, data_type)| data_type.has_rules).map(|(service, data_type)| of(service, data_type)).collect()
}

fn structure(service: &Service, name: &str, docs: TokenStream, fields: &[Field], derives: TokenStream) -> TokenStream {
    let name = format_ident!("{name}");
    let fields = fields.iter().map(|field| ty::field(field, &service.module));
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize #derives)]
        pub struct #name { #(#fields)* }
    }
}

fn data_type(service: &Service, data_type: &DataType, ruled: &BTreeSet<TypeRef>) -> TokenStream {
    let name = format_ident!("{}", data_type.name);
    let docs = docs(data_type.description.as_ref(), Words::lenient(&data_type.name).sentence() + ".");
    match &data_type.shape {
        Shape::Struct(fields) => {
            let structure = structure(service, &data_type.name, docs, fields, TokenStream::new());
            if !data_type.has_rules {
                return structure;
            }
            let checks = rules::checks(fields, Within::Type, ruled);
            quote! {
                #structure
                impl #name {
                    /// Notes what breaks the rules of the design; `at` says where the value stands in the request.
                    pub fn check(&self, at: &str, violations: &mut Vec<platform_core::Violation>) { #checks }
                }
            }
        }
        Shape::Enum(variants) => enumeration(&name, docs, variants),
        Shape::Alias(of) => {
            let of = ty::rust(of, Some(&service.module));
            quote! { #docs pub type #name = #of; }
        }
        Shape::Error(error) => self::error(service, &data_type.name, docs, error),
    }
}

fn enumeration(name: &proc_macro2::Ident, docs: TokenStream, variants: &[(String, String)]) -> TokenStream {
    let declared = variants.iter().map(|(word, variant)| {
        let (docs, variant) = (super::print::docs(None, format!("`{word}`")), format_ident!("{variant}"));
        quote! { #docs #[serde(rename = #word)] #variant }
    });
    let idents: Vec<_> = variants.iter().map(|(_, variant)| format_ident!("{variant}")).collect();
    let words: Vec<_> = variants.iter().map(|(word, _)| word).collect();
    let unknown = format!("{{text}} is none of the words of {name}");
    quote! {
        #docs
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum #name { #(#declared),* }

        impl #name {
            /// The word as it is written in JSON and in rows.
            pub fn as_str(self) -> &'static str {
                match self { #(Self::#idents => #words),* }
            }
        }

        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for #name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    #(#words => Ok(Self::#idents),)*
                    _ => Err(format!(#unknown)),
                }
            }
        }
    }
}

fn error(service: &Service, name: &str, docs: TokenStream, error: &ErrorShape) -> TokenStream {
    let holes = error.message.iter().filter_map(|part| match part {
        MessagePart::Field(field) => Some(field),
        MessagePart::Text(_) => None,
    });
    // What the derive cannot do: raw identifiers in its message, and fields whose name it gives a meaning.
    let odd = holes.into_iter().any(|field| ident_text(field) != *field)
        || error.fields.iter().any(|field| matches!(field.name.as_str(), "source" | "backtrace"));
    let (mut format, mut arguments) = (String::new(), Vec::new());
    for part in &error.message {
        match part {
            MessagePart::Text(text) => format.push_str(&text.replace('{', "{{").replace('}', "}}")),
            MessagePart::Field(name) => {
                let shown =
                    error.fields.iter().find(|field| field.name == *name).is_some_and(|field| is_shown(&field.ty));
                let form = if shown { "" } else { ":?" };
                format.push_str(&if odd { format!("{{{form}}}") } else { format!("{{{name}{form}}}") });
                arguments.push(ident(name));
            }
        }
    }
    if !odd {
        let docs = quote! { #docs };
        let structure = structure(service, name, docs, &error.fields, quote! { , thiserror::Error });
        let message = quote! { #[error(#format)] };
        return insert_after_derive(structure, message);
    }
    let structure = structure(service, name, docs, &error.fields, TokenStream::new());
    let name = format_ident!("{name}");
    quote! {
        #structure
        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, #format #(, self.#arguments)*)
            }
        }
        impl std::error::Error for #name {}
    }
}

/// Puts an attribute in front of `pub`.
fn insert_after_derive(item: TokenStream, attribute: TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    let mut done = false;
    for token in item {
        if !done && matches!(&token, proc_macro2::TokenTree::Ident(ident) if ident == "pub") {
            out.extend(attribute.clone());
            done = true;
        }
        out.extend([token]);
    }
    out
}

/// Whether values of the type can be shown to people as they are.
fn is_shown(of: &Ty) -> bool {
    matches!(of.plain(), Ty::Scalar(_) | Ty::Enum(_))
}

fn request(service: &Service, operation: &Operation, ruled: &BTreeSet<TypeRef>) -> TokenStream {
    let text = format!("{}Request", operation.pascal);
    let docs = docs(None, format!("The request of `{}`.", operation.name));
    let structure = structure(service, &text, docs, &operation.input, TokenStream::new());
    let name = format_ident!("{text}");
    let checks = rules::checks(&operation.input, Within::Request, ruled);
    if checks.is_empty() {
        return quote! { #structure impl platform_core::Request for #name {} };
    }
    quote! {
        #structure
        impl platform_core::Request for #name {
            fn check(&self) -> Result<(), Fault> {
                let mut violations = Vec::new();
                #checks
                Fault::check(violations)
            }
        }
    }
}

fn errors(service: &Service, operation: &Operation) -> TokenStream {
    let name = format_ident!("{}Error", operation.pascal);
    if operation.fails.is_empty() {
        let docs = docs(None, format!("`{}` declares no errors.", operation.name));
        return quote! { #docs pub type #name = platform_core::Never; };
    }
    let docs = docs(None, format!("What `{}` may answer instead.", operation.name));
    let declared = operation.fails.iter().filter_map(|fails| {
        let data_type = service.types.iter().find(|data_type| data_type.name == *fails)?;
        match &data_type.shape {
            Shape::Error(error) => Some((data_type, error)),
            _ => None,
        }
    });
    let declared: Vec<(&DataType, &ErrorShape)> = declared.collect();
    let variants: Vec<_> = declared.iter().map(|(data_type, _)| format_ident!("{}", data_type.name)).collect();
    let variant_docs = declared
        .iter()
        .map(|(data_type, error)| super::print::docs(data_type.description.as_ref(), format!("{}.", error.title)));
    let codes = declared.iter().map(|(_, error)| &error.code);
    let uris = declared.iter().map(|(_, error)| &error.uri);
    let titles = declared.iter().map(|(_, error)| &error.title);
    let statuses = declared.iter().map(|(_, error)| number(error.status));
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
        #[serde(tag = "code", content = "data")]
        pub enum #name {
            #(
                #variant_docs
                #[error(transparent)]
                #[serde(rename = #codes)]
                #variants(#[from] #variants),
            )*
        }

        impl platform_core::DeclaredError for #name {
            fn type_uri(&self) -> &'static str {
                match self { #(Self::#variants(_) => #uris),* }
            }
            fn title(&self) -> &'static str {
                match self { #(Self::#variants(_) => #titles),* }
            }
            fn status(&self) -> u16 {
                match self { #(Self::#variants(_) => #statuses),* }
            }
        }

        #(
            impl From<#variants> for Failure<#name> {
                fn from(error: #variants) -> Self {
                    Self::Domain(error.into())
                }
            }
        )*
    }
}

/// The name of the static that holds what is known of an operation.
pub fn meta_name(operation: &Operation) -> proc_macro2::Ident {
    format_ident!("{}", operation.name.to_ascii_uppercase())
}

fn meta(service: &Service, operation: &Operation) -> TokenStream {
    let (name, docs) = (meta_name(operation), docs(None, format!("What is known of `{}`.", operation.name)));
    let (package, op, timeout) = (&service.package, &operation.name, number(operation.timeout));
    if operation.is_query {
        return quote! { #docs pub static #name: OpMeta = OpMeta::query(#package, #op, #timeout); };
    }
    let idempotency = format_ident!(
        "{}",
        match operation.idempotency {
            Idempotency::No => "No",
            Idempotency::Yes => "Yes",
            Idempotency::Keyed => "Keyed",
        }
    );
    quote! {
        #docs
        pub static #name: OpMeta = OpMeta::command(#package, #op, #timeout, platform_core::Idempotency::#idempotency);
    }
}

/// The signature of an operation's method; types qualified where `here` is none.
pub fn signature(service: &Service, operation: &Operation, here: Option<&str>) -> TokenStream {
    let own = |name: String| ty::named(&TypeRef { module: service.module.clone(), name }, here);
    let request = own(format!("{}Request", operation.pascal));
    let error = own(format!("{}Error", operation.pascal));
    let output = operation.output.as_ref().map_or_else(|| quote! { () }, |of| ty::rust(of, here));
    let name = ident(&operation.name);
    quote! { async fn #name(&self, cx: &Cx, req: #request) -> Result<#output, Failure<#error>> }
}

fn api(service: &Service) -> TokenStream {
    let name = format_ident!("{}Api", service.pascal);
    let docs = docs(service.description.as_ref(), format!("The operations of `{}`.", service.package));
    let methods = service.operations.iter().map(|operation| {
        let docs = operation_docs(operation);
        let signature = signature(service, operation, Some(&service.module));
        let full = format!("{}.{}", service.package, operation.name);
        quote! {
            #docs
            #signature {
                let _ = (cx, req);
                Err(Fault::unimplemented(#full).into())
            }
        }
    });
    quote! {
        #docs
        #[async_trait]
        pub trait #name: Send + Sync + 'static { #(#methods)* }
    }
}

/// What an operation does, for people.
pub fn operation_docs(operation: &Operation) -> TokenStream {
    docs(operation.description.as_ref(), format!("{}.", Words::lenient(&operation.name).sentence()))
}

fn guard(service: &Service) -> TokenStream {
    let name = format_ident!("{}Api", service.pascal);
    let methods = service.operations.iter().map(|operation| {
        let signature = signature(service, operation, Some(&service.module));
        let (meta, method) = (meta_name(operation), ident(&operation.name));
        quote! {
            #signature {
                let api = Arc::clone(&self.api);
                self.guard.run(&#meta, cx, req, |cx, req| async move { api.#method(&cx, req).await }).await
            }
        }
    });
    let unused =
        service.operations.is_empty().then(|| quote! { #[allow(dead_code, reason = "there is no operation yet")] });
    quote! {
        /// Puts the guard around an implementation. `memory` is the store that remembers answers to keyed requests.
        pub fn guarded(api: Arc<dyn #name>, memory: Option<Arc<dyn platform_core::Memory>>) -> Arc<dyn #name> {
            Arc::new(Guarded { api, guard: platform_core::Guard::new(memory) })
        }

        #unused
        struct Guarded { api: Arc<dyn #name>, guard: platform_core::Guard }

        #[async_trait]
        impl #name for Guarded { #(#methods)* }
    }
}

fn event(service: &Service, event: &Event) -> TokenStream {
    let docs = docs(event.description.as_ref(), format!("{}.", Words::lenient(&event.name).sentence()));
    let structure = structure(service, &event.name, docs, &event.fields, TokenStream::new());
    let name = format_ident!("{}", event.name);
    let (event_type, source) = (&event.event_type, &event.source);
    let key = match event.key.map(|index| &event.fields[index]) {
        None => quote! { String::new() },
        Some(field) => key(field),
    };
    quote! {
        #structure
        impl platform_core::Event for #name {
            const TYPE: &'static str = #event_type;
            const SOURCE: &'static str = #source;
            fn key(&self) -> String { #key }
        }
    }
}

fn key(field: &Field) -> TokenStream {
    let name = ident(&field.name);
    match field.ty.plain() {
        Ty::Scalar(scalar) if crate::blueprint::is_text(*scalar) => quote! { self.#name.clone() },
        Ty::Scalar(Scalar::Json) | Ty::Enum(_) | Ty::Scalar(_) => quote! { self.#name.to_string() },
        Ty::Optional(of) if is_shown(of) => {
            quote! { self.#name.as_ref().map(|key| key.to_string()).unwrap_or_default() }
        }
        _ => quote! { serde_json::to_string(&self.#name).unwrap_or_default() },
    }
}
