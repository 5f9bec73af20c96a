//! Hearing of what other nodes append.

use std::time::Duration;

use sqlx::postgres::{PgListener, PgPoolOptions};
use tokio::time::{sleep, timeout};

use super::notify::CHANNEL;
use super::{Database, PostgresStorage, read};
use crate::Position;

/// The head is read this often without any hint: a notification is no delivery.
const POLL: Duration = Duration::from_secs(1);

/// The session that listens; none before the first time and after a failure.
#[derive(Default)]
pub(super) struct Heads {
    listener: Option<PgListener>,
}

impl Heads {
    /// Waits for a hint, at most [`POLL`], and answers the end of the log.
    pub(super) async fn next(&mut self, storage: &PostgresStorage) -> Position {
        loop {
            match &mut self.listener {
                // Listening first and reading then: what is appended in between is heard.
                None => match listen(&storage.database).await {
                    Ok(listener) => self.listener = Some(listener),
                    Err(error) => {
                        tracing::debug!(error = %error, "the log's hints cannot be listened for; polling");
                        sleep(POLL).await;
                    }
                },
                Some(listener) => {
                    // `None` says that the session was lost and made again: something may have been missed.
                    if let Ok(Err(error)) = timeout(POLL, listener.try_recv()).await {
                        tracing::debug!(error = %error, "the session that listens was lost");
                        self.listener = None;
                        sleep(POLL).await;
                    } else {
                        // One look is enough for all that came meanwhile.
                        while listener.next_buffered().is_some() {}
                    }
                }
            }
            if let Ok(head) = read::head(&storage.read).await {
                return head.position;
            }
        }
    }
}

async fn listen(database: &Database) -> Result<PgListener, sqlx::Error> {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .connect_lazy_with(database.options().clone());
    let mut listener = PgListener::connect_with(&pool).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}
