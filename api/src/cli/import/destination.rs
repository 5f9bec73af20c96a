//! Where rows are entered: a data directory, a database or a server, by the same requests.

use std::collections::BTreeMap;

use consultation::ProposalId;
use serde_json::Value;

use super::Source;
use super::batch::{Batch, Refused};
use super::in_directory::InDirectory;
use super::landing::Entered;
use super::on_server::OnServer;
use super::rows::Refusal;
use crate::cli::directory::Directory;
use crate::cli::place::{Place, PlaceArgs};

/// A proposal that takes entries.
pub(super) enum Destination {
    Directory(Box<InDirectory>),
    Server(OnServer),
}

impl Destination {
    /// Opens the log, under the data directory's lock if there is one, or gets ready to call the server.
    pub(super) async fn open(place: &PlaceArgs, proposal: ProposalId, dry_run: bool) -> anyhow::Result<Self> {
        Ok(match place.choose()? {
            Place::Store(store) => {
                let directory = Directory::lock_and_open_existing(&store).await?;
                Self::Directory(Box::new(InDirectory::new(directory, proposal, dry_run).await?))
            }
            Place::Server(client) => Self::Server(OnServer::new(client, proposal, dry_run)?),
        })
    }

    /// Enters a batch; answers what each of its rows became.
    pub(super) async fn enter(&self, source: &Source, batch: &Batch) -> Result<Entered, Refused> {
        match self {
            Self::Directory(directory) => directory.enter(source, batch).await,
            Self::Server(server) => server.enter(source, batch).await,
        }
    }

    /// Releases the data directory.
    pub(super) async fn close(self) {
        if let Self::Directory(in_directory) = self {
            in_directory.directory.close().await;
        }
    }
}

/// The refusal that a problem document tells, in whole and by comment.
pub(super) fn refusal_of(problem: &Value) -> Refused {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut by_comment = BTreeMap::new();
    let mut whole = Refusal {
        code: text(problem, "code"),
        reason: text(problem, "detail"),
    };
    for error in problem.get("errors").and_then(Value::as_array).into_iter().flatten() {
        let (pointer, refusal) = (
            text(error, "pointer"),
            Refusal {
                code: text(error, "code"),
                reason: text(error, "detail"),
            },
        );
        let place = pointer
            .strip_prefix("/comments/")
            .and_then(|rest| rest.split('/').next()?.parse().ok());
        match place {
            Some(place) => {
                by_comment.entry(place).or_insert(refusal);
            }
            None => {
                whole = Refusal {
                    reason: format!("{pointer}: {}", refusal.reason),
                    ..refusal
                }
            }
        }
    }
    Refused {
        whole,
        by_comment,
        stops: false,
    }
}
