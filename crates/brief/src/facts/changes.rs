//! What is new since an earlier brief.

use std::collections::BTreeSet;

use consultation::review::{Standing, convergence};
use consultation::visibility::SeenRow;
use consultation::{CommentId, Dossier};
use jiff::Timestamp;

use super::{DISPUTES, Reading};

/// What a brief compares with: the proposal at an earlier point.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'r> {
    /// The dossier at that point.
    pub dossier: &'r Dossier,
    /// Of its comments, those that the member sees with the rights of now (R15b).
    pub rows: &'r [SeenRow<'r>],
    /// The instant of that point.
    pub instant: Timestamp,
}

/// What is new since then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The instant compared with.
    pub since: Timestamp,
    /// Comments that were not there.
    pub comments: usize,
    /// Comments on which the members agree, and did not.
    pub agreed: usize,
    /// Numbers of the first comments on which they differ, and did not.
    pub differing: Vec<String>,
    /// On how many more.
    pub more_differing: usize,
}

pub(super) fn changes(reading: &Reading<'_, '_>, earlier: Earlier<'_>) -> Changes {
    let known: BTreeSet<CommentId> = earlier.rows.iter().map(|row| row.id).collect();
    // Under a label nothing may tell when something was said: such comments are new when their consultation closed
    // since, whenever they came (R15c).
    let is_new = |row: &&SeenRow<'_>| {
        !known.contains(&row.id) && (row.is_named() || earlier.instant < row.consultation.closes_at)
    };
    let turned = |row: &&SeenRow<'_>, wanted: Standing| {
        let then = convergence(earlier.dossier.review.of(row.id), reading.members).standing;
        convergence(row.review, reading.members).standing == wanted && then != wanted
    };
    let rows = || reading.rows.iter();
    let differing = rows().filter(|row| turned(row, Standing::Differing));
    let mut differing: Vec<String> = differing.map(|row| row.number.clone()).collect();
    Changes {
        since: earlier.instant,
        comments: rows().filter(is_new).count(),
        agreed: rows().filter(|row| turned(row, Standing::Agreed)).count(),
        more_differing: differing.len().saturating_sub(DISPUTES),
        differing: {
            differing.truncate(DISPUTES);
            differing
        },
    }
}
