//! The record and the outcome note: facts and documents, as far as R15 lets the reader see.

use super::*;

async fn record(who: &Actor, id: &str) -> Value {
    let path = format!("/v1/proposals/{id}/silence/record");
    who.get(&path).await.expect(200).json
}

#[actix_web::test]
async fn r23_the_record_prints_what_was_left_open_as_far_as_the_reader_sees_it() {
    let app = TestApp::start().await;
    let id = under_silence(&app).await;
    let numbers = |record: &Value| -> Vec<String> {
        let deferred = record["silences"][0]["deferred"].as_array().unwrap();
        let numbers = deferred.iter();
        numbers
            .map(|one| one["comment"]["number"].as_str().unwrap().to_owned())
            .collect()
    };
    let member = record(&app.member_mission("IDN"), &id).await;
    assert_eq!(numbers(&member).len(), 2);
    let unnamed = &member["silences"][0]["deferred"][0]["comment"];
    assert_eq!(
        (&unnamed["state"], &unnamed["label"]),
        (&json!(null), &json!("a delegation"))
    );
    let own = record(&app.focal_point("WSM"), &id).await;
    assert!(numbers(&own).iter().any(|number| number.starts_with("WSM-")));
    assert_eq!(member["silences"][0]["silence"]["state"], json!("kept"));
    // Before it was opened there was none.
    let before = app
        .anonymous()
        .get(&format!("/v1/proposals/{id}/silence/record?as_of=4"))
        .await
        .expect(200);
    assert_eq!(before.json["silences"], json!([]));
}

#[actix_web::test]
async fn r23_a_state_finds_why_its_comment_was_left_open_beside_the_comment() {
    let app = TestApp::start().await;
    let id = closed(&app).await;
    let fiji = app.focal_point("FJI");
    let outcomes = "/v1/states/FJI/outcomes";
    let before = fiji.get(outcomes).await.expect(200).json;
    assert_eq!(before["items"][0]["left_open"], json!(null));
    let deferred = open_numbers(&app, &id).await.into_iter();
    let deferred = deferred.map(|number| json!({"comment": number, "reason": "for the next chair"}));
    let body = json!({"until": UNTIL, "deferred": deferred.collect::<Vec<_>>()});
    let opened = silence(&app.member_mission("KOR"), &id, "open", body).await.expect(200);
    let after = format!("{outcomes}?at_least={}", opened.header("log-position").unwrap());
    let item = &fiji.get(&after).await.expect(200).json["items"][0];
    assert_eq!(
        (&item["left_open"], &item["published"]),
        (&json!("for the next chair"), &json!(null))
    );
}

#[actix_web::test]
async fn r24_the_outcome_note_comes_with_the_adoption() {
    let app = TestApp::start().await;
    let id = under_silence(&app).await;
    let path = format!("/v1/proposals/{id}/outcome");
    let early = app.anonymous().get(&path).await;
    assert_eq!(problem(&early), (409, "not_adopted"));
    let explanation = json!({"kind": "reservation", "paragraphs": ["2"], "text": "National law prevails."});
    let explained = app
        .member_mission("TUR")
        .post(&format!("/v1/proposals/{id}/explanations"), explanation)
        .await
        .expect(201);
    assert_eq!(explained.json["paragraphs"], json!(["2"]));
    let association = json!({"except_paragraphs": ["3"], "statement": "We look forward to it."});
    let joins = format!("/v1/proposals/{id}/associations");
    let fiji = app.focal_point("FJI");
    assert_eq!(
        problem(&fiji.post(&joins, association.clone()).await),
        (409, "not_adopted")
    );
    app.clock.set("2027-03-05T08:00:05Z".parse().unwrap());
    let _ = adopted_by_the_clock(&app, &id).await;
    let fiji = app.focal_point("FJI");
    let joined = fiji.post(&joins, association).await.expect(201);
    assert_eq!(
        (&joined.json["state"], &joined.json["except_paragraphs"]),
        (&json!("FJI"), &json!(["3"]))
    );
    let note = app.anonymous().get(&path).await.expect(200).json;
    assert_eq!(note["adopted_at"], json!(UNTIL));
    assert_eq!(note["text"]["paragraphs"].as_array().unwrap().len(), 3);
    assert_eq!(note["explanations"][0]["by"], json!("TUR"));
    assert_eq!(note["associations"][0]["statement"], json!("We look forward to it."));
    let lists = ["invited", "lodged", "no_objection", "aligned", "silent"];
    let counts = lists.map(|name| note["took_part"][name]["count"].clone());
    assert_eq!(counts, [json!(3), json!(1), json!(0), json!(0), json!(2)]);
    // WSM spoke for no attribution: it counts among the silent for all but itself.
    assert_eq!(note["took_part"]["silent"]["states"], json!(["TON", "WSM"]));
    let own = app.focal_point("WSM").get(&path).await.expect(200).json;
    assert_eq!(own["took_part"]["lodged"]["states"], json!(["FJI", "WSM"]));
    assert_eq!(
        problem(&app.focal_point("THA").post(&joins, json!({})).await),
        (403, "not_an_invited_state")
    );
}

#[actix_web::test]
async fn the_documents_speak_six_languages() {
    let app = TestApp::start().await;
    let id = adopted(&app).await;
    for (language, title) in [
        ("en", "# Outcome note"),
        ("es-MX", "# Nota de resultados"),
        ("fr", "# Note sur les résultats"),
        ("id", "# Catatan hasil"),
        ("ko", "# 결과 문서"),
        ("tr", "# Sonuç notu"),
        ("de", "# Outcome note"),
    ] {
        let path = format!("/v1/proposals/{id}/outcome?format=md&language={language}");
        let reply = app.anonymous().get(&path).await.expect(200);
        assert!(reply.text.starts_with(title), "{}", reply.text);
        assert!(
            !reply.text.contains("outcome-") && !reply.text.contains("record-"),
            "{}",
            reply.text
        );
        assert_eq!(
            reply.header("content-type").as_deref(),
            Some("text/markdown; charset=utf-8")
        );
    }
    let path = format!("/v1/proposals/{id}/silence/record");
    let reply = app
        .anonymous()
        .with("accept", "text/markdown")
        .get(&path)
        .await
        .expect(200);
    assert!(reply.text.starts_with("# Record of silence"), "{}", reply.text);
    assert!(reply.text.contains("Silence prevailed"), "{}", reply.text);
    let known = app
        .anonymous()
        .with("accept", "text/markdown")
        .with("if-none-match", &reply.header("etag").unwrap());
    assert_eq!(known.get(&path).await.status, 304);
    for path in [path.clone(), format!("/v1/proposals/{id}/outcome")] {
        let file = app.anonymous().get(&format!("{path}?format=docx")).await.expect(200);
        assert!(file.bytes.starts_with(b"PK"), "{path}");
        let disposition = file.header("content-disposition").unwrap();
        assert!(
            disposition.starts_with("attachment; filename=\"") && disposition.ends_with(".docx\""),
            "{disposition}"
        );
    }
    let odd = app.anonymous().get(&format!("{path}?format=pdf")).await;
    assert_eq!(problem(&odd), (400, "invalid_query_parameter"));
}
