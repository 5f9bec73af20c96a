//! `list_input_comments`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::register::RegisterAt;
use consultation::submission::{CommentType, Position};
use consultation::{LanguageTag, Proposal, ProposalId, RegisterCode, StateCode};
use proposal_input::{CommentFilter, CommentKey, find_comments};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::http::as_of::ReadAt;
use crate::http::kept::KeptAnswer;
use crate::http::page::{self, CursorScope, Page};
use crate::http::path::PathId;
use crate::http::query::{QueryParams, invalid};
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::asked::{SpeakersAsked, disposition_of, paragraph_of, words_of};
use crate::wire::input::{self, NOT_STATED};
use crate::wire::input_comment::InputCommentResponse;
use crate::wire::names::{CommentTypeName, DispositionFilterName, PositionFilterName};

/// A page of comments in reading order.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InputCommentsResponse {
    /// The comments.
    pub items: Vec<InputCommentResponse>,
    /// Where the page stands.
    pub page: Page,
}

/// Query parameters of `list_input_comments`. A comment whose state the viewer may not know is found only by what it
/// shows: paragraph, type, words, consultation, disposition, and the area of its label.
#[derive(Debug, Clone, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct InputCommentsQuery {
    /// Label or id of a paragraph; empty (`paragraph=`) for general comments. A label means every paragraph that
    /// has it in the newest revision or in one that is or was under consultation, or else in any other.
    #[param(example = "2")]
    paragraph: Option<String>,
    /// One state (ISO 3166-1).
    #[param(value_type = Option<String>, example = "FJI")]
    state: Option<StateCode>,
    /// M49 code of a region, sub-region or intermediate region.
    #[param(example = "054")]
    region: Option<String>,
    /// The partners near this member (ISO 3166-1).
    #[param(value_type = Option<String>, example = "AUS")]
    neighbourhood: Option<StateCode>,
    /// The states of this regional group (code in the register).
    #[param(value_type = Option<String>, example = "PIF")]
    group: Option<RegisterCode>,
    /// The submission's position, or `not_stated`.
    #[param(value_type = Option<PositionFilterName>)]
    position: Option<String>,
    /// What the comment asks for.
    #[serde(rename = "type")]
    #[param(rename = "type", value_type = Option<CommentTypeName>)]
    kind: Option<CommentType>,
    /// The language of its words (BCP 47); `es` finds `es-MX`, too.
    #[param(value_type = Option<String>, example = "es")]
    language: Option<LanguageTag>,
    /// What was published about it, or for members is proposed now; `none`: nothing is.
    #[param(value_type = Option<DispositionFilterName>)]
    disposition: Option<String>,
    /// Number of a consultation; by default comments of all.
    consultation: Option<u32>,
    /// Whether it came after closing.
    late: Option<bool>,
    /// Words: a substring of text, proposed wording, explanation or translations, whatever the case.
    #[param(example = "voluntary")]
    q: Option<String>,
    /// Where the page before ended.
    cursor: Option<String>,
    /// Comments on a page, 1 to 200; 50 by default.
    limit: Option<u32>,
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now; words that were
    /// changed or withdrawn since are shown to the own state only.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// List comments
///
/// In reading order: general ones first, then by paragraph, state and number; those whose state the viewer may not
/// know follow in each paragraph in random order. Filters are joined by "and". Withdrawn comments are not listed.
#[utoipa::path(
    tag = "input",
    params(("id" = Uuid, Path, description = "The proposal"), InputCommentsQuery),
    responses(
        (status = 200, description = "A page of comments", body = InputCommentsResponse,
            headers(("Link" = String, description = "The next page, if there is one"))),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}/input/comments")]
pub(super) async fn list_input_comments(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let visible = app.known_proposal(who.viewer(), *id, who.now).await?;
    let asked: InputCommentsQuery = query.parse()?;
    let (limit, at) = (
        page::limit(asked.limit)?,
        ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?,
    );
    let cursors = CursorScope::new("list_input_comments", &(id.0, asked.without_page()), "reading_order")?;
    let after: Option<CommentKey> = cursors.after(asked.cursor.as_deref())?;
    let scope = input::scope(&visible, asked.consultation)?;
    let filter = asked.on_content(&visible.proposal)?;
    // A request for clarification lapses without an event (R20): what depends on that is not kept.
    let place = match asked.disposition {
        Some(_) => None,
        None => app.place_of(&request, &visible, at),
    };
    if let Some(kept) = app.find_kept(place.as_ref()) {
        return Ok(kept.respond(&request));
    }
    let mut read = app.read_input(&visible, at).await?;
    let register = app.commands.known_register().state;
    let of_whom = register.at(at.instant_of(read.as_of(), who.now));
    let filter = asked.on_speaker(filter, of_whom)?;
    let (found, end) = find_comments(read.conn(), &scope, &filter, after.as_ref(), limit).await?;
    let next = cursors.next(end.as_ref())?;
    let items = found
        .into_iter()
        .map(|item| InputCommentResponse::of(item, register.at(who.now)))
        .collect();
    let answer = InputCommentsResponse {
        items,
        page: Page::new(next, read.as_of()),
    };
    let page = &answer.page;
    let answer = KeptAnswer::of(page.as_of.log_position, page.next.as_deref(), &answer)?;
    app.keep(place, &answer);
    Ok(answer.respond(&request))
}

impl InputCommentsQuery {
    /// What a cursor is bound to.
    fn without_page(&self) -> Self {
        Self {
            cursor: None,
            limit: None,
            at_least: None,
            ..self.clone()
        }
    }

    /// What is asked of the comments themselves.
    fn on_content(&self, proposal: &Proposal) -> Result<CommentFilter, Problem> {
        Ok(CommentFilter {
            paragraph: self
                .paragraph
                .as_deref()
                .map(|wanted| paragraph_of(proposal, wanted))
                .transpose()?,
            position: self.position.as_deref().map(position_of).transpose()?,
            kind: self.kind,
            language: self.language.clone(),
            late: self.late,
            words: self.q.as_deref().map(words_of).transpose()?,
            disposition: self.disposition.as_deref().map(disposition_of).transpose()?,
            ..CommentFilter::default()
        })
    }

    /// What is asked of who speaks; several conditions are joined by "and".
    fn on_speaker(&self, filter: CommentFilter, register: RegisterAt<'_>) -> Result<CommentFilter, Problem> {
        let asked = SpeakersAsked {
            state: self.state,
            region: self.region.as_deref(),
            neighbourhood: self.neighbourhood,
            group: self.group.as_ref(),
        };
        let (states, labels) = asked.states_and_labels(register)?;
        Ok(CommentFilter {
            states,
            labels,
            ..filter
        })
    }
}

fn position_of(name: &str) -> Result<Option<Position>, Problem> {
    match Position::parse(name) {
        None if name != NOT_STATED => Err(invalid("position", "is neither a position nor not_stated")),
        position => Ok(position),
    }
}
