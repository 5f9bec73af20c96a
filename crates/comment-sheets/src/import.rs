//! What comes in: one row a comment, texts only, before anything is known of their meaning.

use crate::matrix::disposition_named;
use crate::{Field, RowProblem};

/// One row of a sheet, as texts. Empty cells and nulls are `None`; all but the quoted words are trimmed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportRow {
    /// Line of the file on which the row begins, from 1.
    pub line: u64,
    /// The state, by code; a row without one is for the caller to refuse.
    pub state: Option<String>,
    /// Label of the paragraph; `None` for a general comment.
    pub paragraph: Option<String>,
    /// The comment; whether a row may do without one is for the caller to say.
    pub text: Option<String>,
    /// BCP 47 tag of the language.
    pub language: Option<String>,
    /// Type of the comment (column `type`).
    pub comment_type: Option<String>,
    /// Position of the state.
    pub position: Option<String>,
    /// Whether the position awaits confirmation by the capital: `true` or `false`.
    pub ad_referendum: Option<String>,
    /// Claimed instant of arrival, see [`parse_received_at`](crate::parse_received_at).
    pub received_at: Option<String>,
    /// Reference of the row where it came from.
    pub reference: Option<String>,
    /// Words of the paragraph that the comment is about, exactly as in the cell.
    pub quote_exact: Option<String>,
    /// Words before them, exactly as in the cell.
    pub quote_prefix: Option<String>,
    /// Words after them, exactly as in the cell.
    pub quote_suffix: Option<String>,
    /// add, delete or replace.
    pub proposed_wording_action: Option<String>,
    /// The proposed wording.
    pub proposed_wording_text: Option<String>,
    /// Why it is proposed.
    pub explanation: Option<String>,
    /// Who may read the comment.
    pub audience: Option<String>,
    /// Who may know the state behind it.
    pub attribution: Option<String>,
    /// The state or group on whose behalf it is made.
    pub on_behalf_of: Option<String>,
    /// The comment's number, if it has one already (`FJI-003`).
    pub number: Option<String>,
    /// Id of the proposal that the sheet was exported from.
    pub proposal_id: Option<String>,
    /// The comment's id.
    pub comment_id: Option<String>,
    /// The log position that the sheet reflected when it was exported.
    pub as_of_log_position: Option<String>,
    /// What becomes of the comment: the name in the API if the words are known, else the words.
    pub disposition: Option<String>,
    /// Number of the comment that it repeats.
    pub duplicate_of: Option<String>,
    /// The reasoned response.
    pub response: Option<String>,
    /// The wording taken instead of the proposed one.
    pub agreed_wording: Option<String>,
}

impl ImportRow {
    /// Makes a row of the cells that `cell` finds for each field.
    pub(crate) fn from_cells(
        line: u64,
        mut cell: impl FnMut(Field) -> Result<Option<String>, RowProblem>,
    ) -> Result<Self, RowProblem> {
        let mut row = Self {
            line,
            ..Self::default()
        };
        for field in Field::ALL {
            let value = cell(field)?.and_then(|value| tidy(field, value));
            match field {
                Field::Text => row.text = value,
                Field::State => row.state = value,
                Field::Paragraph => row.paragraph = value,
                Field::Language => row.language = value,
                Field::Type => row.comment_type = value,
                Field::Position => row.position = value,
                Field::AdReferendum => row.ad_referendum = value,
                Field::ReceivedAt => row.received_at = value,
                Field::Reference => row.reference = value,
                Field::QuoteExact => row.quote_exact = value,
                Field::QuotePrefix => row.quote_prefix = value,
                Field::QuoteSuffix => row.quote_suffix = value,
                Field::ProposedWordingAction => row.proposed_wording_action = value,
                Field::ProposedWordingText => row.proposed_wording_text = value,
                Field::Explanation => row.explanation = value,
                Field::Audience => row.audience = value,
                Field::Attribution => row.attribution = value,
                Field::OnBehalfOf => row.on_behalf_of = value,
                Field::Number => row.number = value.map(|number| plain_number(&number)),
                Field::ProposalId => row.proposal_id = value,
                Field::CommentId => row.comment_id = value,
                Field::LogPosition => row.as_of_log_position = value,
                Field::Disposition => row.disposition = value.map(disposition_of),
                Field::DuplicateOf => row.duplicate_of = value.map(|number| plain_number(&number)),
                Field::Response => row.response = value,
                Field::AgreedWording => row.agreed_wording = value,
            }
        }
        Ok(row)
    }
}

/// Fields that hold a word of a list or a code, around which people and their programs put quotation marks.
const CODES: [Field; 13] = [
    Field::State,
    Field::Language,
    Field::Type,
    Field::Position,
    Field::AdReferendum,
    Field::Audience,
    Field::Attribution,
    Field::Number,
    Field::ProposalId,
    Field::CommentId,
    Field::LogPosition,
    Field::Disposition,
    Field::DuplicateOf,
];

/// Trims a cell, except quoted words: the space at their edge decides where they stand in the paragraph.
fn tidy(field: Field, value: String) -> Option<String> {
    let is_mark = |letter: char| letter.is_whitespace() || "\"'“”„‘’‚«»".contains(letter);
    let trimmed = if CODES.contains(&field) {
        value.trim_matches(is_mark)
    } else {
        value.trim()
    };
    if trimmed.is_empty() {
        return None;
    }
    let as_is = field.is_quote() || trimmed.len() == value.len();
    Some(if as_is { value } else { trimmed.to_owned() })
}

/// The name in the API of a disposition that is known by these words; other words are for the caller to judge.
fn disposition_of(words: String) -> String {
    disposition_named(&words).map_or(words, str::to_owned)
}

/// A comment's number with the hyphen and the capitals that it was given with: programs for writing change both.
fn plain_number(number: &str) -> String {
    let hyphens = ['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}'];
    number.replace(hyphens, "-").to_uppercase()
}
