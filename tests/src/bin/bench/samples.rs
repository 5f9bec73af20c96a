//! Events and requests to measure with.

use consultation::event::{
    ConsultationOpened, Event, Invited, ProposalTabled, SubmissionHead, SubmissionLodged, encode,
};
use consultation::proposal::{BeforeClose, Paragraph, ParagraphChange, Revision};
use consultation::submission::{Attribution, Audience, Comment, CommentType, Content, Position};
use consultation::{AttributionLabel, CommentId, LanguageTag, ParagraphId, ProposalId, StateCode, SubmissionId};
use event_log::{Append, NewEvent, StreamId};
use jiff::Timestamp;
use uuid::Uuid;

/// About 300 bytes of comment.
pub(crate) const COMMENT: &str = "We propose that the exchange of information on incidents stay voluntary in the first \
    two years, and that participating States review the arrangement at the end of that time, taking into account the \
    capacity of small administrations, the cost of secure channels and what regional centres already do today.";

/// The code of the `n`th state of ISO 3166-1.
pub(crate) fn states() -> Vec<StateCode> {
    consultation::geography::all_states().take(90).collect()
}

/// An append of one event of about 1 KB to a stream of its own.
pub(crate) fn plain_append(payload: &[u8]) -> Append {
    let stream = StreamId(format!("submission/{}", fresh()));
    append(vec![NewEvent {
        event_id: fresh(),
        stream: stream.clone(),
        kind: "submission.lodged".to_owned(),
        schema_version: 1,
        payload: payload.to_vec(),
    }])
    .guarded(stream)
}

trait Guarded {
    fn guarded(self, stream: StreamId) -> Self;
}

impl Guarded for Append {
    fn guarded(mut self, stream: StreamId) -> Self {
        self.guards.push((stream, event_log::ExpectedVersion::NoStream));
        self
    }
}

/// These events as one append without guards.
pub(crate) fn append(events: Vec<NewEvent>) -> Append {
    Append {
        append_id: fresh(),
        events,
        guards: Vec::new(),
        idempotency: None,
        actor: Uuid::nil(),
        correlation_id: Uuid::nil(),
        causation_id: None,
    }
}

/// A fresh time-ordered id.
#[expect(clippy::disallowed_methods, reason = "a benchmark, not the program")]
pub(crate) fn fresh() -> Uuid {
    Uuid::now_v7()
}

/// The event as the log takes it.
pub(crate) fn new_event(event: &Event) -> NewEvent {
    let (kind, schema_version, payload) = encode(event).expect("events can be encoded");
    NewEvent {
        event_id: fresh(),
        stream: StreamId(event.stream()),
        kind: kind.to_owned(),
        schema_version,
        payload,
    }
}

/// A proposal of three paragraphs, opened to all of [`states`].
pub(crate) fn opened_proposal() -> (ProposalId, ParagraphId, Vec<Event>) {
    let (proposal, at) = (ProposalId(fresh()), instant());
    let english = LanguageTag::parse("en").expect("a language");
    let paragraphs: Vec<Paragraph> = ["1", "2", "3"]
        .map(|label| Paragraph {
            id: ParagraphId(fresh()),
            label: label.to_owned(),
            text: COMMENT.to_owned(),
            from: Vec::new(),
            change: ParagraphChange::New,
        })
        .into();
    let first = paragraphs.first().expect("three paragraphs").id;
    let state = |code: &str| StateCode::parse(code).expect("a state");
    let revision = Revision {
        number: 0,
        label: "zero draft".into(),
        language: english.clone(),
        paragraphs,
        deleted: Vec::new(),
    };
    let tabled = Event::ProposalTabled(ProposalTabled {
        proposal_id: proposal,
        at,
        lead_member: state("KOR"),
        title: [(english, "Incident response".to_owned())].into(),
        focus_area: "cybersecurity".parse().expect("a code"),
        key_event: None,
        audience: Audience::Public,
        revision,
    });
    let opened = Event::ConsultationOpened(ConsultationOpened {
        proposal_id: proposal,
        consultation: 1,
        at,
        by: state("KOR"),
        revision: 0,
        closes_at: "2100-01-01T00:00:00Z".parse().expect("an instant"),
        before_close: BeforeClose::Open,
        invited: states()
            .into_iter()
            .map(|state| Invited {
                state,
                label: AttributionLabel::Delegation,
            })
            .collect(),
    });
    (proposal, first, vec![tabled, opened])
}

/// A submission with one comment.
pub(crate) fn lodged(proposal: ProposalId, paragraph: ParagraphId, state: StateCode) -> Event {
    let (at, english) = (instant(), LanguageTag::parse("en").expect("a language"));
    let comment = Comment {
        joint_with: Vec::new(),
        mandate: None,
        id: CommentId(fresh()),
        number: 1,
        revision: 0,
        paragraph: Some(paragraph),
        quote: None,
        ambiguous: false,
        kind: CommentType::Substantive,
        text: COMMENT.to_owned(),
        language: english.clone(),
        proposed_wording: None,
        explanation: None,
        translations: Vec::new(),
        audience: Audience::Participants,
        attribution: Attribution::Named,
        on_behalf_of: None,
        reference: None,
        since_version: 1,
        at,
        late: false,
    };
    let content = Content {
        joint_with: Vec::new(),
        mandate: None,
        position: Some(Position::SupportsWithAmendments),
        ad_referendum: false,
        language: english,
        audience: Audience::Participants,
        attribution: Attribution::Named,
        on_behalf_of: None,
        general_remarks: None,
        comments: vec![comment],
    };
    let head = SubmissionHead {
        submission_id: SubmissionId::derive(Uuid::nil(), proposal, 1, state),
        proposal_id: proposal,
        consultation: 1,
        state,
    };
    Event::SubmissionLodged(SubmissionLodged {
        head,
        at,
        late: false,
        content,
    })
}

fn instant() -> Timestamp {
    "2027-01-10T09:00:00Z".parse().expect("an instant")
}
