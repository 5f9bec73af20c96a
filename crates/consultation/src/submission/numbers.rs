//! Comment numbers (R8): run on through the proposal for each state, and are never reused.

use std::ops::Range;

use crate::Attribution;

/// Numbers of comments that are not for attribution to everybody. Each attribution has a series of its own: if they
/// were taken from another one, a gap in it would tell whoever may know the others' state that it is also behind one
/// of these (R15c).
const UNATTRIBUTED: Range<u32> = 9_001..100_000;

/// The part of [`UNATTRIBUTED`] that is for members.
const TO_MEMBERS: Range<u32> = 50_001..100_000;

/// The highest numbers given so far in each series; 0 for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    named: u32,
    to_members: u32,
    to_none: u32,
}

impl Numbers {
    /// Takes note of a number that was given.
    pub fn see(&mut self, number: u32) {
        let series = match number {
            _ if TO_MEMBERS.contains(&number) => &mut self.to_members,
            _ if UNATTRIBUTED.contains(&number) => &mut self.to_none,
            _ => &mut self.named,
        };
        *series = (*series).max(number);
    }

    /// Takes note of all numbers of another submission of the state.
    pub fn see_all(&mut self, other: Self) {
        self.named = self.named.max(other.named);
        self.to_members = self.to_members.max(other.to_members);
        self.to_none = self.to_none.max(other.to_none);
    }

    /// The next number for a new comment.
    pub(crate) fn give(&mut self, attribution: Attribution) -> u32 {
        let number = match attribution {
            Attribution::Named if UNATTRIBUTED.contains(&(self.named + 1)) => UNATTRIBUTED.end,
            Attribution::Named => self.named + 1,
            Attribution::ToMembers => self.to_members.max(TO_MEMBERS.start - 1) + 1,
            Attribution::ToNone => self.to_none.max(UNATTRIBUTED.start - 1) + 1,
        };
        self.see(number);
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r15c_unattributed_comments_leave_no_gap_among_the_others() {
        let mut numbers = Numbers::default();
        let given = [
            Attribution::Named,
            Attribution::ToNone,
            Attribution::Named,
            Attribution::ToMembers,
        ]
        .map(|attribution| numbers.give(attribution));
        assert_eq!(given, [1, 9_001, 2, 50_001]);
    }

    #[test]
    fn r8_the_series_never_meet() {
        let mut numbers = Numbers::default();
        numbers.see(9_000);
        assert_eq!(numbers.give(Attribution::ToNone), 9_001);
        assert_eq!(numbers.give(Attribution::Named), 100_000);
        assert_eq!(numbers.give(Attribution::ToNone), 9_002);
        assert_eq!(numbers.give(Attribution::Named), 100_001);
    }
}
