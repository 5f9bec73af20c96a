use consultation::proposal::ParagraphChange;
use consultation::{Audience, LanguageTag, ProposalId, RegisterCode};
use uuid::Uuid;

use super::*;

fn id(number: u128) -> ParagraphId {
    ParagraphId(Uuid::from_u128(number))
}

/// Id, sources, text.
type Row = (u128, &'static [u128], &'static str);

fn revision(number: u32, rows: &[Row]) -> Revision {
    let paragraph = |(place, (own, from, text)): (usize, &Row)| Paragraph {
        id: id(*own),
        label: (place + 1).to_string(),
        text: (*text).to_owned(),
        from: from.iter().map(|source| id(*source)).collect(),
        change: ParagraphChange::New,
    };
    Revision {
        number,
        label: String::new(),
        language: LanguageTag::parse("en").unwrap(),
        paragraphs: rows.iter().enumerate().map(paragraph).collect(),
        deleted: Vec::new(),
    }
}

fn proposal(revisions: &[&[Row]]) -> Proposal {
    let at = jiff::Timestamp::UNIX_EPOCH;
    Proposal {
        id: ProposalId(Uuid::nil()),
        lead_member: "KOR".parse().unwrap(),
        title: BTreeMap::new(),
        focus_area: RegisterCode::parse("cybersecurity").unwrap(),
        key_event: None,
        audience: Audience::Public,
        tabled_at: at,
        revisions: (0..)
            .zip(revisions)
            .map(|(number, rows)| (at, revision(number, rows)))
            .collect(),
        consultations: Vec::new(),
        withdrawn_at: None,
        withdrawal_reason: None,
        procedure: consultation::silence::Procedure::default(),
    }
}

/// Change, old labels, new label of each.
fn told(proposal: &Proposal, since: Option<u32>, number: u32) -> Vec<(RevisionChangeName, String, String)> {
    let changes = changes_between(proposal, since, number);
    let label = |text: &ParagraphText| text.label.clone();
    let row = |change: &ParagraphChangeResponse| {
        let old: Vec<String> = change.old.iter().map(label).collect();
        (
            change.change,
            old.join("+"),
            change.new.as_ref().map(label).unwrap_or_default(),
        )
    };
    changes.iter().map(row).collect()
}

fn row(change: RevisionChangeName, old: &str, new: &str) -> (RevisionChangeName, String, String) {
    (change, old.to_owned(), new.to_owned())
}

use RevisionChangeName as Is;

#[test]
fn between_two_revisions_each_paragraph_is_told_once() {
    let proposal = proposal(&[
        &[
            (1, &[], "a"),
            (2, &[], "b"),
            (3, &[], "c"),
            (4, &[], "d"),
            (5, &[], "e"),
        ],
        &[
            (9, &[], "x"),
            (1, &[1], "a"),
            (2, &[2], "b1"),
            (6, &[2], "b2"),
            (3, &[3, 4], "cd"),
        ],
    ]);
    let expected = [
        row(Is::new, "", "1"),
        row(Is::kept, "1", "2"),
        row(Is::split, "2", "3"),
        row(Is::split, "2", "4"),
        row(Is::merged, "3+4", "5"),
        row(Is::deleted, "5", ""),
    ];
    assert_eq!(told(&proposal, Some(0), 1), expected);
}

#[test]
fn a_paragraph_is_followed_through_every_revision_between() {
    let proposal = proposal(&[
        &[(1, &[], "a"), (2, &[], "b"), (3, &[], "c"), (4, &[], "d")],
        // a is split, b changed, c deleted, d kept.
        &[(1, &[1], "a1"), (5, &[1], "a2"), (2, &[2], "b'"), (4, &[4], "d")],
        // The parts of a are one again, b is as it was, d's continuation is merged with a new one, c comes back as new.
        &[
            (1, &[1, 5], "a"),
            (2, &[2], "b"),
            (6, &[], "c"),
            (4, &[4], "d"),
            (7, &[4], "d'"),
        ],
    ]);
    let expected = [
        row(Is::kept, "1", "1"),
        row(Is::kept, "2", "2"),
        row(Is::deleted, "3", ""),
        row(Is::new, "", "3"),
        row(Is::split, "4", "4"),
        row(Is::split, "4", "5"),
    ];
    assert_eq!(told(&proposal, Some(0), 2), expected);
    assert_eq!(told(&proposal, Some(1), 2).first(), Some(&row(Is::merged, "1+2", "1")));
}

#[test]
fn what_is_deleted_at_the_beginning_stays_there_in_order() {
    let proposal = proposal(&[&[(1, &[], "a"), (2, &[], "b"), (3, &[], "c")], &[(3, &[3], "c'")]]);
    let changes = told(&proposal, Some(0), 1);
    assert_eq!(
        changes,
        [
            row(Is::deleted, "1", ""),
            row(Is::deleted, "2", ""),
            row(Is::changed, "3", "1")
        ]
    );
}

#[test]
fn compared_with_nothing_everything_is_new() {
    let proposal = proposal(&[&[(1, &[], "a"), (2, &[], "b")]]);
    assert_eq!(told(&proposal, None, 0), [row(Is::new, "", "1"), row(Is::new, "", "2")]);
}
