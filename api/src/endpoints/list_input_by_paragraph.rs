//! `list_input_by_paragraph`

use std::collections::{BTreeMap, BTreeSet};

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::{ParagraphId, ProposalId, StateCode};
use proposal_input::{ParagraphItem, Speaker, Tally, list_paragraphs, summarise};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::ReadAt;
use crate::http::page::Page;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::input::{self, Counts};

/// Paragraphs in reading order, each with what was said about it. Never cut into pages.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InputByParagraphResponse {
    /// General comments first, then every paragraph that the proposal ever had.
    pub items: Vec<ParagraphInput>,
    /// Always the last page.
    pub page: Page,
}

/// What was said about a paragraph.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ParagraphInput {
    /// The paragraph; null: general comments.
    pub paragraph_id: Option<Uuid>,
    /// Its label in the newest revision that has it.
    #[schema(example = "2")]
    pub label: Option<String>,
    /// Its text there.
    #[schema(example = "They shall exchange information on incidents on a voluntary basis.")]
    pub text: Option<String>,
    /// The newest revision that has it.
    #[schema(example = 0)]
    pub revision: Option<u32>,
    /// True if the newest revision does not have it any more.
    #[schema(example = false)]
    pub deleted: bool,
    /// Comments about it.
    #[schema(example = 88)]
    pub comments: u64,
    /// The same by type; every type is there.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub by_type: Counts,
    /// States that commented and that the viewer may know.
    #[schema(value_type = Vec<String>, example = json!(["FJI", "WSM"]))]
    pub states: BTreeSet<StateCode>,
    /// How many of the comments come from states that the viewer may not know.
    #[schema(example = 0)]
    pub not_for_attribution: u64,
}

/// Query parameters of `list_input_by_paragraph`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct InputByParagraphQuery {
    /// Number of a consultation; by default all of the proposal count.
    consultation: Option<u32>,
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// List the input by paragraph
///
/// In reading order, general comments first, paragraphs without comments included. A paragraph that the newest
/// revision no longer has stands where it was and is marked as deleted.
#[utoipa::path(
    tag = "input",
    params(("id" = Uuid, Path, description = "The proposal"), InputByParagraphQuery),
    responses(
        (status = 200, description = "Paragraphs with counts", body = InputByParagraphResponse),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}/input/paragraphs")]
pub(super) async fn list_input_by_paragraph(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let visible = app.known_proposal(who.viewer(), *id, who.now).await?;
    let asked: InputByParagraphQuery = query.parse()?;
    let scope = input::scope(&visible, asked.consultation)?;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let mut read = app.read_input(&visible, at).await?;
    let paragraphs = list_paragraphs(read.conn(), *id).await?;
    let summary = summarise(read.conn(), &scope).await?;
    let answer = InputByParagraphResponse {
        items: items(&summary.tallies, &paragraphs),
        page: Page::new(None, read.as_of()),
    };
    Answer::page(&request, &answer.page, &answer)
}

fn items(tallies: &[Tally], paragraphs: &[ParagraphItem]) -> Vec<ParagraphInput> {
    let mut said: BTreeMap<Option<ParagraphId>, Vec<&Tally>> = BTreeMap::new();
    for tally in tallies {
        said.entry(tally.paragraph).or_default().push(tally);
    }
    let said_of = |paragraph| said.get(&paragraph).map_or(&[][..], Vec::as_slice);
    let general = ParagraphInput::of(None, said_of(None));
    let specific = paragraphs
        .iter()
        .map(|paragraph| ParagraphInput::of(Some(paragraph), said_of(Some(paragraph.id))));
    std::iter::once(general).chain(specific).collect()
}

impl ParagraphInput {
    fn of(paragraph: Option<&ParagraphItem>, tallies: &[&Tally]) -> Self {
        let mut answer = Self {
            paragraph_id: paragraph.map(|paragraph| paragraph.id.0),
            label: paragraph.map(|paragraph| paragraph.label.clone()),
            text: paragraph.map(|paragraph| paragraph.text.clone()),
            revision: paragraph.map(|paragraph| paragraph.revision),
            deleted: paragraph.is_some_and(|paragraph| !paragraph.present),
            comments: 0,
            by_type: input::no_types(),
            states: BTreeSet::new(),
            not_for_attribution: 0,
        };
        for tally in tallies {
            answer.comments += tally.comments;
            input::add(&mut answer.by_type, tally.kind.as_str(), tally.comments);
            match tally.speaker {
                Speaker::State(state) => drop(answer.states.insert(state)),
                Speaker::Labelled(_) => answer.not_for_attribution += tally.comments,
            }
        }
        answer
    }
}
