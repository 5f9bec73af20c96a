//! Databases that cannot be used are named with the mend, and nothing in them is changed.

use private_postgres::{Durability, PrivatePostgres};

use crate::house::{House, refused};

/// Everything that a database holds, as statements.
fn schema(server: &PrivatePostgres, url: &str) -> String {
    let dump = server
        .command("pg_dump")
        .args(["--schema-only", "--dbname", url])
        .output()
        .unwrap();
    assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
    let text = String::from_utf8(dump.stdout).unwrap();
    // Newer minor releases put a random word into each dump.
    text.lines()
        .filter(|line| !line.contains("restrict "))
        .collect::<Vec<_>>()
        .join("\n")
}

fn assert_refused_unchanged(server: &PrivatePostgres, url: &str, mend: &str) {
    let before = schema(server, url);
    let told = refused(url);
    assert!(told.contains(mend), "{told}");
    assert_eq!(schema(server, url), before);
}

#[test]
fn what_is_no_database_is_named_with_the_mend_and_without_the_password() {
    let cases = [
        ("mysql://ri:s3cret@db/input", "does not begin with postgres://"),
        (
            "postgres://ri:s3cret@127.0.0.1:1/input",
            "start PostgreSQL, or check host and port",
        ),
        (
            "postgres://ri:s3cret@localhost/input?host=/nowhere",
            "start PostgreSQL, or check host and port",
        ),
    ];
    for (url, mend) in cases {
        let told = refused(url);
        assert!(told.contains(mend) && !told.contains("s3cret"), "{url}: {told}");
    }
    let server = PrivatePostgres::shared().unwrap();
    let told = refused(&server.url("nothing"));
    assert!(told.contains("there is no such database"), "{told}");
}

#[test]
fn a_wrong_password_is_named() {
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let server = PrivatePostgres::start_with(Durability::Careless, Some(port), "").unwrap();
    for statement in [
        "CREATE ROLE ri LOGIN PASSWORD 'right'",
        "CREATE DATABASE input OWNER ri",
    ] {
        server.psql("postgres", statement).unwrap();
    }
    let hba = server.data_dir().join("pg_hba.conf");
    std::fs::write(&hba, "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n").unwrap();
    server.psql("postgres", "SELECT pg_reload_conf()").unwrap();
    let told = refused(&format!("postgres://ri:wrong@127.0.0.1:{port}/input"));
    assert!(
        told.contains("the password of role ri is wrong") && !told.contains("wrong@"),
        "{told}"
    );
    let right = format!("postgres://ri:right@127.0.0.1:{port}/input");
    let _ = acceptance::binary::run(&["migrate", "--database-url", &right]).expect(0);
}

#[test]
fn a_database_that_does_not_hold_every_language_is_refused() {
    let server = PrivatePostgres::shared().unwrap();
    let make = "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0";
    server.psql("postgres", make).unwrap();
    assert_refused_unchanged(server, &server.url("latin"), "make it with ENCODING 'UTF8'");
}

#[test]
fn a_newer_schema_is_refused() {
    let (server, house) = (PrivatePostgres::shared().unwrap(), House::shared());
    server
        .psql(name(&house.url), "UPDATE log.schema_version SET version = 99")
        .unwrap();
    assert_refused_unchanged(server, &house.url, "migrated by a newer version of this program");
}

#[test]
fn a_database_of_something_else_is_refused() {
    let server = PrivatePostgres::shared().unwrap();
    for (statements, mend) in [
        (
            "CREATE SCHEMA log; CREATE TABLE log.lines (line text)",
            "has a schema log that is not this program's",
        ),
        (
            "CREATE SCHEMA log; CREATE TABLE log.schema_version (number int)",
            "has a schema log that is not this program's",
        ),
        (
            "CREATE SCHEMA views; CREATE TABLE views.visits (at date)",
            "has a schema views that is not this program's",
        ),
    ] {
        let url = server.fresh_database().unwrap();
        server.psql(name(&url), statements).unwrap();
        assert_refused_unchanged(server, &url, mend);
    }
}

#[test]
fn a_head_that_does_not_name_the_newest_event_is_damage() {
    let (server, house) = (PrivatePostgres::shared().unwrap(), House::shared());
    server
        .psql(name(&house.url), "UPDATE log.head SET position = 7")
        .unwrap();
    let told = refused(&house.url);
    assert!(told.contains("the head says 7, the newest event is 1"), "{told}");
}

fn name(url: &str) -> &str {
    url.split('?').next().and_then(|url| url.rsplit('/').next()).unwrap()
}
