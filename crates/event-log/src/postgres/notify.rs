//! Telling other nodes that something was appended.

use std::time::Duration;

use sqlx::PgPool;
use tokio::sync::watch;
use tokio::time::sleep;

/// Where nodes hint to each other that the log has grown.
pub(super) const CHANNEL: &str = "regional_input_log";

/// At most one hint in this time: a hint costs every node a look at the head.
const EVERY: Duration = Duration::from_millis(5);

/// A transaction with a NOTIFY is numbered and so would be flushed to the disk; a hint need not be.
const NOTIFY: &str = "BEGIN; SET LOCAL synchronous_commit = off; NOTIFY regional_input_log; COMMIT";

/// One task that sends hints, several commits in one. A NOTIFY inside the append's transaction would make commits wait
/// for each other on a lock of the whole database.
pub(super) struct Notifier {
    news: watch::Sender<bool>,
}

impl Notifier {
    /// Sends through a session of the pool, and ends with the pool or by [`Notifier::close`].
    pub(super) fn start(pool: PgPool) -> Self {
        let (news, mut heard) = watch::channel(false);
        tokio::spawn(async move {
            while heard.changed().await.is_ok() && *heard.borrow_and_update() {
                // Lost hints are made up for by polling.
                if let Err(error) = sqlx::raw_sql(NOTIFY).execute(&pool).await {
                    tracing::debug!(error = %error, "other nodes could not be told of an append");
                }
                sleep(EVERY).await;
            }
        });
        Self { news }
    }

    /// Something was appended.
    pub(super) fn tell(&self) {
        self.news.send_replace(true);
    }

    pub(super) fn close(&self) {
        self.news.send_replace(false);
    }
}
