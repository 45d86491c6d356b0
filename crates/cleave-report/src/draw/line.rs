//! A number over the saved revisions, as a line that fits beside it.

use super::{Svg, n};

const WIDTH: f64 = 96.0;
const HEIGHT: f64 = 22.0;

/// The line, or nothing where fewer than two values are known. `says` stands for it.
pub(crate) fn line(values: &[Option<f64>], says: &str) -> Option<String> {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    if known.len() < 2 {
        return None;
    }
    let (low, high) = known.iter().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
    let span = if high > low { high - low } else { 1.0 };
    let step = (WIDTH - 8.0) / (values.len() - 1) as f64;
    let place = |at: usize, value: f64| (4.0 + step * at as f64, HEIGHT - 4.0 - (value - low) / span * (HEIGHT - 8.0));
    let mut svg = Svg::default();
    let mut d = String::new();
    let mut last = None;
    for (at, value) in values.iter().enumerate() {
        if let Some(value) = value {
            let (x, y) = place(at, *value);
            d.push_str(&format!("{}{} {}", if d.is_empty() { 'M' } else { 'L' }, n(x), n(y)));
            last = Some((x, y));
        }
    }
    svg.path(&d, "fill=\"none\" stroke=\"#85837b\" stroke-width=\"1.5\"");
    if let Some(end) = last {
        svg.circle(end, 2.5, "fill=\"#1b1b19\"");
    }
    Some(svg.done(WIDTH, HEIGHT, says))
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn it_rises_and_needs_two_values() {
        let drawn = line(&[Some(1.0), None, Some(3.0)], "1, then 3").unwrap();
        assert!(drawn.contains("M4 18L92 4") && drawn.contains("aria-label=\"1, then 3\""), "{drawn}");
        assert_eq!(line(&[Some(1.0), None], ""), None);
    }
}
