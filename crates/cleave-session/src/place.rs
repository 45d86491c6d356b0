//! Where a window stands on the desktop: kept for each design, and brought back to screens that are there.

use crate::{DiskError, Home, home};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Where a window was, in physical pixels of the desktop.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Extent across; 0 where nothing was kept.
    pub width: u32,
    /// Extent down.
    pub height: u32,
    /// Whether it filled its screen; the rest is what it goes back to.
    pub maximized: bool,
}

/// A screen, in the same pixels.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Extent across.
    pub width: u32,
    /// Extent down.
    pub height: u32,
}

impl Place {
    /// Where a window with this design was. A window with nothing open has a place of its own, under the empty path.
    pub fn recall(home: &Home, design: &Path) -> Self {
        home.recall(&name(design))
    }

    /// Remembers where a window is for the design it shows.
    ///
    /// # Errors
    /// It could not be written.
    pub fn keep(self, home: &Home, design: &Path) -> Result<(), DiskError> {
        let before = Self::recall(home, design);
        let kept = if self.maximized && before.width > 0 { Self { maximized: true, ..before } } else { self };
        home.keep(&name(design), &kept)
    }

    /// The place, moved and shrunk until it lies on a screen; none where nothing was kept.
    pub fn visible(self, screens: &[Screen]) -> Option<Self> {
        let on = |screen: &&Screen| {
            let wide = i64::from(self.x) + i64::from(self.width) / 2 - i64::from(screen.x);
            let high = i64::from(self.y) + 20 - i64::from(screen.y);
            (0..i64::from(screen.width)).contains(&wide) && (0..i64::from(screen.height)).contains(&high)
        };
        let screen = screens.iter().find(on).or(screens.first())?;
        if self.width == 0 || self.height == 0 {
            return None;
        }
        let (width, height) = (self.width.min(screen.width), self.height.min(screen.height));
        let room = |at: i32, from: i32, room: u32, size: u32| {
            at.clamp(from, from.saturating_add_unsigned(room.saturating_sub(size)))
        };
        let x = room(self.x, screen.x, screen.width, width);
        Some(Self { x, y: room(self.y, screen.y, screen.height, height), width, height, ..self })
    }
}

fn name(design: &Path) -> String {
    format!("windows/{}", home::key(design))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREENS: [Screen; 2] =
        [Screen { x: 0, y: 0, width: 1920, height: 1080 }, Screen { x: 1920, y: 0, width: 1280, height: 1024 }];

    fn place(x: i32, y: i32, width: u32, height: u32) -> Place {
        Place { x, y, width, height, maximized: false }
    }

    #[test]
    fn a_maximized_window_goes_back_to_what_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let (home, design) = (Home::within(folder.path()), Path::new("shop.cleave"));
        assert_eq!(Place::recall(&home, design), Place::default());
        place(10, 20, 1100, 800).keep(&home, design).expect("kept");
        Place { maximized: true, ..place(0, 0, 1920, 1080) }.keep(&home, design).expect("kept");
        assert_eq!(Place::recall(&home, design), Place { maximized: true, ..place(10, 20, 1100, 800) });
        assert_eq!(Place::recall(&home, Path::new("")), Place::default());
    }

    #[test]
    fn a_window_comes_back_where_it_was() {
        assert_eq!(place(2000, 40, 1100, 800).visible(&SCREENS), Some(place(2000, 40, 1100, 800)));
        assert_eq!(Place::default().visible(&SCREENS), None);
        assert_eq!(place(0, 0, 1100, 800).visible(&[]), None);
    }

    #[test]
    fn a_window_on_a_screen_that_is_gone_is_brought_back() {
        assert_eq!(place(2000, 40, 1100, 800).visible(&SCREENS[..1]), Some(place(820, 40, 1100, 800)));
        assert_eq!(place(-4000, -900, 3000, 2000).visible(&SCREENS), Some(place(0, 0, 1920, 1080)));
        assert_eq!(place(i32::MAX, i32::MIN, u32::MAX, 1).visible(&SCREENS), Some(place(0, 0, 1920, 1)));
    }
}
