//! `rebuild`

use anyhow::Context;
use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use projection::{View, rebuild_offline};
use proposal_input::ProposalInput;

use super::directory::Directory;
use super::place::StoreArgs;
use super::{Done, out};
use crate::store::Store;

/// Build a view anew from the log, beside the present one, which is given up when the new one is whole.
///
/// Stop the server first, unless log and views are in a database: there nodes go on with the new one. A server that
/// runs builds missing or damaged views anew by itself.
#[derive(Debug, Args)]
pub(super) struct Rebuild {
    #[command(flatten)]
    place: StoreArgs,
    /// The view; default all.
    view: Option<ViewName>,
}

/// The views there are.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ViewName {
    /// All input on a proposal.
    ProposalInput,
}

impl ViewName {
    fn view(self) -> Box<dyn View> {
        match self {
            Self::ProposalInput => Box::new(ProposalInput),
        }
    }
}

impl Rebuild {
    pub(super) async fn run(self) -> anyhow::Result<Done> {
        let store = self.place.choose()?;
        let directory = Directory::lock_and_open_existing(&store).await?;
        let rebuilt = self.rebuild(&store, &directory).await;
        directory.close().await;
        rebuilt?;
        Ok(Done::Well)
    }

    async fn rebuild(&self, store: &Store, directory: &Directory) -> anyhow::Result<()> {
        let views = store.views();
        let names = self.view.map_or(ViewName::value_variants().to_vec(), |one| vec![one]);
        for name in names {
            let view = name.view();
            let bar = ProgressBar::new(directory.log().known_head().0);
            let rebuilt = rebuild_offline(&views, &*view, directory.log(), |done, head| {
                bar.set_length(head.0);
                bar.set_position(done.0);
            });
            let rebuilt = rebuilt
                .await
                .with_context(|| format!("the view {} is as it was", view.name()))?;
            bar.finish_and_clear();
            out::line(format_args!("{} rebuilt from {} events", view.name(), rebuilt.position))?;
        }
        Ok(())
    }
}
