//! `export`: everything that the viewer may see, also while a server runs.

use serde_json::{Value, json};

use super::{file, json_lines, with_proposal};

#[tokio::test]
async fn an_export_holds_what_its_viewer_may_see() {
    let (program, id) = with_proposal().await;
    let server = program.serve();
    let submissions = format!("/v1/proposals/{id}/submissions");
    let fiji = server.actor(&program.token("focal_point", "FJI"));
    let body = json!({"position": "supports", "language": "en", "general_remarks": "Bula.", "comments": [
        {"paragraph": "2", "text": "=For all participants."},
        {"paragraph": "1", "text": "For members.", "audience": "members_only"},
        {"paragraph": "3", "text": "For anybody.", "audience": "public"}]});
    let _ = fiji.post(&submissions, body).await.expect(201);
    let samoa = server.actor(&program.token("focal_point", "WSM"));
    let _ = samoa
        .post(&submissions, json!({"position": "no_objection", "language": "en"}))
        .await
        .expect(201);

    let exported = |name: &str, format: &str, eyes: &[&str]| {
        let path = program.beside(name);
        let run = program
            .run_here(&[&["export", &id, "--format", format, "-o", &path], eyes].concat())
            .expect(0);
        (run.stdout, std::fs::read_to_string(path).unwrap())
    };
    let (said, all) = exported("all.ndjson", "ndjson", &[]);
    assert!(said.ends_with("4 rows, as KOR may see them\n"), "{said}");
    let lines = json_lines(&all);
    assert_eq!(
        (&lines[0]["kind"], &lines[0]["as_of_log_position"]),
        (&json!("export"), &json!(5))
    );
    let rows: Vec<(&Value, &Value)> = lines[1..5]
        .iter()
        .map(|row| (&row["number"], &row["paragraph"]))
        .collect();
    let expected = [json!("FJI-002"), json!("FJI-001"), json!("FJI-003"), json!(null)];
    assert_eq!(
        rows.iter().map(|row| row.0.clone()).collect::<Vec<_>>(),
        expected,
        "in reading order"
    );
    assert_eq!(
        (&lines[1]["general_remarks"], &lines[2]["general_remarks"]),
        (&json!("Bula."), &json!(null))
    );
    assert_eq!(
        (&lines[4]["kind"], &lines[4]["state"]),
        (&json!("submission"), &json!("WSM"))
    );
    assert_eq!(lines[4]["position"], "no_objection");
    assert_eq!(lines[5], json!({"kind": "end", "rows": 4}));

    let (said, partner) = exported("partner.ndjson", "ndjson", &["--as", "focal_point:VNM"]);
    assert!(said.contains("3 rows, as VNM"), "{said}");
    assert!(!partner.contains("For members."), "{partner}");
    let (said, anybody) = exported("anybody.csv", "csv", &["--as", "operator"]);
    assert!(said.contains("1 rows, as anybody"), "{said}");
    assert!(
        anybody.contains("For anybody.") && !anybody.contains("participants."),
        "{anybody}"
    );
    let (_, sheet) = exported("all.csv", "csv", &[]);
    assert!(sheet.contains("'=For all participants."), "{sheet}");
}

/// FJI's position is for participants, WSM's for nobody else; each has a comment that all participants may read.
#[tokio::test]
async fn r15_how_an_entry_came_is_for_the_own_state_and_for_members_who_see_what_it_says_as_a_whole() {
    let (program, id) = with_proposal().await;
    let server = program.serve();
    let operator = server.actor(&program.token("operator", ""));
    for (state, attribution) in [("FJI", "named"), ("WSM", "to_none")] {
        let entry = json!({
            "state": state, "channel": "note verbale", "received_at": "2026-01-08T15:00:00Z",
            "evidence_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "position": "supports", "language": "en", "attribution": attribution,
            "comments": [{"paragraph": "1", "text": "Words.", "attribution": "named"}]});
        let path = format!("/v1/proposals/{id}/submissions/entered");
        let _ = operator.post(&path, entry).await.expect(201);
    }
    assert!(server.terminate().success());
    let viewers = [
        ("member_mission:KOR", ["FJI"].as_slice()),
        ("focal_point:VNM", &[]),
        ("focal_point:FJI", &["FJI"]),
        ("focal_point:WSM", &["WSM"]),
    ];
    for (eyes, told) in viewers {
        let out = program.beside("out.ndjson");
        let _ = program
            .run_here(&["export", &id, "--format", "ndjson", "-o", &out, "--as", eyes])
            .expect(0);
        let lines = json_lines(&std::fs::read_to_string(out).unwrap());
        let rows: Vec<&Value> = lines.iter().filter(|line| line["kind"] == "comment").collect();
        assert_eq!(rows.len(), 2, "{eyes}: {lines:?}");
        for row in rows {
            let told = told.iter().any(|state| row["state"] == *state);
            assert_eq!(row["received_via"] == "note verbale", told, "{eyes}: {row}");
            assert_eq!(row["received_at"].is_string(), told, "{eyes}: {row}");
        }
    }
}

#[tokio::test]
async fn what_was_exported_comes_back_in_unchanged() {
    let (program, id) = with_proposal().await;
    let sheet = file(
        &program,
        "sheet.csv",
        "state,paragraph,text,language,reference\nFJI,1,One.,en,a\nFJI,2,Deux.,fr,b\nWSM,,Three.,en,c\n",
    );
    let _ = program.run_here(&["import", &sheet, "--proposal", &id]).expect(0);
    for format in ["csv", "ndjson"] {
        let out = program.beside(&format!("out.{format}"));
        let _ = program
            .run_here(&["export", &id, "--format", format, "-o", &out])
            .expect(0);
        let run = program.run_here(&["import", &out, "--proposal", &id]).expect(0);
        let summary = json_lines(&run.stdout).pop().unwrap();
        assert_eq!(
            (&summary["rows"], &summary["unchanged"]),
            (&json!(3), &json!(3)),
            "{summary}"
        );
    }
}

#[tokio::test]
async fn an_export_that_cannot_be_made_leaves_no_file() {
    let (program, id) = with_proposal().await;
    let out = program.beside("out.csv");
    let other = "0190f1d2-0000-7000-8000-000000000000";
    let unknown = program
        .run_here(&["export", other, "--format", "csv", "-o", &out])
        .expect(1);
    assert!(unknown.stderr.contains("there is no proposal"), "{}", unknown.stderr);
    let nowhere = program
        .run_here(&["export", &id, "--format", "csv", "-o", "/no/such/folder/out.csv"])
        .expect(1);
    assert!(nowhere.stderr.contains("/no/such/folder/out.csv"), "{}", nowhere.stderr);
    assert!(!std::path::Path::new(&out).exists());
}
