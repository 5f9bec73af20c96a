//! `get_silence_record`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::ProposalId;
use outcome_note::{Reading, record, record_document};
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
use crate::wire::record::SilenceRecordResponse;
use crate::wire::zone_for;

/// Query parameters of `get_silence_record`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SilenceRecordQuery {
    /// The format; by default what `Accept` says.
    format: Option<DocumentFormat>,
    /// Language of the document's own words (BCP 47): English, Spanish, French, Indonesian, Korean, Turkish.
    #[param(example = "es")]
    language: Option<String>,
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
    /// IANA time zone for local times; by default that of the asking state's capital.
    #[param(example = "Pacific/Fiji")]
    tz: Option<String>,
}

/// Get the record of silence
///
/// Every silence on the text: until when it was kept, what it left open and why, late comments noted, who broke it as far as
/// you may know, and how it ended; objections of states beside dispositions; reservations and explanations. Of comments it
/// tells what you see of them (R15).
#[utoipa::path(
    tag = "silence",
    params(("id" = Uuid, Path, description = "The proposal"), SilenceRecordQuery),
    responses(
        (status = 200, description = "The record", content(
            (SilenceRecordResponse = "application/json"), (String = "text/markdown"),
            (String = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}/silence/record")]
pub(super) async fn get_silence_record(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    app.known_proposal(who.viewer(), *id, who.now).await?;
    let asked: SilenceRecordQuery = query.parse()?;
    let register = app.commands.known_register().state;
    let zone = zone_for(asked.tz.as_deref(), register.at(who.now), who.state())?;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let opened = app.open_dossier(who.viewer(), *id, who.now, at).await?;
    let reading = Reading {
        rights: &opened.rights,
        dossier: &opened.dossier,
        present: &opened.present,
        past: opened.past(),
    };
    let facts = record(&reading);
    match DocumentFormat::wanted(asked.format, &request) {
        DocumentFormat::Json => {
            let answer = SilenceRecordResponse::of(&reading, facts, opened.as_of, zone);
            Answer::view(&request, answer.as_of.log_position, &answer)
        }
        printed => {
            let words = DocumentWords::of(asked.language.as_deref(), register.clone(), who.now);
            let document = record_document(&reading, &facts, &words);
            let name = format!("silence-record-{}", id.0);
            answer_document(&request, opened.as_of.log_position, &document, printed, &name)
        }
    }
}
