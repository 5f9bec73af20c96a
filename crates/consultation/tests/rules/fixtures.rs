//! The world of the tests: a small register, one proposal, commands that work unless a test changes them.

use consultation::command::{
    AlignWith, ApplyRegister, CirculateRevision, CloseConsultation, CloseDueConsultation, CommentDraft,
    ConfirmSubmission, DissociateFrom, EnterSubmission, EnteredBy, Expected, ExtendConsultation, Inherited, Invitation,
    LodgeSubmission, OpenConsultation, ParagraphDraft, ReviseSubmission, RevisionDraft, SubmissionDraft, TableProposal,
    WithdrawProposal, WithdrawSubmission,
};
use consultation::register::{DatedFact, Register, RegisterFile, difference};
use consultation::submission::{CommentType, Position};
use consultation::testing::{LOG_ID, given};
use consultation::text::Quote;
use consultation::{
    Attribution, Audience, BeforeClose, Command, CommentId, Event, LanguageTag, ParagraphId, Proposal, ProposalId,
    RegisterCode, StateCode, Submission, SubmissionId,
};
use jiff::Timestamp;
use uuid::Uuid;

/// MEX holds the chair until 2027-02-15, then AUS. KOR leads the proposal. TUR does neither.
pub(crate) const APPLIED: &str = "2027-01-01T00:00:00Z";
pub(crate) const TABLED: &str = "2027-01-05T09:00:00Z";
pub(crate) const OPENED: &str = "2027-01-10T09:00:00Z";
pub(crate) const LODGED: &str = "2027-02-01T12:00:00Z";
pub(crate) const REVISED: &str = "2027-02-02T12:00:00Z";
/// When AUS takes the chair from MEX.
pub(crate) const HAND_OVER: &str = "2027-02-15T03:00:00Z";
pub(crate) const CLOSES: &str = "2027-03-01T16:00:00Z";
pub(crate) const AFTER: &str = "2027-03-02T08:00:00Z";
pub(crate) const LATER: &str = "2027-03-03T08:00:00Z";
/// When the second consultation of [`opened_again`] closes.
pub(crate) const CLOSES_AGAIN: &str = "2027-04-01T16:00:00Z";

pub(crate) const PROPOSAL: ProposalId = ProposalId(Uuid::from_u128(0xA));
/// Paragraph 1 of the zero draft: "data" occurs twice, "voluntary" once.
pub(crate) const P1: ParagraphId = ParagraphId(Uuid::from_u128(0x101));
pub(crate) const P2: ParagraphId = ParagraphId(Uuid::from_u128(0x102));
pub(crate) const P1_TEXT: &str = "States share data on a voluntary basis and protect data.";
pub(crate) const P2_TEXT: &str = "States name a national point of contact.";
/// Not the id of anything.
pub(crate) const STRANGER: Uuid = Uuid::from_u128(0xFFFF);

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn state(code: &str) -> StateCode {
    StateCode::parse(code).unwrap()
}

pub(crate) fn language(tag: &str) -> LanguageTag {
    LanguageTag::parse(tag).unwrap()
}

pub(crate) fn code(text: &str) -> RegisterCode {
    RegisterCode::parse(text).unwrap()
}

pub(crate) fn comment_id(number: u128) -> CommentId {
    CommentId(Uuid::from_u128(0xC000 + number))
}

/// The id of a state's submission in the first consultation.
pub(crate) fn submission_of(code: &str) -> SubmissionId {
    submission_in(1, code)
}

pub(crate) fn submission_in(consultation: u32, code: &str) -> SubmissionId {
    SubmissionId::derive(LOG_ID, PROPOSAL, consultation, state(code))
}

pub(crate) fn facts_of(toml: &str) -> Vec<DatedFact> {
    toml::from_str::<RegisterFile>(toml).unwrap().facts().unwrap()
}

pub(crate) fn small_register_facts() -> Vec<DatedFact> {
    facts_of(include_str!("register.toml"))
}

pub(crate) fn small_register() -> Register {
    let mut register = Register::default();
    let changes = difference(&register, &small_register_facts(), at(APPLIED));
    register.evolve(&changes);
    register
}

// ---- commands that work

pub(crate) fn apply_register() -> ApplyRegister {
    ApplyRegister {
        at: at(APPLIED),
        expected: Expected::Unstated,
        facts: small_register_facts(),
    }
}

pub(crate) fn paragraph(id: ParagraphId, from: &[ParagraphId], label: &str, text: &str) -> ParagraphDraft {
    ParagraphDraft {
        new_id: id,
        from: from.to_vec(),
        label: label.into(),
        text: text.into(),
    }
}

pub(crate) fn text_of(paragraphs: Vec<ParagraphDraft>) -> RevisionDraft {
    RevisionDraft {
        label: None,
        language: language("en"),
        paragraphs,
    }
}

pub(crate) fn zero_draft() -> RevisionDraft {
    text_of(vec![paragraph(P1, &[], "1", P1_TEXT), paragraph(P2, &[], "2", P2_TEXT)])
}

pub(crate) fn table_proposal() -> TableProposal {
    TableProposal {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(TABLED),
        title: [(language("en"), "Incident response".to_owned())].into(),
        focus_area: code("cybersecurity"),
        key_event: Some(code("g20-2027")),
        audience: Audience::Public,
        revision: zero_draft(),
    }
}

pub(crate) fn circulate_revision(revision: RevisionDraft) -> CirculateRevision {
    CirculateRevision {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(TABLED),
        expected: Expected::Unstated,
        revision,
    }
}

pub(crate) fn invite(states: &[&str], neighbourhoods: &[&str], groups: &[&str]) -> Invitation {
    Invitation {
        states: states.iter().map(|text| state(text)).collect(),
        neighbourhoods: neighbourhoods.iter().map(|text| state(text)).collect(),
        groups: groups.iter().map(|text| code(text)).collect(),
    }
}

/// Invites FJI, WSM, TON, JPN.
pub(crate) fn open_consultation() -> OpenConsultation {
    OpenConsultation {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(OPENED),
        expected: Expected::Unstated,
        revision: None,
        closes_at: at(CLOSES),
        before_close: BeforeClose::Open,
        invite: invite(&["FJI", "WSM", "TON", "JPN"], &[], &[]),
    }
}

pub(crate) fn extend_consultation() -> ExtendConsultation {
    ExtendConsultation {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(LODGED),
        expected: Expected::Unstated,
        closes_at: at("2027-03-15T16:00:00Z"),
    }
}

pub(crate) fn close_consultation() -> CloseConsultation {
    CloseConsultation {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(LODGED),
        expected: Expected::Unstated,
        closes_at: at("2027-02-20T16:00:00Z"),
        reason: "the summit was moved".into(),
    }
}

pub(crate) fn close_due(instant: &str) -> Command {
    Command::CloseDueConsultation(CloseDueConsultation {
        proposal: PROPOSAL,
        at: at(instant),
    })
}

pub(crate) fn withdraw_proposal() -> WithdrawProposal {
    WithdrawProposal {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(LODGED),
        expected: Expected::Unstated,
        reason: None,
    }
}

/// A general comment.
pub(crate) fn comment(number: u128, text: &str) -> CommentDraft {
    CommentDraft {
        mandate: None,
        new_id: comment_id(number),
        id: None,
        number: None,
        revision: None,
        paragraph: None,
        quote: None,
        kind: CommentType::Substantive,
        text: text.into(),
        language: Inherited::Inherit,
        proposed_wording: None,
        explanation: None,
        translations: Vec::new(),
        audience: Inherited::Inherit,
        attribution: Inherited::Inherit,
        on_behalf_of: Inherited::Inherit,
        reference: None,
    }
}

/// A specific comment.
pub(crate) fn comment_on(number: u128, paragraph: &str, text: &str) -> CommentDraft {
    CommentDraft {
        paragraph: Some(paragraph.into()),
        ..comment(number, text)
    }
}

pub(crate) fn quote(exact: &str, prefix: &str, suffix: &str) -> Quote {
    Quote {
        exact: exact.into(),
        prefix: prefix.into(),
        suffix: suffix.into(),
    }
}

pub(crate) fn draft(comments: Vec<CommentDraft>) -> SubmissionDraft {
    SubmissionDraft {
        joint_with: Vec::new(),
        mandate: None,
        position: Some(Position::SupportsWithAmendments),
        ad_referendum: false,
        language: language("en"),
        audience: Audience::Participants,
        attribution: Attribution::Named,
        on_behalf_of: None,
        general_remarks: None,
        comments,
    }
}

/// Two comments, the first on paragraph 1.
pub(crate) fn two_comments() -> SubmissionDraft {
    draft(vec![
        comment_on(1, "1", "Voluntary is too weak."),
        comment(2, "We thank the lead member."),
    ])
}

pub(crate) fn lodge(by: &str, draft: SubmissionDraft) -> LodgeSubmission {
    LodgeSubmission {
        proposal: PROPOSAL,
        by: state(by),
        at: at(LODGED),
        expected: Expected::Unstated,
        draft,
    }
}

pub(crate) fn revise(by: &str, draft: SubmissionDraft) -> ReviseSubmission {
    ReviseSubmission {
        submission: submission_of(by),
        by: state(by),
        at: at(REVISED),
        expected: Expected::Unstated,
        draft,
    }
}

pub(crate) fn withdraw(by: &str) -> WithdrawSubmission {
    WithdrawSubmission {
        submission: submission_of(by),
        by: state(by),
        at: at(REVISED),
        expected: Expected::Unstated,
        reason: None,
    }
}

pub(crate) fn enter(speaks: &str, draft: SubmissionDraft) -> EnterSubmission {
    EnterSubmission {
        proposal: PROPOSAL,
        by: EnteredBy::Operator,
        at: at(LODGED),
        expected: Expected::Unstated,
        state: state(speaks),
        channel: "note verbale".into(),
        received_at: at("2027-01-31T08:00:00Z"),
        evidence_sha256: "0123456789ABCDEF".repeat(4),
        draft,
    }
}

pub(crate) fn confirm(by: &str) -> ConfirmSubmission {
    ConfirmSubmission {
        submission: submission_of(by),
        by: state(by),
        at: at(REVISED),
        expected: Expected::Unstated,
    }
}

/// Of all that the author said.
pub(crate) fn align(by: &str, author: &str) -> AlignWith {
    AlignWith {
        submission: submission_of(author),
        by: state(by),
        at: at(REVISED),
        comments: None,
        except_paragraphs: Vec::new(),
    }
}

/// From all that the author said.
pub(crate) fn dissociate(by: &str, author: &str) -> DissociateFrom {
    DissociateFrom {
        submission: submission_of(author),
        by: state(by),
        at: at(REVISED),
        comments: None,
        paragraphs: Vec::new(),
    }
}

/// The same on behalf of PIF.
pub(crate) fn for_the_forum(draft: SubmissionDraft) -> SubmissionDraft {
    SubmissionDraft {
        on_behalf_of: Some(code("PIF")),
        mandate: Some("Decision of the officials".into()),
        ..draft
    }
}

// ---- what happened before

/// The events with those that the command leads to.
#[track_caller]
pub(crate) fn and(mut events: Vec<Event>, command: Command) -> Vec<Event> {
    let more = given(events.clone()).when(command).events();
    assert!(!more.is_empty(), "the command changed nothing");
    events.extend(more);
    events
}

pub(crate) fn registered() -> Vec<Event> {
    and(Vec::new(), Command::ApplyRegister(apply_register()))
}

pub(crate) fn tabled() -> Vec<Event> {
    and(registered(), Command::TableProposal(table_proposal()))
}

pub(crate) fn opened() -> Vec<Event> {
    and(tabled(), Command::OpenConsultation(open_consultation()))
}

/// FJI lodged [`two_comments`].
pub(crate) fn lodged() -> Vec<Event> {
    and(opened(), Command::LodgeSubmission(lodge("FJI", two_comments())))
}

/// The two comments of FJI were entered by an operator.
pub(crate) fn entered() -> Vec<Event> {
    and(opened(), Command::EnterSubmission(enter("FJI", two_comments())))
}

/// The first consultation closed after FJI lodged; a second one is open from [`AFTER`] until [`CLOSES_AGAIN`].
pub(crate) fn opened_again() -> Vec<Event> {
    let again = OpenConsultation {
        at: at(AFTER),
        closes_at: at(CLOSES_AGAIN),
        ..open_consultation()
    };
    and(lodged(), Command::OpenConsultation(again))
}

pub(crate) fn withdrawn(events: Vec<Event>) -> Vec<Event> {
    and(events, Command::WithdrawProposal(withdraw_proposal()))
}

// ---- what stands now

pub(crate) fn proposal_after(events: &[Event]) -> Proposal {
    let mut events = events.iter().filter(|event| event.proposal_id() == Some(PROPOSAL));
    let mut proposal = Proposal::initial(events.next().unwrap()).unwrap();
    events.for_each(|event| proposal.evolve(event));
    proposal
}

pub(crate) fn submission_after(events: &[Event], id: SubmissionId) -> Submission {
    let about = |event: &&Event| event.submission_head().is_some_and(|head| head.submission_id == id);
    let mut events = events.iter().filter(about);
    let mut submission = Submission::initial(events.next().unwrap()).unwrap();
    events.for_each(|event| submission.evolve(event));
    submission
}

/// The same words again, as their author sends them: each comment with its number.
pub(crate) fn keeping(mut draft: SubmissionDraft, speaks: &str, first: u32) -> SubmissionDraft {
    for (number, comment) in (first..).zip(&mut draft.comments) {
        comment.number = Some(consultation::submission::comment_number(state(speaks), number));
    }
    draft
}
