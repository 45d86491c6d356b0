//! Any bytes: they are read or told of, and what is read keeps the laws of the text form.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    match cleave_text::parse(text) {
        Err(problems) => {
            let _ = problems.render("fuzz.cleave.kdl", text);
        }
        Ok(model) => {
            assert_eq!(cleave_text::parse(&cleave_text::print(&model)).as_ref(), Ok(&model));
            let formatted = cleave_text::format(text).expect("it reads");
            assert_eq!(cleave_text::parse(&formatted), Ok(model));
            assert_eq!(cleave_text::format(&formatted).as_ref(), Ok(&formatted));
        }
    }
});
