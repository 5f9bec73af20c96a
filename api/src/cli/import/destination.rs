//! Where rows are entered: a data directory, a database or a server, by the same requests.

use consultation::ProposalId;

use super::Source;
use super::in_directory::InDirectory;
use super::on_server::OnServer;
use crate::cli::directory::Directory;
use crate::cli::place::{Place, PlaceArgs};
use crate::sheets_in::batch::{Batch, Refused};
use crate::sheets_in::landing::Entered;

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
