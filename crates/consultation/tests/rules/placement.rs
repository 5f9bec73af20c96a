//! R22: comments are carried to later revisions, and members confirm where they stand.

use consultation::command::{CommentDraft, ConfirmPlacement, ParagraphDraft};
use consultation::event::PlacementConfirmed;
use consultation::placement::{PlacementStatus, place, trace};
use consultation::testing::given;
use consultation::{Command, Dossier, Event, ParagraphId, Rejection};
use proptest::prelude::*;
use uuid::Uuid;

use crate::fixtures::*;

const P3: ParagraphId = ParagraphId(Uuid::from_u128(0x103));
const NEW: ParagraphId = ParagraphId(Uuid::from_u128(0x104));

/// FJI lodged one comment with a quote of paragraph 1; then the text became this.
fn carried(exact: &str, paragraphs: Vec<ParagraphDraft>) -> Vec<Event> {
    let comment = CommentDraft {
        quote: (!exact.is_empty()).then(|| quote(exact, "", "")),
        ..comment_on(1, "1", "Look at this again.")
    };
    let lodged = and(opened(), Command::LodgeSubmission(lodge("FJI", draft(vec![comment]))));
    let mut revision = circulate_revision(text_of(paragraphs));
    revision.at = at(AFTER);
    and(lodged, Command::CirculateRevision(revision))
}

/// Status, label and words in revision 1.
fn placed(events: &[Event]) -> (PlacementStatus, Option<String>, Option<String>) {
    placed_in(events, 1)
}

fn placed_in(events: &[Event], revision: u32) -> (PlacementStatus, Option<String>, Option<String>) {
    let dossier = Dossier::fold(events).unwrap();
    let (_, comment) = dossier.find_comment(comment_id(1)).unwrap();
    let review = dossier.review.of(comment_id(1));
    let placement = place(&dossier.proposal, comment, review, revision).unwrap();
    (
        placement.status,
        placement.paragraph.map(|paragraph| paragraph.label.clone()),
        placement.quote.map(|quote| quote.exact),
    )
}

fn kept(id: ParagraphId, label: &str, text: &str) -> ParagraphDraft {
    paragraph(NEW, &[id], label, text)
}

#[test]
fn r22_a_comment_whose_words_are_there_is_placed() {
    let text = "States share data freely, on a voluntary basis, and protect it.";
    let events = carried("voluntary basis", vec![kept(P1, "1 bis", text)]);
    assert_eq!(placed(&events), (PlacementStatus::Placed, Some("1 bis".into()), None));
    let without_quote = carried("", vec![kept(P1, "1", "All new words.")]);
    assert_eq!(placed(&without_quote).0, PlacementStatus::Placed);
}

#[test]
fn r22_words_in_one_part_of_a_split_paragraph_are_moved() {
    let parts = vec![
        kept(P1, "1", "States share data."),
        paragraph(P3, &[P1], "2", "They do so on a voluntary basis."),
    ];
    let events = carried("voluntary basis", parts.clone());
    assert_eq!(placed(&events), (PlacementStatus::Moved, Some("2".into()), None));
    // Nobody guesses which part a comment without a quote means.
    assert_eq!(placed(&carried("", parts)).0, PlacementStatus::Orphaned);
}

#[test]
fn r22_a_merged_paragraph_is_looked_at() {
    let merged = vec![paragraph(NEW, &[P1, P2], "1", "States share data and name a contact.")];
    assert_eq!(placed(&carried("", merged)).0, PlacementStatus::Moved);
}

#[test]
fn r22_changed_words_are_moved_where_one_place_is_like_them() {
    let events = carried(
        "on a voluntary basis and protect data",
        vec![kept(
            P1,
            "1",
            "States share data on a voluntary basis and shall protect data.",
        )],
    );
    let (status, label, words) = placed(&events);
    assert_eq!((status, label), (PlacementStatus::Moved, Some("1".into())));
    assert!(words.unwrap().contains("voluntary basis and shall protect"));
}

#[test]
fn r22_what_is_gone_or_found_twice_is_an_orphan() {
    let gone = carried("voluntary basis", vec![kept(P2, "1", P2_TEXT)]);
    assert_eq!(placed(&gone), (PlacementStatus::Orphaned, None, None));
    let twice = carried(
        "voluntary",
        vec![kept(P1, "1", "On a voluntary basis, and a voluntary one at that.")],
    );
    assert_eq!(placed(&twice).0, PlacementStatus::Orphaned);
    let other_words = carried("voluntary basis", vec![kept(P1, "1", "States protect it.")]);
    assert_eq!(placed(&other_words).0, PlacementStatus::Orphaned);
}

/// One more revision.
fn next(events: Vec<Event>, paragraphs: Vec<ParagraphDraft>) -> Vec<Event> {
    let mut revision = circulate_revision(text_of(paragraphs));
    revision.at = at(LATER);
    and(events, Command::CirculateRevision(revision))
}

#[test]
fn r22_a_paragraph_is_followed_through_every_revision() {
    let split = carried(
        "",
        vec![
            kept(P1, "1", "One."),
            paragraph(P3, &[P1], "2", "Two."),
            kept(P2, "3", P2_TEXT),
        ],
    );
    let merged = next(
        split,
        vec![kept(P1, "1", "One."), paragraph(NEW, &[P3, P2], "2", "Two and more.")],
    );
    let proposal = proposal_after(&merged);
    let labels = |id, from, to| {
        let traced = trace(&proposal, id, from, to);
        let labels: Vec<&str> = traced.paragraphs.iter().map(|one| one.label.as_str()).collect();
        (labels.join("+"), traced.alone)
    };
    assert_eq!(labels(P1, 0, 0), ("1".to_owned(), true));
    assert_eq!(labels(P1, 0, 1), ("1+2".to_owned(), false));
    assert_eq!(labels(P1, 0, 2), ("1+2".to_owned(), false));
    assert_eq!(labels(P1, 1, 2), ("1".to_owned(), true));
    assert_eq!(labels(P2, 0, 2), ("2".to_owned(), false));
    assert_eq!(labels(NEW, 0, 2), (String::new(), false));
}

#[test]
fn r22_what_was_merged_once_is_looked_at_also_in_the_revision_after() {
    let merged = carried("voluntary basis", vec![paragraph(NEW, &[P1, P2], "1", P1_TEXT)]);
    let kept_since = next(merged, vec![kept(P1, "1", P1_TEXT)]);
    assert_eq!(placed_in(&kept_since, 1).0, PlacementStatus::Moved);
    assert_eq!(placed_in(&kept_since, 2).0, PlacementStatus::Moved);
}

#[test]
fn r22_what_was_confirmed_goes_on_from_there() {
    let looked = and(orphaned(), confirm(|_| ()));
    let same = next(looked.clone(), vec![kept(P2, "2 bis", P2_TEXT)]);
    let (status, label, words) = placed_in(&same, 2);
    assert_eq!((status, label.as_deref()), (PlacementStatus::Placed, Some("2 bis")));
    assert_eq!(words.as_deref(), Some("name a national"));
    let gone = next(looked, vec![paragraph(NEW, &[], "1", "All new.")]);
    assert_eq!(placed_in(&gone, 2), (PlacementStatus::Orphaned, None, None));
    let nowhere = confirm(|command| (command.paragraph, command.quote) = (None, None));
    let without_place = next(and(orphaned(), nowhere), vec![kept(P2, "1", P1_TEXT)]);
    assert_eq!(placed_in(&without_place, 2).0, PlacementStatus::Orphaned);
}

fn confirm(change: impl FnOnce(&mut ConfirmPlacement)) -> Command {
    let mut command = ConfirmPlacement {
        proposal: PROPOSAL,
        by: state("TUR"),
        at: at(LATER),
        comment: comment_id(1),
        revision: None,
        paragraph: Some("1".into()),
        quote: Some(quote("name a national", "", "")),
    };
    change(&mut command);
    Command::ConfirmPlacement(command)
}

fn orphaned() -> Vec<Event> {
    carried("voluntary basis", vec![kept(P2, "1", P2_TEXT)])
}

#[test]
fn r22_a_member_confirms_where_a_comment_stands() {
    given(orphaned())
        .when(confirm(|_| ()))
        .then([Event::PlacementConfirmed(PlacementConfirmed {
            proposal_id: PROPOSAL,
            at: at(LATER),
            by: state("TUR"),
            comment: comment_id(1),
            revision: 1,
            paragraph: Some(P2),
            quote: Some(quote("name a national", "", "")),
        })]);
    let confirmed = and(orphaned(), confirm(|_| ()));
    assert_eq!(placed(&confirmed).0, PlacementStatus::Placed);
    given(confirmed.clone()).when(confirm(|_| ())).then([]);
    let nowhere = confirm(|command| (command.paragraph, command.quote) = (None, None));
    assert_eq!(placed(&and(confirmed, nowhere)).0, PlacementStatus::Orphaned);
}

#[test]
fn r22_a_confirmed_place_is_there() {
    let errors = |change: fn(&mut ConfirmPlacement)| given(orphaned()).when(confirm(change)).content_errors();
    assert_eq!(
        errors(|command| command.paragraph = Some("9".into())),
        [("/paragraph".into(), "unknown_paragraph")]
    );
    assert_eq!(
        errors(|command| command.quote = Some(quote("voluntary", "", ""))),
        [("/quote/exact".into(), "quote_not_found")]
    );
    assert_eq!(
        errors(|command| command.paragraph = None),
        [("/quote".into(), "quote_without_paragraph")]
    );
    assert_eq!(
        errors(|command| command.quote = Some(quote(&"x".repeat(70_000), "", ""))),
        [("/quote".into(), "too_long")]
    );
    assert_eq!(
        errors(|command| command.revision = Some(7)),
        [("/revision".into(), "unknown_revision")]
    );
    assert_eq!(
        errors(|command| (command.revision, command.quote) = (Some(0), None)),
        [("/revision".into(), "too_early")]
    );
}

#[test]
fn r22_members_confirm_for_comments_that_stand() {
    given(orphaned())
        .when(confirm(|command| command.by = state("FJI")))
        .then_rejected(Rejection::NotAMember { state: state("FJI") });
    given(orphaned())
        .when(confirm(|command| command.comment = comment_id(77)))
        .then_rejected(Rejection::CommentNotFound);
    let gone = consultation::command::WithdrawSubmission {
        at: at(AFTER),
        ..withdraw("FJI")
    };
    given(and(orphaned(), Command::WithdrawSubmission(gone)))
        .when(confirm(|_| ()))
        .then_rejected(Rejection::CommentsWithdrawn(vec![comment_id(1)]));
    given(withdrawn(orphaned()))
        .when(confirm(|_| ()))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(LODGED) });
}

proptest! {
    /// Any words of a text, carried to the same text, are where they were, unless they stand there twice.
    #[test]
    fn r22_an_unchanged_text_places_everything(from in 0_usize..P1_TEXT.len(), length in 1_usize..30) {
        let words: String = P1_TEXT.chars().skip(from).take(length).collect();
        prop_assume!(!words.trim().is_empty());
        let events = carried(&words, vec![kept(P1, "1", P1_TEXT), kept(P2, "2", P2_TEXT)]);
        let twice = P1_TEXT.matches(words.trim()).count() > 1;
        let status = placed(&events).0;
        prop_assert_eq!(status == PlacementStatus::Placed, !twice, "{}", words);
    }

    /// Whatever becomes of a text, a comment stands somewhere or is an orphan, and never in a paragraph that is not there.
    #[test]
    fn r22_every_comment_is_placed_moved_or_orphaned(text in "[a-z ]{1,80}", label in "[1-9]", split in any::<bool>()) {
        prop_assume!(!text.trim().is_empty());
        let mut paragraphs = vec![kept(P1, &label, &text)];
        if split {
            paragraphs.push(paragraph(P3, &[P1], "x", P1_TEXT));
        }
        let (status, at, _) = placed(&carried("voluntary basis", paragraphs));
        prop_assert_eq!(status == PlacementStatus::Orphaned, at.is_none());
    }
}
