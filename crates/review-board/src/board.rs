//! How far the members are with a proposal (R18).

use std::collections::BTreeMap;

use consultation::review::{Package, Standing, convergence};
use consultation::visibility::{Rights, seen_rows};
use consultation::{Dossier, StateCode};
use jiff::Timestamp;

/// How far the members are with a proposal's comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// Comments by where the members stand; every standing is there.
    pub counts: BTreeMap<Standing, usize>,
    /// Comments with a published disposition.
    pub published: usize,
    /// The earliest differing view that stands.
    pub differing_since: Option<Timestamp>,
    /// The earliest proposal that a member has not said its view on.
    pub waiting_since: Option<Timestamp>,
    /// For each member, how many proposed dispositions wait for its view.
    pub waiting_for: BTreeMap<StateCode, usize>,
    /// For each member, on how many it differs.
    pub differing: BTreeMap<StateCode, usize>,
    /// The package under silence, if there is one.
    pub package: Option<Package>,
    /// From when what still differs is published as "no common view".
    pub cut_off_at: Option<Timestamp>,
}

/// How far these members are, as far as one of them sees the comments.
#[must_use]
pub fn board(rights: &Rights, dossier: &Dossier, members: &[StateCode]) -> Board {
    let all = [
        Standing::NotProposed,
        Standing::Agreed,
        Standing::Differing,
        Standing::Waiting,
    ];
    let mut board = Board {
        counts: all.into_iter().map(|standing| (standing, 0)).collect(),
        published: 0,
        differing_since: None,
        waiting_since: None,
        waiting_for: members.iter().map(|member| (*member, 0)).collect(),
        differing: members.iter().map(|member| (*member, 0)).collect(),
        package: dossier.review.open_package().cloned(),
        cut_off_at: dossier.review.cut_off_at,
    };
    for row in seen_rows(rights, dossier) {
        let found = convergence(row.review, members);
        *board.counts.entry(found.standing).or_default() += 1;
        board.published += usize::from(row.published.is_some());
        for member in &found.waiting {
            *board.waiting_for.entry(*member).or_default() += 1;
        }
        for member in &found.differing {
            *board.differing.entry(*member).or_default() += 1;
        }
        if found.standing == Standing::Differing {
            let earliest = board.differing_since.into_iter().chain(found.since).min();
            board.differing_since = earliest;
        }
        if !found.waiting.is_empty() {
            let proposed = row.review.and_then(|review| review.proposed.as_ref());
            let earliest = board.waiting_since.into_iter().chain(proposed.map(|one| one.at)).min();
            board.waiting_since = earliest;
        }
    }
    board
}
