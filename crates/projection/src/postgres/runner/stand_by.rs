//! Standing by: telling this node's readers how far the view has come, and taking the lease when it is free.

use event_log::{LogError, Position};
use tokio::time::{Instant, sleep};

use super::{Duty, Lead, Runner};
use crate::handle::ViewState;
use crate::origin::origin_of;
use crate::page::PageSize;
use crate::postgres::live::{Generation, Right};
use crate::postgres::registry;
use crate::postgres::{build, connect};
use crate::rebuild::RebuildError;
use crate::shared::{Shared, Wait, describe};
use crate::sql::{Engine, ViewConn};

impl Runner {
    /// Looks where the view stands. Takes the lease if nobody holds it.
    pub(super) async fn stand_by(&mut self) -> Result<Wait, LogError> {
        match self.look_and_take().await {
            Ok(None) => {
                self.failures = 0;
                Ok(Wait::Hint)
            }
            Ok(Some((conn, fence))) => self.prepare(conn, fence).await,
            Err(error) => {
                self.stop_leading();
                Ok(self.back_off(&error))
            }
        }
    }

    async fn look_and_take(&mut self) -> Result<Option<(ViewConn, i64)>, sqlx::Error> {
        let tables = &self.tables;
        let Duty::StandBy(own) = &mut self.duty else {
            return Ok(None);
        };
        let mut session = match own.conn.take() {
            Some(session) => session,
            None => connect(&tables.primary, String::new()).await?,
        };
        let standing = registry::look(&mut session, &tables.key).await?;
        publish(&tables.shared, &standing);
        if standing.is_lease_free
            && let Some(fence) = registry::take(&mut session, &tables.key, tables.shared.options.lease).await?
        {
            tracing::info!(
                view.name = tables.key.name,
                lease.fence = fence,
                "this node drives the view from now on"
            );
            return Ok(Some((session, fence)));
        }
        own.conn = Some(session);
        Ok(None)
    }

    /// Opens the live generation, or builds one if there is none that can be used.
    async fn prepare(&mut self, mut conn: ViewConn, fence: i64) -> Result<Wait, LogError> {
        let key = self.tables.key;
        let schema = self.tables.shared.view.schema(Engine::Postgres);
        for build_first in [false, true] {
            if build_first && let Err(error) = self.build(&mut conn, fence).await {
                return match error {
                    RebuildError::Log(error) if !matches!(error, LogError::Database { .. }) => Err(error),
                    RebuildError::Poisoned { position, reason } => {
                        Ok(self.paused_in_build(conn, fence, position, reason).await)
                    }
                    error => Ok(self.give_back(conn, fence, &error).await),
                };
            }
            // Read after the build, which may have come further than the head was before.
            let origin = match origin_of(&self.tables.shared.log).await {
                Ok(origin) => origin,
                Err(error @ LogError::Database { .. }) => return Ok(self.give_back(conn, fence, &error).await),
                Err(error) => return Err(error),
            };
            let found = async {
                let standing = registry::look(&mut conn, &key).await?;
                let Some(number) = standing.generation else {
                    return Ok::<_, sqlx::Error>(None);
                };
                match registry::inspect(&mut conn, &key, number, schema, &origin).await? {
                    Ok(checkpoint) => Ok(Some((number, checkpoint))),
                    Err(_) if build_first => Ok(None),
                    Err(reason) => {
                        tracing::warn!(view.name = key.name, reason, "the view is built anew from the log");
                        Ok(None)
                    }
                }
            };
            match found.await {
                Ok(Some((number, checkpoint))) => {
                    conn.set_prefix(key.prefix(number));
                    let lease = self.tables.shared.options.lease;
                    let live = Generation {
                        conn,
                        key,
                        number,
                        right: Right::Lease { fence, lease },
                        checkpoint,
                        is_superseded: false,
                    };
                    self.start_to_lead(live, fence);
                    return Ok(Wait::Now);
                }
                Ok(None) => {}
                Err(error) => return Ok(self.give_back(conn, fence, &error).await),
            }
        }
        let gone = RebuildError::Unusable("it was taken away while it was being built".to_owned());
        Ok(self.give_back(conn, fence, &gone).await)
    }

    fn start_to_lead(&mut self, live: Generation, fence: i64) {
        self.failures = 0;
        self.tidied_at = None;
        self.tables
            .shared
            .publish(live.checkpoint.position, ViewState::CatchingUp);
        self.duty = Duty::Lead(Box::new(Lead {
            live,
            fence,
            page: PageSize::new(self.tables.shared.options.max_page_events),
            signed_at: Instant::now(),
            told_at: Instant::now(),
            has_news: true,
            is_paused: false,
        }));
    }

    /// Builds a generation while giving signs of the lease. Stops being wanted when the view is stopped or the lease
    /// is lost.
    async fn build(&mut self, conn: &mut ViewConn, fence: i64) -> Result<(), RebuildError> {
        let tables = &self.tables;
        let (shared, key) = (&*tables.shared, tables.key);
        let pages = shared.options.max_page_events;
        let commands = &self.commands;
        let mut go_on = |position, _| {
            shared.publish(position, ViewState::CatchingUp);
            !commands.is_closed() && commands.is_empty()
        };
        let building = build::rebuild(&tables.primary, &*shared.view, &shared.log, pages, &mut go_on);
        tokio::pin!(building);
        loop {
            tokio::select! {
                built = &mut building => return built.map(|_| ()),
                () = sleep(shared.options.lease / 3) => {
                    let renewed = registry::renew(conn, &key, fence, shared.options.lease).await;
                    if renewed.map_err(RebuildError::Database)?.is_none() {
                        return Err(RebuildError::Unusable("another node took the lease".to_owned()));
                    }
                }
            }
        }
    }

    /// An event that no build gets past. This node keeps nothing: another, or a newer program, may try.
    async fn paused_in_build(&mut self, mut conn: ViewConn, fence: i64, position: Position, reason: String) -> Wait {
        tracing::error!(
            view.name = self.tables.key.name,
            event.position = position.0,
            reason,
            "the view is paused before an event that it cannot apply"
        );
        let told = registry::pause(&mut conn, &self.tables.key, fence, position, &reason).await;
        let before = Position(position.0.saturating_sub(1));
        self.tables
            .shared
            .publish(before, ViewState::Paused { position, reason });
        // Whoever takes the lease next tries again; not at once.
        self.duty = Duty::stand_by(&self.tables, told.is_ok().then_some(conn));
        Wait::BackOff(self.tables.shared.options.max_backoff)
    }

    /// Leaves the lease, since this node cannot use it now.
    async fn give_back(
        &mut self,
        mut conn: ViewConn,
        fence: i64,
        error: &(dyn std::error::Error + Send + Sync + 'static),
    ) -> Wait {
        if let Err(error) = registry::release(&mut conn, &self.tables.key, fence).await {
            tracing::warn!(
                view.name = self.tables.key.name,
                error = describe(&error),
                "the lease could not be left"
            );
        }
        self.stop_leading();
        self.back_off(error)
    }
}

fn publish(shared: &Shared, standing: &registry::Standing) {
    let position = standing
        .checkpoint
        .map_or(Position(0), |checkpoint| checkpoint.position);
    let state = match &standing.paused {
        Some((position, reason)) => ViewState::Paused {
            position: *position,
            reason: reason.clone(),
        },
        None if position >= shared.log.known_head() && standing.generation.is_some() => ViewState::Live,
        None => ViewState::CatchingUp,
    };
    shared.publish(position, state);
}
