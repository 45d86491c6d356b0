//! Where things stand: placements mention what they place by its id, so all ids are known first.

use super::{Builder, Seen};
use crate::entries::{Entries, Page};
use cleave_model::{Id, Kind, Placement, Point, Record, Size};

pub(super) fn placements(page: &Page, seen: &mut Seen, records: &mut Vec<Record>) {
    let mut found = Vec::new();
    for at in 0..seen.drafts.len() {
        if seen.drafts[at].kind != Kind::Placement {
            continue;
        }
        let entries = page.entries(seen.drafts[at].at);
        let Some(placement) = placement(entries) else { continue };
        if !seen.taken.insert(placement.id.clone()) {
            let hint = "Keep one of the two";
            page.tell(entries.node.span.clone(), format!("{} is placed already", placement.element), hint);
            continue;
        }
        seen.names.add(&placement.id, Kind::Placement, "", None);
        seen.drafts[at].id = placement.id.clone();
        found.push((at, placement));
    }
    for (at, placement) in found {
        // Of a piece, what has no place here needs none: a line that was left out, a view.
        let is_here = seen.names.kind(&placement.element).is_some() && placement.view.is_none();
        if page.is_fragment() && !is_here {
            continue;
        }
        let builder = Builder { page, seen, at, entries: page.entries(seen.drafts[at].at) };
        builder.known(builder.entries.arguments().next(), &placement.element, None);
        if let Some(view) = &placement.view {
            builder.known(builder.entries.property("view"), view, Some(Kind::View));
        }
        records.push(placement.into());
    }
}

fn placement(entries: Entries) -> Option<Placement> {
    let element = Id::new(entries.argument(0, "id of what is placed")?);
    let pair = |first: &str, second: &str| match (entries.whole::<i32>(first), entries.whole::<i32>(second)) {
        (Some(first), Some(second)) => Some((first, second)),
        (None, None) => None,
        _ => {
            let message = format!("{first} and {second} stand together");
            entries.page.tell(entries.node.span.clone(), message, "Write both or none");
            None
        }
    };
    let points = entries.text("points").map_or_else(Vec::new, |text| {
        let point = |pair: &str| {
            let (x, y) = pair.split_once(',')?;
            Some(Point { x: x.trim().parse().ok()?, y: y.trim().parse().ok()? })
        };
        let read: Option<Vec<Point>> = text.split_whitespace().map(point).collect();
        read.unwrap_or_else(|| {
            let span = entries.property("points").map_or(entries.node.span.clone(), |entry| entry.at.clone());
            entries.page.tell(span, "These are no points", "For example points=\"10,20 30,40\"");
            Vec::new()
        })
    });
    Some(Placement {
        at: pair("x", "y").map(|(x, y)| Point { x, y }),
        size: pair("width", "height").map(|(width, height)| Size { width, height }),
        collapsed: entries.truth("collapsed").unwrap_or(false),
        locked: entries.truth("locked").unwrap_or(false),
        order: entries.whole("order").unwrap_or(0),
        points,
        ..Placement::new(element, entries.text("view").map(Id::from))
    })
}
