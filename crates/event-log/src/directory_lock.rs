//! One process a data directory.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::path::Path;

use crate::LogError;

/// Name of the lock file in the data directory. It stays when the lock is released; only the lock counts.
const LOCK_FILE: &str = "regional-input.lock";

/// Holds a data directory for this process until dropped. The operating system releases it when the process dies.
#[derive(Debug)]
pub struct DirectoryLock {
    _file: File,
}

impl DirectoryLock {
    /// Creates the directory if it is missing (on Unix readable by its owner only) and locks it.
    ///
    /// # Errors
    ///
    /// [`LogError::Unusable`] naming the directory, when another process holds it or it cannot be written.
    pub fn take(dir: &Path) -> Result<Self, LogError> {
        create_private(dir).map_err(|error| LogError::Unusable(format!("cannot create {}: {error}", dir.display())))?;
        let path = dir.join(LOCK_FILE);
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| LogError::Unusable(format!("cannot open {}: {error}", path.display())))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LogError::Unusable(format!(
                "another server uses {}; stop it or choose another --data-dir",
                dir.display()
            ))),
            Err(TryLockError::Error(error)) => {
                Err(LogError::Unusable(format!("cannot lock {}: {error}", path.display())))
            }
        }
    }
}

/// Creates the directory and its parents; an existing one is left as it is.
fn create_private(dir: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_holder_is_refused_and_told_what_to_do() {
        let parent = tempfile::tempdir().unwrap();
        let dir = parent.path().join("new").join("data");
        let held = DirectoryLock::take(&dir).unwrap();
        let refusal = DirectoryLock::take(&dir).unwrap_err().to_string();
        assert_eq!(
            refusal,
            format!(
                "another server uses {}; stop it or choose another --data-dir",
                dir.display()
            )
        );
        drop(held);
        DirectoryLock::take(&dir).unwrap();
    }

    #[test]
    fn a_path_that_is_no_directory_is_named() {
        let parent = tempfile::tempdir().unwrap();
        let file = parent.path().join("file");
        std::fs::write(&file, "").unwrap();
        let refusal = DirectoryLock::take(&file).unwrap_err();
        assert!(refusal.to_string().contains(&file.display().to_string()), "{refusal}");
    }
}
