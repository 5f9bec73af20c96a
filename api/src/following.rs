//! Follows what other nodes append, so that rights are judged by the register and the proposals of now.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;

/// Pause after a failure; the log is being waited for.
const PAUSE: Duration = Duration::from_millis(500);

/// Refreshes what this node remembers at every new head, until told to stop.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut heads = app.log().subscribe();
    let mut seen = *heads.borrow_and_update();
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            changed = heads.changed() => if changed.is_err() {
                // The log is closed; whoever closed it tells the tasks to stop, too.
                drop(stop.changed().await);
                return;
            },
        }
        let head = *heads.borrow_and_update();
        while let Err(error) = app.commands.refresh(seen, head).await {
            tracing::warn!(error = %error, "what other nodes recorded cannot be read; trying again");
            tokio::select! {
                _ = stop.changed() => return,
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
        seen = head;
    }
}
