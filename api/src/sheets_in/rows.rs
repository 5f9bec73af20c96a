//! From the rows of a sheet to comments, or the reason why not.

use std::collections::BTreeSet;

use comment_sheets::{
    Field, ImportRow, Mapping, RowError, RowProblem, SheetError, parse_received_at, read_jsonl, read_sheet,
};
use consultation::command::{CommentDraft, Inherited};
use consultation::submission::{CommentType, Position};
use consultation::{Attribution, Audience, CommentId, LanguageTag, ProposalId, RegisterCode, StateCode};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::parts::{flag, of_proposal, quote, unreadable, word, wording};
use crate::ids::IdSource;

/// Formats that are read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Format {
    /// CSV, XLSX or DOCX, by what the file is.
    Sheet,
    Jsonl,
}

/// Why a row is not entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: String,
    pub(crate) reason: String,
}

impl Refusal {
    pub(crate) fn new(code: &str, reason: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            reason: reason.into(),
        }
    }
}

/// A row of the sheet.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) number: u64,
    pub(crate) line: u64,
    pub(crate) state: Option<String>,
    pub(crate) reference: Option<String>,
    pub(crate) content: Result<SheetComment, Refusal>,
}

/// What a good row says.
#[derive(Debug)]
pub(crate) struct SheetComment {
    pub(crate) state: StateCode,
    pub(crate) position: Option<Position>,
    pub(crate) ad_referendum: bool,
    pub(crate) received_at: Option<Timestamp>,
    pub(crate) language: LanguageTag,
    /// Nothing if the row gives the state's position only.
    pub(crate) draft: Option<CommentDraft>,
    /// The row as it was written, for whom it matters what that leaves out.
    pub(crate) said: ImportRow,
}

/// How a row is understood.
pub(crate) struct Reading<'a> {
    /// The proposal that the rows must be about, if they name one.
    pub(crate) proposal: ProposalId,
    /// The only state that may speak, which also speaks where a row names none.
    pub(crate) only: Option<StateCode>,
    pub(crate) zone: Option<&'a TimeZone>,
    pub(crate) language: Option<&'a LanguageTag>,
    pub(crate) now: Timestamp,
    pub(crate) ids: &'a dyn IdSource,
}

/// A sheet as read.
pub(crate) struct Sheet {
    pub(crate) rows: Vec<Row>,
    /// The columns that no field is read from.
    pub(crate) unused_columns: Vec<String>,
    /// The fields that it has a column for.
    pub(crate) fields: BTreeSet<Field>,
    /// Lines that hold a note instead of a row.
    pub(crate) notes: Vec<u64>,
}

/// Reads all rows.
///
/// # Errors
/// [`SheetError`] if nothing of it may be entered.
pub(crate) fn read(
    format: Format,
    sheet: &[u8],
    mapping: &Mapping,
    reading: &Reading<'_>,
) -> Result<Sheet, SheetError> {
    let row = |(number, read)| reading.row(number, read);
    match format {
        Format::Sheet => {
            let read = read_sheet(sheet, mapping)?;
            Ok(Sheet {
                rows: read.rows.into_iter().map(row).collect(),
                unused_columns: read.unused_columns,
                fields: read.fields,
                notes: read.notes,
            })
        }
        Format::Jsonl => {
            let mut lines = read_jsonl(sheet, mapping);
            Ok(Sheet {
                rows: lines.by_ref().map(row).collect(),
                unused_columns: lines.unused_columns()?,
                fields: Field::ALL.into_iter().collect(),
                notes: Vec::new(),
            })
        }
    }
}

impl Reading<'_> {
    fn row(&self, number: u64, read: Result<ImportRow, RowError>) -> Row {
        match read {
            Ok(row) => Row {
                number,
                line: row.line,
                state: row.state.clone(),
                reference: row.reference.clone(),
                content: self.comment(row),
            },
            Err(error) => Row {
                number,
                line: error.line,
                state: None,
                reference: None,
                content: Err(unreadable(&error.problem)),
            },
        }
    }

    fn comment(&self, row: ImportRow) -> Result<SheetComment, Refusal> {
        of_proposal(self.proposal, &row)?;
        let state = self.state(&row)?;
        let language = self.language(row.language.as_deref())?;
        let position = word("position", row.position.as_deref(), Position::ALL, Position::as_str)?;
        Ok(SheetComment {
            state,
            position,
            ad_referendum: word("ad_referendum", row.ad_referendum.as_deref(), &[true, false], flag)?.unwrap_or(false),
            received_at: row.received_at.as_deref().map(|text| self.instant(text)).transpose()?,
            draft: self.draft(row.clone(), position.is_some(), language.clone())?,
            language,
            said: row,
        })
    }

    /// The state that a row names, or that its number begins with, or the only one that may speak.
    fn state(&self, row: &ImportRow) -> Result<StateCode, Refusal> {
        let of_number = row.number.as_deref().and_then(|number| Some(number.split_once('-')?.0));
        let named = [
            row.state.as_deref(),
            of_number.filter(|_| self.only.is_some() || row.state.is_none()),
        ];
        let mut found = None;
        for name in named.into_iter().flatten() {
            let state = StateCode::parse(name).map_err(|error| Refusal::new("unknown_state", error.to_string()));
            let state = match self.only {
                // Whether there is such a comment of another state is not told (R15d).
                Some(only) if state != Ok(only) => {
                    let reason = format!("the row is of {name}; only rows of {only} are taken from you");
                    return Err(Refusal::new("other_state", reason));
                }
                _ => state?,
            };
            found = Some(state);
        }
        let nobody = || Refusal::new("no_state", "the row names no state; only a state gives input");
        found.or(self.only).ok_or_else(nobody)
    }

    /// The comment of a row; a row with a position needs none.
    fn draft(&self, row: ImportRow, positioned: bool, language: LanguageTag) -> Result<Option<CommentDraft>, Refusal> {
        let quote = quote(&row)?;
        let proposed_wording = wording(&row, quote.is_some())?;
        let text = match row.text {
            Some(text) => text,
            // As in JSON: wording that is proposed may speak for itself.
            None if proposed_wording.is_some() => String::new(),
            None if positioned && quote.is_none() && row.explanation.is_none() => return Ok(None),
            None => return Err(unreadable(&RowProblem::MissingText)),
        };
        let kind = word(
            "type",
            row.comment_type.as_deref(),
            CommentType::ALL,
            CommentType::as_str,
        )?;
        let audience = word("audience", row.audience.as_deref(), Audience::ALL, Audience::as_str)?;
        let attribution = row.attribution.as_deref();
        let attribution = word("attribution", attribution, Attribution::ALL, Attribution::as_str)?;
        let group = row.on_behalf_of.as_deref().map(RegisterCode::parse).transpose();
        let group = group.map_err(|error| Refusal::new("invalid_value", error.to_string()))?;
        Ok(Some(CommentDraft {
            mandate: None,
            new_id: CommentId(self.ids.v4()),
            id: None,
            // Entered rows are known again by reference and paragraph only.
            number: None,
            revision: None,
            paragraph: row.paragraph,
            quote,
            kind: kind.unwrap_or(CommentType::Substantive),
            text,
            language: Inherited::Own(language),
            proposed_wording,
            explanation: row.explanation,
            translations: Vec::new(),
            audience: audience.map_or(Inherited::Inherit, Inherited::Own),
            attribution: attribution.map_or(Inherited::Inherit, Inherited::Own),
            on_behalf_of: group.map_or(Inherited::Inherit, |group| Inherited::Own(Some(group))),
            reference: row.reference,
        }))
    }

    fn language(&self, tag: Option<&str>) -> Result<LanguageTag, Refusal> {
        match tag {
            Some(tag) => LanguageTag::parse(tag).map_err(|error| Refusal::new("invalid_language", error.to_string())),
            None => self.language.cloned().ok_or_else(|| {
                let reason =
                    "the row names no language; fill its cell, or give one for all (?language=en, --language en)";
                Refusal::new("no_language", reason)
            }),
        }
    }

    fn instant(&self, text: &str) -> Result<Timestamp, Refusal> {
        let instant = parse_received_at(text, self.zone).map_err(|problem| unreadable(&problem))?;
        if instant > self.now {
            return Err(Refusal::new(
                "too_late",
                format!("received_at {instant} lies in the future"),
            ));
        }
        Ok(instant)
    }
}
