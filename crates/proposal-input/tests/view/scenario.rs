//! Small histories of one proposal: two paragraphs, a consultation from hour 10 to hour 100, named states.

use consultation::command::{
    ApplyRegister, CloseDueConsultation, CommentDraft, Expected, Inherited, Invitation, LodgeSubmission,
    OpenConsultation, ParagraphDraft, ReviseSubmission, RevisionDraft, SubmissionDraft, TableProposal,
    WithdrawSubmission,
};
use consultation::submission::{CommentType, Position};
use consultation::testing::LOG_ID;
use consultation::visibility::Viewer;
use consultation::{
    Attribution, Audience, BeforeClose, Command, CommentId, ParagraphId, ProposalId, StateCode, SubmissionId,
};
use event_log::Position as LogPosition;
use projection::MemoryView;
use proposal_input::{CommentFilter, CommentItem, Scope, as_of};
use uuid::Uuid;

use crate::answers::all_comments;
use crate::history::History;
use crate::register::{INVITED, code, facts, hour, language, state};

pub(crate) const PROPOSAL: ProposalId = ProposalId(Uuid::from_u128(0xA));
/// The register, the tabling and the opening.
pub(crate) const BEGINNING: u64 = 3;

pub(crate) fn beginning(before_close: BeforeClose) -> Vec<Command> {
    let (by, expected) = (state("KOR"), || Expected::Unstated);
    let paragraph = |number: u128| ParagraphDraft {
        new_id: ParagraphId(Uuid::from_u128(0x100 + number)),
        from: Vec::new(),
        label: number.to_string(),
        text: format!("Paragraph {number}."),
    };
    vec![
        Command::ApplyRegister(ApplyRegister {
            at: hour(0),
            expected: expected(),
            facts: facts(),
        }),
        Command::TableProposal(TableProposal {
            proposal: PROPOSAL,
            by,
            at: hour(1),
            title: [(language("en"), "Regional cooperation".to_owned())].into(),
            focus_area: code("cybersecurity"),
            key_event: None,
            audience: Audience::Public,
            revision: RevisionDraft {
                label: None,
                language: language("en"),
                paragraphs: vec![paragraph(1), paragraph(2)],
            },
        }),
        Command::OpenConsultation(OpenConsultation {
            proposal: PROPOSAL,
            by,
            at: hour(10),
            expected: expected(),
            revision: None,
            closes_at: hour(100),
            before_close,
            invite: Invitation {
                states: INVITED.map(state).to_vec(),
                ..Invitation::default()
            },
        }),
    ]
}

pub(crate) fn close() -> Command {
    Command::CloseDueConsultation(CloseDueConsultation {
        proposal: PROPOSAL,
        at: hour(100),
    })
}

/// On paragraph 1.
pub(crate) fn comment(id: u128, text: &str, audience: Audience, attribution: Attribution) -> CommentDraft {
    CommentDraft {
        mandate: None,
        new_id: CommentId(Uuid::from_u128(id)),
        id: None,
        number: None,
        revision: None,
        paragraph: Some("1".into()),
        quote: None,
        kind: CommentType::Substantive,
        text: text.into(),
        language: Inherited::Inherit,
        proposed_wording: None,
        explanation: None,
        translations: Vec::new(),
        audience: Inherited::Own(audience),
        attribution: Inherited::Own(attribution),
        on_behalf_of: Inherited::Inherit,
        reference: None,
    }
}

/// The same comment with other words.
pub(crate) fn now_says(id: u128, text: &str, audience: Audience, attribution: Attribution) -> CommentDraft {
    CommentDraft {
        id: Some(CommentId(Uuid::from_u128(id))),
        ..comment(id, text, audience, attribution)
    }
}

pub(crate) fn draft(position: Option<Position>, comments: Vec<CommentDraft>) -> SubmissionDraft {
    SubmissionDraft {
        joint_with: Vec::new(),
        mandate: None,
        position,
        ad_referendum: false,
        language: language("en"),
        audience: Audience::Public,
        attribution: Attribution::Named,
        on_behalf_of: None,
        general_remarks: None,
        comments,
    }
}

pub(crate) fn lodge(by: &str, hours: u64, draft: SubmissionDraft) -> Command {
    let (by, at, expected) = (state(by), hour(hours), Expected::Unstated);
    Command::LodgeSubmission(LodgeSubmission {
        proposal: PROPOSAL,
        by,
        at,
        expected,
        draft,
    })
}

pub(crate) fn revise(by: &str, hours: u64, draft: SubmissionDraft) -> Command {
    let (submission, by, at, expected) = (submission_of(by), state(by), hour(hours), Expected::Unstated);
    Command::ReviseSubmission(ReviseSubmission {
        submission,
        by,
        at,
        expected,
        draft,
    })
}

pub(crate) fn withdraw(by: &str, hours: u64) -> Command {
    let (submission, by, at, expected) = (submission_of(by), state(by), hour(hours), Expected::Unstated);
    Command::WithdrawSubmission(WithdrawSubmission {
        submission,
        by,
        at,
        expected,
        reason: None,
    })
}

fn submission_of(code: &str) -> SubmissionId {
    SubmissionId::derive(LOG_ID, PROPOSAL, 1, state(code))
}

/// The history after a beginning and more, and the hour of looking.
pub(crate) fn history(before_close: BeforeClose, more: Vec<Command>, now: u64) -> History {
    let commands: Vec<Command> = beginning(before_close).into_iter().chain(more).collect();
    History::from_commands(&commands, hour(now))
}

pub(crate) fn viewer(code: &str) -> Viewer {
    match code {
        "anybody" => Viewer::Anonymous,
        code => Viewer::Delegation(state(code)),
    }
}

pub(crate) fn scope(history: &History, who: &str) -> Scope {
    Scope {
        proposal: PROPOSAL,
        consultation: None,
        rights: history.rights(viewer(who), PROPOSAL, history.end),
    }
}

/// What this viewer sees now.
pub(crate) async fn present(history: &History, who: &str) -> Vec<CommentItem> {
    let mut view = history.view().await;
    all_comments(view.conn(), &scope(history, who), &CommentFilter::default(), 100).await
}

/// The view after so many events beyond the beginning, with the rights of now.
pub(crate) async fn view_as_of(history: &History, events: u64) -> MemoryView {
    let position = LogPosition(BEGINNING + events);
    let instant = history.instant_of(position);
    let head = history.recorded.last().unwrap().position;
    as_of(
        &history.proposals[&PROPOSAL],
        &history.recorded,
        position,
        instant,
        head,
    )
    .await
    .unwrap()
}

pub(crate) async fn past(history: &History, events: u64, who: &str) -> Vec<CommentItem> {
    let mut view = view_as_of(history, events).await;
    all_comments(view.conn(), &scope(history, who), &CommentFilter::default(), 100).await
}

/// Texts, in order; `None` where they are withheld.
pub(crate) fn texts(items: &[CommentItem]) -> Vec<Option<&str>> {
    items.iter().map(|item| item.text.as_deref()).collect()
}

pub(crate) fn states(codes: &[&str]) -> std::collections::BTreeSet<StateCode> {
    codes.iter().map(|code| state(code)).collect()
}
