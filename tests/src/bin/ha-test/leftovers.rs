//! What a killed PostgreSQL leaves, and ending whatever still works below the trial's folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::children;

/// For an immediate shutdown; what is still there then is killed.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(50);

/// Shared memory of PostgreSQL servers. A killed one does not give it back; one that starts again in the same
/// directory does so for it, but not all do.
#[derive(Default)]
pub(crate) struct SharedMemory {
    files: BTreeSet<PathBuf>,
    creators: BTreeSet<u32>,
}

impl SharedMemory {
    /// Notes what a running server holds. Its children hold segments that it has never seen.
    pub(crate) fn note(&mut self, postmaster: u32) {
        self.creators.insert(postmaster);
        let data = fs::read_link(format!("/proc/{postmaster}/cwd"));
        for process in data.map(|data| working_below(&data)).unwrap_or_default() {
            let maps = fs::read_to_string(format!("/proc/{process}/maps")).unwrap_or_default();
            let files = maps.lines().filter_map(|line| line.split_whitespace().nth(5));
            let own = files.filter(|file| file.starts_with("/dev/shm/PostgreSQL."));
            self.files.extend(own.map(PathBuf::from));
        }
    }

    /// Removes what is left of it. The servers have ended.
    pub(crate) fn remove(&self) {
        for file in &self.files {
            // Usually gone with the server, or with the one that was started after it.
            drop(fs::remove_file(file));
        }
        // key shmid perms size cpid lpid nattch …
        let segments = fs::read_to_string("/proc/sysvipc/shm").unwrap_or_default();
        for segment in segments.lines().skip(1) {
            let mut columns = segment.split_whitespace();
            let (id, creator, attached) = (columns.nth(1), columns.nth(2), columns.nth(1));
            let ours = creator
                .and_then(|creator| creator.parse().ok())
                .is_some_and(|creator| self.creators.contains(&creator));
            if let (Some(id), true, Some("0")) = (id, ours, attached) {
                drop(children::output_of(Command::new("ipcrm").args(["-m", id])));
            }
        }
    }
}

/// Ends every process that works in `folder` or below it: PostgreSQL in order, the others at once.
pub(crate) fn end_all_below(folder: &Path, memory: &mut SharedMemory) {
    let began = Instant::now();
    loop {
        let found = working_below(folder);
        if found.is_empty() {
            return;
        }
        let late = began.elapsed() > PATIENCE;
        for process in found {
            let postmaster = is_postmaster(process);
            if postmaster {
                memory.note(process);
            }
            // One that ended by itself meanwhile cannot be signalled.
            if late {
                drop(children::signal("KILL", &[process]));
            } else if postmaster {
                drop(children::signal("QUIT", &[process]));
            } else if !is_postgres(process) {
                drop(children::signal("KILL", &[process]));
            }
        }
        std::thread::sleep(PAUSE);
    }
}

/// Processes whose working directory is there; a dead one that nobody waited for has none.
fn working_below(folder: &Path) -> Vec<u32> {
    let processes = fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|process: &u32| {
            fs::read_link(format!("/proc/{process}/cwd")).is_ok_and(|working| working.starts_with(folder))
        })
        .collect()
}

fn is_postgres(process: u32) -> bool {
    fs::read_to_string(format!("/proc/{process}/comm")).is_ok_and(|name| name.trim() == "postgres")
}

/// A server's first process; its children have it as their parent.
fn is_postmaster(process: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let parent = status.lines().find_map(|line| line.strip_prefix("PPid:"));
    let parent = parent.and_then(|parent| parent.trim().parse().ok());
    is_postgres(process) && !parent.is_some_and(is_postgres)
}
