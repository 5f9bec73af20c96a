//! `register show`

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use crate::cli::directory::Directory;
use crate::cli::place::{Place, PlaceArgs};
use crate::cli::{Done, out};
use crate::http::as_of::AsOf;
use crate::wire::register::FactsResponse;

/// Print the register as JSON, as `get_register` answers it; also while a server runs.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// As it stood at an instant (RFC 3339); default now.
    #[arg(long, env = "REGIONAL_INPUT_AS_OF", value_name = "T")]
    as_of: Option<Timestamp>,
    #[command(flatten)]
    place: PlaceArgs,
}

/// What `get_register` answers.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    facts: FactsResponse,
    version: u64,
    as_of: AsOf,
}

impl Show {
    pub(super) async fn run(self) -> anyhow::Result<Done> {
        let register = match self.place.choose()? {
            Place::Store(store) => {
                let directory = Directory::open_beside(&store).await?;
                let known = directory.commands.known_register();
                let instant = self.as_of.unwrap_or_else(|| directory.clock.now());
                let as_of = AsOf {
                    log_position: directory.log().known_head().0,
                    instant,
                };
                directory.close().await;
                let facts = FactsResponse::of(&known.state, instant);
                serde_json::to_value(Shown {
                    facts,
                    version: known.version,
                    as_of,
                })?
            }
            Place::Server(client) => {
                let query = self.as_of.map(|at| format!("?as_of={at}")).unwrap_or_default();
                client.get(&format!("/v1/register{query}")).await?.good()?
            }
        };
        out::line(serde_json::to_string_pretty(&register)?)?;
        Ok(Done::Well)
    }
}
