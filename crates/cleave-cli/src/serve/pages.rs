//! The files of the interface, from where it was built; where it was not, a page that says how to.

use super::answer::{not_found, send};
use super::door::Door;
use crate::interface;
use std::fs;
use std::path::{Component, Path, PathBuf};
use tiny_http::Request;

/// Its first page.
const FIRST: &str = "index.html";

/// How the interface is built.
const ADVICE: &str = "The interface is not built yet. With Node 20 or newer:\n\n    cd ui && npm ci && npm run build\n\nor start everything with `cargo xtask run`. Then reload this page.";

/// The folder of the built interface, if there is one.
#[derive(Debug)]
pub struct Pages {
    folder: PathBuf,
}

impl Pages {
    /// Looks in the usual places.
    pub fn find(told: Option<PathBuf>) -> Self {
        Self { folder: interface::folder(told, FIRST) }
    }

    /// What to do where there is no interface. Asked anew each time: it may be built while the server runs.
    pub fn advice(&self) -> Option<&'static str> {
        (!is_built(&self.folder)).then_some(ADVICE)
    }

    /// Answers with a file of the interface.
    pub fn show(&self, request: Request, path: &str, door: &Door) {
        let first = matches!(path, "/" | "/index.html");
        if first && let Some(advice) = self.advice() {
            return send(request, 503, "text/plain; charset=utf-8", "no-store", advice.as_bytes().to_vec(), None);
        }
        let Some(file) = self.file(if first { "/index.html" } else { path }) else { return not_found(request) };
        let Ok(bytes) = fs::read(&file) else { return not_found(request) };
        // Everything but the first page carries a hash of its content in its name.
        let keep = if first { "no-store" } else { "private, max-age=3600" };
        let cookie = first.then(|| door.cookie());
        send(request, 200, kind(&file), keep, bytes, cookie.as_deref());
    }

    /// The file of a path, if the path stays inside.
    fn file(&self, path: &str) -> Option<PathBuf> {
        let inside = Path::new(path.strip_prefix('/')?);
        let plain =
            !path.contains(['\\', '%', ':']) && inside.components().all(|part| matches!(part, Component::Normal(_)));
        let file = self.folder.join(inside);
        (plain && file.is_file()).then_some(file)
    }
}

fn is_built(folder: &Path) -> bool {
    folder.join(FIRST).is_file()
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("wasm") => "application/wasm",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("ui")).expect("made");
        for name in ["secret", "ui/index.html", "ui/a.js"] {
            fs::write(folder.path().join(name), "x").expect("written");
        }
        let pages = Pages::find(Some(folder.path().join("ui")));
        assert_eq!(pages.advice(), None);
        assert!(pages.file("/a.js").is_some());
        for bad in ["/../secret", "/x/../../secret", "//secret", "/..%2fsecret", "/..\\secret", "", "a.js", "/nothing"]
        {
            assert!(pages.file(bad).is_none(), "{bad}");
        }
        assert!(Pages::find(Some(folder.path().join("nowhere"))).advice().is_some());
    }
}
