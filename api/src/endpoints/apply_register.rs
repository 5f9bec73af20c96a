//! `apply_register`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use commands::Executed;
use consultation::command::ApplyRegister;
use consultation::register::{Change, Register, RegisterChanges, RegisterFile};
use consultation::{Command, Event};
use event_log::Position;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::{App, expected};
use crate::http::answer::Answer;
use crate::http::body::JsonBody;
use crate::http::etag::ETag;
use crate::http::query::QueryParams;
use crate::permission::Operator;
use crate::problem::{FieldError, Problem};
use crate::wire::register::RegisterFileRequest;

/// What applying a file changed, or would change.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "changes": [{"kind": "recorded", "subject": "partner FJI", "from": "2027-01-10T09:00:00Z", "until": null}],
    "recorded": 1, "ended": 0, "version": 2, "log_position": 57, "dry_run": false
}))]
pub(super) struct RegisterAppliedResponse {
    /// Every change; none if the register already said what the file says.
    pub changes: Vec<ChangeResponse>,
    /// Facts that are new.
    #[schema(example = 1)]
    pub recorded: usize,
    /// Facts whose end was set, moved or lifted.
    #[schema(example = 0)]
    pub ended: usize,
    /// Stream version of the register: what `If-Match` compares. After a dry run the present one.
    #[schema(example = 2)]
    pub version: u64,
    /// Position of the event; if there is none, of the newest one in the log.
    #[schema(example = 57)]
    pub log_position: u64,
    /// True if nothing was recorded because only a look was asked for.
    #[schema(example = false)]
    pub dry_run: bool,
}

/// A change to one fact.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChangeResponse {
    /// `recorded`, or `until`: an end was set, moved or lifted.
    #[schema(example = "recorded")]
    pub kind: &'static str,
    /// What the fact is about.
    #[schema(example = "partner FJI")]
    pub subject: String,
    /// Since when it holds; null: since ever.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-01-10T09:00:00Z")]
    pub from: Option<Timestamp>,
    /// Until when it holds; null: until further notice.
    #[schema(value_type = Option<String>, format = DateTime, example = json!(null))]
    pub until: Option<Timestamp>,
}

/// Query parameters of `apply_register`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ApplyRegisterQuery {
    /// True: show what would change, and record nothing.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// Apply a register file
///
/// Brings the register to the file's truth: what is new is recorded, what is left out ends now, nothing is erased (R1).
/// Applying the same file again changes nothing.
#[utoipa::path(
    tag = "register",
    params(ApplyRegisterQuery),
    request_body = RegisterFileRequest,
    responses(
        (status = 200, description = "Applied, or shown", body = RegisterAppliedResponse, headers(
            ("ETag" = String, description = "Version of the register"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/register")]
pub(super) async fn apply_register(
    who: Operator,
    app: Data<App>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let asked: ApplyRegisterQuery = query.parse()?;
    let file: RegisterFile = body.parse()?;
    let facts = file.facts().map_err(|mistakes| {
        Problem::of("invalid_body").fields(mistakes.into_iter().map(|mistake| FieldError {
            pointer: mistake.pointer,
            code: "invalid".to_owned(),
            detail: mistake.detail,
        }))
    })?;
    let command = Command::ApplyRegister(ApplyRegister {
        at: who.now,
        expected: expected(&request)?,
        facts,
    });
    let (answer, replayed) = if asked.dry_run {
        (RegisterAppliedResponse::shown(&app, &command).await?, false)
    } else {
        let executed = app.execute(&who.identity, &request, &body, &command).await?;
        (
            RegisterAppliedResponse::written(&app, &executed).await?,
            executed.is_replay(),
        )
    };
    let etag = ETag::version(answer.version);
    Ok(Answer::written(answer.log_position)
        .etag(etag)
        .replayed(replayed)
        .json(&answer))
}

impl RegisterAppliedResponse {
    /// What the command would change.
    async fn shown(app: &App, command: &Command) -> Result<Self, Problem> {
        let events = app.commands.check(command).await?;
        let register = app.commands.register().await?;
        let changes = events.iter().find_map(changes_of).cloned().unwrap_or_default();
        Ok(Self {
            dry_run: true,
            ..Self::of(&changes, &register.state, register.version, app.head())
        })
    }

    /// What was changed: read from the log, so that the answer to the same request sent again is the same.
    async fn written(app: &App, executed: &Executed) -> Result<Self, Problem> {
        let Some(appended) = &executed.appended else {
            let register = app.commands.register().await?;
            return Ok(Self::of(
                &RegisterChanges::default(),
                &register.state,
                register.version,
                app.head(),
            ));
        };
        let before = app
            .commands
            .register_at(Position(appended.first.0.saturating_sub(1)))
            .await?;
        let event = app.commands.event_at(appended.last).await?;
        let changes = event
            .as_ref()
            .and_then(changes_of)
            .ok_or_else(|| Problem::of("internal_error"))?;
        Ok(Self::of(changes, &before.state, before.version + 1, appended.last))
    }

    fn of(changes: &RegisterChanges, before: &Register, version: u64, position: Position) -> Self {
        Self {
            changes: changes.describe(before).into_iter().map(ChangeResponse::from).collect(),
            recorded: changes.recorded.len(),
            ended: changes.until_set.len(),
            version,
            log_position: position.0,
            dry_run: false,
        }
    }
}

fn changes_of(event: &Event) -> Option<&RegisterChanges> {
    match event {
        Event::RegisterApplied(applied) => Some(&applied.changes),
        _ => None,
    }
}

impl From<Change> for ChangeResponse {
    fn from(change: Change) -> Self {
        Self {
            kind: change.kind,
            subject: change.subject,
            from: change.from,
            until: change.until,
        }
    }
}
