//! Revisions that keep their comments (R22), what became of them, and what the missions have to do (R18).

use acceptance::{Actor, Reply, TestApp};
use jiff::SignedDuration;
use regional_input::auth::Role;
use serde_json::{Value, json};

const CLOSED: &str = "2027-03-02T08:00:00Z";

/// Three partners lodged, of four invited: FJI and WSM by name, TON not for attribution. The consultation has closed.
struct House {
    app: TestApp,
    proposal: String,
    paragraphs: Vec<Value>,
}

impl House {
    async fn open() -> Self {
        let app = TestApp::start().await;
        let proposal = app.opened(&["FJI", "WSM", "TON", "THA"]).await;
        let path = format!("/v1/proposals/{proposal}/submissions");
        for (state, attribution) in [("FJI", "named"), ("WSM", "named"), ("TON", "to_none")] {
            let comment = |paragraph: &str, exact: &str| {
                json!({"paragraph": paragraph, "type": "substantive", "text": format!("{state} on {paragraph}."),
                    "quote": {"exact": exact}})
            };
            let body = json!({"position": "supports", "language": "en", "attribution": attribution, "comments": [
                comment("1", "national point of contact"), comment("2", "voluntary basis"),
                {"paragraph": null, "type": "substantive", "text": "In general."}]});
            let _ = app.focal_point(state).post(&path, body).await.expect(201);
        }
        app.clock.set(CLOSED.parse().unwrap());
        app.close_due().await;
        let korea = app.member_mission("KOR");
        let revision = korea.get(&format!("/v1/proposals/{proposal}/revisions/0")).await;
        let paragraphs = revision.expect(200).json["paragraphs"].as_array().unwrap().clone();
        Self {
            app,
            proposal,
            paragraphs,
        }
    }

    fn path(&self, rest: &str) -> String {
        format!("/v1/proposals/{}{rest}", self.proposal)
    }

    fn korea(&self) -> Actor {
        self.app.member_mission("KOR")
    }

    /// Rev.1 keeps paragraph 1, splits 2 and deletes 3.
    async fn circulate(&self) {
        let from = |index: usize| json!([self.paragraphs[index]["id"]]);
        let body = json!({"language": "en", "paragraphs": [
            {"from": from(0), "label": "1", "text": self.paragraphs[0]["text"]},
            {"from": from(1), "label": "2", "text": "They shall exchange information on incidents."},
            {"from": from(1), "label": "3", "text": "They do so on a voluntary basis."}]});
        let _ = self.korea().post(&self.path("/revisions"), body).await.expect(201);
    }

    async fn placements(&self, who: &Actor, query: &str) -> Vec<Value> {
        let path = self.path(&format!("/revisions/1/placements?{query}"));
        items(&who.get(&path).await.expect(200))
    }

    /// Everything is proposed as noted by KOR and published.
    async fn dispose(&self) {
        let ids = self.comments().await;
        let body = json!({"comments": ids, "disposition": "noted", "response": "Thank you."});
        let _ = self
            .korea()
            .post(&self.path("/dispositions/bulk"), body)
            .await
            .expect(200);
        for member in ["MEX", "IDN", "TUR", "AUS"] {
            let body = json!({"comments": ids, "view": "agrees"});
            let mission = self.app.member_mission(member);
            let views = mission.post(&self.path("/dispositions/views"), body).await;
            let _ = views.expect(200);
        }
        let _ = self
            .korea()
            .post(&self.path("/dispositions/publish"), json!({}))
            .await
            .expect(200);
    }

    async fn comments(&self) -> Vec<Value> {
        let head = self.app.app().head().0;
        let path = self.path(&format!("/input/comments?at_least={head}"));
        let found = items(&self.korea().get(&path).await.expect(200));
        found.iter().map(|one| one["id"].clone()).collect()
    }
}

fn items(reply: &Reply) -> Vec<Value> {
    reply.json["items"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn r22_comments_are_carried_to_a_new_revision_placed_moved_or_orphaned() {
    let house = House::open().await;
    house.circulate().await;
    let all = house.placements(&house.korea(), "").await;
    assert_eq!(all.len(), 9);
    let status = |label: Option<&str>| -> Vec<&str> {
        let id = label.map(|label| house.paragraphs.iter().find(|one| one["label"] == label).unwrap()["id"].clone());
        let on = all
            .iter()
            .filter(|one| one["paragraph_before"] == id.clone().unwrap_or(Value::Null));
        on.map(|one| one["status"].as_str().unwrap()).collect()
    };
    assert_eq!(status(None), ["placed"; 3]);
    assert_eq!(status(Some("1")), ["placed"; 3]);
    assert_eq!(status(Some("2")), ["moved"; 3]);
    let moved = house.placements(&house.korea(), "status=moved").await;
    assert!(moved.iter().all(|one| one["paragraph"] == "3"), "{moved:?}");
    let of_fiji = moved
        .iter()
        .find(|one| one["number"].as_str().unwrap().starts_with("FJI"))
        .unwrap();
    let path = format!("/v1/comments/{}/placement", of_fiji["comment_id"].as_str().unwrap());
    let gone = house
        .korea()
        .post(&path, json!({"paragraph": "2", "quote": {"exact": "voluntary"}}))
        .await;
    assert_eq!(
        gone.field_errors(),
        [("/quote/exact".to_owned(), "quote_not_found".to_owned())]
    );
    let _ = house.korea().post(&path, json!({"paragraph": "3"})).await.expect(200);
    let placed = house.placements(&house.korea(), "status=placed").await;
    let confirmed: Vec<&Value> = placed.iter().filter(|one| one["confirmed"] == true).collect();
    assert_eq!(confirmed.len(), 1);
    assert_eq!(confirmed[0]["comment_id"], of_fiji["comment_id"]);
    // A partner sees where the comments stand that it sees; the one not for attribution names nobody.
    let seen = house.placements(&house.app.focal_point("WSM"), "").await;
    assert_eq!(seen.len(), 9);
    assert!(seen.iter().all(|one| one["from"] != "Tonga"), "{seen:?}");
}

#[actix_web::test]
async fn placements_come_in_pages_and_a_foreign_cursor_is_refused() {
    let house = House::open().await;
    house.circulate().await;
    let first = house
        .korea()
        .get(&house.path("/revisions/1/placements?limit=5"))
        .await
        .expect(200);
    let next = first.json["page"]["next"].as_str().unwrap();
    let second = house.path(&format!("/revisions/1/placements?limit=5&cursor={next}"));
    let second = house.korea().get(&second).await.expect(200);
    let numbers = |reply: &Reply| {
        items(reply)
            .iter()
            .map(|one| one["comment_id"].to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers(&second).len(), 4);
    assert!(numbers(&first).iter().all(|id| !numbers(&second).contains(id)));
    let other = house.path(&format!("/revisions/1/placements?limit=5&status=moved&cursor={next}"));
    assert_eq!(house.korea().get(&other).await.code(), "invalid_cursor");
    assert_eq!(
        house.korea().get(&house.path("/revisions/7/placements")).await.status,
        404
    );
}

#[actix_web::test]
async fn r15_a_state_hears_what_became_of_its_comments_and_nobody_ties_an_unattributed_one_to_it() {
    let house = House::open().await;
    let tonga = house.app.focal_point("TON");
    let before = items(&tonga.get("/v1/states/TON/outcomes").await.expect(200));
    assert_eq!(before.len(), 3);
    assert!(
        before
            .iter()
            .all(|one| one["published"].is_null() && one["may_answer"] == false)
    );
    house.dispose().await;
    house.circulate().await;
    let own = items(&tonga.get("/v1/states/TON/outcomes").await.expect(200));
    assert!(
        own.iter()
            .all(|one| one["published"]["disposition"] == "noted" && one["may_answer"] == true)
    );
    let on_two = own.iter().find(|one| one["paragraph"] == "2").unwrap();
    assert_eq!(on_two["changed_in"], json!([1]));
    let on_one = own.iter().find(|one| one["paragraph"] == "1").unwrap();
    assert_eq!(on_one["changed_in"], json!([]));
    // Members see the words under a label; the state's page shows them nothing.
    assert!(items(&house.korea().get("/v1/states/TON/outcomes").await.expect(200)).is_empty());
    assert_eq!(
        items(&house.korea().get("/v1/states/FJI/outcomes").await.expect(200)).len(),
        3
    );
    let foreign = house.app.focal_point("FJI").get("/v1/states/TON/outcomes").await;
    assert_eq!((foreign.status, foreign.code()), (403, "not_a_member"));
    let paged = tonga.get("/v1/states/TON/outcomes?limit=2").await.expect(200);
    let next = paged.json["page"]["next"].as_str().unwrap();
    let rest = tonga
        .get(&format!("/v1/states/TON/outcomes?limit=2&cursor={next}"))
        .await
        .expect(200);
    assert_eq!((items(&paged).len(), items(&rest).len()), (2, 1));
}

#[actix_web::test]
async fn r15c_participation_counts_each_state_once_and_names_nobody_who_is_not_to_be_named() {
    let house = House::open().await;
    let part = house.korea().get(&house.path("/participation")).await.expect(200).json;
    assert_eq!(part["states"]["lodged"], json!(["FJI", "WSM"]));
    assert_eq!(part["states"]["silent_or_not_for_attribution"], json!(["THA", "TON"]));
    let melanesia = part["areas"]
        .as_array()
        .unwrap()
        .iter()
        .find(|area| area["code"] == "054")
        .unwrap();
    assert_eq!((&melanesia["invited"], &melanesia["lodged"]), (&json!(1), &json!(1)));
    let sids = part["areas"]
        .as_array()
        .unwrap()
        .iter()
        .find(|area| area["kind"] == "sids")
        .unwrap();
    assert_eq!((&sids["invited"], &sids["lodged"]), (&json!(3), &json!(2)));
    let third = &part["paragraphs"][2];
    assert_eq!(third["states"], 0);
    let silent: Vec<&str> = third["silent_subregions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert!(silent.contains(&"Melanesia"), "{silent:?}");
    assert_eq!(part["days_left"], Value::Null);
    let system = house
        .app
        .actor(Role::System, Some("KOR"))
        .get(&house.path("/participation"))
        .await
        .expect(200)
        .json;
    assert_eq!(system["states"], part["states"]);
    let unknown = house.korea().get(&house.path("/participation?consultation=9")).await;
    assert_eq!((unknown.status, unknown.code()), (400, "invalid_query_parameter"));
    let partner = house.app.focal_point("FJI").get(&house.path("/participation")).await;
    assert_eq!(partner.status, 403);
}

#[actix_web::test]
async fn r5_while_sealed_participation_tells_how_many_have_lodged_and_nothing_else() {
    let app = TestApp::start().await;
    let proposal = app.tabled().await;
    let opening =
        json!({"closes_at": "2027-03-01T16:00:00Z", "before_close": "sealed", "invite": {"states": ["FJI", "WSM"]}});
    let korea = app.member_mission("KOR");
    let _ = korea
        .post(&format!("/v1/proposals/{proposal}/consultation/open"), opening)
        .await
        .expect(200);
    let body = json!({"position": "supports", "language": "en", "comments": []});
    let _ = app
        .focal_point("FJI")
        .post(&format!("/v1/proposals/{proposal}/submissions"), body)
        .await
        .expect(201);
    let part = korea
        .get(&format!("/v1/proposals/{proposal}/participation"))
        .await
        .expect(200)
        .json;
    assert_eq!(part["sealed_lodged"], 1);
    assert_eq!(part["states"]["lodged"], json!([]));
    assert_eq!(part["days_left"], 50);
}

#[actix_web::test]
async fn r15b_the_past_of_an_extended_consultation_stays_sealed() {
    let app = TestApp::start().await;
    let proposal = app.tabled().await;
    let path = |rest: &str| format!("/v1/proposals/{proposal}{rest}");
    let opening = json!({"closes_at": "2027-01-20T16:00:00Z", "before_close": "sealed",
        "invite": {"states": ["FJI", "WSM", "TON"]}});
    let korea = app.member_mission("KOR");
    let _ = korea.post(&path("/consultation/open"), opening).await.expect(200);
    for (state, attribution) in [("FJI", "named"), ("TON", "to_none")] {
        let body = json!({"position": "supports", "language": "en", "attribution": attribution, "comments": [
            {"paragraph": "1", "type": "substantive", "text": "Too weak."}]});
        let _ = app
            .focal_point(state)
            .post(&path("/submissions"), body)
            .await
            .expect(201);
    }
    let at = app.app().head().0;
    let later = json!({"closes_at": "2027-01-30T16:00:00Z"});
    let _ = korea.post(&path("/consultation/extend"), later).await.expect(200);
    app.clock.set("2027-01-25T08:00:00Z".parse().unwrap());
    for query in [String::new(), format!("?as_of={at}")] {
        let part = korea
            .get(&path(&format!("/participation{query}")))
            .await
            .expect(200)
            .json;
        assert_eq!(part["states"]["lodged"], json!([]), "{query}");
        assert!(
            part["paragraphs"]
                .as_array()
                .unwrap()
                .iter()
                .all(|one| one["states"] == 0),
            "{query}"
        );
        assert_eq!(part["sealed_lodged"], 1, "{query}: TON is not told of");
        let stances = korea
            .get(&path(&format!("/input/positions{query}")))
            .await
            .expect(200)
            .json;
        let counted = stances["items"].as_array().unwrap();
        assert!(counted.iter().all(|one| one["count"] == 0), "{query}: {counted:?}");
        assert_eq!(stances["paragraphs"], json!([]), "{query}");
    }
    app.clock.set("2027-01-30T16:00:00Z".parse().unwrap());
    app.close_due().await;
    let part = app
        .member_mission("KOR")
        .get(&path(&format!("/participation?as_of={at}")))
        .await
        .expect(200)
        .json;
    assert_eq!(part["states"]["lodged"], json!(["FJI"]));
}

#[actix_web::test]
async fn r18_the_worklist_and_the_board_say_what_waits_for_whom_and_what_is_stuck() {
    let house = House::open().await;
    let ids = house.comments().await;
    let bulk = json!({"comments": ids, "disposition": "noted", "response": "Thank you."});
    let _ = house
        .korea()
        .post(&house.path("/dispositions/bulk"), bulk)
        .await
        .expect(200);
    let turkiye = house.app.member_mission("TUR");
    let differs = json!({"view": "differs", "note": "Not yet."});
    let path = format!("/v1/comments/{}/views/TUR", ids[0].as_str().unwrap());
    let _ = turkiye.put(&path, differs).await.expect(200);
    let list = turkiye.get("/v1/worklist").await.expect(200).json;
    assert_eq!(list["counts"]["waiting_for_my_view"], 8);
    assert_eq!(list["counts"]["i_differ"], 1);
    assert!(
        list["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["stuck"] == false)
    );
    let korea = house.korea().get("/v1/worklist").await.expect(200).json;
    assert_eq!(korea["counts"]["others_differ"], 1);
    assert_eq!(korea["counts"]["waiting_for_my_view"], 0);
    house.app.clock.advance(SignedDuration::from_hours(6 * 24));
    let stuck = turkiye.get("/v1/worklist?reason=i_differ").await.expect(200).json;
    assert_eq!(stuck["items"].as_array().unwrap().len(), 1);
    assert_eq!(stuck["items"][0]["stuck"], true);
    let board = house.korea().get("/v1/convergence").await.expect(200).json;
    let counts = &board["items"][0]["counts"];
    assert_eq!(
        (&counts["differing"], &counts["waiting"], &counts["agreed"]),
        (&json!(1), &json!(8), &json!(0))
    );
    assert_eq!(board["items"][0]["waiting_for"]["MEX"], 9);
    assert_eq!(board["items"][0]["waiting_since"], CLOSED);
    assert_eq!(house.app.focal_point("FJI").get("/v1/convergence").await.status, 403);
    assert_eq!(
        turkiye.get("/v1/worklist?stuck_days=9999").await.code(),
        "invalid_query_parameter"
    );
}

#[actix_web::test]
async fn the_worklist_comes_in_pages_and_what_is_done_meanwhile_shifts_nothing() {
    let house = House::open().await;
    let ids = house.comments().await;
    let bulk = json!({"comments": ids, "disposition": "noted", "response": "Thank you."});
    let _ = house
        .korea()
        .post(&house.path("/dispositions/bulk"), bulk)
        .await
        .expect(200);
    let turkiye = house.app.member_mission("TUR");
    let first = turkiye.get("/v1/worklist?limit=4").await.expect(200);
    let ids = |page: &Reply| -> Vec<Value> { items(page).iter().map(|one| one["comment_id"].clone()).collect() };
    let mut seen = ids(&first);
    let body = json!({"comments": seen, "view": "agrees"});
    let _ = turkiye.post(&house.path("/dispositions/views"), body).await.expect(200);
    let next = first.json["page"]["next"].as_str().unwrap();
    let second = turkiye
        .get(&format!("/v1/worklist?limit=4&cursor={next}"))
        .await
        .expect(200);
    assert_eq!((seen.len(), ids(&second).len()), (4, 4));
    assert_eq!(second.json["counts"]["waiting_for_my_view"], 5);
    let next = second.json["page"]["next"].as_str().unwrap();
    let third = turkiye
        .get(&format!("/v1/worklist?limit=4&cursor={next}"))
        .await
        .expect(200);
    assert_eq!(third.json["page"]["has_more"], false);
    seen.extend(ids(&second));
    seen.extend(ids(&third));
    let all: std::collections::BTreeSet<String> = seen.iter().map(Value::to_string).collect();
    assert_eq!((seen.len(), all.len()), (9, 9));
    let foreign = turkiye
        .get(&format!("/v1/worklist?limit=4&stuck=true&cursor={next}"))
        .await;
    assert_eq!(foreign.code(), "invalid_cursor");
}

#[actix_web::test]
async fn what_is_assigned_and_left_is_stuck_like_the_rest() {
    let house = House::open().await;
    let ids = house.comments().await;
    let path = format!("/v1/comments/{}/assignment", ids[0].as_str().unwrap());
    let _ = house.korea().put(&path, json!({"to": "AUS"})).await.expect(200);
    let australia = house.app.member_mission("AUS");
    let fresh = australia.get("/v1/worklist").await.expect(200).json;
    assert_eq!(fresh["items"][0]["since"], CLOSED);
    assert_eq!(
        (&fresh["items"][0]["reason"], &fresh["stuck"]),
        (&json!("assigned_to_me"), &json!(0))
    );
    house.app.clock.advance(SignedDuration::from_hours(6 * 24));
    let stuck = house
        .app
        .member_mission("AUS")
        .get("/v1/worklist?stuck=true")
        .await
        .expect(200)
        .json;
    assert_eq!(
        (stuck["items"].as_array().unwrap().len(), &stuck["stuck"]),
        (1, &json!(1))
    );
}

#[actix_web::test]
async fn participation_says_in_sentences_from_where_nobody_has_spoken() {
    let house = House::open().await;
    let said = |part: &Value| -> Vec<String> {
        let sentences = part["sentences"].as_array().unwrap().iter();
        sentences.map(|one| one.as_str().unwrap().to_owned()).collect()
    };
    let part = house.korea().get(&house.path("/participation")).await.expect(200).json;
    let sentences = said(&part);
    assert!(
        sentences[0].starts_with("Of 4 invited states 2 lodged, 0 stated no objection"),
        "{sentences:?}"
    );
    // Who is behind "a delegation" on paragraphs 1 and 2 may be from anywhere.
    let asia = "Nobody from South-eastern Asia (1 invited) has spoken on paragraph 3, as far as you may know.";
    assert!(sentences.iter().any(|one| one == asia), "{sentences:?}");
    assert!(
        sentences.iter().all(|one| !one.contains("(0 invited)")),
        "{sentences:?}"
    );
    let korean = house
        .korea()
        .get(&house.path("/participation?language=ko"))
        .await
        .expect(200)
        .json;
    assert!(
        said(&korean)
            .iter()
            .any(|one| one.starts_with("멜라네시아(초청 1개국)")),
        "{korean}"
    );
}

#[actix_web::test]
async fn a_reserved_position_acknowledges_and_the_sentences_count_the_days() {
    let app = TestApp::start().await;
    let proposal = app.opened(&["FJI", "WSM", "THA"]).await;
    let path = |rest: &str| format!("/v1/proposals/{proposal}{rest}");
    let reserved = json!({"position": "position_reserved", "language": "en", "comments": []});
    let _ = app
        .focal_point("THA")
        .post(&path("/submissions"), reserved)
        .await
        .expect(201);
    let on_two = json!({"position": "supports", "language": "en", "comments": [
        {"paragraph": "2", "type": "substantive", "text": "Too weak."}]});
    let _ = app
        .focal_point("WSM")
        .post(&path("/submissions"), on_two)
        .await
        .expect(201);
    app.clock.set("2027-02-20T08:00:00Z".parse().unwrap());
    let part = app
        .member_mission("KOR")
        .get(&path("/participation"))
        .await
        .expect(200)
        .json;
    assert_eq!(part["states"]["acknowledged"], json!(["THA"]));
    assert_eq!(part["states"]["silent_or_not_for_attribution"], json!(["FJI"]));
    let melanesia =
        "Nobody from Melanesia (1 invited) has spoken on any paragraph, as far as you may know. 9 days are left.";
    assert!(
        part["sentences"].as_array().unwrap().contains(&json!(melanesia)),
        "{}",
        part["sentences"]
    );
}

#[actix_web::test]
async fn r22_a_comparison_shows_words_and_the_comments_behind_a_change() {
    let house = House::open().await;
    house.circulate().await;
    house.dispose().await;
    let path = house.path("/revisions/1/changes?since=0");
    let changes = items(&house.app.focal_point("WSM").get(&path).await.expect(200));
    let kept = changes.iter().find(|one| one["change"] == "kept").unwrap();
    assert_eq!(kept["comments"], json!([]));
    assert_eq!(kept["segments"].as_array().unwrap().len(), 1);
    let split = changes.iter().find(|one| one["change"] == "split").unwrap();
    let kinds: Vec<&str> = split["segments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"equal") && kinds.len() > 1, "{split}");
    let behind = split["comments"].as_array().unwrap();
    assert_eq!(behind.len(), 3);
    assert!(
        behind
            .iter()
            .all(|one| one["disposition"] == "noted" && one["from"] != "Tonga"),
        "{behind:?}"
    );
}

#[actix_web::test]
async fn the_rolling_text_shows_alternatives_in_brackets_and_the_clean_text_with_the_accepted_one() {
    let app = TestApp::start().await;
    let proposal = app.opened(&["FJI", "WSM", "TON"]).await;
    let mut accepted = String::new();
    for state in ["FJI", "WSM", "TON"] {
        let wording = if state == "TON" { "obligatory" } else { "mandatory" };
        let body = json!({"position": "supports_with_amendments", "language": "en",
            "attribution": if state == "TON" { "to_none" } else { "named" },
            "comments": [{"paragraph": "2", "type": "substantive", "text": "Make it binding.",
                "quote": {"exact": "voluntary", "prefix": "on a ", "suffix": " basis"},
                "proposed_wording": {"action": "replace", "text": wording}, "explanation": "Networks have no borders."}]});
        let path = format!("/v1/proposals/{proposal}/submissions");
        let lodged = app.focal_point(state).post(&path, body).await.expect(201);
        if state == "FJI" {
            accepted = lodged.json["comments"][0]["id"].as_str().unwrap().to_owned();
        }
    }
    app.clock.set(CLOSED.parse().unwrap());
    let path = format!("/v1/proposals/{proposal}/rolling-text");
    let korea = app.member_mission("KOR");
    let rolling = korea.get(&path).await.expect(200).json;
    let second = &rolling["paragraphs"][1];
    let text = second["text"].as_str().unwrap();
    assert!(text.contains("[voluntary] [mandatory] (FJI, WSM)"), "{text}");
    assert!(text.contains("[obligatory] (a delegation)"), "{text}");
    assert_eq!(
        second["clean"],
        "They shall exchange information on incidents on a voluntary basis."
    );
    let _ = korea
        .with("if-none-match", "*")
        .put(
            &format!("/v1/comments/{accepted}/disposition"),
            json!({"disposition": "accepted"}),
        )
        .await
        .expect(200);
    for member in ["MEX", "IDN", "TUR", "AUS"] {
        let view = format!("/v1/comments/{accepted}/views/{member}");
        let _ = app
            .member_mission(member)
            .put(&view, json!({"view": "agrees"}))
            .await
            .expect(200);
    }
    let agreed = korea.get(&path).await.expect(200).json;
    let binding = "They shall exchange information on incidents on a mandatory basis.";
    assert_eq!(agreed["paragraphs"][1]["clean"], binding);
    // Partners read it once it is published.
    let partner = app.focal_point("FJI").get(&path).await.expect(200).json;
    assert_ne!(partner["paragraphs"][1]["clean"], binding);
    let publish = format!("/v1/proposals/{proposal}/dispositions/publish");
    let _ = korea.post(&publish, json!({})).await.expect(200);
    let partner = app
        .focal_point("FJI")
        .get(&format!("{path}?format=md"))
        .await
        .expect(200);
    assert!(partner.text.contains("mandatory"), "{}", partner.text);
    assert_eq!(
        app.focal_point("FJI").get(&format!("{path}?revision=9")).await.status,
        404
    );
}

#[actix_web::test]
async fn r15b_under_seal_the_past_counts_no_state_that_chose_since_not_to_be_known() {
    let app = TestApp::start().await;
    let proposal = app.tabled().await;
    let path = |rest: &str| format!("/v1/proposals/{proposal}{rest}");
    let opening =
        json!({"closes_at": "2027-03-01T16:00:00Z", "before_close": "sealed", "invite": {"states": ["FJI", "WSM"]}});
    let korea = app.member_mission("KOR");
    let _ = korea.post(&path("/consultation/open"), opening).await.expect(200);
    let said = |attribution: &str, id: &Value| {
        json!({"position": "supports", "language": "en", "attribution": attribution, "comments": [
            {"paragraph": "1", "text": "Too weak.", "id": id}]})
    };
    let fiji = app.focal_point("FJI");
    let lodged = fiji
        .post(&path("/submissions"), said("named", &Value::Null))
        .await
        .expect(201);
    let at = app.app().head().0;
    let count = async |query: &str| {
        let part = korea.get(&path(&format!("/participation?{query}"))).await.expect(200);
        let input = korea.get(&path(&format!("/input?{query}"))).await.expect(200);
        assert_eq!(part.json["sealed_lodged"], input.json["submissions"], "{query}");
        part.json["sealed_lodged"].clone()
    };
    assert_eq!(count(&format!("at_least={at}")).await, 1);
    let comment = &lodged.json["comments"][0]["id"];
    let submission = format!("/v1/submissions/{}", lodged.id());
    let _ = fiji
        .with("if-match", "\"1\"")
        .put(&submission, said("to_none", comment))
        .await
        .expect(200);
    assert_eq!(count(&format!("at_least={}", app.app().head().0)).await, 0);
    assert_eq!(count(&format!("as_of={at}")).await, 0);
}
