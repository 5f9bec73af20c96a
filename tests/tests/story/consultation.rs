//! Input: sixty states, two groups, three alignments, one late.

use serde_json::{Value, json};

use crate::world::{CLOSES, Said, World, position, text};

/// Comments of each state.
const EACH: usize = 10;

const STATES: usize = 60;

/// Quotes of paragraphs 1 to 6 that are found again, changed or gone in rev.1.
const QUOTES: [&str; 6] = [
    "national point of contact",
    "voluntary basis",
    "once a year",
    "within their means",
    "five years",
    "international law",
];

/// Sixty invited states lodge ten comments each. Every fifteenth state speaks to members only by name.
pub(crate) async fn sixty_states_lodge(world: &mut World) {
    let invited = world.invited().await;
    assert_eq!(invited.len(), 91);
    let mut states = invited.clone();
    // Those that speak for groups or align below are among them.
    states.sort_by_key(|state| !["FJI", "WSM", "TON", "SGP", "VNM", "CHL"].contains(&state.as_str()));
    for (index, state) in states.iter().take(STATES).enumerate() {
        let to_members = index % 15 == 14;
        let body = submission(index, to_members);
        let lodged = world
            .app
            .focal_point(state)
            .post(&world.path("/submissions"), body)
            .await
            .expect(201);
        world.submissions.insert(state.clone(), lodged.id());
        for comment in lodged.json["comments"].as_array().unwrap() {
            world.said.push(Said {
                state: state.clone(),
                number: text(&comment["number"]),
                id: text(&comment["id"]),
                to_members,
            });
        }
    }
    assert_eq!(world.said.len(), STATES * EACH);
    let summary = world.path(&format!("/input?at_least={}", world.app.app().head().0));
    let summary = world.korea().get(&summary).await.expect(200);
    assert_eq!(summary.json["comments"], 600);
    assert_eq!(summary.json["submissions"], 60);
    assert_eq!(summary.json["silent"], 31);
}

fn submission(index: usize, to_members: bool) -> Value {
    let comment = |at: usize| {
        let paragraph = at % QUOTES.len();
        json!({
            "paragraph": (paragraph + 1).to_string(),
            "type": if at == 9 { "editorial" } else { "substantive" },
            "quote": {"exact": QUOTES[paragraph]},
            "text": format!("Point {at} of delegation {index}: these words should be looked at again."),
        })
    };
    json!({
        "position": if index % 3 == 0 { "supports" } else { "supports_with_amendments" },
        "language": "en", "audience": "participants",
        "attribution": if to_members { "to_members" } else { "named" },
        "comments": (0..EACH).map(comment).collect::<Vec<_>>(),
    })
}

/// Samoa speaks for the Pacific Islands Forum, Singapore for ASEAN; Tonga, Viet Nam and Chile align themselves.
pub(crate) async fn two_groups_speak_and_three_states_align(world: &World) {
    for (state, group) in [("WSM", "PIF"), ("SGP", "ASEAN")] {
        let id = &world.submissions[state];
        let who = world.app.focal_point(state);
        let present = who.get(&format!("/v1/submissions/{id}")).await.expect(200);
        let mut body = submission(0, false);
        let numbers: Vec<Value> = world.comments_of(state).iter().map(|said| json!(said.number)).collect();
        for (comment, number) in body["comments"].as_array_mut().unwrap().iter_mut().zip(numbers) {
            comment["number"] = number;
        }
        body["comments"][0]["on_behalf_of"] = json!(group);
        body["comments"][0]["mandate"] = json!("Decision of the group of 1 February 2027.");
        let etag = present.header("etag").unwrap();
        let revised = who
            .with("if-match", &etag)
            .put(&format!("/v1/submissions/{id}"), body)
            .await;
        let _ = revised.expect(200);
    }
    for (state, with) in [("TON", "FJI"), ("VNM", "SGP"), ("CHL", "FJI")] {
        let path = format!("/v1/submissions/{}/align", world.submissions[with]);
        let aligned = world
            .app
            .focal_point(state)
            .post(&path, json!({"except_paragraphs": ["6"]}))
            .await;
        assert!([200, 201].contains(&aligned.status), "{}", aligned.text);
    }
    let own = format!("/v1/submissions/{}/align", world.submissions["FJI"]);
    let refused = world.app.focal_point("FJI").post(&own, json!({})).await;
    assert!([409, 422].contains(&refused.status), "{}", refused.text);
    let positions = world.korea().get(&world.path("/input/positions")).await.expect(200);
    assert!(positions.text.contains("PIF"), "{}", positions.text);
}

/// The clock closes the consultation; a state that had not lodged does so three days later.
pub(crate) async fn the_clock_closes_and_one_is_late(world: &mut World) {
    world.at(CLOSES).await;
    world.at("2027-03-04T09:00:00Z").await;
    let late = world
        .invited()
        .await
        .into_iter()
        .find(|state| !world.submissions.contains_key(state))
        .unwrap();
    let body = json!({"position": "supports", "language": "en",
        "comments": [{"paragraph": "3", "type": "technical", "text": "We are late, and would report twice a year."}]});
    let lodged = world
        .app
        .focal_point(&late)
        .post(&world.path("/submissions"), body)
        .await
        .expect(201);
    assert_eq!(lodged.json["late"], true);
    let comment = &lodged.json["comments"][0];
    world.said.push(Said {
        state: late.clone(),
        number: text(&comment["number"]),
        id: text(&comment["id"]),
        to_members: false,
    });
    world.submissions.insert(late, lodged.id());
    assert!(position(&lodged) > 0);
}
