//! Schemas of stores: what a design asks for, what was asked for last time, and the steps from one to the other.

use crate::Snapshot;
use crate::blueprint::Blueprint;
use crate::blueprint::{Field, Service, Shape, Table, Ty};
use crate::emit::columns::{Column, columns};
use crate::emit::repository::{all_columns, quoted};
use cleave_model::Scalar;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The tables of one service, and the number of its last step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    /// The last step that was written; 0 where there is none.
    pub steps: u32,
    /// By name.
    pub tables: BTreeMap<String, TableShape>,
}

/// One table as SQL sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableShape {
    /// In order.
    pub columns: Vec<Column>,
    /// Names of the columns of the primary key.
    pub key: Vec<String>,
    /// Further indexes.
    pub indexes: Vec<IndexShape>,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexShape {
    /// Names of its columns.
    pub columns: Vec<String>,
    /// At most one row for each value.
    pub unique: bool,
}

/// A step that is written now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its number.
    pub number: u32,
    /// `0002_design_change.sql`
    pub file: String,
    /// What it does.
    pub sql: String,
}

/// The step that brings a service's store from what was asked for last time to what the design asks for now.
pub fn step(
    blueprint: &Blueprint,
    service: &Service,
    before: Option<&Schema>,
    folder: &Snapshot,
) -> (Schema, Option<Step>) {
    let tables: BTreeMap<String, TableShape> =
        service.tables.iter().map(|table| (table.name.clone(), shape(table))).collect();
    let old = before.cloned().unwrap_or_default();
    if tables == old.tables {
        return (Schema { steps: old.steps, tables }, None);
    }
    // Steps that the user added count too. Without a record of an earlier generation, the first is the first.
    let number = if before.is_some() { old.steps.max(last_step(service, folder)) + 1 } else { 1 };
    let name = if number == 1 { "initial" } else { "design_change" };
    let sql = if number == 1 { initial(service) } else { difference(blueprint, service, &old.tables, &tables) };
    let step = Step { number, file: format!("{number:04}_{name}.sql"), sql };
    (Schema { steps: number, tables }, Some(step))
}

fn last_step(service: &Service, folder: &Snapshot) -> u32 {
    let prefix = format!("services/{}/migrations/", service.package);
    let files = folder.range(prefix.clone()..).map(|(path, _)| path).take_while(|path| path.starts_with(&prefix));
    let number = |path: &String| {
        let digits: String = path[prefix.len()..].chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    files.filter_map(number).max().unwrap_or(0)
}

fn shape(table: &Table) -> TableShape {
    let names = |fields: &[usize]| fields.iter().map(|index| table.fields[*index].name.clone()).collect();
    TableShape {
        columns: all_columns(table),
        key: names(&table.key),
        indexes: table
            .indexes
            .iter()
            .map(|index| IndexShape { columns: names(&index.fields), unique: index.unique })
            .collect(),
    }
}

fn initial(service: &Service) -> String {
    let mut sql = format!(
        "-- The tables of `{}` as the design first had them. Never edit a step that has been shipped.\n",
        service.package
    );
    for table in &service.tables {
        sql.push_str(&create(&table.name, &shape(table)));
    }
    sql
}

fn create(name: &str, table: &TableShape) -> String {
    let mut lines: Vec<String> = table.columns.iter().map(|column| format!("  {}", declared(column))).collect();
    let key: Vec<String> = table.key.iter().map(|column| quoted(column)).collect();
    lines.push(format!("  PRIMARY KEY ({})", key.join(", ")));
    let mut sql = format!("CREATE TABLE {} (\n{}\n);\n", quoted(name), lines.join(",\n"));
    for index in &table.indexes {
        sql.push_str(&create_index(name, index));
    }
    sql
}

fn declared(column: &Column) -> String {
    let null = if column.null { "" } else { " NOT NULL" };
    format!("{} {}{null}", quoted(&column.name), column.of)
}

fn index_name(table: &str, index: &IndexShape) -> String {
    format!("{table}_by_{}", index.columns.join("_and_"))
}

fn create_index(table: &str, index: &IndexShape) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let columns: Vec<String> = index.columns.iter().map(|column| quoted(column)).collect();
    format!(
        "CREATE {unique}INDEX {} ON {} ({});\n",
        quoted(&index_name(table, index)),
        quoted(table),
        columns.join(", ")
    )
}

/// What is new as SQL; what would lose data only as comments, because data is the user's.
fn difference(
    blueprint: &Blueprint,
    service: &Service,
    old: &BTreeMap<String, TableShape>,
    new: &BTreeMap<String, TableShape>,
) -> String {
    let mut sql = format!(
        "-- What the design of `{}` changed. Lines that would lose data are comments: decide and uncomment.\n",
        service.package
    );
    for (name, table) in new {
        let Some(before) = old.get(name) else {
            sql.push_str(&create(name, table));
            continue;
        };
        let fields = service.tables.iter().find(|table| table.name == *name).map_or(&[][..], |table| &table.fields);
        for column in &table.columns {
            match before.columns.iter().find(|known| known.name == column.name) {
                None => sql.push_str(&add_column(blueprint, name, column, fields)),
                Some(known) if known != column => {
                    sql.push_str(&format!(
                        "-- {}.{} was {}; the design now says {}. Neither database changes it in place: copy the table.\n",
                        name, column.name, declared(known), declared(column)
                    ));
                }
                Some(_) => {}
            }
        }
        for column in before.columns.iter().filter(|known| table.columns.iter().all(|column| column.name != known.name))
        {
            sql.push_str(&format!(
                "-- The design has no {}.{} any more:\n-- ALTER TABLE {} DROP COLUMN {};\n",
                name,
                column.name,
                quoted(name),
                quoted(&column.name)
            ));
        }
        if before.key != table.key {
            sql.push_str(&format!(
                "-- The key of {name} was {}; now it is {}: copy the table.\n",
                before.key.join(", "),
                table.key.join(", ")
            ));
        }
        for index in before.indexes.iter().filter(|index| !table.indexes.contains(index)) {
            sql.push_str(&format!("DROP INDEX IF EXISTS {};\n", quoted(&index_name(name, index))));
        }
        for index in table.indexes.iter().filter(|index| !before.indexes.contains(index)) {
            sql.push_str(&create_index(name, index));
        }
    }
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        sql.push_str(&format!("-- The design has no {name} any more:\n-- DROP TABLE {};\n", quoted(name)));
    }
    sql
}

fn add_column(blueprint: &Blueprint, table: &str, column: &Column, fields: &[Field]) -> String {
    let field = fields.iter().find(|field| columns(field).iter().any(|of| of.name == column.name));
    let default = if column.null {
        String::new()
    } else {
        format!(" DEFAULT {}", field.map_or_else(|| "''".to_owned(), |field| filling(blueprint, column, &field.ty)))
    };
    format!("ALTER TABLE {} ADD COLUMN {}{default};\n", quoted(table), declared(column))
}

/// What rows that are there already get in a new column that may not be empty.
fn filling(blueprint: &Blueprint, column: &Column, of: &Ty) -> String {
    let text = match of.plain() {
        _ if column.of == "BIGINT" => return "0".into(),
        Ty::Scalar(Scalar::Uuid) => "00000000-0000-0000-0000-000000000000",
        Ty::Scalar(Scalar::Date) => "1970-01-01",
        Ty::Scalar(Scalar::Duration) => "PT0S",
        Ty::Scalar(Scalar::Decimal) => "0",
        Ty::Scalar(Scalar::Json) => "null",
        Ty::List(_) => "[]",
        Ty::Map(_) | Ty::Struct(..) => "{}",
        Ty::Enum(named) => {
            let word = blueprint.data_type(named).and_then(|data_type| match &data_type.shape {
                Shape::Enum(variants) => variants.first().map(|(word, _)| word.as_str()),
                _ => None,
            });
            return format!("'{}'", word.unwrap_or_default().replace('\'', "''"));
        }
        _ => "",
    };
    format!("'{text}'")
}
