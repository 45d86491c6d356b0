//! Composition roots: the `main` of a deployable, and that of a gateway.

use super::print::{Document, NotRust, number};
use super::ty;
use crate::blueprint::{Blueprint, Deployable, Process, Service, Topology};
use crate::naming::ident;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use std::collections::{BTreeMap, BTreeSet};

/// `deployables/<topology>/<deployable>/src/main.rs`
///
/// # Errors
/// A mistake in this emitter.
pub fn deployable(blueprint: &Blueprint, topology: &Topology, deployable: &Deployable) -> Result<String, NotRust> {
    let local: Vec<&Service> = deployable.services.iter().map(|index| &blueprint.services[*index]).collect();
    let names: Vec<&str> = local.iter().map(|service| service.package.as_str()).collect();
    let title = format!(
        "The deployable `{}` of the topology `{}`: {}.",
        deployable.process.name,
        topology.name,
        names.join(", ")
    );
    let is_local = |package: &str| names.contains(&package);
    let remotes: BTreeSet<&str> = local
        .iter()
        .flat_map(|service| service.calls.iter().map(String::as_str).chain(service.subscribers()))
        .filter(|package| !is_local(package))
        .collect();

    let mut body = TokenStream::new();
    let (package, public, internal) =
        (&deployable.process.package, number(deployable.process.public), number(deployable.process.internal));
    body.extend(quote! { let mut config = Config::from_env(#package, #public, #internal); });
    if !remotes.is_empty() {
        body.extend(quote! { let token = config.internal_token(); });
    }
    for remote in remotes.iter().filter_map(|package| blueprint.service(package)) {
        let (name, url) = (&remote.package, variable(remote, "url"));
        body.extend(match &remote.elsewhere {
            Some(base) => quote! { let #url = config.service_url_at(#name, #base); },
            None => {
                let port = number(internal_port(blueprint, topology, remote));
                quote! { let #url = config.service_url(#name, #port); }
            }
        });
    }
    for service in local.iter().filter(|service| service.has_store) {
        let (name, url) = (&service.package, variable(service, "db"));
        body.extend(quote! { let #url = config.database(#name); });
    }
    body.extend(quote! { let settings = config.start()?; });
    for remote in remotes.iter().filter_map(|package| blueprint.service(package)) {
        let (name, url, peer) = (&remote.package, variable(remote, "url"), variable(remote, "peer"));
        body.extend(quote! { let #peer = Peer::new(#name, &#url, token.as_deref()); });
    }
    for service in &local {
        body.extend(build(blueprint, service, &is_local));
    }
    body.extend(app(blueprint, &local, &is_local));

    let mut document = Document::new(title);
    document.push(quote! {
        #[tokio::main]
        async fn main() -> Result<(), StartError> { #body }
    });
    document.import(&[
        ("std::sync", "Arc"),
        ("platform_http", "App"),
        ("platform_http", "Config"),
        ("platform_http", "Door"),
        ("platform_http", "HttpSink"),
        ("platform_http", "Peer"),
        ("platform_http", "StartError"),
        ("platform_store", "Store"),
    ]);
    document.print()
}

/// Names end differently for everything a service has, so that no two services' names can meet.
fn variable(service: &Service, end: &str) -> proc_macro2::Ident {
    format_ident!("{}_{end}", service.module)
}

fn internal_port(blueprint: &Blueprint, topology: &Topology, service: &Service) -> u16 {
    let holds = |deployable: &&Deployable| {
        deployable.services.iter().any(|index| blueprint.services[*index].package == service.package)
    };
    topology.deployables.iter().find(holds).map_or(0, |deployable| deployable.process.internal)
}

/// Store, service, guard, inbox.
fn build(blueprint: &Blueprint, service: &Service, is_local: &dyn Fn(&str) -> bool) -> TokenStream {
    let (name, module, contract) =
        (&service.package, format_ident!("{}", service.module), ty::contract(&service.module));
    let (ports, main_type) = (format_ident!("{}_ports", service.module), format_ident!("{}", service.main_type));
    let (store, db, own, api) =
        (variable(service, "store"), variable(service, "db"), variable(service, "service"), variable(service, "api"));
    let open = service.has_store.then(|| {
        quote! { let #store = Store::open(#name, &#db, #module::MIGRATIONS, #ports::ROUTES).await?; }
    });
    let store_port = service.has_store.then(|| quote! { store: #store.clone(), });
    let callees = service.calls.iter().filter_map(|callee| blueprint.service(callee)).map(|callee| {
        let field = ident(&callee.module);
        if is_local(&callee.package) {
            let api = variable(callee, "api");
            return quote! { #field: #api.clone(), };
        }
        let (http, client, peer) = (
            format_ident!("{}_http", callee.module),
            format_ident!("{}Client", callee.pascal),
            variable(callee, "peer"),
        );
        quote! { #field: Arc::new(#http::#client::new(#peer.called_by(#name))), }
    });
    let memory = if service.has_store {
        quote! { #store.memory() }
    } else {
        quote! { None }
    };
    let subscribes = !service.subscriptions.is_empty();
    let given = if subscribes {
        quote! { #own.clone() }
    } else {
        quote! { #own }
    };
    let inbox = subscribes.then(|| {
        let inbox = variable(service, "inbox");
        quote! { let #inbox = #ports::inbox(#store.clone(), #own); }
    });
    quote! {
        #open
        let #own = Arc::new(#module::#main_type::new(#ports::Ports { #store_port #(#callees)* }));
        let #api = #contract::guarded(#given, #memory);
        #inbox
    }
}

fn app(blueprint: &Blueprint, local: &[&Service], is_local: &dyn Fn(&str) -> bool) -> TokenStream {
    let stores = local.iter().filter(|service| service.has_store).map(|service| {
        let store = variable(service, "store");
        quote! { .store(#store.clone()) }
    });
    let services = local.iter().map(|service| {
        let (http, name, api) = (
            format_ident!("{}_http", service.module),
            format_ident!("{}Http", service.pascal),
            variable(service, "api"),
        );
        quote! { .service(#http::#name::new(#api)) }
    });
    let doors = local.iter().filter(|service| !service.subscriptions.is_empty()).map(|service| {
        let (name, ports, inbox) =
            (&service.package, format_ident!("{}_ports", service.module), variable(service, "inbox"));
        quote! { .door(Door { subscriber: #name, publishers: #ports::PUBLISHERS, inbox: #inbox.clone() }) }
    });
    let relays = local.iter().flat_map(|service| {
        service.subscribers().into_iter().filter_map(|package| blueprint.service(package)).map(|subscriber| {
            let (store, publisher, name) = (variable(service, "store"), &service.package, &subscriber.package);
            let sink = if is_local(name) {
                let inbox = variable(subscriber, "inbox");
                quote! { #inbox.clone() }
            } else {
                let peer = variable(subscriber, "peer");
                quote! { Arc::new(HttpSink::new(&#peer, #publisher, #name)) }
            };
            quote! { .background(#store.relay(#name, #sink)) }
        })
    });
    let document_path = format!("../../../../openapi/{}.json", blueprint.document_name());
    quote! {
        App::new(settings)
            #(#stores)*
            #(#services)*
            #(#doors)*
            #(#relays)*
            .openapi(include_str!(#document_path))
            .serve()
            .await
    }
}

/// `deployables/<topology>/gateway/src/main.rs`
///
/// # Errors
/// A mistake in this emitter.
pub fn gateway(blueprint: &Blueprint, topology: &Topology, process: &Process) -> Result<String, NotRust> {
    let mut routes = Vec::new();
    let mut ports: BTreeMap<&str, u16> = BTreeMap::new();
    for deployable in &topology.deployables {
        let name = &deployable.process.name;
        for service in deployable.services.iter().map(|index| &blueprint.services[*index]) {
            for route in service.operations.iter().filter_map(|operation| operation.route.as_ref()) {
                ports.insert(name, deployable.process.public);
                let (verb, path) = (route.verb, &route.path);
                routes.push((
                    &route.path,
                    verb,
                    quote! { GatewayRoute { method: #verb, path: #path, deployable: #name } },
                ));
            }
        }
    }
    routes.sort_by_key(|(path, verb, _)| (*path, *verb));
    let routes = routes.into_iter().map(|(.., route)| route);
    let (package, public, internal) = (&process.package, number(process.public), number(process.internal));
    let url = |name: &str| format_ident!("{}_url", name.replace('-', "_"));
    let urls = ports.iter().map(|(name, port)| {
        let (url, port) = (url(name), number(*port));
        quote! { let #url = config.public_url(#name, #port); }
    });
    let targets = ports.keys().map(|name| {
        let url = url(name);
        quote! { .to(#name, #url) }
    });
    let mut document = Document::new(format!(
        "The gateway of the topology `{}`: one door in front of its deployables.",
        topology.name
    ));
    let document_path = format!("../../../../openapi/{}.json", blueprint.document_name());
    document.push(quote! { const ROUTES: &[GatewayRoute] = &[#(#routes),*]; });
    document.push(quote! {
        #[tokio::main]
        async fn main() -> Result<(), StartError> {
            let mut config = Config::from_env(#package, #public, #internal);
            #(#urls)*
            let settings = config.start()?;
            let gateway = Gateway::new(ROUTES) #(#targets)*;
            App::new(settings)
                .gateway(gateway)
                .openapi(include_str!(#document_path))
                .serve()
                .await
        }
    });
    document.import(&[
        ("platform_http", "App"),
        ("platform_http", "Config"),
        ("platform_http", "Gateway"),
        ("platform_http", "GatewayRoute"),
        ("platform_http", "StartError"),
    ]);
    document.print()
}
