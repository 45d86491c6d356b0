//! Where everything of a synthetic design stands: services in rows, domains on shelves, nothing on top of another.

use super::{domains::Region, services::Made};
use crate::{Placement, Point, Record, Size};

/// Everything stands on multiples of this, in px.
const GRID: i32 = 20;
/// How wide a service is drawn.
const WIDE: i32 = 196;
/// From one service to the next, with room for connections between them.
const STEP: i32 = 280;
/// Between a domain's border and what stands in it; the title of an inner domain stands above its border.
const PAD: i32 = 40;
const TITLE: i32 = 40;
/// Between services above one another, and between domains.
const GAP: i32 = 60;

pub(super) fn place(regions: &[Region], made: &[Made], records: &mut Vec<Record>) {
    let mut cards: Vec<Vec<&Made>> = regions.iter().map(|_| Vec::new()).collect();
    for service in made {
        cards[service.domain].push(service);
    }
    let grids: Vec<Grid> = cards.iter().map(|of| Grid::of(of)).collect();
    let mut sizes: Vec<(i32, i32)> = grids.iter().map(|grid| grid.size).collect();
    // Inner domains on shelves of their outer one, outer ones on shelves of the sheet.
    let outers: Vec<usize> = (0..regions.len()).filter(|at| regions[*at].outer.is_none()).collect();
    let mut offsets = vec![(0, 0); regions.len()];
    for outer in &outers {
        let inner: Vec<usize> = (0..regions.len()).filter(|at| regions[*at].outer == Some(*outer)).collect();
        let (places, size) = shelves(&inner.iter().map(|at| sizes[*at]).collect::<Vec<_>>());
        for (at, (x, y)) in inner.iter().zip(places) {
            offsets[*at] = (x + PAD, y + PAD + TITLE);
        }
        sizes[*outer] = (size.0 + 2 * PAD, size.1 + 2 * PAD + TITLE);
    }
    let (places, _) = shelves(&outers.iter().map(|at| sizes[*at]).collect::<Vec<_>>());
    for (at, place) in outers.iter().zip(places) {
        offsets[*at] = place;
    }
    for (at, region) in regions.iter().enumerate() {
        let around = region.outer.map_or((0, 0), |outer| offsets[outer]);
        let corner = (around.0 + offsets[at].0, around.1 + offsets[at].1);
        let size = Size { width: sizes[at].0, height: sizes[at].1 };
        records.push(stands(&region.id, corner, Some(size)));
        for (service, (x, y)) in cards[at].iter().zip(&grids[at].places) {
            records.push(stands(&service.id, (corner.0 + x, corner.1 + y), None));
        }
    }
}

fn stands(element: &crate::Id, (x, y): (i32, i32), size: Option<Size>) -> Record {
    Placement { at: Some(Point { x, y }), size, ..Placement::new(element.clone(), None) }.into()
}

/// How high a service is drawn: its header, its API's name, a row for each operation, then its store and events.
fn height(service: &Made) -> i32 {
    let rows = |count: usize| i32::try_from(count).unwrap_or(0) * 24;
    let own = service.events.len() + usize::from(service.store.is_some());
    let divider = if own > 0 { 7 } else { 0 };
    43 + 20 + rows(service.operations.len()) + divider + rows(own) + 5
}

/// Services in rows, somewhat wider than high.
struct Grid {
    places: Vec<(i32, i32)>,
    size: (i32, i32),
}

impl Grid {
    fn of(cards: &[&Made]) -> Self {
        let mut across = 1;
        while across * across * 10 < cards.len() * 11 {
            across += 1;
        }
        let mut places = Vec::new();
        let (mut y, mut width) = (PAD, 0);
        for row in cards.chunks(across) {
            let xs = (0..).map(|at| PAD + at * STEP);
            places.extend(row.iter().zip(xs).map(|(_, x)| (x, y)));
            width = width.max(i32::try_from(row.len()).unwrap_or(0) * STEP);
            y += up(row.iter().map(|card| height(card)).max().unwrap_or(0) + GAP);
        }
        let size = (up((width - STEP + WIDE).max(WIDE) + 2 * PAD), up((y - GAP).max(PAD) + PAD));
        Self { places, size }
    }
}

/// Boxes beside one another on shelves, the highest first: where each stands, and how much room they take.
fn shelves(boxes: &[(i32, i32)]) -> (Vec<(i32, i32)>, (i32, i32)) {
    let area: i64 = boxes.iter().map(|(w, h)| i64::from(w + GAP) * i64::from(h + GAP + TITLE)).sum();
    let widest = boxes.iter().map(|(w, _)| *w).max().unwrap_or(0);
    // As wide as a screen is to its height.
    let mut wanted = i64::from(widest);
    while wanted * wanted < area * 8 / 5 {
        wanted += 200;
    }
    let mut order: Vec<usize> = (0..boxes.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(boxes[*at].1), *at));
    let mut places = vec![(0, 0); boxes.len()];
    let (mut x, mut y, mut shelf) = (0, 0, 0);
    let mut taken = (0, 0);
    for at in order {
        let (w, h) = boxes[at];
        if x > 0 && i64::from(x + w) > wanted {
            (x, y, shelf) = (0, y + shelf + GAP + TITLE, 0);
        }
        places[at] = (x, y);
        shelf = shelf.max(h);
        taken = (taken.0.max(x + w), taken.1.max(y + h));
        x = up(x + w + GAP);
    }
    (places, taken)
}

/// Up to the grid.
fn up(length: i32) -> i32 {
    length.div_euclid(GRID) * GRID + if length % GRID == 0 { 0 } else { GRID }
}
