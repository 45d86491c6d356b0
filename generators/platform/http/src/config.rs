//! Configuration from the environment: read in one go, all errors at once.

use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;

use tracing_subscriber::filter::Targets;

use crate::telemetry;

/// Reads variables and keeps a list of what is wrong with them.
pub struct Config {
    deployable: &'static str,
    public_addr: SocketAddr,
    internal_addr: SocketAddr,
    data_dir: String,
    token: Option<String>,
    grace: Duration,
    filter: Targets,
    json: bool,
    source: Source,
}

type Lookup = Box<dyn Fn(&str) -> Option<String> + Send>;

struct Source {
    lookup: Lookup,
    seen: Vec<Seen>,
    errors: Vec<String>,
}

struct Seen {
    name: String,
    shown: String,
    from: &'static str,
}

/// What a process needs to know that is not about one service or peer.
#[derive(Debug, Clone)]
pub struct Settings {
    pub(crate) deployable: &'static str,
    pub(crate) public_addr: SocketAddr,
    pub(crate) internal_addr: SocketAddr,
    pub(crate) token: Option<String>,
    pub(crate) grace: Duration,
}

/// Why a process does not start. Its debug form is its display form, because that is what `main` prints.
pub struct StartError(pub String);

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StartError {}

impl From<platform_core::Fault> for StartError {
    fn from(fault: platform_core::Fault) -> Self {
        Self(fault.detail)
    }
}

impl Config {
    /// Reads the variables that every deployable has; the ports are those of the design.
    pub fn from_env(deployable: &'static str, public_port: u16, internal_port: u16) -> Self {
        Self::from_lookup(deployable, public_port, internal_port, |name| std::env::var(name).ok())
    }

    /// The same from anywhere else.
    pub fn from_lookup(
        deployable: &'static str,
        public_port: u16,
        internal_port: u16,
        lookup: impl Fn(&str) -> Option<String> + Send + 'static,
    ) -> Self {
        let mut source = Source { lookup: Box::new(lookup), seen: Vec::new(), errors: Vec::new() };
        let loopback = |port| SocketAddr::from(([127, 0, 0, 1], port));
        Self {
            deployable,
            public_addr: source.parse("PUBLIC_ADDR", loopback(public_port), "an address such as 0.0.0.0:8080"),
            internal_addr: source.parse("INTERNAL_ADDR", loopback(internal_port), "an address such as 0.0.0.0:9080"),
            data_dir: source.text("DATA_DIR", "data"),
            token: source.secret("INTERNAL_TOKEN"),
            grace: Duration::from_millis(source.parse("SHUTDOWN_GRACE_MS", 20_000, "milliseconds")),
            filter: source.parse(
                "RUST_LOG",
                Targets::new().with_default(tracing::Level::INFO),
                "a filter such as info,sqlx=warn",
            ),
            json: source.text("LOG_FORMAT", "text") == "json",
            source,
        }
    }

    /// `<SERVICE>_DATABASE_URL`: by default a SQLite file in the data folder.
    pub fn database(&mut self, service: &str) -> String {
        let default = format!("sqlite://{}/{service}.db?mode=rwc", self.data_dir.replace('\\', "/"));
        let name = variable(service, "DATABASE_URL");
        let url = self.source.take(&name, &default, mask);
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| url.starts_with(scheme)) {
            self.source.errors.push(format!("{name}: must begin with sqlite: or postgres:"));
        }
        url
    }

    /// `<SERVICE>_URL`: where a service of another deployable has its internal listener.
    pub fn service_url(&mut self, service: &str, default_port: u16) -> String {
        self.url(&variable(service, "URL"), &local_url(default_port))
    }

    /// The same for a service that is implemented elsewhere and has an address of its own.
    pub fn service_url_at(&mut self, service: &str, default: &str) -> String {
        self.url(&variable(service, "URL"), default)
    }

    /// `<DEPLOYABLE>_PUBLIC_URL`: where a deployable has its public listener, for the gateway.
    pub fn public_url(&mut self, deployable: &str, default_port: u16) -> String {
        self.url(&variable(deployable, "PUBLIC_URL"), &local_url(default_port))
    }

    fn url(&mut self, name: &str, default: &str) -> String {
        let url = self.source.text(name, default);
        let host = url.parse::<axum::http::Uri>().ok().filter(|uri| uri.scheme_str() == Some("http"));
        if host.is_none_or(|uri| uri.host().is_none()) {
            self.source.errors.push(format!("{name}: must be a URL such as http://orders:9080"));
        }
        url
    }

    /// The secret between deployables, for the peers.
    pub fn internal_token(&self) -> Option<String> {
        self.token.clone()
    }

    /// Ends reading: with every error at once, or with log and metrics started. `--print-config` shows what was read
    /// and ends the process.
    pub fn start(self) -> Result<Settings, StartError> {
        if std::env::args().any(|argument| argument == "--print-config") {
            println!("{self}");
            std::process::exit(if self.source.errors.is_empty() { 0 } else { 1 });
        }
        if !self.source.errors.is_empty() {
            let list = self.source.errors.join("\n  ");
            return Err(StartError(format!("{} cannot start:\n  {list}", self.deployable)));
        }
        telemetry::start(self.filter, self.json);
        if self.token.is_none() {
            tracing::info!("INTERNAL_TOKEN is not set: the internal door is open to this machine only");
        }
        Ok(Settings {
            deployable: self.deployable,
            public_addr: self.public_addr,
            internal_addr: self.internal_addr,
            token: self.token,
            grace: self.grace,
        })
    }
}

/// Names, values and where they come from; secrets masked.
impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# {}", self.deployable)?;
        for seen in &self.source.seen {
            writeln!(f, "{}={}  # {}", seen.name, seen.shown, seen.from)?;
        }
        self.source.errors.iter().try_for_each(|error| writeln!(f, "# wrong: {error}"))
    }
}

impl Source {
    fn take(&mut self, name: &str, default: &str, show: fn(&str) -> String) -> String {
        let given = (self.lookup)(name).filter(|value| !value.is_empty());
        let from = if given.is_some() { "environment" } else { "default" };
        let value = given.unwrap_or_else(|| default.to_owned());
        self.seen.push(Seen { name: name.to_owned(), shown: show(&value), from });
        value
    }

    fn text(&mut self, name: &str, default: &str) -> String {
        self.take(name, default, str::to_owned)
    }

    fn secret(&mut self, name: &str) -> Option<String> {
        let value = self.take(name, "", |value| if value.is_empty() { "" } else { "***" }.to_owned());
        Some(value).filter(|value| !value.is_empty())
    }

    fn parse<T: FromStr + fmt::Display>(&mut self, name: &str, default: T, wanted: &str) -> T {
        let text = self.text(name, &default.to_string());
        text.parse().unwrap_or_else(|_| {
            self.errors.push(format!("{name}: must be {wanted}, is {text:?}"));
            default
        })
    }
}

/// The password of a URL.
fn mask(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => match url[scheme + 3..at].split_once(':') {
            Some((user, _)) => format!("{}{user}:***{}", &url[..scheme + 3], &url[at..]),
            None => url.to_owned(),
        },
        _ => url.to_owned(),
    }
}

fn local_url(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

/// `order-history`, `DATABASE_URL` → `ORDER_HISTORY_DATABASE_URL`.
fn variable(name: &str, suffix: &str) -> String {
    format!("{}_{suffix}", name.to_uppercase().replace('-', "_"))
}
