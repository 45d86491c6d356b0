//! The laws of the text form, tried on random designs and on broken texts.

const SAMPLE: &str = include_str!("../../../samples/ecommerce/ecommerce.cleave.kdl");

#[test]
fn the_sample_reads() {
    match cleave_text::parse(SAMPLE) {
        Ok(model) => assert_eq!(model.services().count(), 8),
        Err(problems) => panic!("{}", problems.render("ecommerce.cleave.kdl", SAMPLE)),
    }
}
