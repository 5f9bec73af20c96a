//! `backup`, `restore`, `rebuild`, `doctor`

use acceptance::{Actor, Program, binary};
use serde_json::{Value, json};
use sqlx::{ConnectOptions, Connection};

use super::with_proposal;

async fn lodge(server: &acceptance::Server, program: &Program, id: &str, state: &str) {
    let body = json!({"position": "supports", "language": "en", "comments": [{"paragraph": "2", "text": "Agreed."}]});
    let focal_point = server.actor(&program.token("focal_point", state));
    let _ = focal_point
        .post(&format!("/v1/proposals/{id}/submissions"), body)
        .await
        .expect(201);
}

async fn summary(server: &acceptance::Server, token: &str, id: &str) -> Value {
    let reply = Actor::new(server.base(), Some(token))
        .get(&format!("/v1/proposals/{id}/input?at_least=4"))
        .await;
    reply.expect(200).json
}

#[tokio::test]
async fn a_backup_made_while_serving_is_restored_and_healthy() {
    let (program, id) = with_proposal().await;
    let server = program.serve();
    lodge(&server, &program, &id, "FJI").await;
    let file = program.beside("backup.db");
    let written = program.run_here(&["backup", &file]).expect(0);
    assert!(written.stdout.contains(&file), "{}", written.stdout);
    let refused = program.run_here(&["backup", &file]).expect(1);
    assert!(refused.stderr.contains("exists already"), "{}", refused.stderr);
    lodge(&server, &program, &id, "WSM").await;
    let mission = program.token("member_mission", "KOR");
    assert_eq!(summary(&server, &mission, &id).await["submissions"], 2);

    let copy = program.beside("copy");
    let restored = binary::run(&["restore", &file, "--data-dir", &copy]).expect(0);
    assert!(restored.stdout.contains("4 events restored"), "{}", restored.stdout);
    let full = binary::run(&["restore", &file, "--data-dir", &copy]).expect(1);
    assert!(full.stderr.contains("name an empty --data-dir"), "{}", full.stderr);
    assert!(
        !std::path::Path::new(&copy).join("issuer.key").exists(),
        "a backup holds no keys"
    );
    let healthy = binary::run(&["doctor", "--data-dir", &copy]).expect(0);
    assert!(healthy.stdout.ends_with("healthy\n"), "{}", healthy.stdout);
    let other = acceptance::Server::start("serve", &copy, &[]);
    let mission = binary::run(&[
        "token",
        "--role",
        "member_mission",
        "--state",
        "KOR",
        "--data-dir",
        &copy,
    ])
    .expect(0);
    assert_eq!(summary(&other, mission.stdout.trim(), &id).await["submissions"], 1);
}

#[test]
fn a_file_that_is_no_backup_restores_nothing() {
    let program = Program::in_new_directory();
    let file = super::file(
        &program,
        "notes.txt",
        "These are not the events that you are looking for. "
            .repeat(200)
            .as_str(),
    );
    let run = program.run_here(&["restore", &file]).expect(1);
    assert!(run.stderr.contains(&file), "{}", run.stderr);
    assert!(!std::path::Path::new(program.data_dir()).join("log.db").exists());
}

#[tokio::test]
async fn a_view_that_was_tampered_with_is_found_and_rebuilt() {
    let (program, id) = with_proposal().await;
    let server = program.serve();
    lodge(&server, &program, &id, "FJI").await;
    let mission = program.token("member_mission", "KOR");
    assert_eq!(summary(&server, &mission, &id).await["comments"], 1);
    let doctor = program.run_here(&["doctor"]).expect(0);
    assert!(
        doctor.stdout.contains("equals a rebuild up to event 4 of 4"),
        "{}",
        doctor.stdout
    );
    assert!(server.terminate().success());

    let view = format!("{}/views/proposal-input-v4.db", program.data_dir());
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&view);
    let mut connection = options.connect().await.unwrap();
    sqlx::query("UPDATE comments SET text = 'Never said.'")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let doctor = program.run_here(&["doctor"]).expect(1);
    assert!(
        doctor
            .stdout
            .contains("differs from a rebuild: table comments, row 1 of 1"),
        "{}",
        doctor.stdout
    );

    let rebuilt = program.run_here(&["rebuild", "proposal-input"]).expect(0);
    assert_eq!(rebuilt.stdout, "proposal-input rebuilt from 4 events\n");
    let _ = program.run_here(&["doctor"]).expect(0);
    let server = program.serve();
    let path = format!("/v1/proposals/{id}/input/comments?at_least=4");
    let comments = server.actor(&mission).get(&path).await.expect(200);
    assert_eq!(comments.json["items"][0]["text"], "Agreed.");
}

#[tokio::test]
async fn an_event_that_cannot_be_read_is_found() {
    let (program, _) = with_proposal().await;
    let log = format!("{}/log.db", program.data_dir());
    let mut connection = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(&log)
        .connect()
        .await
        .unwrap();
    let triggers: Vec<String> = sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    for trigger in triggers {
        sqlx::query(sqlx::AssertSqlSafe(format!("DROP TRIGGER {trigger}")))
            .execute(&mut connection)
            .await
            .unwrap();
    }
    let spoilt = "UPDATE events SET payload = CAST('{}' AS BLOB) WHERE kind = 'proposal.tabled'";
    assert_eq!(
        sqlx::query(spoilt)
            .execute(&mut connection)
            .await
            .unwrap()
            .rows_affected(),
        1
    );
    connection.close().await.unwrap();
    let doctor = program.run_here(&["doctor"]).expect(1);
    assert!(
        doctor
            .stdout
            .contains("finding: event 2: payload of \"proposal.tabled\""),
        "{}",
        doctor.stdout
    );
}
