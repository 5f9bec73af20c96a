//! Rows of the two large tables, inserted many at once.

use projection::ApplyError;
use projection::sql::{Value, ViewConn, insert_rows};
use uuid::Uuid;

/// In the order of [`SubmissionRow::values`].
const SUBMISSION_COLUMNS: &str = "id, proposal, consultation, state, version, position, ad_referendum, language, audience, attribution, on_behalf_of, mandate, joint_with, general_remarks, speaks, late, standing, lodged_at, revised_at, part_at, part_late";

/// In the order of [`CommentRow::values`].
const COMMENT_COLUMNS: &str = "id, submission, proposal, consultation, state, number, revision, paragraph, kind, language, audience, attribution, on_behalf_of, joint_with, late, at, since_version, unattributed, text, search, body, at_close, ordinal, paragraph_label";

/// A row of `submissions`.
#[expect(clippy::struct_excessive_bools, reason = "the columns of a table")]
pub(super) struct SubmissionRow {
    pub(super) id: Uuid,
    pub(super) proposal: Uuid,
    pub(super) consultation: i64,
    pub(super) state: String,
    pub(super) version: i64,
    pub(super) position: Option<&'static str>,
    pub(super) ad_referendum: bool,
    pub(super) language: String,
    pub(super) audience: i64,
    pub(super) attribution: i64,
    pub(super) on_behalf_of: Option<String>,
    pub(super) mandate: Option<String>,
    pub(super) joint_with: Option<String>,
    pub(super) general_remarks: Option<String>,
    pub(super) speaks: bool,
    pub(super) late: bool,
    pub(super) standing: &'static str,
    pub(super) lodged_at: i64,
    pub(super) revised_at: i64,
    pub(super) part_at: i64,
    pub(super) part_late: bool,
}

/// A row of `comments`.
pub(super) struct CommentRow {
    pub(super) id: Uuid,
    pub(super) submission: Uuid,
    pub(super) proposal: Uuid,
    pub(super) consultation: i64,
    pub(super) state: String,
    pub(super) number: i64,
    pub(super) revision: i64,
    pub(super) paragraph: Option<Uuid>,
    pub(super) paragraph_label: Option<String>,
    pub(super) ordinal: i64,
    pub(super) kind: &'static str,
    pub(super) language: String,
    pub(super) audience: i64,
    pub(super) attribution: i64,
    pub(super) on_behalf_of: Option<String>,
    pub(super) joint_with: Option<String>,
    pub(super) late: bool,
    pub(super) at: i64,
    pub(super) since_version: i64,
    pub(super) unattributed: String,
    pub(super) text: String,
    pub(super) search: String,
    pub(super) body: String,
    pub(super) at_close: Option<String>,
}

impl SubmissionRow {
    /// Ready to be inserted.
    pub(super) fn values(self) -> Vec<Value> {
        vec![
            self.id.into(),
            self.proposal.into(),
            self.consultation.into(),
            self.state.into(),
            self.version.into(),
            self.position.into(),
            self.ad_referendum.into(),
            self.language.into(),
            self.audience.into(),
            self.attribution.into(),
            self.on_behalf_of.into(),
            self.mandate.into(),
            self.joint_with.into(),
            self.general_remarks.into(),
            self.speaks.into(),
            self.late.into(),
            self.standing.into(),
            self.lodged_at.into(),
            self.revised_at.into(),
            self.part_at.into(),
            self.part_late.into(),
        ]
    }
}

impl CommentRow {
    /// Ready to be inserted; what says where the comment stands comes last, see [`place`].
    pub(super) fn values(self) -> Vec<Value> {
        vec![
            self.id.into(),
            self.submission.into(),
            self.proposal.into(),
            self.consultation.into(),
            self.state.into(),
            self.number.into(),
            self.revision.into(),
            self.paragraph.into(),
            self.kind.into(),
            self.language.into(),
            self.audience.into(),
            self.attribution.into(),
            self.on_behalf_of.into(),
            self.joint_with.into(),
            self.late.into(),
            self.at.into(),
            self.since_version.into(),
            self.unattributed.into(),
            self.text.into(),
            self.search.into(),
            self.body.into(),
            self.at_close.into(),
            self.ordinal.into(),
            self.paragraph_label.into(),
        ]
    }
}

/// Puts a comment at its place in the reading order.
pub(super) fn place(comment: &mut [Value], ordinal: i64, label: String) {
    if let [.., at, called] = comment {
        *at = ordinal.into();
        *called = label.into();
    }
}

pub(super) async fn submissions(tx: &mut ViewConn, rows: Vec<Vec<Value>>) -> Result<(), ApplyError> {
    Ok(insert_rows(tx, "submissions", SUBMISSION_COLUMNS, rows).await?)
}

pub(super) async fn comments(tx: &mut ViewConn, rows: Vec<Vec<Value>>) -> Result<(), ApplyError> {
    Ok(insert_rows(tx, "comments", COMMENT_COLUMNS, rows).await?)
}
