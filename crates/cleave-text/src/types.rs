//! Types as one text: `string`, `list<OrderLine>?`, `map<string, money>`, `catalog.Product`.

use crate::names::{Mention, Names, read, type_segment};
use cleave_model::{Id, Kind, Scalar, TypeExpr};

const TYPES: &[Kind] = &[Kind::DataType];

/// Why a text is no type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Miss {
    /// It is not written like one.
    Form,
    /// It nests too deep.
    Deep,
    /// Nothing is called like this.
    Unknown(String),
}

/// The type as it is written inside a service.
pub(crate) fn spell(names: &Names, service: Option<&Id>, of: &TypeExpr) -> String {
    let mut tail = String::new();
    let mut head = String::new();
    let mut at = of;
    loop {
        match at {
            TypeExpr::Scalar(scalar) => head.push_str(scalar.word()),
            TypeExpr::Named(id) => head.push_str(&names.spell(service, TYPES, id, type_segment)),
            TypeExpr::List(inner) => {
                head.push_str("list<");
                tail.insert(0, '>');
                at = inner;
                continue;
            }
            TypeExpr::Map(inner) => {
                head.push_str("map<string, ");
                tail.insert(0, '>');
                at = inner;
                continue;
            }
            TypeExpr::Optional(inner) => {
                tail.insert(0, '?');
                at = inner;
                continue;
            }
        }
        return head + &tail;
    }
}

/// Reads a type that stands inside a service.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn parse(names: &Names, service: Option<&Id>, text: &str) -> Result<TypeExpr, Miss> {
    let mut around: Vec<fn(Box<TypeExpr>) -> TypeExpr> = Vec::new();
    let mut rest = text.trim();
    let inmost = loop {
        if around.len() >= TypeExpr::MAX_DEPTH {
            return Err(Miss::Deep);
        }
        if let Some(inner) = rest.strip_suffix('?') {
            around.push(TypeExpr::Optional);
            rest = inner.trim_end();
        } else if let Some(inner) = inside(rest, "list") {
            around.push(TypeExpr::List);
            rest = inner.trim();
        } else if let Some(inner) = inside(rest, "map") {
            let value =
                inner.trim_start().strip_prefix("string").map(str::trim_start).and_then(|r| r.strip_prefix(','));
            around.push(TypeExpr::Map);
            rest = value.ok_or(Miss::Form)?.trim();
        } else {
            break rest;
        }
    };
    let mut of = match Scalar::from_word(inmost) {
        Some(scalar) => TypeExpr::Scalar(scalar),
        None => {
            let mention = read(inmost).filter(|mention| is_plain(mention, inmost)).ok_or(Miss::Form)?;
            TypeExpr::Named(names.find(service, TYPES, &mention).ok_or_else(|| Miss::Unknown(inmost.to_owned()))?)
        }
    };
    for wrap in around.into_iter().rev() {
        of = wrap(Box::new(of));
    }
    Ok(of)
}

/// Outside backquotes a name in a type has no white space or brackets.
fn is_plain(mention: &Mention, text: &str) -> bool {
    let plain = |part: &str| !part.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | '?'));
    match mention {
        Mention::Id(_) => text.starts_with("@`") || plain(text),
        Mention::Path(_) => text.split('`').step_by(2).all(plain),
    }
}

fn inside<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.strip_prefix(word)?.trim_start().strip_prefix('<')?.strip_suffix('>')
}
