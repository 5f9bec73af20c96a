//! The server is there, takes statements, survives restarts, and leaves nothing behind.

use std::time::{Duration, Instant};

use private_postgres::{Durability, PrivatePostgres, Stop};

#[test]
fn a_server_keeps_its_data_over_a_crash_and_leaves_nothing_behind() {
    let server = PrivatePostgres::start(Durability::Durable).unwrap();
    let directory = server.directory().to_owned();
    server.fresh_database().unwrap();
    server
        .psql("fresh_1", "CREATE TABLE t (n int); INSERT INTO t VALUES (7)")
        .unwrap();
    server.restart(Stop::Immediate).unwrap();
    assert_eq!(server.psql("fresh_1", "SELECT n, 'x' FROM t").unwrap(), "7|x");
    server.restart(Stop::Fast).unwrap();
    let error = server.psql("fresh_1", "SELECT nothing").unwrap_err().to_string();
    assert!(error.contains("does not exist"), "{error}");
    drop(server);
    assert!(!directory.exists());
}

#[test]
fn a_process_that_is_killed_leaves_nothing_behind() {
    // The test binary itself, running only the test below, killed in the middle of it.
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "hold_a_server_until_killed", "--nocapture"])
        .env("HOLD_A_SERVER", "1")
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
    let directory = lines
        .map(Result::unwrap)
        .find_map(|line| line.split_once("directory: ").map(|(_, path)| path.to_owned()))
        .unwrap();
    assert!(std::path::Path::new(&directory).join("data/postmaster.pid").exists());
    child.kill().unwrap();
    child.wait().unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while std::path::Path::new(&directory).exists() {
        assert!(Instant::now() < deadline, "{directory} is still there");
        std::thread::yield_now();
    }
}

#[test]
fn hold_a_server_until_killed() {
    if std::env::var_os("HOLD_A_SERVER").is_none() {
        return;
    }
    let server = PrivatePostgres::start(Durability::Careless).unwrap();
    println!("directory: {}", server.directory().display());
    loop {
        std::thread::park();
    }
}
