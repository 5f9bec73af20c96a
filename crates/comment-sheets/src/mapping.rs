//! Which column of a foreign sheet holds which field: `--map state=country,paragraph=section`.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::{Field, MappingError, Purpose, SheetError, csv_columns};

/// Stands for "no column" on the right side of a pair.
const NO_COLUMN: &str = "-";

/// Which column holds which field. A field that is not mapped is looked for under its own name; one that is mapped to
/// `-` is not looked for, whatever the sheet has under its name (`number=-`).
///
/// Column names are compared without regard to case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    purpose: Purpose,
    columns: BTreeMap<Field, String>,
}

impl Mapping {
    /// The mapping by which a matrix is read that a member filled in.
    #[must_use]
    pub fn review() -> Self {
        Self {
            purpose: Purpose::Review,
            ..Self::default()
        }
    }

    pub(crate) const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Returns the column in which the field is looked for, and whether the user named it.
    pub(crate) fn column(&self, field: Field) -> Option<(&str, bool)> {
        if !self.purpose.reads(field) {
            return None;
        }
        match self.columns.get(&field).map(String::as_str) {
            Some(NO_COLUMN) => None,
            Some(column) => Some((column, true)),
            None => Some((field.name(), false)),
        }
    }
}

impl Mapping {
    /// Returns the columns that no field is read from, in the order given.
    ///
    /// # Errors
    ///
    /// [`SheetError::NearlyNamed`] if one of them looks like a misspelt `audience` or `attribution` and the user said
    /// nothing of that field: to ignore it would publish what was not meant to be.
    pub(crate) fn unused<'a>(&self, columns: impl Iterator<Item = &'a str>) -> Result<Vec<String>, SheetError> {
        let is_read = |name: &str| {
            let mut read = Field::ALL.into_iter().filter_map(|field| self.column(field));
            // Most of a matrix is not for the member to change: that is not worth telling of every column.
            let of_the_matrix = || csv_columns().any(|(column, _)| same_column(column, name));
            read.any(|(column, _)| same_column(column, name)) || (self.purpose == Purpose::Review && of_the_matrix())
        };
        let unused: Vec<&str> = columns.filter(|name| !name.is_empty() && !is_read(name)).collect();
        let unsaid = |field: &Field| !self.columns.contains_key(field);
        let protecting = [Field::Audience, Field::Attribution].into_iter();
        for field in protecting.filter(|field| self.purpose.reads(*field)).filter(unsaid) {
            let near = |name: &&&str| (1..=NEAR).contains(&distance(&name.to_lowercase(), field.name()));
            if let Some(column) = unused.iter().find(near) {
                return Err(SheetError::NearlyNamed {
                    field: field.name(),
                    column: (*column).to_owned(),
                });
            }
        }
        Ok(unused.into_iter().map(str::to_owned).collect())
    }
}

/// Up to how many wrong, missing or additional characters make a name a misspelt one.
const NEAR: usize = 2;

/// How many characters have to be added, taken away or changed to get from one word to the other (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (start, letter) in (1_usize..).zip(from.chars()) {
        let mut left = start;
        let mut next = vec![start];
        for ((above_left, above), other) in row.iter().zip(row.iter().skip(1)).zip(&to) {
            let change = above_left.saturating_add(usize::from(letter != *other));
            left = change.min(above.saturating_add(1)).min(left.saturating_add(1));
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// Whether two names mean the same column.
pub(crate) fn same_column(left: &str, right: &str) -> bool {
    left == right || left.to_lowercase() == right.to_lowercase()
}

impl FromStr for Mapping {
    type Err = MappingError;

    /// Reads `field=column,field=column`; a column name cannot contain a comma here. The empty text is the default mapping.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut mapping = Self::default();
        for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (name, column) = pair
                .split_once('=')
                .map(|(name, column)| (name.trim(), column.trim()))
                .filter(|(name, column)| !name.is_empty() && !column.is_empty())
                .ok_or_else(|| MappingError::NotAPair { pair: pair.to_owned() })?;
            let field = Field::by_name(name).ok_or_else(|| MappingError::UnknownField { field: name.to_owned() })?;
            if mapping.columns.insert(field, column.to_owned()).is_some() {
                return Err(MappingError::MappedTwice { field: name.to_owned() });
            }
        }
        Ok(mapping)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mapping_of_the_real_input_page_is_read() {
        let mapping: Mapping =
            "state=country,paragraph=section,text=text,language=lang,received_at=submitted_at,reference=ref"
                .parse()
                .unwrap();
        assert_eq!(mapping.column(Field::State), Some(("country", true)));
        assert_eq!(mapping.column(Field::ReceivedAt), Some(("submitted_at", true)));
        assert_eq!(mapping.column(Field::Position), Some(("position", false)));
    }

    #[test]
    fn a_nearly_right_name_of_a_protecting_column_is_refused_unless_it_is_spoken_of() {
        for (column, field) in [
            ("atribution", "attribution"),
            ("Audiance", "audience"),
            ("audiences", "audience"),
        ] {
            let unused = |mapping: &str| {
                let mapping: Mapping = mapping.parse().unwrap();
                mapping.unused(["text", column, "outcome"].into_iter())
            };
            let refused = unused("").unwrap_err().to_string();
            assert!(refused.contains(&format!("--map {field}={column}")), "{refused}");
            assert_eq!(unused(&format!("{field}={column}")).unwrap(), ["outcome"]);
            assert_eq!(unused(&format!("{field}=-")).unwrap(), [column, "outcome"]);
        }
        let near = Mapping::default().unused(["ATTRIBUTION", "audit", "contribution"].into_iter());
        assert_eq!(near.unwrap(), ["audit", "contribution"]);
    }

    #[test]
    fn distances_count_letters() {
        for (from, to, expected) in [
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("abc", "abc", 0),
        ] {
            assert_eq!(distance(from, to), expected, "{from} {to}");
        }
    }

    #[test]
    fn no_mapping_is_the_default_one() {
        assert_eq!("".parse::<Mapping>().unwrap(), Mapping::default());
    }

    #[test]
    fn a_field_mapped_to_a_dash_is_not_looked_for() {
        let mapping: Mapping = "number=-, state=country".parse().unwrap();
        assert_eq!(mapping.column(Field::Number), None);
        assert_eq!(mapping.column(Field::State), Some(("country", true)));
    }

    #[test]
    fn an_unknown_field_is_answered_with_the_known_ones() {
        let error = "country=state".parse::<Mapping>().unwrap_err();
        assert_eq!(
            error,
            MappingError::UnknownField {
                field: "country".to_owned()
            }
        );
        let text = error.to_string();
        for field in Field::of(Purpose::Input) {
            assert!(text.contains(field.name()), "{text}");
        }
    }

    #[test]
    fn a_pair_without_a_side_is_refused() {
        for text in ["state", "state=", "=country", "state country"] {
            let error = text.parse::<Mapping>().unwrap_err();
            assert_eq!(error, MappingError::NotAPair { pair: text.to_owned() });
        }
    }

    #[test]
    fn a_field_mapped_twice_is_refused() {
        let error = "state=a,state=b".parse::<Mapping>().unwrap_err();
        assert_eq!(
            error,
            MappingError::MappedTwice {
                field: "state".to_owned()
            }
        );
    }
}
