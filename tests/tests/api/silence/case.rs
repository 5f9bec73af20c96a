//! A real case: a declaration was put under silence for 72 hours and broken on many paragraphs. The data are read where they
//! are, and never copied; without them the test says so and passes.

use std::path::{Path, PathBuf};

use super::*;

/// The case, if it is there.
fn case() -> Option<Value> {
    let named = std::env::var_os("REGIONAL_INPUT_REAL_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let file = named
        .unwrap_or_else(beside)
        .join("silence_case/declaration_future_generations_rev3.json");
    let text = std::fs::read_to_string(file).ok()?;
    serde_json::from_str(&text).ok()
}

/// The labels of the broken paragraphs, in the order of the case: a number, or the name of a part's opening words.
fn broken_labels(case: &Value) -> Vec<String> {
    let sections = case["broken_paragraphs"].as_object().unwrap();
    let labels = sections.iter().flat_map(|(section, paragraphs)| {
        let paragraphs = paragraphs.as_array().unwrap().iter();
        paragraphs.map(move |paragraph| match paragraph.as_u64() {
            Some(number) => number.to_string(),
            None => format!("{section}, {}", paragraph.as_str().unwrap()),
        })
    });
    labels.collect()
}

/// Paragraphs 1 to 40, and the openings that the case names.
fn text_of(case: &Value) -> Vec<Value> {
    let mut labels: Vec<String> = (1..=40).map(|number| number.to_string()).collect();
    labels.extend(broken_labels(case).into_iter().filter(|label| label.contains(',')));
    labels
        .iter()
        .map(|label| json!({"label": label, "text": format!("Words of paragraph {label}.")}))
        .collect()
}

#[actix_web::test]
async fn r23_a_declaration_is_broken_paragraph_by_paragraph_and_its_next_revision_prevails() {
    let Some(case) = case() else {
        println!("skipped: needs the silence case beside the checkout, or REGIONAL_INPUT_REAL_DATA");
        return;
    };
    let app = TestApp::start().await;
    let lead = app.member_mission("KOR");
    let tabling = json!({
        "title": {"en": case["document"]}, "focus_area": "cybersecurity",
        "revision": {"label": case["revision"], "language": "en", "paragraphs": text_of(&case)}
    });
    let id = lead.post("/v1/proposals", tabling).await.expect(201).id();
    let opening = json!({"closes_at": "2027-03-01T16:00:00Z", "invite": {"states": ["FJI"]}});
    let _ = lead
        .post(&format!("/v1/proposals/{id}/consultation/open"), opening)
        .await
        .expect(200);
    app.clock.set(CLOSED.parse().unwrap());
    let lead = app.member_mission("KOR");
    let opened = silence(&lead, &id, "open", json!({})).await.expect(200);
    assert_eq!(opened.json["silence"]["until"], json!(UNTIL), "72 hours");
    let labels = broken_labels(&case);
    // Several delegations broke it, not named: every third paragraph by the same one.
    for (turn, member) in ["TUR", "AUS", "IDN"].into_iter().enumerate() {
        let own = labels.iter().skip(turn).step_by(3);
        let paragraphs: Vec<Value> = own
            .map(|label| json!({"paragraph": label, "rationale": format!("On {label}.")}))
            .collect();
        let body = json!({"paragraphs": paragraphs});
        let _ = silence(&app.member_mission(member), &id, "break", body)
            .await
            .expect(200);
    }
    let seen = proposal(&app.member_mission("MEX"), &id).await;
    assert_eq!(seen["status"], json!("closed"));
    let breaks = seen["silence"]["broken"].as_array().unwrap();
    let told: usize = breaks
        .iter()
        .map(|one| one["paragraphs"].as_array().unwrap().len())
        .sum();
    assert_eq!((breaks.len(), told), (3, labels.len()));
    let outside = app.anonymous().get(&format!("/v1/proposals/{id}")).await.expect(200);
    assert_eq!(outside.json["silence"]["broken"].as_array().unwrap().len(), 3);
    assert!(
        ["TUR", "AUS", "IDN"]
            .iter()
            .all(|member| !outside.text.contains(member))
    );
    let _ = circulate_next(&lead, &id, &seen, &labels).await;
    let again = silence(&lead, &id, "open", json!({})).await.expect(200);
    assert_eq!(
        (&again.json["silence"]["number"], &again.json["silence"]["revision"]),
        (&json!(2), &json!(1))
    );
    app.clock.set("2027-03-05T08:00:05Z".parse().unwrap());
    let adopted = adopted_by_the_clock(&app, &id).await;
    assert_eq!(adopted[0]["revision"], json!(1));
    let note = app
        .anonymous()
        .get(&format!("/v1/proposals/{id}/outcome"))
        .await
        .expect(200);
    assert_eq!(note.json["changes"].as_array().unwrap().len(), labels.len());
    let record = app
        .anonymous()
        .get(&format!("/v1/proposals/{id}/silence/record"))
        .await
        .expect(200);
    let states = record.json["silences"].as_array().unwrap().iter();
    let states: Vec<&Value> = states.map(|one| &one["silence"]["state"]).collect();
    assert_eq!(states, [&json!("broken"), &json!("prevailed")]);
}

/// The next revision: what was broken has other words.
async fn circulate_next(lead: &Actor, id: &str, seen: &Value, broken: &[String]) -> Reply {
    let paragraphs = seen["revision"]["paragraphs"].as_array().unwrap().iter();
    let paragraphs: Vec<Value> = paragraphs
        .map(|old| {
            let label = old["label"].as_str().unwrap();
            let text = old["text"].as_str().unwrap();
            let text = if broken.iter().any(|one| one == label) {
                format!("{text} As agreed.")
            } else {
                text.to_owned()
            };
            json!({"from": [old["id"]], "label": label, "text": text})
        })
        .collect();
    let body = json!({"language": "en", "paragraphs": paragraphs});
    lead.post(&format!("/v1/proposals/{id}/revisions"), body)
        .await
        .expect(201)
}
