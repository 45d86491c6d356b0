//! SVG in, pictures out.

use cleave_picture::{Kind, PictureError, pdf, png};
use resvg::tiny_skia::Pixmap;
use std::io::Read;
use std::path::Path;

fn svg(inside: &str) -> String {
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="10 10 200 100" font-family="&quot;Inter Variable&quot;, Inter, sans-serif"><title>Shop</title><rect x="10" y="10" width="200" height="100" fill="#ffffff"/>{inside}</svg>"##
    )
}

fn text(words: &str, more: &str) -> String {
    svg(&format!(r##"<text x="20" y="60" font-size="20" fill="#000000"{more}>{words}</text>"##))
}

fn pixels(svg: &str, scale: f32) -> Pixmap {
    Pixmap::decode_png(&png(svg, scale).expect("a picture")).expect("a PNG")
}

/// How many pixels are not white.
fn ink(svg: &str) -> usize {
    pixels(svg, 2.0).pixels().iter().filter(|p| p.red() < 128).count()
}

#[test]
fn a_png_is_as_large_as_its_scale_says() {
    for (scale, size) in [(0.5, (100, 50)), (1.0, (200, 100)), (3.0, (600, 300))] {
        let drawn = pixels(&svg(""), scale);
        assert_eq!((drawn.width(), drawn.height()), size);
    }
}

#[test]
fn text_is_drawn_in_its_weight() {
    let weights: Vec<usize> =
        ["", r#" font-weight="450" style="font-variation-settings:'wght' 450""#, r#" font-weight="600""#]
            .iter()
            .map(|more| ink(&text("orders", more)))
            .collect();
    assert!(weights[0] > 0 && weights.is_sorted_by(|a, b| a < b), "{weights:?}");
    let mono = r#" font-family="'JetBrains Mono Variable', 'JetBrains Mono', monospace""#;
    assert_ne!(ink(&text("orders", mono)), weights[0]);
}

#[test]
fn letters_of_other_scripts_are_not_boxes() {
    // Two letters that a font lacks look the same.
    for pair in [("Ω", "Ψ"), ("Ж", "Щ"), ("ệ", "ữ"), ("ł", "ő"), ("ѓ", "ҙ")] {
        assert_ne!(pixels(&text(pair.0, ""), 2.0).data(), pixels(&text(pair.1, ""), 2.0).data(), "{pair:?}");
    }
}

#[test]
fn dots_of_a_line_are_drawn() {
    let dots = r##"<path d="M20 50H200" fill="none" stroke="#000000" stroke-width="2" stroke-linecap="round" stroke-dasharray="0.01 4.4"/>"##;
    let (dotted, whole) = (ink(&svg(dots)), ink(&svg(&dots.replace(r#" stroke-dasharray="0.01 4.4""#, ""))));
    assert!(dotted > whole / 4 && dotted < whole * 3 / 4, "{dotted} of {whole}");
}

#[test]
fn what_does_not_fit_into_memory_is_refused_with_what_would() {
    let error = png(&svg(""), 100.0).expect_err("200 million pixels");
    assert!(matches!(error, PictureError::TooLarge { width: 20_000, height: 10_000, megabytes: 800, .. }), "{error:?}");
    assert!(error.to_string().contains("800 MB"));
    let PictureError::TooLarge { most, .. } = error else { panic!("{error:?}") };
    assert!(most > 70.0 && most < 71.0);
    for scale in [0.0, -1.0, f32::NAN, f32::INFINITY] {
        assert!(matches!(png(&svg(""), scale), Err(PictureError::Scale(_))), "{scale}");
    }
}

#[test]
fn nothing_outside_is_looked_at() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = folder.path().join("other.svg");
    std::fs::write(
        &other,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><rect width="99" height="99"/></svg>"#,
    )
    .expect("written");
    let drawn = svg(&format!(r#"<image x="20" y="20" width="50" height="50" href="{}"/>"#, other.display()));
    assert_eq!(ink(&drawn), 0);
}

#[test]
fn what_is_not_svg_is_refused() {
    for bad in ["", "words", "<svg", "<html/>", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"0\"/>"]
    {
        assert!(matches!(png(bad, 1.0), Err(PictureError::NotSvg(_))), "{bad}");
        assert!(matches!(pdf(bad, "x"), Err(PictureError::NotSvg(_))), "{bad}");
    }
}

#[test]
fn a_pdf_carries_its_fonts_and_its_text() {
    let bytes = pdf(&text("orders Ж", ""), "Shop <1>").expect("a page");
    assert!(bytes.starts_with(b"%PDF-1."));
    let all = inflated(&bytes);
    assert!(all.contains("/FontFile"), "no font embedded");
    // The map from glyphs back to letters: o and Ж.
    assert!(all.contains("<006F>") && all.contains("<0416>"), "no letters");
    assert!(all.contains("/Figure"), "no figure");
    assert_eq!(bytes, pdf(&text("orders Ж", ""), "Shop <1>").expect("a page"), "other bytes the second time");
}

#[test]
fn a_page_is_never_longer_than_readers_take() {
    let long = r#"<svg xmlns="http://www.w3.org/2000/svg" width="50000" height="100"><rect width="50000" height="100"/></svg>"#;
    let all = inflated(&pdf(long, "x").expect("a page"));
    let side = all.split("MediaBox[0 0 ").nth(1).and_then(|rest| rest.split(' ').next()).map(str::parse::<f32>);
    assert!(side.is_some_and(|side| side.is_ok_and(|side| side > 14_399.0 && side <= 14_400.0)), "{all}");
}

#[test]
fn the_ending_says_which_kind() {
    assert_eq!(Kind::of(Path::new("a/b.PNG")), Some(Kind::Png));
    assert_eq!(Kind::of(Path::new("b.svg")), Some(Kind::Svg));
    assert_eq!(Kind::of(Path::new("b.pdf")), Some(Kind::Pdf));
    assert_eq!(Kind::of(Path::new("pdf")), None);
    assert_eq!(Kind::of(Path::new("b.jpeg")), None);
}

/// Everything in a PDF that can be read, streams unpacked.
fn inflated(bytes: &[u8]) -> String {
    let mut all = String::from_utf8_lossy(bytes).into_owned();
    let starts = bytes.windows(7).enumerate().filter(|(_, w)| w == b"stream\n").map(|(at, _)| at + 7);
    for start in starts {
        let mut out = Vec::new();
        let _ = flate2::read::ZlibDecoder::new(&bytes[start..]).read_to_end(&mut out);
        all.push_str(&String::from_utf8_lossy(&out));
    }
    all
}
