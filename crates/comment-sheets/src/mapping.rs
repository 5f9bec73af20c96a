//! Which column of a foreign sheet holds which field: `--map state=country,paragraph=section`.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::MappingError;

/// A field of an [`ImportRow`](crate::ImportRow).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// `state`
    State,
    /// `paragraph`
    Paragraph,
    /// `text`, the only one that every row needs
    Text,
    /// `language`
    Language,
    /// `type`
    Type,
    /// `position`
    Position,
    /// `ad_referendum`
    AdReferendum,
    /// `received_at`
    ReceivedAt,
    /// `reference`
    Reference,
    /// `quote_exact`
    QuoteExact,
    /// `quote_prefix`
    QuotePrefix,
    /// `quote_suffix`
    QuoteSuffix,
    /// `proposed_wording_action`
    ProposedWordingAction,
    /// `proposed_wording_text`
    ProposedWordingText,
    /// `explanation`
    Explanation,
    /// `audience`
    Audience,
    /// `attribution`
    Attribution,
    /// `on_behalf_of`
    OnBehalfOf,
    /// `number`
    Number,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 19] = [
        Self::State,
        Self::Paragraph,
        Self::Text,
        Self::Language,
        Self::Type,
        Self::Position,
        Self::AdReferendum,
        Self::ReceivedAt,
        Self::Reference,
        Self::QuoteExact,
        Self::QuotePrefix,
        Self::QuoteSuffix,
        Self::ProposedWordingAction,
        Self::ProposedWordingText,
        Self::Explanation,
        Self::Audience,
        Self::Attribution,
        Self::OnBehalfOf,
        Self::Number,
    ];

    /// Returns the name by which the command line, and the header of our own exports, call the field.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Paragraph => "paragraph",
            Self::Text => "text",
            Self::Language => "language",
            Self::Type => "type",
            Self::Position => "position",
            Self::AdReferendum => "ad_referendum",
            Self::ReceivedAt => "received_at",
            Self::Reference => "reference",
            Self::QuoteExact => "quote_exact",
            Self::QuotePrefix => "quote_prefix",
            Self::QuoteSuffix => "quote_suffix",
            Self::ProposedWordingAction => "proposed_wording_action",
            Self::ProposedWordingText => "proposed_wording_text",
            Self::Explanation => "explanation",
            Self::Audience => "audience",
            Self::Attribution => "attribution",
            Self::OnBehalfOf => "on_behalf_of",
            Self::Number => "number",
        }
    }

    /// Whether the field holds words of the paragraph, whose spaces matter.
    pub(crate) const fn is_quote(self) -> bool {
        matches!(self, Self::QuoteExact | Self::QuotePrefix | Self::QuoteSuffix)
    }

    fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// Stands for "no column" on the right side of a pair.
const NO_COLUMN: &str = "-";

/// Which column holds which field. A field that is not mapped is looked for under its own name; one that is mapped to
/// `-` is not looked for, whatever the sheet has under its name (`number=-`).
///
/// Column names are compared without regard to case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    columns: BTreeMap<Field, String>,
}

impl Mapping {
    /// Returns the column in which the field is looked for, and whether the user named it.
    pub(crate) fn column(&self, field: Field) -> Option<(&str, bool)> {
        match self.columns.get(&field).map(String::as_str) {
            Some(NO_COLUMN) => None,
            Some(column) => Some((column, true)),
            None => Some((field.name(), false)),
        }
    }
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
        for field in Field::ALL {
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
