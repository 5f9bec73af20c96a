//! What a text is becoming: alternatives in their places, changes with the comments behind them, and the brief (R22).

use acceptance::{Actor, TestApp};
use serde_json::{Value, json};

/// Paragraph 2 as tabled.
const VOLUNTARY: &str = "They shall exchange information on incidents on a voluntary basis.";
const CLOSED: &str = "2027-03-02T08:00:00Z";

/// FJI and, for its group, WSM want `mandatory` in paragraph 2; TON, not for attribution, wants `compulsory` there and
/// the last words of paragraph 3 gone. The consultation has closed.
struct House {
    app: TestApp,
    proposal: String,
}

fn wording(paragraph: &str, exact: &str, action: &str, text: Option<&str>) -> Value {
    json!({"paragraph": paragraph, "type": "substantive", "quote": {"exact": exact},
        "proposed_wording": {"action": action, "text": text}, "explanation": "It is clearer."})
}

impl House {
    async fn open() -> Self {
        let app = TestApp::start().await;
        let proposal = app.opened(&["FJI", "WSM", "TON", "THA"]).await;
        let house = Self { app, proposal };
        let mandatory = || wording("2", "voluntary", "replace", Some("mandatory"));
        let of_fiji = json!({"position": "supports_with_amendments", "language": "en", "comments": [mandatory()]});
        let of_samoa = json!({"language": "en", "on_behalf_of": "PIF", "mandate": "Decision of the officials",
            "comments": [mandatory()]});
        let of_tonga = json!({"language": "en", "attribution": "to_none", "comments": [
            wording("2", "on a voluntary basis", "replace", Some("as they must")),
            wording("3", ", and review on a voluntary basis", "delete", None)]});
        for (state, body) in [("FJI", of_fiji), ("WSM", of_samoa), ("TON", of_tonga)] {
            let (speaker, path) = (house.app.focal_point(state), house.path("/submissions"));
            let _ = speaker.post(&path, body).await.expect(201);
        }
        house.app.clock.set(CLOSED.parse().unwrap());
        house.app.close_due().await;
        house
    }

    fn path(&self, rest: &str) -> String {
        format!("/v1/proposals/{}{rest}", self.proposal)
    }

    fn korea(&self) -> Actor {
        self.app.member_mission("KOR")
    }

    async fn read(&self, who: &Actor, rest: &str) -> Value {
        who.get(&self.path(rest)).await.expect(200).json
    }

    async fn rolling(&self, who: &Actor) -> Value {
        self.read(who, "/rolling-text").await
    }

    async fn comments(&self) -> Vec<Value> {
        let head = self.app.app().head().0;
        let list = self
            .read(&self.korea(), &format!("/input/comments?at_least={head}"))
            .await;
        list["items"].as_array().unwrap().clone()
    }

    /// The comments of FJI and WSM on paragraph 2.
    async fn on_voluntary(&self) -> Vec<Value> {
        let all = self.comments().await.into_iter();
        let wanted = all.filter(|one| one["proposed_wording"]["text"] == "mandatory");
        wanted.map(|one| one["id"].clone()).collect()
    }

    /// All members agree that these comments are accepted.
    async fn accept(&self, ids: &[Value]) {
        let body = json!({"comments": ids, "disposition": "accepted", "response": "Taken."});
        let path = self.path("/dispositions/bulk");
        let _ = self.korea().post(&path, body).await.expect(200);
        for member in ["MEX", "IDN", "TUR", "AUS"] {
            let body = json!({"comments": ids, "view": "agrees"});
            let path = self.path("/dispositions/views");
            let _ = self.app.member_mission(member).post(&path, body).await.expect(200);
        }
    }

    async fn publish(&self) {
        let path = self.path("/dispositions/publish");
        let _ = self.korea().post(&path, json!({})).await.expect(200);
    }

    /// Rev.1 takes what FJI and WSM want, and keeps the rest.
    async fn circulate(&self) {
        let revision = self.read(&self.korea(), "/revisions/0").await;
        let old = &revision["paragraphs"];
        let kept =
            |index: usize, text: Value| json!({"from": [old[index]["id"]], "label": old[index]["label"], "text": text});
        let second = json!("They shall exchange information on incidents on a mandatory basis.");
        let body = json!({"language": "en", "paragraphs": [
            kept(0, old[0]["text"].clone()), kept(1, second), kept(2, old[2]["text"].clone())]});
        let _ = self.korea().post(&self.path("/revisions"), body).await.expect(201);
    }
}

#[actix_web::test]
async fn r22_alternatives_stand_in_brackets_with_who_stands_behind_them() {
    let house = House::open().await;
    let text = house.rolling(&house.korea()).await;
    let second = &text["paragraphs"][1];
    assert_eq!(
        second["text"],
        "They shall exchange information on incidents on a [voluntary] [mandatory] (FJI, WSM; on behalf of PIF) basis."
    );
    // What overlaps with it stands below, under a label.
    assert_eq!(second["below"][0]["quote"], "on a voluntary basis");
    assert_eq!(second["below"][0]["alternative"]["text"], "as they must");
    let by = second["below"][0]["alternative"]["by"].as_str().unwrap();
    assert!(by.starts_with("a delegation"), "{by}");
    let third = text["paragraphs"][2]["text"].as_str().unwrap();
    assert!(
        third.contains("[, and review on a voluntary basis] [–] (a delegation"),
        "{third}"
    );
    let file = house.path("/rolling-text?format=docx");
    assert!(
        house
            .app
            .anonymous()
            .get(&file)
            .await
            .expect(200)
            .bytes
            .starts_with(b"PK")
    );
}

#[actix_web::test]
async fn r20_the_clean_text_follows_what_is_published_and_for_members_what_is_agreed() {
    let house = House::open().await;
    let before = house.app.app().head().0;
    house.accept(&house.on_voluntary().await).await;
    let mandatory = json!("They shall exchange information on incidents on a mandatory basis.");
    let clean = |text: &Value| text["paragraphs"][1]["clean"].clone();
    assert_eq!(clean(&house.rolling(&house.korea()).await), mandatory);
    let fiji = house.app.focal_point("FJI");
    let partner = house.rolling(&fiji).await;
    assert_eq!(clean(&partner), json!(VOLUNTARY));
    house.publish().await;
    assert_eq!(clean(&house.rolling(&fiji).await), mandatory);
    let past = house.read(&fiji, &format!("/rolling-text?as_of={before}")).await;
    assert_eq!(clean(&past), json!(VOLUNTARY));
    assert_eq!(past["as_of"]["log_position"], json!(before));
}

#[actix_web::test]
async fn r15b_of_the_past_no_words_are_put_where_withheld_ones_belonged() {
    let house = House::open().await;
    let comment = house.on_voluntary().await.swap_remove(0);
    let korea = house.korea();
    let body = json!({"comments": [comment], "disposition": "accepted_with_modification", "response": "Taken.",
        "wording": "regular"});
    let _ = korea.post(&house.path("/dispositions/bulk"), body).await.expect(200);
    for member in ["MEX", "IDN", "TUR", "AUS"] {
        let (mission, view) = (
            house.app.member_mission(member),
            json!({"comments": [comment], "view": "agrees"}),
        );
        let _ = mission.post(&house.path("/dispositions/views"), view).await.expect(200);
    }
    house.publish().await;
    let before = house.app.app().head().0;
    let regular = "They shall exchange information on incidents on a regular basis.";
    let reader = house.app.focal_point("THA");
    let now = house.rolling(&reader).await;
    assert_eq!(now["paragraphs"][1]["clean"], regular);
    let fiji = house.app.focal_point("FJI");
    let mine = fiji.get(&house.path("/submissions?state=FJI")).await.expect(200);
    let submission = format!("/v1/submissions/{}", mine.json["items"][0]["id"].as_str().unwrap());
    let kept = json!({"position": "supports", "language": "en", "comments": [
        {"id": comment, "paragraph": "2", "type": "substantive", "text": "We see it otherwise now."}]});
    let _ = fiji.with("if-match", "\"1\"").put(&submission, kept).await.expect(200);
    let past = house.read(&reader, &format!("/rolling-text?as_of={before}")).await;
    assert_eq!(past["paragraphs"][1]["clean"], VOLUNTARY);
}

#[actix_web::test]
async fn r22_a_change_tells_its_words_and_the_comments_behind_it() {
    let house = House::open().await;
    house.accept(&house.on_voluntary().await).await;
    house.publish().await;
    house.circulate().await;
    let changes = house.read(&house.app.focal_point("THA"), "/revisions/1/changes").await;
    let items = changes["items"].as_array().unwrap();
    assert_eq!(items[0]["comments"], json!([]));
    assert_eq!(items[0]["segments"][0]["kind"], "equal");
    let (second, words) = (&items[1], |kind: &str| -> Vec<&str> {
        let of_kind = items[1]["segments"].as_array().unwrap().iter();
        of_kind
            .filter(|one| one["kind"] == kind)
            .map(|one| one["text"].as_str().unwrap())
            .collect()
    });
    assert_eq!(
        (words("deleted"), words("inserted")),
        (vec!["voluntary"], vec!["mandatory"])
    );
    let behind = second["comments"].as_array().unwrap();
    assert_eq!(behind.len(), 3);
    let told: Vec<(&str, &str)> = behind[..2]
        .iter()
        .map(|one| (one["from"].as_str().unwrap(), one["disposition"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("Fiji", "accepted"), ("Samoa", "accepted")]);
    assert!(behind[2]["disposition"].is_null());
    assert!(behind[2]["from"].as_str().unwrap().starts_with("a delegation"));
    // What is still open is carried to the new text; there a member has to look.
    let text = house.rolling(&house.korea()).await;
    let left = text["paragraphs"][1]["below"].as_array().unwrap().len() + text["unplaced"].as_array().unwrap().len();
    assert_eq!((text["revision"].clone(), left), (json!(1), 1));
}

#[actix_web::test]
async fn r18_the_brief_says_who_stands_where_and_puts_the_rest_under_silence_as_one_act() {
    let house = House::open().await;
    let voluntary = house.on_voluntary().await;
    house.accept(&voluntary[..1]).await;
    let all = house.comments().await.into_iter().map(|one| one["id"].clone());
    let rest: Vec<Value> = all.filter(|id| *id != voluntary[0]).collect();
    let body = json!({"comments": rest, "disposition": "noted", "response": "Thank you."});
    let _ = house
        .korea()
        .post(&house.path("/dispositions/bulk"), body)
        .await
        .expect(200);
    let proposed_at = house.app.app().head().0;
    let differs = json!({"view": "differs", "note": "Not yet."});
    let path = format!("/v1/comments/{}/views/TUR", voluntary[1].as_str().unwrap());
    let _ = house.app.member_mission("TUR").put(&path, differs).await.expect(200);
    let since = house.read(&house.korea(), &format!("/brief?since={proposed_at}")).await;
    assert_eq!(
        (&since["changes"]["comments"], &since["changes"]["differing"]),
        (&json!(0), &json!(["WSM-001"]))
    );
    let never = house
        .korea()
        .get(&house.path("/brief?since=1970-01-01T00:00:00Z"))
        .await;
    assert_eq!((never.status, never.code()), (400, "invalid_query_parameter"));
    let brief = house.read(&house.korea(), "/brief").await;
    let first = &brief["paragraphs"][0];
    let counts = ["label", "comments", "differing", "alternatives"].map(|name| first[name].clone());
    assert_eq!(counts, [json!("2"), json!(3), json!(1), json!(2)]);
    assert_eq!(
        brief["positions"][0],
        json!({"position": "supports_with_amendments", "states": ["FJI"], "on_behalf_of": [],
            "known_to_members_only": [], "groups_known_to_members_only": []})
    );
    let dispute = &brief["disputes"][0];
    assert_eq!(
        (&dispute["from"], &dispute["differing"][0]["member"]),
        (&json!("WSM"), &json!("TUR"))
    );
    let supported = &brief["most_supported"];
    assert_eq!(
        (&supported["words"], &supported["text"]),
        (&json!("voluntary"), &json!("mandatory"))
    );
    assert_eq!(supported["states"], json!(["FJI", "WSM"]));
    assert_eq!(brief["silence"]["status"], "fits");
    assert_eq!(brief["silence"]["open_by_local"]["local"], "2027-11-27T08:59:55+09:00");
    assert_eq!(brief["silence"]["dispose_by"]["at"], "2027-11-23T23:59:55Z");
    assert_eq!(brief["changes"], Value::Null);
    // What members differ on stays out: one of four comments.
    assert_eq!(
        (&brief["package"]["status"], &brief["package"]["count"]),
        (&json!("ready"), &json!(3))
    );
    let printed = house
        .korea()
        .get(&house.path("/brief?format=md&language=ko"))
        .await
        .expect(200);
    assert!(printed.text.starts_with("# 요약 보고"), "{}", printed.text);
    assert!(!printed.text.contains("brief-"), "{}", printed.text);
    let file = house.korea().get(&house.path("/brief?format=docx")).await.expect(200);
    assert!(file.bytes.starts_with(b"PK"));
    // The request can be sent as it is.
    let request = &brief["package"]["request"];
    let (korea, path) = (house.korea(), request["path"].as_str().unwrap());
    let sent = korea.post(path, request["body"].clone());
    let package = sent.await.expect(200).json;
    assert_eq!(package["package"]["comments"], 3, "{package}");
    let after = house.read(&house.korea(), "/brief").await;
    assert_eq!(
        (&after["package"]["status"], &after["package"]["count"]),
        (&json!("under_silence"), &json!(3))
    );
    let partner = house.app.focal_point("FJI").get(&house.path("/brief")).await;
    assert_eq!(partner.status, 403);
}
