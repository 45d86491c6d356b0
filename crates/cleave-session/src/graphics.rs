//! How the web view should draw here. Without a GPU, WebKitGTK's compositing on software GL is five times slower than
//! drawing without it, and the choice must be made before the first web view exists.

use std::ffi::OsString;
use std::path::Path;

/// A variable of WebKitGTK, to be set to `1`, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remedy {
    /// The variable.
    pub variable: &'static str,
    /// What was found, for the log.
    pub reason: &'static str,
}

/// Variables by which the user takes the choice; also how a second start knows that it was made.
const CHOICES: [&str; 2] = ["WEBKIT_DISABLE_COMPOSITING_MODE", "WEBKIT_DISABLE_DMABUF_RENDERER"];

/// What was found out about the machine.
#[derive(Debug, Default)]
struct Facts {
    /// The user set one of the variables, to whatever value.
    chosen: bool,
    /// The user asks for software GL.
    software_asked: bool,
    /// NVIDIA's own driver is loaded.
    nvidia: bool,
    /// Kernel drivers of the render nodes this user may open.
    drivers: Vec<String>,
}

/// What to set before starting, if anything; `software` is what this user chose, if they did. Only Linux has a web view that needs
/// it.
pub fn remedy(software: Option<bool>) -> Option<Remedy> {
    if cfg!(target_os = "linux") { decide(software, &look()) } else { None }
}

fn decide(software: Option<bool>, facts: &Facts) -> Option<Remedy> {
    let [compositing, dmabuf] = CHOICES;
    // Drivers that have a render node and no GPU behind it.
    let draws = |driver: &String| !matches!(driver.as_str(), "vgem" | "vkms");
    if facts.chosen || software == Some(false) {
        None
    } else if software == Some(true) {
        Some(Remedy { variable: compositing, reason: "software drawing is on in the settings" })
    } else if facts.software_asked {
        Some(Remedy { variable: compositing, reason: "software GL is asked for by LIBGL_ALWAYS_SOFTWARE" })
    } else if facts.nvidia {
        Some(Remedy { variable: dmabuf, reason: "NVIDIA's driver can leave windows blank otherwise" })
    } else if !facts.drivers.iter().any(draws) {
        Some(Remedy { variable: compositing, reason: "there is no GPU this user may use, so GL would run in software" })
    } else {
        None
    }
}

fn look() -> Facts {
    let said = |name: &str| std::env::var_os(name).is_some();
    let software = std::env::var_os("LIBGL_ALWAYS_SOFTWARE");
    let off = [OsString::from("0"), OsString::from("false"), OsString::new()];
    Facts {
        chosen: CHOICES.into_iter().any(said),
        software_asked: software.is_some_and(|value| !off.contains(&value)),
        nvidia: Path::new("/proc/driver/nvidia/version").exists(),
        drivers: render_nodes(),
    }
}

/// The kernel's driver of each render node that can be opened; a node whose driver is not told counts as one.
fn render_nodes() -> Vec<String> {
    let Ok(entries) = std::fs::read_dir("/dev/dri") else { return Vec::new() };
    let nodes = entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with("renderD"));
    let open = nodes.filter(|entry| std::fs::File::options().read(true).write(true).open(entry.path()).is_ok());
    let driver = |name: OsString| {
        let link = std::fs::read_link(Path::new("/sys/class/drm").join(name).join("device/driver")).ok();
        link.and_then(|to| Some(to.file_name()?.to_string_lossy().into_owned())).unwrap_or_default()
    };
    open.map(|entry| driver(entry.file_name())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(facts: &Facts) -> Option<&'static str> {
        decide(None, facts).map(|remedy| remedy.variable)
    }

    #[test]
    fn without_a_gpu_compositing_is_off() {
        assert_eq!(variable(&Facts::default()), Some("WEBKIT_DISABLE_COMPOSITING_MODE"));
        let drivers = vec!["vgem".to_owned()];
        assert_eq!(variable(&Facts { drivers, ..Facts::default() }), Some("WEBKIT_DISABLE_COMPOSITING_MODE"));
    }

    #[test]
    fn with_a_gpu_nothing_changes() {
        let drivers = vec!["vgem".to_owned(), "amdgpu".to_owned()];
        assert_eq!(variable(&Facts { drivers, ..Facts::default() }), None);
        assert_eq!(variable(&Facts { drivers: vec![String::new()], ..Facts::default() }), None);
    }

    #[test]
    fn software_gl_on_request_counts_as_no_gpu() {
        let drivers = vec!["i915".to_owned()];
        let facts = Facts { software_asked: true, drivers, ..Facts::default() };
        assert_eq!(variable(&facts), Some("WEBKIT_DISABLE_COMPOSITING_MODE"));
    }

    #[test]
    fn nvidias_driver_is_a_case_of_its_own() {
        assert_eq!(variable(&Facts { nvidia: true, ..Facts::default() }), Some("WEBKIT_DISABLE_DMABUF_RENDERER"));
    }

    #[test]
    fn what_the_user_chose_stays() {
        let facts = Facts { chosen: true, software_asked: true, nvidia: true, drivers: Vec::new() };
        assert_eq!(decide(Some(true), &facts), None);
    }

    #[test]
    fn the_settings_decide_before_what_was_found() {
        let drivers = vec!["amdgpu".to_owned()];
        let capable = Facts { drivers, ..Facts::default() };
        let remedy = decide(Some(true), &capable).map(|remedy| remedy.variable);
        assert_eq!(remedy, Some("WEBKIT_DISABLE_COMPOSITING_MODE"));
        assert_eq!(decide(Some(false), &Facts::default()), None);
    }
}
