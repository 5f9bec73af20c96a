//! The task that drives a view in a file.

mod adopt;

use std::sync::Arc;
use std::time::Duration;

use event_log::{LogError, Position};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::Files;
use super::view_file::ViewFile;
use crate::advance::{Advanced, Target, advance};
use crate::handle::ViewState;
use crate::page::{PageSize, check_gap_free};
use crate::shared::{Command, Wait, command, describe, hinted};

/// How long the end waits for readers that still hold a snapshot.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// What to do next.
enum Turn {
    Pull,
    Command(Command),
}

pub(super) struct Runner {
    files: Arc<Files>,
    file: ViewFile,
    commands: mpsc::Receiver<Command>,
    hint: watch::Receiver<Position>,
    page: PageSize,
    failures: u32,
    /// Old generations being removed when their last reader lets go.
    retired: JoinSet<()>,
}

impl Runner {
    pub(super) fn new(files: Arc<Files>, file: ViewFile, commands: mpsc::Receiver<Command>) -> Self {
        let hint = files.shared.log.subscribe();
        let page = PageSize::new(files.shared.options.max_page_events);
        Self {
            files,
            file,
            commands,
            hint,
            page,
            failures: 0,
            retired: JoinSet::new(),
        }
    }

    /// Runs until told to stop. An error is a reason to end the process: the log cannot be followed.
    pub(super) async fn run(mut self) -> Result<(), String> {
        let mut wait = Wait::Now;
        let outcome = loop {
            match self.next(wait).await {
                Turn::Command(Command::Stop) => break Ok(()),
                Turn::Command(Command::Adopt { generation, reply }) => {
                    let adopted = self.adopt(generation).await;
                    if adopted.is_ok() {
                        wait = Wait::Now;
                    }
                    // Nobody waits any more: the swap stands all the same.
                    drop(reply.send(adopted));
                }
                Turn::Pull => match self.pull().await {
                    Ok(next) => wait = next,
                    Err(error) => break Err(describe(&error)),
                },
            }
        };
        self.close().await;
        outcome
    }

    async fn next(&mut self, wait: Wait) -> Turn {
        let poll = self.files.shared.options.poll_interval;
        let ordered = match wait {
            Wait::Now => match self.commands.try_recv() {
                Ok(ordered) => ordered,
                Err(mpsc::error::TryRecvError::Empty) => return Turn::Pull,
                Err(mpsc::error::TryRecvError::Disconnected) => Command::Stop,
            },
            Wait::Hint => tokio::select! {
                ordered = command(&mut self.commands) => ordered,
                () = hinted(&mut self.hint, poll) => return Turn::Pull,
            },
            Wait::BackOff(pause) => tokio::select! {
                ordered = command(&mut self.commands) => ordered,
                () = sleep(pause) => return Turn::Pull,
            },
            Wait::Paused => loop {
                tokio::select! {
                    ordered = command(&mut self.commands) => break ordered,
                    () = hinted(&mut self.hint, poll) => {
                        self.files.shared.observe_lag();
                    }
                }
            },
        };
        Turn::Command(ordered)
    }

    /// Reads and applies one page.
    async fn pull(&mut self) -> Result<Wait, LogError> {
        self.hint.borrow_and_update();
        let page = match self
            .files
            .shared
            .log
            .read_after(self.file.position(), self.page.limit())
            .await
        {
            Ok(page) => page,
            Err(error @ LogError::Database { .. }) => return Ok(self.back_off(&error)),
            Err(error) => return Err(error),
        };
        check_gap_free(self.file.position(), &page)?;
        self.files.shared.observe_lag();
        let is_full = self.page.is_full(&page);
        match advance(&mut self.file, &*self.files.shared.view, &page).await {
            Advanced::Whole => {
                self.failures = 0;
                self.page.adapt(&page);
                self.publish(if is_full {
                    ViewState::CatchingUp
                } else {
                    ViewState::Live
                });
                Ok(if is_full { Wait::Now } else { Wait::Hint })
            }
            Advanced::Poisoned { position, reason } => {
                tracing::error!(
                    view.name = self.files.shared.view.name(),
                    event.position = position.0,
                    reason,
                    "the view is paused before an event that it cannot apply"
                );
                self.publish(ViewState::Paused { position, reason });
                Ok(Wait::Paused)
            }
            Advanced::Failed(error) => {
                let wait = self.back_off(&error);
                if !matches!(error, sqlx::Error::Database(_))
                    && let Err(error) = self.file.reconnect().await
                {
                    tracing::warn!(
                        view.name = self.files.shared.view.name(),
                        error = describe(&error),
                        "the view's file cannot be opened again yet"
                    );
                }
                self.publish(ViewState::CatchingUp);
                Ok(wait)
            }
        }
    }

    fn publish(&self, state: ViewState) {
        self.files.shared.publish(self.file.position(), state);
    }

    fn back_off(&mut self, error: &(dyn std::error::Error + 'static)) -> Wait {
        self.files.shared.back_off(&mut self.failures, error)
    }

    async fn close(mut self) {
        let pool = self.files.readers.borrow().pool.clone();
        let closing = async {
            pool.close().await;
            while self.retired.join_next().await.is_some() {}
        };
        if timeout(CLOSE_TIMEOUT, closing).await.is_err() {
            tracing::warn!(
                view.name = self.files.shared.view.name(),
                "a reader still holds the view at its end"
            );
        }
        if let Err(error) = self.file.close().await {
            tracing::warn!(
                view.name = self.files.shared.view.name(),
                error = describe(&error),
                "the view's file was not closed in order"
            );
        }
    }
}
