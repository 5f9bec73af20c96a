//! "Put the other 580 under silence": what goes under silence as one act, by the rule of the command (R19).

use consultation::review::{Obstacle, Publishing, convergence, publishing};
use consultation::{ProposalId, ProposalStatus};
use jiff::Timestamp;

use super::Reading;

/// What can be put under silence as one act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Package {
    /// These many dispositions are proposed, not published as they stand, and not differed on.
    Ready {
        /// How many.
        count: usize,
    },
    /// A package is under silence.
    Open {
        /// How many comments are in it, as far as the member sees them.
        count: usize,
        /// Until when.
        until: Timestamp,
    },
    /// Nothing can be put under silence.
    Nothing,
}

impl Package {
    /// Where the request is sent that puts under silence all that can be: with an empty object it names no comments, so
    /// that what is differed on until then stays out of it.
    #[must_use]
    pub fn path(proposal: ProposalId) -> String {
        format!("/v1/proposals/{}/dispositions/silence/open", proposal.0)
    }
}

pub(super) fn package(reading: &Reading<'_, '_>) -> Package {
    let review = &reading.dossier.review;
    if let Some(open) = review.open_package() {
        let in_it = reading.rows.iter().filter(|row| {
            let package = row.review.and_then(|review| review.package);
            package == Some(open.number)
        });
        return Package::Open {
            count: in_it.count(),
            until: open.until,
        };
    }
    let status = reading.dossier.proposal.status_at(reading.now());
    let finished = [
        ProposalStatus::Adopted,
        ProposalStatus::UnderSilence,
        ProposalStatus::Withdrawn,
    ];
    let ready = reading.rows.iter().filter(|row| {
        let standing = convergence(row.review, reading.members);
        !matches!(
            publishing(row.review, &standing, false),
            Publishing::Not(Obstacle::NotProposed | Obstacle::Differing | Obstacle::Published)
        )
    });
    match ready.count() {
        0 => Package::Nothing,
        _ if finished.contains(&status) => Package::Nothing,
        count => Package::Ready { count },
    }
}
