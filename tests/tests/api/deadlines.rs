//! The calendar: what was set, what is counted back from the key event, and what can still be done.

use acceptance::TestApp;
use serde_json::{Value, json};

/// The calendar of the Republic of Korea at an instant.
async fn calendar_at(app: &TestApp, instant: &str, query: &str) -> Vec<Value> {
    app.clock.set(instant.parse().unwrap());
    let path = format!("/v1/calendar?at_least={}&{query}", app.app().head().0);
    let calendar = app.member_mission("KOR").get(&path).await;
    calendar.expect(200).json["items"].as_array().unwrap().clone()
}

fn found<'c>(calendar: &'c [Value], kind: &str) -> &'c Value {
    calendar.iter().find(|one| one["kind"] == kind).unwrap()
}

#[actix_web::test]
async fn the_calendar_counts_back_from_the_key_event_in_the_capitals_time() {
    let app = TestApp::start().await;
    let _ = app.opened(&["FJI"]).await;
    let calendar = calendar_at(&app, "2027-03-02T08:00:00Z", "").await;
    assert_eq!(found(&calendar, "consultation_closes")["standing"], "passed");
    assert_eq!(found(&calendar, "key_event")["at"], "2027-11-30T00:00:00Z");
    for (kind, at, latest) in [
        ("comment", "2027-11-23T23:59:55Z", "2027-11-27T23:59:55Z"),
        ("dispose", "2027-11-23T23:59:55Z", "2027-11-27T23:59:55Z"),
        ("circulate", "2027-11-26T23:59:55Z", "2027-11-28T23:59:55Z"),
        ("open_silence", "2027-11-26T23:59:55Z", "2027-11-28T23:59:55Z"),
    ] {
        let one = found(&calendar, kind);
        assert_eq!(
            (&one["at"], &one["at_the_latest"]),
            (&json!(at), &json!(latest)),
            "{kind}"
        );
        assert_eq!(
            (&one["standing"], &one["still_possible"]),
            (&json!("ahead"), &json!([])),
            "{kind}"
        );
    }
    let open = found(&calendar, "open_silence");
    assert_eq!(open["at_local"]["local"], "2027-11-27T08:59:55+09:00");
    assert_eq!(open["days_left"], 269);
    assert!(
        open["says"].as_str().unwrap().contains("2027-11-27 08:59 UTC+09:00"),
        "{open}"
    );
    let in_suva = calendar_at(&app, "2027-03-02T08:00:00Z", "tz=Pacific/Fiji&language=ko").await;
    assert_eq!(in_suva[0]["at_local"]["time_zone"], "Pacific/Fiji");
    assert!(
        found(&in_suva, "key_event")["says"].as_str().unwrap().contains("시작"),
        "{in_suva:?}"
    );
    let nowhere = app.member_mission("KOR").get("/v1/calendar?tz=Nowhere").await;
    assert_eq!(nowhere.status, 400);
    assert_eq!(app.focal_point("FJI").get("/v1/calendar").await.status, 403);
}

#[actix_web::test]
async fn what_is_too_late_says_so_and_what_can_still_be_done() {
    let app = TestApp::start().await;
    let _ = app.opened(&["FJI"]).await;
    let told = |calendar: &[Value], kind: &str| {
        let one = found(calendar, kind);
        (one["standing"].clone(), one["still_possible"].clone())
    };
    let short = calendar_at(&app, "2027-11-24T08:00:00Z", "").await;
    let shorter = json!(["short_package", "urgency"]);
    assert_eq!(told(&short, "dispose"), (json!("short_notice"), shorter.clone()));
    assert_eq!(told(&short, "comment"), (json!("short_notice"), shorter));
    assert_eq!(told(&short, "open_silence"), (json!("ahead"), json!([])));
    let urgent = calendar_at(&app, "2027-11-28T08:00:00Z", "").await;
    assert_eq!(told(&urgent, "comment"), (json!("too_late"), json!(["note_late"])));
    assert_eq!(
        told(&urgent, "dispose"),
        (json!("too_late"), json!(["cut_off", "defer"]))
    );
    assert_eq!(told(&urgent, "circulate"), (json!("short_notice"), json!(["urgency"])));
    let too_late = calendar_at(&app, "2027-11-29T08:00:00Z", "").await;
    for kind in ["comment", "dispose", "circulate", "open_silence"] {
        assert_eq!(
            told(&too_late, kind),
            (json!("too_late"), json!(["after_key_event"])),
            "{kind}"
        );
        let says = found(&too_late, kind)["says"].as_str().unwrap();
        assert!(
            says.contains("It is too late for that. Silence can only end after G20"),
            "{says}"
        );
    }
    assert!(calendar_at(&app, "2027-11-30T00:00:00Z", "").await.is_empty());
}

#[actix_web::test]
async fn a_consultation_that_closes_too_late_to_answer_can_be_closed_early() {
    let app = TestApp::start().await;
    let proposal = app.tabled().await;
    let opening = json!({"closes_at": "2027-11-25T16:00:00Z", "invite": {"states": ["FJI"]}});
    let path = format!("/v1/proposals/{proposal}/consultation/open");
    let _ = app.member_mission("KOR").post(&path, opening).await.expect(200);
    let calendar = calendar_at(&app, "2027-11-01T08:00:00Z", "").await;
    let comment = found(&calendar, "comment");
    assert_eq!(comment["standing"], "short_notice");
    assert_eq!(
        comment["still_possible"],
        json!(["close_early", "short_package", "urgency"])
    );
    assert_eq!(found(&calendar, "dispose")["standing"], "ahead");
}

#[actix_web::test]
async fn a_text_under_silence_has_nothing_left_that_is_counted_back() {
    let app = TestApp::start().await;
    let proposal = app.opened(&["FJI"]).await;
    app.clock.set("2027-03-02T08:00:00Z".parse().unwrap());
    app.close_due().await;
    let path = format!("/v1/proposals/{proposal}/silence/open");
    let korea = app.member_mission("KOR");
    let _ = korea
        .post(&path, json!({"until": "2027-03-06T08:00:00Z"}))
        .await
        .expect(200);
    let calendar = calendar_at(&app, "2027-03-02T09:00:00Z", "").await;
    let kinds: Vec<&str> = calendar.iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["consultation_closes", "silence_ends", "key_event"]);
}
