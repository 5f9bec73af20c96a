//! What participation says in sentences.

use std::collections::BTreeSet;

use comment_sheets::{Arg, Words};
use consultation::StateCode;
use consultation::register::RegisterAt;
use participation::{ParagraphSpeakers, TookPart, unheard};

use super::areas::Area;

/// Most paragraphs named in a sentence.
const PARAGRAPHS: usize = 12;

/// What sentences are made from.
pub struct Telling<'t> {
    /// Our own words.
    pub words: &'t Words,
    /// What members are called.
    pub register: RegisterAt<'t>,
    /// Days until the consultation closes; none once it has.
    pub days_left: Option<i64>,
}

impl Telling<'_> {
    /// How many took part; then where nobody of an area has spoken, by sub-region, neighbourhood and development class.
    #[must_use]
    pub fn sentences(&self, part: &TookPart, areas: &[Area], speakers: &[ParagraphSpeakers<'_>]) -> Vec<String> {
        let nobody = speakers
            .iter()
            .all(|one| one.states.is_empty() && one.labels.is_empty());
        let mut sentences = vec![self.ended(self.counts(part))];
        if nobody {
            sentences.push(self.say("participation-nobody", &[]));
            return sentences;
        }
        let asked = areas.iter().filter(|area| !area.states.is_empty());
        let named = asked.filter_map(|area| Some((self.name(area)?, area)));
        sentences.extend(named.filter_map(|(name, area)| self.unheard(&name, &area.states, speakers)));
        sentences
    }

    /// While the consultation is sealed: how many have lodged, and nothing else.
    #[must_use]
    pub fn sealed(&self, lodged: usize) -> Vec<String> {
        vec![self.ended(self.say("participation-sealed", &[("count", number(lodged))]))]
    }

    fn counts(&self, part: &TookPart) -> String {
        let args = [
            ("invited", number(part.invited.len())),
            ("lodged", number(part.lodged.len())),
            ("no_objection", number(part.no_objection.len())),
            ("aligned", number(part.aligned.len())),
            ("through_group", number(part.through_group.len())),
            ("acknowledged", number(part.acknowledged.len())),
            ("silent", number(part.silent.len())),
        ];
        self.say("participation-counts", &args)
    }

    fn unheard(&self, area: &str, invited: &BTreeSet<StateCode>, speakers: &[ParagraphSpeakers<'_>]) -> Option<String> {
        let found = unheard(speakers, invited)?;
        let more = found.paragraphs.len().saturating_sub(PARAGRAPHS);
        let count = found.paragraphs.len();
        let mut labels: Vec<String> = found.paragraphs.into_iter().take(PARAGRAPHS).collect();
        labels.extend((more > 0).then(|| self.say("participation-more", &[("count", number(more))])));
        let labels = labels.join(", ");
        let (area, invited) = (("area", Arg::Text(area)), ("invited", number(invited.len())));
        Some(self.ended(if found.anywhere {
            self.say("participation-unheard", &[area, invited])
        } else {
            let paragraphs = ("paragraphs", Arg::Text(&labels));
            self.say(
                "participation-unheard-on",
                &[area, invited, paragraphs, ("count", number(count))],
            )
        }))
    }

    /// What an area is called, if sentences speak of its kind.
    fn name(&self, area: &Area) -> Option<String> {
        match area.kind {
            "subregion" => Some(self.say(&format!("area-{}", area.code), &[])),
            "sids" | "ldc" | "lldc" => Some(self.say(&format!("area-{}", area.kind), &[])),
            "neighbourhood" => {
                let member = area.code.parse().ok()?;
                let member = self.register.name_of(member, self.words.language())?;
                Some(self.say("area-neighbourhood", &[("member", Arg::Text(member))]))
            }
            _ => None,
        }
    }

    /// A sentence, and how long there is to mend it.
    fn ended(&self, sentence: String) -> String {
        let left = self.days_left.and_then(|days| usize::try_from(days).ok());
        match left {
            Some(days) => format!(
                "{sentence} {}",
                self.say("participation-left", &[("count", number(days))])
            ),
            None => sentence,
        }
    }

    fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.say(key, args)
    }
}

fn number(count: usize) -> Arg<'static> {
    Arg::Count(u32::try_from(count).unwrap_or(u32::MAX))
}
