//! SVG as a PDF of one page, whose text can be selected and searched.

use crate::{PictureError, read};
use krilla::Document;
use krilla::geom::{Size, Transform};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::tagging::{ContentTag, Tag, TagGroup, TagTree};
use krilla_svg::{SurfaceExt, SvgSettings};

/// Points in a px.
const POINTS: f32 = 0.75;
/// Readers refuse pages with longer sides, in points.
const LONGEST: f32 = 14_400.0;

/// The picture as a page of its size, told to readers of screens as one figure by this name.
///
/// # Errors
/// [`PictureError`]: not SVG, or nothing of any size.
pub fn pdf(svg: &str, title: &str) -> Result<Vec<u8>, PictureError> {
    let failed = |what: &str| PictureError::Failed(what.to_owned());
    let tree = read(svg)?;
    let size = tree.size();
    let scale = POINTS.min(LONGEST / size.width().max(size.height()));
    let (width, height) = (size.width() * scale, size.height() * scale);
    let settings = PageSettings::from_wh(width, height).ok_or_else(|| failed("it has no size"))?;
    let drawn = Size::from_wh(width, height).ok_or_else(|| failed("it has no size"))?;
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(title.to_owned()).creator("Cleave".to_owned()));
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    let figure = surface.start_tagged(ContentTag::Other);
    surface.push_transform(&Transform::identity());
    let whole = surface.draw_svg(&tree, drawn, SvgSettings::default());
    surface.pop();
    surface.end_tagged();
    surface.finish();
    page.finish();
    whole.ok_or_else(|| failed("a shape could not be drawn"))?;
    let mut tags = TagTree::new();
    tags.push(TagGroup::with_children(Tag::Figure(Some(title.to_owned())), vec![figure.into()]));
    document.set_tag_tree(tags);
    document.finish().map_err(|error| failed(&format!("{error:?}")))
}
