//! Wrong use is exit code 2; failure is 1 and says what to do next.

use acceptance::{Program, binary};

#[test]
fn wrong_use_is_told_with_exit_code_2() {
    let id = "0190f1d2-0000-7000-8000-000000000000";
    let uses: &[&[&str]] = &[
        &[],
        &["nonsense"],
        &["serve", "--nonsense"],
        &["token", "--role", "focal_point"],
        &["token", "--data-dir", "d", "--role", "king"],
        &["--log", "a=b=c", "openapi"],
        &["register", "apply", "x.toml"],
        &[
            "register",
            "apply",
            "x.toml",
            "--data-dir",
            "d",
            "--server",
            "http://127.0.0.1:1",
        ],
        &["register", "show", "--server", "127.0.0.1:1"],
        &["import", "x.csv", "--proposal", "five", "--data-dir", "d"],
        &[
            "import",
            "x.csv",
            "--proposal",
            id,
            "--map",
            "colour=red",
            "--data-dir",
            "d",
        ],
        &[
            "import",
            "x.csv",
            "--proposal",
            id,
            "--time-zone",
            "Moon/Base",
            "--data-dir",
            "d",
        ],
        &["import", "x.txt", "--proposal", id, "--data-dir", "d"],
        &["export", id, "--format", "stone", "-o", "f", "--data-dir", "d"],
        &[
            "export",
            id,
            "--format",
            "csv",
            "-o",
            "f",
            "--as",
            "focal_point",
            "--data-dir",
            "d",
        ],
        &["rebuild", "no-such-view", "--data-dir", "d"],
    ];
    for args in uses {
        let run = binary::run(args).expect(2);
        assert!(
            run.stdout.is_empty() && !run.stderr.is_empty(),
            "{args:?}: {}",
            run.stdout
        );
    }
}

#[test]
fn commands_that_only_read_make_nothing_and_name_what_is_missing() {
    let id = "0190f1d2-0000-7000-8000-000000000000";
    let program = Program::in_new_directory();
    let backup = program.beside("backup.db");
    let sheet = super::file(&program, "sheet.csv", "state,text,language\nFJI,Bula,en\n");
    let uses: [&[&str]; 6] = [
        &["register", "show"],
        &["backup", &backup],
        &["rebuild"],
        &["export", id, "--format", "csv", "-o", &backup],
        &["import", &sheet, "--proposal", id],
        &["doctor"],
    ];
    for args in uses {
        let run = program.run_here(args).expect(1);
        let said = run.stdout + &run.stderr;
        assert!(
            said.contains("there is no") && said.contains("--data-dir"),
            "{args:?}: {said}"
        );
    }
    assert!(!std::path::Path::new(program.data_dir()).exists());
    assert!(!std::path::Path::new(&backup).exists());
}

#[test]
fn a_token_stands_alone_on_standard_output() {
    let program = Program::in_new_directory();
    let run = program
        .run_here(&["token", "--role", "operator", "--expires-in", "90m"])
        .expect(0);
    assert_eq!(run.stdout.lines().count(), 1);
    assert_eq!(run.stdout.trim_end().split('.').count(), 3, "{}", run.stdout);
    assert_eq!(run.stderr, "");
}

#[test]
fn a_token_that_cannot_be_given_is_wrong_use() {
    let program = Program::in_new_directory();
    let stateless = program.run_here(&["token", "--role", "focal_point"]).expect(2);
    assert_eq!(
        stateless.stderr,
        "error: a token of the role focal_point needs a state\n"
    );
    let endless = program
        .run_here(&["token", "--role", "operator", "--expires-in", "31d"])
        .expect(2);
    assert!(endless.stderr.contains("at most 30 days"), "{}", endless.stderr);
    let nowhere = program
        .run_here(&["token", "--role", "focal_point", "--state", "XXX"])
        .expect(2);
    assert!(nowhere.stderr.contains("ISO 3166-1"), "{}", nowhere.stderr);
}

#[test]
fn every_option_can_come_from_the_environment() {
    let program = Program::in_new_directory();
    let mut command = binary::command(&["token"]);
    command
        .env("REGIONAL_INPUT_DATA_DIR", program.data_dir())
        .env("REGIONAL_INPUT_ROLE", "system");
    let run = binary::Run::from(command.env("REGIONAL_INPUT_STATE", "IDN").output().unwrap()).expect(0);
    assert!(run.stdout.starts_with("ey"), "{}", run.stdout);
}

#[test]
fn the_contract_is_printed_as_it_is_committed() {
    let run = binary::run(&["openapi"]).expect(0);
    let document: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    assert!(document["paths"]["/v1/proposals"]["post"]["operationId"] == "table_proposal");
}
