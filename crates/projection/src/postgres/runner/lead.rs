//! Driving the view: page after page, with signs of the lease in between.

use std::time::Duration;

use event_log::LogError;
use tokio::time::Instant;

use super::{Duty, Lead, Runner};
use crate::advance::{Advanced, Target, advance};
use crate::handle::ViewState;
use crate::origin::Checkpoint;
use crate::page::check_gap_free;
use crate::postgres::registry;
use crate::postgres::tidy::tidy;
use crate::shared::{Shared, Wait, describe};

/// The other nodes are told at most this often: a hint costs every one of them a look.
const TELL_EVERY: Duration = Duration::from_millis(5);

/// How often what nobody needs any more is looked for.
const TIDY_EVERY: Duration = Duration::from_secs(30);

/// What became of a turn.
enum Led {
    On(Wait),
    /// The lease is another node's now, or this one gives it up.
    Lost,
    Failed(sqlx::Error),
}

impl Runner {
    /// Reads and applies one page, or gives a sign.
    pub(super) async fn lead(&mut self) -> Result<Wait, LogError> {
        let Duty::Lead(lead) = &mut self.duty else {
            return Ok(Wait::Now);
        };
        let shared = &*self.tables.shared;
        let page = if lead.is_paused {
            Vec::new()
        } else {
            match shared.log.read_after(lead.live.position(), lead.page.limit()).await {
                Ok(page) => page,
                Err(error @ LogError::Database { .. }) => return Ok(self.back_off(&error)),
                Err(error) => return Err(error),
            }
        };
        check_gap_free(lead.live.position(), &page)?;
        let outcome = if page.is_empty() {
            lead.rest(shared, &mut self.tidied_at).await
        } else {
            lead.advance(shared, &page).await
        };
        match outcome {
            Led::On(wait) => {
                self.failures = 0;
                Ok(wait)
            }
            Led::Lost => {
                tracing::warn!(
                    view.name = self.tables.key.name,
                    "another node drives the view from now on"
                );
                self.stop_leading();
                Ok(Wait::Now)
            }
            Led::Failed(error) => {
                self.stop_leading();
                Ok(self.back_off(&error))
            }
        }
    }

    /// The session is given up with the lease: what state a failure left it in is not known. If the lease still holds,
    /// it runs out.
    pub(super) fn stop_leading(&mut self) {
        self.duty = Duty::stand_by(&self.tables, None);
    }
}

impl Lead {
    async fn advance(&mut self, shared: &Shared, page: &[event_log::RecordedEvent]) -> Led {
        let is_full = self.page.is_full(page);
        match advance(&mut self.live, &*shared.view, page).await {
            Advanced::Whole if self.live.is_superseded => return self.look_again(shared).await,
            Advanced::Whole => {}
            Advanced::Failed(error) => return Led::Failed(error),
            Advanced::Poisoned { position, reason } => {
                tracing::error!(
                    view.name = shared.view.name(),
                    event.position = position.0,
                    reason,
                    "the view is paused before an event that it cannot apply"
                );
                self.is_paused = true;
                let told = registry::pause(&mut self.live.conn, &self.live.key, self.fence, position, &reason).await;
                shared.publish(self.live.position(), ViewState::Paused { position, reason });
                return told.map_or_else(Led::Failed, |()| Led::On(Wait::Paused));
            }
        }
        self.page.adapt(page);
        self.signed_at = Instant::now();
        self.has_news = true;
        shared.publish(
            self.live.position(),
            if is_full {
                ViewState::CatchingUp
            } else {
                ViewState::Live
            },
        );
        if let Err(error) = self.tell(self.told_at.elapsed() >= TELL_EVERY).await {
            return Led::Failed(error);
        }
        // Without news left to tell, the next hint may be waited for; otherwise the next turn finds no page and tells.
        Led::On(if is_full || self.has_news {
            Wait::Now
        } else {
            Wait::Hint
        })
    }

    /// No new events: tells what is left to tell, gives a sign if one is due, and tidies up now and then.
    async fn rest(&mut self, shared: &Shared, tidied_at: &mut Option<Instant>) -> Led {
        if let Err(error) = self.tell(true).await {
            return Led::Failed(error);
        }
        if self.signed_at.elapsed() >= shared.options.lease / 4 {
            match registry::renew(&mut self.live.conn, &self.live.key, self.fence, shared.options.lease).await {
                Err(error) => return Led::Failed(error),
                Ok(None) => return Led::Lost,
                Ok(Some(generation)) if generation != Some(self.live.number) => return self.look_again(shared).await,
                Ok(Some(_)) => self.signed_at = Instant::now(),
            }
        }
        if !self.is_paused {
            shared.publish(self.live.position(), ViewState::Live);
            if tidied_at.is_none_or(|at| at.elapsed() >= TIDY_EVERY) {
                *tidied_at = Some(Instant::now());
                if let Err(error) = tidy(&mut self.live.conn, &self.live.key).await {
                    // Somebody still reads what was to be dropped; the next time will do.
                    tracing::debug!(
                        view.name = shared.view.name(),
                        error = describe(&error),
                        "tidying up was put off"
                    );
                }
            }
        }
        Led::On(if self.is_paused { Wait::Paused } else { Wait::Hint })
    }

    async fn tell(&mut self, now: bool) -> Result<(), sqlx::Error> {
        if self.has_news && now {
            registry::signal(&mut self.live.conn).await?;
            self.has_news = false;
            self.told_at = Instant::now();
        }
        Ok(())
    }

    /// A rebuild has made another generation live, or the lease is gone.
    async fn look_again(&mut self, shared: &Shared) -> Led {
        let renewed = registry::renew(&mut self.live.conn, &self.live.key, self.fence, shared.options.lease).await;
        let number = match renewed {
            Err(error) => return Led::Failed(error),
            Ok(Some(Some(number))) if number != self.live.number => number,
            Ok(_) => return Led::Lost,
        };
        match registry::look(&mut self.live.conn, &self.live.key).await {
            Err(error) => Led::Failed(error),
            Ok(standing) if standing.generation == Some(number) => {
                self.adopt(shared, number, standing.checkpoint);
                Led::On(Wait::Now)
            }
            Ok(_) => Led::Lost,
        }
    }

    fn adopt(&mut self, shared: &Shared, number: i64, checkpoint: Option<Checkpoint>) {
        let Some(checkpoint) = checkpoint else { return };
        tracing::info!(
            view.name = shared.view.name(),
            view.generation = number,
            event.position = checkpoint.position.0,
            "the rebuilt view is live"
        );
        self.live.number = number;
        self.live.checkpoint = checkpoint;
        self.live.is_superseded = false;
        self.live.conn.set_prefix(self.live.key.prefix(number));
        self.is_paused = false;
        self.has_news = true;
        shared.publish(checkpoint.position, ViewState::CatchingUp);
    }
}
