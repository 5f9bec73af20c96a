//! Copies of the log: out while it is in use, and back into an empty directory.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection, SqlitePool};
use uuid::Uuid;

use super::failure::while_doing;
use super::open::{Kind, check_end, recognise};
use super::{LOG_FILE, read};
use crate::{Head, LogError};

/// Copies what is committed to a new file, under a temporary name until it is whole and on the disk.
pub(super) async fn backup(pool: &SqlitePool, log: &Path, file: &Path) -> Result<(), LogError> {
    refuse_existing(file)?;
    let partial = beside(file, ".partial");
    refuse_existing(&partial)?;
    let Some(name) = partial.to_str() else {
        return Err(LogError::Unusable(format!("{} is not a UTF-8 path", partial.display())));
    };
    let copied = sqlx::query("VACUUM INTO ?").bind(name).execute(pool).await;
    if let Err(error) = copied {
        remove(&partial);
        return Err(while_doing("copying the log", log)(error));
    }
    let target = file.to_owned();
    blocking(move || finish(&partial, &target)).await
}

/// Makes a backup the log of a data directory: checks it whole, copies it to `<dir>/log.db` and gives it a new epoch,
/// so that tokens from before are told that the log was rewound. Answers the restored end of the log.
///
/// The caller holds the directory's [`crate::DirectoryLock`]. The views beside the log must be rebuilt.
///
/// # Errors
///
/// [`LogError::Unusable`] when the directory has a log already, or the backup is none of this program's logs;
/// [`LogError::Corrupt`] when it is damaged; [`LogError::Database`] when it cannot be read or written.
/// Nothing is left in the directory then.
pub async fn restore(backup: &Path, dir: &Path, new_epoch: Uuid) -> Result<Head, LogError> {
    let target = dir.join(LOG_FILE);
    for suffix in ["", "-wal", "-shm"] {
        refuse_existing(&beside(&target, suffix))?;
    }
    let copy = beside(&target, ".restoring");
    // A journal left by an interrupted restore would be rolled back into the new copy.
    remove(&beside(&copy, "-journal"));
    let (from, to) = (backup.to_owned(), copy.clone());
    blocking(move || copy_new(&from, &to)).await?;
    let prepared = prepare(&copy, backup, new_epoch).await;
    let head = match prepared {
        Ok(head) => head,
        Err(error) => {
            remove(&copy);
            return Err(error);
        }
    };
    blocking(move || finish(&copy, &target)).await?;
    Ok(head)
}

/// Errors name the backup, which the operator knows, not the copy.
async fn prepare(copy: &Path, backup: &Path, new_epoch: Uuid) -> Result<Head, LogError> {
    let options = SqliteConnectOptions::new()
        .filename(copy)
        .journal_mode(SqliteJournalMode::Delete);
    let mut connection = options
        .connect()
        .await
        .map_err(while_doing("opening the backup", backup))?;
    let result = prepare_open(&mut connection, backup, new_epoch).await;
    let closed = connection
        .close()
        .await
        .map_err(while_doing("closing the backup", backup));
    let head = result?;
    closed?;
    Ok(head)
}

async fn prepare_open(connection: &mut SqliteConnection, backup: &Path, new_epoch: Uuid) -> Result<Head, LogError> {
    if recognise(connection, backup).await? == Kind::Empty {
        return Err(LogError::Unusable(format!("{} is empty", backup.display())));
    }
    let line: String = sqlx::query_scalar("PRAGMA integrity_check(1)")
        .fetch_one(&mut *connection)
        .await
        .map_err(while_doing("checking the backup", backup))?;
    if line != "ok" {
        return Err(LogError::Corrupt(format!("{}: {line}", backup.display())));
    }
    check_end(connection, backup).await?;
    sqlx::query("UPDATE log_head SET epoch = ?")
        .bind(new_epoch.as_bytes().as_slice())
        .execute(&mut *connection)
        .await
        .map_err(while_doing("setting the epoch", backup))?;
    read::head(connection)
        .await
        .map_err(while_doing("reading the head", backup))
}

fn refuse_existing(file: &Path) -> Result<(), LogError> {
    match file.try_exists() {
        Ok(false) => Ok(()),
        Ok(true) => Err(LogError::Unusable(format!("{} exists already", file.display()))),
        Err(error) => Err(LogError::Unusable(format!(
            "cannot look at {}: {error}",
            file.display()
        ))),
    }
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn copy_new(from: &Path, to: &Path) -> Result<(), LogError> {
    let copy = || -> io::Result<()> {
        let mut source = File::open(from)?;
        let mut target = File::create(to)?;
        io::copy(&mut source, &mut target)?;
        target.sync_all()
    };
    copy().map_err(|error| {
        remove(to);
        LogError::Unusable(format!("cannot copy {} to {}: {error}", from.display(), to.display()))
    })
}

/// Flushes the file, gives it its name and flushes the directory, so that a power cut cannot lose it.
fn finish(partial: &Path, file: &Path) -> Result<(), LogError> {
    let finish = || -> io::Result<()> {
        // The log knows who is behind an actor id, so a copy is for its owner only.
        #[cfg(unix)]
        fs::set_permissions(partial, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        File::open(partial)?.sync_all()?;
        fs::rename(partial, file)?;
        match file.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            Some(parent) => File::open(parent)?.sync_all(),
            None => File::open(".")?.sync_all(),
        }
    };
    finish().map_err(|error| LogError::Unusable(format!("cannot write {}: {error}", file.display())))
}

/// Removes what is left of a failed copy; the failure itself is what gets reported.
fn remove(file: &Path) {
    if let Err(error) = fs::remove_file(file)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(file = %file.display(), error = %error, "a partial copy could not be removed");
    }
}

async fn blocking(work: impl FnOnce() -> Result<(), LogError> + Send + 'static) -> Result<(), LogError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(LogError::Unusable(format!("copying was interrupted: {error}"))),
    }
}
