//! The column "Proposed change" of the eight-column layout: quote, wording and explanation in one cell, written so that
//! reading it gives the same parts again.

use super::parts::PartNames;
use crate::ExportRow;

/// What begins a line of the cell.
const QUOTE: &str = "Quote";
const EXPLANATION: &str = "Explanation";
const ACTIONS: [(&str, &str); 3] = [("Add", "add"), ("Delete", "delete"), ("Replace", "replace")];
const PARTS: PartNames = PartNames(&[QUOTE, "Add", "Delete", "Replace", EXPLANATION]);

/// The parts of the cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ProposedChange {
    pub(crate) quote: Option<String>,
    pub(crate) action: Option<String>,
    pub(crate) wording: Option<String>,
    pub(crate) explanation: Option<String>,
}

impl ProposedChange {
    pub(crate) fn of(row: &ExportRow) -> Self {
        Self {
            quote: row.quote_exact.clone(),
            action: row.proposed_wording_action.clone(),
            wording: row.proposed_wording_text.clone(),
            explanation: row.explanation.clone(),
        }
    }

    /// The cell: a part a line, `Quote: …`, `Replace: …`, `Explanation: …`.
    pub(crate) fn cell(&self) -> String {
        let action = self.action.as_deref().and_then(|action| {
            let known = ACTIONS.iter().find(|(_, name)| *name == action)?;
            Some((known.0, self.wording.as_deref().unwrap_or_default()))
        });
        let quote = self.quote.as_deref().map(|quote| (QUOTE, quote));
        let explanation = self.explanation.as_deref().map(|text| (EXPLANATION, text));
        let parts = [quote, action, explanation].into_iter().flatten();
        let lines = parts.map(|(name, text)| PARTS.written(name, text));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Reads the cell. Words before the first part are the wording.
    pub(crate) fn read(cell: &str) -> Self {
        let (before, parts) = PARTS.read(cell);
        let mut change = Self {
            wording: said(before.trim().to_owned()),
            ..Self::default()
        };
        for (name, text) in parts {
            change.take(name, text);
        }
        change
    }

    fn take(&mut self, name: &str, text: String) {
        match name {
            QUOTE => self.quote = said(text),
            EXPLANATION => self.explanation = said(text),
            name => {
                let action = ACTIONS.iter().find(|(written, _)| *written == name);
                self.action = action.map(|(_, action)| (*action).to_owned());
                self.wording = said(text).or(self.wording.take());
            }
        }
    }
}

/// A text that is more than white space.
fn said(text: String) -> Option<String> {
    Some(text).filter(|text| !text.trim().is_empty())
}

/// The type of a comment in the letters of ISO/IEC: general, technical, editorial.
pub(crate) fn iso_type(kind: &str) -> &'static str {
    match kind {
        "technical" => "te",
        "editorial" => "ed",
        "translation" => "ed (translation)",
        _ => "ge",
    }
}

/// The type that such letters mean; anything else is left for the caller to judge.
pub(crate) fn type_of_iso(letters: &str) -> &str {
    match letters.trim().to_lowercase().as_str() {
        "ge" => "substantive",
        "te" => "technical",
        "ed" => "editorial",
        "ed (translation)" => "translation",
        _ => letters,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_read_as_it_was_written() {
        let said = |text: &str| Some(text.to_owned());
        for change in [
            ProposedChange::default(),
            ProposedChange {
                quote: said(" voluntary "),
                action: said("replace"),
                wording: said("mandatory\nReplace: nothing\n\\Quote: x"),
                explanation: said("Networks: they do not end.\nExplanation: none"),
            },
            ProposedChange {
                quote: said("voluntary"),
                action: said("delete"),
                ..ProposedChange::default()
            },
        ] {
            let read = ProposedChange::read(&change.cell());
            let quote = change.quote.as_ref().map(|quote| quote.trim_end());
            assert_eq!(read.quote.as_ref().map(|quote| quote.trim_end()), quote);
            assert_eq!((&read.action, &read.wording), (&change.action, &change.wording));
            assert_eq!(read.explanation, change.explanation);
        }
    }

    #[test]
    fn plain_words_are_the_wording() {
        let read = ProposedChange::read("Use “shall” instead.\nExplanation: clearer");
        assert_eq!(read.wording.as_deref(), Some("Use “shall” instead."));
        assert_eq!((read.action, read.explanation.as_deref()), (None, Some("clearer")));
    }

    #[test]
    fn types_and_letters_belong_together() {
        for kind in ["substantive", "technical", "editorial", "translation"] {
            assert_eq!(type_of_iso(iso_type(kind)), kind);
        }
        assert_eq!(type_of_iso("odd"), "odd");
    }
}
