//! A finding as a picture of only what is involved: boxes for services, stores and events, arrows for the evidence.

use super::boxes::{BOX, boxed, columns, leaves};
use super::{BAD, CALL, DATA, EVENT, SOFT, SUNKEN, Svg, fit, n, width};
use crate::words::{spoken, visible};
use cleave_analysis::{Evidence, Finding};
use cleave_model::{Id, Model, Record, Severity};
use std::collections::BTreeMap;

/// Most boxes in one picture.
const MOST: usize = 12;
/// Most arrows that carry words.
const NAMED: usize = 6;
/// Between two columns.
const GAP: f64 = 88.0;
/// Pictures up to this width stand beside the words.
const BESIDE: f64 = 372.0;

/// The arrows from one box to another, as one.
struct Arrow {
    from: usize,
    to: usize,
    kind: String,
    label: String,
    many: usize,
}

/// What is drawn, and where.
struct Sketch {
    boxes: Vec<Id>,
    arrows: Vec<Arrow>,
    places: Vec<(f64, f64)>,
    size: (f64, f64),
}

/// A picture and the sentence that stands for it.
pub(crate) struct Picture {
    pub(crate) svg: String,
    /// Whether it needs the whole width.
    pub(crate) wide: bool,
}

/// The picture of a finding; none where there is nothing to draw or too much.
pub(crate) fn picture(model: &Model, finding: &Finding) -> Option<Picture> {
    let whole = finding.path.len() > 2 && finding.path.iter().all(|id| model.service(id).is_some());
    let (boxes, arrows) = involved(model, finding, whole);
    if boxes.len() < 2 || boxes.len() > MOST || arrows.is_empty() {
        return None;
    }
    let colour = if finding.severity == Severity::Error { Some(BAD) } else { None };
    let says = says(model, &boxes, &arrows);
    let svg = if let [one, other] = arrows.as_slice()
        && boxes.len() == 2
        && (one.from, one.to) == (other.to, other.from)
    {
        pair(model, &boxes, [one, other], colour, &says)
    } else {
        let ring = ring(model, finding, &boxes);
        let sketch = match ring {
            Some(order) => on_a_ring(boxes, arrows, &order),
            None => in_columns(boxes, arrows),
        };
        let wide = sketch.size.0 > BESIDE;
        return Some(Picture { svg: drawn(model, &sketch, colour, &says), wide });
    };
    Some(Picture { svg, wide: false })
}

/// The boxes and arrows of the evidence. Ends lie in their services where the finding is about services only; else
/// stores and events stand by themselves.
fn involved(model: &Model, finding: &Finding, whole: bool) -> (Vec<Id>, Vec<Arrow>) {
    let mut boxes: Vec<Id> = Vec::new();
    let mut arrows: Vec<Arrow> = Vec::new();
    let mut known: BTreeMap<Id, usize> = BTreeMap::new();
    let mut of = |boxes: &mut Vec<Id>, id: &Id| {
        let alone = matches!(model.get(id), Some(Record::Event(_) | Record::DataStore(_))) && !whole;
        let holder =
            if alone { id.clone() } else { model.service_of(id).map_or(id, |service| &service.head.id).clone() };
        *known.entry(holder.clone()).or_insert_with(|| {
            boxes.push(holder);
            boxes.len() - 1
        })
    };
    for id in finding.path.iter().filter(|_| whole) {
        of(&mut boxes, id);
    }
    for evidence in &finding.evidence {
        let (from, to) = (of(&mut boxes, &evidence.from), of(&mut boxes, &evidence.to));
        if from == to {
            continue;
        }
        match arrows.iter_mut().find(|arrow| (arrow.from, arrow.to) == (from, to)) {
            Some(arrow) => {
                let word = label(model, evidence);
                if matches!(&*evidence.kind, "read" | "write") {
                    if !arrow.label.contains(&word) {
                        arrow.label = format!("{}, {word}", arrow.label);
                    }
                } else {
                    arrow.many += 1;
                }
            }
            None => {
                arrows.push(Arrow { from, to, kind: evidence.kind.to_string(), label: label(model, evidence), many: 1 })
            }
        }
        // What is too much is not drawn anyway.
        if boxes.len() > MOST {
            break;
        }
    }
    (boxes, arrows)
}

/// What stands at an arrow: the route or name that is called, the event, or what is done to the data.
fn label(model: &Model, evidence: &Evidence) -> String {
    match model.get(&evidence.to) {
        Some(Record::Operation(operation)) => match (&operation.verb, &operation.path) {
            (Some(verb), Some(path)) => format!("{} {path}", verb.word().to_uppercase()),
            (None, Some(path)) => path.clone(),
            _ => operation.head.name.clone(),
        },
        Some(Record::Event(event)) => event.head.name.clone(),
        _ => evidence.kind.to_string(),
    }
}

/// The boxes in the order of the circle, where the finding is one that holds all of them.
fn ring(model: &Model, finding: &Finding, boxes: &[Id]) -> Option<Vec<usize>> {
    let (first, last) = (finding.path.first()?, finding.path.last()?);
    if first != last {
        return None;
    }
    let mut order: Vec<usize> = Vec::new();
    for id in finding.path.iter().take(finding.path.len() - 1) {
        let service = model.service_of(id).map(|service| &service.head.id);
        let place = boxes.iter().position(|held| held == id || Some(held) == service)?;
        if !order.contains(&place) {
            order.push(place);
        }
    }
    (order.len() == boxes.len()).then_some(order)
}

/// The upper half from left to right, the rest back below.
fn on_a_ring(boxes: Vec<Id>, arrows: Vec<Arrow>, order: &[usize]) -> Sketch {
    let columns = order.len().div_ceil(2);
    let (step, rows) = (BOX.0 + GAP, 92.0);
    let mut places = vec![(0.0, 0.0); boxes.len()];
    for (at, place) in order.iter().enumerate() {
        let (column, row) = if at < columns { (at, 0) } else { (2 * columns - 1 - at, 1) };
        places[*place] = (16.0 + column as f64 * step, 16.0 + f64::from(row) * rows);
    }
    let size = (columns as f64 * step - GAP + 32.0, rows + BOX.1 + 32.0);
    Sketch { boxes, arrows, places, size }
}

/// Who starts stands left of what it ends at.
fn in_columns(boxes: Vec<Id>, arrows: Vec<Arrow>) -> Sketch {
    let ends: Vec<(usize, usize)> = arrows.iter().map(|arrow| (arrow.from, arrow.to)).collect();
    let (places, size) = columns(boxes.len(), &ends, GAP);
    Sketch { boxes, arrows, places, size }
}

/// Two that depend on each other: one arrow above, one below.
fn pair(model: &Model, boxes: &[Id], arrows: [&Arrow; 2], colour: Option<&str>, says: &str) -> String {
    let (wide, high) = (348.0, 150.0);
    let mut svg = Svg::default();
    svg.rect((0.0, 0.0), (wide, high), 10.0, &format!("fill=\"{SUNKEN}\""));
    let left = (12.0, 56.0);
    let right = (wide - 12.0 - BOX.0, 56.0);
    let first = arrows.into_iter().find(|arrow| arrow.from == 0).unwrap_or(arrows[0]);
    let second = if std::ptr::eq(first, arrows[0]) { arrows[1] } else { arrows[0] };
    let (x1, x2) = (left.0 + BOX.0 / 2.0, right.0 + BOX.0 / 2.0);
    for (number, arrow, up) in [(1, first, true), (2, second, false)] {
        let ink = colour.unwrap_or_else(|| of_kind(&arrow.kind));
        let (edge, line) = if up { (56.0, 20.0) } else { (56.0 + BOX.1, high - 20.0) };
        let (from, to) = if up { (x1, x2) } else { (x2, x1) };
        let (bend, way) = (if up { 8.0 } else { -8.0 }, (to - from).signum());
        let d = format!(
            "M{} {}V{}Q{} {} {} {}H{}Q{} {} {} {}V{}",
            n(from),
            n(edge),
            n(line + bend),
            n(from),
            n(line),
            n(from + 8.0 * way),
            n(line),
            n(to - 8.0 * way),
            n(to),
            n(line),
            n(to),
            n(line + bend),
            n(edge)
        );
        svg.path(&d, &format!("fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.8\""));
        svg.arrow((to, line), (to, edge), ink);
        let text = fit(&with_count(arrow), 118.0);
        let taken = width(&text) * 1.06 + 34.0;
        let from = wide / 2.0 - taken / 2.0;
        svg.rect((from, line - 10.0), (taken, 20.0), 0.0, &format!("fill=\"{SUNKEN}\""));
        svg.circle((from + 13.0, line), 9.0, &format!("fill=\"#fcecea\" stroke=\"{ink}\" stroke-width=\"1.4\""));
        let middle = format!("text-anchor=\"middle\" font-size=\"10.5\" font-weight=\"600\" fill=\"{ink}\"");
        svg.text((from + 13.0, line + 3.7), &number.to_string(), &middle);
        svg.text((from + 28.0, line + 3.7), &text, "font-size=\"10.5\" class=\"mono\"");
    }
    for (place, id) in [left, right].into_iter().zip(boxes) {
        boxed(&mut svg, model, id, place);
    }
    svg.done(wide, high, says)
}

fn drawn(model: &Model, sketch: &Sketch, colour: Option<&str>, says: &str) -> String {
    let Sketch { boxes, arrows, places, size } = sketch;
    let mut svg = Svg::default();
    svg.rect((0.0, 0.0), *size, 10.0, &format!("fill=\"{SUNKEN}\""));
    let middle = |at: usize| (places[at].0 + BOX.0 / 2.0, places[at].1 + BOX.1 / 2.0);
    let mut labels = Svg::default();
    for arrow in arrows {
        let ink = colour.unwrap_or_else(|| of_kind(&arrow.kind));
        let (mut from, mut to) = (middle(arrow.from), middle(arrow.to));
        if arrows.iter().any(|other| (other.from, other.to) == (arrow.to, arrow.from)) {
            // Two arrows between the same boxes run side by side.
            let (dx, dy) = (to.0 - from.0, to.1 - from.1);
            let length = dx.hypot(dy).max(0.01);
            let (ox, oy) = (-dy / length * 6.0, dx / length * 6.0);
            (from, to) = ((from.0 + ox, from.1 + oy), (to.0 + ox, to.1 + oy));
        }
        let (start, end) = (leaves(from, to), leaves(to, from));
        let dashed =
            if arrow.kind == "subscribe" || arrow.kind == "publish" { " stroke-dasharray=\"5 4\"" } else { "" };
        let d = format!("M{} {}L{} {}", n(start.0), n(start.1), n(end.0), n(end.1));
        svg.path(&d, &format!("fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.6\"{dashed}"));
        svg.arrow(start, end, ink);
        // Between boxes above each other there is no room for words.
        if arrows.len() <= NAMED && (to.0 - from.0).abs() > BOX.0 {
            let text = fit(&with_count(arrow), 66.0);
            let (x, y) = (start.0 + (end.0 - start.0) * 0.46, start.1 + (end.1 - start.1) * 0.46);
            let taken = width(&text) * 0.95 + 6.0;
            labels.rect((x - taken / 2.0, y - 7.0), (taken, 14.0), 3.0, &format!("fill=\"{SUNKEN}\""));
            let look = format!("text-anchor=\"middle\" font-size=\"10\" class=\"mono\" fill=\"{SOFT}\"");
            labels.text((x, y + 3.5), &text, &look);
        }
    }
    for (place, id) in places.iter().zip(boxes) {
        boxed(&mut svg, model, id, *place);
    }
    svg.titled(says, labels);
    svg.done(size.0, size.1, says)
}

fn of_kind(kind: &str) -> &'static str {
    match kind {
        "publish" | "subscribe" => EVENT,
        "read" | "write" => DATA,
        _ => CALL,
    }
}

fn with_count(arrow: &Arrow) -> String {
    let label = visible(&arrow.label);
    if arrow.many > 1 { format!("{label} +{}", arrow.many - 1) } else { label }
}

fn says(model: &Model, boxes: &[Id], arrows: &[Arrow]) -> String {
    let name = |at: usize| boxes.get(at).map_or_else(String::new, |id| spoken(model, id));
    let lines: Vec<String> = arrows.iter().map(|arrow| format!("{} → {}", name(arrow.from), name(arrow.to))).collect();
    format!("Picture: {}", lines.join(", "))
}

#[cfg(test)]
mod tests {
    use super::picture;
    use cleave_analysis::analyse;

    fn drawn(design: &str, rule: &str) -> Option<String> {
        let model = cleave_text::parse(&format!("cleave 1\ndesign shop\n{design}")).unwrap();
        let analysis = analyse(&model);
        let finding = analysis.findings.iter().find(|finding| finding.rule == rule).unwrap();
        picture(&model, finding).map(|picture| picture.svg)
    }

    #[test]
    fn a_pair_a_ring_and_a_store_are_drawn() {
        let pair = drawn("service a { event One; calls b }\nservice b { event Two; calls a }", "cycle-sync").unwrap();
        assert!(pair.contains("Picture: a → b, b → a") || pair.contains("Picture: b → a, a → b"), "{pair}");
        let ring = drawn("service a { calls b }\nservice b { calls c }\nservice c { calls a }", "cycle-sync").unwrap();
        assert!(ring.matches("<rect").count() > 6, "{ring}");
        let store =
            drawn("service a { store db; writes db }\nservice b { writes a.db }", "foreign-store-access").unwrap();
        assert!(store.contains("Picture: b → a.db") && store.contains(">store<"), "{store}");
    }

    #[test]
    fn names_stay_text_and_too_much_is_left_out() {
        let name = "<script>alert(1)</script>";
        let pair = drawn(
            &format!("service \"{name}\" {{ event One; calls b }}\nservice b {{ event Two; calls \"{name}\" }}"),
            "cycle-sync",
        )
        .unwrap();
        assert!(!pair.contains("<script") && pair.contains("&lt;script&gt;"), "{pair}");
        let many: String = (0..20).map(|at| format!("service s{at} {{ calls s{} }}\n", (at + 1) % 20)).collect();
        assert!(drawn(&many, "cycle-sync").is_none());
    }
}
