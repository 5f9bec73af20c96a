//! The alternative with the most states behind it, as it was put forward, and the sentence that it would make.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use consultation::visibility::{SeenRow, Speaker};
use consultation::{CommentId, Paragraph, RegisterCode, StateCode};
use revised_text::{Alternative, Piece, RollingParagraph};

use super::Reading;
use super::dispute::differing;
use super::reserved::{by_reserved_alone, is_reserved};

/// An alternative for a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supported<'a> {
    /// The paragraph.
    pub paragraph: &'a Paragraph,
    /// The words of the text that it is about; none for the whole paragraph, and where something is to be put in.
    pub words: Option<String>,
    /// What stands around them in their sentence, if they have a place of their own in the text.
    pub context: Option<Context>,
    /// The alternative.
    pub alternative: Alternative,
    /// How many stand behind it: states, and comments under a label, of which each counts for one.
    pub count: usize,
    /// Those of the states of which only members may know it.
    pub reserved: BTreeSet<StateCode>,
    /// The same of the groups.
    pub reserved_groups: BTreeSet<RegisterCode>,
    /// Members that differ on a comment that puts it forward.
    pub differing: BTreeSet<StateCode>,
    /// How many other alternatives for the paragraph have as many behind them, and no fewer members that differ. Then
    /// this is the first in the text.
    pub ties: usize,
}

/// The rest of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// What stands before.
    pub before: String,
    /// What stands behind.
    pub after: String,
}

/// The comments that the member sees, by id.
pub(super) type Rows<'r, 'a> = BTreeMap<CommentId, &'r SeenRow<'a>>;

/// An alternative where it stands.
struct Placed<'r> {
    words: Option<&'r str>,
    context: Option<Context>,
    alternative: &'r Alternative,
}

/// How many alternatives there are for a paragraph, and the one with the most states behind it; of several with as many
/// the one on which the fewest members differ, and of these the first in the text.
pub(super) fn leading<'a>(
    reading: &Reading<'_, 'a>,
    rows: &Rows<'_, '_>,
    rolling: &RollingParagraph<'a>,
) -> (usize, Option<Supported<'a>>) {
    let all = alternatives(rolling);
    let rank = |one: &Placed<'_>| {
        let against = against(reading, rows, one.alternative).len();
        (one.alternative.backing.count(), Reverse(against))
    };
    let Some(best) = all.iter().map(rank).max() else {
        return (0, None);
    };
    let count = all.len();
    let mut first = all.into_iter().filter(|one| rank(one) == best);
    let leading = first.next().map(|one| Supported {
        paragraph: rolling.paragraph,
        words: one.words.map(str::to_owned),
        context: one.context,
        reserved: reserved(reading, rows, one.alternative),
        reserved_groups: by_reserved_alone(rows_of(one.alternative, rows).filter_map(|(_, row)| {
            let group = row.comment.on_behalf_of.clone()?;
            Some((group, is_reserved(row)))
        })),
        differing: against(reading, rows, one.alternative),
        alternative: one.alternative.clone(),
        count: best.0,
        ties: first.count(),
    });
    (count, leading)
}

/// The alternatives for a paragraph: those in the text first.
fn alternatives<'r>(rolling: &'r RollingParagraph<'_>) -> Vec<Placed<'r>> {
    let mut found = Vec::new();
    for (index, piece) in rolling.pieces.iter().enumerate() {
        let Piece::Stretch(stretch) = piece else { continue };
        let (before, after) = rolling.pieces.split_at(index);
        let context = Context {
            before: last_sentence(&plain(before)).to_owned(),
            after: first_sentence(&plain(after.get(1..).unwrap_or_default())).to_owned(),
        };
        found.extend(stretch.alternatives.iter().map(|alternative| Placed {
            words: stretch.words.as_deref(),
            context: Some(context.clone()),
            alternative,
        }));
    }
    found.extend(rolling.below.iter().map(|below| Placed {
        words: below.quote.as_deref(),
        context: None,
        alternative: &below.alternative,
    }));
    found
}

/// The text of pieces as it stands.
fn plain(pieces: &[Piece]) -> String {
    let words = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text.as_str(),
        Piece::Stretch(stretch) => stretch.words.as_deref().unwrap_or_default(),
    });
    words.collect()
}

/// Where a sentence ends: behind its mark. A mark inside a number or an abbreviation has no space behind it.
fn ends(text: &str) -> impl DoubleEndedIterator<Item = usize> {
    let marks = text.match_indices(['.', '?', '!', ';', '\n', '。']);
    marks.filter_map(|(at, mark)| {
        let end = at.checked_add(mark.len())?;
        let rest = text.get(end..)?;
        let stands_alone = mark == "\n" || mark == "。" || rest.is_empty() || rest.starts_with(char::is_whitespace);
        stands_alone.then_some(end)
    })
}

fn last_sentence(text: &str) -> &str {
    let begin = ends(text).next_back().unwrap_or(0);
    text.get(begin..).unwrap_or_default().trim_start()
}

fn first_sentence(text: &str) -> &str {
    let end = ends(text).next().unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end()
}

fn rows_of<'l>(
    alternative: &'l Alternative,
    rows: &'l Rows<'_, '_>,
) -> impl Iterator<Item = (CommentId, &'l SeenRow<'l>)> {
    let ids = alternative.comments.iter();
    ids.filter_map(|(id, _)| Some((*id, *rows.get(id)?)))
}

fn against(reading: &Reading<'_, '_>, rows: &Rows<'_, '_>, alternative: &Alternative) -> BTreeSet<StateCode> {
    rows_of(alternative, rows)
        .flat_map(|(_, row)| differing(reading, row))
        .collect()
}

fn reserved(reading: &Reading<'_, '_>, rows: &Rows<'_, '_>, alternative: &Alternative) -> BTreeSet<StateCode> {
    let put_forward: BTreeMap<CommentId, bool> = rows_of(alternative, rows)
        .map(|(id, row)| (id, is_reserved(row)))
        .collect();
    let authors = rows_of(alternative, rows).filter_map(|(_, row)| match row.speaker {
        Speaker::State(state) => Some((state, is_reserved(row))),
        Speaker::Label(_) => None,
    });
    let places = reading.stances.paragraphs.iter();
    let stands = places.flat_map(|(_, place)| &place.stands).flat_map(|stand| {
        let said = stand.voice.said.iter();
        said.filter_map(|said| Some((stand.state, *put_forward.get(&said.id)?)))
    });
    by_reserved_alone(authors.chain(stands))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_cut_out_at_its_marks_and_not_in_a_number() {
        let before = "They meet. At 1.5 degrees they act on a ";
        assert_eq!(last_sentence(before), "At 1.5 degrees they act on a ");
        assert_eq!(first_sentence(" basis. They report."), " basis.");
        assert_eq!(last_sentence("회원국은 협력한다。그들은 "), "그들은 ");
        assert_eq!((last_sentence(""), first_sentence("")), ("", ""));
    }
}
