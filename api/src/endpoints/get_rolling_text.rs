//! `get_rolling_text`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use comment_sheets::document::{Block, Document};
use consultation::alignment::stances::stances;
use consultation::{AttributionLabel, ProposalId};
use revised_text::{Alternative, Below, Reading, RollingParagraph, RollingText, Sayings, rolling_text};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::documents::answer_document;
use crate::http::answer::Answer;
use crate::http::as_of::{AsOf, ReadAt};
use crate::http::format::DocumentFormat;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::Reader;
use crate::problem::Problem;

/// A revision with what was put forward, in its place.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RollingTextResponse {
    /// Which state of the log it shows.
    pub as_of: AsOf,
    /// The revision.
    #[schema(example = 1)]
    pub revision: u32,
    /// Its label.
    #[schema(example = "rev.1")]
    pub label: String,
    /// Its paragraphs, in reading order.
    pub paragraphs: Vec<RollingParagraphResponse>,
    /// Wording put forward for no paragraph.
    pub general: Vec<AlternativeResponse>,
    /// Wording put forward on an earlier revision that is still open and has no place in this one.
    pub unplaced: Vec<BelowResponse>,
}

/// A paragraph with what was put forward.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RollingParagraphResponse {
    /// Its id.
    pub paragraph_id: Uuid,
    /// Its label.
    #[schema(example = "2")]
    pub label: String,
    /// The text with brackets: the words in question, then each alternative and who stands behind it.
    #[schema(example = "They shall report on a [voluntary] [mandatory] (FJI, WSM; on behalf of PIF) basis.")]
    pub text: String,
    /// What has no place of its own in the text: for the whole paragraph, overlapping, or found again in other words.
    pub below: Vec<BelowResponse>,
    /// The text with the accepted ones; null if it is taken out. For members, also with what they agreed on and did not yet
    /// publish.
    #[schema(example = "They shall report on a mandatory basis.")]
    pub clean: Option<String>,
    /// Accepted text to be added after it.
    pub added: Vec<String>,
    /// Words for which accepted wordings do not go together; there the text is as it was circulated.
    #[schema(example = json!(["voluntary"]))]
    pub conflicts: Vec<String>,
    /// Numbers of accepted comments that the clean text does not follow yet.
    #[schema(example = json!(["WSM-002"]))]
    pub unapplied: Vec<String>,
}

/// Something put forward, whoever stands behind it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AlternativeResponse {
    /// The words; null for a deletion.
    #[schema(example = "mandatory")]
    pub text: Option<String>,
    /// Who stands behind it.
    #[schema(example = "FJI, WSM; on behalf of PIF")]
    pub by: String,
    /// How many stand behind it: states, and comments under a label.
    #[schema(example = 14)]
    pub count: usize,
    /// Numbers of the comments that put it forward.
    #[schema(example = json!(["FJI-001"]))]
    pub comments: Vec<String>,
    /// One of them was accepted as it is.
    #[schema(example = false)]
    pub accepted: bool,
}

/// Something put forward that stands below its paragraph.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BelowResponse {
    /// The words that it is about; null for the whole paragraph.
    #[schema(example = "voluntary")]
    pub quote: Option<String>,
    /// It was put forward on an earlier revision, and a member has to look where it belongs (R22).
    #[schema(example = false)]
    pub needs_look: bool,
    /// What was put forward.
    pub alternative: AlternativeResponse,
}

/// Query parameters of `get_rolling_text`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RollingTextQuery {
    /// Number of the revision; by default the newest.
    #[param(example = 1)]
    revision: Option<u32>,
    /// The format; by default what `Accept` says.
    format: Option<DocumentFormat>,
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get the rolling text
///
/// Each paragraph with the alternatives put forward, in brackets and with who stands behind them, and the clean text with the
/// accepted ones. Made of the comments that you may see (R15); alternatives that say the same are one.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The proposal"), RollingTextQuery),
    responses(
        (status = 200, description = "The rolling text", content(
            (RollingTextResponse = "application/json"), (String = "text/markdown"),
            (String = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}/rolling-text")]
pub(super) async fn get_rolling_text(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    app.known_proposal(who.viewer(), *id, who.now).await?;
    let asked: RollingTextQuery = query.parse()?;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let opened = app.open_dossier(who.viewer(), *id, who.now, at).await?;
    let register = app.commands.known_register().state;
    let stances = stances(opened.asked(register.at(who.now), None));
    let members = app.members_at(who.now);
    let rows = opened.rows();
    let reading = Reading {
        dossier: &opened.dossier,
        rows: &rows,
        stances: &stances,
        members: opened.rights.is_member().then_some(members.as_slice()),
        now: who.now,
    };
    let newest = opened.dossier.proposal.latest_revision();
    let number = asked
        .revision
        .or(newest.map(|revision| revision.number))
        .unwrap_or_default();
    let rolling = rolling_text(&reading, number).ok_or_else(|| Problem::of("not_found"))?;
    let answer = RollingTextResponse::of(&rolling, opened.as_of);
    match DocumentFormat::wanted(asked.format, &request) {
        DocumentFormat::Json => Answer::view(&request, answer.as_of.log_position, &answer),
        printed => {
            let name = format!("rolling-text-{}", id.0);
            answer_document(&request, opened.as_of.log_position, &answer.document(), printed, &name)
        }
    }
}

/// English, as states write it in such texts.
struct Words;

impl Sayings for Words {
    fn label(&self, label: AttributionLabel) -> String {
        label.words()
    }

    fn on_behalf_of(&self, groups: &str) -> String {
        format!("on behalf of {groups}")
    }
}

impl RollingTextResponse {
    fn of(rolling: &RollingText<'_>, as_of: AsOf) -> Self {
        Self {
            as_of,
            revision: rolling.revision.number,
            label: rolling.revision.label.clone(),
            paragraphs: rolling.paragraphs.iter().map(RollingParagraphResponse::of).collect(),
            general: rolling.general.iter().map(AlternativeResponse::of).collect(),
            unplaced: rolling.unplaced.iter().map(BelowResponse::of).collect(),
        }
    }

    fn document(&self) -> Document {
        let mut blocks = Vec::new();
        for paragraph in &self.paragraphs {
            blocks.push(Block::plain(format!("{}. {}", paragraph.label, paragraph.text)));
            blocks.extend(paragraph.below.iter().map(|below| Block::plain(below.line())));
        }
        let general = self.general.iter().map(|one| Block::plain(one.line()));
        blocks.extend(general.chain(self.unplaced.iter().map(|below| Block::plain(below.line()))));
        Document {
            title: format!("Rolling text, {}", self.label),
            language: "en".to_owned(),
            blocks,
        }
    }
}

impl RollingParagraphResponse {
    fn of(rolling: &RollingParagraph<'_>) -> Self {
        let clean = &rolling.clean;
        Self {
            paragraph_id: rolling.paragraph.id.0,
            label: rolling.paragraph.label.clone(),
            text: rolling.shown(&Words),
            below: rolling.below.iter().map(BelowResponse::of).collect(),
            clean: clean.text.clone(),
            added: clean.added.clone(),
            conflicts: clean.conflicts.iter().map(|conflict| conflict.words.clone()).collect(),
            unapplied: clean.unapplied.iter().map(|one| one.number.clone()).collect(),
        }
    }
}

impl AlternativeResponse {
    fn of(alternative: &Alternative) -> Self {
        Self {
            text: alternative.text.clone(),
            by: alternative.backing.shown(&Words),
            count: alternative.backing.count(),
            comments: alternative.comments.iter().map(|(_, number)| number.clone()).collect(),
            accepted: alternative.accepted,
        }
    }

    fn line(&self) -> String {
        format!(
            "[{}] ({})",
            self.text.as_deref().unwrap_or(revised_text::DELETION),
            self.by
        )
    }
}

impl BelowResponse {
    fn of(below: &Below) -> Self {
        Self {
            quote: below.quote.clone(),
            needs_look: below.needs_look,
            alternative: AlternativeResponse::of(&below.alternative),
        }
    }

    fn line(&self) -> String {
        let about = self
            .quote
            .as_ref()
            .map(|quote| format!("“{quote}”: "))
            .unwrap_or_default();
        format!("{about}{}", self.alternative.line())
    }
}
