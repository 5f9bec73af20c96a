//! What leaves the house: one row a comment, and what is said of the whole file.

use std::borrow::Borrow;
use std::io::{self, Write};

use jiff::Timestamp;
use serde::Serialize;

/// The time zone of every instant in every export, named in the file itself.
pub const TIME_ZONE: &str = "UTC";

/// What an export says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportMeta {
    /// The proposal's id.
    pub proposal_id: String,
    /// The log position that the export reflects.
    pub as_of_log_position: u64,
    /// The instant at which that position was the last one.
    pub as_of_instant: Timestamp,
}

/// One comment as it leaves the house, already reduced to what its reader may see (R15).
///
/// The names of the fields are the names of the columns, in this order, and the import knows them. A submission without
/// a comment, for instance a "no objection", is a row without number and text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ExportRow {
    /// Number of the comment within the proposal, `FJI-001`, or `DEL-7F3A` for a reader who may not know the state.
    pub number: Option<String>,
    /// ISO 3166-1 alpha-3 code of the state, absent for a reader who may not know it.
    pub state: Option<String>,
    /// Name of the state, or the label that stands for it ("a delegation from Melanesia").
    pub state_name: String,
    /// The state or group on whose behalf the comment is made.
    pub on_behalf_of: Option<String>,
    /// Number of the consultation within the proposal, from 1.
    pub consultation: u32,
    /// Number of the revision commented on, from 0.
    pub revision: u32,
    /// Label of the paragraph; absent for a general comment.
    pub paragraph: Option<String>,
    /// Type of the comment: substantive, technical, editorial, translation.
    #[serde(rename = "type")]
    pub comment_type: Option<String>,
    /// Position of the submission that holds the comment.
    pub position: Option<String>,
    /// Whether the position awaits confirmation by the capital.
    pub ad_referendum: bool,
    /// BCP 47 tag of the language of the text.
    pub language: Option<String>,
    /// Words of the paragraph that the comment is about.
    pub quote_exact: Option<String>,
    /// Words before them, where they occur more than once.
    pub quote_prefix: Option<String>,
    /// Words after them, where they occur more than once.
    pub quote_suffix: Option<String>,
    /// The comment.
    pub text: Option<String>,
    /// What is to be done with the quoted words: add, delete, replace.
    pub proposed_wording_action: Option<String>,
    /// The wording to add, or to put in place of the quoted words.
    pub proposed_wording_text: Option<String>,
    /// Why the wording is proposed.
    pub explanation: Option<String>,
    /// The submission's general remarks, on its first row only.
    pub general_remarks: Option<String>,
    /// Who may read the comment: public, participants, `members_only`.
    pub audience: Option<String>,
    /// Who may know the state behind it: named, `to_members`, `to_none`.
    pub attribution: Option<String>,
    /// Whether this version was recorded after the consultation closed (R12).
    pub late: Option<bool>,
    /// For entered input (R16), the channel by which it arrived.
    pub received_via: Option<String>,
    /// For entered input, the claimed instant of arrival.
    pub received_at: Option<Timestamp>,
    /// For entered input, the reference it had where it came from.
    pub reference: Option<String>,
    /// The instant of the submission's first lodging.
    pub lodged_at: Option<Timestamp>,
    /// The instant at which this version was recorded in the log.
    pub recorded_at: Option<Timestamp>,
    /// What became of the comment, once that is published (R20); for a member what is proposed, until it is published.
    pub disposition: Option<String>,
    /// The member that proposes the disposition, if it is not published.
    pub proposed_by: Option<String>,
    /// Number of the comment that it is answered together with, if the reader may see that one.
    pub duplicate_of: Option<String>,
    /// The reasoned response to it.
    pub response: Option<String>,
    /// The wording taken instead of the proposed one.
    pub agreed_wording: Option<String>,
    /// The instant at which the disposition was published.
    pub published_at: Option<Timestamp>,
    /// The state's answer to the disposition (R21): satisfied, objects.
    pub answer: Option<String>,
    /// Why it objects, or what it adds.
    pub answer_justification: Option<String>,
    /// What it suggests instead.
    pub answer_suggestion: Option<String>,
    /// The comment's id.
    pub comment_id: Option<String>,
    /// The submission's id.
    pub submission_id: Option<String>,
}

/// Writes an export in one format, to whatever the caller hands it each time, so that pages can be sent as they come.
///
/// The order is `begin`, any number of `row`, `end`. A failure is always one of `out`.
pub trait ExportWriter {
    /// Writes what comes before the first row.
    ///
    /// # Errors
    /// When `out` cannot be written.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// Writes one row.
    ///
    /// # Errors
    /// When `out` cannot be written.
    fn row(&mut self, out: &mut dyn Write, row: &ExportRow) -> io::Result<()>;
    /// Writes what comes after the last row.
    ///
    /// # Errors
    /// When `out` cannot be written.
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

/// Writes a whole export and returns the number of rows.
pub(crate) fn write_all(
    out: &mut dyn Write,
    mut writer: impl ExportWriter,
    rows: impl IntoIterator<Item = impl Borrow<ExportRow>>,
) -> io::Result<u64> {
    let mut count = 0;
    writer.begin(out)?;
    for row in rows {
        writer.row(out, row.borrow())?;
        count += 1;
    }
    writer.end(out)?;
    out.flush()?;
    Ok(count)
}
