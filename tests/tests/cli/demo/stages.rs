//! Every stage of a review is there, as members, partners and anybody see it.

use std::collections::BTreeSet;

use acceptance::{Actor, Program, Server};
use serde_json::{Value, json};

/// A demo that runs, and whom a test asks as.
struct Demo {
    mission: Actor,
    fiji: Actor,
    anonymous: Actor,
    proposals: Vec<Value>,
    _server: Server,
    _program: Program,
}

impl Demo {
    async fn start() -> Self {
        let program = Program::in_new_directory();
        let server = program.demo();
        let mission = server.actor(&program.token("member_mission", "KOR"));
        let list = mission.get("/v1/proposals?at_least=1").await.expect(200).json;
        Self {
            mission,
            fiji: server.actor(&program.token("focal_point", "FJI")),
            anonymous: Actor::new(server.base(), None),
            proposals: list["items"].as_array().unwrap().clone(),
            _server: server,
            _program: program,
        }
    }

    /// The path of the proposal whose English title begins so, after a look at its status.
    fn proposal(&self, title: &str, status: &str) -> String {
        let named = |item: &&Value| item["title"]["en"].as_str().unwrap().starts_with(title);
        let item = self.proposals.iter().find(named).unwrap();
        assert_eq!(item["status"], status, "{item}");
        format!("/v1/proposals/{}", item["id"].as_str().unwrap())
    }
}

async fn get(who: &Actor, path: &str) -> Value {
    who.get(path).await.expect(200).json
}

/// What stands at a pointer in each item of a list.
fn each(list: &Value, pointer: &str) -> Vec<Value> {
    let items = list.as_array().unwrap().iter();
    items
        .map(|item| item.pointer(pointer).cloned().unwrap_or_default())
        .collect()
}

fn set(list: &Value, pointer: &str) -> BTreeSet<String> {
    let values = each(list, pointer).into_iter();
    values.filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

fn names(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[tokio::test]
async fn a_draft_is_for_members_and_open_ones_take_input() {
    let demo = Demo::start().await;
    let draft = demo.proposal("Equal participation", "draft");
    assert_eq!(demo.fiji.get(&draft).await.status, 404);
    for title in ["Regional cooperation on cyber", "Early warning"] {
        let open = demo.proposal(title, "open");
        let consultations = get(&demo.fiji, &format!("{open}/consultations")).await;
        assert_eq!(consultations["items"].as_array().unwrap().len(), 1, "{consultations}");
    }
}

#[tokio::test]
async fn under_review_members_agree_differ_and_wait() {
    let demo = Demo::start().await;
    let path = demo.proposal("Preparedness", "closed");
    let matrix = get(&demo.mission, &format!("{path}/matrix?limit=200")).await;
    let rows = &matrix["items"];
    let standings = set(rows, "/review/convergence/standing");
    assert_eq!(standings, names(&["agreed", "differing", "waiting", "not_proposed"]));
    let differing = get(&demo.mission, &format!("{path}/matrix?convergence=differing")).await;
    assert_eq!(
        each(&differing["items"], "/review/convergence/differing"),
        [json!(["KOR"])]
    );
    assert!(set(rows, "/review/assigned_to").is_superset(&names(&["KOR", "MEX"])));
    assert!(each(rows, "/review/topics").contains(&json!(["emergency teams"])));
    assert!(each(rows, "/late").contains(&json!(true)));
    // One stands through its group, one by alignment; both are counted once.
    let positions = get(&demo.mission, &format!("{path}/input/positions")).await;
    let stands: Vec<Value> = positions["items"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["states"].as_array().unwrap().clone())
        .collect();
    let through = |state: &str| {
        let mut found = stands.iter().filter(|one| one["state"] == state);
        found.next().unwrap()["through"].clone()
    };
    assert_eq!(through("ARG")["with"], "COL");
    assert_eq!(through("FJI")["group"], "PIF");
    // R18: a partner reads nothing of the review, but the request for clarification that went out.
    let partner = get(&demo.fiji, &format!("{path}/matrix?limit=200")).await;
    assert!(each(&partner["items"], "/review").iter().all(Value::is_null));
    let published = set(&partner["items"], "/published/disposition");
    assert_eq!(published, names(&["clarification_requested"]));
}

#[tokio::test]
async fn dispositions_are_under_silence_which_one_member_broke() {
    let demo = Demo::start().await;
    let path = demo.proposal("Clean energy", "closed");
    let state = get(&demo.mission, &format!("{path}/dispositions/silence")).await;
    let package = &state["package"];
    assert_eq!(package["end"], Value::Null, "{state}");
    assert_eq!((&package["comments"], &package["left"]), (&json!(6), &json!(5)));
    assert_eq!(set(&package["breaks"], "/by"), names(&["TUR"]));
    assert_eq!(demo.fiji.get(&format!("{path}/dispositions/silence")).await.status, 403);
}

#[tokio::test]
async fn dispositions_are_published_and_one_state_objects() {
    let demo = Demo::start().await;
    let path = demo.proposal("Digital trade", "closed");
    let matrix = get(&demo.fiji, &format!("{path}/matrix")).await;
    assert!(
        each(&matrix["items"], "/published").iter().all(Value::is_object),
        "{matrix}"
    );
    let own = get(&demo.fiji, &format!("{path}/matrix?state=FJI")).await;
    let answers = each(&own["items"], "/published/answer/satisfied");
    assert_eq!(answers, [json!(false), json!(true)]);
    let letter = demo.fiji.get(&format!("{path}/letters/FJI")).await.expect(200).text;
    assert!(letter.contains("FJI-001") && letter.contains("FJI-002"), "{letter}");
    assert_eq!(demo.fiji.get(&format!("{path}/letters/CRI")).await.status, 403);
}

#[tokio::test]
async fn a_revision_is_under_silence_and_kept_its_comments() {
    let demo = Demo::start().await;
    let path = demo.proposal("Protection of migrants", "under_silence");
    let placements = get(&demo.mission, &format!("{path}/revisions/1/placements")).await;
    let statuses = set(&placements["items"], "/status");
    assert_eq!(statuses, names(&["placed", "moved", "orphaned"]));
    assert!(each(&placements["items"], "/confirmed").contains(&json!(true)));
    let record = get(&demo.anonymous, &format!("{path}/silence/record")).await;
    assert_eq!(each(&record["silences"], "/silence/state"), [json!("kept")]);
    assert_eq!(
        each(&record["silences"][0]["deferred"], "/comment/number"),
        [json!("HND-001")]
    );
}

#[tokio::test]
async fn silence_was_broken_and_by_whom_is_for_members() {
    let demo = Demo::start().await;
    let path = demo.proposal("Keeping plastic", "closed");
    let record = get(&demo.mission, &format!("{path}/silence/record")).await;
    let silence = &record["silences"][0]["silence"];
    assert_eq!(silence["state"], "broken");
    assert_eq!(set(&silence["broken"], "/by"), names(&["KOR"]));
    let broken = &silence["broken"][0]["paragraphs"][0];
    assert_eq!(broken["label"], "3");
    assert!(broken["rationale"].is_string() && broken["amendment"].is_string());
    let partner = get(&demo.fiji, &format!("{path}/silence/record")).await;
    let seen = &partner["silences"][0]["silence"]["broken"][0];
    assert_eq!((&seen["by"], &seen["paragraphs"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn an_adopted_text_has_its_outcome_note() {
    let demo = Demo::start().await;
    let path = demo.proposal("Food security", "adopted");
    let record = get(&demo.anonymous, &format!("{path}/silence/record")).await;
    let ends = each(&record["silences"], "/silence/state");
    assert_eq!(ends, [json!("broken"), json!("prevailed")]);
    assert_eq!(set(&record["objections"], "/comment/number"), names(&["JOR-001"]));
    let note = get(&demo.anonymous, &format!("{path}/outcome")).await;
    assert_eq!(note["text"]["number"], 2);
    assert_eq!(note["adopted_at"], record["silences"][1]["silence"]["until"]);
    assert_eq!(set(&note["associations"], "/state"), names(&["BRA", "FJI", "JOR"]));
    assert_eq!(set(&note["explanations"], "/by"), names(&["KOR"]));
    assert!(set(&note["changes"], "/paragraph").contains("5"), "{note}");
    // R15: it was about a comment for participants, which the public does not know of.
    assert_eq!(note["no_common_view"]["paragraphs"], json!([]));
    let of_mission = get(&demo.mission, &format!("{path}/outcome")).await;
    assert_eq!(of_mission["no_common_view"]["paragraphs"], json!(["4"]));
}
