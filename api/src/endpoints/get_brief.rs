//! `get_brief`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use brief::{Earlier, Naming, Reading, Says, brief, brief_document};
use comment_sheets::words;
use consultation::ProposalId;
use consultation::alignment::stances::stances;
use consultation::visibility::Viewer;
use jiff::Timestamp;
use participation::took_part;
use revised_text::rolling_text;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::App;
use crate::documents::answer_document;
use crate::dossiers::OpenDossier;
use crate::http::answer::Answer;
use crate::http::as_of::{Point, ReadAt};
use crate::http::format::DocumentFormat;
use crate::http::path::PathId;
use crate::http::query::{QueryParams, invalid};
use crate::permission::MemberReader;
use crate::problem::Problem;
use crate::wire::brief::BriefResponse;
use crate::wire::{time_zone, zone_for};

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
    /// Show local times in this IANA zone instead of the capital's.
    #[param(example = "Asia/Seoul")]
    tz: Option<String>,
    /// Also tell what is new since a log position or instant, for example that of the last brief.
    #[param(example = "2027-03-05T09:00:00Z")]
    since: Option<String>,
    /// As it stood at a log position or instant; whether silence still fitted is judged by that instant. What may be
    /// seen, and whose views count, is decided by now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get the brief
///
/// Two pages for whoever decides: paragraphs by contention, who stands where, what the members differ on and since when,
/// which of them are silent, the sentence with the most states behind it, whether silence still fits before the key event,
/// and the request that puts all that is not differed on under silence. No sentence in it is drafted by the program:
/// wording is as a state put it forward. Made from what your state sees (R15); what only members may read or know is
/// marked. What the document has no room for is counted there, with where to read it.
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
    let zone = zone_for(asked.tz.as_deref(), register.at(who.now), Some(who.state))?.map(str::to_owned);
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
    let earlier = match asked.since.as_deref() {
        Some(since) => Some(app.earlier(viewer, *id, who.now, since).await?),
        None => None,
    };
    let known = earlier.as_ref().map(OpenDossier::rows);
    let earlier = earlier.as_ref().zip(known.as_ref()).map(|(then, rows)| Earlier {
        dossier: &then.dossier,
        rows,
        instant: then.as_of.instant,
    });
    let facts = brief(&Reading {
        earlier,
        ..Reading::of(&read, &text, &took_part, &members, register)
    });
    match DocumentFormat::wanted(asked.format, &request) {
        DocumentFormat::Json => {
            let answer = BriefResponse::of(*id, &facts, zone.as_deref(), opened.as_of);
            Answer::view(&request, answer.as_of.log_position, &answer)
        }
        printed => {
            let zone = time_zone(zone.as_deref());
            let naming = Naming {
                says: Says {
                    words: &words(asked.language.as_deref().unwrap_or("en")),
                    zone: &zone,
                },
                register,
                dossier: &opened.dossier,
                as_of: opened.as_of.instant,
            };
            let document = brief_document(&facts, &naming);
            let name = format!("brief-{}", id.0);
            answer_document(&request, opened.as_of.log_position, &document, printed, &name)
        }
    }
}

impl App {
    /// The proposal as it stood at the point that `since` names.
    async fn earlier(
        &self,
        viewer: Viewer,
        id: ProposalId,
        now: Timestamp,
        since: &str,
    ) -> Result<OpenDossier, Problem> {
        let point = Point::parse("since", since)?;
        let found = self.open_dossier(viewer, id, now, ReadAt::AsOf(point)).await;
        found.map_err(|problem| match problem.code() {
            "not_found" => invalid("since", "is before the proposal was tabled"),
            _ => problem,
        })
    }
}
