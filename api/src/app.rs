//! What every request shares: the log, the commands, the view, the keys, the clock. Built once.

use std::path::PathBuf;
use std::sync::Arc;

use actix_web::HttpRequest;
use commands::{CacheLimits, Commands, Envelope, Executed};
use consultation::command::Expected;
use consultation::visibility::{Rights, Viewer};
use consultation::{Command, Proposal};
use event_log::{Clock, DirectoryLock, EventLog, IdempotencyKey, LogError, Position};
use jiff::{SignedDuration, Timestamp};
use moka::sync::Cache;
use projection::{RunnerOptions, StartError, ViewHandle};
use proposal_input::ProposalInput;
use uuid::Uuid;

use crate::auth::{Identity, IssuerError, IssuerKeyError, OwnIssuer, TokenVerifier};
use crate::config::Config;
use crate::http::body::JsonBody;
use crate::http::etag::Precondition;
use crate::http::idempotency::ClientKey;
use crate::http::kept::KeptAnswers;
use crate::http::trace::TraceId;
use crate::ids::IdSource;
use crate::problem::Problem;
use crate::store::{Databases, Store};

/// How long idempotency keys are kept (api.md).
const KEYS_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Persons whose local id is remembered, so that a write costs no read.
const REMEMBERED_ACTORS: u64 = 10_000;

/// What an [`App`] is made of.
pub struct Parts {
    /// Where keys are, and log and views unless these are in a database.
    pub data_dir: PathBuf,
    /// Where log and views are, if not in the data directory.
    pub databases: Option<Databases>,
    /// Configuration.
    pub config: Config,
    /// The source of instants.
    pub clock: Arc<dyn Clock>,
    /// The source of ids.
    pub ids: Arc<dyn IdSource>,
}

/// Why the program cannot start.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The log or its directory.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The own issuer's key.
    #[error(transparent)]
    IssuerKey(#[from] IssuerKeyError),
    /// A configured issuer.
    #[error(transparent)]
    Issuer(#[from] IssuerError),
    /// A view.
    #[error("the view proposal-input cannot start")]
    View(#[from] StartError),
    /// The register in the log cannot be read.
    #[error("the register in the log cannot be read")]
    Load(#[from] commands::LoadError),
}

/// The running program, without its listeners.
pub struct App {
    /// Load, decide, append.
    pub commands: Commands,
    /// The view of all input.
    pub input: ViewHandle,
    /// Who is asking.
    pub verifier: TokenVerifier,
    /// The source of instants.
    pub clock: Arc<dyn Clock>,
    /// The source of ids.
    pub ids: Arc<dyn IdSource>,
    /// Configuration.
    pub config: Config,
    actors: Cache<(String, String), Uuid>,
    pub(crate) kept: KeptAnswers,
    /// Whether other nodes write to the same log.
    pub(crate) is_shared: bool,
    _lock: Option<DirectoryLock>,
}

impl App {
    /// Opens or creates everything, in a data directory under its lock.
    ///
    /// # Errors
    /// [`OpenError`], saying what to do next.
    pub async fn open(parts: Parts) -> Result<Self, OpenError> {
        let store = match parts.databases {
            Some(databases) => Store::Databases(Box::new(databases)),
            None => Store::Directory(parts.data_dir.clone()),
        };
        let lock = store.lock()?;
        let issuer = OwnIssuer::open(&parts.data_dir)?;
        let verifier = TokenVerifier::new(&issuer, &parts.config)?;
        let log = store.open_log(&parts.clock, parts.ids.as_ref()).await?;
        let commands = Commands::new(log.clone(), CacheLimits::default());
        commands.register().await?;
        let options = RunnerOptions {
            read_timeout: parts.config.reads.at_least_wait(),
            ..RunnerOptions::default()
        };
        let input = ViewHandle::start(&store.views(), Arc::new(ProposalInput), log, options).await?;
        Ok(Self {
            commands,
            input,
            verifier,
            clock: parts.clock,
            ids: parts.ids,
            config: parts.config,
            actors: Cache::new(REMEMBERED_ACTORS),
            kept: KeptAnswers::default(),
            is_shared: matches!(store, Store::Databases(_)),
            _lock: lock,
        })
    }

    /// The log.
    #[must_use]
    pub fn log(&self) -> &EventLog {
        self.commands.log()
    }

    /// Stops the view, then writes out and closes the log.
    pub async fn close(&self) {
        self.input.stop().await;
        self.log().close().await;
    }

    /// Carries out a command for a request: precondition, idempotency key, actor and trace come from it.
    ///
    /// # Errors
    /// The problem document of a refusal or failure.
    pub async fn execute(
        &self,
        identity: &Identity,
        request: &HttpRequest,
        body: &JsonBody,
        command: &Command,
    ) -> Result<Executed, Problem> {
        self.execute_bytes(identity, request, || body.bytes(), command).await
    }

    /// As [`App::execute`], for a body that is no JSON.
    ///
    /// # Errors
    /// The problem document of a refusal or failure.
    pub async fn execute_bytes<'a>(
        &self,
        identity: &Identity,
        request: &HttpRequest,
        body: impl FnOnce() -> Result<&'a [u8], Problem>,
        command: &Command,
    ) -> Result<Executed, Problem> {
        let idempotency = match ClientKey::of(request.headers())? {
            Some(key) => Some(key.for_request(identity, request, body()?)),
            None => None,
        };
        self.execute_keyed(identity, request, idempotency, command).await
    }

    /// As [`App::execute`], without a key or with one that was already read: for a request that takes several commands,
    /// each of which changes nothing when it is given again.
    ///
    /// # Errors
    /// The problem document of a refusal or failure.
    pub async fn execute_keyed(
        &self,
        identity: &Identity,
        request: &HttpRequest,
        idempotency: Option<IdempotencyKey>,
        command: &Command,
    ) -> Result<Executed, Problem> {
        let envelope = Envelope {
            append_id: self.ids.v7(),
            actor: self.actor_of(&identity.issuer, &identity.subject).await?,
            correlation_id: trace_of(request).correlation_id(),
            idempotency,
        };
        let ids = Arc::clone(&self.ids);
        self.commands
            .execute(command, &envelope, &move || ids.v7())
            .await
            .map_err(Problem::from)
    }

    /// As [`App::execute`], for operations that require `If-Match`: a request without it is answered 428, but only
    /// once everything that is checked before preconditions has been (api.md "Order of checks").
    ///
    /// # Errors
    /// As [`App::execute`], and 428 `precondition_required`.
    pub async fn execute_on_version(
        &self,
        identity: &Identity,
        request: &HttpRequest,
        body: &JsonBody,
        command: &Command,
    ) -> Result<Executed, Problem> {
        if Precondition::of(request.headers())? == Precondition::None {
            let refusal = self.commands.check(command).await.err().map(Problem::from);
            let earlier = refusal.filter(|problem| matches!(problem.status().as_u16(), 403 | 404 | 422));
            return Err(earlier.unwrap_or_else(|| Problem::of("precondition_required")));
        }
        self.execute(identity, request, body, command).await
    }

    /// The random local id of a person or system (R26).
    ///
    /// # Errors
    /// 503 `unavailable` if the log cannot be read or written.
    pub async fn actor_of(&self, issuer: &str, subject: &str) -> Result<Uuid, Problem> {
        let key = (issuer.to_owned(), subject.to_owned());
        if let Some(actor) = self.actors.get(&key) {
            return Ok(actor);
        }
        let found = self.log().storage().actor_of(issuer, subject, self.ids.v4()).await;
        let actor = found.map_err(|error| Problem::of("unavailable").caused_by(error))?;
        self.actors.insert(key, actor);
        Ok(actor)
    }

    /// Rights of a viewer over a proposal, now (R15b).
    #[must_use]
    pub fn rights(&self, viewer: Viewer, proposal: &Proposal, now: Timestamp) -> Rights {
        Rights::of(viewer, self.commands.known_register().state.at(now), proposal, now)
    }

    /// Forgets idempotency keys that are older than seven days.
    ///
    /// # Errors
    /// [`LogError`], when the log cannot be written.
    pub async fn forget_old_keys(&self) -> Result<u64, LogError> {
        let oldest = self.clock.now().checked_sub(KEYS_KEPT).unwrap_or(Timestamp::MIN);
        self.log().storage().forget_appends_before(oldest).await
    }

    /// The newest position of the log.
    #[must_use]
    pub fn head(&self) -> Position {
        self.log().known_head()
    }
}

fn trace_of(request: &HttpRequest) -> TraceId {
    use actix_web::HttpMessage;
    request
        .extensions()
        .get::<TraceId>()
        .copied()
        .unwrap_or_else(|| TraceId::new(Uuid::nil()))
}

/// What a write's precondition means to a decision.
///
/// # Errors
/// 400 `invalid_precondition`.
pub fn expected(request: &HttpRequest) -> Result<Expected, Problem> {
    Ok(match Precondition::of(request.headers())? {
        Precondition::None => Expected::Unstated,
        Precondition::Any => Expected::AnyExisting,
        Precondition::Versions(versions) => Expected::Versions(versions),
        Precondition::NoneExists => Expected::Versions(vec![0]),
    })
}
