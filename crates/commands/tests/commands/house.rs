//! A log with a register, and commands that work unless a test changes them.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use commands::{CacheLimits, Commands, Envelope, ExecuteError, Executed};
use consultation::command::{
    ApplyRegister, CloseConsultation, CloseDueConsultation, CommentDraft, EnterSubmission, EnteredBy, Expected,
    Inherited, Invitation, LodgeSubmission, OpenConsultation, ParagraphDraft, ReviseSubmission, RevisionDraft,
    SubmissionDraft, TableProposal, WithdrawSubmission,
};
use consultation::register::{DatedFact, Fact, Names};
use consultation::submission::{CommentType, Position};
use consultation::{
    Attribution, Audience, BeforeClose, Command, CommentId, LanguageTag, ParagraphId, ProposalId, RegisterCode,
    Rejection, StateCode, SubmissionId, geography,
};
use event_log::conformance::ManualClock;
use event_log::{Birth, EventLog, IdempotencyKey, SqliteStorage, Storage, WriterLimits};
use jiff::Timestamp;
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const REGISTERED: &str = "2027-01-01T00:00:00Z";
pub(crate) const TABLED: &str = "2027-01-05T09:00:00Z";
pub(crate) const OPENED: &str = "2027-01-10T09:00:00Z";
pub(crate) const LODGED: &str = "2027-02-01T12:00:00Z";
pub(crate) const REVISED: &str = "2027-02-02T12:00:00Z";
pub(crate) const CLOSES: &str = "2027-03-01T16:00:00Z";
pub(crate) const AFTER: &str = "2027-03-02T08:00:00Z";
pub(crate) const CLOSES_AGAIN: &str = "2027-04-01T16:00:00Z";

pub(crate) const MEMBERS: [&str; 3] = ["KOR", "MEX", "TUR"];
pub(crate) const PROPOSAL: ProposalId = ProposalId(Uuid::from_u128(0xA));

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn state(code: &str) -> StateCode {
    StateCode::parse(code).unwrap()
}

fn code(text: &str) -> RegisterCode {
    RegisterCode::parse(text).unwrap()
}

/// Every state of ISO 3166-1 that is no member.
pub(crate) fn partners() -> Vec<StateCode> {
    geography::all_states()
        .filter(|state| !MEMBERS.contains(&state.as_str()))
        .collect()
}

/// Members, partners, a chair (KOR) and a focus area.
pub(crate) fn facts() -> Vec<DatedFact> {
    let names = Names::new;
    let members = MEMBERS.map(|member| Fact::Member {
        state: state(member),
        names: names(),
        time_zone: "UTC".into(),
    });
    let partners = partners().into_iter().map(|state| Fact::Partner {
        state,
        neighbourhoods: Vec::new(),
        names: names(),
        time_zone: "UTC".into(),
    });
    let others = [
        Fact::ChairTerm { member: state("KOR") },
        Fact::FocusArea {
            code: code("cybersecurity"),
            names: names(),
        },
    ];
    let facts = members.into_iter().chain(partners).chain(others);
    facts
        .map(|fact| DatedFact {
            from: None,
            until: None,
            fact,
        })
        .collect()
}

pub(crate) fn apply_register(facts: Vec<DatedFact>, instant: &str) -> Command {
    Command::ApplyRegister(ApplyRegister {
        at: at(instant),
        expected: Expected::Unstated,
        facts,
    })
}

/// By KOR, with two paragraphs.
pub(crate) fn table() -> Command {
    let paragraph = |number: u128, label: &str| ParagraphDraft {
        new_id: ParagraphId(Uuid::from_u128(0x100 + number)),
        from: Vec::new(),
        label: label.into(),
        text: format!("Text of paragraph {label}."),
    };
    Command::TableProposal(TableProposal {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(TABLED),
        title: [(LanguageTag::parse("en").unwrap(), "Incident response".to_owned())].into(),
        focus_area: code("cybersecurity"),
        key_event: None,
        audience: Audience::Public,
        revision: RevisionDraft {
            label: None,
            language: LanguageTag::parse("en").unwrap(),
            paragraphs: vec![paragraph(1, "1"), paragraph(2, "2")],
        },
    })
}

/// Invites all partners.
pub(crate) fn open(instant: &str, closes_at: &str) -> Command {
    Command::OpenConsultation(OpenConsultation {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(instant),
        expected: Expected::Unstated,
        revision: None,
        closes_at: at(closes_at),
        before_close: BeforeClose::Open,
        invite: Invitation {
            states: partners(),
            ..Invitation::default()
        },
    })
}

pub(crate) fn close_early(instant: &str, closes_at: &str) -> Command {
    Command::CloseConsultation(CloseConsultation {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(instant),
        expected: Expected::Unstated,
        closes_at: at(closes_at),
        reason: "the summit was moved".into(),
    })
}

pub(crate) fn close_due(instant: &str) -> Command {
    Command::CloseDueConsultation(CloseDueConsultation {
        proposal: PROPOSAL,
        at: at(instant),
    })
}

pub(crate) fn comment(id: u128, text: &str) -> CommentDraft {
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
        audience: Inherited::Inherit,
        attribution: Inherited::Inherit,
        on_behalf_of: Inherited::Inherit,
        reference: None,
    }
}

pub(crate) fn draft(comments: Vec<CommentDraft>) -> SubmissionDraft {
    SubmissionDraft {
        joint_with: Vec::new(),
        mandate: None,
        position: Some(Position::Supports),
        ad_referendum: false,
        language: LanguageTag::parse("en").unwrap(),
        audience: Audience::Participants,
        attribution: Attribution::Named,
        on_behalf_of: None,
        general_remarks: None,
        comments,
    }
}

pub(crate) fn lodge(by: StateCode, instant: &str, draft: SubmissionDraft) -> Command {
    let (at, expected) = (at(instant), Expected::Unstated);
    Command::LodgeSubmission(LodgeSubmission {
        proposal: PROPOSAL,
        by,
        at,
        expected,
        draft,
    })
}

pub(crate) fn revise(submission: SubmissionId, by: StateCode, instant: &str, draft: SubmissionDraft) -> Command {
    let (at, expected) = (at(instant), Expected::Unstated);
    Command::ReviseSubmission(ReviseSubmission {
        submission,
        by,
        at,
        expected,
        draft,
    })
}

pub(crate) fn withdraw(submission: SubmissionId, by: StateCode, instant: &str) -> Command {
    let (at, expected) = (at(instant), Expected::Unstated);
    Command::WithdrawSubmission(WithdrawSubmission {
        submission,
        by,
        at,
        expected,
        reason: None,
    })
}

/// By an operator; every call adds a comment, since references differ.
pub(crate) fn enter(speaks: StateCode, id: u128) -> Command {
    let row = CommentDraft {
        reference: Some(format!("row {id}")),
        ..comment(id, "By note verbale.")
    };
    Command::EnterSubmission(EnterSubmission {
        proposal: PROPOSAL,
        by: EnteredBy::Operator,
        at: at(LODGED),
        expected: Expected::Unstated,
        state: speaks,
        channel: "note verbale".into(),
        received_at: at(OPENED),
        evidence_sha256: "0123456789abcdef".repeat(4),
        draft: draft(vec![row]),
    })
}

/// A log in a directory, and commands on it.
pub(crate) struct House {
    pub(crate) commands: Commands,
    pub(crate) log: EventLog,
    ids: AtomicU64,
    _dir: TempDir,
}

impl House {
    /// With the register applied.
    pub(crate) async fn registered() -> Self {
        Self::over(|storage| storage).await
    }

    /// The same, over a store that the function wraps.
    pub(crate) async fn over(wrap: impl FnOnce(Arc<dyn Storage>) -> Arc<dyn Storage>) -> Self {
        let dir = TempDir::new().unwrap();
        let log = start_log(dir.path(), wrap).await;
        let commands = Commands::new(log.clone(), CacheLimits::default());
        let house = Self {
            commands,
            log,
            ids: AtomicU64::new(1),
            _dir: dir,
        };
        house.run(&apply_register(facts(), REGISTERED)).await.unwrap();
        house
    }

    /// With a consultation that all partners are invited to.
    pub(crate) async fn opened() -> Self {
        let house = Self::registered().await;
        house.open_first().await;
        house
    }

    pub(crate) async fn open_first(&self) {
        self.run(&table()).await.unwrap();
        self.run(&open(OPENED, CLOSES)).await.unwrap();
    }

    pub(crate) fn id(&self) -> Uuid {
        Uuid::from_u64_pair(0x0190_0000_0000_7000, self.ids.fetch_add(1, Ordering::SeqCst))
    }

    pub(crate) fn envelope(&self) -> Envelope {
        Envelope {
            append_id: self.id(),
            actor: Uuid::from_u128(7),
            correlation_id: self.id(),
            idempotency: None,
        }
    }

    pub(crate) async fn run(&self, command: &Command) -> Result<Executed, ExecuteError> {
        self.run_by(&self.commands, command).await
    }

    /// By other commands on the same log.
    pub(crate) async fn run_by(&self, commands: &Commands, command: &Command) -> Result<Executed, ExecuteError> {
        commands.execute(command, &self.envelope(), &|| self.id()).await
    }

    /// With an idempotency key, for a request with this fingerprint.
    pub(crate) async fn run_keyed(
        &self,
        command: &Command,
        key: u8,
        fingerprint: u8,
    ) -> Result<Executed, ExecuteError> {
        let idempotency = Some(IdempotencyKey {
            key: [key; 32],
            fingerprint: [fingerprint; 32],
        });
        let envelope = Envelope {
            idempotency,
            ..self.envelope()
        };
        self.commands.execute(command, &envelope, &|| self.id()).await
    }

    /// Commands on the same log that have seen nothing yet.
    pub(crate) fn newcomer(&self) -> Commands {
        Commands::new(self.log.clone(), CacheLimits::default())
    }

    pub(crate) fn submission_of(&self, consultation: u32, state: StateCode) -> SubmissionId {
        SubmissionId::derive(self.log.log_id(), PROPOSAL, consultation, state)
    }

    /// How many events the log holds.
    pub(crate) async fn events(&self) -> u64 {
        self.log.head().await.unwrap().position.0
    }
}

async fn start_log(dir: &Path, wrap: impl FnOnce(Arc<dyn Storage>) -> Arc<dyn Storage>) -> EventLog {
    let now = at(REGISTERED);
    let birth = Birth {
        log_id: Uuid::from_u128(0x10c),
        epoch: Uuid::from_u128(0xe),
        now,
    };
    let storage = SqliteStorage::open(dir, birth).await.unwrap();
    EventLog::start(
        wrap(Arc::new(storage)),
        Arc::new(ManualClock::at(now)),
        WriterLimits::default(),
    )
    .await
    .unwrap()
}

/// The rejection that a command was refused with.
#[track_caller]
pub(crate) fn rejection(result: Result<Executed, ExecuteError>) -> Rejection {
    match result {
        Err(ExecuteError::Rejected(rejection)) => rejection,
        other => unreachable!("no refusal by a rule: {other:?}"),
    }
}
