//! What the operations on the members' review share: naming comments, carrying out a command, and the answers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};
use commands::Executed;
use consultation::submission::CommentType;
use consultation::visibility::{SeenRow, Viewer};
use consultation::{Command, CommentId, Dossier, Event, LanguageTag, ProposalId, StateCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::dossiers::OpenDossier;
use crate::http::answer::Answer;
use crate::http::as_of::{AsOf, ReadAt};
use crate::http::body::JsonBody;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::names::CommentTypeName;
use crate::wire::reviewed::ReviewedCommentResponse;

/// Comments picked by what they are; conditions are joined by "and".
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = SelectionFilterRequest)]
pub struct SelectionFilter {
    /// Label or id of a paragraph of the newest revision or of one that is or was under consultation; empty for general
    /// comments.
    #[schema(example = "2")]
    pub paragraph: Option<String>,
    /// What the comment asks for.
    #[serde(rename = "type")]
    #[schema(value_type = Option<CommentTypeName>)]
    pub kind: Option<CommentType>,
    /// The language of its words (BCP 47); only comments whose state you may know.
    #[schema(value_type = Option<String>, example = "es")]
    pub language: Option<LanguageTag>,
    /// The state that spoke (ISO 3166-1).
    #[schema(value_type = Option<String>, example = "FJI")]
    pub state: Option<StateCode>,
    /// A topic that it has.
    #[schema(example = "capacity building")]
    pub topic: Option<String>,
    /// Whether no disposition is proposed for it.
    #[schema(example = true)]
    pub undisposed: Option<bool>,
}

impl SelectionFilter {
    fn finds(&self, dossier: &Dossier, row: &SeenRow<'_>) -> bool {
        let comment = &row.comment;
        let paragraph = |wanted: &String| match comment.paragraph {
            None => wanted.is_empty(),
            Some(id) => {
                id.to_string() == *wanted
                    || dossier.proposal.label_of(comment.revision, id) == wanted
                    || dossier
                        .proposal
                        .latest_revision()
                        .is_some_and(|newest| dossier.proposal.label_of(newest.number, id) == wanted)
            }
        };
        let speaks = |wanted: &StateCode| row.submission.is_some_and(|said| said.state == *wanted);
        let topic = |wanted: &String| row.review.is_some_and(|review| review.topics.contains(wanted));
        let undisposed = |wanted: &bool| row.review.is_none_or(|review| review.proposed.is_none()) == *wanted;
        self.paragraph.as_ref().is_none_or(paragraph)
            && self.kind.is_none_or(|wanted| comment.kind == wanted)
            && self
                .language
                .as_ref()
                .is_none_or(|wanted| row.is_named() && comment.language == *wanted)
            && self.state.as_ref().is_none_or(speaks)
            && self.topic.as_ref().is_none_or(topic)
            && self.undisposed.as_ref().is_none_or(undisposed)
    }
}

/// How many comments an act changed, and which.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewActResponse {
    /// How many comments were changed; those that already were as asked for are not.
    #[schema(example = 580)]
    pub changed: usize,
    /// Which.
    pub comments: Vec<Uuid>,
    /// Which state of the log this is.
    pub as_of: AsOf,
}

/// Comments by their number.
struct Numbers<'r>(BTreeMap<&'r str, Vec<CommentId>>);

impl<'r> Numbers<'r> {
    fn of(rows: &'r [SeenRow<'_>]) -> Self {
        let mut by_number: BTreeMap<&str, Vec<CommentId>> = BTreeMap::new();
        for row in rows {
            by_number.entry(&row.number).or_default().push(row.id);
        }
        Self(by_number)
    }

    /// The comment with this id or number; else code and detail of what is wrong.
    fn find(&self, name: &str) -> Result<CommentId, (&'static str, &'static str)> {
        match (Uuid::try_parse(name), self.0.get(name).map(Vec::as_slice)) {
            (Ok(id), _) => Ok(CommentId(id)),
            (Err(_), Some([id])) => Ok(*id),
            (Err(_), Some(_)) => Err(("invalid", "several comments have this number; name the id")),
            (Err(_), None) => Err(("unknown_comment", "no comment of the proposal has this number")),
        }
    }
}

impl OpenDossier {
    /// Ids of comments that a request names by id or number, as the viewer sees them.
    ///
    /// # Errors
    /// 422 with the pointer of each number that is unknown or stands for several.
    pub fn named(&self, named: &[String]) -> Result<Vec<CommentId>, Problem> {
        let rows = self.rows();
        let numbers = Numbers::of(&rows);
        let mut problem = Problem::of("invalid_body");
        let mut ids = Vec::with_capacity(named.len());
        for (index, name) in named.iter().enumerate() {
            match numbers.find(name) {
                Ok(id) => ids.push(id),
                Err((code, detail)) => problem = problem.field(format!("/comments/{index}"), code, detail),
            }
        }
        if problem.field_errors().is_empty() {
            Ok(ids)
        } else {
            Err(problem)
        }
    }

    /// The comment that a request names at a pointer by id or number, as the viewer sees it.
    ///
    /// # Errors
    /// 422 if the number is unknown or stands for several.
    pub fn named_at(&self, pointer: &str, name: &str) -> Result<CommentId, Problem> {
        let found = Numbers::of(&self.rows()).find(name);
        found.map_err(|(code, detail)| Problem::of("invalid_body").field(pointer.to_owned(), code, detail))
    }

    /// Comments that stand, and are picked by a condition on what the viewer sees.
    #[must_use]
    pub fn picked(&self, picks: impl Fn(&SeenRow<'_>) -> bool) -> Vec<CommentId> {
        let rows = self.rows();
        rows.iter().filter(|row| picks(row)).map(|row| row.id).collect()
    }

    /// Comments that a request names or describes: exactly one of the two.
    ///
    /// # Errors
    /// 422 if there is neither or both, a name is unknown, or nothing fits the description.
    pub fn selected(
        &self,
        named: Option<&[String]>,
        filter: Option<&SelectionFilter>,
    ) -> Result<Vec<CommentId>, Problem> {
        match (named, filter) {
            (Some(named), None) => self.named(named),
            (None, Some(filter)) => {
                let found = self.picked(|row| filter.finds(&self.dossier, row));
                if found.is_empty() {
                    let nothing = Problem::of("invalid_body");
                    return Err(nothing.field("/filter", "empty", "no comment fits the filter"));
                }
                Ok(found)
            }
            (Some(_), Some(_)) => {
                Err(Problem::of("invalid_body").field("/filter", "invalid", "give either comments or filter"))
            }
            (None, None) => {
                Err(Problem::of("invalid_body").field("/comments", "missing_field", "give either comments or filter"))
            }
        }
    }
}

impl App {
    /// The dossier of a proposal that a member reviews.
    ///
    /// # Errors
    /// As [`App::open_dossier`].
    pub async fn dossier_for(&self, who: &MemberMission, id: ProposalId) -> Result<OpenDossier, Problem> {
        self.open_dossier(Viewer::Delegation(who.state), id, who.now, ReadAt::Now)
            .await
    }

    /// The states that are members now.
    #[must_use]
    pub fn members_at(&self, now: Timestamp) -> Vec<StateCode> {
        let register = self.commands.known_register().state;
        register.at(now).members().map(|member| member.state).collect()
    }

    /// What the log was after an act.
    #[must_use]
    pub fn as_of_act(&self, executed: &Executed, now: Timestamp) -> AsOf {
        match &executed.appended {
            Some(appended) => AsOf {
                log_position: appended.last.0,
                instant: appended.recorded_at,
            },
            None => self.as_of_now(now),
        }
    }

    /// The dossier after an act, as the state that acted sees it.
    ///
    /// # Errors
    /// 500 if the act has none.
    pub fn reviewed(&self, state: StateCode, now: Timestamp, executed: &Executed) -> Result<OpenDossier, Problem> {
        let dossier = executed.dossier.as_ref();
        let dossier = dossier.ok_or_else(|| Problem::of("internal_error"))?;
        Ok(OpenDossier {
            dossier: Arc::clone(dossier),
            present: Arc::clone(dossier),
            rights: self.rights(Viewer::Delegation(state), &dossier.proposal, now),
            as_of: self.as_of_act(executed, now),
        })
    }

    /// A comment as its viewer sees it.
    ///
    /// # Errors
    /// 404 `not_found`.
    pub fn reviewed_comment(
        &self,
        opened: &OpenDossier,
        comment: CommentId,
    ) -> Result<ReviewedCommentResponse, Problem> {
        let shown = opened.row(comment).ok_or_else(|| Problem::of("not_found"))?;
        let members = self.members_at(opened.rights.now());
        Ok(ReviewedCommentResponse::of(&shown, opened, &members))
    }

    /// The answer to an act on one comment: the comment after it.
    ///
    /// # Errors
    /// 500 if the answer cannot be made.
    pub fn answer_comment(
        &self,
        state: StateCode,
        now: Timestamp,
        comment: CommentId,
        executed: &Executed,
    ) -> Result<HttpResponse, Problem> {
        let answer = self.reviewed_comment(&self.reviewed(state, now, executed)?, comment)?;
        Ok(Answer::written(answer.as_of.log_position)
            .etag(answer.etag()?)
            .replayed(executed.is_replay())
            .json(&answer))
    }

    /// Carries out an act on comments and answers which were changed.
    ///
    /// # Errors
    /// As [`App::execute`].
    pub async fn review_many(
        &self,
        who: &MemberMission,
        request: &HttpRequest,
        body: &JsonBody,
        command: &Command,
    ) -> Result<HttpResponse, Problem> {
        let executed = self.execute(&who.identity, request, body, command).await?;
        let comments = match &executed.appended {
            Some(appended) if appended.replayed => self.changed_by(appended.first.0, appended.last.0).await?,
            _ => changed(&executed.events),
        };
        let as_of = self.as_of_act(&executed, who.now);
        let answer = ReviewActResponse {
            changed: comments.len(),
            comments: comments.into_iter().map(|id| id.0).collect(),
            as_of,
        };
        Ok(Answer::written(as_of.log_position)
            .replayed(executed.is_replay())
            .json(&answer))
    }

    /// The events of an earlier append.
    ///
    /// # Errors
    /// 503 if the log cannot be read.
    pub async fn events_between(&self, first: u64, last: u64) -> Result<Vec<Event>, Problem> {
        let mut events = Vec::new();
        for position in first..=last {
            events.extend(self.commands.event_at(event_log::Position(position)).await?);
        }
        Ok(events)
    }

    async fn changed_by(&self, first: u64, last: u64) -> Result<BTreeSet<CommentId>, Problem> {
        Ok(changed(&self.events_between(first, last).await?))
    }
}

/// The comments that events of a review are about.
fn changed(events: &[Event]) -> BTreeSet<CommentId> {
    let named = events.iter().flat_map(|event| match event {
        Event::DispositionProposed(event) => event.comments.as_slice(),
        Event::MemberViewRecorded(event) => event.comments.as_slice(),
        Event::CommentsDeferred(event) => event.comments.as_slice(),
        Event::PackageBroken(event) => event.comments.as_slice(),
        _ => &[],
    });
    named.copied().collect()
}
