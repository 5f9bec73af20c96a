//! Expected versions.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::{Factory, Fixture, guard, versions};
use crate::{AppendError, ExpectedVersion};

/// Each kind of expectation holds where it should and nowhere else, and says what it found.
pub async fn a_wrong_expected_version_is_a_conflict(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    fixture.appended(&["a", "a"]).await;
    let cases = [
        ("a", ExpectedVersion::NoStream, Some(2)),
        ("a", ExpectedVersion::Exactly(1), Some(2)),
        ("a", ExpectedVersion::Exactly(3), Some(2)),
        ("absent", ExpectedVersion::Exactly(1), Some(0)),
        ("absent", ExpectedVersion::NoStream, None),
        ("absent", ExpectedVersion::Exactly(0), None),
        ("absent", ExpectedVersion::Any, None),
        ("a", ExpectedVersion::Exactly(2), None),
        ("a", ExpectedVersion::Any, None),
    ];
    for (stream, expected, conflict) in cases {
        let mut append = fixture.append_to(&["other"]);
        append.guards = vec![guard(stream, expected)];
        match (fixture.log.append(append).await, conflict) {
            (Ok(_), None) => {}
            (
                Err(AppendError::VersionConflict {
                    stream: named,
                    expected: wanted,
                    actual,
                }),
                Some(version),
            ) => {
                assert_eq!((named.as_str(), wanted, actual), (stream, expected, version));
            }
            (result, _) => unreachable!("{stream} {expected:?}: {result:?}"),
        }
    }
    fixture.assert_gapless(7).await;
}

/// A decision that read a stream is refused when that stream moved on, though it writes another one.
pub async fn guards_cover_streams_that_are_not_written(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    fixture.appended(&["proposal"]).await;
    for state in ["MEX", "IDN", "KOR"] {
        let stream = format!("submission/{state}");
        let mut lodging = fixture.append_to(&[stream.as_str()]);
        lodging.guards = vec![
            guard(&stream, ExpectedVersion::NoStream),
            guard("proposal", ExpectedVersion::Exactly(1)),
        ];
        fixture.log.append(lodging).await.unwrap();
    }
    fixture.appended(&["proposal"]).await;
    let mut late = fixture.append_to(&["submission/TUR"]);
    late.guards = vec![
        guard("submission/TUR", ExpectedVersion::NoStream),
        guard("proposal", ExpectedVersion::Exactly(1)),
    ];
    let error = fixture.log.append(late).await.unwrap_err();
    assert!(
        matches!(&error, AppendError::VersionConflict { stream, actual: 2, .. } if stream.as_str() == "proposal"),
        "{error:?}"
    );
    fixture.assert_gapless(5).await;
}

/// Fifty tasks begin the same stream at once; exactly one does.
pub async fn of_many_first_appends_one_wins(factory: &dyn Factory) {
    let fixture = Arc::new(Fixture::start(factory).await);
    let mut tasks = JoinSet::new();
    for _ in 0..50 {
        let fixture = Arc::clone(&fixture);
        tasks.spawn(async move {
            let mut append = fixture.append_to(&["a"]);
            append.guards = vec![guard("a", ExpectedVersion::NoStream)];
            fixture.log.append(append).await
        });
    }
    let results = tasks.join_all().await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let conflicts = results
        .iter()
        .filter(|result| matches!(result, Err(AppendError::VersionConflict { .. })));
    assert_eq!(conflicts.count(), 49);
    fixture.assert_gapless(1).await;
}

/// An append is judged against those before it in its own batch; a refused one does not count.
pub async fn guards_see_the_batch_they_are_in(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    let expecting = |expected| {
        let mut append = fixture.append_to(&["a"]);
        append.guards = vec![guard("a", expected)];
        append
    };
    let batch = [
        expecting(ExpectedVersion::NoStream),
        expecting(ExpectedVersion::NoStream),
        expecting(ExpectedVersion::Exactly(1)),
        expecting(ExpectedVersion::Exactly(3)),
        expecting(ExpectedVersion::Exactly(2)),
    ];
    let results = fixture.storage.commit(&batch, crate::Clock::now(&*fixture.clock)).await;
    let written: Vec<_> = results
        .into_iter()
        .map(|result| result.ok().map(|appended| appended.versions))
        .collect();
    let expected = [
        Some(versions(&[("a", 1)])),
        None,
        Some(versions(&[("a", 2)])),
        None,
        Some(versions(&[("a", 3)])),
    ];
    assert_eq!(written, expected);
    assert_eq!(fixture.storage.check().await.unwrap(), Vec::<String>::new());
}
