//! `get_outcome_note`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::{ProposalId, Rejection};
use outcome_note::{Reading, note_document, outcome_note};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::App;
use crate::documents::{DocumentWords, answer_document};
use crate::http::answer::Answer;
use crate::http::as_of::ReadAt;
use crate::http::format::DocumentFormat;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::outcome::OutcomeNoteResponse;

/// Query parameters of `get_outcome_note`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OutcomeNoteQuery {
    /// The format; by default what `Accept` says.
    format: Option<DocumentFormat>,
    /// Language of the document's own words (BCP 47): English, Spanish, French, Indonesian, Korean, Turkish.
    #[param(example = "es")]
    language: Option<String>,
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get the outcome note
///
/// From the adoption on (before, 409 `not_adopted`): the adopted text, who took part, what changed because of whom, where the
/// members had no common view, reservations and explanations, associations (R24). Of comments and states it tells what you
/// see of them (R15).
#[utoipa::path(
    tag = "silence",
    params(("id" = Uuid, Path, description = "The proposal"), OutcomeNoteQuery),
    responses(
        (status = 200, description = "The outcome note", content(
            (OutcomeNoteResponse = "application/json"), (String = "text/markdown"),
            (String = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}/outcome")]
pub(super) async fn get_outcome_note(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    app.known_proposal(who.viewer(), *id, who.now).await?;
    let asked: OutcomeNoteQuery = query.parse()?;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let opened = app.open_dossier(who.viewer(), *id, who.now, at).await?;
    let reading = Reading {
        rights: &opened.rights,
        dossier: &opened.dossier,
        present: &opened.present,
        past: opened.past(),
    };
    let register = app.commands.known_register().state;
    let facts = outcome_note(&reading, &register).ok_or(Rejection::NotAdopted)?;
    match DocumentFormat::wanted(asked.format, &request) {
        DocumentFormat::Json => {
            let answer = OutcomeNoteResponse::of(reading.proposal(), facts, opened.as_of);
            Answer::view(&request, answer.as_of.log_position, &answer)
        }
        printed => {
            let words = DocumentWords::of(asked.language.as_deref(), register, who.now);
            let document = note_document(&reading, &facts, &words);
            let name = format!("outcome-note-{}", id.0);
            answer_document(&request, opened.as_of.log_position, &document, printed, &name)
        }
    }
}
