//! `import_sheet`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::{LanguageTag, ProposalId, permit};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::file_body::SheetBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::{SentBy, SheetSender};
use crate::problem::Problem;
use crate::sheet_import::{ImportSheetResponse, Sent, proposal_for};
use crate::submissions::parsed_if_permitted;
use crate::wire::instant::Instant;

/// Query parameters of `import_sheet`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ImportSheetQuery {
    /// Only check and report; nothing is recorded.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
    /// Language of rows that name none (BCP 47); comments that rows continue keep theirs.
    #[param(value_type = Option<String>, example = "en")]
    language: Option<LanguageTag>,
    /// For operators, needed: by what channel the file came.
    #[param(example = "e-mail")]
    channel: Option<String>,
    /// For operators, needed: when it is said to have been received; with an offset from UTC, and not in the future.
    #[param(value_type = Option<String>, example = "2027-01-18T15:00:00Z")]
    received_at: Option<Instant>,
}

/// Import a filled sheet
///
/// The file is the body: CSV, XLSX or DOCX, as this program exports it (`export_input`) or in the eight columns of the
/// ISO/IEC template for comments. The answer says of every row what became of it; a row at fault is refused alone.
///
/// A focal point's sheet is lodged as its state's submission, or revises it: `FJI-003` continues that comment, a row
/// without number makes a new one unless the same is there already, comments that no row names stay, and what the
/// sheet has no column for stays as it was. The same sheet again changes nothing. An operator's sheet is entered, state
/// by state, as by `enter_submission`: rows are known again by reference and paragraph, numbers are not looked at, and
/// the SHA-256 of the file is the evidence; repeating it is safe without an Idempotency-Key, which is not looked at.
///
/// A member's sheet is the matrix that it exported: `disposition`, `duplicate_of`, `response` and `agreed_wording`, or
/// the column "Observations" of the eight, are proposed for the comment with that number, as by `propose_disposition`;
/// nothing else in it is looked at. Rows that are as they were exported are skipped. A row whose disposition was
/// proposed, published or answered by others since then is refused (`changed_meanwhile`), never overwritten. The same
/// sheet again changes nothing; an Idempotency-Key is not looked at.
///
/// Formulas are refused row by row; macros, passwords and files that inflate to too much are refused whole. Nothing
/// that a file links to is fetched.
#[utoipa::path(
    tag = "sheets",
    params(("id" = Uuid, Path, description = "The proposal; its current consultation is meant"), ImportSheetQuery),
    request_body(content(
        (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/octet-stream"),
    )),
    responses(
        (status = 200, description = "What became of every row; some may be refused", body = ImportSheetResponse, headers(
            ("Log-Position" = u64, description = "The newest position that the answer takes into account"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/sheets")]
pub(super) async fn import_sheet(
    who: SheetSender,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: SheetBody,
) -> Result<HttpResponse, Problem> {
    let proposal = proposal_for(&app, &who, *id).await?;
    let register = app.commands.known_register().state;
    let permitted = match who.by {
        SentBy::FocalPoint(state) => permit::lodge(register.at(who.now), &proposal, state).map(|_| ()),
        SentBy::Member(_) | SentBy::Operator => Ok(()),
    };
    let parsed = query
        .parse()
        .and_then(|asked: ImportSheetQuery| Ok((asked, body.sheet()?)));
    let (asked, bytes) = parsed_if_permitted(permitted.clone(), parsed)?;
    permitted?;
    let sent = Sent {
        app: &app,
        who: &who,
        request: &request,
        proposal: &proposal,
        bytes,
        language: asked.language,
        dry_run: asked.dry_run,
    };
    let answer = match who.by {
        SentBy::FocalPoint(state) => sent.lodge(state).await?,
        SentBy::Member(state) => sent.review(state).await?,
        SentBy::Operator => {
            sent.enter(asked.channel, asked.received_at.map(|instant| instant.0))
                .await?
        }
    };
    Ok(Answer::written(answer.log_position).json(&answer))
}
