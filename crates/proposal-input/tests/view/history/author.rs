//! Who acts at random.

use super::*;
use crate::random::Random;

/// Random acts of members, states, an operator and the clock.
pub(crate) fn random_history(seed: u64, steps: u64) -> History {
    let mut author = Author {
        random: Random::new(seed),
        events: Vec::new(),
        hours: 10,
    };
    let at = hour(0);
    author.attempt(&Command::ApplyRegister(ApplyRegister {
        at,
        expected: Expected::Unstated,
        facts: facts(),
    }));
    for (proposal, audience) in PROPOSALS.into_iter().zip([Audience::Public, Audience::Participants]) {
        author.table(proposal, audience);
        author.open(proposal);
        author.set_cut_off(proposal);
    }
    for _ in 0..steps {
        author.hours += author.random.below(30);
        let proposal = author.random.of(&PROPOSALS);
        author.act(proposal);
        if author.random.once_in(4) {
            author.review(proposal);
        }
    }
    let end = hour(author.hours);
    History::of(author.events, end)
}

struct Author {
    random: Random,
    events: Vec<Event>,
    hours: u64,
}

impl Author {
    /// What the rules refuse does not happen.
    fn attempt(&mut self, command: &Command) {
        if let Ok(events) = decide(&world_for(&self.events, command), command) {
            self.events.extend(events);
        }
    }

    fn now(&self) -> Timestamp {
        hour(self.hours)
    }

    fn act(&mut self, proposal: ProposalId) {
        // Silence is short, so that most of a history is spent on input.
        if self.proposal(proposal).procedure.open_silence().is_some() {
            return self.silence(proposal);
        }
        match self.random.below(40) {
            0..=1 => self.circulate(proposal),
            2..=5 => self.open(proposal),
            6 => self.move_closing(proposal),
            7..=8 => self.attempt(&Command::CloseDueConsultation(CloseDueConsultation {
                proposal,
                at: self.now(),
            })),
            9 if self.random.once_in(12) => self.withdraw_proposal(proposal),
            9 if self.random.once_in(2) => self.silence(proposal),
            10..=19 => self.lodge(proposal),
            20..=29 => self.revise(proposal),
            30..=33 => self.withdraw(proposal),
            34..=36 => self.enter(proposal),
            _ => self.confirm(proposal),
        }
    }

    fn table(&mut self, proposal: ProposalId, audience: Audience) {
        let at = self.now();
        let paragraphs = (1..=4)
            .map(|label| self.paragraph(&format!("{label}"), Vec::new()))
            .collect();
        let command = Command::TableProposal(TableProposal {
            proposal,
            by: state("KOR"),
            at,
            title: [(language("en"), "Regional cooperation".to_owned())].into(),
            focus_area: code("cybersecurity"),
            key_event: Some(code("g20-2027")),
            audience,
            revision: RevisionDraft {
                label: None,
                language: language("en"),
                paragraphs,
            },
        });
        self.attempt(&command);
    }

    fn paragraph(&mut self, label: &str, from: Vec<ParagraphId>) -> ParagraphDraft {
        let text = format!("{} {label}", self.words(3));
        ParagraphDraft {
            new_id: ParagraphId(self.random.id()),
            from,
            label: label.into(),
            text,
        }
    }

    fn words(&mut self, count: u64) -> String {
        let words: Vec<&str> = (0..count).map(|_| self.random.of(&WORDS)).collect();
        words.join(" ")
    }

    /// Keeps, changes, splits, merges, deletes and moves paragraphs.
    fn circulate(&mut self, proposal: ProposalId) {
        let known = self.proposal(proposal);
        let before: Vec<ParagraphId> = known
            .latest_revision()
            .unwrap()
            .paragraphs
            .iter()
            .map(|old| old.id)
            .collect();
        let mut sources: Vec<Vec<ParagraphId>> = Vec::new();
        for id in before {
            match self.random.below(8) {
                0 => {}
                1 => sources.extend([vec![id], vec![id]]),
                2 if !sources.is_empty() => sources.last_mut().unwrap().push(id),
                3 => sources.extend([Vec::new(), vec![id]]),
                _ => sources.push(vec![id]),
            }
        }
        sources.push(Vec::new());
        if self.random.once_in(2) {
            self.random.shuffle(&mut sources);
        }
        let paragraphs = (1..)
            .zip(sources)
            .map(|(label, from)| self.paragraph(&format!("{label}"), from))
            .collect();
        let revision = RevisionDraft {
            label: None,
            language: language("en"),
            paragraphs,
        };
        let (by, at, expected) = (state("KOR"), self.now(), Expected::Unstated);
        self.attempt(&Command::CirculateRevision(CirculateRevision {
            proposal,
            by,
            at,
            expected,
            revision,
        }));
    }

    fn open(&mut self, proposal: ProposalId) {
        let mut states: Vec<StateCode> = SPEAKERS.map(state).to_vec();
        states.retain(|_| !self.random.once_in(6));
        states.extend(
            INVITED
                .iter()
                .filter(|_| self.random.once_in(2))
                .map(|code| state(code)),
        );
        let command = Command::OpenConsultation(OpenConsultation {
            proposal,
            by: state("KOR"),
            at: self.now(),
            expected: Expected::Unstated,
            revision: None,
            closes_at: hour(self.hours + 100 + self.random.below(200)),
            before_close: self
                .random
                .of(&[BeforeClose::Open, BeforeClose::MembersSee, BeforeClose::Sealed]),
            invite: Invitation {
                states,
                ..Invitation::default()
            },
        });
        self.attempt(&command);
    }

    fn move_closing(&mut self, proposal: ProposalId) {
        let (by, at, expected) = (state("KOR"), self.now(), Expected::Unstated);
        let closes_at = hour(self.hours + 48 + self.random.below(200));
        let command = if self.random.once_in(2) {
            Command::ExtendConsultation(ExtendConsultation {
                proposal,
                by,
                at,
                expected,
                closes_at,
            })
        } else {
            let reason = "the summit was moved".to_owned();
            Command::CloseConsultation(CloseConsultation {
                proposal,
                by,
                at,
                expected,
                closes_at,
                reason,
            })
        };
        self.attempt(&command);
    }

    fn withdraw_proposal(&mut self, proposal: ProposalId) {
        let (by, at, expected) = (state("KOR"), self.now(), Expected::Unstated);
        self.attempt(&Command::WithdrawProposal(WithdrawProposal {
            proposal,
            by,
            at,
            expected,
            reason: None,
        }));
    }

    /// Puts the text under silence, all comments left open, or takes that back, or breaks it, or lets the clock adopt.
    fn silence(&mut self, proposal: ProposalId) {
        let (by, at, expected) = (state("KOR"), self.now(), Expected::Unstated);
        let known = self.proposal(proposal);
        if known.procedure.open_silence().is_none() {
            let comments = self.standing_comments(proposal).into_iter();
            let deferred = comments.map(|comment| DeferralDraft {
                comment: comment.to_string(),
                reason: "later".into(),
            });
            return self.attempt(&Command::OpenSilence(OpenSilence {
                proposal,
                by,
                at,
                expected,
                revision: None,
                until: None,
                urgency: None,
                deferred: deferred.collect(),
                shortest_seconds: Some(1),
            }));
        }
        let paragraph = known.latest_revision().unwrap().paragraphs[0].label.clone();
        match self.random.below(12) {
            0 => self.attempt(&Command::AdoptDueProposal(AdoptDueProposal { proposal, at })),
            1..=6 => self.attempt(&Command::BreakSilence(BreakSilence {
                proposal,
                by,
                at,
                expected,
                paragraphs: vec![BrokenParagraphDraft {
                    paragraph,
                    rationale: Some("No.".into()),
                    amendment: None,
                }],
                disclosed: false,
            })),
            7 => self.attempt(&Command::ExtendSilence(ExtendSilence {
                proposal,
                by,
                at,
                expected,
                until: hour(self.hours + 100),
            })),
            _ => self.attempt(&Command::TakeBackSilence(TakeBackSilence {
                proposal,
                by,
                at,
                expected,
                reason: "not yet".into(),
            })),
        }
    }

    /// From the cut-off on all that is proposed can be published.
    fn set_cut_off(&mut self, proposal: ProposalId) {
        self.attempt(&Command::SetCutOff(SetCutOff {
            proposal,
            by: state("KOR"),
            at: self.now(),
            cut_off_at: hour(self.hours + 1),
        }));
    }

    /// Proposes a disposition of some comments, publishes what was proposed, or answers one.
    fn review(&mut self, proposal: ProposalId) {
        let (by, at) = (state("KOR"), self.now());
        let mut comments = self.standing_comments(proposal);
        comments.retain(|_| self.random.once_in(3));
        match (self.random.below(6), comments.first()) {
            (_, None) => {}
            (0, _) => self.attempt(&Command::PublishDispositions(PublishDispositions {
                proposal,
                by,
                at,
                comments: None,
            })),
            (1 | 2, Some(comment)) => self.answer(proposal, *comment),
            _ => {
                let kinds = [
                    DispositionKind::Accepted,
                    DispositionKind::Noted,
                    DispositionKind::ClarificationRequested,
                ];
                let disposition = Disposition {
                    disposition: self.random.of(&kinds),
                    duplicate_of: None,
                    response: Some(self.words(2)),
                    wording: None,
                };
                self.attempt(&Command::ProposeDispositions(ProposeDispositions {
                    proposal,
                    by,
                    at,
                    expected: Expected::Unstated,
                    comments,
                    disposition,
                }));
            }
        }
    }

    fn answer(&mut self, proposal: ProposalId, comment: CommentId) {
        let about = self.events.iter().filter(|event| event.proposal_id() == Some(proposal));
        let dossier = consultation::Dossier::fold(about).unwrap();
        let by = dossier.submission_of(comment).unwrap().state;
        let justification = Some(self.words(2));
        self.attempt(&Command::AnswerDisposition(AnswerDisposition {
            proposal,
            by,
            at: self.now(),
            expected: Expected::Unstated,
            comment,
            satisfied: false,
            justification,
            suggestion: None,
        }));
    }

    fn standing_comments(&self, proposal: ProposalId) -> Vec<CommentId> {
        let about = self.events.iter().filter(|event| event.proposal_id() == Some(proposal));
        let dossier = consultation::Dossier::fold(about).unwrap();
        dossier.standing_comments().map(|(_, comment)| comment.id).collect()
    }

    fn proposal(&self, id: ProposalId) -> Proposal {
        let mut about = self.events.iter().filter(|event| event.proposal_id() == Some(id));
        let mut proposal = Proposal::initial(about.next().unwrap()).unwrap();
        about.for_each(|event| proposal.evolve(event));
        proposal
    }

    fn submission(&self, id: SubmissionId) -> Option<Submission> {
        let is_about = |event: &&Event| event.submission_head().is_some_and(|head| head.submission_id == id);
        let mut about = self.events.iter().filter(is_about);
        let mut submission = Submission::initial(about.next()?)?;
        about.for_each(|event| submission.evolve(event));
        Some(submission)
    }

    fn somebody(&mut self) -> StateCode {
        state(self.random.of(&SPEAKERS))
    }

    /// A submission of the proposal, of whichever consultation; it may not exist.
    fn some_submission(&mut self, proposal: ProposalId) -> (SubmissionId, StateCode) {
        let last = u64::try_from(self.proposal(proposal).consultations.len()).unwrap();
        let consultation = u32::try_from(last.saturating_sub(self.random.below(2))).unwrap();
        let by = self.somebody();
        (SubmissionId::derive(LOG_ID, proposal, consultation, by), by)
    }

    fn lodge(&mut self, proposal: ProposalId) {
        let (at, expected) = (self.now(), Expected::Unstated);
        let mut by = self.somebody();
        if self.random.once_in(3) {
            by = self.somebody_who_withdrew(proposal).unwrap_or(by);
        }
        let consultations = u32::try_from(self.proposal(proposal).consultations.len()).unwrap();
        // One that was withdrawn may be continued.
        let before = self.submission(SubmissionId::derive(LOG_ID, proposal, consultations, by));
        let draft = self.draft(proposal, by, before.as_ref());
        self.attempt(&Command::LodgeSubmission(LodgeSubmission {
            proposal,
            by,
            at,
            expected,
            draft,
        }));
    }

    fn somebody_who_withdrew(&self, proposal: ProposalId) -> Option<StateCode> {
        let consultations = u32::try_from(self.proposal(proposal).consultations.len()).unwrap();
        let withdrew = |speaker: &StateCode| {
            let submission = self.submission(SubmissionId::derive(LOG_ID, proposal, consultations, *speaker));
            submission.is_some_and(|submission| submission.withdrawn_at.is_some())
        };
        SPEAKERS.map(state).into_iter().find(withdrew)
    }

    fn revise(&mut self, proposal: ProposalId) {
        let (submission, by) = self.some_submission(proposal);
        let (at, expected) = (self.now(), Expected::Unstated);
        let before = self.submission(submission);
        let draft = self.draft(proposal, by, before.as_ref());
        self.attempt(&Command::ReviseSubmission(ReviseSubmission {
            submission,
            by,
            at,
            expected,
            draft,
        }));
    }

    fn withdraw(&mut self, proposal: ProposalId) {
        let (submission, by) = self.some_submission(proposal);
        let (at, expected) = (self.now(), Expected::Unstated);
        self.attempt(&Command::WithdrawSubmission(WithdrawSubmission {
            submission,
            by,
            at,
            expected,
            reason: None,
        }));
    }

    fn enter(&mut self, proposal: ProposalId) {
        let speaks = self.somebody();
        let mut draft = self.draft(proposal, speaks, None);
        for comment in &mut draft.comments {
            comment.reference = Some(format!("row {}", self.random.below(4)));
        }
        let command = Command::EnterSubmission(EnterSubmission {
            proposal,
            by: EnteredBy::Operator,
            at: self.now(),
            expected: Expected::Unstated,
            state: speaks,
            channel: "note verbale".into(),
            received_at: hour(5),
            evidence_sha256: "0123456789abcdef".repeat(4),
            draft,
        });
        self.attempt(&command);
    }

    fn confirm(&mut self, proposal: ProposalId) {
        let (submission, by) = self.some_submission(proposal);
        let (at, expected) = (self.now(), Expected::Unstated);
        self.attempt(&Command::ConfirmSubmission(ConfirmSubmission {
            submission,
            by,
            at,
            expected,
        }));
    }

    /// New comments, and those of the submission before: kept, changed or left out.
    fn draft(&mut self, proposal: ProposalId, by: StateCode, before: Option<&Submission>) -> SubmissionDraft {
        let mut comments: Vec<CommentDraft> = Vec::new();
        for old in before
            .and_then(Submission::current)
            .iter()
            .flat_map(|version| &version.content.comments)
        {
            match self.random.below(4) {
                0 => {}
                1 => comments.push(CommentDraft {
                    id: Some(old.id),
                    ..self.comment(proposal)
                }),
                _ => comments.push(again(old)),
            }
        }
        comments.extend((0..self.random.below(4)).map(|_| self.comment(proposal)));
        let keeps = before.and_then(Submission::current).filter(|_| self.random.once_in(2));
        let mut draft = SubmissionDraft {
            joint_with: joint(by),
            mandate: Some("By decision of the group.".to_owned()),
            position: self
                .random
                .of(&[None, Some(Position::Supports), Some(Position::HasAReservation)]),
            ad_referendum: self.random.once_in(4),
            language: language(self.random.of(&LANGUAGES)),
            audience: self.random.of(Audience::ALL),
            attribution: self.attribution(),
            on_behalf_of: ["WSM", "TON"].contains(&by.as_str()).then(|| code("PIF")),
            general_remarks: self.random.once_in(2).then(|| self.words(2)),
            comments,
        };
        if let Some(kept) = keeps.map(|version| &version.content) {
            draft.position = kept.position;
            draft.ad_referendum = kept.ad_referendum;
            draft.language = kept.language.clone();
            (draft.audience, draft.attribution) = (kept.audience, kept.attribution);
            draft.on_behalf_of.clone_from(&kept.on_behalf_of);
            draft.mandate.clone_from(&kept.mandate);
            draft.joint_with.clone_from(&kept.joint_with);
            draft.general_remarks.clone_from(&kept.general_remarks);
        }
        if draft.on_behalf_of.is_none() {
            draft.mandate = None;
        }
        draft
    }

    /// Named more often than not.
    fn attribution(&mut self) -> Attribution {
        self.random.of(&[
            Attribution::Named,
            Attribution::Named,
            Attribution::ToMembers,
            Attribution::ToNone,
        ])
    }

    fn comment(&mut self, proposal: ProposalId) -> CommentDraft {
        let proposal = self.proposal(proposal);
        let revision = proposal.current_consultation().map_or(0, |current| current.revision);
        let labels: Vec<String> = proposal
            .find_revision(revision)
            .unwrap()
            .paragraphs
            .iter()
            .map(|paragraph| paragraph.label.clone())
            .collect();
        let wording = self.random.once_in(3).then(|| ProposedWording {
            action: WordingAction::Replace,
            text: Some(self.words(2)),
        });
        let translation = self.random.once_in(3).then(|| Translation {
            language: language("fr"),
            status: TranslationStatus::Courtesy,
            text: self.words(2),
        });
        CommentDraft {
            mandate: None,
            new_id: CommentId(self.random.id()),
            id: None,
            number: None,
            revision: None,
            paragraph: if self.random.once_in(5) {
                None
            } else {
                Some(self.random.of(&labels))
            },
            quote: None,
            kind: self.random.of(CommentType::ALL),
            text: self.words(3),
            language: if self.random.once_in(2) {
                Inherited::Inherit
            } else {
                Inherited::Own(LanguageTag::parse(self.random.of(&LANGUAGES)).unwrap())
            },
            explanation: self.random.once_in(3).then(|| self.words(1)),
            proposed_wording: wording,
            translations: translation.into_iter().collect(),
            audience: if self.random.once_in(2) {
                Inherited::Inherit
            } else {
                Inherited::Own(self.random.of(Audience::ALL))
            },
            attribution: if self.random.once_in(2) {
                Inherited::Inherit
            } else {
                Inherited::Own(self.attribution())
            },
            on_behalf_of: Inherited::Inherit,
            reference: None,
        }
    }
}

/// Some speak always with another state: where that changes, an answer about the past shows less than it might.
fn joint(by: StateCode) -> Vec<StateCode> {
    match by.as_str() {
        "JPN" => vec![state("FJI")],
        "SGP" => vec![state("JPN")],
        _ => Vec::new(),
    }
}

/// The same words again.
fn again(old: &Comment) -> CommentDraft {
    CommentDraft {
        mandate: old.mandate.clone(),
        new_id: old.id,
        id: Some(old.id),
        number: None,
        revision: Some(old.revision),
        paragraph: old.paragraph.map(|paragraph| paragraph.to_string()),
        quote: old.quote.clone(),
        kind: old.kind,
        text: old.text.clone(),
        language: Inherited::Own(old.language.clone()),
        proposed_wording: old.proposed_wording.clone(),
        explanation: old.explanation.clone(),
        translations: old.translations.clone(),
        audience: Inherited::Own(old.audience),
        attribution: Inherited::Own(old.attribution),
        on_behalf_of: Inherited::Own(old.on_behalf_of.clone()),
        reference: old.reference.clone(),
    }
}
