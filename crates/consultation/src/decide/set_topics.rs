//! `SetTopics`: any member, in the members' own words.

use std::collections::BTreeSet;

use super::selection::{Seen, refuse};
use super::{World, check_text, not_withdrawn};
use crate::command::SetTopics;
use crate::event::TopicsSet;
use crate::{CommentId, ContentCode, ContentError, Event, Rejection, limits};

pub(super) fn decide(world: &World, command: &SetTopics) -> Result<Vec<Event>, Rejection> {
    let seen = Seen::by(world, command.by, command.at)?;
    let mut errors = Vec::new();
    seen.check(&command.comments, &mut errors);
    let topics = checked(&command.topics, &mut errors);
    refuse(errors)?;
    not_withdrawn(seen.proposal)?;
    seen.none_withdrawn(&command.comments)?;
    let has_them = |id: &CommentId| match seen.review.of(*id) {
        Some(review) => review.topics == topics,
        None => topics.is_empty(),
    };
    let comments: Vec<CommentId> = command.comments.iter().copied().filter(|id| !has_them(id)).collect();
    if comments.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Event::TopicsSet(TopicsSet {
        proposal_id: command.proposal,
        at: command.at,
        by: command.by,
        comments,
        topics,
    })])
}

fn checked(topics: &[String], errors: &mut Vec<ContentError>) -> Vec<String> {
    if topics.len() > limits::TOPICS {
        let detail = format!("at most {} topics", limits::TOPICS);
        errors.push(ContentError::new("/topics", ContentCode::TooLong, detail));
    }
    let mut named = BTreeSet::new();
    for (index, topic) in topics.iter().enumerate() {
        let pointer = format!("/topics/{index}");
        check_text(errors, &pointer, topic, limits::LINE_BYTES, "name the topic");
        if !named.insert(topic.trim()) {
            errors.push(ContentError::new(
                pointer,
                ContentCode::Duplicate,
                "this topic is named twice",
            ));
        }
    }
    topics.iter().map(|topic| topic.trim().to_owned()).collect()
}
