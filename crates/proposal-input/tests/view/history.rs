//! Random histories: commands that the rules accept, over two proposals; and what they fold to.

mod author;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use consultation::command::{
    AdoptDueProposal, AnswerDisposition, ApplyRegister, BreakSilence, BrokenParagraphDraft, CirculateRevision,
    CloseConsultation, CloseDueConsultation, CommentDraft, ConfirmSubmission, DeferralDraft, EnterSubmission,
    EnteredBy, Expected, ExtendConsultation, ExtendSilence, Inherited, Invitation, LodgeSubmission, OpenConsultation,
    OpenSilence, ParagraphDraft, ProposeDispositions, PublishDispositions, ReviseSubmission, RevisionDraft, SetCutOff,
    SubmissionDraft, TableProposal, TakeBackSilence, WithdrawProposal, WithdrawSubmission,
};
use consultation::event::encode;
use consultation::register::Register;
use consultation::review::{CommentReview, Disposition, DispositionKind, Review};
use consultation::submission::{CommentType, Position, ProposedWording, Translation, TranslationStatus, WordingAction};
use consultation::testing::{LOG_ID, world_for};
use consultation::visibility::{Rights, Viewer};
use consultation::{
    Attribution, Audience, BeforeClose, Command, Comment, CommentId, Event, LanguageTag, ParagraphId, Proposal,
    ProposalId, StateCode, Submission, SubmissionId, decide,
};
use event_log::{Position as LogPosition, RecordedEvent, StreamId};
use jiff::Timestamp;
use projection::MemoryView;
use proposal_input::ProposalInput;
use uuid::Uuid;

pub(crate) use author::random_history;

use crate::register::{INVITED, code, facts, hour, language, state};

pub(crate) const PROPOSALS: [ProposalId; 2] = [ProposalId(Uuid::from_u128(0xA)), ProposalId(Uuid::from_u128(0xB))];
/// States that take part; few, so that each does much.
pub(crate) const SPEAKERS: [&str; 6] = ["FJI", "WSM", "TON", "PHL", "VNM", "JPN"];
pub(crate) const WORDS: [&str; 10] = [
    "İstanbul",
    "협력을",
    "강화한다",
    "Straße",
    "voluntary",
    "ağ",
    "ISI",
    "data",
    "información",
    "réseau",
];
const LANGUAGES: [&str; 5] = ["en", "es", "es-MX", "ko", "tr"];

/// Events as a log would give them, and the states that they fold to.
pub(crate) struct History {
    pub(crate) events: Vec<Event>,
    pub(crate) recorded: Vec<RecordedEvent>,
    pub(crate) register: Register,
    pub(crate) proposals: BTreeMap<ProposalId, Proposal>,
    pub(crate) submissions: BTreeMap<SubmissionId, Submission>,
    pub(crate) reviews: BTreeMap<ProposalId, Review>,
    /// The instant of the last command.
    pub(crate) end: Timestamp,
}

impl History {
    pub(crate) fn of(events: Vec<Event>, end: Timestamp) -> Self {
        let mut history = Self {
            recorded: record(&events),
            register: Register::default(),
            proposals: BTreeMap::new(),
            submissions: BTreeMap::new(),
            reviews: BTreeMap::new(),
            events: Vec::new(),
            end,
        };
        for event in &events {
            history.fold(event);
        }
        history.events = events;
        history
    }

    fn fold(&mut self, event: &Event) {
        if let Event::RegisterApplied(applied) = event {
            self.register.evolve(&applied.changes);
        } else if let Some(head) = event.submission_head() {
            let known = self.submissions.entry(head.submission_id);
            known
                .and_modify(|submission| submission.evolve(event))
                .or_insert_with(|| Submission::initial(event).unwrap());
        } else if let Some(id) = event.proposal_id() {
            self.reviews.entry(id).or_default().evolve(event);
            let known = self.proposals.entry(id);
            known
                .and_modify(|proposal| proposal.evolve(event))
                .or_insert_with(|| Proposal::initial(event).unwrap());
        }
    }

    /// What came of these commands, which the rules accept.
    pub(crate) fn from_commands(commands: &[Command], end: Timestamp) -> Self {
        let mut events = Vec::new();
        for command in commands {
            let more = decide(&world_for(&events, command), command).unwrap();
            events.extend(more);
        }
        Self::of(events, end)
    }

    pub(crate) fn rights(&self, viewer: Viewer, proposal: ProposalId, now: Timestamp) -> Rights {
        Rights::of(viewer, self.register.at(now), &self.proposals[&proposal], now)
    }

    pub(crate) fn submissions_to(&self, proposal: ProposalId) -> impl Iterator<Item = &Submission> {
        self.submissions
            .values()
            .filter(move |submission| submission.proposal == proposal)
    }

    /// When the command was given that led to the event at a position.
    pub(crate) fn instant_of(&self, position: LogPosition) -> Timestamp {
        let index = usize::try_from(position.0).unwrap() - 1;
        let (_, _, payload) = encode(&self.events[index]).unwrap();
        let payload: serde_json::Value = serde_json::from_slice(&payload).unwrap();
        // The clock's own acts bear the instant at which they were due.
        let named = ["at", "closed_at", "adopted_at", "concluded_at"]
            .iter()
            .find_map(|name| payload.get(name));
        named.unwrap().as_str().unwrap().parse().unwrap()
    }

    /// What the members did with a comment.
    pub(crate) fn review_of(&self, proposal: ProposalId, comment: CommentId) -> Option<&CommentReview> {
        self.reviews[&proposal].of(comment)
    }

    /// The view of all of it.
    pub(crate) async fn view(&self) -> MemoryView {
        let position = self.recorded.last().map_or(LogPosition(0), |last| last.position);
        MemoryView::replay(&ProposalInput, &self.recorded, position, self.end)
            .await
            .unwrap()
    }
}

/// The events with positions and stream versions.
pub(crate) fn record(events: &[Event]) -> Vec<RecordedEvent> {
    let mut versions: HashMap<String, u64> = HashMap::new();
    let recorded = (1_u64..).zip(events).map(|(position, event)| {
        let (kind, schema_version, payload) = encode(event).unwrap();
        let stream_version = versions.entry(event.stream()).or_default();
        *stream_version += 1;
        RecordedEvent {
            position: LogPosition(position),
            stream: StreamId(event.stream()),
            stream_version: *stream_version,
            event_id: Uuid::from_u128(u128::from(position)),
            append_id: Uuid::from_u128(1),
            kind: kind.to_owned(),
            schema_version,
            payload,
            actor: Uuid::from_u128(2),
            correlation_id: Uuid::from_u128(3),
            causation_id: None,
            recorded_at: hour(position),
        }
    });
    recorded.collect()
}

/// The states that look, as they do.
pub(crate) fn viewers() -> Vec<Viewer> {
    let delegations = ["KOR", "MEX", "FJI", "JPN", "MNG"].map(|code| Viewer::Delegation(state(code)));
    std::iter::once(Viewer::Anonymous).chain(delegations).collect()
}

/// Instants that matter: the end, and shortly before and at each closing.
pub(crate) fn moments(history: &History, proposal: ProposalId) -> BTreeSet<Timestamp> {
    let closings = history.proposals[&proposal]
        .consultations
        .iter()
        .map(|consultation| consultation.closes_at);
    let around = closings.flat_map(|closes_at| {
        [
            closes_at,
            closes_at.checked_sub(jiff::SignedDuration::from_micros(1)).unwrap(),
        ]
    });
    around.chain([history.end]).collect()
}
