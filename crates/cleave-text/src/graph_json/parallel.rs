//! What edges of one kind between the same two nodes say together.

use cleave_model::{Connection, Timeout};

/// Adds what a parallel edge says: a plain no of either stands, since one of the two ways is then without.
pub(super) fn join(first: &mut Connection, other: Connection, provided: Option<u32>) {
    let no = |one: Option<bool>, other: Option<bool>| match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (one, other) => one.or(other),
    };
    // Both safeguards must be missing on the same edge to be missing.
    let bare = |connection: &Connection| connection.timeout == Some(Timeout::No) && connection.breaker == Some(false);
    if !bare(first) && (bare(&other) || first.timeout.is_none() && first.breaker.is_none()) {
        (first.timeout, first.breaker) = (other.timeout, other.breaker);
    }
    first.discovery = no(first.discovery, other.discovery);
    first.encrypted = no(first.encrypted, other.encrypted);
    first.authenticated = no(first.authenticated, other.authenticated);
    // A way that says no fallback is enough to need it.
    first.optional = match (first.optional, other.optional) {
        (Some(true), Some(true)) => Some(true),
        (Some(false), _) | (_, Some(false)) => Some(false),
        _ => None,
    };
    // Of two versions that are needed the one counts that is not provided.
    let fits = first.version.is_none_or(|needed| Some(needed.major) == provided);
    first.version = other.version.filter(|_| fits).or(first.version);
    first.data.extend(other.data);
    first.data.sort_unstable();
    first.data.dedup();
}
