//! `import`: every row is accounted for, good ones are entered, and a second time nothing changes.

use acceptance::{Program, binary};
use comment_sheets::{ExportMeta, ExportRow, MatrixSheet, SheetFormat};
use serde_json::{Value, json};

use super::{file, json_lines, with_proposal};

/// Rows of every kind: what becomes of each stands in the last column, which no field is mapped to.
const SHEET: &str = "state,paragraph,text,language,type,reference,quote_exact,position,received_at,outcome
FJI,1,Please say which point of contact.,en,,r1,,supports,2026-01-02T03:04:05Z,entered
FJI,2,Mandatory would be better.,en,technical,r1,voluntary,,2026-01-03T03:04:05Z,entered
FJI,,We thank the lead member.,en,,r2,,,,entered
WSM,3,\"A comment, with a comma\nand a line end.\",en,editorial,r3,,,,entered
ws,2,Alpha-2 is understood.,en,,r4,,,,entered
,2,Nobody says this.,en,,r5,,,,no_state
XXX,2,No such state.,en,,r6,,,,unknown_state
KOR,2,A member speaks.,en,,r7,,,,members_give_no_input
THA,2,Not invited.,en,,r8,,,,not_an_invited_state
FJI,9,No such paragraph.,en,,r9,,,,unknown_paragraph
FJI,2,No such words.,en,,r10,never written,,,quote_not_found
VNM,2,No such language.,klingon_tongue,,r11,,,,invalid_language
VNM,2,No such type.,en,angry,r12,,,,invalid_value
VNM,2,Another position.,en,,r13,,opposes,,invalid_value
VNM,2,No offset.,en,,r14,,,2026-01-02T03:04:05,no_time_zone
VNM,2,From the future.,en,,r15,,,2999-01-01T00:00:00Z,too_late
VNM,2,,en,,r16,,,,missing_text
VNM,2,No language.,,,r17,,,,no_language
VNM,2,too,many,cells,in,this,row,2026-01-01T00:00:00Z,here,wrong_cell_count
FJI,2,Fiji changes its mind in the sheet.,en,,r18,,does_not_support,,conflicting_position
";

fn import(program: &Program, id: &str, sheet: &str, args: &[&str]) -> binary::Run {
    program.run_here(&[&["import", sheet, "--proposal", id], args].concat())
}

/// The report's rows, and its summary.
fn report(run: &binary::Run) -> (Vec<Value>, Value) {
    let mut lines = json_lines(&run.stdout);
    let summary = lines.pop().unwrap();
    (lines, summary)
}

/// What each row of [`SHEET`] is said to become.
fn outcomes() -> Vec<&'static str> {
    let logical = SHEET.replace("comma\nand", "comma and");
    let rows: Vec<String> = logical.lines().skip(1).map(str::to_owned).collect();
    let known = [
        "entered",
        "no_state",
        "unknown_state",
        "members_give_no_input",
        "not_an_invited_state",
        "unknown_paragraph",
        "quote_not_found",
        "invalid_language",
        "invalid_value",
        "no_time_zone",
        "too_late",
        "missing_text",
        "no_language",
        "wrong_cell_count",
        "conflicting_position",
    ];
    rows.iter()
        .map(|row| {
            *known
                .iter()
                .find(|outcome| row.ends_with(&format!(",{outcome}")))
                .unwrap()
        })
        .collect()
}

fn check_sheet(rows: &[Value], summary: &Value) {
    let became: Vec<&str> = rows
        .iter()
        .map(|row| row["code"].as_str().unwrap_or_else(|| row["result"].as_str().unwrap()))
        .map(|became| if became == "would_enter" { "entered" } else { became })
        .collect();
    assert_eq!(became, outcomes());
    assert_eq!(summary["unused_columns"], json!(["outcome"]));
    for (number, row) in (1_u64..).zip(rows) {
        assert_eq!(row["row"], number);
        let refused = row["result"] == "refused";
        assert_eq!(refused, row["code"].is_string() && row["reason"].is_string(), "{row}");
        assert_eq!(refused, row["comment"].is_null(), "{row}");
    }
    assert_eq!(rows[4]["line"], 7, "a cell with a line end takes two lines");
    assert_eq!(rows[0]["comment"], "FJI-001");
    assert_eq!(
        (&summary["rows"], &summary["entered"], &summary["refused"]),
        (&json!(20), &json!(5), &json!(15))
    );
    assert_eq!(summary["by_code"]["invalid_value"], 2);
}

#[tokio::test]
async fn every_row_is_entered_or_refused_with_its_reason() {
    let (program, id) = with_proposal().await;
    let sheet = file(&program, "sheet.csv", SHEET);
    let dry = import(&program, &id, &sheet, &["--dry-run"]).expect(1);
    let (rows, summary) = report(&dry);
    check_sheet(&rows, &summary);
    assert_eq!(
        (&rows[0]["result"], &summary["dry_run"]),
        (&json!("would_enter"), &json!(true))
    );
    assert!(dry.stderr.contains("outcome"), "{}", dry.stderr);
    let wet = import(&program, &id, &sheet, &["--received-via", "note verbale"]).expect(1);
    let (rows, summary) = report(&wet);
    check_sheet(&rows, &summary);
    let again = import(&program, &id, &sheet, &[]).expect(1);
    let (rows, summary) = report(&again);
    assert_eq!(
        (&summary["entered"], &summary["unchanged"], &summary["revised"]),
        (&json!(0), &json!(5), &json!(0))
    );
    assert_eq!(rows[0]["comment"], "FJI-001");

    let server = program.serve();
    let mission = server.actor(&program.token("member_mission", "KOR"));
    let list = mission
        .get(&format!("/v1/proposals/{id}/submissions?at_least=5"))
        .await
        .expect(200);
    let items = list.json["items"].as_array().unwrap();
    assert_eq!(items.len(), 2, "{}", list.text);
    let fiji = mission
        .get(&format!("/v1/submissions/{}", items[0]["id"].as_str().unwrap()))
        .await
        .expect(200)
        .json;
    assert_eq!(
        (&fiji["state"], &fiji["standing"]),
        (&json!("FJI"), &json!("awaiting_confirmation"))
    );
    assert_eq!(fiji["position"], "supports");
    assert_eq!(fiji["entry"]["channel"], "note verbale");
    assert_eq!(
        fiji["entry"]["received_at"], "2026-01-03T03:04:05Z",
        "the latest of its rows"
    );
    assert_eq!(fiji["comments"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_changed_row_revises_and_a_new_one_is_added() {
    let (program, id) = with_proposal().await;
    let first = "{\"state\":\"FJI\",\"paragraph\":1,\"text\":\"One.\",\"language\":\"en\",\"reference\":\"a\"}\n\
                 {\"state\":\"FJI\",\"paragraph\":1,\"text\":\"Two.\",\"language\":\"en\",\"reference\":\"b\"}\n";
    let sheet = file(&program, "sheet.jsonl", first);
    let _ = import(&program, &id, &sheet, &[]).expect(0);
    let second = first.replace("Two.", "Two, again.")
        + "{\"state\":\"FJI\",\"paragraph\":2,\"text\":\"Three.\",\"language\":\"en\",\"reference\":\"b\"}\n";
    let sheet = file(&program, "sheet.jsonl", &second);
    let run = import(&program, &id, &sheet, &[]).expect(0);
    let (rows, _) = report(&run);
    let became: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (row["result"].as_str().unwrap(), row["comment"].as_str().unwrap()))
        .collect();
    assert_eq!(
        became,
        [("unchanged", "FJI-001"), ("revised", "FJI-002"), ("entered", "FJI-003")]
    );
}

#[tokio::test]
async fn a_server_takes_the_same_sheet_and_does_not_tell_revised_rows_from_new_ones() {
    let (program, id) = with_proposal().await;
    let server = program.serve();
    let token = program.token("operator", "");
    let sheet = file(&program, "sheet.csv", SHEET);
    let on_server = |sheet: &str| {
        binary::run(&[
            "import",
            sheet,
            "--proposal",
            &id,
            "--server",
            server.base(),
            "--token",
            &token,
        ])
    };
    let (rows, summary) = report(&on_server(&sheet).expect(1));
    check_sheet(&rows, &summary);
    let (_, summary) = report(&on_server(&sheet).expect(1));
    assert_eq!(
        (&summary["entered"], &summary["unchanged"], &summary["revised"]),
        (&json!(0), &json!(5), &json!(0))
    );
    let changed = SHEET
        .replace("Please say which", "Do say which")
        .replace("r3,,,,entered", "r30,,,,entered");
    let (rows, summary) = report(&on_server(&file(&program, "changed.csv", &changed)).expect(1));
    assert_eq!(
        (&summary["entered"], &summary["unchanged"], &summary["revised"]),
        (&json!(2), &json!(3), &json!(0))
    );
    assert_eq!(
        (&rows[0]["result"], &rows[0]["comment"]),
        (&json!("entered"), &json!("FJI-001"))
    );
    assert_eq!(
        (&rows[3]["result"], &rows[3]["comment"]),
        (&json!("entered"), &json!("WSM-003"))
    );
    let partner = program.token("focal_point", "FJI");
    let refused = binary::run(&[
        "import",
        &sheet,
        "--proposal",
        &id,
        "--server",
        server.base(),
        "--token",
        &partner,
    ]);
    let refused = refused.expect(1);
    assert!(
        refused.stderr.contains("error: the import stopped (forbidden)"),
        "{}",
        refused.stderr
    );
    let (rows, summary) = report(&refused);
    assert_eq!(rows[0]["result"], "not_sent");
    assert_eq!(
        (&summary["entered"], &summary["not_sent"]),
        (&json!(0), &json!(9)),
        "{summary}"
    );
}

#[tokio::test]
async fn a_server_that_does_not_answer_stops_the_import() {
    let (program, id) = with_proposal().await;
    let sheet = file(&program, "sheet.csv", "state,text,language\nFJI,One.,en\nWSM,Two.,en\n");
    let place = ["--server", "http://127.0.0.1:1", "--token", "none"];
    let run = binary::run(&[&["import", &sheet, "--proposal", &id], &place[..]].concat()).expect(1);
    assert_eq!(
        run.stderr.lines().filter(|line| line.starts_with("error:")).count(),
        1,
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("run it again, which is safe"), "{}", run.stderr);
    assert_eq!(report(&run).1["not_sent"], 2);
}

#[tokio::test]
async fn a_position_needs_no_comment() {
    let (program, id) = with_proposal().await;
    let rows = "state,text,position,language,reference\nFJI,,no_objection,en,NV 12\nWSM,,,en,NV 13\n";
    let sheet = file(&program, "sheet.csv", rows);
    let (rows, summary) = report(&import(&program, &id, &sheet, &[]).expect(1));
    assert_eq!(
        (&rows[0]["result"], &rows[0]["comment"]),
        (&json!("entered"), &Value::Null)
    );
    assert_eq!(
        (&rows[1]["code"], &rows[1]["state"], &rows[1]["reference"]),
        (&json!("missing_text"), &json!("WSM"), &json!("NV 13"))
    );
    assert_eq!((&summary["entered"], &summary["refused"]), (&json!(1), &json!(1)));
    let (rows, _) = report(&import(&program, &id, &sheet, &[]).expect(1));
    assert_eq!(rows[0]["result"], "unchanged");
    let changed = "state,text,position,language\nFJI,,supports,en\n";
    let sheet = file(&program, "sheet.csv", changed);
    let (rows, _) = report(&import(&program, &id, &sheet, &["--dry-run"]).expect(0));
    assert_eq!(rows[0]["result"], "would_revise");
    let server = program.serve();
    let place = ["--server", server.base(), "--token", &program.token("operator", "")];
    let on_server = || binary::run(&[&["import", &sheet, "--proposal", &id], &place[..]].concat()).expect(0);
    assert_eq!(report(&on_server()).0[0]["result"], "entered");
    assert_eq!(report(&on_server()).0[0]["result"], "unchanged");
}

#[tokio::test]
async fn a_misspelt_attribution_refuses_the_sheet() {
    let (program, id) = with_proposal().await;
    for (name, sheet) in [
        ("sheet.csv", "state,text,language,atribution\nFJI,One.,en,to_none\n"),
        (
            "sheet.jsonl",
            "{\"state\":\"FJI\",\"text\":\"One.\",\"language\":\"en\",\"atribution\":\"to_none\"}\n",
        ),
    ] {
        let sheet = file(&program, name, sheet);
        let run = import(&program, &id, &sheet, &[]).expect(1);
        assert_eq!(run.stdout, "");
        assert!(run.stderr.contains("--map attribution=atribution"), "{}", run.stderr);
        let told = import(&program, &id, &sheet, &["--dry-run", "--map", "attribution=atribution"]).expect(0);
        assert_eq!(report(&told).1["unused_columns"], json!([]));
    }
}

#[tokio::test]
async fn what_the_state_lodged_itself_is_not_overwritten() {
    let (program, id) = with_proposal().await;
    let server = program.serve();
    let focal_point = server.actor(&program.token("focal_point", "FJI"));
    let body = json!({"position": "supports", "language": "en"});
    let _ = focal_point
        .post(&format!("/v1/proposals/{id}/submissions"), body)
        .await
        .expect(201);
    assert!(server.terminate().success());
    let sheet = file(
        &program,
        "sheet.csv",
        "state,text,language\nFJI,By note.,en\nWSM,By note.,en\n",
    );
    let (rows, _) = report(&import(&program, &id, &sheet, &[]).expect(1));
    assert_eq!(
        (&rows[0]["code"], &rows[1]["result"]),
        (&json!("lodged_by_the_state"), &json!("entered"))
    );
}

#[tokio::test]
async fn local_times_need_a_zone_and_languages_may_have_a_default() {
    let (program, id) = with_proposal().await;
    let sheet = file(
        &program,
        "sheet.csv",
        "country,comment,on\nFJI,Bula.,2026-01-02 12:00\n",
    );
    let map = "state=country,text=comment,received_at=on";
    let zone = ["--map", map, "--language", "en", "--time-zone", "Pacific/Fiji"];
    let _ = import(&program, &id, &sheet, &zone[..4]).expect(1);
    let _ = import(&program, &id, &sheet, &zone).expect(0);
    let server = program.serve();
    let focal_point = server.actor(&program.token("focal_point", "FJI"));
    let list = focal_point
        .get(&format!("/v1/proposals/{id}/submissions?at_least=4"))
        .await
        .expect(200);
    let path = format!("/v1/submissions/{}", list.json["items"][0]["id"].as_str().unwrap());
    let entered = focal_point.get(&path).await.expect(200).json;
    assert_eq!(entered["entry"]["received_at"], "2026-01-02T00:00:00Z");
}

#[tokio::test]
async fn a_sheet_that_cannot_be_read_enters_nothing() {
    let (program, id) = with_proposal().await;
    let missing = import(&program, &id, "/no/such/sheet.csv", &[]).expect(1);
    assert!(missing.stderr.contains("/no/such/sheet.csv"), "{}", missing.stderr);
    let wordless = file(&program, "wordless.csv", "state,words\nFJI,Bula\n");
    let refused = import(&program, &id, &wordless, &[]).expect(1);
    assert!(
        refused.stderr.contains("map one with `text=<column>`"),
        "{}",
        refused.stderr
    );
    let other = "0190f1d2-0000-7000-8000-000000000000";
    let unknown = import(&program, other, &file(&program, "sheet.csv", SHEET), &[]).expect(1);
    assert!(unknown.stderr.contains("there is no proposal"), "{}", unknown.stderr);
    assert_eq!(unknown.stdout, "");
}

/// More than one request can hold: the submission gets a version for each, and the rows are known again in all.
#[tokio::test]
async fn a_state_that_says_very_much_is_entered_in_parts() {
    let (program, id) = with_proposal().await;
    let words = "Very much. ".repeat(5_000);
    let row = |number: usize| json!({"state": "FJI", "language": "en", "paragraph": "1", "reference": number % 60, "text": format!("{number} {words}")});
    let sheet = (0..80)
        .map(|number| row(number).to_string())
        .collect::<Vec<_>>()
        .join("\n");
    let sheet = file(&program, "sheet.jsonl", &sheet);
    let (rows, summary) = report(&import(&program, &id, &sheet, &[]).expect(0));
    assert_eq!((&summary["rows"], &summary["entered"]), (&json!(80), &json!(80)));
    let numbers: std::collections::BTreeSet<&str> = rows.iter().map(|row| row["comment"].as_str().unwrap()).collect();
    assert_eq!(numbers.len(), 80, "every row became a comment of its own");
    let (again, summary) = report(&import(&program, &id, &sheet, &[]).expect(0));
    assert_eq!(summary["unchanged"], 80, "{summary}");
    assert!(
        rows.iter()
            .zip(&again)
            .all(|(one, other)| one["comment"] == other["comment"])
    );
    let server = program.serve();
    let place = ["--server", server.base(), "--token", &program.token("operator", "")];
    let on_server = binary::run(&[&["import", &sheet, "--proposal", &id], &place[..]].concat()).expect(0);
    assert_eq!(report(&on_server).1["unchanged"], 80);
}

#[tokio::test]
async fn rows_beyond_what_a_submission_holds_are_refused() {
    let (program, id) = with_proposal().await;
    let rows: Vec<String> = (1..=2_001)
        .map(|number| format!("FJI,{number},Word {number}.,en"))
        .collect();
    let rows = rows.join("\n");
    let sheet = file(&program, "sheet.csv", &format!("state,reference,text,language\n{rows}"));
    let (rows, summary) = report(&import(&program, &id, &sheet, &[]).expect(1));
    assert_eq!((&summary["entered"], &summary["refused"]), (&json!(2_000), &json!(1)));
    assert_eq!(rows[2_000]["code"], "too_long");
}

/// Comments of three states, of which one was not invited.
fn of_three_states(proposal: &str) -> MatrixSheet {
    let said = |state: &str, paragraph: &str, text: &str| ExportRow {
        state: Some(state.to_owned()),
        paragraph: Some(paragraph.to_owned()),
        comment_type: Some("technical".to_owned()),
        text: Some(text.to_owned()),
        ..ExportRow::default()
    };
    let fiji = ExportRow {
        quote_exact: Some("voluntary".to_owned()),
        proposed_wording_action: Some("replace".to_owned()),
        proposed_wording_text: Some("mandatory".to_owned()),
        explanation: Some("Networks do not end at borders.".to_owned()),
        ..said("FJI", "2", "=Voluntary is\ntoo weak.")
    };
    MatrixSheet {
        meta: ExportMeta {
            proposal_id: proposal.to_owned(),
            as_of_log_position: 1,
            as_of_instant: "2027-01-01T00:00:00Z".parse().unwrap(),
        },
        title: "Regional cooperation on incident response".to_owned(),
        rows: vec![fiji, said("WSM", "3", "Say it once."), said("THA", "1", "Not invited.")],
        threads: Vec::new(),
    }
}

#[tokio::test]
async fn a_workbook_and_a_document_are_entered_as_a_csv_is() {
    for format in [SheetFormat::Xlsx, SheetFormat::Docx] {
        let (program, id) = with_proposal().await;
        let sheet = program.beside(&format!("sheet.{}", format.name()));
        std::fs::write(&sheet, of_three_states(&id).write(format).unwrap()).unwrap();
        let became = |run: &binary::Run| {
            let (rows, _) = report(run);
            let of = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
            let outcomes = rows
                .iter()
                .map(|row| (of(row, "result"), of(row, "comment"), of(row, "code")));
            outcomes
                .map(|(result, comment, code)| format!("{result} {comment}{code}"))
                .collect::<Vec<_>>()
        };
        let language = ["--language", "en"];
        let dry = import(&program, &id, &sheet, &[&language[..], &["--dry-run"]].concat()).expect(1);
        assert_eq!(became(&dry)[0], "would_enter FJI-001", "{}", dry.stdout);
        let wet = import(&program, &id, &sheet, &language).expect(1);
        let expected = ["entered FJI-001", "entered WSM-001", "refused not_an_invited_state"];
        assert_eq!(became(&wet), expected, "{}", format.name());
        let server = program.serve();
        let token = program.token("operator", "");
        let place = ["--server", server.base(), "--token", &token];
        let again = binary::run(&[&["import", &sheet, "--proposal", &id], &language[..], &place[..]].concat());
        let expected = ["unchanged FJI-001", "unchanged WSM-001", "refused not_an_invited_state"];
        assert_eq!(became(&again.expect(1)), expected, "{}", format.name());
        let mission = server.actor(&program.token("member_mission", "KOR"));
        let path = format!("/v1/proposals/{id}/input/comments?state=FJI&at_least=5");
        let comment = mission.get(&path).await.expect(200).json["items"][0].clone();
        assert_eq!(comment["text"], "=Voluntary is\ntoo weak.", "{}", format.name());
        assert_eq!(
            (
                &comment["quote"]["exact"],
                &comment["proposed_wording"]["text"],
                &comment["type"]
            ),
            (&json!("voluntary"), &json!("mandatory"), &json!("technical"))
        );

        let other = std::fs::read(&sheet).unwrap();
        let elsewhere = with_proposal().await;
        let copy = elsewhere.0.beside(&format!("sheet.{}", format.name()));
        std::fs::write(&copy, other).unwrap();
        let refused = import(&elsewhere.0, &elsewhere.1, &copy, &language).expect(1);
        assert!(
            became(&refused).iter().all(|row| row == "refused wrong_proposal"),
            "{}",
            refused.stdout
        );
    }
}
