//! What a service stands on: its store with its tables, the services it calls, the events it subscribes to.

use super::print::{Document, NotRust, docs};
use super::{crud, repository, ty};
use crate::blueprint::{Blueprint, Service, Subscription};
use crate::naming::{Words, ident};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// `generated/<s>/ports/src/lib.rs`
///
/// # Errors
/// A mistake in this emitter.
pub fn emit(blueprint: &Blueprint, service: &Service) -> Result<String, NotRust> {
    let mut document = Document::new(format!(
        "What `{}` stands on: its store with its tables, the services it calls, the events it subscribes to.",
        service.package
    ));
    document.push(ports(blueprint, service));
    if service.has_store {
        document.push(routes(service));
    }
    if !service.subscriptions.is_empty() {
        document.push(subscriber(service));
    }
    for table in &service.tables {
        document.push(repository::emit(table));
    }
    document.push(crud::emit(service));
    document.import(&[
        ("std::collections", "BTreeMap"),
        ("std::sync", "Arc"),
        ("platform_core", "CloudEvent"),
        ("platform_core", "Cx"),
        ("platform_core", "Event"),
        ("platform_core", "EventSink"),
        ("platform_core", "Failure"),
        ("platform_core", "Fault"),
        ("platform_core", "Unreadable"),
        ("platform_core", "async_trait"),
        ("platform_store", "Columns"),
        ("platform_store", "Handler"),
        ("platform_store", "Inbox"),
        ("platform_store", "Route"),
        ("platform_store", "Row"),
        ("platform_store", "Store"),
        ("platform_store", "Tx"),
        ("platform_store", "Value"),
    ]);
    document.print()
}

fn ports(blueprint: &Blueprint, service: &Service) -> TokenStream {
    let store = service.has_store.then(|| quote! { #[doc = " Its own store."] pub store: Store, });
    let callees = service.calls.iter().filter_map(|callee| blueprint.service(callee)).map(|callee| {
        let docs = docs(None, format!("The service `{}`.", callee.package));
        let (field, contract) = (ident(&callee.module), ty::contract(&callee.module));
        let api = format_ident!("{}Api", callee.pascal);
        quote! { #docs pub #field: Arc<dyn #contract::#api>, }
    });
    quote! {
        /// Given to the service when it is built.
        #[derive(Clone)]
        pub struct Ports { #store #(#callees)* }
    }
}

fn routes(service: &Service) -> TokenStream {
    let docs = docs(None, format!("Who gets the events of `{}`.", service.package));
    let routes = service.deliveries.iter().map(|delivery| {
        let (event, subscribers) = (ty::named(&delivery.event, None), &delivery.subscribers);
        quote! { Route { event: <#event as Event>::TYPE, subscribers: &[#(#subscribers),*] } }
    });
    quote! { #docs pub const ROUTES: &[Route] = &[#(#routes),*]; }
}

/// The signature of a subscriber's method.
pub fn signature(subscription: &Subscription) -> TokenStream {
    let (method, event) = (ident(&subscription.method), ty::named(&subscription.event, None));
    quote! { async fn #method(&self, cx: &Cx, tx: &mut Tx, event: #event) -> Result<(), Fault> }
}

/// What a subscriber's method is for.
pub fn subscription_docs(subscription: &Subscription) -> String {
    let what = subscription.description.clone();
    let what = what.unwrap_or_else(|| format!("{}.", Words::lenient(&subscription.event.name).sentence()));
    format!("`{}`: {what}", subscription.owner)
}

fn subscriber(service: &Service) -> TokenStream {
    let name = format_ident!("{}Subscriber", service.pascal);
    let publishers = service.publishers();
    let publishers_docs = docs(None, format!("The services whose events `{}` subscribes to.", service.package));
    let publishers = publishers.iter();
    let trait_docs = docs(None, format!("What `{}` does when something has happened elsewhere.", service.package));
    let inbox_docs = docs(None, format!("Where events for `{}` arrive.", service.package));
    let methods = service.subscriptions.iter().map(|subscription| {
        let text = format!(
            "{}\nWhat is written through `tx` is written once, however often the event comes.",
            subscription_docs(subscription)
        );
        let (docs, signature) = (docs(None, text), signature(subscription));
        let full = format!("{}.{}", service.package, subscription.method);
        quote! {
            #docs
            #signature {
                let _ = (cx, tx, event);
                Err(Fault::unimplemented(#full))
            }
        }
    });
    let arms = service.subscriptions.iter().map(|subscription| {
        let (event, method) = (ty::named(&subscription.event, None), ident(&subscription.method));
        quote! { <#event as Event>::TYPE => self.subscriber.#method(cx, tx, event.read()?).await?, }
    });
    quote! {
        #publishers_docs
        pub const PUBLISHERS: &[&str] = &[#(#publishers),*];

        #trait_docs
        #[async_trait]
        pub trait #name: Send + Sync + 'static { #(#methods)* }

        #inbox_docs
        pub fn inbox(store: Store, subscriber: Arc<dyn #name>) -> Arc<dyn EventSink> {
            Arc::new(Inbox::new(store, Dispatch { subscriber }))
        }

        struct Dispatch { subscriber: Arc<dyn #name> }

        #[async_trait]
        impl Handler for Dispatch {
            async fn handle(&self, cx: &Cx, tx: &mut Tx, event: &CloudEvent) -> Result<(), Failure<Unreadable>> {
                match event.event_type.as_str() {
                    #(#arms)*
                    _ => return Err(Unreadable::unknown(event).into()),
                }
                Ok(())
            }
        }
    }
}
