//! Types as Rust writes them.

use super::print::parsed;
use crate::blueprint::{Field, Ty, TypeRef, is_text};
use crate::naming::ident;
use cleave_model::Scalar;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The type as written in the contract of `here`, or with the crate's name where that is none.
pub fn rust(of: &Ty, here: Option<&str>) -> TokenStream {
    match of {
        Ty::Scalar(scalar) => self::scalar(*scalar),
        Ty::List(of) => {
            let of = rust(of, here);
            quote! { Vec<#of> }
        }
        Ty::Map(of) => {
            let of = rust(of, here);
            quote! { BTreeMap<String, #of> }
        }
        Ty::Optional(of) => {
            let of = rust(of, here);
            quote! { Option<#of> }
        }
        Ty::Struct(of, true) => {
            let of = named(of, here);
            quote! { Box<#of> }
        }
        Ty::Struct(of, false) | Ty::Enum(of) | Ty::Alias(of, _) => named(of, here),
    }
}

/// A type of a contract by name.
pub fn named(of: &TypeRef, here: Option<&str>) -> TokenStream {
    let name = format_ident!("{}", of.name);
    if here == Some(of.module.as_str()) {
        return quote! { #name };
    }
    let contract = contract(&of.module);
    quote! { #contract::#name }
}

/// `orders_contract`
pub fn contract(module: &str) -> proc_macro2::Ident {
    format_ident!("{module}_contract")
}

fn scalar(scalar: Scalar) -> TokenStream {
    parsed(match scalar {
        _ if is_text(scalar) => "String",
        Scalar::Int => "i32",
        Scalar::Long => "i64",
        Scalar::Bool => "bool",
        Scalar::Date => "jiff::civil::Date",
        Scalar::Datetime => "jiff::Timestamp",
        Scalar::Duration => "jiff::SignedDuration",
        Scalar::Uuid => "uuid::Uuid",
        Scalar::Json => "serde_json::Value",
        Scalar::Bytes => "platform_core::Blob",
        Scalar::Money => "platform_core::Money",
        _ => "String",
    })
}

/// Whether a value is copied by mentioning it.
pub fn is_copy(of: &Ty) -> bool {
    match of.plain() {
        Ty::Scalar(scalar) => !is_text(*scalar) && !matches!(scalar, Scalar::Json | Scalar::Bytes | Scalar::Money),
        Ty::Enum(_) => true,
        Ty::Optional(of) => is_copy(of),
        _ => false,
    }
}

/// The declaration of a field of a struct, with its name in JSON.
pub fn field(field: &Field, here: &str) -> TokenStream {
    let docs = super::print::docs(field.description.as_ref(), format!("`{}`", field.json));
    let name = ident(&field.name);
    let of = rust(&field.ty, Some(here));
    // The name that serde sees is the identifier without `r#`.
    let rename = (name.to_string().trim_start_matches("r#") != field.json).then(|| {
        let json = &field.json;
        quote! { #[serde(rename = #json)] }
    });
    let absent = field.ty.required().1.then(|| {
        quote! { #[serde(default, skip_serializing_if = "Option::is_none")] }
    });
    quote! { #docs #rename #absent pub #name: #of, }
}
