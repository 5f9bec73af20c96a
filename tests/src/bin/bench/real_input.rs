//! The real consultation of docs/real-input.md, imported.

use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use private_postgres::PrivatePostgres;
use regional_input::auth::Role;
use serde_json::{Value, json};

use crate::load::{Connection, request};
use crate::place::{Engine, Place};
use crate::report::Report;
use crate::server::{Server, program, token};

/// The real consultation of docs/real-input.md, where its data are present.
pub(crate) async fn run(report: &mut Report, server: &PrivatePostgres) -> anyhow::Result<()> {
    report.section("Real input");
    let data = Path::new("../shared/data/eu_ai_white_paper_2020");
    if !data.join("comments.jsonl").exists() {
        report.row(
            "resident memory after the real input",
            "not measured: the data are not here",
            "",
            None,
        );
        return Ok(());
    }
    let place = Place::fresh(Engine::Sqlite, server)?;
    let (dir, server) = (&place.dir, Server::program(&place)?);
    let register = [
        include_str!("../../../../deploy/mikta.toml"),
        include_str!("../../../../deploy/real-input/partners.toml"),
    ];
    let register = regional_input::register_file::to_json(&register.concat())?;
    let questions: Value = serde_json::from_slice(&std::fs::read(data.join("questions.json"))?)?;
    let paragraphs: Vec<Value> = questions
        .as_object()
        .context("questions.json is no object")?
        .iter()
        .map(|(label, text)| json!({"label": label, "text": text}))
        .collect();
    let partners: Vec<Value> = register["partners"]
        .as_array()
        .context("no partners")?
        .iter()
        .map(|partner| partner["code"].clone())
        .collect();
    let (operator, lead) = (
        token(dir.path(), Role::Operator, None)?,
        token(dir.path(), Role::MemberMission, Some("KOR"))?,
    );
    let mut connection = Connection::open(server.address).await?;
    let steps = [
        ("/v1/register".to_owned(), &operator, register.clone()),
        (
            "/v1/proposals".to_owned(),
            &lead,
            json!({"title": {"en": "White paper"}, "focus_area": "cybersecurity",
            "revision": {"language": "en", "paragraphs": paragraphs}}),
        ),
    ];
    let mut id = String::new();
    for (path, token, body) in steps {
        let answer = connection
            .send(&request("POST", &path, token, &body.to_string()))
            .await?;
        anyhow::ensure!(answer.status < 300, "{}", String::from_utf8_lossy(&answer.body));
        let answer: Value = serde_json::from_slice(&answer.body)?;
        answer["id"].as_str().unwrap_or_default().clone_into(&mut id);
    }
    let opening = json!({"closes_at": "2099-01-01T00:00:00Z", "invite": {"states": partners}});
    let path = format!("/v1/proposals/{id}/consultation/open");
    let opened = connection
        .send(&request("POST", &path, &lead, &opening.to_string()))
        .await?;
    anyhow::ensure!(opened.status == 200, "{}", String::from_utf8_lossy(&opened.body));
    let started = Instant::now();
    let imported = std::process::Command::new(program()?)
        .arg("import")
        .arg(data.join("comments.jsonl"))
        .args(["--proposal", &id, "--time-zone", "UTC", "--token", &operator])
        .args([
            "--map",
            "state=country,paragraph=section,text=text,language=lang,received_at=submitted_at,reference=ref",
        ])
        .args(["--server", &format!("http://{}", server.address)])
        .output()?;
    let seconds = started.elapsed().as_secs_f64();
    let output = String::from_utf8_lossy(&imported.stdout);
    let summary = output.lines().last().unwrap_or_default().to_owned();
    report.row(
        "import of the 4,018 rows of docs/real-input.md",
        &format!("{seconds:.2} s"),
        &format!("`{summary}`"),
        None,
    );
    report.row(
        "resident memory after the real input",
        &format!("{:.1} MB", server.resident_mb()),
        "",
        None,
    );
    Ok(())
}
