//! The closed sets of words a design is written in; each word has one spelling in JSON, the text form and the UI.

use serde::{Deserialize, Serialize};

/// Declares an enum whose variants have one fixed word each, the same in JSON and in the text form.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every word of the set, in the order it is documented.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as it is written.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value written as this word, if there is one.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What part a service plays. Infrastructure roles are exempt from some rules and are not generated.
    Role {
        /// Holds business logic; the default.
        Business = "business",
        /// The public door of the system. Generated as the gateway of split topologies; it has no crate of its own.
        Gateway = "gateway",
        /// Serves a user interface.
        Ui = "ui",
        /// Translates to a foreign system.
        Adapter = "adapter",
        /// Carries messages.
        Broker = "broker",
        /// Spreads load.
        LoadBalancer = "load-balancer",
        /// Tells where services are.
        Registry = "registry",
        /// Holds configuration.
        Config = "config",
        /// Watches the others.
        Monitoring = "monitoring",
    }
}

impl Role {
    /// Whether the service is plumbing: gateway, broker, load balancer, registry, config or monitoring.
    pub fn is_infrastructure(self) -> bool {
        !matches!(self, Self::Business | Self::Ui | Self::Adapter)
    }
}

words! {
    /// Who may call an API.
    Visibility {
        /// Anyone who reaches the system's edge.
        Public = "public",
        /// Other services of the design only.
        Internal = "internal",
    }
}

words! {
    /// Whether an operation changes state.
    OperationKind {
        /// Changes state.
        Command = "command",
        /// Only reads.
        Query = "query",
    }
}

words! {
    /// An HTTP method.
    Verb {
        /// GET
        Get = "GET",
        /// POST
        Post = "POST",
        /// PUT
        Put = "PUT",
        /// PATCH
        Patch = "PATCH",
        /// DELETE
        Delete = "DELETE",
    }
}

words! {
    /// Whether a command may be repeated.
    Idempotency {
        /// Repeating it repeats the effect.
        No = "no",
        /// Repeating it is harmless by nature.
        Yes = "yes",
        /// Repeating it with the same `Idempotency-Key` answers the first response again.
        Keyed = "keyed",
    }
}

words! {
    /// What a plain create-read-update-delete operation does to its entity.
    Does {
        /// Reads one by key.
        Get = "get",
        /// Reads a page.
        List = "list",
        /// Inserts one.
        Create = "create",
        /// Replaces one by key.
        Update = "update",
        /// Deletes one by key.
        Delete = "delete",
    }
}

words! {
    /// How much harm a leak of the data would do.
    Sensitivity {
        /// None.
        None = "none",
        /// About a person.
        Personal = "personal",
        /// A credential, a card number, a key.
        Secret = "secret",
    }
}

words! {
    /// What kind of store a data store is.
    Engine {
        /// Tables: SQLite or PostgreSQL, decided by an address at run time.
        Relational = "relational",
        /// Keys and values.
        KeyValue = "key-value",
        /// Documents.
        Document = "document",
        /// Large binary objects.
        Blob = "blob",
        /// A search index.
        Search = "search",
    }
}

words! {
    /// Who or what an actor is.
    ActorKind {
        /// A human.
        Person = "person",
        /// A program on somebody's machine: a browser, a mobile app.
        Client = "client",
        /// A thing that sends by itself.
        Device = "device",
    }
}

words! {
    /// What a connection says.
    ConnectionKind {
        /// A synchronous call from a service or operation to an operation, service or external system.
        Call = "call",
        /// A service or operation publishes an event.
        Publish = "publish",
        /// A service subscribes to an event.
        Subscribe = "subscribe",
        /// A service or operation reads a data store.
        Read = "read",
        /// A service or operation writes a data store.
        Write = "write",
        /// An actor or external system uses an operation or service.
        Use = "use",
        /// A declared dependency of unknown kind between services.
        Depend = "depend",
        /// Two services that are always released together.
        ReleaseWith = "release-with",
    }
}

words! {
    /// How serious a finding is; `off` silences a rule.
    Severity {
        /// Breaks a principle whatever the context.
        Error = "error",
        /// Likely to hurt.
        Warning = "warning",
        /// Worth knowing.
        Info = "info",
        /// Not judged.
        Off = "off",
    }
}

words! {
    /// The eight domain hues, given in this order and then repeated.
    Hue {
        /// Slate blue.
        SlateBlue = "slate-blue",
        /// Sage.
        Sage = "sage",
        /// Mauve.
        Mauve = "mauve",
        /// Sand.
        Sand = "sand",
        /// Steel.
        Steel = "steel",
        /// Plum.
        Plum = "plum",
        /// Olive.
        Olive = "olive",
        /// Clay.
        Clay = "clay",
    }
}

words! {
    /// What is written beside the code to deliver a topology.
    Delivery {
        /// A Dockerfile.
        Containers = "containers",
        /// A compose file.
        Compose = "compose",
        /// Kubernetes manifests.
        Kubernetes = "kubernetes",
        /// A CI workflow.
        Ci = "ci",
    }
}

/// A version of an API or of a consumer's need, written `major.minor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
pub struct Version {
    /// Changes when readers of the old one break.
    pub major: u32,
    /// Changes when something is added.
    pub minor: u32,
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl std::str::FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
        let number = |part: &str| {
            let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse().ok()).flatten()
        };
        match (number(major), number(minor)) {
            (Some(major), Some(minor)) => Ok(Self { major, minor }),
            _ => Err(format!("a version is written major.minor, for example 1.0, not {text:?}")),
        }
    }
}

impl TryFrom<String> for Version {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.to_string()
    }
}
