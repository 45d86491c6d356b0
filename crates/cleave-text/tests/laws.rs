//! The laws of the text form, tried on random designs and on broken texts.

use cleave_model::{Model, sketch};
use cleave_text::{parse, print};
use proptest::prelude::*;

const SAMPLE: &str = include_str!("../../../samples/ecommerce/ecommerce.cleave.kdl");

fn read(text: &str) -> Model {
    parse(text).unwrap_or_else(|problems| panic!("{}\n{text}", problems.render("text", text)))
}

#[test]
fn the_sample_reads() {
    assert_eq!(read(SAMPLE).services().count(), 8);
    assert_eq!(read(&print(&read(SAMPLE))), read(SAMPLE));
}

/// Differences told by record, which is readable where two models are not.
fn assert_same(left: &Model, right: &Model, text: &str) {
    if left == right {
        return;
    }
    for record in left.records().filter(|record| right.get(record.id()) != Some(record)) {
        println!("left  {record:?}\nright {:?}", right.get(record.id()));
    }
    for record in right.records().filter(|record| left.get(record.id()).is_none()) {
        println!("only right {record:?}");
    }
    panic!("the models differ:\n{text}");
}

fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..most)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_reads_as_it_was(bytes in bytes(900)) {
        let model = sketch::design(&bytes);
        let text = print(&model);
        assert_same(&model, &read(&text), &text);
    }
}
