//! Columns: how a field of an entity is stored, written and read.

use crate::blueprint::{Field, Ty, is_text};
use cleave_model::Scalar;
use proc_macro2::TokenStream;
use quote::quote;

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Column {
    /// In SQL, without quotes.
    pub name: String,
    /// `TEXT`, `BIGINT` or `BYTEA`.
    pub of: String,
    /// Whether it may be NULL.
    pub null: bool,
}

/// What a value of a field is in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Number,
    Printed,
    Instant,
    Bytes,
    Json,
    Money,
}

fn form(of: &Ty) -> Form {
    match of.plain() {
        Ty::Scalar(scalar) if is_text(*scalar) => Form::Text,
        Ty::Scalar(Scalar::Int | Scalar::Long | Scalar::Bool) => Form::Number,
        Ty::Scalar(Scalar::Datetime) => Form::Instant,
        Ty::Scalar(Scalar::Bytes) => Form::Bytes,
        Ty::Scalar(Scalar::Money) => Form::Money,
        Ty::Scalar(Scalar::Json) => Form::Json,
        Ty::Scalar(_) | Ty::Enum(_) => Form::Printed,
        _ => Form::Json,
    }
}

/// The columns that hold a field, in order.
pub fn columns(field: &Field) -> Vec<Column> {
    let (of, null) = field.ty.required();
    let column = |name: String, of: &str| Column { name, of: of.into(), null };
    match form(of) {
        Form::Number | Form::Instant => vec![column(field.name.clone(), "BIGINT")],
        Form::Bytes => vec![column(field.name.clone(), "BYTEA")],
        Form::Money => {
            vec![column(format!("{}_amount", field.name), "BIGINT"), column(format!("{}_currency", field.name), "TEXT")]
        }
        Form::Text | Form::Printed | Form::Json => vec![column(field.name.clone(), "TEXT")],
    }
}

/// The values that a place of the type puts into its columns.
pub fn values(place: &TokenStream, of: &Ty) -> Vec<TokenStream> {
    let (of, optional) = of.required();
    match (form(of), optional) {
        (Form::Text, false) => vec![quote! { (&#place).into() }],
        (Form::Text, true) => vec![quote! { #place.as_ref().into() }],
        (Form::Number, _) => vec![quote! { #place.into() }],
        (Form::Printed, false) => vec![quote! { Value::text(&#place) }],
        (Form::Printed, true) => vec![quote! { Value::text_or_null(#place.as_ref()) }],
        (Form::Instant, false) => vec![quote! { #place.as_millisecond().into() }],
        (Form::Instant, true) => vec![quote! { #place.map(|at| at.as_millisecond()).into() }],
        (Form::Bytes, false) => vec![quote! { (&#place.0).into() }],
        (Form::Bytes, true) => vec![quote! { #place.as_ref().map(|blob| &blob.0).into() }],
        (Form::Json, false) => vec![quote! { Value::json(&#place)? }],
        (Form::Json, true) => vec![quote! { Value::json_or_null(#place.as_ref())? }],
        (Form::Money, false) => vec![quote! { #place.amount.into() }, quote! { (&#place.currency).into() }],
        (Form::Money, true) => vec![
            quote! { #place.as_ref().map(|money| money.amount).into() },
            quote! { #place.as_ref().map(|money| &money.currency).into() },
        ],
    }
}

/// Reads a value of the type from its columns.
pub fn read(of: &Ty) -> TokenStream {
    let (of, optional) = of.required();
    match (form(of), optional) {
        (Form::Text | Form::Number, _) => quote! { columns.take()? },
        (Form::Printed, false) => quote! { columns.text()? },
        (Form::Printed, true) => quote! { columns.text_or_null()? },
        (Form::Instant, false) => quote! { columns.with(jiff::Timestamp::from_millisecond)? },
        (Form::Instant, true) => quote! { columns.with_or_null(jiff::Timestamp::from_millisecond)? },
        (Form::Bytes, false) => quote! { platform_core::Blob(columns.take()?) },
        (Form::Bytes, true) => quote! { columns.take::<Option<Vec<u8>>>()?.map(platform_core::Blob) },
        (Form::Json, false) => quote! { columns.json()? },
        (Form::Json, true) => quote! { columns.json_or_null()? },
        (Form::Money, false) => {
            quote! { platform_core::Money { amount: columns.take()?, currency: columns.take()? } }
        }
        (Form::Money, true) => quote! {
            match (columns.take::<Option<i64>>()?, columns.take::<Option<String>>()?) {
                (Some(amount), Some(currency)) => Some(platform_core::Money { amount, currency }),
                _ => None,
            }
        },
    }
}

/// How a function takes a required value of the type: texts as `&str`, what is copied as it is.
pub fn parameter(of: &Ty, rust: TokenStream) -> TokenStream {
    match form(of) {
        Form::Text => quote! { &str },
        Form::Number => rust,
        _ => quote! { &#rust },
    }
}

/// The value that a parameter of [`parameter`] puts into its column.
pub fn parameter_value(name: &proc_macro2::Ident, of: &Ty) -> TokenStream {
    match form(of) {
        Form::Text | Form::Number => quote! { #name.into() },
        Form::Instant => quote! { #name.as_millisecond().into() },
        _ => quote! { Value::text(#name) },
    }
}

/// How a place of the type is given to a parameter of [`parameter`].
pub fn argument(place: &TokenStream, of: &Ty) -> TokenStream {
    match form(of) {
        Form::Number => quote! { #place },
        _ => quote! { &#place },
    }
}
