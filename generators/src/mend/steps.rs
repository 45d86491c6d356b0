//! The list of a store's steps: new ones are appended, nothing else is touched.

use super::Mending;
use super::source::{Forgetting, Source};
use crate::schema::Step;

/// The file as it is written at first.
pub fn scaffold(steps: &[Step]) -> String {
    let lines: String = steps.iter().map(|step| format!("    {},\n", entry(step))).collect();
    let list = if steps.is_empty() { "&[]".to_owned() } else { format!("&[\n{lines}]") };
    // As rustfmt would have it: one entry stands on the line where it fits.
    let list = match steps {
        [one] => format!("&[{}]", entry(one)),
        _ => list,
    };
    format!(
        "//! The steps of this service's store, in order. Append; never change a step that has been shipped.\n\n\
         /// Number and SQL of each step.\npub const MIGRATIONS: &[(i64, &str)] = {list};\n"
    )
}

fn entry(step: &Step) -> String {
    format!("({}, include_str!(\"../migrations/{}\"))", step.number, step.file)
}

/// Mends `services/<s>/src/migrations.rs`.
pub fn mend(text: &str, steps: &[Step]) -> Mending {
    let _forgetting = Forgetting;
    match mended(text, steps) {
        Ok(None) => Mending::Fits(Vec::new()),
        Ok(Some(new)) => match Source::parse(&new) {
            Ok(_) => Mending::Mended(new, Vec::new()),
            Err(why) => Mending::Refused(format!("what would be inserted does not fit: {why}")),
        },
        Err(why) => Mending::Refused(why),
    }
}

fn mended(text: &str, steps: &[Step]) -> Result<Option<String>, String> {
    let source = Source::parse(text)?;
    let list = source.file.items.iter().find_map(|item| match item {
        syn::Item::Const(item) if item.ident == "MIGRATIONS" => Some(item),
        _ => None,
    });
    let list = list.ok_or("there is no `const MIGRATIONS` in this file, so no step can be added")?;
    let array = match list.expr.as_ref() {
        syn::Expr::Reference(reference) => match reference.expr.as_ref() {
            syn::Expr::Array(array) => Some(array),
            _ => None,
        },
        _ => None,
    };
    let array = array.ok_or("`MIGRATIONS` is not written as `&[…]`, so no step can be added")?;
    let missing: Vec<&Step> = steps.iter().filter(|step| !text.contains(&step.file)).collect();
    if missing.is_empty() {
        return Ok(None);
    }
    let entries: Vec<String> = missing.iter().map(|step| entry(step)).collect();
    let (at, alone) = source.before_close(array.bracket_token.span.close());
    if alone {
        // Before the line of the bracket; the last entry needs its comma.
        let trailing = array.elems.empty_or_trailing();
        let lines: String = entries.iter().map(|entry| format!("    {entry},\n")).collect();
        let new = source.with(at, &lines);
        if trailing {
            return Ok(Some(new));
        }
        let end = array.elems.last().map(|last| source.range(syn::spanned::Spanned::span(last)).end).unwrap_or(at);
        return Ok(Some(format!("{},{}", &new[..end], &new[end..])));
    }
    let comma = if array.elems.empty_or_trailing() { "" } else { ", " };
    Ok(Some(source.with(at, &format!("{comma}{}", entries.join(", ")))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(number: u32) -> Step {
        Step { number, file: format!("{number:04}_x.sql"), sql: String::new() }
    }

    #[test]
    fn steps_are_appended_in_every_spelling() {
        let first = scaffold(&[step(1)]);
        for text in [
            first.clone(),
            scaffold(&[]),
            scaffold(&[step(1), step(2)]),
            first.replace("&[(", "&[\n    (").replace(")]", ")\n]"),
            first.replace('\n', "\r\n"),
        ] {
            let Mending::Mended(new, _) = mend(&text, &[step(7)]) else { panic!("not mended: {text}") };
            assert!(new.contains("(7, include_str!(\"../migrations/0007_x.sql\"))"), "{new}");
            assert_eq!(mend(&new, &[step(7)]), Mending::Fits(Vec::new()), "{new}");
            assert_eq!(text.contains("\r\n"), new.contains("\r\n"));
        }
    }

    #[test]
    fn what_cannot_be_read_is_left_alone() {
        assert!(matches!(mend("pub const MIGRATIONS: i32 = 1;", &[step(1)]), Mending::Refused(_)));
        assert!(matches!(mend("fn {", &[step(1)]), Mending::Refused(_)));
    }
}
