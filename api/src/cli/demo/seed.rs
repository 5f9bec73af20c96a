//! The first time: the register and the samples, put in through the commands with a clock that stands in the past.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use consultation::Command;
use consultation::command::{ApplyRegister, Expected};
use event_log::{DirectoryLock, LOG_FILE};
use jiff::SignedDuration;

use super::samples::{Samples, Step};
use crate::cli::directory::{self, Directory};
use crate::clock::SettableClock;
use crate::ids::SystemIds;
use crate::register_file;
use crate::store::Store;

/// Where the log is made before it is whole, so that an interrupted first start leaves no half of a demo.
const SEEDING: &str = "demo.seeding";

/// Makes the log of a data directory that has none. Answers whether it did.
pub(super) async fn seed_once(data_dir: &Path) -> anyhow::Result<bool> {
    let _lock = DirectoryLock::take(data_dir)?;
    let log = data_dir.join(LOG_FILE);
    if log.exists() {
        return Ok(false);
    }
    let seeding = data_dir.join(SEEDING);
    if seeding.exists() {
        std::fs::remove_dir_all(&seeding).with_context(|| format!("cannot remove {}", seeding.display()))?;
    }
    std::fs::create_dir(&seeding).with_context(|| format!("cannot make {}", seeding.display()))?;
    seed(&seeding).await.context("the samples were not put in")?;
    std::fs::rename(seeding.join(LOG_FILE), &log).with_context(|| format!("cannot make {}", log.display()))?;
    std::fs::remove_dir_all(&seeding).with_context(|| format!("cannot remove {}", seeding.display()))?;
    Ok(true)
}

async fn seed(seeding: &Path) -> anyhow::Result<()> {
    let (system, _) = directory::system();
    let clock = Arc::new(SettableClock::new(system.now()));
    let ids = Arc::new(SystemIds::new(clock.clone()));
    let steps = steps(&clock, ids.as_ref())?;
    if let Some(first) = steps.first() {
        clock.set(first.at);
    }
    let directory = Directory::with(&Store::Directory(seeding.to_owned()), clock.clone(), ids, None).await?;
    let put_in = put_in(&directory, &clock, steps).await;
    directory.close().await;
    put_in
}

async fn put_in(directory: &Directory, clock: &SettableClock, steps: Vec<Step>) -> anyhow::Result<()> {
    for step in steps {
        clock.set(step.at);
        directory
            .execute_as(&step.subject, &step.command)
            .await
            .with_context(|| format!("{} at {}", step.subject, step.at))?;
    }
    Ok(())
}

/// The register an hour before anything else, then the samples.
fn steps(clock: &SettableClock, ids: &SystemIds) -> anyhow::Result<Vec<Step>> {
    let now = event_log::Clock::now(clock);
    let mut steps = Samples::built_in()?.steps(now, ids)?;
    let first = steps.first().map_or(now, |step| step.at);
    let at = first.checked_sub(SignedDuration::from_hours(1)).context("too early")?;
    let json = register_file::to_json(include_str!("../../../../deploy/mikta.toml"))?;
    let register = register_file::parse(&json)
        .map_err(|mistakes| anyhow::anyhow!("the built-in register has mistakes: {mistakes:?}"))?;
    let command = Command::ApplyRegister(ApplyRegister {
        at,
        expected: Expected::Unstated,
        facts: register.facts,
    });
    steps.insert(
        0,
        Step {
            at,
            subject: "demo:operator".to_owned(),
            command,
        },
    );
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use consultation::Event;
    use consultation::event::decode;

    use super::*;

    #[tokio::test]
    async fn the_samples_keep_every_rule_and_are_put_in_once() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().join("demo");
        assert!(seed_once(&data_dir).await.unwrap());
        assert!(!seed_once(&data_dir).await.unwrap());
        let directory = Directory::open_beside(&Store::Directory(data_dir.clone()))
            .await
            .unwrap();
        let events = directory.log().read_after(event_log::Position(0), 1_000).await.unwrap();
        let now = directory.clock.now();
        assert!(events.iter().all(|event| event.recorded_at <= now));
        let decoded: Vec<Event> = events
            .iter()
            .map(|event| decode(&event.kind, event.schema_version, &event.payload).unwrap())
            .collect();
        let count = |kind: fn(&Event) -> bool| decoded.iter().filter(|event| kind(event)).count();
        assert_eq!(count(|event| matches!(event, Event::ProposalTabled(_))), 4);
        assert_eq!(count(|event| matches!(event, Event::ConsultationOpened(_))), 3);
        assert_eq!(count(|event| matches!(event, Event::ConsultationClosed(_))), 1);
        assert_eq!(
            count(|event| matches!(event, Event::SubmissionLodged(lodged) if lodged.late)),
            1
        );
        assert!(!data_dir.join(SEEDING).exists());
        directory.close().await;
    }
}
