//! `get_participation`

use std::collections::{BTreeMap, BTreeSet};

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use comment_sheets::words;
use consultation::alignment::stances::{Asked, stances};
use consultation::geography::{area_name, areas_of};
use consultation::visibility::Viewer;
use consultation::{ProposalId, StateCode};
use jiff::Timestamp;
use participation::{ParagraphSpeakers, TookPart, lodging, speakers_by_paragraph, took_part};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::{AsOf, ReadAt};
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberReader;
use crate::problem::Problem;
use crate::wire::areas::{Area, areas_over, development_classes};
use crate::wire::deadline::days_left;
use crate::wire::input::known_consultation;
use crate::wire::participation::Telling;

/// Who takes part, as the mission may know it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ParticipationResponse {
    /// Which state of the log it shows.
    pub as_of: AsOf,
    /// When the consultation closes or closed: the one asked for, or the last; null for a draft.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-01T16:00:00Z")]
    pub closes_at: Option<Timestamp>,
    /// Whole days left until then; null once it has closed.
    #[schema(example = 9)]
    pub days_left: Option<i64>,
    /// While the consultation is sealed: how many states have lodged, of those that you may know at close. Nobody is
    /// named then; null otherwise.
    #[schema(example = json!(null))]
    pub sealed_lodged: Option<usize>,
    /// All of it in sentences: how many took part, and from which areas nobody has spoken on which paragraphs.
    #[schema(example = json!(["Nobody from Melanesia (4 invited) has spoken on paragraph 7, as far as you may know. 9 days are left."]))]
    pub sentences: Vec<String>,
    /// Each invited state once.
    pub states: ParticipationStates,
    /// The same by M49 sub-region and region, neighbourhood, group, and development class (`sids`, `ldc`, `lldc`). Kinds
    /// overlap and are never summed.
    pub areas: Vec<AreaParticipation>,
    /// Paragraphs of the newest revision.
    pub paragraphs: Vec<ParagraphParticipation>,
}

/// Invited states; none is in two lists but `invited`.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ParticipationStates {
    /// All that were invited, and are no members.
    #[schema(value_type = Vec<String>, example = json!(["FJI", "TON", "WSM"]))]
    pub invited: BTreeSet<StateCode>,
    /// Lodged comments, remarks or a position.
    #[schema(value_type = Vec<String>, example = json!(["FJI"]))]
    pub lodged: BTreeSet<StateCode>,
    /// Recorded no objection, and nothing else.
    #[schema(value_type = Vec<String>, example = json!([]))]
    pub no_objection: BTreeSet<StateCode>,
    /// Said nothing of their own, and aligned themselves with others.
    #[schema(value_type = Vec<String>, example = json!(["TON"]))]
    pub aligned: BTreeSet<StateCode>,
    /// Said nothing themselves, and what was said on behalf of their group counts for them.
    #[schema(value_type = Vec<String>, example = json!([]))]
    pub through_group: BTreeSet<StateCode>,
    /// Acknowledged the invitation, and nothing else: their position is reserved, or they state none.
    #[schema(value_type = Vec<String>, example = json!([]))]
    pub acknowledged: BTreeSet<StateCode>,
    /// Silent, or not for attribution to you.
    #[schema(value_type = Vec<String>, example = json!(["WSM"]))]
    pub silent_or_not_for_attribution: BTreeSet<StateCode>,
}

/// How many of an area's invited states take part.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AreaParticipation {
    /// `region`, `subregion`, `intermediate`, `neighbourhood`, `group`, `sids`, `ldc` or `lldc`.
    #[schema(example = "subregion")]
    pub kind: &'static str,
    /// M49 code, member's code or group's code; the kind again for a development class.
    #[schema(example = "054")]
    pub code: String,
    /// English name.
    #[schema(example = "Melanesia")]
    pub name: String,
    /// Invited states.
    #[schema(example = 4)]
    pub invited: usize,
    /// Of these, lodged.
    #[schema(example = 1)]
    pub lodged: usize,
    /// Of these, recorded no objection.
    #[schema(example = 0)]
    pub no_objection: usize,
    /// Of these, aligned with others.
    #[schema(example = 1)]
    pub aligned: usize,
    /// Of these, spoken for by their group.
    #[schema(example = 0)]
    pub through_group: usize,
    /// Of these, acknowledged and nothing else.
    #[schema(example = 0)]
    pub acknowledged: usize,
    /// Of these, silent or not for attribution.
    #[schema(example = 2)]
    pub silent_or_not_for_attribution: usize,
}

/// Who has spoken on a paragraph.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ParagraphParticipation {
    /// Its label in the newest revision.
    #[schema(example = "7")]
    pub label: String,
    /// Its id.
    pub paragraph_id: Uuid,
    /// How many invited states have spoken on it, themselves, by aligning themselves or through a group.
    #[schema(example = 12)]
    pub states: usize,
    /// M49 sub-regions of invited states from which nobody has, nor may have behind a label.
    pub silent_subregions: Vec<SilentSubregion>,
}

/// A sub-region from which nobody has spoken.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SilentSubregion {
    /// M49 code.
    #[schema(example = "054")]
    pub code: &'static str,
    /// English name.
    #[schema(example = "Melanesia")]
    pub name: &'static str,
}

/// Query parameters of `get_participation`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ParticipationQuery {
    /// Number of a consultation; by default all of the proposal count.
    #[param(example = 1)]
    consultation: Option<u32>,
    /// Language of the sentences (BCP 47): English, Spanish, French, Indonesian, Korean, Turkish.
    #[param(example = "ko")]
    language: Option<String>,
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get who takes part
///
/// Invited, lodged, no objection, aligned, spoken for by a group, acknowledged, silent; by area, and by paragraph which
/// sub-regions nobody has spoken for. Who counts through what is as in the list of positions (R13). A state all of whose
/// input is not for attribution to you counts as spoken for by its group if that spoke, else as silent or not for
/// attribution (R15c). While a consultation is sealed, only how many have lodged is told.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The proposal"), ParticipationQuery),
    responses(
        (status = 200, description = "Participation", body = ParticipationResponse),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security(("bearer" = [])),
)]
#[get("/v1/proposals/{id}/participation")]
pub(super) async fn get_participation(
    who: MemberReader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let viewer = Viewer::Delegation(who.state);
    app.known_proposal(viewer, *id, who.now).await?;
    let asked: ParticipationQuery = query.parse()?;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let opened = app.open_dossier(viewer, *id, who.now, at).await?;
    let proposal = &opened.dossier.proposal;
    let shown = match known_consultation(&opened.present.proposal, asked.consultation)? {
        Some(number) => proposal.find_consultation(number),
        None => proposal.current_consultation(),
    };
    let register = app.commands.known_register().state;
    let instant = at.instant_of(opened.as_of, who.now);
    let question = opened.asked(register.at(instant), asked.consultation);
    let stances = stances(question);
    let part = took_part(question, &stances);
    let mut areas = areas_over(register.at(who.now), &part.invited);
    areas.extend(development_classes(&part.invited, instant));
    let speakers = speakers_by_paragraph(question, &stances);
    let sealed = shown.and_then(|one| sealed_lodged(opened.asked(register.at(instant), Some(one.number))));
    let left = shown.and_then(|one| days_left(who.now, one.closes_at));
    let telling = Telling {
        words: &words(asked.language.as_deref().unwrap_or("en")),
        register: register.at(who.now),
        days_left: left,
    };
    let answer = ParticipationResponse {
        as_of: opened.as_of,
        closes_at: shown.map(|consultation| consultation.closes_at),
        days_left: left,
        sealed_lodged: sealed,
        sentences: match sealed {
            Some(lodged) => telling.sealed(lodged),
            None => telling.sentences(&part, &areas, &speakers),
        },
        areas: areas.iter().map(|area| AreaParticipation::of(area, &part)).collect(),
        paragraphs: speakers
            .iter()
            .map(|paragraph| ParagraphParticipation::of(paragraph, &part.invited))
            .collect(),
        states: ParticipationStates::from(part),
    };
    Answer::view(&request, answer.as_of.log_position, &answer)
}

/// Members know while a consultation is sealed how many have lodged, and nothing else (R5): of the states that they may
/// know at close, so that the number never tells of one that chose not to be known (R15c).
fn sealed_lodged(asked: Asked<'_>) -> Option<usize> {
    lodging(asked).under_seal
}

impl From<TookPart> for ParticipationStates {
    fn from(part: TookPart) -> Self {
        Self {
            invited: part.invited,
            lodged: part.lodged,
            no_objection: part.no_objection,
            aligned: part.aligned,
            through_group: part.through_group,
            acknowledged: part.acknowledged,
            silent_or_not_for_attribution: part.silent,
        }
    }
}

impl AreaParticipation {
    fn of(area: &Area, part: &TookPart) -> Self {
        let of = |states: &BTreeSet<StateCode>| area.states.intersection(states).count();
        Self {
            kind: area.kind,
            code: area.code.clone(),
            name: area.name.clone(),
            invited: area.states.len(),
            lodged: of(&part.lodged),
            no_objection: of(&part.no_objection),
            aligned: of(&part.aligned),
            through_group: of(&part.through_group),
            acknowledged: of(&part.acknowledged),
            silent_or_not_for_attribution: of(&part.silent),
        }
    }
}

impl ParagraphParticipation {
    fn of(speakers: &ParagraphSpeakers<'_>, invited: &BTreeSet<StateCode>) -> Self {
        let mut by_code: BTreeMap<&'static str, BTreeSet<StateCode>> = BTreeMap::new();
        for state in invited {
            by_code.entry(areas_of(*state).subregion).or_default().insert(*state);
        }
        let silent = by_code.into_iter().filter(|(_, states)| !speakers.may_be_heard(states));
        Self {
            label: speakers.paragraph.label.clone(),
            paragraph_id: speakers.paragraph.id.0,
            states: speakers.states.len(),
            silent_subregions: silent
                .filter(|(code, _)| !code.is_empty())
                .map(|(code, _)| SilentSubregion {
                    code,
                    name: area_name(code).unwrap_or(code),
                })
                .collect(),
        }
    }
}
