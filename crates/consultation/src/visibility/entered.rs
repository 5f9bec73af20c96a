//! What is answered to whoever entered input for a state (R16): what they sent, and nothing that others said.

use std::borrow::Cow;

use super::{SeenComment, SeenPart, SeenSubmission};
use crate::command::{CommentDraft, EnterSubmission};
use crate::content::own_or;
use crate::submission::Entry;
use crate::{Comment, ParagraphId, Proposal, Submission};

/// The entered submission as its sender knows it: what the command says, under the ids and numbers that it got.
#[must_use]
pub fn entered_submission<'a>(
    command: &'a EnterSubmission,
    proposal: &Proposal,
    entered: &'a Submission,
) -> Option<SeenSubmission<'a>> {
    let current = entered.current()?;
    let comments = sent_comments(command, proposal, entered);
    let times = || comments.iter().map(|comment| comment.at);
    let draft = &command.draft;
    Some(SeenSubmission {
        id: entered.id,
        proposal: entered.proposal,
        consultation: entered.consultation,
        state: entered.state,
        version: Some(current.number),
        act: Some(current.act),
        standing: Some(entered.standing),
        late: current.late || comments.iter().any(|comment| comment.late),
        lodged_at: times().min().unwrap_or(current.at),
        revised_at: times().max().unwrap_or(current.at),
        withdrawn_at: None,
        part: Some(SeenPart {
            position: draft.position,
            ad_referendum: draft.ad_referendum,
            language: &draft.language,
            audience: draft.audience,
            attribution: draft.attribution,
            on_behalf_of: draft.on_behalf_of.as_ref(),
            mandate: draft.mandate.as_deref(),
            joint_with: &draft.joint_with,
            general_remarks: draft.general_remarks.as_deref(),
        }),
        comments: comments
            .into_iter()
            .map(|comment| SeenComment {
                comment: Cow::Borrowed(comment),
                superseded: false,
                at_close: None,
            })
            .collect(),
        withdrawn_comments: Vec::new(),
        entry: Some(Cow::Owned(Entry {
            channel: command.channel.trim().to_owned(),
            received_at: command.received_at,
            evidence_sha256: command.evidence_sha256.to_ascii_lowercase(),
        })),
    })
}

/// The comments that say what the rows of the command say, each once.
fn sent_comments<'a>(command: &EnterSubmission, proposal: &Proposal, entered: &'a Submission) -> Vec<&'a Comment> {
    let default_revision = proposal
        .find_consultation(entered.consultation)
        .map_or(0, |found| found.revision);
    let mut rest: Vec<&Comment> = entered
        .current()
        .into_iter()
        .flat_map(|version| &version.content.comments)
        .collect();
    let mut sent = Vec::new();
    for row in &command.draft.comments {
        let revision = row.revision.unwrap_or(default_revision);
        let paragraph = row.paragraph.as_deref().and_then(|wanted| {
            proposal
                .find_revision(revision)?
                .find_paragraph(wanted)
                .map(|paragraph| paragraph.id)
        });
        if let Some(place) = rest.iter().position(|comment| says(comment, row, paragraph, command)) {
            sent.push(rest.remove(place));
        }
    }
    sent
}

fn says(comment: &Comment, row: &CommentDraft, paragraph: Option<ParagraphId>, command: &EnterSubmission) -> bool {
    let explanation = row.explanation.as_deref().filter(|text| !text.trim().is_empty());
    comment.audience == own_or(&row.audience, &command.draft.audience)
        && comment.attribution == own_or(&row.attribution, &command.draft.attribution)
        && comment.reference == row.reference
        && comment.paragraph == paragraph
        && comment.kind == row.kind
        && comment.text == row.text
        && comment.quote == row.quote
        && comment.proposed_wording == row.proposed_wording
        && comment.explanation.as_deref() == explanation
        && comment.translations == row.translations
}
