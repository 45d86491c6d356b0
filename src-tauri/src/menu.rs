//! The menu bar that macOS shows for every app. Its entries are the names of actions of the interface, which runs them.

use tauri::menu::{Menu, MenuBuilder, MenuItemBuilder, Submenu, SubmenuBuilder};
use tauri::{AppHandle, Emitter, Manager};

/// The name under which pages listen to what is chosen.
const CHANNEL: &str = "cleave-menu";

/// An entry: the interface's name for the action, what it is called, its key. An empty action is a line.
type Entry = (&'static str, &'static str, Option<&'static str>);

/// A line between entries.
const LINE: Entry = ("", "", None);

/// The menus beside those that macOS itself provides. The actions are those of `ui/src/verbs`, which a test compares.
pub const MENUS: &[(&str, &[Entry])] = &[
    (
        "File",
        &[
            ("new", "New Design…", Some("CmdOrCtrl+N")),
            ("new-window", "New Window", Some("CmdOrCtrl+Shift+N")),
            ("open", "Open…", Some("CmdOrCtrl+O")),
            LINE,
            ("save-copy", "Save a Copy…", Some("CmdOrCtrl+Shift+S")),
            ("report", "Export Report…", Some("CmdOrCtrl+Shift+E")),
            LINE,
            ("close", "Close Design", None),
        ],
    ),
    (
        "View",
        &[
            ("design", "Design", Some("CmdOrCtrl+1")),
            ("deploy", "Deploy & Generate", Some("CmdOrCtrl+3")),
            LINE,
            ("fit", "Fit All", None),
            ("zoom-100", "Actual Size", Some("CmdOrCtrl+0")),
            ("left", "Left Rail", Some("CmdOrCtrl+B")),
            ("right", "Inspector", Some("CmdOrCtrl+Alt+B")),
            ("bottom", "Problems", Some("CmdOrCtrl+J")),
        ],
    ),
    ("Help", &[("shortcuts", "Keyboard Shortcuts", None)]),
];

/// Builds the menu bar.
pub fn build(app: &AppHandle) -> tauri::Result<Menu<tauri::Wry>> {
    let own = SubmenuBuilder::new(app, "Cleave").about(None).separator();
    let settings = MenuItemBuilder::with_id("settings", "Settings…").accelerator("CmdOrCtrl+,").build(app)?;
    let own = own.item(&settings).separator().services().separator().hide().hide_others().show_all().separator().quit();
    // What fields do with text; undo and redo of the design are keys of the interface.
    let edit = SubmenuBuilder::new(app, "Edit").cut().copy().paste().select_all().build()?;
    let window = SubmenuBuilder::new(app, "Window").minimize().maximize().separator().fullscreen().build()?;
    let mut menu = MenuBuilder::new(app).item(&own.build()?);
    for (name, entries) in MENUS {
        menu = menu.item(&submenu(app, name, entries)?);
        if *name == "File" {
            menu = menu.item(&edit);
        } else if *name == "View" {
            menu = menu.item(&window);
        }
    }
    menu.build()
}

fn submenu(app: &AppHandle, name: &str, entries: &[Entry]) -> tauri::Result<Submenu<tauri::Wry>> {
    let mut submenu = SubmenuBuilder::new(app, name);
    for (action, words, key) in entries {
        if action.is_empty() {
            submenu = submenu.separator();
            continue;
        }
        let mut item = MenuItemBuilder::with_id(*action, *words);
        if let Some(key) = key {
            item = item.accelerator(*key);
        }
        submenu = submenu.item(&item.build(app)?);
    }
    submenu.build()
}

/// Hands a chosen entry to the window in front.
pub fn chosen(app: &AppHandle, action: &str) {
    let windows = app.webview_windows();
    let front =
        windows.values().find(|window| window.is_focused().unwrap_or(false)).or_else(|| windows.values().next());
    if let Some(Err(error)) = front.map(|window| window.emit(CHANNEL, action)) {
        tracing::warn!("{action}: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_an_action_of_the_interface() {
        let verbs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/verbs");
        let files = std::fs::read_dir(verbs).expect("the verbs").flatten().map(|file| file.path());
        let said: String = files.filter_map(|path| std::fs::read_to_string(path).ok()).collect();
        let entries = MENUS.iter().flat_map(|(_, entries)| *entries).map(|(action, ..)| *action);
        for action in entries.chain(["settings"]).filter(|action| !action.is_empty()) {
            assert!(said.contains(&format!("id: \"{action}\"")), "the interface has no action {action}");
        }
    }
}
