//! The same world to a viewer, and another world to everybody else.

use std::collections::{BTreeMap, BTreeSet};

use consultation::{CommentId, StateCode};

use crate::members::AmongMembers;
use crate::random::Random;
use crate::world::{Act, Content, INVITED, Joined, Said, Sight, Viewer, World, state, words};

/// The world with everything changed that the viewer may not see.
pub(crate) fn of(world: &World, viewer: Viewer, random: &mut Random) -> World {
    let mut twin = world.clone();
    for speaker in INVITED.map(state).into_iter().filter(|speaker| !viewer.is(*speaker)) {
        change_hidden(world, &mut twin, viewer, speaker, random);
    }
    move_labelled(world, &mut twin, viewer, random);
    answer_in_another_order(world, &mut twin, viewer);
    join_in_secret(world, &mut twin, viewer, random);
    if !matches!(viewer, Viewer::Member(_)) {
        twin.members = AmongMembers::random(random);
    }
    twin
}

/// The states behind labels answer the last one first: when they answered would tell who they are.
fn answer_in_another_order(world: &World, twin: &mut World, viewer: Viewer) {
    let sight = |(speaker, said): &(StateCode, &Said)| viewer.sight(world, *speaker, said.audience, said.attribution);
    let labelled = world.standing().filter(|one| sight(one) == Sight::Labelled);
    let labelled: BTreeSet<CommentId> = labelled.map(|(_, said)| said.id).collect();
    let mut reversed = world.answered.iter().rev().filter(|id| labelled.contains(*id));
    for id in twin.answered.iter_mut().filter(|id| labelled.contains(*id)) {
        *id = *reversed.next().unwrap();
    }
}

/// Others align themselves with what is hidden.
fn join_in_secret(world: &World, twin: &mut World, viewer: Viewer, random: &mut Random) {
    let is_hidden = |(speaker, said): &(StateCode, &Said)| {
        viewer.sight(world, *speaker, said.audience, said.attribution) == Sight::Hidden
    };
    let hidden: BTreeSet<CommentId> = world.standing().filter(is_hidden).map(|(_, said)| said.id).collect();
    for joined in twin.joined.iter_mut().filter(|joined| hidden.contains(&joined.comment)) {
        *joined = Joined::random(random, joined.author, joined.comment);
    }
}

fn contents_of(world: &mut World, speaker: StateCode) -> impl Iterator<Item = &mut Content> {
    world
        .steps
        .iter_mut()
        .filter(move |step| step.state == speaker)
        .filter_map(|step| match &mut step.act {
            Act::Lodge(content) | Act::Revise(content) => Some(content),
            Act::Withdraw => None,
        })
}

fn change_hidden(world: &World, twin: &mut World, viewer: Viewer, speaker: StateCode, random: &mut Random) {
    let (last, at_close) = (world.final_content(speaker), world.content_at_close(speaker));
    let shown = |said: &Said| {
        let among = |content: Option<&Content>| {
            content.is_some_and(|content| content.comments.iter().any(|other| other.text == said.text))
        };
        among(last) || (world.closed && last.is_some() && among(at_close))
    };
    let mut other_words: BTreeMap<String, String> = BTreeMap::new();
    for content in contents_of(twin, speaker) {
        if viewer.sight(world, speaker, content.audience, content.attribution) != Sight::Named {
            content.position = random.pick(consultation::submission::Position::ALL);
            content.ad_referendum = random.chance(50);
            content.language = random.pick(&["en", "fr"]);
            content.remarks = content.remarks.as_ref().map(|_| words(random));
        }
        for said in &mut content.comments {
            match viewer.sight(world, speaker, said.audience, said.attribution) {
                Sight::Hidden => said.change(random),
                // Words that no longer stand are for the own state only (R15b). What said the same still does.
                Sight::Named | Sight::Labelled if !shown(said) => {
                    let other = other_words.entry(said.text.clone()).or_insert_with(|| words(random));
                    said.text.clone_from(other);
                }
                Sight::Named | Sight::Labelled => {}
            }
        }
    }
}

/// Gives labelled comments that stand to another state with the same label, as if that state had always said them,
/// and changes what a label hides. A late one goes to a state that lodged late, and one on time to one that lodged on
/// time: an answer about the past leaves out the late ones, for it would tell when they came.
fn move_labelled(world: &World, twin: &mut World, viewer: Viewer, random: &mut Random) {
    let standing = |speaker: &StateCode| !viewer.is(*speaker) && world.final_content(*speaker).is_some();
    let speakers: Vec<StateCode> = INVITED.map(state).into_iter().filter(standing).collect();
    for speaker in &speakers {
        let comments = world
            .final_content(*speaker)
            .map_or(&[][..], |content| &content.comments);
        for said in comments {
            if viewer.sight(world, *speaker, said.audience, said.attribution) != Sight::Labelled {
                continue;
            }
            let late = world.said_late(*speaker, said);
            let alike = |other: &StateCode| label(*other) == label(*speaker) && world.lodged_late(*other) == late;
            let alike: Vec<StateCode> = speakers.iter().copied().filter(alike).collect();
            let to = if alike.is_empty() {
                None
            } else {
                Some(random.pick(&alike))
            };
            let hide = Hidden {
                language: random.pick(&["en", "ko"]),
                translation: random.chance(50).then_some("id"),
                reference: random.chance(50).then(|| words(random)),
            };
            give(twin, *speaker, to, said, &hide);
        }
    }
}

/// What a label hides of a comment.
struct Hidden {
    language: &'static str,
    translation: Option<&'static str>,
    reference: Option<String>,
}

impl Hidden {
    fn put_into(&self, said: &mut Said) {
        said.language = self.language;
        said.translation = self.translation;
        said.reference.clone_from(&self.reference);
    }
}

fn give(twin: &mut World, from: StateCode, to: Option<StateCode>, said: &Said, hidden: &Hidden) {
    let Some(to) = to else {
        let versions = contents_of(twin, from).flat_map(|content| &mut content.comments);
        return versions
            .filter(|other| other.id == said.id)
            .for_each(|other| hidden.put_into(other));
    };
    for content in contents_of(twin, from) {
        content.comments.retain(|other| other.id != said.id);
    }
    let mut moved = said.clone();
    hidden.put_into(&mut moved);
    for content in contents_of(twin, to) {
        content.comments.push(moved.clone());
    }
}

/// Oceania has enough invited states to stand for one of them, South-eastern Asia has not.
fn label(speaker: StateCode) -> &'static str {
    consultation::geography::areas_of(speaker).region
}
