//! Where ids come from: the system's randomness in the program, a seed in tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use event_log::Clock;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// A source of new ids.
pub trait IdSource: Send + Sync + 'static {
    /// A random id that tells no order, time or owner.
    fn v4(&self) -> Uuid;
    /// A random id that sorts by the instant at which it was made (milliseconds).
    fn v7(&self) -> Uuid;
}

/// Ids from the system's randomness; the time in a v7 id is the clock's.
pub struct SystemIds {
    clock: Arc<dyn Clock>,
}

impl SystemIds {
    /// Ids that carry the time of `clock`.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock }
    }
}

impl IdSource for SystemIds {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the program draws random ids"
    )]
    fn v4(&self) -> Uuid {
        Uuid::new_v4()
    }

    fn v7(&self) -> Uuid {
        // Of a v4 id bytes 6 and 8 hold six bits that are not random: its last ten have 74 random bits.
        let mut random = [0; 10];
        for (to, from) in random.iter_mut().zip(self.v4().into_bytes().into_iter().rev()) {
            *to = from;
        }
        version_7(&*self.clock, random)
    }
}

/// The same ids in the same order for the same seed. For tests only: they can be guessed.
pub struct SeededIds {
    seed: u64,
    drawn: AtomicU64,
    clock: Arc<dyn Clock>,
}

impl SeededIds {
    /// Ids that follow from `seed` and from how many were drawn before; the time in a v7 id is the clock's.
    #[must_use]
    pub fn new(seed: u64, clock: Arc<dyn Clock>) -> Self {
        Self {
            seed,
            drawn: AtomicU64::new(0),
            clock,
        }
    }

    fn draw<const N: usize>(&self) -> [u8; N] {
        let number = self.drawn.fetch_add(1, Ordering::Relaxed);
        let digest = Sha256::new()
            .chain_update(self.seed.to_be_bytes())
            .chain_update(number.to_be_bytes())
            .finalize();
        let mut bytes = [0; N];
        for (to, from) in bytes.iter_mut().zip(digest) {
            *to = from;
        }
        bytes
    }
}

impl IdSource for SeededIds {
    fn v4(&self) -> Uuid {
        Builder::from_random_bytes(self.draw()).into_uuid()
    }

    fn v7(&self) -> Uuid {
        version_7(&*self.clock, self.draw())
    }
}

fn version_7(clock: &dyn Clock, random: [u8; 10]) -> Uuid {
    // An instant before 1970 counts as 1970: the field of a v7 id has no sign.
    let millis = u64::try_from(clock.now().as_millisecond()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SettableClock;

    fn clock() -> Arc<dyn Clock> {
        Arc::new(SettableClock::new("2027-01-01T00:00:00Z".parse().unwrap()))
    }

    #[test]
    fn seeded_ids_repeat_for_the_same_seed_and_differ_otherwise() {
        let (first, again, other) = (
            SeededIds::new(7, clock()),
            SeededIds::new(7, clock()),
            SeededIds::new(8, clock()),
        );
        let (a, b) = (first.v4(), first.v7());
        assert_eq!((a, b), (again.v4(), again.v7()));
        assert_ne!(a, other.v4());
        assert_eq!((a.get_version_num(), b.get_version_num()), (4, 7));
    }

    #[test]
    fn a_v7_id_carries_the_time_of_the_clock() {
        for id in [SeededIds::new(1, clock()).v7(), SystemIds::new(clock()).v7()] {
            assert_eq!(id.get_timestamp().unwrap().to_unix().0, 1_798_761_600);
        }
    }

    #[test]
    fn system_ids_are_different_each_time() {
        let ids = SystemIds::new(clock());
        assert_ne!(ids.v4(), ids.v4());
        assert_ne!(ids.v7(), ids.v7());
    }
}
