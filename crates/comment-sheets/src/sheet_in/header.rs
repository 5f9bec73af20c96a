//! Which column of a table is what: by the names of our own exports or of a mapping, or by the heads of the eight-column
//! template for comments.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::{Cell, GridRow, fields_of};
use crate::mapping::same_column;
use crate::{Field, Mapping, Purpose, SheetError};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// A field.
    Field(Field),
    /// The rest of a field that is too long for one cell.
    Continued(Field),
    /// The state, or the number that begins with it.
    MemberBody,
    /// A clause.
    Clause,
    /// `ge`, `te` or `ed`.
    IsoType,
    /// Quote, wording and explanation.
    ProposedChange,
    /// What becomes of the comment.
    Observations,
    /// Known, and not read.
    NotRead,
}

/// The header of a table.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) columns: BTreeMap<usize, Column>,
    pub(super) unused: Vec<String>,
    purpose: Purpose,
}

impl Header {
    /// The row as a header; `None` if it is none.
    pub(super) fn of(row: &GridRow, mapping: &Mapping) -> Result<Option<Self>, SheetError> {
        let names: Vec<(usize, String)> = row
            .cells
            .iter()
            .filter_map(|(at, cell)| match cell {
                Cell::Text(text) => Some((*at, text.split_whitespace().collect::<Vec<_>>().join(" "))),
                Cell::Formula => None,
            })
            .collect();
        let own = own(&names, mapping)?;
        let has = |needed: &Field| own.values().any(|column| *column == Column::Field(*needed));
        let columns = if mapping.purpose().needed().iter().all(has) {
            own
        } else if let Some(columns) = iso(&names, mapping.purpose()) {
            columns
        } else {
            return Ok(None);
        };
        let others = names.iter().filter(|(at, _)| !columns.contains_key(at));
        let unused = mapping.unused(others.map(|(_, name)| name.as_str()))?;
        Ok(Some(Self {
            columns,
            unused,
            purpose: mapping.purpose(),
        }))
    }

    pub(super) fn fields(&self) -> BTreeSet<Field> {
        fields_of(self.columns.values().copied())
    }

    /// Whether the row is a note, or nothing: no more than one cell with content, and that neither the text of a
    /// comment nor the position of a state, nor in a matrix the number of a comment or a disposition.
    pub(super) fn is_note(&self, row: &GridRow) -> bool {
        let mut cells = row.cells.keys();
        let (first, second) = (cells.next(), cells.next());
        let says_it = |at: &usize| {
            let speaks: &[Column] = match self.purpose {
                Purpose::Input => &[Column::Field(Field::Text), Column::Field(Field::Position)],
                Purpose::Review => &[
                    Column::Field(Field::Number),
                    Column::Field(Field::Disposition),
                    Column::MemberBody,
                    Column::Observations,
                ],
            };
            self.columns.get(at).is_some_and(|column| speaks.contains(column))
        };
        second.is_none() && !first.is_some_and(says_it)
    }
}

/// Columns by the names of the fields.
fn own(names: &[(usize, String)], mapping: &Mapping) -> Result<BTreeMap<usize, Column>, SheetError> {
    let mut columns = BTreeMap::new();
    for field in Field::ALL {
        let Some((wanted, _)) = mapping.column(field) else {
            continue;
        };
        let mut found = names.iter().filter(|(_, name)| same_column(name, wanted));
        let Some((at, name)) = found.next() else { continue };
        if found.next().is_some() {
            let column = name.clone();
            return Err(SheetError::DuplicateColumn {
                field: field.name(),
                column,
            });
        }
        columns.insert(*at, Column::Field(field));
        let continued = format!("{wanted} (continued ");
        for (at, name) in names {
            if name.to_lowercase().starts_with(&continued.to_lowercase()) {
                columns.insert(*at, Column::Continued(field));
            }
        }
    }
    Ok(columns)
}

/// Columns by the heads of the template, which differ from version to version behind their first words.
fn iso(names: &[(usize, String)], purpose: Purpose) -> Option<BTreeMap<usize, Column>> {
    let mut columns = BTreeMap::new();
    for (at, name) in names {
        let name = name.to_lowercase();
        let column = if name.starts_with("mb") || name.starts_with("state") || name.starts_with("country") {
            Column::MemberBody
        } else if name.starts_with("clause") {
            Column::Clause
        } else if name.starts_with("paragraph") {
            Column::Field(Field::Paragraph)
        } else if name.starts_with("type") {
            Column::IsoType
        } else if name.starts_with("comment") {
            Column::Field(Field::Text)
        } else if name.starts_with("proposed change") {
            Column::ProposedChange
        } else if name.starts_with("observation") && purpose == Purpose::Review {
            Column::Observations
        } else if name.starts_with("line") && purpose == Purpose::Review {
            Column::NotRead
        } else {
            continue;
        };
        columns.insert(*at, column);
    }
    let once = |wanted: Column| columns.values().filter(|column| **column == wanted).count() == 1;
    match purpose {
        Purpose::Input => (once(Column::Field(Field::Text)) && once(Column::ProposedChange)).then_some(columns),
        Purpose::Review => {
            let is_matrix = once(Column::MemberBody) && once(Column::Observations);
            let read = [Column::MemberBody, Column::Observations];
            let others = columns.values_mut().filter(|column| !read.contains(column));
            others.for_each(|column| *column = Column::NotRead);
            is_matrix.then_some(columns)
        }
    }
}
