//! `openapi`

use clap::Args;

use super::{Done, out};

/// Print the contract: the OpenAPI document.
#[derive(Debug, Args)]
pub(super) struct Openapi {}

impl Openapi {
    #[expect(clippy::unused_self, reason = "every command is run the same way")]
    pub(super) fn run(self) -> anyhow::Result<Done> {
        out::text(&crate::openapi::to_json()?)?;
        Ok(Done::Well)
    }
}
