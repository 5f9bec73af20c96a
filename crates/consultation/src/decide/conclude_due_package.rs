//! `ConcludeDuePackage` (R19): the clock's own act. Correct after downtime: `concluded_at` is always the package's instant,
//! and those who were members then and silent can go along.

use super::World;
use crate::command::ConcludeDuePackage;
use crate::event::PackageConcluded;
use crate::{Event, Rejection};

pub(super) fn decide(world: &World, command: &ConcludeDuePackage) -> Result<Vec<Event>, Rejection> {
    let proposal = world.proposal()?;
    let Some(package) = world.dossier()?.review.open_package() else {
        return Ok(Vec::new());
    };
    if proposal.withdrawn_at.is_some() {
        return Ok(Vec::new());
    }
    if command.at < package.until {
        return Err(Rejection::NotYetDue {
            closes_at: package.until,
        });
    }
    let members = world.register_at(package.until).members();
    Ok(vec![Event::PackageConcluded(PackageConcluded {
        proposal_id: proposal.id,
        package: package.number,
        concluded_at: package.until,
        members: members.map(|member| member.state).collect(),
    })])
}
