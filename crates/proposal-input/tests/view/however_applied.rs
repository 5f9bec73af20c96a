//! However the events arrive, the tables come out the same.

use std::collections::BTreeMap;

use consultation::proposal::ParagraphChange;
use consultation::submission::Act;
use projection::testing::assert_same_however_applied;
use proposal_input::ProposalInput;

use crate::history::random_history;

/// How the kinds begin that change nothing in the view.
const NOT_IN_THE_VIEW: [&str; 10] = [
    "comments.",
    "cut_off.",
    "member_view.",
    "package.",
    "placement.",
    "position.",
    "submission.aligned",
    "submission.dissociated",
    "text.",
    "topics.",
];

#[tokio::test]
async fn one_by_one_or_in_pages_or_delivered_twice_the_tables_are_the_same() {
    for seed in 0..12 {
        let history = random_history(seed, 120);
        assert!(history.submissions.len() > 5, "seed {seed} is hardly a history");
        assert_same_however_applied(&ProposalInput, &history.recorded, &[seed, seed + 1_000])
            .await
            .unwrap();
    }
}

#[test]
fn the_histories_have_what_matters() {
    let mut kinds = BTreeMap::<String, usize>::new();
    let (mut late, mut split, mut merged, mut deleted, mut again) = (0, 0, 0, 0, 0);
    for seed in 0..48 {
        let history = random_history(seed, 120);
        for recorded in &history.recorded {
            *kinds.entry(recorded.kind.clone()).or_default() += 1;
        }
        for submission in history.submissions.values() {
            late += submission.versions.iter().filter(|version| version.late).count();
            let acts: Vec<_> = submission.versions.iter().map(|version| version.act).collect();
            again += acts
                .windows(2)
                .filter(|pair| **pair == [Act::Withdrawn, Act::Lodged])
                .count();
        }
        for (_, revision) in history.proposals.values().flat_map(|proposal| &proposal.revisions) {
            let with = |change| {
                revision
                    .paragraphs
                    .iter()
                    .filter(|paragraph| paragraph.change == change)
                    .count()
            };
            split += with(ParagraphChange::Split);
            merged += with(ParagraphChange::Merged);
            deleted += revision.deleted.len();
        }
    }
    let is_in_the_view = |kind: &str| !NOT_IN_THE_VIEW.iter().any(|begin| kind.starts_with(begin));
    kinds.retain(|kind, _| is_in_the_view(kind));
    let all = consultation::event::KINDS.iter();
    let in_the_view = all.filter(|(kind, _)| is_in_the_view(kind));
    assert_eq!(kinds.len(), in_the_view.count(), "{kinds:?}");
    let counts = [late, split, merged, deleted, again];
    assert!(counts.iter().all(|count| *count > 5), "{counts:?}");
}
