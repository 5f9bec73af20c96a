//! Silence is broken: at once for everybody, by whom and why for members, and for others by the member's choice.

use super::*;

fn on(paragraph: &str, disclosed: bool) -> Value {
    json!({"paragraphs": [{"paragraph": paragraph, "rationale": "It does not go far enough.",
        "amendment": "They shall exchange information."}], "disclosed": disclosed})
}

#[actix_web::test]
async fn r23_who_broke_silence_and_why_is_for_members() {
    let app = TestApp::start().await;
    let id = under_silence(&app).await;
    let tuerkiye = app.member_mission("TUR");
    let broken = silence(&tuerkiye, &id, "break", on("2", false)).await.expect(200);
    assert_eq!(
        (&broken.json["status"], &broken.json["silence"]["state"]),
        (&json!("closed"), &json!("broken"))
    );
    let member = proposal(&app.member_mission("IDN"), &id).await;
    let told = &member["silence"]["broken"][0];
    assert_eq!(told["by"], json!("TUR"));
    assert_eq!(told["paragraphs"][0]["label"], json!("2"));
    assert_eq!(told["paragraphs"][0]["rationale"], json!("It does not go far enough."));
    for other in [app.anonymous(), app.focal_point("FJI")] {
        let seen = other.get(&format!("/v1/proposals/{id}")).await.expect(200);
        let told = &seen.json["silence"]["broken"][0];
        let expected = json!({"at": CLOSED, "by": null, "disclosed": false, "paragraphs": null});
        assert_eq!(told, &expected);
        let record = other
            .get(&format!("/v1/proposals/{id}/silence/record"))
            .await
            .expect(200);
        let document = other
            .get(&format!("/v1/proposals/{id}/silence/record?format=md"))
            .await
            .expect(200);
        for text in [&seen.text, &record.text, &document.text] {
            assert!(!text.contains("TUR") && !text.contains("far enough"), "{text}");
        }
    }
}

#[actix_web::test]
async fn r23_a_member_may_let_everybody_know_and_others_add_theirs() {
    let app = TestApp::start().await;
    let id = under_silence(&app).await;
    let _ = silence(&app.member_mission("TUR"), &id, "break", on("2", true))
        .await
        .expect(200);
    let second = silence(&app.member_mission("AUS"), &id, "break", on("3", false)).await;
    assert_eq!(
        second.expect(200).json["silence"]["broken"].as_array().unwrap().len(),
        2
    );
    let seen = proposal(&app.anonymous(), &id).await;
    let told = seen["silence"]["broken"].as_array().unwrap();
    assert_eq!((&told[0]["by"], &told[1]["by"]), (&json!("TUR"), &json!(null)));
    assert_eq!(
        told[0]["paragraphs"][0]["amendment"],
        json!("They shall exchange information.")
    );
    app.clock.set("2027-03-05T08:00:10Z".parse().unwrap());
    app.close_due().await;
    assert_eq!(proposal(&app.anonymous(), &id).await["status"], json!("closed"));
    let late = silence(&app.member_mission("IDN"), &id, "break", on("1", false)).await;
    assert_eq!(problem(&late), (409, "silence_over"));
}

#[actix_web::test]
async fn r23_a_break_needs_words_and_a_silence() {
    let app = TestApp::start().await;
    let id = closed(&app).await;
    let member = app.member_mission("TUR");
    let nothing = silence(&member, &id, "break", on("2", false)).await;
    assert_eq!(problem(&nothing), (409, "not_under_silence"));
    let empty = silence(&member, &id, "break", json!({"paragraphs": [{"paragraph": "9"}]})).await;
    let expected = [
        ("/paragraphs/0/paragraph", "unknown_paragraph"),
        ("/paragraphs/0/rationale", "empty"),
    ];
    let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
    assert_eq!(empty.field_errors(), expected);
    let stale = member
        .with("if-match", "\"1\"")
        .post(&format!("/v1/proposals/{id}/silence/break"), on("2", false))
        .await;
    assert_eq!(problem(&stale), (412, "precondition_failed"));
}

#[actix_web::test]
async fn a_retry_of_a_break_gets_the_first_answer() {
    let app = TestApp::start().await;
    let id = under_silence(&app).await;
    let member = app.member_mission("TUR").with("idempotency-key", "break-1");
    let first = silence(&member, &id, "break", on("2", false)).await.expect(200);
    app.clock.set("2027-03-05T08:00:10Z".parse().unwrap());
    let member = app.member_mission("TUR").with("idempotency-key", "break-1");
    let again = silence(&member, &id, "break", on("2", false)).await.expect(200);
    assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
    assert_eq!((&again.json, again.header("etag")), (&first.json, first.header("etag")));
    assert_eq!(events(&app, &id, "silence.broken").await.len(), 1);
}
