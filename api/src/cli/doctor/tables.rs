//! A view in a database holds what a rebuild would make. The database compares: nothing is held in memory.

use event_log::Database;
use projection::{View, compare_with_rebuild};
use proposal_input::ProposalInput;

use super::Findings;
use crate::cli::directory::Directory;

pub(super) async fn examine(database: &Database, directory: &Directory, findings: &mut Findings) -> anyhow::Result<()> {
    let view = ProposalInput;
    let name = view.name();
    let log = directory.log();
    let compared = match compare_with_rebuild(database, &view, log).await {
        Ok(Some(compared)) => compared,
        Ok(None) => {
            return findings.well(format_args!(
                "{name}: not there yet, or made from another epoch; serve makes it"
            ));
        }
        Err(error) => return findings.add(format_args!("{name}: {:#}", anyhow::Error::from(error))),
    };
    match compared.difference {
        Some(difference) => findings.add(format_args!(
            "{name} differs from a rebuild: {difference}; run `rebuild`"
        )),
        None => findings.well(format_args!(
            "{name}: equals a rebuild up to event {} of {}",
            compared.position,
            log.head().await?.position
        )),
    }
}
