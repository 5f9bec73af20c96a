//! Reads as of an earlier position: what was answered then, by the rights of now (R15b, R25).

use acceptance::{Actor, Reply, TestApp};
use serde_json::{Value, json};

use crate::matrix::{closed, head, ids, numbers, published, reviewed, said};

/// Every read of one proposal that takes `as_of`, below its path; those of submissions and comments have their own.
const READS: [&str; 25] = [
    "",
    "/consultations",
    "/revisions/0",
    "/revisions/0/changes",
    "/revisions/0/placements",
    "/submissions",
    "/submissions?limit=1",
    "/input",
    "/input/comments",
    "/input/comments?disposition=accepted",
    "/input/comments?disposition=none",
    "/input/paragraphs",
    "/input/regions",
    "/input/positions",
    "/input/near-duplicates",
    "/participation",
    "/matrix?disposition=accepted",
    "/rolling-text",
    "/brief",
    "/brief?format=md",
    "/dispositions/silence",
    "/silence/record",
    "/export?format=json",
    "/export?format=csv",
    "/letters/FJI",
];

fn with(path: &str, query: &str) -> String {
    format!("{path}{}{query}", if path.contains('?') { '&' } else { '?' })
}

/// What is compared: the answer beside the state of the log that it shows, and the cursor, which is bound to the question.
fn answered(reply: Reply) -> (u16, Value, String) {
    if reply.status != 200 {
        return (reply.status, json!(reply.code()), String::new());
    }
    let mut json = said(reply.json);
    if let Some(next) = json.pointer_mut("/page/next") {
        *next = json!(next.is_string());
    }
    let text = if json.is_null() { reply.text } else { String::new() };
    (reply.status, json, text)
}

#[actix_web::test]
async fn r25_every_read_of_a_proposal_answers_the_past_as_it_answered_then() {
    let app = TestApp::start().await;
    let id = closed(&app).await;
    app.close_due().await;
    let readers = [app.anonymous(), app.member_mission("MEX"), app.focal_point("FJI")];
    let comment = reviewed(&app, &id).await;
    let all = app.anonymous().get(&format!("/v1/proposals/{id}/matrix")).await;
    let comments = ids(&all.json).into_iter().map(|id| format!("/v1/comments/{id}"));
    let reads = READS.iter().map(|read| format!("/v1/proposals/{id}{read}"));
    let reads: Vec<String> = reads.chain(comments).collect();
    let mut then = Vec::new();
    for act in 0..2 {
        let head = head(&app).await;
        for path in &reads {
            for (index, who) in readers.iter().enumerate() {
                let reply = who.get(&with(path, &format!("at_least={head}"))).await;
                then.push((path, head, index, answered(reply)));
            }
        }
        if act == 0 {
            published(&app, &id, comment).await;
        }
    }
    let more = json!({"position": "supports", "language": "en", "audience": "public",
        "comments": [{"paragraph": "2", "type": "technical", "text": "Which incidents?"}]});
    let path = format!("/v1/proposals/{id}/submissions");
    let _ = app.focal_point("TON").post(&path, more).await.expect(201);
    let mut answers = 0;
    for (path, head, index, wanted) in then {
        let reply = readers[index].get(&with(path, &format!("as_of={head}"))).await;
        answers += usize::from(reply.status == 200);
        assert_eq!(answered(reply), wanted, "{path} at {head}");
    }
    assert!(answers > 100, "{answers}");
    for path in reads {
        let reply = app.member_mission("MEX").get(&with(&path, "as_of=1")).await;
        assert_eq!(reply.status, 404, "{path}: not yet tabled: {}", reply.text);
        let reply = app.member_mission("MEX").get(&with(&path, "as_of=9999")).await;
        assert_eq!(reply.code(), "as_of_in_the_future", "{path}");
    }
}

#[actix_web::test]
async fn r15b_withdrawn_words_are_in_no_answer_about_the_past() {
    let app = TestApp::start().await;
    let id = app.opened(&["FJI", "WSM"]).await;
    let path = format!("/v1/proposals/{id}/submissions");
    let hasty = json!({"position": "supports", "language": "en", "audience": "public", "attribution": "named",
        "general_remarks": "Hasty remarks.", "comments": [
            {"paragraph": "2", "type": "substantive", "text": "Hasty words."},
            {"paragraph": "2", "type": "substantive", "text": "Hasty words."}]});
    let fiji = app.focal_point("FJI");
    let lodged = fiji.post(&path, hasty).await.expect(201);
    let comment = lodged.json["comments"][0]["id"].as_str().unwrap().to_owned();
    let ask = json!({"disposition": "clarification_requested", "response": "What is meant?"});
    let turkiye = app.member_mission("TUR").with("if-none-match", "*");
    let disposition = format!("/v1/comments/{comment}/disposition");
    let _ = turkiye.put(&disposition, ask).await.expect(200);
    let at = format!("as_of={}", head(&app).await);
    let withdraw = format!("/v1/submissions/{}/withdraw", lodged.id());
    let etag = lodged.header("etag").unwrap();
    let _ = fiji
        .with("if-match", &etag)
        .post(&withdraw, json!({}))
        .await
        .expect(200);

    let comment = format!("/v1/comments/{comment}");
    let member = app.member_mission("KOR");
    assert_eq!(member.get(&comment).await.status, 404);
    let seen = member.get(&with(&comment, &at)).await.expect(200).json;
    assert_eq!((&seen["number"], &seen["text"]), (&json!("FJI-001"), &json!(null)));
    assert_eq!(seen["published"]["disposition"], json!("clarification_requested"));
    let own = fiji.get(&with(&comment, &at)).await.expect(200).json;
    assert_eq!(own["text"], json!("Hasty words."));

    let twins = with(&format!("/v1/proposals/{id}/input/near-duplicates"), &at);
    assert_eq!(member.get(&twins).await.expect(200).json["items"], json!([]));
    for read in READS.iter().filter(|read| !read.starts_with("/letters/")) {
        let reply = member.get(&with(&format!("/v1/proposals/{id}{read}"), &at)).await;
        assert!(!reply.text.contains("Hasty"), "{read}: {}", reply.text);
    }
    let letter = with(&format!("/v1/proposals/{id}/letters/FJI"), &at);
    let (to_member, to_fiji) = (
        member.get(&letter).await.expect(200),
        fiji.get(&letter).await.expect(200),
    );
    assert!(!to_member.text.contains("Hasty") && to_member.text.contains("FJI-001"));
    assert!(to_fiji.text.contains("Hasty words."));
}

async fn found(who: &Actor, id: &str, query: &str) -> Vec<String> {
    let list = who.get(&format!("/v1/proposals/{id}/input/comments?{query}")).await;
    let matrix = who.get(&format!("/v1/proposals/{id}/matrix?{query}")).await;
    let list = numbers(&list.expect(200).json);
    assert_eq!(list, numbers(&matrix.expect(200).json), "list and matrix: {query}");
    list
}

/// What each disposition finds, and that there is none.
async fn by_disposition(who: &Actor, id: &str, at: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for name in regional_input::wire::names::DispositionFilterName::ALL {
        all.push(found(who, id, &format!("disposition={name}&{at}")).await);
    }
    all
}

#[actix_web::test]
async fn r18_a_list_is_filtered_by_the_dispositions_that_its_reader_may_know() {
    let app = TestApp::start().await;
    let id = closed(&app).await;
    app.close_due().await;
    let (partner, member) = (app.focal_point("TON"), app.member_mission("MEX"));
    let now = async || format!("at_least={}", head(&app).await);
    let before = by_disposition(&partner, &id, &now().await).await;
    let comment = reviewed(&app, &id).await;
    let proposed = now().await;
    assert_eq!(
        by_disposition(&partner, &id, &proposed).await,
        before,
        "nothing of a proposal"
    );
    assert_eq!(
        found(&member, &id, &format!("disposition=accepted&{proposed}")).await,
        ["FJI-001"]
    );
    assert_eq!(
        found(&member, &id, &format!("disposition=none&{proposed}")).await.len(),
        2
    );
    published(&app, &id, comment).await;
    let at = now().await;
    for who in [&partner, &member] {
        assert_eq!(
            found(who, &id, &format!("disposition=accepted&{at}")).await,
            ["FJI-001"]
        );
        assert_eq!(found(who, &id, &format!("disposition=noted&{at}")).await, [""; 0]);
        let rest = found(who, &id, &format!("disposition=none&{at}")).await;
        assert_eq!((rest.len(), rest[1].as_str()), (2, "FJI-002"));
        let path = format!("/v1/proposals/{id}/input/comments?disposition=none&limit=1&{at}");
        let first = who.get(&path).await.expect(200);
        let next = first.json["page"]["next"].as_str().unwrap();
        let second = who.get(&format!("{path}&cursor={next}")).await.expect(200);
        assert_eq!(
            (numbers(&second.json), &second.json["page"]["has_more"]),
            (vec!["FJI-002".to_owned()], &json!(false))
        );
    }
    let past = proposed.replace("at_least", "as_of");
    assert_eq!(by_disposition(&partner, &id, &past).await, before);
    assert_eq!(
        found(&member, &id, &format!("disposition=accepted&{past}")).await,
        ["FJI-001"]
    );
}

#[actix_web::test]
async fn r15c_under_a_label_the_past_does_not_tell_when_the_state_answered() {
    let app = TestApp::start().await;
    let id = closed(&app).await;
    app.close_due().await;
    let all = app
        .member_mission("KOR")
        .get(&format!("/v1/proposals/{id}/matrix?paragraph=1"))
        .await;
    let comment = ids(&all.json)[0];
    let ask = json!({"disposition": "clarification_requested", "response": "Whose costs?"});
    let turkiye = app.member_mission("TUR").with("if-none-match", "*");
    let _ = turkiye
        .put(&format!("/v1/comments/{comment}/disposition"), ask)
        .await
        .expect(200);
    let asked = head(&app).await;
    let readers = [app.anonymous(), app.member_mission("KOR")];
    let name = numbers(&all.json);
    let clarification = "disposition=clarification_requested";
    for who in &readers {
        assert_eq!(
            found(who, &id, &format!("{clarification}&at_least={asked}")).await,
            name
        );
    }
    // Five working days later, and without an event.
    app.clock.set("2027-03-10T08:00:00Z".parse().unwrap());
    assert_eq!(found(&readers[0], &id, "disposition=noted").await, name);
    assert_eq!(found(&readers[0], &id, clarification).await, [""; 0]);
    let answer = json!({"satisfied": true, "justification": "Those of the centre."});
    let _ = app
        .focal_point("WSM")
        .post(&format!("/v1/comments/{comment}/answer"), answer)
        .await
        .expect(200);
    let answered = head(&app).await;
    assert_eq!(
        found(&readers[0], &id, &format!("{clarification}&at_least={answered}")).await,
        name
    );
    let more = json!({"position": "supports", "language": "en", "comments": []});
    let path = format!("/v1/proposals/{id}/submissions");
    let _ = app.focal_point("TON").post(&path, more).await.expect(201);
    for who in &readers {
        let mut told = Vec::new();
        for position in [asked, answered] {
            let at = format!("as_of={position}");
            assert_eq!(found(who, &id, &format!("disposition=noted&{at}")).await, name);
            let mut answers = Vec::new();
            for path in [
                format!("/v1/comments/{comment}?{at}"),
                format!("/v1/proposals/{id}/matrix?{at}"),
                format!("/v1/proposals/{id}/input/comments?disposition=noted&{at}"),
            ] {
                answers.push(said(who.get(&path).await.expect(200).json));
            }
            told.push(answers);
        }
        assert_eq!(told[0], told[1]);
    }
}
