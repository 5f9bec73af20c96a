//! `demo`: what it prints works when pasted, and shows what it says.

mod stages;

use std::process::Command;

use acceptance::{Actor, Program, Server};
use serde_json::Value;

/// What a demo printed from the first token on, as a person pastes it; the last line is a remark.
fn pasted(greeting: &str) -> String {
    let from = greeting.find("FOCAL_POINT_FJI=").unwrap();
    let until = greeting.find("\nStop with").unwrap();
    greeting[from..until].to_owned()
}

/// Runs pasted lines in a shell; standard output only.
fn shell(lines: &str) -> String {
    let output = Command::new("bash").args(["-eu", "-c", lines]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What the demo had printed when it was ready. It is read from a first process, whose port a second one takes.
fn greeting(server: Server) -> String {
    server.stop().stdout
}

#[tokio::test]
async fn the_pasted_lines_lodge_a_comment_and_show_it() {
    let program = Program::in_new_directory();
    let text = greeting(program.demo());
    let address = text.lines().next().unwrap().strip_prefix("listening on ").unwrap();
    assert!(text.contains(&format!("documentation: {address}/docs/")), "{text}");
    for variable in [
        "FOCAL_POINT_FJI",
        "DEPUTY_FJI",
        "REVIEWER_FJI",
        "MEMBER_MISSION_KOR",
        "OPERATOR",
        "SYSTEM_IDN",
    ] {
        assert!(
            text.lines().any(|line| line.starts_with(&format!("{variable}='ey"))),
            "{variable}"
        );
    }
    // The demo goes on where it was: the tokens hold, only the port is another one.
    let server = program.demo();
    let output = shell(&pasted(&text).replace(address, server.base()));
    let answers: Vec<Value> = output
        .lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let [comments, summary, worklist, outcomes, proposals] = answers.as_slice() else {
        panic!("{output}")
    };
    assert_eq!(comments["items"].as_array().unwrap().len(), 1, "{comments}");
    assert_eq!(comments["items"][0]["number"], "WSM-001");
    assert!(summary["comments"].as_u64().unwrap() > 20, "{summary}");
    assert!(summary["by_language"].as_object().unwrap().len() >= 6, "{summary}");
    assert!(
        worklist["counts"]["waiting_for_my_view"].as_u64() > Some(0),
        "{worklist}"
    );
    assert_eq!(worklist["counts"]["i_differ"], 1, "{worklist}");
    let answered = outcomes["items"].as_array().unwrap().iter();
    let objected = answered.filter(|item| item["published"]["answer"]["satisfied"] == false);
    assert_eq!(objected.count(), 1, "{outcomes}");
    let statuses: Vec<&str> = proposals["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses, ["open", "closed", "closed", "under_silence", "adopted"]);
    let documents: Vec<&str> = output.lines().filter(|line| line.starts_with("# ")).collect();
    assert_eq!(
        documents,
        [
            "# Preparedness for health emergencies",
            "# Brief",
            "# Response to the comments of Fiji",
            "# Outcome note",
        ]
    );
    assert!(server.terminate().success());
    // The next start lodges as somebody else, since one state lodges once.
    let again = greeting(program.demo());
    assert!(again.contains("# SLB lodges a comment"), "{again}");
}

#[tokio::test]
async fn a_second_start_does_not_set_up_again() {
    let program = Program::in_new_directory();
    let first = program.demo();
    let mission = || program.token("member_mission", "KOR");
    let count = async |server: &Server| {
        let list = Actor::new(server.base(), Some(&mission()))
            .get("/v1/proposals?at_least=1")
            .await
            .expect(200);
        (
            list.json["items"].as_array().unwrap().len(),
            list.header("log-position").unwrap(),
        )
    };
    let before = count(&first).await;
    assert_eq!(before.0, 9);
    assert!(first.terminate().success());
    let second = program.demo();
    assert_eq!(count(&second).await, before);
    assert!(second.terminate().success());
    let doctor = program.run_here(&["doctor"]).expect(0);
    assert!(doctor.stdout.ends_with("healthy\n"), "{}", doctor.stdout);
}
