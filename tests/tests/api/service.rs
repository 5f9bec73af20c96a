//! Health, problem pages, and the documentation that the binary serves.

use acceptance::TestApp;
use regional_input::config::Config;
use regional_input::problem::PROBLEMS;
use serde_json::Value;

async fn empty() -> TestApp {
    TestApp::start_empty(Config::default()).await
}

#[tokio::test]
async fn a_process_that_works_is_live_and_ready() {
    let app = empty().await;
    let live = app.anonymous().get("/livez").await.expect(200);
    assert_eq!(live.json, serde_json::json!({"status": "live"}));
    let ready = app.anonymous().get("/readyz").await.expect(200);
    assert_eq!(
        (&ready.json["status"], &ready.json["log_position"]),
        (&"ready".into(), &0.into())
    );
    assert_eq!(ready.header("cache-control").as_deref(), Some("no-store"));
}

#[tokio::test]
async fn a_process_whose_log_is_closed_lives_but_is_not_ready() {
    let app = empty().await;
    app.app().log().close().await;
    let ready = app.anonymous().get("/readyz").await.expect(503);
    assert_eq!(ready.code(), "not_ready");
    assert!(ready.header("retry-after").is_some());
    let _ = app.anonymous().get("/livez").await.expect(200);
}

#[tokio::test]
async fn every_problem_has_a_page_for_people_and_for_programs() {
    let app = empty().await;
    let (programs, people) = (app.anonymous(), app.anonymous().with("accept", "text/html,*/*;q=0.8"));
    for kind in PROBLEMS {
        let page = programs.get(&kind.type_url()).await.expect(200);
        assert_eq!(page.json["code"], kind.code);
        assert_eq!(page.json["status"], kind.status.as_u16());
    }
    let all = programs.get("/problems").await.expect(200);
    assert_eq!(all.json["items"].as_array().unwrap().len(), PROBLEMS.len());
    let page = people.get("/problems/unauthenticated").await.expect(200);
    assert_eq!(page.header("content-type").as_deref(), Some("text/html; charset=utf-8"));
    assert!(
        page.header("content-security-policy")
            .unwrap()
            .starts_with("default-src 'none'")
    );
    assert!(page.text.contains("Bearer &lt;JWT&gt;") && !page.text.contains("<script"));
    assert_eq!(
        people.get("/problems").await.expect(200).text.matches("<dt>").count(),
        PROBLEMS.len()
    );
    for unknown in ["/problems/%3Cscript%3E", "/problems/nothing"] {
        let missing = people.get(unknown).await.expect(404);
        assert_eq!(missing.code(), "not_found");
        assert!(!missing.text.contains("script"));
    }
}

#[tokio::test]
async fn the_type_of_a_problem_leads_to_its_page() {
    let app = empty().await;
    let problem = app.anonymous().get("/v1/nothing/of/the/kind").await.expect(404);
    let page = app
        .anonymous()
        .get(problem.json["type"].as_str().unwrap())
        .await
        .expect(200);
    assert_eq!(page.json["code"], problem.code());
}

#[tokio::test]
async fn the_served_document_is_the_committed_one() {
    let app = empty().await;
    let served = app.anonymous().get("/openapi.json").await.expect(200);
    assert_eq!(served.header("content-type").as_deref(), Some("application/json"));
    let own: Value = serde_json::from_str(&regional_input::openapi::to_json().unwrap()).unwrap();
    assert_eq!(served.json, own);
    assert_eq!(served.json["servers"], Value::Null, "nothing in it depends on the host");
}

#[test]
fn the_document_has_the_parameters_of_pages_and_positions() {
    let document: Value = serde_json::from_str(&regional_input::openapi::to_json().unwrap()).unwrap();
    for (path, item) in document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(path, _)| path.starts_with("/v1/"))
    {
        let Some(operation) = item.get("get") else { continue };
        let names: Vec<_> = operation["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        assert!(names.contains(&"at_least"), "{path}: {names:?}");
        let pages = operation["responses"]["400"]["description"]
            .as_str()
            .unwrap()
            .contains("`invalid_cursor`");
        assert_eq!(
            (names.contains(&"cursor"), names.contains(&"limit")),
            (pages, pages),
            "{path}: {names:?}"
        );
    }
}

#[tokio::test]
async fn the_documentation_works_without_a_network() {
    let app = empty().await;
    let redirected = app.anonymous().get("/docs").await.expect(200);
    assert!(redirected.text.contains("swagger-ui"), "followed to /docs/");
    let page = app.anonymous().get("/docs/").await.expect(200);
    assert_eq!(page.header("content-type").as_deref(), Some("text/html"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self';"), "no inline script: {policy}");
    assert!(!page.text.contains("//"), "no address of another host: {}", page.text);
    let named = page.text.split(['"', '\'']).filter(|part| part.starts_with("./"));
    let assets: Vec<&str> = named.map(|part| part.trim_start_matches("./")).collect();
    assert!(
        assets.contains(&"swagger-ui-bundle.js") && assets.contains(&"swagger-ui.css"),
        "{assets:?}"
    );
    for asset in assets {
        let reply = app.anonymous().get(&format!("/docs/{asset}")).await.expect(200);
        assert!(
            !reply.text.is_empty() && reply.header("content-type").is_some(),
            "{asset}"
        );
        assert_eq!(reply.header("x-content-type-options").as_deref(), Some("nosniff"));
    }
    assert!(inline_scripts(&page.text).is_empty(), "the policy would stop them");
    let start = app
        .anonymous()
        .get("/docs/swagger-initializer.js")
        .await
        .expect(200)
        .text;
    assert!(
        start.contains("\"/openapi.json\"") && !start.contains("http"),
        "{start}"
    );
    assert!(
        start.contains("\"validatorUrl\": \"none\""),
        "no public validator is asked: {start}"
    );
    let _ = app.anonymous().get("/docs/nothing.js").await.expect(404);
}

/// What stands between `<script …>` and `</script>`.
fn inline_scripts(page: &str) -> Vec<&str> {
    let bodies = page
        .split("<script")
        .skip(1)
        .filter_map(|part| part.split_once('>')?.1.split_once("</script"));
    bodies
        .map(|(body, _)| body.trim())
        .filter(|body| !body.is_empty())
        .collect()
}
