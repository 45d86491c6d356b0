//! The page: one file that needs no network, for any browser and for paper.

use crate::Report;
use crate::page::Page;
use askama::Template;
use base64::prelude::{BASE64_STANDARD, Engine};

#[derive(Template)]
#[template(path = "report.html")]
struct Printed {
    page: Page,
    style: String,
}

/// The fonts of the page, Latin only; other letters are drawn by what the reader has. `fonts/make.py` makes them.
const FONTS: [(&str, &[u8]); 2] = [
    ("Inter", include_bytes!("../fonts/inter.woff2")),
    ("JetBrains Mono", include_bytes!("../fonts/jetbrains-mono.woff2")),
];

/// The style with its fonts inside, so that nothing is fetched.
fn style() -> String {
    let face = |(name, bytes): (&str, &[u8])| {
        format!(
            "@font-face {{ font-family: \"{name}\"; font-weight: 400 600; font-display: swap; src: url(data:font/woff2;base64,{}) \
             format(\"woff2\"); }}\n",
            BASE64_STANDARD.encode(bytes)
        )
    };
    FONTS.into_iter().map(face).chain([include_str!("../templates/report.css").to_owned()]).collect()
}

/// The report of a design as one self-contained HTML page. Every name is escaped, whatever it is made of.
pub fn html(report: &Report<'_>) -> String {
    let printed = Printed { page: Page::of(report), style: style() };
    // Rendering into memory fails only where a value cannot be written, and every value here is text or a number.
    printed.render().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::html;
    use crate::Report;
    use cleave_analysis::{Cause, analyse};
    use cleave_model::{Command, ConnectionKind, Draft, Kind, Model, decide};

    fn printed(model: &Model) -> String {
        html(&Report::new(model, &analyse(model), "0.0.0"))
    }

    fn sample() -> Model {
        cleave_text::parse(include_str!("../../../samples/ecommerce/ecommerce.cleave.kdl")).unwrap()
    }

    fn run(model: &mut Model, command: &Command) {
        let change = decide(model, command).unwrap();
        model.apply(&change);
    }

    #[test]
    fn the_sample_is_told_with_its_numbers_and_topologies() {
        let mut model = sample();
        run(&mut model, &Command::connect(ConnectionKind::Call, "service:inventory", "service:orders"));
        let page = printed(&model);
        let finding = &analyse(&model).findings[0];
        for part in [
            "<h1>ecommerce</h1>",
            "Not ready to sign off.",
            "orders and inventory call each other",
            "Picture: orders → inventory, inventory → orders",
            &format!("id=\"finding-{}\"", finding.fingerprint),
            "<h3>monolith</h3>",
            "Timeouts of calls",
            "May inventory and orders go on calling each other?",
            "Call cycles 1 → 0",
            "Dependency matrix of 8 services",
            "id=\"how-propagation-cost\"",
            "<tr class=\"blank\"><th scope=\"row\">Browse team</th>",
        ] {
            assert!(page.contains(part), "{part}");
        }
        if let Some(folder) = option_env!("CLEAVE_KEEP_REPORT") {
            std::fs::write(std::path::Path::new(folder).join("report.html"), &page).unwrap();
        }
    }

    #[test]
    fn every_number_leads_to_how_it_is_made() {
        let page = printed(&sample());
        let (mut links, mut left) = (0, page.as_str());
        while let Some((_, rest)) = left.split_once("href=\"#") {
            let (to, rest) = rest.split_once('"').unwrap();
            assert!(page.contains(&format!("id=\"{to}\"")), "{to}");
            (links, left) = (links + 1, rest);
        }
        assert!(links > cleave_analysis::NUMBERS.len());
        for number in cleave_analysis::NUMBERS {
            // The worst case is only in the app.
            let is_told = page.contains(&format!("href=\"#how-{}\"", number.key));
            assert_eq!(is_told, number.key != "worst", "{}", number.key);
        }
    }

    #[test]
    fn it_asks_for_nothing_outside_itself() {
        // Fonts stand in the page itself.
        let carried = "url(data:font/woff2;base64,";
        assert_eq!(printed(&sample()).matches(carried).count(), 2);
        let page = printed(&sample()).replace(carried, "");
        for part in ["<script", "<link", "<img", "src=", "http://", "https://", "@import", "url(", "xlink"] {
            assert!(!page.contains(part), "{part}");
        }
        assert_eq!(page, printed(&sample()).replace(carried, ""));
        assert!(printed(&sample()).len() < 400_000);
    }

    #[test]
    fn the_matrix_says_what_is_forbidden() {
        let design = |from: &str| {
            let text = format!(
                "cleave 1\ndesign shop {{ policy {{ forbid from=\"service:{from}\" to=\"service:b\" }} }}\n\
                 domain one {{ service a {{ calls b }} }}\nservice b\nservice c"
            );
            printed(&cleave_text::parse(&text).unwrap())
        };
        assert!(design("a").contains("a uses b: 1 call, forbidden</title>"));
        assert!(design("a").contains("forbidden by the policy</span>"));
        assert!(design("c").contains("a uses b: 1 call</title>") && !design("c").contains("forbidden by the policy"));
    }

    #[test]
    fn of_many_services_it_says_why_there_is_no_map() {
        let mut model = Model::new("large");
        for at in 0..=crate::MAPPED {
            run(&mut model, &Command::add(Draft::new(Kind::Service, format!("s{at}"))));
        }
        assert!(printed(&model).contains("Of more than 3000 services nothing could be read on a page"));
        assert!(printed(&sample()).contains("This report was made without the drawing"));
    }

    #[test]
    fn hostile_names_stay_text() {
        let hostile = "<script>alert(1)</script>\"'&{{7*7}}";
        let mut model = Model::new(hostile);
        for kind in [Kind::Domain, Kind::Topology, Kind::Service] {
            run(&mut model, &Command::add(Draft::new(kind, hostile).with("tags", serde_json::json!([hostile]))));
        }
        let service = model.services().next().unwrap().head.id.clone();
        let team = [("team".to_owned(), serde_json::json!(format!("{hostile}\u{202e}")))].into_iter().collect();
        run(&mut model, &Command::Change { id: service.clone(), fields: team });
        run(&mut model, &Command::add(Draft::new(Kind::Service, "b")));
        run(&mut model, &Command::connect(ConnectionKind::Call, service.clone(), "service:b"));
        run(&mut model, &Command::connect(ConnectionKind::Call, "service:b", service));
        let page = printed(&model);
        assert!(!page.contains("<script") && !page.contains('\u{202e}'));
        assert!(page.contains("&#60;script&#62;alert(1)"));
    }

    #[test]
    fn it_is_told_by_what_is_new() {
        let before = sample();
        let mut model = sample();
        run(&mut model, &Command::connect(ConnectionKind::Call, "service:inventory", "service:orders"));
        let analysis = analyse(&model);
        let mut report = Report::new(&model, &analysis, "0.0.0");
        report.day = Some("2026-11-23".into());
        let was = analyse(&before);
        let since = report.compared("main", Some("2026-11-14".into()), before, was);
        let print = since.difference.new[0].fingerprint.clone();
        let edit = Cause {
            label: "Connect inventory to orders".into(),
            who: "mara".into(),
            at: "2026-11-20T08:00:00Z".into(),
            step: 7,
        };
        since.causes.insert(print.clone(), edit);
        let page = html(&report);
        for part in [
            "1 new error",
            "<h3>What changed in the design</h3>",
            "<td>inventory calls orders</td>",
            "<td>a circle of dependencies: inventory, orders</td>",
            "inventory uses orders: 1 call, new</title>",
            "since main of 2026-11-14",
            "New, owners: ",
            "Connect inventory to orders, mara, 2026-11-20",
            "Beyond its limit",
            &format!("<a href=\"#finding-{print}\">"),
        ] {
            assert!(page.contains(part), "{part}");
        }
    }

    #[test]
    fn the_meeting_is_asked_whether_the_reader_may_have_what_is_read() {
        let design = |way: &str| {
            let text = format!(
                "cleave 1\ndesign shop\nservice a {{ {way} b.db data=\"personal\" }}\nservice b {{ store db }}"
            );
            printed(&cleave_text::parse(&text).unwrap())
        };
        assert!(design("reads").contains("May a receive this data from b?"));
        assert!(design("writes").contains("May b receive this data from a?"));
    }

    #[test]
    fn it_says_that_too_much_changed_for_a_map_however_few_the_lines() {
        let told = |many: usize| {
            // Each line is one new call between two services of its own.
            let design = |calls: &str| {
                let pairs = (0..many).map(|at| format!("service a{at} {{ {calls} b{at} }}\nservice b{at}\n"));
                let text = format!("cleave 1\ndesign shop\n{}", pairs.collect::<String>());
                cleave_text::parse(&text).unwrap()
            };
            let (before, now) = (design("releases-with"), design("calls"));
            let (was, is) = (analyse(&before), analyse(&now));
            let mut report = Report::new(&now, &is, "");
            report.compared("main", None, before, was);
            let page = html(&report);
            (page.contains("Picture of what changed"), page.contains("Too much changed for a map."))
        };
        assert_eq!((told(2), told(13)), ((true, false), (false, true)));
    }

    #[test]
    fn waivers_and_links_are_told_and_only_the_web_is_linked() {
        let text = "cleave 1\ndesign shop\nservice a { calls b }\nservice b { calls a }\n\
            waiver cycle-sync \"PRINT\" owner=Ann reason=\"until the split\" adr=\"https://wiki.test/adr/7\"\n\
            waiver cycle-sync \"0123456789abcdef\" reason=\"gone\" adr=\"javascript:alert(1)\"";
        let bare = cleave_text::parse(text).unwrap();
        let print = analyse(&bare).findings.iter().find(|f| f.rule == "cycle-sync").unwrap().fingerprint.clone();
        let page = printed(&cleave_text::parse(&text.replace("PRINT", &print)).unwrap());
        assert!(page.contains("<a class=\"out\" href=\"https://wiki.test/adr/7\""));
        assert!(page.contains("Accepts nothing any more:") && !page.contains("href=\"javascript"));
    }

    #[test]
    fn the_drawing_is_put_in_clean() {
        let model = sample();
        let analysis = analyse(&model);
        let mut report = Report::new(&model, &analysis, "0.0.0");
        report.map = Some("<svg onload=\"x()\"><script>y()</script><text>catalog</text></svg>".into());
        let page = html(&report);
        assert!(page.contains("<svg class=\"drawn map\"><text>catalog</text></svg>") && !page.contains("<script"));
    }

    #[test]
    fn an_empty_design_is_not_called_fine() {
        let page = printed(&Model::new("empty"));
        assert!(page.contains("Nothing to judge yet.") && !page.contains("Ready to sign off"));
    }
}
