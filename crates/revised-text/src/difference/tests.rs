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

/// Kind, old labels, new label of each.
fn told(proposal: &Proposal, since: Option<u32>, number: u32) -> Vec<(DifferenceKind, String, String)> {
    let row = |one: &Difference<'_>| {
        let old: Vec<&str> = one.old.iter().map(|old| old.label.as_str()).collect();
        let new = one.new.map(|new| new.label.clone());
        (one.kind, old.join("+"), new.unwrap_or_default())
    };
    differences(proposal, since, number).iter().map(row).collect()
}

fn row(change: DifferenceKind, old: &str, new: &str) -> (DifferenceKind, String, String) {
    (change, old.to_owned(), new.to_owned())
}

use DifferenceKind as Is;

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
        row(Is::New, "", "1"),
        row(Is::Kept, "1", "2"),
        row(Is::Split, "2", "3"),
        row(Is::Split, "2", "4"),
        row(Is::Merged, "3+4", "5"),
        row(Is::Deleted, "5", ""),
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
        row(Is::Kept, "1", "1"),
        row(Is::Kept, "2", "2"),
        row(Is::Deleted, "3", ""),
        row(Is::New, "", "3"),
        row(Is::Split, "4", "4"),
        row(Is::Split, "4", "5"),
    ];
    assert_eq!(told(&proposal, Some(0), 2), expected);
    assert_eq!(told(&proposal, Some(1), 2).first(), Some(&row(Is::Merged, "1+2", "1")));
}

#[test]
fn what_is_deleted_at_the_beginning_stays_there_in_order() {
    let proposal = proposal(&[&[(1, &[], "a"), (2, &[], "b"), (3, &[], "c")], &[(3, &[3], "c'")]]);
    let changes = told(&proposal, Some(0), 1);
    assert_eq!(
        changes,
        [
            row(Is::Deleted, "1", ""),
            row(Is::Deleted, "2", ""),
            row(Is::Changed, "3", "1")
        ]
    );
}

#[test]
fn compared_with_nothing_everything_is_new() {
    let proposal = proposal(&[&[(1, &[], "a"), (2, &[], "b")]]);
    assert_eq!(told(&proposal, None, 0), [row(Is::New, "", "1"), row(Is::New, "", "2")]);
}

#[test]
fn what_belongs_together_is_compared_as_one_text() {
    let proposal = proposal(&[
        &[
            (1, &[], "States share data. They protect it."),
            (2, &[], "Gone."),
            (3, &[], "One."),
            (4, &[], "Two."),
        ],
        &[
            (1, &[1], "States share data."),
            (5, &[1], "They shall protect it."),
            (3, &[3, 4], "One. Two."),
        ],
    ]);
    let marked: Vec<String> = differences(&proposal, Some(0), 1)
        .iter()
        .map(|one| {
            let shown = one.segments.iter().map(|segment| match segment.kind {
                SegmentKind::Equal => segment.text.clone(),
                SegmentKind::Inserted => format!("+{}+", segment.text),
                SegmentKind::Deleted => format!("-{}-", segment.text),
            });
            shown.collect()
        })
        .collect();
    assert_eq!(
        marked,
        [
            "States share data.- -",
            "They +shall +protect it.",
            "-Gone.-",
            "One.+ +Two."
        ]
    );
}
