//! The task of one node for one view: stands by, or drives the view while it has the lease.

mod lead;
mod stand_by;

use std::sync::Arc;

use event_log::{Hints, Position};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep};

use super::live::Generation;
use super::registry::CHANNEL;
use super::{Tables, in_views};
use crate::page::PageSize;
use crate::rebuild::RebuildError;
use crate::shared::{Command, Wait, command, describe, hinted};
use crate::sql::ViewConn;

/// What this node does for the view.
enum Duty {
    /// Another node drives it, or none does yet.
    StandBy(Box<StandBy>),
    /// This node drives it.
    Lead(Box<Lead>),
}

/// The tools of a node that stands by.
struct StandBy {
    /// The session for statements; none after a failure.
    conn: Option<ViewConn>,
    /// What the driver hints at.
    hints: Hints,
}

impl Duty {
    fn stand_by(tables: &Tables, conn: Option<ViewConn>) -> Self {
        Self::StandBy(Box::new(StandBy {
            conn,
            hints: Hints::on(in_views(&tables.primary), CHANNEL),
        }))
    }
}

/// The driver's tools.
struct Lead {
    live: Generation,
    fence: i64,
    page: PageSize,
    /// When the lease was last renewed, by a page or by itself.
    signed_at: Instant,
    /// When the other nodes were last told, and whether there is something to tell.
    told_at: Instant,
    has_news: bool,
    is_paused: bool,
}

/// What to do next.
enum Turn {
    Work,
    Stop,
}

pub(super) struct Runner {
    tables: Arc<Tables>,
    commands: mpsc::Receiver<Command>,
    /// Signals of the log's new heads.
    hint: watch::Receiver<Position>,
    duty: Duty,
    failures: u32,
    tidied_at: Option<Instant>,
}

impl Runner {
    pub(super) fn new(tables: Arc<Tables>, conn: ViewConn, commands: mpsc::Receiver<Command>) -> Self {
        let hint = tables.shared.log.subscribe();
        Self {
            commands,
            hint,
            duty: Duty::stand_by(&tables, Some(conn)),
            failures: 0,
            tidied_at: None,
            tables,
        }
    }

    /// Runs until told to stop. An error is a reason to end the process: the log cannot be followed.
    pub(super) async fn run(mut self) -> Result<(), String> {
        let mut wait = Wait::Now;
        let outcome = loop {
            match self.next(wait).await {
                Turn::Stop => break Ok(()),
                Turn::Work => match self.work().await {
                    Ok(next) => wait = next,
                    Err(error) => break Err(describe(&error)),
                },
            }
        };
        self.close().await;
        outcome
    }

    async fn next(&mut self, wait: Wait) -> Turn {
        let options = self.tables.shared.options;
        let poll = options.poll_interval.min(options.lease / 3);
        let ordered = match wait {
            Wait::Now => match self.commands.try_recv() {
                Ok(ordered) => ordered,
                Err(mpsc::error::TryRecvError::Empty) => return Turn::Work,
                Err(mpsc::error::TryRecvError::Disconnected) => Command::Stop,
            },
            Wait::BackOff(pause) => tokio::select! {
                ordered = command(&mut self.commands) => ordered,
                () = sleep(pause) => return Turn::Work,
            },
            Wait::Hint | Wait::Paused => {
                let Self {
                    commands, duty, hint, ..
                } = self;
                tokio::select! {
                    ordered = command(commands) => ordered,
                    () = async {
                        match duty {
                            Duty::StandBy(standing) => standing.hints.wait(poll).await,
                            Duty::Lead(lead) if lead.is_paused => sleep(poll).await,
                            Duty::Lead(_) => hinted(hint, poll).await,
                        }
                    } => return Turn::Work,
                }
            }
        };
        match ordered {
            Command::Stop => Turn::Stop,
            Command::Adopt { reply, .. } => {
                // Nobody sends this to a view in a database; whoever waits is told.
                drop(reply.send(Err(RebuildError::Stopped)));
                Turn::Work
            }
        }
    }

    async fn work(&mut self) -> Result<Wait, event_log::LogError> {
        self.hint.borrow_and_update();
        self.tables.shared.observe_lag();
        match self.duty {
            Duty::StandBy(_) => self.stand_by().await,
            Duty::Lead(_) => self.lead().await,
        }
    }

    fn back_off(&mut self, error: &(dyn std::error::Error + 'static)) -> Wait {
        self.tables.shared.back_off(&mut self.failures, error)
    }

    async fn close(self) {
        let name = self.tables.shared.view.name();
        let closed = match self.duty {
            Duty::StandBy(standing) => match standing.conn {
                Some(conn) => conn.close().await,
                None => Ok(()),
            },
            Duty::Lead(lead) => {
                let Lead { mut live, fence, .. } = *lead;
                let released = super::registry::release(&mut live.conn, &live.key, fence).await;
                released.and(live.conn.close().await)
            }
        };
        if let Err(error) = closed {
            tracing::warn!(
                view.name = name,
                error = describe(&error),
                "the lease of the view could not be left; another node takes it when it has run out"
            );
        }
        self.tables.close().await;
    }
}
