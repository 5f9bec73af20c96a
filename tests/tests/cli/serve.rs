//! `serve`: one server a directory, an orderly end, clear words when it cannot start.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use acceptance::{Actor, Program, Server, binary};

use super::{file, with_proposal, with_register};

#[tokio::test]
async fn an_empty_register_is_served_and_told() {
    let program = Program::in_new_directory();
    let server = program.serve();
    let _ = Actor::new(server.base(), None).get("/readyz").await.expect(200);
    let ended = server.stop();
    assert!(ended.status.success());
    assert!(ended.stderr.contains("the register is empty"), "{}", ended.stderr);
    assert_eq!(ended.stdout.lines().count(), 1, "{}", ended.stdout);
}

#[test]
fn a_second_server_and_every_writer_is_refused_by_the_lock() {
    let program = with_register();
    let _server = program.serve();
    let id = "0190f1d2-0000-7000-8000-000000000000";
    let sheet = file(&program, "sheet.csv", "state,text,language\nFJI,Bula,en\n");
    let register = super::MIKTA;
    let uses: [&[&str]; 5] = [
        &["serve", "--listen", "127.0.0.1:0"],
        &["demo", "--listen", "127.0.0.1:0"],
        &["rebuild"],
        &["import", &sheet, "--proposal", id],
        &["register", "apply", register],
    ];
    for args in uses {
        let run = program.run_here(args).expect(1);
        let expected = format!(
            "another server uses {}; stop it or choose another --data-dir",
            program.data_dir()
        );
        assert!(run.stderr.contains(&expected), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let program = Program::in_new_directory();
    for command in ["serve", "demo"] {
        let run = program.run_here(&[command, "--listen", &address]).expect(1);
        assert!(
            run.stderr.contains(&format!("cannot listen on {address}")),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_configuration_with_an_unknown_field_is_refused() {
    let program = Program::in_new_directory();
    let config = file(&program, "config.toml", "[limits]\nbody_size = 1\n");
    let run = program.run_here(&["serve", "--config", &config]).expect(1);
    assert!(run.stderr.contains("body_size"), "{}", run.stderr);
}

#[tokio::test]
async fn sigterm_lets_a_request_in_flight_finish() {
    let (program, id) = with_proposal().await;
    let server = program.serve();
    let token = program.token("focal_point", "FJI");
    let body = r#"{"position": "no_objection", "language": "en"}"#;
    let (first, rest) = body.split_at(10);
    let mut connection = TcpStream::connect(server.address()).unwrap();
    let head = format!(
        "POST /v1/proposals/{id}/submissions HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{first}",
        server.address(),
        body.len()
    );
    connection.write_all(head.as_bytes()).unwrap();
    under_way(&server).await;
    server.signal_to_stop();
    no_longer_listening(&server);
    connection.write_all(rest.as_bytes()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let ended = server.wait();
    assert_eq!(ended.status.code(), Some(0), "{}", ended.stderr);
    let server = program.serve();
    let list = Actor::new(server.base(), Some(&token))
        .get(&format!("/v1/proposals/{id}/submissions"))
        .await
        .expect(200);
    assert_eq!(list.json["items"][0]["position"], "no_objection");
}

/// A later request on another connection has been answered, so the earlier one has been accepted.
async fn under_way(server: &Server) {
    for _ in 0..4 {
        let _ = Actor::new(server.base(), None).get("/livez").await.expect(200);
    }
}

/// Connections are refused: the server has begun to stop.
fn no_longer_listening(server: &Server) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while TcpStream::connect(server.address()).is_ok() {
        assert!(std::time::Instant::now() < deadline, "the server goes on listening");
        std::thread::yield_now();
    }
}

#[test]
fn a_damaged_log_is_named_by_serve_and_doctor() {
    let program = with_register();
    let log = format!("{}/log.db", program.data_dir());
    let mut bytes = std::fs::read(&log).unwrap();
    let length = bytes.len();
    bytes[100..length.min(8_192)].fill(0xA5);
    std::fs::write(&log, bytes).unwrap();
    let serve = program.run_here(&["serve", "--listen", "127.0.0.1:0"]).expect(1);
    assert!(serve.stderr.contains(&log), "{}", serve.stderr);
    let doctor = program.run_here(&["doctor"]).expect(1);
    assert!(
        doctor.stdout.contains("finding: ") && doctor.stdout.contains(&log),
        "{}",
        doctor.stdout
    );
}

#[test]
fn a_key_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let program = with_register();
    let key = format!("{}/issuer.key", program.data_dir());
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let serve = program.run_here(&["serve", "--listen", "127.0.0.1:0"]).expect(1);
    assert!(serve.stderr.contains("chmod 600"), "{}", serve.stderr);
    let doctor = program.run_here(&["doctor"]).expect(1);
    assert!(doctor.stdout.contains("chmod 600"), "{}", doctor.stdout);
}

#[test]
fn log_lines_are_json_where_nobody_sits() {
    let program = Program::in_new_directory();
    let run = {
        let mut command = binary::command(&["serve", "--listen", "127.0.0.1:0", "--data-dir", program.data_dir()]);
        command
            .env("REGIONAL_INPUT_LOG", "info")
            .stdout(std::process::Stdio::piped());
        let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stdout.take().unwrap()), &mut line).unwrap();
        assert!(line.starts_with("listening on http://127.0.0.1:"), "{line}");
        let signalled = std::process::Command::new("kill")
            .args(["-TERM", &child.id().to_string()])
            .status();
        assert!(signalled.unwrap().success());
        binary::Run::from(child.wait_with_output().unwrap()).expect(0)
    };
    for line in super::json_lines(&run.stderr) {
        assert!(line["level"].is_string() && line["message"].is_string(), "{line}");
    }
}
