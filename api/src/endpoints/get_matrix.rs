//! `get_matrix`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use comment_sheets::SheetFormat;
use consultation::register::RegisterAt;
use consultation::review::Standing;
use consultation::submission::CommentType;
use consultation::visibility::ReadingKey;
use consultation::{LanguageTag, Proposal, ProposalId, RegisterCode, StateCode};
use proposal_input::ParagraphFilter;
use resolution_matrix::{About, Matrix, MatrixFilter, Speakers};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::dossiers::OpenDossier;
use crate::http::answer::Answer;
use crate::http::as_of::ReadAt;
use crate::http::page::{self, CursorScope, Page};
use crate::http::path::PathId;
use crate::http::query::{QueryParams, invalid};
use crate::matrix_sheet::{SheetSource, accepted, attachment, negotiated};
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::asked::{SpeakersAsked, disposition_of, paragraph_of, words_of};
use crate::wire::input::known_consultation;
use crate::wire::matrix::{MatrixRowResponse, MatrixWriter};
use crate::wire::names::{CommentTypeName, DispositionFilterName, StandingOfMembersName};

/// What the matrix is offered as.
const OFFERED: [SheetFormat; 5] = [
    SheetFormat::Json,
    SheetFormat::Csv,
    SheetFormat::Xlsx,
    SheetFormat::Docx,
    SheetFormat::Markdown,
];

/// A page of the matrix in reading order.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MatrixResponse {
    /// The rows.
    pub items: Vec<MatrixRowResponse>,
    /// Where the page stands.
    pub page: Page,
}

/// Query parameters of `get_matrix`. Filters look only at what the viewer sees.
#[derive(Debug, Clone, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct MatrixQuery {
    /// `json`, `csv`, `xlsx`, `docx` or `md`; without it the first media type of `Accept` that is one of these, else
    /// `json`. Only JSON comes in pages.
    #[param(example = "json")]
    format: Option<String>,
    /// Label or id of a paragraph; empty (`paragraph=`) for general comments.
    #[param(example = "2")]
    paragraph: Option<String>,
    /// One state (ISO 3166-1).
    #[param(value_type = Option<String>, example = "FJI")]
    state: Option<StateCode>,
    /// M49 code of a region, sub-region or intermediate region.
    #[param(example = "054")]
    region: Option<String>,
    /// The states of this regional group (code in the register).
    #[param(value_type = Option<String>, example = "PIF")]
    group: Option<RegisterCode>,
    /// What the comment asks for.
    #[serde(rename = "type")]
    #[param(rename = "type", value_type = Option<CommentTypeName>)]
    kind: Option<CommentType>,
    /// The language of its words (BCP 47); `es` finds `es-MX`, too.
    #[param(value_type = Option<String>, example = "es")]
    language: Option<LanguageTag>,
    /// What was published about it, or for members is proposed now; `none`: nothing is.
    #[param(value_type = Option<DispositionFilterName>)]
    disposition: Option<String>,
    /// Number of a consultation; by default comments of all.
    consultation: Option<u32>,
    /// Whether it came after closing.
    late: Option<bool>,
    /// Words: a substring of text, proposed wording, explanation or translations, whatever the case.
    #[param(example = "voluntary")]
    q: Option<String>,
    /// Where the members stand on it. For members only.
    #[param(value_type = Option<StandingOfMembersName>)]
    convergence: Option<String>,
    /// One of its topics. For members only.
    #[param(example = "voluntary or mandatory")]
    topic: Option<String>,
    /// The member that prepares its disposition (ISO 3166-1). For members only.
    #[param(value_type = Option<String>, example = "KOR")]
    assigned_to: Option<StateCode>,
    /// Where the page before ended.
    cursor: Option<String>,
    /// Rows on a page, 1 to 200; 50 by default.
    limit: Option<u32>,
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now; words that were
    /// changed or withdrawn since are shown to the own state only.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get the resolution matrix
///
/// Each comment in reading order, what became of it, the response, and the later revisions that changed its paragraph.
/// Members also read what they propose and think of it (R18); the filters `convergence`, `topic` and `assigned_to` are
/// theirs. As CSV, XLSX, DOCX or Markdown it is one file of all rows that the filters find.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The proposal"), MatrixQuery),
    responses(
        (status = 200, description = "A page of rows, or a file", content(
            (MatrixResponse = "application/json"), (String = "text/csv"), (String = "text/markdown"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")),
            headers(("Link" = String, description = "The next page, if there is one"))),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}/matrix")]
pub(super) async fn get_matrix(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    app.known_proposal(who.viewer(), *id, who.now).await?;
    let asked: MatrixQuery = query.parse()?;
    let format = negotiated(asked.format.as_deref(), accepted(request.headers()), &OFFERED)?;
    let (limit, at) = (
        page::limit(asked.limit)?,
        ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?,
    );
    let open = app.open_dossier(who.viewer(), *id, who.now, at).await?;
    let register = app.commands.known_register().state;
    let of_whom = register.at(at.instant_of(open.as_of, who.now));
    let filter = asked.filter(&open.dossier.proposal, of_whom)?;
    refuse_unless_member(&who, &open, &filter)?;
    let now = register.at(who.now);
    let members = now.members().map(|member| member.state).collect();
    let matrix = Matrix::of(&open.rights, &open.dossier, open.past(), members);
    if format == SheetFormat::Json {
        let source = MatrixWriter {
            open: &open,
            matrix: &matrix,
            register: now,
        };
        return asked.page(*id, source, &filter, limit, &request);
    }
    let found: Vec<_> = matrix.find(&filter).collect();
    let source = SheetSource {
        open: &open,
        register: now,
    };
    let file = attachment(source.some(matrix.rows(), &found), format, "matrix").await?;
    Answer::read(open.as_of.log_position).file_unless_known(&request, file)
}

/// What the members do with comments is for them (R18): others may not ask for it either.
fn refuse_unless_member(who: &Reader, open: &OpenDossier, filter: &MatrixFilter) -> Result<(), Problem> {
    match (&who.identity, filter.is_for_members() && !open.rights.is_member()) {
        (_, false) => Ok(()),
        (None, true) => Err(Problem::of("unauthenticated")),
        (Some(_), true) => Err(Problem::of("not_a_member")),
    }
}

impl MatrixQuery {
    fn page(
        &self,
        id: ProposalId,
        writer: MatrixWriter<'_>,
        filter: &MatrixFilter,
        limit: u32,
        request: &HttpRequest,
    ) -> Result<HttpResponse, Problem> {
        let cursors = CursorScope::new("get_matrix", &(id.0, self.without_page()), "reading_order")?;
        let after: Option<ReadingKey> = cursors.after(self.cursor.as_deref())?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let found = writer.matrix.page(filter, after.as_ref(), limit);
        let next = cursors.next(found.end.as_ref())?;
        let answer = MatrixResponse {
            items: found.rows.into_iter().map(|row| writer.row(row)).collect(),
            page: Page::new(next, writer.open.as_of),
        };
        Answer::page(request, &answer.page, &answer)
    }

    /// What a cursor is bound to.
    fn without_page(&self) -> Self {
        Self {
            cursor: None,
            limit: None,
            at_least: None,
            format: None,
            ..self.clone()
        }
    }

    fn filter(&self, proposal: &Proposal, register: RegisterAt<'_>) -> Result<MatrixFilter, Problem> {
        let speakers = SpeakersAsked {
            state: self.state,
            region: self.region.as_deref(),
            neighbourhood: None,
            group: self.group.as_ref(),
        };
        let (states, labels) = speakers.states_and_labels(register)?;
        let about = self.paragraph.as_deref().map(|wanted| paragraph_of(proposal, wanted));
        Ok(MatrixFilter {
            about: about.transpose()?.map(|about| match about {
                ParagraphFilter::General => About::General,
                ParagraphFilter::AnyOf(ids) => About::AnyOf(ids),
            }),
            speakers: states.map(|states| Speakers { states, labels }),
            consultation: known_consultation(proposal, self.consultation)?,
            kind: self.kind,
            language: self.language.clone(),
            late: self.late,
            disposition: self.disposition.as_deref().map(disposition_of).transpose()?,
            words: self.q.as_deref().map(words_of).transpose()?,
            convergence: self.convergence.as_deref().map(standing_of).transpose()?,
            topic: self.topic.clone(),
            assigned_to: self.assigned_to,
        })
    }
}

fn standing_of(name: &str) -> Result<Standing, Problem> {
    match name {
        "not_proposed" => Ok(Standing::NotProposed),
        "agreed" => Ok(Standing::Agreed),
        "differing" => Ok(Standing::Differing),
        "waiting" => Ok(Standing::Waiting),
        _ => Err(invalid(
            "convergence",
            "is none of not_proposed, agreed, differing, waiting",
        )),
    }
}
