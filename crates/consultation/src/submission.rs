//! A submission: the formal act of one state in one consultation, in versions (R8, R12, R16).

mod numbers;
mod words;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use numbers::Numbers;
pub use words::{Attribution, Audience, CommentType, Position, TranslationStatus, WordingAction};

use crate::text::Quote;
use crate::{CommentId, Event, LanguageTag, ParagraphId, ProposalId, RegisterCode, StateCode, SubmissionId};

/// Wording that a state proposes, apart from its explanation (R11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedWording {
    /// What it does.
    pub action: WordingAction,
    /// The words; none for a deletion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A translation of a comment (R14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    /// The language of the translation.
    pub language: LanguageTag,
    /// What it is worth.
    pub status: TranslationStatus,
    /// The translated text.
    pub text: String,
}

/// A comment as it stands in one version of a submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Random, and kept through revisions.
    pub id: CommentId,
    /// Runs on through the proposal for each state, from 1; never reused (R8).
    pub number: u32,
    /// The revision it speaks of.
    pub revision: u32,
    /// The paragraph; none for a general comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<ParagraphId>,
    /// Quoted words of the paragraph.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
    /// The quoted words occur more than once; the first place is meant (R10).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ambiguous: bool,
    /// What it asks for.
    #[serde(rename = "type")]
    pub kind: CommentType,
    /// Its words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The language of its words; the original prevails (R14).
    pub language: LanguageTag,
    /// Wording it proposes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed_wording: Option<ProposedWording>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// Translations of its words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Translation>,
    /// Who may read it.
    pub audience: Audience,
    /// Who may know the state behind it.
    pub attribution: Attribution,
    /// The group it speaks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<RegisterCode>,
    /// What entitles the state to speak for the group, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate: Option<String>,
    /// The states that its submission is joint with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joint_with: Vec<StateCode>,
    /// The sender's own reference, for input by other channels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The submission's version in which it got its present words, from 1.
    pub since_version: u64,
    /// The instant of that version.
    pub at: Timestamp,
    /// That version was recorded after closing (R12).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
}

impl Comment {
    /// Wording is proposed and nobody has said why (R11). Editorial changes need no reason.
    #[must_use]
    pub fn explanation_awaited(&self) -> bool {
        self.proposed_wording.is_some() && self.explanation.is_none() && self.kind != CommentType::Editorial
    }

    /// Whether both say the same, whenever, under whatever number and jointly with whom they were said.
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let words = |comment: &Self| Self {
            id: CommentId(uuid::Uuid::nil()),
            number: 0,
            since_version: 0,
            at: Timestamp::UNIX_EPOCH,
            late: false,
            joint_with: Vec::new(),
            ..comment.clone()
        };
        words(self) == words(other)
    }
}

/// What a submission says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// On the text as a whole; none if not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// Subject to confirmation by the capital.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ad_referendum: bool,
    /// Default language of its comments.
    pub language: LanguageTag,
    /// Who may read the position and remarks; default for comments.
    pub audience: Audience,
    /// Who may know the state behind them; default for comments.
    pub attribution: Attribution,
    /// The group spoken for; default for comments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<RegisterCode>,
    /// What entitles the state to speak for the group, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate: Option<String>,
    /// The states that it is joint with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joint_with: Vec<StateCode>,
    /// Remarks on the text as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub general_remarks: Option<String>,
    /// The comments, in the state's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<Comment>,
}

impl Content {
    /// Whether it says anything beside its comments: a position or remarks.
    #[must_use]
    pub fn speaks_beside_comments(&self) -> bool {
        self.position.is_some() || self.general_remarks.is_some()
    }

    /// Whether both say the same beside their comments.
    #[must_use]
    pub fn says_the_same_beside_comments(&self, other: &Self) -> bool {
        self.clone_without_comments() == other.clone_without_comments()
    }

    fn clone_without_comments(&self) -> Self {
        Self {
            position: self.position,
            ad_referendum: self.ad_referendum,
            language: self.language.clone(),
            audience: self.audience,
            attribution: self.attribution,
            on_behalf_of: self.on_behalf_of.clone(),
            mandate: self.mandate.clone(),
            joint_with: self.joint_with.clone(),
            general_remarks: self.general_remarks.clone(),
            comments: Vec::new(),
        }
    }
}

/// How input came that was not lodged by the state itself (R16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// For example `note verbale` or `e-mail`.
    pub channel: String,
    /// When it is said to have been received.
    pub received_at: Timestamp,
    /// SHA-256 of what was received, as 64 hexadecimal digits.
    pub evidence_sha256: String,
}

/// By what act a version came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Lodged by the state.
    Lodged,
    /// Revised by the state.
    Revised,
    /// Entered by an operator or the chair.
    Entered,
    /// An entry confirmed by the state.
    Confirmed,
    /// Withdrawn by the state.
    Withdrawn,
}

/// One version of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The stream version, from 1.
    pub number: u64,
    /// How it came about.
    pub act: Act,
    /// The instant of the request.
    pub at: Timestamp,
    /// What it says came after closing (R12); a confirmation or withdrawal repeats this, too.
    pub late: bool,
    /// What it says; a withdrawal repeats what was withdrawn.
    pub content: Content,
}

/// Whether an entered submission is the state's own (R16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The state lodged it itself.
    Lodged,
    /// Entered; the state has not yet confirmed or replaced it.
    AwaitingConfirmation,
    /// Entered, and confirmed by the state.
    Confirmed,
}

impl Standing {
    /// The name used in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lodged => "lodged",
            Self::AwaitingConfirmation => "awaiting_confirmation",
            Self::Confirmed => "confirmed",
        }
    }
}

/// A submission as its events tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Its id.
    pub id: SubmissionId,
    /// The proposal.
    pub proposal: ProposalId,
    /// The consultation's number.
    pub consultation: u32,
    /// The state that speaks.
    pub state: StateCode,
    /// All versions, oldest first; never empty.
    pub versions: Vec<Version>,
    /// The last entry by another channel, if there was one.
    pub entry: Option<Entry>,
    /// Whose act it is.
    pub standing: Standing,
    /// When it was withdrawn; cleared by lodging again.
    pub withdrawn_at: Option<Timestamp>,
    /// Comments of earlier versions that are not in the present one, as they last stood, and when they were left out.
    pub withdrawn_comments: Vec<(Comment, Timestamp)>,
    /// The comment numbers given so far.
    pub numbers: Numbers,
}

impl Submission {
    /// The submission after its first event. `None` if that is not a lodging or an entry.
    #[must_use]
    pub fn initial(event: &Event) -> Option<Self> {
        let head = event.submission_head()?;
        let mut submission = Self {
            id: head.submission_id,
            proposal: head.proposal_id,
            consultation: head.consultation,
            state: head.state,
            versions: Vec::new(),
            entry: None,
            standing: Standing::Lodged,
            withdrawn_at: None,
            withdrawn_comments: Vec::new(),
            numbers: Numbers::default(),
        };
        submission.evolve(event);
        (!submission.versions.is_empty()).then_some(submission)
    }

    /// Takes up an event. Events of other streams change nothing.
    pub fn evolve(&mut self, event: &Event) {
        if event.submission_head().is_none_or(|head| head.submission_id != self.id) {
            return;
        }
        match event {
            Event::SubmissionLodged(lodged) => {
                self.replace(Act::Lodged, lodged.at, lodged.late, &lodged.content);
                self.standing = Standing::Lodged;
            }
            Event::SubmissionRevised(revised) => {
                self.replace(Act::Revised, revised.at, revised.late, &revised.content);
                self.standing = Standing::Lodged;
            }
            Event::SubmissionEntered(entered) => {
                self.replace(Act::Entered, entered.at, entered.late, &entered.content);
                self.entry = Some(entered.entry.clone());
                self.standing = Standing::AwaitingConfirmation;
            }
            Event::SubmissionConfirmed(confirmed) => {
                self.repeat(Act::Confirmed, confirmed.at);
                self.standing = Standing::Confirmed;
            }
            Event::SubmissionWithdrawn(withdrawn) => {
                self.repeat(Act::Withdrawn, withdrawn.at);
                self.withdrawn_at = Some(withdrawn.at);
            }
            _ => {}
        }
    }

    fn replace(&mut self, act: Act, at: Timestamp, late: bool, content: &Content) {
        if let Some(before) = self.versions.last() {
            let gone = before
                .content
                .comments
                .iter()
                .filter(|old| content.comments.iter().all(|new| new.id != old.id));
            // After a withdrawal as a whole they were gone since then.
            let gone_at = self.withdrawn_at.unwrap_or(at);
            self.withdrawn_comments.extend(gone.map(|old| (old.clone(), gone_at)));
        }
        content
            .comments
            .iter()
            .for_each(|comment| self.numbers.see(comment.number));
        self.withdrawn_at = None;
        self.versions.push(Version {
            number: self.next_version(),
            act,
            at,
            late,
            content: content.clone(),
        });
    }

    fn repeat(&mut self, act: Act, at: Timestamp) {
        if let Some(last) = self.versions.last() {
            let version = Version {
                number: self.next_version(),
                act,
                at,
                ..last.clone()
            };
            self.versions.push(version);
        }
    }

    /// The version that the next event will make.
    #[must_use]
    pub fn next_version(&self) -> u64 {
        self.version() + 1
    }

    /// The present version; equals the stream version.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.versions.last().map_or(0, |version| version.number)
    }

    /// What it says now.
    #[must_use]
    pub fn current(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The version with this number.
    #[must_use]
    pub fn find_version(&self, number: u64) -> Option<&Version> {
        self.versions.iter().find(|version| version.number == number)
    }

    /// What stood at close, kept beside any late revision (R12). `None` if nothing did: all came late, or was
    /// withdrawn before.
    #[must_use]
    pub fn version_at_close(&self, closes_at: Timestamp) -> Option<&Version> {
        let newest_on_time = self.versions.iter().rev().find(|version| version.at < closes_at)?;
        (newest_on_time.act != Act::Withdrawn).then_some(newest_on_time)
    }

    /// The version that first said what the submission now says beside its comments: position, remarks, defaults.
    #[must_use]
    pub fn part_since(&self) -> Option<&Version> {
        let (current, before) = self.versions.split_last()?;
        let said = |version: &&Version| {
            version.act != Act::Withdrawn && version.content.says_the_same_beside_comments(&current.content)
        };
        Some(before.iter().rev().take_while(said).last().unwrap_or(current))
    }

    /// When what was said in a version ceased to stand: by a withdrawal, or by the first later version that does not
    /// say it any more. `None` if it stands.
    pub fn stood_until(&self, version: u64, says_it: impl Fn(&Version) -> bool) -> Option<Timestamp> {
        let mut later = self.versions.iter().filter(|later| later.number > version);
        later
            .find(|later| later.act == Act::Withdrawn || !says_it(later))
            .map(|later| later.at)
    }

    /// A comment that it said once and does not say now, as it last stood, and when it was withdrawn.
    #[must_use]
    pub fn find_withdrawn(&self, id: CommentId) -> Option<(&Comment, Timestamp)> {
        let current = self.current().map(|version| &version.content.comments);
        let last = current.into_iter().flatten().find(|comment| comment.id == id);
        match (last, self.withdrawn_at) {
            (Some(comment), Some(at)) => Some((comment, at)),
            (Some(_), None) => None,
            (None, _) => {
                let mut gone = self.withdrawn_comments.iter().rev();
                gone.find(|(comment, _)| comment.id == id)
                    .map(|(comment, at)| (comment, *at))
            }
        }
    }

    /// When the state first took part.
    #[must_use]
    pub fn first_at(&self) -> Option<Timestamp> {
        self.versions.first().map(|version| version.at)
    }
}

/// A comment's number as shown to those who may know the state, for example `FJI-001`.
#[must_use]
pub fn comment_number(state: StateCode, number: u32) -> String {
    format!("{state}-{number:03}")
}
