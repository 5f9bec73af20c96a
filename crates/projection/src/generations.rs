//! The files of one view version: which one is live, and where a rebuild goes.
//!
//! A WAL file belongs to its database by name, so a file in use is never renamed and never replaced: every rebuild
//! gets a name of its own, `<name>-v<version>.r<n>.db`, and the highest number is the live one. While being built it
//! is called `….building`, which no start ever takes for a view.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use crate::View;

/// The files of one view version in a directory.
#[derive(Debug, Clone)]
pub(crate) struct Generations {
    dir: PathBuf,
    stem: String,
}

impl Generations {
    pub(crate) fn of(dir: &Path, view: &dyn View) -> Self {
        Self {
            dir: dir.to_path_buf(),
            stem: format!("{}-v{}", view.name(), view.version()),
        }
    }

    /// The file of a generation; the first, 0, has no number in its name.
    pub(crate) fn file(&self, generation: u32) -> PathBuf {
        match generation {
            0 => self.dir.join(format!("{}.db", self.stem)),
            n => self.dir.join(format!("{}.r{n}.db", self.stem)),
        }
    }

    /// Where a generation is built.
    pub(crate) fn building(&self, generation: u32) -> PathBuf {
        self.dir.join(format!("{}.r{generation}.building", self.stem))
    }

    /// Makes the directory, removes what an interrupted rebuild left, and answers the highest generation.
    pub(crate) fn tidy(&self) -> io::Result<Option<u32>> {
        std::fs::create_dir_all(&self.dir)?;
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.dir)? {
            let name = entry?.file_name();
            let Some(rest) = name.to_str().and_then(|name| name.strip_prefix(&self.stem)) else {
                continue;
            };
            if rest == ".db" {
                found.push(0);
            } else if let Some(number) = rest.strip_prefix(".r") {
                if number.contains(".building") {
                    remove_if_there(&self.dir.join(&name))?;
                } else if let Some(generation) = number.strip_suffix(".db").and_then(|n| n.parse().ok()) {
                    found.push(generation);
                }
            }
        }
        let newest = found.iter().copied().max();
        for generation in found.into_iter().filter(|generation| Some(*generation) != newest) {
            remove_database(&self.file(generation))?;
        }
        Ok(newest)
    }

    /// Turns a finished, closed building file into a generation, durably.
    pub(crate) fn publish(&self, generation: u32) -> io::Result<()> {
        let building = self.building(generation);
        std::fs::File::open(&building)?.sync_all()?;
        std::fs::rename(&building, self.file(generation))?;
        std::fs::File::open(&self.dir)?.sync_all()
    }
}

/// Removes a database and the files that belong to it. The database goes first: without it the others are nothing,
/// but it without its WAL would look like a whole, older one.
pub(crate) fn remove_database(file: &Path) -> io::Result<()> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let mut name = OsString::from(file);
        name.push(suffix);
        remove_if_there(Path::new(&name))?;
    }
    Ok(())
}

fn remove_if_there(file: &Path) -> io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
