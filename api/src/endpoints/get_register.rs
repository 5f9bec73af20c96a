//! `get_register`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use event_log::Position;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::{AsOf, Point, ReadAt};
use crate::http::etag::ETag;
use crate::http::query::QueryParams;
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::register::FactsResponse;

/// The register as of an instant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "members": [{
        "code": "AUS", "names": {"en": "Australia"}, "time_zone": "Australia/Sydney",
        "areas": {"region": {"code": "009", "name": "Oceania"},
            "subregion": {"code": "053", "name": "Australia and New Zealand"}, "intermediate": null},
        "sids": false, "ldc": false, "lldc": false, "from": "2013-09-25T00:00:00Z", "until": null
    }],
    "partners": [{
        "code": "FJI", "names": {"en": "Fiji"}, "time_zone": "Pacific/Fiji",
        "areas": {"region": {"code": "009", "name": "Oceania"},
            "subregion": {"code": "054", "name": "Melanesia"}, "intermediate": null},
        "sids": true, "ldc": false, "lldc": false, "from": null, "until": null, "neighbourhoods": ["AUS"]
    }],
    "groups": [{
        "code": "PIF", "names": {"en": "Pacific Islands Forum"},
        "members": [{"state": "FJI", "from": null, "until": null}], "spokespersons": [], "from": null, "until": null
    }],
    "chair": "AUS",
    "chair_terms": [{"member": "AUS", "from": "2026-02-19T00:00:00Z", "until": "2027-03-01T00:00:00Z"}],
    "focus_areas": [{"code": "cybersecurity", "names": {"en": "Cybersecurity"}, "from": null, "until": null}],
    "key_events": [{"code": "g20-2027", "names": {"en": "G20 Leaders' Summit 2027"}, "on": "2027-11-30",
        "from": null, "until": null}],
    "version": 1, "as_of": {"log_position": 1, "instant": "2027-01-10T09:00:00Z"}
}))]
pub(super) struct RegisterResponse {
    /// What holds.
    #[serde(flatten)]
    pub facts: FactsResponse,
    /// Its stream version: what `If-Match` compares.
    #[schema(example = 1)]
    pub version: u64,
    /// Which state of the log this is, and for which instant it was asked.
    pub as_of: AsOf,
}

/// Query parameters of `get_register`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct GetRegisterQuery {
    /// An instant, past or to come: what holds then, as known today. Or a log position: what was known then to hold.
    #[param(example = "2028-01-01T00:00:00Z")]
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get the register
///
/// Members, partners, regional groups, chair terms, focus areas and key events. Every fact is dated; those that hold
/// are shown, of the chair terms all (R1, R2).
#[utoipa::path(
    tag = "register",
    params(GetRegisterQuery),
    responses(
        (status = 200, description = "The register", body = RegisterResponse),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/register")]
pub(super) async fn get_register(
    who: Reader,
    app: Data<App>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let asked: GetRegisterQuery = query.parse()?;
    let answer = match ReadAt::parse(asked.as_of.as_deref(), asked.at_least)? {
        ReadAt::Now => RegisterResponse::known_now(&app, app.as_of_now(who.now)).await?,
        ReadAt::AtLeast(position) => {
            app.wait_for_head(position).await?;
            RegisterResponse::known_now(&app, app.as_of_now(who.now)).await?
        }
        ReadAt::AsOf(Point::Instant(instant)) => RegisterResponse::known_now(&app, app.as_of_now(instant)).await?,
        ReadAt::AsOf(point) => RegisterResponse::known_then(&app, app.resolve(point).await?).await?,
    };
    Ok(Answer::read(answer.as_of.log_position)
        .etag(answer.etag()?)
        .json_unless_known(&request, &answer))
}

impl RegisterResponse {
    /// What holds at the instant, by all that is recorded.
    async fn known_now(app: &App, as_of: AsOf) -> Result<Self, Problem> {
        let register = app.commands.register().await?;
        let facts = FactsResponse::of(&register.state, as_of.instant);
        Ok(Self {
            facts,
            version: register.version,
            as_of,
        })
    }

    /// What holds at the instant, by what was recorded at the position.
    async fn known_then(app: &App, as_of: AsOf) -> Result<Self, Problem> {
        let register = app.commands.register_at(Position(as_of.log_position)).await?;
        let facts = FactsResponse::of(&register.state, as_of.instant);
        Ok(Self {
            facts,
            version: register.version,
            as_of,
        })
    }

    /// Version, and a digest of what holds: that also changes by time alone.
    fn etag(&self) -> Result<ETag, Problem> {
        ETag::version_of(self.version, &self.facts)
    }
}
