//! The column "Observations" of the eight-column layout: what becomes of the comment, written so that reading it gives
//! the disposition again, and read as people fill it in: the disposition, and below it the response.

use super::disposition_words::{disposition_at, disposition_words};
use super::parts::PartNames;
use crate::ExportRow;

const TOGETHER_WITH: &str = "Together with";
const WORDING: &str = "Wording";
const RESPONSE: &str = "Response";
const PARTS: PartNames = PartNames(&["Position", TOGETHER_WITH, WORDING, RESPONSE, "Answer", "Suggestion"]);
/// Stands behind a disposition that is not published, and says whose it is.
const PROPOSED_BY: &str = "(proposed by ";

/// What a cell says of the disposition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Observations {
    /// Its name in the API, or words that are none.
    pub(crate) disposition: Option<String>,
    pub(crate) duplicate_of: Option<String>,
    pub(crate) wording: Option<String>,
    pub(crate) response: Option<String>,
}

impl Observations {
    /// The cell: what became of the comment, or of a row without one, the position that it gives.
    pub(crate) fn cell(row: &ExportRow) -> String {
        let disposition = row.disposition.as_deref().map(|name| match &row.proposed_by {
            Some(member) => format!("{} {PROPOSED_BY}{member})", disposition_words(name)),
            None => disposition_words(name).to_owned(),
        });
        let part = |name: &str, text: Option<&String>| text.map(|text| PARTS.written(name, text));
        let answer = row.answer.as_ref().map(|answer| match &row.answer_justification {
            Some(justification) => format!("{answer}\n{justification}"),
            None => answer.clone(),
        });
        let parts = [
            part("Position", row.position.as_ref().filter(|_| row.text.is_none())),
            disposition,
            part(TOGETHER_WITH, row.duplicate_of.as_ref()),
            part(WORDING, row.agreed_wording.as_ref()),
            part(RESPONSE, row.response.as_ref()),
            part("Answer", answer.as_ref()),
            part("Suggestion", row.answer_suggestion.as_ref()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    /// Reads the cell. The first line is the disposition; other words before the first part are the response. What the
    /// state said is not read.
    pub(crate) fn read(cell: &str) -> Self {
        let (before, parts) = PARTS.read(cell);
        let before = before.trim();
        let (first, below) = before.split_once('\n').unwrap_or((before, ""));
        let (disposition, rest) = disposition_at(first).unwrap_or((first, ""));
        let rest = rest
            .strip_prefix(PROPOSED_BY)
            .map_or(rest, |rest| rest.split_once(')').map_or(rest, |(_, rest)| rest));
        let rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || ".:;,–—-".contains(letter));
        let mut response = vec![rest.to_owned(), below.to_owned()];
        let mut observations = Self {
            disposition: said(disposition),
            ..Self::default()
        };
        for (name, text) in parts {
            match name {
                TOGETHER_WITH => observations.duplicate_of = said(&text),
                WORDING => observations.wording = said(&text),
                RESPONSE => response.push(text),
                _ => {}
            }
        }
        response.retain(|text| !text.trim().is_empty());
        observations.response = said(&response.join("\n"));
        observations
    }
}

/// A text without the white space around it, if anything is left.
fn said(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_read_as_it_was_written() {
        let text = |text: &str| Some(text.to_owned());
        let row = ExportRow {
            text: text("A comment."),
            disposition: text("accepted_with_modification"),
            proposed_by: text("AUS"),
            duplicate_of: text("FJI-002"),
            agreed_wording: text("expected\nResponse: x"),
            response: text("Taken in part.\nAnswer: none\n\nThank you."),
            answer: text("objects"),
            answer_justification: text("Response: too late."),
            answer_suggestion: text("shall"),
            ..ExportRow::default()
        };
        let read = Observations::read(&Observations::cell(&row));
        assert_eq!(read.disposition, row.disposition);
        assert_eq!(
            (read.duplicate_of, read.wording),
            (row.duplicate_of, row.agreed_wording)
        );
        assert_eq!(read.response, row.response);
        assert_eq!(Observations::read(""), Observations::default());
        let position = ExportRow {
            position: text("supports"),
            ..ExportRow::default()
        };
        assert_eq!(
            Observations::read(&Observations::cell(&position)),
            Observations::default()
        );
    }

    #[test]
    fn what_people_write_is_understood() {
        for (cell, disposition, response) in [
            ("Not accepted", "not_accepted", None),
            (
                "Not accepted.\nThe basis stays voluntary.",
                "not_accepted",
                Some("The basis stays voluntary."),
            ),
            (
                "No aceptada: sigue siendo voluntaria",
                "not_accepted",
                Some("sigue siendo voluntaria"),
            ),
            ("noted\n\nOne.\nTwo.", "noted", Some("One.\nTwo.")),
            (
                "Noted (proposed by AUS)\nResponse: Old.\nMore.",
                "noted",
                Some("Old.\nMore."),
            ),
            ("Perhaps later\nWe shall see.", "Perhaps later", Some("We shall see.")),
        ] {
            let read = Observations::read(cell);
            assert_eq!(read.disposition.as_deref(), Some(disposition), "{cell}");
            assert_eq!(read.response.as_deref(), response, "{cell}");
        }
    }
}
