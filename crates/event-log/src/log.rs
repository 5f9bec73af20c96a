//! The handle that the rest of the program uses.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

use crate::writer::{EndSignal, Request, Writer};
use crate::{
    Append, AppendError, Appended, Clock, Head, KnownAppend, LogError, Position, RecordedEvent, Storage, StreamId,
    WriterEnd, WriterLimits,
};

/// The log of one process: appends through one writer, reads from the engine. Cheap to clone.
#[derive(Clone)]
pub struct EventLog {
    shared: Arc<Shared>,
}

struct Shared {
    storage: Arc<dyn Storage>,
    queue: mpsc::Sender<Request>,
    head: Arc<watch::Sender<Position>>,
    closing: watch::Sender<bool>,
    end: watch::Receiver<Option<WriterEnd>>,
    limits: WriterLimits,
    log_id: Uuid,
    epoch: Uuid,
}

impl EventLog {
    /// Reads the head and starts the writer task on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// Whatever the engine answers when the head cannot be read.
    pub async fn start(
        storage: Arc<dyn Storage>,
        clock: Arc<dyn Clock>,
        limits: WriterLimits,
    ) -> Result<Self, LogError> {
        let head = storage.head().await?;
        let (queue, queued) = mpsc::channel(limits.queue.max(1));
        let known = Arc::new(watch::Sender::new(head.position));
        let (closing_sender, closing_receiver) = watch::channel(false);
        let (end_sender, end_receiver) = watch::channel(None);
        let writer = Writer {
            storage: Arc::clone(&storage),
            clock,
            limits,
            queue: queued,
            carried: None,
            closing: closing_receiver,
            head: Arc::clone(&known),
            end: EndSignal(end_sender.clone()),
        };
        tokio::spawn(writer.run());
        tokio::spawn(hear_of_others(
            Arc::clone(&storage),
            head.epoch,
            Arc::clone(&known),
            closing_sender.subscribe(),
            end_sender,
        ));
        let shared = Shared {
            storage,
            queue,
            head: known,
            closing: closing_sender,
            end: end_receiver,
            limits,
            log_id: head.log_id,
            epoch: head.epoch,
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// The random identity of this log; kept by backup and restore.
    #[must_use]
    pub fn log_id(&self) -> Uuid {
        self.shared.log_id
    }

    /// Changes when the log is restored from a backup.
    #[must_use]
    pub fn epoch(&self) -> Uuid {
        self.shared.epoch
    }

    /// Appends all events or none, and answers when they are durable.
    ///
    /// A caller that stops waiting does not take the append back.
    ///
    /// # Errors
    ///
    /// [`AppendError::Invalid`] when the append is malformed or too large; [`AppendError::Overloaded`] at once when
    /// the queue is full; [`AppendError::Unavailable`] when the store cannot be written or the log is closed;
    /// the others as they say.
    pub async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        append.validate(&self.shared.limits)?;
        let (reply, answer) = oneshot::channel();
        self.shared
            .queue
            .try_send(Request { append, reply })
            .map_err(|refused| match refused {
                mpsc::error::TrySendError::Full(_) => AppendError::Overloaded,
                mpsc::error::TrySendError::Closed(_) => closed(),
            })?;
        // No answer means that the writer died with the append in its hands.
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// The newest position this process knows to be committed, without asking the engine.
    #[must_use]
    pub fn known_head(&self) -> Position {
        *self.shared.head.borrow()
    }

    /// Signals every new head. A hint only: a follower reads the log, it does not count signals.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<Position> {
        self.shared.head.subscribe()
    }

    /// The engine, for what is not appending: actors, check, backup, forgetting keys.
    #[must_use]
    pub fn storage(&self) -> &Arc<dyn Storage> {
        &self.shared.storage
    }

    /// Waits until the writer has stopped, and says why. A process that sees [`WriterEnd::Failed`] should exit.
    pub async fn writer_stopped(&self) -> WriterEnd {
        let mut end = self.shared.end.clone();
        match end.wait_for(Option::is_some).await {
            Ok(end) => end.unwrap_or(WriterEnd::Failed),
            Err(_) => WriterEnd::Failed,
        }
    }

    /// Whether appends are being taken.
    #[must_use]
    pub fn is_writing(&self) -> bool {
        self.shared.end.borrow().is_none() && !*self.shared.closing.borrow()
    }

    /// Takes no more appends, commits those accepted before, stops the writer and closes the engine.
    ///
    /// Appends after this are [`AppendError::Unavailable`], reads are [`LogError::Closed`]. May be called twice.
    pub async fn close(&self) {
        self.shared.closing.send_replace(true);
        self.writer_stopped().await;
        self.shared.storage.close().await;
    }

    /// The end of the log, from the engine. This process knows it from then on.
    ///
    /// # Errors
    ///
    /// As [`Storage::head`].
    pub async fn head(&self) -> Result<Head, LogError> {
        let head = self.shared.storage.head().await?;
        raise(&self.shared.head, head.position);
        Ok(head)
    }

    /// See [`Storage::read_after`].
    ///
    /// # Errors
    ///
    /// As [`Storage::read_after`].
    pub async fn read_after(&self, after: Position, limit: u32) -> Result<Vec<RecordedEvent>, LogError> {
        self.shared.storage.read_after(after, limit).await
    }

    /// See [`Storage::read_stream`].
    ///
    /// # Errors
    ///
    /// As [`Storage::read_stream`].
    pub async fn read_stream(&self, stream: &StreamId, after_version: u64) -> Result<Vec<RecordedEvent>, LogError> {
        let events = self.shared.storage.read_stream(stream, after_version).await?;
        // Another process may have appended them: what was read is known.
        if let Some(last) = events.last() {
            raise(&self.shared.head, last.position);
        }
        Ok(events)
    }

    /// See [`Storage::read_streams`].
    ///
    /// # Errors
    ///
    /// As [`Storage::read_streams`].
    pub async fn read_streams(&self, streams: &[StreamId], until: Position) -> Result<Vec<RecordedEvent>, LogError> {
        self.shared.storage.read_streams(streams, until).await
    }

    /// See [`Storage::position_at`].
    ///
    /// # Errors
    ///
    /// As [`Storage::position_at`].
    pub async fn position_at(&self, instant: Timestamp) -> Result<Position, LogError> {
        self.shared.storage.position_at(instant).await
    }

    /// See [`Storage::recorded_at`].
    ///
    /// # Errors
    ///
    /// As [`Storage::recorded_at`].
    pub async fn recorded_at(&self, position: Position) -> Result<Option<Timestamp>, LogError> {
        self.shared.storage.recorded_at(position).await
    }

    /// See [`Storage::streams_written`].
    ///
    /// # Errors
    ///
    /// As [`Storage::streams_written`].
    pub async fn streams_written(
        &self,
        after: Position,
        until: Position,
        but: &str,
    ) -> Result<Vec<StreamId>, LogError> {
        self.shared.storage.streams_written(after, until, but).await
    }

    /// See [`Storage::find_append`].
    ///
    /// # Errors
    ///
    /// As [`Storage::find_append`].
    pub async fn find_append(&self, key: &[u8; 32]) -> Result<Option<KnownAppend>, LogError> {
        self.shared.storage.find_append(key).await
    }
}

/// Publishes a head, unless a newer one is known.
pub(crate) fn raise(head: &watch::Sender<Position>, position: Position) {
    head.send_if_modified(|known| {
        let newer = position > *known;
        if newer {
            *known = position;
        }
        newer
    });
}

/// Publishes what other processes append, until the log is closed. Another epoch ends the log: a process that only reads
/// would go on with states that are folded from events which are gone.
async fn hear_of_others(
    storage: Arc<dyn Storage>,
    epoch: Uuid,
    head: Arc<watch::Sender<Position>>,
    mut closing: watch::Receiver<bool>,
    end: watch::Sender<Option<WriterEnd>>,
) {
    loop {
        let found = tokio::select! {
            // An error means that every handle is gone, which closes as well.
            _ = closing.changed() => return,
            found = storage.next_head() => found,
        };
        if found.epoch != epoch {
            tracing::error!("the log was restored from a backup beneath this node: it ends");
            end.send_replace(Some(WriterEnd::Failed));
            return;
        }
        raise(&head, found.position);
    }
}

fn closed() -> AppendError {
    AppendError::Unavailable(Box::new(LogError::Closed))
}
