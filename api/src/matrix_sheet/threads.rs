//! What was said about a comment, as rows of a sheet.

use comment_sheets::ThreadRow;
use consultation::review::{CommentReview, DispositionKind};
use consultation::visibility::{SeenRow, Speaker};

use super::answered;

/// What was said about a comment: what the members said among themselves only if the viewer is one of them (R18).
pub(super) fn threads(row: &SeenRow<'_>) -> Vec<ThreadRow> {
    let mut threads = row
        .review
        .map(|review| among_members(&row.number, review))
        .unwrap_or_default();
    let Some(published) = row.published else { return threads };
    threads.push(ThreadRow {
        kind: "disposition_published".to_owned(),
        says: row
            .disposition()
            .map(DispositionKind::as_str)
            .unwrap_or_default()
            .to_owned(),
        text: published.disposition.response.clone(),
        at: row.published_at(),
        ..about(&row.number)
    });
    threads.extend(row.answer().map(|answer| ThreadRow {
        kind: "answer".to_owned(),
        by: match row.speaker {
            Speaker::State(state) => state.to_string(),
            Speaker::Label(_) => String::new(),
        },
        says: answered(answer).to_owned(),
        text: answer.justification.clone(),
        at: row.is_named().then_some(answer.at),
        ..about(&row.number)
    }));
    threads
}

fn about(number: &str) -> ThreadRow {
    ThreadRow {
        number: number.to_owned(),
        ..ThreadRow::default()
    }
}

fn among_members(number: &str, review: &CommentReview) -> Vec<ThreadRow> {
    let proposed = review.proposed.iter().map(|proposed| ThreadRow {
        kind: "disposition_proposed".to_owned(),
        by: proposed.by.to_string(),
        says: proposed.disposition.disposition.as_str().to_owned(),
        text: proposed.disposition.response.clone(),
        at: Some(proposed.at),
        ..about(number)
    });
    let views = review.views.iter().map(|(member, view)| ThreadRow {
        kind: "member_view".to_owned(),
        by: member.to_string(),
        says: view.view.as_str().to_owned(),
        text: view.note.clone(),
        at: Some(view.at),
        ..about(number)
    });
    let deferred = review.deferred.iter().map(|reason| ThreadRow {
        kind: "deferred".to_owned(),
        text: Some(reason.clone()),
        ..about(number)
    });
    proposed.chain(views).chain(deferred).collect()
}
