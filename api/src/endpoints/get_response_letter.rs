//! `get_response_letter`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use comment_sheets::SheetFormat;
use comment_sheets::document::{to_docx, to_markdown};
use consultation::visibility::Viewer;
use consultation::{LanguageTag, ProposalId};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::App;
use crate::http::answer::{Answer, Attachment};
use crate::http::as_of::ReadAt;
use crate::http::path::{PathId, PathState};
use crate::http::query::QueryParams;
use crate::letters::{language_of, letter};
use crate::matrix_sheet::{accepted, negotiated};
use crate::permission::Delegation;
use crate::problem::Problem;

/// The formats of a letter.
const FORMATS: [SheetFormat; 2] = [SheetFormat::Markdown, SheetFormat::Docx];

/// Query parameters of `get_response_letter`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct GetResponseLetterQuery {
    /// `md` or `docx`; without it by `Accept`, else `md`.
    #[param(example = "docx")]
    format: Option<String>,
    /// The language of our own words (BCP 47): English, Spanish, French, Indonesian, Korean or Turkish, English for
    /// any other; without it the state's, as far as it is one of these. Comments and responses are never translated.
    #[param(value_type = Option<String>, example = "es")]
    language: Option<LanguageTag>,
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now; words that were
    /// changed or withdrawn since are shown to the own state only.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get the response letter to a state
///
/// Addressed to one state: each of its comments with the published disposition and response, what became of the
/// paragraph, the state's answer, and how to answer. For the delegation of that state, and for members as far as they
/// see its comments under its name: one that is not for attribution is never tied to the state here (R15). Members are
/// never named. 409 `nothing_published` before the first disposition is published.
#[utoipa::path(
    tag = "sheets",
    params(
        ("id" = Uuid, Path, description = "The proposal"),
        ("state" = String, Path, description = "ISO 3166-1 alpha-3 code of the state", example = "FJI"),
        GetResponseLetterQuery,
    ),
    responses(
        (status = 200, description = "The letter", content(
            (String = "text/markdown"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")), headers(
            ("Content-Disposition" = String, description = "`attachment`, with a file name"),
            ("Log-Position" = u64, description = "The log position that the letter reflects"))),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security(("bearer" = [])),
)]
#[get("/v1/proposals/{id}/letters/{state}")]
pub(super) async fn get_response_letter(
    who: Delegation,
    app: Data<App>,
    id: PathId<ProposalId>,
    state: PathState,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let (id, PathState(state)) = (*id, state);
    let visible = app.known_proposal(Viewer::Delegation(who.state), id, who.now).await?;
    if !visible.rights.is_own(state) && !visible.rights.is_member() {
        return Err(Problem::of("forbidden").detail("The letter to a state is for its delegation and for members."));
    }
    let asked: GetResponseLetterQuery = query.parse()?;
    let format = negotiated(asked.format.as_deref(), accepted(request.headers()), &FORMATS)?;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let open = app.open_dossier(Viewer::Delegation(who.state), id, who.now, at).await?;
    let register = app.commands.known_register().state;
    let register = register.at(who.now);
    let language = asked
        .language
        .as_ref()
        .map_or_else(|| language_of(state), LanguageTag::as_str);
    let letter = letter(&open, register, state, language);
    let letter = letter.ok_or_else(|| Problem::of("nothing_published"))?;
    let bytes = match format {
        SheetFormat::Docx => to_docx(&letter).map_err(Problem::internal)?,
        _ => to_markdown(&letter).into_bytes(),
    };
    let file = Attachment {
        name: format!("letter-{state}-{id}.{}", format.name()),
        media_type: format.media_type(),
        bytes,
    };
    Answer::read(open.as_of.log_position).file_unless_known(&request, file)
}
