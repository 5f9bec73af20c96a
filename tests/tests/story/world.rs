//! The program, the proposal, and what was said about it.

use std::collections::BTreeMap;

use acceptance::{Actor, Reply, TestApp};
use serde_json::{Value, json};

pub(crate) const CLOSES: &str = "2027-03-01T16:00:00Z";

/// What a comment was told to become.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) state: String,
    pub(crate) number: String,
    pub(crate) id: String,
    /// Not for attribution beyond the members.
    pub(crate) to_members: bool,
}

pub(crate) struct World {
    pub(crate) app: TestApp,
    pub(crate) proposal: String,
    /// Paragraph ids of rev.0, in order.
    pub(crate) paragraphs: Vec<String>,
    pub(crate) said: Vec<Said>,
    /// Submission by state.
    pub(crate) submissions: BTreeMap<String, String>,
    /// Comment id to the disposition that is published for it.
    pub(crate) dispositions: BTreeMap<String, &'static str>,
}

impl World {
    /// A text of six paragraphs, tabled by the Republic of Korea and opened to the partners of all neighbourhoods.
    pub(crate) async fn open() -> Self {
        let app = TestApp::start().await;
        let korea = app.member_mission("KOR");
        let tabled = korea.post("/v1/proposals", tabling()).await.expect(201);
        let proposal = tabled.id();
        let paragraphs = tabled.json["revision"]["paragraphs"].as_array().unwrap();
        let paragraphs: Vec<String> = paragraphs.iter().map(|one| text(&one["id"])).collect();
        let opening = json!({"closes_at": CLOSES, "invite": {"neighbourhoods": ["MEX", "IDN", "KOR", "TUR", "AUS"]}});
        let path = format!("/v1/proposals/{proposal}/consultation/open");
        let _ = korea.post(&path, opening).await.expect(200);
        Self {
            app,
            proposal,
            paragraphs,
            said: Vec::new(),
            submissions: BTreeMap::new(),
            dispositions: BTreeMap::new(),
        }
    }

    pub(crate) fn korea(&self) -> Actor {
        self.app.member_mission("KOR")
    }

    pub(crate) fn member(&self, code: &str) -> Actor {
        self.app.member_mission(code)
    }

    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/v1/proposals/{}{rest}", self.proposal)
    }

    /// Sets the clock, and lets it do what is due.
    pub(crate) async fn at(&self, instant: &str) {
        self.app.clock.set(instant.parse().unwrap());
        self.app.close_due().await;
    }

    /// The states invited, from the consultation itself.
    pub(crate) async fn invited(&self) -> Vec<String> {
        let consultations = self.korea().get(&self.path("/consultations")).await.expect(200);
        let invited = consultations.json["items"][0]["invited"].as_array().unwrap();
        invited
            .iter()
            .map(|one| text(one.get("state").unwrap_or(one)))
            .collect()
    }

    pub(crate) fn comments_of(&self, state: &str) -> Vec<&Said> {
        self.said.iter().filter(|said| said.state == state).collect()
    }

    pub(crate) async fn matrix(&self, who: &Actor, query: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut cursor = String::new();
        loop {
            let path = self.path(&format!("/matrix?limit=200&{query}{cursor}"));
            let page = who.get(&path).await.expect(200);
            items.extend(page.json["items"].as_array().unwrap().iter().cloned());
            match page.json["page"]["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return items,
            }
        }
    }
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

pub(crate) fn position(reply: &Reply) -> u64 {
    reply.header("log-position").unwrap().parse().unwrap()
}

fn tabling() -> Value {
    let text = |label: &str, words: &str| json!({"label": label, "text": words});
    json!({
        "title": {"en": "Regional cooperation on incident response"},
        "focus_area": "cybersecurity", "key_event": "g20-2027",
        "revision": {"language": "en", "paragraphs": [
            text("1", "Participating States shall name a national point of contact."),
            text("2", "They shall exchange information on incidents on a voluntary basis."),
            text("3", "They shall report once a year on what they have done."),
            text("4", "They shall assist each other on request and within their means."),
            text("5", "They shall review this text after five years."),
            text("6", "Nothing in this text affects obligations under international law."),
        ]}
    })
}
