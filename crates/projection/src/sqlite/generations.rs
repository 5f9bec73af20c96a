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

    /// The finished generations, in no order. Changes nothing.
    fn finished(&self) -> io::Result<Vec<u32>> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.dir)? {
            let name = entry?.file_name();
            let rest = name.to_str().and_then(|name| name.strip_prefix(&self.stem));
            found.extend(rest.and_then(|rest| match rest {
                ".db" => Some(0),
                _ => rest.strip_prefix(".r")?.strip_suffix(".db")?.parse().ok(),
            }));
        }
        Ok(found)
    }

    /// Makes the directory, removes what an interrupted rebuild left, and answers the highest generation.
    pub(crate) fn tidy(&self) -> io::Result<Option<u32>> {
        std::fs::create_dir_all(&self.dir)?;
        for entry in std::fs::read_dir(&self.dir)? {
            let name = entry?.file_name();
            let rest = name.to_str().and_then(|name| name.strip_prefix(&self.stem));
            if rest.is_some_and(|rest| rest.starts_with(".r") && rest.contains(".building")) {
                remove_if_there(&self.dir.join(&name))?;
            }
        }
        let found = self.finished()?;
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

/// The file that a start would open for a view, if there is one. Changes nothing, so it may be asked beside a server.
///
/// # Errors
/// When the directory cannot be read.
pub fn find_live_file(dir: &Path, view: &dyn View) -> io::Result<Option<PathBuf>> {
    if !dir.try_exists()? {
        return Ok(None);
    }
    let generations = Generations::of(dir, view);
    let newest = generations.finished()?.into_iter().max();
    Ok(newest.map(|generation| generations.file(generation)))
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
