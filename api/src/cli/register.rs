//! `register`

mod apply;
mod show;

use clap::{Args, Subcommand};

use super::Done;

/// The dated register: members, partners, groups, chair terms, focus areas, key events.
#[derive(Debug, Args)]
pub(super) struct Register {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    Apply(apply::Apply),
    Show(show::Show),
}

impl Register {
    pub(super) async fn run(self) -> anyhow::Result<Done> {
        match self.act {
            Act::Apply(act) => act.run().await,
            Act::Show(act) => act.run().await,
        }
    }
}
