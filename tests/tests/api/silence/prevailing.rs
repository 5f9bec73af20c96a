//! Silence prevails: the gate, what is refused meanwhile, the clock, what follows.

use jiff::SignedDuration;

use super::*;

#[actix_web::test]
async fn r23_the_gate_lists_what_is_open_and_a_reason_opens_it() {
    let app = TestApp::start().await;
    let id = app.opened(&["FJI"]).await;
    let lead = app.member_mission("KOR");
    let early = silence(&lead, &id, "open", json!({})).await;
    assert_eq!(problem(&early), (409, "consultation_already_open"));
    let app = TestApp::start().await;
    let id = closed(&app).await;
    let lead = app.member_mission("KOR");
    let refused = silence(&lead, &id, "open", json!({})).await;
    assert_eq!(problem(&refused), (409, "gate_not_met"));
    let open = refused.json["open_comments"].as_array().unwrap();
    let places: Vec<_> = open
        .iter()
        .map(|one| (one["paragraph"].as_str().unwrap(), one["number"].as_str().unwrap()))
        .collect();
    assert_eq!(places.len(), 2);
    assert!(places[0].0 == "1" && places[0].1.starts_with("DEL-"), "{places:?}");
    assert_eq!(places[1], ("2", "FJI-001"));
    let half = json!({"deferred": [{"comment": "FJI-001", "reason": "later"}]});
    let refused = silence(&lead, &id, "open", half).await;
    assert_eq!(refused.json["open_comments"].as_array().unwrap().len(), 1);
    let unknown = json!({"deferred": [{"comment": "TON-001", "reason": "later"}]});
    let refused = silence(&lead, &id, "open", unknown).await;
    let expected = ("/deferred/0/comment".to_owned(), "unknown_comment".to_owned());
    assert_eq!(refused.field_errors(), [expected]);
    let short = silence(&lead, &id, "open", json!({"until": "2027-03-03T08:00:00Z"})).await;
    assert_eq!(short.field_errors(), [("/until".to_owned(), "too_early".to_owned())]);
}

#[actix_web::test]
async fn r12_a_text_under_silence_takes_neither_input_nor_changes() {
    let app = TestApp::start().await;
    let id = under_silence(&app).await;
    let (lead, fiji) = (app.member_mission("KOR"), app.focal_point("TON"));
    let path = format!("/v1/proposals/{id}/submissions");
    let late = fiji.post(&path, said(&json!([]))).await;
    assert_eq!(problem(&late), (409, "under_silence"));
    assert!(late.json["detail"].as_str().unwrap().contains(UNTIL), "{}", late.text);
    let dry = fiji.post(&format!("{path}?dry_run=true"), said(&json!([]))).await;
    assert_eq!(problem(&dry), (409, "under_silence"));
    let text = json!({"revision": {"language": "en", "paragraphs": [{"label": "1", "text": "Other."}]}});
    let path = format!("/v1/proposals/{id}/revisions");
    let revision = lead.post(&path, text["revision"].clone()).await;
    assert_eq!(problem(&revision), (409, "under_silence"), "{}", revision.text);
    let opening = json!({"closes_at": "2027-05-01T16:00:00Z", "invite": {"states": ["FJI"]}});
    let path = format!("/v1/proposals/{id}/consultation/open");
    assert_eq!(problem(&lead.post(&path, opening).await), (409, "under_silence"));
    let back = silence(&lead, &id, "take-back", json!({"reason": "a mistake in paragraph 2"})).await;
    assert_eq!(back.expect(200).json["silence"]["state"], json!("taken_back"));
    let _ = fiji
        .post(&format!("/v1/proposals/{id}/submissions"), said(&json!([])))
        .await
        .expect(201);
}

#[actix_web::test]
async fn r23_silence_prevails_and_the_clock_adopts_five_seconds_later() {
    let app = TestApp::start().await;
    let id = under_silence(&app).await;
    let (anyone, tuerkiye) = (app.anonymous(), app.member_mission("TUR"));
    let seen = proposal(&anyone, &id).await;
    assert_eq!(seen["status"], json!("under_silence"));
    let announced = ["state", "until", "opened_at", "revision", "broken"].map(|name| seen["silence"][name].clone());
    let expected = [json!("kept"), json!(UNTIL), json!(CLOSED), json!(0), json!([])];
    assert_eq!(announced, expected);
    app.clock.set(UNTIL.parse().unwrap());
    let body = json!({"paragraphs": [{"paragraph": "2", "rationale": "Too late."}]});
    let late = silence(&tuerkiye, &id, "break", body.clone()).await;
    assert_eq!(problem(&late), (409, "silence_over"));
    app.clock.advance(SignedDuration::from_secs(4));
    app.close_due().await;
    assert_eq!(events(&app, &id, "proposal.adopted").await, Vec::<Value>::new());
    assert_eq!(proposal(&anyone, &id).await["status"], json!("under_silence"));
    app.clock.advance(SignedDuration::from_secs(1));
    let adopted = adopted_by_the_clock(&app, &id).await;
    assert_eq!(adopted[0]["adopted_at"], json!(UNTIL));
    app.close_due().await;
    assert_eq!(events(&app, &id, "proposal.adopted").await.len(), 1, "adopted once");
    let seen = proposal(&anyone, &id).await;
    let adoption = ["status", "adopted_at", "adopted_revision"].map(|name| seen[name].clone());
    assert_eq!(adoption, [json!("adopted"), json!(UNTIL), json!(0)]);
    assert_eq!(seen["silence"]["state"], json!("prevailed"));
    // One second late, before and after the adoption is recorded, is the same to a member.
    assert_eq!(
        problem(&silence(&tuerkiye, &id, "break", body).await),
        (409, "silence_over")
    );
    let lodged = app
        .focal_point("FJI")
        .post(&format!("/v1/proposals/{id}/submissions"), said(&json!([])))
        .await;
    assert_eq!(problem(&lodged), (409, "already_adopted"));
}

#[actix_web::test]
async fn r23_silence_prevails_also_while_the_server_is_down() {
    let mut app = TestApp::start().await;
    let id = under_silence(&app).await;
    app.stop().await;
    app.clock.set("2027-04-01T00:00:00Z".parse().unwrap());
    app.restart().await;
    let adopted = adopted_by_the_clock(&app, &id).await;
    assert_eq!(adopted[0]["adopted_at"], json!(UNTIL));
}

#[actix_web::test]
async fn r23_two_clocks_adopt_once() {
    let app = TestApp::start().await;
    let id = under_silence(&app).await;
    app.clock.set("2027-03-05T08:00:05Z".parse().unwrap());
    // The program's own clock is a third.
    tokio::join!(app.close_due(), app.close_due());
    let _ = adopted_by_the_clock(&app, &id).await;
    app.close_due().await;
    assert_eq!(events(&app, &id, "proposal.adopted").await.len(), 1);
}

#[actix_web::test]
async fn r23_an_extension_moves_the_instant_later() {
    let app = TestApp::start().await;
    let id = under_silence(&app).await;
    let lead = app.member_mission("KOR");
    let earlier = silence(&lead, &id, "extend", json!({"until": UNTIL})).await;
    assert_eq!(earlier.field_errors(), [("/until".to_owned(), "too_early".to_owned())]);
    let later = json!({"until": "2027-03-06T08:00:00Z"});
    let extended = silence(&lead, &id, "extend", later).await.expect(200);
    assert_eq!(extended.json["silence"]["until"], json!("2027-03-06T08:00:00Z"));
    app.clock.set("2027-03-05T09:00:00Z".parse().unwrap());
    app.close_due().await;
    assert_eq!(proposal(&lead, &id).await["status"], json!("under_silence"));
}

#[actix_web::test]
async fn lists_know_what_is_under_silence_and_what_is_adopted() {
    let app = TestApp::start().await;
    let id = under_silence(&app).await;
    let list = async |status: &str| {
        let position = app.app().log().head().await.unwrap().position.0;
        let path = format!("/v1/proposals?status={status}&at_least={position}");
        app.anonymous().get(&path).await.expect(200).json["items"].clone()
    };
    let item = list("under_silence").await[0].clone();
    assert_eq!(
        (
            &item["id"],
            &item["status"],
            &item["silence_until"],
            &item["adopted_at"]
        ),
        (&json!(id), &json!("under_silence"), &json!(UNTIL), &json!(null))
    );
    assert_eq!(list("closed").await, json!([]));
    app.clock.set("2027-03-05T08:00:05Z".parse().unwrap());
    let _ = adopted_by_the_clock(&app, &id).await;
    let item = list("adopted").await[0].clone();
    assert_eq!(
        (&item["status"], &item["silence_until"], &item["adopted_at"]),
        (&json!("adopted"), &json!(null), &json!(UNTIL))
    );
    assert_eq!(
        (list("under_silence").await, list("closed").await),
        (json!([]), json!([]))
    );
}

#[actix_web::test]
async fn a_configuration_makes_a_silence_of_a_second() {
    let config = regional_input::config::Config {
        silence: regional_input::config::Silence {
            shortest_seconds: Some(1),
        },
        ..Default::default()
    };
    let app = TestApp::start_with(config).await;
    let id = app.opened(&["FJI"]).await;
    app.clock.set(CLOSED.parse().unwrap());
    let body = json!({"until": "2027-03-02T08:00:01Z"});
    let opened = silence(&app.member_mission("KOR"), &id, "open", body).await.expect(200);
    assert_eq!(opened.json["silence"]["until"], json!("2027-03-02T08:00:01Z"));
}
