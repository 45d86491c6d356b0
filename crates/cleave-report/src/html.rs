//! The page: one file that needs no network, for any browser and for paper.

use crate::Meta;
use crate::page::Page;
use askama::Template;
use cleave_analysis::Analysis;
use cleave_model::Model;

#[derive(Template)]
#[template(path = "report.html")]
struct Report {
    page: Page,
    style: &'static str,
}

/// The report of a design as one self-contained HTML page. Every name is escaped, whatever it is made of.
pub fn html(model: &Model, analysis: &Analysis, meta: &Meta) -> String {
    let report = Report { page: Page::of(model, analysis, meta), style: include_str!("../templates/report.css") };
    // Rendering into memory fails only where a value cannot be written, and every value here is text or a number.
    report.render().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::html;
    use crate::Meta;
    use cleave_analysis::analyse;
    use cleave_model::{Command, ConnectionKind, Draft, Kind, Model, decide};

    fn printed(model: &Model) -> String {
        let meta = Meta { title: model.design_name().into(), version: "0.0.0".into() };
        html(model, &analyse(model), &meta)
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
            "orders → inventory → orders",
            &format!("id=\"finding-{}\"", finding.fingerprint),
            "<h3>monolith</h3>",
            "Timeouts of calls",
        ] {
            assert!(page.contains(part), "{part}");
        }
        if let Some(folder) = option_env!("CLEAVE_KEEP_REPORT") {
            std::fs::write(std::path::Path::new(folder).join("report.html"), &page).unwrap();
        }
    }

    #[test]
    fn it_asks_for_nothing_outside_itself() {
        let page = printed(&sample());
        for part in ["<script", "<link", "<img", "src=", "http://", "https://", "@import", "url("] {
            assert!(!page.contains(part), "{part}");
        }
        assert_eq!(page, printed(&sample()));
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
    fn an_empty_design_is_not_called_fine() {
        let page = printed(&Model::new("empty"));
        assert!(page.contains("Nothing to judge yet.") && !page.contains("Ready to sign off"));
    }
}
