//! The columns of our CSV: name, description, and what stands in them.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::{ExportMeta, ExportRow, TIME_ZONE};

/// A cell before guarding and quoting.
type Cell<'a> = Cow<'a, str>;

pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) cell: for<'a> fn(&'a ExportRow, &'a ExportMeta) -> Cell<'a>,
}

/// Returns name and description of every column, in the order of the file.
#[must_use]
pub fn csv_columns() -> impl ExactSizeIterator<Item = (&'static str, &'static str)> {
    COLUMNS.iter().map(|column| (column.name, column.description))
}

macro_rules! columns {
    ($($name:literal, $cell:expr, $description:literal;)*) => {
        &[$(Column { name: $name, description: $description, cell: $cell }),*]
    };
}

#[rustfmt::skip] // One column a line, as a table.
pub(crate) const COLUMNS: &[Column] = columns![
    "number", |row, _| text(row.number.as_deref()), "Number of the comment within the proposal, for instance FJI-001; DEL-… where the reader may not know the state. Empty on the row of a submission without comments.";
    "state", |row, _| text(row.state.as_deref()), "ISO 3166-1 alpha-3 code of the state. Empty where the reader may not know it.";
    "state_name", |row, _| Cow::Borrowed(&row.state_name), "Name of the state, or the label that stands for it.";
    "on_behalf_of", |row, _| text(row.on_behalf_of.as_deref()), "The state or regional group on whose behalf the comment is made.";
    "consultation", |row, _| row.consultation.to_string().into(), "Number of the consultation within the proposal, from 1.";
    "revision", |row, _| row.revision.to_string().into(), "Number of the revision commented on; 0 is the zero draft.";
    "paragraph", |row, _| text(row.paragraph.as_deref()), "Label of the paragraph. Empty for a general comment.";
    "type", |row, _| text(row.comment_type.as_deref()), "substantive, technical, editorial or translation.";
    "position", |row, _| text(row.position.as_deref()), "The state's position on the text: supports, supports_with_amendments, has_a_reservation, does_not_support, no_objection or position_reserved. Empty if not stated.";
    "ad_referendum", |row, _| flag(row.ad_referendum), "true if the position still has to be confirmed by the capital.";
    "language", |row, _| text(row.language.as_deref()), "BCP 47 tag of the language of the comment.";
    "quote_exact", |row, _| text(row.quote_exact.as_deref()), "Words of the paragraph that the comment is about.";
    "quote_prefix", |row, _| text(row.quote_prefix.as_deref()), "Words before the quoted ones, to tell equal passages apart.";
    "quote_suffix", |row, _| text(row.quote_suffix.as_deref()), "Words after the quoted ones, to tell equal passages apart.";
    "text", |row, _| text(row.text.as_deref()), "The comment, in its original language.";
    "proposed_wording_action", |row, _| text(row.proposed_wording_action.as_deref()), "add, delete or replace.";
    "proposed_wording_text", |row, _| text(row.proposed_wording_text.as_deref()), "The proposed wording.";
    "explanation", |row, _| text(row.explanation.as_deref()), "Why the wording is proposed.";
    "general_remarks", |row, _| text(row.general_remarks.as_deref()), "General remarks of the submission, on its first row only.";
    "audience", |row, _| text(row.audience.as_deref()), "Who may read the comment: public, participants or members_only.";
    "attribution", |row, _| text(row.attribution.as_deref()), "Who may know the state behind it: named, to_members or to_none.";
    "late", |row, _| row.late.map_or_else(|| "".into(), flag), "true if this version was recorded after the consultation closed; empty where the state may not be known.";
    "received_via", |row, _| text(row.received_via.as_deref()), "For input entered by an operator: the channel by which it arrived.";
    "received_at", |row, _| instant(row.received_at), "For entered input: when it is said to have arrived.";
    "reference", |row, _| text(row.reference.as_deref()), "For entered input: its reference where it came from.";
    "lodged_at", |row, _| instant(row.lodged_at), "When the submission was first lodged or entered. Empty where the reader may not know the state.";
    "recorded_at", |row, _| instant(row.recorded_at), "When this version was recorded in the log. Empty where the reader may not know the state.";
    "disposition", |row, _| text(row.disposition.as_deref()), "What became of the comment, once published: accepted, accepted_with_modification, not_accepted, noted, clarification_requested, duplicate_of, out_of_scope or no_common_view. For members: what is proposed, until it is published.";
    "proposed_by", |row, _| text(row.proposed_by.as_deref()), "For members: which of them proposes the disposition in this row. Empty if it is published, and for others.";
    "duplicate_of", |row, _| text(row.duplicate_of.as_deref()), "Number of the comment that it is answered together with; like the disposition. Empty where the reader may not see that comment.";
    "response", |row, _| text(row.response.as_deref()), "The members' reasoned response to the comment; like the disposition.";
    "agreed_wording", |row, _| text(row.agreed_wording.as_deref()), "The wording taken instead of the proposed one; like the disposition.";
    "published_at", |row, _| instant(row.published_at), "When a disposition was published for it.";
    "answer", |row, _| text(row.answer.as_deref()), "The state's answer to the published disposition: satisfied or objects. Empty if there is none.";
    "answer_justification", |row, _| text(row.answer_justification.as_deref()), "Why the state objects, or what it adds.";
    "answer_suggestion", |row, _| text(row.answer_suggestion.as_deref()), "What the state suggests instead.";
    "comment_id", |row, _| text(row.comment_id.as_deref()), "Id of the comment in the API.";
    "submission_id", |row, _| text(row.submission_id.as_deref()), "Id of the submission in the API.";
    "proposal_id", |_, meta| Cow::Borrowed(&meta.proposal_id), "Id of the proposal in the API; the same on every row.";
    "as_of_log_position", |_, meta| meta.as_of_log_position.to_string().into(), "The log position that the file reflects; the same on every row.";
    "as_of_instant", |_, meta| instant(Some(meta.as_of_instant)), "The instant of that position; the same on every row.";
    "time_zone", |_, _| TIME_ZONE.into(), "The time zone of every instant in the file: always UTC.";
];

fn text(value: Option<&str>) -> Cell<'_> {
    value.unwrap_or_default().into()
}

fn flag<'a>(value: bool) -> Cell<'a> {
    if value { "true" } else { "false" }.into()
}

fn instant<'a>(value: Option<Timestamp>) -> Cell<'a> {
    value.map(|value| value.to_string()).unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::Field;

    #[test]
    fn every_field_of_a_row_is_a_column_and_every_column_is_described() {
        let fields = serde_json::to_value(ExportRow::default()).unwrap();
        let of_the_row: BTreeSet<&str> = fields.as_object().unwrap().keys().map(String::as_str).collect();
        let of_the_file = BTreeSet::from(["proposal_id", "as_of_log_position", "as_of_instant", "time_zone"]);
        let columns: BTreeSet<&str> = csv_columns().map(|(name, _)| name).collect();
        assert_eq!(columns, of_the_row.union(&of_the_file).copied().collect());
        assert_eq!(columns.len(), csv_columns().len(), "a name stands twice");
        for (name, description) in csv_columns() {
            assert!(
                description.ends_with('.') && description.len() > 10,
                "{name}: {description}"
            );
        }
    }

    #[test]
    fn every_field_of_the_import_is_a_column_of_the_export() {
        for field in Field::ALL {
            assert!(csv_columns().any(|(name, _)| name == field.name()), "{}", field.name());
        }
    }
}
