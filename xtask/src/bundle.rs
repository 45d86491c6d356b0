//! `cargo xtask bundle`: packages one installs, with the app, the command line, samples and all licences in them.

use crate::Trouble;
use crate::notices;
use crate::place::Place;
use crate::shell::{cargo, must, npm};
use crate::{interface, needs};
use std::path::Path;

/// What is made where nothing is named. An AppImage would need the network.
const KINDS: &str = if cfg!(target_os = "macos") {
    "app,dmg"
} else if cfg!(windows) {
    "msi,nsis"
} else {
    "deb,rpm"
};

/// Builds everything for release and packs it.
pub fn bundle(place: &Place, kinds: Option<&str>) -> Result<(), Trouble> {
    needs::to_build(true)?;
    interface::build(place)?;
    if !place.root.join(notices::FILE).is_file() {
        notices::write(place)?;
    }
    let target = ("CARGO_TARGET_DIR", &place.target);
    must(
        cargo()
            .args(["build", "--release", "--package", "cleave-cli"])
            .current_dir(&place.root)
            .env(target.0, target.1),
    )?;
    let mut tauri = npm();
    tauri.args(["exec", "--prefix"]).arg(place.interface()).args(["--", "tauri", "build", "--bundles"]);
    tauri.args([kinds.unwrap_or(KINDS), "--config", &more(place)]).current_dir(&place.root).env(target.0, target.1);
    must(&mut tauri)?;
    println!("The packages are in {}", place.target.join("release/bundle").display());
    Ok(())
}

/// What a package carries besides the app: `from` in the repository or the target folder, and where it is installed.
fn files(place: &Place) -> Vec<(std::path::PathBuf, String)> {
    let at = |path: &str| place.root.join(path);
    let doc = |name: &str| format!("/usr/share/doc/cleave/{name}");
    let mut files = vec![
        (place.target.join("release/cleave"), "/usr/bin/cleave".into()),
        (at("ui/dist"), "/usr/share/cleave/ui".into()),
        (at("samples"), "/usr/share/cleave/samples".into()),
        (at("src-tauri/mime.xml"), "/usr/share/mime/packages/cleave.xml".into()),
    ];
    files.extend([notices::FILE, "LICENSE-MIT", "LICENSE-APACHE"].map(|name| (at(name), doc(name))));
    files
}

/// The part of the configuration that depends on where things were built.
fn more(place: &Place) -> String {
    let pair = |(from, to): &(std::path::PathBuf, String)| format!("{}:{}", quoted(Path::new(to)), quoted(from));
    let linux = files(place).iter().map(pair).collect::<Vec<_>>().join(",");
    format!(r#"{{"bundle":{{"linux":{{"deb":{{"files":{{{linux}}}}},"rpm":{{"files":{{{linux}}}}}}}}}}}"#)
}

/// A path as a JSON string.
fn quoted(path: &Path) -> String {
    format!("\"{}\"", path.to_string_lossy().replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_there() {
        let place = Place::here();
        let kept =
            files(&place).into_iter().filter(|(from, _)| from.starts_with(&place.root) && !from.ends_with("dist"));
        for (from, _) in kept.filter(|(from, _)| !from.starts_with(&place.target)) {
            assert!(from.exists(), "{} is to be packed and is not there", from.display());
        }
        assert!(more(&place).contains(r#""/usr/bin/cleave":""#));
    }
}
