//! A drawing from elsewhere, cleaned: only shapes and text go onto the page, whatever it holds.

use crate::draw::escaped;
use roxmltree::{Document, Node, NodeType, ParsingOptions};
use std::fmt::Write;

/// The elements that draw and cannot do anything else.
const SHAPES: &[&str] = &[
    "svg",
    "g",
    "title",
    "desc",
    "defs",
    "clipPath",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "path",
    "text",
    "tspan",
    "linearGradient",
    "radialGradient",
    "stop",
];

/// The attributes that place and paint. None of them can name what is not in the drawing; see [`fine`].
const LOOKS: &[&str] = &[
    "id",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "dx",
    "dy",
    "width",
    "height",
    "viewBox",
    "d",
    "points",
    "transform",
    "fill",
    "fill-opacity",
    "fill-rule",
    "clip-rule",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-dasharray",
    "stroke-dashoffset",
    "opacity",
    "font-family",
    "font-size",
    "font-weight",
    "letter-spacing",
    "text-anchor",
    "clip-path",
    "offset",
    "stop-color",
    "stop-opacity",
    "role",
    "aria-label",
];

/// What a drawing says of itself.
pub(crate) fn described(text: &str) -> Option<String> {
    let document = Document::parse_with_options(text, ParsingOptions::default()).ok()?;
    let about = document.root_element().children().find(|child| child.tag_name().name() == "desc")?;
    about.text().map(str::to_owned)
}

/// The drawing as it may stand on a page, with ids of its own; nothing where it is none.
pub(crate) fn svg(text: &str) -> Option<String> {
    let document = Document::parse_with_options(text, ParsingOptions::default()).ok()?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return None;
    }
    let mut clean = String::with_capacity(text.len());
    // A walk with a place of its own, since a drawing may be nested deeply.
    let mut next = Some(root);
    while let Some(node) = next {
        let kept = open(&mut clean, node, node == root);
        let child = if kept { node.first_child() } else { None };
        next = child.or_else(|| after(&mut clean, node, root, kept));
    }
    Some(clean)
}

/// The node behind this one in the text, with everything closed that ends before it.
fn after<'a, 'd>(clean: &mut String, node: Node<'a, 'd>, root: Node<'a, 'd>, kept: bool) -> Option<Node<'a, 'd>> {
    if kept && node.is_element() {
        close(clean, node);
    }
    let mut at = node;
    loop {
        if at == root {
            return None;
        }
        if let Some(sibling) = at.next_sibling() {
            return Some(sibling);
        }
        at = at.parent()?;
        close(clean, at);
    }
}

fn close(clean: &mut String, node: Node<'_, '_>) {
    // Writing to a string cannot fail.
    let _ = write!(clean, "</{}>", node.tag_name().name());
}

/// Writes the beginning of a node. Answers whether it is kept.
fn open(clean: &mut String, node: Node<'_, '_>, is_root: bool) -> bool {
    match node.node_type() {
        NodeType::Text => {
            clean.push_str(&escaped(node.text().unwrap_or_default().trim_matches('\n')));
            false
        }
        NodeType::Element if SHAPES.contains(&node.tag_name().name()) => {
            let _ = write!(clean, "<{}", node.tag_name().name());
            if is_root {
                clean.push_str(" class=\"drawn map\"");
            }
            for attribute in node.attributes() {
                let name = attribute.name();
                if attribute.namespace().is_none() && LOOKS.contains(&name) && fine(attribute.value()) {
                    let value = if name == "id" { own(attribute.value()) } else { inside(attribute.value()) };
                    let _ = write!(clean, " {name}=\"{}\"", escaped(&value));
                }
            }
            clean.push('>');
            true
        }
        _ => false,
    }
}

/// Whether a value points at most into the drawing.
fn fine(value: &str) -> bool {
    let plain: String = value.to_lowercase().split_whitespace().collect();
    let fetches = plain.matches("url(").count() != plain.matches("url(#").count();
    !fetches && !plain.contains("javascript:") && !plain.contains("expression(") && !plain.contains('\\')
}

/// An id that no other on the page is.
fn own(id: &str) -> String {
    format!("map-{id}")
}

/// The same value, pointing at the ids as they are called here.
fn inside(value: &str) -> String {
    value.replace("url(#", "url(#map-")
}

#[cfg(test)]
mod tests {
    use super::{described, svg};

    #[test]
    fn a_drawing_may_say_how_to_read_it() {
        let drawn = |inside: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><title>t</title>{inside}</svg>");
        assert_eq!(described(&drawn("<desc>Blocks &amp; lines</desc>")).as_deref(), Some("Blocks & lines"));
        assert_eq!(described(&drawn("<g><desc>of a part</desc></g>")), None);
        assert_eq!(described("no drawing"), None);
    }

    #[test]
    fn shapes_and_text_stay() {
        let drawn = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" viewBox=\"0 0 4 4\"><clipPath id=\"c\"><rect x=\"1\"/></clipPath>\
                     <g clip-path=\"url(#c)\"><text fill=\"#000\">a &lt;b&gt; &amp; c</text></g><path d=\"M0 0\"/></svg>";
        assert_eq!(
            svg(drawn).unwrap(),
            "<svg class=\"drawn map\" width=\"4\" viewBox=\"0 0 4 4\"><clipPath id=\"map-c\"><rect x=\"1\"></rect></clipPath>\
             <g clip-path=\"url(#map-c)\"><text fill=\"#000\">a &lt;b&gt; &amp; c</text></g><path d=\"M0 0\"></path></svg>"
        );
    }

    #[test]
    fn what_runs_or_fetches_goes() {
        let drawn = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:x=\"http://www.w3.org/1999/xlink\" onload=\"alert(1)\">\
                     <script>alert(2)</script><style>@import 'http://a'</style><image x:href=\"http://b\"/>\
                     <rect fill=\"url( http://c )\" style=\"background:url(d)\" onclick=\"e()\" x=\"1\"/>\
                     <foreignObject><b/></foreignObject><a x:href=\"javascript:f()\"><text>g</text></a></svg>";
        assert_eq!(svg(drawn).unwrap(), "<svg class=\"drawn map\"><rect x=\"1\"></rect></svg>");
        assert!(svg("<html/>").is_none() && svg("no drawing <").is_none());
        assert!(svg("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg>&a;</svg>").is_none());
    }

    #[test]
    fn a_deep_drawing_does_not_overflow() {
        let drawn = format!("<svg>{}{}</svg>", "<g>".repeat(100_000), "</g>".repeat(100_000));
        assert_eq!(svg(&drawn).map(|clean| clean.matches("</g>").count()), Some(100_000));
    }
}
