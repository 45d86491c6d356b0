//! Small pictures of the page, written as SVG: shapes and text, nothing that runs or is fetched.

mod boxes;
pub(crate) mod change;
pub(crate) mod finding;
pub(crate) mod line;
pub(crate) mod matrix;
pub(crate) mod plane;
mod route;

use crate::words::visible;
use std::fmt::Write;

pub(crate) const INK: &str = "#1b1b19";
pub(crate) const SOFT: &str = "#53524d";
pub(crate) const LINE: &str = "#dad9d2";
pub(crate) const SUNKEN: &str = "#efefeb";
pub(crate) const BAD: &str = "#b3261e";
pub(crate) const CALL: &str = "#403f3a";
pub(crate) const EVENT: &str = "#7b4397";
pub(crate) const DATA: &str = "#855400";
pub(crate) const NEW: &str = "#1b6e40";

/// A picture being written. Lengths are px; y grows downwards.
#[derive(Default)]
pub(crate) struct Svg {
    body: String,
}

impl Svg {
    /// A rectangle; `look` are presentation attributes.
    pub(crate) fn rect(&mut self, at: (f64, f64), size: (f64, f64), radius: f64, look: &str) {
        let ((x, y), (w, h)) = (at, size);
        self.add(format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" {look}/>",
            n(x),
            n(y),
            n(w),
            n(h),
            n(radius)
        ));
    }

    pub(crate) fn circle(&mut self, at: (f64, f64), radius: f64, look: &str) {
        self.add(format!("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" {look}/>", n(at.0), n(at.1), n(radius)));
    }

    pub(crate) fn path(&mut self, d: &str, look: &str) {
        self.add(format!("<path d=\"{d}\" {look}/>"));
    }

    /// A line of text; `look` says anchor, size and colour.
    pub(crate) fn text(&mut self, at: (f64, f64), text: &str, look: &str) {
        self.add(format!("<text x=\"{}\" y=\"{}\" {look}>{}</text>", n(at.0), n(at.1), escaped(text)));
    }

    /// Shapes that were drawn apart.
    pub(crate) fn shapes(&mut self, shapes: Self) {
        self.add(shapes.body);
    }

    /// Shapes that say something when one rests on them.
    pub(crate) fn titled(&mut self, title: &str, shapes: Self) {
        self.add(format!("<g><title>{}</title>{}</g>", escaped(title), shapes.body));
    }

    /// The head of an arrow that ends at `to` and comes from `from`.
    pub(crate) fn arrow(&mut self, from: (f64, f64), to: (f64, f64), colour: &str) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy).max(0.01);
        let (ux, uy) = (dx / length, dy / length);
        let (bx, by) = (to.0 - 8.0 * ux, to.1 - 8.0 * uy);
        let d = format!(
            "M{} {}L{} {}L{} {}Z",
            n(to.0),
            n(to.1),
            n(bx - 4.0 * uy),
            n(by + 4.0 * ux),
            n(bx + 4.0 * uy),
            n(by - 4.0 * ux)
        );
        self.path(&d, &format!("fill=\"{colour}\""));
    }

    /// The whole picture, with the sentence that stands for it where it cannot be seen.
    pub(crate) fn done(self, width: f64, height: f64, says: &str) -> String {
        format!(
            "<svg class=\"drawn\" role=\"img\" aria-label=\"{}\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" font-size=\"11\" fill=\"{INK}\">{}</svg>",
            escaped(says),
            self.body,
            w = n(width),
            h = n(height)
        )
    }

    fn add(&mut self, shape: String) {
        self.body.push_str(&shape);
    }
}

/// A length with at most one decimal, the same on every machine.
pub(crate) fn n(length: f64) -> String {
    let tenths = (length * 10.0).round() as i64;
    let mut text = String::new();
    if tenths < 0 {
        text.push('-');
    }
    let tenths = tenths.unsigned_abs();
    // Writing to a string cannot fail.
    let _ = write!(text, "{}", tenths / 10);
    if !tenths.is_multiple_of(10) {
        let _ = write!(text, ".{}", tenths % 10);
    }
    text
}

/// Text inside an element or a quoted attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in visible(text).chars() {
        match character {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            other => shown.push(other),
        }
    }
    shown
}

/// About how wide a text is, in px at size 11: wide letters count double. Without the font this is as near as it gets.
pub(crate) fn width(text: &str) -> f64 {
    visible(text).chars().map(|c| if ('\u{1100}'..).contains(&c) { 12.0 } else { 6.2 }).sum()
}

/// The beginning of a text that is no wider than this, with an ellipsis where something is cut.
pub(crate) fn fit(text: &str, most: f64) -> String {
    let text = visible(text);
    if width(&text) <= most {
        return text;
    }
    let mut kept = String::new();
    for character in text.chars() {
        kept.push(character);
        if width(&kept) > most - 8.0 {
            kept.pop();
            break;
        }
    }
    kept.trim_end().to_owned() + "…"
}

/// A circle for a call, a diamond for an event, a square for data, a ring for what is only declared.
pub(crate) fn sign(svg: &mut Svg, kind: &str, at: (f64, f64), size: f64, bad: bool) {
    let (x, y) = at;
    let colour = |own: &'static str| if bad { BAD } else { own };
    match kind {
        "call" => svg.circle(at, size, &format!("fill=\"{}\"", colour(CALL))),
        "event" => {
            let r = size * 1.3;
            let d =
                format!("M{} {}L{} {}L{} {}L{} {}Z", n(x), n(y - r), n(x + r), n(y), n(x), n(y + r), n(x - r), n(y));
            svg.path(&d, &format!("fill=\"#fff\" stroke=\"{}\" stroke-width=\"1.4\"", colour(EVENT)));
        }
        "data" => {
            svg.rect((x - size, y - size), (2.0 * size, 2.0 * size), 1.0, &format!("fill=\"{}\"", colour(DATA)));
        }
        _ => svg.circle(at, size, &format!("fill=\"#fff\" stroke=\"{}\" stroke-width=\"1.4\"", colour(SOFT))),
    }
}

#[cfg(test)]
mod tests {
    use super::{fit, n};

    #[test]
    fn lengths_are_short_and_texts_fit() {
        assert_eq!([n(1.0), n(-0.26), n(12.349), n(-0.01)], ["1", "-0.3", "12.3", "0"]);
        assert_eq!(fit("orders", 60.0), "orders");
        assert_eq!(fit("a_very_long_name_indeed", 60.0), "a_very_l…");
        assert_eq!(fit("<b>\u{202e}", 400.0), "<b>\\u{202e}");
    }
}
