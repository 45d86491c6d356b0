//! A table: its row, and the functions that find, keep and remove rows.

use super::columns::{self, Column};
use super::print::{docs, sql};
use super::ty;
use crate::blueprint::{Field, Table};
use crate::naming::ident;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// Row, its reading and writing, and the repository.
pub fn emit(table: &Table) -> TokenStream {
    let (row, rows) = (format_ident!("{}Row", table.pascal), format_ident!("{}Rows", table.pascal));
    let row_docs = docs(table.description.as_ref(), format!("A row of the table `{}`.", table.name));
    let rows_docs = docs(None, format!("The table `{}`.", table.name));
    let fields = table.fields.iter().map(|field| {
        let docs = docs(field.description.as_ref(), format!("Column `{}`.", field.name));
        let (name, of) = (ident(&field.name), ty::rust(&field.ty, None));
        quote! { #docs pub #name: #of, }
    });
    let names: Vec<_> = table.fields.iter().map(|field| ident(&field.name)).collect();
    let values =
        table.fields.iter().zip(&names).flat_map(|(field, name)| columns::values(&quote! { self.#name }, &field.ty));
    let reads = table.fields.iter().map(|field| columns::read(&field.ty));
    let functions = functions(table);
    quote! {
        #row_docs
        #[derive(Debug, Clone, PartialEq)]
        pub struct #row { #(#fields)* }

        impl Row for #row {
            fn values(&self) -> Result<Vec<Value<'_>>, Fault> {
                Ok(Vec::from([#(#values),*]))
            }
            fn read(columns: &mut Columns<'_>) -> Result<Self, Fault> {
                Ok(Self { #(#names: #reads),* })
            }
        }

        #rows_docs
        pub struct #rows;

        impl #rows { #functions }
    }
}

/// All columns of a table, in order.
pub fn all_columns(table: &Table) -> Vec<Column> {
    table.fields.iter().flat_map(columns::columns).collect()
}

/// A name in quotes: `order` is a word of SQL.
pub fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

fn list(columns: &[Column]) -> String {
    columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
}

/// The columns of the key, joined by a comma.
pub fn key_list(table: &Table) -> String {
    let key: Vec<Column> = key(table).flat_map(columns::columns).collect();
    list(&key)
}

fn key(table: &Table) -> impl Iterator<Item = &Field> {
    table.key.iter().map(|index| &table.fields[*index])
}

/// `SELECT … FROM …`
pub fn select(table: &Table) -> String {
    format!("SELECT {} FROM {}", list(&all_columns(table)), quoted(&table.name))
}

/// `"a" = $1 AND "b" = $2`
fn equal<'f>(fields: impl Iterator<Item = &'f Field>) -> String {
    let conditions = fields.enumerate().map(|(i, field)| format!("{} = ${}", quoted(&field.name), i + 1));
    conditions.collect::<Vec<_>>().join(" AND ")
}

/// Parameters and values for finding by fields; a field that may be absent is found by a value that is there.
fn by<'f>(fields: impl Iterator<Item = &'f Field>) -> (Vec<TokenStream>, Vec<TokenStream>) {
    fields
        .map(|field| {
            let (of, _) = field.ty.required();
            let name = ident(&field.name);
            let parameter = columns::parameter(of, ty::rust(of, None));
            (quote! { #name: #parameter }, columns::parameter_value(&name, of))
        })
        .unzip()
}

fn functions(table: &Table) -> TokenStream {
    let row = format_ident!("{}Row", table.pascal);
    let columns = all_columns(table);
    let (parameters, values) = by(key(table));
    let find = sql(&format!("{} WHERE {}", select(table), equal(key(table))));
    let delete = sql(&format!("DELETE FROM {} WHERE {}", quoted(&table.name), equal(key(table))));
    let places = (1..=columns.len()).map(|i| format!("${i}")).collect::<Vec<_>>().join(", ");
    let insert = format!("INSERT INTO {} ({}) VALUES ({places})", quoted(&table.name), list(&columns));
    let insert_new = sql(&format!("{insert} ON CONFLICT DO NOTHING"));
    let keys: Vec<String> = key(table).map(|field| field.name.clone()).collect();
    let sets: Vec<String> = columns
        .iter()
        .filter(|column| !keys.contains(&column.name))
        .map(|column| format!("{0} = excluded.{0}", quoted(&column.name)))
        .collect();
    let replace = if sets.is_empty() { "NOTHING".to_owned() } else { format!("UPDATE SET {}", sets.join(", ")) };
    let put = sql(&format!("{insert} ON CONFLICT ({}) DO {replace}", key_list(table)));
    let page = page(table);
    let finders = table.indexes.iter().map(|index| finder(table, &index.fields, index.unique));
    quote! {
        /// The row with this key.
        pub async fn find(store: &Store, #(#parameters),*) -> Result<Option<#row>, Fault> {
            let sql = #find;
            store.one(sql, &[#(#values),*]).await
        }

        /// The row with this key; other writers wait until the transaction ends.
        pub async fn lock(tx: &mut Tx, #(#parameters),*) -> Result<Option<#row>, Fault> {
            let sql = #find;
            tx.lock(sql, &[#(#values),*]).await
        }

        #page

        /// Adds a row; answers false if one with its key or a unique value is there.
        pub async fn insert(tx: &mut Tx, row: &#row) -> Result<bool, Fault> {
            let sql = #insert_new;
            Ok(tx.run(sql, &row.values()?).await? > 0)
        }

        /// Adds a row or replaces the one with its key.
        pub async fn put(tx: &mut Tx, row: &#row) -> Result<(), Fault> {
            let sql = #put;
            tx.run(sql, &row.values()?).await.map(drop)
        }

        /// Removes the row with this key; answers whether one was there.
        pub async fn delete(tx: &mut Tx, #(#parameters),*) -> Result<bool, Fault> {
            let sql = #delete;
            Ok(tx.run(sql, &[#(#values),*]).await? > 0)
        }

        #(#finders)*
    }
}

/// A page in the order of the keys. Two constants rather than one text put together, so that all SQL is constant.
fn page(table: &Table) -> TokenStream {
    let row = format_ident!("{}Row", table.pascal);
    let order = key_list(table);
    let all = sql(&format!("{} ORDER BY {order} LIMIT $1", select(table)));
    let places = (2..2 + table.key.len()).map(|i| format!("${i}")).collect::<Vec<_>>().join(", ");
    let beyond = if table.key.len() == 1 { format!("{order} > {places}") } else { format!("({order}) > ({places})") };
    let rest = sql(&format!("{} WHERE {beyond} ORDER BY {order} LIMIT $1", select(table)));
    let (types, names): (Vec<_>, Vec<_>) = key(table)
        .map(|field| (columns::parameter(&field.ty, ty::rust(&field.ty, None)), format_ident!("after_{}", field.name)))
        .unzip();
    let values = key(table).zip(&names).map(|(field, name)| columns::parameter_value(name, &field.ty));
    let (of, pattern) = match (types.as_slice(), names.as_slice()) {
        ([of], [name]) => (quote! { #of }, quote! { #name }),
        _ => (quote! { (#(#types),*) }, quote! { (#(#names),*) }),
    };
    quote! {
        /// Up to `limit` rows in the order of their keys, beginning after `after`.
        pub async fn page(store: &Store, after: Option<#of>, limit: i64) -> Result<Vec<#row>, Fault> {
            let all = #all;
            let rest = #rest;
            match after {
                None => store.all(all, &[limit.into()]).await,
                Some(#pattern) => store.all(rest, &[limit.into(), #(#values),*]).await,
            }
        }
    }
}

fn finder(table: &Table, fields: &[usize], unique: bool) -> TokenStream {
    let row = format_ident!("{}Row", table.pascal);
    let found = || fields.iter().map(|index| &table.fields[*index]);
    let names: Vec<&str> = found().map(|field| field.name.as_str()).collect();
    let function = format_ident!("by_{}", names.join("_and_"));
    let (parameters, values) = by(found());
    let shown = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
    let select = format!("{} WHERE {}", select(table), equal(found()));
    if unique {
        let (sql, docs) = (sql(&select), docs(None, format!("The row with this {shown}.")));
        return quote! {
            #docs
            pub async fn #function(store: &Store, #(#parameters),*) -> Result<Option<#row>, Fault> {
                let sql = #sql;
                store.one(sql, &[#(#values),*]).await
            }
        };
    }
    let sql = sql(&format!("{select} ORDER BY {}", key_list(table)));
    let docs = docs(None, format!("All rows with this {shown}."));
    quote! {
        #docs
        pub async fn #function(store: &Store, #(#parameters),*) -> Result<Vec<#row>, Fault> {
            let sql = #sql;
            store.all(sql, &[#(#values),*]).await
        }
    }
}
