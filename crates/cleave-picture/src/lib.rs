//! Pictures: what the interface drew as SVG, as PNG and PDF. Pure: SVG in, bytes out, with fonts of our own only.
//!
//! The drawing itself is TypeScript (`ui/src/canvas/picture.ts`), the same code that paints the screen. Here it only
//! becomes pixels or a page.

mod fonts;
mod page;
mod pixels;

pub use page::pdf;
pub use pixels::{MOST_PIXELS, png};

use resvg::usvg::{ImageHrefResolver, Options, Tree};
use std::path::Path;

/// As what a picture can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Real text and shapes, for browsers, documents and drawing programs.
    Svg,
    /// Pixels.
    Png,
    /// One page with real text.
    Pdf,
}

impl Kind {
    /// What the ending of a file's name asks for.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }
}

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PictureError {
    /// It is not SVG.
    #[error("The drawing is not SVG: {0}")]
    NotSvg(String),
    /// The scale is not a number above 0.
    #[error("A picture cannot be {0} times as large as the drawing")]
    Scale(f32),
    /// It would not fit into memory.
    #[error("The picture would be {width} × {height} pixels and take {megabytes} MB of memory")]
    TooLarge {
        /// Pixels across.
        width: u64,
        /// Pixels down.
        height: u64,
        /// What that takes.
        megabytes: u64,
        /// The largest scale that is drawn, rounded down to hundredths.
        most: f32,
    },
    /// The library refused, which is a mistake of ours.
    #[error("The picture could not be made: {0}")]
    Failed(String),
}

impl PictureError {
    /// What to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Scale(_) => Some("Choose a scale above 0, for example 2".into()),
            Self::TooLarge { most, .. } if *most > 0.0 => {
                Some(format!("Choose a scale of at most {most}, a part of the design, or SVG or PDF"))
            }
            Self::TooLarge { .. } => Some("Choose a part of the design, or SVG or PDF".into()),
            Self::NotSvg(_) | Self::Failed(_) => None,
        }
    }
}

/// Reads SVG. Nothing outside of it is looked at: no files, no fonts of the system.
fn read(svg: &str) -> Result<Tree, PictureError> {
    let options = Options {
        fontdb: fonts::all(),
        font_family: "Inter".into(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(|error| PictureError::NotSvg(error.to_string()))
}
