//! What changed between two states of a design as a picture: what came has a thick frame, what went a broken one, and
//! each arrow a sign.

use super::boxes::{BOX, columns, framed};
use super::route::Routes;
use super::{BAD, CALL, DATA, LINE, NEW, SOFT, SUNKEN, Svg, n};
use crate::changes::{ChangeMap, Mark, Way};
use crate::words::spoken;
use cleave_model::Model;

/// Most boxes in the picture.
pub(crate) const MOST: usize = 24;
/// Between two columns: four of them fill the page.
const GAP: f64 = 76.0;

/// The picture of a map.
pub(crate) fn picture(before: &Model, now: &Model, map: &ChangeMap) -> String {
    let ends: Vec<(usize, usize)> = map.ways.iter().map(|way| (way.from, way.to)).collect();
    let (places, mut size) = columns(map.places.len(), &ends, GAP);
    let routes = Routes::of(&places);
    let mut svg = Svg::default();
    let (mut lines, mut signs) = (Svg::default(), Svg::default());
    for (at, way) in map.ways.iter().enumerate() {
        // Several arrows between the same boxes run side by side.
        let pair =
            |other: &Way| (other.from, other.to) == (way.from, way.to) || (other.from, other.to) == (way.to, way.from);
        let beside = map.ways.iter().filter(|other| pair(other)).count();
        let rank = map.ways.iter().take(at).filter(|other| pair(other)).count();
        let aside = (rank as f64 - (beside as f64 - 1.0) / 2.0) * (30.0 / beside as f64).min(9.0);
        let corners = routes.between(way.from, way.to, aside);
        let (ink, wide) = match way.mark {
            Mark::Added => (NEW, 2.4),
            Mark::Removed => (BAD, 1.6),
            Mark::Changed => (DATA, 2.0),
            Mark::Same => (if way.kind == "call" { CALL } else { SOFT }, 1.0),
        };
        let dashes = match (way.mark, way.kind) {
            (Mark::Removed, _) => " stroke-dasharray=\"2 4\"",
            (_, "event") => " stroke-dasharray=\"6 4\"",
            _ => "",
        };
        let d: Vec<String> = corners.iter().map(|(x, y)| format!("{} {}", n(*x), n(*y))).collect();
        let look = format!("fill=\"none\" stroke=\"{ink}\" stroke-width=\"{wide}\" stroke-linejoin=\"round\"{dashes}");
        lines.path(&format!("M{}", d.join("L")), &look);
        let [.., before, end] = corners[..] else { continue };
        lines.arrow(before, end, ink);
        // What passes a column has its sign there, where nothing else ends.
        let (one, other) = (corners[(corners.len() - 1) / 2], corners[corners.len() / 2]);
        if way.mark != Mark::Same {
            let share = if corners.len() == 2 { 0.44 } else { 0.5 };
            badge(&mut signs, way.mark, ink, (one.0 + (other.0 - one.0) * share, one.1 + (other.1 - one.1) * share));
        }
        size.0 = corners.iter().map(|corner| corner.0 + 12.0).fold(size.0, f64::max);
    }
    svg.rect((0.0, 0.0), size, 10.0, &format!("fill=\"{SUNKEN}\""));
    svg.shapes(lines);
    for (place, at) in map.places.iter().zip(&places) {
        let model = ChangeMap::model(before, now, &place.id);
        let (ink, frame) = match place.mark {
            Mark::Added => (NEW, format!("stroke=\"{NEW}\" stroke-width=\"2.4\"")),
            Mark::Removed => (BAD, format!("stroke=\"{BAD}\" stroke-width=\"1.6\" stroke-dasharray=\"4 3\"")),
            Mark::Changed => (DATA, format!("stroke=\"{DATA}\" stroke-width=\"1.6\"")),
            Mark::Same => (SOFT, format!("stroke=\"{LINE}\"")),
        };
        let word = if place.mark == Mark::Same { "" } else { place.mark.word() };
        framed(&mut svg, model, &place.id, *at, &frame, word);
        if place.mark != Mark::Same {
            badge(&mut signs, place.mark, ink, (at.0 + BOX.0 - 2.0, at.1 + 3.0));
        }
    }
    let says = says(before, now, map);
    svg.titled(&says, signs);
    svg.done(size.0, size.1, &says)
}

/// A plus, a minus or a wave in a small circle.
fn badge(svg: &mut Svg, mark: Mark, ink: &str, (x, y): (f64, f64)) {
    svg.circle((x, y), 7.0, &format!("fill=\"#fff\" stroke=\"{ink}\" stroke-width=\"1.4\""));
    let d = match mark {
        Mark::Added => format!("M{} {}H{}M{} {}V{}", n(x - 3.5), n(y), n(x + 3.5), n(x), n(y - 3.5), n(y + 3.5)),
        Mark::Removed => format!("M{} {}H{}", n(x - 3.5), n(y), n(x + 3.5)),
        Mark::Changed | Mark::Same => {
            format!(
                "M{} {}Q{} {} {} {}T{} {}",
                n(x - 4.0),
                n(y + 1.0),
                n(x - 2.0),
                n(y - 3.0),
                n(x),
                n(y),
                n(x + 4.0),
                n(y - 1.0)
            )
        }
    };
    svg.path(&d, &format!("fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.6\""));
}

/// The sentence that stands for the picture: all that is not as it was.
fn says(before: &Model, now: &Model, map: &ChangeMap) -> String {
    let name = |at: usize| {
        let id = &map.places[at].id;
        spoken(ChangeMap::model(before, now, id), id)
    };
    let places = (0..map.places.len()).filter(|at| map.places[*at].mark != Mark::Same);
    let places = places.map(|at| format!("{} {}", name(at), map.places[at].mark.word()));
    let ways = map.ways.iter().filter(|way| way.mark != Mark::Same);
    let ways = ways.map(|way| format!("{} → {} {}", name(way.from), name(way.to), way.mark.word()));
    format!("Picture of what changed: {}", places.chain(ways).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::picture;
    use crate::Changes;
    use crate::changes::ChangeMap;

    #[test]
    fn every_mark_has_a_word_a_sign_and_a_frame_and_names_stay_text() {
        let parse = |design: &str| cleave_text::parse(&format!("cleave 1\ndesign shop\n{design}")).unwrap();
        let before = parse("service \"<b>\" {\n calls c\n}\nservice c");
        let now = parse("service \"<b>\" {\n calls d\n}\nservice d");
        let map = ChangeMap::of(&before, &now, &Changes::between(&before, &now), 9).unwrap();
        let svg = picture(&before, &now, &map);
        let says = "Picture of what changed: c removed, d added, &lt;b&gt; → c removed, &lt;b&gt; → d added";
        assert!(svg.contains(&format!("aria-label=\"{says}\"")), "{svg}");
        assert!(svg.contains(">removed</text>") && svg.contains(">added</text>") && !svg.contains("<b>"));
        assert_eq!(svg.matches("stroke-dasharray=\"4 3\"").count(), 1);
        assert_eq!(svg, picture(&before, &now, &map));
    }
}
