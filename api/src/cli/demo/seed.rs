//! The first time: the register and the samples, put in through the commands with a clock that stands in the past.

use std::iter;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use consultation::Command;
use consultation::command::{ApplyRegister, Expected};
use event_log::{DirectoryLock, LOG_FILE};
use jiff::Timestamp;

use super::samples::{Step, built_in_steps, days_before};
use crate::cli::directory::{self, Directory};
use crate::clock::SettableClock;
use crate::ids::SystemIds;
use crate::register_file;
use crate::store::Store;

/// Where the log is made before it is whole, so that an interrupted first start leaves no half of a demo.
const SEEDING: &str = "demo.seeding";

/// When the register is put in: before anything else.
const REGISTER_DAYS_AGO: i64 = 100;

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
    let now = system.now();
    let register = register(days_before(now, REGISTER_DAYS_AGO)?)?;
    let clock = Arc::new(SettableClock::new(register.at));
    let ids = Arc::new(SystemIds::new(clock.clone()));
    let directory = Directory::with(&Store::Directory(seeding.to_owned()), clock.clone(), ids, None).await?;
    let put_in = put_in(&directory, &clock, register, now).await;
    directory.close().await;
    put_in
}

async fn put_in(directory: &Directory, clock: &SettableClock, register: Step, now: Timestamp) -> anyhow::Result<()> {
    let samples = built_in_steps(now, directory.log().log_id(), directory.ids.as_ref())?;
    for step in iter::once(register).chain(samples) {
        clock.set(step.at);
        directory
            .execute_as(&step.subject, &step.command)
            .await
            .with_context(|| format!("{} at {}", step.subject, step.at))?;
    }
    Ok(())
}

fn register(at: Timestamp) -> anyhow::Result<Step> {
    let json = register_file::to_json(include_str!("../../../../deploy/mikta.toml"))?;
    let register = register_file::parse(&json)
        .map_err(|mistakes| anyhow::anyhow!("the built-in register has mistakes: {mistakes:?}"))?;
    let command = Command::ApplyRegister(ApplyRegister {
        at,
        expected: Expected::Unstated,
        facts: register.facts,
    });
    Ok(Step {
        at,
        subject: "demo:operator".to_owned(),
        command,
    })
}

#[cfg(test)]
mod tests {
    use consultation::Event;
    use consultation::event::decode;
    use jiff::SignedDuration;

    use super::*;
    use crate::app::{App, Parts};
    use crate::cli::demo::stages;
    use crate::closing;
    use crate::config::Config;

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
        assert_eq!(count(|event| matches!(event, Event::ProposalTabled(_))), 9);
        assert_eq!(count(|event| matches!(event, Event::ConsultationOpened(_))), 8);
        assert_eq!(count(|event| matches!(event, Event::ConsultationClosed(_))), 6);
        assert_eq!(
            count(|event| matches!(event, Event::SubmissionLodged(lodged) if lodged.late)),
            2
        );
        assert_eq!(count(|event| matches!(event, Event::ProposalAdopted(_))), 1);
        assert!(!data_dir.join(SEEDING).exists());
        directory.close().await;
    }

    /// The stages of all proposals at an instant, once the clock has done what is due.
    async fn stages_at(data_dir: &Path, now: Timestamp) -> Vec<&'static str> {
        let clock = Arc::new(SettableClock::new(now));
        let parts = Parts {
            data_dir: data_dir.to_owned(),
            databases: None,
            config: Config::default(),
            clock: clock.clone(),
            ids: Arc::new(SystemIds::new(clock)),
        };
        let app = App::open(parts).await.unwrap();
        drop(app.input.read(Some(app.head())).await.unwrap());
        closing::close_due(&app).await.unwrap();
        let stages = stages::all(&app, now).await.unwrap();
        app.close().await;
        stages.into_iter().map(|(stage, _)| stage.words()).collect()
    }

    #[tokio::test]
    async fn every_stage_is_shown_and_goes_on_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().join("demo");
        assert!(seed_once(&data_dir).await.unwrap());
        let now = directory::system().0.now();
        let first = [
            "draft",
            "open",
            "open",
            "under review",
            "dispositions under silence",
            "dispositions published",
            "under silence",
            "silence broken",
            "adopted",
        ];
        assert_eq!(stages_at(&data_dir, now).await, first);
        let three_weeks_later = now + SignedDuration::from_hours(21 * 24);
        let later = [
            "draft",
            "closed",
            "closed",
            "under review",
            "under review",
            "dispositions published",
            "silence broken",
            "adopted",
            "adopted",
        ];
        assert_eq!(stages_at(&data_dir, three_weeks_later).await, later);
    }
}
