//! The column "Proposed change" of the eight-column layout: quote, wording and explanation in one cell, written so that
//! reading it gives the same parts again.

use crate::ExportRow;

/// What begins a line of the cell.
const QUOTE: &str = "Quote";
const EXPLANATION: &str = "Explanation";
const ACTIONS: [(&str, &str); 3] = [("Add", "add"), ("Delete", "delete"), ("Replace", "replace")];
/// Stands before a line of a text that would look like the beginning of a part.
const ESCAPE: char = '\\';

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
        let lines = parts.map(|(name, text)| format!("{name}: {}", escaped(text)).trim_end_matches(' ').to_owned());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Reads the cell. Words before the first part are the wording.
    pub(crate) fn read(cell: &str) -> Self {
        let mut parts: Vec<(Option<&str>, String)> = vec![(None, String::new())];
        for line in cell.split('\n') {
            match part(line) {
                Some((name, rest)) => parts.push((Some(name), rest.to_owned())),
                None => {
                    if let Some((_, text)) = parts.last_mut() {
                        text.push('\n');
                        text.push_str(line.strip_prefix(ESCAPE).filter(|rest| is_marked(rest)).unwrap_or(line));
                    }
                }
            }
        }
        let mut change = Self::default();
        for (name, text) in parts {
            change.take(name, text);
        }
        change
    }

    fn take(&mut self, name: Option<&str>, text: String) {
        let said = Some(text).filter(|text| !text.trim().is_empty());
        match name {
            None => self.wording = said.map(|text| text.trim().to_owned()),
            Some(QUOTE) => self.quote = said,
            Some(EXPLANATION) => self.explanation = said,
            Some(action) => {
                self.action = Some(action.to_owned());
                self.wording = said.or(self.wording.take());
            }
        }
    }
}

/// The name of the part that a line begins, an action by its name in the API, and the rest of the line.
fn part(line: &str) -> Option<(&'static str, &str)> {
    let (name, rest) = line.split_once(':')?;
    let name = name.trim();
    let actions = ACTIONS.iter().copied();
    let mut names = actions.chain([(QUOTE, QUOTE), (EXPLANATION, EXPLANATION)]);
    let (_, known) = names.find(|(written, _)| written.eq_ignore_ascii_case(name))?;
    Some((known, rest.strip_prefix(' ').unwrap_or(rest)))
}

fn is_marked(line: &str) -> bool {
    part(line.trim_start_matches(ESCAPE)).is_some()
}

/// All lines but the first get the escape where they would begin a part; the first stands behind a name already.
fn escaped(text: &str) -> String {
    let mut lines = text.split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        out.push('\n');
        if is_marked(line) {
            out.push(ESCAPE);
        }
        out.push_str(line);
    }
    out
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
