//! Every answer beside the model's, for every viewer and at every moment that matters.

use std::collections::BTreeSet;

use consultation::review::{DispositionAsked, DispositionKind};
use consultation::submission::{CommentType, Position};
use consultation::visibility::Viewer;
use consultation::{AreaCode, ProposalId};
use projection::sql::ViewConn;
use proposal_input::{
    CommentFilter, CommentItem, CommentKey, ParagraphFilter, Scope, find_comments, find_submissions, list_paragraphs,
    summarise,
};

use crate::history::{History, PROPOSALS, WORDS, moments, random_history, viewers};
use crate::model::{Model, sorted};
use crate::random::Random;
use crate::register::{INVITED, language, state};

const HISTORIES: u64 = 6;

/// All pages, each asked for with the key that the one before ended with, through its JSON.
pub(crate) async fn all_comments(
    conn: &mut ViewConn,
    scope: &Scope,
    filter: &CommentFilter,
    limit: u32,
) -> Vec<CommentItem> {
    let mut items = Vec::new();
    let mut after: Option<CommentKey> = None;
    loop {
        let (page, end) = find_comments(conn, scope, filter, after.as_ref(), limit).await.unwrap();
        let full = page.len() == usize::try_from(limit).unwrap();
        assert!(page.len() <= usize::try_from(limit).unwrap() && (full || end.is_none()));
        items.extend(page);
        let Some(key) = end else { return items };
        after = Some(serde_json::from_str(&serde_json::to_string(&key).unwrap()).unwrap());
    }
}

/// No filter, each filter alone with all its values, and random combinations.
pub(crate) fn filters(history: &History, proposal: ProposalId, random: &mut Random) -> Vec<CommentFilter> {
    let none = CommentFilter::default;
    let mut filters = vec![none()];
    filters.extend(dispositions().map(|asked| CommentFilter {
        disposition: Some(asked),
        ..none()
    }));
    let paragraphs = history.proposals[&proposal]
        .revisions
        .iter()
        .flat_map(|(_, revision)| &revision.paragraphs);
    let ids: BTreeSet<_> = paragraphs.map(|paragraph| paragraph.id).collect();
    let general = Some(ParagraphFilter::General);
    filters.push(CommentFilter {
        paragraph: general,
        ..none()
    });
    filters.push(CommentFilter {
        paragraph: Some(ParagraphFilter::AnyOf(ids.iter().copied().take(2).collect())),
        ..none()
    });
    for id in ids {
        filters.push(CommentFilter {
            paragraph: Some(ParagraphFilter::AnyOf([id].into())),
            ..none()
        });
    }
    for code in ["FJI", "JPN", "SLB"] {
        filters.push(CommentFilter {
            states: Some([state(code)].into()),
            ..none()
        });
    }
    for area in ["009", "035", "054"] {
        let oceania = INVITED.iter().take(12).map(|code| state(code)).collect();
        let labels = [AreaCode::parse(area).unwrap()].into();
        filters.push(CommentFilter {
            states: Some(oceania),
            labels,
            ..none()
        });
    }
    for position in [None, Some(Position::Supports), Some(Position::HasAReservation)] {
        filters.push(CommentFilter {
            position: Some(position),
            ..none()
        });
    }
    filters.extend(CommentType::ALL.iter().map(|kind| CommentFilter {
        kind: Some(*kind),
        ..none()
    }));
    filters.extend(["en", "es", "es-MX", "ko"].map(|tag| CommentFilter {
        language: Some(language(tag)),
        ..none()
    }));
    filters.extend([true, false].map(|late| CommentFilter {
        late: Some(late),
        ..none()
    }));
    filters.extend(WORDS.map(|word| CommentFilter {
        words: Some(word.to_uppercase()),
        ..none()
    }));
    for _ in 0..10 {
        let (a, b) = (random.of(&filters), random.of(&filters));
        filters.push(CommentFilter {
            paragraph: a.paragraph.or(b.paragraph),
            states: a.states.or(b.states),
            labels: a.labels.union(&b.labels).copied().collect(),
            position: a.position.or(b.position),
            kind: a.kind.or(b.kind),
            language: a.language.or(b.language),
            late: a.late.or(b.late),
            words: a.words.or(b.words),
            disposition: a.disposition.or(b.disposition),
        });
    }
    filters
}

/// Every disposition, and that there is none.
pub(crate) fn dispositions() -> impl Iterator<Item = DispositionAsked> {
    let kinds = DispositionKind::ALL.iter().copied().map(DispositionAsked::Kind);
    kinds.chain([DispositionAsked::Nothing])
}

/// Each scope: the proposal as a whole, and each consultation.
pub(crate) fn consultations(history: &History, proposal: ProposalId) -> Vec<Option<u32>> {
    let numbers = history.proposals[&proposal]
        .consultations
        .iter()
        .map(|consultation| Some(consultation.number));
    std::iter::once(None).chain(numbers).collect()
}

#[tokio::test]
async fn every_viewer_gets_the_answers_of_the_model() {
    let (mut shown, mut labelled) = (0, 0);
    for seed in 0..HISTORIES {
        let history = random_history(seed, 150);
        let mut view = history.view().await;
        for proposal in PROPOSALS {
            for (viewer, now) in viewers()
                .into_iter()
                .flat_map(|viewer| moments(&history, proposal).into_iter().map(move |now| (viewer, now)))
            {
                for consultation in consultations(&history, proposal) {
                    let rights = history.rights(viewer, proposal, now);
                    let scope = Scope {
                        proposal,
                        consultation,
                        rights: rights.clone(),
                    };
                    let model = Model::new(&history, proposal, consultation, rights);
                    let at = format!("seed {seed}, {viewer:?} at {now}, consultation {consultation:?}");
                    let summary = summarise(view.conn(), &scope).await.unwrap();
                    assert_eq!(sorted(summary), sorted(model.summary()), "{at}");
                    let (listed, end) = find_submissions(view.conn(), &scope, None, None, 1_000).await.unwrap();
                    assert!(end.is_none());
                    assert_eq!(listed, model.listed(), "{at}");
                    let wanted = model.comments(&CommentFilter::default());
                    let found = all_comments(view.conn(), &scope, &CommentFilter::default(), 1_000).await;
                    assert_eq!(found, wanted, "{at}");
                    shown += found.len();
                    labelled += found
                        .iter()
                        .filter(|item| matches!(item.seen, proposal_input::Seen::Labelled(_)))
                        .count();
                }
            }
        }
    }
    assert!(
        shown > 10_000 && labelled > 1_000,
        "{shown} shown, {labelled} of them labelled"
    );
}

#[tokio::test]
async fn every_filter_finds_what_the_model_finds() {
    let mut found = 0;
    for seed in 0..HISTORIES {
        let history = random_history(seed, 150);
        let mut view = history.view().await;
        let mut random = Random::new(seed);
        for proposal in PROPOSALS {
            let filters = filters(&history, proposal, &mut random);
            for viewer in [
                Viewer::Anonymous,
                Viewer::Delegation(state("KOR")),
                Viewer::Delegation(state("FJI")),
            ] {
                let rights = history.rights(viewer, proposal, history.end);
                let scope = Scope {
                    proposal,
                    consultation: None,
                    rights: rights.clone(),
                };
                let model = Model::new(&history, proposal, None, rights);
                for filter in &filters {
                    let items = all_comments(view.conn(), &scope, filter, 1_000).await;
                    assert_eq!(items, model.comments(filter), "seed {seed}, {viewer:?}, {filter:?}");
                    found += usize::from(!items.is_empty());
                }
            }
        }
    }
    assert!(found > 1_000, "{found} questions had an answer");
}

#[tokio::test]
async fn pages_of_any_size_make_up_the_whole_list() {
    for seed in 0..HISTORIES {
        let history = random_history(seed, 150);
        let mut view = history.view().await;
        for viewer in viewers() {
            let proposal = PROPOSALS[0];
            let scope = Scope {
                proposal,
                consultation: None,
                rights: history.rights(viewer, proposal, history.end),
            };
            let newest = history.proposals[&proposal].latest_revision().unwrap();
            let two = newest.paragraphs.iter().map(|paragraph| paragraph.id).take(2);
            for filter in [
                CommentFilter::default(),
                CommentFilter {
                    words: Some("data".into()),
                    ..CommentFilter::default()
                },
                CommentFilter {
                    paragraph: Some(ParagraphFilter::General),
                    ..CommentFilter::default()
                },
                CommentFilter {
                    paragraph: Some(ParagraphFilter::AnyOf(two.collect())),
                    ..CommentFilter::default()
                },
            ] {
                let whole = all_comments(view.conn(), &scope, &filter, 1_000).await;
                for limit in 1..=7 {
                    let pages = all_comments(view.conn(), &scope, &filter, limit).await;
                    assert_eq!(pages, whole, "seed {seed}, {viewer:?}, pages of {limit}");
                }
            }
            let (whole, _) = find_submissions(view.conn(), &scope, None, None, 1_000).await.unwrap();
            for limit in 1..=3 {
                let (mut pages, mut after) = (Vec::new(), None);
                loop {
                    let (page, end) = find_submissions(view.conn(), &scope, None, after.as_ref(), limit)
                        .await
                        .unwrap();
                    pages.extend(page);
                    after = end;
                    if after.is_none() {
                        break;
                    }
                }
                assert_eq!(pages, whole, "seed {seed}, {viewer:?}, pages of {limit}");
            }
            for item in &whole {
                let (of_one, _) = find_submissions(view.conn(), &scope, Some(item.state), None, 10)
                    .await
                    .unwrap();
                assert!(of_one.contains(item) && of_one.iter().all(|one| one.state == item.state));
            }
        }
    }
}

#[tokio::test]
async fn paragraphs_are_in_reading_order_and_comments_follow_them() {
    let mut gone = 0;
    for seed in 0..HISTORIES {
        let history = random_history(seed, 150);
        let mut view = history.view().await;
        for proposal in PROPOSALS {
            let known = &history.proposals[&proposal];
            let rights = history.rights(Viewer::Delegation(state("KOR")), proposal, history.end);
            let order = Model::new(&history, proposal, None, rights).reading_order();
            let paragraphs = list_paragraphs(view.conn(), proposal).await.unwrap();
            assert_eq!(
                paragraphs.iter().map(|paragraph| paragraph.id).collect::<Vec<_>>(),
                order,
                "seed {seed}"
            );
            for paragraph in &paragraphs {
                let revision = known.find_revision(paragraph.revision).unwrap();
                let wanted = revision.paragraphs.iter().find(|one| one.id == paragraph.id).unwrap();
                assert_eq!((&paragraph.label, &paragraph.text), (&wanted.label, &wanted.text));
                assert_eq!(
                    paragraph.present,
                    Some(paragraph.revision) == known.latest_revision().map(|one| one.number)
                );
                gone += usize::from(!paragraph.present);
            }
            // The present ones read as the newest revision does.
            let present = paragraphs
                .iter()
                .filter(|paragraph| paragraph.present)
                .map(|paragraph| paragraph.id);
            let newest = known
                .latest_revision()
                .unwrap()
                .paragraphs
                .iter()
                .map(|paragraph| paragraph.id);
            assert!(present.eq(newest));
        }
    }
    assert!(gone > 10, "{gone} paragraphs are gone");
}
