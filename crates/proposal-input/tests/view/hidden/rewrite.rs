//! The same world with everything rewritten that a viewer may not see.

use super::*;

/// What a rewriting did.
#[derive(Debug, Default)]
pub(crate) struct Rewritten {
    pub(crate) dropped: usize,
    pub(crate) added: usize,
    /// Comments under a label that another state says now.
    pub(crate) moved: usize,
    /// Under seal and for a member: who lodged was drawn anew, how many stayed.
    pub(crate) sealed: bool,
}

/// The same world for this viewer, and another one for everybody else.
pub(crate) fn rewrite(world: &World, rights: &Rights, random: &mut Random) -> (World, Rewritten) {
    let mut other = World {
        said: BTreeMap::new(),
        ..world.clone()
    };
    let mut done = Rewritten::default();
    for consultation in world.open_by_now() {
        if world.is_sealed(consultation) && rights.is_member() {
            other.redraw_sealed(world, consultation, rights, random);
            done.sealed = true;
            continue;
        }
        let mut labelled: Vec<(StateCode, Piece)> = Vec::new();
        for ((_, speaker), said) in world.said.iter().filter(|((number, _), _)| *number == consultation) {
            let kept = if rights.is_own(*speaker) {
                said.clone()
            } else {
                keep_seen(world, rights, consultation, *speaker, said, &mut labelled, &mut done)
            };
            if !kept.parts.is_empty() || !kept.comments.is_empty() {
                other.said.insert((consultation, *speaker), kept);
            }
        }
        other.add_hidden(consultation, rights, random, &mut done);
        for (speaker, piece) in labelled {
            other.say_by_another(consultation, speaker, &piece, rights, random, &mut done);
        }
    }
    other.add_hidden_proposals(rights, random);
    (other, done)
}

/// What the viewer sees under the state's name. Comments under a label are put aside, the rest is dropped.
fn keep_seen(
    world: &World,
    rights: &Rights,
    consultation: u32,
    speaker: StateCode,
    said: &Said,
    labelled: &mut Vec<(StateCode, Piece)>,
    done: &mut Rewritten,
) -> Said {
    let mut kept = Said::default();
    for piece in &said.comments {
        let gone_at = piece.gone_at(said);
        let last = piece.last();
        let sight = world.sight(rights, consultation, speaker, facts_of(last), gone_at);
        match sight {
            Sight::Named => kept.comments.push(Piece {
                gone_at,
                ..piece.clone()
            }),
            Sight::Labelled if gone_at.is_none() => labelled.push((speaker, piece.clone())),
            Sight::Labelled | Sight::Hidden => done.dropped += 1,
        }
    }
    let part = said.parts.last().map(|(_, part)| facts_of_part(part));
    let sees_part =
        part.is_some_and(|facts| world.sight(rights, consultation, speaker, facts, said.withdrawn_at) == Sight::Named);
    if sees_part {
        kept.parts.clone_from(&said.parts);
        kept.withdrawn_at = said.withdrawn_at;
        // What goes with the submission need not go by itself.
        for piece in &mut kept.comments {
            piece.gone_at = piece.gone_at.filter(|gone_at| Some(*gone_at) != said.withdrawn_at);
        }
    }
    kept
}

impl World {
    /// Comments that the viewer does not see, also in submissions of which it sees nothing else.
    fn add_hidden(&mut self, consultation: u32, rights: &Rights, random: &mut Random, done: &mut Rewritten) {
        for speaker in INVITED
            .map(state)
            .into_iter()
            .filter(|speaker| !rights.is_own(*speaker))
        {
            let known = self.said.contains_key(&(consultation, speaker));
            if random.once_in(2) && !known {
                continue;
            }
            let mut said = self.said.remove(&(consultation, speaker)).unwrap_or_default();
            if said.withdrawn_at.is_none() {
                for piece in self.random_said(random, consultation).comments {
                    let last = piece.last();
                    let facts = facts_of(last);
                    if self.sight(rights, consultation, speaker, facts, piece.gone_at) == Sight::Hidden {
                        said.comments.push(piece);
                        done.added += 1;
                    }
                }
                if said.parts.is_empty() {
                    said.parts = self.hidden_parts(consultation, speaker, rights, random);
                }
            }
            if !said.comments.is_empty() || !said.parts.is_empty() {
                self.said.insert((consultation, speaker), said);
            }
        }
    }

    fn hidden_parts(
        &self,
        consultation: u32,
        speaker: StateCode,
        rights: &Rights,
        random: &mut Random,
    ) -> Vec<(Timestamp, Content)> {
        let (at, part) = (self.instant(random, consultation), random_part(random));
        let sight = self.sight(rights, consultation, speaker, facts_of_part(&part), None);
        if sight == Sight::Named {
            Vec::new()
        } else {
            vec![(at, part)]
        }
    }

    /// A comment under a label, by any state that the label stands for, and otherwise than before in all that a label
    /// hides. Whether it came late stays: of a late one everybody can watch when it appears (`docs/security.md`).
    fn say_by_another(
        &mut self,
        consultation: u32,
        before: StateCode,
        piece: &Piece,
        rights: &Rights,
        random: &mut Random,
        done: &mut Rewritten,
    ) {
        let proposal = self.proposal();
        let labels = &proposal.find_consultation(consultation).unwrap().invited;
        let alike = labels
            .iter()
            .filter(|(other, label)| **label == labels[&before] && !rights.is_own(**other));
        let alike: Vec<StateCode> = alike.map(|(other, _)| *other).collect();
        let free = |speaker: &StateCode| {
            self.said
                .get(&(consultation, *speaker))
                .is_none_or(|said| said.withdrawn_at.is_none())
        };
        let alike: Vec<StateCode> = alike.into_iter().filter(free).collect();
        let old = piece.last();
        let mut new = self.random_comment(random, consultation, old.id);
        while new.late != old.late || self.sight(rights, consultation, before, facts_of(&new), None) != Sight::Labelled
        {
            new = self.random_comment(random, consultation, old.id);
        }
        let new = Comment {
            paragraph: old.paragraph,
            kind: old.kind,
            text: old.text.clone(),
            proposed_wording: old.proposed_wording.clone(),
            explanation: old.explanation.clone(),
            ..new
        };
        let speaker = if alike.is_empty() { before } else { random.of(&alike) };
        done.moved += usize::from(speaker != before);
        let said = self.said.entry((consultation, speaker)).or_default();
        said.comments.push(Piece {
            versions: vec![new],
            gone_at: None,
        });
    }

    /// Under seal: as many states as before that a member may know at close, but others, saying other things.
    fn redraw_sealed(&mut self, world: &World, consultation: u32, rights: &Rights, random: &mut Random) {
        let is_known = |facts: InputFacts<'_>| rights.sight(&facts) == Sight::Named;
        let standing = |said: &&Said| {
            let comments = said
                .comments
                .iter()
                .filter(|piece| piece.gone_at.is_none())
                .map(Piece::last);
            let of_comments = comments.map(facts_of);
            let part = said.parts.last().map(|(_, part)| facts_of_part(part));
            said.withdrawn_at.is_none() && of_comments.chain(part).any(is_known)
        };
        let of_this = world.said.iter().filter(|((number, _), _)| *number == consultation);
        let known = of_this.map(|(_, said)| said).filter(standing).count();
        let mut states = INVITED.map(state);
        random.shuffle(&mut states);
        for (index, speaker) in states.into_iter().enumerate() {
            let mut said = self.random_said(random, consultation);
            if index < known {
                said.withdrawn_at = None;
                said.parts.last_mut().unwrap().1.attribution = Attribution::ToMembers;
            } else if random.once_in(2) {
                for (_, part) in &mut said.parts {
                    part.attribution = Attribution::ToNone;
                }
                for version in said.comments.iter_mut().flat_map(|piece| &mut piece.versions) {
                    version.attribution = Attribution::ToNone;
                }
            } else {
                continue;
            }
            self.said.insert((consultation, speaker), said);
        }
    }

    /// Drafts are for members; what is for participants is for them.
    fn add_hidden_proposals(&mut self, rights: &Rights, random: &mut Random) {
        if rights.is_member() {
            return;
        }
        let before: Vec<Event> = self.steering.iter().map(|(_, event)| event.clone()).collect();
        for _ in 0..random.below(4) {
            let paragraph = ParagraphDraft {
                new_id: ParagraphId(random.id()),
                from: Vec::new(),
                label: "1".into(),
                text: "A draft.".into(),
            };
            let revision = RevisionDraft {
                label: None,
                language: language("en"),
                paragraphs: vec![paragraph],
            };
            let at = hour(1 + random.below(self.now));
            let tabled = table(
                ProposalId(random.id()),
                at,
                random.of(&[Audience::Public, Audience::Participants]),
                revision,
            );
            let events = decide(&world_for(&before, &tabled), &tabled).unwrap();
            self.other_proposals.extend(events.into_iter().map(|event| (at, event)));
        }
    }
}
