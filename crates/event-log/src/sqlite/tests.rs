//! What only SQLite has to answer for: durability settings, a full disk, damaged and foreign files, backups.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Row};
use tempfile::TempDir;
use uuid::Uuid;

use super::{LOG_FILE, SqliteStorage, open, read, restore};
use crate::commit::{Committer, Witness};
use crate::conformance::Fixture;
use crate::{AppendError, Birth, Clock, LogError, Position, Storage, WriterLimits};

const LOG_ID: Uuid = Uuid::from_u128(0xA);
const EPOCH: Uuid = Uuid::from_u128(0xB);

async fn try_open(dir: &Path) -> Result<SqliteStorage, LogError> {
    let birth = Birth {
        log_id: LOG_ID,
        epoch: EPOCH,
        now: "2025-12-31T00:00:00Z".parse().unwrap(),
    };
    SqliteStorage::open(dir, birth).await
}

async fn open_in(dir: &Path) -> Arc<SqliteStorage> {
    Arc::new(try_open(dir).await.unwrap())
}

async fn fixture(storage: &Arc<SqliteStorage>) -> Fixture {
    let engine: Arc<dyn Storage> = Arc::<SqliteStorage>::clone(storage);
    Fixture::start_on(engine, WriterLimits::default(), 0).await
}

/// Runs statements on a file, past the log.
async fn run_on(file: &Path, sql: &'static str) {
    let options = SqliteConnectOptions::new().filename(file).create_if_missing(true);
    let mut connection = options.connect().await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

async fn pragma(storage: &SqliteStorage, sql: &'static str) -> String {
    let mut half = storage.write.lock().await;
    let mut connection = half.take().await.unwrap();
    let row = sqlx::query(sql).fetch_one(&mut connection).await.unwrap();
    half.put_back(connection, true).await;
    row.try_get::<String, _>(0)
        .unwrap_or_else(|_| row.get::<i64, _>(0).to_string())
}

fn is_unavailable<T>(result: &Result<T, AppendError>) -> bool {
    matches!(result, Err(AppendError::Unavailable(_)))
}

/// Killing the process would not show a missing flush, since the page cache survives; so the setting is read back.
#[tokio::test]
async fn the_write_connection_flushes_every_commit() {
    let dir = tempfile::tempdir().unwrap();
    let storage = open_in(dir.path()).await;
    for _ in 0..2 {
        assert_eq!(pragma(&storage, "PRAGMA synchronous").await, "2"); // FULL
        assert_eq!(pragma(&storage, "PRAGMA journal_mode").await, "wal");
        assert_eq!(pragma(&storage, "PRAGMA recursive_triggers").await, "1");
        // Once more on the connection that replaces a failed one.
        storage.write.lock().await.connection = None;
    }
}

#[tokio::test]
async fn replacing_an_event_is_refused_on_the_write_connection() {
    let dir = tempfile::tempdir().unwrap();
    let storage = open_in(dir.path()).await;
    let fixture = fixture(&storage).await;
    fixture.appended(&["a"]).await;
    let before = fixture.everything().await;
    let mut half = storage.write.lock().await;
    let mut connection = half.take().await.unwrap();
    for sql in [
        "INSERT OR REPLACE INTO events SELECT position, 'b', 1, x'00', append_id, 'forged', 1, payload, actor, \
         correlation_id, causation_id, recorded_at FROM events",
        "INSERT OR REPLACE INTO events SELECT 9, 'b', 1, event_id, append_id, 'forged', 1, payload, actor, \
         correlation_id, causation_id, recorded_at FROM events",
    ] {
        let refusal = sqlx::query(sql).execute(&mut connection).await.unwrap_err().to_string();
        assert!(refusal.contains("append-only"), "{refusal}");
    }
    half.put_back(connection, true).await;
    drop(half);
    assert_eq!(fixture.everything().await, before);
}

/// `max_page_count` makes SQLite answer as it does on a full disk.
#[tokio::test]
async fn a_full_disk_is_unavailable_without_half_an_event_and_heals() {
    let dir = tempfile::tempdir().unwrap();
    let storage = open_in(dir.path()).await;
    let fixture = fixture(&storage).await;
    fixture.appended(&["a"]).await;
    let unlimited = {
        let mut half = storage.write.lock().await;
        let limited = half.options.clone().pragma("max_page_count", "64");
        half.connection = None;
        std::mem::replace(&mut half.options, limited)
    };
    let mut heavy = fixture.append_to(&["b", "b"]);
    heavy.events[1].payload = vec![b'x'; 1_000_000];
    for _ in 0..3 {
        let batch = [fixture.append_to(&["a"]), heavy.clone(), fixture.append_to(&["a"])];
        let results = storage.commit(&batch, fixture.clock.now()).await;
        assert!(results.iter().all(is_unavailable), "{results:?}");
        assert!(is_unavailable(&fixture.log.append(heavy.clone()).await));
    }
    fixture.assert_gapless(1).await;
    storage.write.lock().await.options = unlimited;
    assert_eq!(fixture.log.append(heavy).await.unwrap().last, Position(3));
    fixture.appended(&["a"]).await;
    fixture.assert_gapless(4).await;
}

#[tokio::test]
async fn an_unknown_commit_outcome_is_found_out() {
    let dir = tempfile::tempdir().unwrap();
    let storage = open_in(dir.path()).await;
    let fixture = fixture(&storage).await;
    let append = fixture.append_to(&["a"]);
    fixture.log.append(append.clone()).await.unwrap();
    let witness = |append_id: Uuid, position| Witness {
        position,
        event_id: append.events[0].event_id.into_bytes(),
        append_id: append_id.into_bytes(),
    };
    let mut half = storage.write.lock().await;
    assert!(half.was_committed(&witness(append.append_id, 1)).await.unwrap());
    assert!(!half.was_committed(&witness(append.append_id, 2)).await.unwrap());
    assert!(!half.was_committed(&witness(fixture.id(), 1)).await.unwrap());
}

/// A commit that is dropped half-way, wherever that is, leaves a log that works.
#[tokio::test]
async fn a_dropped_commit_leaves_nothing_open() {
    let dir = tempfile::tempdir().unwrap();
    let storage = open_in(dir.path()).await;
    let fixture = fixture(&storage).await;
    for yields in 0..40 {
        let batch = [fixture.append_to(&["a", "b"])];
        tokio::select! {
            biased;
            results = storage.commit(&batch, fixture.clock.now()) => assert!(results[0].is_ok()),
            () = async { for _ in 0..yields { tokio::task::yield_now().await; } } => {}
        }
        assert!(fixture.log.append(fixture.append_to(&["c"])).await.is_ok());
    }
    let events = u64::try_from(fixture.everything().await.len()).unwrap();
    fixture.assert_gapless(events).await;
}

#[tokio::test]
async fn closing_folds_the_wal_into_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let storage = open_in(dir.path()).await;
    let fixture = fixture(&storage).await;
    fixture.appended(&["a"]).await;
    assert!(dir.path().join("log.db-wal").exists());
    fixture.log.close().await;
    assert!(!dir.path().join("log.db-wal").exists());
    assert!(matches!(storage.head().await, Err(LogError::Closed)));
    let late = storage.commit(&[fixture.append_to(&["a"])], fixture.clock.now()).await;
    assert!(is_unavailable(&late[0]));
}

#[tokio::test]
async fn a_foreign_file_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join(LOG_FILE);
    run_on(&file, "CREATE TABLE other (id INTEGER); PRAGMA user_version = 1").await;
    let before = fs::read(&file).unwrap();
    let refusal = try_open(dir.path()).await.err().unwrap();
    assert!(
        matches!(&refusal, LogError::Unusable(text) if text.contains("log.db")),
        "{refusal:?}"
    );
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    open_in(dir.path()).await.close().await;
    run_on(&dir.path().join(LOG_FILE), "PRAGMA user_version = 2").await;
    let refusal = try_open(dir.path()).await.err().unwrap();
    assert!(
        matches!(&refusal, LogError::Unusable(text) if text.contains("newer")),
        "{refusal:?}"
    );
}

#[tokio::test]
async fn schema_and_constants_agree() {
    let dir = tempfile::tempdir().unwrap();
    let storage = open_in(dir.path()).await;
    assert_eq!(
        pragma(&storage, "PRAGMA application_id").await,
        open::APPLICATION_ID.to_string()
    );
    assert_eq!(
        pragma(&storage, "PRAGMA user_version").await,
        open::SCHEMA_VERSION.to_string()
    );
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(
        dir.path().join(LOG_FILE),
        "not a database, but longer than a header ".repeat(100),
    )
    .unwrap();
    let refusal = try_open(dir.path()).await.err().unwrap();
    assert!(
        matches!(&refusal, LogError::Corrupt(text) if text.contains("log.db")),
        "{refusal:?}"
    );
}

/// A closed log of 300 events of 1 KB, and its file.
async fn filled(dir: &TempDir) -> std::path::PathBuf {
    let storage = open_in(dir.path()).await;
    let fixture = fixture(&storage).await;
    for _ in 0..100 {
        let mut append = fixture.append_to(&["a", "b", "a"]);
        append
            .events
            .iter_mut()
            .for_each(|event| event.payload = vec![b'x'; 1_000]);
        fixture.log.append(append).await.unwrap();
    }
    fixture.log.close().await;
    dir.path().join(LOG_FILE)
}

#[tokio::test]
async fn a_damaged_file_is_named_and_the_check_finds_it() {
    let dir = tempfile::tempdir().unwrap();
    let file = filled(&dir).await;
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 8192 * 4096;
    bytes[middle..middle + 3 * 4096].fill(0xA5);
    fs::write(&file, bytes).unwrap();
    let storage = open_in(dir.path()).await;
    assert!(!storage.check().await.unwrap().is_empty());
    let failure = storage.read_after(Position(0), 1_000).await.unwrap_err();
    assert!(
        matches!(&failure, LogError::Corrupt(text) if text.contains("log.db")),
        "{failure:?}"
    );
}

#[tokio::test]
async fn a_cut_file_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = filled(&dir).await;
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() / 8192 * 4096]).unwrap();
    let damage = match try_open(dir.path()).await {
        Ok(storage) => storage.check().await.unwrap().join("; "),
        Err(error) => error.to_string(),
    };
    assert!(damage.contains("log.db"), "{damage}");
}

#[tokio::test]
async fn the_check_names_each_broken_invariant() {
    let cases = [
        (
            "DELETE FROM events WHERE position BETWEEN 3 AND 4",
            "positions 3 to 4 are missing",
        ),
        (
            "UPDATE events SET recorded_at = 0 WHERE position = 9",
            "event 9 was recorded at",
        ),
        (
            "UPDATE events SET stream_version = 999 WHERE position = 300",
            "stream a has version 999",
        ),
        (
            "UPDATE events SET stream_version = 400 - stream_version WHERE stream = 'b'",
            "before version",
        ),
        (
            "UPDATE log_head SET recorded_at = recorded_at + 1",
            "the newest event was recorded at",
        ),
        (
            "INSERT INTO idempotency VALUES (300, 301, x'01', x'02')",
            "1 idempotency keys",
        ),
    ];
    let dir = tempfile::tempdir().unwrap();
    let file = filled(&dir).await;
    run_on(
        &file,
        "DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_deleted",
    )
    .await;
    let sound = fs::read(&file).unwrap();
    for (damage, finding) in cases {
        fs::write(&file, &sound).unwrap();
        run_on(&file, damage).await;
        let storage = open_in(dir.path()).await;
        let findings = storage.check().await.unwrap();
        assert!(
            findings.iter().any(|found| found.contains(finding)),
            "{damage}: {findings:?}"
        );
        assert!(findings.len() <= 101);
        storage.close().await;
    }
    fs::write(&file, &sound).unwrap();
    run_on(&file, "UPDATE log_head SET position = 301").await;
    let refusal = try_open(dir.path()).await.err().unwrap();
    assert!(
        matches!(&refusal, LogError::Corrupt(text) if text.contains("the head says 301")),
        "{refusal:?}"
    );
}

#[tokio::test]
async fn a_backup_made_under_load_restores() {
    let dir = tempfile::tempdir().unwrap();
    let storage = open_in(&dir.path().join(".")).await;
    let fixture = Arc::new(fixture(&storage).await);
    fixture.appended(&["a", "b"]).await;
    storage.actor_of("issuer", "alice", fixture.id()).await.unwrap();
    let load = tokio::spawn({
        let fixture = Arc::clone(&fixture);
        async move {
            for _ in 0..100 {
                fixture.appended(&["a", "b"]).await;
            }
        }
    });
    let backup = dir.path().join("backup.db");
    storage.backup_to(&backup).await.unwrap();
    load.await.unwrap();
    let again = storage.backup_to(&backup).await.unwrap_err();
    assert!(again.to_string().contains("exists already"), "{again}");

    let target = tempfile::tempdir().unwrap();
    let epoch = Uuid::from_u128(0xC);
    let head = restore(&backup, target.path(), epoch).await.unwrap();
    assert_eq!((head.log_id, head.epoch), (LOG_ID, epoch));
    let restored = open_in(target.path()).await;
    assert_eq!(restored.head().await.unwrap(), head);
    assert_eq!(restored.check().await.unwrap(), Vec::<String>::new());
    let copied = restored.read_after(Position(0), 1_000).await.unwrap();
    assert_eq!(u64::try_from(copied.len()).unwrap(), head.position.0);
    assert_eq!(copied, fixture.everything().await[..copied.len()]);
    assert!(
        head.position.0 >= 2 && head.position.0 % 2 == 0,
        "an append was cut: {head:?}"
    );
    let refusal = restore(&backup, target.path(), epoch).await.unwrap_err();
    assert!(refusal.to_string().contains("exists already"), "{refusal}");
}

#[tokio::test]
async fn what_is_no_sound_backup_is_refused_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let foreign = dir.path().join("foreign.db");
    run_on(&foreign, "CREATE TABLE other (id INTEGER)").await;
    let empty = dir.path().join("empty.db");
    fs::write(&empty, "").unwrap();
    let garbage = dir.path().join("garbage.db");
    fs::write(&garbage, "garbage ".repeat(1_000)).unwrap();
    let absent = dir.path().join("absent.db");
    let source = tempfile::tempdir().unwrap();
    let damaged = filled(&source).await;
    let mut bytes = fs::read(&damaged).unwrap();
    let middle = bytes.len() / 8192 * 4096;
    bytes[middle..middle + 4096].fill(0xA5);
    fs::write(&damaged, bytes).unwrap();

    let target = tempfile::tempdir().unwrap();
    for backup in [&foreign, &empty, &garbage, &absent, &damaged] {
        let refusal = restore(backup, target.path(), EPOCH).await.unwrap_err().to_string();
        assert!(refusal.contains(&backup.display().to_string()), "{refusal}");
        let left: Vec<_> = fs::read_dir(target.path()).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

/// A `get_proposal` as of a position must not cost a walk over the whole log.
#[tokio::test]
async fn streams_are_read_through_their_index() {
    let dir = tempfile::tempdir().unwrap();
    let storage = open_in(dir.path()).await;
    let explain = format!("EXPLAIN QUERY PLAN {}", read::SELECT_STREAMS);
    let rows = sqlx::query(sqlx::AssertSqlSafe(explain))
        .bind("[]")
        .bind(0_i64)
        .fetch_all(&storage.read)
        .await
        .unwrap();
    let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
    assert!(
        plan.iter().any(|step| step.contains("USING INDEX events_by_stream")),
        "{plan:?}"
    );
}
