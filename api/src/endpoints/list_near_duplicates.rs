//! `list_near_duplicates`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::ProposalId;
use consultation::review::near_duplicates::near_duplicates;
use consultation::visibility::Viewer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::ReadAt;
use crate::http::page::Page;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberReader;
use crate::problem::Problem;

/// Query parameters of `list_near_duplicates`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct NearDuplicatesQuery {
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now; words that were
    /// changed or withdrawn since are compared for the own state only.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Groups of comments in nearly the same words.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NearDuplicatesResponse {
    /// The groups, in reading order of their first comments.
    pub items: Vec<NearDuplicateGroup>,
    /// Always the last page.
    pub page: Page,
}

/// Comments in nearly the same words.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NearDuplicateGroup {
    /// The same words, but for case, width and punctuation.
    #[schema(example = false)]
    pub identical: bool,
    /// At least two, in reading order.
    pub comments: Vec<NearDuplicateComment>,
}

/// A comment in a group.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NearDuplicateComment {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    #[schema(example = "FJI-001")]
    pub number: String,
}

/// List near duplicates
///
/// For members: groups of comments in nearly the same words, by the share of runs of five characters that their texts and
/// proposed wordings have in common. It only suggests; a member disposes of one with `duplicate_of`. Never cut into pages.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The proposal"), NearDuplicatesQuery),
    responses(
        (status = 200, description = "The groups", body = NearDuplicatesResponse, headers(
            ("ETag" = String, description = "Begins with the version of the comment's review"),
            ("Log-Position" = u64, description = "Position of the event"))),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security(("bearer" = [])),
)]
#[get("/v1/proposals/{id}/input/near-duplicates")]
pub(super) async fn list_near_duplicates(
    who: MemberReader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let viewer = Viewer::Delegation(who.state);
    app.known_proposal(viewer, *id, who.now).await?;
    let asked: NearDuplicatesQuery = query.parse()?;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let opened = app.open_dossier(viewer, *id, who.now, at).await?;
    let rows = opened.rows();
    let numbers: BTreeMap<_, _> = rows.iter().map(|row| (row.id, row.number.clone())).collect();
    // Of words that are withheld nothing is told, nor that they are alike.
    let words = rows.iter().filter(|row| !row.superseded).map(|row| {
        let wording = row
            .comment
            .proposed_wording
            .as_ref()
            .and_then(|wording| wording.text.as_deref());
        (row.id, format!("{} {}", row.comment.text, wording.unwrap_or_default()))
    });
    let words: Vec<_> = words.collect();
    let groups = near_duplicates(words.iter().map(|(id, text)| (*id, text.as_str())));
    let item = |id: &consultation::CommentId| NearDuplicateComment {
        id: id.0,
        number: numbers.get(id).cloned().unwrap_or_default(),
    };
    let items = groups.iter().map(|group| NearDuplicateGroup {
        identical: group.identical,
        comments: group.comments.iter().map(item).collect(),
    });
    let answer = NearDuplicatesResponse {
        items: items.collect(),
        page: Page::new(None, opened.as_of),
    };
    Answer::page(&request, &answer.page, &answer)
}
