//! `get_input_summary`

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::{ParagraphId, ProposalId, geography};
use proposal_input::{ParagraphItem, Speaker, Summary, Tally, list_paragraphs, summarise};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::http::as_of::{AsOf, ReadAt};
use crate::http::kept::KeptAnswer;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::input::{self, Counts, NOT_FOR_ATTRIBUTION};

/// All input on a proposal in figures, as far as the viewer may see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "as_of": {"log_position": 42, "instant": "2027-02-01T09:00:00Z"},
    "submissions": 2, "comments": 3, "late": 0,
    "by_position": {"supports": 1, "supports_with_amendments": 1, "has_a_reservation": 0, "does_not_support": 0,
        "no_objection": 0, "position_reserved": 0, "not_stated": 0},
    "by_type": {"substantive": 2, "technical": 0, "editorial": 1, "translation": 0},
    "by_paragraph": [{"paragraph_id": null, "label": null, "comments": 1},
        {"paragraph_id": "01940000-0000-7000-8000-000000000002", "label": "1", "comments": 2}],
    "by_region": [{"code": "054", "name": "Melanesia", "comments": 3}],
    "by_language": {"en": 2, "es": 1, "not_for_attribution": 0},
    "invited": 3, "silent": 1
}))]
pub(super) struct InputSummaryResponse {
    /// Which state of the log this is.
    pub as_of: AsOf,
    /// Submissions that stand. Under seal: how many states have lodged.
    #[schema(example = 41)]
    pub submissions: u64,
    /// Comments that stand.
    #[schema(example = 620)]
    pub comments: u64,
    /// Submissions of which something that the viewer sees came after closing.
    #[schema(example = 3)]
    pub late: u64,
    /// Submissions by position, where the viewer may know it; every position is there, and `not_stated`.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub by_position: Counts,
    /// Comments by type; every type is there.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub by_type: Counts,
    /// Comments by paragraph in reading order, general ones first; every paragraph that the proposal ever had is there.
    pub by_paragraph: Vec<ParagraphCount>,
    /// Comments by M49 sub-region; every one with an invited state is there. Comments whose state may not be known
    /// are counted under the area of their label, which may be a region.
    pub by_region: Vec<RegionCount>,
    /// Comments by language (BCP 47). `not_for_attribution`: those whose state the viewer may not know, whatever
    /// their language.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub by_language: Counts,
    /// States that were invited, at the opening.
    #[schema(example = 91)]
    pub invited: u64,
    /// Invited states without a submission that the viewer may know of: silent, or not for attribution.
    #[schema(example = 50)]
    pub silent: u64,
}

/// Comments about a paragraph.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ParagraphCount {
    /// The paragraph; null: general comments.
    pub paragraph_id: Option<Uuid>,
    /// Its label in the newest revision that has it.
    #[schema(example = "2")]
    pub label: Option<String>,
    /// How many.
    #[schema(example = 88)]
    pub comments: u64,
}

/// Comments from an area.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RegionCount {
    /// M49 code; null: no area is known, or M49 has none.
    #[schema(example = "054")]
    pub code: Option<String>,
    /// English M49 name.
    #[schema(example = "Melanesia")]
    pub name: String,
    /// How many.
    #[schema(example = 12)]
    pub comments: u64,
}

/// Query parameters of `get_input_summary`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct InputSummaryQuery {
    /// Number of a consultation; by default all of the proposal count.
    consultation: Option<u32>,
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Sum up the input
///
/// Figures over all submissions and comments that stand and that the viewer may see. Withdrawn ones do not count.
#[utoipa::path(
    tag = "input",
    params(("id" = Uuid, Path, description = "The proposal"), InputSummaryQuery),
    responses(
        (status = 200, description = "The figures", body = InputSummaryResponse),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}/input")]
pub(super) async fn get_input_summary(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let visible = app.known_proposal(who.viewer(), *id, who.now).await?;
    let asked: InputSummaryQuery = query.parse()?;
    let scope = input::scope(&visible, asked.consultation)?;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let place = app.place_of(&request, &visible, at);
    if let Some(kept) = app.find_kept(place.as_ref()) {
        return Ok(kept.respond(&request));
    }
    let mut read = app.read_input(&visible, at).await?;
    let paragraphs = list_paragraphs(read.conn(), *id).await?;
    let summary = summarise(read.conn(), &scope).await?;
    let answer = InputSummaryResponse::of(read.as_of(), &summary, &paragraphs);
    let answer = KeptAnswer::of(answer.as_of.log_position, None, &answer)?;
    app.keep(place, &answer);
    Ok(answer.respond(&request))
}

impl InputSummaryResponse {
    fn of(as_of: AsOf, summary: &Summary, paragraphs: &[ParagraphItem]) -> Self {
        let mut by_position = input::no_positions();
        for (position, count) in &summary.by_position {
            input::add(&mut by_position, input::position_name(*position), *count);
        }
        let mut by_type = input::no_types();
        let mut by_language = Counts::from([(NOT_FOR_ATTRIBUTION.to_owned(), 0)]);
        for tally in &summary.tallies {
            input::add(&mut by_type, tally.kind.as_str(), tally.comments);
            let language = tally
                .language
                .as_ref()
                .map_or(NOT_FOR_ATTRIBUTION, |language| language.as_str());
            input::add(&mut by_language, language, tally.comments);
        }
        Self {
            as_of,
            submissions: summary.submissions,
            comments: summary.tallies.iter().map(|tally| tally.comments).sum(),
            late: summary.late,
            by_position,
            by_type,
            by_paragraph: by_paragraph(&summary.tallies, paragraphs),
            by_region: by_region(summary),
            by_language,
            invited: u64::try_from(summary.invited.len()).unwrap_or(u64::MAX),
            silent: summary.silent,
        }
    }
}

fn by_paragraph(tallies: &[Tally], paragraphs: &[ParagraphItem]) -> Vec<ParagraphCount> {
    let mut counts: BTreeMap<Option<ParagraphId>, u64> = BTreeMap::new();
    for tally in tallies {
        *counts.entry(tally.paragraph).or_default() += tally.comments;
    }
    let count = |id: Option<ParagraphId>| counts.get(&id).copied().unwrap_or(0);
    let general = ParagraphCount {
        paragraph_id: None,
        label: None,
        comments: count(None),
    };
    let specific = paragraphs.iter().map(|paragraph| ParagraphCount {
        paragraph_id: Some(paragraph.id.0),
        label: Some(paragraph.label.clone()),
        comments: count(Some(paragraph.id)),
    });
    std::iter::once(general).chain(specific).collect()
}

fn by_region(summary: &Summary) -> Vec<RegionCount> {
    let mut counts: BTreeMap<Option<&str>, u64> = BTreeMap::new();
    let subregion = |state| Some(geography::areas_of(state).subregion).filter(|code| !code.is_empty());
    for state in &summary.invited {
        counts.entry(subregion(*state)).or_default();
    }
    for tally in &summary.tallies {
        let code = match &tally.speaker {
            Speaker::State(state) => subregion(*state),
            Speaker::Labelled(label) => label.area_code(),
        };
        *counts.entry(code).or_default() += tally.comments;
    }
    let row = |(code, comments): (Option<&str>, u64)| RegionCount {
        code: code.map(str::to_owned),
        name: code
            .map_or("a delegation", |code| geography::area_name(code).unwrap_or(code))
            .to_owned(),
        comments,
    };
    // BTreeMap puts "no area" first; it reads better last.
    let (unknown, known): (Vec<_>, Vec<_>) = counts.into_iter().partition(|(code, _)| code.is_none());
    known.into_iter().chain(unknown).map(row).collect()
}
