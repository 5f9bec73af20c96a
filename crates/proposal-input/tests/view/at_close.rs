//! R12: what stood at close stays on time and is kept beside its late revision.

use consultation::{Attribution, Audience, BeforeClose};
use proposal_input::{AtClose, CommentFilter, CommentItem, Seen, summarise};

use crate::answers::all_comments;
use crate::scenario::*;

const NAMED: Attribution = Attribution::Named;
const PUBLIC: Audience = Audience::Public;

fn at_close(item: &CommentItem) -> Option<&AtClose> {
    match &item.seen {
        Seen::Named { at_close, .. } => at_close.as_ref(),
        Seen::Labelled(_) => None,
    }
}

fn is_late(item: &CommentItem) -> bool {
    matches!(&item.seen, Seen::Named { late: true, .. })
}

#[tokio::test]
async fn r12_the_words_at_close_stand_beside_the_late_ones() {
    let first = draft(
        None,
        vec![
            comment(1, "At close.", PUBLIC, NAMED),
            comment(2, "Unchanged.", PUBLIC, NAMED),
        ],
    );
    let second = |text| {
        draft(
            None,
            vec![
                now_says(1, text, PUBLIC, NAMED),
                now_says(2, "Unchanged.", PUBLIC, NAMED),
            ],
        )
    };
    let more = vec![
        lodge("FJI", 20, first),
        close(),
        revise("FJI", 110, second("Late.")),
        revise("FJI", 120, second("Later.")),
    ];
    let history = history(BeforeClose::Open, more, 130);
    let items = present(&history, "anybody").await;
    assert_eq!(texts(&items), [Some("Later."), Some("Unchanged.")]);
    assert_eq!(items.iter().map(is_late).collect::<Vec<_>>(), [true, false]);
    assert_eq!(
        at_close(&items[0]).unwrap().text,
        "At close.",
        "through any number of late versions"
    );
    assert!(at_close(&items[1]).is_none());

    let mut view = history.view().await;
    let scope = scope(&history, "anybody");
    assert_eq!(summarise(view.conn(), &scope).await.unwrap().late, 1);
    for (late, text) in [(true, "Later."), (false, "Unchanged.")] {
        let filter = CommentFilter {
            late: Some(late),
            ..CommentFilter::default()
        };
        assert_eq!(
            texts(&all_comments(view.conn(), &scope, &filter, 10).await),
            [Some(text)]
        );
    }
}

#[tokio::test]
async fn r12_a_comment_that_came_late_has_nothing_beside_it() {
    let late = draft(None, vec![comment(1, "Late.", PUBLIC, NAMED)]);
    let history = history(BeforeClose::Open, vec![close(), lodge("FJI", 110, late)], 120);
    let items = present(&history, "KOR").await;
    assert!(is_late(&items[0]) && at_close(&items[0]).is_none());
}

#[tokio::test]
async fn r12_the_words_at_close_are_for_those_only_who_could_read_them() {
    let versions = [
        // (what stood at close, the late version, who sees the first beside the second)
        ((Audience::MembersOnly, NAMED), (PUBLIC, NAMED), vec!["FJI", "KOR"]),
        (
            (Audience::Participants, NAMED),
            (PUBLIC, NAMED),
            vec!["FJI", "KOR", "JPN"],
        ),
        ((PUBLIC, NAMED), (Audience::MembersOnly, NAMED), vec!["FJI", "KOR"]),
        ((PUBLIC, Attribution::ToNone), (PUBLIC, NAMED), vec!["FJI"]),
        ((PUBLIC, Attribution::ToMembers), (PUBLIC, NAMED), vec!["FJI", "KOR"]),
        ((PUBLIC, NAMED), (PUBLIC, Attribution::ToNone), vec!["FJI"]),
        ((PUBLIC, NAMED), (PUBLIC, NAMED), vec!["FJI", "KOR", "JPN", "anybody"]),
    ];
    for (before, after, readers) in versions {
        let first = draft(None, vec![comment(1, "At close.", before.0, before.1)]);
        let second = draft(None, vec![now_says(1, "Late.", after.0, after.1)]);
        let more = vec![lodge("FJI", 20, first), close(), revise("FJI", 110, second)];
        let history = history(BeforeClose::Sealed, more, 120);
        for who in ["FJI", "KOR", "JPN", "anybody"] {
            let items = present(&history, who).await;
            let sees = items.iter().any(|item| at_close(item).is_some());
            assert_eq!(sees, readers.contains(&who), "{who}: {before:?}, then {after:?}");
            assert!(!format!("{items:?}").contains("At close.") || sees);
        }
    }
}

#[tokio::test]
async fn r12_r15b_what_was_withdrawn_after_close_is_not_shown_beside_what_is_lodged_again() {
    let first = draft(None, vec![comment(1, "At close.", PUBLIC, NAMED)]);
    let again = draft(None, vec![now_says(1, "Late.", PUBLIC, NAMED)]);
    let more = vec![
        lodge("FJI", 20, first),
        close(),
        withdraw("FJI", 110),
        lodge("FJI", 120, again),
    ];
    let history = history(BeforeClose::Open, more, 130);
    let items = present(&history, "KOR").await;
    assert_eq!(texts(&items), [Some("Late.")]);
    assert!(at_close(&items[0]).is_none());
}

#[tokio::test]
async fn r12_in_the_past_the_words_at_close_go_with_the_late_version_that_stood_then() {
    let first = draft(None, vec![comment(1, "At close.", PUBLIC, NAMED)]);
    let second = |text| draft(None, vec![now_says(1, text, PUBLIC, NAMED)]);
    let more = vec![
        lodge("FJI", 20, first),
        close(),
        revise("FJI", 110, second("Late.")),
        revise("FJI", 120, second("Later.")),
        lodge("WSM", 125, draft(None, vec![comment(2, "Other.", PUBLIC, NAMED)])),
    ];
    let history = history(BeforeClose::Open, more, 130);
    // After the first late version, which was replaced: withheld from others with all that it had beside it.
    let items = past(&history, 3, "KOR").await;
    assert!(texts(&items) == [None] && at_close(&items[0]).is_none());
    let own = past(&history, 3, "FJI").await;
    assert!(texts(&own) == [Some("Late.")] && at_close(&own[0]).unwrap().text == "At close.");
    // After the second, which stands.
    let items = past(&history, 4, "KOR").await;
    assert!(texts(&items) == [Some("Later.")] && at_close(&items[0]).unwrap().text == "At close.");
}
