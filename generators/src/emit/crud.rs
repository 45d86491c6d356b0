//! The bodies of plain CRUD operations, as methods of the ports that business code hands its requests to.

use super::columns;
use super::contract::{meta_name, operation_docs};
use super::print::{number, sql};
use super::repository::{key_list, quoted, select};
use super::ty;
use crate::blueprint::{
    Crud, CrudAnswer, CrudKind, Field, Operation, Refusal, RowView, Service, Source, Table, Ty, TypeRef, ViewSource,
};
use crate::naming::ident;
use cleave_model::{Idempotency, Scalar};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// Rows of a page where the request does not say how many, and the most it may say.
const PAGE: u32 = 100;
const LONGEST_PAGE: u32 = 1000;

/// `impl Ports` with one method for each plain CRUD operation; nothing where there is none.
pub fn emit(service: &Service) -> TokenStream {
    let methods: Vec<_> = service
        .operations
        .iter()
        .filter_map(|operation| operation.crud.as_ref().map(|crud| method(service, operation, crud)))
        .collect();
    if methods.is_empty() {
        return TokenStream::new();
    }
    quote! {
        /// What the design describes fully: the service hands its requests on to these.
        impl Ports { #(#methods)* }
    }
}

/// One method in the making.
struct Body<'b> {
    service: &'b Service,
    operation: &'b Operation,
    crud: &'b Crud,
    table: &'b Table,
}

fn method(service: &Service, operation: &Operation, crud: &Crud) -> TokenStream {
    let body = Body { service, operation, crud, table: &service.tables[crud.table] };
    let docs = operation_docs(operation);
    let own = |name: String| ty::named(&TypeRef { module: service.module.clone(), name }, None);
    let request = own(format!("{}Request", operation.pascal));
    let error = own(format!("{}Error", operation.pascal));
    let output = operation.output.as_ref().map_or_else(|| quote! { () }, |of| ty::rust(of, None));
    let name = ident(&operation.name);
    let statements = match &crud.does {
        CrudKind::Get => body.get(),
        CrudKind::List { filters, after, limit } => body.list(filters, *after, *limit),
        CrudKind::Create(sources) => body.create(sources),
        CrudKind::Update(changes) => body.update(changes),
        CrudKind::Delete => body.delete(),
    };
    quote! {
        #docs
        pub async fn #name(&self, cx: &Cx, req: #request) -> Result<#output, Failure<#error>> { #statements }
    }
}

impl Body<'_> {
    fn rows(&self) -> proc_macro2::Ident {
        format_ident!("{}Rows", self.table.pascal)
    }

    fn input(&self, at: usize) -> &Field {
        &self.operation.input[at]
    }

    /// `req.id`
    fn given(&self, at: usize) -> TokenStream {
        let name = ident(&self.input(at).name);
        quote! { req.#name }
    }

    /// The key, taken from the request, as arguments of the repository's functions.
    fn key(&self) -> Vec<TokenStream> {
        let key = self.table.key.iter().map(|index| &self.table.fields[*index]);
        key.map(|field| {
            let name = ident(&field.name);
            columns::argument(&quote! { req.#name }, &field.ty)
        })
        .collect()
    }

    /// What is answered when the row is missing, or there already; from the request while that is whole.
    fn refused(&self, otherwise: TokenStream) -> TokenStream {
        match &self.crud.refusal {
            Refusal::Fault => quote! { Fault::#otherwise },
            Refusal::Declared(name, fields) => {
                let error = ty::named(&TypeRef { module: self.service.module.clone(), name: name.clone() }, None);
                let fields = fields.iter().map(|(field, at)| {
                    let (name, value) = (ident(field), self.given(*at));
                    if ty::is_copy(&self.input(*at).ty) {
                        quote! { #name: #value }
                    } else {
                        quote! { #name: #value.clone() }
                    }
                });
                quote! { #error { #(#fields),* } }
            }
        }
    }

    fn missing(&self) -> TokenStream {
        let text = format!("{} has no row with this key", self.table.name);
        let refused = self.refused(quote! { not_found(#text) });
        quote! { return Err(#refused.into()) }
    }

    /// A row as a struct of the contract, from what is left of it.
    fn view(&self, view: &RowView) -> TokenStream {
        self.made_of_row(view, false)
    }

    /// A struct made of the row, which stays whole where its values are cloned.
    fn made_of_row(&self, view: &RowView, cloned: bool) -> TokenStream {
        let of = ty::named(&view.of, None);
        let fields = view.fields.iter().map(|(name, source)| {
            let name = ident(name);
            let column = |index: &usize| {
                let field = &self.table.fields[*index];
                let name = ident(&field.name);
                let clone = (cloned && !ty::is_copy(&field.ty)).then(|| quote! { .clone() });
                quote! { #name #clone }
            };
            match source {
                ViewSource::Column(index) => {
                    let column = column(index);
                    quote! { #name: row.#column }
                }
                ViewSource::ColumnAsSome(index) => {
                    let column = column(index);
                    quote! { #name: Some(row.#column) }
                }
                ViewSource::Nothing => quote! { #name: None },
            }
        });
        quote! { #of { #(#fields),* } }
    }

    /// The end of a method that has changed `row` in `tx`.
    fn finish(&self) -> TokenStream {
        let answer = match &self.crud.answer {
            CrudAnswer::Key => {
                let key = self.table.key.first().map(|index| ident(&self.table.fields[*index].name));
                Some(quote! { row.#key })
            }
            CrudAnswer::Row(view) | CrudAnswer::MaybeRow(view) => Some(self.view(view)),
            _ => None,
        };
        let (bind, answer) = match answer {
            Some(answer) => (quote! { let answer = #answer; }, quote! { answer }),
            None => (TokenStream::new(), quote! { () }),
        };
        let remember = (self.operation.idempotency == Idempotency::Keyed).then(|| {
            let (contract, meta) = (ty::contract(&self.service.module), meta_name(self.operation));
            quote! { tx.remember(cx, &#contract::#meta, &#answer).await?; }
        });
        let events = self.crud.publishes.iter().map(|event| {
            let event = self.made_of_row(event, true);
            quote! { tx.publish(cx, &#event).await?; }
        });
        let events: TokenStream = events.collect();
        let unused = (remember.is_none() && events.is_empty()).then(|| quote! { let _ = cx; });
        quote! { #events #bind #remember #unused tx.commit().await?; Ok(#answer) }
    }

    fn get(&self) -> TokenStream {
        let (rows, key) = (self.rows(), self.key());
        let find = quote! { let _ = cx; let found = #rows::find(&self.store, #(#key),*).await?; };
        match &self.crud.answer {
            CrudAnswer::MaybeRow(view) => {
                let view = self.view(view);
                quote! { #find Ok(found.map(|row| #view)) }
            }
            CrudAnswer::Row(view) => {
                let (view, missing) = (self.view(view), self.missing());
                quote! { #find let Some(row) = found else { #missing }; Ok(#view) }
            }
            _ => quote! { #find let _ = found; Ok(()) },
        }
    }

    fn delete(&self) -> TokenStream {
        let (rows, key, missing) = (self.rows(), self.key(), self.missing());
        let begin = quote! { let mut tx = self.store.begin().await?; };
        let finish = self.finish();
        if self.crud.answer == CrudAnswer::Nothing && self.crud.publishes.is_empty() {
            return quote! { #begin if !#rows::delete(&mut tx, #(#key),*).await? { #missing; } #finish };
        }
        quote! {
            #begin
            let Some(row) = #rows::lock(&mut tx, #(#key),*).await? else { #missing };
            #rows::delete(&mut tx, #(#key),*).await?;
            #finish
        }
    }

    fn source(&self, source: &Source) -> TokenStream {
        match source {
            Source::Input(at) | Source::InputOrKeep(at) => self.given(*at),
            Source::InputAsSome(at) => {
                let given = self.given(*at);
                quote! { Some(#given) }
            }
            Source::NewId => quote! { uuid::Uuid::now_v7() },
            Source::Now => quote! { now },
            Source::Nothing => quote! { None },
        }
    }

    fn create(&self, sources: &[Source]) -> TokenStream {
        let (rows, row) = (self.rows(), format_ident!("{}Row", self.table.pascal));
        let text = format!("{} has a row with this key or a unique value", self.table.name);
        let refused = self.refused(quote! { conflict(#text) });
        // Cut to what rows keep, so that the answer is what reading it again gives.
        let now = sources.contains(&Source::Now).then(|| {
            quote! {
                let now = jiff::Timestamp::from_millisecond(platform_core::now_ms())
                    .map_err(|e| Fault::internal(e.to_string()))?;
            }
        });
        let fields = self.table.fields.iter().zip(sources).map(|(field, source)| {
            let (name, value) = (ident(&field.name), self.source(source));
            quote! { #name: #value }
        });
        let finish = self.finish();
        quote! {
            #now
            let refused = #refused;
            let row = #row { #(#fields),* };
            let mut tx = self.store.begin().await?;
            if !#rows::insert(&mut tx, &row).await? {
                return Err(refused.into());
            }
            #finish
        }
    }

    fn update(&self, changes: &[(usize, Source)]) -> TokenStream {
        let (rows, key, missing, finish) = (self.rows(), self.key(), self.missing(), self.finish());
        let mutable = (!changes.is_empty()).then(|| quote! { mut });
        let changes = changes.iter().map(|(index, source)| {
            let (name, value) = (ident(&self.table.fields[*index].name), self.source(source));
            match source {
                Source::InputOrKeep(_) => quote! { if let Some(value) = #value { row.#name = value; } },
                _ => quote! { row.#name = #value; },
            }
        });
        quote! {
            let mut tx = self.store.begin().await?;
            let Some(#mutable row) = #rows::lock(&mut tx, #(#key),*).await? else { #missing };
            #(#changes)*
            #rows::put(&mut tx, &row).await?;
            #finish
        }
    }

    fn list(&self, filters: &[(usize, usize)], after: Option<usize>, limit: Option<usize>) -> TokenStream {
        let (mut conditions, mut values) = (Vec::new(), Vec::new());
        let mut condition = |field: &Field, at: usize, sign: &str| {
            let input = self.input(at);
            let place = format!("${}", values.len() + 1);
            let column = quoted(&field.name);
            values.extend(columns::values(&self.given(at), &input.ty));
            let of = columns::columns(field).first().map(|column| column.of.clone()).unwrap_or_default();
            conditions.push(if input.ty.required().1 {
                format!("(CAST({place} AS {of}) IS NULL OR {column} {sign} {place})")
            } else {
                format!("{column} {sign} {place}")
            });
        };
        for (index, at) in filters {
            condition(&self.table.fields[*index], *at, "=");
        }
        if let (Some(at), Some(key)) = (after, self.table.key.first()) {
            condition(&self.table.fields[*key], at, ">");
        }
        let conditions =
            if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
        let place = values.len() + 1;
        let text = sql(&format!("{}{conditions} ORDER BY {} LIMIT ${place}", select(self.table), key_list(self.table)));
        let (page, longest) = (number(PAGE), number(LONGEST_PAGE));
        let limit = match limit {
            None => quote! { let limit: i64 = #longest; },
            Some(at) => {
                let (given, (of, optional)) = (self.given(at), self.input(at).ty.required());
                let wide = *of.plain() == Ty::Scalar(Scalar::Long);
                let limit = match (optional, wide) {
                    (true, true) => quote! { #given.unwrap_or(#page) },
                    (true, false) => quote! { #given.map_or(#page, i64::from) },
                    (false, true) => quote! { #given },
                    (false, false) => quote! { i64::from(#given) },
                };
                quote! { let limit: i64 = #limit.clamp(1, #longest); }
            }
        };
        let row = format_ident!("{}Row", self.table.pascal);
        let unused = if self.operation.input.is_empty() {
            quote! { let _ = (cx, req); }
        } else {
            quote! { let _ = cx; }
        };
        let find = quote! {
            #unused
            #limit
            let sql = #text;
            let rows: Vec<#row> = self.store.all(sql, &[#(#values,)* limit.into()]).await?;
        };
        match &self.crud.answer {
            CrudAnswer::Page { page, items, next, row: view } => {
                let (page, items, view) = (ty::named(page, None), ident(items), self.view(view));
                let (bind, next) = match (next, self.table.key.first()) {
                    (Some(next), Some(key)) => {
                        let (next, field) = (ident(next), &self.table.fields[*key]);
                        let key = ident(&field.name);
                        let clone = (!ty::is_copy(&field.ty)).then(|| quote! { .clone() });
                        let bind = quote! {
                            let full = i64::try_from(rows.len()).is_ok_and(|count| count == limit);
                            let next = rows.last().filter(|_| full).map(|row| row.#key #clone);
                        };
                        (bind, quote! { #next: next, })
                    }
                    _ => (TokenStream::new(), TokenStream::new()),
                };
                quote! { #find #bind Ok(#page { #next #items: rows.into_iter().map(|row| #view).collect() }) }
            }
            CrudAnswer::Rows(view) => {
                let view = self.view(view);
                quote! { #find Ok(rows.into_iter().map(|row| #view).collect()) }
            }
            _ => quote! { #find let _ = rows; Ok(()) },
        }
    }
}
