//! `OpenPackage` (R19): lead member or chair put dispositions under silence for 24 to 72 hours; one package at a time.

use jiff::{SignedDuration, Timestamp};

use super::selection::{Seen, refuse};
use super::{World, takes_changes};
use crate::command::OpenPackage;
use crate::event::PackagePutUnderSilence;
use crate::review::{Obstacle, Publishing, publishing};
use crate::{CommentId, ContentCode, ContentError, Event, Rejection, limits};

pub(super) fn decide(world: &World, command: &OpenPackage) -> Result<Vec<Event>, Rejection> {
    world.steered_by(command.by, command.at)?;
    let seen = Seen::by(world, command.by, command.at)?;
    let mut errors = Vec::new();
    if let Some(comments) = &command.comments {
        seen.check(comments, &mut errors);
    }
    let until = command.until.unwrap_or_else(|| latest(command.at));
    check_until(command, until, &mut errors);
    refuse(errors)?;
    takes_changes(seen.proposal)?;
    if let Some(open) = seen.review.open_package() {
        return Err(Rejection::PackageAlreadyOpen { until: open.until });
    }
    let comments = match &command.comments {
        Some(comments) => {
            seen.none_withdrawn(comments)?;
            let against = comments.iter().filter_map(|id| Some((*id, obstacle(&seen, *id)?)));
            let obstacles: Vec<(CommentId, Obstacle)> = against.collect();
            if !obstacles.is_empty() {
                return Err(Rejection::NotForSilence(obstacles));
            }
            comments.clone()
        }
        None => seen.all().filter(|id| obstacle(&seen, *id).is_none()).collect(),
    };
    if comments.is_empty() {
        return Err(Rejection::NothingForSilence);
    }
    Ok(vec![Event::PackagePutUnderSilence(PackagePutUnderSilence {
        proposal_id: command.proposal,
        package: seen.review.packages.last().map_or(1, |last| last.number + 1),
        at: command.at,
        by: command.by,
        until,
        comments,
    })])
}

/// Why a comment cannot go under silence: nothing is proposed, it is published as it stands, or members differ.
fn obstacle(seen: &Seen<'_>, id: CommentId) -> Option<Obstacle> {
    match publishing(seen.review.of(id), &seen.convergence(id), false) {
        Publishing::Not(obstacle @ (Obstacle::NotProposed | Obstacle::Differing | Obstacle::Published)) => {
            Some(obstacle)
        }
        Publishing::AsProposed | Publishing::NoCommonView | Publishing::Not(_) => None,
    }
}

/// The latest end of a silence that is set at this instant.
pub(super) fn latest(at: Timestamp) -> Timestamp {
    let longest = SignedDuration::from_hours(limits::LONGEST_PACKAGE_SILENCE_HOURS);
    at.checked_add(longest).unwrap_or(at)
}

fn check_until(command: &OpenPackage, until: Timestamp, errors: &mut Vec<ContentError>) {
    let shortest = match command.shortest_seconds {
        Some(seconds) => SignedDuration::from_secs(seconds),
        None => SignedDuration::from_hours(limits::PACKAGE_SILENCE_HOURS),
    };
    let earliest = command.at.checked_add(shortest).unwrap_or(command.at);
    if until < earliest || until <= command.at {
        let detail = format!("silence is kept at least until {earliest}");
        errors.push(ContentError::new("/until", ContentCode::TooEarly, detail));
    } else if until > latest(command.at) {
        let detail = format!("silence is kept at most until {}", latest(command.at));
        errors.push(ContentError::new("/until", ContentCode::TooLate, detail));
    }
}
