//! The rows of a dossier are the list of comments: what `seen_rows_at` decides in memory, the view decides in SQL.

use consultation::review::DispositionAsked;
use consultation::visibility::{Past, SeenRow, Speaker, seen_rows_at};
use consultation::{Dossier, Event};
use event_log::Position as LogPosition;
use projection::sql::ViewConn;
use proposal_input::{Body, CommentFilter, CommentItem, Scope, Seen, as_of};

use crate::answers::{all_comments, dispositions};
use crate::history::{History, PROPOSALS, moments, random_history, viewers};

fn dossier(events: &[Event], proposal: consultation::ProposalId) -> Dossier {
    let own = events.iter().filter(|event| event.proposal_id() == Some(proposal));
    Dossier::fold(own).unwrap()
}

/// All that a row and an item of the list both tell. The list knows position and what stood at close, too.
fn of_row(row: &SeenRow<'_>, dossier: &Dossier) -> CommentItem {
    let comment = &row.comment;
    let label = |id| dossier.proposal.label_of(comment.revision, id).to_owned();
    CommentItem {
        id: row.id,
        number: row.number.clone(),
        consultation: row.consultation.number,
        revision: comment.revision,
        paragraph: comment.paragraph,
        paragraph_label: comment.paragraph.map(label),
        kind: comment.kind,
        text: (!row.superseded).then(|| comment.text.clone()),
        body: Body {
            quote: comment.quote.clone(),
            ambiguous: comment.ambiguous,
            proposed_wording: comment.proposed_wording.clone(),
            explanation: comment.explanation.clone(),
            explanation_awaited: comment.explanation_awaited(),
            translations: comment.translations.clone(),
            reference: comment.reference.clone(),
            mandate: comment.mandate.clone(),
        },
        seen: match row.speaker {
            Speaker::Label(label) => Seen::Labelled(label),
            Speaker::State(state) => Seen::Named {
                state,
                submission: row.submission.unwrap().id,
                language: comment.language.clone(),
                position: None,
                on_behalf_of: comment.on_behalf_of.as_ref().map(|group| group.as_str().to_owned()),
                at: comment.at,
                late: comment.late,
                audience: comment.audience,
                attribution: comment.attribution,
                at_close: None,
            },
        },
    }
}

fn of_list(item: CommentItem) -> CommentItem {
    let seen = match item.seen {
        Seen::Named {
            state,
            submission,
            language,
            on_behalf_of,
            at,
            late,
            audience,
            attribution,
            ..
        } => Seen::Named {
            state,
            submission,
            language,
            position: None,
            on_behalf_of,
            at,
            late,
            audience,
            attribution,
            at_close: None,
        },
        labelled @ Seen::Labelled(_) => labelled,
    };
    CommentItem { seen, ..item }
}

/// The comments with each disposition: those that the list finds are those of the rows.
async fn assert_same_dispositions(conn: &mut ViewConn, scope: &Scope, rows: &[SeenRow<'_>], at: &str) -> usize {
    let mut found = 0;
    for asked in dispositions() {
        let filter = CommentFilter {
            disposition: Some(asked),
            ..CommentFilter::default()
        };
        let listed = all_comments(conn, scope, &filter, 200).await;
        let listed: Vec<_> = listed.iter().map(|item| item.id).collect();
        let has_it = rows.iter().filter(|row| row.has_disposition(asked));
        assert_eq!(listed, has_it.map(|row| row.id).collect::<Vec<_>>(), "{at}: {asked:?}");
        found += usize::from(asked != DispositionAsked::Nothing) * listed.len();
    }
    found
}

#[tokio::test]
async fn r15_the_rows_of_a_dossier_are_the_list_of_comments() {
    let (mut compared, mut labelled, mut disposed) = (0, 0, 0);
    for seed in 0..6 {
        let history = random_history(seed, 150);
        let mut view = history.view().await;
        for proposal in PROPOSALS {
            let dossier = dossier(&history.events, proposal);
            for viewer in viewers() {
                for now in moments(&history, proposal) {
                    let rights = history.rights(viewer, proposal, now);
                    let scope = Scope {
                        proposal,
                        consultation: None,
                        rights: rights.clone(),
                    };
                    let listed = all_comments(view.conn(), &scope, &CommentFilter::default(), 200).await;
                    let listed: Vec<_> = listed.into_iter().map(of_list).collect();
                    let rows = seen_rows_at(&rights, &dossier, None);
                    let at = format!("seed {seed}, {viewer:?} at {now}");
                    disposed += assert_same_dispositions(view.conn(), &scope, &rows, &at).await;
                    let rows: Vec<_> = rows.iter().map(|row| of_row(row, &dossier)).collect();
                    assert_eq!(rows, listed, "{at}");
                    compared += rows.len();
                    let under_label = |row: &&CommentItem| matches!(row.seen, Seen::Labelled(_));
                    labelled += rows.iter().filter(under_label).count();
                }
            }
        }
    }
    assert!(
        compared > 1_000 && labelled > 100 && disposed > 100,
        "{compared}, {labelled}, {disposed}"
    );
}

#[tokio::test]
async fn r15b_the_rows_of_the_past_are_the_list_of_the_past() {
    let (mut compared, mut withheld, mut labelled, mut disposed) = (0, 0, 0, 0);
    for seed in 0..6 {
        let history = random_history(seed, 120);
        let head = history.recorded.last().unwrap().position;
        for events in (6..=history.events.len()).rev().step_by(7) {
            let then = History::of(history.events[..events].to_vec(), history.end);
            let position = LogPosition(u64::try_from(events).unwrap());
            let instant = history.instant_of(position);
            for proposal in PROPOSALS
                .into_iter()
                .filter(|proposal| then.proposals.contains_key(proposal))
            {
                let about = history.recorded.iter().zip(&history.events);
                let own = about.filter(|(_, event)| event.proposal_id().is_none_or(|id| id == proposal));
                let own: Vec<_> = own.map(|(recorded, _)| recorded.clone()).collect();
                let known = &history.proposals[&proposal];
                let mut view = as_of(known, &own, position, instant, head).await.unwrap();
                let (present, shown) = (dossier(&history.events, proposal), dossier(&then.events, proposal));
                let past = (position < head).then_some(Past {
                    present: &present,
                    instant,
                });
                for viewer in viewers() {
                    let rights = history.rights(viewer, proposal, history.end);
                    let scope = Scope {
                        proposal,
                        consultation: None,
                        rights: rights.clone(),
                    };
                    let listed = all_comments(view.conn(), &scope, &CommentFilter::default(), 200).await;
                    let listed: Vec<_> = listed.into_iter().map(of_list).collect();
                    let rows = seen_rows_at(&rights, &shown, past);
                    let at = format!("seed {seed}, {viewer:?} after {events} events");
                    disposed += assert_same_dispositions(view.conn(), &scope, &rows, &at).await;
                    let rows: Vec<_> = rows.iter().map(|row| of_row(row, &shown)).collect();
                    assert_eq!(rows, listed, "{at}");
                    compared += rows.len();
                    withheld += rows.iter().filter(|row| row.text.is_none()).count();
                    let under_label = |row: &&CommentItem| matches!(row.seen, Seen::Labelled(_));
                    labelled += rows.iter().filter(under_label).count();
                }
            }
        }
    }
    assert!(
        compared > 1_000 && withheld > 100 && labelled > 100 && disposed > 100,
        "{compared}, {withheld}, {labelled}, {disposed}"
    );
}
