//! The group-commit writer: one task that commits whatever has arrived in one transaction.
//!
//! It never waits for a batch to fill: the next one grows while the previous one is being committed.

use std::ops::ControlFlow;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};

use crate::log::raise;
use crate::{Append, AppendError, Appended, Clock, LogError, Position, Storage};

/// How much the writer takes at once, and how much may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriterLimits {
    /// Appends that may wait; one more is [`AppendError::Overloaded`]. At least 1.
    pub queue: usize,
    /// Appends in one commit.
    pub batch_requests: usize,
    /// Events in one commit. A single larger append is committed alone.
    pub batch_events: usize,
    /// Bytes in one commit, by [`Append::bytes`]. A single larger append is committed alone.
    pub batch_bytes: usize,
    /// Events of one append; more is [`AppendError::Invalid`].
    pub append_events: usize,
    /// Bytes of one append; more is [`AppendError::Invalid`].
    pub append_bytes: usize,
}

impl Default for WriterLimits {
    /// 4,096 waiting; 512 requests, 2,048 events or 1 MiB in a commit; 10,000 events and 32 MiB in an append.
    ///
    /// The largest lodging (a 4 MiB body, 2,000 comments) stays well inside the last two.
    fn default() -> Self {
        Self {
            queue: 4_096,
            batch_requests: 512,
            batch_events: 2_048,
            batch_bytes: 1024 * 1024,
            append_events: 10_000,
            append_bytes: 32 * 1024 * 1024,
        }
    }
}

/// Why the writer is no longer running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriterEnd {
    /// It was closed and has committed everything that had been accepted.
    Closed,
    /// It died. The process should stop: nothing can be appended any more.
    Failed,
}

/// An append on its way, and where to answer.
pub(crate) struct Request {
    pub(crate) append: Append,
    pub(crate) reply: oneshot::Sender<Result<Appended, AppendError>>,
}

/// Tells how the writer ended, also when it panics.
pub(crate) struct EndSignal(pub(crate) watch::Sender<Option<WriterEnd>>);

impl Drop for EndSignal {
    fn drop(&mut self) {
        self.0.send_if_modified(|end| {
            let died = end.is_none();
            if died {
                tracing::error!("the log's writer died: nothing can be appended any more");
                *end = Some(WriterEnd::Failed);
            }
            died
        });
    }
}

/// The writer task's state.
pub(crate) struct Writer {
    pub(crate) storage: Arc<dyn Storage>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) limits: WriterLimits,
    pub(crate) queue: mpsc::Receiver<Request>,
    /// An append that did not fit into the previous batch.
    pub(crate) carried: Option<Request>,
    pub(crate) closing: watch::Receiver<bool>,
    pub(crate) head: Arc<watch::Sender<Position>>,
    // Dropped after `queue`, so that nobody learns of the end while appends are still unanswered.
    pub(crate) end: EndSignal,
}

impl Writer {
    /// Runs until closed, or until every handle of the log is gone.
    pub(crate) async fn run(mut self) {
        while let Some(first) = self.next().await {
            // Not a wait: callers that were just answered, or have an append ready, run first and get into this batch.
            // Without it every second batch holds the one append that woke the writer.
            tokio::task::yield_now().await;
            let (appends, replies) = self.gather(first);
            if self.commit(&appends, replies).await.is_break() {
                tracing::error!("the log may not be written any more: the writer ends");
                self.end.0.send_replace(Some(WriterEnd::Failed));
                return;
            }
        }
        self.end.0.send_replace(Some(WriterEnd::Closed));
    }

    async fn next(&mut self) -> Option<Request> {
        if let Some(carried) = self.carried.take() {
            return Some(carried);
        }
        tokio::select! {
            biased;
            // An error means that every handle is gone, which closes as well.
            _ = self.closing.changed() => self.queue.close(),
            request = self.queue.recv() => return request,
        }
        // Closed: what was accepted before is still received, then `None`.
        self.queue.recv().await
    }

    /// Takes what has arrived, up to the limits, without waiting.
    fn gather(&mut self, first: Request) -> (Vec<Append>, Vec<oneshot::Sender<Result<Appended, AppendError>>>) {
        let mut events = first.append.events.len();
        let mut bytes = first.append.bytes();
        let mut appends = vec![first.append];
        let mut replies = vec![first.reply];
        while appends.len() < self.limits.batch_requests {
            let Ok(request) = self.queue.try_recv() else { break };
            events += request.append.events.len();
            bytes += request.append.bytes();
            if events > self.limits.batch_events || bytes > self.limits.batch_bytes {
                self.carried = Some(request);
                break;
            }
            appends.push(request.append);
            replies.push(request.reply);
        }
        (appends, replies)
    }

    /// Breaks off when the store is of no use to this process any more.
    async fn commit(
        &self,
        appends: &[Append],
        replies: Vec<oneshot::Sender<Result<Appended, AppendError>>>,
    ) -> ControlFlow<()> {
        let results = self.storage.commit(appends, self.clock.now()).await;
        if results.len() != appends.len() {
            tracing::error!(
                answers = results.len(),
                appends = appends.len(),
                "the log's engine did not answer every append"
            );
        }
        // Published before the answers, so that nobody sees a head behind a position of their own.
        if let Some(last) = results.iter().flatten().map(|appended| appended.last).max() {
            raise(&self.head, last);
        }
        let is_unusable = |result: &Result<Appended, AppendError>| matches!(result, Err(AppendError::Unavailable(cause)) if matches!(**cause, LogError::Unusable(_)));
        let end = results.iter().any(is_unusable);
        for (reply, result) in replies.into_iter().zip(results) {
            // A caller that has gone away does not want the answer; its append stands.
            drop(reply.send(result));
        }
        if end {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}
