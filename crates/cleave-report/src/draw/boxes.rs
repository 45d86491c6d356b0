//! Boxes for services, stores, events and outsiders: where they stand, how they look, where arrows leave them.

use super::{DATA, EVENT, LINE, SOFT, Svg, fit};
use crate::words::spoken;
use cleave_model::{Id, Kind, Model, Record};

/// How wide and high a box is.
pub(crate) const BOX: (f64, f64) = (124.0, 38.0);

/// The corner of each box, and the size of the picture.
pub(crate) type Placed = (Vec<(f64, f64)>, (f64, f64));

/// Places for boxes in at most four columns, with this gap between them: who starts stands left of what it ends at.
pub(crate) fn columns(many: usize, arrows: &[(usize, usize)], gap: f64) -> Placed {
    let mut column = vec![0usize; many];
    // Who waits for nobody comes next; in a circle, the first of those that are left.
    let mut placed = vec![false; many];
    for _ in 0..many {
        let free = |at: &usize| !placed[*at] && !arrows.iter().any(|(from, to)| to == at && !placed[*from]);
        let next = (0..many).find(free).or_else(|| placed.iter().position(|done| !done));
        let Some(next) = next else { break };
        let before = arrows.iter().filter(|(from, to)| *to == next && placed[*from]);
        column[next] = before.map(|(from, _)| (column[*from] + 1).min(3)).max().unwrap_or(0);
        placed[next] = true;
    }
    let mut filled = [0usize; 4];
    let (step, rows) = (BOX.0 + gap, BOX.1 + 18.0);
    let mut slots = vec![0; many];
    for (at, column) in column.iter().enumerate() {
        slots[at] = filled[*column];
        filled[*column] += 1;
    }
    let most = filled.iter().copied().max().unwrap_or(1);
    let columns = filled.iter().filter(|many| **many > 0).count();
    // Columns without boxes take no room.
    let shown = |column: usize| filled.iter().take(column).filter(|many| **many > 0).count();
    let places = (0..many)
        .map(|at| {
            let free = (most - filled[column[at]]) as f64 * rows / 2.0;
            (16.0 + shown(column[at]) as f64 * step, 16.0 + free + slots[at] as f64 * rows)
        })
        .collect();
    (places, (columns as f64 * step - gap + 32.0, most as f64 * rows - 18.0 + 32.0))
}

/// Where the line from the middle of a box towards a point leaves the box.
pub(crate) fn leaves(from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (wide, high) = (BOX.0 / 2.0, BOX.1 / 2.0);
    let share =
        (if dx == 0.0 { f64::MAX } else { wide / dx.abs() }).min(if dy == 0.0 { f64::MAX } else { high / dy.abs() });
    let share = share.min(1.0);
    (from.0 + dx * share, from.1 + dy * share)
}

/// The box of an element.
pub(crate) fn boxed(svg: &mut Svg, model: &Model, id: &Id, at: (f64, f64)) {
    framed(svg, model, id, at, &format!("stroke=\"{LINE}\""), "");
}

/// The box of an element in a frame of its own, with a word about it beside what it is.
pub(crate) fn framed(svg: &mut Svg, model: &Model, id: &Id, at: (f64, f64), frame: &str, word: &str) {
    let record = model.get(id);
    let kind = record.map(Record::kind);
    let (ink, radius, tag) = match kind {
        Some(Kind::DataStore) => (DATA, 3.0, "store"),
        Some(Kind::Event) => (EVENT, 18.0, "event"),
        Some(Kind::External) => (SOFT, 3.0, "external"),
        Some(Kind::Actor) => (SOFT, 18.0, "actor"),
        _ => (crate::page::hue(model, id), 7.0, ""),
    };
    let mut shape = Svg::default();
    shape.rect(at, BOX, radius, &format!("fill=\"#fff\" {frame}"));
    shape.rect((at.0 + 12.0, at.1 + BOX.1 / 2.0 - 4.0), (8.0, 8.0), 2.0, &format!("fill=\"{ink}\""));
    let name = record.map_or_else(|| id.as_str().to_owned(), |record| record.name().to_owned());
    let tags: Vec<&str> = [tag, word].into_iter().filter(|tag| !tag.is_empty()).collect();
    let lift = if tags.is_empty() { 4.0 } else { -1.0 };
    let look = "font-size=\"12\" font-weight=\"600\"";
    shape.text((at.0 + 27.0, at.1 + BOX.1 / 2.0 + lift), &fit(&name, 82.0), look);
    if !tags.is_empty() {
        let look = format!("font-size=\"9.5\" fill=\"{SOFT}\"");
        shape.text((at.0 + 27.0, at.1 + BOX.1 / 2.0 + 11.0), &tags.join(", "), &look);
    }
    svg.titled(&spoken(model, id), shape);
}
