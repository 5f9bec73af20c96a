//! `list_placements`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::placement::{Placement, PlacementStatus, place};
use consultation::visibility::SeenRow;
use consultation::{CommentId, Dossier, ProposalId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::ReadAt;
use crate::http::page::{CursorScope, Page, limit};
use crate::http::path::{PathId, PathNumber};
use crate::http::query::QueryParams;
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::areas::name_of_speaker;
use crate::wire::comment::QuoteResponse;
use crate::wire::names::PlacementStatusName;

/// Where the comments on earlier revisions stand in this one, in reading order of the comments.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlacementsResponse {
    /// The comments of this page.
    pub items: Vec<PlacementResponse>,
    /// Where the page stands in the list.
    pub page: Page,
}

/// Where a comment stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlacementResponse {
    /// The comment.
    pub comment_id: Uuid,
    /// Its number, as you see it.
    #[schema(example = "FJI-003")]
    pub number: String,
    /// The state's name, or the words of a label.
    #[schema(example = "Fiji")]
    pub from: String,
    /// `placed`: where it was; `moved`: found in one place, but changed, so that a member looks; `orphaned`: its paragraph or
    /// its words are gone, or stand in several places.
    #[schema(value_type = PlacementStatusName)]
    pub status: PlacementStatus,
    /// The revision that it speaks of.
    #[schema(example = 0)]
    pub revision_before: u32,
    /// Id of the paragraph there; null for a general comment.
    pub paragraph_before: Option<Uuid>,
    /// The words that it quotes there.
    pub quote_before: Option<QuoteResponse>,
    /// Label of the paragraph here; null for a general comment and an orphan.
    #[schema(example = "4")]
    pub paragraph: Option<String>,
    /// Its id.
    pub paragraph_id: Option<Uuid>,
    /// The words that it speaks of here, where they are not the quoted ones.
    pub quote: Option<QuoteResponse>,
    /// A member has looked and confirmed.
    #[schema(example = false)]
    pub confirmed: bool,
}

/// Query parameters of `list_placements`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PlacementsQuery {
    /// Only these: placed, moved or orphaned.
    status: Option<PlacementStatusName>,
    /// Items on a page, 1 to 200.
    #[param(example = 50)]
    limit: Option<u32>,
    /// Where the page before ended.
    cursor: Option<String>,
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// List where comments stand in a revision
///
/// Every comment on an earlier revision that you may see, carried to this one: placed, moved or orphaned, never dropped and
/// never guessed (R22).
#[utoipa::path(
    tag = "review",
    params(
        ("id" = Uuid, Path, description = "The proposal"),
        ("n" = u32, Path, description = "Number of the revision"),
        PlacementsQuery,
    ),
    responses(
        (status = 200, description = "Placements", body = PlacementsResponse),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}/revisions/{n}/placements")]
pub(super) async fn list_placements(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    number: PathNumber,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let visible = app.visible_proposal(who.viewer(), *id, who.now).await?;
    let unknown = || Problem::of("not_found");
    visible.proposal.find_revision(number.0).ok_or_else(unknown)?;
    let asked: PlacementsQuery = query.parse()?;
    let most = usize::try_from(limit(asked.limit)?).unwrap_or(usize::MAX);
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let opened = app.open_dossier(who.viewer(), *id, who.now, at).await?;
    let scope = CursorScope::new(
        "list_placements",
        &(id.0.0, number.0, asked.status.map(PlacementStatus::from)),
        "",
    )?;
    let rows = opened.rows();
    let placed = placements(
        &opened.dossier,
        &rows,
        number.0,
        asked.status.map(PlacementStatus::from),
    );
    let begin = match asked.cursor.as_deref() {
        None => 0,
        Some(cursor) => {
            let last: CommentId = scope.decode(cursor)?;
            let found = placed.iter().position(|(row, _)| row.id == last);
            found.ok_or_else(|| Problem::of("invalid_cursor"))? + 1
        }
    };
    let shown = placed.get(begin..placed.len().min(begin + most)).unwrap_or_default();
    let next = match shown.last() {
        Some((last, _)) if begin + shown.len() < placed.len() => Some(scope.encode(&last.id)?),
        _ => None,
    };
    let register = app.commands.known_register().state;
    let item = |(row, placement): &(&SeenRow<'_>, Placement<'_>)| {
        PlacementResponse::of(row, placement, name_of_speaker(register.at(who.now), row.speaker))
    };
    let answer = PlacementsResponse {
        items: shown.iter().map(item).collect(),
        page: Page::new(next, opened.as_of),
    };
    Answer::page(&request, &answer.page, &answer)
}

fn placements<'a>(
    dossier: &'a Dossier,
    rows: &'a [SeenRow<'a>],
    revision: u32,
    wanted: Option<PlacementStatus>,
) -> Vec<(&'a SeenRow<'a>, Placement<'a>)> {
    let placed = rows.iter().filter_map(|row| {
        let review = dossier.review.of(row.id);
        Some((row, place(&dossier.proposal, &row.comment, review, revision)?))
    });
    placed
        .filter(|(_, placement)| wanted.is_none_or(|wanted| wanted == placement.status))
        .collect()
}

impl PlacementResponse {
    fn of(row: &SeenRow<'_>, placement: &Placement<'_>, from: String) -> Self {
        Self {
            comment_id: row.id.0,
            number: row.number.clone(),
            from,
            status: placement.status,
            revision_before: row.comment.revision,
            paragraph_before: row.comment.paragraph.map(|paragraph| paragraph.0),
            quote_before: row.comment.quote.as_ref().map(QuoteResponse::from),
            paragraph: placement.paragraph.map(|paragraph| paragraph.label.clone()),
            paragraph_id: placement.paragraph.map(|paragraph| paragraph.id.0),
            quote: placement.quote.as_ref().map(QuoteResponse::from),
            confirmed: placement.confirmed.is_some(),
        }
    }
}
