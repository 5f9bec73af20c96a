//! `migrate`

use anyhow::Context;
use clap::Args;
use event_log::{Birth, Database};

use super::place::{DatabaseArgs, database};
use super::{Done, WrongUse, directory, out};

/// Bring the schema of a PostgreSQL database to this version of the program: before the nodes of a new version start.
///
/// The role of --migrate-database-url owns schema `log`; the role of --database-url serves: it may insert into the log
/// and read it, and owns schema `views`. Without the former the latter does it, if it may. Running it twice changes
/// nothing.
#[derive(Args)]
pub(super) struct Migrate {
    #[command(flatten)]
    database: DatabaseArgs,
    /// The same database by the role that owns schema `log`.
    #[arg(
        long = "migrate-database-url",
        env = "REGIONAL_INPUT_MIGRATE_DATABASE_URL",
        value_name = "U",
        hide_env_values = true
    )]
    owner: Option<String>,
    /// The database was restored from a backup: give the log a new epoch, so that nobody takes what is recorded from
    /// now on for what was recorded after the backup. Stop all nodes first. Views are made anew.
    #[arg(long, env = "REGIONAL_INPUT_AFTER_RESTORE")]
    after_restore: bool,
}

impl std::fmt::Debug for Migrate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Migrate")
            .field("after_restore", &self.after_restore)
            .finish_non_exhaustive()
    }
}

impl Migrate {
    pub(super) async fn run(self) -> anyhow::Result<Done> {
        let Some(serving) = self.database.primary()? else {
            let reason = "name --database-url U; a data directory is migrated by the program that serves it";
            return Err(WrongUse(reason.to_owned()).into());
        };
        let owner = database(self.owner.as_deref())?;
        let owner = owner.as_ref().unwrap_or(&serving);
        let migrated = migrate(owner, &serving)
            .await
            .with_context(|| format!("{} was not migrated", serving.place()))?;
        out::line(migrated)?;
        if self.after_restore {
            let (_, ids) = directory::system();
            let head = event_log::renew_epoch(owner, ids.v4())
                .await
                .with_context(|| format!("{} has its old epoch", serving.place()))?;
            out::line(format_args!("new epoch {} after event {}", head.epoch, head.position))?;
        }
        Ok(Done::Well)
    }
}

async fn migrate(owner: &Database, serving: &Database) -> anyhow::Result<String> {
    let (clock, ids) = directory::system();
    let birth = Birth {
        log_id: ids.v4(),
        epoch: ids.v4(),
        now: clock.now(),
    };
    let migrated = event_log::migrate(owner, serving, birth).await?;
    Ok(format!("{}: {migrated}", serving.place()))
}
