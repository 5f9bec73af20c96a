//! Hearing what other processes hint at by NOTIFY.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use tokio::time::{sleep, timeout};

/// How long it may take to begin to listen. Nobody polls meanwhile.
const LISTEN: Duration = Duration::from_secs(10);

/// A session of its own that listens on a channel. Hints carry no data and may be lost: whoever waits looks afterwards,
/// whatever ended the wait.
pub struct Hints {
    options: PgConnectOptions,
    channel: &'static str,
    listener: Option<PgListener>,
}

impl Hints {
    /// Nothing is heard before the first [`Hints::wait`].
    #[must_use]
    pub fn on(options: PgConnectOptions, channel: &'static str) -> Self {
        Self {
            options,
            channel,
            listener: None,
        }
    }

    /// Waits for a hint, at most `most`. The first time, and after the session was lost, it returns as soon as it
    /// listens: listening first and looking then misses nothing.
    pub async fn wait(&mut self, most: Duration) {
        let heard = match &mut self.listener {
            None => match self.listen().await {
                Ok(listener) => {
                    self.listener = Some(listener);
                    Ok(())
                }
                Err(error) => Err(error),
            },
            // `None` says that the session was lost and made again: something may have been missed.
            Some(listener) => match timeout(most, listener.try_recv()).await {
                Ok(Ok(_)) => {
                    // One look is enough for all that came meanwhile.
                    while listener.next_buffered().is_some() {}
                    Ok(())
                }
                Ok(Err(error)) => Err(error),
                Err(_elapsed) => Ok(()),
            },
        };
        if let Err(error) = heard {
            tracing::debug!(channel = self.channel, error = %error, "hints cannot be heard; polling");
            self.listener = None;
            sleep(most).await;
        }
    }

    async fn listen(&self) -> Result<PgListener, sqlx::Error> {
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .connect_lazy_with(self.options.clone());
        let listening = async {
            let mut listener = PgListener::connect_with(&pool).await?;
            listener.listen(self.channel).await?;
            Ok(listener)
        };
        timeout(LISTEN, Box::pin(listening))
            .await
            .unwrap_or_else(|_elapsed| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())))
    }
}

impl Drop for Hints {
    fn drop(&mut self) {
        // The driver's listener sends its goodbye from a task; where the runtime is gone already, that would panic. The
        // process ends then, and its sessions with it.
        if tokio::runtime::Handle::try_current().is_err()
            && let Some(listener) = self.listener.take()
        {
            std::mem::forget(listener);
        }
    }
}
