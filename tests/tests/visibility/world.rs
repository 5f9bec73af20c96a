//! What states do in a consultation, at random; and who may see what of it, written down once more from R15.

use std::collections::BTreeSet;

use consultation::submission::{CommentType, Position};
use consultation::{Attribution, Audience, BeforeClose, CommentId, StateCode};
use jiff::{SignedDuration, Timestamp};

use crate::members::AmongMembers;
use crate::random::Random;
use crate::run::DISPOSITIONS;

/// Eight states of Oceania, which is then their label, and two of South-eastern Asia, which have none.
pub(crate) const INVITED: [&str; 10] = ["FJI", "PNG", "SLB", "VUT", "WSM", "TON", "TUV", "KIR", "THA", "VNM"];
pub(crate) const BEGINNING: &str = "2027-01-10T09:00:00Z";
pub(crate) const CLOSING: &str = "2027-01-20T16:00:00Z";
const LANGUAGES: [&str; 4] = ["en", "fr", "es-MX", "th"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Viewer {
    Anonymous,
    Partner(StateCode),
    Member(StateCode),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    Hidden,
    Labelled,
    Named,
}

/// A comment in one version of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) id: CommentId,
    pub(crate) paragraph: Option<&'static str>,
    pub(crate) kind: CommentType,
    pub(crate) language: &'static str,
    pub(crate) text: String,
    pub(crate) wording: Option<String>,
    pub(crate) translation: Option<&'static str>,
    pub(crate) reference: Option<String>,
    pub(crate) audience: Audience,
    pub(crate) attribution: Attribution,
}

/// A submission in one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) position: Position,
    pub(crate) ad_referendum: bool,
    pub(crate) language: &'static str,
    pub(crate) remarks: Option<String>,
    pub(crate) audience: Audience,
    pub(crate) attribution: Attribution,
    pub(crate) comments: Vec<Said>,
}

#[derive(Debug, Clone)]
pub(crate) enum Act {
    Lodge(Content),
    Revise(Content),
    Withdraw,
}

#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) state: StateCode,
    pub(crate) at: Timestamp,
    pub(crate) act: Act,
}

#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) before_close: BeforeClose,
    /// Whether it is looked at after the closing.
    pub(crate) closed: bool,
    pub(crate) steps: Vec<Step>,
    /// Comments that stand in the end and have dispositions that are answered, in the order of the answers; none while the
    /// consultation is open.
    pub(crate) answered: Vec<CommentId>,
    pub(crate) members: AmongMembers,
    /// States that align themselves, after the close, with a comment that every partner may read.
    pub(crate) joined: Vec<Joined>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Joined {
    pub(crate) author: StateCode,
    pub(crate) comment: CommentId,
    pub(crate) by: StateCode,
}

impl Joined {
    pub(crate) fn random(random: &mut Random, author: StateCode, comment: CommentId) -> Self {
        let others: Vec<StateCode> = INVITED
            .map(state)
            .into_iter()
            .filter(|other| *other != author)
            .collect();
        let by = random.pick(&others);
        Self { author, comment, by }
    }
}

impl Step {
    fn is_late(&self) -> bool {
        self.at >= CLOSING.parse().unwrap()
    }
}

pub(crate) fn state(code: &str) -> StateCode {
    code.parse().unwrap()
}

impl Viewer {
    pub(crate) fn random(random: &mut Random, world: &World) -> Self {
        // Under seal members are the ones to whom something is shown.
        if world.before_close == BeforeClose::Sealed && random.chance(50) {
            return Self::Member(state("KOR"));
        }
        match random.below(6) {
            0 | 1 => Self::Anonymous,
            2 => Self::Partner(state(random.pick(&INVITED))),
            3 => Self::Partner(state("PHL")),
            4 => Self::Member(state("KOR")),
            _ => Self::Member(state("MEX")),
        }
    }

    pub(crate) fn is(self, speaker: StateCode) -> bool {
        matches!(self, Self::Partner(own) | Self::Member(own) if own == speaker)
    }

    /// R5 and R15a, c.
    pub(crate) fn sight(
        self,
        world: &World,
        speaker: StateCode,
        audience: Audience,
        attribution: Attribution,
    ) -> Sight {
        let member = matches!(self, Self::Member(_));
        let invited = matches!(self, Self::Partner(own) if INVITED.contains(&own.as_str()));
        if self.is(speaker) {
            return Sight::Named;
        }
        let gate = match world.before_close {
            _ if world.closed => true,
            BeforeClose::Open => true,
            BeforeClose::MembersSee => member,
            BeforeClose::Sealed => false,
        };
        let reads = match audience {
            Audience::Public => true,
            Audience::Participants => member || invited,
            Audience::MembersOnly => member,
        };
        let knows = match attribution {
            Attribution::Named => true,
            Attribution::ToMembers => member,
            Attribution::ToNone => false,
        };
        match (gate && reads, knows, world.closed) {
            (true, true, _) => Sight::Named,
            (true, false, true) => Sight::Labelled,
            _ => Sight::Hidden,
        }
    }
}

impl World {
    pub(crate) fn random(random: &mut Random) -> Self {
        let before_close = random.pick(&[
            BeforeClose::Open,
            BeforeClose::Open,
            BeforeClose::MembersSee,
            BeforeClose::Sealed,
        ]);
        let mut world = Self {
            before_close,
            closed: random.chance(65),
            steps: Vec::new(),
            answered: Vec::new(),
            members: AmongMembers::random(random),
            joined: Vec::new(),
        };
        for speaker in INVITED {
            world.speak(random, state(speaker));
        }
        world.steps.sort_by_key(|step| step.at);
        if world.closed {
            world.answered = world.standing().map(|(_, said)| said.id).collect();
            let by_id: BTreeSet<CommentId> = world.answered.iter().copied().collect();
            let disposed = by_id.iter().zip(DISPOSITIONS.iter().cycle());
            let disposed: BTreeSet<_> = disposed.filter(|(_, kind)| kind.is_some()).map(|(id, _)| *id).collect();
            let readable = world
                .standing()
                .filter(|(_, said)| said.audience != Audience::MembersOnly && said.attribution == Attribution::Named);
            let readable: Vec<_> = readable.map(|(author, said)| (author, said.id)).collect();
            let joined = readable
                .into_iter()
                .map(|(author, id)| Joined::random(random, author, id));
            world.joined = joined.collect();
            world.answered.retain(|id| disposed.contains(id) && random.chance(60));
        }
        world
    }

    fn speak(&mut self, random: &mut Random, speaker: StateCode) {
        let mut content = Content::random(random);
        let mut at = self.instant(random, None);
        self.steps.push(Step {
            state: speaker,
            at,
            act: Act::Lodge(content.clone()),
        });
        while random.chance(45) {
            at = self.instant(random, Some(at));
            if random.chance(15) {
                self.steps.push(Step {
                    state: speaker,
                    at,
                    act: Act::Withdraw,
                });
                return;
            }
            content.revise(random);
            self.steps.push(Step {
                state: speaker,
                at,
                act: Act::Revise(content.clone()),
            });
        }
    }

    /// Every step has an instant of its own, on time or, in a world that has closed, late.
    fn instant(&self, random: &mut Random, after: Option<Timestamp>) -> Timestamp {
        let closing: Timestamp = CLOSING.parse().unwrap();
        let late = self.closed && (random.chance(25) || after.is_some_and(|after| after >= closing));
        let beginning: Timestamp = if late { closing } else { BEGINNING.parse().unwrap() };
        let base = after.map_or(beginning, |after| after.max(beginning));
        let minutes = i64::try_from(1 + random.below(1_000)).unwrap();
        let mut at = base + SignedDuration::from_mins(minutes);
        while self.steps.iter().any(|step| step.at == at) {
            at += SignedDuration::from_secs(1);
        }
        at
    }

    /// The acts of a state in order.
    pub(crate) fn acts_of(&self, speaker: StateCode) -> impl Iterator<Item = &Act> {
        self.steps
            .iter()
            .filter(move |step| step.state == speaker)
            .map(|step| &step.act)
    }

    /// What a state's submission says in the end; none if it was withdrawn.
    pub(crate) fn final_content(&self, speaker: StateCode) -> Option<&Content> {
        match self.acts_of(speaker).last() {
            Some(Act::Lodge(content) | Act::Revise(content)) => Some(content),
            Some(Act::Withdraw) | None => None,
        }
    }

    /// What all of them say in the end, and who says it.
    pub(crate) fn standing(&self) -> impl Iterator<Item = (StateCode, &Said)> {
        let contents = INVITED
            .map(state)
            .into_iter()
            .filter_map(move |speaker| Some((speaker, self.final_content(speaker)?)));
        contents.flat_map(|(speaker, content)| content.comments.iter().map(move |said| (speaker, said)))
    }

    /// Whether a state's first act was late.
    pub(crate) fn lodged_late(&self, speaker: StateCode) -> bool {
        self.steps
            .iter()
            .find(|step| step.state == speaker)
            .is_some_and(Step::is_late)
    }

    /// Whether the words that a comment has in the end came late.
    pub(crate) fn said_late(&self, speaker: StateCode, said: &Said) -> bool {
        let mut since = None;
        for step in self.steps.iter().filter(|step| step.state == speaker) {
            let (Act::Lodge(content) | Act::Revise(content)) = &step.act else {
                continue;
            };
            match content.comments.iter().find(|other| other.id == said.id) {
                Some(other) if other == said => since = since.or(Some(step.is_late())),
                Some(_) | None => since = None,
            }
        }
        since.unwrap_or(false)
    }

    /// What it said when the consultation closed.
    pub(crate) fn content_at_close(&self, speaker: StateCode) -> Option<&Content> {
        let closing: Timestamp = CLOSING.parse().unwrap();
        let last = self
            .steps
            .iter()
            .rfind(|step| step.state == speaker && step.at < closing)?;
        match &last.act {
            Act::Lodge(content) | Act::Revise(content) => Some(content),
            Act::Withdraw => None,
        }
    }
}

impl Content {
    fn random(random: &mut Random) -> Self {
        let comments = (0..random.below(5)).map(|_| Said::random(random)).collect();
        Self {
            position: random.pick(Position::ALL),
            ad_referendum: random.chance(30),
            language: random.pick(&LANGUAGES),
            remarks: random.chance(40).then(|| words(random)),
            audience: random.pick(Audience::ALL),
            attribution: random.pick(Attribution::ALL),
            comments,
        }
    }

    /// Audience and attribution of what was said stay: to change them is to say it again.
    fn revise(&mut self, random: &mut Random) {
        self.comments.retain(|_| random.chance(85));
        for said in &mut self.comments {
            if random.chance(40) {
                said.text = words(random);
            }
        }
        if random.chance(40) {
            self.comments.push(Said::random(random));
        }
        if random.chance(40) {
            self.position = random.pick(Position::ALL);
        }
        // A revision that changes nothing is no event, and the number of events is public (R25): in the twin, too,
        // something must be left that changes.
        if random.chance(50) {
            self.remarks = Some(words(random));
        } else {
            let (audience, attribution) = (Audience::Public, Attribution::Named);
            self.comments.push(Said {
                audience,
                attribution,
                ..Said::random(random)
            });
        }
    }
}

impl Said {
    fn random(random: &mut Random) -> Self {
        Self {
            id: CommentId(random.uuid()),
            paragraph: random.pick(&[None, Some("1"), Some("2"), Some("3")]),
            kind: random.pick(CommentType::ALL),
            language: random.pick(&LANGUAGES),
            text: words(random),
            wording: random.chance(30).then(|| words(random)),
            translation: random.chance(30).then(|| random.pick(&LANGUAGES)),
            reference: random.chance(20).then(|| words(random)),
            audience: random.pick(Audience::ALL),
            attribution: random.pick(Attribution::ALL),
        }
    }

    /// Says something else of another kind about another paragraph in another language.
    pub(crate) fn change(&mut self, random: &mut Random) {
        let Self {
            id,
            audience,
            attribution,
            ..
        } = *self;
        *self = Self {
            id,
            audience,
            attribution,
            ..Self::random(random)
        };
    }
}

pub(crate) fn words(random: &mut Random) -> String {
    const WORDS: [&str; 8] = [
        "voluntary",
        "협력",
        "échange",
        "contact",
        "review",
        "basis",
        "ศูนย์",
        "reto",
    ];
    format!(
        "{} {} {:x}",
        random.pick(&WORDS),
        random.pick(&WORDS),
        random.next() & 0xFFFF
    )
}
