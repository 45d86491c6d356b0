//! What an operation that is plain create, read, update or delete does, fully said by the design.

use super::TypeRef;

/// The body of an operation that is plain CRUD.
#[derive(Debug, Clone, PartialEq)]
pub struct Crud {
    /// Index of its table.
    pub table: usize,
    /// What it does there.
    pub does: CrudKind,
    /// What it answers.
    pub answer: CrudAnswer,
    /// What it answers when no row has the key, or when one has it already.
    pub refusal: Refusal,
    /// The events it publishes, made of the row.
    pub publishes: Vec<RowView>,
}

/// What a CRUD operation does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CrudKind {
    /// Reads one by key; the names of the input fields that hold it.
    Get,
    /// Reads a page.
    List {
        /// Equal values: table field and input field.
        filters: Vec<(usize, usize)>,
        /// The input field that says after which key the page begins.
        after: Option<usize>,
        /// The input field that says how many at most.
        limit: Option<usize>,
    },
    /// Inserts one; where each table field comes from.
    Create(Vec<Source>),
    /// Changes one; table field and where its value comes from.
    Update(Vec<(usize, Source)>),
    /// Deletes one.
    Delete,
}

/// Where the value of a table field comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// An input field as it is.
    Input(usize),
    /// An input field that is not optional, for a table field that is.
    InputAsSome(usize),
    /// An optional input field: where nothing is given, the row keeps what it has.
    InputOrKeep(usize),
    /// A new id.
    NewId,
    /// The present instant.
    Now,
    /// Nothing.
    Nothing,
}

/// What a CRUD operation answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CrudAnswer {
    /// Nothing.
    Nothing,
    /// The key of the row, where that is one field.
    Key,
    /// The row as a struct of the contract.
    Row(RowView),
    /// The row, or nothing where there is none.
    MaybeRow(RowView),
    /// The rows.
    Rows(RowView),
    /// The rows in a field of a struct, and the key of the last in another.
    Page {
        /// The struct.
        page: TypeRef,
        /// The field with the rows.
        items: String,
        /// The field with the key from which to go on.
        next: Option<String>,
        /// One row.
        row: RowView,
    },
}

/// How a row becomes a struct of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowView {
    /// The struct.
    pub of: TypeRef,
    /// Its fields: name and where the value comes from.
    pub fields: Vec<(String, ViewSource)>,
}

/// Where a field of a struct gets its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViewSource {
    /// A field of the row.
    Column(usize),
    /// A field of the row, wrapped because the struct's may be absent.
    ColumnAsSome(usize),
    /// Nothing.
    Nothing,
}

/// What is answered when a row is missing, or there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A fault.
    Fault,
    /// A declared error whose fields all stand in the input: field and input field.
    Declared(String, Vec<(String, usize)>),
}
