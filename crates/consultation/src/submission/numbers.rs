//! Comment numbers (R8): run on through the proposal for each state, and are never reused.

use std::ops::Range;

use crate::Attribution;

/// Numbers of comments that are not for attribution to everybody. They are a series of their own: if they were taken
/// from the other one, a gap in it would tell that the state is behind one of the unattributed comments (R15c).
const UNATTRIBUTED: Range<u32> = 9_001..100_000;

/// The highest numbers given so far in both series; 0 for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    attributed: u32,
    unattributed: u32,
}

impl Numbers {
    /// Takes note of a number that was given.
    pub fn see(&mut self, number: u32) {
        let series = if UNATTRIBUTED.contains(&number) {
            &mut self.unattributed
        } else {
            &mut self.attributed
        };
        *series = (*series).max(number);
    }

    /// Takes note of all numbers of another submission of the state.
    pub fn see_all(&mut self, other: Self) {
        self.attributed = self.attributed.max(other.attributed);
        self.unattributed = self.unattributed.max(other.unattributed);
    }

    /// The next number for a new comment.
    pub(crate) fn give(&mut self, attribution: Attribution) -> u32 {
        let number = match attribution {
            Attribution::Named if UNATTRIBUTED.contains(&(self.attributed + 1)) => UNATTRIBUTED.end,
            Attribution::Named => self.attributed + 1,
            Attribution::ToMembers | Attribution::ToNone => self.unattributed.max(UNATTRIBUTED.start - 1) + 1,
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
        assert_eq!(given, [1, 9_001, 2, 9_002]);
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
