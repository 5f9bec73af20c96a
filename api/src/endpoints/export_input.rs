//! `export_input`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use comment_sheets::SheetFormat;
use consultation::ProposalId;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::ReadAt;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::matrix_sheet::{SheetSource, accepted, attachment, negotiated};
use crate::permission::Reader;
use crate::problem::Problem;

/// Query parameters of `export_input`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ExportInputQuery {
    /// `csv`, `xlsx`, `docx`, `md`, `json`, `ndjson` or `jsonld`; without it the first media type of `Accept` that is
    /// one of these, else `csv`.
    #[param(example = "xlsx")]
    format: Option<String>,
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now; words that were
    /// changed or withdrawn since are shown to the own state only.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Export all input on a proposal
///
/// One file with every comment that the reader may see, in reading order, what became of each, and the submissions
/// that have no comment: never truncated. The file names its time zone and the log position that it reflects, and
/// carries no author and no other office metadata. XLSX has the threads and a description of the columns as further
/// sheets; DOCX has the eight columns of the ISO/IEC template for comments. What is exported as CSV, XLSX or DOCX can
/// be filled in and imported again (`import_sheet`).
#[utoipa::path(
    tag = "sheets",
    params(("id" = Uuid, Path, description = "The proposal"), ExportInputQuery),
    responses(
        (status = 200, description = "The file", content(
            (String = "text/csv"), (String = "text/markdown"), (serde_json::Value = "application/json"),
            (String = "application/x-ndjson"), (serde_json::Value = "application/ld+json"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")), headers(
            ("Content-Disposition" = String, description = "`attachment`, with a file name"),
            ("Log-Position" = u64, description = "The log position that the file reflects"))),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}/export")]
pub(super) async fn export_input(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    app.visible_proposal(who.viewer(), *id, who.now).await?;
    let asked: ExportInputQuery = query.parse()?;
    let format = negotiated(asked.format.as_deref(), accepted(request.headers()), &SheetFormat::ALL)?;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let open = app.open_dossier(who.viewer(), *id, who.now, at).await?;
    let register = app.commands.known_register().state;
    let source = SheetSource {
        open: &open,
        register: register.at(who.now),
    };
    let sheet = source.whole();
    let file = attachment(sheet, format, "comments").await?;
    Answer::read(open.as_of.log_position).file_unless_known(&request, file)
}
