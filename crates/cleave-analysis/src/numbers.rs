//! What each number says, by which convention where tools differ, what is usual, and who described it: told once, for the
//! app and the report.
//!
//! Long because: every number stands here once, a line for each thing that is said of it.

use serde::Serialize;

/// What a number is said of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SaidOf {
    /// The whole design.
    Design,
    /// One domain.
    Domain,
    /// One service.
    Service,
}

/// The page of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct NumberPage {
    /// Its key, which never changes.
    pub key: &'static str,
    /// Its name, with the short form that papers use.
    pub name: &'static str,
    /// What it is said of.
    pub of: SaidOf,
    /// How it is made.
    pub definition: &'static str,
    /// What this tool takes where others take something else, or where it is not defined; may be empty.
    pub convention: &'static str,
    /// What is usual, and from where on it is much; may be empty.
    pub band: &'static str,
    /// Who described it; empty for plain counts.
    pub source: &'static str,
}

const fn page(
    key: &'static str,
    name: &'static str,
    of: SaidOf,
    [definition, convention, band, source]: [&'static str; 4],
) -> NumberPage {
    NumberPage { key, name, of, definition, convention, band, source }
}

const MARTIN: &str = "Martin 1994";
const LAKOS: &str = "Lakos 1996";
const RUD: &str = "Rud, Schmietendorf and Dumke 2006";
const MACCORMACK: &str = "MacCormack, Rusnak and Baldwin 2006";
const BALDWIN: &str = "Baldwin, MacCormack and Rusnak 2014";

/// Every number: of the design, of its domains, of its services.
pub const NUMBERS: &[NumberPage] = {
    use SaidOf::{Design, Domain, Service};
    &[
        page(
            "services",
            "Services",
            Design,
            ["Services that are judged.", "Brokers, external systems and actors are not counted.", "", ""],
        ),
        page(
            "dependencies",
            "Dependencies",
            Design,
            [
                "Pairs of services of which one depends on the other: it calls it, subscribes to its event, uses its data, or says so.",
                "Parallel connections count once. A subscriber depends on the owner of the event, not the other way round.",
                "",
                "",
            ],
        ),
        page(
            "tangles",
            "Tangles",
            Design,
            [
                "Groups of two or more services that depend on each other in a circle, for whatever reason (strongly connected components).",
                "A service that calls itself is no tangle.",
                "none",
                "Structure101, Sonargraph, NDepend",
            ],
        ),
        page(
            "tangled-services",
            "Services in tangles",
            Design,
            ["Services that stand in one of the tangles.", "", "none", ""],
        ),
        page(
            "core-size",
            "Largest tangle",
            Design,
            [
                "Services in the largest tangle, the core.",
                "0 where there is no tangle.",
                "more than 5 % of the services with 6 or more is a core",
                BALDWIN,
            ],
        ),
        page(
            "feedback",
            "Dependencies to cut",
            Design,
            [
                "The fewest dependencies whose end leaves no tangle.",
                "Exact up to 18 services in a tangle. Beyond, the app tells the best that was found and writes ≤; the report tells only what is exact.",
                "none",
                "Eades, Lin and Smyth 1993",
            ],
        ),
        page(
            "tangle-share",
            "Tangled share",
            Design,
            [
                "Connections behind the cheapest dependencies whose end leaves no tangle, over the connections behind all dependencies.",
                "Exact up to 18 services in a tangle, the best that was found beyond; not told beyond 1,000.",
                "none",
                "Structure101",
            ],
        ),
        page(
            "mutual-calls",
            "Pairs that call each other (SIY)",
            Design,
            ["Pairs of services with calls in both directions.", "", "none", RUD],
        ),
        page(
            "propagation-cost",
            "Propagation cost",
            Design,
            [
                "Share of all pairs of services, each with itself included, where one depends on the other, also through others.",
                "CCD over n²; a service reaches itself. Not defined without services, not told above 100,000.",
                "small systems are always high: watch the change",
                MACCORMACK,
            ],
        ),
        page(
            "ccd",
            "Reach of all (CCD)",
            Design,
            [
                "What each service reaches, itself included, added up: cumulative component dependency.",
                "Not told above 100,000 services.",
                "",
                LAKOS,
            ],
        ),
        page(
            "acd",
            "Mean reach (ACD)",
            Design,
            [
                "How many services one reaches on average, itself included.",
                "CCD over n. Not defined without services.",
                "",
                LAKOS,
            ],
        ),
        page(
            "nccd",
            "NCCD",
            Design,
            [
                "CCD over that of a balanced binary tree of as many services.",
                "The tree is counted exactly, level by level, as ArchUnit does; the closed form that others use differs in small systems.",
                "0.85 to 1.1; above 2 tangled",
                LAKOS,
            ],
        ),
        page(
            "levels",
            "Levels",
            Design,
            [
                "The longest way down: a service that depends on none stands on level 1, others above all they depend on.",
                "A tangle counts its size.",
                "",
                LAKOS,
            ],
        ),
        page(
            "sync-depth-max",
            "Longest call chain, hops",
            Design,
            [
                "Calls in the longest chain of calls that wait for each other.",
                "A circle of k services counts k − 1.",
                "3 or fewer",
                "",
            ],
        ),
        page(
            "cyclicity",
            "Relative cyclicity, %",
            Design,
            [
                "100 times the root of the squared sizes of all tangles, over the number of services.",
                "0 without a tangle.",
                "0",
                "Sonargraph",
            ],
        ),
        page(
            "parting",
            "Services that hold parts together",
            Design,
            [
                "Services without which what depends on each other would fall apart (articulation points).",
                "The direction of dependencies does not count, nor how many stand side by side.",
                "",
                "Hopcroft and Tarjan 1973",
            ],
        ),
        page(
            "bridges",
            "Dependencies that hold parts together",
            Design,
            [
                "Dependencies without which what depends on each other would fall apart (bridges).",
                "The direction does not count; two services that depend on each other are one pair.",
                "",
                "Hopcroft and Tarjan 1973",
            ],
        ),
        page(
            "stores-shared",
            "Shared stores",
            Design,
            ["Stores that two or more services read or write.", "External systems are not counted.", "none", ""],
        ),
        page(
            "data-autonomy",
            "Data autonomy",
            Design,
            [
                "Accesses to stores by their owners, over all accesses.",
                "Each service, store and kind of access counts once. Not defined where no store is used.",
                "100 %",
                "",
            ],
        ),
        page(
            "modularity",
            "Modularity of the domains (Q)",
            Design,
            [
                "How much more the dependencies stay inside the domains than by chance would.",
                "Directed. A service without a domain is one of its own. Not defined without dependencies.",
                "",
                "Leicht and Newman 2008",
            ],
        ),
        page(
            "modularity-best",
            "Best modularity found (Q*)",
            Design,
            [
                "The modularity of the best division a search found (Leiden).",
                "Told where it was searched for.",
                "more than 0.1 above Q: a better cut exists",
                "Traag, Waltman and van Eck 2019",
            ],
        ),
        page(
            "cohesion",
            "Cohesion of a domain",
            Domain,
            [
                "Dependencies between its services over all that touch one of them.",
                "Not defined where there are none.",
                "under 50 % with 3 or more services it is loose",
                "Structure101, NDepend",
            ],
        ),
        page(
            "used-by",
            "Used by (Ca)",
            Service,
            [
                "Services that depend on it, whether by calls, events, data or declared.",
                "Each counts once.",
                "9 of 10 have at most 6",
                MARTIN,
            ],
        ),
        page(
            "uses",
            "Uses (Ce)",
            Service,
            [
                "Services it depends on.",
                "Each counts once; a subscriber depends on the owner of the event.",
                "above 7 is much",
                MARTIN,
            ],
        ),
        page(
            "instability",
            "Instability (I)",
            Service,
            [
                "Ce over Ca + Ce, 0 to 1.",
                "Not defined, and shown as –, where both are 0; some tools say 0 or 1 there. Left out of the mean.",
                "neither end is a fault",
                MARTIN,
            ],
        ),
        page(
            "sync-depth",
            "Sync depth",
            Service,
            [
                "The longest chain of calls that begins at it, in hops.",
                "A call cycle of k services counts k − 1 and is shown as cycle.",
                "more than 3 is a warning, more than 5 an error",
                "",
            ],
        ),
        page(
            "sync-fan-out",
            "Fan-out (ADS)",
            Service,
            [
                "Services it calls directly: absolute dependence of the service.",
                "Operations of one service count once.",
                "more than 7 is a warning, more than 15 an error; a gateway is left out",
                RUD,
            ],
        ),
        page(
            "shared-stores",
            "Shared stores",
            Service,
            ["Stores that it and another service read or write.", "", "none", ""],
        ),
        page("events", "Events out / in", Service, ["Events it publishes, and events it subscribes to.", "", "", ""]),
        page(
            "worst",
            "Worst case",
            Service,
            [
                "Most one of its operations may take: the timeouts of its calls with their retries, one after the other.",
                "Where none is said, what the operation promises.",
                "less than the operation promises",
                "",
            ],
        ),
        page(
            "blast-radius",
            "Blast radius",
            Service,
            [
                "Services that are cut off when it is down: those that call it, also through others.",
                "It does not count itself.",
                "",
                MACCORMACK,
            ],
        ),
        page(
            "visibility-in",
            "Reached by (VFI)",
            Service,
            [
                "Services that depend on it, also through others.",
                "It counts itself. Not told above 100,000 services.",
                "",
                MACCORMACK,
            ],
        ),
        page(
            "visibility-out",
            "Reaches (VFO)",
            Service,
            [
                "Services it depends on, also through others.",
                "It counts itself. Not told above 100,000 services.",
                "",
                MACCORMACK,
            ],
        ),
        page(
            "core",
            "Place in the core",
            Service,
            [
                "core stands in the largest tangle; shared is reached by as many as the core and reaches fewer; control reaches as many and is reached by fewer; the others stand at the periphery.",
                "Not told where there is no tangle, or where two are the largest.",
                "",
                BALDWIN,
            ],
        ),
        page(
            "level",
            "Level",
            Service,
            [
                "1 where it depends on none, otherwise one more than the highest it depends on.",
                "A tangle counts its size.",
                "",
                LAKOS,
            ],
        ),
        page(
            "tangle",
            "Tangle",
            Service,
            [
                "Services that depend on each other in a circle with it, by any kind of dependency.",
                "0 where there is no circle.",
                "0",
                "",
            ],
        ),
        page(
            "callers",
            "Called by (AIS)",
            Service,
            ["Services that call it: absolute importance of the service.", "Each counts once.", "", RUD],
        ),
        page(
            "criticality",
            "Criticality (ACS)",
            Service,
            ["Callers times callees: absolute criticality of the service.", "", "read it as a list from the top", RUD],
        ),
        page(
            "betweenness",
            "Betweenness",
            Service,
            [
                "Share of the shortest ways between other services that run through it, 0 to 1.",
                "Directed, over (n − 1)(n − 2); 0 below three services. Above 5,000 services estimated from 256 of them.",
                "read it as a list from the top",
                "Brandes 2001",
            ],
        ),
        page(
            "risk-rank",
            "Risk rank",
            Service,
            [
                "How much it is depended on, where being depended on by the important weighs more (PageRank on the dependencies).",
                "Damping 0.85; all services together have 1.",
                "read it as a list from the top",
                "Page, Brin, Motwani and Winograd 1999",
            ],
        ),
        page(
            "risk",
            "Risk",
            Service,
            [
                "Its risk rank times the open findings it is part of.",
                "Among those without findings by rank.",
                "read it as a list from the top",
                "",
            ],
        ),
        page(
            "dominated",
            "Reached only through it",
            Service,
            [
                "Services that calls from the entries reach only through it (dominator tree).",
                "Not defined where no entry reaches it.",
                "",
                "Cooper, Harvey and Kennedy 2001",
            ],
        ),
        page(
            "availability",
            "Availability",
            Service,
            [
                "The product of its availability and those of all services it waits for.",
                "Each counts once; calls with a fallback and events do not count. Told where all of them are said.",
                "what it promises",
                "",
            ],
        ),
        page(
            "operations",
            "Operations (WSIC)",
            Service,
            [
                "Operations it offers: weighted service interface count, each weighing 1.",
                "",
                "more than 20 is much",
                "Hirzalla, Cleland-Huang and Arsanjani 2008",
            ],
        ),
        page(
            "versions",
            "Versions in use (NVS)",
            Service,
            [
                "Versions that its callers need of one of its operations, at most.",
                "0 where no caller says a version.",
                "1",
                "Hirzalla, Cleland-Huang and Arsanjani 2008",
            ],
        ),
        page(
            "interface-use",
            "Interface use (SIUC)",
            Service,
            [
                "Operations its clients use, over clients times operations, 0 to 1.",
                "Not defined without a client or an operation.",
                "under 0.3 with 3 clients it serves different masters",
                "Perepletchikov, Ryan and Frampton 2007",
            ],
        ),
        page(
            "abstractness",
            "Contract share (A)",
            Service,
            [
                "Operations and events that are marked as published contract, over all operations, events and stores it owns, 0 to 1.",
                "Martin's abstractness, for a design instead of classes; 0 where it owns nothing.",
                "",
                MARTIN,
            ],
        ),
        page(
            "distance",
            "Distance from the line (D)",
            Service,
            [
                "A + I − 1, −1 to 1: below 0 it is hard to change, above 0 a contract nobody needs.",
                "Signed, and not divided by √2. Not defined where I is not.",
                "beyond 0.7 is far where 3 or more rely on it",
                MARTIN,
            ],
        ),
    ]
};

#[cfg(test)]
mod tests {
    use super::NUMBERS;
    use std::collections::BTreeSet;

    #[test]
    fn each_has_a_key_of_its_own_and_whole_sentences() {
        let keys: BTreeSet<&str> = NUMBERS.iter().map(|page| page.key).collect();
        assert_eq!(keys.len(), NUMBERS.len());
        for page in NUMBERS {
            assert!(page.key.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-'), "{}", page.key);
            assert!(page.definition.ends_with('.'), "{}", page.key);
            assert!(page.convention.is_empty() || page.convention.ends_with('.'), "{}", page.key);
            assert!(!page.band.ends_with('.') && !page.source.ends_with('.'), "{}", page.key);
        }
    }
}
