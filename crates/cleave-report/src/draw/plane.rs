//! Where services stand between stability and contract: the plane of the main sequence.

use super::{LINE, SOFT, Svg, fit, n, width};
use std::collections::BTreeMap;

/// One service on the plane.
pub(crate) struct Point {
    pub(crate) name: String,
    /// 0 to 1.
    pub(crate) instability: f64,
    /// 0 to 1.
    pub(crate) contract: f64,
    /// A colour.
    pub(crate) hue: &'static str,
}

const SIDE: f64 = 260.0;
const LEFT: f64 = 40.0;
const TOP: f64 = 14.0;
/// Most names that are written; the others are told when one rests on their point.
const NAMED: usize = 24;

/// The plane with all points; those at one place are one point.
pub(crate) fn plane(points: &[Point], says: &str) -> String {
    let mut svg = Svg::default();
    let (left, top, side) = (LEFT, TOP, SIDE);
    let place = |x: f64, y: f64| (left + x * side, top + (1.0 - y) * side);
    svg.rect((left, top), (side, side), 3.0, &format!("fill=\"#fff\" stroke=\"{LINE}\""));
    let quarter = |x: f64, y: f64, dx: f64, dy: f64, sweep: u8| {
        let r = side * 0.42;
        format!(
            "M{} {}L{} {}A{r} {r} 0 0 {sweep} {} {}Z",
            n(x),
            n(y),
            n(x + dx * r),
            n(y),
            n(x),
            n(y + dy * r),
            r = n(r)
        )
    };
    svg.path(&quarter(left, top + side, 1.0, -1.0, 0), "fill=\"#fcecea\"");
    svg.path(&quarter(left + side, top, -1.0, 1.0, 0), "fill=\"#fcf2de\"");
    let band = side * 0.1;
    let d = format!(
        "M{l} {t}h{b}L{r} {u}V{e}h-{b}L{l} {d}Z",
        l = n(left),
        t = n(top),
        b = n(band),
        r = n(left + side),
        u = n(top + side - band),
        e = n(top + side),
        d = n(top + band)
    );
    svg.path(&d, &format!("fill=\"{}\"", super::SUNKEN));
    let diagonal = format!("M{} {}L{} {}", n(left), n(top), n(left + side), n(top + side));
    svg.path(&diagonal, &format!("stroke=\"{SOFT}\" stroke-dasharray=\"3 3\" fill=\"none\""));
    let soft = |anchor: &str| format!("text-anchor=\"{anchor}\" font-size=\"10\" fill=\"{SOFT}\"");
    svg.text((left + 8.0, top + side - 8.0), "Hard to change", &soft("start"));
    svg.text((left + side - 8.0, top + 16.0), "Unused contracts", &soft("end"));
    svg.text((left + side / 2.0, top + side + 22.0), "Instability", &soft("middle"));
    let turned = format!("{} transform=\"rotate(-90 12 {})\"", soft("middle"), n(top + side / 2.0));
    svg.text((12.0, top + side / 2.0), "Contract share", &turned);
    svg.text((left, top + side + 16.0), "0", &soft("middle"));
    svg.text((left + side, top + side + 16.0), "1", &soft("middle"));
    svg.text((left - 8.0, top + side), "0", &soft("end"));
    svg.text((left - 8.0, top + 8.0), "1", &soft("end"));

    let mut places: BTreeMap<(i64, i64), Vec<&Point>> = BTreeMap::new();
    for point in points {
        let (x, y) = place(point.instability, point.contract);
        places.entry((x.round() as i64, y.round() as i64)).or_default().push(point);
    }
    // The words in the corners are there already.
    let corners = [(left, top + side - 8.0, left + 90.0), (left + side - 110.0, top + 16.0, left + side)];
    let mut taken: Vec<(f64, f64, f64)> = corners.to_vec();
    for ((x, y), here) in &places {
        let at = (*x as f64, *y as f64);
        let names: Vec<&str> = here.iter().map(|point| point.name.as_str()).collect();
        let mut shape = Svg::default();
        let radius = 4.0 + (here.len() as f64).log2().min(4.0);
        shape.circle(at, radius, &format!("fill=\"{}\" stroke=\"#fff\" stroke-width=\"1.5\"", here[0].hue));
        svg.titled(&names.join(", "), shape);
        let label = match here.len() {
            1 => fit(&here[0].name, 110.0),
            2 => fit(&names.join(", "), 150.0),
            more => fit(&format!("{} and {} more", here[0].name, more - 1), 150.0),
        };
        if let Some(spot) =
            free(&taken, at, radius, width(&label), left + side).filter(|_| taken.len() < NAMED + corners.len())
        {
            let (x, y, anchor) = spot;
            svg.text((x, y), &label, &format!("text-anchor=\"{anchor}\" font-size=\"10\""));
            let from = if anchor == "start" { x } else { x - width(&label) };
            taken.push((from, y, from + width(&label)));
        }
    }
    svg.done(left + side + 12.0, top + side + 30.0, says)
}

/// Where a name beside a point lies on no other name, if there is such a place.
fn free(
    taken: &[(f64, f64, f64)],
    at: (f64, f64),
    radius: f64,
    wide: f64,
    right: f64,
) -> Option<(f64, f64, &'static str)> {
    let beside = radius + 4.0;
    let spots = [
        (at.0 + beside, at.1 + 3.5, "start"),
        (at.0 - beside, at.1 + 3.5, "end"),
        (at.0 + beside, at.1 - 9.0, "start"),
        (at.0 - beside, at.1 - 9.0, "end"),
        (at.0 + beside, at.1 + 15.0, "start"),
        (at.0 - beside, at.1 + 15.0, "end"),
    ];
    spots.into_iter().find(|(x, y, anchor)| {
        let from = if *anchor == "start" { *x } else { x - wide };
        let inside = from > LEFT + 2.0 && from + wide < right - 2.0 && *y > TOP + 8.0 && *y < TOP + SIDE - 2.0;
        inside && !taken.iter().any(|(a, line, b)| (line - y).abs() < 11.0 && from < *b && from + wide > *a)
    })
}
