//! One truth about who stands where: the list of positions, participation, the brief and the outcome note count the same
//! (R13, R15c, R24).

use std::collections::BTreeMap;

use super::*;

const PARTNERS: [&str; 10] = ["FJI", "KIR", "MYS", "NRU", "SGP", "THA", "TON", "TUV", "VNM", "WSM"];

/// WSM spoke for the Pacific Islands Forum. FJI also spoke for itself, KIR left the statement on paragraph 1, TON left
/// all of it, NRU said more without attribution. THA spoke, and SGP joined it but for paragraph 2. MYS does not object.
/// VNM spoke without attribution. The text was adopted.
async fn adopted_story(app: &TestApp) -> String {
    let id = app.opened(&PARTNERS).await;
    let path = format!("/v1/proposals/{id}/submissions");
    let lodge = async |state: &str, body: Value| {
        let lodged = app.focal_point(state).post(&path, body).await.expect(201);
        format!("/v1/submissions/{}", lodged.id())
    };
    let mut forum = said(&json!([{"paragraph": "1", "text": "Who pays?"}, {"paragraph": "2", "text": "Too weak."}]));
    forum["on_behalf_of"] = json!("PIF");
    forum["mandate"] = json!("Decision of the officials");
    let forum = lodge("WSM", forum).await;
    let fiji = json!({"position": "supports", "language": "en", "audience": "public",
        "comments": [{"paragraph": "3", "text": "Good."}]});
    let _ = lodge("FJI", fiji).await;
    let leave = format!("{forum}/dissociate");
    let part = json!({"paragraphs": ["1"]});
    let _ = app.focal_point("KIR").post(&leave, part).await.expect(201);
    let _ = app.focal_point("TON").post(&leave, json!({})).await.expect(201);
    let comments = json!([{"paragraph": "1", "text": "One"}, {"paragraph": "2", "text": "Two"}]);
    let mut thailand = said(&comments);
    thailand["position"] = json!("supports");
    let thailand = lodge("THA", thailand).await;
    let joins = json!({"except_paragraphs": ["2"]});
    let _ = app
        .focal_point("SGP")
        .post(&format!("{thailand}/align"), joins)
        .await
        .expect(201);
    let no_objection = json!({"position": "no_objection", "language": "en", "audience": "public"});
    let _ = lodge("MYS", no_objection).await;
    for state in ["NRU", "VNM"] {
        let mut unnamed = said(&json!([{"paragraph": "3", "text": "In confidence."}]));
        unnamed["attribution"] = json!("to_none");
        let _ = lodge(state, unnamed).await;
    }
    app.clock.set(CLOSED.parse().unwrap());
    put_under_silence(app, &id).await;
    app.clock.set("2027-03-05T08:00:05Z".parse().unwrap());
    let _ = adopted_by_the_clock(app, &id).await;
    id
}

async fn read(who: &Actor, id: &str, rest: &str) -> Value {
    who.get(&format!("/v1/proposals/{id}{rest}")).await.expect(200).json
}

fn states(list: &Value) -> Vec<String> {
    let states = list.as_array().unwrap().iter();
    states.map(|state| state.as_str().unwrap().to_owned()).collect()
}

/// States by position, from the list of positions.
fn held(positions: &Value) -> BTreeMap<String, Vec<String>> {
    let groups = positions["items"].as_array().unwrap().iter();
    let of = |group: &Value| {
        let states = group["states"].as_array().unwrap().iter();
        states.map(|one| one["state"].as_str().unwrap().to_owned()).collect()
    };
    groups
        .map(|group| (group["position"].as_str().unwrap().to_owned(), of(group)))
        .filter(|(_, states): &(_, Vec<String>)| !states.is_empty())
        .collect()
}

/// States that are counted through such a thing on the text as a whole, and lodged nothing.
fn only_through(positions: &Value, kind: &str, lodged: &[String]) -> Vec<String> {
    let groups = positions["items"].as_array().unwrap().iter();
    let all = groups.flat_map(|group| group["states"].as_array().unwrap());
    let through = all.filter(|one| one["through"]["kind"] == kind);
    let mut found: Vec<String> = through
        .map(|one| one["state"].as_str().unwrap().to_owned())
        .filter(|state| !lodged.contains(state))
        .collect();
    found.sort();
    found
}

/// The outcome note says of each state what the list of positions says.
fn assert_agree(note: &Value, positions: &Value) {
    let list = |name: &str| states(&note["took_part"][name]["states"]);
    let lodged = [list("lodged"), list("no_objection"), list("acknowledged")].concat();
    assert_eq!(list("aligned"), only_through(positions, "alignment", &lodged));
    assert_eq!(list("through_group"), only_through(positions, "group", &lodged));
    assert_eq!(list("silent"), states(&positions["silent"]["states"]));
    let lists = [
        "lodged",
        "no_objection",
        "aligned",
        "through_group",
        "acknowledged",
        "silent",
    ];
    let mut each: Vec<String> = lists.iter().flat_map(|name| list(name)).collect();
    each.sort();
    assert_eq!(each, list("invited"), "each state in one list");
    for name in lists {
        assert_eq!(note["took_part"][name]["count"], json!(list(name).len()), "{name}");
    }
}

#[actix_web::test]
async fn r13_positions_participation_brief_and_outcome_note_count_the_same() {
    let app = TestApp::start().await;
    let id = adopted_story(&app).await;
    let mexico = app.member_mission("MEX");
    let positions = read(&mexico, &id, "/input/positions").await;
    assert_eq!(
        json!(held(&positions)),
        json!({"supports": ["FJI", "SGP", "THA"], "supports_with_amendments": ["KIR", "NRU", "TUV", "WSM"],
            "no_objection": ["MYS"]})
    );
    let note = read(&mexico, &id, "/outcome").await;
    assert_agree(&note, &positions);
    assert_eq!(note["took_part"]["lodged"]["states"], json!(["FJI", "THA", "WSM"]));
    assert_eq!(note["took_part"]["silent"]["states"], json!(["TON", "VNM"]));

    let participation = read(&mexico, &id, "/participation").await;
    for (name, list) in participation["states"].as_object().unwrap() {
        let name = name.strip_suffix("_or_not_for_attribution").unwrap_or(name);
        assert_eq!(*list, note["took_part"][name]["states"], "{name}");
    }
    let stands = |label: &str| {
        let paragraphs = positions["paragraphs"].as_array().unwrap().iter();
        let mut found = paragraphs.filter(|one| one["paragraph"] == label);
        found.next().map_or(0, |one| one["stands"].as_array().unwrap().len())
    };
    for paragraph in participation["paragraphs"].as_array().unwrap() {
        let label = paragraph["label"].as_str().unwrap();
        assert_eq!(paragraph["states"], json!(stands(label)), "paragraph {label}");
    }
    assert_eq!(["1", "2", "3"].map(stands), [6, 6, 1]);

    let brief = read(&mexico, &id, "/brief").await;
    let told = brief["positions"].as_array().unwrap().iter();
    let told: BTreeMap<String, Vec<String>> = told
        .map(|group| (group["position"].as_str().unwrap().to_owned(), states(&group["states"])))
        .collect();
    assert_eq!(told, held(&positions));
    let without = [&positions["undisclosed"], &positions["silent"]].map(|list| list["count"].as_u64().unwrap());
    assert_eq!(brief["without_position"], json!(without.iter().sum::<u64>()));
}

#[actix_web::test]
async fn r13_a_state_finds_what_became_of_what_it_joined() {
    let app = TestApp::start().await;
    let _ = adopted_story(&app).await;
    let outcomes = async |who: Actor, state: &str, query: &str| {
        let page = who
            .get(&format!("/v1/states/{state}/outcomes{query}"))
            .await
            .expect(200);
        let items = page.json["items"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut found: Vec<_> = items
            .map(|item| (text(&item["number"]), text(&item["through"]["kind"])))
            .collect();
        found.sort();
        found
    };
    let pairs = |wanted: &[(&str, &str)]| -> Vec<(String, String)> {
        let owned = wanted.iter().map(|(number, kind)| ((*number).into(), (*kind).into()));
        owned.collect()
    };
    for (state, wanted) in [
        ("THA", pairs(&[("THA-001", "own"), ("THA-002", "own")])),
        ("SGP", pairs(&[("THA-001", "alignment")])),
        ("TUV", pairs(&[("WSM-001", "group"), ("WSM-002", "group")])),
        ("KIR", pairs(&[("WSM-002", "group")])),
        ("TON", Vec::new()),
    ] {
        for who in [app.focal_point(state), app.member_mission("MEX")] {
            assert_eq!(outcomes(who, state, "?joined=true").await, wanted, "{state}");
        }
    }
    assert!(outcomes(app.focal_point("SGP"), "SGP", "").await.is_empty());
}

#[actix_web::test]
async fn r15c_who_is_not_for_attribution_took_part_for_its_own_delegation_only() {
    let app = TestApp::start().await;
    let id = adopted_story(&app).await;
    let readers = [app.anonymous(), app.member_mission("KOR"), app.focal_point("FJI")];
    for reader in readers {
        let note = read(&reader, &id, "/outcome").await;
        assert_agree(&note, &read(&reader, &id, "/input/positions").await);
        let list = |name: &str| states(&note["took_part"][name]["states"]);
        // NRU is counted through its group, as any of it that said nothing itself.
        assert!(list("through_group").contains(&"NRU".to_owned()), "{note}");
        assert!(list("silent").contains(&"VNM".to_owned()), "{note}");
    }
    for state in ["NRU", "VNM"] {
        let own = app.focal_point(state);
        let note = read(&own, &id, "/outcome").await;
        assert_agree(&note, &read(&own, &id, "/input/positions").await);
        assert!(states(&note["took_part"]["lodged"]["states"]).contains(&state.to_owned()));
    }
}
