//! How sessions are made, and what is said when they cannot be used.

use std::time::Duration;

use event_log::{Database, PostgresStorage};
use private_postgres::PrivatePostgres;
use tokio::net::UnixListener;

use crate::house::birth;

#[tokio::test(start_paused = true)]
async fn a_server_that_says_nothing_is_given_up() {
    let directory = tempfile::tempdir().unwrap();
    let _silent = UnixListener::bind(directory.path().join(".s.PGSQL.5432")).unwrap();
    let url = format!("postgres://ri@localhost/input?host={}", directory.path().display());
    let database = Database::parse(&url).unwrap();
    let opened = tokio::time::timeout(Duration::from_mins(1), PostgresStorage::open(&database, birth())).await;
    let error = opened.unwrap().err().unwrap().to_string();
    assert!(error.contains("cannot be reached"), "{error}");
}

#[tokio::test]
async fn a_role_with_another_isolation_level_writes_as_any_other() {
    let server = PrivatePostgres::shared().unwrap();
    let url = server.fresh_database().unwrap();
    let role =
        "CREATE ROLE isolated LOGIN SUPERUSER; ALTER ROLE isolated SET default_transaction_isolation = serializable";
    for statement in role.split("; ") {
        server.psql("postgres", statement).unwrap();
    }
    let database = Database::parse(&url.replace("postgres@", "isolated@")).unwrap();
    let mut session = database.connect().await.unwrap();
    let level: String = sqlx::query_scalar("SHOW transaction_isolation")
        .fetch_one(&mut session)
        .await
        .unwrap();
    assert_eq!(level, "read committed");
}

#[tokio::test]
async fn a_role_that_may_not_look_into_the_schema_is_told_what_to_do() {
    let server = PrivatePostgres::shared().unwrap();
    let url = server.fresh_database().unwrap();
    server.psql("postgres", "CREATE ROLE stranger LOGIN").unwrap();
    PostgresStorage::open(&Database::parse(&url).unwrap(), birth())
        .await
        .unwrap();
    let stranger = Database::parse(&url.replace("postgres@", "stranger@")).unwrap();
    let opened = PostgresStorage::open(&stranger, birth()).await;
    let error = opened.err().unwrap().to_string();
    assert!(error.contains("role stranger lacks grants on schema log"), "{error}");
    assert!(error.contains("regional-input migrate"), "{error}");
}
