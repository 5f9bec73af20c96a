//! `get_brief`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use brief::{Brief, Naming, Reading, brief, brief_document};
use comment_sheets::document::Document;
use comment_sheets::words;
use consultation::ProposalId;
use consultation::alignment::stances::stances;
use consultation::register::RegisterAt;
use consultation::visibility::Viewer;
use participation::took_part;
use revised_text::rolling_text;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::App;
use crate::documents::answer_document;
use crate::dossiers::OpenDossier;
use crate::http::answer::Answer;
use crate::http::as_of::ReadAt;
use crate::http::format::DocumentFormat;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberReader;
use crate::problem::Problem;
use crate::wire::brief::BriefResponse;

/// Query parameters of `get_brief`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BriefQuery {
    /// The format; by default what `Accept` says.
    format: Option<DocumentFormat>,
    /// Language of the document's own words (BCP 47): English, Spanish, French, Indonesian, Korean, Turkish.
    #[param(example = "ko")]
    language: Option<String>,
    /// As it stood at a log position or instant; whether silence still fitted is judged by that instant. What may be
    /// seen, and whose views count, is decided by now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get the brief
///
/// Two pages for whoever decides: paragraphs by contention, who stands where, what the members differ on and since when,
/// the alternative with the most states behind it on the most contended paragraph, whether silence still fits before the
/// key event, and the request that puts all that is not differed on under silence. No sentence in it is drafted by the
/// program: wording is as a state put it forward. Made from what your state sees (R15).
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The proposal"), BriefQuery),
    responses(
        (status = 200, description = "The brief", content(
            (BriefResponse = "application/json"), (String = "text/markdown"),
            (String = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security(("bearer" = [])),
)]
#[get("/v1/proposals/{id}/brief")]
pub(super) async fn get_brief(
    who: MemberReader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let viewer = Viewer::Delegation(who.state);
    app.known_proposal(viewer, *id, who.now).await?;
    let asked: BriefQuery = query.parse()?;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let opened = app.open_dossier(viewer, *id, who.now, at).await?;
    let register = app.commands.known_register().state;
    let register = register.at(at.instant_of(opened.as_of, who.now));
    let (members, rows) = (app.members_at(who.now), opened.rows());
    let question = opened.asked(register, None);
    let stances = stances(question);
    let took_part = took_part(question, &stances);
    let read = revised_text::Reading {
        dossier: &opened.dossier,
        rows: &rows,
        stances: &stances,
        members: Some(&members),
        now: who.now,
    };
    let newest = opened.dossier.proposal.latest_revision().map_or(0, |one| one.number);
    let text = rolling_text(&read, newest).ok_or_else(|| Problem::of("not_found"))?;
    let facts = brief(&Reading::of(&read, &text, &took_part, &members, register));
    match DocumentFormat::wanted(asked.format, &request) {
        DocumentFormat::Json => {
            let answer = BriefResponse::of(*id, &facts, opened.as_of);
            Answer::view(&request, answer.as_of.log_position, &answer)
        }
        printed => {
            let document = document(&opened, &facts, register, asked.language.as_deref());
            let name = format!("brief-{}", id.0);
            answer_document(&request, opened.as_of.log_position, &document, printed, &name)
        }
    }
}

fn document(opened: &OpenDossier, facts: &Brief<'_>, register: RegisterAt<'_>, language: Option<&str>) -> Document {
    let naming = Naming {
        words: &words(language.unwrap_or("en")),
        register,
        dossier: &opened.dossier,
        as_of: opened.as_of.instant,
    };
    brief_document(facts, &naming)
}
