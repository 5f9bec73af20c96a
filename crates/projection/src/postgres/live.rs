//! One generation's tables, with the right to write them.

use event_log::{Position, RecordedEvent};

use std::time::Duration;

use super::generation::Key;
use super::registry::millis;
use crate::advance::Target;
use crate::origin::{Checkpoint, to_db};
use crate::sql::{Sql, ViewConn};
use crate::{ApplyError, View};

/// By what right a generation is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Right {
    /// Of the live one: the lease, of which every page is a sign.
    Lease { fence: i64, lease: Duration },
    /// Of one that is being built: nobody else knows its number.
    Builder,
}

/// See the module.
pub(super) struct Generation {
    pub(super) conn: ViewConn,
    pub(super) key: Key,
    pub(super) number: i64,
    pub(super) right: Right,
    pub(super) checkpoint: Checkpoint,
    /// The lease was lost, or another generation has become the live one.
    pub(super) is_superseded: bool,
}

/// Moves the checkpoint of the live generation, if the lease holds and it is the live one. Both rows stay locked until
/// the page is committed, so that nobody takes the lease in the middle of a page.
const MOVE_LIVE: &str = "
    WITH lease AS (
        UPDATE projection_views SET lease_until = clock_timestamp() + $8 * interval '1 millisecond'
        WHERE name = $1 AND version = $2 AND generation = $3 AND fence = $7 RETURNING 1)
    UPDATE projection_generations SET position = $4, recorded_at_us = $5
    WHERE name = $1 AND version = $2 AND generation = $3 AND position = $6 AND EXISTS (SELECT 1 FROM lease)";

const MOVE_BUILDING: &str = "
    UPDATE projection_generations SET position = $4, recorded_at_us = $5, touched_at = clock_timestamp()
    WHERE name = $1 AND version = $2 AND generation = $3 AND position = $6 AND state = 'building'";

impl Generation {
    async fn apply_in_transaction(
        &mut self,
        view: &dyn View,
        page: &[RecordedEvent],
        end: Checkpoint,
    ) -> Result<bool, ApplyError> {
        let first = page.first().map_or(0, |event| event.position.0);
        let text = match self.right {
            Right::Lease { .. } => MOVE_LIVE,
            Right::Builder => MOVE_BUILDING,
        };
        let mut moving = Sql::new(text)
            .bind(self.key.name)
            .bind(self.key.version)
            .bind(self.number)
            .bind(to_db(end.position)?)
            .bind(end.instant.as_microsecond())
            .bind(to_db(Position(first.saturating_sub(1)))?);
        if let Right::Lease { fence, lease } = self.right {
            moving = moving.bind(fence).bind(millis(lease));
        }
        if moving.execute(&mut self.conn).await? == 0 {
            return Ok(false);
        }
        view.apply(&mut self.conn, page).await?;
        Ok(true)
    }
}

#[async_trait::async_trait]
impl Target for Generation {
    fn position(&self) -> Position {
        self.checkpoint.position
    }

    async fn apply(&mut self, view: &dyn View, page: &[RecordedEvent]) -> Result<(), ApplyError> {
        let Some(last) = page.last() else { return Ok(()) };
        let end = Checkpoint {
            position: last.position,
            instant: last.recorded_at,
        };
        self.conn.begin().await?;
        match self.apply_in_transaction(view, page, end).await {
            Ok(true) => {
                self.conn.commit().await?;
                self.checkpoint = end;
                Ok(())
            }
            Ok(false) => {
                // Nobody else moves the checkpoint of a generation whose right is ours.
                self.is_superseded = true;
                Ok(self.conn.rollback().await?)
            }
            Err(error) => {
                // The error is the reason; a session on which even this fails is given up by the runner.
                drop(self.conn.rollback().await);
                Err(error)
            }
        }
    }
}
