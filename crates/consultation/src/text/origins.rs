//! From places in normalised text back to places in the text as it is written.

use std::iter::once;
use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::push_plain;

/// What [`super::normalise`] makes of a text, and for each byte of it the bytes of the text that it was made from.
pub(super) fn normalise_with_origins(text: &str) -> (String, Vec<Range<usize>>) {
    let mut out = String::with_capacity(text.len());
    let mut origins: Vec<Range<usize>> = Vec::with_capacity(text.len());
    for piece in pieces(text) {
        let part = text.get(piece.clone()).unwrap_or_default();
        part.nfc().for_each(|character| push_plain(&mut out, character));
        origins.resize(out.len(), piece);
    }
    (out, origins)
}

/// The bytes that a part of the normalised text was made from.
pub(super) fn origin_of(origins: &[Range<usize>], part: &Range<usize>) -> Option<Range<usize>> {
    let first = origins.get(part.start)?;
    let last = origins.get(part.end.checked_sub(1)?)?;
    Some(first.start..last.end)
}

/// Parts of a text that NFC changes each for itself: each begins with a character that composes with nothing before it
/// (UAX #15, section 9).
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for (start, character) in text.char_indices() {
        let end = start + character.len_utf8();
        match pieces.last_mut() {
            Some(last) if !begins_a_piece(character) => last.end = end,
            _ => pieces.push(start..end),
        }
    }
    pieces
}

fn begins_a_piece(character: char) -> bool {
    canonical_combining_class(character) == 0 && is_nfc_quick(once(character)) != IsNormalized::Maybe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::normalise;

    /// Characters that compose, reorder, vanish or fold, beside any others.
    fn texts() -> impl Strategy<Value = String> {
        let odd = "[ae\u{301}\u{323}\u{344}\u{958}\u{93C}\u{1100}-\u{1112}\u{1161}-\u{1175}\u{11A8}-\u{11C2}가-힣 \u{AD}\u{2013}\u{201C}İı]{0,24}";
        prop_oneof![odd, ".{0,24}"]
    }

    proptest! {
        #[test]
        fn piece_by_piece_is_as_the_whole(text in texts()) {
            let (normalised, origins) = normalise_with_origins(&text);
            prop_assert_eq!(&normalised, &normalise(&text));
            prop_assert_eq!(origins.len(), normalised.len());
            prop_assert!(origins.iter().all(|origin| text.get(origin.clone()).is_some()));
            prop_assert!(origins.is_sorted_by_key(|origin| origin.start));
        }
    }
}
