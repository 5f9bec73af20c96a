//! The answer to a commit is lost: what the caller is told is what the log holds, also later.

use std::process::Command;

use event_log::AppendError;
use private_postgres::PrivatePostgres;

use crate::house::House;

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_arrives_after_the_caller_was_told_changes_nothing() {
    let house = House::on(PrivatePostgres::shared().unwrap()).await;
    let append = house.append();
    let (told, mut caught) = house.catch(&append).await;
    caught.cut();
    let told = told.await.unwrap();
    assert!(matches!(told, Err(AppendError::Unavailable(_))), "{told:?}");
    caught.deliver().await;
    caught.settle().await;
    house.assert_true(&told, &append).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_frozen_with_its_statement_is_waited_for() {
    let house = House::on(PrivatePostgres::shared().unwrap()).await;
    let append = house.append();
    let (told, mut caught) = house.catch(&append).await;
    let frozen = Frozen::freeze(caught.backend);
    caught.deliver().await;
    caught.cut();
    // Nothing may be told before the session has ended.
    let waiting = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)";
    house.until_or(waiting, || told.is_finished()).await;
    drop(frozen);
    let told = told.await.unwrap();
    caught.settle().await;
    house.assert_true(&told, &append).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_whose_answer_was_lost_is_found() {
    let house = House::on(PrivatePostgres::shared().unwrap()).await;
    let append = house.append();
    let (told, mut caught) = house.catch(&append).await;
    caught.deliver().await;
    let committed = format!(
        "SELECT EXISTS (SELECT FROM log.events WHERE append_id = '{}')",
        append.append_id
    );
    house.until(&committed).await;
    caught.cut();
    let told = told.await.unwrap();
    assert!(told.is_ok(), "{told:?}");
    house.assert_true(&told, &append).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn resolving_leaves_no_lock_but_the_one_of_the_session_that_writes() {
    let house = House::on(PrivatePostgres::shared().unwrap()).await;
    for _ in 0..3 {
        let (told, mut caught) = house.catch(&house.append()).await;
        caught.cut();
        told.await.unwrap().unwrap_err();
    }
    house.fixture.appended(&["a"]).await;
    let locks = "SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    house.until(locks).await;
    house.fixture.log.close().await;
    house.until(&locks.replace("= 1", "= 0")).await;
}

/// A process that does not run until this is dropped.
struct Frozen(i32);

impl Frozen {
    fn freeze(process: i32) -> Self {
        signal("-STOP", process);
        Self(process)
    }
}

impl Drop for Frozen {
    fn drop(&mut self) {
        signal("-CONT", self.0);
    }
}

fn signal(signal: &str, process: i32) {
    let status = Command::new("kill").args([signal, &process.to_string()]).status();
    assert!(status.unwrap().success(), "{signal} {process}");
}
