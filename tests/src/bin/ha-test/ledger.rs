//! What was acknowledged, and when.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// One acknowledged submission, or revision of one.
#[derive(Clone, Debug)]
pub(crate) struct Acknowledged {
    pub(crate) at: Instant,
    /// Whose it is: the index of its desk.
    pub(crate) desk: usize,
    pub(crate) submission: String,
    pub(crate) version: u64,
    /// A text that no other has.
    pub(crate) word: String,
}

#[derive(Default)]
struct Entries {
    acknowledged: Vec<Acknowledged>,
    retries: usize,
    trouble: Option<String>,
}

/// Shared by all clients.
#[derive(Default)]
pub(crate) struct Ledger(Mutex<Entries>);

impl Ledger {
    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn acknowledge(&self, one: Acknowledged) {
        self.entries().acknowledged.push(one);
    }

    /// A request that got no answer, or was told to come again.
    pub(crate) fn retry(&self) {
        self.entries().retries += 1;
    }

    /// An answer that no fault of the database explains. The first is kept.
    pub(crate) fn trouble(&self, what: String) {
        self.entries().trouble.get_or_insert(what);
    }

    /// Fails if there was trouble.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        match &self.entries().trouble {
            Some(trouble) => anyhow::bail!("{trouble}"),
            None => Ok(()),
        }
    }

    pub(crate) fn retries(&self) -> usize {
        self.entries().retries
    }

    pub(crate) fn all(&self) -> Vec<Acknowledged> {
        self.entries().acknowledged.clone()
    }

    /// How many were acknowledged between two instants.
    pub(crate) fn count(&self, from: Instant, until: Instant) -> usize {
        let entries = self.entries();
        let within = entries
            .acknowledged
            .iter()
            .filter(|one| (from..until).contains(&one.at));
        within.count()
    }

    /// The first acknowledgement since an instant.
    pub(crate) fn first_since(&self, from: Instant) -> Option<Instant> {
        let entries = self.entries();
        let later = entries.acknowledged.iter().map(|one| one.at).filter(|at| *at >= from);
        later.min()
    }

    /// The longest time without an acknowledgement, from `from` to now.
    pub(crate) fn longest_gap(&self, from: Instant) -> Duration {
        let mut instants: Vec<Instant> = self.entries().acknowledged.iter().map(|one| one.at).collect();
        instants.retain(|at| *at >= from);
        instants.extend([from, Instant::now()]);
        instants.sort();
        let gaps = instants.iter().zip(instants.iter().skip(1));
        gaps.map(|(earlier, later)| *later - *earlier).max().unwrap_or_default()
    }
}
