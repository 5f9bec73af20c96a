//! From the view's answers to the rows of an export. What may be seen has been decided by the queries (R15).

use std::collections::{BTreeMap, BTreeSet};

use commands::Commands;
use comment_sheets::ExportRow;
use consultation::register::RegisterAt;
use consultation::submission::Entry;
use consultation::{StateCode, SubmissionId};
use projection::sql::ViewConn;
use proposal_input::{CommentFilter, CommentItem, Scope, Seen, SubmissionItem, find_comments, find_submissions};

use crate::wire::areas::name_of_state;

/// Rows asked for at once.
const PAGE: u32 = 1_000;

/// A submission that the viewer knows of, with what stands only in the log.
struct Known {
    item: SubmissionItem,
    remarks: Option<String>,
    entry: Option<Entry>,
}

/// All comments in reading order, then the submissions of which the viewer sees a position but no comment.
pub(super) async fn all(
    conn: &mut ViewConn,
    scope: &Scope,
    register: RegisterAt<'_>,
    commands: &Commands,
) -> anyhow::Result<Vec<ExportRow>> {
    let known = submissions(conn, scope, commands).await?;
    let mut told = BTreeSet::new();
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let (page, end) = find_comments(conn, scope, &CommentFilter::default(), after.as_ref(), PAGE).await?;
        rows.extend(
            page.into_iter()
                .map(|item| comment_row(item, &known, register, &mut told)),
        );
        if end.is_none() {
            break;
        }
        after = end;
    }
    let silent = known
        .values()
        .filter(|known| !told.contains(&known.item.id) && known.item.positioned);
    rows.extend(silent.map(|known| submission_row(known, register)));
    Ok(rows)
}

async fn submissions(
    conn: &mut ViewConn,
    scope: &Scope,
    commands: &Commands,
) -> anyhow::Result<BTreeMap<SubmissionId, Known>> {
    let mut known = BTreeMap::new();
    let mut after = None;
    loop {
        let (page, end) = find_submissions(conn, scope, None, after.as_ref(), PAGE).await?;
        for item in page.into_iter().filter(|item| item.withdrawn_at.is_none()) {
            let submission = commands.find_submission(item.id).await?;
            let current = submission.as_deref().and_then(consultation::Submission::current);
            let remarks = current.and_then(|version| version.content.general_remarks.clone());
            let entry = submission.as_deref().and_then(|submission| submission.entry.clone());
            let remarks = remarks.filter(|_| item.positioned);
            // As in `seen_submission`: for members who see what it says as a whole, and for the own state.
            let rights = &scope.rights;
            let entry = entry.filter(|_| rights.is_own(item.state) || (item.positioned && rights.is_member()));
            known.insert(item.id, Known { item, remarks, entry });
        }
        if end.is_none() {
            return Ok(known);
        }
        after = end;
    }
}

fn comment_row(
    item: CommentItem,
    known: &BTreeMap<SubmissionId, Known>,
    register: RegisterAt<'_>,
    told: &mut BTreeSet<SubmissionId>,
) -> ExportRow {
    let body = item.body;
    let (quote, wording) = (body.quote, body.proposed_wording);
    let row = ExportRow {
        number: Some(item.number),
        consultation: item.consultation,
        revision: item.revision,
        paragraph: item.paragraph_label,
        comment_type: Some(item.kind.as_str().to_owned()),
        quote_exact: quote.as_ref().map(|quote| quote.exact.clone()),
        quote_prefix: quote.as_ref().map(|quote| quote.prefix.clone()),
        quote_suffix: quote.map(|quote| quote.suffix),
        text: item.text,
        proposed_wording_action: wording.as_ref().map(|wording| wording.action.as_str().to_owned()),
        proposed_wording_text: wording.and_then(|wording| wording.text),
        explanation: body.explanation,
        reference: body.reference,
        comment_id: Some(item.id.to_string()),
        ..ExportRow::default()
    };
    match item.seen {
        Seen::Labelled(label) => ExportRow {
            state_name: label.words(),
            ..row
        },
        Seen::Named {
            state,
            submission,
            language,
            position,
            on_behalf_of,
            at,
            late,
            audience,
            attribution,
            ..
        } => {
            let known = known.get(&submission);
            let first = told.insert(submission);
            let of_submission = known.map(|known| from_submission(known, register)).unwrap_or_default();
            ExportRow {
                state: Some(state.to_string()),
                state_name: name_of_state(register, state),
                on_behalf_of,
                position: position.map(|position| position.as_str().to_owned()),
                language: Some(language.to_string()),
                audience: Some(audience.as_str().to_owned()),
                attribution: Some(attribution.as_str().to_owned()),
                late: Some(late),
                recorded_at: Some(at),
                submission_id: Some(submission.to_string()),
                general_remarks: of_submission.general_remarks.filter(|_| first),
                ad_referendum: of_submission.ad_referendum,
                received_via: of_submission.received_via,
                received_at: of_submission.received_at,
                lodged_at: of_submission.lodged_at,
                ..row
            }
        }
    }
}

fn submission_row(known: &Known, register: RegisterAt<'_>) -> ExportRow {
    let item = &known.item;
    ExportRow {
        position: item.position.map(|position| position.as_str().to_owned()),
        language: item.language.clone(),
        on_behalf_of: item.on_behalf_of.clone(),
        late: Some(item.late),
        recorded_at: Some(item.revised_at),
        ..from_submission(known, register)
    }
}

/// The parts of a row that are the submission's.
fn from_submission(known: &Known, register: RegisterAt<'_>) -> ExportRow {
    let item = &known.item;
    ExportRow {
        state: Some(item.state.to_string()),
        state_name: state_name(register, item.state),
        consultation: item.consultation,
        ad_referendum: item.positioned && item.ad_referendum,
        general_remarks: known.remarks.clone(),
        received_via: known.entry.as_ref().map(|entry| entry.channel.clone()),
        received_at: known.entry.as_ref().map(|entry| entry.received_at),
        lodged_at: Some(item.lodged_at),
        submission_id: Some(item.id.to_string()),
        ..ExportRow::default()
    }
}

fn state_name(register: RegisterAt<'_>, state: StateCode) -> String {
    name_of_state(register, state)
}
