//! The proposals of the log, by the stage of their review.

use std::sync::Arc;

use anyhow::Context;
use consultation::event::decode;
use consultation::silence::SilenceEnd;
use consultation::{Dossier, Event, Proposal, ProposalStatus};
use event_log::Position;
use jiff::Timestamp;

use crate::app::App;

/// Events read at once.
const PAGE: u32 = 1_000;

/// Where a proposal and its review stand, in the order in which a proposal comes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Draft,
    Open,
    Closed,
    UnderReview,
    DispositionsUnderSilence,
    DispositionsPublished,
    UnderSilence,
    SilenceBroken,
    Adopted,
    Withdrawn,
}

impl Stage {
    /// The stage at an instant.
    pub(super) fn of(dossier: &Dossier, now: Timestamp) -> Self {
        let review = &dossier.review;
        match dossier.proposal.status_at(now) {
            ProposalStatus::Draft => Self::Draft,
            ProposalStatus::Open => Self::Open,
            ProposalStatus::UnderSilence => Self::UnderSilence,
            ProposalStatus::Adopted => Self::Adopted,
            ProposalStatus::Withdrawn => Self::Withdrawn,
            ProposalStatus::Closed if is_broken(&dossier.proposal) => Self::SilenceBroken,
            ProposalStatus::Closed if review.open_package().is_some() => Self::DispositionsUnderSilence,
            ProposalStatus::Closed if !review.published_at.is_empty() => Self::DispositionsPublished,
            ProposalStatus::Closed if !review.comments.is_empty() => Self::UnderReview,
            ProposalStatus::Closed => Self::Closed,
        }
    }

    /// The words printed.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::UnderReview => "under review",
            Self::DispositionsUnderSilence => "dispositions under silence",
            Self::DispositionsPublished => "dispositions published",
            Self::UnderSilence => "under silence",
            Self::SilenceBroken => "silence broken",
            Self::Adopted => "adopted",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Whether silence on the newest revision was broken.
fn is_broken(proposal: &Proposal) -> bool {
    let newest = proposal.latest_revision().map(|revision| revision.number);
    let last = proposal.procedure.silences.last();
    last.is_some_and(|silence| silence.end == Some(SilenceEnd::Broken) && Some(silence.revision) == newest)
}

/// Every proposal of the log with its stage, in the order of stages, the oldest of each first.
pub(super) async fn all(app: &App, now: Timestamp) -> anyhow::Result<Vec<(Stage, Arc<Dossier>)>> {
    let mut found = Vec::new();
    let mut position = Position(0);
    loop {
        let page = app.log().read_after(position, PAGE).await?;
        let Some(last) = page.last() else { break };
        position = last.position;
        for recorded in &page {
            let event = decode(&recorded.kind, recorded.schema_version, &recorded.payload)?;
            let Event::ProposalTabled(tabled) = event else { continue };
            let dossier = app.commands.find_dossier(tabled.proposal_id).await?;
            let dossier = dossier.context("a proposal that was tabled is not there")?.dossier;
            found.push((Stage::of(&dossier, now), dossier));
        }
    }
    found.sort_by_key(|(stage, _)| *stage);
    Ok(found)
}
