//! Which findings the team has accepted. A waiver names one finding by its fingerprint, never a pattern.

use crate::Finding;
use cleave_model::{Id, Model, Waiver};
use std::collections::HashMap;

/// Marks the findings that a valid waiver accepts, and answers the waivers that accept nothing (any more), by id.
///
/// A waiver ends on its day, and no longer counts once the finding has more evidence than was accepted.
pub(crate) fn apply(model: &Model, today: Option<&str>, findings: &mut [Finding]) -> Vec<Id> {
    let mut given: HashMap<(&str, &str), Vec<&Waiver>> = HashMap::new();
    for waiver in model.waivers() {
        given.entry((&waiver.rule, &waiver.fingerprint)).or_default().push(waiver);
    }
    if given.is_empty() {
        return Vec::new();
    }
    let mut used: Vec<&Id> = Vec::new();
    for finding in findings {
        let waivers = given.get(&(finding.rule.as_str(), finding.fingerprint.as_str())).into_iter().flatten();
        let grown =
            |waiver: &Waiver| waiver.evidence.is_some_and(|accepted| finding.evidence.len() > accepted as usize);
        let valid = waivers.filter(|waiver| !grown(waiver) && !ended(waiver, today));
        let many = used.len();
        used.extend(valid.map(|waiver| &waiver.head.id));
        if used.len() > many {
            finding.waived = true;
        }
    }
    model.waivers().map(|waiver| &waiver.head.id).filter(|id| !used.contains(id)).cloned().collect()
}

/// Whether its last day has come. A day that is not written `YYYY-MM-DD` cannot be waited for.
fn ended(waiver: &Waiver, today: Option<&str>) -> bool {
    match (&waiver.expires, today) {
        (Some(day), Some(today)) => !is_day(day) || day.as_str() <= today,
        _ => false,
    }
}

/// The days from one to another, both written `YYYY-MM-DD`; negative where the second comes first.
pub(crate) fn days_since(from: &str, to: &str) -> Option<i64> {
    Some(day_number(to)? - day_number(from)?)
}

/// Days since a fixed day in the Gregorian calendar (the algorithm of Hinnant's `days_from_civil`).
fn day_number(text: &str) -> Option<i64> {
    if !is_day(text) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year)
}

pub(crate) fn is_day(text: &str) -> bool {
    let shape = |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == 10 && text.bytes().enumerate().all(shape)
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, run};
    use crate::{analyse, analyse_at};
    use cleave_model::{Command, Draft, Kind, Model};
    use serde_json::json;

    #[test]
    fn days_are_counted_by_the_calendar() {
        use super::days_since;
        assert_eq!(days_since("2026-12-31", "2027-01-30"), Some(30));
        assert_eq!(days_since("2028-02-28", "2028-03-01"), Some(2));
        assert_eq!(days_since("2027-02-28", "2027-03-01"), Some(1));
        assert_eq!(days_since("2027-03-01", "2027-02-28"), Some(-1));
        assert_eq!(days_since("soon", "2027-02-28"), None);
    }

    fn waived(fields: &[(&str, serde_json::Value)]) -> Model {
        let mut model = draw("a calls b; b calls a");
        let print = analyse(&model).findings[0].fingerprint.clone();
        let mut draft = Draft::new(Kind::Waiver, "").with("rule", "cycle-sync").with("fingerprint", print);
        for (field, value) in fields {
            draft = draft.with(field, value.clone());
        }
        run(&mut model, &Command::add(draft));
        model
    }

    #[test]
    fn it_counts_until_its_day() {
        let model = waived(&[("expires", json!("2027-01-31"))]);
        assert!(analyse_at(&model, Some("2027-01-30")).findings[0].waived);
        let ended = analyse_at(&model, Some("2027-01-31"));
        assert!(!ended.findings[0].waived);
        assert_eq!(ended.coverage.stale_waivers.len(), 1);
        assert!(analyse(&model).findings[0].waived);
    }

    #[test]
    fn a_day_that_is_none_is_not_waited_for() {
        assert!(!analyse_at(&waived(&[("expires", json!("next week"))]), Some("2026-01-01")).findings[0].waived);
    }

    #[test]
    fn more_evidence_than_was_accepted_opens_it_again() {
        assert!(analyse(&waived(&[("evidence", json!(2))])).findings[0].waived);
        assert!(!analyse(&waived(&[("evidence", json!(1))])).findings[0].waived);
    }

    #[test]
    fn it_follows_a_renamed_service() {
        let mut model = waived(&[]);
        run(&mut model, &Command::Rename { id: "service:a".into(), name: "z".into() });
        assert!(analyse(&model).findings[0].waived);
    }
}
