//! Who may come in: only pages of our own address, and only with the token that was printed.

use std::net::SocketAddr;
use tiny_http::Request;

/// A token for one run of the server, and the names under which it may be asked.
#[derive(Debug)]
pub struct Door {
    at: SocketAddr,
    token: String,
}

/// A request that may come in.
#[derive(Debug)]
pub struct Way {
    /// Without the query.
    pub path: String,
    /// Who asks, as they call themselves; events they caused are not told to them.
    pub client: String,
}

impl Door {
    /// A door with a new token.
    pub fn new(at: SocketAddr) -> Result<Self, getrandom::Error> {
        let mut bytes = [0u8; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self { at, token: bytes.iter().map(|byte| format!("{byte:02x}")).collect() })
    }

    /// The address to open, token included.
    pub fn address(&self) -> String {
        format!("http://{}/?token={}", self.at, self.token)
    }

    /// What makes a browser send the token with everything that the page loads. Cookies do not know ports, so the
    /// name does.
    pub fn cookie(&self) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie_name(), self.token)
    }

    fn cookie_name(&self) -> String {
        format!("cleave-{}", self.at.port())
    }

    /// Lets a request in, or says why not.
    pub fn way(&self, request: &Request) -> Result<Way, &'static str> {
        let headers = request.headers().iter().map(|header| (header.field.as_str().as_str(), header.value.as_str()));
        self.judge(request.url(), &headers.collect::<Vec<_>>())
    }

    fn judge(&self, url: &str, headers: &[(&str, &str)]) -> Result<Way, &'static str> {
        let header =
            |name: &str| headers.iter().find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| *value);
        // A name that leads here by a trick of somebody's DNS is not ours.
        let ours = |host: &str| {
            let port = self.at.port();
            [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")]
                .iter()
                .any(|own| own == host)
        };
        if !header("host").is_some_and(ours) {
            return Err("This address is not known here");
        }
        if header("origin").is_some_and(|origin| !origin.strip_prefix("http://").is_some_and(ours)) {
            return Err("Pages of other origins may not ask");
        }
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let asked = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        let cookies = header("cookie").unwrap_or_default().split(';').map(str::trim);
        let name = self.cookie_name();
        let shown = cookies.filter_map(|cookie| cookie.strip_prefix(&name)?.strip_prefix('='));
        let bearer = header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        if !asked("token").into_iter().chain(bearer).chain(shown).any(|token| same(token, &self.token)) {
            return Err("Open the address that `cleave serve` printed, with its token");
        }
        let client = asked("client").filter(|client| client.len() <= 64).unwrap_or_default();
        Ok(Way { path: path.to_owned(), client: client.to_owned() })
    }
}

/// Compares without telling by its time how much is right.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |found, (a, b)| found | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door() -> Door {
        Door { at: "127.0.0.1:4321".parse().expect("an address"), token: "0123abcd".into() }
    }

    #[test]
    fn the_token_is_taken_from_query_header_or_cookie() {
        let host = ("Host", "127.0.0.1:4321");
        let way = door().judge("/api?token=0123abcd&client=tab-1", &[host]).expect("by query");
        assert_eq!((way.path.as_str(), way.client.as_str()), ("/api", "tab-1"));
        door().judge("/api", &[host, ("authorization", "Bearer 0123abcd")]).expect("by header");
        door().judge("/", &[("host", "localhost:4321"), ("Cookie", "a=b; cleave-4321=0123abcd")]).expect("by cookie");
        for url in ["/", "/?token=", "/?token=0123abce", "/?tokens=0123abcd", "/?xtoken=0123abcd"] {
            assert!(door().judge(url, &[host]).is_err(), "{url}");
        }
        assert!(door().judge("/", &[host, ("Cookie", "cleave-1=0123abcd")]).is_err(), "of another server");
    }

    #[test]
    fn other_hosts_and_origins_stay_out() {
        let url = "/api?token=0123abcd";
        for host in ["evil.example", "evil.example:4321", "127.0.0.1", "127.0.0.1:80"] {
            assert!(door().judge(url, &[("Host", host)]).is_err(), "{host}");
        }
        assert!(door().judge(url, &[]).is_err());
        let host = ("Host", "127.0.0.1:4321");
        for origin in ["https://evil.example", "null", "http://127.0.0.1", "https://127.0.0.1:4321"] {
            assert!(door().judge(url, &[host, ("Origin", origin)]).is_err(), "{origin}");
        }
        door().judge(url, &[host, ("Origin", "http://127.0.0.1:4321")]).expect("our own page");
    }
}
