//! Worlds made of pieces (R15).

mod rewrite;

use std::collections::{BTreeMap, BTreeSet};

use consultation::command::{
    ApplyRegister, CirculateRevision, CloseDueConsultation, Expected, Invitation, OpenConsultation, ParagraphDraft,
    RevisionDraft, TableProposal,
};
use consultation::event::{SubmissionHead, SubmissionLodged, SubmissionRevised, SubmissionWithdrawn};
use consultation::submission::{
    CommentType, Content, Position, ProposedWording, Translation, TranslationStatus, WordingAction,
};
use consultation::testing::{LOG_ID, world_for};
use consultation::visibility::{InputFacts, Rights, Sight};
use consultation::{
    Attribution, Audience, BeforeClose, Command, Comment, CommentId, Event, ParagraphId, Proposal, ProposalId,
    StateCode, SubmissionId, decide,
};
use jiff::Timestamp;
use uuid::Uuid;

pub(crate) use rewrite::{Rewritten, rewrite};

use crate::history::WORDS;
use crate::random::Random;
use crate::register::{INVITED, code, facts, hour, language, state};

pub(crate) const PROPOSAL: ProposalId = ProposalId(Uuid::from_u128(0xA));
/// Opening and closing of both consultations, in hours.
const WINDOWS: [(u64, u64); 2] = [(10, 100), (110, 200)];
const PARAGRAPHS: [ParagraphId; 3] = [
    ParagraphId(Uuid::from_u128(0x101)),
    ParagraphId(Uuid::from_u128(0x102)),
    ParagraphId(Uuid::from_u128(0x103)),
];

/// A world at an instant: what members did, and what each state said.
#[derive(Clone)]
pub(crate) struct World {
    steering: Vec<(Timestamp, Event)>,
    before_close: [BeforeClose; 2],
    said: BTreeMap<(u32, StateCode), Said>,
    other_proposals: Vec<(Timestamp, Event)>,
    now: u64,
}

/// A state's input in one consultation.
#[derive(Clone, Default)]
struct Said {
    /// What it says beside its comments, oldest first.
    parts: Vec<(Timestamp, Content)>,
    comments: Vec<Piece>,
    withdrawn_at: Option<Timestamp>,
}

/// A comment through its versions, until it is left out.
#[derive(Clone)]
struct Piece {
    versions: Vec<Comment>,
    gone_at: Option<Timestamp>,
}

impl Piece {
    fn last(&self) -> &Comment {
        self.versions.last().unwrap()
    }

    fn gone_at(&self, said: &Said) -> Option<Timestamp> {
        self.gone_at.or(said.withdrawn_at)
    }
}

fn closes_at(consultation: u32) -> Timestamp {
    hour(WINDOWS[usize::try_from(consultation).unwrap() - 1].1)
}

/// A world as of this hour.
pub(crate) fn random_world(random: &mut Random, now: u64) -> World {
    let before_close = [(); 2].map(|()| random.of(&[BeforeClose::Open, BeforeClose::MembersSee, BeforeClose::Sealed]));
    let mut world = World {
        steering: steering(before_close, now),
        before_close,
        said: BTreeMap::new(),
        other_proposals: Vec::new(),
        now,
    };
    for consultation in world.open_by_now() {
        for speaker in INVITED.map(state) {
            if random.once_in(2) {
                let said = world.random_said(random, consultation);
                world.said.insert((consultation, speaker), said);
            }
        }
    }
    world
}

/// What members do, the same in every world.
fn steering(before_close: [BeforeClose; 2], now: u64) -> Vec<(Timestamp, Event)> {
    let by = state("KOR");
    let expected = || Expected::Unstated;
    let paragraph = |label: &str, id: ParagraphId, from: Vec<ParagraphId>| ParagraphDraft {
        new_id: id,
        from,
        label: label.into(),
        text: format!("Text {label}."),
    };
    let [one, two, three] = PARAGRAPHS;
    let text = |paragraphs| RevisionDraft {
        label: None,
        language: language("en"),
        paragraphs,
    };
    let open = |index: usize| {
        Command::OpenConsultation(OpenConsultation {
            proposal: PROPOSAL,
            by,
            at: hour(WINDOWS[index].0),
            expected: expected(),
            revision: None,
            closes_at: hour(WINDOWS[index].1),
            before_close: before_close[index],
            invite: Invitation {
                states: INVITED.map(state).to_vec(),
                ..Invitation::default()
            },
        })
    };
    let close = |at| {
        Command::CloseDueConsultation(CloseDueConsultation {
            proposal: PROPOSAL,
            at: hour(at),
        })
    };
    let zero = vec![paragraph("1", one, vec![]), paragraph("2", two, vec![])];
    let first = vec![
        paragraph("1", three, vec![]),
        paragraph("2", two, vec![two]),
        paragraph("3", one, vec![one]),
    ];
    let commands = [
        (
            0,
            Command::ApplyRegister(ApplyRegister {
                at: hour(0),
                expected: expected(),
                facts: facts(),
            }),
        ),
        (1, table(PROPOSAL, hour(1), Audience::Public, text(zero))),
        (10, open(0)),
        (100, close(100)),
        (105, {
            let (proposal, at, revision) = (PROPOSAL, hour(105), text(first));
            Command::CirculateRevision(CirculateRevision {
                proposal,
                by,
                at,
                expected: expected(),
                revision,
            })
        }),
        (110, open(1)),
        (200, close(200)),
    ];
    let mut events: Vec<(Timestamp, Event)> = Vec::new();
    for (at, command) in commands.into_iter().filter(|(at, _)| *at <= now) {
        let before: Vec<Event> = events.iter().map(|(_, event)| event.clone()).collect();
        let more = decide(&world_for(&before, &command), &command).unwrap();
        events.extend(more.into_iter().map(|event| (hour(at), event)));
    }
    events
}

fn table(proposal: ProposalId, at: Timestamp, audience: Audience, revision: RevisionDraft) -> Command {
    Command::TableProposal(TableProposal {
        proposal,
        by: state("KOR"),
        at,
        title: [(language("en"), "Regional cooperation".to_owned())].into(),
        focus_area: code("cybersecurity"),
        key_event: None,
        audience,
        revision,
    })
}

impl World {
    /// Events in the order of their instants; those of states that speak at the same one in any order.
    pub(crate) fn events(&self) -> Vec<(Timestamp, Event)> {
        let mut events = self.steering.clone();
        events.extend(self.other_proposals.iter().cloned());
        for ((consultation, speaker), said) in &self.said {
            let head = SubmissionHead {
                submission_id: SubmissionId::derive(LOG_ID, PROPOSAL, *consultation, *speaker),
                proposal_id: PROPOSAL,
                consultation: *consultation,
                state: *speaker,
            };
            events.extend(said.events(head));
        }
        events.sort_by_key(|(at, _)| *at);
        events
    }

    pub(crate) fn proposal(&self) -> Proposal {
        let mut about = self
            .steering
            .iter()
            .map(|(_, event)| event)
            .filter(|event| event.proposal_id() == Some(PROPOSAL));
        let mut proposal = Proposal::initial(about.next().unwrap()).unwrap();
        about.for_each(|event| proposal.evolve(event));
        proposal
    }

    fn open_by_now(&self) -> Vec<u32> {
        (1..)
            .zip(WINDOWS)
            .filter(|(_, (opens, _))| *opens < self.now)
            .map(|(number, _)| number)
            .collect()
    }

    /// Sealed, and open now.
    fn is_sealed(&self, consultation: u32) -> bool {
        let index = usize::try_from(consultation).unwrap() - 1;
        self.before_close[index] == BeforeClose::Sealed && hour(self.now) < closes_at(consultation)
    }

    /// After the opening, and not after now; sometimes after the closing.
    fn instant(&self, random: &mut Random, consultation: u32) -> Timestamp {
        let (opens, closes) = WINDOWS[usize::try_from(consultation).unwrap() - 1];
        let end = if random.once_in(4) { closes + 40 } else { closes }.min(self.now);
        let minutes = i64::try_from(random.below((end - opens) * 60)).unwrap();
        hour(opens)
            .checked_add(jiff::SignedDuration::from_mins(minutes + 1))
            .unwrap()
            .min(hour(self.now))
    }

    fn sight(
        &self,
        rights: &Rights,
        consultation: u32,
        speaker: StateCode,
        facts: InputFacts<'_>,
        gone: Option<Timestamp>,
    ) -> Sight {
        let never_opens = gone.is_some_and(|gone| gone < closes_at(consultation));
        rights.sight(&InputFacts {
            state: speaker,
            before_close: self.before_close[usize::try_from(consultation).unwrap() - 1],
            closes_at: if never_opens {
                Timestamp::MAX
            } else {
                closes_at(consultation)
            },
            ..facts
        })
    }

    fn random_said(&self, random: &mut Random, consultation: u32) -> Said {
        let parts = (0..=random.below(2)).map(|_| (self.instant(random, consultation), random_part(random)));
        let mut parts: Vec<(Timestamp, Content)> = parts.collect();
        parts.sort_by_key(|(at, _)| *at);
        let mut said = Said {
            parts,
            comments: Vec::new(),
            withdrawn_at: None,
        };
        for _ in 0..random.below(5) {
            let id = CommentId(random.id());
            let mut versions: Vec<Comment> = (0..=random.below(2))
                .map(|_| self.random_comment(random, consultation, id))
                .collect();
            versions.sort_by_key(|version| version.at);
            let last = versions.last().unwrap().at;
            let gone_at = self.instant(random, consultation).max(last);
            let gone_at = Some(gone_at).filter(|gone_at| *gone_at > last && random.once_in(4));
            said.comments.push(Piece { versions, gone_at });
        }
        if random.once_in(6) {
            said.withdrawn_at = said.last_at().checked_add(jiff::SignedDuration::from_mins(7)).ok();
        }
        said
    }

    fn random_comment(&self, random: &mut Random, consultation: u32, id: CommentId) -> Comment {
        let at = self.instant(random, consultation);
        let words = |random: &mut Random| format!("{} {}", random.of(&WORDS), random.of(&WORDS));
        let known = if consultation == 1 { 2 } else { 3 };
        Comment {
            joint_with: random_joint(random),
            mandate: random.once_in(2).then(|| words(random)),
            id,
            number: u32::try_from(random.below(9_000)).unwrap(),
            revision: consultation - 1,
            paragraph: (!random.once_in(4)).then(|| random.of(&PARAGRAPHS[..known])),
            quote: None,
            ambiguous: false,
            kind: random.of(CommentType::ALL),
            text: words(random),
            language: language(random.of(&["en", "es", "es-MX", "ko"])),
            proposed_wording: random.once_in(3).then(|| ProposedWording {
                action: WordingAction::Add,
                text: Some(words(random)),
            }),
            explanation: random.once_in(3).then(|| words(random)),
            translations: (0..random.below(2)).map(|_| translation(random)).collect(),
            audience: random.of(Audience::ALL),
            attribution: random.of(Attribution::ALL),
            on_behalf_of: random.once_in(4).then(|| code("PIF")),
            reference: random.once_in(4).then(|| random.id().to_string()),
            since_version: 0,
            at,
            late: at >= closes_at(consultation),
        }
    }
}

fn translation(random: &mut Random) -> Translation {
    let text = random.of(&WORDS).to_owned();
    Translation {
        language: language(random.of(&["fr", "tr"])),
        status: TranslationStatus::Courtesy,
        text,
    }
}

/// States to which it is no secret.
fn random_joint(random: &mut Random) -> Vec<StateCode> {
    let joint = random.once_in(6).then(|| state(random.of(&["FJI", "JPN"])));
    joint.into_iter().collect()
}

/// What decides who may see a comment, of no state and no consultation yet.
fn facts_of(comment: &Comment) -> InputFacts<'_> {
    InputFacts {
        state: state("FJI"),
        audience: comment.audience,
        attribution: comment.attribution,
        before_close: BeforeClose::Open,
        closes_at: Timestamp::MIN,
        on_behalf_of: comment.on_behalf_of.as_ref(),
        joint_with: &comment.joint_with,
    }
}

/// The same for what is said beside comments.
fn facts_of_part(content: &Content) -> InputFacts<'_> {
    InputFacts {
        state: state("FJI"),
        audience: content.audience,
        attribution: content.attribution,
        before_close: BeforeClose::Open,
        closes_at: Timestamp::MIN,
        on_behalf_of: content.on_behalf_of.as_ref(),
        joint_with: &content.joint_with,
    }
}

fn random_part(random: &mut Random) -> Content {
    Content {
        joint_with: random_joint(random),
        mandate: random.once_in(4).then(|| "By decision.".to_owned()),
        position: random.of(&[None, Some(Position::Supports), Some(Position::DoesNotSupport)]),
        ad_referendum: random.once_in(3),
        language: language(random.of(&["en", "es"])),
        audience: random.of(Audience::ALL),
        attribution: random.of(Attribution::ALL),
        on_behalf_of: random.once_in(6).then(|| code("PIF")),
        // No two parts say the same.
        general_remarks: Some(random.id().to_string()),
        comments: Vec::new(),
    }
}

impl Said {
    fn last_at(&self) -> Timestamp {
        let gone = self.comments.iter().filter_map(|piece| piece.gone_at);
        let said = self
            .comments
            .iter()
            .flat_map(|piece| piece.versions.iter().map(|version| version.at));
        gone.chain(said)
            .chain(self.parts.iter().map(|(at, _)| *at))
            .max()
            .unwrap()
    }

    /// One event for each instant at which anything changed.
    fn events(&self, head: SubmissionHead) -> Vec<(Timestamp, Event)> {
        let gone = self.comments.iter().filter_map(|piece| piece.gone_at);
        let said = self
            .comments
            .iter()
            .flat_map(|piece| piece.versions.iter().map(|version| version.at));
        let times: BTreeSet<Timestamp> = gone.chain(said).chain(self.parts.iter().map(|(at, _)| *at)).collect();
        let numbers: BTreeMap<Timestamp, u64> = times.iter().copied().zip(1..).collect();
        let unsaid = Content {
            audience: Audience::MembersOnly,
            attribution: Attribution::ToNone,
            on_behalf_of: None,
            joint_with: Vec::new(),
            ..random_part(&mut Random::new(numbers.values().sum()))
        };
        let mut events = Vec::new();
        for at in &times {
            let mut content = self
                .parts
                .iter()
                .rev()
                .find(|(since, _)| since <= at)
                .map_or(&unsaid, |(_, part)| part)
                .clone();
            let live = self
                .comments
                .iter()
                .filter(|piece| piece.gone_at.is_none_or(|gone| gone > *at));
            let shown = live.filter_map(|piece| piece.versions.iter().rev().find(|version| version.at <= *at));
            content.comments = shown
                .map(|version| Comment {
                    since_version: numbers[&version.at],
                    ..version.clone()
                })
                .collect();
            let (at, late) = (*at, *at >= closes_at(head.consultation));
            let event = if events.is_empty() {
                Event::SubmissionLodged(SubmissionLodged {
                    head,
                    at,
                    late,
                    content,
                })
            } else {
                Event::SubmissionRevised(SubmissionRevised {
                    head,
                    at,
                    late,
                    content,
                })
            };
            events.push((at, event));
        }
        if let Some(at) = self.withdrawn_at {
            events.push((
                at,
                Event::SubmissionWithdrawn(SubmissionWithdrawn { head, at, reason: None }),
            ));
        }
        events
    }
}
