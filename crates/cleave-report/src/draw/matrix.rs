//! The dependency matrix: a row uses a column, in an order in which marks above the diagonal point backwards.

use super::{BAD, LINE, NEW, SOFT, SUNKEN, Svg, escaped, fit, sign};
use cleave_analysis::{Bond, Structure};

/// Most rows that can still be read on a page.
pub(crate) const MOST: usize = 60;

const LABELS: f64 = 150.0;
const HEAD: f64 = 26.0;

/// What else is said of a dependency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// The policy forbids it.
    pub(crate) forbidden: bool,
    /// It was not there in what is compared with.
    pub(crate) new: bool,
}

/// The matrix of these parts; `names` are theirs, in the order of the structure, and `marks` of its bonds.
pub(crate) fn matrix(structure: &Structure, names: &[String], marks: &[Marks], says: &str) -> String {
    let count = structure.order.len();
    let cell = (640.0 / count.max(1) as f64).clamp(10.0, 32.0);
    let (left, top) = (LABELS, HEAD);
    let at = |place: u32| f64::from(place) * cell;
    let size = cell * count as f64;
    let mut svg = Svg::default();
    svg.rect((left, top), (size, size), 3.0, &format!("fill=\"#fff\" stroke=\"{LINE}\""));
    for place in 0..count {
        let offset = cell * place as f64;
        svg.rect((left + offset, top + offset), (cell, cell), 0.0, &format!("fill=\"{SUNKEN}\""));
        if place > 0 {
            let line = format!(
                "M{l} {y}h{s}M{x} {t}v{s}",
                l = super::n(left),
                y = super::n(top + offset),
                s = super::n(size),
                x = super::n(left + offset),
                t = super::n(top)
            );
            svg.path(&line, "stroke=\"#e8e7e2\" stroke-width=\"1\" fill=\"none\"");
        }
    }
    let small = if cell < 16.0 { 8.0 } else { 11.0 };
    for (place, name) in names.iter().enumerate() {
        let middle = cell * (place as f64 + 0.5) + small * 0.36;
        let look = format!("text-anchor=\"end\" font-size=\"{small}\"");
        let mut label = Svg::default();
        label.text((left - 8.0, top + middle), &fit(name, (LABELS - 44.0) * 11.0 / small), &look);
        svg.titled(name, label);
        let number = (place + 1).to_string();
        svg.text((4.0, top + middle), &number, &format!("font-size=\"{small}\" fill=\"{SOFT}\""));
        let look = format!("text-anchor=\"middle\" font-size=\"{small}\" fill=\"{SOFT}\"");
        svg.text((left + cell * (place as f64 + 0.5), top - 8.0), &number, &look);
    }
    let tangled = |one: u32, other: u32| {
        structure.tangles.iter().any(|(first, many)| {
            let inside = |place: u32| (*first..first + many).contains(&place);
            inside(one) && inside(other)
        })
    };
    for (at_bond, bond) in structure.bonds.iter().enumerate() {
        let marks = marks.get(at_bond).copied().unwrap_or_default();
        let bad = tangled(bond.from, bond.to) || marks.forbidden;
        let mut mark = Svg::default();
        if bad {
            mark.rect(
                (left + at(bond.to) + 0.5, top + at(bond.from) + 0.5),
                (cell - 1.0, cell - 1.0),
                0.0,
                "fill=\"#fcecea\"",
            );
        }
        let middle = (left + at(bond.to) + cell / 2.0, top + at(bond.from) + cell / 2.0);
        sign(&mut mark, kind(bond), middle, (cell / 6.0).min(4.5), bad);
        let corner = (left + at(bond.to), top + at(bond.from));
        if marks.forbidden {
            forbidden(&mut mark, corner, cell);
        }
        if marks.new {
            new(&mut mark, corner, cell);
        }
        let name = |place: u32| names.get(place as usize).map_or("", String::as_str);
        let words = match marks {
            Marks { forbidden: true, new: true } => ", new, forbidden",
            Marks { forbidden: true, new: false } => ", forbidden",
            Marks { forbidden: false, new: true } => ", new",
            Marks { .. } => "",
        };
        svg.titled(&format!("{} uses {}: {}{words}", name(bond.from), name(bond.to), reasons(bond)), mark);
    }
    for (first, many) in &structure.tangles {
        let side = f64::from(*many) * cell;
        let look = format!("fill=\"none\" stroke=\"{BAD}\" stroke-width=\"1.8\"");
        svg.rect((left + at(*first), top + at(*first)), (side, side), 3.0, &look);
    }
    svg.done(left + size + 2.0, top + size + 2.0, says)
}

/// A bar through the cell.
fn forbidden(svg: &mut Svg, (x, y): (f64, f64), cell: f64) {
    let line = format!("M{} {}l{s} {s}", super::n(x + 2.0), super::n(y + 2.0), s = super::n(cell - 4.0));
    svg.path(&line, &format!("stroke=\"{BAD}\" stroke-width=\"1.5\" fill=\"none\""));
}

/// A corner of the cell.
fn new(svg: &mut Svg, (x, y): (f64, f64), cell: f64) {
    let side = (cell / 3.0).min(8.0);
    let corner = format!("M{} {}h{s}v{s}z", super::n(x + cell - side - 0.5), super::n(y + 0.5), s = super::n(side));
    svg.path(&corner, &format!("fill=\"{NEW}\""));
}

/// The strongest reason of a bond.
fn kind(bond: &Bond) -> &'static str {
    match bond {
        Bond { calls: 1.., .. } => "call",
        Bond { data: 1.., .. } => "data",
        Bond { events: 1.., .. } => "event",
        _ => "declared",
    }
}

fn reasons(bond: &Bond) -> String {
    let all = [
        (bond.calls, "call", "calls"),
        (bond.data, "data access", "data accesses"),
        (bond.events, "subscription", "subscriptions"),
        (bond.declared, "declared dependency", "declared dependencies"),
    ];
    let said: Vec<String> = all
        .iter()
        .filter(|(many, ..)| *many > 0)
        .map(|(many, one, more)| crate::words::counted(*many, one, more))
        .collect();
    said.join(", ")
}

/// What the marks mean, as small pictures with words; forbidden and new ones only where there are any.
pub(crate) fn legend(marks: &[Marks]) -> String {
    let mut kinds = vec![("call", "call"), ("event", "event"), ("data", "data"), ("declared", "declared")];
    if marks.iter().any(|marks| marks.forbidden) {
        kinds.push(("forbidden", "forbidden by the policy"));
    }
    if marks.iter().any(|marks| marks.new) {
        kinds.push(("new", "new"));
    }
    let one = |(kind, word): &(&str, &str)| {
        let mut svg = Svg::default();
        match *kind {
            "forbidden" => forbidden(&mut svg, (0.0, 0.0), 14.0),
            "new" => new(&mut svg, (2.0, 2.0), 10.0),
            kind => sign(&mut svg, kind, (7.0, 7.0), 4.0, false),
        }
        let drawn = svg.done(14.0, 14.0, word).replace(" role=\"img\"", " aria-hidden=\"true\"");
        let drawn = drawn.replace(&format!(" aria-label=\"{}\"", escaped(word)), "");
        format!("<span class=\"key\">{drawn}{word}</span>")
    };
    kinds.iter().map(one).collect()
}
