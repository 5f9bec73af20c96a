//! The owner migrates, the serving role serves, and nobody changes an event.

use acceptance::binary::run;
use private_postgres::PrivatePostgres;

use crate::house::{House, refused, table, until};

/// A database with two roles: its URL for either, and for the superuser.
struct Roles {
    owner: String,
    serving: String,
    superuser: String,
}

fn roles(tag: &str) -> Roles {
    let server = PrivatePostgres::shared().unwrap();
    let statements = [
        format!("CREATE ROLE owner_{tag} LOGIN"),
        format!("CREATE ROLE serving_{tag} LOGIN"),
        format!("CREATE DATABASE roles_{tag} OWNER owner_{tag}"),
    ];
    for statement in statements {
        server.psql("postgres", &statement).unwrap();
    }
    let superuser = server.url(&format!("roles_{tag}"));
    let of = |role: &str| superuser.replace("postgres@", &format!("{role}_{tag}@"));
    Roles {
        owner: of("owner"),
        serving: of("serving"),
        superuser,
    }
}

/// What the server answers to a statement, by a role's URL.
fn attempt(url: &str, statement: &str) -> String {
    let server = PrivatePostgres::shared().unwrap();
    let psql = server
        .command("psql")
        .args(["--dbname", url, "--command", statement])
        .output()
        .unwrap();
    String::from_utf8_lossy(&psql.stderr).into_owned()
}

#[tokio::test]
async fn the_owner_migrates_and_the_serving_role_serves_without_power_over_events() {
    let roles = roles("a");
    let told = refused(&roles.serving);
    assert!(told.contains("regional-input migrate --database-url"), "{told}");
    let migrate = [
        "migrate",
        "--database-url",
        &roles.serving,
        "--migrate-database-url",
        &roles.owner,
    ];
    let made = run(&migrate).expect(0).stdout;
    assert!(made.contains("schema log made"), "{made}");
    let again = run(&migrate).expect(0).stdout;
    assert!(again.contains("already"), "{again}");

    let house = House::shared();
    let register = [
        "register",
        "apply",
        crate::house::MIKTA,
        "--database-url",
        &roles.serving,
    ];
    let _ = run(&register).expect(0);
    let node = house.node_on("limited", &roles.serving, &[]);
    let (_, position) = table(&house.member(&node)).await;
    let listed = until(&house.member(&node), &format!("/v1/proposals?at_least={position}"), 200).await;
    assert_eq!(listed.json["items"].as_array().unwrap().len(), 1);
    let _ = run(&["rebuild", "--database-url", &roles.serving]).expect(0);
    let _ = run(&["doctor", "--database-url", &roles.serving]).expect(0);

    for statement in [
        "UPDATE log.events SET kind = 'x'",
        "DELETE FROM log.events",
        "TRUNCATE log.events",
        "ALTER TABLE log.events DISABLE TRIGGER ALL",
        "DROP TABLE log.events",
        "UPDATE log.head SET epoch = log_id",
        "CREATE TABLE log.mine (n int)",
    ] {
        let refusal = attempt(&roles.serving, statement);
        assert!(
            refusal.contains("permission denied") || refusal.contains("must be owner"),
            "{statement}: {refusal}"
        );
    }
    for statement in [
        "UPDATE log.events SET kind = 'x'",
        "DELETE FROM log.events",
        "TRUNCATE log.events",
    ] {
        let refusal = attempt(&roles.superuser, statement);
        assert!(refusal.contains("the log is append-only"), "{statement}: {refusal}");
    }
}

#[test]
fn missing_grants_are_named() {
    let roles = roles("b");
    let _ = run(&[
        "migrate",
        "--database-url",
        &roles.serving,
        "--migrate-database-url",
        &roles.owner,
    ])
    .expect(0);
    assert_eq!(attempt(&roles.owner, "REVOKE INSERT ON log.events FROM serving_b"), "");
    let told = refused(&roles.serving);
    assert!(told.contains("role serving_b lacks grants on schema log"), "{told}");
    assert!(told.contains("regional-input migrate"), "{told}");
}

#[test]
fn serve_migrates_at_its_start_with_the_owners_url() {
    let roles = roles("c");
    let house = House::shared();
    let node = house.node_on("migrating", &roles.serving, &["--migrate-database-url", &roles.owner]);
    assert!(!node.base().is_empty());
}

#[test]
fn a_backup_of_a_database_is_not_ours_to_write() {
    let house = House::shared();
    let file = house.dir.path().join("backup");
    let told = run(&["backup", file.to_str().unwrap(), "--database-url", &house.url])
        .expect(1)
        .stderr;
    assert!(told.contains("pg_basebackup"), "{told}");
}
