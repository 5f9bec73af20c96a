//! How endpoints read: a proposal that the viewer may know, and the view as of now or of an earlier point.

use consultation::event::streams;
use consultation::visibility::{Rights, Viewer};
use consultation::{Proposal, ProposalId};
use event_log::{Position, StreamId};
use jiff::Timestamp;
use projection::sql::ViewConn;
use projection::{MemoryView, ViewRead};
use std::sync::Arc;

use crate::app::App;
use crate::http::as_of::{AsOf, Point, ReadAt};
use crate::problem::Problem;
use commands::Versioned;

/// A proposal as its viewer may know it.
#[derive(Debug, Clone)]
pub struct Visible {
    /// The proposal as it stands.
    pub proposal: Arc<Proposal>,
    /// Its stream version.
    pub version: u64,
    /// The viewer's rights over it.
    pub rights: Rights,
}

/// A snapshot of the view.
pub enum InputRead {
    /// As it stands.
    Live(Box<ViewRead>),
    /// As it stood.
    Past(Box<MemoryView>),
}

impl InputRead {
    /// The connection to query with.
    pub fn conn(&mut self) -> &mut ViewConn {
        match self {
            Self::Live(read) => read.conn(),
            Self::Past(view) => view.conn(),
        }
    }

    /// Which state of the log it shows.
    #[must_use]
    pub fn as_of(&self) -> AsOf {
        let (position, instant) = match self {
            Self::Live(read) => (read.position(), read.instant()),
            Self::Past(view) => (view.position(), view.instant()),
        };
        AsOf {
            log_position: position.0,
            instant,
        }
    }
}

impl App {
    /// The proposal, if the viewer may know of it; read from the log, so that it is never behind.
    ///
    /// # Errors
    /// 404 `not_found`, whether it is unknown or hidden (R15d).
    pub async fn visible_proposal(&self, viewer: Viewer, id: ProposalId, now: Timestamp) -> Result<Visible, Problem> {
        let found = self.commands.find_proposal(id).await?;
        found
            .and_then(|found| self.if_visible(viewer, found, now))
            .ok_or_else(|| Problem::of("not_found"))
    }

    /// As [`App::visible_proposal`], from what this process last saw, if that is enough: it costs no read. Guards of
    /// an append and the view's own position make up for what is missed.
    ///
    /// # Errors
    /// 404 `not_found`, whether it is unknown or hidden (R15d).
    pub async fn known_proposal(&self, viewer: Viewer, id: ProposalId, now: Timestamp) -> Result<Visible, Problem> {
        let known = self
            .commands
            .known_proposal(id)
            .and_then(|known| self.if_visible(viewer, known, now));
        match known {
            Some(visible) => Ok(visible),
            None => self.visible_proposal(viewer, id, now).await,
        }
    }

    fn if_visible(&self, viewer: Viewer, found: Versioned<Arc<Proposal>>, now: Timestamp) -> Option<Visible> {
        let rights = self.rights(viewer, &found.state, now);
        rights.sees_proposal().then_some(Visible {
            proposal: found.state,
            version: found.version,
            rights,
        })
    }

    /// The proposal at the point asked for, its version then, and that point.
    ///
    /// # Errors
    /// 503 `view_behind`; 422 `as_of_in_the_future`; 404 if it was not yet tabled.
    pub async fn proposal_as_of(
        &self,
        visible: &Visible,
        at: ReadAt,
    ) -> Result<(Versioned<Arc<Proposal>>, AsOf), Problem> {
        match at {
            ReadAt::Now => {}
            ReadAt::AtLeast(position) => self.wait_for_head(position).await?,
            ReadAt::AsOf(point) => {
                let as_of = self.resolve(point).await?;
                let position = Position(as_of.log_position);
                let past = self.commands.proposal_at(visible.proposal.id, position).await?;
                let Versioned { state, version } = past.ok_or_else(|| Problem::of("not_found"))?;
                let state = Arc::new(state);
                return Ok((Versioned { state, version }, as_of));
            }
        }
        let present = Versioned {
            state: Arc::clone(&visible.proposal),
            version: visible.version,
        };
        Ok((present, self.as_of_now(visible.rights.now())))
    }

    /// The view of a proposal's input at the point asked for.
    ///
    /// # Errors
    /// 503 `view_behind`; 422 `as_of_in_the_future`; 404 if the proposal was not yet there to be seen.
    pub async fn read_input(&self, visible: &Visible, at: ReadAt) -> Result<InputRead, Problem> {
        match at {
            ReadAt::Now => Ok(InputRead::Live(Box::new(self.input.read(None).await?))),
            ReadAt::AtLeast(position) => {
                self.wait_for_head(position).await?;
                Ok(InputRead::Live(Box::new(self.input.read(Some(position)).await?)))
            }
            ReadAt::AsOf(point) => {
                let as_of = self.resolve(point).await?;
                let position = Position(as_of.log_position);
                let head = self.head();
                let history = self.commands.history_of(&visible.proposal, head).await?;
                let tabled = StreamId(streams::proposal(visible.proposal.id));
                if !history
                    .iter()
                    .any(|recorded| recorded.stream == tabled && recorded.position <= position)
                {
                    return Err(Problem::of("not_found"));
                }
                let view = proposal_input::as_of(&visible.proposal, &history, position, as_of.instant, head).await?;
                Ok(InputRead::Past(Box::new(view)))
            }
        }
    }

    /// Waits until the view has a position (`at_least`) for a list over all proposals.
    ///
    /// # Errors
    /// 503 `view_behind`.
    pub async fn read_lists(&self, at_least: Option<u64>) -> Result<InputRead, Problem> {
        let at_least = at_least.map(Position);
        if let Some(position) = at_least {
            self.wait_for_head(position).await?;
        }
        Ok(InputRead::Live(Box::new(self.input.read(at_least).await?)))
    }

    /// The position and instant of a point.
    ///
    /// # Errors
    /// 422 `as_of_in_the_future` for a position beyond the head or an instant after now.
    pub async fn resolve(&self, point: Point) -> Result<AsOf, Problem> {
        let unavailable = |error| Problem::of("unavailable").caused_by(error);
        match point {
            Point::Position(position) => {
                if position > self.head() && position > self.fresh_head().await? {
                    return Err(Problem::of("as_of_in_the_future"));
                }
                let recorded_at = self.log().recorded_at(position).await.map_err(unavailable)?;
                let instant = recorded_at.unwrap_or(Timestamp::UNIX_EPOCH);
                Ok(AsOf {
                    log_position: position.0,
                    instant,
                })
            }
            Point::Instant(instant) => {
                if instant > self.clock.now() {
                    return Err(Problem::of("as_of_in_the_future"));
                }
                let position = self.log().position_at(instant).await.map_err(unavailable)?;
                Ok(AsOf {
                    log_position: position.0,
                    instant,
                })
            }
        }
    }

    /// `at_least` beyond what this process knows: another node may have recorded it, so the log is asked. A read that
    /// folds from the log has it then at once, and one from a view need not wait for what is not there.
    ///
    /// # Errors
    /// 503 `view_behind` if the log has no such position yet.
    pub async fn wait_for_head(&self, wanted: Position) -> Result<(), Problem> {
        if wanted <= self.head() {
            return Ok(());
        }
        let position = self.fresh_head().await?;
        if wanted <= position {
            return Ok(());
        }
        Err(Problem::of("view_behind").detail(format!("The log has position {position}, not yet {wanted}.")))
    }

    /// The end of the log, asked of it.
    async fn fresh_head(&self) -> Result<Position, Problem> {
        let head = self.log().head().await;
        Ok(head
            .map_err(|error| Problem::of("unavailable").caused_by(error))?
            .position)
    }

    /// What a read that folds from the log reflects: now.
    #[must_use]
    pub fn as_of_now(&self, now: Timestamp) -> AsOf {
        AsOf {
            log_position: self.head().0,
            instant: now,
        }
    }
}
