//! SVG as PNG.

use crate::{PictureError, read};
use resvg::tiny_skia::{Pixmap, Transform};

/// So many pixels are drawn at most; they take four bytes each.
pub const MOST_PIXELS: u64 = 100_000_000;

/// The picture as a PNG, `scale` pixels for each px of the drawing.
///
/// # Errors
/// [`PictureError`]: not SVG, a scale that makes no sense, or more than [`MOST_PIXELS`].
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, PictureError> {
    if !scale.is_finite() || scale <= 0.0 {
        return Err(PictureError::Scale(scale));
    }
    let tree = read(svg)?;
    let size = tree.size();
    let (width, height) = (pixels(size.width(), scale), pixels(size.height(), scale));
    let too_large = || PictureError::TooLarge {
        width,
        height,
        megabytes: width.saturating_mul(height).saturating_mul(4) / 1_000_000,
        most: largest_scale(size.width(), size.height()),
    };
    if width.saturating_mul(height) > MOST_PIXELS {
        return Err(too_large());
    }
    let (Ok(wide), Ok(high)) = (u32::try_from(width), u32::try_from(height)) else { return Err(too_large()) };
    let mut pixmap = Pixmap::new(wide, high).ok_or_else(too_large)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| PictureError::Failed(error.to_string()))
}

fn pixels(px: f32, scale: f32) -> u64 {
    (f64::from(px) * f64::from(scale)).round().max(1.0) as u64
}

fn largest_scale(width: f32, height: f32) -> f32 {
    let most = (MOST_PIXELS as f64 / (f64::from(width) * f64::from(height))).sqrt();
    ((most * 100.0).floor() / 100.0) as f32
}
