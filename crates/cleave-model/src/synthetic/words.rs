//! What things are called in a synthetic design.

use crate::{OperationKind, Verb};

const OUTER: [&str; 12] = [
    "Storefront",
    "Payments",
    "Fulfilment",
    "Identity",
    "Content",
    "Lending",
    "Insights",
    "Support",
    "Partners",
    "Logistics",
    "Insurance",
    "Platform",
];

const INNER: [&str; 60] = [
    "Orders",
    "Pricing",
    "Catalogue",
    "Checkout",
    "Ledger",
    "Cards",
    "Accounts",
    "Search",
    "Fraud",
    "Tax",
    "Loyalty",
    "Warehouse",
    "Carriers",
    "Returns",
    "Sessions",
    "Profiles",
    "Consent",
    "Media",
    "Editorial",
    "Campaigns",
    "Credit",
    "Collections",
    "Scoring",
    "Reporting",
    "Forecasts",
    "Tickets",
    "Messaging",
    "Calls",
    "Resellers",
    "Settlement",
    "Routes",
    "Fleet",
    "Customs",
    "Claims",
    "Policies",
    "Underwriting",
    "Secrets",
    "Flags",
    "Billing",
    "Invoices",
    "Refunds",
    "Disputes",
    "Transfers",
    "Savings",
    "Mandates",
    "Statements",
    "Offers",
    "Reviews",
    "Baskets",
    "Stock",
    "Suppliers",
    "Purchasing",
    "Devices",
    "Audit",
    "Access",
    "Onboarding",
    "Documents",
    "Calendars",
    "Locations",
    "Subscriptions",
];

const THINGS: [&str; 64] = [
    "order",
    "price",
    "product",
    "basket",
    "entry",
    "card",
    "account",
    "query",
    "score",
    "rate",
    "point",
    "bin",
    "parcel",
    "return",
    "session",
    "profile",
    "consent",
    "image",
    "article",
    "campaign",
    "credit",
    "reminder",
    "limit",
    "report",
    "forecast",
    "ticket",
    "message",
    "call",
    "reseller",
    "batch",
    "route",
    "vehicle",
    "tariff",
    "claim",
    "policy",
    "quote",
    "secret",
    "flag",
    "bill",
    "invoice",
    "refund",
    "dispute",
    "transfer",
    "deposit",
    "mandate",
    "statement",
    "offer",
    "review",
    "coupon",
    "item",
    "supplier",
    "purchase",
    "device",
    "record",
    "role",
    "applicant",
    "document",
    "slot",
    "place",
    "plan",
    "payment",
    "customer",
    "contract",
    "shipment",
];

const DUTIES: [&str; 24] = [
    "core",
    "ledger",
    "status",
    "planner",
    "index",
    "gateway",
    "intent",
    "rules",
    "history",
    "router",
    "validator",
    "matcher",
    "export",
    "import",
    "archive",
    "scheduler",
    "notifier",
    "search",
    "limits",
    "view",
    "reconciler",
    "enricher",
    "sync",
    "audit",
];

/// What tells services apart when every word pair is used up.
const PLACES: [&str; 14] =
    ["", "eu", "us", "apac", "uk", "latam", "batch", "edge", "b2b", "retail", "legacy", "lab", "mena", "dach"];

pub(super) const TEAMS: [&str; 4] = ["core", "flow", "edge", "data"];

pub(super) const HAPPENED: [&str; 2] = ["Changed", "Closed"];

/// Name, kind, verb and path of the operations a service offers, in order.
pub(super) const OPERATIONS: [(&str, OperationKind, Verb, &str); 4] = [
    ("get", OperationKind::Query, Verb::Get, "/things/{id}"),
    ("list", OperationKind::Query, Verb::Get, "/things"),
    ("create", OperationKind::Command, Verb::Post, "/things"),
    ("update", OperationKind::Command, Verb::Put, "/things/{id}"),
];

pub(super) fn outer(at: u32) -> String {
    numbered(&OUTER, at)
}

pub(super) fn inner(at: u32) -> String {
    numbered(&INNER, at)
}

/// The name of a service, different for each number below 20,000, and what it is about.
pub(super) fn service(at: u32) -> (String, &'static str) {
    let at = at as usize;
    let pairs = THINGS.len() * DUTIES.len();
    let (turn, pair) = (at / pairs, at % pairs);
    let thing = THINGS[pair % THINGS.len()];
    // Neighbours differ in both words: each round through the things moves the duties on by one.
    let duty = DUTIES[(pair / THINGS.len() + pair) % DUTIES.len()];
    let place = PLACES[turn % PLACES.len()];
    let name = if place.is_empty() { format!("{thing}-{duty}") } else { format!("{thing}-{duty}-{place}") };
    (name, thing)
}

pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn numbered(words: &[&str], at: u32) -> String {
    let at = at as usize;
    let (turn, word) = (at / words.len(), words[at % words.len()]);
    if turn == 0 { word.to_owned() } else { format!("{word} {}", turn + 1) }
}
