//! What happened in a sample, as the commands that put it in.

use std::collections::BTreeMap;
use std::mem;

use anyhow::{Context, ensure};
use consultation::command::{
    CloseDueConsultation, Expected, LodgeSubmission, OpenConsultation, ParagraphDraft, RevisionDraft, TableProposal,
};
use consultation::{Command, CommentId, LanguageTag, ParagraphId, ProposalId, StateCode, SubmissionId};
use jiff::Timestamp;
use uuid::Uuid;

use super::{SampleConsultation, SampleParagraph, SampleProposal, SampleSubmission, Step, days_before};
use crate::ids::IdSource;

/// The steps of one sample, in the order of its file.
pub(super) fn steps(
    sample: SampleProposal,
    now: Timestamp,
    log_id: Uuid,
    ids: &dyn IdSource,
) -> anyhow::Result<Vec<Step>> {
    let opened_days_ago = sample.consultation.as_ref().map_or(0, |one| one.opened_days_ago);
    let mut story = Story {
        proposal: ProposalId(ids.v7()),
        now,
        language: sample.language,
        log_id,
        ids,
        comments: BTreeMap::new(),
        paragraphs: Vec::new(),
        steps: Vec::new(),
    };
    let at = days_before(now, opened_days_ago.saturating_add(1))?;
    let command = Command::TableProposal(TableProposal {
        proposal: story.proposal,
        by: sample.lead_member,
        at,
        title: sample.title,
        focus_area: sample.focus_area,
        key_event: sample.key_event,
        audience: sample.audience,
        revision: story.revision(Some(sample.label), sample.paragraphs)?,
    });
    story.member(sample.lead_member, at, command);
    if let Some(consultation) = sample.consultation {
        story.consult(sample.lead_member, consultation)?;
    }
    for submission in sample.submissions {
        story.lodge(submission)?;
    }
    for act in sample.acts {
        story.act(act)?;
    }
    Ok(story.steps)
}

/// One proposal's story as far as it is told.
pub(super) struct Story<'a> {
    pub(super) proposal: ProposalId,
    pub(super) now: Timestamp,
    language: LanguageTag,
    log_id: Uuid,
    ids: &'a dyn IdSource,
    comments: BTreeMap<String, CommentId>,
    /// Of the newest revision.
    paragraphs: Vec<KnownParagraph>,
    steps: Vec<Step>,
}

/// A paragraph that the next revision may come from.
struct KnownParagraph {
    label: String,
    id: ParagraphId,
    text: String,
}

impl Story<'_> {
    /// A step of a member mission.
    pub(super) fn member(&mut self, by: StateCode, at: Timestamp, command: Command) {
        self.step(at, format!("demo:member_mission:{by}"), command);
    }

    /// A step of a partner's focal point.
    pub(super) fn partner(&mut self, by: StateCode, at: Timestamp, command: Command) {
        self.step(at, format!("demo:focal_point:{by}"), command);
    }

    /// A step of the clock; one that is still to come is left to the running program.
    pub(super) fn clock(&mut self, at: Timestamp, command: Command) {
        if at <= self.now {
            self.step(at, "clock".to_owned(), command);
        }
    }

    fn step(&mut self, at: Timestamp, subject: String, command: Command) {
        self.steps.push(Step { at, subject, command });
    }

    /// The comment with this key.
    pub(super) fn comment(&self, key: &str) -> anyhow::Result<CommentId> {
        let found = self.comments.get(key).copied();
        found.with_context(|| format!("no comment has the key {key}"))
    }

    /// The comments with these keys.
    pub(super) fn comments(&self, keys: &[String]) -> anyhow::Result<Vec<CommentId>> {
        keys.iter().map(|key| self.comment(key)).collect()
    }

    /// So many days after the demo is set up; below zero before it.
    pub(super) fn in_days(&self, days: i64) -> anyhow::Result<Timestamp> {
        days_before(self.now, days.saturating_neg())
    }

    /// The state's submission in the only consultation.
    pub(super) fn submission(&self, state: StateCode) -> SubmissionId {
        SubmissionId::derive(self.log_id, self.proposal, 1, state)
    }

    /// The revision after the one before.
    pub(super) fn revision(
        &mut self,
        label: Option<String>,
        paragraphs: Vec<SampleParagraph>,
    ) -> anyhow::Result<RevisionDraft> {
        let before = mem::take(&mut self.paragraphs);
        let mut drafts = Vec::new();
        for paragraph in paragraphs {
            drafts.push(self.paragraph(&before, paragraph)?);
        }
        Ok(RevisionDraft {
            label,
            language: self.language.clone(),
            paragraphs: drafts,
        })
    }

    fn paragraph(&mut self, before: &[KnownParagraph], sample: SampleParagraph) -> anyhow::Result<ParagraphDraft> {
        let source = |label: &String| {
            let found = before.iter().find(|known| known.label == *label);
            found.with_context(|| format!("the revision before has no paragraph {label}"))
        };
        let sources: Vec<&KnownParagraph> = sample.from.iter().map(source).collect::<anyhow::Result<_>>()?;
        let text = sample.text.or_else(|| Some(sources.first()?.text.clone()));
        let draft = ParagraphDraft {
            new_id: ParagraphId(self.ids.v7()),
            from: sources.iter().map(|source| source.id).collect(),
            label: sample.label,
            text: text.context("a new paragraph has a text")?,
        };
        // R4: the first part of a split paragraph keeps the id.
        let continued = |id: &ParagraphId| self.paragraphs.iter().any(|known| known.id == *id);
        self.paragraphs.push(KnownParagraph {
            label: draft.label.clone(),
            id: draft
                .from
                .first()
                .copied()
                .filter(|id| !continued(id))
                .unwrap_or(draft.new_id),
            text: draft.text.clone(),
        });
        Ok(draft)
    }

    fn consult(&mut self, by: StateCode, sample: SampleConsultation) -> anyhow::Result<()> {
        let at = days_before(self.now, sample.opened_days_ago)?;
        let closes_at = self.in_days(sample.closes_in_days)?;
        let command = Command::OpenConsultation(OpenConsultation {
            proposal: self.proposal,
            by,
            at,
            expected: Expected::Unstated,
            revision: None,
            closes_at,
            before_close: sample.before_close,
            invite: sample.invite.into(),
        });
        self.member(by, at, command);
        let close = Command::CloseDueConsultation(CloseDueConsultation {
            proposal: self.proposal,
            at: closes_at,
        });
        self.clock(closes_at, close);
        Ok(())
    }

    fn lodge(&mut self, mut sample: SampleSubmission) -> anyhow::Result<()> {
        let at = days_before(self.now, sample.days_ago)?;
        let by = sample.state;
        let mut comments = Vec::new();
        for comment in mem::take(&mut sample.comments) {
            let id = CommentId(self.ids.v4());
            if let Some(key) = &comment.key {
                let known = self.comments.insert(key.clone(), id);
                ensure!(known.is_none(), "two comments have the key {key}");
            }
            comments.push(comment.draft(id));
        }
        let command = Command::LodgeSubmission(LodgeSubmission {
            proposal: self.proposal,
            by,
            at,
            expected: Expected::Unstated,
            draft: sample.draft(comments),
        });
        self.partner(by, at, command);
        Ok(())
    }
}
