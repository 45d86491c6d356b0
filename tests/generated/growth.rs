//! The design months later: an operation and a service more, generated over code that was written by hand.

use super::folder::Tree;
use platform_e2e::{Client, Database, System, Workspace};
use std::path::Path;

const OPERATION: &str = r#"
            query count_orders path="/orders-count" timeout="1s" {
                input { customer uuid }
                output OrderCount
                reads orders
            }
"#;

const SERVICE: &str = r#"
service reviews team="Browse team" description="What shoppers think" {
    type Review { id uuid; sku string; stars int; text text? }
    error review_not_found status=404 "There is no review {id}" { id uuid }
    api reviews version="1.0" visibility=public {
        command add_review path="/reviews" status=201 timeout="1s" does=create entity=reviews.review {
            input { sku string; stars int min=1 max=5; text text? }
            output Review
            writes reviews
        }
        query get_review path="/reviews/{id}" timeout="1s" does=get entity=reviews.review {
            input { id uuid }
            output Review
            fails review_not_found
            reads reviews
        }
        query best_reviews path="/best-reviews" timeout="1s" {
            input { sku string }
            output list<Review>
            calls catalog.get_product
            reads reviews
        }
    }
    store reviews {
        entity review key=id { id uuid; sku string; stars int; text text? }
    }
    subscribes orders.OrderPlaced
}
"#;

/// The design, grown.
pub fn grown(design: &str) -> String {
    let after = |text: String, anchor: &str, more: &str| {
        assert_eq!(text.matches(anchor).count(), 1, "{anchor}");
        text.replace(anchor, &format!("{anchor}{more}"))
    };
    let text = after(
        design.to_owned(),
        "enum OrderStatus placed cancelled\n",
        "type OrderCount { customer uuid; orders int }\n",
    );
    let text = after(text, "api orders version=\"1.0\" visibility=public {\n", OPERATION);
    let text = after(text, "deployable notifications notifications\n", "deployable reviews reviews\n");
    format!("{text}{SERVICE}")
}

/// Every file is there still, and each is what it was, or what it was with something inserted at one place.
pub fn nothing_of_yours_is_lost(before: &Tree, after: &Tree) {
    for (path, old) in before.files() {
        let new = after.text(path).as_bytes();
        let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
        assert_eq!(head + tail, old.len(), "{path} has lost something");
        if new.len() != old.len() {
            println!("mended: {path}");
        }
    }
    let orders = after.text("orders/src/lib.rs");
    assert!(orders.contains("async fn count_orders(&self, cx: &Cx, req: "), "{orders}");
    assert!(orders.contains("placing::place(self, cx, req).await"));
    assert!(after.text("reviews/src/lib.rs").contains("async fn best_reviews("));
}

/// What is new answers: what the design describes fully, at once; what is to be written, 501.
pub fn the_new_answers(workspace: &Workspace, data: &Path) {
    for name in ["monolith", "services"] {
        let system = System::start(&workspace.build(name).unwrap(), &data.join(name), &Database::Sqlite).unwrap();
        let client = Client::of(system.base());
        let added = client.peek("POST", "/reviews", &[], r#"{"sku":"tea","stars":5}"#).unwrap();
        assert_eq!(added.status, 201, "{}", added.body);
        let found = client.peek("GET", &format!("/reviews/{}", added.text("/id")), &[], "").unwrap();
        assert_eq!((found.status, found.body), (200, added.body));
        for path in ["/best-reviews?sku=tea", "/orders-count?customer=00000000-0000-0000-0000-000000000000"] {
            let stub = client.peek("GET", path, &[], "").unwrap();
            assert_eq!((stub.status, stub.text("/code").as_str()), (501, "unimplemented"), "{path}");
        }
    }
}
