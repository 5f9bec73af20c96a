//! The sample proposals: `samples.toml`, built in.

use anyhow::Context;
use consultation::command::{
    CloseDueConsultation, CommentDraft, Inherited, Invitation, LodgeSubmission, OpenConsultation, ParagraphDraft,
    RevisionDraft, SubmissionDraft, TableProposal,
};
use consultation::register::Names;
use consultation::submission::{CommentType, Position, ProposedWording, Translation};
use consultation::text::Quote;
use consultation::{
    Attribution, Audience, BeforeClose, Command, CommentId, LanguageTag, ParagraphId, ProposalId, RegisterCode,
    StateCode,
};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::ids::IdSource;

/// The file as it was written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Samples {
    proposals: Vec<SampleProposal>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleProposal {
    lead_member: StateCode,
    focus_area: RegisterCode,
    key_event: Option<RegisterCode>,
    audience: Audience,
    title: Names,
    label: String,
    language: LanguageTag,
    paragraphs: Vec<SampleParagraph>,
    consultation: Option<SampleConsultation>,
    #[serde(default)]
    submissions: Vec<SampleSubmission>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleParagraph {
    label: String,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleConsultation {
    invite: SampleInvitation,
    before_close: BeforeClose,
    opened_days_ago: i64,
    /// Below zero: it has closed.
    closes_in_days: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SampleInvitation {
    states: Vec<StateCode>,
    neighbourhoods: Vec<StateCode>,
    groups: Vec<RegisterCode>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleSubmission {
    state: StateCode,
    days_ago: i64,
    position: Option<Position>,
    #[serde(default)]
    ad_referendum: bool,
    language: LanguageTag,
    audience: Audience,
    attribution: Attribution,
    general_remarks: Option<String>,
    comments: Vec<SampleComment>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleComment {
    paragraph: Option<String>,
    quote: Option<Quote>,
    #[serde(rename = "type")]
    kind: CommentType,
    text: String,
    language: Option<LanguageTag>,
    proposed_wording: Option<ProposedWording>,
    explanation: Option<String>,
    #[serde(default)]
    translations: Vec<Translation>,
    audience: Option<Audience>,
    attribution: Option<Attribution>,
    on_behalf_of: Option<RegisterCode>,
}

/// One act of the past: when, by whom, what.
pub(super) struct Step {
    pub(super) at: Timestamp,
    pub(super) subject: String,
    pub(super) command: Command,
}

impl Samples {
    /// The samples that are built in.
    pub(super) fn built_in() -> anyhow::Result<Self> {
        toml::from_str(include_str!("samples.toml")).context("the built-in samples cannot be read")
    }

    /// Everything that happened, oldest first, seen from `now`.
    pub(super) fn steps(self, now: Timestamp, ids: &dyn IdSource) -> anyhow::Result<Vec<Step>> {
        let mut steps = Vec::new();
        for proposal in self.proposals {
            proposal.steps(now, ids, &mut steps)?;
        }
        steps.sort_by_key(|step| step.at);
        Ok(steps)
    }
}

/// So many days before `now`; below zero after it.
fn days_before(now: Timestamp, days: i64) -> anyhow::Result<Timestamp> {
    let hours = days.checked_mul(24).context("too many days")?;
    now.checked_sub(SignedDuration::from_hours(hours))
        .context("too many days")
}

impl SampleProposal {
    fn steps(self, now: Timestamp, ids: &dyn IdSource, steps: &mut Vec<Step>) -> anyhow::Result<()> {
        let id = ProposalId(ids.v7());
        let mission = format!("demo:member_mission:{}", self.lead_member);
        let tabled_at = match &self.consultation {
            Some(consultation) => days_before(now, consultation.opened_days_ago.saturating_add(1))?,
            None => days_before(now, 1)?,
        };
        if let Some(consultation) = self.consultation {
            let closes_at = days_before(now, consultation.closes_in_days.saturating_neg())?;
            let at = days_before(now, consultation.opened_days_ago)?;
            let command = consultation.open(id, self.lead_member, at, closes_at);
            steps.push(Step {
                at,
                subject: mission.clone(),
                command,
            });
            if closes_at <= now {
                let command = Command::CloseDueConsultation(CloseDueConsultation {
                    proposal: id,
                    at: closes_at,
                });
                steps.push(Step {
                    at: closes_at,
                    subject: "clock".to_owned(),
                    command,
                });
            }
        }
        for submission in self.submissions {
            let at = days_before(now, submission.days_ago)?;
            let subject = format!("demo:focal_point:{}", submission.state);
            steps.push(Step {
                at,
                subject,
                command: submission.lodge(id, at, ids),
            });
        }
        let paragraph = |paragraph: SampleParagraph| ParagraphDraft {
            new_id: ParagraphId(ids.v7()),
            from: Vec::new(),
            label: paragraph.label,
            text: paragraph.text,
        };
        let revision = RevisionDraft {
            label: Some(self.label),
            language: self.language,
            paragraphs: self.paragraphs.into_iter().map(paragraph).collect(),
        };
        let command = Command::TableProposal(TableProposal {
            proposal: id,
            by: self.lead_member,
            at: tabled_at,
            title: self.title,
            focus_area: self.focus_area,
            key_event: self.key_event,
            audience: self.audience,
            revision,
        });
        steps.push(Step {
            at: tabled_at,
            subject: mission,
            command,
        });
        Ok(())
    }
}

impl SampleConsultation {
    fn open(self, proposal: ProposalId, by: StateCode, at: Timestamp, closes_at: Timestamp) -> Command {
        let SampleInvitation {
            states,
            neighbourhoods,
            groups,
        } = self.invite;
        Command::OpenConsultation(OpenConsultation {
            proposal,
            by,
            at,
            expected: consultation::command::Expected::Unstated,
            revision: None,
            closes_at,
            before_close: self.before_close,
            invite: Invitation {
                states,
                neighbourhoods,
                groups,
            },
        })
    }
}

impl SampleSubmission {
    fn lodge(self, proposal: ProposalId, at: Timestamp, ids: &dyn IdSource) -> Command {
        Command::LodgeSubmission(LodgeSubmission {
            proposal,
            by: self.state,
            at,
            expected: consultation::command::Expected::Unstated,
            draft: SubmissionDraft {
                joint_with: Vec::new(),
                mandate: None,
                position: self.position,
                ad_referendum: self.ad_referendum,
                language: self.language,
                audience: self.audience,
                attribution: self.attribution,
                on_behalf_of: None,
                general_remarks: self.general_remarks,
                comments: self.comments.into_iter().map(|comment| comment.draft(ids)).collect(),
            },
        })
    }
}

impl SampleComment {
    fn draft(self, ids: &dyn IdSource) -> CommentDraft {
        CommentDraft {
            mandate: None,
            new_id: CommentId(ids.v4()),
            id: None,
            number: None,
            revision: None,
            paragraph: self.paragraph,
            quote: self.quote,
            kind: self.kind,
            text: self.text,
            language: self.language.map_or(Inherited::Inherit, Inherited::Own),
            proposed_wording: self.proposed_wording,
            explanation: self.explanation,
            translations: self.translations,
            audience: self.audience.map_or(Inherited::Inherit, Inherited::Own),
            attribution: self.attribution.map_or(Inherited::Inherit, Inherited::Own),
            on_behalf_of: self
                .on_behalf_of
                .map_or(Inherited::Inherit, |group| Inherited::Own(Some(group))),
            reference: None,
        }
    }
}
