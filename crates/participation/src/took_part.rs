//! Who took part, as the viewer may know it (R15): each invited state once.

use std::collections::BTreeSet;

use consultation::StateCode;
use consultation::alignment::stances::{Asked, Place, Stances, Through};

use crate::{Lodging, lodging};

/// The invited states by what is seen of them; each is in one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TookPart {
    /// All that were invited. Who is a member by then is no partner any more (R13).
    pub invited: BTreeSet<StateCode>,
    /// Lodged comments, remarks or a position.
    pub lodged: BTreeSet<StateCode>,
    /// Recorded that they do not object, and nothing else.
    pub no_objection: BTreeSet<StateCode>,
    /// Lodged nothing, and aligned themselves with others.
    pub aligned: BTreeSet<StateCode>,
    /// Neither of these, and what was said on behalf of their group counts for them.
    pub through_group: BTreeSet<StateCode>,
    /// Acknowledged the invitation, and nothing else: their position is reserved, or they state none.
    pub acknowledged: BTreeSet<StateCode>,
    /// Silent, or not for attribution to the viewer.
    pub silent: BTreeSet<StateCode>,
    /// See [`Lodging::under_seal`].
    pub under_seal: Option<usize>,
}

/// Who took part. The stances are those of the same question.
#[must_use]
pub fn took_part(asked: Asked<'_>, stances: &Stances) -> TookPart {
    let Lodging {
        invited,
        lodged,
        no_objection,
        acknowledged,
        under_seal,
    } = lodging(asked);
    let spoke = &lodged - &acknowledged;
    let aligned = &counted(stances, |through| matches!(through, Through::Alignment(_))) - &spoke;
    let by_group = &counted(stances, |through| matches!(through, Through::Group(_))) - &spoke;
    let through_group = &by_group - &aligned;
    let through_others = &aligned | &through_group;
    TookPart {
        silent: &(&invited - &lodged) - &through_others,
        acknowledged: &acknowledged - &through_others,
        lodged: &spoke - &no_objection,
        invited,
        no_objection,
        aligned,
        through_group,
        under_seal,
    }
}

/// The states that are counted through such a thing, on the text as a whole or on a paragraph.
fn counted(stances: &Stances, wanted: impl Fn(&Through) -> bool) -> BTreeSet<StateCode> {
    fn by<T>(place: &Place<T>, wanted: impl Fn(&Through) -> bool) -> impl Iterator<Item = StateCode> {
        let stands = place.stands.iter();
        stands
            .filter(move |stand| wanted(&stand.voice.through))
            .map(|stand| stand.state)
    }
    let paragraphs = stances.paragraphs.iter();
    by(&stances.whole, &wanted)
        .chain(paragraphs.flat_map(|(_, place)| by(place, &wanted)))
        .collect()
}
