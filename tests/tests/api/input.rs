//! The five operations on a proposal's input, on a consultation of ten states with fourteen comments.

use acceptance::{Actor, Reply, TestApp};
use serde_json::{Value, json};

const INVITED: [&str; 10] = ["FJI", "PNG", "SLB", "VUT", "WSM", "TON", "TUV", "KIR", "THA", "VNM"];
const CLOSED: &str = "2027-03-01T16:00:00Z";

/// A proposal under consultation, with what eight of the ten invited states lodged. TUV and VNM are silent.
struct World {
    app: TestApp,
    proposal: String,
    /// Position of the last submission.
    position: u64,
}

impl World {
    async fn open() -> Self {
        Self::with(json!({})).await
    }

    async fn with(opening: Value) -> Self {
        let app = TestApp::start().await;
        let proposal = app.tabled().await;
        let mut body = json!({"closes_at": CLOSED, "invite": {"states": INVITED}});
        merge(&mut body, &opening);
        let path = format!("/v1/proposals/{proposal}/consultation/open");
        let _ = app.member_mission("KOR").post(&path, body).await.expect(200);
        let mut world = Self {
            app,
            proposal,
            position: 0,
        };
        for (state, submission) in submissions() {
            let path = format!("/v1/proposals/{}/submissions", world.proposal);
            let reply = world.app.focal_point(state).post(&path, submission).await.expect(201);
            world.position = log_position(&reply);
        }
        world
    }

    fn close(&self) {
        self.app.clock.set(CLOSED.parse().unwrap());
    }

    /// GET below `/input`, once the view has everything.
    async fn get(&self, who: &Actor, rest: &str) -> Reply {
        let joint = if rest.contains('?') { '&' } else { '?' };
        let path = format!(
            "/v1/proposals/{}/input{rest}{joint}at_least={}",
            self.proposal, self.position
        );
        who.get(&path).await
    }

    async fn comments(&self, who: &Actor, filter: &str) -> Vec<String> {
        let reply = self.get(who, &format!("/comments?{filter}")).await.expect(200);
        numbers(&reply)
    }
}

fn merge(into: &mut Value, more: &Value) {
    for (key, value) in more.as_object().into_iter().flatten() {
        into[key] = value.clone();
    }
}

fn log_position(reply: &Reply) -> u64 {
    reply.header("log-position").unwrap().parse().unwrap()
}

fn numbers(reply: &Reply) -> Vec<String> {
    let items = reply.json["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["number"].as_str().unwrap().to_owned())
        .collect()
}

/// Numbers without those drawn from random ids, and how many of these there were.
fn named(numbers: &[String]) -> (Vec<&str>, usize) {
    let named: Vec<&str> = numbers
        .iter()
        .map(String::as_str)
        .filter(|number| !number.starts_with("DEL-"))
        .collect();
    let labelled = numbers.len() - named.len();
    (named, labelled)
}

fn submissions() -> Vec<(&'static str, Value)> {
    vec![
        (
            "FJI",
            json!({"audience": "public", "position": "supports_with_amendments", "language": "en", "comments": [
            {"paragraph": "2", "type": "substantive", "text": "The exchange should be mandatory.",
                "quote": {"exact": "voluntary", "prefix": "on a ", "suffix": " basis"},
                "proposed_wording": {"action": "replace", "text": "mandatory"}, "explanation": "Networks have no borders."},
            {"paragraph": "1", "type": "technical", "text": "Who keeps the list of contacts?"},
            {"paragraph": null, "type": "substantive", "text": "We thank the lead member."}]}),
        ),
        (
            "PNG",
            json!({"audience": "public", "position": "supports", "language": "en", "comments": [
            {"paragraph": "1", "type": "editorial", "text": "A comma is missing."},
            {"paragraph": "3", "type": "substantive", "text": "Review every two years.",
                "quote": {"exact": "voluntary"}, "proposed_wording": {"action": "delete"}}]}),
        ),
        (
            "WSM",
            json!({"audience": "public", "position": null, "language": "en", "comments": [
            {"paragraph": "2", "type": "translation", "language": "sm", "text": "Ua lelei le faaliliuga.",
                "translations": [{"language": "en", "status": "courtesy", "text": "The translation is good."}]}]}),
        ),
        (
            "TON",
            json!({"position": "has_a_reservation", "language": "en", "comments": [
            {"paragraph": "3", "type": "substantive", "text": "Our capacity is limited."}]}),
        ),
        (
            "VUT",
            json!({"audience": "public", "position": "no_objection", "language": "fr", "comments": [
            {"paragraph": "2", "type": "substantive", "text": "Échange volontaire, d'accord."},
            {"paragraph": "2", "type": "substantive", "text": "Pour les membres seulement.", "audience": "members_only"}]}),
        ),
        (
            "SLB",
            json!({"audience": "public", "position": "does_not_support", "language": "en", "attribution": "to_none", "comments": [
            {"paragraph": "2", "type": "substantive", "text": "We cannot accept this.",
                "translations": [{"language": "ko", "status": "courtesy", "text": "받아들일 수 없습니다."}]},
            {"paragraph": "1", "type": "technical", "text": "One contact is not enough."}]}),
        ),
        (
            "KIR",
            json!({"audience": "public", "position": "supports", "language": "en", "attribution": "to_members", "comments": [
            {"paragraph": "3", "type": "substantive", "text": "Islands first."}]}),
        ),
        (
            "THA",
            json!({"audience": "public", "position": "position_reserved", "language": "th", "ad_referendum": true, "comments": [
            {"paragraph": null, "type": "substantive", "text": "ไม่เปิดเผยชื่อ", "attribution": "to_none"},
            {"paragraph": "1", "type": "editorial", "text": "ควรใช้คำว่า ศูนย์ประสานงาน"}]}),
        ),
    ]
}

#[tokio::test]
async fn the_summary_counts_what_anybody_may_see_before_close() {
    let world = World::open().await;
    let reply = world.get(&world.app.anonymous(), "").await.expect(200);
    let mut seen = reply.json.clone();
    let ids: Vec<Value> = seen["by_paragraph"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .map(|row| row["paragraph_id"].take())
        .collect();
    assert_eq!(ids[0], Value::Null);
    assert!(ids[1..].iter().all(Value::is_string));
    assert_eq!(seen["as_of"]["log_position"], world.position);
    seen.as_object_mut().unwrap().remove("as_of");
    assert_eq!(
        seen,
        json!({
            "submissions": 5, "comments": 8, "late": 0,
            "by_position": {"supports": 1, "supports_with_amendments": 1, "has_a_reservation": 0, "does_not_support": 0,
                "no_objection": 1, "position_reserved": 1, "not_stated": 1},
            "by_type": {"substantive": 4, "technical": 1, "editorial": 2, "translation": 1},
            "by_paragraph": [
                {"paragraph_id": null, "label": null, "comments": 1}, {"paragraph_id": null, "label": "1", "comments": 3},
                {"paragraph_id": null, "label": "2", "comments": 3}, {"paragraph_id": null, "label": "3", "comments": 1}],
            "by_region": [
                {"code": "035", "name": "South-eastern Asia", "comments": 1}, {"code": "054", "name": "Melanesia", "comments": 6},
                {"code": "057", "name": "Micronesia", "comments": 0}, {"code": "061", "name": "Polynesia", "comments": 1}],
            "by_language": {"en": 5, "fr": 1, "sm": 1, "th": 1, "not_for_attribution": 0},
            "invited": 10, "silent": 5
        })
    );
    assert_eq!(log_position(&reply), world.position);
}

#[tokio::test]
async fn each_viewer_counts_what_it_may_see() {
    let world = World::open().await;
    let figures = async |who: Actor| {
        let seen = world.get(&who, "").await.expect(200).json;
        [
            &seen["submissions"],
            &seen["comments"],
            &seen["silent"],
            &seen["by_language"]["not_for_attribution"],
        ]
        .map(|figure| figure.as_u64().unwrap())
    };
    assert_eq!(figures(world.app.anonymous()).await, [5, 8, 5, 0]);
    assert_eq!(
        figures(world.app.operator()).await,
        [5, 8, 5, 0],
        "an operator reads as anybody does"
    );
    assert_eq!(
        figures(world.app.focal_point("TUV")).await,
        [6, 9, 4, 0],
        "and TON's, for participants"
    );
    assert_eq!(
        figures(world.app.focal_point("SLB")).await,
        [7, 11, 3, 0],
        "and its own"
    );
    assert_eq!(
        figures(world.app.member_mission("KOR")).await,
        [7, 11, 3, 0],
        "and VUT's and KIR's for members"
    );
    world.close();
    assert_eq!(
        figures(world.app.anonymous()).await,
        [5, 12, 5, 4],
        "SLB's two, KIR's and THA's under labels"
    );
    assert_eq!(
        figures(world.app.focal_point("SLB")).await,
        [7, 13, 3, 2],
        "its own two are named"
    );
    assert_eq!(figures(world.app.member_mission("KOR")).await, [7, 14, 3, 3]);
}

#[tokio::test]
async fn labelled_comments_are_counted_under_the_area_of_their_label() {
    let world = World::open().await;
    world.close();
    let seen = world.get(&world.app.anonymous(), "").await.expect(200).json;
    assert_eq!(
        seen["by_region"],
        json!([
        {"code": "009", "name": "Oceania", "comments": 3}, {"code": "035", "name": "South-eastern Asia", "comments": 1},
        {"code": "054", "name": "Melanesia", "comments": 6}, {"code": "057", "name": "Micronesia", "comments": 0},
        {"code": "061", "name": "Polynesia", "comments": 1}, {"code": null, "name": "a delegation", "comments": 1}])
    );
    let areas = world.get(&world.app.anonymous(), "/regions").await.expect(200).json;
    assert_eq!(areas["comments_without_area"], 1);
    let row = |kind: &str, code: &str| {
        let rows = areas["items"].as_array().unwrap();
        rows.iter()
            .find(|row| row["kind"] == kind && row["code"] == code)
            .cloned()
            .unwrap_or_default()
    };
    assert_eq!(
        row("region", "009"),
        json!({"kind": "region", "code": "009", "name": "Oceania", "invited": 8,
        "lodged": 4, "silent": 4, "comments": 10, "not_for_attribution": 3})
    );
    assert_eq!(
        row("subregion", "054"),
        json!({"kind": "subregion", "code": "054", "name": "Melanesia", "invited": 4,
        "lodged": 3, "silent": 1, "comments": 6, "not_for_attribution": 0})
    );
    assert_eq!(row("neighbourhood", "AUS")["not_for_attribution"], 0);
    assert_eq!(
        row("group", "ASEAN"),
        json!({"kind": "group", "code": "ASEAN",
        "name": "Association of Southeast Asian Nations", "invited": 2, "lodged": 1, "silent": 1, "comments": 1,
        "not_for_attribution": 0})
    );
    assert_eq!(row("group", "CARICOM"), Value::Null, "no state of it is invited");
}

#[tokio::test]
async fn paragraphs_stand_in_reading_order_with_what_was_said() {
    let world = World::open().await;
    world.close();
    let seen = world
        .get(&world.app.focal_point("TUV"), "/paragraphs")
        .await
        .expect(200)
        .json;
    let rows = seen["items"].as_array().unwrap();
    let labels: Vec<_> = rows.iter().map(|row| row["label"].as_str()).collect();
    assert_eq!(labels, [None, Some("1"), Some("2"), Some("3")]);
    assert_eq!(rows[0]["states"], json!(["FJI"]));
    assert_eq!(rows[0]["not_for_attribution"], 1, "THA's");
    let second = &rows[2];
    assert_eq!(
        second["text"],
        "They shall exchange information on incidents on a voluntary basis."
    );
    assert_eq!(second["states"], json!(["FJI", "VUT", "WSM"]));
    assert_eq!(
        (&second["comments"], &second["not_for_attribution"]),
        (&json!(4), &json!(1))
    );
    assert_eq!(
        second["by_type"],
        json!({"substantive": 3, "technical": 0, "editorial": 0, "translation": 1})
    );
    assert_eq!((&second["revision"], &second["deleted"]), (&json!(0), &json!(false)));
    assert_eq!(seen["page"]["has_more"], false);
}

#[tokio::test]
async fn positions_name_each_state_once() {
    let world = World::open().await;
    let seen = world
        .get(&world.app.member_mission("MEX"), "/positions")
        .await
        .expect(200)
        .json;
    let held: Vec<(&str, Vec<&str>)> = seen["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| {
            let states = group["states"].as_array().unwrap();
            assert_eq!(group["count"], states.len());
            (
                group["position"].as_str().unwrap(),
                states.iter().map(|state| state["state"].as_str().unwrap()).collect(),
            )
        })
        .collect();
    assert_eq!(
        held,
        [
            ("supports", vec!["KIR", "PNG"]),
            ("supports_with_amendments", vec!["FJI"]),
            ("has_a_reservation", vec!["TON"]),
            ("does_not_support", vec![]),
            ("no_objection", vec!["VUT"]),
            ("position_reserved", vec!["THA"]),
            ("not_stated", vec!["WSM"])
        ]
    );
    assert_eq!(
        seen["silent"],
        json!({"count": 3, "states": ["SLB", "TUV", "VNM"]}),
        "or not for attribution"
    );
    assert_eq!(seen["undisclosed"], json!({"count": 0, "states": []}));
    let thailand = &seen["items"][5]["states"][0];
    assert_eq!(
        (&thailand["name"], &thailand["ad_referendum"], &thailand["standing"]),
        (&json!("Thailand"), &json!(true), &json!("lodged"))
    );
    let own = world
        .get(&world.app.focal_point("SLB"), "/positions")
        .await
        .expect(200)
        .json;
    assert_eq!(own["items"][3]["states"][0]["state"], "SLB");
}

#[tokio::test]
async fn comments_come_in_reading_order_and_the_unattributed_last() {
    let world = World::open().await;
    let all = world.comments(&world.app.anonymous(), "").await;
    assert_eq!(
        all,
        [
            "FJI-003", "FJI-002", "PNG-001", "THA-001", "FJI-001", "VUT-001", "WSM-001", "PNG-002"
        ]
    );
    world.close();
    let all = world.comments(&world.app.anonymous(), "").await;
    let shape: Vec<&str> = all
        .iter()
        .map(|number| if number.starts_with("DEL-") { "DEL" } else { number })
        .collect();
    assert_eq!(
        shape,
        [
            "FJI-003", "DEL", "FJI-002", "PNG-001", "THA-001", "DEL", "FJI-001", "VUT-001", "WSM-001", "DEL",
            "PNG-002", "DEL"
        ]
    );
}

#[tokio::test]
async fn a_named_comment_shows_everything() {
    let world = World::open().await;
    let reply = world
        .get(&world.app.anonymous(), "/comments?state=FJI&paragraph=2")
        .await
        .expect(200);
    let mut item = reply.json["items"][0].clone();
    for id in ["id", "submission_id", "paragraph_id"] {
        assert!(item[id].take().is_string(), "{id}");
    }
    assert_eq!(
        item,
        json!({
            "id": null, "number": "FJI-001", "state": "FJI", "from": "Fiji", "submission_id": null, "consultation": 1,
            "revision": 0, "paragraph": "2", "paragraph_id": null, "type": "substantive",
            "text": "The exchange should be mandatory.", "language": "en",
            "quote": {"exact": "voluntary", "prefix": "on a ", "suffix": " basis"}, "ambiguous": false,
            "proposed_wording": {"action": "replace", "text": "mandatory"}, "explanation": "Networks have no borders.",
            "explanation_awaited": false, "translations": [], "reference": null, "position": "supports_with_amendments",
            "on_behalf_of": null, "audience": "public", "attribution": "named", "late": false,
            "at": "2027-01-10T09:00:00Z", "at_close": null, "superseded": false
        })
    );
    let item = &world
        .get(&world.app.anonymous(), "/comments?state=PNG&paragraph=3")
        .await
        .expect(200)
        .json["items"][0];
    assert_eq!(
        (&item["ambiguous"], &item["explanation_awaited"]),
        (&json!(true), &json!(true))
    );
}

#[tokio::test]
async fn a_labelled_comment_shows_nothing_that_points_to_its_state() {
    let world = World::open().await;
    world.close();
    let reply = world
        .get(&world.app.anonymous(), "/comments?paragraph=2&region=009&q=accept")
        .await
        .expect(200);
    let mut item = reply.json["items"][0].clone();
    assert!(item["id"].take().is_string() && item["paragraph_id"].take().is_string());
    assert!(item["number"].take().as_str().unwrap().starts_with("DEL-"));
    assert_eq!(
        item,
        json!({
            "id": null, "number": null, "state": null, "from": "a delegation from Oceania", "submission_id": null,
            "consultation": 1, "revision": 0, "paragraph": "2", "paragraph_id": null, "type": "substantive",
            "text": "We cannot accept this.", "language": null, "quote": null, "ambiguous": false,
            "proposed_wording": null, "explanation": null, "explanation_awaited": false, "translations": [],
            "reference": null, "position": null, "on_behalf_of": null, "audience": null, "attribution": null,
            "late": null, "at": null, "at_close": null, "superseded": false
        })
    );
    let own = &world
        .get(&world.app.focal_point("SLB"), "/comments?q=accept")
        .await
        .expect(200)
        .json["items"][0];
    assert_eq!(
        (&own["number"], &own["attribution"]),
        (&json!("SLB-9001"), &json!("to_none"))
    );
    assert_eq!(own["translations"][0]["language"], "ko");
}

#[tokio::test]
async fn every_filter_finds_what_it_says() {
    let world = World::open().await;
    let anybody = world.app.anonymous();
    let member = world.app.member_mission("KOR");
    let third = world.get(&anybody, "/paragraphs").await.expect(200).json["items"][3]["paragraph_id"].clone();
    let by_id = format!("paragraph={}", third.as_str().unwrap());
    for (filter, found) in [
        ("paragraph=2", vec!["FJI-001", "VUT-001", "WSM-001"]),
        (by_id.as_str(), vec!["PNG-002"]),
        ("paragraph=", vec!["FJI-003"]),
        ("state=FJI", vec!["FJI-003", "FJI-002", "FJI-001"]),
        ("state=fj&paragraph=1", vec!["FJI-002"]),
        ("state=SLB", vec![]),
        ("region=061", vec!["WSM-001"]),
        ("region=009&type=technical", vec!["FJI-002"]),
        ("neighbourhood=AUS&type=editorial", vec!["PNG-001"]),
        ("group=ASEAN", vec!["THA-001"]),
        ("group=PIF&paragraph=3", vec!["PNG-002"]),
        ("group=ASEAN&region=009", vec![]),
        ("position=not_stated", vec!["WSM-001"]),
        ("position=supports", vec!["PNG-001", "PNG-002"]),
        ("type=translation", vec!["WSM-001"]),
        ("language=fr", vec!["VUT-001"]),
        ("language=th&type=substantive", vec![]),
        ("disposition=none&state=VUT", vec!["VUT-001"]),
        ("disposition=accepted", vec![]),
        ("consultation=1&state=VUT", vec!["VUT-001"]),
        ("late=true", vec![]),
        ("late=false&state=WSM", vec!["WSM-001"]),
        ("q=MANDATORY", vec!["FJI-001"]),
        ("q=borders", vec!["FJI-001"]),
        ("q=translation+is+good", vec!["WSM-001"]),
        ("q=d%C3%A9j%C3%A0", vec![]),
    ] {
        assert_eq!(world.comments(&anybody, filter).await, found, "{filter}");
    }
    assert_eq!(
        world.comments(&member, "position=supports").await,
        ["PNG-001", "KIR-50001", "PNG-002"]
    );
    assert_eq!(world.comments(&member, "state=VUT").await, ["VUT-001", "VUT-002"]);
}

#[tokio::test]
async fn a_labelled_comment_is_found_only_by_what_it_shows() {
    let world = World::open().await;
    world.close();
    let anybody = world.app.anonymous();
    for (filter, labelled) in [
        ("region=009", 3),
        ("region=054", 0),
        ("region=001", 3),
        ("paragraph=2", 1),
        ("type=technical", 1),
        ("q=contact", 1),
        ("consultation=1", 4),
        ("disposition=none", 4),
        ("state=SLB", 0),
        ("neighbourhood=AUS", 0),
        ("group=PIF", 0),
        ("region=009&group=PIF", 0),
        ("position=does_not_support", 0),
        ("language=en", 0),
        ("late=false", 0),
        ("late=true", 0),
        ("q=%EB%B0%9B%EC%95%84", 0),
    ] {
        let found = world.comments(&anybody, filter).await;
        assert_eq!(named(&found).1, labelled, "{filter}: {found:?}");
    }
}

#[tokio::test]
async fn pages_of_one_are_the_one_page() {
    let world = World::open().await;
    world.close();
    let anybody = world.app.anonymous();
    let whole = world.get(&anybody, "/comments?limit=200").await.expect(200);
    assert_eq!(whole.header("link"), None);
    let mut items = Vec::new();
    let mut path = format!(
        "/v1/proposals/{}/input/comments?limit=1&at_least={}",
        world.proposal, world.position
    );
    loop {
        let reply = anybody.get(&path).await.expect(200);
        items.extend(reply.json["items"].as_array().unwrap().iter().cloned());
        let Some(link) = reply.header("link") else {
            assert_eq!(reply.json["page"]["has_more"], false);
            break;
        };
        assert!(link.contains(reply.json["page"]["next"].as_str().unwrap()));
        path = link.trim_start_matches('<').split('>').next().unwrap().to_owned();
    }
    assert_eq!(Value::Array(items), whole.json["items"]);
    let cursor = anybody
        .get(&format!("/v1/proposals/{}/input/comments?limit=1", world.proposal))
        .await
        .json["page"]["next"]
        .clone();
    let elsewhere = format!("/comments?type=editorial&cursor={}", cursor.as_str().unwrap());
    assert_eq!(
        world.get(&anybody, &elsewhere).await.expect(400).code(),
        "invalid_cursor"
    );
}

#[tokio::test]
async fn sealed_input_is_seen_by_nobody_before_close() {
    let world = World::with(json!({"before_close": "sealed"})).await;
    let member = world.app.member_mission("KOR");
    let seen = world.get(&member, "").await.expect(200).json;
    assert_eq!(
        (&seen["submissions"], &seen["comments"], &seen["silent"]),
        (&json!(7), &json!(0), &json!(3)),
        "SLB is never known"
    );
    assert_eq!(world.comments(&member, "").await, Vec::<String>::new());
    for (actor, count) in [
        (&member, 3),
        (&world.app.focal_point("FJI"), 9),
        (&world.app.anonymous(), 10),
    ] {
        let positions = world.get(actor, "/positions").await.expect(200).json;
        assert_eq!(
            (&positions["silent"], &positions["sealed"]),
            (&json!({"count": count, "states": []}), &json!(true))
        );
        let regions = world.get(actor, "/regions").await.expect(200).json;
        assert_eq!(regions["sealed"], true);
        for row in regions["items"].as_array().unwrap() {
            assert_eq!((&row["lodged"], &row["silent"]), (&Value::Null, &Value::Null));
        }
    }
    let seen = world.get(&world.app.focal_point("FJI"), "").await.expect(200).json;
    assert_eq!(
        (&seen["submissions"], &seen["comments"]),
        (&json!(1), &json!(3)),
        "its own"
    );
    assert_eq!(
        world.get(&world.app.anonymous(), "").await.expect(200).json["submissions"],
        0
    );
    world.close();
    let member = world.app.member_mission("KOR");
    assert_eq!(world.get(&member, "").await.expect(200).json["comments"], 14);
    let positions = world.get(&member, "/positions").await.expect(200).json;
    assert_eq!(positions["sealed"], false);
    assert_eq!(
        positions["silent"]["count"],
        positions["silent"]["states"].as_array().unwrap().len()
    );
    assert_eq!(
        world.get(&world.app.anonymous(), "").await.expect(200).json["comments"],
        12
    );
}

#[tokio::test]
async fn members_see_input_before_its_partners_do() {
    let world = World::with(json!({"before_close": "members_see"})).await;
    assert_eq!(
        world.get(&world.app.member_mission("KOR"), "").await.expect(200).json["comments"],
        11
    );
    assert_eq!(world.comments(&world.app.focal_point("WSM"), "").await, ["WSM-001"]);
    assert_eq!(world.comments(&world.app.anonymous(), "").await, Vec::<String>::new());
}

#[tokio::test]
async fn the_past_is_answered_with_the_rights_of_now() {
    let world = World::open().await;
    let path = format!("/v1/proposals/{}/input", world.proposal);
    let anybody = world.app.anonymous();
    let at = world.position - 6;
    let seen = anybody.get(&format!("{path}?as_of={at}")).await.expect(200);
    assert_eq!(
        (&seen.json["comments"], &seen.json["as_of"]["log_position"]),
        (&json!(5), &json!(at)),
        "FJI's and PNG's"
    );
    let list = anybody
        .get(&format!("{path}/comments?as_of={at}&paragraph=1"))
        .await
        .expect(200);
    assert_eq!(numbers(&list), ["FJI-002", "PNG-001"]);
    world.app.clock.set("2027-01-12T09:00:00Z".parse().unwrap());
    let fiji = world.app.focal_point("FJI");
    let id = world.get(&fiji, "/comments?state=FJI").await.json["items"][0]["submission_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let revision = json!({"position": "supports", "language": "en", "audience": "public", "comments": [
        {"number": "FJI-002", "paragraph": "1", "type": "technical", "text": "Who keeps the register?"}]});
    let revised = fiji
        .with("if-match", "\"1\"")
        .put(&format!("/v1/submissions/{id}"), revision)
        .await
        .expect(200);
    let before = format!("{path}/comments?as_of=2027-01-11T00:00:00Z&state=FJI");
    let list = anybody.get(&before).await.expect(200);
    assert_eq!(numbers(&list), ["FJI-003", "FJI-002", "FJI-001"]);
    assert!(
        list.json["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|item| item["superseded"] == true && item["text"].is_null())
    );
    let own = fiji.get(&before).await.expect(200);
    assert_eq!(own.json["items"][1]["text"], "Who keeps the list of contacts?");
    let now = anybody
        .get(&format!(
            "{path}/comments?state=FJI&at_least={}",
            log_position(&revised)
        ))
        .await
        .expect(200);
    assert_eq!(numbers(&now), ["FJI-002"]);

    for (query, status, code) in [
        ("as_of=99999", 422, "as_of_in_the_future"),
        ("as_of=2028-01-01T00:00:00Z", 422, "as_of_in_the_future"),
        ("as_of=5&at_least=5", 422, "as_of_with_at_least"),
        ("as_of=yesterday", 400, "invalid_query_parameter"),
        ("as_of=1", 404, "not_found"),
    ] {
        for rest in ["", "/comments", "/positions", "/paragraphs", "/regions"] {
            let reply = anybody.get(&format!("{path}{rest}?{query}")).await;
            assert_eq!((reply.status, reply.code()), (status, code), "{rest} {query}");
        }
    }
}

#[tokio::test]
async fn what_a_201_named_is_read_at_once_and_the_far_future_is_503() {
    let world = World::open().await;
    let path = format!("/v1/proposals/{}/submissions", world.proposal);
    let comment = json!({"paragraph": "1", "type": "editorial", "text": "Last word.", "audience": "public"});
    let submission = json!({"language": "en", "comments": [comment]});
    let lodged = world.app.focal_point("TUV").post(&path, submission).await.expect(201);
    let input = format!("/v1/proposals/{}/input", world.proposal);
    let query = format!("at_least={}", log_position(&lodged));
    let found = world
        .app
        .anonymous()
        .get(&format!("{input}/comments?q=last+word&{query}"))
        .await
        .expect(200);
    assert_eq!(numbers(&found), ["TUV-001"]);
    for rest in ["", "/comments", "/paragraphs", "/regions", "/positions"] {
        let reply = world
            .app
            .anonymous()
            .get(&format!("{input}{rest}?at_least=1000000"))
            .await
            .expect(503);
        assert_eq!(reply.code(), "view_behind");
        assert!(reply.header("retry-after").is_some());
    }
}

#[tokio::test]
async fn an_unchanged_answer_is_304() {
    let world = World::open().await;
    for rest in ["", "/comments", "/paragraphs", "/regions", "/positions"] {
        let anybody = world.app.anonymous();
        let first = world.get(&anybody, rest).await.expect(200);
        let tag = first.header("etag").unwrap();
        let known = anybody.with("if-none-match", &tag);
        let again = world.get(&known, rest).await.expect(304);
        assert_eq!((again.text.as_str(), again.header("etag")), ("", Some(tag.clone())));
        assert_eq!(again.header("vary").as_deref(), Some("Authorization, Accept"));
        assert_ne!(
            world.get(&world.app.member_mission("KOR"), rest).await.header("etag"),
            Some(tag),
            "{rest}"
        );
    }
}

#[tokio::test]
async fn an_event_elsewhere_does_not_change_the_entity_tag() {
    let world = World::open().await;
    let before = world
        .get(&world.app.anonymous(), "/comments")
        .await
        .expect(200)
        .header("etag");
    let other = world
        .app
        .member_mission("KOR")
        .post("/v1/proposals", acceptance::proposal())
        .await
        .expect(201);
    let path = format!(
        "/v1/proposals/{}/input/comments?at_least={}",
        world.proposal,
        log_position(&other)
    );
    assert_eq!(
        world.app.anonymous().get(&path).await.expect(200).header("etag"),
        before
    );
}

#[tokio::test]
async fn a_draft_is_not_found_by_those_who_may_not_know_it() {
    let app = TestApp::start().await;
    let draft = app.tabled().await;
    for rest in ["", "/comments", "/paragraphs", "/regions", "/positions"] {
        let path = format!("/v1/proposals/{draft}/input{rest}");
        for who in [app.anonymous(), app.focal_point("FJI"), app.operator()] {
            assert_eq!(
                who.get(&format!("{path}?nonsense=1")).await.expect(404).code(),
                "not_found"
            );
        }
        let _ = app.member_mission("MEX").get(&path).await.expect(200);
        let unknown = format!("/v1/proposals/00000000-0000-4000-8000-000000000000/input{rest}");
        let _ = app.member_mission("MEX").get(&unknown).await.expect(404);
        assert_eq!(
            app.anonymous()
                .get(&format!("/v1/proposals/seven/input{rest}"))
                .await
                .expect(400)
                .code(),
            "invalid_path"
        );
    }
}

#[tokio::test]
async fn parameters_that_mean_nothing_are_refused() {
    let world = World::open().await;
    let anybody = world.app.anonymous();
    for rest in ["", "/comments", "/paragraphs", "/regions", "/positions"] {
        assert_eq!(
            world
                .get(&anybody, &format!("{rest}?staet=FJI"))
                .await
                .expect(400)
                .code(),
            "unknown_query_parameter"
        );
        assert_eq!(
            world
                .get(&anybody, &format!("{rest}?consultation=2"))
                .await
                .expect(400)
                .code(),
            "invalid_query_parameter"
        );
    }
    for filter in [
        "paragraph=9",
        "paragraph=00000000-0000-4000-8000-000000000000",
        "state=XXX",
        "state=",
        "region=999",
        "region=Oceania",
        "neighbourhood=FJI",
        "group=NATO",
        "position=likes",
        "type=rude",
        "language=klingon",
        "disposition=maybe",
        "consultation=first",
        "late=1",
        "q=",
        "q=%20",
        "limit=0",
        "limit=201",
        "at_least=-1",
        "state=FJI&state=PNG",
    ] {
        let path = format!("/v1/proposals/{}/input/comments?{filter}", world.proposal);
        let reply = anybody.get(&path).await;
        assert_eq!(
            (reply.status, reply.code()),
            (400, "invalid_query_parameter"),
            "{filter}: {}",
            reply.text
        );
    }
    let cursor = world.get(&anybody, "/comments?cursor=abc").await.expect(400);
    assert_eq!(cursor.code(), "invalid_cursor");
}

#[tokio::test]
async fn a_late_version_stands_beside_what_stood_at_close() {
    let world = World::open().await;
    world.close();
    let wsm = world.app.focal_point("WSM");
    let id = world.get(&wsm, "/comments?state=WSM").await.json["items"][0]["submission_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let revision = json!({"language": "en", "audience": "public", "comments": [
        {"number": "WSM-001", "paragraph": "2", "type": "translation", "language": "sm", "text": "Toe faitau."}]});
    let revised = wsm
        .with("if-match", "\"1\"")
        .put(&format!("/v1/submissions/{id}"), revision)
        .await
        .expect(200);
    let query = format!("at_least={}", log_position(&revised));
    let path = format!("/v1/proposals/{}/input", world.proposal);
    let list = world
        .app
        .anonymous()
        .get(&format!("{path}/comments?late=true&{query}"))
        .await
        .expect(200);
    assert_eq!(numbers(&list), ["WSM-001"]);
    assert_eq!(list.json["items"][0]["at_close"]["text"], "Ua lelei le faaliliuga.");
    assert_eq!(
        world
            .app
            .anonymous()
            .get(&format!("{path}?{query}"))
            .await
            .expect(200)
            .json["late"],
        1
    );
    let positions = world
        .app
        .anonymous()
        .get(&format!("{path}/positions?{query}"))
        .await
        .expect(200)
        .json;
    assert_eq!(
        positions["items"][6]["states"][0]["late"], false,
        "only a comment is late"
    );
}

#[tokio::test]
async fn a_paragraph_that_is_gone_is_marked_where_it_stood() {
    let world = World::open().await;
    world.close();
    let member = world.app.member_mission("KOR");
    let rows = world.get(&member, "/paragraphs").await.expect(200).json["items"].clone();
    let revision = json!({"language": "en", "paragraphs": [
        {"from": [rows[1]["paragraph_id"]], "label": "1", "text": "States shall name a contact."},
        {"from": [rows[3]["paragraph_id"]], "label": "2", "text": "They shall report."}]});
    let path = format!("/v1/proposals/{}/revisions", world.proposal);
    let circulated = member.post(&path, revision).await.expect(201);
    let path = format!(
        "/v1/proposals/{}/input/paragraphs?at_least={}",
        world.proposal,
        log_position(&circulated)
    );
    let seen = member.get(&path).await.expect(200).json;
    let shape: Vec<_> = seen["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["label"].as_str(),
                row["deleted"].as_bool().unwrap(),
                row["revision"].as_u64(),
            )
        })
        .collect();
    assert_eq!(
        shape,
        [
            (None, false, None),
            (Some("1"), false, Some(1)),
            (Some("2"), false, Some(1)),
            (Some("2"), true, Some(0))
        ]
    );
    assert_eq!(seen["items"][3]["comments"], 5, "what was said about it stays");
    let found = world.comments(&member, "paragraph=2").await;
    assert_eq!(
        named(&found).0,
        [
            "KIR-50001",
            "PNG-002",
            "TON-001",
            "FJI-001",
            "VUT-001",
            "VUT-002",
            "WSM-001"
        ],
        "the label of the newest revision, and of the one that was under consultation"
    );
}

#[tokio::test]
async fn a_label_finds_what_was_said_under_it_before_a_renumbering() {
    let world = World::open().await;
    world.close();
    let member = world.app.member_mission("KOR");
    let rows = world.get(&member, "/paragraphs").await.expect(200).json["items"].clone();
    // A paragraph comes in before the second one, which is the third now.
    let (first, second, third) = (
        rows[1]["paragraph_id"].clone(),
        rows[2]["paragraph_id"].clone(),
        rows[3]["paragraph_id"].clone(),
    );
    let revision = json!({"language": "en", "paragraphs": [
        {"from": [first], "label": "1", "text": "States shall name a contact."},
        {"label": "2", "text": "They shall meet once a year."},
        {"from": [second], "label": "3", "text": "They shall exchange information."},
        {"from": [third], "label": "4", "text": "They shall report."}]});
    let path = format!("/v1/proposals/{}", world.proposal);
    let _ = member.post(&format!("{path}/revisions"), revision).await.expect(201);
    let opening = json!({"closes_at": "2027-05-01T16:00:00Z", "invite": {"states": INVITED}});
    let _ = member
        .post(&format!("{path}/consultation/open"), opening)
        .await
        .expect(200);
    let submission = json!({"language": "en", "audience": "public", "comments": [
        {"paragraph": "2", "type": "substantive", "text": "Twice a year."}]});
    let tuvalu = world.app.focal_point("TUV");
    let lodged = tuvalu
        .post(&format!("{path}/submissions"), submission)
        .await
        .expect(201);
    let found = async |filter: &str| {
        let query = format!("{filter}&at_least={}", log_position(&lodged));
        let reply = world
            .app
            .anonymous()
            .get(&format!("{path}/input/comments?{query}"))
            .await;
        reply.expect(200).json["items"].as_array().unwrap().clone()
    };
    let all = found("limit=200").await;
    let under_it: Vec<_> = all.iter().filter(|item| item["paragraph"] == "2").cloned().collect();
    assert!(under_it.iter().any(|item| item["number"] == "FJI-001"));
    assert!(under_it.iter().any(|item| item["number"] == "TUV-001"));
    assert_eq!(found("paragraph=2&limit=200").await, under_it);
    let by_id = format!("paragraph={}", second.as_str().unwrap());
    let of_second = found(&by_id).await;
    assert_eq!(of_second.len() + 1, under_it.len(), "an id means one paragraph");
}
