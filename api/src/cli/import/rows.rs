//! From the rows of a sheet to comments, or the reason why not.

use std::ffi::OsStr;
use std::path::Path;

use comment_sheets::{ImportRow, Mapping, RowError, RowProblem, SheetError, parse_received_at, read_csv, read_jsonl};
use consultation::command::{CommentDraft, Inherited};
use consultation::submission::{CommentType, Position, ProposedWording, WordingAction};
use consultation::text::Quote;
use consultation::{Attribution, Audience, CommentId, LanguageTag, RegisterCode, StateCode};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cli::WrongUse;
use crate::ids::IdSource;

/// Formats that are read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Format {
    Csv,
    Jsonl,
}

impl Format {
    /// By the ending of the file's name.
    pub(super) fn of(file: &Path) -> Result<Self, WrongUse> {
        match file
            .extension()
            .and_then(OsStr::to_str)
            .map(str::to_ascii_lowercase)
            .as_deref()
        {
            Some("csv") => Ok(Self::Csv),
            Some("jsonl" | "ndjson") => Ok(Self::Jsonl),
            _ => Err(WrongUse(format!(
                "{}: the name must end in .csv, .jsonl or .ndjson",
                file.display()
            ))),
        }
    }
}

/// Why a row is not entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: String,
    pub(super) reason: String,
}

impl Refusal {
    pub(super) fn new(code: &str, reason: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            reason: reason.into(),
        }
    }
}

/// A row of the sheet.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) number: u64,
    pub(super) line: u64,
    pub(super) state: Option<String>,
    pub(super) reference: Option<String>,
    pub(super) content: Result<SheetComment, Refusal>,
}

/// What a good row says.
#[derive(Debug)]
pub(super) struct SheetComment {
    pub(super) state: StateCode,
    pub(super) position: Option<Position>,
    pub(super) ad_referendum: bool,
    pub(super) received_at: Option<Timestamp>,
    pub(super) language: LanguageTag,
    /// Nothing if the row gives the state's position only.
    pub(super) draft: Option<CommentDraft>,
}

/// How a row is understood.
pub(super) struct Reading<'a> {
    pub(super) zone: Option<&'a TimeZone>,
    pub(super) language: Option<&'a LanguageTag>,
    pub(super) now: Timestamp,
    pub(super) ids: &'a dyn IdSource,
}

/// A sheet as read.
pub(super) struct Sheet {
    pub(super) rows: Vec<Row>,
    /// The columns that no field is read from.
    pub(super) unused_columns: Vec<String>,
}

/// Reads all rows.
///
/// # Errors
/// [`SheetError`] if nothing of it may be entered.
pub(super) fn read(
    format: Format,
    sheet: &[u8],
    mapping: &Mapping,
    reading: &Reading<'_>,
) -> Result<Sheet, SheetError> {
    let row = |(number, read)| reading.row(number, read);
    match format {
        Format::Csv => {
            let rows = read_csv(sheet, mapping)?;
            let unused_columns = rows.unused_columns().to_vec();
            Ok(Sheet {
                rows: rows.map(row).collect(),
                unused_columns,
            })
        }
        Format::Jsonl => {
            let mut lines = read_jsonl(sheet, mapping);
            Ok(Sheet {
                rows: lines.by_ref().map(row).collect(),
                unused_columns: lines.unused_columns()?,
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
        let state = row
            .state
            .as_deref()
            .ok_or_else(|| Refusal::new("no_state", "the row names no state; only a state gives input"))?;
        let state = StateCode::parse(state).map_err(|error| Refusal::new("unknown_state", error.to_string()))?;
        let language = self.language(row.language.as_deref())?;
        let position = word("position", row.position.as_deref(), Position::parse)?;
        Ok(SheetComment {
            state,
            position,
            ad_referendum: word("ad_referendum", row.ad_referendum.as_deref(), flag)?.unwrap_or(false),
            received_at: row.received_at.as_deref().map(|text| self.instant(text)).transpose()?,
            draft: self.draft(row, position.is_some(), language.clone())?,
            language,
        })
    }

    /// The comment of a row; a row with a position needs none.
    fn draft(&self, row: ImportRow, positioned: bool, language: LanguageTag) -> Result<Option<CommentDraft>, Refusal> {
        let quote = quote(&row)?;
        let proposed_wording = wording(&row, quote.is_some())?;
        let Some(text) = row.text else {
            let says_more = quote.is_some() || proposed_wording.is_some() || row.explanation.is_some();
            return if positioned && !says_more {
                Ok(None)
            } else {
                Err(unreadable(&RowProblem::MissingText))
            };
        };
        let kind = word("type", row.comment_type.as_deref(), CommentType::parse)?;
        let audience = word("audience", row.audience.as_deref(), Audience::parse)?;
        let attribution = word("attribution", row.attribution.as_deref(), Attribution::parse)?;
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
            None => self
                .language
                .cloned()
                .ok_or_else(|| Refusal::new("no_language", "the row names no language; give one with --language")),
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

fn unreadable(problem: &RowProblem) -> Refusal {
    let hint = if matches!(problem, RowProblem::NoTimeZone { .. }) {
        " (--time-zone UTC, for example)"
    } else {
        ""
    };
    Refusal::new(problem.code(), format!("{problem}{hint}"))
}

/// A word of a closed list.
fn word<T>(field: &str, text: Option<&str>, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    let refusal = || {
        let shown: String = text.chars().take(64).collect();
        Refusal::new(
            "invalid_value",
            format!("{shown:?} is no {field}; docs/csv-columns.md lists the words"),
        )
    };
    parse(text)
        .or_else(|| parse(&text.to_ascii_lowercase()))
        .map(Some)
        .ok_or_else(refusal)
}

fn flag(text: &str) -> Option<bool> {
    text.parse().ok()
}

fn quote(row: &ImportRow) -> Result<Option<Quote>, Refusal> {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    match &row.quote_exact {
        Some(exact) => Ok(Some(Quote {
            exact: exact.clone(),
            prefix: part(&row.quote_prefix),
            suffix: part(&row.quote_suffix),
        })),
        None if row.quote_prefix.is_some() || row.quote_suffix.is_some() => Err(Refusal::new(
            "invalid_value",
            "quote_prefix or quote_suffix without quote_exact",
        )),
        None => Ok(None),
    }
}

/// Wording without an action replaces what is quoted; without a quote there is nothing to replace, so it is added.
fn wording(row: &ImportRow, quoted: bool) -> Result<Option<ProposedWording>, Refusal> {
    let action = word(
        "proposed_wording_action",
        row.proposed_wording_action.as_deref(),
        WordingAction::parse,
    )?;
    let text = row.proposed_wording_text.clone();
    let default = if quoted {
        WordingAction::Replace
    } else {
        WordingAction::Add
    };
    Ok(match (action, &text) {
        (None, None) => None,
        (action, _) => Some(ProposedWording {
            action: action.unwrap_or(default),
            text,
        }),
    })
}
