//! Takes random steps.

use std::collections::{BTreeMap, BTreeSet};

use consultation::command::{
    AlignWith, ApplyRegister, CirculateRevision, CloseConsultation, CommentDraft, ConfirmSubmission, DissociateFrom,
    EnterSubmission, EnteredBy, ExtendConsultation, Invitation, LodgeSubmission, OpenConsultation, ParagraphDraft,
    ReviseSubmission, SubmissionDraft, WithdrawProposal, WithdrawSubmission,
};
use consultation::register::{DatedFact, Register};
use consultation::submission::{Position, comment_number};
use consultation::testing::given;
use consultation::{
    BeforeClose, Command, CommentId, Event, ParagraphId, Proposal, Rejection, StateCode, Submission, SubmissionId,
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::steps::{Act, SPEAKERS, STEERERS, Steering, Step, Words};
use crate::fixtures::*;

/// What happened so far, and what must stay true.
pub(super) struct House {
    pub(super) events: Vec<Event>,
    pub(super) now: Timestamp,
    pub(super) fresh: u128,
    /// Closing instants of consultations that were seen closed.
    pub(super) closed: BTreeMap<u32, Timestamp>,
    /// The comment behind each number of each state.
    pub(super) numbers: BTreeMap<(StateCode, u32), CommentId>,
}

impl House {
    pub(super) fn new() -> Self {
        Self {
            events: tabled(),
            now: at(OPENED),
            fresh: 0x1_0000,
            closed: BTreeMap::new(),
            numbers: BTreeMap::new(),
        }
    }

    fn fresh(&mut self) -> u128 {
        self.fresh += 1;
        self.fresh
    }

    pub(super) fn proposal(&self) -> Proposal {
        proposal_after(&self.events)
    }

    pub(super) fn register(&self) -> Register {
        let mut register = Register::default();
        for event in &self.events {
            if let Event::RegisterApplied(applied) = event {
                register.evolve(&applied.changes);
            }
        }
        register
    }

    pub(super) fn submissions(&self) -> BTreeMap<SubmissionId, Submission> {
        let ids: BTreeSet<_> = self
            .events
            .iter()
            .filter_map(Event::submission_head)
            .map(|head| head.submission_id)
            .collect();
        ids.into_iter()
            .map(|id| (id, submission_after(&self.events, id)))
            .collect()
    }

    /// Takes the step, checks what must be true after it, and answers whether it was refused.
    pub(super) fn take(&mut self, step: &Step) -> Result<usize, Rejection> {
        self.now = self.now.checked_add(SignedDuration::from_hours(step.hours)).unwrap();
        self.see_closed();
        let command = self.command(&step.act);
        let more = given(self.events.clone()).when(command).result?;
        for event in &more {
            self.check_event(event);
            self.events.push(event.clone());
        }
        self.check();
        Ok(more.len())
    }

    fn see_closed(&mut self) {
        for consultation in self.proposal().consultations {
            if !consultation.is_open_at(self.now) {
                self.closed.entry(consultation.number).or_insert(consultation.closes_at);
            }
        }
    }

    fn command(&mut self, act: &Act) -> Command {
        let at = self.now;
        match act {
            Act::ChangeRegister(change) => {
                let facts = register_without(*change);
                Command::ApplyRegister(ApplyRegister {
                    at,
                    facts,
                    ..apply_register()
                })
            }
            Act::CloseDue => close_due(&at.to_string()),
            Act::Steer { by, act } => self.steer(state(STEERERS[*by]), act),
            Act::Lodge { by, words } => {
                let (by, draft) = self.spoken(*by, words);
                Command::LodgeSubmission(LodgeSubmission {
                    by,
                    at,
                    ..lodge("FJI", draft)
                })
            }
            Act::Enter { of, words } => {
                let (state, mut draft) = self.spoken(*of, words);
                for row in &mut draft.comments {
                    (row.id, row.number) = (None, None);
                }
                let chair = EnteredBy::Member(crate::fixtures::state("MEX"));
                let by = if words.changed { EnteredBy::Operator } else { chair };
                let entry = enter("FJI", draft);
                Command::EnterSubmission(EnterSubmission {
                    by,
                    at,
                    received_at: at,
                    state,
                    ..entry
                })
            }
            Act::Revise {
                consultation,
                of,
                by,
                words,
            } => {
                let submission = submission_in(*consultation, SPEAKERS[*of]);
                let draft = self.draft(submission, words);
                let by = state(SPEAKERS[*by]);
                Command::ReviseSubmission(ReviseSubmission {
                    submission,
                    by,
                    at,
                    ..revise("FJI", draft)
                })
            }
            Act::Withdraw { consultation, of } => {
                let submission = submission_in(*consultation, SPEAKERS[*of]);
                let by = state(SPEAKERS[*of]);
                Command::WithdrawSubmission(WithdrawSubmission {
                    submission,
                    by,
                    at,
                    ..withdraw("FJI")
                })
            }
            Act::Silence(act) => self.quiet(act),
            Act::Review(act) => self.review(act),
            Act::Confirm { consultation, of } => {
                let submission = submission_in(*consultation, SPEAKERS[*of]);
                let by = state(SPEAKERS[*of]);
                Command::ConfirmSubmission(ConfirmSubmission {
                    submission,
                    by,
                    at,
                    ..confirm("FJI")
                })
            }
            Act::Align {
                consultation,
                of,
                by,
                except,
            } => Command::AlignWith(AlignWith {
                submission: submission_in(*consultation, SPEAKERS[*of]),
                at,
                except_paragraphs: except.then(|| "2".to_owned()).into_iter().collect(),
                ..align(SPEAKERS[*by], "FJI")
            }),
            Act::Dissociate {
                consultation,
                of,
                by,
                only,
            } => self.dissociation(submission_in(*consultation, SPEAKERS[*of]), state(SPEAKERS[*by]), *only),
        }
    }

    fn dissociation(&self, submission: SubmissionId, by: StateCode, only: bool) -> Command {
        // Mostly there is nothing to leave: then it is what was joined last.
        let joined = self.events.iter().rev().find_map(|event| match event {
            Event::SubmissionAligned(aligned) => Some((aligned.head.submission_id, aligned.by)),
            _ => None,
        });
        let (submission, by) = joined.unwrap_or((submission, by));
        Command::DissociateFrom(DissociateFrom {
            submission,
            by,
            at: self.now,
            paragraphs: only.then(|| "2".to_owned()).into_iter().collect(),
            ..dissociate("WSM", "FJI")
        })
    }

    fn steer(&mut self, by: StateCode, act: &Steering) -> Command {
        let at = self.now;
        let closes = self
            .proposal()
            .current_consultation()
            .map_or(at, |consultation| consultation.closes_at);
        let after = |from: Timestamp, hours: i64| from.checked_add(SignedDuration::from_hours(hours)).unwrap();
        match act {
            Steering::Circulate { keep } => {
                let revision = text_of(self.next_text(*keep));
                Command::CirculateRevision(CirculateRevision {
                    by,
                    at,
                    ..circulate_revision(revision)
                })
            }
            Steering::Open { days, invite, sealed } => Command::OpenConsultation(OpenConsultation {
                by,
                at,
                closes_at: after(at, days * 24),
                before_close: if *sealed {
                    BeforeClose::Sealed
                } else {
                    BeforeClose::Open
                },
                invite: invitation(*invite),
                ..open_consultation()
            }),
            Steering::Extend { days } => {
                let closes_at = after(closes, days * 24);
                Command::ExtendConsultation(ExtendConsultation {
                    by,
                    at,
                    closes_at,
                    ..extend_consultation()
                })
            }
            Steering::CloseEarly { hours } => {
                let closes_at = after(at, *hours);
                Command::CloseConsultation(CloseConsultation {
                    by,
                    at,
                    closes_at,
                    ..close_consultation()
                })
            }
            Steering::WithdrawProposal => Command::WithdrawProposal(WithdrawProposal {
                by,
                at,
                ..withdraw_proposal()
            }),
        }
    }

    /// Who speaks, and what it says in the present consultation.
    fn spoken(&mut self, speaker: usize, words: &Words) -> (StateCode, SubmissionDraft) {
        let consultation = self.proposal().current_consultation().map_or(1, |last| last.number);
        let draft = self.draft(submission_in(consultation, SPEAKERS[speaker]), words);
        (state(SPEAKERS[speaker]), draft)
    }

    fn next_text(&mut self, keep: u8) -> Vec<ParagraphDraft> {
        let before = self.proposal().latest_revision().unwrap().paragraphs.clone();
        let mut next = vec![paragraph(
            ParagraphId(Uuid::from_u128(self.fresh())),
            &[],
            "new",
            "A new paragraph.",
        )];
        for (index, old) in before.iter().enumerate().take(8) {
            if keep & (1 << index) != 0 {
                let id = ParagraphId(Uuid::from_u128(self.fresh()));
                next.push(paragraph(id, &[old.id], &index.to_string(), &old.text));
            }
        }
        next
    }

    /// Continues some of the comments that stand, by id or by number, and adds new ones.
    fn draft(&mut self, id: SubmissionId, words: &Words) -> SubmissionDraft {
        let standing = self.submissions().remove(&id);
        let before = standing
            .iter()
            .filter_map(Submission::current)
            .flat_map(|version| &version.content.comments);
        let mut comments = Vec::new();
        for (index, old) in before.enumerate().take(8) {
            if words.keep & (1 << index) != 0 {
                let text = if words.changed {
                    format!("{} Again.", old.text)
                } else {
                    old.text.clone()
                };
                let mut kept = CommentDraft {
                    reference: old.reference.clone(),
                    ..comment(self.fresh(), &text)
                };
                if index % 2 == 0 {
                    kept.id = Some(old.id);
                } else {
                    let state = standing.as_ref().unwrap().state;
                    kept.number = Some(comment_number(state, old.number));
                }
                comments.push(kept);
            }
        }
        for _ in 0..words.new {
            let reference = words.reference.map(|reference| reference.to_string());
            comments.push(CommentDraft {
                reference,
                ..comment(self.fresh(), "New words.")
            });
        }
        SubmissionDraft {
            position: words.position.then_some(Position::Supports),
            ..draft(comments)
        }
    }
}

/// 1: states by name, 2: a neighbourhood, 4: PIF, 8: ASEAN.
pub(super) fn invitation(mask: u8) -> Invitation {
    let has = |bit: u8| mask & bit != 0;
    let mut groups = Vec::new();
    groups.extend(has(4).then_some("PIF"));
    groups.extend(has(8).then_some("ASEAN"));
    invite(
        if has(1) { &["FJI", "JPN"] } else { &[] },
        if has(2) { &["KOR"] } else { &[] },
        &groups,
    )
}

pub(super) fn register_without(change: Option<(usize, bool)>) -> Vec<DatedFact> {
    let mut facts = small_register_facts();
    if let Some((of, joins)) = change {
        let gone = SPEAKERS[of];
        facts.retain(|dated| dated.fact.key() != format!("partner {gone}"));
        if joins {
            let member =
                format!("[[members]]\ncode = '{gone}'\nnames = {{ en = '{gone}' }}\ntime_zone = 'Asia/Tokyo'\n");
            facts.extend(facts_of(&member));
        }
    }
    facts
}
