//! What `import_sheet` does with a sheet: lodges it for the state that sends it, enters it for others, or proposes the
//! dispositions that a member filled in.

mod entering;
mod lodging;
mod reviewing;

use std::sync::Arc;

use actix_web::HttpRequest;
use comment_sheets::{Mapping, SheetError};
use consultation::command::EnteredBy;
use consultation::visibility::Viewer;
use consultation::{LanguageTag, Proposal, ProposalId, StateCode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::file_body::sentence;
use crate::permission::{SentBy, SheetSender};
use crate::problem::Problem;
use crate::sheets_in::report::{Report, RowReport};
use crate::sheets_in::rows::{Format, Reading, Sheet, read};

/// What became of a sheet.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportSheetResponse {
    /// Nothing was recorded.
    pub dry_run: bool,
    /// Rows that were refused.
    #[schema(example = 0)]
    pub refused: usize,
    /// Every row, in the order of the file; empty ones are left out.
    pub(crate) rows: Vec<RowReport>,
    /// Columns that nothing was read from.
    #[schema(example = json!(["state_name"]))]
    pub unused_columns: Vec<String>,
    /// Lines that were taken for notes beside the table.
    #[schema(example = json!([14]))]
    pub notes: Vec<u64>,
    /// The newest log position that the answer takes into account.
    #[schema(example = 42)]
    pub log_position: u64,
}

/// The proposal, if whoever sends a sheet may know of it.
///
/// # Errors
/// 404 `not_found`, whether it is unknown or hidden (R15d).
pub async fn proposal_for(app: &App, who: &SheetSender, id: ProposalId) -> Result<Arc<Proposal>, Problem> {
    let (SentBy::FocalPoint(state) | SentBy::Member(state)) = who.by else {
        app.proposal_to_enter(EnteredBy::Operator, id, who.now).await?;
        let found = app.commands.find_proposal(id).await?;
        return found.map(|found| found.state).ok_or_else(|| Problem::of("not_found"));
    };
    let visible = app.known_proposal(Viewer::Delegation(state), id, who.now).await?;
    Ok(visible.proposal)
}

/// A sheet as it was sent.
pub struct Sent<'a> {
    /// The program.
    pub app: &'a App,
    /// Who sent it.
    pub who: &'a SheetSender,
    /// How.
    pub request: &'a HttpRequest,
    /// What it is about.
    pub proposal: &'a Proposal,
    /// The file.
    pub bytes: &'a [u8],
    /// The language of rows that name none.
    pub language: Option<LanguageTag>,
    /// Whether nothing is to be recorded.
    pub dry_run: bool,
}

fn unreadable(error: &SheetError) -> Problem {
    Problem::of("unreadable_sheet").detail(sentence(error))
}

impl Sent<'_> {
    fn read(&self, only: Option<StateCode>, language: Option<&LanguageTag>) -> Result<Sheet, Problem> {
        let reading = Reading {
            proposal: self.proposal.id,
            only,
            zone: None,
            language,
            now: self.who.now,
            ids: self.app.ids.as_ref(),
        };
        let sheet = read(Format::Sheet, self.bytes, &Mapping::default(), &reading);
        sheet.map_err(|error| unreadable(&error))
    }

    fn answer(&self, report: Report, sheet: (Vec<String>, Vec<u64>), position: Option<u64>) -> ImportSheetResponse {
        let (unused_columns, notes) = sheet;
        ImportSheetResponse {
            dry_run: self.dry_run,
            refused: report.refused(),
            rows: report.into_lines(),
            unused_columns,
            notes,
            log_position: position.unwrap_or(self.app.head().0),
        }
    }
}
