//! The task that drives one view.

mod adopt;

use std::sync::Arc;
use std::time::Duration;

use event_log::{LogError, Position, RecordedEvent};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::advance::{Advanced, advance};
use crate::handle::{Progress, Shared, ViewState};
use crate::page::PageSize;
use crate::rebuild::{RebuildError, Rebuilt};
use crate::view_file::ViewFile;

/// The pause after a first failure; each further one doubles it.
const FIRST_BACKOFF: Duration = Duration::from_millis(50);

/// How long the end waits for readers that still hold a snapshot.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// What a handle tells the runner.
pub(crate) enum Command {
    /// Swap to a generation that was built beside.
    Adopt {
        generation: u32,
        reply: oneshot::Sender<Result<Rebuilt, RebuildError>>,
    },
    /// End.
    Stop,
}

/// What to wait for before the next page.
#[derive(Debug, Clone, Copy)]
enum Wait {
    /// Nothing: more events are there.
    Now,
    /// A hint or the timer.
    Hint,
    /// A while, since something failed.
    BackOff(Duration),
    /// A command: the view is paused.
    Paused,
}

/// What to do next.
enum Turn {
    Pull,
    Command(Command),
}

pub(crate) struct Runner {
    shared: Arc<Shared>,
    file: ViewFile,
    commands: mpsc::Receiver<Command>,
    hint: watch::Receiver<Position>,
    page: PageSize,
    failures: u32,
    /// Old generations being removed when their last reader lets go.
    retired: JoinSet<()>,
}

impl Runner {
    pub(crate) fn new(shared: Arc<Shared>, file: ViewFile, commands: mpsc::Receiver<Command>) -> Self {
        let hint = shared.log.subscribe();
        let page = PageSize::new(shared.options.max_page_events);
        Self {
            shared,
            file,
            commands,
            hint,
            page,
            failures: 0,
            retired: JoinSet::new(),
        }
    }

    /// Runs until told to stop. An error is a reason to end the process: the log cannot be followed.
    pub(crate) async fn run(mut self) -> Result<(), String> {
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
        let poll = self.shared.options.poll_interval;
        let command = match wait {
            Wait::Now => match self.commands.try_recv() {
                Ok(command) => Some(command),
                Err(mpsc::error::TryRecvError::Empty) => return Turn::Pull,
                Err(mpsc::error::TryRecvError::Disconnected) => None,
            },
            Wait::Hint => tokio::select! {
                command = self.commands.recv() => command,
                () = hinted(&mut self.hint, poll) => return Turn::Pull,
            },
            Wait::BackOff(pause) => tokio::select! {
                command = self.commands.recv() => command,
                () = sleep(pause) => return Turn::Pull,
            },
            Wait::Paused => loop {
                tokio::select! {
                    command = self.commands.recv() => break command,
                    () = hinted(&mut self.hint, poll) => {
                        self.shared.observe_lag();
                    }
                }
            },
        };
        // No sender left means that nobody holds the view.
        Turn::Command(command.unwrap_or(Command::Stop))
    }

    /// Reads and applies one page.
    async fn pull(&mut self) -> Result<Wait, LogError> {
        self.hint.borrow_and_update();
        let page = match self
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
        self.shared.observe_lag();
        let is_full = self.page.is_full(&page);
        match advance(&mut self.file, &*self.shared.view, &page).await {
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
                    view.name = self.shared.view.name(),
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
                        view.name = self.shared.view.name(),
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
        let progress = Progress {
            position: self.file.position(),
            state,
        };
        self.shared.progress.send_if_modified(|now| {
            let changed = *now != progress;
            *now = progress;
            changed
        });
    }

    fn back_off(&mut self, error: &(dyn std::error::Error + 'static)) -> Wait {
        let doublings = self.failures.min(16);
        let pause = FIRST_BACKOFF
            .saturating_mul(1 << doublings)
            .min(self.shared.options.max_backoff);
        self.failures = self.failures.saturating_add(1);
        tracing::warn!(
            view.name = self.shared.view.name(),
            attempt = self.failures,
            error = describe(error),
            "the view could not follow the log; it is tried again"
        );
        Wait::BackOff(pause)
    }

    async fn close(mut self) {
        let pool = self.shared.readers.borrow().pool.clone();
        let closing = async {
            pool.close().await;
            while self.retired.join_next().await.is_some() {}
        };
        if timeout(CLOSE_TIMEOUT, closing).await.is_err() {
            tracing::warn!(
                view.name = self.shared.view.name(),
                "a reader still holds the view at its end"
            );
        }
        if let Err(error) = self.file.close().await {
            tracing::warn!(
                view.name = self.shared.view.name(),
                error = describe(&error),
                "the view's file was not closed in order"
            );
        }
    }
}

/// Returns at a hint of new events, and after `poll` without one: a hint is no delivery.
async fn hinted(hint: &mut watch::Receiver<Position>, poll: Duration) {
    if let Ok(Err(_)) = timeout(poll, hint.changed()).await {
        // The log's side is gone. Its next read says so; until then there is only the timer.
        sleep(poll).await;
    }
}

/// The log promises gap-free positions; a view must not be the one that passes over a broken promise.
pub(crate) fn check_gap_free(after: Position, page: &[RecordedEvent]) -> Result<(), LogError> {
    let mut expected = after.0;
    for event in page {
        expected = expected.saturating_add(1);
        if event.position.0 != expected {
            return Err(LogError::Corrupt(format!(
                "position {expected} is missing before {}",
                event.position
            )));
        }
    }
    Ok(())
}

/// An error with its causes, in one line.
fn describe(error: &(dyn std::error::Error + 'static)) -> String {
    std::iter::successors(Some(error), |error| error.source())
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}
