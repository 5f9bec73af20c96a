//! What the tests open.

use event_log::Birth;
use uuid::Uuid;

pub(crate) fn birth() -> Birth {
    Birth {
        log_id: Uuid::from_u128(1),
        epoch: Uuid::from_u128(2),
        now: "2025-12-31T00:00:00Z".parse().unwrap(),
    }
}
