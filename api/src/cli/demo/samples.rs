//! The sample proposals, built in: one file each in `samples/`, named by what it shows.
//!
//! All of it is invented. No state has said any of this; the names stand for roles in an example. Days are counted from
//! the moment at which the demo is set up; in `closes_in_days` and `until_in_days` below zero is the past, and what the
//! clock had to do by itself since then is done by the clock's own commands. Comments are named by their `key`. Codes are
//! those of the MIKTA register.

mod acts;
mod commands;
mod story;

use anyhow::Context;
use consultation::command::{CommentDraft, Inherited, Invitation, SubmissionDraft};
use consultation::register::Names;
use consultation::submission::{CommentType, Position, ProposedWording, Translation};
use consultation::text::Quote;
use consultation::{Attribution, Audience, BeforeClose, Command, CommentId, LanguageTag, RegisterCode, StateCode};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use uuid::Uuid;

use self::acts::SampleAct;
use crate::ids::IdSource;

/// The files.
const FILES: [(&str, &str); 9] = [
    ("draft", include_str!("samples/draft.toml")),
    ("open", include_str!("samples/open.toml")),
    ("sealed", include_str!("samples/sealed.toml")),
    ("under_review", include_str!("samples/under_review.toml")),
    ("package", include_str!("samples/package.toml")),
    ("published", include_str!("samples/published.toml")),
    ("under_silence", include_str!("samples/under_silence.toml")),
    ("silence_broken", include_str!("samples/silence_broken.toml")),
    ("adopted", include_str!("samples/adopted.toml")),
];

/// One act of the past: when, by whom, what.
pub(super) struct Step {
    pub(super) at: Timestamp,
    pub(super) subject: String,
    pub(super) command: Command,
}

/// So many days before `now`; below zero after it.
pub(super) fn days_before(now: Timestamp, days: i64) -> anyhow::Result<Timestamp> {
    let hours = days.checked_mul(24).context("too many days")?;
    now.checked_sub(SignedDuration::from_hours(hours))
        .context("too many days")
}

/// Everything that happened in the samples, oldest first, seen from `now`, in the log with this id.
pub(super) fn built_in_steps(now: Timestamp, log_id: Uuid, ids: &dyn IdSource) -> anyhow::Result<Vec<Step>> {
    let mut steps = Vec::new();
    for (name, file) in FILES {
        let sample: SampleProposal =
            toml::from_str(file).with_context(|| format!("the built-in sample {name} cannot be read"))?;
        let of_it = story::steps(sample, now, log_id, ids);
        steps.extend(of_it.with_context(|| format!("the built-in sample {name} has a mistake"))?);
    }
    steps.sort_by_key(|step| step.at);
    Ok(steps)
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
    /// What members and states did after that, oldest first.
    #[serde(default)]
    acts: Vec<SampleAct>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleParagraph {
    label: String,
    /// Labels of the paragraphs that it comes from, in the revision before.
    #[serde(default)]
    from: Vec<String>,
    /// Without it, that of the paragraph it comes from.
    text: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleConsultation {
    invite: SampleInvitation,
    before_close: BeforeClose,
    opened_days_ago: i64,
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
    on_behalf_of: Option<RegisterCode>,
    mandate: Option<String>,
    general_remarks: Option<String>,
    comments: Vec<SampleComment>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleComment {
    /// What acts call it; none where no act names it.
    key: Option<String>,
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
}

impl From<SampleInvitation> for Invitation {
    fn from(sample: SampleInvitation) -> Self {
        Self {
            states: sample.states,
            neighbourhoods: sample.neighbourhoods,
            groups: sample.groups,
        }
    }
}

impl SampleSubmission {
    /// The draft with these comments in place of its own.
    fn draft(self, comments: Vec<CommentDraft>) -> SubmissionDraft {
        SubmissionDraft {
            joint_with: Vec::new(),
            mandate: self.mandate,
            position: self.position,
            ad_referendum: self.ad_referendum,
            language: self.language,
            audience: self.audience,
            attribution: self.attribution,
            on_behalf_of: self.on_behalf_of,
            general_remarks: self.general_remarks,
            comments,
        }
    }
}

impl SampleComment {
    fn draft(self, new_id: CommentId) -> CommentDraft {
        CommentDraft {
            mandate: None,
            new_id,
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
            attribution: Inherited::Inherit,
            on_behalf_of: Inherited::Inherit,
            reference: None,
        }
    }
}
