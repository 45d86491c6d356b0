//! How each number is made: its definition, the convention where tools differ, and where to find it in the JSON.

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

/// A number and how it is made.
pub(crate) struct Definition {
    /// For anchors.
    pub(crate) key: &'static str,
    pub(crate) name: &'static str,
    /// Where it stands in the JSON of a check; empty where it is of each service.
    pub(crate) path: &'static [&'static str],
    pub(crate) unit: Unit,
    /// Whether it is told where it is not known, too.
    pub(crate) always: bool,
    pub(crate) band: &'static str,
    pub(crate) how: &'static str,
}

impl Definition {
    /// Whether it is one number for the whole system.
    pub(crate) fn of_system(&self) -> bool {
        !self.path.is_empty()
    }
}

const fn system(
    key: &'static str,
    name: &'static str,
    path: &'static [&'static str],
    unit: Unit,
    band: &'static str,
    how: &'static str,
) -> Definition {
    Definition { key, name, path, unit, always: true, band, how }
}

const fn each(key: &'static str, name: &'static str, how: &'static str) -> Definition {
    Definition { key, name, path: &[], unit: Unit::Whole, always: true, band: "", how }
}

/// Every number of the report.
pub(crate) const ALL: &[Definition] = &[
    system(
        "services",
        "Services",
        &["metrics", "D", "n"],
        Unit::Whole,
        "",
        "Services that are judged: all but brokers. External systems and actors are not counted.",
    ),
    system(
        "dependencies",
        "Dependencies",
        &["metrics", "D", "e"],
        Unit::Whole,
        "",
        "Pairs of services of which one depends on the other: it calls it, subscribes to its event, uses its data, or says so. Parallel connections count once. A subscriber depends on the owner of the event, not the other way round.",
    ),
    system(
        "tangles",
        "Tangles",
        &["metrics", "D", "scc"],
        Unit::Whole,
        "none",
        "Groups of two or more services that depend on each other in a circle, for whatever reason (strongly connected components).",
    ),
    system(
        "tangled-services",
        "Services in tangles",
        &["metrics", "D", "tangled_nodes"],
        Unit::Whole,
        "none",
        "How many services stand in one of the tangles.",
    ),
    system(
        "core-size",
        "Largest tangle",
        &["metrics", "D", "core_size"],
        Unit::Whole,
        "none",
        "Services in the largest tangle, the core; 0 where there is none.",
    ),
    system(
        "feedback",
        "Fewest dependencies to cut",
        &["metrics", "D", "min_fas_exact"],
        Unit::Whole,
        "none",
        "The smallest number of dependencies whose end would leave no tangle. Exact; not told where a tangle is too large for that.",
    ),
    system(
        "tangle-share",
        "Connections in the way of order",
        &["metrics", "tangle_share"],
        Unit::Share,
        "none",
        "The connections behind the cheapest dependencies whose end would leave no tangle, over the connections behind all dependencies (tangledness, as Structure101 counts). Exact up to 18 services in a tangle, the best that was found beyond; not told beyond 1,000.",
    ),
    system(
        "mutual-calls",
        "Pairs that call each other",
        &["metrics", "sync", "siy_pairs"],
        Unit::Whole,
        "none",
        "Pairs of services with calls in both directions (SIY).",
    ),
    system(
        "propagation-cost",
        "Propagation cost",
        &["metrics", "D", "propagation_cost"],
        Unit::Share,
        "small systems are always high: watch the change",
        "The share of all pairs of services, each with itself included, where one depends on the other, also through others (MacCormack, Rusnak and Baldwin 2006). Systems of a few services are never low.",
    ),
    system(
        "nccd",
        "NCCD",
        &["metrics", "D", "nccd_tree"],
        Unit::Ratio,
        "above 2 is tangled",
        "What each service reaches, itself included, added up, over the same sum of a balanced binary tree of as many services (Lakos 1996). The tree is counted exactly, level by level, as ArchUnit does; the closed form that others use differs in small systems.",
    ),
    system(
        "levels",
        "Levels",
        &["metrics", "D", "levels"],
        Unit::Whole,
        "",
        "The longest way down: a service that depends on none stands on level 1, others above all they depend on. A tangle counts its size.",
    ),
    system(
        "sync-depth",
        "Longest call chain, hops",
        &["metrics", "sync", "max_depth_hops"],
        Unit::Whole,
        "3 or fewer",
        "Calls in the longest chain of calls that wait for each other. A circle of k services counts k − 1.",
    ),
    system(
        "cyclicity",
        "Relative cyclicity, %",
        &["metrics", "D", "relative_cyclicity_pct"],
        Unit::Ratio,
        "0",
        "100 times the root of the squared sizes of all tangles, over the number of services.",
    ),
    system(
        "shared-stores",
        "Shared stores",
        &["metrics", "shared_stores"],
        Unit::Whole,
        "none",
        "Stores that two or more services read or write. External systems are not counted.",
    ),
    system(
        "data-autonomy",
        "Data autonomy",
        &["metrics", "data_autonomy"],
        Unit::Share,
        "100 %",
        "Accesses to stores by their owners, over all accesses. Not defined where no store is used.",
    ),
    system(
        "modularity",
        "Modularity of the domains (Q)",
        &["metrics", "modularity"],
        Unit::Ratio,
        "",
        "How much more the dependencies stay inside the domains than by chance: directed, after Leicht and Newman 2008. A service without a domain is one of its own.",
    ),
    Definition {
        key: "modularity-best",
        name: "Best modularity found (Q*)",
        path: &["metrics", "modularity_best"],
        unit: Unit::Ratio,
        always: false,
        band: "more than 0.1 above Q: a better cut exists",
        how: "The modularity of the best division a search found (Leiden). Told where it was searched for.",
    },
    each("used-by", "Used by (Ca)", "How many services depend on it, each counted once."),
    each("uses", "Uses (Ce)", "How many services it depends on, each counted once."),
    each(
        "instability",
        "Instability (I)",
        "Ce over Ca + Ce (Martin 1994). Not defined, and shown as –, where both are 0; some tools say 0 or 1 there.",
    ),
    each(
        "depth",
        "Sync depth",
        "The longest chain of calls that begins at it, in hops. cycle: it stands in a circle of calls.",
    ),
    each("fan-out", "Fan-out", "How many services it calls directly."),
    each(
        "blast-radius",
        "Blast radius",
        "How many services are cut off when it is down: those that call it, also through others.",
    ),
    each(
        "contract-share",
        "Contract share (A)",
        "Operations and events that are marked as published contract, over all operations, events and stores it owns; 0 where it owns nothing.",
    ),
    each(
        "rank",
        "Rank",
        "PageRank on the dependencies: how much it is depended on, where being depended on by the important weighs more. Damping 0.85; they add up to 1.",
    ),
    each("risk", "Risk", "Its rank times the open findings it is part of; among those without findings by rank."),
    each(
        "betweenness",
        "Betweenness",
        "The share of shortest ways between others that run through it (Brandes 2001), directed, over (n − 1)(n − 2).",
    ),
    each(
        "availability",
        "Availability",
        "The product of its availability and those of all services it waits for, each once; calls with a fallback and events do not count. Told where all of them are said.",
    ),
    each(
        "cohesion",
        "Cohesion of a domain",
        "Dependencies inside it over all dependencies that touch it. Not defined where there are none.",
    ),
];

#[cfg(test)]
mod tests {
    use super::{ALL, Unit};
    use std::collections::BTreeSet;

    #[test]
    fn each_number_has_a_place_of_its_own_and_its_unit() {
        let keys: BTreeSet<&str> = ALL.iter().map(|told| told.key).collect();
        assert_eq!(keys.len(), ALL.len());
        assert_eq!(Unit::Share.change(0.45, 0.512), "+6.2 points");
        assert_eq!([Unit::Ratio.change(0.5, 0.25), Unit::Whole.change(2.0, 2.0)], ["−0.25", "same"]);
        assert_eq!(
            [Unit::Whole.of(1234.0), Unit::Share.of(0.4375), Unit::Ratio.of(1.2)],
            ["1\u{2009}234", "43.8 %", "1.20"]
        );
    }
}
