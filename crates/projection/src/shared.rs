//! What the handles of a view and its runner have in common, whatever the engine.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use event_log::{EventLog, Position};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep, timeout};

use crate::View;
use crate::handle::{Ended, Progress, RunnerOptions, ViewState};
use crate::lag::LagClock;
use crate::rebuild::{RebuildError, Rebuilt};

/// The pause after a first failure; each further one doubles it.
const FIRST_BACKOFF: Duration = Duration::from_millis(50);

/// What a handle tells a runner.
pub(crate) enum Command {
    /// Swap to a file that was built beside. On PostgreSQL the builder does that itself.
    Adopt {
        generation: u32,
        reply: oneshot::Sender<Result<Rebuilt, RebuildError>>,
    },
    /// End.
    Stop,
}

/// What to wait for before the next page.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wait {
    /// Nothing: more events are there.
    Now,
    /// A hint or the timer.
    Hint,
    /// A while, since something failed.
    BackOff(Duration),
    /// A command: the view is paused.
    Paused,
}

/// See the module.
pub(crate) struct Shared {
    pub(crate) view: Arc<dyn View>,
    pub(crate) log: EventLog,
    pub(crate) options: RunnerOptions,
    pub(crate) progress: watch::Sender<Progress>,
    pub(crate) rebuilding: AtomicBool,
    lag: Mutex<LagClock>,
}

impl Shared {
    pub(crate) fn new(view: Arc<dyn View>, log: EventLog, options: RunnerOptions, position: Position) -> Arc<Self> {
        Arc::new(Self {
            view,
            log,
            options,
            progress: watch::Sender::new(Progress {
                position,
                state: ViewState::CatchingUp,
            }),
            rebuilding: AtomicBool::new(false),
            lag: Mutex::new(LagClock::default()),
        })
    }

    /// Tells everybody on this node how far the view has come.
    pub(crate) fn publish(&self, position: Position, state: ViewState) {
        let progress = Progress { position, state };
        self.progress.send_if_modified(|now| {
            let changed = *now != progress;
            *now = progress;
            changed
        });
    }

    /// Notes where the head is, and answers for how long the view has been behind it.
    pub(crate) fn observe_lag(&self) -> Duration {
        let (head, applied, now) = (self.log.known_head(), self.progress.borrow().position, Instant::now());
        let mut lag = self.lag.lock().unwrap_or_else(PoisonError::into_inner);
        lag.observe(head, applied, now);
        lag.behind_for(applied, now)
    }

    /// Notes a failure that may pass, and answers what to wait for.
    pub(crate) fn back_off(&self, failures: &mut u32, error: &(dyn std::error::Error + 'static)) -> Wait {
        let pause = FIRST_BACKOFF
            .saturating_mul(1 << (*failures).min(16))
            .min(self.options.max_backoff);
        *failures = failures.saturating_add(1);
        tracing::warn!(
            view.name = self.view.name(),
            attempt = *failures,
            error = describe(error),
            "the view could not follow the log; it is tried again"
        );
        Wait::BackOff(pause)
    }
}

/// Watches over a runner's task and answers how it ended, also when it panics.
pub(crate) fn watch_over(
    name: &'static str,
    run: impl Future<Output = Result<(), String>> + Send + 'static,
) -> watch::Receiver<Option<Ended>> {
    let (end, ended) = watch::channel(None);
    let task = tokio::spawn(run);
    tokio::spawn(async move {
        let reason = match task.await {
            Ok(Ok(())) => Ended::Requested,
            Ok(Err(reason)) => Ended::Failed(reason),
            Err(error) => Ended::Failed(error.to_string()),
        };
        if let Ended::Failed(reason) = &reason {
            tracing::error!(view.name = name, reason, "the view's task ended");
        }
        end.send_replace(Some(reason));
    });
    ended
}

/// The next command. No sender left means that nobody holds the view.
pub(crate) async fn command(commands: &mut mpsc::Receiver<Command>) -> Command {
    commands.recv().await.unwrap_or(Command::Stop)
}

/// Returns at a hint of new events, and after `poll` without one: a hint is no delivery.
pub(crate) async fn hinted(hint: &mut watch::Receiver<Position>, poll: Duration) {
    if let Ok(Err(_)) = timeout(poll, hint.changed()).await {
        // The log's side is gone. Its next read says so; until then there is only the timer.
        sleep(poll).await;
    }
}

/// An error with its causes, in one line.
pub(crate) fn describe(error: &(dyn std::error::Error + 'static)) -> String {
    std::iter::successors(Some(error), |error| error.source())
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}
