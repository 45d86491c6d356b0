//! Which numbers of the whole are told, in which unit, and where they stand in the JSON of a check.

use cleave_analysis::{NUMBERS, NumberPage};

/// In which unit a number is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A count.
    Whole,
    /// A share of 0 to 1, told in percent.
    Share,
    /// A number with two decimals.
    Ratio,
}

impl Unit {
    pub(crate) fn of(self, value: f64) -> String {
        match self {
            // Counts are whole by construction.
            Self::Whole => crate::words::grouped(value.round() as u32),
            Self::Share => format!("{:.1} %", value * 100.0),
            Self::Ratio => format!("{value:.2}").replace('-', "−"),
        }
    }

    /// A change from one value to another, with its sign; shares change by points.
    pub(crate) fn change(self, was: f64, now: f64) -> String {
        let sign = if now > was { "+" } else { "−" };
        let by = (now - was).abs();
        match self {
            _ if by < 1e-9 => "same".into(),
            Self::Share => format!("{sign}{:.1} points", by * 100.0),
            _ => format!("{sign}{}", self.of(by)),
        }
    }
}

/// A number of the whole.
pub(crate) struct Told {
    /// That of its page, and of its anchor.
    pub(crate) key: &'static str,
    /// Where it stands in the JSON of a check.
    pub(crate) path: &'static [&'static str],
    pub(crate) unit: Unit,
    /// Whether it is told where it is not known, too.
    pub(crate) always: bool,
}

const fn told(key: &'static str, path: &'static [&'static str], unit: Unit) -> Told {
    Told { key, path, unit, always: true }
}

/// Every number of the whole that the report tells.
pub(crate) const WHOLE: &[Told] = &[
    told("services", &["metrics", "D", "n"], Unit::Whole),
    told("dependencies", &["metrics", "D", "e"], Unit::Whole),
    told("tangles", &["metrics", "D", "scc"], Unit::Whole),
    told("tangled-services", &["metrics", "D", "tangled_nodes"], Unit::Whole),
    told("core-size", &["metrics", "D", "core_size"], Unit::Whole),
    told("feedback", &["metrics", "D", "min_fas_exact"], Unit::Whole),
    told("tangle-share", &["metrics", "tangle_share"], Unit::Share),
    told("mutual-calls", &["metrics", "sync", "siy_pairs"], Unit::Whole),
    told("propagation-cost", &["metrics", "D", "propagation_cost"], Unit::Share),
    told("ccd", &["metrics", "D", "ccd"], Unit::Whole),
    told("acd", &["metrics", "D", "acd"], Unit::Ratio),
    told("nccd", &["metrics", "D", "nccd_tree"], Unit::Ratio),
    told("levels", &["metrics", "D", "levels"], Unit::Whole),
    told("sync-depth-max", &["metrics", "sync", "max_depth_hops"], Unit::Whole),
    told("cyclicity", &["metrics", "D", "relative_cyclicity_pct"], Unit::Ratio),
    told("parting", &["metrics", "D", "articulation_points"], Unit::Whole),
    told("bridges", &["metrics", "D", "bridges"], Unit::Whole),
    told("stores-shared", &["metrics", "shared_stores"], Unit::Whole),
    told("data-autonomy", &["metrics", "data_autonomy"], Unit::Share),
    told("modularity", &["metrics", "modularity"], Unit::Ratio),
    Told { key: "modularity-best", path: &["metrics", "modularity_best"], unit: Unit::Ratio, always: false },
];

/// How a number is made. Every key of this crate has a page; a test says so.
pub(crate) fn page(key: &str) -> &'static NumberPage {
    NUMBERS.iter().find(|page| page.key == key).unwrap_or(&NUMBERS[0])
}

#[cfg(test)]
mod tests {
    use super::{Unit, WHOLE, page};

    #[test]
    fn each_number_has_a_page_and_its_unit() {
        for told in WHOLE {
            assert_eq!(page(told.key).key, told.key);
        }
        assert_eq!(Unit::Share.change(0.45, 0.512), "+6.2 points");
        assert_eq!([Unit::Ratio.change(0.5, 0.25), Unit::Whole.change(2.0, 2.0)], ["−0.25", "same"]);
        assert_eq!(
            [Unit::Whole.of(1234.0), Unit::Share.of(0.4375), Unit::Ratio.of(1.2)],
            ["1\u{2009}234", "43.8 %", "1.20"]
        );
    }
}
