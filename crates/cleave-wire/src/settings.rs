//! What this user chose, whatever design is open; kept where the system keeps such things.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the colours of the interface follow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Theme {
    /// The system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What a switch says that can also be left to the system.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Preference {
    /// As the system says, or as Cleave finds best on it.
    #[default]
    System,
    /// On.
    On,
    /// Off.
    Off,
}

impl Preference {
    /// What was chosen; none where it is left to the system.
    pub fn chosen(self) -> Option<bool> {
        match self {
            Self::System => None,
            Self::On => Some(true),
            Self::Off => Some(false),
        }
    }
}

/// What this user chose. Settings of an older Cleave lack some, those of a newer one have more: both are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Settings {
    /// Light, dark or as the system.
    pub theme: Theme,
    /// Interface size in percent, 90 to 150.
    pub interface_size: u32,
    /// The wheel zooms, and pans with Ctrl; otherwise the other way round.
    pub wheel_zooms: bool,
    /// Whether moves are instant and fades short.
    pub reduced_motion: Preference,
    /// Whether lines and outlines are stronger and tints and shadows gone.
    pub higher_contrast: Preference,
    /// Whether the canvas shows its grid.
    pub grid: bool,
    /// Whether what is placed or moved snaps to the grid.
    pub snapping: bool,
    /// Whether the window draws without the graphics card; counts from the next start.
    pub software_drawing: Preference,
    /// Output folder by project path.
    pub folders: BTreeMap<String, String>,
    /// Keys by verb, where others than the usual ones were chosen; an empty list is none.
    pub keys: BTreeMap<String, Vec<String>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            interface_size: 100,
            wheel_zooms: false,
            reduced_motion: Preference::System,
            higher_contrast: Preference::System,
            grid: true,
            snapping: true,
            software_drawing: Preference::System,
            folders: BTreeMap::new(),
            keys: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// What was kept, or the defaults; for what must be known before anything is open.
    pub fn recall(home: &cleave_session::Home) -> Self {
        home.recall(Self::NAME)
    }

    /// The name under which they are kept.
    pub(crate) const NAME: &'static str = "settings";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_other_versions_are_read() {
        let older: Settings = serde_json::from_str(r#"{ "theme": "dark", "interface_size": 125 }"#).expect("read");
        assert_eq!((older.theme, older.interface_size, older.grid), (Theme::Dark, 125, true));
        let newer: Settings = serde_json::from_str(r#"{ "grid": false, "taste": "sweet" }"#).expect("read");
        assert_eq!(newer, Settings { grid: false, ..Settings::default() });
    }
}
