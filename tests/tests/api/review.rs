//! The members' review through HTTP (R17 to R21): proposing, views, packages under silence, publishing, answering.

use acceptance::{Actor, TestApp};
use jiff::SignedDuration;
use serde_json::{Value, json};

const MEMBERS: [&str; 5] = ["MEX", "IDN", "KOR", "TUR", "AUS"];
const PARTNERS: [&str; 3] = ["FJI", "WSM", "TON"];

struct House {
    app: TestApp,
    proposal: String,
    /// Ids of the comments, in the order in which they were lodged.
    comments: Vec<String>,
}

impl House {
    /// Each partner lodged so many comments; the consultation has closed.
    async fn with_comments(each: usize) -> Self {
        let app = TestApp::start().await;
        let proposal = app.opened(&PARTNERS).await;
        let mut comments = Vec::new();
        for state in PARTNERS {
            let said: Vec<Value> = (0..each)
                .map(|number| json!({"paragraph": "2", "type": "substantive", "text": format!("{state} says {number}.")}))
                .collect();
            let body = json!({"position": "supports", "language": "en", "comments": said});
            let path = format!("/v1/proposals/{proposal}/submissions");
            let lodged = app.focal_point(state).post(&path, body).await.expect(201);
            let items = lodged.json["comments"].as_array().unwrap();
            comments.extend(items.iter().map(|comment| comment["id"].as_str().unwrap().to_owned()));
        }
        app.clock.set("2027-03-02T08:00:00Z".parse().unwrap());
        Self {
            app,
            proposal,
            comments,
        }
    }

    fn member(&self, state: &str) -> Actor {
        self.app.member_mission(state)
    }

    fn disposition(&self, index: usize) -> String {
        format!("/v1/comments/{}/disposition", self.comments[index])
    }

    fn of_all(&self, act: &str) -> String {
        format!("/v1/proposals/{}/dispositions/{act}", self.proposal)
    }

    async fn comment(&self, who: &Actor, index: usize) -> Value {
        who.get(&format!("/v1/comments/{}", self.comments[index]))
            .await
            .expect(200)
            .json
    }
}

fn accepted() -> Value {
    json!({"disposition": "accepted"})
}

#[actix_web::test]
async fn of_two_members_that_answer_at_once_one_sees_why_it_came_second() {
    let house = House::with_comments(1).await;
    let path = house.disposition(0);
    let bare = house.member("AUS").put(&path, accepted()).await;
    assert_eq!((bare.status, bare.code()), (428, "precondition_required"));
    let (australia, turkiye) = (
        house.member("AUS").with("if-none-match", "*"),
        house.member("TUR").with("if-none-match", "*"),
    );
    let noted = json!({"disposition": "noted"});
    let (one, other) = tokio::join!(australia.put(&path, accepted()), turkiye.put(&path, noted));
    let (won, lost, by) = if one.status == 200 {
        (&one, &other, "AUS")
    } else {
        (&other, &one, "TUR")
    };
    assert_eq!(
        (won.status, lost.status, lost.code()),
        (200, 412, "precondition_failed")
    );
    let detail = lost.json["detail"].as_str().unwrap();
    assert!(
        detail.contains("present version is 1") && detail.contains(&format!("{by} proposed")),
        "{detail}"
    );
    assert!(won.header("etag").unwrap().starts_with("\"1-"));
    let seen = house.member("IDN").with("if-match", &won.header("etag").unwrap());
    let _ = seen.put(&path, accepted()).await.expect(200);
}

#[actix_web::test]
async fn a_view_is_its_own_missions_and_to_differ_needs_a_note() {
    let house = House::with_comments(1).await;
    let path = |state: &str| format!("/v1/comments/{}/views/{state}", house.comments[0]);
    let agrees = json!({"view": "agrees"});
    let early = house.member("AUS").put(&path("AUS"), agrees.clone()).await;
    assert_eq!((early.status, early.code()), (409, "nothing_proposed"));
    let first = house.member("AUS").with("if-none-match", "*");
    let _ = first.put(&house.disposition(0), accepted()).await.expect(200);
    let other = house.member("AUS").put(&path("TUR"), agrees).await;
    assert_eq!((other.status, other.code()), (403, "forbidden"));
    let bare = house.member("TUR").put(&path("TUR"), json!({"view": "differs"})).await;
    assert_eq!(bare.field_errors(), [("/note".to_owned(), "empty".to_owned())]);
    let differs = json!({"view": "differs", "note": "Our law has another term."});
    let reply = house.member("TUR").put(&path("TUR"), differs).await.expect(200);
    assert_eq!(reply.json["review"]["convergence"]["standing"], json!("differing"));
    assert_eq!(reply.json["review"]["convergence"]["differing"], json!(["TUR"]));
}

#[actix_web::test]
async fn six_hundred_comments_are_one_act_each_way_and_silence_does_the_rest() {
    let house = House::with_comments(200).await;
    let lead = house.member("KOR");
    let body = json!({"filter": {"paragraph": "2", "undisposed": true}, "disposition": "noted"});
    let reply = lead.post(&house.of_all("bulk"), body.clone()).await.expect(200);
    assert_eq!(reply.json["changed"], json!(600));
    let again = lead.post(&house.of_all("bulk"), body).await;
    assert_eq!(again.field_errors(), [("/filter".to_owned(), "empty".to_owned())]);
    let unknown = json!({"comments": ["FJI-001", "FJI-999"], "disposition": "noted"});
    let refused = lead.post(&house.of_all("bulk"), unknown).await;
    assert_eq!(
        refused.field_errors(),
        [("/comments/1".to_owned(), "unknown_comment".to_owned())]
    );
    let nothing = lead.post(&house.of_all("publish"), json!({})).await;
    assert_eq!((nothing.status, nothing.code()), (409, "nothing_to_publish"));
    let opened = lead.post(&house.of_all("silence/open"), json!({})).await.expect(200);
    assert_eq!(
        (&opened.json["package"]["left"], &opened.json["package"]["until"]),
        (&json!(600), &json!("2027-03-05T08:00:00Z"))
    );
    let broken = json!({"comments": ["FJI-001", "WSM-002"], "note": "Our law has another term."});
    let reply = house
        .member("TUR")
        .post(&house.of_all("silence/break"), broken)
        .await
        .expect(200);
    assert_eq!(reply.json["package"]["left"], json!(598));
    // One second late, and the clock has not come yet.
    house.app.clock.set("2027-03-05T08:00:01Z".parse().unwrap());
    let late = json!({"comments": ["FJI-002"], "note": "Too late."});
    let reply = house.member("TUR").post(&house.of_all("silence/break"), late).await;
    assert_eq!((reply.status, reply.code()), (409, "silence_over"));
    house.app.clock.advance(SignedDuration::from_secs(5));
    let head = lead
        .get(&house.of_all("silence"))
        .await
        .expect(200)
        .header("log-position")
        .unwrap();
    let _ = lead
        .get(&format!("/v1/proposals/{}/input?at_least={head}", house.proposal))
        .await
        .expect(200);
    house.app.close_due().await;
    let state = lead.get(&house.of_all("silence")).await.expect(200);
    assert_eq!(
        (&state.json["package"]["end"], &state.json["package"]["ended_at"]),
        (&json!("concluded"), &json!("2027-03-05T08:00:00Z"))
    );
    let reply = lead.post(&house.of_all("publish"), json!({})).await.expect(200);
    assert_eq!(
        (&reply.json["published"], &reply.json["left"]["differing"]),
        (&json!(598), &json!(2))
    );
    let fiji = house.app.focal_point("FJI");
    assert_eq!(house.comment(&fiji, 0).await["published"], json!(null));
    let published = house.comment(&fiji, 1).await;
    assert_eq!(
        (&published["published"]["disposition"], &published["review"]),
        (&json!("noted"), &json!(null))
    );
}

#[actix_web::test]
async fn at_the_cut_off_what_differs_has_no_common_view_and_the_state_answers() {
    let house = House::with_comments(1).await;
    let lead = house.member("KOR");
    let body = json!({"comments": ["FJI-001", "WSM-001"], "disposition": "accepted"});
    let _ = lead.post(&house.of_all("bulk"), body).await.expect(200);
    let view = json!({"comments": ["FJI-001"], "view": "differs", "note": "No."});
    let _ = house.member("TUR").post(&house.of_all("views"), view).await.expect(200);
    let all = json!({"all_waiting": true, "view": "can_go_along"});
    assert_eq!(
        house
            .member("AUS")
            .post(&house.of_all("views"), all)
            .await
            .expect(200)
            .json["changed"],
        json!(2)
    );
    let cut_off = format!("/v1/proposals/{}/cut-off", house.proposal);
    let _ = lead
        .put(&cut_off, json!({"cut_off_at": "2027-03-03T08:00:00Z"}))
        .await
        .expect(200);
    let named = lead
        .post(&house.of_all("publish"), json!({"comments": ["FJI-001", "TON-001"]}))
        .await;
    assert_eq!((named.status, named.code()), (409, "not_publishable"));
    let detail = named.json["detail"].as_str().unwrap();
    assert!(
        detail.contains("(differing)") && detail.contains("(not_proposed)"),
        "{detail}"
    );
    house.app.clock.set("2027-03-03T08:00:00Z".parse().unwrap());
    let reply = lead.post(&house.of_all("publish"), json!({})).await.expect(200);
    assert_eq!(
        (&reply.json["published"], &reply.json["no_common_view"]),
        (&json!(1), &json!(1))
    );
    let fiji = house.app.focal_point("FJI");
    let seen = house.comment(&fiji, 0).await;
    assert_eq!(seen["published"]["disposition"], json!("no_common_view"));
    assert!(!seen.to_string().contains("TUR"), "nobody is named: {seen}");
    let answer = format!("/v1/comments/{}/answer", house.comments[0]);
    let bare = fiji.post(&answer, json!({"satisfied": false})).await;
    assert_eq!(bare.field_errors(), [("/justification".to_owned(), "empty".to_owned())]);
    let objects = json!({"satisfied": false, "justification": "The sea does not wait.", "suggestion": "Say shall."});
    let first = fiji.with("idempotency-key", "a1");
    let reply = first.post(&answer, objects.clone()).await.expect(200);
    assert_eq!(reply.json["published"]["answer"]["satisfied"], json!(false));
    let again = first.post(&answer, objects).await.expect(200);
    assert_eq!(
        (&again.json, again.header("idempotency-replayed")),
        (&reply.json, Some("true".to_owned()))
    );
    let other = house
        .app
        .focal_point("WSM")
        .post(&answer, json!({"satisfied": true}))
        .await;
    assert_eq!((other.status, other.code()), (403, "not_the_submitting_state"));
    let open = format!("/v1/comments/{}/answer", house.comments[2]);
    let reply = house
        .app
        .focal_point("TON")
        .post(&open, json!({"satisfied": true}))
        .await;
    assert_eq!((reply.status, reply.code()), (409, "nothing_published"));
}

#[actix_web::test]
async fn a_comment_withdrawn_meanwhile_is_told_to_those_who_could_read_it() {
    let house = House::with_comments(1).await;
    let fiji = house.app.focal_point("FJI");
    let (proposal, head) = (&house.proposal, house.app.app().head().0);
    let path = format!("/v1/proposals/{proposal}/submissions?at_least={head}");
    let list = fiji.get(&path).await.expect(200);
    let own = list.json["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["state"] == json!("FJI"))
        .unwrap();
    let path = format!("/v1/submissions/{}/withdraw", own["id"].as_str().unwrap());
    let _ = fiji.with("if-match", "*").post(&path, json!({})).await.expect(200);
    let first = house.member("AUS").with("if-none-match", "*");
    let reply = first.put(&house.disposition(0), accepted()).await;
    assert_eq!((reply.status, reply.code()), (409, "comment_withdrawn"));
    let seen = house
        .member("AUS")
        .get(&format!("/v1/comments/{}", house.comments[0]))
        .await;
    assert_eq!(seen.status, 404);
}

#[actix_web::test]
async fn a_duplicate_is_named_by_its_number_too() {
    let house = House::with_comments(1).await;
    let korea = house.member("KOR");
    let first = korea
        .get(&format!("/v1/comments/{}", house.comments[0]))
        .await
        .expect(200);
    let number = first.json["number"].clone();
    let repeats =
        |number: &Value| json!({"disposition": "duplicate_of", "duplicate_of": number, "response": "As said there."});
    let fresh = korea.with("if-none-match", "*");
    let _ = fresh.put(&house.disposition(0), accepted()).await.expect(200);
    let reply = fresh.put(&house.disposition(1), repeats(&number)).await.expect(200);
    let proposed = reply.json["review"]["proposed"].clone();
    assert_eq!(proposed["duplicate_of"], json!(house.comments[0]), "{proposed}");
    assert_eq!(proposed["duplicate_of_number"], number, "{proposed}");

    let unknown = fresh.put(&house.disposition(2), repeats(&json!("FJI-099"))).await;
    assert_eq!((unknown.status, unknown.code()), (422, "invalid_body"));
    let error = &unknown.json["errors"][0];
    assert_eq!(
        [&error["pointer"], &error["code"]],
        ["/duplicate_of", "unknown_comment"]
    );
    let mut many = repeats(&number);
    many["comments"] = json!([house.comments[2]]);
    let reply = korea.post(&house.of_all("bulk"), many).await.expect(200);
    assert_eq!(reply.json["changed"], 1);
}

#[actix_web::test]
async fn near_duplicates_are_suggested_to_members() {
    let app = TestApp::start().await;
    let proposal = app.opened(&PARTNERS).await;
    for (state, words) in [
        ("FJI", "Exchange of information should be mandatory for all States."),
        ("WSM", "Exchange of information should be mandatory for all states!"),
        ("TON", "We thank the lead member."),
    ] {
        let said = json!({"language": "en", "comments": [{"type": "substantive", "text": words}]});
        let path = format!("/v1/proposals/{proposal}/submissions");
        let _ = app.focal_point(state).post(&path, said).await.expect(201);
    }
    let path = format!("/v1/proposals/{proposal}/input/near-duplicates");
    let reply = app.member_mission("AUS").get(&path).await.expect(200);
    let numbers: Vec<&str> = reply.json["items"][0]["comments"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|comment| comment["number"].as_str())
        .collect();
    assert_eq!(
        (reply.json["items"].as_array().unwrap().len(), numbers),
        (1, vec!["FJI-001", "WSM-001"])
    );
}

/// Until something is published, whatever members do changes no byte of what a partner is told, beside the position of
/// the log.
#[actix_web::test]
async fn what_members_do_before_publishing_changes_nothing_for_partners() {
    let house = House::with_comments(2).await;
    let fiji = house.app.focal_point("FJI");
    house.app.close_due().await;
    let head = house.app.app().head().0;
    let paths = [
        format!("/v1/comments/{}", house.comments[0]),
        format!("/v1/comments/{}", house.comments[2]),
        format!("/v1/proposals/{}", house.proposal),
        format!("/v1/proposals/{}/input/comments?at_least={head}", house.proposal),
        format!("/v1/proposals/{}/input?at_least={head}", house.proposal),
    ];
    let told = async || {
        let mut all = Vec::new();
        for path in &paths {
            let mut reply = fiji.get(path).await.expect(200);
            let bare = reply.json.as_object_mut().unwrap();
            bare.remove("as_of");
            bare.remove("page");
            let etag = path.starts_with("/v1/comments").then(|| reply.header("etag"));
            all.push((reply.json, etag));
        }
        all
    };
    let before = told().await;
    let lead = house.member("KOR");
    let body = json!({"filter": {}, "disposition": "not_accepted", "response": "No."});
    let _ = lead.post(&house.of_all("bulk"), body).await.expect(200);
    let _ = lead.post(&house.of_all("silence/open"), json!({})).await.expect(200);
    let view = json!({"comments": [house.comments[0]], "view": "differs", "note": "Secret."});
    let _ = house.member("TUR").post(&house.of_all("views"), view).await.expect(200);
    let defer = json!({"comments": [house.comments[2]], "reason": "Later."});
    let _ = lead.post(&house.of_all("defer"), defer).await.expect(200);
    let topics = format!("/v1/comments/{}/topics", house.comments[0]);
    let _ = lead.put(&topics, json!({"topics": ["law"]})).await.expect(200);
    let assignment = format!("/v1/comments/{}/assignment", house.comments[0]);
    let _ = lead.put(&assignment, json!({"to": "MEX"})).await.expect(200);
    assert_eq!(told().await, before);
    let answer = format!("/v1/comments/{}/answer", house.comments[0]);
    let reply = fiji
        .with("if-match", "\"0\"")
        .post(&answer, json!({"satisfied": true}))
        .await;
    assert_eq!((reply.status, reply.code()), (409, "nothing_published"));
    for state in MEMBERS {
        assert!(
            !told()
                .await
                .iter()
                .any(|(json, _)| json["review"].to_string().contains(state))
        );
    }
}
