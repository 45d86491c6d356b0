//! A service over HTTP: its public routes, its doors, its client.

use super::contract::{meta_name, signature};
use super::print::{Document, NotRust, docs, number};
use super::ty;
use crate::blueprint::Service;
use crate::naming::ident;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// `generated/<s>/http/src/lib.rs`
///
/// # Errors
/// A mistake in this emitter.
pub fn emit(service: &Service) -> Result<String, NotRust> {
    let what = if service.is_hosted() { "its doors and its client" } else { "its client" };
    let mut document = Document::new(format!("`{}` over HTTP: {what}.", service.package));
    if service.is_hosted() {
        document.push(doors(service));
    }
    document.push(client(service));
    document.import(&[
        ("std::collections", "BTreeMap"),
        ("std::sync", "Arc"),
        ("platform_core", "Cx"),
        ("platform_core", "Failure"),
        ("platform_core", "Problem"),
        ("platform_core", "async_trait"),
        ("platform_http", "Answer"),
        ("platform_http", "Input"),
        ("platform_http", "Operations"),
        ("platform_http", "Peer"),
        ("platform_http", "PublicRoute"),
        ("platform_http", "answer"),
        ("platform_http", "no_such_operation"),
    ]);
    document.print()
}

fn doors(service: &Service) -> TokenStream {
    let package = &service.package;
    let (name, contract) = (format_ident!("{}Http", service.pascal), ty::contract(&service.module));
    let api = format_ident!("{}Api", service.pascal);
    let routes_docs = docs(None, format!("The public routes of `{package}`."));
    let callers_docs = docs(None, format!("The services that may call `{package}`."));
    let name_docs = docs(None, format!("`{package}` behind its doors."));
    let routes = service.operations.iter().filter_map(|operation| {
        let route = operation.route.as_ref()?;
        let (verb, path, op, status) = (route.verb, &route.path, &operation.name, number(route.status));
        Some(quote! { PublicRoute { method: #verb, path: #path, op: #op, status: #status } })
    });
    let callers = &service.callers;
    let arms = service.operations.iter().map(|operation| {
        let (op, method) = (&operation.name, ident(&operation.name));
        quote! { #op => answer(cx, self.api.#method(cx, input.read().map_err(unfit)?).await), }
    });
    let unfit = if service.operations.is_empty() {
        quote! { let _ = (&self.api, input); }
    } else {
        quote! { let unfit = |fault| Problem::of_fault(cx, &fault); }
    };
    let choose = if service.operations.is_empty() {
        quote! { no_such_operation(cx, #package, op) }
    } else {
        quote! { match op { #(#arms)* _ => no_such_operation(cx, #package, op), } }
    };
    quote! {
        #routes_docs
        pub const ROUTES: &[PublicRoute] = &[#(#routes),*];

        #callers_docs
        pub const CALLERS: &[&str] = &[#(#callers),*];

        #name_docs
        pub struct #name { api: Arc<dyn #contract::#api> }

        impl #name {
            /// Puts the guarded implementation behind the doors.
            pub fn new(api: Arc<dyn #contract::#api>) -> Self {
                Self { api }
            }
        }

        #[async_trait]
        impl Operations for #name {
            fn service(&self) -> &'static str { #package }
            fn routes(&self) -> &'static [PublicRoute] { ROUTES }
            fn callers(&self) -> &'static [&'static str] { CALLERS }
            async fn call(&self, cx: &Cx, op: &str, input: Input) -> Answer {
                #unfit
                #choose
            }
        }
    }
}

fn client(service: &Service) -> TokenStream {
    let (name, contract) = (format_ident!("{}Client", service.pascal), ty::contract(&service.module));
    let api = format_ident!("{}Api", service.pascal);
    let docs = docs(None, format!("`{}` in another process.", service.package));
    let methods = service.operations.iter().map(|operation| {
        let (signature, meta) = (signature(service, operation, None), meta_name(operation));
        quote! { #signature { self.peer.call(&#contract::#meta, cx, &req).await } }
    });
    let unused =
        service.operations.is_empty().then(|| quote! { #[allow(dead_code, reason = "there is no operation yet")] });
    quote! {
        #docs
        #unused
        pub struct #name { peer: Peer }

        impl #name {
            /// A client; `peer` says who calls.
            pub fn new(peer: Peer) -> Self {
                Self { peer }
            }
        }

        #[async_trait]
        impl #contract::#api for #name { #(#methods)* }
    }
}
